"""The review: an article's text with marks on the left, its proposals as cards on the right, in step, by key or button.

The script decides nothing: a decision is the trigger `act`, ``{"do", "id", "arg", "next", "n"}``, sent one at a time;
the next one waits until `answered` has come up to its `n`. `do` is accept, reject, withdraw (`arg`: a reason), edit and
add (`arg`: a draft), merge (`arg`: ``{"gone", "keep", "reason"}``), undo or history; `next` is the card that is then
open. The state `current` is a card whose consequences are wanted, `asked` what is typed into a field for a thing.

Offsets count Unicode code points, ends are exclusive. Everything in the data is shown as text alone.
"""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal, NotRequired, TypedDict

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

__all__ = ["Asked", "Before", "Card", "Choice", "Choices", "Content", "Draft", "Mark", "Named", "ReviewData", "Slot"]
__all__ += ["review"]


class Named(TypedDict):
    """A thing by its id; without an id it is a name that is not in the graph yet."""

    id: str
    label: str
    kind: NotRequired[str]


class Slot(Named):
    """A thing, or the text of a figure, in a slot of a content."""

    name: str


class Content(TypedDict):
    """What was said: a class as CURIE, a paraphrase, and slots and figures as CURIEs."""

    id: str
    kind: str
    paraphrase: str
    slots: list[Slot]


class Mark(TypedDict):
    """Words of the text and the role they have: source, cue, content or mention."""

    role: str
    start: int
    end: int
    title: NotRequired[str]


class Draft(TypedDict):
    """A statement as the form edits it; days are ISO dates or empty, coded values CURIEs."""

    speaker: Named | None
    onBehalfOf: Named | None
    addressee: Named | None
    act: str
    polarity: str
    certainty: str
    basis: str
    said: str
    saidAfter: str
    dateBasis: str
    quotation: str
    contents: list[Content]
    spans: list[Mark]


class Before(TypedDict):
    """What an acceptance would do, each line a sentence; with `faults` it cannot be."""

    faults: list[str]
    disagrees: list[str]
    agrees: list[str]
    adds: list[str]


class Card(TypedDict):
    """A proposal or an accepted statement; `before` is None until it has been looked up."""

    id: str
    state: Literal["open", "accepted", "rejected", "withdrawn"]
    glyph: str
    light: str
    dark: str
    head: str
    text: str
    quotation: str
    note: str
    foot: str
    facts: list[tuple[str, str]]
    actors: list[Named]
    draft: Draft
    before: Before | None
    history: list[str] | None


class Choice(TypedDict):
    """A value of a field: its CURIE, its label, and what it means; of a slot also the class of what fills it."""

    id: str
    label: str
    help: str
    fills: str


class Choices(TypedDict):
    """The values of the coded fields, the classes of contents, and their slots; `figures` are slots that take text."""

    act: list[Choice]
    polarity: list[Choice]
    certainty: list[Choice]
    basis: list[Choice]
    dateBasis: list[Choice]
    kinds: list[Choice]
    slots: list[Choice]
    figures: list[str]


class Asked(TypedDict):
    """The answer to what was typed, by the number of the question."""

    n: str
    lines: list[Named]


class ReviewData(TypedDict):
    """What the review shows; `text` is None where the user's copy is not here, and `textHint` then says how to mend it.

    `current` is gone to whenever `turn` changes. `said` and `fault` are about the act that was answered last; `undo`
    says what would be taken back. `blank` is what a new statement begins with, `actors` are things at hand.
    """

    text: str | None
    textHint: str
    cards: list[Card]
    mentions: list[Mark]
    actors: list[Named]
    choices: Choices
    blank: Draft
    current: str
    turn: int
    suggestions: Asked
    said: str
    fault: str
    undo: str


_KEYS: Final = "".join(
    f"<div><dt>{''.join(f'<kbd>{key}</kbd>' for key in keys.split())}</dt><dd>{does}</dd></div>"
    for keys, does in [
        ("J ↓", "the next card"),
        ("K ↑", "the card before"),
        ("A", "accept, and on to the next open one"),
        ("R", "reject; withdraw what was accepted"),
        ("E", "edit"),
        ("Enter", "save what was edited"),
        ("Esc", "leave without saving, choose no words"),
        ("M", "the speaker is the same as another actor"),
        ("U", "undo the last decision"),
        ("H", "history"),
        ("← →", "choose a word of the text"),
        ("Shift+← Shift+→", "choose more or fewer words"),
        ("Shift+↓", "choose to the end of the sentence"),
        ("N", "new statement from the chosen words"),
        ("Alt+1 Alt+2 Alt+3", "while editing: the chosen words are the source, cue, content"),
        ("?", "this list"),
    ]
)

# Constant and ours: nothing from the data is ever written into markup. The scripts fill it with textContent.
# Hidden until review.css has arrived and says otherwise.
_HTML: Final = f"""
<div class="review" style="visibility:hidden">
  <div class="bar">
    <p class="counts"></p>
    <div class="tools" role="group" aria-label="Review">
      <button type="button" data-do="back" aria-keyshortcuts="K">Back <kbd aria-hidden="true">K</kbd></button>
      <button type="button" data-do="next" aria-keyshortcuts="J">Next <kbd aria-hidden="true">J</kbd></button>
      <button type="button" data-do="undo" aria-keyshortcuts="U">Undo <kbd aria-hidden="true">U</kbd></button>
      <button type="button" data-do="fill" aria-keyshortcuts="N">New from words <kbd aria-hidden="true">N</kbd></button>
    </div>
    <p role="status"></p>
    <p role="alert" hidden></p>
  </div>
  <section class="textside" aria-label="Text of the article">
    <div class="paper" tabindex="0" role="region" aria-label="Text with marks" aria-describedby="how"></div>
    <p class="untold"></p>
    <div class="foot">
      <p class="legend" id="how"><span class="source">source</span><span class="cue">cue</span>
        <span class="content">content</span><span class="mention">name</span></p>
      <p class="picked"></p>
    </div>
  </section>
  <ol class="list" aria-label="Proposals and statements"></ol>
  <details class="keys"><summary>Keys (?)</summary><dl>{_KEYS}</dl></details>
</div>
"""


@cache
def _renderer() -> "ComponentRenderer":
    """Register on first use: at import time, outside a running server, file-backed assets are refused."""
    return st.components.v2.component("graph.review", html=_HTML, css="review.css", js="review.js")


def review(data: ReviewData, *, key: str, on_act: Callable[[], None], on_look: Callable[[], None]) -> Any:
    """Show the review; keep `key` stable for an article. Acts are answered in `on_act`, before the script runs.

    `on_look` is called when the state `current` is a card whose consequences are not known yet.
    """

    def acted() -> None:
        _note(key)  # here, for the next thing that the person does interrupts the script, but no callback
        on_act()

    return _renderer()(
        key=key,
        data={**data, "answered": int(st.session_state.get(f"{key}:answered", 0))},
        default={"current": None, "asked": None},
        on_act_change=acted,
        on_current_change=on_look,
        on_asked_change=lambda: None,
    )


def _note(key: str) -> None:
    """Count up to the newest act that is answered; the script in the browser sends the next one after it."""
    act = (st.session_state.get(key) or {}).get("act")
    if act:
        st.session_state[f"{key}:answered"] = int(act["n"])
