// The form of a card: every field of a statement, kept here until it is saved. Enter saves, Escape leaves.

import { button, labelled, make } from "./elements.js";
import { Suggest } from "./suggest.js";

const ROLES = ["source", "cue", "content"];
const PEOPLE = [
  ["speaker", "Speaker"],
  ["onBehalfOf", "On behalf of"],
  ["addressee", "Told to"],
];
const CODED = [
  ["act", "Act"],
  ["polarity", "Polarity"],
  ["certainty", "Certainty"],
  ["basis", "Basis"],
];

export class ReviewForm {
  #suggests = [];
  #contents = [];
  #spans;

  /**
   * `draft` is what the form begins with; `data` has `choices` and `actors`; `words(start, end)` gives the words of a
   * span, `chosen()` the span that is chosen in the text; `ask(text)` looks a thing up; `save(draft)` and `leave()` end it.
   */
  constructor(draft, data, { words, chosen, ask, save, leave, spansChanged }) {
    this.data = data;
    this.on = { words, chosen, ask, spansChanged };
    this.draft = structuredClone(draft);
    this.#spans = this.draft.spans;
    this.element = make("form", "form");
    this.element.noValidate = true;
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      save(this.value);
    });
    this.element.addEventListener("keydown", (event) => {
      event.stopPropagation(); // letters belong to the fields, and Streamlit listens on the document
      if (event.altKey && "123".includes(event.key)) this.#place(ROLES[Number(event.key) - 1]);
      else if (event.key === "Escape") leave();
      else if (event.key === "Enter" && event.target.tagName === "SELECT") save(this.value);
      else return;
      event.preventDefault();
    });
    this.#draw(leave);
  }

  /** The draft as it stands in the fields. */
  get value() {
    const read = (name) => this.element.elements[name].value;
    return {
      ...this.draft,
      ...Object.fromEntries(PEOPLE.map(([name], at) => [name, this.#suggests[at].value])),
      ...Object.fromEntries([...CODED.map(([name]) => name), "said", "saidAfter", "dateBasis"].map((name) => [name, read(name)])),
      quotation: read("quotation").trim(),
      contents: this.#contents.map((content) => content.value),
      spans: this.#spans,
    };
  }

  get spans() {
    return this.#spans;
  }

  answer(suggestions) {
    for (const field of [...this.#suggests, ...this.#contents.flatMap((content) => content.fields)]) field.answer(suggestions);
  }

  /** The first field that waits for words, else the speaker. */
  focus() {
    const waiting = this.#contents.find((content) => !content.paraphrase.value);
    const first = waiting && this.#suggests[0].value ? waiting.paraphrase : this.#suggests[0].input;
    first.focus();
    first.select();
    this.element.scrollIntoView({ block: "nearest" });
  }

  // ---- drawing --------------------------------------------------------------------------------------------------

  #draw(leave) {
    for (const [name, label] of PEOPLE) {
      const field = this.#suggest(label, this.draft[name], name);
      this.#suggests.push(field);
      this.element.append(labelled(label, field.element));
    }
    const coded = make("div", "pairs");
    for (const [name, label] of CODED) coded.append(labelled(label, this.#select(name, this.data.choices[name], this.draft[name])));
    this.element.append(coded, this.#days());
    const quotation = Object.assign(make("input"), { name: "quotation", value: this.draft.quotation, maxLength: 160 });
    this.element.append(labelled("Words as spoken (160 characters at most)", quotation));
    const contents = make("div", "contents");
    const add = (content) => {
      const field = new Content(content, this.data, (label, value, within) => this.#suggest(label, value, undefined, within));
      this.#contents.push(field);
      contents.append(field.element);
      return field;
    };
    this.draft.contents.forEach(add);
    const more = button("small", "Add a content", () => add({ id: "", kind: "say:Proposition", paraphrase: "", slots: [] }).focus());
    this.element.append(contents, more, this.#marks());
    const save = make("button", "primary", "Save");
    save.type = "submit";
    save.append(" ", Object.assign(make("kbd", "", "Enter"), { ariaHidden: "true" }));
    const row = make("div", "acts");
    row.append(save, button("", "Leave", leave, "Esc"));
    this.element.append(row);
  }

  #suggest(label, value, name, within) {
    return new Suggest({ label, value, name, within, near: this.data.actors, ask: this.on.ask });
  }

  #select(name, options, value) {
    const field = make("select");
    field.name = name;
    for (const { id, label, help } of options) {
      const option = new Option(label, id, id === value, id === value);
      option.title = help;
      field.append(option);
    }
    return field;
  }

  #days() {
    const row = make("div", "pairs");
    for (const [name, label] of [["saidAfter", "Said, at the earliest"], ["said", "Day said, at the latest"]]) {
      row.append(labelled(label, Object.assign(make("input"), { type: "date", name, value: this.draft[name] })));
    }
    row.append(labelled("How the day is known", this.#select("dateBasis", this.data.choices.dateBasis, this.draft.dateBasis)));
    return row;
  }

  #marks() {
    const box = make("fieldset", "places");
    box.append(make("legend", "", "Words in the text"));
    this.places = make("ul");
    box.append(this.places);
    const row = make("div", "acts");
    ROLES.forEach((role, at) => {
      const set = button("small", `Chosen words are the ${role}`, () => this.#place(role), `Alt+${at + 1}`);
      set.addEventListener("mousedown", (event) => event.preventDefault()); // the words stay chosen
      row.append(set);
    });
    box.append(row);
    this.#listPlaces();
    return box;
  }

  #listPlaces() {
    this.places.replaceChildren(
      ...this.#spans.map((span) => {
        const line = make("li", `its-${span.role}`);
        const words = this.on.words(span.start, span.end) || `characters ${span.start} to ${span.end}`;
        const remove = button("small", "Remove", () => this.#keep(this.#spans.filter((one) => one !== span)));
        remove.ariaLabel = `Remove the ${span.role} “${words}”`;
        line.append(make("span", "name", span.role), make("span", "words", words), remove);
        return line;
      }),
    );
  }

  #place(role) {
    const chosen = this.on.chosen();
    if (!chosen) return;
    // A source or cue stands once; contents may be in pieces, each chosen by itself.
    const others = this.#spans.filter((span) => span.role !== role || (role === "content" && (span.end <= chosen.start || span.start >= chosen.end)));
    this.#keep([...others, { role, ...chosen }].sort((a, b) => a.start - b.start));
  }

  #keep(spans) {
    this.#spans = spans;
    this.#listPlaces();
    this.on.spansChanged(spans);
  }
}

// What was said: its kind, its slots, or a plain paraphrase.
class Content {
  #rows = [];

  constructor(content, data, suggest) {
    this.content = content;
    this.data = data;
    this.suggest = suggest;
    this.element = make("fieldset", "content");
    this.element.append(make("legend", "", "What was said"));
    this.kind = make("select");
    for (const { id, label, help } of data.choices.kinds) {
      const option = new Option(label, id, id === content.kind, id === content.kind);
      option.title = help;
      this.kind.append(option);
    }
    this.paraphrase = Object.assign(make("input"), { value: content.paraphrase, maxLength: 120, placeholder: "In your own words" });
    this.slots = make("div", "slots");
    content.slots.forEach((slot) => this.#row(slot));
    const more = button("small", "Add a slot", () => this.#row({ name: data.choices.slots[0].id, id: "", label: "" }).focus());
    this.element.append(labelled("Kind", this.kind), labelled("In plain words", this.paraphrase), this.slots, more);
  }

  get fields() {
    return this.#rows.map((row) => row.field);
  }

  get value() {
    const slots = this.#rows.map(({ name, field }) => ({ name: name.value, ...(field.value ?? { id: "", label: "" }) }));
    return { id: this.content.id, kind: this.kind.value, paraphrase: this.paraphrase.value.trim(), slots: slots.filter((slot) => slot.label) };
  }

  focus() {
    this.paraphrase.focus();
  }

  #row(slot) {
    const line = make("div", "slot");
    const name = make("select");
    name.ariaLabel = "Slot";
    for (const { id, label } of this.data.choices.slots) name.append(new Option(label, id, id === slot.name, id === slot.name));
    const fills = () => this.data.choices.slots.find(({ id }) => id === name.value)?.fills ?? "";
    const field = this.suggest("Value of the slot", slot.label ? slot : null, fills);
    field.free = () => this.data.choices.figures.includes(name.value); // a number or a day is typed, not looked up
    const row = { name, field };
    const remove = button("small", "Remove", () => {
      this.#rows = this.#rows.filter((one) => one !== row);
      line.remove();
    });
    line.append(name, field.element, remove);
    this.slots.append(line);
    this.#rows.push(row);
    return field.input;
  }
}
