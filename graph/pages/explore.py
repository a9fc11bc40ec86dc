"""Explore: walk the graph from a story, a search or a link, and read what stands behind it."""

import streamlit as st

from graph.component import canvas
from graph.component.sheet import sheet
from graph.draw import ARRANGEMENTS, arranged, canvas_data, edge_id, lanes, network
from graph.draw.style import family_of
from graph.model import Clock, Iri, Picture
from graph.pages import clocks, copies, filters, panel, saving, session, when_where
from graph.pages.answering import Answering
from graph.pages.cite import cite
from graph.pages.finder import finder
from graph.pages.plain import escaped, faults_told
from graph.pages.walk import Walk
from graph.views import disputes, groups, picture, stories
from graph.views.picture import CAP, Sifted
from graph.views.when_where import places_of

VIEWS = ["Graph", "Time", "Map"]

data = session.current()
seen = session.overview()
walk = Walk(st.session_state, data)
walk.follow_address(arrived=st.session_state.get("arrived", True))
answering = Answering(st.session_state, walk)
if "open-in-explore" in st.session_state:
    walk.arrive(Iri(st.session_state.pop("open-in-explore")))
walk.let_go()


def title(walk: Walk) -> str:
    focus = walk.view.focus
    if focus is None:
        return "Nothing is drawn yet" if data.graphs() else "Nothing here yet"
    known = next((story for story in seen.stories if story.focus == focus), None)
    if focus in seen.disputed and session.clock() != Clock():
        differ = bool(session.ready(disputes.dispute, focus, session.clock()).columns)
        return session.once(("title", focus, differ), lambda: stories.question_about(data, focus, differ))
    if known:
        return known.question
    return session.once(("title", focus), lambda: stories.question_about(data, focus, focus in seen.disputed))


def header() -> None:
    left, right = st.columns([5, 3], vertical_alignment="center")
    st.session_state["titled"] = title(walk)
    left.title(escaped(st.session_state["titled"]), anchor=False)
    with right:
        finder(answering)


def beginnings() -> None:
    if not seen.stories:
        return
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


@st.fragment
def view() -> None:
    with faults_told():
        show()


def show() -> None:
    """The picture, what can be done with it, and the panel."""
    walk.let_go()
    if title(walk) != st.session_state["titled"]:  # which stands outside: a clock was turned, the focus is gone
        st.rerun()
    if walk.note:
        st.warning(escaped(walk.note))
    nodes = session.nodes(walk.view.shown)
    off = filters.turned_off(walk.view.off, walk.view.since, walk.view.until)
    sifted = picture.sift(nodes, session.gone(), off, walk.view.away)
    drawn = compose(sifted)
    left, right = st.columns([7, 3], gap="medium")
    with left:
        with st.container(horizontal=True, vertical_alignment="center", key="looking"):
            shape = view_choice()
            filters.legend(walk, nodes)
            filters.more(walk, nodes)
        if drawn.groups:
            filters.grouping(walk, len(sifted.nodes))
        if shape == "Time":
            shown = in_time(drawn, sifted)
        elif shape == "Map":
            shown = on_map(drawn, sifted)
        else:
            shown = as_graph(drawn, sifted)
        walk.write_address(shape)  # before the files, which tell it
        footer(drawn, sifted, shown, has_canvas=shape == "Graph" and bool(shown))
        clocks.sliders()
    with right, st.container(key="panel"):
        sheet(panel.blocks(data, walk, drawn, session.own_texts()), key="sheet", on_press=answering.take_press)
        if walk.view.ends:
            filters.avoided(walk)
        cite(walk.view.selected, key="cite")
        with st.popover("Your copies of the texts", type="tertiary"):
            copies.uploader(key="copies-here")
    copies.read(data)


def compose(sifted: Sifted) -> Picture:
    """The picture: everything by itself, or in groups where that is too much to draw."""
    shown = walk.view.shown
    if len(sifted.nodes) <= CAP:
        return picture.compose(sifted.nodes, session.gone(), shown)
    out = {*walk.view.out, *walk.view.pinned, *([walk.view.focus] if walk.view.focus else [])}
    return groups.grouped(sifted.nodes, walk.view.way, out, session.gone(), shown)


def view_choice() -> str:
    """Graph, time or map; the link says which."""
    asked = st.query_params.get("view", "graph").capitalize()
    if "view" not in st.session_state:
        st.session_state["view"] = asked if asked in VIEWS else "Graph"
    chosen = st.segmented_control("View", VIEWS, key="view", required=True, label_visibility="collapsed")
    return str(chosen or "Graph")


