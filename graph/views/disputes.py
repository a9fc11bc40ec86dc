"""One matter in dispute as the screens show it: sides in columns, what stands beside; and who holds a place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from graph.accounts import Claim, Disagreement, Facts, Origins, Reading, corrections, disagreements, origins
from graph.accounts.claims import same_side
from graph.accounts.disagreements import CONCESSION, INCOMPARABLE, identity, stands
from graph.accounts.reading import contents_at, read_about
from graph.dataset import Dataset
from graph.model import Clock, Iri, Statement, Thing
from graph.views.matters import ANY_DAY, Matter, question
from graph.views.statements import statements
from graph.views.things import thing


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

    @property
    def signs(self) -> bool:
        """Whether the first of the two reports signs only; the rule tells, of the first before the second."""
        return "say:suggestsControlBy" in self.rule.partition(";")[0]


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


def dispute(dataset: Dataset, matter: Iri, clock: Clock) -> Dispute:
    """Everything about one matter by the clock; a matter that nobody disputes has no columns."""
    reading, found = _reread(dataset, matter)
    known = clock.known or ANY_DAY
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
        if claim.said <= (known or ANY_DAY) and claim.content.days[0] <= on <= claim.content.days[1]
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


def _hedged(record: Statement) -> str:
    """How far a speaker goes who does not speak of something certain."""
    certainty = record.certainty.removeprefix("say:")
    return "" if certainty in {"certain", "unspecifiedCertainty", ""} else f" as {certainty}"


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
            stance += _hedged(told[claim.statement])
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
