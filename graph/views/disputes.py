"""Where accounts differ, as the screens show it: matters, sides in columns, what stands beside, and who holds what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from graph.accounts import Claim, Disagreement, Facts, Origins, Reading, corrections, disagreements, origins
from graph.accounts.claims import same_side
from graph.accounts.disagreements import CONCESSION, INCOMPARABLE, identity, stands
from graph.accounts.reading import contents_at, read_about
from graph.dataset import Dataset
from graph.model import Clock, Iri, Literal, Row, Statement, Thing
from graph.namespaces import PREFIXES
from graph.views.clock import day_of
from graph.views.statements import statements
from graph.views.things import rows_of, thing

_ANY_DAY = date(9999, 12, 30)
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
    """The largest matters in dispute, how many there are in all, and those that one side concedes to the other."""

    disputed: tuple[Matter, ...]
    total: int
    conceded: tuple[Matter, ...]


@dataclass(frozen=True)
class Entry:
    """A statement in a column: what it does there, and whether its side has corrected it since."""

    statement: Statement
    stance: str
    corrected: date | None = None


@dataclass(frozen=True)
class Column:
    """One side of a dispute: what it holds, and its statements."""

    side: Thing
    position: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Verdict:
    """Why two statements disagree: the kind, the rule, and the two."""

    kind: str
    rule: str
    one: Statement
    other: Statement


@dataclass(frozen=True)
class Dispute:
    """A matter with its sides, its verdicts, and what stands beside it."""

    matter: Matter
    columns: tuple[Column, ...]
    verdicts: tuple[Verdict, ...]
    concessions: tuple[Verdict, ...]
    incomparable: tuple[Verdict, ...]
    agreement: tuple[tuple[str, Origins], ...]


@dataclass(frozen=True)
class Holding:
    """What one side says of who holds a place: entailed by its words, or only indicated."""

    side: Thing
    holder: Thing
    holds: bool
    strength: str
    certainty: str
    via: Thing
    statement: Statement


def matters(dataset: Dataset, clock: Clock, *, limit: int = 20) -> MatterList:
    """What is in dispute by the clock, those matters with most statements first, and what is conceded instead."""
    rows = dataset.select("matter_list") if clock == Clock() else dataset.select("matters", **_days(clock))
    disputed = {row["matter"] for row in rows}
    admitted = [row for row in dataset.select("conceded", **_days(clock)) if row["matter"] not in disputed]
    shown = rows[:limit]
    if clock == Clock():  # the list that is kept ready says how many there are, and these since when
        since = rows_of(dataset, "matter_since", "matter", (Iri(str(row["matter"])) for row in shown))
        shown = [row | next(iter(since[Iri(str(row["matter"]))]), {"since": None}) for row in shown]
    return MatterList(
        disputed=tuple(_matter(dataset, row) for row in shown),
        total=len(rows),
        conceded=tuple(_matter(dataset, row) for row in admitted[:limit]),
    )


def incomparable(dataset: Dataset, clock: Clock) -> list[tuple[Statement, Statement]]:
    """Pairs of figures that look like a contradiction and are none: another measure, unit or day."""
    known = clock.known or _ANY_DAY
    pairs = [
        (Iri(str(row["firstStatement"])), Iri(str(row["secondStatement"])))
        for row in dataset.select("incomparable")
        if (day_of(row["knownFrom"]) or _ANY_DAY) <= known
    ]
    told = statements(dataset, dict.fromkeys(iri for pair in pairs for iri in pair))
    return [(told[one], told[other]) for one, other in pairs]


def _matter(dataset: Dataset, row: Row) -> Matter:
    iri = Iri(str(row["matter"]))
    kinds = tuple(sorted({kind.partition(":")[0] for kind in str(row.get("kinds") or "").split("|") if kind}))
    return Matter(iri, question(dataset, iri), kinds, int(str(row["statements"])), day_of(row["since"]))


def question(dataset: Dataset, matter: Iri) -> str:
    """A matter as a question."""
    named = thing(dataset, matter)
    if dataset.select("is_place", place=matter):
        return f"Who holds {'the ' if named.kind in _WITH_ARTICLE else ''}{named.label}?"
    if dataset.select("content_figure", content=matter):
        return f"How many, how much: {named.label}?"
    return f"Is it so: {named.label}?"


def dispute(dataset: Dataset, matter: Iri, clock: Clock) -> Dispute:
    """Everything about one matter by the clock; a matter that nobody disputes has no columns."""
    reading, found = _reread(dataset, matter)
    known = clock.known or _ANY_DAY
    seen = [d for d in found if d.about == matter and d.known_from <= known and _meets(d, clock.on)]
    standing = [d for d in seen if d.dispute]
    told = statements(dataset, dict.fromkeys(claim.statement for d in seen for claim in (d.one, d.other)))
    verdicts = [_verdict(d, told) for d in standing if d.known_until > known]
    kinds = tuple(sorted({verdict.kind.partition(":")[0] for verdict in verdicts}))
    columns = _columns(dataset, standing, told, known, reading.facts)
    since = min((d.known_from for d in standing), default=None)
    total = sum(len(column.entries) for column in columns)
    return Dispute(
        matter=Matter(matter, question(dataset, matter), kinds, total, since),
        columns=columns,
        verdicts=tuple(verdicts),
        concessions=tuple(_verdict(d, told) for d in seen if d.kind == CONCESSION),
        incomparable=tuple(_verdict(d, told) for d in seen if d.kind == INCOMPARABLE),
        agreement=_agreement(dataset, reading, known),
    )


def holdings(dataset: Dataset, place: Iri, on: date, known: date | None = None) -> list[Holding]:
    """Who holds a place on a day according to each side, as known by a day; later words replace a side's earlier."""
    facts = dataset.facts
    reading = read_about(dataset, contents_at(dataset, facts.wider(place)))
    found = [
        stand
        for claim in reading.claims
        if claim.said <= (known or _ANY_DAY) and claim.content.days[0] <= on <= claim.content.days[1]
        for stand in stands(claim, facts)
        if stand.place == place or (stand.rule.holds and place != stand.place)
    ]
    current = [
        stand
        for stand in found
        if not any(
            other.claim.said > stand.claim.said
            and same_side(other.claim.sides, stand.claim.sides, facts)
            and _otherwise(other.holder, other.rule.holds, stand.holder, stand.rule.holds)
            for other in found
        )
    ]
    told = statements(dataset, (stand.claim.statement for stand in current))
    named = {
        iri: thing(dataset, iri) for iri in {iri for s in current for iri in (min(s.claim.sides), s.holder, s.place)}
    }
    rows = [
        Holding(
            side=named[min(stand.claim.sides)],
            holder=named[stand.holder],
            holds=stand.rule.holds,
            strength="entailed" if stand.rule.entailed else "signs only",
            certainty=told[stand.claim.statement].certainty.removeprefix("say:"),
            via=named[stand.place],
            statement=told[stand.claim.statement],
        )
        for stand in current
    ]
    return sorted(rows, key=lambda row: (row.side.label, not row.holds, row.holder.label, row.statement.iri))


