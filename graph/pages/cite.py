"""Cite a statement: as text, as Turtle, as schema.org JSON-LD, each to be copied."""

import streamlit as st

from graph.dataset import Dataset
from graph.model import Iri
from graph.pages import address
from graph.views import citation, statements


def cite(data: Dataset, iri: Iri | None, *, key: str) -> None:
    """A button that opens the three forms; nothing where the selection is no statement."""
    if iri is None or not statements.is_statement(data, iri):
        return
    record = statements.statement(data, iri)
    link = f"{st.context.url.split('?')[0].rstrip('/') if st.context.url else ''}/?focus={address.encode(iri)}"
    link = link.replace("/disputes/", "/").replace("/articles/", "/")
    with st.popover("Cite", key=key):
        text, turtle, json_ld = st.tabs(["Citation", "Turtle", "JSON-LD"])
        text.code(citation.as_text(data, record, link), language=None, wrap_lines=True)
        turtle.code(citation.as_turtle(data, record), language="turtle", height=360)
        json_ld.code(citation.as_json_ld(data, record, link), language="json", height=360)
