"""The matters: what is in dispute by the clocks, what one side concedes instead, and figures that only look so.

By no clock the list is kept ready in the computed graph. For the clocks every difference is read once for a state, and
asked for any day, as `clock.Days` are.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from graph.accounts.disagreements import BESIDE, CONCESSION, INCOMPARABLE
from graph.dataset import Dataset
from graph.model import Clock, Iri, Literal, Row, Statement
from graph.namespaces import PREFIXES
from graph.views.clock import day_of
from graph.views.statements import statements
from graph.views.things import rows_of, thing

ANY_DAY = date(9999, 12, 30)
_END = Literal(f"{ANY_DAY}T00:00:00Z", PREFIXES["xsd"] + "dateTime")
_WITH_ARTICLE = {"say:BorderCrossing", "say:Road", "say:Border", "say:Facility", "say:District"}


@dataclass(frozen=True)
class Matter:
    """One matter in dispute: its question, how accounts of it differ, and since when that is known."""

    iri: Iri
    question: str
    kinds: tuple[str, ...]
    statements: int
    since: date | None


@dataclass(frozen=True)
class MatterList:
    """The largest matters in dispute, and those that one side concedes to the other; how many of each there are."""

    disputed: tuple[Matter, ...]
    total: int
    conceded: tuple[Matter, ...]
    total_conceded: int


@dataclass(frozen=True)
class Figures:
    """Pairs of figures that look like a contradiction and are none, and how many of them there are."""

    pairs: tuple[tuple[Statement, Statement], ...]
    total: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Two statements that differ on a matter: from when to before when that is known, and on which days it holds."""

    matter: Iri
    kind: str
    pair: tuple[Iri, Iri]
    known: tuple[date, date]
    holds: tuple[date, date]

    def stands(self, clock: Clock) -> bool:
        """Whether it is seen by the clock; the end of time stands for any day."""
        from_day, until = self.known
        by = clock.known or ANY_DAY
        return from_day <= by < until and (clock.on is None or self.holds[0] <= clock.on <= self.holds[1])


def read_differences(dataset: Dataset) -> tuple[Difference, ...]:
    """Read every difference that is kept in the computed graph."""
    found = []
    kinds: dict[str, str] = {}  # which are few
    for row in dataset.select("differences"):
        kind = str(row["kind"])
        days = [day_of(row[name]) or ANY_DAY for name in ("knownFrom", "knownUntil", "holdsFrom", "disagreesUntil")]
        pair = Iri(str(row["firstStatement"])), Iri(str(row["secondStatement"]))
        known, holds = (days[0], days[1]), (days[2], days[3])
        found.append(Difference(Iri(str(row["matter"])), kinds.setdefault(kind, kind), pair, known, holds))
    return tuple(found)


def matters(
    dataset: Dataset,
    clock: Clock,
    *,
    limit: int = 20,
    conceded: int | None = None,
    differences: Sequence[Difference] | None = None,
) -> MatterList:
    """What is in dispute by the clock, those matters with most statements first, and what is conceded instead.

    As many as `limit` and `conceded` (or again `limit`) say; who asks for many clocks passes the `differences`.
    """
    if clock == Clock():
        disputed = [_row(row) for row in dataset.select("matter_list")]
        admitted = [_row(row) for row in dataset.select("conceded", known=_END, on=_END)]
    else:
        everything = read_differences(dataset) if differences is None else differences
        seen = [d for d in everything if d.stands(clock)]
        disputed = _grouped(d for d in seen if d.kind not in BESIDE)
        admitted = _grouped(d for d in seen if d.kind == CONCESSION)
    contested = {matter.iri for matter in disputed}
    admitted = [matter for matter in admitted if matter.iri not in contested]
    shown = disputed[:limit]
    if clock == Clock():  # the list that is kept ready says how many there are, and these since when
        since = rows_of(dataset, "matter_since", "matter", (matter.iri for matter in shown))
        shown = [replace(m, since=day_of(row["since"])) for m in shown for row in since[m.iri][:1]]
    return MatterList(
        disputed=tuple(_named(dataset, matter) for matter in shown),
        total=len(disputed),
        conceded=tuple(_named(dataset, matter) for matter in admitted[: limit if conceded is None else conceded]),
        total_conceded=len(admitted),
    )


def figures(
    dataset: Dataset, clock: Clock, *, limit: int = 20, differences: Sequence[Difference] | None = None
) -> Figures:
    """Figures of another measure, unit or day than others of the same thing, by the clock; of many the first few."""
    if clock == Clock():
        rows = dataset.select("incomparable_pairs")
        pairs = [(Iri(str(row["firstStatement"])), Iri(str(row["secondStatement"]))) for row in rows]
    else:
        everything = read_differences(dataset) if differences is None else differences
        pairs = sorted(d.pair for d in everything if d.kind == INCOMPARABLE and d.known[0] <= (clock.known or ANY_DAY))
    told = statements(dataset, dict.fromkeys(iri for pair in pairs[:limit] for iri in pair))
    return Figures(tuple((told[one], told[other]) for one, other in pairs[:limit]), len(pairs))


def question(dataset: Dataset, matter: Iri) -> str:
    """A matter as a question."""
    named = thing(dataset, matter)
    if dataset.select("is_place", place=matter):
        return f"Who holds {'the ' if named.kind in _WITH_ARTICLE else ''}{named.label}?"
    if dataset.select("content_figure", content=matter):
        return f"How many, how much: {named.label}?"
    return f"Is it so: {named.label}?"


def _named(dataset: Dataset, matter: Matter) -> Matter:
    return replace(matter, question=question(dataset, matter.iri))


def _row(row: Row) -> Matter:
    """A matter from a row of a query that counts; its question is asked when it is shown."""
    since = day_of(row.get("since"))
    return Matter(Iri(str(row["matter"])), "", _kinds(str(row.get("kinds") or "").split("|")), _number(row), since)


def _grouped(seen: Iterable[Difference]) -> list[Matter]:
    """The matters of some differences, those with most statements first."""
    by_matter: dict[Iri, list[Difference]] = defaultdict(list)
    for each in seen:
        by_matter[each.matter].append(each)
    counted = [
        Matter(
            iri,
            "",
            _kinds(each.kind for each in differ),
            len({statement for each in differ for statement in each.pair}),
            min(each.known[0] for each in differ),
        )
        for iri, differ in by_matter.items()
    ]
    return sorted(counted, key=lambda matter: (-matter.statements, matter.iri))


def _kinds(kinds: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({kind.partition(":")[0] for kind in kinds if kind}))


def _number(row: Row) -> int:
    return int(str(row["statements"]))
