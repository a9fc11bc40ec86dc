"""The search field above the picture: in a fragment of its own, so that typing draws nothing else anew."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from graph.component import search as field
from graph.draw.style import family_of
from graph.model import Found, Hit, Iri
from graph.pages import session
from graph.pages.answering import Answering
from graph.views.search import search

_AS = {"spelling": "also written", "quoted": "in the words", "paraphrase": "says", "id": "known as"}


@st.fragment
def finder(answering: Answering) -> None:
    """Answer what is typed; a choice is taken to the picture and the panel, by a run of the whole page."""
    asked = field.asked("search")
    found = search(session.current(), asked.text, session.clock(), veiled=session.veil())
    lines = [line(hit) for hit in found.hits]
    chosen = field.search(asked, lines, total(found), key="search", on_choose=answering.take_choice)
    if chosen.get("choose"):
        st.rerun()


@st.fragment
def picker(key: str, on_pick: Callable[[Iri], None], kinds: Sequence[str] = ()) -> None:
    """A search field for one thing, of some kinds (CURIEs), which is handed to `on_pick`."""
    asked = field.asked(key)
    found = search(session.current(), asked.text, session.clock(), kinds=kinds, veiled=session.veil())

    def take() -> None:
        chosen = (st.session_state.get(key) or {}).get("choose")
        if chosen:
            on_pick(Iri(chosen["id"]))

    lines = [line(hit) for hit in found.hits]
    chosen = field.search(asked, lines, total(found), key=key, on_choose=take, drawing=False)
    if chosen.get("choose"):
        st.rerun()


def line(hit: Hit) -> dict[str, Any]:
    """A hit as the field shows it: what matched is marked in its label, or in the words beside it."""
    family = family_of(hit.thing.kind, hit.thing.kind_label)
    marked = field.parts(hit.matched, hit.ranges)
    in_label = hit.matched == hit.thing.label
    shown = field.line(
        hit.thing.iri,
        marked if in_label else field.parts(hit.thing.label, []),
        hit.thing.kind_label,
        f"{hit.count:,} {'link' if hit.count == 1 else 'links'}",
        sign=family.sign,
        tone=(family.light, family.dark),
    )
    if in_label:
        return shown
    return shown | {
        "as": _AS.get(hit.field, "also called"),
        "also": marked,
        "quoted": hit.field in {"spelling", "quoted"},
    }


def total(found: Found) -> str:
    """How many there are, in words."""
    if not found.total:
        return ""
    number = f"{'more than ' if found.more else ''}{found.total:,}"
    if found.total == len(found.hits) and not found.more:
        return f"{number} found"
    return f"{len(found.hits)} of {number}"
