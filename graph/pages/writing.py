"""The editor of the workbench: it runs in a fragment of its own, so that typing draws nothing else anew.

What the editor asks is answered in its callback and kept in the session: a script may be interrupted by the next key,
a callback is not.
"""

from collections.abc import Callable, Mapping
from typing import Any, cast

import streamlit as st

from graph.asking.outline import Mend
from graph.asking.problems import Lines, Problem
from graph.component import editor as component
from graph.dataset import Dataset
from graph.namespaces import compress
from graph.pages import session
from graph.pages.desk import Desk, reported
from graph.views.completion import Option, complete
from graph.views.diagnosis import diagnose
from graph.views.meaning import meaning
from graph.views.vocabulary import Vocabulary

_KINDS = {"name": "individual", "term": "individual", "literal": "individual"}
_EDITOR_KINDS = {"prefix", "class", "property", "individual", "variable", "function", "keyword", "graph"}


@st.fragment
def paper(data: Dataset, desk: Desk) -> None:
    """The query, the button that runs it, and the answers to what the editor asks."""
    state = st.session_state
    told: dict[str, Any] = state.setdefault("told", {})

    def changed() -> None:
        desk.change(str((state.get("editor") or {}).get("text") or ""))

    def run() -> None:
        asked = reported(state, "editor", "run")
        if asked:
            desk.change(str(asked["text"]))
            told["problems"] = [_problem(desk.text, each) for each in diagnose(data, desk.text, terms=session.terms())]
            told["problemsFor"] = asked["n"]
        begin()

    def begin() -> None:
        desk.begin(data, session.gone())
        state["ran"] = True

    def ask() -> None:
        asked = reported(state, "editor", "ask")
        if asked:
            told.update(_ANSWERS[asked["what"]](data, asked, session.terms()))

    shown = cast(
        component.EditorData,
        {
            "text": desk.text,
            "load": desk.loaded,
            "label": "Query",
            "placeholder": "SELECT …",
            "prefixes": session.terms().prefixes,
            "running": desk.run is not None,
            **told,
        },
    )
    component.editor(shown, key="editor", on_change=changed, on_run=run, on_ask=ask)
    st.button("Run", type="primary", on_click=begin, icon=":material/play_arrow:", help="Ctrl+Enter", key="run")
    if state.pop("ran", False):
        st.rerun()  # the answer stands outside the fragment


def _completion(data: Dataset, asked: Mapping[str, Any], terms: Vocabulary) -> dict[str, Any]:
    found = complete(data, str(asked["text"]), int(asked["at"]), terms=terms)
    return {
        "completion": {
            "n": asked["n"],
            "from": found.start,
            "to": found.end,
            "options": [_option(option) for option in found.options],
            "cut": bool(found.note) or len(found.options) >= 50,
        }
    }


def _option(option: Option) -> dict[str, Any]:
    count = "" if option.count is None else f"{'at least ' if option.at_least else ''}{option.count:,}"
    kind = _KINDS.get(option.kind, option.kind)
    return {
        "label": option.text,
        "insert": option.text,
        "detail": " · ".join(part for part in (option.label if option.label != option.text else "", count) if part),
        "info": option.definition or None,
        "kind": kind if kind in _EDITOR_KINDS else "individual",
    }


def _checks(data: Dataset, asked: Mapping[str, Any], terms: Vocabulary) -> dict[str, Any]:
    text = str(asked["text"])
    return {
        "problems": [_problem(text, each) for each in diagnose(data, text, terms=terms)],
        "problemsFor": asked["n"],
    }


def _problem(text: str, problem: Problem) -> dict[str, Any]:
    return {
        "line": problem.line,
        "column": problem.column,
        "endLine": problem.end_line,
        "endColumn": problem.end_column,
        "severity": problem.severity,
        "message": problem.message,
        "mends": [_mend(Lines(text), mend) for mend in problem.mends],
    }


def _mend(lines: Lines, mend: Mend) -> dict[str, Any]:
    changes = []
    for edit in mend.edits:
        (line, column), (end_line, end_column) = lines.place(edit.start), lines.place(edit.end)
        changes.append(
            {"line": line, "column": column, "endLine": end_line, "endColumn": end_column, "insert": edit.text}
        )
    return {"label": mend.label, "changes": changes}


def _help(data: Dataset, asked: Mapping[str, Any], terms: Vocabulary) -> dict[str, Any]:
    at = int(asked["at"])
    found = meaning(data, str(asked["text"]), at, terms)
    if found is None:
        return {"help": {"n": asked["n"], "from": at, "to": at, "title": "", "text": ""}}
    return {
        "help": {
            "n": asked["n"],
            "from": found.start,
            "to": found.end,
            "title": f"{found.label} · {compress(found.iri)}" if found.label != compress(found.iri) else found.label,
            "text": found.definition,
            "count": found.count,
        }
    }


_ANSWERS: dict[str, Callable[[Dataset, Mapping[str, Any], Vocabulary], dict[str, Any]]] = {
    "complete": _completion,
    "check": _checks,
    "hover": _help,
}
