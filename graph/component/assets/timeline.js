// The timeline: when each statement was made, and below it the days it is about. Text goes in as textContent only.
// What is not known exactly has no edge: a range of days is a soft bar, an unknown beginning or end fades.
import { wrap } from "./text.js";
import { readTheme, watchTheme } from "./theme.js";
import { Tip } from "./tip.js";

const NARROW = 620; // px; below, a row's words stand above its days
const MOST = 60; // rows; more scroll inside
const BREAK = 10; // px between a gutter and the days
const FADE = 30; // px in which a beginning of which nothing is known comes up
const TAIL = 130; // px in which a band goes faint after the last day on which it surely holds
const MARK = 17;
const CORE = 0.55; // opacity of the band where the content surely holds
const MONTHS = "January February March April May June July August September October November December".split(" ");

const pen = document.createElement("canvas").getContext("2d");
const live = new WeakMap();
let serial = 0;

// Days are whole numbers since 1970.
const parts = (day) => {
  const date = new Date(day * 864e5);
  return { day: date.getUTCDate(), month: date.getUTCMonth(), year: date.getUTCFullYear() };
};

// ---- from days to pixels --------------------------------------------------------------------------------------

class Scale {
  constructor({ first, last, gutters }, left, right, wide) {
    const width = wide ? 52 : 40; // of what lies outside the days shown
    [this.first, this.last] = [first, last];
    const gutter = (name, edge) => gutters.includes(name) && { left: edge, right: edge + width, middle: edge + width / 2, width };
    this.earlier = gutter("earlier", left);
    this.left = this.earlier ? this.earlier.right + BREAK : left;
    this.unknown = gutter("unknown", right - width);
    if (this.unknown) right -= width + BREAK;
    this.later = gutter("later", right - width);
    this.right = this.later ? right - width - BREAK : right;
    this.end = this.later ? this.later.right : this.right;
    this.breaks = [this.earlier && this.left - BREAK / 2, this.later && this.right + BREAK / 2].filter(Boolean);
    this.perDay = (this.right - this.left) / (last - first + 1);
  }

  /** The left edge of a day; in a gutter there is no scale, only its middle. */
  x(day) {
    if (day < this.first) return this.earlier ? this.earlier.middle : this.left;
    if (day > this.last + 1) return this.later ? this.later.middle : this.right;
    return this.left + (day - this.first) * this.perDay;
  }

  /** Lines with their labels, as many as there is room for, and the months (or years) they are in. */
  calendar() {
    const fits = (steps, days, room) => steps.find((step) => step * days * this.perDay >= room);
    const step = fits([1, 2, 5, 10, 15], 1, 30);
    const months = fits([1, 2, 3, 6], 30.4, 34);
    const years = fits([1, 2, 5, 10, 20, 50, 100], 365, 38) ?? 500;
    const [ticks, eras] = [[], []];
    for (let at = this.first; at <= this.last; at += 1) {
      const { day, month, year } = parts(at);
      if (step ? day === 1 || at === this.first : months && ((day === 1 && month === 0) || at === this.first)) {
        eras.push({ from: at, long: step ? `${MONTHS[month]} ${year}` : String(year), brief: step ? MONTHS[month].slice(0, 3) : "" });
      }
      if (step) {
        const regular = step < 3 ? day % step === 1 % step : day === 1 || (step === 15 ? day === 15 : day % step === 0);
        if (regular && (day === 1 || parts(at + Math.ceil(step * 0.6) - 1).month === month)) ticks.push({ at, label: String(day), major: day === 1 });
      } else if (day === 1 && (months ? month % months === 0 : month === 0 && year % years === 0)) {
        ticks.push({ at, label: months ? MONTHS[month].slice(0, 3) : String(year), major: month === 0 && months !== undefined });
      }
    }
    eras.forEach((era, i) => (era.to = eras[i + 1]?.from ?? this.last + 1));
    return { ticks, eras };
  }
}

// ---- drawing --------------------------------------------------------------------------------------------------

function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const text = (content, x, y, className, anchor = "start") =>
  Object.assign(svg("text", { x, y, class: className, "text-anchor": anchor }), { textContent: content });

const upright = (x, y1, y2, className) => svg("line", { x1: x, x2: x, y1, y2, class: className });

