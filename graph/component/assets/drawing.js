// The picture: what is on it and how each part looks now. All that is peculiar to vis-network is in this file.
import "./vis-network.min.js";
import { drawCard, fitTo, labelSizeAt, nameLines, shapeOptions } from "./card.js";
import { mix } from "./theme.js";

const { DataSet, Network } = globalThis.vis;

// What this canvas relies on, whatever the options from Python say.
const OURS = {
  autoResize: false, // the canvas watches its own size and keeps the camera, see camera.js
  physics: { enabled: false },
  layout: { improvedLayout: false },
  configure: { enabled: false },
  manipulation: { enabled: false },
  interaction: {
    hover: true,
    selectable: false, // selection is ours: it is drawn by look, not by vis
    multiselect: false,
    dragNodes: true,
    dragView: true,
    zoomView: true, // for the pinch; the wheel never reaches vis, see gestures.js
    keyboard: { enabled: false },
    hideEdgesOnDrag: false,
    navigationButtons: false,
    zoomSpeed: 1,
  },
};

export class Drawing {
  /** The data of what is drawn, by id. */
  nodes = new Map();
  edges = new Map();
  #visNodes = new DataSet();
  #visEdges = new DataSet();
  #selected = { node: null, edge: null };
  #hovered = { node: null, edge: null };

