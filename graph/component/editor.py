"""The SPARQL editor: highlighting, completion, problems with their mends, formatting, all without leaving the machine.

Python decides what fits at a place, what is wrong and what a name means; the scripts in ``assets/`` paint, lay out,
and ask. A question is the trigger `ask`, a run the trigger `run`; each has a number `n`, and an answer carries it back
in the data of the next run. Compute answers in the callback and keep them in the session: a script may be
interrupted by the next keystroke, a callback is not.

Offsets (`at`, `from`, `to`) count Unicode code points from 0, lines and columns count them from 1, ends are exclusive;
lines end with a line feed.
"""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal, NotRequired, TypedDict

import streamlit as st

from graph.visible import visible_within

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

__all__ = ["Completion", "EditorData", "Help", "Mend", "Option", "Problem", "Span", "editor"]


# What is put into the query, and what tells names apart.
_AS_WRITTEN: Final = ("insert", "also", "prefixes", "kind", "severity")


class Span(TypedDict):
    """A stretch of the text; nothing between its ends is a place."""

    line: int
    column: int
    endLine: int
    endColumn: int


class Change(Span):
    """Text to put in place of a stretch."""

    insert: str


class Mend(TypedDict):
    """A way to mend a problem: what its button says, and the changes it makes in one step."""

    label: str
    changes: list[Change]


class Problem(TypedDict):
    """Something wrong at a place; without an end it reaches to the end of the word there."""

    line: int
    column: int
    endLine: NotRequired[int | None]
    endColumn: NotRequired[int | None]
    severity: Literal["error", "warning", "info"]
    message: str
    mends: NotRequired[list[Mend]]


class Option(TypedDict):
    """A completion: the name, what is put in, the prefix declaration that needs, and what it means."""

    label: str
    insert: str
    also: NotRequired[str | None]
    detail: NotRequired[str | None]
    info: NotRequired[str | None]
    kind: Literal["prefix", "class", "property", "individual", "variable", "function", "keyword", "graph"]
    boost: NotRequired[int]


# `from` is a word of Python, so these two are written as calls.
Completion = TypedDict(
    "Completion",
    {"n": int, "from": int, "to": int, "options": list[Option], "cut": NotRequired[bool]},
)
Completion.__doc__ = (
    """What fits at a place, best first; `cut` where there is more, so that the next letter asks again."""
)

Help = TypedDict(
    "Help",
    {"n": int, "from": int, "to": int, "title": str, "text": str, "count": NotRequired[int | str | None]},
)
Help.__doc__ = """What the name at a place means; an empty title where it means nothing."""


class EditorData(TypedDict):
    """What the editor shows.

    `text` is put in at first and whenever `load` changes; otherwise what the person typed stands. `problemsFor` is the
    number of the check or run whose text the problems belong to; without it they belong to `text`. A new `format` lays
    the text out. `prefixes` are declared as soon as they are used.
    """

    text: str
    load: int
    label: str
    placeholder: NotRequired[str]
    prefixes: NotRequired[dict[str, str]]
    problems: NotRequired[list[Problem]]
    problemsFor: NotRequired[int | None]
    completion: NotRequired[Completion | None]
    help: NotRequired[Help | None]
    running: NotRequired[bool]
    format: NotRequired[int]


# Constant and ours: nothing from the data is ever written into markup. The scripts fill it with textContent.
# Hidden until editor.css has arrived and says otherwise.
_HTML: Final = """
<div class="editor" style="visibility:hidden">
  <div class="paper"></div>
  <div class="foot">
    <p class="status" role="status"></p>
    <div class="tools">
      <button type="button" data-do="format" title="Lay the query out (Shift+Alt+F)">Format</button>
      <button type="button" data-do="search" title="Find and replace (Ctrl+F)">Find</button>
    </div>
    <div class="mends" role="group" aria-label="Mend it" hidden></div>
  </div>
  <details class="keys">
    <summary>Keys</summary>
    <dl>
      <div><dt>Ctrl+Enter, Shift+Enter</dt><dd>run</dd></div>
      <div><dt>Ctrl+Space</dt><dd>what fits here</dd></div>
      <div><dt>F1</dt><dd>what the name at the cursor means</dd></div>
      <div><dt>F8, Shift+F8</dt><dd>next problem, the one before</dd></div>
      <div><dt>Ctrl+.</dt><dd>go to its mends, Enter applies</dd></div>
      <div><dt>Shift+Alt+F</dt><dd>format</dd></div>
      <div><dt>Ctrl+F</dt><dd>find and replace</dd></div>
      <div><dt>Ctrl+/</dt><dd>comment out</dd></div>
      <div><dt>Ctrl+Z, Ctrl+Y</dt><dd>undo, redo</dd></div>
      <div><dt>Tab</dt><dd>indent; press Escape first and Tab leaves the editor</dd></div>
    </dl>
  </details>
  <p class="sr" id="keys">Control and Enter run the query. Control and Space show what fits. Tab indents: press Escape,
    then Tab, to leave the editor. All keys are listed below it.</p>
</div>
"""


@cache
def _renderer() -> "ComponentRenderer":
    """Register on first use: at import time, outside a running server, file-backed assets are refused."""
    return st.components.v2.component("graph.editor", html=_HTML, css="editor.css", js="editor.js")


def editor(
    data: EditorData,
    *,
    key: str,
    on_change: Callable[[], None],
    on_run: Callable[[], None],
    on_ask: Callable[[], None],
) -> Any:
    """Show the editor; state `text` is what stands in it, triggers are `run` and `ask`.

    `run` is ``{"text", "n"}``. `ask` is ``{"what": "complete"|"hover"|"check", "text", "at", "n"}``: answer with
    `completion`, `help` or `problems` and its `n`. Keep `key` stable.
    """
    return _renderer()(
        key=key,
        data={**visible_within(data, but=_AS_WRITTEN), "text": data["text"], "answered": _answered(key)},
        default={"text": data["text"]},
        on_text_change=on_change,
        on_run_change=on_run,
        on_ask_change=on_ask,
    )


def _answered(key: str) -> int:
    """The newest number that Python has seen; the browser sends the next question after it."""
    memo = f"{key}:answered"
    state = st.session_state.get(key) or {}
    seen = [int(state[name]["n"]) for name in ("run", "ask") if state.get(name)]
    st.session_state[memo] = max([int(st.session_state.get(memo, 0)), *seen])
    return int(st.session_state[memo])
