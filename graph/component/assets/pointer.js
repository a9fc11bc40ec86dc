// Mouse and finger on items: click, double-click, drag, hover, right click, long press.
import { watchGestures } from "./gestures.js";
import { inWords } from "./words.js";

const DOUBLE_CLICK = 240; // ms; a rerun between the two clicks of a double click would be wasted

/** Connect the pointer on the paper of `canvas`; everything ends with the paper itself. */
export function watchPointer(canvas) {
  const { drawing, paper, tip, menu } = canvas;
  const { net } = drawing;

  const click = (point) => {
    const node = drawing.nodeAt(point);
    const edge = node === null ? drawing.edgeAt(point) : null;
    canvas.pick({ node, edge }, { pause: DOUBLE_CLICK });
  };

  const dragStart = (point) => {
    tip.hide();
    menu.close({ refocus: false });
    drawing.watchPointer(false);
    canvas.dragged = drawing.nodeAt(point);
    paper.classList.add("dragging");
  };

  const dragEnd = () => {
    paper.classList.remove("dragging");
    drawing.watchPointer(true);
    const id = canvas.dragged;
    canvas.dragged = null;
    net.unselectAll(); // vis selects what it drags
    if (id !== null && drawing.nodes.has(id)) canvas.put(id, drawing.position(id));
  };

  const over = (id) => {
    paper.classList.add("over");
    drawing.hover({ node: id });
    const node = drawing.nodes.get(id);
    if (!node || id === canvas.selected.node || canvas.dragged !== null || menu.isOpen) return;
    const lines = [inWords(node), node.kindLabel, node.title === node.label ? null : node.title];
    tip.show(lines, drawing.onScreen(drawing.box(id)));
  };

  const overNothing = () => {
    paper.classList.remove("over");
    drawing.hover({});
    tip.hide();
  };

  const press = (id, at) => {
    canvas.pick({ node: id });
    canvas.openMenu(id, at);
  };

  // On empty paper the browser's own menu may come. One asked for by key has been answered by that key already.
  const contextMenu = (event) => {
    const { left, top } = paper.getBoundingClientRect();
    const node = drawing.nodeAt({ x: event.clientX - left, y: event.clientY - top });
    if (node === null && !menu.isOpen) return;
    event.preventDefault();
    if (node !== null && event.button === 2) press(node, { x: event.clientX, y: event.clientY });
  };

  net.on("click", ({ pointer }) => click(pointer.DOM));
  net.on("doubleClick", ({ pointer }) => {
    const node = drawing.nodeAt(pointer.DOM);
    if (node !== null) canvas.expand(node);
  });
  net.on("dragStart", ({ pointer }) => dragStart(pointer.DOM));
  net.on("dragEnd", dragEnd);
  net.on("hoverNode", ({ node }) => over(node));
  net.on("hoverEdge", ({ edge }) => drawing.hover({ edge }));
  net.on("blurNode", overNothing);
  net.on("blurEdge", overNothing);
  net.on("zoom", () => canvas.taken());
  paper.addEventListener("pointerdown", () => canvas.taken());
  paper.addEventListener("pointerleave", () => {
    tip.hide();
    drawing.pointerGone();
  });
  paper.addEventListener("contextmenu", contextMenu);
  watchGestures(paper, canvas.camera, drawing, press);
}