  constructor(container, options, theme) {
    this.theme = theme;
    const data = { nodes: this.#visNodes, edges: this.#visEdges };
    this.net = new Network(container, data, { ...options, ...OURS });
    // vis gives its frame a place in the tab order; the element round it is the one that has a name and keys.
    container.querySelector(".vis-network").removeAttribute("tabindex");
    // Shift and drag would draw vis' selection box, which means nothing here.
    Object.defineProperty(this.net.body.selectionBox, "show", { get: () => false, set: () => {} });
    this.net.on("beforeDrawing", () => this.#sizeLabels());
    this.net.on("afterDrawing", (ctx) => this.#drawEdgeLabels(ctx));
  }

  // ---- what is on it --------------------------------------------------------------------------------------------

  /**
   * Show exactly these nodes and edges. What stays keeps its place, unless `anew`: then all stand where Python says.
   * Returns the ids that came and went.
   */
  show(nodes, edges, anew) {
    const ids = new Set(nodes.map((node) => node.id));
    const edgeIds = new Set(edges.map((edge) => edge.id));
    const removed = [...this.nodes.keys()].filter((id) => !ids.has(id));
    const removedEdges = [...this.edges.keys()].filter((id) => !edgeIds.has(id));
    const added = nodes.filter((node) => !this.nodes.has(node.id)).map((node) => node.id);
    const placed = new Set(anew ? ids : added);

    // vis draws at once when something is removed: by then nothing of ours may name what it has dropped.
    this.#visEdges.remove(removedEdges);
    for (const id of removedEdges) this.edges.delete(id);
    for (const id of removed) this.nodes.delete(id);
    this.#visNodes.remove(removed);
    this.nodes = new Map(nodes.map((node) => [node.id, node]));
    this.edges = new Map(edges.map((edge) => [edge.id, edge]));
    this.#bends = bends(edges);
    this.#restyle(placed);
    return { added, removed };
  }

  /** Put a node somewhere for good, as after a drag. */
  place(id, [x, y]) {
    this.#visNodes.update({ id, x: Math.round(x), y: Math.round(y) }); // vis cuts positions to whole numbers
  }

  position(id) {
    return this.net.getPosition(id);
  }

  /** The box of a node on the paper, name included. */
  box(id) {
    const { x, y } = this.position(id);
    const node = this.nodes.get(id);
    if (node.card) {
      const { width, height } = node.card;
      return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
    }
    const size = node.size ?? 14;
    const lines = nameLines(node.label);
    const half = Math.max(size, Math.max(0, ...lines.map((line) => line.length)) * this.#labelSize * 0.27);
    return { left: x - half, right: x + half, top: y - size, bottom: y + size + lines.length * this.#labelSize * 1.3 };
  }

  neighbours(id) {
    const linked = [...this.edges.values()].filter(({ from, to }) => from === id || to === id);
    return linked.map(({ from, to }) => (from === id ? to : from));
  }

  nodeAt(point) {
    return this.net.getNodeAt(point) ?? null;
  }

  edgeAt(point) {
    return this.net.getEdgeAt(point) ?? null;
  }

  // ---- how it looks ---------------------------------------------------------------------------------------------

  /** Mark a selection; a spotlight also fades what is not linked to it. */
  select(selected, spotlight = true) {
    this.#spotlight = spotlight;
    this.#selected = selected;
    this.#restyle();
  }

  /** The pointer is over `{node}`, `{edge}` or nothing: only the edges concerned change. */
  hover(hovered) {
    const before = this.#hovered;
    this.#hovered = { node: null, edge: null, ...hovered };
    const concerns = ({ id, from, to }) =>
      [before, this.#hovered].some(({ node, edge }) => id === edge || from === node || to === node);
    this.#visEdges.update([...this.edges.values()].filter(concerns).map((edge) => this.#edgeOptions(edge)));
    this.net.redraw();
  }

  repaint(theme) {
    this.theme = theme;
    this.#restyle();
  }

  #bends = new Map();
  #looks = new Map();
  #labelSize = 13;
  #spotlight = true;

  #sizeLabels() {
    const size = labelSizeAt(this.net.getScale());
    if (size === this.#labelSize) return;
    this.#labelSize = size;
    requestAnimationFrame(() => this.nodes.size && this.#restyle()); // not in the middle of a drawing
  }

  #restyle(placed = new Set()) {
    this.#looks = this.#nodeLooks();
    this.#visNodes.update([...this.nodes.values()].map((node) => this.#nodeOptions(node, placed.has(node.id))));
    this.#visEdges.update([...this.edges.values()].map((edge) => this.#edgeOptions(edge)));
    for (const node of this.nodes.values()) if (node.card) this.#sizeCard(node);
    this.net.redraw();
  }

  // The selection, what it is linked to, and the rest.
  #nodeLooks() {
    const { node, edge } = this.#selected;
    const looks = new Map();
    if (node === null && edge === null) return looks;
    if (this.#spotlight) for (const id of this.nodes.keys()) looks.set(id, "dim");
    const ends = edge === null ? [node] : [this.edges.get(edge)?.from, this.edges.get(edge)?.to];
    const near = edge === null ? [node, ...this.neighbours(node)] : ends;
    for (const id of near) looks.set(id, "near");
    if (node !== null) looks.set(node, "selected");
    return looks;
  }

  look(id) {
    return this.#looks.get(id) ?? "plain";
  }

  #nodeOptions(node, place) {
    const where = place ? { x: Math.round(node.x ?? 0), y: Math.round(node.y ?? 0) } : {};
    const common = { id: node.id, ...where, chosen: false, labelHighlightBold: false };
    if (!node.card) return { ...common, ...shapeOptions(node, this.look(node.id), this.theme, this.#labelSize) };
    return { ...common, shape: "custom", borderWidth: 1, ctxRenderer: this.#renderCard };
  }

  #renderCard = ({ ctx, id, x, y, state }) => {
    const node = this.nodes.get(id);
    const nodeDimensions = { width: node.card.width, height: node.card.height };
    const drawNode = () => {
      const box = this.box(id);
      Object.assign(this.net.body.nodes[id].shape.boundingBox, box); // vis forgets to, and would cull by the old box
      drawCard(ctx, node, x, y, { look: this.look(id), hover: state.hover, theme: this.theme, scale: this.net.getScale() });
    };
    return { drawNode, nodeDimensions };
  };

  // vis learns a custom shape's size only by drawing it, and uses it only after the next change: until then edges
  // would end at, and clicks be measured by, a square. So the size is given to the shape at once.
  #sizeCard({ id, card }) {
    const shape = this.net.body.nodes[id].shape;
    shape.customSizeWidth = card.width;
    shape.customSizeHeight = card.height;
    shape.refreshNeeded = true;
  }

  #edgeLook({ id, from, to }) {
    const { node, edge } = this.#selected;
    if (id === edge || (node !== null && (from === node || to === node))) return "hot";
    if (id === this.#hovered.edge || [from, to].includes(this.#hovered.node)) return "warm";
    return node === null && edge === null ? "plain" : "dim";
  }

  #edgeOptions(edge) {
    const { text, background } = this.theme;
    const look = this.#edgeLook(edge);
    const share = { hot: 0.85, warm: 0.7, plain: 0.34, dim: 0.12 }[look];
    const bend = this.#bends.get(edge.id) ?? 0;
    return {
      id: edge.id,
      from: edge.from,
      to: edge.to,
      color: { color: mix(text, background, share), inherit: false },
      width: look === "hot" ? 1.6 : 1,
      dashes: edge.dashed ? [5, 4] : false,
      arrows: { to: { enabled: true, scaleFactor: 0.42 } },
      arrowStrikethrough: false,
      chosen: false,
      hoverWidth: 0,
      selectionWidth: 0,
      smooth: { enabled: bend > 0, type: "curvedCW", roundness: bend },
    };
  }

  // ---- names of edges -------------------------------------------------------------------------------------------

  // Only round the selection or under the pointer. vis would centre a name between the centres of the two nodes,
  // where a card often covers it; here it stands in the middle of the part that can be seen, and on top.
  #drawEdgeLabels(ctx) {
    const { node, edge } = this.#selected;
    const wanted = [...this.edges.values()].filter(
      ({ id, from, to }) => id === edge || id === this.#hovered.edge || (node !== null && (from === node || to === node)),
    );
    if (!wanted.length) return;
    const size = Math.min(17, Math.max(11.5, 10.5 / this.net.getScale())); // never under 10.5 px on the screen, down to 0.6
    ctx.save();
    ctx.font = `400 ${size}px ${this.theme.font}`;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    ctx.lineWidth = 5;
    ctx.strokeStyle = this.theme.background;
    ctx.fillStyle = this.theme.muted;
    const boxes = [...this.nodes.keys()].map((each) => this.box(each));
    const taken = [];
    for (const { id, from, to, label } of wanted) {
      const text = fitTo(ctx, String(label ?? ""), 180);
      const half = { x: ctx.measureText(text).width / 2 + 3, y: size * 0.7 };
      const spots = this.#visibleSpots(id, from, to, half);
      const free = (spot) =>
        !taken.some((other) => overlap(spot, half, other)) && !boxes.some((box) => inside(spot, box, half));
      // Round a hub only the names that find room are drawn; the outline and a hover give the others.
      const at = spots.find(free) ?? (wanted.length > CROWD ? undefined : spots[0]);
      if (!at) continue;
      taken.push({ ...at, half });
      ctx.strokeText(text, at.x, at.y);
      ctx.fillText(text, at.x, at.y);
    }
    ctx.restore();
  }

  // Points of an edge outside the boxes of its two ends, the middle one first.
  #visibleSpots(id, from, to, half) {
    const line = this.net.body.edges[id]?.edgeType;
    if (!line?.fromPoint || !line.toPoint) return [];
    const boxes = [this.box(from), this.box(to)];
    const points = [];
    for (let t = 0.04; t < 1; t += 0.04) {
      const point = line.getPoint(t);
      if (!boxes.some((box) => inside(point, box, half))) points.push(point);
    }
    if (!points.length) points.push(...beside(line, boxes, half));
    const middle = (points.length - 1) / 2;
    return points.map((point, i) => ({ ...point, off: Math.abs(i - middle) })).sort((a, b) => a.off - b.off);
  }

  destroy() {
    this.net.destroy();
  }
}

const CROWD = 8; // more edges than this are a hub

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

// Edges between the same two nodes would lie on each other: the first is straight, the others bend.
function bends(edges) {
  const seen = new Map();
  const result = new Map();
  for (const { id, from, to } of edges) {
    const pair = [from, to].sort().join(" ");
    const n = seen.get(pair) ?? 0;
    seen.set(pair, n + 1);
    if (n) result.set(id, 0.16 * n);
  }
  return result;
}
