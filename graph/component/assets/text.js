// Text that fits: names in lines, sentences cut to a room. Measured in the context's own font.

const FIRST_LETTER = /\p{L}/u;
const RIGHT_TO_LEFT = /[\p{sc=Arab}\p{sc=Hebr}\p{sc=Syrc}\p{sc=Thaa}\p{sc=Nkoo}\p{sc=Adlm}\p{sc=Rohg}\p{sc=Mand}\p{sc=Samr}]/u;

/** Whether a text is written from right to left: its first letter decides, as with dir=auto. */
export const isRightToLeft = (text) => RIGHT_TO_LEFT.test(FIRST_LETTER.exec(String(text ?? ""))?.[0] ?? "");

/** `line` of `text` in the direction of that text, so that what stands round it stays where it is: a canvas has no bdi. */
export const directed = (line, text = line) => (isRightToLeft(text) ? `\u2067${line}\u2069` : String(line ?? ""));

const LINE_LENGTH = 18;
const LINES = 3;

/** A name in lines of about LINE_LENGTH characters, cut with an ellipsis after the last that is allowed. */
export function nameLines(text) {
  const lines = [""];
  for (const word of String(text ?? "").split(/\s+/)) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (longer.length <= LINE_LENGTH || !lines.at(-1)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  if (lines.length > LINES) lines.splice(LINES, Infinity, `${lines[LINES - 1]}…`);
  const kept = lines.length > LINES ? [...lines.slice(0, LINES - 1), lines[LINES]] : lines;
  const cut = (line) => ([...line].length > LINE_LENGTH + 8 ? `${[...line].slice(0, LINE_LENGTH + 7).join("")}…` : line);
  return kept.map((line) => directed(cut(line), text));
}

/** The size of names at a camera scale: seen from afar they grow a little, in steps, so that they stay legible. */
export const labelSizeAt = (scale) => (scale >= 0.72 ? 13 : scale >= 0.58 ? 15 : scale >= 0.45 ? 18 : 21);

const fitted = new Map(); // measuring is the dearest part of a frame
const REMEMBER = 5000;

function remembered(key, make) {
  if (!fitted.has(key)) {
    if (fitted.size > REMEMBER) fitted.clear();
    fitted.set(key, make());
  }
  return fitted.get(key);
}

/** Forget all measures: a font has arrived or changed. */
export const forgetMeasures = () => fitted.clear();

/** `text` cut with an ellipsis to `room` pixels in the current font. */
export function fitTo(ctx, text, room) {
  return remembered(`${ctx.font}|${room}|${text}`, () => {
    if (ctx.measureText(text).width <= room) return text;
    const characters = [...text];
    while (characters.length && ctx.measureText(`${characters.join("")}…`).width > room) characters.pop();
    return `${characters.join("").trimEnd()}…`;
  });
}

/** `text` in at most `most` lines of `room` pixels; what does not fit ends in an ellipsis. */
export function wrap(ctx, text, room, most) {
  return remembered(`${ctx.font}|${room}|${most}|${text}`, () => {
    const words = String(text ?? "").split(/\s+/).filter(Boolean);
    const lines = [];
    while (words.length && lines.length < most) {
      let line = words.shift();
      while (words.length && ctx.measureText(`${line} ${words[0]}`).width <= room) line += ` ${words.shift()}`;
      lines.push(line);
    }
    if (words.length) lines.push(`${lines.pop()} ${words.join(" ")}`);
    return lines.map((line) => fitTo(ctx, line, room));
  });
}
