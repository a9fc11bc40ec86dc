// A panel that floats over the canvas: it stays inside, takes the focus, closes with Escape or a press elsewhere, and
// gives the focus back.

const GAP = 8;

export class Floating {
  #back = null; // where the focus came from
  #onPress = (event) => event.composedPath().includes(this.element) || this.close({ refocus: false });

  constructor(element) {
    this.element = element;
    element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.preventDefault();
        this.close();
      }
      if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation(); // Streamlit listens on the document
    });
    element.addEventListener("contextmenu", (event) => event.preventDefault());
  }

  get isOpen() {
    return !this.element.hidden;
  }

  /** Open at the point `at` of the viewport, inside the box of `within`; `back` gets the focus afterwards. */
  open({ at, within, back }) {
    this.#back = back;
    this.element.hidden = false;
    if (getComputedStyle(this.element).position === "fixed") this.#clear(at, within); // on phones, see canvas.css
    else this.#place(at, within.getBoundingClientRect());
    window.addEventListener("pointerdown", this.#onPress, true);
  }

  close({ refocus = true } = {}) {
    if (!this.isOpen) return;
    this.element.hidden = true;
    window.removeEventListener("pointerdown", this.#onPress, true);
    if (refocus && this.#back?.isConnected) this.#back.focus({ preventScroll: true });
    this.#back = null;
  }

  // What it is about must be seen above a sheet at the lower edge of the screen.
  #clear(at, within) {
    if (at.y > this.element.getBoundingClientRect().top - GAP) within.scrollIntoView({ block: "start" });
  }

  // Below and to the right of the point, else the other way; never over the rim, nor out of the window.
  #place(at, box) {
    const { style, offsetParent } = this.element;
    const low = { x: Math.max(box.left, 0) + GAP, y: Math.max(box.top, 0) + GAP };
    const high = { x: Math.min(box.right, innerWidth) - GAP, y: Math.min(box.bottom, innerHeight) - GAP };
    style.setProperty("--room-width", `${Math.max(120, high.x - low.x)}px`);
    style.setProperty("--room-height", `${Math.max(120, high.y - low.y)}px`);
    const { offsetWidth: width, offsetHeight: height } = this.element;
    const fit = (start, size, least, most) => Math.max(least, start + size <= most ? start : Math.min(start - size, most - size));
    const corner = offsetParent.getBoundingClientRect();
    style.left = `${Math.round(fit(at.x, width, low.x, high.x) - corner.left)}px`;
    style.top = `${Math.round(fit(at.y, height, low.y, high.y) - corner.top)}px`;
  }
}
