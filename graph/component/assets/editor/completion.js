// Completion: what fits here, from the loaded data by way of Python, and at once what the editor knows by itself.

import { EditorView, autocompletion, completionStatus } from "./codemirror.js";
import { functions, inProse, keywords } from "./language.js";
import { fromPoints } from "./positions.js";
import { declaration, prefixesIn, prologue } from "./prefixes.js";

// A word under way: a variable, a prefixed name, an IRI not yet closed, or plain letters.
const WORD = /(?:<[^<>"{}|^`\\\s]*|[?$][\p{L}\p{N}_]*|[\p{L}\p{N}_:.\-%\\]+)$/u;
const SAME = /^(?:<[^<>"{}|^`\\\s]*|[?$]?[\p{L}\p{N}_:.\-%\\]*)$/u;
const VARIABLE = /[?$][\p{L}\p{N}_]+/gu;
const LINE = 2_000; // characters before the cursor that are looked at

/**
 * The extension. `ask` takes where the cursor is when the question goes out, null where nobody waits any longer, and
 * resolves with the answer and the text it belongs to, or null; `known` gives the prefixes of the dataset.
 */
export function completion({ ask, known }) {
  // CodeMirror keeps an answer, also one under way, while the same word is typed on, and filters it.
  async function fromPython(context) {
    const word = wordAt(context);
    if (inProse(context.state, context.pos)) return null;
    if (!context.explicit && (!word || /^[?$]/.test(word))) return null;
    const answer = await ask((state) => (context.aborted ? null : state.selection.main.head));
    return answer && offered(answer, known);
  }

  function atOnce(context) {
    const { state, pos, explicit } = context;
    const word = wordAt(context);
    if (inProse(state, pos) || (!word && !explicit) || /[:<]/.test(word)) return null;
    const text = state.doc.toString();
    const from = pos - word.length;
    return { from, validFor: stillTyping(word), options: ownOptions(text, from, word, known()) };
  }

  return [autocompletion({ override: [fromPython, atOnce], activateOnTypingDelay: 60 }), reachable];
}

// The list scrolls, so it can be focused; the focus goes back at once to the text, whose arrow keys walk the list.
const reachable = EditorView.updateListener.of(({ state, view }) => {
  if (completionStatus(state) !== "active") return;
  const list = view.dom.querySelector(".cm-tooltip-autocomplete > ul");
  if (!list || list.tabIndex === 0) return;
  list.tabIndex = 0;
  list.addEventListener("focus", () => view.focus());
});

/** Whether what is typed is still the word that an answer was for: from a colon on, letters are of a name's id. */
function stillTyping(word) {
  return (typed) => SAME.test(typed) && typed.includes(":") === word.includes(":");
}

function wordAt({ state, pos }) {
  const line = state.doc.lineAt(pos);
  return WORD.exec(state.sliceDoc(Math.max(line.from, pos - LINE), pos))?.[0] ?? "";
}

/** What the editor can offer without asking: variables of the query, keywords, functions, prefixes. */
function ownOptions(text, from, word, known) {
  const others = [...text.matchAll(VARIABLE)].filter(({ index }) => index !== from);
  const variables = new Set(others.map(([name]) => name));
  const options = [...variables].map((label) => ({ label, type: "variable", boost: 1 }));
  if (/^[?$]/.test(word)) return options;
  const declaring = /\bPREFIX\s+$/i.test(text.slice(0, from));
  const { declared } = prologue(text);
  for (const name of new Set([...declared, ...Object.keys(known)])) {
    if (declaring && !declared.has(name)) {
      options.push({ label: `${name}:`, detail: known[name], type: "prefix", apply: `${name}: <${known[name]}>\n` });
    } else if (!declaring) {
      options.push({ label: `${name}:`, detail: known[name] ?? "", type: "prefix", boost: -2 });
    }
  }
  if (declaring) return options;
  options.push(...keywords.map((label) => ({ label, type: "keyword", boost: -5 })));
  options.push(...functions.map((label) => ({ label, type: "function", apply: `${label}(`, boost: -9 })));
  return options;
}

// `label` is what typed letters are matched with: the name and its words, so that a thing is found by its label too.
function offered({ answer: { from, to, options, cut }, entry }, known) {
  const text = entry.doc.toString();
  const rest = fromPoints(text, to) - entry.at; // what stands behind the cursor and is replaced with the word
  return {
    from: fromPoints(text, from),
    options: options.map((option, i) => ({
      label: option.detail ? `${option.label} ${option.detail}` : option.label,
      displayLabel: option.label,
      detail: option.detail ?? undefined,
      info: option.info || undefined,
      type: option.kind,
      boost: option.boost ?? Math.max(10, 60 - i),
      apply: (view, _, at, until) => insert(view, option, at, until + Math.max(0, rest), known()),
    })),
    validFor: cut ? undefined : stillTyping(text.slice(fromPoints(text, from), entry.at)),
    getMatch: ({ displayLabel }, matched = []) => matched.slice(0, visible(matched, displayLabel.length)),
  };
}

// Pairs of places, where letters matched; those past the visible label are in its words.
function visible(matched, length) {
  const past = matched.findIndex((at, i) => i % 2 === 1 && at > length);
  return past < 0 ? matched.length : past - 1;
}

// One step: the word, and the declaration of its prefix where that is missing.
function insert(view, option, from, to, known) {
  const text = view.state.sliceDoc(0, from) + option.insert + view.state.sliceDoc(to);
  const prefix = declaration(text, prefixesIn(option.insert), known, option.also ?? "");
  const end = from + option.insert.length + (prefix?.insert.length ?? 0);
  view.dispatch({
    changes: [...(prefix ? [prefix] : []), { from, to, insert: option.insert }],
    selection: { anchor: end },
    userEvent: "input.complete",
    scrollIntoView: true,
  });
}
