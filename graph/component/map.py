"""The map: who says what of which place, on country outlines that come with the app; no request leaves the machine.

`data["places"]` are points, `data["areas"]` are known by a middle only (provinces, states) and drawn as "somewhere in",
never as a point; a place with ``"precise": False`` is drawn like an area. Each has a list of `claims`, one for each
side and verdict ("holds", "does not hold", "signs of holding", "said of"), with a colour for each theme and a glyph.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from statistics import median
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from graph.visible import visible_within

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

__all__ = ["map"]

_IDS: Final = ("id", "selected")
_VERDICTS: Final = {
    "holds": ("holds", "held by {holder}"),
    "does not hold": ("not", "not held by {holder}"),
    "signs of holding": ("signs", "signs that {holder} holds it"),
    "said of": ("said", ""),
}
_KINDS: Final = {"state": 3.0, "country": 3.0, "province": 0.7, "district": 0.2, "area": 0.5}
_SOMEWHERE: Final = 0.4  # degrees; how far "somewhere in" reaches where the kind does not tell
_NEAR: Final = 9.0  # degrees; what is this close to the middle is never left out of the first view
_FAR: Final = 3.0  # times the median distance from the middle; what is farther is not in the first view
_LEAST: Final = 1.4  # degrees a view fitted to places shows at least

# Constant and ours: the script fills it with textContent. Hidden until map.css has arrived and says otherwise.
_HTML: Final = """
<div class="map" style="visibility:hidden">
  <div class="stage">
    <div class="paper">
      <svg aria-label="Places on the map" aria-describedby="help"><defs><radialGradient id="soft">
        <stop offset="0" stop-opacity=".05"/><stop offset=".6" stop-opacity=".07"/>
        <stop offset=".82" stop-opacity=".15"/><stop offset="1" stop-opacity="0"/>
      </radialGradient></defs><g class="land" aria-hidden="true"></g><g class="over"></g></svg>
    </div>
    <p class="sr" id="help">Arrow keys go to the next place in that direction, Enter selects it,
      plus and minus zoom, 0 shows the places again.</p>
    <div class="tools" role="group" aria-label="View">
      <button type="button" data-do="zoomIn" aria-label="Zoom in" title="Zoom in (+)">
        <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M10 4v12M4 10h12"/></svg></button>
      <button type="button" data-do="zoomOut" aria-label="Zoom out" title="Zoom out (−)">
        <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M4 10h12"/></svg></button>
      <button type="button" data-do="fit" aria-label="Show the places" title="Show the places (0)">
        <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M4 8V4h4m4 0h4v4m0 4v4h-4m-4 0H4v-4"/></svg></button>
    </div>
    <div class="scale" aria-hidden="true"><span></span><i></i></div>
    <div class="tip" aria-hidden="true" hidden></div>
  </div>
  <p class="elsewhere" hidden></p>
  <ul class="legend" aria-label="How to read the map">
    <li data-if="holds"><i class="holds"></i>said to hold it</li>
    <li data-if="not"><i class="not"></i>said not to hold it</li>
    <li data-if="signs"><i class="signs"></i>signs of holding it</li>
    <li data-if="said"><i class="said"></i>spoken of</li>
    <li data-if="soft"><i class="soft"></i>somewhere in</li>
  </ul>
  <p class="notes"><span class="unplaced"></span> <span class="caption"></span>
    <span class="coarse" hidden>Outlines are coarse at this scale: what lies at a border may seem across it.</span></p>
