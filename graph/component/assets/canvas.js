// The canvas: entry of the Streamlit component. It ties the parts together.
//
//   drawing.js   what is on the picture and how it looks (all that is peculiar to vis-network), with
//                card.js group.js shape.js (items), relations.js (names of links), marks.js lanes.js text.js
//   camera.js    where one looks from             toolbar.js  the buttons
//   pointer.js   mouse and finger on items        gestures.js wheel and touch on the paper
//   keys.js      the keyboard                     more.js     the button beside the selected item
//   menu.js      the menu of an item              choices.js  what is in it
//   floating.js  panels over the canvas
//   outline.js   the same as a list               words.js    items and changes in words
//   talk.js      what the person did, to Python   picture.js  the PNG
//   theme.js     colours of the page              tip.js      the tooltip
//   hook.js      where tests look
import { Camera } from "./camera.js";
import { choicesFor } from "./choices.js";
import { Drawing } from "./drawing.js";
import { Floating } from "./floating.js";
import { announceDrawn, publish } from "./hook.js";
import { handleItemKey, watchKeys, watchUndo } from "./keys.js";
import { Menu } from "./menu.js";
import { More } from "./more.js";
import { Outline } from "./outline.js";
import { download, pictureOf } from "./picture.js";
import { watchPointer } from "./pointer.js";
import { Talk } from "./talk.js";
import { forgetMeasures } from "./text.js";
import { readTheme, watchTheme } from "./theme.js";
import { Tip } from "./tip.js";
import { Toolbar } from "./toolbar.js";
import { changeInWords, inWords } from "./words.js";

const KEY_PAUSE = 350; // ms; walking with the arrows selects at once, Python hears where the walk ended
const NOTHING = Object.freeze({ node: null, edge: null });
const STEPS = new Set(["undo", "redo"]);

const live = new WeakMap(); // one canvas for each place in the page, for as long as that place exists
const left = new Map(); // by view: how the user left it, for the way back from another page

class Canvas {
  selected = NOTHING;
  revision = 0; // draws after a change of the data
  data = null;
  dragged = null; // the node under the pointer that drags
  #undrawn = false;
  #stop = [];

  constructor(api) {
    const find = (selector) => api.parentElement.querySelector(selector);
    this.options = api.data.options ?? {};
    this.paper = find(".paper");
    this.parts = { room: find(".room"), stage: find(".stage"), hint: find(".hint"), status: find(".status") };
    this.drawing = new Drawing(this.paper, this.options, readTheme(this.paper));
    this.camera = new Camera(this.drawing, this.paper);
    this.tip = new Tip(find(".tip"));
    this.menu = new Menu(find(".menu"));
    this.more = new More(find(".more"), (at, button) => this.openMenu(this.selected.node, at, button));
    this.keys = new Floating(find(".keys"));
    this.toolbar = new Toolbar(find(".tools"), find(".arrange"), this);
    this.talk = new Talk(api, api.data.answered ?? 0, {
      onBusy: (busy) => this.#busy(busy),
      onSilence: () => this.say("No answer. Try again, or reload the page."),
    });
    this.outline = new Outline(find(".outline"), {
      onSelect: (id) => this.pick({ node: id }, { reveal: true }),
      onExpand: (id) => this.expand(id),
      onMenu: (id, at, back) => this.#showMenu(id, { at, within: this.parts.room, back }),
      onKey: (event, id) => handleItemKey(event, id, this),
      onToggle: (open) => this.toolbar.button("list").setAttribute("aria-expanded", String(open)),
    });
    const coarse = matchMedia("(pointer: coarse)").matches;
    this.parts.hint.textContent = coarse
      ? "Double-tap an item for what it is linked to, hold it for more"
      : "Double-click an item for what it is linked to, right-click for more, ? for keys";
    this.#listen();
    publish(this);
  }

  // ---- from Python ----------------------------------------------------------------------------------------------

