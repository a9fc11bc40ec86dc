"""The timeline: when each statement was made, and the days it is about, drawn no more exactly than they are known.

A row of `data["rows"]` has two intervals. `said` is ``{"from": day, "to": day}``, the same day twice where the day is
known, None where none is given. `about` is None or

* ``from``: the first day on which it can have begun, None where nothing is known of that;
* ``fromLatest``: the last day by which it had begun. Equal to `from` draws a hard edge; missing, a soft one;
* ``to``: the last day on which it surely held, None where only the beginning is known;
* ``toLatest``: the day by which it had ended, where that is said;
* ``open``: nothing is said of its end: the band fades out to the right.

Days are ISO dates. Days outside ``data["from"]`` to ``data["to"]`` go to a gutter with their year, so that 2001 does
not squash July.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from graph.model import spell
from graph.visible import visible_within

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

__all__ = ["timeline"]

_SHORTEST: Final = 10  # days shown at least, so that one day is never a screen wide
_IDS: Final = ("id", "selected")
_ABOUT: Final = ("from", "fromLatest", "to", "toLatest")
_CLOCKS: Final = (("on", "holds on"), ("known", "known by"))
_NAMED: Final = 5  # days of pages that are each named; of more, each has a mark only

# Constant and ours: the script fills it with textContent. Hidden until timeline.css has arrived and says otherwise.
_HTML: Final = """
<div class="timeline" style="visibility:hidden">
  <div class="frame">
    <div class="axis" aria-hidden="true"></div>
    <div class="rows"></div>
    <div class="tip" aria-hidden="true" hidden></div>
  </div>
  <ul class="legend" aria-label="How to read the timeline">
    <li data-if="day"><svg width="34" height="16" aria-hidden="true">
      <rect class="box solid" x="9" y="1" width="15" height="14" rx="5"/></svg>said on this day</li>
    <li data-if="days"><i class="days"></i>said on one of these days</li>
    <li data-if="about"><i class="about"></i>days it is about</li>
    <li data-if="soft"><i class="soft"></i>began some time in the fade, or before</li>
    <li data-if="open"><i class="open"></i>no end given</li>
    <li data-if="pages"><svg width="12" height="10" aria-hidden="true">
      <path class="page" d="M1 1h10l-5 8z"/></svg>page dated this day</li>
  </ul>
</div>
"""


@cache
def _renderer() -> "ComponentRenderer":
    """Register on first use: at import time, outside a running server, file-backed assets are refused."""
    return st.components.v2.component("graph.timeline", html=_HTML, css="timeline.css", js="timeline.js")


def timeline(data: Mapping[str, Any], *, key: str, on_select: Callable[[], None]) -> Any:
    """Draw the rows of `data`; state `selected` is ``{"id": iri}`` after a choice, or None.

    It also holds ``"again": n`` where Streamlit would take the choice for the last one. Keep `key` stable.
    """
    return _renderer()(
        key=key, data=visible_within(drawing(data), but=_IDS), default={"selected": None}, on_selected_change=on_select
    )


def drawing(data: Mapping[str, Any]) -> dict[str, Any]:
    """What the script draws: days as numbers, rows by side, and the words of tips, clocks and legend."""
    rows = [_row(row) for row in data["rows"]]
    sides = list(dict.fromkeys(row["side"] for row in rows))
    days = sorted(day for row in rows for part in (row["said"], row["about"]) for day in _days(part))
    first = _number(data.get("from")) or min(days, default=0)
    last = _number(data.get("to")) or max(days, default=first)
    missing = max(0, _SHORTEST - (last - first + 1))
    first, last = first - (missing + 1) // 2, last + missing // 2
    gutters = {
        "earlier": bool(days) and days[0] < first,
        "later": bool(days) and days[-1] > last,
        "unknown": any(row["said"] is None for row in rows),
    }
    return {
        "selected": data.get("selected"),
        "first": first,
        "last": last,
        "gutters": [name for name, there in gutters.items() if there],
        "rows": sorted(rows, key=lambda row: sides.index(row["side"])),
        "clocks": _clocks(data),
        "legend": [*_legend(rows), *["pages"] * (len(data.get("published") or ()) > _NAMED)],
    }


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with every field there, and with `words`: what its tip and a screen reader say, label first."""
    said, about = row.get("said"), row.get("about")
    said = said and {"from": said.get("from") or said["to"], "to": said.get("to") or said["from"]}
    about = about and {**{name: about.get(name) for name in _ABOUT}, "open": bool(about.get("open"))}
    words = [row["label"], row.get("side") or "", said_in_words(said), about_in_words(about)]
    return {
        **row,
        "side": row.get("side") or "",
        "border": row.get("border") or "solid",
        "said": said and {name: _number(day) for name, day in said.items()},
        "about": about and {**{name: _number(about[name]) for name in _ABOUT}, "open": about["open"]},
        "words": [line for line in words if line],
    }


