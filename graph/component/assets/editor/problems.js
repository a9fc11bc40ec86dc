// Problems: what Python found in the text, where it is now, and how to mend it.
//
// Python decides. While its answer is under way the grammar of the editor gives soft hints; it knows less of SPARQL.

import { StateEffect, StateField, forceLinting, isolateHistory, lintGutter, linter, syntaxTree } from "./codemirror.js";
import { offset } from "./positions.js";

const DELAY = 350; // ms without typing
const HINTS = 3;
const RANK = { error: 0, warning: 1, info: 2 };

const put = StateEffect.define();

/** `{list, settled, turn}`: problems with places in the text as it is; `settled` until the text changes. */
export const problems = StateField.define({
  create: () => ({ list: [], settled: false, turn: 0 }),
  update(now, transaction) {
    let next = now;
    if (transaction.docChanged) next = { ...now, list: moved(now.list, transaction.changes), settled: false };
    for (const effect of transaction.effects) if (effect.is(put)) next = { ...next, ...effect.value };
    return next;
  },
});

/** The extension that underlines them and puts a mark beside the line. */
export const marks = [
  problems,
  linter(diagnostics, {
    delay: DELAY,
    needsRefresh: ({ startState, state }) => startState.field(problems) !== state.field(problems),
  }),
  lintGutter({ markerFilter: (found) => found.filter((each) => each.severity !== "hint") }),
];

/** Show what Python found in the text of `entry`: `{doc, changes}`, the changes since then. */
export function receive(view, found, { doc, changes }) {
  const placed = found.map((problem, id) => ({ ...problem, ...place(doc, problem), mends: mends(doc, problem), id }));
  const list = moved(placed, changes).sort((a, b) => RANK[a.severity] - RANK[b.severity] || a.from - b.from);
  view.dispatch({ effects: put.of({ list, settled: changes.empty, turn: 0 }) });
  forceLinting(view);
}

/** The problem that the line under the editor speaks of, or undefined. */
export function current(state) {
  const { list, turn } = state.field(problems);
  return list[turn] ?? list[0];
}

/** Go to the next problem after the cursor, or the one before it; false where there is none. */
export function go(view, step) {
  const { list } = view.state.field(problems);
  if (!list.length) return false;
  const head = view.state.selection.main.from;
  const inOrder = [...list].sort((a, b) => a.from - b.from);
  const next =
    step > 0
      ? (inOrder.find((each) => each.from > head) ?? inOrder[0])
      : (inOrder.findLast((each) => each.from < head) ?? inOrder.at(-1));
  choose(view, next);
  return true;
}

/** Choose the problem at the cursor, else the next one; false where there is none. */
export function here(view) {
  const { list } = view.state.field(problems);
  const { head } = view.state.selection.main;
  const found = list.find((each) => each.from <= head && head <= each.to);
  if (found) view.dispatch({ effects: put.of({ turn: list.indexOf(found) }) });
  return Boolean(found) || go(view, 1);
}

function choose(view, problem) {
  view.dispatch({
    selection: { anchor: problem.from },
    effects: put.of({ turn: view.state.field(problems).list.indexOf(problem) }),
    scrollIntoView: true,
  });
}

/** Mend a problem in one step that can be undone. */
export function mend(view, { id }, label) {
  const found = view.state.field(problems).list.find((each) => each.id === id);
  const changes = found?.mends.find((each) => each.label === label)?.changes;
  if (!changes) return; // its words have been edited since
  view.dispatch({ changes, userEvent: "input.mend", annotations: isolateHistory.of("full"), scrollIntoView: true });
}

function place(doc, { line, column, endLine, endColumn }) {
  const from = offset(doc, line, column);
  const to = endLine ? offset(doc, endLine, endColumn) : wordEnd(doc, from);
  if (to > from) return { from, to };
  return from < doc.length ? { from, to: from + 1 } : { from: Math.max(0, from - 1), to: from }; // something to underline
}

const wordEnd = (doc, from) => {
  const line = doc.lineAt(from);
  return from + (/^\S*/.exec(line.text.slice(from - line.from))?.[0].length ?? 0);
};

const mends = (doc, problem) =>
  (problem.mends ?? []).map(({ label, changes }) => ({
    label,
    changes: changes.map(({ line, column, endLine, endColumn, insert }) => ({
      from: offset(doc, line, column),
      to: offset(doc, endLine, endColumn),
      insert,
    })),
  }));

// A problem goes when its own words are edited, a mend when the words it would replace are.
function moved(list, changes) {
  if (changes.empty) return list;
  const keep = ({ from, to }) => !changes.touchesRange(from, to);
  const shift = (each) => ({ ...each, from: changes.mapPos(each.from, 1), to: changes.mapPos(each.to, 1) });
  return list.filter(keep).map((problem) => ({
    ...shift(problem),
    mends: problem.mends
      .filter((each) => each.changes.every((change) => change.from === change.to || keep(change)))
      .map((each) => ({ ...each, changes: each.changes.map(shift) })),
  }));
}

function diagnostics(view) {
  const { list, settled } = view.state.field(problems);
  const found = list.map((problem) => ({
    ...problem,
    actions: problem.mends.map(({ label }) => ({ name: label, apply: () => mend(view, problem, label) })),
  }));
  return settled ? found : [...found, ...hints(view, list)];
}

function hints(view, list) {
  const found = [];
  const { head } = view.state.selection.main;
  syntaxTree(view.state).iterate({
    enter({ type, from, to }) {
      if (found.length === HINTS) return false;
      const near = from <= head && head <= to + 1; // what is being typed
      const known = list.some((problem) => problem.from <= to && from <= problem.to);
      if (type.isError && !near && !known && to > from) {
        found.push({ from, to, severity: "hint", message: "Not read as SPARQL so far" });
      }
      return true;
    },
  });
  return found;
}
