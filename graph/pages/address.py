"""A view as it stands in the address bar: `/?focus=…&show=…` and what else tells it. Pure, both ways.

Ids are local names of ours, percent-encoded IRIs of others, as DESIGN section 5 fixes them.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from urllib.parse import quote, unquote

from graph.draw import Point
from graph.model import Iri
from graph.namespaces import ID, iri_of, local_id
from graph.pages.history import View


def encode(iri: str) -> str:
    """An id for the address: the local name of our own, the percent-encoded IRI of others."""
    return local_id(iri) if iri.startswith(ID) else quote(iri, safe="")


def decode(text: str) -> Iri:
    """The IRI of an id from the address."""
    name = unquote(text)
    return Iri(name if name.startswith("_:") else iri_of(name))


def joined(iris: Iterable[str]) -> str:
    """Ids for the address, as `ids` reads them."""
    return ",".join(encode(iri) for iri in iris)


def ids(text: str) -> list[Iri]:
    """A comma-separated list of ids."""
    return [decode(part) for part in text.split(",") if part.strip()]


def day(text: str) -> date | None:
    """A day; None where there is none, or none that can be read."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def written(view: View) -> dict[str, str]:
    """The parameters that reopen a view; those that say nothing are empty."""
    fresh = View()
    days = f"{view.since or ''}..{view.until or ''}"
    return {
        "focus": encode(view.focus) if view.focus else "",
        "show": joined(view.shown),
        "selected": encode(view.selected) if view.selected else "",
        "edge": joined(view.edge.split(" ")) if view.edge else "",
        "at": _written_places(view.shown, view.standing),
        "by": "" if view.arrangement == fresh.arrangement else view.arrangement,
        "away": joined(sorted(view.away)),
        "pin": joined(sorted(view.pinned)),
        "off": joined(sorted(view.off)),
        "said": "" if days == ".." else days,
        "groups": "" if view.way == fresh.way else view.way,
        "out": joined(view.out),
        "path": joined(view.ends),
        "avoid": joined(sorted(view.avoid)) or "none" if view.ends and view.avoid != fresh.avoid else "",
    }


def read(asked: Mapping[str, str]) -> View:
    """The view that parameters ask for; what cannot be read is left out. Whether its ids exist is asked elsewhere."""
    shown = ids(asked.get("show", ""))
    focus = ids(asked.get("focus", ""))[:1]
    selected = ids(asked.get("selected", ""))[:1]
    since, _, until = asked.get("said", "").partition("..")
    avoid = asked.get("avoid", "")
    fresh = View()
    arrangement = asked.get("by", fresh.arrangement)
    return View(
        shown=tuple(dict.fromkeys([*shown, *([] if shown else focus)])),
        focus=focus[0] if focus else (shown[0] if shown else None),
        selected=selected[0] if selected else None,
        edge=_read_edge(asked.get("edge", "")),
        arrangement=arrangement,
        places={arrangement: _read_places(shown, asked.get("at", ""))},
        pinned=frozenset(ids(asked.get("pin", ""))),
        away=frozenset(ids(asked.get("away", ""))),
        off=frozenset(unquote(part) for part in asked.get("off", "").split(",") if part),
        since=day(since),
        until=day(until),
        way=asked.get("groups", fresh.way),
        out=tuple(ids(asked.get("out", ""))),
        ends=tuple(ids(asked.get("path", ""))[:2]),
        avoid=frozenset(unquote(part) for part in avoid.split(",") if part != "none") if avoid else fresh.avoid,
    )


def _read_edge(text: str) -> str:
    """The id of an edge, as `draw.edge_id` makes it: its two ends, and its kind as a CURIE between them."""
    parts = text.split(",")
    return f"{decode(parts[0])} {unquote(parts[1])} {decode(parts[2])}" if len(parts) == 3 else ""


def _written_places(shown: Sequence[Iri], at: Mapping[Iri, Point]) -> str:
    """Where things stand, in the order of `show`, so that the link gives the same picture."""
    return ".".join(f"{at[iri][0]:.0f}_{at[iri][1]:.0f}" if iri in at else "" for iri in shown)


def _read_places(shown: Sequence[Iri], text: str) -> dict[Iri, Point]:
    found = {}
    for iri, part in zip(shown, text.split("."), strict=False):
        x, _, y = part.partition("_")
        if x.lstrip("-").isdecimal() and y.lstrip("-").isdecimal():
            found[iri] = (float(x), float(y))
    return found
