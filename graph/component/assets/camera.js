// Where one looks from. The camera belongs to the user from the first gesture on; until then it may be fitted.

const WIDEST = 1.15; // a small graph is not blown up
const READABLE = 0.55; // below this a card on a phone cannot be read
const LIMITS = [0.08, 4];
const JOLT = 24; // a scroll bar or a rounding: such a change of size must not move anything

const phone = matchMedia("(max-width: 640px)"); // as canvas.css has it: there the toolbar lies above, not at the right
const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");

export class Camera {
  /** True once the user has done anything: from then on only the user moves the camera. */
  owned = false;
  subject = null; // what the first view is about, where the whole does not fit

  constructor(drawing, paper) {
    this.drawing = drawing;
    this.net = drawing.net;
    this.paper = paper;
    this.size = { width: 0, height: 0 };
  }

  get ready() {
    return this.size.width > 0 && this.size.height > 0;
  }

  get phone() {
    return phone.matches;
  }

  get view() {
    // Not vis' getViewPosition: it measures the element, which has no size any more when the page is left.
    const position = this.net.DOMtoCanvas({ x: this.size.width / 2, y: this.size.height / 2 });
    return { position, scale: this.net.getScale() };
  }

  #move(view, animated) {
    const animation = animated && !reducedMotion.matches ? { duration: 220, easingFunction: "easeInOutQuad" } : false;
    this.net.moveTo({ ...view, animation });
  }

  restore(view) {
    this.#move(view, false);
  }

  /** The whole graph with comfortable margins. */
  fit({ animated = false } = {}) {
    const whole = this.#whole();
    if (whole) this.#move(whole, animated);
  }

  /** The first view: the whole, or on a phone, where that could not be read, what matters most. */
  open(selected = this.subject) {
    this.subject = selected;
    const whole = this.#whole();
    if (!whole) return;
    if (!this.phone || whole.scale >= READABLE) return this.#move(whole, false);
    const centre = this.drawing.nodes.has(selected) ? selected : this.#busiest();
    this.#move({ position: this.drawing.position(centre), scale: 0.6 }, false);
  }

  #whole() {
    if (!this.drawing.nodes.size || !this.ready) return null;
    // Room for the toolbar and the hint, which stand at the right and below; on a phone toolbars stand above and below.
    const margin = this.phone ? { left: 14, right: 14, top: 54, bottom: 58 } : { left: 28, right: 54, top: 24, bottom: 44 };
    // From afar names grow, and with them the whole: looked at again until it fits. The scale only falls, so this ends.
    let [scale, before, extent] = [WIDEST, Infinity, null];
    while (scale < before) {
      before = scale;
      extent = this.drawing.extent(before);
      scale = Math.min(
        before,
        (this.size.width - margin.left - margin.right) / (extent.right - extent.left || 1),
        (this.size.height - margin.top - margin.bottom) / (extent.bottom - extent.top || 1),
      );
    }
    const { left, right, top, bottom } = extent;
    const x = (left + right) / 2 + (margin.right - margin.left) / 2 / scale;
    const y = (top + bottom) / 2 + (margin.bottom - margin.top) / 2 / scale;
    return { position: { x, y }, scale: Math.max(LIMITS[0], scale) };
  }

  #busiest() {
    const degree = (id) => this.drawing.neighbours(id).length;
    return [...this.drawing.nodes.keys()].reduce((best, id) => (degree(id) > degree(best) ? id : best));
  }

  /** Zoom by `factor`; the point of the screen `at` (in the paper's pixels) stays where it is. */
  zoom(factor, at = { x: this.size.width / 2, y: this.size.height / 2 }, animated = false) {
    this.owned = true;
    const { position, scale } = this.view;
    const next = Math.min(LIMITS[1], Math.max(LIMITS[0], scale * factor));
    const fixed = this.net.DOMtoCanvas(at);
    const keep = (axis) => fixed[axis] + ((position[axis] - fixed[axis]) * scale) / next;
    this.#move({ position: { x: keep("x"), y: keep("y") }, scale: next }, animated);
  }

  /** Shift the picture by screen pixels. */
  pan(dx, dy) {
    const { position, scale } = this.view;
    this.#move({ position: { x: position.x - dx / scale, y: position.y - dy / scale }, scale }, false);
  }

  sees(id) {
    const [box, seen] = [this.drawing.box(id), this.drawing.seen];
    return box.left >= seen.left && box.right <= seen.right && box.top >= seen.top && box.bottom <= seen.bottom;
  }

  /** Bring a node into view by the shortest way, only if it is not in view. */
  reveal(id) {
    if (!this.ready || this.sees(id)) return;
    const { position, scale } = this.view;
    const [box, seen] = [this.drawing.box(id), this.drawing.seen];
    const margin = 36 / scale;
    const shift = (low, high, from, to) => (low < from ? low - from - margin : high > to ? high - to + margin : 0);
    const x = position.x + shift(box.left, box.right, seen.left, seen.right);
    const y = position.y + shift(box.top, box.bottom, seen.top, seen.bottom);
    this.#move({ position: { x, y }, scale }, true);
  }

  /** Take the paper's new size; true if that was the first. Call when the paper was resized. */
  resize() {
    if (getComputedStyle(this.paper).visibility === "hidden") return false; // canvas.css, and with it the size, is to come
    const { clientWidth: width, clientHeight: height } = this.paper;
    const before = this.size;
    if (!width || !height || (width === before.width && height === before.height)) return false;
    // vis would zoom with the size. The corner, or for a real change the centre, keeps its place instead.
    const jolt = Math.abs(width - before.width) <= JOLT && Math.abs(height - before.height) <= JOLT;
    const corner = this.net.DOMtoCanvas({ x: 0, y: 0 });
    const scale = this.net.getScale();
    const shown = jolt ? { width, height } : before;
    const position = { x: corner.x + shown.width / 2 / scale, y: corner.y + shown.height / 2 / scale };
    this.size = { width, height };
    this.net.redraw(); // vis takes the new size here
    if (before.width) this.#move({ position, scale }, false);
    if (before.width && !jolt && !this.owned) this.open();
    return !before.width;
  }
}
