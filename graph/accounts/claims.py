"""Claims: what each statement commits its speaker to, read from rows of the dataset."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, time

from graph.accounts.facts import RULES, Facts, Rule, Select, grouped
from graph.model import Iri, Row, Term, day_in, hour_in, number_in
from graph.namespaces import compress

_ENDLESS = date.max
_FIGURES = ("shareMin", "shareMax", "quantity", "quantityMin", "quantityMax")


@dataclass(frozen=True)
class Figure:
    """A share or a quantity as a range, of what it is, and whether the speaker hedged it."""

    low: float
    high: float
    unit: str
    approximate: bool


@dataclass(frozen=True)
class Content:
    """A proposition as the rules see it: its class, object slots, days and figure."""

    iri: Iri
    kind: str
    label: str
    slots: dict[str, frozenset[Iri]] = field(default_factory=dict)
    began: date | None = None
    earliest: date | None = None
    ended: date | None = None
    figure: Figure | None = None

    @property
    def days(self) -> tuple[date, date]:
        """From when to when it holds; open where the text leaves it open."""
        return self.began or self.earliest or date.min, self.ended or _ENDLESS

    @property
    def part(self) -> bool:
        """Whether it is about a part of the place only, and so says nothing about the whole."""
        return self.figure is not None and self.figure.unit.startswith("share of ") and self.figure.high < 1


@dataclass(frozen=True)
class Claim:
    """One statement with one content: who commits to it, how, by which day it was said, and at what hour if told."""

    statement: Iri
    content: Content
    speaker: Iri
    behalf: Iri | None
    sides: frozenset[Iri]
    force: str
    positive: bool
    hearsay: bool
    said: date
    article: Iri
    publisher: Iri | None
    agency: Iri | None
    narrated: bool
    hour: time | None = None

    @property
    def key(self) -> tuple[Iri, Iri]:
        """What tells one claim from another."""
        return self.statement, self.content.iri


@dataclass(frozen=True)
class Reading:
    """Everything the rules look at: the claims that count, and the facts to judge them by."""

    claims: tuple[Claim, ...]
    facts: Facts


def read_facts(select: Select) -> Facts:
    """Read organisations, places and rules from the dataset."""
    rules: dict[str, list[Rule]] = defaultdict(list)
    same_by: dict[str, set[str]] = defaultdict(set)
    above: dict[str, set[str]] = defaultdict(set)
    for row in select("class_rules"):
        kind, rule, value = (str(row[name]) for name in ("class", "rule", "value"))
        name = compress(rule)
        if name in RULES:
            rules[kind].append(Rule(name, compress(value), *RULES[name]))
        elif name == "say:sameBy":
            same_by[kind].add(compress(value))
        else:
            above[kind].add(value)
    return Facts(
        parents=grouped((_iri(row["part"]), _iri(row["whole"])) for row in select("parts")),
        states=frozenset(_iri(row["actor"]) for row in select("actor_kinds") if _is(row, "State")),
        within=grouped((_iri(row["place"]), _iri(row["wider"])) for row in select("place_steps")),
        above={kind: frozenset(wider) for kind, wider in above.items()},
        rules={kind: tuple(lines) for kind, lines in rules.items()},
        same_by={kind: frozenset(slots) for kind, slots in same_by.items()},
        media=frozenset(_iri(row["actor"]) for row in select("actor_kinds") if _is(row, "MediaOrganisation")),
        unnamed=frozenset(_iri(row["actor"]) for row in select("actor_kinds") if _is(row, "UnnamedSource")),
        copies=grouped((_iri(row["article"]), _iri(row["other"])) for row in select("copies")),
    )


def read_claims(select: Select, facts: Facts) -> tuple[Claim, ...]:
    """Read every claim that counts; nested ones only where what they tell is rightly told."""
    contents = _contents(select)
    rows = select("claims")
    speaks_from = _speaks_from(rows)
    claims = []
    for row in rows:
        positive = {"positive": True, "negative": False}.get(_local(row["polarity"]))
        force = str(row["force"] or "")
        if positive is None or not force or not isinstance(row["content"], Iri):
            continue  # contents that are blank nodes are compared with nothing
        speaker = _iri(row["speaker"])
        behalf = _iri(row["onBehalfOf"]) if row["onBehalfOf"] else None
        content = _iri(row["content"])
        article = _iri(row["article"])
        said = day_in(row["statedOn"]) or speaks_from.get(article) or day_in(row["published"]) or date.max
        claims.append(
            Claim(
                statement=_iri(row["statement"]),
                content=contents.get(content)
                or Content(content, str(row["contentKind"]), str(row["contentLabel"] or "")),
                speaker=speaker,
                behalf=behalf,
                sides=facts.tops(speaker) | (facts.tops(behalf) if behalf else frozenset()),
                force=force,
                positive=positive,
                hearsay=_local(row["basis"]) == "hearsay" or _local(row["certainty"]) == "unspecifiedCertainty",
                said=said,
                article=article,
                publisher=_iri(row["publisher"]) if row["publisher"] else None,
                agency=_iri(row["agency"]) if row["agency"] else None,
                narrated=_local(row["act"]) == "narrate",
                hour=hour_in(row["statedOn"]),
            )
        )
    return _rightly_told(claims, facts)


def _rightly_told(claims: list[Claim], facts: Facts) -> tuple[Claim, ...]:
    """Leave out statements that only a rival, or only a denial, attributes to their speaker."""
    told: dict[Iri, list[Claim]] = defaultdict(list)
    for claim in claims:
        told[claim.content.iri].append(claim)

    def counts(claim: Claim, seen: frozenset[Iri]) -> bool:
        tellers = told.get(claim.statement)
        return not tellers or any(
            teller.positive
            and teller.statement not in seen
            and (teller.speaker in facts.media or same_side(teller.sides, claim.sides, facts))
            and counts(teller, seen | {teller.statement})
            for teller in tellers
        )

    return tuple(claim for claim in claims if counts(claim, frozenset({claim.statement})))


def same_side(one: frozenset[Iri], other: frozenset[Iri], facts: Facts) -> bool:
    """Whether two sides are one: they meet, or one is a state and the other belongs to it."""
    if one & other:
        return True
    return any(
        (a in facts.states and a in facts.wholes(b)) or (b in facts.states and b in facts.wholes(a))
        for a in one
        for b in other
    )


def _contents(select: Select) -> dict[Iri, Content]:
    slots: dict[Iri, dict[str, set[Iri]]] = defaultdict(lambda: defaultdict(set))
    curies: dict[str, str] = {}  # of the slots, which are few
    for row in select("content_slots"):
        slot = str(row["slot"])
        if slot not in curies:
            curies[slot] = compress(slot)
        slots[_iri(row["content"])][curies[slot]].add(_iri(row["value"]))
    found: dict[Iri, Content] = {}
    for row in select("contents"):
        iri = _iri(row["content"])
        found[iri] = Content(
            iri=iri,
            kind=str(row["kind"]),
            label=str(row["label"] or ""),
            slots={slot: frozenset(values) for slot, values in slots.get(iri, {}).items()},
            began=day_in(row["begunBy"]),
            earliest=day_in(row["beganAfter"]),
            ended=day_in(row["holdsUntil"]) or day_in(row["endsBy"]),
        )
    for row in select("content_figures"):
        iri = _iri(row["content"])
        if iri in found:
            found[iri] = replace(found[iri], figure=_figure(row))
    return found


def _figure(row: Row) -> Figure | None:
    numbers = {name: number for name in _FIGURES if (number := number_in(row[name])) is not None}
    approximate = str(row["approximate"] or "") == "true"
    if row["shareOf"] is not None and ("shareMin" in numbers or "shareMax" in numbers):
        unit = f"share of {_local(row['shareOf'])}"
        return Figure(numbers.get("shareMin", 0.0), numbers.get("shareMax", 1.0), unit, approximate)
    if any(name.startswith("quantity") for name in numbers):
        exact = numbers.get("quantity")
        low = numbers.get("quantityMin", exact if exact is not None else 0.0)
        high = numbers.get("quantityMax", exact if exact is not None else float("inf"))
        return Figure(low, high, str(row["unit"] or ""), approximate)
    return None


def _speaks_from(rows: list[Row]) -> dict[Iri, date]:
    """The latest day each article's own voice is dated to."""
    found: dict[Iri, date] = {}
    for row in rows:
        day = day_in(row["statedOn"])
        if day and _local(row["act"]) == "narrate":
            article = _iri(row["article"])
            found[article] = max(day, found.get(article, day))
    return found


def _iri(term: Term | None) -> Iri:
    return Iri(str(term))


def _local(term: Term | None) -> str:
    iri = str(term)
    return iri[max(iri.rfind("/"), iri.rfind("#")) + 1 :]


def _is(row: Row, kind: str) -> bool:
    return _local(row["kind"]) == kind
