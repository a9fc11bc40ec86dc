"""Taking a view along: as a query, as RDF with its evidence, as one file for later."""

from collections.abc import Callable
from datetime import date
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from graph.case import case
from graph.dataset import Dataset
from graph.draw import arranged
from graph.model import Iri, Picture, spell
from graph.pages import session
from graph.pages.facets import in_words
from graph.pages.plain import code
from graph.pages.walk import Walk
from graph.views import picture
from graph.views.drawn import trig


def caption(title: str, articles: int) -> str:
    """The line at the foot of a saved picture: what it shows, by which clocks, from how much."""
    now = session.clock()
    parts = [title]
    parts += [f"known by {spell(now.known)}"] if now.known else []
    parts += [f"holding on {spell(now.on)}"] if now.on else []
    return " · ".join([*parts, f"{articles} articles", "Sayso"])


def buttons(data: Dataset, walk: Walk, drawn: Picture, title: str) -> None:
    """The query of the picture, and its files."""
    iris = [thing.iri for thing in drawn.things if thing.iri not in drawn.groups]
    with st.popover("Show as SPARQL", disabled=not iris):
        _as_sparql(data, walk, iris)
    st.download_button(
        "Save as Turtle",
        lambda: picture.turtle(data, iris),
        file_name="sayso-view.ttl",
        mime="text/turtle",
        disabled=not iris,
        on_click="ignore",
    )
    with st.popover("Save more", disabled=not iris):
        st.download_button(
            "TriG, each triple in its graph",
            lambda: trig(data, iris),
            file_name="sayso-view.trig",
            mime="application/trig",
            on_click="ignore",
            width="stretch",
        )
        st.divider()
        st.text("A case file is one page for later: it opens offline, years from now.")
        with_passages = st.checkbox(
            "With the passages of your own copies", key="case-texts", disabled=not session.own_texts()
        )
        st.download_button(
            "Case file",
            _case(data, walk, drawn, title, with_passages=with_passages) if iris else b"",
            file_name="sayso-case.html",
            mime="text/html",
            on_click="ignore",
            type="primary",
            width="stretch",
        )


def _link() -> str:
    """The address that reopens this view."""
    here = (st.context.url or "").partition("?")[0]
    return f"{here}?{urlencode(dict(st.query_params))}"


def _case(data: Dataset, walk: Walk, drawn: Picture, title: str, *, with_passages: bool) -> Callable[[], bytes]:
    """What makes the file when it is asked for: by then there is no session, so all that is in it is read now."""
    view = walk.view
    at = arranged(drawn, view.standing, view.focus, arrangement=view.arrangement, pinned=view.pinned)
    iris = [thing.iri for thing in drawn.things if thing.iri not in drawn.groups]
    return partial(
        case,
        data,
        drawn,
        at,
        title=title,
        made=date.today(),
        clock=session.clock(),
        query=picture.drawn_query(data, iris),
        link=_link(),
        texts=session.own_texts() if with_passages else (),
        filters=in_words(view.off, view.since, view.until),
    )


def _as_sparql(data: Dataset, walk: Walk, iris: list[Iri]) -> None:
    if not iris:
        return
    text = picture.drawn_query(data, iris).text
    st.text("This query gives the triples behind what is drawn.")
    code(text, "sparql", height=340)
    if st.button("Open in SPARQL", on_click=walk.send_to_sparql, args=(text,), key="to-sparql"):
        st.rerun()  # the whole page: a fragment alone never comes to its end, where the page is switched