/** A bar whose colour comes and goes: `stops` are [x, opacity] from left to right. */
function softBar(stops, y, height, className) {
  const [x0, x1] = [stops[0][0], stops.at(-1)[0]];
  const id = `fade-${(serial += 1)}`;
  const fade = svg("linearGradient", { id, gradientUnits: "userSpaceOnUse", x1: x0, x2: x1, y1: 0, y2: 0 });
  for (const [x, opacity] of stops) {
    fade.append(svg("stop", { offset: (x - x0) / Math.max(1, x1 - x0), "stop-opacity": opacity, class: "ink" }));
  }
  const bar = svg("rect", { x: x0, y, width: Math.max(1, x1 - x0), height, rx: 3, fill: `url(#${id})`, stroke: `url(#${id})`, class: className });
  return svg("g", {}, fade, bar);
}

/** The stops of what a statement is about: soft where an edge is not known. */
function bandStops({ from, fromLatest, to, toLatest, open }, scale) {
  const known = fromLatest ?? from ?? to;
  if (known === null && toLatest === null) return null;
  const stops = [];
  const sure = known === null ? scale.x(toLatest) - FADE : scale.x(known);
  if (from !== null && from === fromLatest) stops.push([sure, CORE]);
  else if (from !== null && fromLatest !== null) stops.push([Math.min(scale.x(from), sure - 14), 0], [sure, CORE]);
  else if (from !== null) stops.push([sure, 0], [sure + FADE, CORE]);
  else stops.push([sure - FADE, 0], [sure, CORE]);
  const day = Math.max(3, scale.perDay);
  const last = Math.max(stops.at(-1)[0], to !== null ? scale.x(to + 1) : from !== null && from === fromLatest ? sure + day : sure);
  if (last > stops.at(-1)[0]) stops.push([last, CORE]);
  if (toLatest !== null) stops.push([Math.max(scale.x(toLatest + 1), last + 4), 0]);
  else if (open) {
    const end = Math.max(scale.end, last + 14);
    stops.push([Math.min(last + TAIL, last + (end - last) * 0.8), 0.2], [end, 0.06]);
  }
  else if (to === null && from !== fromLatest) stops.push([last + Math.min(FADE, day), 0]);
  return stops;
}

class Timeline {
  selected = null;
  #data = null;
  #echoes = [];
  #sent = { id: null, again: 0 };

  constructor(api) {
    const find = (selector) => api.parentElement.querySelector(selector);
    this.root = find(".timeline");
    this.parts = { frame: find(".frame"), axis: find(".axis"), rows: find(".rows"), legend: find(".legend") };
    this.tip = new Tip(find(".tip"));
    this.drawn = new Map(); // by id: the row's element and where its mark stands
    this.theme = readTheme(this.root);
    const stopTheme = watchTheme(this.root, () => ((this.theme = readTheme(this.root)), this.draw()));
    let width = 0;
    const size = new ResizeObserver(() => {
      if (width !== (width = this.parts.frame.clientWidth)) requestAnimationFrame(() => this.draw());
    });
    size.observe(this.parts.frame);
    this.stop = () => (stopTheme(), size.disconnect(), this.tip.hide());
    this.#listen();
    const points = () => {
      const corner = this.parts.rows.getBoundingClientRect();
      const down = corner.top - this.parts.rows.scrollTop;
      return [...this.drawn].map(([id, { x, y }]) => ({ id, x: x + corner.left, y: y + down }));
    };
    globalThis.__saysoTimeline = Object.defineProperties({}, { rows: { get: points }, selected: { get: () => this.selected } });
  }

