"""The widgets that keep things back: the legend, the filters, the way of grouping, the links a path avoids."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from graph.draw.style import family_of
from graph.model import Iri, Node, spell
from graph.pages import session
from graph.pages.facets import FACETS, Value, family_key, said_days, turned_off, values_of
from graph.pages.plain import escaped
from graph.pages.walk import Walk
from graph.views.groups import WAYS
from graph.views.things import thing

__all__ = ["avoided", "grouping", "legend", "more", "turned_off"]


def legend(walk: Walk, nodes: Sequence[Node]) -> None:
    """What colours and shapes mean, with counts; each kind can be turned off."""
    families = {family_key(each): family_of(each.thing.kind, each.thing.kind_label) for each in nodes}
    counts = {key: sum(family_key(each) == key for each in nodes) for key in families}
    order = sorted(families, key=lambda key: (-counts[key], key))
    st.session_state["legend"] = [key for key in order if f"kind={key}" not in walk.view.off]

    def turn() -> None:
        on = st.session_state["legend"] or []
        others = {each for each in walk.view.off if not each.startswith("kind=")}
        kept = {each for each in walk.view.off if each.startswith("kind=") and each[5:] not in families}
        walk.filter(others | kept | {f"kind={key}" for key in families if key not in on})

    def line(key: str) -> str:
        family = families[key]
        return f":{family.tone}[{family.sign}] {escaped(family.label)} {counts[key]}"

    st.pills(
        "Show kinds",
        order,
        selection_mode="multi",
        format_func=line,
        key="legend",
        on_change=turn,
        label_visibility="collapsed",
    )


def more(walk: Walk, nodes: Sequence[Node]) -> None:
    """Filters of statements, each value with its count; the button says how many are at work."""
    if not any(each.statement for each in nodes):
        return
    active = sum(not each.startswith("kind=") for each in walk.view.off) + bool(walk.view.since or walk.view.until)
    with st.popover(f"Filter ({active})" if active else "Filter", key="filter"):
        for facet, label in FACETS.items():
            _facet(walk, facet, label, values_of(nodes, facet, _name))
        _days(walk, said_days(nodes))
        st.button("Show everything", on_click=walk.bring_back, disabled=not active, key="filter-none")


def _name(iri: Iri) -> str:
    return session.ready(thing, iri).label


def _facet(walk: Walk, facet: str, label: str, values: Sequence[Value]) -> None:
    if len(values) < 2 and not any(f"{facet}={value.key}" in walk.view.off for value in values):
        return
    named = {value.key: value for value in values}
    key = f"facet-{facet}"
    st.session_state[key] = [k for k in named if f"{facet}={k}" not in walk.view.off]

    def turn() -> None:
        on = st.session_state[key] or []
        others = {each for each in walk.view.off if not each.startswith(f"{facet}=")}
        walk.filter(others | {f"{facet}={k}" for k in named if k not in on})

    st.pills(
        label,
        list(named),
        selection_mode="multi",
        format_func=lambda k: f"{escaped(named[k].label)} {named[k].count}",
        key=key,
        on_change=turn,
    )


def _days(walk: Walk, days: Sequence[date]) -> None:
    if len(days) < 2:
        return
    now = (walk.view.since or days[0], walk.view.until or days[-1])
    choices = sorted({*days, *now})
    key = f"facet-said-{now[0]}-{now[1]}"  # a range cannot be set from outside; undoing it makes a new slider

    def turn() -> None:
        since, until = st.session_state[key]
        walk.filter_days(since if since > days[0] else None, until if until < days[-1] else None)

    st.select_slider("Said between", choices, value=now, format_func=spell, key=key, on_change=turn)


def grouping(walk: Walk, count: int) -> None:
    """Say that this is too much to draw, and choose how it is gathered."""
    st.session_state["grouping"] = walk.view.way

    def turn() -> None:
        if st.session_state["grouping"]:
            walk.group_by(st.session_state["grouping"])

    with st.container(horizontal=True, vertical_alignment="center", key="grouped"):
        st.text(f"{count:,} things are too many to draw one by one, so they stand in groups. Open one to see inside.")
        st.segmented_control(
            "Group",
            list(WAYS),
            format_func=WAYS.__getitem__,
            key="grouping",
            on_change=turn,
            required=True,
            label_visibility="collapsed",
        )


def avoided(walk: Walk) -> None:
    """Kinds of links that a path must not use."""
    found = walk.found()
    if found is None:
        return
    phrases = dict(found.kinds) | {kind: kind for kind in walk.view.avoid if kind not in dict(found.kinds)}
    st.session_state["avoid"] = [kind for kind in phrases if kind in walk.view.avoid]

    def turn() -> None:
        start, goal = walk.view.ends
        walk.join(start, goal, st.session_state["avoid"])

    st.multiselect(
        "Links to avoid",
        list(phrases),
        format_func=lambda kind: escaped(phrases[kind]),
        key="avoid",
        on_change=turn,
        placeholder="none",
    )
