// The button beside the selected item that opens its menu: on the lower right corner of a box, left of a shape
// (its number stands at the right, its name below).

const RIM = 8; // pixels; nearer to the rim of the paper it is not shown

export class More {
  /** `onOpen(at, button)` is called with the point of the viewport where the menu may begin. */
  constructor(button, onOpen) {
    this.button = button;
    button.addEventListener("click", () => {
      const { left, bottom } = button.getBoundingClientRect();
      onOpen({ x: left, y: bottom + 4 }, button);
    });
  }

  /** Stand beside the node `id` as it is drawn now; null hides the button. */
  place(id, drawing, { width, height }) {
    const { button } = this;
    button.hidden = id === null;
    if (button.hidden) return;
    const { card, shape } = drawing.nodes.get(id);
    const { left, right, top, bottom } = drawing.onScreen(drawing.figure(id));
    const [x, y] = card || shape === "group" ? [right - 4, bottom - 2] : [left - button.offsetWidth / 2 - 5, (top + bottom) / 2];
    button.hidden = x < RIM || y < RIM || x > width - RIM || y > height - RIM;
    button.style.translate = `calc(${Math.round(x)}px - 50%) calc(${Math.round(y)}px - 50%)`;
  }
}
