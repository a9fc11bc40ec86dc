// What a name means: a card at the name under the pointer, or at the cursor by key.

import { StateEffect, StateField, closeHoverTooltips, hasHoverTooltips, hoverTooltip, keymap, showTooltip } from "./codemirror.js";
import { inProse } from "./language.js";
import { fromPoints } from "./positions.js";

const NAME = /(?:<[^<>\s]*>|[\p{L}\p{N}_.\-]*:[\p{L}\p{N}_:.\-%\\]*)/gu;
const DELAY = 350; // ms the pointer rests before Python is asked

const show = StateEffect.define();

// The card opened by key. It goes when the cursor moves; one opened by the pointer goes with the pointer.
const opened = StateField.define({
  create: () => null,
  update(card, transaction) {
    for (const effect of transaction.effects) if (effect.is(show)) return effect.value;
    return transaction.docChanged || transaction.selection ? null : card;
  },
  provide: (field) => showTooltip.from(field),
});

/** The extension; `ask(place)` resolves with the answer about a name and the text it belongs to, or null. */
export function explain(ask) {
  const card = async (view, at) => {
    const doc = view.state.doc;
    if (inProse(view.state, at) || !nameAt(view.state, at)) return null;
    const found = await ask((state) => (state.doc === doc ? at : null));
    return found?.answer.title && view.state.doc === doc ? tooltip(found) : null;
  };
  const open = (view) => {
    const { head } = view.state.selection.main;
    card(view, head).then((value) => {
      if (value && view.state.selection.main.head === head) view.dispatch({ effects: show.of(value) });
    });
    return true;
  };
  const close = (view) => {
    if (!view.state.field(opened) && !hasHoverTooltips(view.state)) return false;
    view.dispatch({ effects: [show.of(null), closeHoverTooltips] });
    return true;
  };
  return [
    opened,
    hoverTooltip(card, { hoverTime: DELAY, hideOnChange: true }),
    keymap.of([
      { key: "F1", run: open, preventDefault: true },
      { key: "Escape", run: close },
    ]),
  ];
}

function nameAt(state, at) {
  const line = state.doc.lineAt(at);
  const here = at - line.from;
  return [...line.text.matchAll(NAME)].some(({ index, 0: name }) => index <= here && here <= index + name.length);
}

function tooltip({ answer, entry }) {
  const text = entry.doc.toString();
  return {
    pos: fromPoints(text, answer.from),
    end: fromPoints(text, answer.to),
    above: true,
    create() {
      const dom = document.createElement("div");
      dom.className = "card";
      dom.role = "status";
      for (const [name, words] of [["title", answer.title], ["text", answer.text], ["count", answer.count]]) {
        if (words === undefined || words === null || words === "") continue;
        const line = document.createElement("p");
        line.className = name;
        line.textContent = String(words);
        dom.append(line);
      }
      return { dom };
    },
  };
}
