// What the person does, told to Python. A selection and places are states; what asks for an answer is a trigger, and
// triggers go out one at a time: of two with one name Streamlit would keep only the last.

const PATIENCE = 15_000; // ms; after that an answer is not waited for any longer

export class Talk {
  #api;
  #told = { node: null, edge: null }; // the selection as Python knows it
  #echoes = []; // selections told to Python that it has not repeated yet
  #sent = { value: null, again: 0 }; // the value Streamlit holds for `selected`
  #timer = 0;
  #pending = null; // the selection that the timer will tell
  #moved = {};
  #n; // the number of the last thing asked
  #waiting = []; // asked of us, not yet of Python
  #asked = null; // asked of Python, not yet answered
  #patience = 0;
  #on;

  /**
   * `answered` is the number of the last thing that Python has answered; `onBusy(busy)` hears whether one is open,
   * `onSilence()` that no answer came.
   */
  constructor(api, answered, { onBusy, onSilence }) {
    this.#api = api;
    this.#n = answered;
    this.#on = { busy: onBusy, silence: onSilence };
  }

  /** Streamlit's functions are renewed with each call. */
  renew(api) {
    this.#api = api;
  }

  // ---- selection ------------------------------------------------------------------------------------------------

  /** Tell a selection after `pause` ms, unless another comes first. */
  select(selected, pause) {
    this.#forget();
    this.#pending = selected;
    this.#timer = setTimeout(() => this.#tell(), pause);
  }

  #tell() {
    const selected = this.#pending;
    this.#forget();
    if (!selected) return;
    const { node, edge } = selected;
    if (node === this.#told.node && edge === this.#told.edge) return;
    this.#told = selected;
    this.#echoes.push(node);
    // Streamlit runs the callback only for a value that differs from the last one sent from here. If Python has
    // selected something else since, the same choice once more must look new: it carries a number.
    let value = node !== null ? { node } : edge !== null ? { edge } : null;
    if (same(value, this.#sent.value)) value = { ...(value ?? { node: null }), again: (this.#sent.again += 1) };
    this.#sent.value = value;
    this.#api.setStateValue("selected", value);
  }

  /** Whether a selection by Python is its own, and not only the answer to an older click here. */
  isNews(selected) {
    const echo = this.#echoes.indexOf(selected);
    if (echo < 0) return true;
    this.#echoes.splice(0, echo + 1);
    return !this.#echoes.length && !this.#timer;
  }

  /** Python knows this selection: nothing of it is left to tell. */
  agree(selected) {
    this.#forget();
    this.#told = selected;
  }

  #forget() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#pending = null;
  }

  // ---- places ---------------------------------------------------------------------------------------------------

  get moved() {
    return this.#moved;
  }

  /** From here on these are the places the person chose. */
  resume(moved) {
    this.#moved = moved;
  }

  move(id, place) {
    this.#moved = { ...this.#moved, [id]: place };
    this.#api.setStateValue("moved", this.#moved);
  }

  /** What is no longer drawn has no place: if it comes back, Python says where. */
  drop(ids) {
    this.#moved = Object.fromEntries(Object.entries(this.#moved).filter(([id]) => !ids.includes(id)));
  }

  // ---- asking ---------------------------------------------------------------------------------------------------

  /** Ask for more of an item's links, of one kind or any. The item becomes the selection, so that need not be told. */
  expand(id, kind, name) {
    this.#forget();
    this.#ask("expand", { id, kind }, { do: "expand", id, name });
  }

  /**
   * Ask for anything else; `name` is for the words when the answer comes. `can()` says, when its turn has come, whether
   * it still makes sense; `otherwise()` is called if not.
   */
  act(what, id, arg, name, { can = () => true, otherwise } = {}) {
    this.#tell();
    this.#ask("act", { do: what, id, arg }, { do: what, id, name }, { can, otherwise });
  }

  #ask(trigger, value, what, { can, otherwise } = { can: () => true }) {
    this.#waiting.push({ trigger, value, what, can, otherwise });
    this.#next();
  }

  #next() {
    if (this.#asked || !this.#waiting.length) return;
    const { trigger, value, what, can, otherwise } = this.#waiting.shift();
    if (!can()) {
      otherwise();
      return this.#next();
    }
    this.#n += 1;
    this.#asked = { n: this.#n, ...what };
    this.#patience = setTimeout(() => this.#giveUp(), PATIENCE);
    this.#on.busy(true);
    this.#api.setTriggerValue(trigger, { ...value, n: this.#n });
  }

  #giveUp() {
    this.#waiting = []; // whoever asked for these meant them to follow
    this.heard(this.#asked.n);
    this.#on.silence();
  }

  /** Python has answered everything up to number `n`: what that was, or null if it is no news. */
  heard(n) {
    const asked = this.#asked;
    if (!asked || n < asked.n) return null;
    clearTimeout(this.#patience);
    this.#asked = null;
    this.#on.busy(this.#waiting.length > 0);
    this.#next();
    return asked;
  }

  stop() {
    this.#forget();
    clearTimeout(this.#patience);
  }
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
