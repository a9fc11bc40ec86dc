// The same in words: every item of the canvas as a list that a keyboard and a screen reader can walk.
// Rows are kept from one update to the next, so that the focus stays where it is.
import { isMenuKey } from "./keys.js";
import { inWords } from "./words.js";

export class Outline {
  #rows = new Map();
  #nodes = new Map();
  #edges = [];
  #open = new Set();
  #marked = null;

  /**
   * `onSelect(id)` and `onExpand(id)` do what a click and a double-click on the canvas do, `onMenu(id, at, back)` opens
   * the menu, `onKey(event, id)` does what a key does on the canvas, true if it did, `onToggle(open)` hears of the list.
   */
  constructor(details, { onSelect, onExpand, onMenu, onKey, onToggle }) {
    this.summary = details.querySelector("summary");
    this.list = details.querySelector("ul");
    this.details = details;
    this.onSelect = onSelect;
    this.onExpand = onExpand;
    this.onMenu = onMenu;
    this.onKey = onKey;
    details.addEventListener("toggle", () => {
      if (details.open) this.#scrollToMarked();
      else details.classList.remove("beside");
      onToggle(details.open);
    });
    // Before the list opens; the event of the toggle comes too late for a Tab that follows at once.
    this.summary.addEventListener("click", () => details.open || this.#render());
    this.list.addEventListener("click", (event) => this.#click(event));
    this.list.addEventListener("keydown", (event) => this.#key(event));
    this.list.addEventListener("contextmenu", (event) => this.#contextMenu(event));
  }

  update(nodes, edges) {
    this.#nodes = new Map(nodes.map((node) => [node.id, node]));
    this.#edges = edges;
    this.summary.textContent = `The same as a list (${nodes.length})`;
    if (this.details.open) this.#render(); // nobody sees the rows of a closed list
  }

  #render() {
    const focus = this.#focused();
    for (const [id, row] of this.#rows) {
      if (this.#nodes.has(id)) continue;
      row.remove();
      this.#rows.delete(id);
      this.#open.delete(id);
    }
    inOrder([...this.#nodes.values()]).forEach((node, at) => {
      const row = this.#rows.get(node.id) ?? this.#newRow(node);
      this.#fillRow(row, node);
      // A row is moved only if it has to be: moving it would take the focus away.
      if (this.list.children[at] !== row) this.list.insertBefore(row, this.list.children[at] ?? null);
    });
    this.#oneTabStop();
    this.#restoreFocus(focus);
    this.#markRow();
  }

  /** Whether the list stands beside the picture (below it, where there is no room). */
  get isBeside() {
    return this.details.classList.contains("beside");
  }

  /** Open the list beside the picture, or close it. */
  beside(open) {
    this.details.classList.toggle("beside", open);
    this.details.open = open;
    if (open) this.#render();
    if (open) this.details.scrollIntoView({ block: "nearest" });
  }

  /** Put the focus where Tab would: on the selected item, or where it was last. */
  focus() {
    this.#buttons().find((one) => one.tabIndex === 0)?.focus({ preventScroll: true });
  }

  get hasFocus() {
    return this.#focused() !== null;
  }

  /** Mark the selected item. */
  mark(id) {
    this.#marked = id;
    if (this.details.open) this.#markRow();
  }

  #markRow() {
    const row = this.#rows.get(this.#marked);
    const entry = row?.querySelector(".entry");
    for (const other of this.list.querySelectorAll(".entry[aria-current]")) if (other !== entry) other.removeAttribute("aria-current");
    if (!row || entry.hasAttribute("aria-current")) return;
    entry.setAttribute("aria-current", "true");
    this.#oneTabStop(entry);
    this.#scrollToMarked();
  }

  // Scrolls the list, never the page. Rows of a closed list have places, but the list round them has no height.
  #scrollToMarked() {
    const row = this.#rows.get(this.#marked);
    if (!row || !this.details.open) return;
    const { offsetTop, offsetHeight } = row;
    const { scrollTop, clientHeight } = this.list;
    if (offsetTop < scrollTop) this.list.scrollTop = offsetTop;
    const below = offsetTop + offsetHeight - clientHeight;
    if (below > scrollTop) this.list.scrollTop = below;
  }

  // ---- rows -----------------------------------------------------------------------------------------------------

  #newRow({ id }) {
    const row = make("li");
    row.dataset.id = id;
    const entry = button("entry");
    entry.append(make("span", "words"), make("span", "kind"));
    const chevron = make("span", "chevron"); // for the mouse; the keyboard has the arrows, a reader aria-expanded
    chevron.setAttribute("aria-hidden", "true");
    const links = make("ul", "links");
    links.setAttribute("role", "list");
    const more = button("more-row"); // for the mouse and the finger; the keyboard has m
    more.setAttribute("aria-haspopup", "menu");
    more.textContent = "⋯";
    row.append(chevron, entry, more, links);
    this.#rows.set(id, row);
    return row;
  }

  #fillRow(row, node) {
    row.querySelector(".words").textContent = inWords(node);
    row.querySelector(".kind").textContent = [node.kindLabel, node.pinned && "pinned"].filter(Boolean).join(", ");
    row.querySelector(".more-row").setAttribute("aria-label", `Menu of ${inWords(node)}`);
    const open = this.#open.has(node.id);
    row.querySelector(".entry").setAttribute("aria-expanded", String(open));
    row.classList.toggle("open", open);
    const links = row.querySelector(".links");
    links.hidden = !open;
    links.setAttribute("aria-label", `Links of ${inWords(node)}`);
    links.replaceChildren(...(open ? this.#links(node.id) : []));
  }

  #links(id) {
    const own = this.#edges.filter(({ from, to }) => from === id || to === id);
    if (!own.length) {
      const none = make("li", "none");
      none.textContent = "No links shown";
      return [none];
    }
    const here = inWords(this.#nodes.get(id));
    return own.map(({ id: edge, from, to, label, inverse }) => {
      const other = from === id ? to : from;
      const there = inWords(this.#nodes.get(other) ?? { label: other });
      const link = button("link");
      link.dataset.edge = edge;
      link.dataset.other = other;
      // Node, relation, node: the first is the row itself, so it is only spoken. Without words for the way back the
      // arrow tells the eye, and the order of the names the ear.
      if (from === id || inverse) link.append(make("span", "sr", `${here}, `), `${from === id ? label : inverse} → `, there);
      else link.append(make("span", "sr", `${there}, ${label}, ${here}: `), `${label} ← `, there);
      const item = make("li");
      item.append(link);
      return item;
    });
  }

  #setOpen(id, open) {
    if (open) this.#open.add(id);
    else this.#open.delete(id);
    this.#fillRow(this.#rows.get(id), this.#nodes.get(id));
    this.#oneTabStop(this.#focused()?.element);
  }

  // ---- events ---------------------------------------------------------------------------------------------------

  #click(event) {
    const row = event.target.closest("li[data-id]");
    if (!row) return;
    const { id } = row.dataset;
    const link = event.target.closest(".link");
    if (event.target.closest(".chevron")) this.#setOpen(id, !this.#open.has(id));
    else if (link) this.#jump(link.dataset.other);
    else if (event.target.closest(".more-row")) this.#menu(id);
    else if (event.target.closest(".entry")) this.onSelect(id);
  }

  #jump(id) {
    this.#rows.get(id)?.querySelector(".entry").focus();
    this.onSelect(id);
  }

