"""Time and map as views of Explore and Disputes: records of the views made into what the two components draw."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import streamlit as st

from graph.component import map as map_component
from graph.component.timeline import timeline
from graph.dataset import Dataset
from graph.draw.style import family_of, voice_of
from graph.model import Clock, Iri, Statement
from graph.pages import session
from graph.views.when_where import Moment, Spot, moments, spots

_LOOK = {
    "holds": ("✓", "#1E7F5C", "#53B992"),
    "does not hold": ("✕", "#B3324A", "#EE7F93"),
    "signs of holding": ("◉", "#B45F06", "#E8A254"),
    "said of": ("“", "#5B6472", "#A3ACBA"),
}


def show_timeline(
    data: Dataset,
    records: Sequence[Statement],
    selected: Iri | None,
    clock: Clock,
    *,
    key: str,
    on_select: Callable[[], None],
) -> None:
    """When the statements were made and what days they are about."""
    found = session.once(("moments", tuple(record.iri for record in records)), lambda: moments(data, records))
    days = [day for moment in found for day in _days(moment)]
    articles = session.overview().articles
    dated = (articles[each].published for each in {record.article for record in records} if each in articles)
    pages = sorted({day for day in dated if day})
    last = max([*days, *pages], default=date.today())
    recent = [day for day in days if (last - day).days < 120]
    first = min(recent, default=last) - timedelta(days=2)
    timeline(
        {
            "selected": selected,
            "from": first.isoformat(),
            "to": (last + timedelta(days=2)).isoformat(),
            "rows": [_row(moment) for moment in found],
            "known": clock.known.isoformat() if clock.known else None,
            "on": clock.on.isoformat() if clock.on else None,
            "published": [{"day": day.isoformat(), "label": "page dated"} for day in pages],
        },
        key=key,
        on_select=on_select,
    )


def _days(moment: Moment) -> list[date]:
    said, about = moment.statement.said, moment.about
    known = [said.day, said.earliest, about.start if about else None, about.start_latest if about else None]
    return [day for day in known if day]


def _row(moment: Moment) -> dict[str, Any]:
    voice = voice_of(moment.statement)
    said, about = moment.statement.said, moment.about
    return {
        "id": moment.statement.iri,
        "label": moment.statement.label,
        "side": moment.side.label,
        "glyph": voice.glyph,
        "light": voice.light,
        "dark": voice.dark,
        "border": voice.border,
        "said": {"from": _iso(said.earliest or said.day), "to": _iso(said.day)} if said.day else None,
        "about": {
            "from": _iso(about.start),
            "fromLatest": _iso(about.start_latest),
            "to": _iso(about.holds_until),
            "toLatest": _iso(about.ends_by),
            "open": about.ends_by is None,
        }
        if about
        else None,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def show_map(
    places: Sequence[Iri], selected: Iri | None, clock: Clock, *, key: str, on_select: Callable[[], None]
) -> None:
    """What each side says at each place, over country outlines that are shipped with the app."""
    found, unplaced = session.ready(spots, tuple(places), clock)
    if not found:
        there = "The place has" if unplaced == 1 else f"The {unplaced} places have"
        with st.container(border=True, height=120, horizontal_alignment="center", vertical_alignment="center"):
            st.text(f"{there} no coordinates here, so there is nothing to put on a map.")
        return
    map_component.map(
        {
            "selected": selected,
            "places": [_spot(spot) for spot in found if spot.precise],
            "areas": [_spot(spot) for spot in found if not spot.precise],
            "unplaced": unplaced,
            "caption": "Country outlines: Natural Earth. Borders are not a statement of ours.",
        },
        key=key,
        on_select=on_select,
    )


def _spot(spot: Spot) -> dict[str, Any]:
    family = family_of(spot.place.kind)
    return {
        "id": spot.place.iri,
        "label": spot.place.label,
        "kind": spot.place.kind_label,
        "lat": spot.lat,
        "long": spot.long,
        "precise": spot.precise,
        "light": family.light,
        "dark": family.dark,
        "claims": [
            {
                "side": position.side.label,
                "verdict": position.verdict,
                "holder": position.holder.label if position.holder else "",
                "count": position.statements,
                "glyph": _LOOK[position.verdict][0],
                "light": _LOOK[position.verdict][1],
                "dark": _LOOK[position.verdict][2],
            }
            for position in spot.positions
        ],
    }
