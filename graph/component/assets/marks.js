// Small marks on items: how many links are not drawn (upper right), and that an item is pinned (upper left).
import { DIM } from "./shape.js";
import { mix } from "./theme.js";

const SIZE = 10.5; // text height at scale 1
const LARGEST = 15; // seen from afar the marks grow, up to this
const LEAST = 7.5; // CSS pixels: what would be smaller than this is not drawn

const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

/** The text height of marks at a camera scale, or null where they could not be read. */
export function markSizeAt(scale) {
  const size = Math.min(LARGEST, Math.max(SIZE, 9.5 / scale));
  return size * scale < LEAST ? null : size;
}

/** Draw "+300" with its left end at x, centred on y. */
export function drawBadge(ctx, left, { x, y }, { size, look, theme }) {
  const text = `+${compact.format(left)}`;
  ctx.save();
  ctx.font = `600 ${size}px ${theme.font}`;
  const width = Math.max(ctx.measureText(text).width + size * 0.9, size * 1.7);
  plate(ctx, x, y - size * 0.8, width, size * 1.6, look, theme);
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillStyle = look === "dim" ? mix(theme.muted, theme.background, DIM) : theme.muted;
  ctx.fillText(text, x + width / 2, y + size * 0.06);
  ctx.restore();
}

/** Draw a pin, centred on x, y. */
export function drawPin(ctx, { x, y }, { size, look, theme }) {
  const radius = size * 0.8;
  ctx.save();
  plate(ctx, x - radius, y - radius, 2 * radius, 2 * radius, look, theme);
  const colour = look === "dim" ? mix(theme.text, theme.background, DIM) : theme.text;
  ctx.fillStyle = colour;
  ctx.strokeStyle = colour;
  ctx.lineWidth = size * 0.13;
  ctx.lineCap = "round";
  ctx.beginPath();
  ctx.arc(x, y - size * 0.22, size * 0.27, 0, 2 * Math.PI);
  ctx.fill();
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(x, y + size * 0.46);
  ctx.stroke();
  ctx.restore();
}

function plate(ctx, x, y, width, height, look, theme) {
  ctx.beginPath();
  ctx.roundRect(x, y, width, height, height / 2);
  ctx.fillStyle = theme.background;
  ctx.fill();
  ctx.lineWidth = 1;
  ctx.strokeStyle = mix(theme.text, theme.background, look === "dim" ? 0.1 : 0.3);
  ctx.stroke();
}
