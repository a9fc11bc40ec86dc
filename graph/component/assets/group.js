// How a group looks: many items drawn as one, a stack with their number. For `look` see drawing.js.
import { accent, DIM } from "./shape.js";
import { directed, fitTo, wrap } from "./text.js";
import { mix } from "./theme.js";

/** The size of the box in front; the stack behind it stands out by STACK on the right and below. */
export const GROUP = Object.freeze({ width: 152, height: 58 });
export const STACK = 8;

const RADIUS = 9;
const PAD = 12;
const FAR = 0.5; // below this scale the small text could not be read: the number alone, larger

/** Draw a group with the centre of its front at x, y; `scale` is the camera's. */
export function drawGroup(ctx, node, x, y, { look, theme, scale }) {
  const colour = accent(node, theme);
  const paper = mix(colour, theme.surface, 0.1);
  const line = mix(colour, theme.surface, look === "warm" ? 1 : 0.6);
  ctx.save();
  ctx.translate(x - GROUP.width / 2, y - GROUP.height / 2);
  for (const offset of [STACK, STACK / 2, 0]) {
    box(ctx, offset, 0);
    ctx.fillStyle = theme.background; // opaque first, or the edges behind would shine through what is dimmed
    ctx.fill();
    if (look === "dim") ctx.globalAlpha = DIM;
    ctx.fillStyle = paper;
    ctx.fill();
    ctx.lineWidth = 1.25;
    ctx.strokeStyle = line;
    ctx.stroke();
    ctx.globalAlpha = 1;
  }
  if (look === "dim") ctx.globalAlpha = DIM;
  drawText(ctx, node, theme, scale);
  if (look === "selected") {
    box(ctx, 0, 1);
    ctx.lineWidth = 3;
    ctx.strokeStyle = theme.text;
    ctx.stroke();
  }
  ctx.restore();
}

function box(ctx, offset, grow) {
  ctx.beginPath();
  ctx.roundRect(offset - grow, offset - grow, GROUP.width + 2 * grow, GROUP.height + 2 * grow, RADIUS + grow);
}

function drawText(ctx, { label, count }, theme, scale) {
  const number = Number(count ?? 0).toLocaleString("en");
  const room = GROUP.width - 2 * PAD;
  ctx.textAlign = "left";
  ctx.textBaseline = "alphabetic";
  ctx.fillStyle = theme.text;
  if (scale < FAR) {
    ctx.font = `700 30px ${theme.font}`;
    ctx.fillText(fitTo(ctx, number, room), PAD, GROUP.height / 2 + 11);
    return;
  }
  ctx.font = `700 15px ${theme.font}`;
  ctx.fillText(fitTo(ctx, number, room), PAD, 20);
  ctx.font = `400 12px ${theme.font}`;
  wrap(ctx, label, room, 2).forEach((line, i) => ctx.fillText(directed(line, label), PAD, 35 + i * 14));
}
