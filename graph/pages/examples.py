"""Where a query may come from: our questions with their parameters as a form, the history, what was saved."""

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import streamlit as st

from graph.component.sheet import items, note, sheet
from graph.dataset import Dataset
from graph.errors import SaysoError
from graph.model import Iri, Literal, Term
from graph.namespaces import compress
from graph.pages import session
from graph.pages.desk import Desk, first_line, reported
from graph.pages.finder import picker
from graph.pages.plain import escaped
from graph.queries import Parameter, Query, parse_term, with_bindings
from graph.saved import place, read_saved, remove, save
from graph.views.choices import alike, choices
from graph.views.things import thing
from graph.visible import visible

FIRST = "said_of_place"


def folder() -> Path:
    """The user's own folder of queries: `SAYSO_QUERIES`, else beside the data."""
    return place(os.environ.get("SAYSO_STORE", "data"), os.environ.get("SAYSO_QUERIES"))


def offered(data: Dataset) -> dict[str, Query]:
    """The queries of the house that can be asked as they stand, those that answer a reader's question first."""
    found = {
        name: query
        for name, query in data.queries.items()
        if "WHERE {" in query.text and query.question and "terms" not in query.tags  # those are the editor's own
    }
    return dict(sorted(found.items(), key=lambda item: ("question" not in item[1].tags, item[1].question)))


def bound(query: Query, values: Mapping[str, str]) -> str:
    """The text of a query with its parameters bound: to the values given, else to their examples."""
    try:
        terms: dict[str, Term] = {p.name: parse_term(values.get(p.name) or p.example) for p in query.parameters}
        return with_bindings(query, terms).text
    except SaysoError:
        return query.text


def opening_text(data: Dataset) -> str:
    """What the link asks for: a query, or an example by name with its parameters; else the first example."""
    name = st.query_params.get("example", "")
    if st.query_params.get("query") and not name:
        return st.query_params["query"]
    query = data.queries.get(name) or data.queries[FIRST]
    values = {p.name: st.query_params.get(f"p.{p.name}", "") for p in query.parameters}
    st.session_state["example"] = query.name
    st.session_state["values"] = {key: value for key, value in values.items() if value}
    return bound(query, values)


def named(data: Dataset, text: str) -> dict[str, str]:
    """The example that a text is, and its parameters, for the link; nothing when it was changed."""
    query = data.queries.get(st.session_state.get("example", ""))
    values = st.session_state.get("values", {})
    if query is None or bound(query, values) != text:
        return {}
    plain = query.name == FIRST and not values
    return {"example": "" if plain else query.name, **{f"p.{key}": value for key, value in values.items()}}


# ----------------------------------------------------------------------- form
def form(data: Dataset, desk: Desk) -> None:
    """The parameters of the example in the editor as fields; filling them in changes the query."""
    query = data.queries.get(st.session_state.get("example", ""))
    if query is None or not query.parameters or not named(data, desk.text):
        return
    with st.container(border=True, key="form"):
        st.text(visible(query.question))
        columns = st.columns(len(query.parameters))
        for column, parameter in zip(columns, query.parameters, strict=True):
            with column:
                _field(data, desk, query, parameter)


def _field(data: Dataset, desk: Desk, query: Query, parameter: Parameter) -> None:
    values = st.session_state["values"]
    current = values.get(parameter.name) or parameter.example
    key = f"field-{query.name}-{parameter.name}"

    def put(value: str) -> None:
        st.session_state["values"] = {**values, parameter.name: value}
        desk.load(bound(query, st.session_state["values"]))

    term = parse_term(parameter.example)
    label = escaped(parameter.meaning or parameter.name)
    if isinstance(term, Literal) and term.datatype.endswith("dateTime"):
        st.session_state[key] = date.fromisoformat(current[:10])
        st.date_input(label, key=key, on_change=lambda: put(str(st.session_state[key])), min_value=date(1000, 1, 1))
    elif isinstance(term, Iri):
        chosen = Iri(parse_term(current))
        known = thing(data, chosen)
        named = f"{known.label} ({compress(chosen)})"
        st.text(visible(f"{parameter.meaning or parameter.name}: {named}"))
        picker(key, lambda iri: put(f"<{iri}>"), alike(session.ready(choices), known.kind))
    else:
        st.session_state[key] = current
        st.text_input(label, key=key, on_change=lambda: put(st.session_state[key]))


