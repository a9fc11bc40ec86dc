"""When and where: statements on the days they were said and are about, and each side's claims at each place.

Nothing gets more precise than the text: ranges stay ranges, open ends stay open, an area is no point.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from graph.accounts.disagreements import stands
from graph.accounts.reading import contents_at, read_about
from graph.dataset import Dataset
from graph.model import Clock, Iri, Statement, Thing, number_in
from graph.namespaces import PREFIXES
from graph.views.clock import day_of
from graph.views.things import thing

_AREAS = {"say:State", "say:Province", "say:District", "say:Area", "say:Border", "say:Road"}
_ANY_DAY = date(9999, 12, 30)


@dataclass(frozen=True)
class Interval:
    """Days from `start` (at the latest `start_latest`), surely until `holds_until`, over by `ends_by`; or unknown."""

    start: date | None
    start_latest: date | None
    holds_until: date | None
    ends_by: date | None


@dataclass(frozen=True)
class Moment:
    """A statement with the side it is counted for and the days it is about."""

    statement: Statement
    side: Thing
    about: Interval | None


@dataclass(frozen=True)
class Position:
    """What one side says at a place, and how many of its statements say so."""

    side: Thing
    verdict: str
    holder: Thing | None
    statements: int


@dataclass(frozen=True)
class Spot:
    """A place with coordinates; `precise` is false for the centroid of an area."""

    place: Thing
    lat: float
    long: float
    precise: bool
    positions: tuple[Position, ...]


def moments(dataset: Dataset, records: Iterable[Statement]) -> list[Moment]:
    """The statements with their days, those of one side together."""
    found = [Moment(record, thing(dataset, record.side), _about(dataset, record)) for record in records]
    return sorted(found, key=lambda m: (m.side.label, str(m.statement.said.day), m.statement.iri))


def _about(dataset: Dataset, record: Statement) -> Interval | None:
    """The days of the first content that has any; the widest reading where it gives several."""
    for row in dataset.select("holds", statement=record.iri):
        start, latest = day_of(row["beganAfter"]), day_of(row["begunBy"])
        until, ends = day_of(row["holdsUntil"]), day_of(row["endsBy"])
        if start or latest or until or ends:
            return Interval(start or latest, latest, until, ends)
    return None


def spots(dataset: Dataset, places: Sequence[Iri], clock: Clock) -> tuple[list[Spot], int]:
    """The places that have coordinates, with each side's claims there by the clock; and how many have none."""
    found = []
    for iri in dict.fromkeys(places):
        for row in dataset.select("coordinates", place=iri)[:1]:
            lat, long = number_in(row["lat"]), number_in(row["long"])
            if lat is None or long is None:
                continue
            place = thing(dataset, iri)
            found.append(Spot(place, lat, long, place.kind not in _AREAS, _positions(dataset, iri, clock)))
    return found, len(set(places)) - len(found)


def _positions(dataset: Dataset, place: Iri, clock: Clock) -> tuple[Position, ...]:
    facts = dataset.facts
    reading = read_about(dataset, contents_at(dataset, [place]))
    counted: dict[tuple[Iri, str, Iri | None], set[Iri]] = {}
    for claim in reading.claims:
        began, ended = claim.content.days
        if claim.said > (clock.known or _ANY_DAY) or (clock.on and not began <= clock.on <= ended):
            continue
        told = stands(claim, facts)
        verdicts: list[tuple[str, Iri | None]] = [(_verdict(s.rule.holds, s.rule.entailed), s.holder) for s in told]
        for verdict, holder in verdicts or [("said of", None)]:
            counted.setdefault((min(claim.sides), verdict, holder), set()).add(claim.statement)
    rows = [
        Position(thing(dataset, side), verdict, thing(dataset, holder) if holder else None, len(statements))
        for (side, verdict, holder), statements in counted.items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.verdict == "said of", row.side.label, row.verdict)))


def _verdict(holds: bool, entailed: bool) -> str:
    if not holds:
        return "does not hold"
    return "holds" if entailed else "signs of holding"


def places_of(dataset: Dataset, record: Statement) -> list[Iri]:
    """The places that a statement names."""
    rows = dataset.select("links", thing=record.iri)
    slots = {PREFIXES["say"] + slot for slot in ("place", "origin")}
    return [Iri(str(row["other"])) for row in rows if row["via"] is not None and str(row["link"]) in slots]
