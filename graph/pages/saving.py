"""Taking a view along: as a query, as RDF with its evidence, as one file for later."""

import streamlit as st

from graph.dataset import Dataset
from graph.model import Iri, Picture, spell
from graph.pages import session
from graph.pages.walk import Walk
from graph.views import picture


def caption(title: str, articles: int) -> str:
    """The line at the foot of a saved picture: what it shows, by which clocks, from how much."""
    now = session.clock()
    parts = [title]
    parts += [f"known by {spell(now.known)}"] if now.known else []
    parts += [f"holding on {spell(now.on)}"] if now.on else []
    return " · ".join([*parts, f"{articles} articles", "Sayso"])


def buttons(data: Dataset, walk: Walk, drawn: Picture) -> None:
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


def _as_sparql(data: Dataset, walk: Walk, iris: list[Iri]) -> None:
    if not iris:
        return
    text = picture.drawn_query(data, iris).text
    st.text("This query gives the triples behind what is drawn.")
    st.code(text, language="sparql", height=340)
    if st.button("Open in SPARQL", on_click=walk.send_to_sparql, args=(text,), key="to-sparql"):
        st.rerun()  # the whole page: a fragment alone never comes to its end, where the page is switched
