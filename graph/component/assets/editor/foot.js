// The line under the editor: the problem in words, its mends as buttons, and the tools.

const make = (className, text) => {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className, textContent: text });
  return button;
};

export class Foot {
  /** `actions` maps a tool's name to what it does; `mend(label)` applies a mend, `next()` goes to the next problem. */
  constructor(root, { actions, mend, next, back }) {
    this.status = root.querySelector(".status");
    this.mends = root.querySelector(".mends");
    this.mend = mend;
    this.next = next;
    for (const button of root.querySelectorAll("[data-do]")) {
      button.addEventListener("click", () => actions[button.dataset.do]());
    }
    this.mends.addEventListener("keydown", (event) => event.key === "Escape" && back());
  }

  /** Say `words`, and offer the mends of `problem`, number `turn` of `count`. */
  show({ words, severity = "", problem, turn, count }) {
    if (this.status.textContent !== words) this.status.textContent = words;
    this.status.dataset.severity = severity;
    const buttons = (problem?.mends ?? []).map(({ label }) => {
      const button = make("mend", label);
      button.addEventListener("click", () => this.mend(label));
      return button;
    });
    if (count > 1) {
      const button = make("next", `Next problem (${turn} of ${count})`);
      button.addEventListener("click", this.next);
      buttons.push(button);
    }
    this.mends.replaceChildren(...buttons);
    this.mends.hidden = !buttons.length;
  }

  /** Put the focus on the first mend; false where there is none. */
  focus() {
    const button = this.mends.querySelector("button");
    button?.focus();
    return Boolean(button);
  }
}
