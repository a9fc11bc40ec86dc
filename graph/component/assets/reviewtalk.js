// What was decided, told to Python one at a time: of two triggers with one name Streamlit would keep only the last.

const PATIENCE = 60_000; // ms; after that an answer is not waited for any longer

export class ReviewTalk {
  #n;
  #queue = [];
  #asked = null;
  #patience = 0;

  /** `answered` is the number of the last act that Python has answered; `onSilence()` hears that no answer came. */
  constructor(answered, onSilence) {
    this.#n = answered;
    this.onSilence = onSilence;
  }

  get busy() {
    return this.#asked !== null;
  }

  /** Have Python do something, after what it was asked to do before. */
  act(api, what) {
    this.#queue.push(what);
    this.#send(api);
  }

  /** Python has answered: the act that this was, or null if it is no news. After a fault what was to follow is dropped. */
  heard(api, { answered, fault }) {
    const asked = this.#asked;
    if (!asked || answered < asked.n) return null;
    clearTimeout(this.#patience);
    this.#asked = null;
    if (fault) this.#queue = []; // whoever asked for these meant them to follow
    this.#send(api);
    return asked;
  }

  #send(api) {
    if (this.#asked || !this.#queue.length) return;
    this.#n = Math.max(this.#n, api.data.answered) + 1;
    this.#asked = { ...this.#queue.shift(), n: this.#n };
    this.#patience = setTimeout(() => {
      this.#asked = null;
      this.#queue = [];
      this.onSilence();
    }, PATIENCE);
    api.setTriggerValue("act", this.#asked);
  }

  stop() {
    clearTimeout(this.#patience);
  }
}
