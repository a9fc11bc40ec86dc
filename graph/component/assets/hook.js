// The test hook: a canvas has no DOM nodes, so tests (and the curious) ask here where things are.

let mounts = 0;

/** Publish `canvas` as globalThis.__sayso. All values are getters: they are right after scroll, zoom and resize. */
export function publish(canvas) {
  mounts += 1;
  const { drawing, paper } = canvas;
  globalThis.__sayso = {
    get ready() {
      return canvas.revision > 0 && paper.isConnected;
    },
    get revision() {
      return canvas.revision;
    },
    get mounts() {
      return mounts;
    },
    get selected() {
      return canvas.selected.node ?? canvas.selected.edge;
    },
    get spotlight() {
      return canvas.data?.spotlight ?? null;
    },
    /** The open menu: what it is about and its entries as they read; else null. */
    get menu() {
      const { menu } = canvas;
      const entries = () => menu.entries.map(({ textContent, ariaDisabled }) => ({ text: textContent, disabled: ariaDisabled === "true" }));
      return menu.isOpen ? { title: menu.title, subject: menu.subject, entries: entries() } : null;
    },
    get pinned() {
      return [...drawing.nodes.values()].filter(({ pinned }) => pinned).map(({ id }) => id);
    },
    /** Each node with its centre in CSS pixels from the viewport's corner. */
    get nodes() {
      const corner = paper.getBoundingClientRect();
      return [...drawing.nodes.values()].map(({ id, label, kind }) => {
        const { x, y } = drawing.net.canvasToDOM(drawing.position(id));
        return { id, label, kind, x: x + corner.left, y: y + corner.top };
      });
    },
    get edges() {
      return [...drawing.edges.values()].map(({ id, from, to, label }) => ({ id, from, to, label }));
    },
  };
}

/** Tell the window that a change of the data has been drawn. */
export function announceDrawn() {
  window.dispatchEvent(new CustomEvent("sayso:drawn"));
}
