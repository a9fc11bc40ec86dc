"""The canvas: a drawn graph one can walk by mouse, touch or keyboard, and the same graph as a list.

Python decides what is shown, where it stands and how it looks; the JavaScript in ``assets/`` draws exactly
that and reports what the user did. It arranges nothing by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from graph.visible import visible_within

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

__all__ = ["canvas"]


def _tool(do: str, label: str, path: str, title: str = "") -> str:
    return (
        f'<button type="button" data-do="{do}" aria-label="{label}" title="{title or label}">'
        f'<svg viewBox="0 0 20 20" aria-hidden="true"><path d="{path}"/></svg></button>'
    )


# Constant and ours: nothing from the data is ever written into markup. The script fills it with textContent.
# Hidden until canvas.css, which is loaded beside the script, has arrived and says otherwise.
_TOOLS: Final = "".join(
    [
        _tool("undo", "Undo", "M7 4L3.5 7.5L7 11M4 7.5h8a4 4 0 0 1 0 8H8", "Undo (Ctrl+Z)"),
        _tool("redo", "Redo", "M13 4l3.5 3.5L13 11M16 7.5H8a4 4 0 0 0 0 8h4", "Redo (Ctrl+Shift+Z)"),
        _tool("zoomIn", "Zoom in", "M10 4v12M4 10h12", "Zoom in (+)"),
        _tool("zoomOut", "Zoom out", "M4 10h12", "Zoom out (−)"),
        _tool("fit", "Show everything", "M4 8V4h4m4 0h4v4m0 4v4h-4m-4 0H4v-4", "Show everything (0)"),
        _tool("tidy", "Tidy up", "M4 4h4v4H4zM12 4h4v4h-4zM4 12h4v4H4zM12 12h4v4h-4z"),
        _tool("list", "List", "M8 5h8M8 10h8M8 15h8M4 5h.01M4 10h.01M4 15h.01", "The same as a list (L)"),
        _tool("savePicture", "Save as PNG", "M10 3v9M6 8.5l4 4 4-4M4 16.5h12", "Save the whole picture as PNG"),
        _tool("help", "Keys", "M7.2 7.6a2.8 2.8 0 1 1 4.2 2.4c-.9.5-1.4 1-1.4 2.1M10 15.4h.01", "Keys (?)"),
    ]
)
_IDS: Final = ("id", "from", "to", "key", "kind", "view", "selected", "spotlight", "places", "arrangement", "options")
_KEYS: Final = "".join(
    f"<dt>{''.join(f'<kbd>{key}</kbd>' for key in keys.split())}</dt><dd>{does}</dd>"
    for keys, does in [
        ("← ↑ → ↓", "the next item that way"),
        ("Enter", "what it is linked to"),
        ("M", "all that can be done with it"),
        ("H Delete", "hide it"),
        ("P", "pin it, or let it go"),
        ("C", "collapse: remove what hangs on it alone"),
        ("Esc", "select nothing"),
        ("Ctrl+Z", "undo"),
        ("Ctrl+Shift+Z Ctrl+Y", "redo"),
        ("+ − 0", "zoom, show everything"),
        ("L", "the same as a list"),
    ]
)
_HTML: Final = f"""
<div class="sayso" style="visibility:hidden">
  <div class="room">
    <div class="stage">
      <div class="paper" role="application" tabindex="0" aria-label="Graph" aria-describedby="help"></div>
      <p class="sr" id="help">Arrow keys go to the next item in that direction, Enter shows what it is
        linked to, M opens its menu, Escape clears the selection, question mark shows all keys.
        The same items are in the list after the picture.</p>
      <button type="button" class="more" aria-label="Menu of the selected item" title="Menu (M)" aria-haspopup="menu"
        hidden>⋯</button>
      <div class="arrange" role="group" aria-label="Arrangement" hidden></div>
      <div class="tools" role="group" aria-label="View">{_TOOLS}</div>
      <div class="foot"><p class="hint"></p><p class="status" role="status"></p></div>
      <div class="tip" aria-hidden="true" hidden></div>
    </div>
    <details class="outline"><summary></summary><ul role="list" aria-label="Items of the graph"></ul></details>
    <div class="panel menu" hidden><p class="name" aria-hidden="true"></p><div role="menu"></div></div>
    <div class="panel keys" role="dialog" aria-label="Keys" tabindex="-1" hidden><dl>{_KEYS}</dl></div>
  </div>
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
    on_act: Callable[[], None],
) -> Any:
    """Draw `data` and return what the user did: states `selected` and `moved`, triggers `expand` and `act`.

    `selected` is ``{"node": iri}``, ``{"edge": id}`` or None, plus ``"again": n`` where Streamlit would take
    the choice for the last one; `moved` maps the nodes the user dragged to their ``[x, y]``; `expand` is
    ``{"id": iri, "kind": key of a link in node.links or None for any, "n": counter}``; `act` is
    ``{"do": what, "id": iri or None, "arg": text or None, "n": counter}`` where `do` is hide, pin, unpin, collapse,
    path (each of a node), undo, redo, tidy, or arrange (`arg`: key of a layout). The callbacks run before the
    script, as everywhere in Streamlit. Keep `key` stable: without it changed data would mount a new canvas.

    `data` holds ``view``, ``layout``, ``selected``, ``nodes``, ``edges`` and ``options`` (see graph/draw/network.py).
    Nodes stand where they stood unless ``view``, ``layout`` or ``places`` changes; with the last, one goes on looking
    from where one looked. It may hold as well:

    - node ``links``: ``[{"key", "label", "total", "left"}]`` per kind and direction of link; ``left``: how many
      links are not drawn; ``pinned``; shape ``group`` with ``count``. Edge ``inverse``: its label read backwards.
    - ``spotlight``: ``{"nodes": [ids], "edges": [ids]}``, the rest is dimmed; ``lanes``: ``[{"label", "x"}]``.
    - ``history``: ``{"undo": bool, "redo": bool}``; ``layouts``: ``[{"key", "label"}]`` and ``arrangement``, a key.
    - ``title`` and ``caption``, for the name and the foot of the PNG.
    """
    return _renderer()(
        key=key,
        data={**visible_within(data, but=_IDS), "answered": _answered(key)},
        default={"selected": None, "moved": {}},
        on_selected_change=on_select,
        on_expand_change=on_expand,
        on_moved_change=on_move,
        on_act_change=on_act,
    )


def _answered(key: str) -> int:
    """Count up to the newest trigger that this run answers.

    Streamlit calls the script in the browser only when data changed. With this number an expansion that found
    nothing is a change too, so that the canvas can say "Nothing more to show".
    """
    memo = f"{key}:answered"
    happened = st.session_state.get(key) or {}
    numbers = [int(trigger["n"]) for trigger in (happened.get("expand"), happened.get("act")) if trigger]
    st.session_state[memo] = max([int(st.session_state.get(memo, 0)), *numbers])
    return int(st.session_state[memo])
