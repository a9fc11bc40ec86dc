// The picture: what is on it and how each part looks now. All that is peculiar to vis-network is in this file.
//
// The look of an item is one of
//   "plain"     nothing special          "selected"  what the panel shows
//   "near"      linked to the selection  "dim"       outside of what is in the light
//   "warm"      under the pointer, or linked to what is
import "./vis-network.min.js";
import { drawCard } from "./card.js";
import { drawGroup, GROUP, STACK } from "./group.js";
import { drawLanes, HEAD } from "./lanes.js";
import { drawBadge, drawPin, markSizeAt } from "./marks.js";
import { drawRelations } from "./relations.js";
import { shapeOptions } from "./shape.js";
import { labelSizeAt, nameLines } from "./text.js";
import { mix } from "./theme.js";

const { DataSet, Network } = globalThis.vis;
const NOTHING = Object.freeze({ node: null, edge: null });

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

/** The size of an item that is a box; null for one that is a shape with its name below. */
const frameOf = (node) => node.card ?? (node.shape === "group" ? GROUP : null);

export class Drawing {
  /** The data of what is drawn, by id. */
  nodes = new Map();
  edges = new Map();
  lanes = [];
  covered = 0; // CSS pixels at the upper edge where other things lie on the picture
  #visNodes = new DataSet();
  #visEdges = new DataSet();
  #selected = NOTHING;
  #hovered = NOTHING;
  #warm = new Set(); // what is under the pointer, and its neighbours
  #light = null; // {nodes, edges}: what Python wants seen, the rest dimmed
  #fades = true; // whether a selection dims what it is not linked to
  #bends = new Map();
  #looks = new Map();
  #drawnAs = new Map(); // what vis has been told of each node and edge; telling it again is dear
  #labelSize = labelSizeAt(1);

