// The text of an article with its marks: by role a line of its own, so that marks that overlap can all be read. Words
// are chosen with the pointer, or with the arrow keys word by word. Offsets count code points, as everywhere in Sayso.

import { make } from "./elements.js";

const WORD = /[\p{L}\p{N}]+(?:[’'.,-]*[\p{L}\p{N}]+)*/gu;
const SENTENCE = /[.!?…]["”“’»)\]]*(?=\s|$)|\n/gu;

export class ReviewText {
  #text = null;
  #words = [];
  #points = null; // code units before each code point; null where both counts are the same
  #marks = [];
  #chosen = null; // [from, to) in code units, chosen by key

  constructor(paper) {
    this.paper = paper;
  }

  get shown() {
    return this.#text !== null;
  }

  /** Show a text; the same text again changes nothing. */
  read(text) {
    if (text === this.#text) return;
    this.#text = text;
    this.#chosen = null;
    this.#marks = [];
    this.#words = text === null ? [] : [...text.matchAll(WORD)].map((found) => [found.index, found.index + found[0].length]);
    this.#points = null;
    if (text === null || !/[\ud800-\udbff]/.test(text)) return;
    this.#points = [];
    let at = 0;
    for (const point of text) {
      this.#points.push(at);
      at += point.length;
    }
    this.#points.push(at);
  }

  #unit = (point) => (this.#points ? this.#points[Math.min(point, this.#points.length - 1)] : point);
  #point = (unit) => (this.#points ? this.#points.findIndex((at) => at >= unit) : unit);

  /** The words between two offsets. */
  words(start, end) {
    return this.shown ? this.#text.slice(this.#unit(start), this.#unit(end)) : "";
  }

  // ---- marks ----------------------------------------------------------------------------------------------------

  /** Draw marks: `{start, end, role, card, current}`; `current` ones stand out. */
  mark(marks) {
    this.#marks = marks.map((mark) => ({ ...mark, from: this.#unit(mark.start), to: this.#unit(mark.end) }));
    this.#draw();
  }

  #draw() {
    if (!this.shown) return this.paper.replaceChildren();
    const edges = new Set([0, this.#text.length]);
    for (const { from, to } of this.#marks) edges.add(from).add(to);
    for (const edge of this.#chosen ?? []) edges.add(edge);
    const places = [...edges].filter((at) => at <= this.#text.length).sort((a, b) => a - b);
    const pieces = places.slice(1).map((to, at) => this.#piece(places[at], to));
    this.paper.replaceChildren(...pieces);
    return undefined;
  }

  #piece(from, to) {
    const here = this.#marks.filter((mark) => mark.from <= from && to <= mark.to);
    const piece = make("span", "", this.#text.slice(from, to));
    piece.dataset.from = from;
    for (const mark of here) piece.classList.add(mark.role, ...(mark.current ? ["current", `its-${mark.role}`] : []));
    if (this.#chosen && this.#chosen[0] <= from && to <= this.#chosen[1]) piece.classList.add("chosen");
    const cards = here.filter((mark) => mark.card).sort((a, b) => a.to - a.from - (b.to - b.from));
    if (cards.length) piece.dataset.card = cards[0].card;
    const titles = here.filter((mark) => mark.title).map((mark) => mark.title);
    if (titles.length) piece.title = titles.join(" · ");
    return piece;
  }

  /** Bring what is current into sight, a third below the upper rim. */
  light({ smooth }) {
    const first = this.paper.querySelector(".its-source, .its-cue, .its-content") ?? this.paper.querySelector(".current");
    if (!first) return;
    const { top, bottom, height } = this.paper.getBoundingClientRect();
    const at = first.getBoundingClientRect();
    if (at.top > top + 40 && at.bottom < bottom - 80) return;
    this.paper.scrollTo({ top: this.paper.scrollTop + at.top - top - height / 3, behavior: smooth ? "smooth" : "instant" });
  }

  // ---- choosing words -------------------------------------------------------------------------------------------

  /** What is chosen, `{start, end}` in code points and on whole words, or null. */
  get chosen() {
    const range = this.#pointed() ?? this.#chosen;
    if (!range) return null;
    const inside = this.#words.filter(([from, to]) => from < range[1] && to > range[0]);
    if (!inside.length) return null;
    return { start: this.#point(inside[0][0]), end: this.#point(Math.max(inside.at(-1)[1], this.#trimmed(range))) };
  }

  // Quote marks and full stops at the end of what was dragged over belong to it, blanks do not.
  #trimmed([from, to]) {
    return from + this.#text.slice(from, to).trimEnd().length;
  }

  #pointed() {
    const root = this.paper.getRootNode();
    const selection = root.getSelection?.() ?? document.getSelection();
    const [range] = selection?.getComposedRanges?.({ shadowRoots: [root] }) ?? (selection?.rangeCount ? [selection.getRangeAt(0)] : []);
    if (!range) return null;
    const at = (node, offset) => {
      if (!this.paper.contains(node)) return null;
      if (node === this.paper) return Number(this.paper.children[offset]?.dataset.from ?? this.#text.length);
      const piece = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
      return Number(piece.dataset.from) + (node.nodeType === Node.TEXT_NODE ? offset : offset * piece.textContent.length);
    };
    const [from, to] = [at(range.startContainer, range.startOffset), at(range.endContainer, range.endOffset)];
    return from === null || to === null || from >= to ? null : [from, to];
  }

  /** Choose the next word or the one before; `extend` keeps what is chosen, `sentence` goes to the end of one. */
  step(by, { extend, sentence }) {
    if (!this.#words.length) return null;
    const old = this.#pointed() ?? this.#chosen;
    getSelection()?.removeAllRanges();
    const start = Number((this.paper.querySelector(".its-content") ?? this.paper.firstChild).dataset.from);
    const found = old ? this.#words.findLastIndex(([from]) => from < old[1]) : this.#words.findIndex(([from]) => from >= start);
    let last = Math.max(0, old ? found + by : found);
    last = Math.min(last, this.#words.length - 1);
    if (sentence && old) {
      SENTENCE.lastIndex = this.#words[Math.min(found + 1, this.#words.length - 1)][0];
      const stop = SENTENCE.exec(this.#text)?.index ?? this.#text.length;
      last = this.#words.findLastIndex(([, to]) => to <= stop);
    }
    const from = extend && old ? Math.min(old[0], this.#words[last][0]) : this.#words[last][0];
    this.#chosen = [from, this.#words[last][1]];
    this.#draw();
    this.paper.querySelector(".chosen")?.scrollIntoView({ block: "nearest" });
    return this.chosen;
  }

  /** Choose nothing. */
  release() {
    getSelection()?.removeAllRanges();
    if (!this.#chosen) return;
    this.#chosen = null;
    this.#draw();
  }
}