def as_graph(drawn: Picture, sifted: Sifted) -> int:
    now = walk.view
    at = arranged(drawn, now.standing, now.focus, arrangement=now.arrangement, pinned=now.pinned)
    walk.place(at)
    net = network(drawn, at, pinned=now.pinned)
    if not net.nodes:
        empty(sifted)
        return 0
    path = now.path
    canvas(
        canvas_data(
            net,
            view="explore",
            layout=walk.layout,
            selected=walk.drawn,
            places=walk.places,
            spotlight={"nodes": path.things, "edges": [edge_id(k) for links in path.links for k in links]}
            if path
            else None,
            title=title(walk),
            caption=saving.caption(title(walk), seen.stats.articles),
            history={"undo": walk.past, "redo": walk.future},
            layouts=[{"key": key, "label": label} for key, label in ARRANGEMENTS.items()],
            arrangement=now.arrangement,
            lanes=[{"label": lane.label, "x": lane.x} for lane in lanes(drawn, at)]
            if now.arrangement == "time"
            else None,
        ),
        key="canvas",
        on_select=answering.take_selection,
        on_expand=answering.take_expansion,
        on_move=answering.take_moves,
        on_act=answering.take_act,
    )
    return len(net.nodes)


def in_time(drawn: Picture, sifted: Sifted) -> int:
    records = list(drawn.statements.values())
    if not records:
        empty(sifted)
        return 0
    when_where.show_timeline(
        data, records, walk.view.selected, session.clock(), key="timeline", on_select=answering.taker("timeline")
    )
    return len(records)


def on_map(drawn: Picture, sifted: Sifted) -> int:
    named = session.once(
        ("places of", tuple(drawn.statements)),
        lambda: [iri for record in drawn.statements.values() for iri in places_of(data, record)],
    )
    drawn_places = [thing.iri for thing in drawn.things if family_of(thing.kind).key in {"places", "states"}]
    places = list(dict.fromkeys([*drawn_places, *named]))
    if not places:
        empty(sifted)
        return 0
    when_where.show_map(places, walk.view.selected, session.clock(), key="map", on_select=answering.taker("map"))
    return len(places)


def empty(sifted: Sifted) -> None:
    with st.container(border=True, height=420, horizontal_alignment="center", vertical_alignment="center"):
        if sifted.by_clock:
            st.text("Nobody had said any of this by the day chosen below.")
            st.button("Show any day", on_click=session.set_clock)
        elif sifted.by_filter or sifted.by_hand:
            st.text("Everything here is hidden by filters or by hand.")
            st.button("Show it again", on_click=walk.bring_back, key="bring-back-empty")
        elif not data.graphs():
            st.text("Nothing is in this dataset yet. Begin with the two articles that come with Sayso, or bring one.")
            with st.container(horizontal=True, horizontal_alignment="center", vertical_alignment="center"):
                fill()
                st.page_link("graph/pages/articles.py", label="Bring an article")
        else:
            way = "Start from a story above, or search" if seen.stories else "Search"
            st.text(f"Nothing to draw here. {way} for a name.")


def fill() -> None:
    """Fill an empty dataset when asked."""
    if st.button("Load the two articles"):
        with faults_told():
            data.sow()
            walk.start_over()
            st.rerun()


def footer(drawn: Picture, sifted: Sifted, shown: int, *, has_canvas: bool) -> None:
    """Counts, and what can be done with what is drawn; the canvas has its own undo and redo."""
    total = seen.stats
    kept_back = {
        "statements hidden by the day": sifted.by_clock,
        "hidden by filters": sifted.by_filter,
        "hidden by hand": sifted.by_hand,
        "more links not shown": walk.view.more,
    }
    parts = [f"{shown} shown"]
    if drawn.groups:
        parts = [f"{len(sifted.nodes):,} shown, {sum(drawn.groups.values()):,} of them in {len(drawn.groups)} groups"]
    parts += [f"{count} {what}" for what, count in kept_back.items() if count]
    parts += [f"{total.articles} articles", f"{total.statements} statements"]
    parts.append(f"asked of {data.host}" if data.host else "nothing leaves this machine")
    with st.container(horizontal=True, vertical_alignment="center", key="footer"):
        st.caption(" · ".join(parts), width="stretch")
        if sifted.by_filter or sifted.by_hand:
            st.button("Show hidden", on_click=walk.bring_back, key="bring-back", type="tertiary")
        if not has_canvas:
            st.button("Undo", on_click=walk.undo, disabled=not walk.past, key="undo", type="tertiary")
            st.button("Redo", on_click=walk.redo, disabled=not walk.future, key="redo", type="tertiary")
        st.button("Start over", on_click=walk.start_over, key="start-over", type="tertiary")
        saving.buttons(data, walk, drawn, title(walk))


st.html(session.STYLE)
header()
beginnings()
view()
if st.session_state.pop("go-to-sparql", False):
    st.switch_page("graph/pages/sparql.py")
