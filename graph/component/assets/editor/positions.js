// Python counts Unicode code points, the browser counts UTF-16 units; lines and columns count from 1.

const PAIR = /[\u{10000}-\u{10ffff}]/gu;

/** The number of code points before the UTF-16 offset `at`. */
export function toPoints(text, at) {
  return at - (text.slice(0, at).match(PAIR)?.length ?? 0);
}

/** The UTF-16 offset of the code point number `points`; the end of the text where there are fewer. */
export function fromPoints(text, points) {
  let at = Math.max(0, points);
  for (const pair of text.matchAll(PAIR)) {
    if (pair.index >= at) break;
    at += 1;
  }
  return Math.min(at, text.length);
}

/** The UTF-16 offset of a line and a column in a document; the nearest there is. */
export function offset(doc, line, column) {
  const { from, text } = doc.line(Math.min(Math.max(1, line), doc.lines));
  return from + fromPoints(text, column - 1);
}
