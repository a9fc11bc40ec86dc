// The buttons on the canvas. A button that can do nothing now stays where it is, or the focus would be lost with it.

export class Toolbar {
  #tools;
  #arrange;
  #layouts = "";

  /** `canvas` has a method for each `data-do` in the markup, and `arrange(key, label)`. */
  constructor(tools, arrange, canvas) {
    this.#tools = tools;
    this.#arrange = arrange;
    tools.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (button && button.getAttribute("aria-disabled") !== "true") canvas[button.dataset.do]();
    });
    arrange.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (button) canvas.arrange(button.dataset.key, button.textContent);
    });
  }

  /** Follow the data: what can be taken back, and which arrangements there are. */
  update({ history, layouts = [], arrangement }) {
    for (const step of ["undo", "redo"]) {
      this.button(step).hidden = !history;
      this.button(step).setAttribute("aria-disabled", String(!history?.[step]));
    }
    this.button("tidy").hidden = !layouts.length;
    this.#arrange.hidden = !layouts.length;
    if (JSON.stringify(layouts) !== this.#layouts) {
      this.#layouts = JSON.stringify(layouts);
      this.#arrange.replaceChildren(...layouts.map(choice));
    }
    for (const button of this.#arrange.children) {
      button.setAttribute("aria-pressed", String(button.dataset.key === arrangement));
    }
  }

  button(name) {
    return this.#tools.querySelector(`[data-do=${name}]`);
  }
}

function choice({ key, label }) {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.key = key;
  button.textContent = label;
  return button;
}
