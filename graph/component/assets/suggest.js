// A field for one thing of the graph: what is typed is looked up, first among those at hand, then by Python.

import { make } from "./elements.js";

const PAUSE = 90; // ms after the last letter
const AT_HAND = 4;
const ACTOR = "say:Actor";

let fields = 0;

export class Suggest {
  #lines = [];
  #current = -1;
  #timer = 0;
  #asked = "";

  /**
   * `value` is `{id, label}`; `near` are actors at hand, `{id, label, kind}`; `within()` is the class of what may stand
   * here, a CURIE; `ask(text, within)` returns the number by which the answer will be known; without `id` a value is a
   * name that is not in the graph yet.
   */
  constructor({ label, value, near, within = () => ACTOR, ask, name }) {
    this.near = near;
    this.within = within;
    this.ask = ask;
    this.id = value?.id ?? "";
    this.free = () => false; // whether anything may stand here, and nothing is looked up
    this.element = make("div", "suggest");
    this.input = make("input");
    this.input.type = "text";
    this.input.value = value?.label ?? "";
    this.input.autocomplete = "off";
    this.input.spellcheck = false;
    this.input.setAttribute("role", "combobox");
    this.input.setAttribute("aria-label", label);
    this.input.setAttribute("aria-autocomplete", "list");
    this.input.setAttribute("aria-expanded", "false");
    if (name) this.input.name = name;
    this.list = make("div", "options");
    this.list.id = `options-${(fields += 1)}`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", label);
    this.list.hidden = true;
    this.input.setAttribute("aria-controls", this.list.id);
    this.element.append(this.input, this.list);
    this.input.addEventListener("input", () => this.#type());
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.input.addEventListener("blur", () => this.#close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const at = [...this.list.children].indexOf(event.target.closest("[role=option]"));
      if (at >= 0) this.#take(at);
    });
  }

  /** What stands in the field: null where it is empty. */
  get value() {
    const label = this.input.value.trim();
    return label ? { id: this.id, label } : null;
  }

  /** The answer to a question, if it is the last one of this field. */
  answer({ n, lines }) {
    if (n !== this.#asked || this.input.getRootNode().activeElement !== this.input) return;
    const known = new Set(this.#atHand().map((line) => line.id));
    this.#show([...this.#atHand(), ...lines.filter((line) => !known.has(line.id))]);
  }

  #atHand() {
    const typed = this.input.value.trim().toLowerCase();
    return typed && ["", ACTOR].includes(this.within()) ? this.near.filter((line) => line.label.toLowerCase().includes(typed)).slice(0, AT_HAND) : [];
  }

  #type() {
    this.id = "";
    clearTimeout(this.#timer);
    if (!this.input.value.trim() || this.free()) return this.#close();
    this.#show(this.#atHand());
    this.#timer = setTimeout(() => {
      this.#asked = this.ask(this.input.value, this.within());
    }, PAUSE);
    return undefined;
  }

  #show(lines) {
    this.#lines = lines;
    this.list.replaceChildren(
      ...lines.map((line, at) => {
        const option = make("div", "option");
        option.id = `${this.list.id}-${at}`;
        option.setAttribute("role", "option");
        option.append(make("span", "label", line.label), make("span", "kind", line.kind));
        return option;
      }),
    );
    this.list.hidden = !lines.length;
    this.input.setAttribute("aria-expanded", String(lines.length > 0));
    if (lines.length) this.list.scrollIntoView({ block: "nearest" }); // below the last field it would be cut off
    this.#mark(lines.length ? 0 : -1);
  }

  #mark(at) {
    this.#current = at;
    [...this.list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
    if (at >= 0) this.input.setAttribute("aria-activedescendant", `${this.list.id}-${at}`);
    else this.input.removeAttribute("aria-activedescendant");
    this.list.children[at]?.scrollIntoView({ block: "nearest" });
  }

  #close() {
    clearTimeout(this.#timer);
    this.#asked = "";
    this.#show([]);
  }

  #take(at) {
    const line = this.#lines[at];
    this.input.value = line.label;
    this.#close();
    this.id = line.id;
  }

  // What this field takes goes no further: Enter would save the form, Escape would leave it.
  #key(event) {
    if (this.list.hidden || event.isComposing) return;
    const count = this.#lines.length;
    const acts = {
      ArrowDown: () => this.#mark((this.#current + 1) % count),
      ArrowUp: () => this.#mark((this.#current - 1 + count) % count),
      Enter: () => this.#take(this.#current),
      Escape: () => this.#close(),
    };
    if (!Object.hasOwn(acts, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    acts[event.key]();
  }
}
