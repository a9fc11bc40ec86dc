// The sheet: draws blocks of text with textContent alone, so that nothing in the data can become markup.

const make = (tag, className, text) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) {
    element.dir = "auto"; // names written from right to left, among others that are not
    element.textContent = text;
  }
  return element;
};

// --tone and --tone-dark are both set; the stylesheet picks by the theme's own background.
const tint = (element, block) => {
  if (block.light) element.style.setProperty("--tone", block.light);
  if (block.dark) element.style.setProperty("--tone-dark", block.dark);
  return element;
};

const draw = {
  badge(block) {
    const badge = tint(make("p", "badge"), block);
    if (block.glyph) badge.append(Object.assign(make("span", "glyph", block.glyph), { ariaHidden: "true" }));
    badge.append(make("span", "", block.text));
    return badge;
  },
  title: (block) => make("h2", "title", block.text),
  note: (block) => make("p", block.strong ? "note strong" : "note", block.text),
  quote(block) {
    const figure = make("figure", "quote");
    figure.append(make("blockquote", "", block.text), make("figcaption", "", block.by));
    return figure;
  },
  facts(block, press) {
    const list = make("dl", "facts");
    for (const row of block.rows) {
      const value = make("dd");
      if (row.id) value.append(button("link", row.value, () => press("open", row.id)));
      else value.append(make("bdi", "", row.value));
      if (row.source) {
        const source = button("source", "¶", () => press("edge", row.source));
        source.title = "Where this is from";
        source.ariaLabel = `Where this is from: ${row.name} ${row.value}`;
        value.append(source);
      }
      list.append(make("dt", "", row.name), value);
    }
    return list;
  },
  listing(block, press) {
    const box = make("details", "listing");
    box.open = block.open;
    box.append(make("summary", "", `${block.heading} (${block.count})`));
    const list = draw.items(block, press);
    box.append(list);
    return box;
  },
  items(block, press) {
    const list = make("ul", "items");
    for (const item of block.items) {
      const entry = tint(button("item", undefined, () => press(item.do ?? "open", item.id)), item);
      entry.append(Object.assign(make("span", "glyph", item.glyph ?? ""), { ariaHidden: "true" }));
      const words = make("span", "words");
      if (item.head) words.append(make("span", "head", item.head));
      words.append(make("span", "text", item.text));
      if (item.foot) words.append(make("span", "foot", item.foot));
      entry.append(words);
      if (item.corrected) entry.classList.add("corrected");
      if (item.current) entry.setAttribute("aria-current", "true");
      const line = make("li");
      line.append(entry);
      list.append(line);
    }
    return list;
  },
  passage(block, press) {
    const figure = make("figure", "passage");
    const words = Object.assign(make("p"), { dir: "auto" });
    words.append(block.parts[0], make("mark", "", block.parts[1]), block.parts[2]);
    figure.append(make("figcaption", "", block.heading), words);
    if (block.span) figure.append(button("link", "Read it in the whole text", () => press("read", block.span)));
    return figure;
  },
  body(block) {
    const text = Object.assign(make("div", "body"), { dir: "auto" });
    text.tabIndex = 0;
    for (const { text: words, mark } of block.parts) text.append(mark ? make("mark", mark, words) : words);
    requestAnimationFrame(() => {
      const current = text.querySelector(".current");
      if (current) text.scrollTop = current.offsetTop - text.offsetTop - text.clientHeight / 3;
    });
    return text;
  },
  columns(block, press) {
    const row = make("div", "columns");
    for (const blocks of block.columns) {
      const column = make("section", "column");
      column.append(...blocks.map((each) => draw[each.type](each, press)));
      row.append(column);
    }
    return row;
  },
  chain(block, press) {
    const list = make("ol", "chain");
    for (const step of block.steps) {
      const line = make("li", step.unnamed ? "unnamed" : "");
      line.append(make("span", "how", step.how), button("link", step.who, () => press("open", step.id)));
      list.append(line);
    }
    return list;
  },
  actions(block, press) {
    const row = make("div", "actions");
    for (const entry of block.buttons) row.append(button("action", entry.label, () => press(entry.do, entry.id)));
    return row;
  },
};

function button(className, text, onPress) {
  const element = make("button", className, text);
  element.type = "button";
  element.addEventListener("click", onPress);
  return element;
}

// The theme is told by the background it paints, not by a setting: dark when its text is lighter than it.
function markTheme(root) {
  const style = getComputedStyle(root);
  const light = (name) => {
    const hex = style.getPropertyValue(name).trim();
    return /^#[0-9a-f]{6}/i.test(hex) ? parseInt(hex.slice(1, 3), 16) + parseInt(hex.slice(3, 5), 16) + parseInt(hex.slice(5, 7), 16) : 382;
  };
  root.classList.toggle("dark", light("--st-text-color") > light("--st-background-color"));
}

const watchers = new WeakMap();
const subjects = new WeakMap(); // what each sheet is about

// What was chosen elsewhere on the page may be out of sight: below a list on a phone, or above the end of a long one.
function comeIntoSight(place, root, about) {
  const before = subjects.get(place);
  subjects.set(place, about);
  const { top } = root.getBoundingClientRect();
  if (before === undefined || before === about || (top >= 0 && top < innerHeight / 2)) return;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  root.scrollIntoView({ behavior: still ? "instant" : "smooth", block: "start" });
}

export default function (component) {
  const root = component.parentElement.querySelector(".sheet");
  let counter = 0;
  const press = (what, id) => component.setTriggerValue("press", { do: what, id, n: `${Date.now()}-${counter++}` });
  root.replaceChildren(...component.data.blocks.map((block) => draw[block.type](block, press)));
  markTheme(root);
  comeIntoSight(component.parentElement, root, component.data.about);
  if (!watchers.has(component.parentElement)) {
    const watcher = new MutationObserver(() => markTheme(root));
    watcher.observe(document.documentElement, { attributes: true, subtree: true, attributeFilter: ["style", "class"] });
    watchers.set(component.parentElement, watcher);
  }
  return () => {
    watchers.get(component.parentElement)?.disconnect();
    watchers.delete(component.parentElement);
  };
}
