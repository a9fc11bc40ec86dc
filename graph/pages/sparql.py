"""SPARQL: ask the dataset anything, by writing or by filling in a form, and see how sure the answer is."""

import streamlit as st

from graph.asking.outline import applied
from graph.asking.samples import samples
from graph.errors import SaysoError
from graph.model import Answer, Clock, spell
from graph.namespaces import compress
from graph.pages import clocks, examples, panel, results, session, writing
from graph.pages.desk import Desk
from graph.pages.plain import code, escaped
from graph.views.behind import statements_behind
from graph.views.corpus import corpus
from graph.views.statements import statements
from graph.visible import visible

LONGEST_LINK = 3_000
LIMIT = 10  # seconds that a query may run
BEFORE, AFTER = 12, 20  # characters shown round a place in the query
ENDPOINT = "http://127.0.0.1:8502/sparql"

data = session.current()
state = st.session_state
desk = Desk(state, opening=lambda: examples.opening_text(data))


def in_url() -> dict[str, str]:
    """An example by its name and parameters, anything else by its text, as long as a link can be; and the view."""
    seen_as = str(state.get("answer-view") or "") if desk.answer is not None else st.query_params.get("as", "")
    named = examples.named(data, desk.text)
    text = "" if named or len(desk.text) > LONGEST_LINK else desk.text
    return {**named, "query": text, "as": seen_as}


def follow_url() -> None:
    """Take up the query that the browser went back or forward to; one too long for a link is not in the URL."""
    if st.query_params.get("example") or st.query_params.get("query"):
        asked = examples.opening_text(data)
        if asked != desk.text:
            desk.go_back(asked)
    session.set_clock(session.url_day("known"), session.url_day("on"))


@st.fragment(run_every=0.3)
def waiting() -> None:
    """A query under way: how long, until when at the latest, and the way to end it."""
    if desk.finish():
        st.rerun()
    run = desk.run
    if run is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="running"):
        st.progress(min(run.seconds / LIMIT, 1.0), f"Running for {run.seconds:.0f} s; {so_long(run.seconds)}")
        if st.button("Cancel", on_click=desk.cancel, icon=":material/stop:"):
            st.rerun()


def so_long(seconds: float) -> str:
    """How long a query may still take, or what it waits for."""
    if seconds <= LIMIT:
        return f"it ends after {LIMIT} s at the latest"
    if session.clock() == Clock():
        return "others are asking as well"
    return "what the days chosen hide is taken out first, once for each choice"


def fault(error: SaysoError) -> None:
    """What was wrong; the editor marks the place, and offers its mends."""
    st.error(escaped(str(error)), icon=":material/error:")
    line, column = getattr(error, "line", None), getattr(error, "column", None)
    lines = desk.asked.splitlines()
    if line and 0 < line <= len(lines):
        st.code(pointed(lines[line - 1], column or 1, "here"), language=None)


def pointed(line: str, column: int, word: str) -> str:
    """What stands round a column of a line, which counts from 1, and a mark below; short enough for a phone."""
    before, after = visible(line, 0, column - 1), visible(line, column - 1)
    before = before if len(before) <= BEFORE else f"…{before[-BEFORE:]}"
    after = after if len(after) <= AFTER else f"{after[:AFTER]}…"
    return f"{before}{after}\n{' ' * len(before)}▲ {word}"


def summary(answer: Answer) -> None:
    """How much, how fast, whole or cut, and of what."""
    if answer.truth is not None:
        count = "1 answer"
    elif answer.triples is not None:
        count = f"{len(answer.triples):,} triples"
    else:
        count = f"{len(answer.rows):,} {'row' if len(answer.rows) == 1 else 'rows'}"
    asked = corpus(data, desk.asked)
    where = "all graphs" if not asked.graphs else ", ".join(compress(graph) for graph in asked.graphs)
    days = f", said from {spell(asked.first)} to {spell(asked.last)}" if asked.first and asked.last else ""
    left_out = " · without what the days chosen hide" if session.clock() != Clock() else ""
    whole = "cut" if answer.cut else "whole"
    st.caption(
        escaped(
            f"{count}, {whole}, in {answer.seconds * 1000:,.0f} ms · from {where}: {asked.articles} articles, "
            f"{asked.statements} statements{days}{left_out}"
        )
    )
    if answer.cut:
        st.warning(f"Cut after {answer.limit:,} rows: there are more. Add LIMIT and ORDER BY, or narrow the query.")
    if desk.text != desk.asked:
        st.caption("The query has been changed since; this answers it as it was.")


def no_rows() -> None:
    """Why nothing was found, and the nearest thing that would have been, each a press away."""
    found = desk.explain(data, session.terms(), session.gone())
    st.info(escaped(f"No rows. {found.message}"), icon=":material/search_off:")
    lines = desk.asked.splitlines()
    if 0 < found.line <= len(lines):
        st.code(pointed(lines[found.line - 1], found.column, "from here"), language=None)
    for words in (found.span, found.note):
        if words:
            st.text(visible(words))
    for number, near in enumerate(found.near):
        named = f" ({near.label})" if near.label and near.label not in near.mend.label else ""
        rows = f"{'at least ' if near.at_least else ''}{near.count:,} {'row' if near.count == 1 else 'rows'}"
        st.button(
            escaped(f"{near.mend.label}{named}: {rows}"),
            key=f"near-{number}",
            on_click=desk.load,
            args=(applied(desk.asked, near.mend.edits),),
        )
    for part in found.without:
        rows = f"{'at least ' if part.at_least else ''}{part.rows:,} {'row' if part.rows == 1 else 'rows'}"
        st.text(visible(f"Without line {part.line} ({part.text}): {rows}"))


def result(answer: Answer) -> None:
    summary(answer)
    if answer.triples is None and answer.truth is None and not answer.rows:
        no_rows()
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        view = results.view_of(data, answer, desk.asked)
        results.downloads(answer)
        programs()
    results.show(data, answer, view, desk.look_behind)
    if desk.behind is not None and desk.behind < len(answer.rows):
        behind(answer, desk.behind)


def programs() -> None:
    """The query as a program that asks the endpoint of this machine."""
    with st.popover("Code"):
        st.text("These ask the endpoint that `python -m graph serve` opens on this machine.")
        found = samples(desk.asked, ENDPOINT)
        for tab, (name, text) in zip(st.tabs(list(found)), found.items(), strict=True):
            with tab:
                code(text, "bash" if name == "curl" else "python", height=320)


def behind(answer: Answer, row: int) -> None:
    """The statements behind a row of the answer."""
    cells = dict(zip(answer.columns, answer.rows[row], strict=True))
    try:
        found = statements_behind(data, cells, desk.asked, without=session.gone())
    except SaysoError as error:
        st.warning(escaped(str(error)))
        return
    records = statements(data, found[:50]).values()
    results.behind([panel.item(record) for record in records], row, len(found))


st.html(session.STYLE)
st.title("Ask in SPARQL", anchor=False)
if session.went():
    follow_url()
left, right = st.columns([7, 3], gap="medium")
with right:
    examples.shelf(data, desk)
with left:
    examples.form(data, desk)
    writing.paper(data, desk)
    if desk.run is not None:
        waiting()
    elif desk.fault is not None:
        fault(desk.fault)
    elif desk.answer is not None:
        result(desk.answer)
    else:
        st.caption("Nothing has been asked yet. A link never runs a query by itself.")
    clocks.sliders()
session.write_url(**in_url(), **session.clock_url())
if "open-in-explore" in state:
    st.switch_page("graph/pages/explore.py")
