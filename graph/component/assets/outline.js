// The same in words: every item of the canvas as a list that a keyboard and a screen reader can walk.
// Rows are kept from one update to the next, so that the focus stays where it is.

/** An item in words; statements as sentences. */
export function inWords({ card, label }) {
  return card ? `${card.speaker} ${card.verb}: ${card.text}` : String(label ?? "");
}

export class Outline {
  #rows = new Map();
  #nodes = new Map();
  #edges = [];
  #open = new Set();

  /** `onSelect(id)` and `onExpand(id)` do what a click and a double-click on the canvas do. */
  constructor(details, { onSelect, onExpand }) {
    this.summary = details.querySelector("summary");
    this.list = details.querySelector("ul");
    this.details = details;
    this.onSelect = onSelect;
    this.onExpand = onExpand;
    this.list.addEventListener("click", (event) => this.#click(event));
    this.list.addEventListener("keydown", (event) => this.#key(event));
  }

  update(nodes, edges) {
    const focus = this.#focused();
    this.#nodes = new Map(nodes.map((node) => [node.id, node]));
    this.#edges = edges;
    this.summary.textContent = `The same as a list (${nodes.length})`;
    for (const [id, row] of this.#rows) {
      if (this.#nodes.has(id)) continue;
      row.remove();
      this.#rows.delete(id);
      this.#open.delete(id);
    }
    inOrder(nodes).forEach((node, at) => {
      const row = this.#rows.get(node.id) ?? this.#newRow(node);
      this.#fillRow(row, node);
      // A row is moved only if it has to be: moving it would take the focus away.
      if (this.list.children[at] !== row) this.list.insertBefore(row, this.list.children[at] ?? null);
    });
    this.#oneTabStop();
    this.#restoreFocus(focus);
  }

  /** Mark the selected item. */
  mark(id) {
    for (const [other, row] of this.#rows) {
      const entry = row.querySelector(".entry");
      if (other === id) entry.setAttribute("aria-current", "true");
      else entry.removeAttribute("aria-current");
    }
    const row = this.#rows.get(id);
    if (!row) return;
    this.#oneTabStop(row.querySelector(".entry"));
    // Scroll the list, never the page.
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
    row.append(chevron, entry, links);
    this.#rows.set(id, row);
    return row;
  }

  #fillRow(row, node) {
    row.querySelector(".words").textContent = inWords(node);
    row.querySelector(".kind").textContent = node.kindLabel ?? "";
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
    return own.map(({ id: edge, from, to, label }) => {
      const other = from === id ? to : from;
      const link = button("link");
      link.dataset.edge = edge;
      link.dataset.other = other;
      link.textContent = `${label} ${from === id ? "→" : "←"} ${inWords(this.#nodes.get(other) ?? { label: other })}`;
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
    else if (event.target.closest(".entry")) this.onSelect(id);
  }

  #jump(id) {
    this.#rows.get(id)?.querySelector(".entry").focus();
    this.onSelect(id);
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = event.target.closest("button");
    const { id } = at.closest("li[data-id]").dataset;
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
  others.sort((a, b) => String(a.label).localeCompare(String(b.label)));
  return [...nodes.filter((node) => node.card), ...others];
}

function make(tag, className = "") {
  const element = document.createElement(tag);
  element.className = className;
  return element;
}

function button(className) {
  const element = make("button", className);
  element.type = "button";
  element.tabIndex = -1;
  return element;
}
