// The table: ten thousand rows at once would be too many elements, so only those in sight exist.
// Cells are filled with textContent alone, so that nothing in the data can become markup.

const HEIGHT = 32; // px of a row, as in table.css
const SPARE = 12; // rows kept above and below what is in sight
const live = new WeakMap();

const make = (tag, className, text) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};

class Table {
  #order = []; // numbers of rows, as sorted
  #sorted = { column: -1, down: false };
  #at = { row: 0, column: 0 }; // the cell that the keyboard stands on; row 0 is the first of the order
  #shown = new Map();
  #sent = 0;

  constructor(api) {
    this.api = api;
    const find = (selector) => api.parentElement.querySelector(selector);
    this.grid = find(".scroll");
    this.head = find(".head");
    this.body = find(".body");
    this.status = find(".sr");
    this.grid.addEventListener("scroll", () => this.#draw());
    this.grid.addEventListener("keydown", (event) => this.#key(event));
    this.grid.addEventListener("click", (event) => this.#click(event));
    this.resized = new ResizeObserver(() => this.#draw());
    this.resized.observe(this.grid);
  }

  sync(api) {
    this.api = api;
    const { data } = api;
    if (data === this.data) return;
    this.data = data;
    this.#sorted = { column: -1, down: false };
    this.#at = { row: 0, column: 0 };
    this.#order = data.rows.map((_, number) => number);
    this.#fit();
    this.#headings();
    this.#anew();
  }

  #text(cell) {
    if (cell === null) return "";
    return typeof cell === "number" ? this.data.terms[cell][0] : cell;
  }

  // ---- columns --------------------------------------------------------------------------------------------------

  // Widths by the longest of the first rows, in characters, so that columns don't jump while scrolling.
  #fit() {
    const { columns, rows, behind } = this.data;
    const sample = rows.slice(0, 200);
    this.numeric = columns.map((_, at) => rows.length > 0 && rows.every((row) => row[at] === null || isNumber(row[at])));
    const widths = columns.map((name, at) => {
      const longest = Math.max(name.length + 3, ...sample.map((row) => this.#text(row[at]).length));
      return `minmax(${Math.min(longest, 10) + 2}ch, ${Math.min(Math.max(longest, 6), 60)}fr)`;
    });
    this.grid.style.setProperty("--columns", `${behind ? "44px " : ""}${widths.join(" ")}`);
    this.grid.setAttribute("aria-rowcount", String(rows.length + 1));
    this.grid.setAttribute("aria-colcount", String(columns.length));
  }

  #headings() {
    const cells = this.data.columns.map((name, at) => {
      const cell = make("div", this.numeric[at] ? "cell number" : "cell");
      cell.setAttribute("role", "columnheader");
      cell.setAttribute("aria-sort", at !== this.#sorted.column ? "none" : this.#sorted.down ? "descending" : "ascending");
      const button = make("button", "sort", name);
      button.type = "button";
      button.dataset.column = at;
      button.title = `Sort by ${name}`;
      const arrow = make("span", "arrow", at !== this.#sorted.column ? "↕" : this.#sorted.down ? "↓" : "↑");
      arrow.ariaHidden = "true";
      button.append(arrow);
      cell.append(button);
      return cell;
    });
    if (this.data.behind) cells.unshift(make("div", "cell"));
    this.head.replaceChildren(...cells);
  }

  #sort(column) {
    const { down } = this.#sorted;
    this.#sorted = { column, down: this.#sorted.column === column ? !down : false };
    const { rows } = this.data;
    const compare = this.numeric[column]
      ? (a, b) => Number(a) - Number(b)
      : new Intl.Collator(undefined, { numeric: true, sensitivity: "base" }).compare;
    const keys = rows.map((row) => (row[column] === null ? null : this.#text(row[column])));
    const sign = this.#sorted.down ? -1 : 1;
    this.#order = rows.map((_, number) => number);
    // What is not bound comes last either way.
    this.#order.sort((a, b) => {
      if (keys[a] === null || keys[b] === null) return (keys[a] === null) - (keys[b] === null) || a - b;
      return sign * compare(keys[a], keys[b]) || a - b;
    });
    this.#headings();
    this.head.querySelector(`[data-column="${column}"]`).focus();
    this.#anew();
    this.status.textContent = `Sorted by ${this.data.columns[column]}, ${this.#sorted.down ? "descending" : "ascending"}`;
  }

  // ---- rows -----------------------------------------------------------------------------------------------------

  #anew() {
    this.#shown.clear();
    this.body.replaceChildren();
    this.body.style.height = `${this.#order.length * HEIGHT}px`;
    this.#draw();
  }

  #draw() {
    if (!this.data) return;
    const first = Math.max(0, Math.floor(this.grid.scrollTop / HEIGHT) - SPARE);
    const high = Math.min(this.grid.clientHeight, innerHeight); // until table.css has come the grid is as high as its rows
    const last = Math.min(this.#order.length, first + Math.ceil(high / HEIGHT) + 2 * SPARE);
    for (const [at, row] of this.#shown) {
      if (at >= first && at < last) continue;
      row.remove();
      this.#shown.delete(at);
    }
    for (let at = first; at < last; at += 1) {
      if (!this.#shown.has(at)) this.#shown.set(at, this.body.appendChild(this.#row(at)));
    }
  }

  #row(at) {
    const number = this.#order[at];
    const row = make("div", "row");
    row.setAttribute("role", "row");
    row.setAttribute("aria-rowindex", String(at + 2));
    row.style.transform = `translateY(${at * HEIGHT}px)`;
    if (this.data.behind) {
      const cell = make("div", "cell");
      cell.setAttribute("role", "rowheader");
      const button = make("button", "behind", "¶");
      button.type = "button";
      button.tabIndex = -1;
      button.title = "The statements behind this row";
      button.ariaLabel = `The statements behind row ${at + 1}`;
      button.dataset.behind = number;
      cell.append(button);
      row.append(cell);
    }
    this.data.rows[number].forEach((value, column) => row.append(this.#cell(value, at, column)));
    return row;
  }

  #cell(value, at, column) {
    const cell = make("div", this.numeric[column] ? "cell number" : "cell");
    cell.setAttribute("role", "gridcell");
    cell.setAttribute("aria-colindex", String(column + 1));
    cell.dataset.at = `${at} ${column}`;
    cell.tabIndex = at === this.#at.row && column === this.#at.column ? 0 : -1;
    cell.dir = "auto";
    cell.title = this.#text(value);
    if (value === null) cell.classList.add("unbound");
    if (typeof value === "number") {
      const link = make("button", "link", this.data.terms[value][0]);
      link.type = "button";
      link.tabIndex = -1;
      link.dataset.term = value;
      link.title = this.data.terms[value][2] ?? this.data.terms[value][1]; // made visible, where it is another
      cell.append(link);
    } else cell.textContent = this.#text(value);
    return cell;
  }

  // ---- events ---------------------------------------------------------------------------------------------------

  #press(what) {
    this.api.setTriggerValue("press", { ...what, n: `${Date.now()}-${(this.#sent += 1)}` });
  }

  #click(event) {
    const { column, term, behind } = event.target.closest("button")?.dataset ?? {};
    if (column !== undefined) this.#sort(Number(column));
    else if (term !== undefined) this.#press({ do: "open", id: this.data.terms[Number(term)][1] });
    else if (behind !== undefined) this.#press({ do: "behind", row: Number(behind) });
    else {
      const cell = event.target.closest("[data-at]");
      if (cell) this.#go(...cell.dataset.at.split(" ").map(Number));
    }
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(".head")) return;
    const { row, column } = this.#at;
    const page = Math.max(1, Math.floor(this.grid.clientHeight / HEIGHT) - 2);
    const keys = {
      ArrowDown: () => this.#go(row + 1, column),
      ArrowUp: () => this.#go(row - 1, column),
      ArrowRight: () => this.#go(row, column + 1),
      ArrowLeft: () => this.#go(row, column - 1),
      PageDown: () => this.#go(row + page, column),
      PageUp: () => this.#go(row - page, column),
      Home: () => this.#go(0, column),
      End: () => this.#go(this.#order.length - 1, column),
      Enter: () => this.#enter(),
      b: () => this.data.behind && this.#press({ do: "behind", row: this.#order[row] }),
    };
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation(); // Streamlit listens for keys on the document
    act();
  }

  #enter() {
    const value = this.data.rows[this.#order[this.#at.row]]?.[this.#at.column];
    if (typeof value === "number") this.#press({ do: "open", id: this.data.terms[value][1] });
  }

  #go(row, column) {
    if (!this.#order.length) return;
    const old = this.body.querySelector('[tabindex="0"]');
    if (old) old.tabIndex = -1;
    this.#at = {
      row: Math.min(Math.max(row, 0), this.#order.length - 1),
      column: Math.min(Math.max(column, 0), this.data.columns.length - 1),
    };
    const top = this.#at.row * HEIGHT;
    const room = this.grid.clientHeight - this.head.offsetHeight - HEIGHT;
    if (top < this.grid.scrollTop) this.grid.scrollTop = top;
    else if (top > this.grid.scrollTop + room) this.grid.scrollTop = top - room;
    this.#draw();
    const cell = this.body.querySelector(`[data-at="${this.#at.row} ${this.#at.column}"]`);
    if (cell) {
      cell.tabIndex = 0;
      cell.focus({ preventScroll: true });
      cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  }

  destroy() {
    this.resized.disconnect();
  }
}

const isNumber = (cell) => typeof cell === "string" && cell.trim() !== "" && Number.isFinite(Number(cell));

export default function (api) {
  const root = api.parentElement;
  if (!live.has(root)) live.set(root, new Table(api));
  live.get(root).sync(api);
  return () => {
    if (root.isConnected || !live.has(root)) return;
    live.get(root).destroy();
    live.delete(root);
  };
}
