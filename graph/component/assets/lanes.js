// Lanes: faint vertical lines with a label at the top, as when things stand by the day they were said.
import { fitTo } from "./text.js";
import { mix } from "./theme.js";

/** The room above the picture for the labels, in CSS pixels at scale 1. */
export const HEAD = 34;
const ROOM = 160;

/**
 * Draw lanes behind everything. `seen` is the part of the world that can be seen, `top` where the picture begins,
 * `free` the CSS pixels at the upper edge that other things cover. Labels stay in sight and keep their size.
 */
export function drawLanes(ctx, lanes, { seen, top, scale, free, theme }) {
  const label = Math.max(top - 16 / scale, seen.top + (free + 12) / scale);
  ctx.save();
  ctx.strokeStyle = mix(theme.text, theme.background, 0.14);
  ctx.lineWidth = 1 / scale;
  ctx.beginPath();
  for (const { x } of lanes) {
    ctx.moveTo(x, label + 12 / scale);
    ctx.lineTo(x, seen.bottom);
  }
  ctx.stroke();
  ctx.font = `500 12px ${theme.font}`; // and drawn at scale 1, whatever the camera's
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillStyle = theme.muted;
  let end = -Infinity; // where the last label ended: from afar only every so many find room
  for (const { x, label: text } of [...lanes].sort((a, b) => a.x - b.x)) {
    const shown = fitTo(ctx, String(text ?? ""), ROOM);
    const half = ctx.measureText(shown).width / 2 / scale;
    if (x - half < end) continue;
    end = x + half + 8 / scale;
    ctx.save();
    ctx.translate(x, label);
    ctx.scale(1 / scale, 1 / scale);
    ctx.fillText(shown, 0, 0);
    ctx.restore();
  }
  ctx.restore();
}
