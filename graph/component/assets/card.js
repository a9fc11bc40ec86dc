// How a statement looks: a text card. Pure drawing: no state, no events. For `look` see drawing.js.
import { accent, DIM } from "./shape.js";
import { directed, fitTo, isRightToLeft, wrap } from "./text.js";
import { mix } from "./theme.js";

const RADIUS = 8;
const BAR = 4; // the bar at the left, in the colour of the kind
const PAD = { left: 14, right: 10, top: 8, bottom: 8 };
const HEAD = 17; // line heights; with three lines of body they fill the height that Python gives a card
const BODY = 15.5;
const FOOT = 13;
const KIND = 13;
const FAR = 0.5; // below this scale the small text could not be read: the head alone, larger

/** Draw `node.card` with its centre at x, y; `scale` is the camera's. */
export function drawCard(ctx, node, x, y, { look, theme, scale }) {
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
  drawBorder(ctx, node.card, look === "warm" ? colour : mix(colour, theme.surface, 0.62));
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
  ctx.lineWidth = card.mark === "deny" ? 3 : 1; // a canvas takes no width of 0: it would keep the last one
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
    const turned = isRightToLeft(card.text);
    ctx.textAlign = turned ? "right" : "left";
    put(ctx, directed(line, card.text), turned ? card.width - PAD.right : left, baseline, theme.text);
    baseline += BODY;
  }
  ctx.textAlign = "left";
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
  put(ctx, directed(speaker, card.speaker), x, baseline, theme.text);
  x += ctx.measureText(speaker).width + 5;
  ctx.font = plain;
  put(ctx, verb, x, baseline, colour);
}

function drawFar(ctx, card, colour, theme) {
  const size = Math.min(22, card.height / 4);
  const room = card.width - PAD.left - PAD.right;
  ctx.textBaseline = "alphabetic";
  ctx.lineWidth = 1; // no halo
  ctx.font = `600 ${size}px ${theme.font}`;
  put(ctx, directed(fitTo(ctx, card.speaker ?? "", room), card.speaker), PAD.left, card.height / 2 - size * 0.3, theme.text);
  put(ctx, fitTo(ctx, [card.glyph, card.verb].filter(Boolean).join(" "), room), PAD.left, card.height / 2 + size, colour);
}

function put(ctx, text, x, baseline, colour) {
  if (ctx.lineWidth > 2) ctx.strokeText(text, x, baseline);
  ctx.fillStyle = colour;
  ctx.fillText(text, x, baseline);
}