def _clocks(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The upright lines, from left to right; one without a label is a mark on the axis."""
    pages = data.get("published") or ()
    lines = [("published", page["day"], str(page["label"]) if len(pages) <= _NAMED else "") for page in pages]
    lines += [(name, data[name], words) for name, words in _CLOCKS if data.get(name)]
    return [
        {"kind": kind, "day": _number(day), "label": words and f"{words} {_day_and_month(day)}"}
        for kind, day, words in sorted(lines, key=lambda line: line[1])
    ]


def _legend(rows: list[dict[str, Any]]) -> list[str]:
    """The lines of the legend for what occurs in these rows."""
    said = [row["said"] for row in rows if row["said"]]
    about = [row["about"] for row in rows if row["about"]]
    occurs = {
        "day": any(days["from"] == days["to"] for days in said),
        "days": any(days["from"] != days["to"] for days in said),
        "about": bool(about),
        "soft": any(days["from"] != days["fromLatest"] for days in about),
        "open": any(days["open"] for days in about),
    }
    return [name for name, there in occurs.items() if there]


def _days(interval: Mapping[str, Any] | None) -> list[int]:
    return [day for name, day in (interval or {}).items() if name != "open" and day is not None]


def _number(day: str | None) -> int | None:
    """A day as a whole number since 1970."""
    return (date.fromisoformat(day[:10]) - date(1970, 1, 1)).days if day else None


def said_in_words(said: Mapping[str, Any] | None) -> str:
    """When it was said: "Said between 8 July 2021 and 9 July 2021"."""
    return f"Said {_between(said['from'], said['to'])}" if said else "Said on a day that is not given"


def about_in_words(about: Mapping[str, Any] | None) -> str:
    """What is known of the days it is about: "About: begun between …, held until … at least, no end given"."""
    if about is None:
        return ""
    first, latest, until, ended = (about[name] for name in ("from", "fromLatest", "to", "toLatest"))
    parts = []
    if first and latest:
        parts.append(f"from {_day(first)}" if first == latest else f"begun {_between(first, latest)}")
    elif first:
        parts.append(f"begun on {_day(first)} or later")
    elif latest:
        parts.append(f"begun by {_day(latest)}")
    if until:
        parts.append(f"held until {_day(until)}{' at least' if about['open'] or ended else ''}")
    if ended:
        parts.append(f"ended by {_day(ended)}")
    elif about["open"]:
        parts.append("no end given")
    return f"About: {', '.join(parts) or 'days not given'}"


def _between(first: str, last: str) -> str:
    return f"on {_day(first)}" if first == last else f"between {_day(first)} and {_day(last)}"


def _day(text: str) -> str:
    return spell(date.fromisoformat(text[:10]))


def _day_and_month(text: str) -> str:
    day = date.fromisoformat(text[:10])
    return f"{day.day} {day:%b}"
