// What is asked of Python, one question at a time, and which text each answer belongs to.
//
// Streamlit keeps only the newest trigger of a component that a script has not seen yet. So a question waits until the
// one before it was taken in (`answered` in the data); of the same kind only the newest waits. A run waits for nothing.

import { ChangeSet } from "./codemirror.js";
import { toPoints } from "./positions.js";

const PATIENCE = 15_000; // ms after which a question counts as lost
const KEPT = 8; // texts that answers may still come for
const ORDER = ["complete", "hover", "check"];

export class Questions {
  /** `send(name, value)` sets a trigger. */
  constructor(view, send) {
    this.view = view;
    this.send = send;
    this.waiting = new Map(); // kind to {place, resolve}
    this.open = null; // the one under way: {n, resolve, timer}
    this.newest = 0;
    this.sent = []; // the last texts that went out, each with what was changed since: {n, at, doc, changes}
  }

  /** The text of question `n` as it went out and the changes since, or undefined. */
  textOf(n) {
    return this.sent.find((entry) => entry.n === n);
  }

  /** The text was changed. */
  follow(changes) {
    this.sent = this.sent.map((entry) => ({ ...entry, changes: entry.changes.compose(changes) }));
  }

  /**
   * Ask about the text as it is when the question goes out, at the place that `place(state)` then gives; null drops it.
   * Resolves with the question's number once Python took it in, with 0 when it was dropped.
   */
  ask(what, place) {
    return new Promise((resolve) => {
      this.waiting.get(what)?.resolve(0);
      this.waiting.set(what, { place, resolve });
      this.next();
    });
  }

  run() {
    const n = this.number();
    this.open?.resolve(0);
    this.send("run", { text: this.text(), n });
    this.hold(n, () => {});
  }

  /** Python has taken in everything up to question `n`. */
  taken(n) {
    if (!this.open || n < this.open.n) return;
    clearTimeout(this.open.timer);
    const { n: mine, resolve } = this.open;
    this.open = null;
    resolve(mine);
    this.next();
  }

  stop() {
    clearTimeout(this.open?.timer);
    for (const { resolve } of [...this.waiting.values(), ...(this.open ? [this.open] : [])]) resolve(0);
    this.waiting.clear();
    this.open = null;
  }

  // Half a character, which pasting can leave behind, is no text for Python.
  text() {
    return this.view.state.doc.toString().toWellFormed();
  }

  next() {
    const what = ORDER.find((each) => this.waiting.has(each));
    if (this.open || !what) return;
    const { place, resolve } = this.waiting.get(what);
    this.waiting.delete(what);
    const at = place(this.view.state);
    if (at === null) {
      resolve(0);
      return void this.next();
    }
    const text = this.text();
    const n = this.number(at);
    this.send("ask", { what, text, at: toPoints(text, at), n });
    this.hold(n, resolve);
  }

  hold(n, resolve) {
    clearTimeout(this.open?.timer);
    this.open = { n, resolve, timer: setTimeout(() => this.taken(n), PATIENCE) };
  }

  // Numbers grow over reloads too, so that an answer kept by the session is never taken for a new one.
  number(at = 0) {
    this.newest = Math.max(this.newest + 1, Date.now());
    const { doc } = this.view.state;
    this.sent = [...this.sent, { n: this.newest, at, doc, changes: ChangeSet.empty(doc.length) }].slice(-KEPT);
    return this.newest;
  }
}
