"""The table: an answer of up to ten thousand rows, sorted and scrolled in the browser, drawn as text alone."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from graph.visible import visible, visible_within

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

# Constant and ours: nothing from the data is ever written into markup. The script fills it with textContent.
_HTML: Final = """
<div class="table" style="visibility:hidden">
  <div class="scroll" role="grid" tabindex="0" aria-label="Rows of the answer">
    <div class="head" role="row" aria-rowindex="1"></div>
    <div class="body" role="rowgroup"></div>
  </div>
  <p class="sr" role="status"></p>
</div>
"""


@cache
def _renderer() -> "ComponentRenderer":
    """Register on first use: at import time, outside a running server, file-backed assets are refused."""
    return st.components.v2.component("graph.table", html=_HTML, css="table.css", js="table.js")


def table(
    columns: Sequence[str],
    rows: Sequence[Sequence[str | int | None]],
    terms: Sequence[tuple[str, str]],
    *,
    key: str,
    on_press: Callable[[], None] = lambda: None,
    behind: bool = False,
    state: Mapping[str, Any] | None = None,
) -> Any:
    """Show rows; a cell is text, None where nothing is bound, or the number of one of the `terms`, (label, id) pairs.

    `press` holds ``{"do": "open", "id": …}`` after a term was chosen and ``{"do": "behind", "row": n}`` after the
    button of a row was, which is there when `behind` is true; n counts rows as they were given.
    """
    data = {
        "columns": visible_within(columns),
        "rows": visible_within(rows),
        "terms": [_named(label, iri) for label, iri in terms],
        "behind": behind,
        **(state or {}),
    }
    return _renderer()(key=key, data=data, on_press_change=on_press)


def _named(label: str, iri: str) -> tuple[str, ...]:
    """A term's label and id, and the id once more to be shown, where that is not the same."""
    shown = visible(iri)
    return (visible(label), iri) if shown == iri else (visible(label), iri, shown)
