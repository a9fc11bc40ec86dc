// Prefixes: which a query declares, which it uses, and where a missing declaration goes.

import { EditorView, isolateHistory } from "./codemirror.js";
import { inProse } from "./language.js";
import { scan } from "./tokens.js";

const word = (token, pattern) => token?.kind === "word" && pattern.test(token.text);
const prefixOf = (token) => token.text.slice(0, token.text.indexOf(":"));

/** The prefixes that `text` declares on top, and `place`, the offset where one more declaration goes. */
export function prologue(text) {
  const declared = new Set();
  let [last, before] = [null, null];
  for (const token of scan(text)) {
    if (token.kind === "comment") continue;
    const expected = word(before, /^PREFIX$/i) ? "name" : before?.kind === "name" || word(before, /^BASE$/i) ? "iri" : "";
    if (expected ? token.kind !== expected : !word(token, /^(?:PREFIX|BASE)$/i)) {
      last ??= { to: lineStart(text, token.from), none: true };
      break;
    }
    if (token.kind === "name") declared.add(prefixOf(token));
    if (token.kind === "iri") last = token;
    before = token;
  }
  return { declared, place: last?.to ?? text.length, first: !last || Boolean(last.none) };
}

// Comments on top stay on top: the place is before the first token that is none.
const lineStart = (text, at) => text.lastIndexOf("\n", at - 1) + 1;

/** The prefixes of the names in `text`, but for those it declares. */
export function prefixesIn(text) {
  const found = new Set();
  let before = null;
  for (const token of scan(text)) {
    if (token.kind === "name" && !word(before, /^PREFIX$/i)) found.add(prefixOf(token));
    before = token;
  }
  return found;
}

/** The change to `text` that declares the known ones of `names`, and what `also` declares; null where nothing is missing. */
export function declaration(text, names, known, also = "") {
  const { declared, place, first } = prologue(text);
  const missing = [...names].filter((name) => !declared.has(name) && Object.hasOwn(known, name));
  const lines = missing.map((name) => `PREFIX ${name}: <${known[name]}>`);
  for (const line of also.split("\n")) {
    const [name] = prologue(line).declared;
    if (name !== undefined && !declared.has(name) && !missing.includes(name)) lines.push(line.trim());
  }
  if (!lines.length) return null;
  const block = lines.join("\n");
  return { from: place, insert: first ? `${block}\n` : `\n${block}` };
}

/** Declare known prefixes as soon as they are typed or pasted, as a step of its own that can be undone. */
export function declareWhenUsed(known) {
  return EditorView.updateListener.of(({ state, transactions, view }) => {
    const names = new Set();
    for (const transaction of transactions) {
      if (transaction.isUserEvent("input")) for (const name of touched(state, transaction.changes)) names.add(name);
    }
    const change = names.size ? declaration(state.doc.toString(), names, known()) : null;
    if (!change) return;
    view.dispatch({ changes: change, userEvent: "input.prefix", annotations: isolateHistory.of("full") });
  });
}

// The prefixes on the lines where something with a colon was put in.
function touched(state, changes) {
  const names = new Set();
  changes.iterChanges((_from, _to, start, end, inserted) => {
    if (!inserted.toString().includes(":") || end > state.doc.length || inProse(state, end)) return;
    const text = state.sliceDoc(state.doc.lineAt(start).from, state.doc.lineAt(end).to);
    for (const name of prefixesIn(text)) names.add(name);
  });
  return names;
}
