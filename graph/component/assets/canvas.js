// The canvas: entry of the Streamlit component. It ties the parts together and talks with Python.
//
//   drawing.js   what is on the picture and how it looks (all that is peculiar to vis-network)
//   card.js      how one item is drawn            theme.js    colours of the page
//   camera.js    where one looks from             gestures.js wheel and touch
//   outline.js   the same in words                tip.js      the tooltip
//   keys.js      the keyboard on the picture      hook.js     where tests look
import { Camera } from "./camera.js";
import { forgetMeasures } from "./card.js";
import { Drawing } from "./drawing.js";
import { watchGestures } from "./gestures.js";
import { announceDrawn, publish } from "./hook.js";
import { watchKeys } from "./keys.js";
import { inWords, Outline } from "./outline.js";
import { readTheme, watchTheme } from "./theme.js";
import { Tip } from "./tip.js";

const DOUBLE_CLICK = 240; // ms; a rerun between the two clicks of a double click would be wasted
const KEY_PAUSE = 350; // ms; walking with the arrows selects at once, Python hears where the walk ended
const NOTHING = Object.freeze({ node: null, edge: null });

const live = new WeakMap(); // one canvas for each place in the page, for as long as that place exists
const left = new Map(); // by view: how the user left it, for the way back from another page

class Canvas {
  selected = NOTHING;
  revision = 0; // draws after a change of the data
  #data = null;
  #moved = {};
  #told = NOTHING; // the selection as Python knows it
  #echoes = []; // selections told to Python that it has not repeated yet
  #sent = { value: null, again: 0 }; // the value Streamlit holds for `selected`
  #telling = 0;
  #expansions = { asked: 0, answered: 0 };
  #undrawn = false;
  #dragged = null;
  #stop = [];

  constructor(api) {
    const find = (selector) => api.parentElement.querySelector(selector);
    this.api = api;
    this.paper = find(".paper");
    this.parts = { stage: find(".stage"), tools: find(".tools"), hint: find(".hint"), status: find(".status") };
    this.drawing = new Drawing(this.paper, api.data.options ?? {}, readTheme(this.paper));
    this.camera = new Camera(this.drawing, this.paper);
    this.tip = new Tip(find(".tip"));
    this.outline = new Outline(find(".outline"), {
      onSelect: (id) => this.pick({ node: id }, { reveal: true }),
      onExpand: (id) => this.expand(id),
    });
    const coarse = matchMedia("(pointer: coarse)").matches;
    this.parts.hint.textContent = `Double-${coarse ? "tap" : "click"} an item to see what it is linked to`;
    this.#listen();
    publish(this);
  }

  // ---- from Python ----------------------------------------------------------------------------------------------

  /** Take what Python sent. Streamlit also calls when only the theme changed: then the data is the same object. */
  sync(api) {
    this.api = api;
    this.#retheme();
    const { data } = api;
    if (data === this.#data) return;
    const before = this.#data;
    this.#data = data;
    if (!before) this.#expansions = { asked: data.answered ?? 0, answered: data.answered ?? 0 };
    const memory = before ? null : this.#memory(data);
    const anew = !before || before.layout !== data.layout || before.view !== data.view;
    const { added, removed } = this.drawing.show(data.nodes, data.edges, anew);
    if (anew) this.#startOver(memory);
    if (this.selected.node !== null && !this.drawing.nodes.has(this.selected.node)) this.#highlight(NOTHING);
    if (this.selected.edge !== null && !this.drawing.edges.has(this.selected.edge)) this.#highlight(NOTHING);
    this.outline.update(data.nodes, data.edges);
    this.#follow(data.selected ?? null, before);
    if (anew && !memory && this.camera.ready) this.camera.open(this.selected.node);
    if (before) this.#announce(added, removed, anew);
    const count = data.nodes.length;
    this.paper.setAttribute("aria-label", `Graph of ${count} ${count === 1 ? "item" : "items"}`);
    this.#undrawn = true;
    this.drawing.net.redraw();
  }

  // Back from another page, with the same arrangement: as the user left it.
  #memory({ view, layout }) {
    const memory = left.get(view);
    return memory && memory.layout === layout ? memory : null;
  }

