// The SPARQL editor: CodeMirror with SPARQL, and Python behind it for all that needs the data.
//
// The text belongs to the person who types: Python replaces it only when `load` changes. What Python answers comes as
// data of the next run and carries the number of the question; see editor/questions.js.

import { completion } from "./editor/completion.js";
import {
  EditorState,
  EditorView,
  Prec,
  acceptCompletion,
  bracketMatching,
  closeBrackets,
  closeBracketsKeymap,
  defaultKeymap,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  history,
  historyKeymap,
  indentUnit,
  indentWithTab,
  isolateHistory,
  keymap,
  lineNumbers,
  openSearchPanel,
  placeholder,
  search,
  searchKeymap,
} from "./editor/codemirror.js";
import { explain } from "./editor/explain.js";
import { Foot } from "./editor/foot.js";
import { layout } from "./editor/format.js";
import { language } from "./editor/language.js";
import { declareWhenUsed } from "./editor/prefixes.js";
import { current, go, here, marks, mend, problems, receive } from "./editor/problems.js";
import { Questions } from "./editor/questions.js";

const TEXT_PAUSE = 300; // ms without typing until Python is told the text
const CHECK_PAUSE = 400; // … until it is asked to check it
const REMOUNT = 2000; // ms within which an editor with the same text loaded takes the place of one that went

let left = null; // what the editor that went last held, and when

class Editor {
  constructor(component) {
    const { data, parentElement } = component;
    this.api = component;
    this.data = data;
    this.root = parentElement.querySelector(".editor");
    this.told = data.text;
    this.notice = "";
    this.view = new EditorView({
      parent: this.root.querySelector(".paper"),
      root: this.root.getRootNode(),
      state: EditorState.create({ ...regained(data), extensions: this.extensions(data) }),
    });
    this.telling = setTimeout(() => this.tell(), TEXT_PAUSE);
    this.questions = new Questions(this.view, (name, value) => this.api.setTriggerValue(name, value));
    this.foot = new Foot(this.root, {
      actions: { format: () => this.format(), search: () => openSearchPanel(this.view) },
      mend: (label) => this.mend(label),
      next: () => go(this.view, 1) && this.view.focus(),
      back: () => this.view.focus(),
    });
    // Streamlit has keys of its own on the page (r, c, Escape): what is typed here stays here.
    this.root.addEventListener("keydown", (event) => event.stopPropagation());
    this.take(data);
  }

