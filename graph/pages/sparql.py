"""SPARQL: ask the dataset anything, start from an example, take the answer along."""

import pandas as pd
import streamlit as st

from graph import answers
from graph.errors import SaysoError
from graph.model import Answer, Clock
from graph.pages import clocks, session
from graph.pages.plain import escaped
from graph.queries import Query, with_bindings
from graph.queries import parse_term as term
from graph.views import clock

FIRST = "said_of_place"
LONGEST_LINK = 3_000

data = session.current()
state = st.session_state


def example_text(query: Query) -> str:
    """An example with its parameters bound to their example values, so that it answers as it stands."""
    values = {parameter.name: term(parameter.example) for parameter in query.parameters}
    try:
        return with_bindings(query, values).text
    except SaysoError:
        return query.text


def opening_text() -> str:
    """What the link asks for: a query, or an example by name; else the first example."""
    asked = data.queries.get(st.query_params.get("example", ""))
    return st.query_params.get("query", "") or example_text(asked or data.queries[FIRST])


def in_url() -> dict[str, str]:
    """An example by its name, anything else by its text, as long as a link can be."""
    for name, query in data.queries.items():
        if state["query"] == example_text(query):
            return {"example": "" if name == FIRST else name}
    return {"query": state["query"] if len(state["query"]) <= LONGEST_LINK else ""}


def choose() -> None:
    query = data.queries.get(state["example"] or "")
    if query:
        state["query"] = example_text(query)
        state.pop("answer", None)


def run() -> None:
    state.pop("answer", None)
    state.pop("fault", None)
    try:
        with st.spinner("Asking … (ends after 10 s at the latest)"):
            state["answer"] = data.answer(state["query"], without=clock.hidden(data, session.clock()))
    except SaysoError as error:
        state["fault"] = error


def examples() -> None:
    questions = {name: query for name, query in data.queries.items() if "WHERE {" in query.text and query.question}
    ordered = sorted(questions, key=lambda name: ("question" not in questions[name].tags, questions[name].question))
    st.selectbox(
        "Examples",
        ordered,
        index=None,
        key="example",
        format_func=lambda name: questions[name].question,
        placeholder=f"{len(ordered)} questions to start from",
        on_change=choose,
    )


def fault(error: SaysoError) -> None:
    st.error(escaped(str(error)), icon=":material/error:")
    line, column = getattr(error, "line", None), getattr(error, "column", None)
    lines = state["query"].splitlines()
    if line and 0 < line <= len(lines):
        mark = " " * (max(column or 1, 1) - 1) + "▲ here"
        st.code(f"{lines[line - 1]}\n{mark}", language=None)


def result(answer: Answer) -> None:
    if answer.truth is not None:
        st.metric("Answer", "yes" if answer.truth else "no")
        summary("1 answer", answer)
    elif answer.triples is not None:
        text = answers.turtle(answer.triples)
        summary(f"{len(answer.triples):,} triples", answer)
        st.code(text, language="turtle", height=420)
        st.download_button("Save as Turtle", text, "sayso-answer.ttl", "text/turtle", on_click="ignore")
    else:
        table(answer)


def table(answer: Answer) -> None:
    summary(f"{len(answer.rows):,} {'row' if len(answer.rows) == 1 else 'rows'}", answer)
    if not answer.rows:
        st.info("No rows: nothing in the dataset fits every pattern of the query. Try it with one pattern less.")
        return
    rows = [[answers.shown(term) for term in row] for row in answer.rows]
    st.dataframe(pd.DataFrame(rows, columns=list(answer.columns)), hide_index=True, height="auto")
    st.download_button("Save as CSV", answers.write(answer, "csv"), "sayso-answer.csv", "text/csv", on_click="ignore")


def summary(count: str, answer: Answer) -> None:
    total = session.overview().stats
    left_out = " · without what the days chosen hide" if session.clock() != Clock() else ""
    st.caption(
        f"{count} in {answer.seconds * 1000:,.0f} ms · from {total.articles} articles, "
        f"{total.statements} statements, {total.triples:,} triples{left_out}"
    )
    if answer.cut:
        st.warning(f"Cut after {answer.limit:,} rows: there are more. Add LIMIT and ORDER BY, or narrow the query.")


st.html(session.STYLE)
st.title("Ask in SPARQL", anchor=False)
if "query" not in state:
    state["query"] = opening_text()
else:
    state["query"] = state["query"]  # a widget's value is forgotten on other pages unless it is set again
examples()
st.text_area(
    "Query",
    key="query",
    height=360,
    help="Read-only SPARQL 1.1. The default graph is the union of all articles.",
)
clocks.sliders()
st.button("Run", type="primary", on_click=run, icon=":material/play_arrow:")
if "fault" in state:
    fault(state["fault"])
elif "answer" in state:
    result(state["answer"])
else:
    st.caption("Nothing has been asked yet. A link never runs a query by itself.")
session.write_url(**in_url(), **session.clock_url())