  /** `still`: a picture for a file. It is drawn as at scale 1, however large it is printed. */
  constructor(container, options, theme, { still = false } = {}) {
    this.theme = theme;
    this.still = still;
    const data = { nodes: this.#visNodes, edges: this.#visEdges };
    this.net = new Network(container, data, { ...options, ...OURS });
    // vis gives its frame a place in the tab order; the element round it is the one that has a name and keys.
    container.querySelector(".vis-network").removeAttribute("tabindex");
    // Shift and drag would draw vis' selection box, which means nothing here.
    Object.defineProperty(this.net.body.selectionBox, "show", { get: () => false, set: () => {} });
    this.net.on("beforeDrawing", (ctx) => this.#drawBelow(ctx));
    this.net.on("afterDrawing", (ctx) => this.#drawAbove(ctx));
  }

  // ---- what is on it --------------------------------------------------------------------------------------------

  /**
   * Show exactly these nodes and edges. What stays keeps its place, unless `anew`: then all stand where Python says.
   * Returns the ids that came and went.
   */
  show({ nodes, edges, spotlight, lanes }, anew) {
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
    for (const id of [...removed, ...removedEdges]) this.#drawnAs.delete(id);
    this.nodes = new Map(nodes.map((node) => [node.id, node]));
    this.edges = new Map(edges.map((edge) => [edge.id, edge]));
    this.lanes = lanes ?? [];
    this.#light = spotlight ? { nodes: new Set(spotlight.nodes), edges: new Set(spotlight.edges) } : null;
    this.#bends = bends(edges);
    this.#warm = this.#neighbourhood(this.#hovered.node);
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

  /** The box of a node on the paper, name included, as it is or in letters of another size. */
  box(id, labelSize = this.#labelSize) {
    const { x, y } = this.position(id);
    const node = this.nodes.get(id);
    const frame = frameOf(node);
    if (frame) {
      const [w, h, stack] = [frame.width / 2, frame.height / 2, node.card ? 0 : STACK];
      return { left: x - w, right: x + w + stack, top: y - h, bottom: y + h + stack };
    }
    const size = node.size ?? 14;
    const lines = nameLines(node.label);
    const half = Math.max(size, Math.max(0, ...lines.map((line) => line.length)) * labelSize * 0.27);
    return { left: x - half, right: x + half, top: y - size, bottom: y + size + lines.length * labelSize * 1.3 };
  }

  /** The box of a node without its name. */
  figure(id) {
    const node = this.nodes.get(id);
    if (frameOf(node)) return this.box(id);
    const { x, y } = this.position(id);
    const size = node.size ?? 14;
    return { left: x - size, right: x + size, top: y - size, bottom: y + size };
  }

  /** The box round everything, the labels of lanes included, as it is or seen at a scale; null when nothing is drawn. */
  extent(scale = null) {
    if (!this.nodes.size) return null;
    const labelSize = scale === null ? this.#labelSize : labelSizeAt(scale);
    const whole = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
    for (const id of this.nodes.keys()) {
      const box = this.box(id, labelSize);
      for (const side of ["left", "top"]) whole[side] = Math.min(whole[side], box[side]);
      for (const side of ["right", "bottom"]) whole[side] = Math.max(whole[side], box[side]);
    }
    if (this.lanes.length) whole.top -= HEAD;
    return whole;
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

  /** A box of the picture in pixels of the paper. */
  onScreen(box) {
    const [a, b] = [{ x: box.left, y: box.top }, { x: box.right, y: box.bottom }].map((corner) => this.net.canvasToDOM(corner));
    return { left: a.x, top: a.y, right: b.x, bottom: b.y };
  }

  get scale() {
    return this.still ? 1 : this.net.getScale();
  }

  // ---- how it looks ---------------------------------------------------------------------------------------------

  /** Mark a selection; `fades` says whether what is not linked to it is dimmed. */
  select(selected, fades = true) {
    this.#fades = fades;
    this.#selected = selected;
    this.#restyle();
  }

  /** The pointer is over `{node}`, `{edge}` or nothing: only what is concerned changes. */
  hover(hovered) {
    const before = { ...this.#hovered, warm: this.#warm };
    this.#hovered = { ...NOTHING, ...hovered };
    this.#warm = this.#neighbourhood(this.#hovered.node);
    const concerns = ({ id, from, to }) =>
      [before, this.#hovered].some((one) => id === one.edge || from === one.node || to === one.node);
    const touched = [...new Set([...before.warm, ...this.#warm])].filter((id) => this.nodes.has(id));
    this.#update(touched.map((id) => this.nodes.get(id)));
    this.#updateEdges([...this.edges.values()].filter(concerns));
    this.net.redraw();
  }

  /** While something is dragged, what lies under the pointer is of no interest, and looking for it is dear. */
  watchPointer(watching) {
    this.net.interactionHandler.options.hover = watching;
  }

  /** The pointer has left the picture. vis would go on with what it was over: it looks only when the mouse moves. */
  pointerGone() {
    const nowhere = { clientX: -1e5, clientY: -1e5 };
    this.net.canvas.frame.canvas.dispatchEvent(new MouseEvent("mousemove", nowhere));
  }

  #neighbourhood(id) {
    return new Set(id !== null && this.nodes.has(id) ? [id, ...this.neighbours(id)] : []);
  }

  repaint(theme) {
    this.theme = theme;
    this.#restyle();
  }

  #restyle(placed = new Set()) {
    this.#looks = this.#nodeLooks();
    this.#update(this.nodes.values(), placed);
    this.#updateEdges(this.edges.values());
    this.net.redraw();
  }

  #update(nodes, placed = new Set()) {
    const options = [...nodes].map((node) => this.#nodeOptions(node, placed.has(node.id)));
    const changed = options.filter((each) => placed.has(each.id) || differs(this.#drawnAs, each));
    this.#visNodes.update(changed);
    for (const { id } of changed) this.#sizeFrame(id);
  }

  #updateEdges(edges) {
    this.#visEdges.update([...edges].map((edge) => this.#edgeOptions(edge)).filter((each) => differs(this.#drawnAs, each)));
  }

  // What is in the light of Python's choosing, or else the selection and what it is linked to; and the rest.
  #nodeLooks() {
    const { node, edge } = this.#selected;
    const looks = new Map();
    if (this.#light) {
      for (const id of this.nodes.keys()) if (!this.#light.nodes.has(id)) looks.set(id, "dim");
    } else if (node !== null || edge !== null) {
      if (this.#fades) for (const id of this.nodes.keys()) looks.set(id, "dim");
      const ends = edge === null ? [node] : [this.edges.get(edge)?.from, this.edges.get(edge)?.to];
      for (const id of edge === null ? [node, ...this.neighbours(node)] : ends) looks.set(id, "near");
    }
    if (node !== null) looks.set(node, "selected");
    return looks;
  }

  look(id) {
    const look = this.#looks.get(id) ?? "plain";
    return look !== "selected" && this.#warm.has(id) ? "warm" : look;
  }

  #nodeOptions(node, place) {
    const where = place ? { x: Math.round(node.x ?? 0), y: Math.round(node.y ?? 0) } : {};
    const common = { id: node.id, ...where, chosen: false, labelHighlightBold: false };
    if (frameOf(node)) return { ...common, shape: "custom", borderWidth: 1, ctxRenderer: this.#renderFrame };
    return { ...common, ...shapeOptions(node, this.look(node.id), this.theme, this.#labelSize) };
  }

  #renderFrame = ({ ctx, id, x, y }) => {
    const node = this.nodes.get(id);
    const { width, height } = frameOf(node);
    const drawNode = () => {
      Object.assign(this.net.body.nodes[id].shape.boundingBox, this.box(id)); // vis forgets to, and would cull by the old box
      const now = { look: this.look(id), theme: this.theme, scale: this.scale };
      (node.card ? drawCard : drawGroup)(ctx, node, x, y, now);
    };
    return { drawNode, nodeDimensions: { width, height } };
  };

  // vis learns a custom shape's size only by drawing it, and uses it only after the next change: until then edges
  // would end at, and clicks be measured by, a square. So the size is given to the shape at once.
  #sizeFrame(id) {
    const frame = frameOf(this.nodes.get(id));
    if (!frame) return;
    const shape = this.net.body.nodes[id].shape;
    shape.customSizeWidth = frame.width;
    shape.customSizeHeight = frame.height;
    shape.refreshNeeded = true;
  }

  /** How a link looks: "lit" by Python, "hot" at the selection, "warm" under the pointer, "dim" or "plain". */
  edgeLook({ id, from, to }) {
    const { node, edge } = this.#selected;
    const hovered = id === this.#hovered.edge || [from, to].includes(this.#hovered.node);
    if (this.#light?.edges.has(id)) return "lit";
    if (id === edge || (!this.#light && node !== null && (from === node || to === node))) return "hot";
    if (hovered) return "warm";
    return this.#light || node !== null || edge !== null ? "dim" : "plain";
  }

  #edgeOptions(edge) {
    const { text, background } = this.theme;
    const look = this.edgeLook(edge);
    const share = { lit: 0.9, hot: 0.85, warm: 0.7, plain: 0.34, dim: 0.12 }[look];
    const bend = this.#bends.get(edge.id) ?? 0;
    return {
      id: edge.id,
      from: edge.from,
      to: edge.to,
      color: { color: mix(text, background, share), inherit: false },
      width: { lit: 3.2, hot: 1.6 }[look] ?? 1,
      dashes: edge.dashed ? [5, 4] : false,
      arrows: { to: { enabled: true, scaleFactor: look === "lit" ? 0.5 : 0.42 } },
      arrowStrikethrough: false,
      chosen: false,
      hoverWidth: 0,
      selectionWidth: 0,
      smooth: { enabled: bend > 0, type: "curvedCW", roundness: bend },
    };
  }

  // ---- round what vis draws -------------------------------------------------------------------------------------

  /** The part of the world that can be seen. */
  get seen() {
    const { clientWidth, clientHeight } = this.net.canvas.frame;
    const { x: left, y: top } = this.net.DOMtoCanvas({ x: 0, y: 0 });
    const { x: right, y: bottom } = this.net.DOMtoCanvas({ x: clientWidth, y: clientHeight });
    return { left, top, right, bottom };
  }

  #drawBelow(ctx) {
    this.#sizeLabels();
    if (!this.lanes.length || !this.nodes.size) return;
    const top = this.extent().top + HEAD;
    drawLanes(ctx, this.lanes, { seen: this.seen, top, scale: this.scale, free: this.still ? 0 : this.covered, theme: this.theme });
  }

  #sizeLabels() {
    const size = labelSizeAt(this.scale);
    if (size === this.#labelSize) return;
    this.#labelSize = size;
    requestAnimationFrame(() => this.nodes.size && this.#restyle()); // not in the middle of a drawing
  }

  #drawAbove(ctx) {
    const { scale, theme } = this;
    this.#drawMarks(ctx);
    const named = new Set(["lit", "hot"]);
    const wanted = [...this.edges.values()].filter((edge) => edge.id === this.#hovered.edge || named.has(this.edgeLook(edge)));
    if (!wanted.length) return;
    const boxes = [...this.nodes.keys()].map((id) => this.box(id));
    const lineOf = (id) => this.net.body.edges[id]?.edgeType;
    drawRelations(ctx, wanted, { boxes, boxOf: (id) => this.box(id), lineOf, scale, theme, all: Boolean(this.#light) });
  }

  #drawMarks(ctx) {
    const size = markSizeAt(this.scale);
    if (size === null) return;
    const { seen, theme } = this;
    for (const { id, left, pinned, ...node } of this.nodes.values()) {
      if (!left && !pinned) continue;
      const figure = this.figure(id);
      if (figure.right < seen.left || figure.left > seen.right || figure.bottom < seen.top || figure.top > seen.bottom) continue;
      const now = { size, look: this.look(id), theme };
      // On the corner of a box; off the round of a shape, which has no corners.
      const box = frameOf(node);
      const inset = box ? size * 1.6 : (figure.right - figure.left) * 0.24;
      const y = figure.top + (box ? 0 : size * 0.15);
      if (left) drawBadge(ctx, left, { x: figure.right - inset, y }, now);
      if (pinned) drawPin(ctx, { x: figure.left + (box ? size * 0.4 : inset - size * 0.5), y }, now);
    }
  }

  destroy() {
    this.net.destroy();
  }
}

// Whether vis has to be told `options`; remembers that it will be.
function differs(drawnAs, options) {
  const now = JSON.stringify(options);
  if (drawnAs.get(options.id) === now) return false;
  drawnAs.set(options.id, now);
  return true;
}

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
