// The map: each side's claims at each place, on outlines that come with the app. Text goes in as textContent only.
// The projection is the plainest: degrees, narrowed by the cosine of the places' latitude. A place known by the middle
// of an area is a soft ring that grows with the view, never a point.
import { nameLines } from "./text.js";
import { readTheme, watchTheme } from "./theme.js";
import { Tip } from "./tip.js";

const FLAG = 17;
const LINE = 15; // height of a line of a name
const PAD = 64; // px between the places of a view and its edge
const CLOSEST = 900; // px for a degree
const COARSE = 160; // px for a degree; closer, the outlines are seen to be coarse
const RINGS = [8, 20, 34, 52, 74, 100, 130, 160]; // px from a place at which its name is tried, and the directions
const TURNS = [0, Math.PI, -0.8, 0.8, Math.PI + 0.8, Math.PI - 0.8, -Math.PI / 2, Math.PI / 2];

const pen = document.createElement("canvas").getContext("2d");
const live = new WeakMap();
const left = new Map(); // by key and places: how the user left the view, for the way back from another page
let loading = null;

/** The countries, each with its path in degrees; loaded once, from beside this file. */
async function loadCountries() {
  const answer = await fetch(new URL("./outlines.json", import.meta.url));
  const drawn = (ring) => `M${ring.map((value, i) => (i % 2 ? -value : value)).join(" ")}Z`;
  return (await answer.json()).countries.map((country) => ({ ...country, path: country.rings.map(drawn).join("") }));
}

// Geometry on the screen.
const meet = (a, b, gap = 0) =>
  a.left < b.right + gap && b.left < a.right + gap && a.top < b.bottom + gap && b.top < a.bottom + gap;
const around = (x, y, width, height = width) => ({ left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 });
const nearest = (box, x, y) => [Math.max(box.left, Math.min(x, box.right)), Math.max(box.top, Math.min(y, box.bottom))];
const within = ([x, y], box) => x > box.left && x < box.right && y > box.top && y < box.bottom;
const along = ([ax, ay], [bx, by]) => [1, 2, 3, 4, 5, 6, 7, 8].map((i) => [ax + ((bx - ax) * i) / 8, ay + ((by - ay) * i) / 8]);

/** Where a line of latitude runs inside a country, as pairs of longitudes. */
function inside(rings, lat) {
  const cuts = [];
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const [y0, y1] = [ring[j + 1], ring[i + 1]];
      if (y0 > lat !== y1 > lat) cuts.push(ring[j] + ((ring[i] - ring[j]) * (lat - y0)) / (y1 - y0));
    }
  }
  return cuts.sort((a, b) => a - b);
}

function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const text = (content, x, y, className, anchor = "start") =>
  Object.assign(svg("text", { x, y, class: className, "text-anchor": anchor }), { textContent: content });

function flag({ look, glyph, light, dark }, x, y) {
  const element = svg("g", { class: `flag ${look}` });
  for (const [name, colour] of [["--tone", light], ["--tone-dark", dark]]) if (colour) element.style.setProperty(name, colour);
  element.append(svg("rect", { x: x + 0.5, y: y + 0.5, width: FLAG - 1, height: FLAG - 1, rx: 4.5 }));
  if (look === "not") element.append(svg("path", { d: `M${x + 2} ${y + 10}l8 -8M${x + 3} ${y + 15}l11 -11M${x + 8} ${y + 15}l7 -7` }));
  element.append(text(glyph || "•", x + FLAG / 2, y + FLAG / 2 + 4.2, "sign", "middle"));
  return element;
}

class PlaceMap {
  selected = null;
  #data = null;
  #echoes = [];
  #sent = { id: null, again: 0 };
  #countries = [];
  #view = null; // { long, lat, scale }: the middle, and pixels for a degree of latitude
  #asked = 0;

