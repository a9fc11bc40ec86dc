// The menu of an item: a list of things to do, by mouse, touch or keyboard. Text from data goes in as text only.
import { Floating } from "./floating.js";

const TYPING = 600; // ms between two letters of one word

export class Menu extends Floating {
  #title;
  #list;
  #typed = { text: "", at: 0 };
  subject = null; // the id of the item it is about, while it is open

  constructor(element) {
    super(element);
    this.#title = element.querySelector(".name");
    this.#list = element.querySelector("[role=menu]");
    this.#list.addEventListener("keydown", (event) => this.#key(event));
    this.#list.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && !this.element.contains(relatedTarget)) this.close({ refocus: false });
    });
  }

  /**
   * Show `items` ({label, note, key, group, disabled, run}) under `title`. What is chosen runs after the menu has closed.
   * For `where` see Floating.open.
   */
  show({ subject, title, items }, where) {
    this.subject = subject;
    this.#title.textContent = title;
    this.#list.setAttribute("aria-label", title);
    this.#list.replaceChildren(...grouped(items).map(([name, group]) => this.#group(name, group)));
    this.open(where);
    this.#list.scrollTop = 0;
    this.#go(this.entries[0]);
  }

  close(options) {
    this.subject = null;
    super.close(options);
  }

  get title() {
    return this.#title.textContent;
  }

  get entries() {
    return [...this.#list.querySelectorAll("[role=menuitem]")];
  }

  #group(name, items) {
    const group = document.createElement("div");
    group.setAttribute("role", "group");
    if (name) {
      group.setAttribute("aria-label", name);
      group.append(part("heading", name));
      group.firstChild.setAttribute("aria-hidden", "true");
    }
    group.append(...items.map((item) => this.#entry(item)));
    return group;
  }

  #entry({ label, note, key, disabled, run }) {
    const entry = document.createElement("div");
    entry.className = "choice";
    entry.setAttribute("role", "menuitem");
    entry.tabIndex = -1;
    entry.append(part("label", label));
    if (note) entry.append(part("note", note));
    if (key) entry.append(part("note key", key));
    if (disabled) entry.setAttribute("aria-disabled", "true");
    entry.addEventListener("click", () => {
      if (disabled) return;
      this.close();
      run();
    });
    entry.addEventListener("pointermove", () => entry.matches(":focus") || this.#go(entry));
    return entry;
  }

  // One entry at a time is in the order of Tab, so that a list that scrolls can be reached by it.
  #go(entry) {
    for (const each of this.entries) each.tabIndex = each === entry ? 0 : -1;
    entry?.focus({ preventScroll: false });
  }

  #key(event) {
    const { entries } = this;
    const at = entries.indexOf(event.target);
    const keys = {
      ArrowDown: () => this.#go(entries[(at + 1) % entries.length]),
      ArrowUp: () => this.#go(entries.at(at - 1)),
      Home: () => this.#go(entries[0]),
      End: () => this.#go(entries.at(-1)),
      Enter: () => event.target.click(),
      " ": () => event.target.click(),
    };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Tab") return this.close(); // and on, from where the focus came from
    const act = keys[event.key] ?? ([...event.key].length === 1 ? () => this.#type(event, entries, at) : null);
    if (!act) return;
    event.preventDefault();
    act();
  }

  // To the next entry that begins with what was typed, or with the last letter of it; the same letter goes round.
  #type({ key, timeStamp }, entries, at) {
    const letter = key.toLowerCase();
    const { text: before, at: then } = this.#typed;
    const word = timeStamp - then > TYPING || before === letter ? letter : before + letter;
    const round = [...entries.slice(at + 1), ...entries.slice(0, at + 1)];
    const begins = (text) => (entry) => entry.textContent.toLowerCase().startsWith(text);
    const whole = word.length > 1 ? [entries[at], ...round].find(begins(word)) : undefined;
    this.#typed = { text: whole ? word : letter, at: timeStamp };
    this.#go(whole ?? round.find(begins(letter)));
  }
}

function grouped(items) {
  const groups = new Map();
  for (const item of items) groups.set(item.group ?? "", [...(groups.get(item.group ?? "") ?? []), item]);
  return [...groups];
}

function part(className, text) {
  const element = document.createElement("span");
  element.className = className;
  element.textContent = text;
  return element;
}
