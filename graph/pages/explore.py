"""Explore: walk the graph from a story, a search or a link, and read what stands behind it."""

import streamlit as st

from graph.component import canvas
from graph.component.sheet import sheet
from graph.draw import canvas_data, network, positions
from graph.draw.style import FAMILIES, family_of
from graph.model import Iri, Picture
from graph.pages import clocks, panel, session, when_where
from graph.pages.cite import cite
from graph.pages.finder import finder
from graph.pages.plain import escaped
from graph.pages.walk import Walk
from graph.views import picture, stories
from graph.views.when_where import places_of

VIEWS = ["Graph", "Time", "Map"]

data = session.current()
seen = session.overview()
walk = Walk(st.session_state, data)
if "open-in-explore" in st.session_state:
    walk.open(Iri(st.session_state.pop("open-in-explore")))


def title(walk: Walk) -> str:
    if walk.focus is None:
        return "Nothing here yet"
    known = next((story for story in seen.stories if story.focus == walk.focus), None)
    return known.question if known else stories.question_about(data, walk.focus, walk.focus in seen.disputed)


def header() -> None:
    left, right = st.columns([5, 3], vertical_alignment="center")
    left.title(escaped(title(walk)), anchor=False)
    with right:
        finder(walk)


def beginnings() -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="stories"):
        st.text("Start from")
        for story in seen.stories:
            st.button(
                escaped(story.name),
                key=f"story-{story.key}",
                on_click=walk.begin,
                args=(story,),
                type="secondary",
                help=escaped(story.question),
            )


def legend(drawn: Picture) -> set[str]:
    counts = {family.key: 0 for family in FAMILIES}
    for thing in drawn.things:
        counts[family_of(thing.kind).key] += 1
    present = [family for family in FAMILIES if counts[family.key]]
    chosen = st.pills(
        "Show kinds",
        [family.key for family in present],
        selection_mode="multi",
        default=[family.key for family in present],
        format_func=lambda key: next(f":{f.tone}[{f.sign}] {f.label} {counts[key]}" for f in present if f.key == key),
        key="families-" + "-".join(family.key for family in present),
        label_visibility="collapsed",
    )
    return set(chosen)


@st.fragment
def view() -> None:
    clock = session.clock()
    drawn = picture.picture(data, walk.shown, clock)
    walk.place(positions(drawn, walk.positions, walk.focus))
    left, right = st.columns([7, 3], gap="medium")
    with left:
        with st.container(horizontal=True, vertical_alignment="center"):
            shape = view_choice()
            families = legend(drawn) if shape == "Graph" else set()
        if shape == "Time":
            shown = in_time(drawn)
        elif shape == "Map":
            shown = on_map(drawn)
        else:
            shown = as_graph(drawn, families)
        footer(drawn, shown)
        clocks.sliders()
    with right, st.container(key="panel"):
        sheet(panel.blocks(data, walk, session.own_texts()), key="sheet", on_press=walk.take_press)
        cite(data, walk.selected, key="cite")
    walk.write_url(shape)


def view_choice() -> str:
    """Graph, time or map; the link says which."""
    asked = st.query_params.get("view", "graph").capitalize()
    if "view" not in st.session_state:
        st.session_state["view"] = asked if asked in VIEWS else "Graph"
    chosen = st.segmented_control("View", VIEWS, key="view", required=True, label_visibility="collapsed")
    return str(chosen or "Graph")


def as_graph(drawn: Picture, families: set[str]) -> int:
    net = network(drawn, walk.positions, families)
    if net.nodes:
        canvas(
            canvas_data(net, view="explore", layout=walk.layout, selected=walk.drawn),
            key="canvas",
            on_select=walk.take_selection,
            on_expand=walk.take_expansion,
            on_move=walk.take_moves,
        )
    else:
        empty(drawn)
    return len(net.nodes)


def in_time(drawn: Picture) -> int:
    records = list(drawn.statements.values())
    if not records:
        empty(drawn)
        return 0
    when_where.show_timeline(
        data, records, walk.selected, session.clock(), key="timeline", on_select=walk.taker("timeline")
    )
    return len(records)


def on_map(drawn: Picture) -> int:
    named = [iri for record in drawn.statements.values() for iri in places_of(data, record)]
    drawn_places = [thing.iri for thing in drawn.things if family_of(thing.kind).key in {"places", "states"}]
    places = list(dict.fromkeys([*drawn_places, *named]))
    if not places:
        empty(drawn)
        return 0
    when_where.show_map(data, places, walk.selected, session.clock(), key="map", on_select=walk.taker("map"))
    return len(places)


def empty(drawn: Picture) -> None:
    with st.container(border=True, height=420, horizontal_alignment="center", vertical_alignment="center"):
        if drawn.hidden:
            st.text("Nobody had said any of this by the day chosen below.")
            st.button("Show any day", on_click=session.set_clock)
        else:
            st.text("Nothing to draw here. Start from a story above, search for a name, or turn a kind back on.")


def footer(drawn: Picture, shown: int) -> None:
    """Counts, and what can be done with what is drawn."""
    total = seen.stats
    parts = [f"{shown} shown"]
    if drawn.hidden:
        parts.append(f"{drawn.hidden} statements hidden by the day")
    if walk.more:
        parts.append(f"{walk.more} more links not shown")
    parts += [f"{total.articles} articles", f"{total.statements} statements", "nothing leaves this machine"]
    iris = [thing.iri for thing in drawn.things]
    with st.container(horizontal=True, vertical_alignment="center", key="footer"):
        st.caption(" · ".join(parts), width="stretch")
        st.button("Undo", on_click=walk.undo, disabled=not walk.past, key="undo", type="tertiary")
        st.button("Start over", on_click=walk.start_over, key="start-over", type="tertiary")
        with st.popover("Show as SPARQL", disabled=not iris):
            as_sparql(iris)
        st.download_button(
            "Save as Turtle",
            lambda: picture.turtle(data, iris),
            file_name="sayso-view.ttl",
            mime="text/turtle",
            disabled=not iris,
            on_click="ignore",
        )


def as_sparql(iris: list[Iri]) -> None:
    if not iris:
        return
    text = picture.drawn_query(data, iris).text
    st.text("This query gives the triples behind what is drawn.")
    st.code(text, language="sparql", height=340)
    if st.button("Open in SPARQL", on_click=walk.send_to_sparql, args=(text,), key="to-sparql"):
        st.rerun()  # the whole page: a fragment alone never comes to its end, where the page is switched


st.html(session.STYLE)
header()
beginnings()
if walk.note:
    st.warning(escaped(walk.note))
view()
if st.session_state.pop("go-to-sparql", False):
    st.switch_page("graph/pages/sparql.py")