</div>
"""


@cache
def _renderer() -> "ComponentRenderer":
    """Register on first use: at import time, outside a running server, file-backed assets are refused."""
    return st.components.v2.component("graph.map", html=_HTML, css="map.css", js="map.js")


def map(data: Mapping[str, Any], *, key: str, on_select: Callable[[], None]) -> Any:  # noqa: A001 - `component.map`
    """Draw the places of `data`; state `selected` is ``{"id": iri}`` after a choice, or None.

    It also holds ``"again": n`` where Streamlit would take the choice for the last one. Keep `key` stable.
    """
    drawn = visible_within(drawing(data), but=_IDS)
    view = f"{key} {drawn['home']}"  # by this the script remembers how the user left the view
    return _renderer()(key=key, data={**drawn, "view": view}, default={"selected": None}, on_selected_change=on_select)


def drawing(data: Mapping[str, Any]) -> dict[str, Any]:
    """What the script draws: places and areas alike, the words of tips and notes, and what the first view shows."""
    areas = [{**area, "precise": False} for area in data.get("areas") or ()]
    places = [_place(place) for place in (*(data.get("places") or ()), *areas)]
    kinds = {claim["look"] for place in places for claim in place["claims"]}
    unplaced = int(data.get("unplaced") or 0)
    has = "place has" if unplaced == 1 else "places have"
    home = _box(_home(places))
    return {
        "selected": data.get("selected"),
        "places": places,
        "home": home,
        "all": _box(places),
        "narrowing": round(math.cos(math.radians((home[1] + home[3]) / 2)), 4),
        "legend": [*sorted(kinds), *(["soft"] if any(place["reach"] for place in places) else [])],
        "unplaced": f"{unplaced} {has} no coordinates." if unplaced else "",
        "caption": data.get("caption") or "",
    }


def _place(place: Mapping[str, Any]) -> dict[str, Any]:
    """A place with what its tip and a screen reader say, name first; `reach` is 0 for a point."""
    claims = [_claim(claim) for claim in place.get("claims") or ()]
    kind = str(place.get("kind") or "")
    precise = bool(place.get("precise", True))
    where = kind if precise else f"{kind}, drawn round its middle".removeprefix(", ")
    return {
        "id": place["id"],
        "label": place["label"],
        "lat": float(place["lat"]),
        "long": float(place["long"]),
        "reach": 0 if precise else next((r for word, r in _KINDS.items() if word in kind.lower()), _SOMEWHERE),
        "claims": claims,
        "words": [line for line in (place["label"], where, *(claim["words"] for claim in claims)) if line],
    }


def _claim(claim: Mapping[str, Any]) -> dict[str, Any]:
    look, phrase = _VERDICTS.get(str(claim.get("verdict")), _VERDICTS["said of"])
    count = int(claim.get("count") or 1)
    times = f"{count} statement{'s' if count > 1 else ''}"
    verdict = phrase.format(holder=claim.get("holder") or "it")
    words = f"{claim['side']}: {verdict} ({times})" if verdict else f"{claim['side']}: {times}"
    colours = {name: claim.get(name) or "" for name in ("light", "dark", "glyph")}
    return {**colours, "look": look, "words": words}


def _home(places: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The places of the first view: those with claims where there are any, without what lies far from the rest."""
    spoken = [place for place in places if any(claim["look"] != "said" for claim in place["claims"])]
    chosen = spoken or [place for place in places if place["claims"]] or list(places)
    if not chosen:
        return []
    lat, long = (median(place[axis] for place in chosen) for axis in ("lat", "long"))
    away = [math.hypot(place["lat"] - lat, (place["long"] - long) * math.cos(math.radians(lat))) for place in chosen]
    limit = max(_NEAR, _FAR * median(away))
    return [place for place, distance in zip(chosen, away, strict=True) if distance <= limit]


def _box(places: Sequence[Mapping[str, Any]]) -> list[float]:
    """West, south, east and north of some places, never too near; the inhabited earth for none."""
    if not places:
        return [-170.0, -55.0, 170.0, 75.0]
    ends = []
    for axis in ("long", "lat"):
        low = min(place[axis] - place["reach"] / 2 for place in places)
        high = max(place[axis] + place["reach"] / 2 for place in places)
        short = max(0.0, _LEAST - (high - low)) / 2
        ends.append((round(low - short, 3), round(high + short, 3)))
    (west, east), (south, north) = ends
    return [west, south, east, north]
