// How one item looks: statements as text cards, everything else as a shape with its name below.
// Pure drawing: no state, no events. `look` is "plain", "near", "dim" or "selected".
import { mix } from "./theme.js";

const DIM = 0.25; // what is neither selected nor linked to the selection keeps this share of its colour
const LINE_LENGTH = 18;
const LINES = 3;
const SHAPES = new Set(["dot", "square", "triangle", "triangleDown", "hexagon", "diamond", "star"]);

/** The colour of an item in this theme. */
export const accent = (node, theme) => (theme.dark && node.darkColor) || node.color || theme.muted;

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
  return kept.map((line) => ([...line].length > LINE_LENGTH + 8 ? `${[...line].slice(0, LINE_LENGTH + 7).join("")}…` : line));
}

/** The size of names at a camera scale: seen from afar they grow a little, in steps, so that they stay legible. */
export const labelSizeAt = (scale) => (scale >= 0.72 ? 13 : scale >= 0.58 ? 15 : scale >= 0.45 ? 18 : 21);

/** vis-network's options for an item that is not a card. */
export function shapeOptions(node, look, theme, labelSize) {
  const fade = (colour) => (look === "dim" ? mix(colour, theme.background, DIM) : colour);
  const colour = fade(accent(node, theme));
  const ring = node.shape === "ring"; // vis has no ring: a dot in the colour of the paper with a strong border
  const border = look === "selected" ? theme.text : ring ? colour : theme.background;
  return {
    shape: SHAPES.has(node.shape) ? node.shape : "dot",
    size: node.size ?? 14,
    label: nameLines(node.label).join("\n"),
    borderWidth: look === "selected" || ring ? 3 : 2,
    color: { background: ring ? theme.background : colour, border },
    font: {
      face: theme.font,
      size: node.size >= 22 ? labelSize + 2 : labelSize,
      color: fade(theme.text),
      strokeWidth: 4,
      strokeColor: theme.background,
      vadjust: -1,
    },
  };
}

// ---- cards ----------------------------------------------------------------------------------------------------

const RADIUS = 8;
const BAR = 4; // the bar at the left, in the colour of the kind
const PAD = { left: 14, right: 10, top: 8, bottom: 8 };
const HEAD = 17; // line heights; with three lines of body they fill the height that Python gives a card
const BODY = 15.5;
const FOOT = 13;
const KIND = 13;
const FAR = 0.5; // below this scale the small text could not be read: the head alone, larger

/** Draw `node.card` with its centre at x, y; `scale` is the camera's, `hover` that the pointer is over it. */
export function drawCard(ctx, node, x, y, { look, hover, theme, scale }) {
  const { width, height } = node.card;
  const colour = accent(node, theme);
  ctx.save();
  ctx.translate(x - width / 2, y - height / 2);
  if (look === "dim") {
    // Opaque paper first, or the edges behind the card would shine through it.
    outline(ctx, width, height, 0);
    ctx.fillStyle = theme.background;
    ctx.fill();
    ctx.globalAlpha = DIM;
  }
  drawPaper(ctx, node.card, colour, theme);
  drawBorder(ctx, node.card, hover ? colour : mix(colour, theme.surface, 0.62));
  (scale < FAR ? drawFar : drawText)(ctx, node.card, colour, theme);
  if (look === "selected") {
    outline(ctx, width, height, 4);
    ctx.lineWidth = 3;
    ctx.strokeStyle = theme.text;
    ctx.stroke();
  }
  ctx.restore();
}

function outline(ctx, width, height, grow) {
  ctx.beginPath();
  ctx.roundRect(-grow, -grow, width + 2 * grow, height + 2 * grow, Math.max(2, RADIUS + grow));
}

function drawPaper(ctx, card, colour, theme) {
  const { width, height } = card;
  ctx.save();
  outline(ctx, width, height, 0);
  ctx.fillStyle = theme.surface;
  ctx.fill();
  ctx.clip();
  if (card.mark === "deny") drawHatch(ctx, width, height, mix(colour, theme.surface, theme.dark ? 0.26 : 0.17));
  ctx.fillStyle = colour;
  ctx.fillRect(0, 0, BAR, height);
  ctx.restore();
}

