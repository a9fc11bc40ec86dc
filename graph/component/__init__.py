"""The canvas: a drawn graph one can walk by mouse, touch or keyboard, and the same graph as a list.

Python decides what is shown, where it stands and how it looks; the JavaScript in ``assets/`` draws exactly
that and reports what the user did. It arranges nothing by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

__all__ = ["canvas"]

# Constant and ours: nothing from the data is ever written into markup. The script fills it with textContent.
# Hidden until canvas.css, which is loaded beside the script, has arrived and says otherwise.
_HTML: Final = """
<div class="sayso" style="visibility:hidden">
  <div class="stage">
    <div class="paper" role="application" tabindex="0" aria-label="Graph" aria-describedby="help"></div>
    <p class="sr" id="help">Arrow keys go to the next item in that direction, Enter shows what it is
      linked to, Escape clears the selection, plus and minus zoom, 0 shows everything.
      The same items are in the list below.</p>
    <div class="tools" role="group" aria-label="View">
      <button type="button" data-do="zoomIn" aria-label="Zoom in" title="Zoom in (+)">
        <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M10 4v12M4 10h12"/></svg></button>
      <button type="button" data-do="zoomOut" aria-label="Zoom out" title="Zoom out (−)">
        <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M4 10h12"/></svg></button>
      <button type="button" data-do="fit" aria-label="Show everything" title="Show everything (0)">
        <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M4 8V4h4m4 0h4v4m0 4v4h-4m-4 0H4v-4"/></svg>
      </button>
      <button type="button" data-do="savePicture" aria-label="Save as PNG" title="Save what is seen as PNG">
        <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M10 3v9M6 8.5l4 4 4-4M4 16.5h12"/></svg></button>
    </div>
    <div class="foot"><p class="hint"></p><p class="status" role="status"></p></div>
    <div class="tip" aria-hidden="true" hidden></div>
  </div>
  <details class="outline"><summary></summary><ul role="list" aria-label="Items of the graph"></ul></details>
</div>
"""


@cache
def _renderer() -> ComponentRenderer:
    """Register on first use: at import time, outside a running server, file-backed assets are refused."""
    return st.components.v2.component("graph.canvas", html=_HTML, css="canvas.css", js="canvas.js")


def canvas(
    data: Mapping[str, Any],
    *,
    key: str,
    on_select: Callable[[], None],
    on_expand: Callable[[], None],
    on_move: Callable[[], None],
    on_act: Callable[[], None] = lambda: None,
) -> Any:
    """Draw `data` and return what the user did: states `selected` and `moved`, trigger `expand`.

    `selected` is ``{"node": iri}``, ``{"edge": id}`` or None, plus ``"again": n`` where Streamlit would take
    the choice for the last one; `moved` maps the nodes the user dragged to their ``[x, y]``; `expand` is
    ``{"id": iri, "n": counter}``. The callbacks run before the script, as everywhere in Streamlit.
    Keep `key` stable: without it changed data would mount a new canvas.
    """
    return _renderer()(
        key=key,
        data={**data, "answered": _answered(key)},
        default={"selected": None, "moved": {}},
        on_selected_change=on_select,
        on_expand_change=on_expand,
        on_moved_change=on_move,
        on_act_change=on_act,
    )


def _answered(key: str) -> int:
    """Count up to the newest expansion that this run answers.

    Streamlit calls the script in the browser only when data changed. With this number an expansion that found
    nothing is a change too, so that the canvas can say "Nothing more to show".
    """
    memo = f"{key}:answered"
    expand = (st.session_state.get(key) or {}).get("expand")
    if expand:
        st.session_state[memo] = int(expand["n"])
    return int(st.session_state.get(memo, 0))
