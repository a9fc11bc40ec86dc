// The picture as a PNG file: everything drawn, not only what is in view, at twice its size. It is drawn anew on a paper
// of its own, so that the canvas on the screen does not stir.
import { Drawing } from "./drawing.js";
import { fitTo } from "./text.js";

const DENSITY = 2; // pixels of the file for one CSS pixel at scale 1
const MOST = 8000; // pixels a side
const MARGIN = 36;
const FOOT = 30; // room for the caption
const NARROWEST = 480;

/** Draw what `drawing` shows, with `selected` marked, as a PNG blob; `room` is an element to measure in. */
export async function pictureOf(drawing, { options, data, selected, room }) {
  const whole = drawing.extent() ?? { left: 0, right: 0, top: 0, bottom: 0 };
  const middle = { x: (whole.left + whole.right) / 2, y: (whole.top + whole.bottom) / 2 };
  const width = Math.max(NARROWEST, whole.right - whole.left + 2 * MARGIN);
  const height = whole.bottom - whole.top + 2 * MARGIN;
  const foot = data.caption ? FOOT : 0;
  const ratio = window.devicePixelRatio || 1; // vis draws that many pixels for one of CSS
  const scale = Math.min(DENSITY, MOST / width, MOST / (height + foot)) / ratio;
  const frame = document.createElement("div");
  frame.style.cssText = "position: fixed; left: -99999px; top: 0; visibility: hidden";
  frame.style.width = `${Math.floor(width * scale)}px`;
  frame.style.height = `${Math.floor((height + foot) * scale)}px`;
  room.append(frame);
  const copy = new Drawing(frame, options, drawing.theme, { still: true });
  try {
    const nodes = [...drawing.nodes.values()].map((node) => ({ ...node, ...drawing.position(node.id) }));
    copy.show({ ...data, nodes }, true);
    copy.select(selected, false);
    copy.net.moveTo({ position: { x: middle.x, y: middle.y + foot / 2 }, scale, animation: false });
    copy.net.redraw();
    const paper = frame.querySelector("canvas");
    finish(paper, { caption: data.caption, theme: drawing.theme, unit: scale * ratio, margin: MARGIN, foot });
    return await new Promise((resolve, reject) => {
      paper.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the browser has no room for the picture"))), "image/png");
    });
  } finally {
    copy.destroy();
    frame.remove();
  }
}

function finish(paper, { caption, theme, unit, margin, foot }) {
  const ctx = paper.getContext("2d");
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.globalCompositeOperation = "destination-over"; // vis draws on nothing
  ctx.fillStyle = theme.background;
  ctx.fillRect(0, 0, paper.width, paper.height);
  if (!caption) return;
  ctx.globalCompositeOperation = "source-over";
  ctx.setTransform(unit, 0, 0, unit, 0, 0);
  const [width, height] = [paper.width / unit, paper.height / unit];
  ctx.fillStyle = theme.background; // nothing stands here but the caption
  ctx.fillRect(0, height - foot, width, foot);
  ctx.font = `400 12px ${theme.font}`;
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ctx.fillStyle = theme.muted;
  ctx.fillText(fitTo(ctx, String(caption), width - 2 * margin), margin, height - foot / 2 - 4);
}

const FILE = "sayso-graph.png"; // never from data

/** Hand a blob to the person as a download. */
export function download(blob) {
  const link = Object.assign(document.createElement("a"), { download: FILE, href: URL.createObjectURL(blob) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // the browser may still be reading it
}