  /** Take what Python sent. Streamlit also calls when only the theme changed: then the data is the same object. */
  sync(api) {
    this.talk.renew(api);
    this.#retheme();
    const { data } = api;
    if (data === this.data) return;
    const before = this.data;
    this.data = data;
    const memory = before ? null : this.#memory(data);
    const back = before !== undefined && before !== null && before.places !== data.places; // as they stood before
    const anew = !before || back || before.layout !== data.layout || before.view !== data.view;
    const { added, removed } = this.drawing.show(data, anew);
    this.talk.drop(removed);
    const asked = this.talk.heard(data.answered ?? 0);
    // A step back may put things where they were; where one looks from stays, if anything can be seen from there.
    const stays = (back || STEPS.has(asked?.do)) && this.camera.ready && data.nodes.some(({ id }) => this.camera.sees(id));
    if (anew) this.#startOver(memory, stays && this.camera.owned);
    if (this.selected.node !== null && !this.drawing.nodes.has(this.selected.node)) this.#highlight(NOTHING);
    if (this.selected.edge !== null && !this.drawing.edges.has(this.selected.edge)) this.#highlight(NOTHING);
    if (this.menu.isOpen && !this.drawing.nodes.has(this.menu.subject)) this.menu.close();
    this.toolbar.update(data);
    this.parts.stage.classList.toggle("arranged", Boolean(data.layouts?.length));
    this.outline.update(data.nodes, data.edges);
    if (!before && left.get(data.view)?.listed) this.outline.beside(true);
    this.#follow(data.selected ?? null, before);
    if (anew && !memory && !stays && this.camera.ready) this.camera.open(this.selected.node);
    if (before) this.#announce(asked, { added, removed, anew });
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

  #startOver(memory, owned) {
    this.talk.resume(memory?.moved ?? {});
    this.camera.owned = owned || memory?.camera != null;
    for (const [id, place] of Object.entries(memory?.places ?? {})) {
      if (this.drawing.nodes.has(id)) this.drawing.place(id, place);
    }
    this.returning = memory?.camera ?? null; // taken up once the paper has a size
  }