  /** Take what Python sent; a selection that only answers an older choice of ours is let pass. */
  sync(api) {
    this.api = api;
    const before = this.#data;
    if (api.data === before) return;
    this.#data = api.data;
    const wanted = api.data.selected ?? null;
    const echo = this.#echoes.indexOf(wanted);
    if (echo >= 0) this.#echoes.splice(0, echo + 1);
    const foreign = (!before || wanted !== (before.selected ?? null)) && !(echo >= 0 && this.#echoes.length);
    if (foreign) this.selected = wanted;
    this.draw();
    if (foreign && before) this.drawn.get(wanted)?.element.scrollIntoView({ block: "nearest" });
  }

  draw() {
    const { frame, axis, rows, legend } = this.parts;
    if (!this.#data || !frame.clientWidth) return;
    this.root.classList.toggle("dark", this.theme.dark);
    const focused = this.root.getRootNode().activeElement?.dataset?.id;
    const width = Math.floor(rows.clientWidth);
    const wide = width >= NARROW;
    const labels = wide ? Math.max(200, Math.min(420, width * 0.34)) : 0;
    const scale = new Scale(this.#data, labels + (wide ? 18 : 6), width - 8, wide);
    const items = this.#place(labels, width, wide);
    const height = (items.at(-1)?.bottom ?? 0) + 6;
    const picture = svg("svg", { width, height, role: items.length ? "listbox" : "img", "aria-label": `Timeline of ${this.#data.rows.length} statements` });
    picture.append(this.#grid(scale, height));
    this.drawn.clear();
    let group = picture;
    for (const item of items) {
      if (item.side !== undefined) {
        group = svg("g", { role: "group", "aria-label": item.side });
        const heading = text(item.side, wide ? 12 : 6, item.top + 21, "side");
        heading.append(svg("tspan", { class: "count", dx: 7 }, String(this.#data.rows.filter(({ side }) => side === item.side).length)));
        group.append(svg("g", { "aria-hidden": "true" }, svg("line", { x1: 0, x2: width, y1: item.top + 0.5, y2: item.top + 0.5, class: "rule" }), heading));
        picture.append(group);
      } else group.append(this.#row(item, scale, width, wide));
    }
    if (!items.length) picture.append(text("No statements to show", wide ? 12 : 6, 22, "none"));
    rows.replaceChildren(picture);
    const last = items.filter((item) => item.row)[MOST];
    rows.style.maxHeight = last ? `${last.top}px` : "";
    axis.replaceChildren(this.#axis(scale, width));
    for (const entry of legend.children) entry.hidden = !this.#data.legend.includes(entry.dataset.if);
    this.mark(this.selected);
    if (focused) this.drawn.get(focused)?.element.focus({ preventScroll: true });
  }

  // Where each heading and row stands; a row is as high as its words need, two lines at most.
  #place(labels, width, wide) {
    const items = [];
    let y = 0;
    pen.font = `400 13px ${this.theme.font}`;
    this.#data.rows.forEach((row, i) => {
      if (row.side && row.side !== this.#data.rows[i - 1]?.side) items.push({ side: row.side, top: y, bottom: (y += 31) });
      const lines = wrap(pen, row.label, wide ? labels - 20 : width - 14, 2);
      const height = wide ? Math.max(36, lines.length * 16 + 12) : lines.length * 17 + 36;
      const middle = wide ? y + height / 2 : y + lines.length * 17 + 18;
      items.push({ row, lines, top: y, bottom: (y += height), height, middle });
    });
    return items;
  }

  #row({ row, lines, top, height, middle }, scale, width, wide) {
    const element = svg("g", { role: "option", class: "row", "aria-label": row.words.join(". "), tabindex: -1, "data-id": row.id });
    if (row.light) element.style.setProperty("--tone", row.light);
    if (row.dark) element.style.setProperty("--tone-dark", row.dark);
    if (!wide) element.append(svg("rect", { x: 0, y: top, width, height: lines.length * 17 + 7, class: "paper" }));
    element.append(svg("rect", { x: 1, y: top + 1, width: width - 2, height: height - 2, rx: 7, class: "hit" }));
    element.append(svg("rect", { x: 1, y: top + 6, width: 3, height: height - 12, rx: 1.5, class: "chosen" }));
    const first = wide ? middle - lines.length * 8 + 12 : top + 18;
    lines.forEach((line, i) => element.append(text(line, wide ? 12 : 8, first + i * (wide ? 16 : 17), "label")));
    const stops = row.about && bandStops(row.about, scale);
    const y = stops ? middle - 4 : middle;
    if (stops) element.append(softBar(stops, middle + 8, 5, "band"));
    for (const x of scale.breaks.filter((at) => stops?.[0][0] < at && at < stops.at(-1)[0])) {
      element.append(svg("path", { d: `M${x - 4} ${middle + 16}l3 -11h4l-3 11z`, class: "cut" }));
    }
    const start = row.about && (row.about.from ?? row.about.fromLatest ?? row.about.to);
    if (stops && start !== null && start < scale.first && scale.earlier) {
      // A gutter has no scale of its own: the year says it, or the month where the year is the one shown.
      const { month, year } = parts(start);
      const when = year === parts(scale.first).year ? MONTHS[month].slice(0, 3) : String(year);
      element.append(text(when, scale.earlier.left + 2, middle + 3, "year"));
    }
    const mark = this.#mark(row, scale, y);
    element.append(mark.element);
    this.drawn.set(row.id, { element, x: mark.x, y, words: row.words });
    return element;
  }

  #mark({ said, glyph, border }, scale, y) {
    const sign = (x) => text(glyph || "•", x, y + 4.5, "sign", "middle");
    const top = y - MARK / 2;
    if (said && said.from !== said.to && said.to >= scale.first && said.from <= scale.last) {
      let [left, right] = [scale.x(said.from), scale.x(said.to + 1)];
      const x = (left + right) / 2;
      const spare = Math.max(0, (MARK * 2 - (right - left)) / 2);
      [left, right] = [left - spare, right + spare];
      const soft = Math.min(16, (right - left) / 3);
      const bar = softBar([[left, 0], [left + soft, 0.8], [right - soft, 0.8], [right, 0]], top, MARK, `range ${border}`);
      return { x, element: svg("g", {}, bar, sign(x)) };
    }
    let [x, width] = [scale.unknown?.middle ?? scale.right, MARK];
    if (said && said.to < scale.first) x = scale.earlier.right - MARK / 2 - 2;
    else if (said && said.from > scale.last) x = scale.later.left + MARK / 2 + 2;
    else if (said) {
      x = scale.x(said.from) + scale.perDay / 2;
      width = Math.max(MARK, Math.min(scale.perDay - 2, 40));
    }
    const box = svg("rect", { x: x - width / 2, y: top, width, height: MARK, rx: 5, class: `box ${border}` });
    return { x, element: svg("g", {}, box, sign(x)) };
  }

  #grid(scale, height) {
    const grid = svg("g", { "aria-hidden": "true" });
    if (scale.unknown) grid.append(svg("rect", { x: scale.unknown.left, y: 0, width: scale.unknown.width, height, class: "gutter" }));
    for (const { at, major } of scale.calendar().ticks) grid.append(upright(Math.round(scale.x(at)) + 0.5, 0, height, major ? "tick major" : "tick"));
    for (const x of scale.breaks) grid.append(upright(x, 0, height, "break"));
    for (const { kind, x, label } of this.#clocks(scale)) {
      if (!label) continue; // of many pages each has a mark on the axis
      const half = Math.max(2, scale.perDay / 2);
      if (kind === "known") grid.append(svg("rect", { x, y: 0, width: Math.max(0, scale.end - x), height, class: "veil" }));
      if (kind === "on") grid.append(svg("rect", { x: x - half, y: 0, width: half * 2, height, class: "column" }));
      grid.append(upright(x, 0, height, `clock ${kind}`));
    }
    return grid;
  }

  // What is known ends with its day; the other clocks stand on theirs.
  #clocks(scale) {
    const clocks = this.#data.clocks.filter(({ day }) => day >= scale.first && day <= scale.last);
    return clocks.map((clock) => ({ ...clock, x: clock.kind === "known" ? scale.x(clock.day + 1) : scale.x(clock.day) + scale.perDay / 2 }));
  }

  #axis(scale, width) {
    const picture = svg("svg", { width });
    const clocks = this.#clocks(scale);
    const rows = []; // how far each line of the clocks' labels is taken
    pen.font = `600 11px ${this.theme.font}`;
    for (const clock of clocks) {
      if (!clock.label) continue;
      const room = pen.measureText(clock.label).width + 14;
      const left = Math.max(0, Math.min(clock.x - room / 2, width - room));
      clock.box = { left, right: left + room, width: room };
      clock.line = rows.findIndex((right) => left > right + 4);
      if (clock.line < 0) clock.line = rows.length;
      rows[clock.line] = clock.box.right;
    }
    const base = rows.length * 20 + 2;
    picture.setAttribute("height", base + 34);
    for (const { kind, x, label, box, line } of clocks) {
      if (!label) {
        picture.append(svg("path", { d: `M${x - 4} ${base + 29}h8l-4 5z`, class: "page" }));
        continue;
      }
      const plate = svg("rect", { x: box.left, y: line * 20, width: box.width, height: 17, rx: 5 });
      const words = text(label, box.left + box.width / 2, line * 20 + 12.5, "", "middle");
      picture.append(upright(x, line * 20 + 17, base + 34, `clock ${kind}`), svg("g", { class: `flag ${kind}` }, plate, words));
    }
    pen.font = `600 12px ${this.theme.font}`;
    for (const { from, to, long, brief } of scale.calendar().eras) {
      const room = scale.x(to) - scale.x(from) - 6;
      const name = [long, brief].find((label) => label && pen.measureText(label).width <= room);
      if (name) picture.append(text(name, scale.x(from) + 3, base + 12, "era"));
    }
    for (const { at, label, major } of scale.calendar().ticks) {
      const centre = scale.perDay >= 24;
      picture.append(text(label, scale.x(at) + (centre ? scale.perDay / 2 : 3), base + 27, "number", centre ? "middle" : "start"));
      if (major) picture.append(upright(Math.round(scale.x(at)) + 0.5, base + 2, base + 34, "tick major"));
    }
    const names = [[scale.earlier, "earlier", 27], [scale.later, "later", 27], [scale.unknown, "day not", 13], [scale.unknown, "given", 27]];
    for (const [gutter, name, y] of names) if (gutter) picture.append(text(name, gutter.middle, base + y, "number", "middle"));
    return picture;
  }

  // ---- choosing -------------------------------------------------------------------------------------------------

  mark(id) {
    this.selected = id;
    for (const [key, { element }] of this.drawn) element.setAttribute("aria-selected", String(key === id));
    this.#reach(this.drawn.has(id) ? id : this.drawn.keys().next().value);
  }

  // One row is in the order of the Tab key; the arrows go to the others.
  #reach(id) {
    for (const [key, { element }] of this.drawn) element.setAttribute("tabindex", key === id ? 0 : -1);
  }

  choose(id) {
    this.tip.hide();
    if (id === this.selected) return;
    this.mark(id);
    // Streamlit hears only of values that differ: the same choice once more carries a number.
    const value = id === this.#sent.id ? { id, again: (this.#sent.again += 1) } : { id };
    this.#sent.id = id;
    this.#echoes.push(id);
    this.api.setStateValue("selected", value);
  }

  #listen() {
    const { rows, frame } = this.parts;
    const row = (event) => event.target.closest?.(".row");
    const tell = (element, x) => {
      const { x: standing, words } = this.drawn.get(element.dataset.id);
      const corner = frame.getBoundingClientRect();
      const { top, bottom } = element.querySelector(".hit").getBoundingClientRect();
      const at = x === undefined ? standing : x - corner.left;
      this.tip.show(words, { left: at - 4, right: at + 4, top: top - corner.top, bottom: bottom - corner.top - 4 });
    };
    rows.addEventListener("click", (event) => row(event) && this.choose(row(event).dataset.id));
    let over = null;
    rows.addEventListener("pointerover", (event) => {
      if (event.pointerType === "touch" || row(event) === over) return;
      if ((over = row(event))) tell(over, event.clientX);
      else this.tip.hide();
    });
    rows.addEventListener("pointerleave", () => ((over = null), this.tip.hide()));
    rows.addEventListener("focusin", (event) => row(event)?.matches(":focus-visible") && tell(row(event)));
    rows.addEventListener("focusout", () => this.tip.hide());
    rows.addEventListener("keydown", (event) => {
      const ids = [...this.drawn.keys()];
      const at = ids.indexOf(row(event)?.dataset.id);
      const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: ids.length - 1 }[event.key];
      if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Escape") this.tip.hide();
      else if (event.key === "Enter" || event.key === " ") this.choose(ids[at]);
      else if (target !== undefined) {
        const next = ids[Math.max(0, Math.min(ids.length - 1, target))];
        this.#reach(next);
        this.drawn.get(next).element.focus();
      } else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }
}

export default function (component) {
  const place = component.parentElement;
  if (!live.has(place)) live.set(place, new Timeline(component));
  live.get(place).sync(component);
  return () => {
    live.get(place)?.stop();
    live.delete(place);
  };
}
