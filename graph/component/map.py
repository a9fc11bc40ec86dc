"""The map: who says what of which place, on country outlines that come with the app; no request leaves the machine.

`data["places"]` are points, `data["areas"]` are known by a middle only (provinces, states) and drawn as "somewhere in",
never as a point; a place with ``"precise": False`` is drawn like an area. Each has a list of `claims`, one for each
side, with a verdict ("holds", "does not hold", "signs of holding", "said of"), a colour for each theme and a glyph.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

__all__ = ["map"]

# Constant and ours: the script fills it with textContent. Hidden until map.css has arrived and says otherwise.
_HTML: Final = """
<div class="map" style="visibility:hidden">
  <div class="stage">
    <div class="paper"></div>
    <p class="sr" id="help">Arrow keys go to the next place in that direction, Enter selects it,
      plus and minus zoom, 0 shows the places again.</p>
    <div class="tools" role="group" aria-label="View">
      <button type="button" data-do="zoomIn" aria-label="Zoom in" title="Zoom in (+)">
        <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M10 4v12M4 10h12"/></svg></button>
      <button type="button" data-do="zoomOut" aria-label="Zoom out" title="Zoom out (−)">
        <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M4 10h12"/></svg></button>
      <button type="button" data-do="fit" aria-label="Show the places" title="Show the places (0)">
        <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M4 8V4h4m4 0h4v4m0 4v4h-4m-4 0H4v-4"/></svg></button>
    </div>
    <div class="scale" aria-hidden="true"><span></span><i></i></div>
    <div class="tip" aria-hidden="true" hidden></div>
  </div>
  <div class="below">
    <ul class="legend" aria-label="How to read the map"></ul>
    <div class="elsewhere" hidden></div>
    <p class="notes"></p>
  </div>
</div>
"""


@cache
def _renderer() -> "ComponentRenderer":
    """Register on first use: at import time, outside a running server, file-backed assets are refused."""
    return st.components.v2.component("graph.map", html=_HTML, css="map.css", js="map.js")


def map(data: Mapping[str, Any], *, key: str, on_select: Callable[[], None]) -> Any:  # noqa: A001 - its name on the page
    """Draw the places of `data`; state `selected` is ``{"id": iri}`` after a choice, or None.

    It also holds ``"again": n`` where Streamlit would take the choice for the last one. Keep `key` stable.
    """
    return _renderer()(key=key, data=dict(data), default={"selected": None}, on_selected_change=on_select)
