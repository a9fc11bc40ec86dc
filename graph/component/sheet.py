"""The sheet: a column of text blocks beside the canvas, made of data that is never read as Markdown or HTML.

Blocks are built by the functions below; what a person presses comes back as the trigger `press`.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from graph.visible import visible_within

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

Block = dict[str, Any]
_IDS: Final = ("id", "source", "span", "do", "type")


@cache
def _renderer() -> "ComponentRenderer":
    """Register on first use: at import time, outside a running server, file-backed assets are refused."""
    return st.components.v2.component(
        "graph.sheet",
        html='<div class="sheet" style="visibility:hidden"></div>',
        css="sheet.css",
        js="sheet.js",
    )


def sheet(blocks: Sequence[Block], *, key: str, on_press: Callable[[], None] = lambda: None, about: str = "") -> Any:
    """Show blocks from top to bottom; `press` holds `{"do": …, "id": …}` after a button was pressed.

    A sheet that is `about` something else than before is scrolled to, if its top is not in sight.
    """
    data = {"blocks": visible_within(list(blocks), but=_IDS), "about": about}
    return _renderer()(key=key, data=data, on_press_change=on_press)


def badge(text: str, *, glyph: str = "", tone: tuple[str, str] = ("", "")) -> Block:
    """A small label with a glyph, in a light and a dark colour."""
    return {"type": "badge", "text": text, "glyph": glyph, "light": tone[0], "dark": tone[1]}


def title(text: str) -> Block:
    """The name of what the sheet is about."""
    return {"type": "title", "text": text}


def quote(text: str, by: str) -> Block:
    """Words as spoken, with who spoke them."""
    return {"type": "quote", "text": text, "by": by}


def note(text: str, *, strong: bool = False) -> Block:
    """A line of plain text."""
    return {"type": "note", "text": text, "strong": strong}


def facts(rows: Sequence[tuple[str, str, str]]) -> Block:
    """Names and values; a third entry makes the value a button that opens that id."""
    return {"type": "facts", "rows": [{"name": n, "value": v, "id": i} for n, v, i in rows if v]}


def relations(rows: Sequence[tuple[str, str, str, str]]) -> Block:
    """Names and values as `facts` has them; the fourth entry is a link's id, whose evidence a small button opens."""
    entries = [{"name": n, "value": v, "id": i, "source": link} for n, v, i, link in rows]
    return {"type": "facts", "rows": entries}


def listing(
    heading: str, items: Sequence[Mapping[str, Any]], *, open_at_first: bool = True, total: int | None = None
) -> Block:
    """A list of buttons, each with head, text, foot and glyph, under a heading with its count, or the `total` given."""
    count = len(items) if total is None else total
    return {"type": "listing", "heading": heading, "items": list(items), "open": open_at_first, "count": f"{count:,}"}


def items(lines: Sequence[Mapping[str, Any]]) -> Block:
    """A list of buttons without a heading."""
    return {"type": "items", "items": list(lines)}


def passage(heading: str, text: str, start: int, end: int, span: str = "") -> Block:
    """A passage of an article with the characters from start to end marked; `span` is read in the whole text."""
    return {"type": "passage", "heading": heading, "parts": [text[:start], text[start:end], text[end:]], "span": span}


def body(parts: Sequence[tuple[str, str]]) -> Block:
    """A whole text in pieces, each with its mark: none, `span`, or `current`, which is scrolled into view."""
    return {"type": "body", "parts": [{"text": text, "mark": mark} for text, mark in parts]}


def columns(heads: Sequence[Sequence[Block]]) -> Block:
    """Columns side by side, each a list of blocks; on a phone one below the other."""
    return {"type": "columns", "columns": [list(blocks) for blocks in heads]}


def chain(steps: Sequence[tuple[str, str, str, bool]]) -> Block:
    """Steps from the page to the source: how, who, which id, and whether the source is unnamed."""
    return {"type": "chain", "steps": [{"how": h, "who": w, "id": i, "unnamed": u} for h, w, i, u in steps]}


def actions(buttons: Sequence[tuple[str, str, str]]) -> Block:
    """A row of buttons: label, what to do, with which id."""
    return {"type": "actions", "buttons": [{"label": label, "do": do, "id": i} for label, do, i in buttons]}
