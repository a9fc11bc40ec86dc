"""An answer on the screen: what it was asked of, seen in the way that fits, and taken along."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import altair as alt
import pandas as pd
import streamlit as st

from graph import answers, serial
from graph.component import canvas
from graph.component import map as map_component
from graph.component.sheet import items, note, sheet
from graph.component.table import table
from graph.component.timeline import timeline
from graph.dataset import Dataset
from graph.draw import arranged, canvas_data, network
from graph.draw.style import family_of
from graph.model import Answer, BlankNode, Iri, resource
from graph.pages.plain import code, escaped
from graph.views import answered
from graph.views.picture import CAP

_ICONS = {"Table": "☰", "Graph": "◈", "Map": "◎", "Timeline": "⟷", "Chart": "▥", "Value": "="}
_ROW_FORMATS = {"csv": "CSV", "tsv": "TSV", "json": "JSON", "xml": "XML"}
_GRAPH_FORMATS = {
    "turtle": "Turtle",
    "trig": "TriG",
    "nt": "N-Triples",
    "jsonld": "JSON-LD",
    "rdfxml": "RDF/XML",
    "graphml": "GraphML",
}


def view_of(data: Dataset, answer: Answer, text: str) -> str:
    """The view chosen by hand; at first the one that the query names, or the link it came by, else the best."""
    fitting = answered.views_of(data, answer)
    named = answered.asked_view(text)
    wanted = named if "seen" in st.session_state else st.query_params.get("as", "") or named
    if st.session_state.get("seen") != text or st.session_state.get("answer-view") not in fitting:
        st.session_state["answer-view"] = wanted if wanted in fitting else fitting[0]
        st.session_state["seen"] = text
    if len(fitting) > 1:
        st.segmented_control(
            "Seen as",
            fitting,
            key="answer-view",
            format_func=lambda view: f"{_ICONS[view]} {view}",
            required=True,
            label_visibility="collapsed",
        )
    if wanted and wanted not in fitting:
        st.caption(escaped(f"The query asks for the view {wanted}, which does not fit this answer."))
    return str(st.session_state["answer-view"])


def show(data: Dataset, answer: Answer, view: str, on_behind: Callable[[int], None]) -> None:
    """Draw the answer; a row of the table tells `on_behind` when what stands behind it is asked for."""
    match view:
        case "Value":
            _value(data, answer)
        case "Graph":
            _graph(data, answer)
        case "Map":
            _map(data, answer)
        case "Timeline":
            _timeline(data, answer)
        case "Chart":
            _chart(answer)
        case _:
            _table(data, answer, on_behind)


def open_thing(key: str) -> None:
    """Take what was chosen in the answer to Explore."""
    state = st.session_state.get(key) or {}
    chosen = state.get("press") or state.get("selected") or {}
    iri = chosen.get("id") or chosen.get("node")
    if iri and chosen.get("do", "open") == "open" and not str(iri).startswith("row:"):
        st.session_state["open-in-explore"] = iri


def _value(data: Dataset, answer: Answer) -> None:
    if answer.truth is not None:
        st.metric("Answer", "yes" if answer.truth else "no")
        return
    term = answer.rows[0][0]
    named = answered.labels(data, [term])[term] if isinstance(term, Iri) else answers.shown(term)
    st.metric(escaped(answer.columns[0]), escaped(named))
    if isinstance(term, Iri):
        st.button("Open in Explore", on_click=st.session_state.update, kwargs={"open-in-explore": term})


def _table(data: Dataset, answer: Answer, on_behind: Callable[[int], None]) -> None:
    rows = answer.rows
    columns = answer.columns
    if answer.triples is not None:
        rows, columns = tuple(tuple(triple) for triple in answer.triples), ("subject", "predicate", "object")
    iris = dict.fromkeys(resource(t) for row in rows for t in row if isinstance(t, Iri | BlankNode))
    numbers = {iri: number for number, iri in enumerate(iris)}
    names = answered.labels(data, iris)

    def take_press() -> None:
        pressed = (st.session_state.get("answer-table") or {}).get("press") or {}
        if pressed.get("do") == "behind":
            on_behind(int(pressed["row"]))
        else:
            open_thing("answer-table")

    table(
        columns,
        [
            [
                numbers[resource(t)] if isinstance(t, Iri | BlankNode) else None if t is None else answers.shown(t)
                for t in row
            ]
            for row in rows
        ],
        [(names[iri], iri) for iri in iris],
        key="answer-table",
        on_press=take_press,
        behind=answer.triples is None and bool(iris),
    )


def _graph(data: Dataset, answer: Answer) -> None:
    drawn, total = answered.drawing(data, answer)
    at = arranged(drawn, {}, drawn.things[0].iri if drawn.things else None)
    if total > CAP:
        st.warning(f"{total:,} things are in this answer; the first {CAP} are drawn.")
    if not drawn.things:
        st.info("There is nothing to draw in this answer.")
        return
    canvas(
        canvas_data(network(drawn, at), view="answer", layout=hash(tuple(at)) & 0xFFFF, selected=None),
        key="answer-canvas",
        on_select=lambda: None,
        on_expand=_expand,
        on_move=lambda: None,
        on_act=lambda: None,
    )
    st.caption("Double-click a thing to go on from it in Explore.")


def _expand() -> None:
    asked = (st.session_state.get("answer-canvas") or {}).get("expand") or {}
    if asked:
        st.session_state["open-in-explore"] = asked["id"]


def _map(data: Dataset, answer: Answer) -> None:
    found = answered.places(data, answer)
    family = family_of("say:Place")
    map_component.map(
        {
            "selected": None,
            "places": [
                {
                    "id": place.thing.iri,
                    "label": place.thing.label,
                    "kind": place.thing.kind_label,
                    "lat": place.lat,
                    "long": place.long,
                    "precise": True,
                    "light": family.light,
                    "dark": family.dark,
                    "claims": [],
                }
                for place in found
            ],
            "areas": [],
            "unplaced": [],
            "caption": "Country outlines: Natural Earth. Borders are not a statement of ours.",
        },
        key="answer-map",
        on_select=lambda: open_thing("answer-map"),
    )


def _timeline(data: Dataset, answer: Answer) -> None:
    found = answered.days(data, answer)
    family = family_of("say:Event")
    timeline(
        {
            "selected": None,
            "from": min(day.start for day in found).isoformat(),
            "to": max(day.end for day in found).isoformat(),
            "rows": [
                {
                    "id": day.thing.iri,
                    "label": day.thing.label,
                    "side": day.thing.kind_label,
                    "glyph": family.sign,
                    "light": family.light,
                    "dark": family.dark,
                    "border": "solid",
                    "said": {"from": day.start.isoformat(), "to": day.end.isoformat()},
                    "about": None,
                }
                for day in found
            ],
            "known": None,
            "on": None,
            "published": [],
        },
        key="answer-timeline",
        on_select=lambda: open_thing("answer-timeline"),
    )


def _chart(answer: Answer) -> None:
    found = answered.chart(answer)
    if found is None:
        return
    lines = [
        {"name": name, "column": column, "value": value}
        for column, values in found.values.items()
        for name, value in zip(found.names, values, strict=True)
    ]
    base = alt.Chart(pd.DataFrame(lines))
    value = alt.Y("value:Q", title=", ".join(found.values))
    colour = alt.Color("column:N", title=None, legend=alt.Legend(orient="top") if len(found.values) > 1 else None)
    if found.days:
        drawn = base.mark_line(point=True).encode(x=alt.X("name:T", title=found.along), y=value, color=colour)
    else:
        name = alt.Y("name:N", title=found.along, sort=None)
        drawn = base.mark_bar().encode(x=alt.X("value:Q", title=", ".join(found.values)), y=name, color=colour)
    st.altair_chart(drawn, width="stretch")


# ------------------------------------------------------------------------ out
def downloads(answer: Answer) -> None:
    """The answer in every format that can hold it, and as Markdown to copy."""
    if answer.truth is not None:
        formats = {"json": "JSON", "xml": "XML"}
    else:
        formats = _GRAPH_FORMATS if answer.triples is not None else _ROW_FORMATS
    with st.popover("Save the answer"):
        for media, label in formats.items():
            ending = serial.ENDINGS.get(media, media)
            st.download_button(
                label,
                partial(_file, answer, media),
                file_name=str(Path("sayso-answer").with_suffix(f".{ending}")),
                key=f"save-{media}",
                on_click="ignore",
                width="stretch",
            )
    if answer.rows:
        with st.popover("Copy as Markdown"):
            code(answers.markdown(answer), None, height=320)


def _file(answer: Answer, media: str) -> bytes:
    return answers.write(answer, media).encode()


def behind(lines: list[dict[str, object]], row: int, total: int) -> None:
    """The statements behind a row, each of which opens in Explore."""
    many = f", the first {len(lines)} of {total:,}" if total > len(lines) else ""
    st.subheader(f"The statements behind row {row + 1}{many}", anchor=False)
    blocks = [items(lines)] if lines else [note("No statement stands behind this row alone.")]
    sheet(blocks, key="behind-sheet", on_press=lambda: open_thing("behind-sheet"))
