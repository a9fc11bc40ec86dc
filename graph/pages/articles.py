"""Articles: read their statements in order, bring RDF in, take it out in every format, check it."""

import pandas as pd
import streamlit as st

from graph import gate, page, shapes
from graph.component.sheet import actions, listing, note, sheet
from graph.errors import SaysoError
from graph.model import Article, Iri, spell
from graph.namespaces import COMPUTED_GRAPH, ONTOLOGY_GRAPH, REFERENCE_GRAPH, compress
from graph.pages import address, clocks, copies, intake, panel, reviewing, session
from graph.pages.cite import cite
from graph.pages.plain import escaped
from graph.views import articles, clock, statements
from graph.visible import visible, visible_within

data = session.current()
state = st.session_state
TABS = ["Read", "Review", "Your copies", "Import", "Export", "Check"]
FIXED = {ONTOLOGY_GRAPH, REFERENCE_GRAPH, COMPUTED_GRAPH}


def read_tab() -> None:
    found = articles.articles(data)
    if not found:
        st.info("There is no article in this dataset. Bring one in under Review, or as RDF under Import.")
        return
    ids = [article.iri for article in found]
    state["article"] = state["open-article"] if state["open-article"] in ids else ids[0]
    chosen = st.selectbox(
        "Article",
        ids,
        key="article",
        on_change=take_article,
        format_func=lambda iri: visible(next(a.label for a in found if a.iri == iri)),
    )
    article = next(a for a in found if a.iri == chosen)
    st.caption(escaped(about(article)))
    days = session.clock()
    everything = statements.in_article(data, article.iri)
    records = [record for record in everything if clock.visible(data, record, days)]
    if hidden := len(everything) - len(records):
        with st.container(horizontal=True, vertical_alignment="center", key="hidden"):
            st.text(f"{hidden} of {len(everything)} statements are hidden by the days chosen.")
            st.button("Show any day", on_click=session.set_clock)
    left, right = st.columns([5, 4], gap="large")
    current = next((r for r in records if r.iri == state.get("statement")), records[0] if records else None)
    with left:
        lines = [panel.item(record, current.iri if current else None) for record in records]
        sheet([listing("Statements, in the order of the text", lines)], key="statements", on_press=take_press)
    with right:
        if current:
            blocks = panel.statement_blocks(current, session.own_texts())
            blocks.append(actions([("Open in Explore", "open", current.iri)]))
            sheet(blocks, key="statement-sheet", on_press=open_thing, about=current.iri)
            cite(current.iri, key="cite")
        else:
            none = "All are hidden by the days chosen." if hidden else "No statements are recorded for this article."
            sheet([note(none)], key="statement-sheet")


def about(article: Article) -> str:
    source = " with ".join(filter(None, [article.publisher, article.agency]))
    parts = [source, f"page dated {spell(article.published)}" if article.published else "page not dated"]
    parts += [f"{article.statements} statements", f"{article.characters:,} characters"]
    parts.append(copies.found(data, article.iri, session.own_texts()))
    return " · ".join(part for part in parts if part)


def take_article() -> None:
    session.acted()
    state["open-article"], state["statement"] = state["article"], ""


def take_press() -> None:
    pressed = (state.get("statements") or {}).get("press")
    if pressed:
        session.acted()
        state["statement"] = Iri(pressed["id"])


def open_thing() -> None:
    copies.take_reading("statement-sheet")
    pressed = (state.get("statement-sheet") or {}).get("press")
    if pressed and pressed["do"] == "open":
        state["open-in-explore"] = pressed["id"]


def text_tab() -> None:
    copies.uploader(key="copies")


def import_tab() -> None:
    files = st.file_uploader(
        "RDF files",
        type=[ending.removeprefix(".") for ending in (*gate.SYNTAXES, *gate.ARCHIVES)],
        accept_multiple_files=True,
        help="Turtle, TriG, N-Triples, N-Quads, RDF/XML, JSON-LD, .gz, .zip; at most 50 MB. All of a file or nothing.",
    )
    if st.button("Import", type="primary", disabled=not files, on_click=session.acted):
        for file in files:
            take_in(file.name, file.getvalue())
    st.subheader("Graphs", anchor=False)
    graphs = data.graphs()
    st.dataframe(
        pd.DataFrame([[visible(compress(g.graph)), g.triples] for g in graphs], columns=["graph", "triples"]),
        hide_index=True,
    )
    remove([g.graph for g in graphs if g.graph not in FIXED])


