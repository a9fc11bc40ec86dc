// Small questions inside a card: why something is withdrawn, and which actors are one.

import { button, labelled, make } from "./elements.js";
import { Suggest } from "./suggest.js";

/** Ask why; `done(reason)` after Enter. */
export class Why {
  constructor({ done, leave }) {
    this.reason = Object.assign(make("input"), { name: "reason", placeholder: "Reason, for the history" });
    this.element = small("Withdraw it", [labelled("Why is it withdrawn?", this.reason)], leave, () => done(this.reason.value.trim()));
  }

  answer() {}

  focus() {
    this.reason.focus();
  }
}

/** Ask which actor of the card is the same as which other one; `done({gone, keep, reason})` after Enter. */
export class Merge {
  constructor(actors, { near, ask, done, leave }) {
    this.gone = make("select");
    for (const { id, label } of actors) this.gone.append(new Option(label, id));
    this.keep = new Suggest({ label: "The same as", value: null, near, ask, name: "keep" });
    this.reason = Object.assign(make("input"), { name: "reason", placeholder: "Why they are one, for the history" });
    const fields = [labelled("This actor", this.gone), labelled("is the same as", this.keep.element), labelled("Reason", this.reason)];
    this.fault = make("p", "fault");
    this.fault.setAttribute("role", "alert");
    this.fault.hidden = true;
    this.element = small("Merge", [...fields, this.fault], leave, () => {
      const keep = this.keep.value;
      if (!keep?.id) {
        this.fault.textContent = "Choose an actor from the list.";
        this.fault.hidden = false;
        return;
      }
      done({ gone: this.gone.value, keep: keep.id, reason: this.reason.value.trim() });
    });
  }

  answer(suggestions) {
    this.keep.answer(suggestions);
  }

  focus() {
    this.keep.input.focus();
  }
}

function small(label, fields, leave, done) {
  const form = make("form", "form");
  form.noValidate = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    done();
  });
  form.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key !== "Escape") return;
    event.preventDefault();
    leave();
  });
  const save = make("button", "primary", label);
  save.type = "submit";
  save.append(" ", Object.assign(make("kbd", "", "Enter"), { ariaHidden: "true" }));
  const row = make("div", "acts");
  row.append(save, button("", "Leave", leave, "Esc"));
  form.append(...fields, row);
  return form;
}
