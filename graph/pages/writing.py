"""The editor of the workbench: it runs in a fragment of its own, so that typing draws nothing else anew."""

import streamlit as st

from graph.component.editor import EditorData, editor
from graph.dataset import Dataset
from graph.namespaces import PREFIXES
from graph.pages import session
from graph.pages.desk import Desk, reported


@st.fragment
def paper(data: Dataset, desk: Desk) -> None:
    """The query, the button that runs it, and the answers to what the editor asks."""
    state = st.session_state

    def changed() -> None:
        desk.change(str((state.get("editor") or {}).get("text") or ""))

    def run() -> None:
        asked = reported(state, "editor", "run")
        if asked:
            desk.change(str(asked["text"]))
        begin()

    def begin() -> None:
        desk.begin(data, session.gone())
        state["ran"] = True

    shown: EditorData = {
        "text": desk.text,
        "load": desk.loaded,
        "label": "Query",
        "placeholder": "SELECT …",
        "prefixes": PREFIXES,
        "running": desk.run is not None,
    }
    editor(shown, key="editor", on_change=changed, on_run=run, on_ask=lambda: None)
    st.button("Run", type="primary", on_click=begin, icon=":material/play_arrow:", help="Ctrl+Enter", key="run")
    if state.pop("ran", False):
        st.rerun()  # the answer stands outside the fragment
