"""The user's own copies of article texts: dropped on a page, kept in the session, read in a dialog."""

from collections.abc import Sequence

import streamlit as st

from graph.component.sheet import body, note, sheet
from graph.dataset import Dataset
from graph.errors import UnknownName
from graph.model import Iri
from graph.pages import session
from graph.pages.plain import escaped
from graph.texts import Text, locate, marked, read_text
from graph.views import evidence
from graph.views.things import thing
from graph.visible import visible

_WHY = (
    "Texts belong to their publishers and are never stored. A copy that you drop here is kept in this session "
    "only, to show passages where their digests match."
)
TELLING = 5  # words of a passage that stands in no other article: “said” stands in all of them


def uploader(*, key: str) -> None:
    """Take copies of texts, and say which are kept."""
    st.text(_WHY)
    st.file_uploader(
        "Your copy of an article",
        type=["txt"],
        accept_multiple_files=True,
        key=key,
        on_change=_take,
        args=(key,),
    )
    if st.session_state.get("texts") and not st.session_state[key]:
        st.text(visible("Kept in this session: " + ", ".join(text.name for text in st.session_state["texts"])))


def _take(key: str) -> None:
    """Before the script runs, so that what is drawn next shows the passages at once."""
    files = st.session_state[key] or []
    st.session_state["texts"] = [read_text(file.name, file.getvalue().decode("utf-8", "replace")) for file in files]


def found(data: Dataset, article: Iri, texts: Sequence[Text]) -> str:
    """How much of an article's evidence the copies hold, in words; empty where none of them is a copy of it."""
    spans = evidence.in_article(data, article) if texts else []
    telling = [span for span in spans if span.words >= TELLING]
    texts = [text for text in texts if any(locate(span, [text]) for span in telling)]
    if not texts:
        return ""
    return f"{sum(locate(span, texts) is not None for span in spans)} of {len(spans)} passages found in your copy"


def take_reading(key: str) -> None:
    """Remember which passage a sheet asked to read in the whole text; `read` shows it."""
    pressed = (st.session_state.get(key) or {}).get("press") or {}
    if pressed.get("do") == "read":
        st.session_state["reading"] = pressed["id"]


def read(data: Dataset) -> None:
    """Open the whole text at the passage that was asked for, if one was."""
    asked = st.session_state.pop("reading", None)
    if asked:
        _whole_text(data, Iri(asked))


@st.dialog("In the whole text", width="large")
def _whole_text(data: Dataset, iri: Iri) -> None:
    texts = session.own_texts()
    try:
        wanted = evidence.span(data, iri)
    except UnknownName as error:
        st.warning(escaped(str(error)))
        return
    place = locate(wanted, texts)
    if place is None:
        st.warning("None of your copies holds this passage any more.")
        return
    text, start, end = place
    spans = evidence.in_article(data, wanted.article)
    others = [other[1:] for span in spans if (other := locate(span, [text])) is not None]
    st.caption(
        escaped(f"{thing(data, wanted.article).label} · your copy {text.name} · characters {start:,} to {end:,}")
    )
    sheet([body(marked(text, (start, end), others)), note(found(data, wanted.article, texts))], key="whole-text")
