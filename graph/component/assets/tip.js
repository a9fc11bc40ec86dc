// The tooltip: what an item is, beside it and never over it. Text from data goes in as text only.

const DELAY = 260;
const GAP = 10;

export class Tip {
  #timer = 0;

  constructor(element) {
    this.element = element;
  }

  /** Show `lines` (the first is strong) beside `box`, given in pixels of the stage, after a moment. */
  show(lines, box) {
    this.hide();
    this.#timer = setTimeout(() => {
      const parts = lines.filter(Boolean).map((line, i) => {
        const part = document.createElement(i ? "span" : "b");
        part.dir = "auto";
        part.textContent = line;
        return part;
      });
      this.element.replaceChildren(...parts);
      this.element.hidden = false;
      this.#place(box);
    }, DELAY);
  }

  hide() {
    clearTimeout(this.#timer);
    this.element.hidden = true;
  }

  // Below the item if there is room, else above, else to the side with more room.
  #place(box) {
    const { offsetWidth: width, offsetHeight: height } = this.element;
    const { clientWidth, clientHeight } = this.element.parentElement;
    const clamp = (value, most) => Math.max(GAP, Math.min(value, most - GAP));
    let left = clamp((box.left + box.right) / 2 - width / 2, clientWidth - width);
    let top = box.bottom + GAP;
    if (top + height > clientHeight - GAP) top = box.top - GAP - height;
    if (top < GAP) {
      top = clamp((box.top + box.bottom) / 2 - height / 2, clientHeight - height);
      left = clientWidth - box.right > box.left ? box.right + GAP : box.left - GAP - width;
      left = clamp(left, clientWidth - width);
    }
    this.element.style.left = `${Math.round(left)}px`;
    this.element.style.top = `${Math.round(top)}px`;
  }
}
