// The keyboard. Handled keys go no further: Streamlit listens for keys on the document.

const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const TYPED_INTO = "input:not([type=button], [type=checkbox], [type=radio], [type=range], [type=submit]), textarea, select";

const plain = (event) => !event.ctrlKey && !event.metaKey && !event.altKey;

/** Whether a key asks for the menu. */
export const isMenuKey = (event) =>
  plain(event) && (event.key === "ContextMenu" || event.key === "m" || (event.shiftKey && event.key === "F10"));

/** Do with an item what a key says, on the picture as in the outline; true if the key was ours. */
export function handleItemKey(event, id, canvas) {
  const keys = {
    h: () => canvas.act("hide", id),
    Delete: () => canvas.act("hide", id),
    c: () => canvas.act("collapse", id),
    p: () => canvas.act(canvas.isPinned(id) ? "unpin" : "pin", id),
    l: () => canvas.list({ goes: true }),
    "?": () => canvas.help(),
  };
  const act = plain(event) && keys[event.key];
  if (!act) return false;
  event.preventDefault();
  event.stopPropagation();
  if (!event.repeat) act();
  return true;
}

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
    const direction = DIRECTIONS[event.key];
    const act = isMenuKey(event) ? () => canvas.openMenu() : plain(event) && direction ? () => walk(direction) : plain(event) && keys[event.key];
    if (!act) return handleItemKey(event, canvas.selected.node, canvas);
    event.preventDefault();
    event.stopPropagation();
    act();
  });
}

/**
 * Undo and redo, wherever on the page the focus is, except where the person writes and has an undo of their own.
 * Returns how to stop.
 */
export function watchUndo(canvas) {
  const onKey = (event) => {
    const step = stepOf(event);
    if (!step || event.defaultPrevented || !canvas.remembers || event.composedPath().some(isWrittenInto)) return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) canvas[step]();
  };
  window.addEventListener("keydown", onKey, true);
  return () => window.removeEventListener("keydown", onKey, true);
}

function stepOf({ key, ctrlKey, metaKey, shiftKey, altKey }) {
  if (altKey || !(ctrlKey || metaKey)) return null;
  const letter = key.toLowerCase();
  if (letter === "z") return shiftKey ? "redo" : "undo";
  return letter === "y" && ctrlKey && !shiftKey ? "redo" : null;
}

const isWrittenInto = (target) => target instanceof HTMLElement && (target.isContentEditable || target.matches(TYPED_INTO));

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