def _otherwise(holder: Iri, holds: bool, before: Iri, held: bool) -> bool:
    return holds != held if holder == before else holds and held


def _reread(dataset: Dataset, matter: Iri) -> tuple[Reading, list[Disagreement]]:
    """Read and judge again the claims that the computed graph names for a matter, and those of the same place."""
    rows = dataset.select("disagreements_about", matter=matter)
    contents = {Iri(str(row[name])) for row in rows for name in ("firstContent", "secondContent")}
    if dataset.select("is_place", place=matter):
        contents |= contents_at(dataset, dataset.facts.wider(matter))
    reading = read_about(dataset, contents)
    return reading, disagreements(reading)


def _meets(d: Disagreement, on: date | None) -> bool:
    return on is None or d.holds_from <= on <= d.holds_until


def _verdict(d: Disagreement, told: Mapping[Iri, Statement]) -> Verdict:
    return Verdict(d.kind, d.rule, told[d.one.statement], told[d.other.statement])


def _columns(
    dataset: Dataset, found: Sequence[Disagreement], told: Mapping[Iri, Statement], known: date, facts: Facts
) -> tuple[Column, ...]:
    """The sides of a dispute, those that affirm first; one statement stands once in its column."""
    stances: dict[tuple[Iri, Iri], tuple[str, date | None]] = {}
    claims: dict[Iri, dict[tuple[Iri, Iri], Claim]] = {}
    for d in found:
        corrected = d.known_until if d.known_until <= known else None
        for claim, plain in ((d.one, "affirms"), (d.other, _stance(d))):
            side = min(claim.sides)
            claims.setdefault(side, {})[claim.key] = claim
            stance = "reports signs" if _only_signs(claim, facts) else plain
            held = stances.get((side, claim.statement))
            if held is None or (held[1] and not corrected):
                stances[side, claim.statement] = (stance, corrected)
    sides: dict[Iri, list[Entry]] = {}
    for (side, iri), (stance, corrected) in stances.items():
        sides.setdefault(side, []).append(Entry(told[iri], stance, corrected))
    columns = [
        Column(
            thing(dataset, side),
            _position(dataset, claims[side].values(), facts),
            tuple(sorted(entries, key=lambda e: (str(e.statement.said.day), e.statement.iri))),
        )
        for side, entries in sides.items()
    ]
    order = {"affirms": 0, "reports signs": 1}
    return tuple(sorted(columns, key=lambda c: (min(order.get(e.stance, 2) for e in c.entries), c.side.label)))