  #contextMenu(event) {
    const row = event.target.closest("li[data-id]");
    if (!row) return;
    event.preventDefault();
    this.#menu(row.dataset.id);
  }

  // Below the row; the focus comes back to it.
  #menu(id) {
    const entry = this.#rows.get(id).querySelector(".entry");
    const { left, bottom } = entry.getBoundingClientRect();
    this.onMenu(id, { x: left + 24, y: bottom }, entry);
  }

  #key(event) {
    const at = event.target.closest("button");
    const { id } = at.closest("li[data-id]").dataset;
    if (isMenuKey(event)) {
      event.preventDefault();
      event.stopPropagation();
      return this.#menu(id);
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (this.onKey(event, id)) return;
    const isLink = at.classList.contains("link");
    const entry = this.#rows.get(id).querySelector(".entry");
    const buttons = this.#buttons();
    const go = (to) => to?.focus();
    const keys = {
      ArrowDown: () => go(buttons[buttons.indexOf(at) + 1]),
      ArrowUp: () => go(buttons[buttons.indexOf(at) - 1]),
      Home: () => go(buttons[0]),
      End: () => go(buttons.at(-1)),
      ArrowRight: () => {
        if (isLink) return;
        if (this.#open.has(id)) go(entry.parentElement.querySelector(".link"));
        else this.#setOpen(id, true);
      },
      ArrowLeft: () => (isLink ? go(entry) : this.#setOpen(id, false)),
      // Enter alone is a click of the button, by the browser.
      Enter: event.shiftKey && !isLink ? () => this.onExpand(id) : null,
    };
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation(); // Streamlit listens for keys on the document
    act();
    this.#oneTabStop(this.#focused()?.element);
  }

  // ---- focus ----------------------------------------------------------------------------------------------------

  #buttons() {
    return [...this.list.querySelectorAll(".entry, li.open .link")];
  }

  // Tab enters and leaves the list in one step; inside it the arrows move.
  #oneTabStop(wanted) {
    const buttons = this.#buttons();
    const stop = wanted ?? buttons.find((one) => one.tabIndex === 0) ?? buttons[0];
    for (const one of buttons) one.tabIndex = one === stop ? 0 : -1;
  }

  #focused() {
    const element = this.list.getRootNode().activeElement;
    if (!element || !this.list.contains(element)) return null;
    const at = this.#buttons().indexOf(element);
    return { element, at, id: element.closest("li[data-id]")?.dataset.id, edge: element.dataset.edge };
  }

  // The same button if it is still there, else its entry, else what now stands in its place.
  #restoreFocus(before) {
    if (!before || this.#focused()?.element === before.element) return;
    const buttons = this.#buttons();
    const row = this.#rows.get(before.id);
    const link = before.edge && [...(row?.querySelectorAll(".link") ?? [])].find((one) => one.dataset.edge === before.edge);
    const next = link || row?.querySelector(".entry") || buttons[Math.min(before.at, buttons.length - 1)];
    next?.focus({ preventScroll: true });
    if (next) this.#oneTabStop(next);
  }
}

// Statements in the order given, which is the order of the story; everything else by name.
function inOrder(nodes) {
  const others = nodes.filter((node) => !node.card);
  others.sort((a, b) => String(a.label).localeCompare(String(b.label), undefined, { numeric: true }));
  return [...nodes.filter((node) => node.card), ...others];
}

function make(tag, className = "", text = "") {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

function button(className) {
  const element = make("button", className);
  element.type = "button";
  element.tabIndex = -1;
  return element;
}
