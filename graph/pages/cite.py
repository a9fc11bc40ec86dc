"""Cite a statement: as text, as Turtle, as schema.org JSON-LD, each to be copied."""

import streamlit as st

from graph.dataset import Dataset
from graph.model import Iri
from graph.pages import address, session
from graph.pages.plain import code
from graph.views import citation
from graph.views.groups import is_group
from graph.views.statements import statement


def cite(iri: Iri | None, *, key: str) -> None:
    """A button that opens the three forms; nothing where the selection is no statement."""
    record = session.node(iri).statement if iri and not is_group(iri) else None
    if iri is None or record is None:
        return
    box = st.popover("Cite", key=key, on_change="rerun")
    if not box.open:  # the three forms take longer to write than all the rest of a statement
        return
    link = f"{st.context.url.split('?')[0].rstrip('/') if st.context.url else ''}/?focus={address.encode(iri)}"
    link = link.replace("/disputes/", "/").replace("/articles/", "/")
    with box:
        text, turtle, json_ld = st.tabs(["Citation", "Turtle", "JSON-LD"])
        forms = session.ready(_forms, iri, link)
        text.code(forms[0], language=None, wrap_lines=True)
        with turtle:
            code(forms[1], "turtle", height=360)
        with json_ld:
            code(forms[2], "json", height=360)


def _forms(data: Dataset, iri: Iri, link: str) -> tuple[str, str, str]:
    record = statement(data, iri)
    return (
        citation.as_text(data, record, link),
        citation.as_turtle(data, record),
        citation.as_json_ld(data, record, link),
    )