  constructor(api) {
    const find = (selector) => api.parentElement.querySelector(selector);
    this.root = find(".map");
    const names = ["paper", "tools", "scale", "elsewhere", "legend", "unplaced", "caption", "coarse"];
    this.parts = Object.fromEntries(names.map((name) => [name, find(`.${name}`)]));
    this.tip = new Tip(find(".tip"));
    [this.picture, this.land, this.over] = [".paper svg", ".land", ".over"].map(find);
    this.drawn = new Map(); // by id: what is in view, with its element and place on the screen
    this.paths = new Map(); // by country
    this.theme = readTheme(this.root);
    const stopTheme = watchTheme(this.root, () => ((this.theme = readTheme(this.root)), this.later()));
    const size = new ResizeObserver(() => this.later());
    size.observe(this.parts.paper);
    this.stop = () => (stopTheme(), size.disconnect(), this.tip.hide());
    loading ??= loadCountries();
    loading.then(
      (countries) => ((this.#countries = countries), this.later()),
      () => ((loading = null), (this.parts.caption.textContent = "The country outlines could not be loaded.")),
    );
    this.#listen();
    const corner = () => this.parts.paper.getBoundingClientRect();
    const at = (place) => ({ id: place.id, x: this.#at(place)[0] + corner().left, y: this.#at(place)[1] + corner().top });
    const points = () => (this.#view ? this.#data.places.map(at) : []);
    globalThis.__saysoMap = Object.defineProperties({}, { places: { get: points }, selected: { get: () => this.selected } });
  }

  /** Take what Python sent; a selection that only answers an older choice of ours is let pass. */
  sync(api) {
    this.api = api;
    const before = this.#data;
    if (api.data === before) return;
    this.#data = api.data;
    if (before && String(before.home) !== String(api.data.home) && !this.#view?.own) this.#view = null;
    const wanted = api.data.selected ?? null;
    const echo = this.#echoes.indexOf(wanted);
    if (echo >= 0) this.#echoes.splice(0, echo + 1);
    if ((!before || wanted !== (before.selected ?? null)) && !(echo >= 0 && this.#echoes.length)) {
      if (before && wanted !== this.selected) this.#reveal(wanted);
      this.selected = wanted;
    }
    for (const entry of this.parts.legend.children) entry.hidden = !api.data.legend.includes(entry.dataset.if);
    this.parts.unplaced.textContent = api.data.unplaced;
    this.parts.caption.textContent = api.data.caption;
    this.later();
  }

  later() {
    this.#asked ||= requestAnimationFrame(() => ((this.#asked = 0), this.draw()));
  }

  /** Show a part of the earth: west, south, east, north. */
  fit([west, south, east, north] = this.#data.home) {
    const { clientWidth: width, clientHeight: height } = this.parts.paper;
    const pad = 2 * Math.min(PAD, width / 7);
    const scale = Math.min((width - pad) / (east - west) / this.#data.narrowing, (height - pad) / (north - south));
    this.#look({ long: (west + east) / 2, lat: (south + north) / 2, scale, own: false });
  }

  #look(view) {
    this.#view = { ...view, scale: Math.min(CLOSEST, view.scale), lat: Math.max(-85, Math.min(85, view.lat)), long: Math.max(-180, Math.min(180, view.long)) };
    if (view.own) left.set(this.#data.view, this.#view);
    this.later();
  }

  /** Zoom so that what is at `x`, `y` stays there. */
  zoom(factor, x, y) {
    this.drift = null;
    const { clientWidth: width, clientHeight: height } = this.parts.paper;
    const scale = Math.max(width / 360 / this.#data.narrowing, Math.min(CLOSEST, this.#view.scale * factor));
    const [dx, dy] = [(x ?? width / 2) - width / 2, (y ?? height / 2) - height / 2];
    const gain = 1 / this.#view.scale - 1 / scale;
    this.#look({ scale, own: true, long: this.#view.long + (dx * gain) / this.#data.narrowing, lat: this.#view.lat - dy * gain });
  }

  #pan(dx, dy) {
    const { long, lat, scale } = this.#view;
    this.drift = [(this.drift?.[0] ?? 0) + dx, (this.drift?.[1] ?? 0) + dy];
    this.#look({ scale, own: true, long: long - dx / scale / this.#data.narrowing, lat: lat + dy / scale });
  }

  #at({ long, lat }) {
    const [{ clientWidth, clientHeight }, view] = [this.parts.paper, this.#view];
    return [clientWidth / 2 + (long - view.long) * view.scale * this.#data.narrowing, clientHeight / 2 - (lat - view.lat) * view.scale];
  }

  // A place chosen elsewhere comes into view; one that is in view moves nothing.
  #reveal(id) {
    const place = this.#data.places.find((other) => other.id === id);
    if (place && this.#view && !this.drawn.has(id)) this.#look({ ...this.#view, long: place.long, lat: place.lat, own: true });
  }

  draw() {
    const { clientWidth: width, clientHeight: height } = this.parts.paper;
    if (!this.#data || !width) return;
    this.#view ??= left.get(this.#data.view) ?? null;
    if (!this.#view) this.fit();
    this.root.classList.toggle("dark", this.theme.dark);
    const focused = this.root.getRootNode().activeElement?.dataset?.id;
    const view = { left: 0, top: 0, right: width, bottom: height };
    const shown = this.#drawLand(view);
    if (this.drift) return this.over.setAttribute("transform", `translate(${this.drift.join(" ")})`); // names wait for the end of a drag
    const { taken, items, hidden } = this.#arrange(view);
    this.drawn = new Map(items.map((item) => [item.id, item]));
    this.picture.setAttribute("role", items.length ? "listbox" : "img");
    // From within an area its ring would be a false limit: none is drawn then.
    const soft = items.filter(({ reach, ring }) => reach && ring < Math.min(width, height) * 0.35);
    const rings = soft.map(({ x, y, ring }) => svg("circle", { cx: x, cy: y, r: ring, class: "ring", "fill-opacity": Math.min(1, (60 / ring) ** 0.5) }));
    const names = this.#nameCountries(shown, taken, items, view);
    this.over.removeAttribute("transform");
    this.over.replaceChildren(svg("g", { "aria-hidden": "true" }, ...rings, ...names), ...items.map((item) => (item.element = this.#drawItem(item))));
    this.#below(hidden);
    this.mark(this.selected);
    if (focused) (this.drawn.get(focused) ?? items.at(-1))?.element.focus({ preventScroll: true });
  }

  #drawLand(view) {
    const [{ scale, long, lat }, wide] = [this.#view, this.#view.scale * this.#data.narrowing];
    this.land.setAttribute("transform", `translate(${view.right / 2} ${view.bottom / 2}) scale(${wide} ${scale}) translate(${-long} ${lat})`);
    const [dx, dy] = [view.right / 2 / wide, view.bottom / 2 / scale];
    const shown = this.#countries.filter(({ box: [west, south, east, north] }) => west < long + dx && east > long - dx && south < lat + dy && north > lat - dy);
    for (const country of shown) if (!this.paths.has(country)) this.paths.set(country, svg("path", { d: country.path }));
    const paths = shown.map((country) => this.paths.get(country));
    if (paths.length !== this.land.childElementCount || paths.some((path, i) => path !== this.land.children[i])) this.land.replaceChildren(...paths);
    return shown;
  }

  // Names and flags beside their places, the most spoken of first, where nothing else stands; else the place is alone.
  #arrange(view) {
    const rank = ({ claims, reach }) => claims.filter(({ look }) => look !== "said").length * 100 + claims.length * 10 + (reach ? 0 : 5);
    const all = this.#data.places.map((place) => ({ ...place, x: this.#at(place)[0], y: this.#at(place)[1] }));
    const items = all.filter(({ x, y }) => x >= 0 && y >= 0 && x <= view.right && y <= view.bottom).sort((a, b) => rank(b) - rank(a));
    const taken = [around(view.right - 26, 56, 44, 112), around(view.right - 70, view.bottom - 22, 136, 40)]; // buttons, scale
    for (const item of items) if (!item.reach) taken.push((item.own = around(item.x, item.y, 9)));
    for (const item of items) {
      item.ring = Math.max(18, item.reach * this.#view.scale);
      pen.font = `${item.reach ? "italic 500" : 600} 12.5px ${this.theme.font}`;
      item.lines = nameLines(item.label);
      item.flags = item.claims.length * (FLAG + 3) - 3;
      const width = Math.max(item.flags, ...item.lines.map((line) => pen.measureText(line).width)) + 4;
      const height = item.lines.length * LINE + (item.claims.length ? FLAG + 3 : 0);
      const room = { left: width / 2 + 6, right: view.right - width / 2 - 6, top: height / 2 + 6, bottom: view.bottom - height / 2 - 6 };
      // The name of an area stands in its ring: a line to its middle would make a point of it.
      const [inner, outer] = [[0, -1, 1, -2, 2].map((step) => step * 18), RINGS.slice(0, item.claims.some(({ look }) => look !== "said") ? 8 : 4)];
      const spots = item.reach
        ? inner.filter((down) => Math.abs(down) < item.ring).map((down) => nearest(room, item.x, item.y + down))
        : outer.flatMap((far) => TURNS.map((angle) => [item.x + Math.cos(angle) * (far + width / 2), item.y + Math.sin(angle) * (far + height / 2)]));
      for (const [x, y] of spots) {
        const box = around(x, y, width, height);
        const line = item.reach ? [] : along([item.x, item.y], nearest(box, item.x, item.y));
        if (box.left < 5 || box.top < 5 || box.right > view.right - 5 || box.bottom > view.bottom - 5) continue;
        if (taken.some((other) => meet(box, other, 2) || (other !== item.own && line.some((dot) => within(dot, other))))) continue;
        Object.assign(item, { box, line });
        taken.push(box, ...line.map((dot) => around(...dot, 3)));
        break;
      }
    }
    return { taken, items: items.reverse(), hidden: all.filter(({ id }) => !items.some((item) => item.id === id)) };
  }

  // A country's name stands where the country is widest in this view, or not at all.
  #nameCountries(shown, taken, items, view) {
    const names = [];
    const [{ scale, long, lat }, wide] = [this.#view, this.#view.scale * this.#data.narrowing];
    pen.font = `500 11px ${this.theme.font}`;
    for (const { name, rings, box: [west, south, east, north] } of shown) {
      const width = pen.measureText(name).width * 1.12 + 16;
      if ((east - west) * wide < width || items.some(({ reach, box, label }) => reach && box && name.startsWith(label))) continue;
      let best = null;
      for (let y = 22; y < view.bottom - 14; y += 18) {
        const at = lat + (view.bottom / 2 - y) / scale;
        if (at < south || at > north) continue;
        const cuts = inside(rings, at).map((cut) => view.right / 2 + (cut - long) * wide);
        for (let i = 0; i + 1 < cuts.length; i += 2) {
          const [from, to] = [Math.max(4, cuts[i]), Math.min(view.right - 4, cuts[i + 1])];
          for (const share of [0.5, 0.25, 0.75]) {
            const spot = around(from + width / 2 + (to - from - width) * share, y, width, 18);
            const room = Math.min(to - from - width, 150) - Math.abs(y - view.bottom / 2) * 0.4 - (share === 0.5 ? 0 : 30);
            if (to - from > width && (!best || room > best.room) && !taken.some((other) => meet(spot, other, 3))) best = { spot, room };
          }
        }
      }
      if (best && taken.push(best.spot)) names.push(text(name, (best.spot.left + best.spot.right) / 2, best.spot.top + 13, "country", "middle"));
    }
    return names;
  }

  #drawItem({ id, x, y, reach, claims, words, box, line, lines, flags }) {
    const element = svg("g", { class: reach ? "place soft" : "place", role: "option", "aria-label": words.join(". "), tabindex: -1, "data-id": id });
    const [x2, y2] = line?.at(-1) ?? [x, y];
    if (Math.hypot(x2 - x, y2 - y) > 13) element.append(svg("line", { x1: x, y1: y, x2, y2, class: "leader" }));
    if (box) element.append(svg("rect", { x: box.left - 3, y: box.top - 2, width: box.right - box.left + 6, height: box.bottom - box.top + 5, rx: 6, class: "plate" }));
    if (!reach || !box) element.append(svg("circle", { cx: x, cy: y, r: 12, class: "hit" }), svg("circle", { cx: x, cy: y, r: 8, class: "halo" }));
    if (!reach) element.append(svg("circle", { cx: x, cy: y, r: 4, class: "dot" }));
    if (!box) return element;
    // Beside its place a name leans towards it; above, below and on it, it is centred.
    const side = box.left >= x ? "start" : box.right <= x ? "end" : "middle";
    const from = { start: box.left + 2, end: box.right - 2, middle: (box.left + box.right) / 2 }[side];
    lines.forEach((content, i) => element.append(text(content, from, box.top + 12 + i * LINE, "name", side)));
    const first = { start: from, end: from - flags, middle: from - flags / 2 }[side];
    claims.forEach((claim, i) => element.append(flag(claim, first + i * (FLAG + 3), box.bottom - FLAG)));
    return element;
  }

  // The scale, and in words what is not in this view.
  #below(hidden) {
    const { elsewhere, scale, coarse } = this.parts;
    const kilometre = this.#view.scale / 111.2;
    const length = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000].findLast((km) => km * kilometre <= 120) ?? 1;
    scale.firstElementChild.textContent = `${length} km`;
    scale.lastElementChild.style.width = `${Math.round(length * kilometre)}px`;
    coarse.hidden = this.#view.scale < COARSE;
    if (this.told === (this.told = String(hidden.map(({ id }) => id)))) return;
    const held = elsewhere.contains(this.root.getRootNode().activeElement);
    elsewhere.hidden = hidden.length === 0;
    const button = (label, press) => {
      const element = Object.assign(document.createElement("button"), { type: "button", textContent: label });
      element.addEventListener("click", press);
      return element;
    };
    const some = hidden.sort((a, b) => b.claims.length - a.claims.length).slice(0, 6);
    elsewhere.replaceChildren(
      "Not in this view: ",
      ...some.map(({ id, label }) => button(label, () => (this.#reveal(id), this.choose(id)))),
      hidden.length > some.length ? ` and ${hidden.length - some.length} more ` : "",
      button("Show all", () => this.fit(this.#data.all)),
    );
    if (held) (hidden.length ? elsewhere : this.parts.tools).querySelector("button").focus();
  }

  mark(id) {
    this.selected = id;
    for (const [key, { element }] of this.drawn) element.setAttribute("aria-selected", String(key === id));
    this.#reach(this.drawn.has(id) ? id : [...this.drawn.keys()].at(-1));
  }

  // One place is in the order of the Tab key; the arrows go to the others.
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
    const { paper, tools } = this.parts;
    const place = (event) => event.target.closest?.(".place");
    const point = (event) => [event.clientX - paper.getBoundingClientRect().left, event.clientY - paper.getBoundingClientRect().top];
    const tell = ({ words, box, x, y }) => this.tip.show(words, box ?? around(x, y, 12));
    const item = (event) => this.drawn.get(place(event)?.dataset.id);
    const zoom = (factor, at = this.drawn.get(this.selected)) => this.zoom(factor, at?.x, at?.y); // round what is chosen
    const does = { zoomIn: () => zoom(1.6), zoomOut: () => zoom(1 / 1.6), fit: () => this.fit() };
    tools.addEventListener("click", (event) => does[event.target.closest("button")?.dataset.do]?.());
    paper.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return; // otherwise the page scrolls
      event.preventDefault();
      this.zoom(Math.min(1.3, Math.max(0.77, Math.exp(-event.deltaY * 0.008))), ...point(event));
    }, { passive: false });
    const fingers = new Map();
    let moved = 0;
    paper.addEventListener("pointerdown", (event) => ((moved = fingers.size && moved), fingers.set(event.pointerId, point(event))));
    paper.addEventListener("pointermove", (event) => {
      const before = fingers.get(event.pointerId);
      if (!before || !event.buttons) {
        fingers.delete(event.pointerId);
        if (event.pointerType === "touch" || item(event) === this.under) return;
        this.under = item(event);
        return this.under ? tell(this.under) : this.tip.hide();
      }
      const now = point(event);
      const [dx, dy] = [now[0] - before[0], now[1] - before[1]];
      moved += Math.abs(dx) + Math.abs(dy);
      if (moved < 5) return;
      this.tip.hide();
      paper.setPointerCapture(event.pointerId);
      const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
      fingers.set(event.pointerId, now);
      if (!other) return this.#pan(dx, dy);
      const spread = (one) => Math.hypot(one[0] - other[0], one[1] - other[1]) || 1;
      this.#pan(dx / 2, dy / 2);
      this.zoom(spread(now) / spread(before), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
    });
    const lift = (event) => (fingers.delete(event.pointerId), this.drift && ((this.drift = null), this.later()));
    for (const end of ["pointerup", "pointercancel"]) paper.addEventListener(end, lift);
    paper.addEventListener("pointerleave", () => ((this.under = null), this.tip.hide()));
    paper.addEventListener("click", (event) => moved < 5 && place(event) && this.choose(place(event).dataset.id));
    paper.addEventListener("focusin", (event) => place(event)?.matches(":focus-visible") && tell(item(event)));
    paper.addEventListener("focusout", () => this.tip.hide());
    paper.addEventListener("keydown", (event) => {
      const here = item(event);
      if (!here || event.ctrlKey || event.metaKey || event.altKey) return;
      const way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
      const acts = { Enter: () => this.choose(here.id), Escape: () => this.tip.hide(), "+": () => zoom(1.6, here), "-": () => zoom(1 / 1.6, here), 0: does.fit };
      const act = acts[{ " ": "Enter", "=": "+" }[event.key] ?? event.key];
      if (way) {
        const ahead = ({ x, y }) => (x - here.x) * way[0] + (y - here.y) * way[1];
        const cost = (to) => ahead(to) + 2.5 * Math.abs((to.x - here.x) * way[1] + (to.y - here.y) * way[0]);
        const next = [...this.drawn.values()].filter((to) => ahead(to) > 0.5).sort((a, b) => cost(a) - cost(b))[0];
        if (next) this.#reach(next.id), next.element.focus();
      } else if (act) act();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }
}

export default function (component) {
  const place = component.parentElement;
  if (!live.has(place)) live.set(place, new PlaceMap(component));
  live.get(place).sync(component);
  return () => {
    live.get(place)?.stop();
    live.delete(place);
  };
}