def remove(removable: list[Iri]) -> None:
    """Take a graph out: one that is chosen, by its title where it is an article's; said when it is done."""
    if gone := state.pop("removed", ""):
        st.success(escaped(f"Removed: {gone}."))
    titles = {article.iri: article.label for article in articles.articles(data)}

    def named(graph: Iri) -> str:
        return visible(" · ".join(filter(None, [titles.get(graph), compress(graph)])))

    turn = state.setdefault("removals", 0)  # a new one each time, which is closed and has nothing chosen
    with st.popover("Remove a graph", disabled=not removable, key=f"remove {turn}"):
        graph = st.selectbox(
            "Graph", removable, index=None, placeholder="Choose one", format_func=named, key=f"graph to remove {turn}"
        )
        st.text("Its triples are gone then; an export keeps them.")
        if st.button("Remove it", type="primary", disabled=graph is None) and graph:
            data.remove(graph)
            state["removals"], state["removed"] = turn + 1, named(graph)
            st.rerun()


def take_in(name: str, content: bytes) -> None:
    try:
        document = data.admit(name, content)
        new = data.load(document)
    except SaysoError as error:
        st.error(escaped(str(error)))
        return
    st.success(escaped(document.told(new)))


def export_tab() -> None:
    left, right = st.columns(2)
    media = left.selectbox("Format", list(page.ENDINGS))
    everything = "everything but proposals and what is computed"
    graph = right.selectbox(
        "Graph",
        ["", *(g.graph for g in data.graphs())],
        format_func=lambda g: visible(compress(g)) if g else everything,
    )
    st.download_button(
        "Export",
        lambda: page.written(data, media, graph or None, session.clock()),
        file_name=f"sayso.{page.ENDINGS[media]}",
        type="primary",
        on_click="ignore",
    )
    clocks.sliders()
    st.caption("The same data gives the same bytes. The clocks leave out what was not known or did not hold.")


def check_tab() -> None:
    if not st.button("Check the data against the shapes", type="primary", on_click=session.acted):
        st.caption("Shapes say what a complete statement is: speaker, act, polarity, evidence, dates that fit …")
        return
    with st.spinner("Checking …"):
        found = shapes.validate(data)
    errors = [violation for violation in found if not violation.warning]
    if errors:
        st.error(f"{len(errors)} violations, {len(found) - len(errors)} warnings")
    else:
        st.success(f"The data conforms: no violations, {len(found)} warnings")
    if found:
        rows = [["warning" if v.warning else "violation", v.focus, v.path, v.message, v.value] for v in found]
        rows = visible_within(rows)
        st.dataframe(
            pd.DataFrame(rows, columns=["severity", "node", "property", "what to mend", "value"]),
            hide_index=True,
        )


def follow_url() -> None:
    """Take up what the link asks for, or what the browser went back or forward to."""
    asked = st.query_params.get("tab", "").replace("-", " ")
    state["open-tab"] = next((tab for tab in TABS if tab.casefold() == asked), TABS[0])
    state["open-article"] = next(iter(session.url_ids("article")), "")
    state["statement"] = next(iter(session.url_ids("statement")), "")


def write_url() -> None:
    tab = "" if state["open-tab"] == TABS[0] else state["open-tab"].casefold().replace(" ", "-")
    named = {
        name: address.encode(state[key])
        for name, key in (("article", "article"), ("statement", "statement"))
        if state.get(key)
    }
    session.write_url(tab=tab, **named, **session.clock_url())


def take_tab() -> None:
    session.acted()
    state["open-tab"] = state["tab"]


def tabs() -> None:
    st.title("Articles", anchor=False)
    if session.went():
        session.set_clock(session.url_day("known"), session.url_day("on"))
        follow_url()
    if "open-tab" not in state:
        follow_url()
    state["tab"] = state["open-tab"]
    read, add, texts, bring, take, check = st.tabs(TABS, key="tab", on_change=take_tab)
    with read:
        read_tab()
    with add:
        intake.intake(data)
    with texts:
        text_tab()
    with bring:
        import_tab()
    with take:
        export_tab()
    with check:
        check_tab()
    copies.read(data)
    write_url()


st.html(session.STYLE)
under_review = session.url_ids("review")
if under_review:
    reviewing.page(under_review[0])
else:
    tabs()
if "open-in-explore" in state:
    st.switch_page("graph/pages/explore.py")