  #startOver(memory) {
    this.#moved = memory?.moved ?? {};
    this.camera.owned = memory?.camera != null;
    for (const [id, place] of Object.entries(memory?.places ?? {})) {
      if (this.drawing.nodes.has(id)) this.drawing.place(id, place);
    }
    this.returning = memory?.camera ?? null; // taken up once the paper has a size
  }

  // Python's selection counts when it changes, unless it is only the answer to an older click of ours.
  #follow(selected, before) {
    if (before && selected === (before.selected ?? null)) return;
    const echo = this.#echoes.indexOf(selected);
    if (echo >= 0) this.#echoes.splice(0, echo + 1);
    if (echo >= 0 && (this.#echoes.length || this.#telling)) return;
    if (selected === this.selected.node) {
      this.#told = this.selected;
      return;
    }
    if (selected !== null && !this.drawing.nodes.has(selected)) return;
    clearTimeout(this.#telling);
    this.#telling = 0;
    // The first picture shows all of itself: its selection is marked, the rest is not faded.
    this.#highlight({ node: selected, edge: null }, before !== undefined && before !== null && before.layout === this.#data.layout);
    this.#told = this.selected;
    if (before && selected !== null) this.camera.reveal(selected);
  }

  #announce(added, removed, anew) {
    const { asked, answered } = this.#expansions;
    const answer = this.#data.answered > answered;
    this.#expansions.answered = Math.max(answered, this.#data.answered ?? 0);
    if (answer || added.length) this.#busy(this.#expansions.answered < asked);
    const items = (n) => `${n} new ${n === 1 ? "item" : "items"}`;
    if (anew) this.say(`${this.#data.nodes.length} items`);
    else if (added.length) {
      const hidden = added.filter((id) => !this.camera.sees(id)).length;
      this.say(items(added.length) + (hidden ? `, ${hidden} outside the view` : ""));
    } else if (answer) this.say("Nothing more to show");
    else if (removed.length) this.say(`${removed.length} fewer, ${this.#data.nodes.length} left`);
  }

  // ---- to Python ------------------------------------------------------------------------------------------------

  /** Select `{node}`, `{edge}` or nothing: mark it at once, tell Python after `pause` ms. */
  pick(selected, { pause = 0, reveal = false } = {}) {
    this.camera.owned = true;
    this.#highlight({ ...NOTHING, ...selected });
    if (reveal && this.selected.node !== null) this.camera.reveal(this.selected.node);
    this.say(this.#selectionInWords());
    clearTimeout(this.#telling);
    this.#telling = setTimeout(() => this.#tell(), pause);
  }

  #tell() {
    this.#telling = 0;
    const { node, edge } = this.selected;
    if (node === this.#told.node && edge === this.#told.edge) return;
    this.#told = this.selected;
    this.#echoes.push(node);
    // Streamlit runs the callback only for a value that differs from the last one sent from here. If Python has
    // selected something else since, the same choice once more must look new: it carries a number.
    let value = node !== null ? { node } : edge !== null ? { edge } : null;
    if (same(value, this.#sent.value)) value = { ...(value ?? { node: null }), again: (this.#sent.again += 1) };
    this.#sent.value = value;
    this.api.setStateValue("selected", value);
  }

  /** Ask for what an item is linked to. */
  expand(id) {
    clearTimeout(this.#telling);
    this.#telling = 0;
    this.camera.owned = true;
    this.#expansions.asked += 1;
    this.#busy(true);
    this.api.setTriggerValue("expand", { id, n: this.#expansions.asked });
  }

  #tellMoved(id) {
    const { x, y } = this.drawing.position(id);
    const place = [Math.round(x), Math.round(y)];
    this.drawing.place(id, place);
    this.#moved = { ...this.#moved, [id]: place };
    this.api.setStateValue("moved", this.#moved);
  }

  // ---- on the screen --------------------------------------------------------------------------------------------

  #highlight(selected, spotlight = true) {
    this.selected = selected;
    this.tip.hide();
    this.drawing.select(selected, spotlight);
    this.outline.mark(selected.node);
  }

  #selectionInWords() {
    const { node, edge } = this.selected;
    if (node !== null) {
      const item = this.drawing.nodes.get(node);
      return `Selected: ${inWords(item)}${item.kindLabel ? `, ${item.kindLabel}` : ""}`;
    }
    if (edge === null) return "Nothing selected";
    const { from, to, label } = this.drawing.edges.get(edge);
    const name = (id) => inWords(this.drawing.nodes.get(id));
    return `Selected: ${name(from)}, ${label}, ${name(to)}`;
  }

  /** Say what changed, to everyone: visibly beside the hint, and to a screen reader. */
  say(text) {
    const { status } = this.parts;
    status.textContent = text;
    status.classList.remove("fresh");
    void status.offsetWidth; // begin its fading anew
    status.classList.add("fresh");
  }

  #busy(busy) {
    this.paper.setAttribute("aria-busy", String(busy));
    this.parts.stage.classList.toggle("busy", busy);
  }

  #retheme() {
    const theme = readTheme(this.paper);
    if (theme.key !== this.drawing.theme.key) this.drawing.repaint(theme);
  }

  #showTip(lines, box) {
    const corners = [
      { x: box.left, y: box.top },
      { x: box.right, y: box.bottom },
    ].map((corner) => this.drawing.net.canvasToDOM(corner));
    this.tip.show(lines, { left: corners[0].x, top: corners[0].y, right: corners[1].x, bottom: corners[1].y });
  }

  // ---- toolbar --------------------------------------------------------------------------------------------------

  zoomIn() {
    this.camera.zoom(1.3, undefined, true);
  }

  zoomOut() {
    this.camera.zoom(1 / 1.3, undefined, true);
  }

  fit() {
    this.camera.fit({ animated: true });
  }

  savePicture() {
    const drawn = this.paper.querySelector("canvas");
    const picture = Object.assign(document.createElement("canvas"), { width: drawn.width, height: drawn.height });
    const ctx = picture.getContext("2d");
    ctx.fillStyle = this.drawing.theme.background; // vis draws on nothing
    ctx.fillRect(0, 0, picture.width, picture.height);
    ctx.drawImage(drawn, 0, 0);
    const link = Object.assign(document.createElement("a"), { download: "sayso.png", href: picture.toDataURL("image/png") });
    link.click();
  }

  // ---- events ---------------------------------------------------------------------------------------------------

  #listen() {
    const { net } = this.drawing;
    net.on("click", ({ pointer }) => this.#click(pointer.DOM));
    net.on("doubleClick", ({ pointer }) => this.#doubleClick(pointer.DOM));
    net.on("dragStart", ({ pointer }) => this.#dragStart(pointer.DOM));
    net.on("dragEnd", () => this.#dragEnd());
    net.on("hoverNode", ({ node }) => this.#overNode(node));
    net.on("hoverEdge", ({ edge }) => this.drawing.hover({ edge }));
    net.on("blurNode", () => this.#overNothing());
    net.on("blurEdge", () => this.#overNothing());
    net.on("zoom", () => this.#gesture());
    net.on("afterDrawing", () => this.#afterDrawing());
    this.paper.addEventListener("pointerdown", () => this.#gesture());
    this.paper.addEventListener("pointerleave", () => this.tip.hide());
    this.parts.tools.addEventListener("click", (event) => {
      const act = event.target.closest("button")?.dataset.do;
      if (act) this[act]();
    });
    watchKeys(this.paper, this, KEY_PAUSE);
    watchGestures(this.paper, this.camera, this.drawing);
    const resized = new ResizeObserver(() => this.#resized());
    resized.observe(this.paper);
    const recheck = () => {
      forgetMeasures();
      this.#retheme();
      net.redraw();
    };
    this.#stop = [() => resized.disconnect(), watchTheme(this.paper, recheck)];
  }

  #gesture() {
    this.camera.owned = true;
    this.tip.hide();
  }

  #click(point) {
    const node = this.drawing.nodeAt(point);
    const edge = node === null ? this.drawing.edgeAt(point) : null;
    this.pick({ node, edge }, { pause: DOUBLE_CLICK });
  }

  #doubleClick(point) {
    const node = this.drawing.nodeAt(point);
    if (node !== null) this.expand(node);
  }

  #dragStart(point) {
    this.tip.hide();
    this.#dragged = this.drawing.nodeAt(point);
    this.paper.classList.add("dragging");
  }

  #dragEnd() {
    this.paper.classList.remove("dragging");
    if (this.#dragged !== null) this.#tellMoved(this.#dragged);
    this.#dragged = null;
    this.drawing.net.unselectAll(); // vis selects what it drags
  }

  #overNode(id) {
    this.paper.classList.add("over");
    this.drawing.hover({ node: id });
    const node = this.drawing.nodes.get(id);
    if (!node || id === this.selected.node || this.#dragged !== null) return;
    this.#showTip([inWords(node), node.kindLabel, node.title === node.label ? null : node.title], this.drawing.box(id));
  }

  #overNothing() {
    this.paper.classList.remove("over");
    this.drawing.hover({});
    this.tip.hide();
  }

  #resized() {
    if (!this.camera.resize()) return;
    if (this.returning) this.camera.restore(this.returning);
    else this.camera.open(this.selected.node);
    this.drawing.net.redraw();
  }

  #afterDrawing() {
    if (!this.#undrawn || !this.camera.ready) return;
    this.#undrawn = false;
    this.revision += 1;
    announceDrawn();
  }

  destroy() {
    const place = ({ x, y }) => [x, y];
    const places = Object.fromEntries([...this.drawing.nodes.keys()].map((id) => [id, place(this.drawing.position(id))]));
    const { view, layout } = this.#data;
    left.set(view, { layout, places, moved: this.#moved, camera: this.camera.owned ? this.camera.view : null });
    clearTimeout(this.#telling);
    this.tip.hide();
    for (const stop of this.#stop) stop();
    this.drawing.destroy();
  }
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

export default function (api) {
  const root = api.parentElement;
  if (!live.has(root)) live.set(root, new Canvas(api));
  live.get(root).sync(api);
  // Streamlit runs this not only on unmount: also at once, when newer data came while this call was still loading.
  // So the canvas goes only when its place in the page is gone.
  return () => {
    if (root.isConnected || !live.has(root)) return;
    live.get(root).destroy();
    live.delete(root);
  };
}
