// Prefixes: which a query declares, which it uses, and where a missing declaration goes.

import { EditorView, isolateHistory } from "./codemirror.js";
import { tokens } from "./tokens.js";

const word = (token, pattern) => token?.kind === "word" && pattern.test(token.text);

/** What `text` says of prefixes: `declared` and `used` names, and `place`, where one more declaration goes. */
export function prologue(text) {
  const all = tokens(text).filter((token) => token.kind !== "comment");
  const declared = new Set();
  const used = new Set();
  let last = null; // the token that ends the prologue so far
  all.forEach((token, i) => {
    if (token.kind !== "name") return;
    const name = token.text.slice(0, token.text.indexOf(":"));
    (word(all[i - 1], /^PREFIX$/i) ? declared : used).add(name);
  });
  for (let i = 0; ; ) {
    const length = word(all[i], /^PREFIX$/i) ? 3 : word(all[i], /^BASE$/i) ? 2 : 0;
    if (!length || all[i + length - 1]?.kind !== "iri") break;
    last = all[i + length - 1];
    i += length;
  }
  return { declared, used, place: last ? { at: last.to, after: true } : { at: lineStart(text, all[0]), after: false } };
}

// Before the first token that is no comment, at the start of its line: comments on top stay on top.
const lineStart = (text, token) => (token ? text.lastIndexOf("\n", token.from - 1) + 1 : text.length);

/** The change that declares what `text` uses and `known` knows, and the lines of `also`; null where nothing is missing. */
export function declaration(text, known, also = "") {
  const { declared, used, place } = prologue(text);
  const missing = [...used].filter((name) => !declared.has(name) && Object.hasOwn(known, name));
  const lines = missing.map((name) => `PREFIX ${name}: <${known[name]}>`);
  for (const line of also.split("\n")) {
    const names = [...prologue(line).declared];
    if (names.some((name) => !declared.has(name) && !missing.includes(name))) lines.push(line.trim());
  }
  if (!lines.length) return null;
  const block = lines.join("\n");
  return { from: place.at, insert: place.after ? `\n${block}` : `${block}\n` };
}

/** Declare known prefixes as soon as they are typed or pasted, as a step of its own that can be undone. */
export function declareWhenUsed(known) {
  return EditorView.updateListener.of((update) => {
    if (!update.transactions.some((each) => each.isUserEvent("input") && hasColon(each.changes))) return;
    const change = declaration(update.state.doc.toString(), known());
    if (!change) return;
    update.view.dispatch({ changes: change, userEvent: "input.prefix", annotations: isolateHistory.of("full") });
  });
}

function hasColon(changes) {
  let found = false;
  changes.iterChanges((_from, _to, _start, _end, inserted) => (found ||= inserted.toString().includes(":")));
  return found;
}
