// Elements made of data: text alone, so that nothing in the data can become markup.

export function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

/** A button that says its key, as `<kbd>`, after its label. */
export function button(className, label, act, key) {
  const element = make("button", className, label);
  element.type = "button";
  if (key) {
    element.append(" ", Object.assign(make("kbd", "", key), { ariaHidden: "true" }));
    element.setAttribute("aria-keyshortcuts", key);
  }
  element.addEventListener("click", act);
  return element;
}

/** A label over a field. */
export function labelled(label, field, help) {
  const box = make("label", "field");
  box.append(make("span", "name", label), field);
  if (help) box.title = help;
  return box;
}
