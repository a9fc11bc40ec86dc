// Wheel and touch: the canvas must not be a trap on the way down the page.

const LONG = 500; // ms: a finger that stays on an item asks for its menu
const STEADY = 10; // pixels: so much it may tremble

/** Connect wheel and touch on `paper`; everything ends with the element itself. `onLong(id, point)`: a long press. */
export function watchGestures(paper, camera, drawing, onLong) {
  const focused = () => paper.getRootNode().activeElement === paper;
  const point = ({ clientX, clientY }) => {
    const { left, top } = paper.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };

  // vis would take every wheel. Here it zooms with Ctrl or Meta (a trackpad's pinch comes as Ctrl+wheel too) or when
  // the canvas has the focus; otherwise the page scrolls.
  paper.addEventListener(
    "wheel",
    (event) => {
      event.stopPropagation();
      if (!event.ctrlKey && !event.metaKey && !focused()) return;
      event.preventDefault();
      const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 16 : event.deltaY;
      const factor = Math.exp(-pixels * (event.ctrlKey ? 0.008 : 0.002));
      camera.zoom(Math.min(1.25, Math.max(0.8, factor)), point(event));
    },
    { capture: true, passive: false },
  );

  // At phone width the stylesheet gives the canvas `touch-action: pan-y`: a vertical swipe that starts on empty paper
  // scrolls the page, a sideways one pans the picture (and may then go anywhere). A finger put on an item, or a second
  // finger, is meant for the canvas; cancelling touchstart is the one way to tell the browser so in time.
  let middle = null;
  let press = { timer: 0 };
  paper.addEventListener(
    "touchstart",
    (event) => {
      middle = event.touches.length === 2 ? between(event.touches) : null;
      const [{ clientX: x, clientY: y }] = event.touches;
      const item = drawing.nodeAt(point(event.touches[0]));
      if (event.cancelable && (item !== null || event.touches.length > 1)) event.preventDefault();
      clearTimeout(press.timer);
      if (item !== null && event.touches.length === 1) press = { x, y, timer: setTimeout(() => onLong(item, { x, y }), LONG) };
    },
    { passive: false },
  );

  // vis zooms on a pinch but does not follow the fingers; together they make the usual two-finger gesture.
  paper.addEventListener("touchmove", (event) => {
    const [{ clientX, clientY }] = event.touches;
    if (Math.hypot(clientX - press.x, clientY - press.y) > STEADY) clearTimeout(press.timer);
    if (!middle || event.touches.length !== 2) return;
    const now = between(event.touches);
    camera.pan(now.x - middle.x, now.y - middle.y);
    middle = now;
  });
  for (const end of ["touchend", "touchcancel"]) paper.addEventListener(end, () => clearTimeout(press.timer));
}

const between = ([a, b]) => ({ x: (a.clientX + b.clientX) / 2, y: (a.clientY + b.clientY) / 2 });