def _only_signs(claim: Claim, facts: Facts) -> bool:
    found = list(stands(claim, facts))
    return bool(found) and not any(stand.rule.entailed for stand in found)


def _position(dataset: Dataset, claims: Iterable[Claim], facts: Facts) -> str:
    """What a side's claims come to on who holds the place; empty for other matters."""
    found = {
        (stand.rule.holds, stand.rule.entailed, stand.holder) for claim in claims for stand in stands(claim, facts)
    }
    words = {
        (True, True): "held by",
        (True, False): "signs of",
        (False, True): "not held by",
        (False, False): "signs of",
    }
    parts = [f"{words[holds, entailed]} {thing(dataset, holder).label}" for holds, entailed, holder in sorted(found)]
    return "; ".join(dict.fromkeys(parts))


def _stance(d: Disagreement) -> str:
    if d.kind.startswith("figures"):
        return "gives another figure"
    return "denies" if "denied" in d.kind else "says otherwise"


def _agreement(dataset: Dataset, reading: Reading, known: date) -> tuple[tuple[str, Origins], ...]:
    """What more than one voice says alike, with how many origins that really is."""
    groups: dict[str, list[Claim]] = {}
    corrected = corrections(reading)
    for claim in reading.claims:
        if claim.said > known or corrected.get(claim.key, date.max) <= known:
            continue
        for stand in stands(claim, reading.facts):
            if stand.rule.entailed:
                verb = "held by" if stand.rule.holds else "not held by"
                groups.setdefault(f"{verb} {thing(dataset, stand.holder).label}", []).append(claim)
        if not reading.facts.rules_of(claim.content.kind) and identity(claim.content, reading.facts):
            verb = "affirmed" if claim.positive else "denied"
            groups.setdefault(f"{claim.content.label}: {verb}", []).append(claim)
    told = ((text, origins(_unique(claims), reading.facts)) for text, claims in sorted(groups.items()))
    return tuple((text, found) for text, found in told if found.voices > 1)


def _unique(claims: Iterable[Claim]) -> list[Claim]:
    return list({claim.key: claim for claim in claims}.values())


def _days(clock: Clock) -> dict[str, Literal]:
    """The clock for queries; the end of time stands for any day."""
    return {name: _day(getattr(clock, name) or _ANY_DAY) for name in ("known", "on")}


def _day(day: date) -> Literal:
    return Literal(f"{day.isoformat()}T00:00:00Z", PREFIXES["xsd"] + "dateTime")
