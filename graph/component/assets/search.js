// The search field: asks as one types, and draws the answer with textContent alone, so that data is never markup.

const PAUSE = 80; // ms after the last letter
const PATIENCE = 400; // ms without an answer before the list says that it is being looked for
const AGAIN = 5000; // ms without an answer before it is asked again: the page may have been rerun under the question

const make = (tag, className, text) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};

class Field {
  #lines = [];
  #current = -1;
  #counter = 0;
  #asked = ""; // the number of what was asked last; an answer to anything else is stale
  #asking = 0;
  #waiting = 0;
  #lost = 0;
  #stale = false; // what is shown answers something else than what stands in the field
  #wanted = ""; // how to take the first line as soon as it is there: Enter came before the answer

  constructor(component) {
    this.api = component;
    this.root = component.parentElement.querySelector(".search");
    this.input = this.root.querySelector("input");
    this.clearer = this.root.querySelector(".clear");
    this.drop = this.root.querySelector(".drop");
    this.list = this.root.querySelector("[role=listbox]");
    this.none = this.root.querySelector(".none");
    this.foot = this.root.querySelector(".foot");
    this.status = this.root.querySelector("[role=status]");
    const how = "Arrow keys go through what is found, Enter chooses.";
    if (!component.data.drawing) this.root.querySelector("#how").textContent = how;
    this.listening = new AbortController();
    this.#listen();
    this.retheme();
    if (this.input.value) this.#type(); // mounted again over what was typed: its question went with the field before
  }

