// The cards of a review: one line each, the current one open, with what its acceptance would do.

import { button, make } from "./elements.js";

const STATES = { open: "open", accepted: "accepted", rejected: "rejected", withdrawn: "withdrawn" };

/** The card as a line of the list; `on` is what its buttons do, `form` stands in place of its facts while it is edited. */
export function card(one, { current, form, on }) {
  const line = make("li", `card ${one.state}`);
  line.dataset.id = one.id;
  if (one.light) line.style.setProperty("--tone", one.light);
  if (one.dark) line.style.setProperty("--tone-dark", one.dark);
  const head = button("head", undefined, () => on.go(one.id));
  if (current) head.setAttribute("aria-current", "true");
  const sign = Object.assign(make("span", "sign", one.glyph), { ariaHidden: "true" });
  const words = make("span", "words");
  words.append(make("span", "who", one.head), make("span", "what", one.text));
  head.append(sign, words, make("span", "state", STATES[one.state]));
  line.append(head);
  if (!current) return line;
  line.classList.add("current");
  const body = make("div", "body");
  body.append(...(form ? [form.element] : opened(one, on)));
  line.append(body);
  return line;
}

function opened(one, on) {
  const parts = [];
  if (one.quotation) parts.push(make("blockquote", "", one.quotation));
  if (one.note) parts.push(make("p", "note strong", one.note));
  const facts = make("dl", "facts");
  for (const [name, value] of one.facts) facts.append(make("dt", "", name), make("dd", "", value));
  parts.push(facts, ...(one.state === "accepted" ? [] : [ahead(one.before)]), make("p", "note", one.foot));
  if (one.history) {
    const list = make("ol", "history");
    list.append(...one.history.map((entry) => make("li", "", entry)));
    parts.push(make("h3", "", "History"), list);
  }
  parts.push(acts(one, on));
  return parts;
}

/** What an acceptance would add, and whom it would agree or disagree with. */
function ahead(before) {
  const box = make("section", "before");
  box.append(make("h3", "", "If it is accepted"));
  if (!before) {
    box.append(make("p", "note", "Looking …"));
    return box;
  }
  const group = (name, sign, lines) => {
    for (const text of lines) {
      const line = make("p", name);
      line.append(Object.assign(make("span", "sign", sign), { ariaHidden: "true" }), make("span", "", text));
      box.append(line);
    }
  };
  group("fault", "!", before.faults);
  group("against", "≠", before.disagrees);
  group("along", "=", before.agrees);
  group("adds", "+", before.adds);
  if (!before.faults.length && !before.disagrees.length && !before.agrees.length) box.append(make("p", "note", "Nothing here agrees or disagrees with it yet."));
  return box;
}

function acts(one, on) {
  const row = make("div", "acts");
  if (one.state !== "accepted") row.append(primary(button("", "Accept", () => on.accept(one), "A")));
  if (one.state === "open") row.append(button("", "Reject", () => on.reject(one), "R"));
  if (one.state === "accepted") row.append(button("", "Withdraw", () => on.withdraw(one), "R"));
  if (one.state === "open" || one.state === "accepted") row.append(button("", "Edit", () => on.edit(one), "E"));
  row.append(button("", "Merge", () => on.merge(one), "M"), button("", "History", () => on.history(one), "H"));
  return row;
}

function primary(element) {
  element.classList.add("primary");
  return element;
}
