"""What an answer can be looked at as: rows, a drawing, places, days, a chart, one value; the data decides.

A query may name its view in a comment, `#defaultView:Map`, as the Wikidata Query Service has it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from graph.dataset import Dataset
from graph.errors import UnknownName
from graph.model import Answer, BlankNode, Iri, Link, Literal, Picture, Term, Thing, Triple, day_in, number_in, resource
from graph.namespaces import PREFIXES, compress
from graph.queries import can_be_written, with_values
from graph.search import preferred
from graph.views.links import nodes
from graph.views.picture import CAP, compose
from graph.views.things import named, rows_of, thing, unnamed

VIEWS = ("Table", "Graph", "Map", "Timeline", "Chart", "Value")
_ASKED = re.compile(r"^\s*#\s*defaultView\s*:\s*(\w+)", re.IGNORECASE | re.MULTILINE)
_ALIKE = {"barchart": "Chart", "linechart": "Chart", "bar": "Chart", "line": "Chart"}
_XSD = PREFIXES["xsd"]
_NUMBERS = {f"{_XSD}{name}" for name in ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger")}
_DAYS = {f"{_XSD}date", f"{_XSD}dateTime"}
_TYPE = Iri(PREFIXES["rdf"] + "type")
_EVIDENCE = {"say:Span", "say:TextVersion", "say:Mention", "say:RoleAttestation", "say:Assessment", "say:Commitment"}
_POINT = re.compile(r"POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)", re.IGNORECASE)
_AT_MOST = 2000  # rows looked at for a map, a timeline or a chart


@dataclass(frozen=True)
class Place:
    """A row of an answer on the map, in degrees."""

    thing: Thing
    lat: float
    long: float


@dataclass(frozen=True)
class Day:
    """A row of an answer on the time axis."""

    thing: Thing
    start: date
    end: date


@dataclass(frozen=True)
class Chart:
    """One column of names or days, and columns of numbers to draw against it."""

    along: str
    names: tuple[str, ...]
    values: dict[str, tuple[float | None, ...]]
    days: bool


def asked_view(text: str) -> str:
    """The view that a query names in a comment, or nothing."""
    found = _ASKED.search(text)
    wanted = found[1].casefold() if found else ""
    return next((view for view in VIEWS if view.casefold() == wanted), _ALIKE.get(wanted, ""))


def views_of(dataset: Dataset, answer: Answer) -> list[str]:
    """The views that fit an answer, the best first."""
    if answer.truth is not None:
        return ["Value"]
    if answer.triples is not None:
        return ["Graph", "Table"]
    if not answer.rows:
        return ["Table"]
    found = ["Value"] if len(answer.rows) == len(answer.columns) == 1 else []
    found.append("Table")
    found += ["Graph"] if len(_iri_columns(answer)) > 1 else []
    found += ["Map"] if places(dataset, answer, enough=1) else []
    found += ["Timeline"] if _columns(answer, _DAYS) else []
    found += ["Chart"] if len(answer.rows) > 1 and chart(answer) else []
    return found


def labels(dataset: Dataset, iris: Iterable[Iri]) -> dict[Iri, str]:
    """What resources are called; their CURIE where they have no label, or cannot be looked up."""
    wanted = list(dict.fromkeys(iris))
    named = [iri for iri in wanted if not iri.startswith("_:")]
    found: dict[Iri, list[Literal]] = {}
    try:
        rows = dataset.select(with_values(dataset.queries["labels"], "thing", named)) if named else []
    except UnknownName:  # an IRI that SPARQL cannot write: such data is shown, but cannot be asked for
        rows = []
    for row in rows:
        if isinstance(row["label"], Literal):
            found.setdefault(Iri(str(row["thing"])), []).append(row["label"])
    return {iri: preferred(found.get(iri, [])) or unnamed(iri) for iri in wanted}


# ---------------------------------------------------------------------- graph
def drawing(dataset: Dataset, answer: Answer) -> tuple[Picture, int]:
    """An answer as a picture, and how many things it has in all; at most CAP of them are drawn.

    Triples that describe things (give their types) are drawn as those things, as Explore does; triples and rows that
    only link are drawn with all their ends.
    """
    triples = answer.triples if answer.triples is not None else tuple(_row_links(answer))
    if any(triple.predicate == _TYPE for triple in triples):
        things = described(dataset, triples)
        return compose(nodes(dataset, things[:CAP])), len(things)
    ends = dict.fromkeys(
        resource(end) for t in triples for end in (t.subject, t.object) if not isinstance(end, Literal)
    )
    kept = list(ends)[:CAP]
    bare = [replace(each, links=()) for each in nodes(dataset, kept)]
    names = labels(dataset, {Iri(str(t.predicate)) for t in triples})
    links = {
        (resource(t.subject), t.predicate, resource(t.object)): Link(
            resource(t.subject), resource(t.object), compress(t.predicate), _last(names, t), _last(names, t)
        )
        for t in triples
        if not isinstance(t.object, Literal) and {resource(t.subject), resource(t.object)} <= set(kept)
    }
    drawn = compose(bare)
    return Picture(drawn.things, drawn.statements, tuple(links.values())), len(ends)


def described(dataset: Dataset, triples: Iterable[Triple]) -> list[Iri]:
    """The things that triples describe: their subjects, without content and evidence, which belong to statements."""
    subjects = dict.fromkeys(resource(triple.subject) for triple in triples)
    contents = {resource(t.object) for t in triples if compress(str(t.predicate)) == "say:content"}
    kept = []
    for iri in subjects:
        kinds = {compress(str(row["kind"])) for row in dataset.select("thing", thing=iri) if row["kind"]}
        content = iri in contents and "say:Statement" not in kinds
        if not content and not kinds & _EVIDENCE and not any(kind.startswith("oa:") for kind in kinds):
            kept.append(iri)
    return kept


def _last(names: dict[Iri, str], triple: Triple) -> str:
    return names[Iri(str(triple.predicate))].rpartition(":")[2]


def _row_links(answer: Answer) -> Iterable[Triple]:
    """The links among the first resource of a row and its others, called by their columns."""
    columns = _iri_columns(answer)
    for row in answer.rows[:_AT_MOST]:
        first, *others = columns
        for other in others:
            one, two = row[first], row[other]
            if one is not None and two is not None and one != two:
                yield Triple(one, Iri(answer.columns[other]), two)


def _iri_columns(answer: Answer) -> list[int]:
    rows = answer.rows[:200]
    return [
        at
        for at in range(len(answer.columns))
        if any(isinstance(row[at], Iri | BlankNode) for row in rows)
        and not any(isinstance(row[at], Literal) for row in rows)
    ]


# ----------------------------------------------------------- map, days, chart
def places(dataset: Dataset, answer: Answer, *, enough: int = _AT_MOST) -> list[Place]:
    """The rows that say where: in columns called lat and long, as WKT points, or by naming a place with coordinates."""
    low = [name.casefold() for name in answer.columns]
    lat = next((at for at, name in enumerate(low) if name in {"lat", "latitude"}), None)
    long = next((at for at, name in enumerate(low) if name in {"long", "lon", "lng", "longitude"}), None)
    found: dict[Iri, Place] = {}
    mentioned: dict[Iri, None] = {}
    for number, row in enumerate(answer.rows[:_AT_MOST]):
        if len(found) >= enough:
            break
        here = _point(row, lat, long)
        if here is not None:
            at = _named(dataset, answer, number)
            found[at.iri] = Place(at, *here)
        else:
            mentioned |= dict.fromkeys(term for term in row if isinstance(term, Iri))
    if len(found) < enough:
        placed = rows_of(dataset, "coordinates", "place", (iri for iri in mentioned if can_be_written(iri)))
        points = {iri: (number_in(rows[0]["lat"]), number_in(rows[0]["long"])) for iri, rows in placed.items() if rows}
        known = named(dataset, points)
        found |= {
            iri: Place(known[iri], lat, long)
            for iri, (lat, long) in points.items()
            if lat is not None and long is not None
        }
    return [place for place in found.values() if abs(place.lat) <= 90 and abs(place.long) <= 180]


def _point(row: Sequence[Term | None], lat: int | None, long: int | None) -> tuple[float, float] | None:
    try:
        if lat is not None and long is not None and row[lat] is not None and row[long] is not None:
            return float(str(row[lat])), float(str(row[long]))
    except ValueError:
        return None
    for term in row:
        point = _POINT.search(term) if isinstance(term, Literal) else None
        if point:
            return float(point[2]), float(point[1])
    return None


def days(dataset: Dataset, answer: Answer) -> list[Day]:
    """The rows that say when, each with its first and last day."""
    columns = _columns(answer, _DAYS)
    found = []
    for number, row in enumerate(answer.rows[:_AT_MOST]):
        known = sorted(day for at in columns if (day := day_in(row[at])) is not None)
        if known:
            found.append(Day(_named(dataset, answer, number), known[0], known[-1]))
    return found


def chart(answer: Answer) -> Chart | None:
    """Names and numbers of an answer; None where it has no column of numbers beside another."""
    numbers = _columns(answer, _NUMBERS)
    others = [at for at in range(len(answer.columns)) if at not in numbers]
    dates = [at for at in _columns(answer, _DAYS) if at in others]
    if not numbers or not others:
        return None
    along = dates[0] if dates else others[-1]
    rows = answer.rows[:_AT_MOST]
    return Chart(
        answer.columns[along],
        tuple(_shown(row[along]) for row in rows),
        {answer.columns[at]: tuple(None if row[at] is None else float(str(row[at])) for row in rows) for at in numbers},
        days=bool(dates),
    )


def _columns(answer: Answer, kinds: set[str]) -> list[int]:
    """The columns whose bound cells are all literals of these datatypes."""
    rows = answer.rows[:_AT_MOST]
    found = []
    for at in range(len(answer.columns)):
        cells = [row[at] for row in rows if row[at] is not None]
        if cells and all(isinstance(cell, Literal) and cell.datatype in kinds for cell in cells):
            found.append(at)
    return found


def _named(dataset: Dataset, answer: Answer, number: int) -> Thing:
    """What a row is about: its first resource, else its first words."""
    row = answer.rows[number]
    first = next((term for term in row if isinstance(term, Iri)), None)
    if first is not None:
        return thing(dataset, first)
    words = next((str(t) for t in row if isinstance(t, Literal) and t.datatype not in _NUMBERS | _DAYS), "")
    return Thing(Iri(f"row:{number}"), words or f"row {number + 1}", "", "")


def _shown(term: Term | None) -> str:
    if isinstance(term, Iri):
        return compress(term)
    return str(term)[:10] if isinstance(term, Literal) and term.datatype in _DAYS else str(term or "")
