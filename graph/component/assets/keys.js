// The keyboard on the picture. Handled keys go no further: Streamlit listens for keys on the document.

const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Connect the keys of `paper`; a selection by arrow is told to Python after `pause` ms. */
export function watchKeys(paper, canvas, pause) {
  const keys = {
    Enter: () => canvas.selected.node !== null && canvas.expand(canvas.selected.node),
    Escape: () => canvas.pick({}),
    "+": () => canvas.zoomIn(),
    "=": () => canvas.zoomIn(), // the same key as + without Shift
    "-": () => canvas.zoomOut(),
    0: () => canvas.fit(),
  };
  const walk = (direction) => {
    const next = nearest(canvas.drawing, canvas.selected.node, direction, canvas.camera.view.position);
    if (next !== null) canvas.pick({ node: next }, { pause, reveal: true });
  };
  paper.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = DIRECTIONS[event.key];
    const act = direction ? () => walk(direction) : keys[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });
}

// The nearest node that way; what lies off the line counts double. Without a selection: the one nearest the middle.
function nearest(drawing, from, [dx, dy], middle) {
  const start = from === null ? middle : drawing.position(from);
  let best = null;
  let least = Infinity;
  for (const id of drawing.nodes.keys()) {
    if (id === from) continue;
    const { x, y } = drawing.position(id);
    const along = (x - start.x) * dx + (y - start.y) * dy;
    const aside = Math.abs((x - start.x) * dy) + Math.abs((y - start.y) * dx);
    const cost = from === null ? Math.hypot(x - start.x, y - start.y) : along > 4 ? along + 2 * aside : Infinity;
    if (cost < least) [best, least] = [id, cost];
  }
  return best;
}