  sync(api) {
    this.api = api;
    this.retheme();
    const { n, lines, total } = api.data;
    if (!this.#stale || !n || n !== this.#asked) return;
    this.#stop();
    this.#stale = false;
    this.#show(lines, total);
    if (this.#wanted) this.#choose(0, this.#wanted);
  }

  destroy() {
    clearTimeout(this.#asking);
    this.#stop();
    this.listening.abort();
  }

  /** The theme is told by what it paints: dark when its text is lighter than its background. */
  retheme() {
    const style = getComputedStyle(this.root);
    const light = (name) => {
      const hex = style.getPropertyValue(name).trim();
      return /^#[0-9a-f]{6}/i.test(hex) ? [1, 3, 5].reduce((sum, at) => sum + parseInt(hex.slice(at, at + 2), 16), 0) : 382;
    };
    this.root.classList.toggle("dark", light("--st-text-color") > light("--st-background-color"));
  }

  // ---- asking ---------------------------------------------------------------------------------------------------

  #type() {
    clearTimeout(this.#asking);
    clearTimeout(this.#lost);
    const text = this.input.value;
    this.clearer.hidden = text === "";
    this.#stale = true;
    this.#asked = "";
    this.#wanted = "";
    if (text.trim() === "") {
      this.#forget();
      return;
    }
    this.#asking = setTimeout(() => this.#ask(), PAUSE);
  }

  #ask() {
    clearTimeout(this.#asking);
    this.#asked = `${Date.now()}-${(this.#counter += 1)}`;
    this.#stop();
    this.#waiting = setTimeout(() => this.#wait(), PATIENCE);
    this.#send(0);
    this.list.setAttribute("aria-busy", "true");
  }

  /** Ask, and again after ever longer pauses; an answer to any of these is one. */
  #send(times) {
    this.api.setStateValue("asked", { text: this.input.value, n: this.#asked, times });
    this.#lost = setTimeout(() => this.#send(times + 1), AGAIN * 2 ** times);
  }

  #stop() {
    clearTimeout(this.#waiting);
    clearTimeout(this.#lost);
  }

  #wait() {
    this.root.classList.add("slow");
    if (this.#lines.length) return;
    this.none.textContent = "Searching …";
    this.none.hidden = false;
    this.#open();
  }

  #forget() {
    clearTimeout(this.#asking);
    this.#stop();
    this.#stale = false;
    this.#asked = "";
    this.#wanted = "";
    this.#show([], "");
    this.#close();
    this.status.textContent = "";
  }

  // ---- the list -------------------------------------------------------------------------------------------------

  #show(lines, total) {
    this.root.classList.remove("slow");
    this.list.removeAttribute("aria-busy");
    this.#lines = lines;
    this.list.replaceChildren(...lines.map((line, at) => this.#option(line, at)));
    this.list.hidden = lines.length === 0;
    this.list.scrollTop = 0;
    const typed = this.input.value.trim();
    this.none.textContent = `Nothing like “${typed.length > 40 ? `${typed.slice(0, 40)}…` : typed}”. Try fewer letters.`;
    this.none.hidden = lines.length > 0;
    this.foot.textContent = total;
    this.foot.hidden = total === "";
    this.#mark(lines.length ? 0 : -1);
    this.#open();
    this.status.textContent = lines.length ? total : this.none.textContent;
  }

  #option(line, at) {
    const option = make("div", "option");
    option.id = `hit-${at}`;
    option.setAttribute("role", "option");
    option.dataset.iri = line.id;
    option.style.setProperty("--tone", line.light);
    option.style.setProperty("--tone-dark", line.dark);
    const sign = make("span", "sign", line.sign);
    sign.ariaHidden = "true";
    const words = make("span", "words");
    words.append(inParts(make("span", "label"), line.label));
    if (line.also) {
      const also = make("span", "also");
      also.append(`${line.as} `, inParts(make("bdi"), line.also));
      if (line.quoted) also.lastChild.classList.add("quoted");
      words.append(also);
    }
    words.append(make("span", "kind", [line.kind, line.count].filter(Boolean).join(" · ")));
    // For pointers; the keyboard has Shift and Enter. A button may not stand inside an option.
    const only = make("span", "only", "Open only");
    only.title = "Open it and leave the picture as it is (Shift+Enter)";
    only.ariaHidden = "true";
    option.append(sign, words, ...(this.api.data.drawing ? [only] : []));
    return option;
  }

  #open() {
    this.drop.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  #close() {
    this.drop.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.#mark(-1);
  }

  #mark(at) {
    this.#current = at;
    for (const [place, option] of [...this.list.children].entries()) {
      option.setAttribute("aria-selected", String(place === at));
    }
    const option = this.list.children[at];
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  #step(by) {
    const count = this.#lines.length;
    if (!count) return;
    this.#open();
    const from = this.#current < 0 && by < 0 ? 0 : this.#current;
    this.#mark((from + by + count) % count);
  }

  #choose(at, how) {
    if (this.#stale) {
      this.#wanted = how;
      if (!this.#asked) this.#ask();
      return;
    }
    const line = this.#lines[at];
    this.#wanted = "";
    if (!line) return;
    this.input.value = "";
    this.clearer.hidden = true;
    this.#forget();
    if (!this.api.data.drawing) this.status.textContent = `Chosen: ${plain(line.label)}`;
    else this.status.textContent = how === "draw" ? `Added: ${plain(line.label)}` : `Opened: ${plain(line.label)}`;
    this.api.setTriggerValue("choose", { id: line.id, how, n: `${Date.now()}-${(this.#counter += 1)}` });
  }

  // ---- what a person does ---------------------------------------------------------------------------------------

  #listen() {
    const { signal } = this.listening;
    const on = (element, name, act) => element.addEventListener(name, act, { signal });
    on(this.input, "input", () => this.#type());
    on(this.input, "keydown", (event) => this.#key(event));
    on(this.input, "focus", () => this.#lines.length && this.#open());
    on(this.input, "click", () => this.#lines.length && this.#open());
    on(this.input, "blur", () => this.#close());
    on(this.clearer, "click", () => {
      this.#clear();
      this.input.focus();
    });
    // The field keeps the focus, so that a press is not lost with the list that closes when it leaves.
    on(this.drop, "mousedown", (event) => event.preventDefault());
    on(this.list, "click", (event) => {
      const option = event.target.closest(".option");
      const at = [...this.list.children].indexOf(option);
      if (at < 0) return;
      this.#choose(at, event.shiftKey || event.target.closest(".only") ? "open" : "draw");
      if (event.pointerType === "touch") this.input.blur(); // and the keyboard on the screen goes
    });
    on(this.list, "pointermove", (event) => {
      const at = [...this.list.children].indexOf(event.target.closest(".option"));
      if (at >= 0 && at !== this.#current) this.#mark(at);
    });
    on(document, "keydown", (event) => this.#keyElsewhere(event));
  }

  #key(event) {
    event.stopPropagation(); // Streamlit takes single letters on the document for its own shortcuts
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const acts = {
      ArrowDown: () => this.#step(1),
      ArrowUp: () => this.#step(-1),
      Enter: () => this.#choose(this.#current, event.shiftKey ? "open" : "draw"),
      Escape: () => (this.drop.hidden ? this.#clear() : this.#close()),
    };
    if (!Object.hasOwn(acts, event.key)) return;
    event.preventDefault();
    acts[event.key]();
  }

  #keyElsewhere(event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const at = event.composedPath()[0];
    if (at instanceof Element && (at.isContentEditable || at.matches("input, textarea, select, [role=textbox]"))) return;
    event.preventDefault();
    this.input.focus();
    this.input.select();
  }

  #clear() {
    this.input.value = "";
    this.clearer.hidden = true;
    this.#forget();
  }
}

const plain = (parts) => parts.map(([text]) => text).join("");

function inParts(element, parts) {
  element.dir = "auto";
  element.append(...parts.map(([text, marked]) => (marked ? make("mark", "", text) : text)));
  return element;
}

const live = new WeakMap();

export default function (component) {
  const { parentElement } = component;
  if (!live.has(parentElement)) {
    const field = new Field(component);
    const watcher = new MutationObserver(() => field.retheme());
    watcher.observe(document.documentElement, { attributes: true, subtree: true, attributeFilter: ["style", "class"] });
    live.set(parentElement, { field, watcher });
  }
  live.get(parentElement).field.sync(component);
  return () => {
    const { field, watcher } = live.get(parentElement);
    field.destroy();
    watcher.disconnect();
    live.delete(parentElement);
  };
}
