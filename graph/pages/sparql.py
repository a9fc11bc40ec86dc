"""SPARQL: ask the dataset anything, by writing or by filling in a form, and see how sure the answer is."""

import streamlit as st

from graph.errors import SaysoError
from graph.model import Answer, Clock, spell
from graph.pages import clocks, examples, results, session, writing
from graph.pages.desk import Desk
from graph.pages.plain import escaped

LONGEST_LINK = 3_000

data = session.current()
state = st.session_state
desk = Desk(state, opening=lambda: examples.opening_text(data))


def in_url() -> dict[str, str]:
    """An example by its name and parameters, anything else by its text, as long as a link can be; and the view."""
    seen_as = str(state.get("answer-view") or "") if desk.answer is not None else st.query_params.get("as", "")
    named = examples.named(data, desk.text)
    text = "" if named or len(desk.text) > LONGEST_LINK else desk.text
    return {**named, "query": text, "as": seen_as}


@st.fragment(run_every=0.3)
def waiting() -> None:
    """A query under way: how long, until when at the latest, and the way to end it."""
    if desk.finish():
        st.rerun()
    run = desk.run
    if run is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="running"):
        st.progress(min(run.seconds / 10, 1.0), f"Running for {run.seconds:.0f} s; it ends after 10 s at the latest")
        if st.button("Cancel", on_click=desk.cancel, icon=":material/stop:"):
            st.rerun()


def fault(error: SaysoError) -> None:
    """What was wrong; the editor marks the place, and offers its mends."""
    st.error(escaped(str(error)), icon=":material/error:")
    line, column = getattr(error, "line", None), getattr(error, "column", None)
    lines = desk.asked.splitlines()
    if line and 0 < line <= len(lines):
        mark = " " * (max(column or 1, 1) - 1) + "▲ here"
        st.code(f"{lines[line - 1]}\n{mark}", language=None)


def summary(answer: Answer) -> None:
    """How much, how fast, whole or cut, and of what."""
    if answer.truth is not None:
        count = "1 answer"
    elif answer.triples is not None:
        count = f"{len(answer.triples):,} triples"
    else:
        count = f"{len(answer.rows):,} {'row' if len(answer.rows) == 1 else 'rows'}"
    total = session.overview().stats
    days = f", said from {spell(total.first)} to {spell(total.last)}" if total.first and total.last else ""
    left_out = " · without what the days chosen hide" if session.clock() != Clock() else ""
    whole = "cut" if answer.cut else "whole"
    st.caption(
        f"{count}, {whole}, in {answer.seconds * 1000:,.0f} ms · from {total.articles} articles, "
        f"{total.statements} statements{days}, {total.triples:,} triples{left_out}"
    )
    if answer.cut:
        st.warning(f"Cut after {answer.limit:,} rows: there are more. Add LIMIT and ORDER BY, or narrow the query.")
    if desk.text != desk.asked:
        st.caption("The query has been changed since; this answers it as it was.")


def result(answer: Answer) -> None:
    summary(answer)
    if answer.triples is None and answer.truth is None and not answer.rows:
        st.info("No rows: nothing in the dataset fits every pattern of the query.")
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        view = results.view_of(data, answer, desk.asked)
        results.downloads(answer)
    results.show(data, answer, view)


st.html(session.STYLE)
st.title("Ask in SPARQL", anchor=False)
left, right = st.columns([7, 3], gap="medium")
with right:
    examples.shelf(data, desk)
with left:
    examples.form(data, desk)
    writing.paper(data, desk)
    clocks.sliders()
if desk.run is not None:
    waiting()
elif desk.fault is not None:
    fault(desk.fault)
elif desk.answer is not None:
    result(desk.answer)
else:
    st.caption("Nothing has been asked yet. A link never runs a query by itself.")
session.write_url(**in_url(), **session.clock_url())
if "open-in-explore" in state:
    st.switch_page("graph/pages/explore.py")