// A denial must be seen without its colour: diagonal lines over the whole card.
function drawHatch(ctx, width, height, colour) {
  ctx.beginPath();
  for (let at = -height; at < width; at += 9) {
    ctx.moveTo(at, height);
    ctx.lineTo(at + height, 0);
  }
  ctx.lineWidth = 1.25;
  ctx.strokeStyle = colour;
  ctx.stroke();
}

function drawBorder(ctx, card, colour) {
  const { width, height } = card;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.25;
  if (card.style === "dashed") ctx.setLineDash([6, 4]);
  if (card.style === "dotted") {
    ctx.lineCap = "round";
    ctx.lineWidth = 2;
    ctx.setLineDash([0.1, 4.5]);
  }
  outline(ctx, width, height, -0.6);
  ctx.stroke();
  if (card.style === "double") {
    outline(ctx, width, height, -3.6);
    ctx.lineWidth = 1;
    ctx.stroke();
  }
  ctx.restore();
}

function drawText(ctx, card, colour, theme) {
  const left = PAD.left;
  const room = card.width - PAD.left - PAD.right;
  // Text on a hatch keeps a thin halo of the surface, so that no stroke runs through a letter.
  ctx.lineJoin = "round";
  ctx.strokeStyle = theme.surface;
  ctx.lineWidth = card.mark === "deny" ? 3 : 0;
  ctx.textBaseline = "alphabetic";
  ctx.textAlign = "left";

  let baseline = PAD.top + 11.5;
  drawHead(ctx, card, colour, theme, { left, baseline, room, size: 12.5 });

  // What kind of content it is (a capture, a flag change): the difference between two claims, in words.
  const kind = card.kind ? KIND : 0;
  if (kind) {
    ctx.font = `600 9.5px ${theme.font}`;
    ctx.letterSpacing = "0.06em";
    put(ctx, fitTo(ctx, card.kind.toUpperCase(), room), left, baseline + KIND + 1, theme.muted);
    ctx.letterSpacing = "0px";
  }
  const free = card.height - PAD.top - PAD.bottom - HEAD - kind - (card.foot ? FOOT : 0);
  const lines = Math.min(3, Math.max(1, Math.floor(free / BODY)));
  ctx.font = `400 13px ${theme.font}`;
  baseline = PAD.top + HEAD + kind + 11.5;
  for (const line of wrap(ctx, card.text, room, lines)) {
    put(ctx, line, left, baseline, theme.text);
    baseline += BODY;
  }
  if (card.foot) {
    ctx.font = `400 11px ${theme.font}`;
    put(ctx, fitTo(ctx, card.foot, room), left, card.height - PAD.bottom - 0.5, theme.muted);
  }
}

// Glyph and speaker strong, then what they do in the colour of the kind. The verb is never cut: it is the point.
function drawHead(ctx, card, colour, theme, { left, baseline, room, size }) {
  const strong = `600 ${size}px ${theme.font}`;
  const plain = `500 ${size}px ${theme.font}`;
  ctx.font = plain;
  const verb = fitTo(ctx, card.verb ?? "", room);
  const verbWidth = verb ? ctx.measureText(verb).width + 5 : 0;
  ctx.font = strong;
  let x = left;
  if (card.glyph) {
    put(ctx, card.glyph, x, baseline, colour);
    x += ctx.measureText(card.glyph).width + 5;
  }
  const speaker = fitTo(ctx, card.speaker ?? "", left + room - x - verbWidth);
  put(ctx, speaker, x, baseline, theme.text);
  x += ctx.measureText(speaker).width + 5;
  ctx.font = plain;
  put(ctx, verb, x, baseline, colour);
}

function drawFar(ctx, card, colour, theme) {
  const size = Math.min(22, card.height / 4);
  const room = card.width - PAD.left - PAD.right;
  ctx.textBaseline = "alphabetic";
  ctx.lineWidth = 0;
  ctx.font = `600 ${size}px ${theme.font}`;
  put(ctx, fitTo(ctx, card.speaker ?? "", room), PAD.left, card.height / 2 - size * 0.3, theme.text);
  put(ctx, fitTo(ctx, [card.glyph, card.verb].filter(Boolean).join(" "), room), PAD.left, card.height / 2 + size, colour);
}

function put(ctx, text, x, baseline, colour) {
  if (ctx.lineWidth > 2) ctx.strokeText(text, x, baseline);
  ctx.fillStyle = colour;
  ctx.fillText(text, x, baseline);
}

// ---- text that fits -------------------------------------------------------------------------------------------

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