# ---------------------------------------------------------------------- shelf
def shelf(data: Dataset, desk: Desk) -> None:
    """Examples, history and saved queries, each a press away from the editor."""
    ours, past, own = st.tabs(["Examples", "History", "Saved"])
    with ours:
        _examples(data, desk)
    with past:
        _history(desk)
    with own:
        _saved(desk)


def _examples(data: Dataset, desk: Desk) -> None:
    found = offered(data)
    words = st.text_input(
        "Search the examples",
        key="example-search",
        placeholder=f"Search {len(found)} questions",
        label_visibility="collapsed",
    )
    wanted = [word for word in words.casefold().split() if word]
    fitting = {
        name: query
        for name, query in found.items()
        if all(word in f"{query.question} {query.summary} {' '.join(query.tags)}".casefold() for word in wanted)
    }

    def choose() -> None:
        name = str(reported(st.session_state, "example-list", "press").get("id", ""))
        if name in data.queries:
            st.session_state["example"], st.session_state["values"] = name, {}
            desk.load(bound(data.queries[name], {}))

    lines = [
        {
            "id": name,
            "text": query.question,
            "foot": query.summary,
            "glyph": "?",
            "current": st.session_state.get("example") == name,
        }
        for name, query in fitting.items()
    ]
    with st.container(height=420, border=False, key="examples"):
        sheet(
            [items(lines) if lines else note("No question has these words. Try fewer of them.")],
            key="example-list",
            on_press=choose,
        )


def _history(desk: Desk) -> None:
    past = desk.history
    if not past:
        sheet([note("What you run is listed here, with its time and rows, until you close the page.")], key="past-list")
        return

    def choose() -> None:
        number = str(reported(st.session_state, "past-list", "press").get("id", ""))
        if number.isdecimal() and int(number) < len(past):
            desk.load(past[int(number)].text)

    lines = [
        {
            "id": str(number),
            "glyph": "↻",
            "text": first_line(each.text),
            "foot": f"{each.at:%H:%M:%S} · {each.outcome} · {each.seconds * 1000:,.0f} ms",
        }
        for number, each in enumerate(past)
    ]
    with st.container(height=420, border=False, key="history"):
        sheet([items(lines)], key="past-list", on_press=choose)


def _saved(desk: Desk) -> None:
    found = read_saved(folder())

    def choose() -> None:
        query = found.get(str(reported(st.session_state, "own-list", "press").get("id", "")))
        if query:
            desk.load(query.text)

    lines = [
        {"id": name, "glyph": "♦", "text": query.question or name, "foot": f"{name}.rq"}
        for name, query in found.items()
    ]
    sheet([items(lines) if lines else note("Nothing is saved yet.")], key="own-list", on_press=choose)
    with st.form("save", border=False):
        question = st.text_input("The question it answers", key="save-question")
        replace = st.checkbox("Replace one of that name", key="save-replace")
        if st.form_submit_button("Save the query"):
            _save(desk, question, replace=replace)
    if found:
        with st.popover("Remove one"):
            name = st.selectbox("Query", list(found), format_func=lambda name: escaped(found[name].question or name))
            if st.button("Remove it", type="primary"):
                remove(folder(), str(name))
                st.rerun()


def _save(desk: Desk, question: str, *, replace: bool) -> None:
    try:
        path = save(folder(), question, desk.text, replace=replace)
    except SaysoError as error:
        st.error(escaped(str(error)))
        return
    st.session_state["saved-note"] = path.name
    st.rerun()