  // Python's selection counts when it changes, unless it is only the answer to an older click of ours.
  #follow(selected, before) {
    if (before && selected === (before.selected ?? null)) return;
    if (!this.talk.isNews(selected)) return;
    if (selected === this.selected.node) {
      if (this.selected.edge === null) this.talk.agree(this.selected);
      return;
    }
    if (selected !== null && !this.drawing.nodes.has(selected)) return;
    // The first picture shows all of itself: its selection is marked, the rest is not faded.
    this.#highlight({ node: selected, edge: null }, before?.layout === this.data.layout);
    this.talk.agree(this.selected);
    if (before && selected !== null) this.camera.reveal(selected);
  }

  #announce(asked, { added, removed, anew }) {
    const unseen = added.filter((id) => !this.camera.sees(id)).length;
    const words = changeInWords({ asked, added, removed, unseen, anew, count: this.data.nodes.length });
    if (words) this.say(words);
  }

  // ---- what the person does -------------------------------------------------------------------------------------

  /** Select `{node}`, `{edge}` or nothing: mark it at once, tell Python after `pause` ms. */
  pick(selected, { pause = 0, reveal = false } = {}) {
    this.camera.owned = true;
    this.#highlight({ ...NOTHING, ...selected });
    if (reveal && this.selected.node !== null) this.camera.reveal(this.selected.node);
    this.say(this.#selectionInWords());
    this.talk.select(this.selected, pause);
  }

  /** Ask for what an item is linked to, by links of one kind (its key in the data) or of any. */
  expand(id, kind = null) {
    this.camera.owned = true;
    this.talk.expand(id, kind, this.#name(id));
  }

  /** Ask Python to do something with an item; see the docstring of graph/component. */
  act(what, id) {
    if (id === null) return this.say("Select an item first");
    this.talk.act(what, id, null, this.#name(id));
  }

  /** A node has been dragged somewhere: there it stays, and Python hears of it. */
  put(id, { x, y }) {
    const place = [Math.round(x), Math.round(y)];
    this.drawing.place(id, place);
    this.talk.move(id, place);
  }

  /** The person has touched the picture: from here on only they move the camera. */
  taken() {
    this.camera.owned = true;
    this.tip.hide();
  }

  isPinned(id) {
    return Boolean(this.drawing.nodes.get(id)?.pinned);
  }

  /** Whether there is a history to go back and forth in. */
  get remembers() {
    return Boolean(this.data?.history);
  }

  undo() {
    this.#step("undo", "Nothing to undo");
  }

  redo() {
    this.#step("redo", "Nothing to redo");
  }

  #step(what, otherwise) {
    this.talk.act(what, null, null, "", { can: () => this.data.history?.[what], otherwise: () => this.say(otherwise) });
  }

  tidy() {
    this.talk.act("tidy", null, null, "");
  }

  arrange(key, label) {
    if (key !== this.data.arrangement) this.talk.act("arrange", null, key, label);
  }

  zoomIn() {
    this.camera.zoom(1.3, undefined, true);
  }

  zoomOut() {
    this.camera.zoom(1 / 1.3, undefined, true);
  }

  fit() {
    this.camera.fit({ animated: true });
  }

  /** Open or close the list beside the picture, where there is room, else below it; `goes`: the focus goes along. */
  list({ goes = false } = {}) {
    const { outline, paper } = this;
    const leaves = outline.isBeside && outline.hasFocus;
    outline.beside(!outline.isBeside);
    if (leaves) paper.focus({ preventScroll: true });
    else if (goes && outline.isBeside) outline.focus();
  }

  help() {
    const { left: x, top: y } = this.parts.stage.getBoundingClientRect();
    this.keys.open({ at: { x: x + 12, y: y + 12 }, within: this.parts.stage, back: this.paper });
    this.keys.element.focus({ preventScroll: true });
  }

  async savePicture() {
    const { data, selected } = this;
    try {
      download(await pictureOf(this.drawing, { options: this.options, data, selected, room: this.parts.room }));
      this.say("Picture saved");
    } catch (error) {
      this.say(`The picture could not be saved: ${error.message}`);
    }
  }

  /** Open the menu of an item, the selected one unless said otherwise, at a point or beside the item. */
  openMenu(id = this.selected.node, at = null, back = this.paper) {
    if (id === null) return this.say("Select an item first");
    this.camera.reveal(id);
    this.#showMenu(id, { at: at ?? this.#upperRight(id), within: this.parts.stage, back });
  }

  #upperRight(id) {
    const { right, top } = this.drawing.onScreen(this.drawing.figure(id));
    const corner = this.paper.getBoundingClientRect();
    return { x: corner.left + right + 8, y: corner.top + top };
  }

  #showMenu(id, where) {
    this.tip.hide();
    const node = this.drawing.nodes.get(id);
    this.menu.show({ subject: id, title: inWords(node), items: choicesFor(node, this) }, where);
  }

  // ---- on the screen --------------------------------------------------------------------------------------------

  #name(id) {
    return inWords(this.drawing.nodes.get(id));
  }

  #highlight(selected, fades = true) {
    this.selected = selected;
    this.tip.hide();
    this.drawing.select(selected, fades);
    this.outline.mark(selected.node);
  }

  #selectionInWords() {
    const { node, edge } = this.selected;
    if (node !== null) {
      const { kindLabel, pinned } = this.drawing.nodes.get(node);
      return `Selected: ${[this.#name(node), kindLabel, pinned && "pinned"].filter(Boolean).join(", ")}`;
    }
    if (edge === null) return "Nothing selected";
    const { from, to, label } = this.drawing.edges.get(edge);
    return `Selected: ${this.#name(from)}, ${label}, ${this.#name(to)}`;
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

  // ---- events ---------------------------------------------------------------------------------------------------

  #listen() {
    const { net } = this.drawing;
    net.on("afterDrawing", () => this.#afterDrawing());
    watchPointer(this);
    watchKeys(this.paper, this, KEY_PAUSE);
    const resized = new ResizeObserver(() => this.#resized());
    resized.observe(this.paper);
    const recheck = () => {
      forgetMeasures();
      this.#retheme();
      net.redraw();
    };
    this.#stop = [() => resized.disconnect(), watchTheme(this.paper, recheck), watchUndo(this)];
  }

  #resized() {
    const first = this.camera.resize();
    this.drawing.covered = this.camera.phone ? 54 : 0;
    if (!first) return;
    if (this.returning) this.camera.restore(this.returning);
    else this.camera.open(this.selected.node);
    this.drawing.net.redraw();
  }

  #afterDrawing() {
    const { node } = this.selected; // vis draws at once when it has to drop a node, also the selected one
    const stands = this.drawing.nodes.has(node) && this.dragged === null && this.camera.ready;
    this.more.place(stands ? node : null, this.drawing, this.camera.size);
    if (!this.#undrawn || !this.camera.ready) return;
    this.#undrawn = false;
    this.revision += 1;
    announceDrawn();
  }

  destroy() {
    const place = ({ x, y }) => [x, y];
    const places = Object.fromEntries([...this.drawing.nodes.keys()].map((id) => [id, place(this.drawing.position(id))]));
    const { view, layout } = this.data;
    const camera = this.camera.owned ? this.camera.view : null;
    left.set(view, { layout, places, moved: this.talk.moved, camera, listed: this.outline.isBeside });
    this.talk.stop();
    this.tip.hide();
    this.menu.close({ refocus: false });
    this.keys.close({ refocus: false });
    for (const stop of this.#stop) stop();
    this.drawing.destroy();
  }
}

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
