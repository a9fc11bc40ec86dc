"""Pairs of claims that cannot both stand, with the kind of disagreement and the days on which it is one.

Three ways to disagree: rule zero (the same content affirmed and denied), control of a place (rules on proposition
classes), and figures. A side that says otherwise later corrects itself: its earlier claim then no longer counts.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time

from graph.accounts.claims import Claim, Content, Figure, Reading, same_side
from graph.accounts.facts import Facts, Rule
from graph.model import Iri

_ASSERTED = {"asserted"}
_AFFIRMED = {"asserted", "undertaken"}
_TOLERANCE = 0.05
INCOMPARABLE = "figures cannot be compared"
CONCESSION = "concession"
BESIDE = frozenset({INCOMPARABLE, CONCESSION})


@dataclass(frozen=True)
class Disagreement:
    """Two claims of different sides that disagree; `about` is the place or content in dispute.

    It shows from the day both were known (`known_from`) to the day before one was corrected (`known_until`, exclusive).
    """

    kind: str
    one: Claim
    other: Claim
    about: Iri
    rule: str
    known_from: date
    known_until: date
    holds_from: date
    holds_until: date

    @property
    def dispute(self) -> bool:
        """Whether it is a disagreement, and not something that stands beside one."""
        return self.kind not in BESIDE


@dataclass(frozen=True)
class _Stand:
    """What a claim entails or indicates on control of its place."""

    claim: Claim
    place: Iri
    holder: Iri
    rule: Rule


def disagreements(reading: Reading) -> list[Disagreement]:
    """Every pair of claims that disagree, and every concession, in a stable order."""
    facts = reading.facts
    clashes = _clashes(reading)
    corrected = _corrections(clashes, facts)
    found: dict[tuple[object, ...], Disagreement] = {}
    for clash in clashes:
        if same_side(clash.one.sides, clash.other.sides, facts) or (clash.one.hearsay and clash.other.hearsay):
            continue
        until = min(corrected.get(clash.one.key, date.max), corrected.get(clash.other.key, date.max))
        found.setdefault(
            (clash.kind, frozenset((clash.one.key, clash.other.key)), clash.about), replace(clash, known_until=until)
        )
    return sorted(found.values(), key=lambda d: (d.about, d.kind, d.one.key, d.other.key))


def corrections(reading: Reading) -> dict[tuple[Iri, Iri], date]:
    """For each claim that its own side later contradicted, the first day on which it did."""
    return _corrections(_clashes(reading), reading.facts)


def _clashes(reading: Reading) -> list[Disagreement]:
    return [*_denied(reading), *_control(reading), *_figures(reading)]


def _clash(kind: str, one: Claim, other: Claim, about: Iri, rule: str) -> Disagreement:
    starts, ends = zip(one.content.days, other.content.days, strict=True)
    if (one.hearsay or other.hearsay) and kind not in BESIDE:
        kind = f"hearsay: {kind}"
    return Disagreement(kind, one, other, about, rule, max(one.said, other.said), date.max, max(starts), min(ends))


# ------------------------------------------------------------------ rule zero
def _denied(reading: Reading) -> Iterator[Disagreement]:
    groups: dict[object, list[Claim]] = defaultdict(list)
    for claim in reading.claims:
        if claim.force in _AFFIRMED:
            groups[identity(claim.content, reading.facts)].append(claim)
    for group in groups.values():
        for no in (claim for claim in group if not claim.positive):
            for yes in (claim for claim in group if claim.positive):
                if _same_content(yes.content, no.content):
                    yield _clash(
                        "denied", yes, no, _about(no.content, reading.facts), "the same content is affirmed and denied"
                    )


def identity(content: Content, facts: Facts) -> object:
    """What two propositions must share to be the same content: the slots their class names, or the node itself."""
    slots = facts.identity_of(content.kind)
    if not slots or any(not content.slots.get(slot) for slot in slots):
        return content.iri
    return content.kind, tuple(sorted((slot, tuple(sorted(content.slots[slot]))) for slot in slots))


def _same_content(one: Content, other: Content) -> bool:
    if one.iri == other.iri:
        return True
    rest = (set(one.slots) & set(other.slots)) - {"say:describes"}
    return (
        all(one.slots[slot] == other.slots[slot] for slot in rest)
        and overlap(one, other)
        and one.part == other.part
        and one.figure == other.figure
    )


def _about(content: Content, facts: Facts) -> Iri:
    """A matter of control is about its place, any other about its content."""
    places = content.slots.get("say:place")
    if facts.rules_of(content.kind) and places and not content.part:
        return min(places)
    return content.iri


def overlap(one: Content, other: Content) -> bool:
    """Whether the days of two contents meet."""
    (start1, end1), (start2, end2) = one.days, other.days
    return start1 <= end2 and start2 <= end1


# --------------------------------------------------------- control of places
def stands(claim: Claim, facts: Facts) -> Iterator[_Stand]:
    """What a claim says on who holds its place; a part of a place says nothing of it, and a plan nothing yet."""
    began = claim.content.began
    if claim.force not in _ASSERTED or claim.content.part or (began and began > claim.said):
        return
    for rule in facts.rules_of(claim.content.kind):
        if rule.positive == claim.positive:
            for place in claim.content.slots.get("say:place", frozenset()):
                for holder in claim.content.slots.get(rule.slot, frozenset()):
                    yield _Stand(claim, place, holder, rule)


def _control(reading: Reading) -> Iterator[Disagreement]:
    facts = reading.facts
    everything = [stand for claim in reading.claims for stand in stands(claim, facts)]
    holding: dict[Iri, list[_Stand]] = defaultdict(list)
    for stand in everything:
        if stand.rule.holds:
            holding[stand.place].append(stand)
    for stand in everything:
        for place in facts.wider(stand.place):
            for held in holding.get(place, ()):
                if held.claim.key != stand.claim.key and overlap(held.claim.content, stand.claim.content):
                    yield from _judge(held, stand, facts)


def _judge(held: _Stand, stand: _Stand, facts: Facts) -> Iterator[Disagreement]:
    """Compare a claim that somebody holds a place with one about the same place or one inside it."""
    rules = f"{_named(held)}; {_named(stand)}"
    signs = "" if held.rule.entailed and stand.rule.entailed else "signs only: "
    if not stand.rule.holds:
        if stand.holder in facts.wholes(held.holder):
            kind = "denied" if not stand.rule.positive else "incompatible event"
            yield _clash(signs + kind, held.claim, stand.claim, stand.place, rules)
        own = stand.rule.positive and facts.tops(stand.holder) & stand.claim.sides
        if own and not (facts.tops(held.holder) & facts.tops(stand.holder)):
            yield _clash(CONCESSION, held.claim, stand.claim, stand.place, rules)
    elif stand.rule.entailed or held.rule.entailed:
        related = facts.wholes(held.holder) & facts.wholes(stand.holder) - facts.states
        if not related and held.holder != stand.holder:
            yield _clash(f"{signs}rival holders", held.claim, stand.claim, stand.place, rules)


def _named(stand: _Stand) -> str:
    kind = stand.claim.content.kind.rpartition("#")[2].rpartition("/")[2]
    return f"{kind} {stand.rule.name} {stand.rule.slot}"


# -------------------------------------------------------------------- figures
def _figures(reading: Reading) -> Iterator[Disagreement]:
    groups: dict[object, list[Claim]] = defaultdict(list)
    for claim in reading.claims:
        content = claim.content
        if content.figure and claim.positive and claim.force in _ASSERTED:
            named = reading.facts.identity_of(content.kind) or set(content.slots) - {"say:describes"}
            slots = tuple((slot, tuple(sorted(content.slots.get(slot, ())))) for slot in sorted(named))
            if any(values for _, values in slots):
                groups[content.kind, slots].append(claim)
    for group in groups.values():
        for at, one in enumerate(group):
            for other in group[at + 1 :]:
                kind = _compare(one, other)
                if kind:
                    rule = "shares or quantities of the same thing on the same day"
                    yield _clash(kind, one, other, min(one.content.iri, other.content.iri), rule)


def _compare(one: Claim, other: Claim) -> str | None:
    first, second = one.content.figure, other.content.figure
    assert first is not None and second is not None
    if one.content.iri == other.content.iri or one.statement == other.statement:
        return None
    if first.unit != second.unit or not _same_day(one, other):
        return INCOMPARABLE
    return "figures contradict" if _disjoint(first, second) else None


def _same_day(one: Claim, other: Claim) -> bool:
    a, b = one.content, other.content
    if a.began and b.began:
        return (a.earliest or a.began) <= (b.ended or b.began) and (b.earliest or b.began) <= (a.ended or a.began)
    events = a.slots.get("say:describes", frozenset()) & b.slots.get("say:describes", frozenset())
    return one.said == other.said or bool(events)


def _disjoint(one: Figure, other: Figure) -> bool:
    slack = 0.0
    if one.approximate or other.approximate:
        share = one.unit.startswith("share of ")
        slack = _TOLERANCE if share else _TOLERANCE * max(one.low, other.low)
    return one.high + slack < other.low or other.high + slack < one.low


# ---------------------------------------------------------------- corrections
def _corrections(clashes: list[Disagreement], facts: Facts) -> dict[tuple[Iri, Iri], date]:
    found: dict[tuple[Iri, Iri], date] = {}
    for clash in clashes:
        one, other = sorted((clash.one, clash.other), key=lambda claim: (claim.said, claim.hour or time()))
        later = one.said != other.said or (one.hour and other.hour and one.hour != other.hour)
        if clash.dispute and later and same_side(one.sides, other.sides, facts):
            found[one.key] = min(other.said, found.get(one.key, date.max))
    return found
