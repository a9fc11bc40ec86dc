// The canvas in words: what an item is, and what has just changed. For the status line, the outline and the menu.
import { directed } from "./text.js";

/** An item in words; statements as sentences. */
export function inWords({ card, label, shape, count }) {
  if (card) return `${directed(card.speaker)} ${card.verb}: ${directed(card.text)}`;
  return shape === "group" ? `${directed(label)}, ${Number(count ?? 0).toLocaleString("en")} items` : directed(label);
}

const ANSWERS = {
  expand: () => "Nothing more to show",
  hide: ({ name }, { gone }) => (gone ? `Hidden: ${name}` : `Not hidden: ${name}`),
  pin: ({ name }) => `Pinned: ${name}`,
  unpin: ({ name }) => `No longer pinned: ${name}`,
  collapse: ({ name }, { removed }) => (removed.length ? `Collapsed: ${name}, ${removed.length} fewer` : `Nothing hangs on ${name} alone`),
  undo: (_, change) => `Undone${balance(change)}`,
  redo: (_, change) => `Redone${balance(change)}`,
  path: ({ name }) => `A path from ${name}: choose where to`,
  tidy: () => "Tidied up",
  arrange: ({ name }) => `Arranged: ${name}`,
};

/**
 * What a change of the data did: `asked` is what the person did last and Python has now answered (or null), `added` and
 * `removed` are ids, `unseen` of those added are outside the view. Empty when there is nothing to say.
 */
export function changeInWords({ asked, added, removed, unseen, anew, count }) {
  const gone = removed.includes(asked?.id);
  if (asked && !(asked.do === "expand" && added.length)) return ANSWERS[asked.do](asked, { added, removed, gone });
  if (anew) return items(count);
  if (added.length) return `${added.length} new ${added.length === 1 ? "item" : "items"}${unseen ? `, ${unseen} outside the view` : ""}`;
  return removed.length ? `${removed.length} fewer, ${count} left` : "";
}

const items = (n) => `${n} ${n === 1 ? "item" : "items"}`;

function balance({ added, removed }) {
  const parts = [added.length && `${added.length} back`, removed.length && `${removed.length} fewer`].filter(Boolean);
  return parts.length ? `: ${parts.join(", ")}` : "";
}
