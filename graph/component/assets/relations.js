// The names of links on the picture. vis would centre a name between the centres of the two nodes, where a card often
// covers it; here it stands in the middle of the part that can be seen, and on top.
import { directed, fitTo } from "./text.js";

const CROWD = 8; // more names than this at once are drawn only where they find room
const MOST = 60; // nobody could read more, and finding room for them is dear
const ROOM = 180;

/**
 * Write the names of `edges`. `boxes` are the boxes of all nodes, `boxOf(id)` that of one, `lineOf(id)` vis' line of an
 * edge; `all` says to write every name, room or not.
 */
export function drawRelations(ctx, edges, { boxes, boxOf, lineOf, scale, theme, all }) {
  const size = Math.min(17, Math.max(11.5, 10.5 / scale)); // never under 10.5 px on the screen, down to 0.6
  ctx.save();
  ctx.font = `400 ${size}px ${theme.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.lineWidth = 5;
  ctx.strokeStyle = theme.background;
  ctx.fillStyle = theme.muted;
  const taken = [];
  for (const { id, from, to, label } of edges.slice(0, all ? undefined : MOST)) {
    const text = directed(fitTo(ctx, String(label ?? ""), ROOM), label);
    const half = { x: ctx.measureText(text).width / 2 + 3, y: size * 0.7 };
    const spots = visibleSpots(lineOf(id), [boxOf(from), boxOf(to)], half);
    const free = (spot) => !taken.some((other) => overlap(spot, half, other)) && !boxes.some((box) => inside(spot, box, half));
    // Round a hub only the names that find room are drawn; the outline and a hover give the others.
    const at = spots.find(free) ?? (edges.length > CROWD && !all ? undefined : spots[0]);
    if (!at) continue;
    taken.push({ ...at, half });
    ctx.strokeText(text, at.x, at.y);
    ctx.fillText(text, at.x, at.y);
  }
  ctx.restore();
}

// Points of an edge outside the boxes of its two ends, the middle one first.
function visibleSpots(line, boxes, half) {
  if (!line?.fromPoint || !line.toPoint) return [];
  const points = [];
  for (let t = 0.04; t < 1; t += 0.04) {
    const point = line.getPoint(t);
    if (!boxes.some((box) => inside(point, box, half))) points.push(point);
  }
  if (!points.length) points.push(...beside(line, boxes, half));
  const middle = (points.length - 1) / 2;
  return points.map((point, i) => ({ ...point, off: Math.abs(i - middle) })).sort((a, b) => a.off - b.off);
}

const inside = ({ x, y }, box, half) =>
  x > box.left - half.x && x < box.right + half.x && y > box.top - half.y && y < box.bottom + half.y;

// Too short a gap for the name: beside the middle of the gap, as near as it is free on either side.
function beside(line, boxes, half) {
  const ts = Array.from({ length: 49 }, (_, i) => 0.02 + i * 0.02);
  const gap = ts.filter((t) => !boxes.some((box) => inside(line.getPoint(t), box, { x: 0, y: 0 })));
  const { x, y } = line.getPoint(gap[gap.length >> 1] ?? 0.5);
  const around = OFFSETS.map(([dx, dy]) => ({ x: x + dx, y: y + dy }));
  return [around.find((point) => !boxes.some((box) => inside(point, box, half))) ?? { x, y }];
}

// Steps away from a point, the nearest first.
const STEPS = Array.from({ length: 21 }, (_, i) => (i - 10) * 6);
const OFFSETS = STEPS.flatMap((dx) => STEPS.map((dy) => [dx, dy])).sort((a, b) => Math.hypot(...a) - Math.hypot(...b));

const overlap = (spot, half, other) =>
  Math.abs(spot.x - other.x) < half.x + other.half.x && Math.abs(spot.y - other.y) < half.y + other.half.y;
