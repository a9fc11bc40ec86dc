// The review: text left, cards right, in step. Everything has a key and a button.

import { make } from "./elements.js";
import { Merge, Why } from "./reviewasked.js";
import { card } from "./reviewcards.js";
import { ReviewForm } from "./reviewform.js";
import { ReviewTalk } from "./reviewtalk.js";
import { ReviewText } from "./reviewtext.js";
import { readTheme, watchTheme } from "./theme.js";

const PAUSE = 140; // ms on a card before Python is told, so that running through them asks nothing
const NEW = "new";
const DECIDED = { accept: "accepted", reject: "rejected", withdraw: "withdrawn" };

class Review {
  #current = "";
  #turn; // the number of the last time that Python chose the card
  #form = null; // what is open inside the current card
  #fresh = null; // the draft of a statement that was not proposed
  #wish = ""; // a card to accept as soon as it is known what that would do
  #pending = new Map(); // states as decided here, until Python has answered
  #marksNow = null; // the spans of a form, while it is open
  #telling = 0;
  #asking = 0;

  constructor(api) {
    this.api = api;
    this.root = api.parentElement.querySelector(".review");
    const find = (name) => this.root.querySelector(name);
    this.list = find(".list");
    this.paper = find(".paper");
    this.text = new ReviewText(this.paper);
    this.status = find("[role=status]");
    this.fault = find("[role=alert]");
    this.picked = find(".picked");
    this.talk = new ReviewTalk(api.data.answered, () => this.#silence());
    this.listening = new AbortController();
    this.#listen();
    this.stopWatching = watchTheme(this.root, () => this.#retheme());
    this.#retheme();
  }

  #retheme() {
    this.root.classList.toggle("dark", readTheme(this.root).dark);
  }

  destroy() {
    this.listening.abort();
    this.stopWatching();
    this.talk.stop();
    clearTimeout(this.#telling);
  }

  // ---- what Python says -----------------------------------------------------------------------------------------

  sync(api) {
    this.api = api;
    this.data = api.data;
    this.text.read(this.data.text);
    this.root.classList.toggle("blind", !this.text.shown);
    this.root.querySelector(".untold").textContent = this.data.textHint;
    this.root.querySelector("[data-do=undo]").disabled = !this.data.undo;
    this.root.querySelector("[data-do=undo]").title = this.data.undo || "Nothing to undo";
    this.#heard();
    if (this.data.current && this.data.turn !== this.#turn) this.#current = this.data.current;
    this.#turn = this.data.turn;
    if (!this.#find(this.#current) && this.#current !== NEW) this.#current = this.#nextOpen("") ?? this.data.cards[0]?.id ?? "";
    if (this.#form) this.#form.answer(this.data.suggestions);
    else this.#draw();
    const wished = this.#find(this.#wish);
    if (wished?.before) {
      this.#wish = "";
      const { faults, disagrees } = wished.before;
      if (disagrees.length && !faults.length) this.#say(`Look first: ${disagrees[0]} A accepts it.`);
      else this.#accept(wished);
    } else this.#lookAhead();
  }

  // While this card is being read, what the next one would do is looked up.
  #lookAhead() {
    const next = this.#find(this.#nextOpen(this.#current));
    if (this.talk.busy || this.#form || !next || next.before || !this.#find(this.#current)?.before) return;
    clearTimeout(this.#telling);
    this.#telling = setTimeout(() => this.api.setStateValue("current", { id: next.id }), PAUSE);
  }

  #heard() {
    const { said, fault } = this.data;
    const answered = this.talk.heard(this.api, this.data);
    if (!answered) return;
    this.#complain(fault);
    if (fault) this.#pending.clear();
    else if (said) this.#say(said);
    this.#pending.delete(answered.id);
    if (fault && ["edit", "add"].includes(answered.do) && !this.#form) this.#again(answered);
  }

  // The form as it was saved: what could not be taken is there to be mended.
  #again({ do: what, id, arg }) {
    if (id === NEW) this.#fresh = arg;
    this.#open(id, this.#formOf(arg, (draft) => this.#done(what, id, draft)));
  }

  #silence() {
    this.#pending.clear();
    this.#complain("No answer came. What was decided last may not be kept: reload the page to see.");
  }

  #complain(fault) {
    this.fault.textContent = fault;
    this.fault.hidden = !fault;
    if (fault) this.#say("");
  }

  // ---- what the person does, told to Python -----------------------------------------------------------------------

  #act(what, id, arg = null) {
    if (DECIDED[what]) this.#pending.set(id, DECIDED[what]);
    const next = DECIDED[what] ? (this.#nextOpen(id) ?? id) : id;
    this.talk.act(this.api, { do: what, id, arg, next });
    if (next !== id) this.#go(next, { told: true });
    else this.#draw();
  }

  #ask(text, within) {
    const n = `${Date.now()}-${(this.#asking += 1)}`;
    this.api.setStateValue("asked", { text, n, within });
    return n;
  }

  // ---- cards ----------------------------------------------------------------------------------------------------

  #find = (id) => this.data.cards.find((one) => one.id === id);
  #state = (one) => this.#pending.get(one.id) ?? one.state;

  #nextOpen(id) {
    const { cards } = this.data;
    const from = cards.findIndex((one) => one.id === id) + 1;
    return [...cards.slice(from), ...cards.slice(0, from)].find((one) => one.id !== id && this.#state(one) === "open")?.id;
  }

  #step(by) {
    const at = this.data.cards.findIndex((one) => one.id === this.#current) + by;
    const one = this.data.cards[at];
    if (one) this.#go(one.id);
    else this.#say(by > 0 ? "This is the last card." : "This is the first card.");
  }

  #go(id, { told = false } = {}) {
    this.#leave({ redraw: false });
    this.#current = id;
    this.#wish = "";
    this.#draw({ follow: true });
    const one = this.#find(id);
    clearTimeout(this.#telling);
    if (!one) return;
    const open = this.data.cards.filter((each) => this.#state(each) === "open").length;
    this.#say(`${this.data.cards.indexOf(one) + 1} of ${this.data.cards.length}, ${open} open. ${one.head} ${one.text}`);
    if (!one.before && !told) this.#telling = setTimeout(() => this.api.setStateValue("current", { id }), PAUSE);
  }

  #draw({ follow = false } = {}) {
    const { activeElement } = this.root.getRootNode();
    const held = !activeElement || this.list.contains(activeElement) || follow;
    const cards = this.data.cards.map((one) => ({ ...one, state: this.#state(one) }));
    if (this.#fresh) cards.unshift({ id: NEW, state: "open", glyph: "+", head: "New statement", text: "" });
    const drawn = cards.map((one) => {
      const current = one.id === this.#current;
      return card(one, { current, form: current ? this.#form : null, on: this.#buttons });
    });
    const top = this.list.scrollTop;
    if (!drawn.length) drawn.push(make("li", "nothing", "No statement was found. Choose words in the text, then press N."));
    this.list.replaceChildren(...drawn);
    this.list.scrollTop = top;
    const counts = ["open", "accepted", "rejected", "withdrawn"].map((state) => [state, cards.filter((one) => one.state === state && one.id !== NEW).length]);
    this.root.querySelector(".counts").textContent = counts.filter(([state, count]) => count || state === "open").map(([state, count]) => `${count} ${state}`).join(" · ");
    const line = this.list.querySelector(".card.current");
    if (line && (follow || top === 0)) this.#show(line);
    if (line && held && !this.#form) line.querySelector(".head").focus({ preventScroll: true });
    this.#mark(follow);
  }

  // Scrolls the list alone: the page stays where it is.
  #show(line) {
    const box = this.list.getBoundingClientRect();
    const at = line.getBoundingClientRect();
    if (at.top < box.top || at.bottom > box.bottom) this.list.scrollTop += at.top - box.top - Math.max(0, Math.min(24, box.height - at.height));
  }

  #mark(follow) {
    if (!this.text.shown) return;
    const marks = [];
    for (const one of this.data.cards) {
      const current = one.id === this.#current;
      if (!current && ["rejected", "withdrawn"].includes(this.#state(one))) continue;
      for (const span of current && this.#marksNow ? this.#marksNow : one.draft.spans) marks.push({ ...span, card: one.id, current });
    }
    if (this.#current === NEW && this.#marksNow) for (const span of this.#marksNow) marks.push({ ...span, card: "", current: true });
    for (const mention of this.data.mentions) marks.push({ ...mention, role: "mention" });
    this.text.mark(marks);
    if (follow) this.text.light({ smooth: !matchMedia("(prefers-reduced-motion: reduce)").matches });
  }

  // ---- deciding -------------------------------------------------------------------------------------------------

  #accept(one) {
    if (this.#state(one) === "accepted") return this.#say("It is accepted already. E edits it, R withdraws it.");
    if (!one.before) {
      this.#wish = one.id;
      this.api.setStateValue("current", { id: one.id, again: (this.#asking += 1) });
      return this.#say("Looking what it would do …");
    }
    if (one.before.faults.length) return this.#say(`It cannot be accepted as it is: ${one.before.faults[0]} E edits it.`);
    return this.#act("accept", one.id);
  }

  #reject(one) {
    const state = this.#state(one);
    if (state === "accepted") return this.#withdraw(one);
    if (state !== "open") return this.#say(`It is ${state} already.`);
    return this.#act("reject", one.id);
  }

  #withdraw(one) {
    this.#open(one.id, new Why({ done: (reason) => this.#done("withdraw", one.id, reason), leave: () => this.#leave() }));
  }

  #edit(one) {
    if (!["open", "accepted"].includes(this.#state(one))) return this.#say(`It is ${this.#state(one)}. U takes that back.`);
    return this.#open(one.id, this.#formOf(one.draft, (draft) => this.#done("edit", one.id, draft)));
  }

  #merge(one) {
    const leave = () => this.#leave();
    const done = (arg) => this.#done("merge", one.id, arg);
    if (!one.actors.length) return this.#say("There is no actor in this card.");
    return this.#open(one.id, new Merge(one.actors, { near: this.data.actors, ask: (text, within) => this.#ask(text, within), done, leave }));
  }

  #fill() {
    const chosen = this.text.chosen;
    if (!chosen) return this.#say("Choose words in the text first: by dragging, or with ← → and Shift.");
    this.#leave({ redraw: false });
    this.#fresh = { ...this.data.blank, spans: [{ role: "content", ...chosen }] };
    this.#open(NEW, this.#formOf(this.#fresh, (draft) => this.#done("add", NEW, draft)));
    return undefined;
  }

  #formOf(draft, save) {
    this.#marksNow = draft.spans;
    return new ReviewForm(draft, this.data, {
      words: (start, end) => this.text.words(start, end),
      chosen: () => this.text.chosen,
      ask: (text, within) => this.#ask(text, within),
      save,
      leave: () => this.#leave(),
      spansChanged: (spans) => {
        this.#marksNow = spans;
        this.text.release();
        this.#mark(true);
      },
    });
  }

  #open(id, form) {
    this.#current = id;
    this.#form = form;
    this.#draw({ follow: true });
    form.focus();
  }

  #done(what, id, arg) {
    this.#leave({ redraw: false });
    this.#act(what, id, arg);
  }

  #leave({ redraw = true } = {}) {
    if (!this.#form) return;
    this.#form = this.#fresh = this.#marksNow = null;
    if (this.#current === NEW) this.#current = this.#nextOpen("") ?? this.data.cards[0]?.id ?? "";
    if (redraw) this.#draw({ follow: true });
  }

  #undo() {
    if (this.data.undo) this.#act("undo", this.#current);
    else this.#say("There is nothing to undo.");
  }

  // ---- events ---------------------------------------------------------------------------------------------------

  #say(text) {
    this.status.textContent = text;
  }

  #buttons = {
    go: (id) => this.#go(id),
    accept: (one) => this.#accept(this.#find(one.id)),
    reject: (one) => this.#reject(this.#find(one.id)),
    withdraw: (one) => this.#withdraw(this.#find(one.id)),
    edit: (one) => this.#edit(this.#find(one.id)),
    merge: (one) => this.#merge(this.#find(one.id)),
    history: (one) => this.#act("history", one.id),
  };

  #listen() {
    const { signal } = this.listening;
    const on = (element, name, act, more = {}) => element.addEventListener(name, act, { signal, ...more });
    on(this.root, "keydown", (event) => this.#key(event));
    // Nothing has the focus after a page has opened, or what scrolls the page has it: the keys are the review's all the
    // same, and not Streamlit's.
    const { host } = this.root.getRootNode();
    const around = ({ target }) => target !== host && target.contains?.(host);
    on(document, "keydown", (event) => around(event) && this.#key(event), { capture: true });
    for (const tool of this.root.querySelectorAll("[data-do]")) {
      on(tool, "mousedown", (event) => event.preventDefault()); // the words stay chosen
      on(tool, "click", () => this.#tools[tool.dataset.do]());
    }
    on(this.paper, "click", (event) => {
      const id = event.target.closest("[data-card]")?.dataset.card;
      if (id && !this.text.chosen && !this.#form) this.#go(id);
    });
    on(document, "selectionchange", () => this.#showPicked());
  }

  #tools = {
    next: () => this.#step(1),
    back: () => this.#step(-1),
    undo: () => this.#undo(),
    fill: () => this.#fill(),
  };

  #showPicked() {
    const chosen = this.text.shown && this.text.chosen;
    this.root.classList.toggle("picking", Boolean(chosen));
    const words = chosen ? this.text.words(chosen.start, chosen.end) : "";
    this.picked.textContent = words.length > 60 ? `${words.slice(0, 40)} … ${words.slice(-16)}` : words;
  }

  #choose(by, event, sentence = false) {
    const chosen = this.text.step(by, { extend: event.shiftKey, sentence });
    this.#showPicked();
    if (chosen) this.#say(`Chosen: ${this.text.words(chosen.start, chosen.end)}`);
  }

  #key(event) {
    if (!this.data || event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = event.composedPath()[0];
    if (at instanceof Element && at.matches("input, textarea, select")) return;
    const one = this.#find(this.#current);
    const withCard = (act) => one && (() => act(one));
    const keys = {
      j: () => this.#step(1),
      k: () => this.#step(-1),
      arrowdown: () => (event.shiftKey ? this.#choose(1, event, true) : this.#step(1)),
      arrowup: () => this.#step(-1),
      arrowright: () => this.#choose(1, event),
      arrowleft: () => this.#choose(-1, event),
      a: withCard((each) => this.#accept(each)),
      r: withCard((each) => this.#reject(each)),
      e: withCard((each) => this.#edit(each)),
      m: withCard((each) => this.#merge(each)),
      h: withCard((each) => this.#act("history", each.id)),
      u: () => this.#undo(),
      n: () => this.#fill(),
      "?": () => this.#help(),
      escape: () => this.#escape(),
    };
    const act = keys[event.key.toLowerCase()];
    if (!act || (event.key.startsWith("Arrow") && /Left|Right/.test(event.key) && !this.text.shown)) return;
    event.preventDefault();
    event.stopPropagation(); // Streamlit takes single letters on the document for its own shortcuts
    if (!event.repeat || /^(?:[jk]|arrow)/.test(event.key.toLowerCase())) act();
  }

  #help() {
    const keys = this.root.querySelector(".keys");
    keys.open = !keys.open;
    if (keys.open) keys.scrollIntoView({ block: "nearest" });
  }

  #escape() {
    this.root.querySelector(".keys").open = false;
    this.text.release();
    this.#showPicked();
    this.#leave();
  }
}

const live = new WeakMap();

export default function (api) {
  const root = api.parentElement;
  if (!live.has(root)) live.set(root, new Review(api));
  live.get(root).sync(api);
  return () => {
    if (!live.has(root)) return;
    live.get(root).destroy();
    live.delete(root);
  };
}
