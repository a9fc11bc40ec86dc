"""The search field: a combobox whose list is filled as one types, by whoever calls `search` with the answer.

The script asks with the state `asked`, ``{"text": …, "n": …}``; an answer carries the `n` it answers, and the script
drops it when something else was typed meanwhile. Data stands in it as text alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from graph.visible import visible, visible_within

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

_AS_THEY_ARE: Final = ("id", "label", "also")  # `line` and `parts` have made the last two visible

__all__ = ["Asked", "asked", "line", "parts", "search"]

# Constant and ours: the script fills it with textContent. Hidden until search.css has arrived and says otherwise.
_HTML: Final = """
<div class="search" style="visibility:hidden">
  <div class="field">
    <svg viewBox="0 0 20 20" aria-hidden="true"><circle cx="9" cy="9" r="5.5"/><path d="M13 13l4 4"/></svg>
    <input type="text" role="combobox" aria-label="Search" aria-autocomplete="list" aria-haspopup="listbox"
      aria-expanded="false" aria-controls="hits" aria-describedby="how" autocomplete="off" autocapitalize="off"
      autocorrect="off" spellcheck="false" maxlength="300" enterkeyhint="go"
      placeholder="Search names, statements, quoted words">
    <kbd aria-hidden="true" title="Press / to search">/</kbd>
    <button type="button" class="clear" aria-label="Clear the search" title="Clear the search" hidden>
      <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M5 5l10 10M15 5L5 15"/></svg></button>
  </div>
  <p class="sr" id="how">Arrow keys go through what is found, Enter adds it to the picture and opens it,
    Shift and Enter only opens it.</p>
  <div class="drop" hidden>
    <div role="listbox" id="hits" aria-label="What is found"></div>
    <p class="none" hidden></p>
    <p class="foot" aria-hidden="true" hidden></p>
  </div>
  <p class="sr" role="status"></p>
</div>
"""


@cache
def _renderer() -> "ComponentRenderer":
    """Register on first use: at import time, outside a running server, file-backed assets are refused."""
    return st.components.v2.component("graph.search", html=_HTML, css="search.css", js="search.js")


@dataclass(frozen=True)
class Asked:
    """What was typed last, the number by which its answer is known, and the class (a CURIE) to keep to."""

    text: str = ""
    number: str = ""
    within: str = ""


def asked(key: str) -> Asked:
    """What was typed into the field of that key."""
    value = (st.session_state.get(key) or {}).get("asked") or {}
    return Asked(*(str(value.get(name, "")) for name in ("text", "n", "within")))


def search(
    answered: Asked,
    lines: Sequence[Mapping[str, Any]],
    total: str,
    *,
    key: str,
    on_choose: Callable[[], None],
    drawing: bool = True,
) -> Any:
    """Show the field with the answer to what was asked; `total` says in words how many there are.

    Where a choice is not `drawing` anything, there is only one way to choose.

    The trigger `choose` is ``{"id": iri, "how": "draw" or "open"}``. Keep `key` stable.
    """
    return _renderer()(
        key=key,
        data={
            "n": answered.number,
            "text": answered.text,
            "lines": visible_within(lines, but=_AS_THEY_ARE),
            "total": total,
            "drawing": drawing,
        },
        default={"asked": None},
        on_asked_change=lambda: None,
        on_choose_change=on_choose,
    )


def line(
    iri: str, label: Sequence[tuple[str, bool]], kind: str, count: str, *, sign: str, tone: tuple[str, str]
) -> dict[str, Any]:
    """A line of the list: a label in parts, its kind and count in words, a sign in a light and a dark colour."""
    return {
        "id": iri,
        "label": label,
        "kind": kind,
        "count": count,
        "sign": sign,
        "light": tone[0],
        "dark": tone[1],
    }


def parts(text: str, ranges: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    """A text cut at ranges of code points, each part, made visible, with whether it is marked."""
    cut: list[tuple[str, bool]] = []
    at = 0
    for start, end in ranges:
        cut += [(visible(text, at, start), False), (visible(text, start, end), True)]
        at = end
    return [part for part in [*cut, (visible(text, at), False)] if part[0]]
