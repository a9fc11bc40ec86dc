"""A review: one article's proposals beside its text; each decision is in the store before the next card is shown."""

import hashlib
from datetime import UTC, datetime

import streamlit as st

from graph import review as core
from graph.articles import reading
from graph.component import review as component
from graph.dataset import Dataset
from graph.errors import InputRefused, SaysoError
from graph.model import Iri
from graph.namespaces import local_id
from graph.pages import desks, session
from graph.pages.plain import escaped
from graph.review import OPEN, Waiting, put_back
from graph.review.described import thing
from graph.review.log import merged, merges
from graph.texts import read_text

state = st.session_state


def page(article: Iri) -> None:
    """The review of one article, or why there is none."""
    data = session.current()
    waiting = next((each for each in desks.waiting(data) if each.article == article), None)
    if st.button("All articles", icon=":material/arrow_back:", type="tertiary"):
        st.query_params.clear()
        st.rerun()
    if waiting is None:
        st.info("Nothing was proposed for this article. Read its text again on the page of articles.")
        return
    st.title(escaped(waiting.label), anchor=False)
    if waiting.removed:
        st.warning("Its graph was removed from the dataset, with all that was accepted. Put it back to go on deciding.")
        if st.button("Put it back", type="primary"):
            put_back(data, article)
            st.rerun()
        return
    if not _reviewer():
        return
    _ask_for_copy(waiting)
    _desk(article)
    _merged(data)


def _reviewer() -> str:
    """The name decisions are kept under, asked for once in a session."""
    name: str = state.get("reviewer", "")
    if name:
        return name
    with st.form("who-reviews", width=480):
        st.text("Every decision is kept with who took it, and when.")
        given = st.text_input("Your name", max_chars=80)
        if st.form_submit_button("Begin", type="primary"):
            if given.strip():
                state["reviewer"] = " ".join(given.split())
                st.rerun()
            st.warning("Write your name first; initials will do.")
    return ""


def keep_text(text: str, name: str) -> str:
    """Keep a text in this session, under its digest, which is given back."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    state["read-texts"] = {**state.get("read-texts", {}), digest: read_text(name, text)}
    return digest


def _text(waiting: Waiting) -> str:
    """The article's text where the user's copies hold it to the letter, else ""."""
    kept = state.get("read-texts", {}).get(waiting.text_sha256)
    if kept is not None:
        return str(kept.body)
    for text in session.own_texts():
        if hashlib.sha256(text.body.encode("utf-8", "surrogatepass")).hexdigest() == waiting.text_sha256:
            return text.body
    return ""


def _ask_for_copy(waiting: Waiting) -> None:
    if _text(waiting):
        return
    with st.expander("The text of this article is not here: drop your copy to see the words", expanded=True):
        st.text("Texts are never stored. A copy stays in this session, and is taken only if its digest is the same.")
        file = st.file_uploader("Your copy", type=["txt", "text", "md", "html", "htm", "xhtml"], key="review-copy")
        if file is None:
            return
        try:
            text = reading.read(file.name, file.getvalue()).text
        except InputRefused as error:
            st.error(escaped(str(error)))
            return
        if keep_text(text, file.name) == waiting.text_sha256:
            st.rerun()
        st.error(escaped(f"{file.name} is another text, or another edition of it. Drop the file that was read."))


@st.fragment
def _desk(article: Iri) -> None:
    data = session.current()
    waiting = next(each for each in desks.waiting(data) if each.article == article)
    text = _text(waiting)
    desk = desks.desk(article)
    found = desks.found(data, article, text)
    if not any(each.state == OPEN for each in found):
        _finished(waiting)
    key = f"review-{local_id(article)}"
    component.review(
        desks.shown(data, desk, found, text, field=key),
        key=key,
        on_act=lambda: desks.act(data, desk, text, (state.get(key) or {}).get("act")),
        on_look=lambda: desks.look(desk, (state.get(key) or {}).get("current")),
    )


def _merged(data: Dataset) -> None:
    """Who was merged into whom, with the way back."""
    found = [each for each in merges(data) if each.keep and each.gone]
    became = merged(found)
    pairs = [each for each in found if each.gone in became and each.kind == "say:merge"]
    if not pairs:
        return
    with st.expander(f"Merged actors ({len(pairs)})"):
        for each in pairs:
            assert each.keep is not None and each.gone is not None
            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(f"{_label(data, each.gone)} is {_label(data, each.keep)} ({each.by}): {each.reason}")
                if st.button("Split", key=f"split {each.gone}"):
                    _split(data, each.gone)


def _split(data: Dataset, gone: Iri) -> None:
    try:
        core.split(data, gone, by=state["reviewer"], at=datetime.now(UTC), reason="not the same")
    except SaysoError as error:
        st.error(escaped(str(error)))
        return
    st.rerun()


def _label(data: Dataset, iri: Iri) -> str:
    """What the graph calls an actor; one that was merged away may be known to the proposals alone."""
    known = thing(data, iri)
    return known.label if known.kind else thing(data.proposals, iri).label


def _finished(waiting: Waiting) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.success(f"Reviewed: {waiting.accepted} accepted, {waiting.rejected} rejected, nothing is open.")
        if waiting.accepted and st.button("Open it in Explore", type="primary"):
            state["open-in-explore"] = waiting.article
            st.rerun()  # the whole page, which then goes there