  extensions(data) {
    const run = () => this.run();
    return [
      highlightSpecialChars(),
      lineNumbers(),
      history(),
      drawSelection(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      bracketMatching(),
      closeBrackets(),
      indentUnit.of("  "),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": data.label, "aria-describedby": "keys", spellcheck: "false", tabindex: "0" }),
      placeholder(data.placeholder ?? ""),
      search({ top: true }),
      language,
      marks,
      completion({ ask: (place) => this.ask("complete", "completion", place), known: () => this.data.prefixes ?? {} }),
      explain((place) => this.ask("hover", "help", place)),
      Prec.highest(
        keymap.of([
          { key: "Mod-Enter", run, preventDefault: true },
          { key: "Shift-Enter", run, preventDefault: true },
          { key: "Shift-Alt-f", run: () => this.format(), preventDefault: true },
          { key: "F8", run: (view) => go(view, 1), shift: (view) => go(view, -1), preventDefault: true },
          { key: "Mod-.", run: (view) => here(view) && (this.foot.focus() || true), preventDefault: true },
        ]),
      ),
      // Escape, then Tab leaves the editor: CodeMirror lets the Tab after an Escape through to the browser.
      keymap.of([
        { key: "Tab", run: acceptCompletion },
        ...closeBracketsKeymap,
        ...searchKeymap,
        ...historyKeymap,
        indentWithTab,
        ...defaultKeymap,
      ]),
      EditorView.domEventHandlers({ blur: () => void this.tell() }),
      EditorView.updateListener.of((update) => this.follow(update)),
      declareWhenUsed(() => this.data.prefixes ?? {}),
    ];
  }

  // ---- what the person does ----

  follow({ docChanged, changes, startState, state, transactions }) {
    if (docChanged) this.questions.follow(changes); // before anything that changes the text again
    if (docChanged && !transactions.some((each) => each.isUserEvent("load"))) {
      clearTimeout(this.telling);
      clearTimeout(this.checking);
      this.telling = setTimeout(() => this.tell(), TEXT_PAUSE);
      this.checking = setTimeout(() => this.check(), CHECK_PAUSE);
      this.notice = "";
    }
    if (docChanged || startState.field(problems) !== state.field(problems)) this.say();
  }

  tell() {
    clearTimeout(this.telling);
    const text = this.view.state.doc.toString().toWellFormed();
    if (text === this.told) return;
    this.told = text;
    this.api.setStateValue("text", text);
  }

  check() {
    if (this.view.state.doc.length) this.ask("check", "", () => this.view.state.selection.main.head);
  }

  run() {
    clearTimeout(this.checking);
    this.tell();
    this.questions.run();
    return true;
  }

  format() {
    const changes = layout(this.view.state.doc.toString());
    if (changes.length) {
      this.view.dispatch({ changes, userEvent: "format", annotations: isolateHistory.of("full"), scrollIntoView: true });
    }
    this.notice = changes.length ? "Formatted" : "Formatted already";
    this.say();
    this.view.focus();
    return true;
  }

  mend(label) {
    const problem = current(this.view.state);
    if (problem) mend(this.view, problem, label);
    this.view.focus();
  }

  /** Ask Python; resolves with the answer under `name` in the data and the text it belongs to, or null. */
  async ask(what, name, place) {
    const n = await this.questions.ask(what, place);
    const answer = this.data[name];
    const entry = n && this.questions.textOf(n);
    return answer?.n === n && entry ? { answer, entry } : null;
  }

  // ---- what Python says ----

  update(component) {
    const before = this.data;
    this.api = component;
    this.data = component.data;
    if (this.data.load !== before.load) this.load(this.data.text);
    if (this.data.format !== before.format) this.format();
    this.take(this.data, before);
    this.questions.taken(this.data.answered);
  }

  load(text) {
    clearTimeout(this.telling);
    clearTimeout(this.checking);
    this.view.dispatch({
      changes: { from: 0, to: this.view.state.doc.length, insert: text },
      selection: { anchor: 0 },
      userEvent: "load",
      annotations: isolateHistory.of("full"),
    });
    this.tell();
  }

  take(data, before = {}) {
    this.root.classList.toggle("running", Boolean(data.running));
    const fresh = data.problemsFor !== before.problemsFor || data.load !== before.load;
    if (fresh || JSON.stringify(data.problems) !== JSON.stringify(before.problems)) {
      const entry = data.problemsFor ? this.questions.textOf(data.problemsFor) : this.loaded(data.text);
      if (entry) receive(this.view, data.problems ?? [], entry);
    }
    this.say();
  }

  // Problems without a number belong to the text that Python gave, and only while it stands as given.
  loaded(text) {
    const { doc } = this.view.state;
    return doc.eq(EditorState.create({ doc: text }).doc) ? { doc, changes: this.view.state.changes() } : undefined;
  }

  say() {
    const { list } = this.view.state.field(problems);
    const problem = current(this.view.state);
    const line = problem && this.view.state.doc.lineAt(problem.from);
    const words = problem && `Line ${line.number}: ${problem.message}`;
    const place = { problem, turn: list.indexOf(problem) + 1, count: list.length };
    if (this.data.running) this.foot.show({ words: "Running …", count: 0 });
    else if (this.notice) this.foot.show({ ...place, words: this.notice });
    else this.foot.show({ ...place, words: words ?? "", severity: problem?.severity });
  }

  destroy() {
    for (const timer of [this.telling, this.checking]) clearTimeout(timer);
    this.questions.stop();
    const { doc, selection } = this.view.state;
    left = { doc: doc.toString(), selection, of: `${this.data.label} ${this.data.load}`, at: Date.now() };
    this.view.destroy();
  }
}

// Streamlit mounts an editor anew when something comes or goes above it; what was typed since Python was told stays.
function regained({ label, load, text }) {
  const same = left?.of === `${label} ${load}` && Date.now() - left.at < REMOUNT;
  return same ? { doc: left.doc, selection: left.selection } : { doc: text };
}

const editors = new WeakMap();

export default function (component) {
  const { parentElement } = component;
  if (editors.has(parentElement)) editors.get(parentElement).update(component);
  else editors.set(parentElement, new Editor(component));
  return () => {
    editors.get(parentElement)?.destroy();
    editors.delete(parentElement);
  };
}
