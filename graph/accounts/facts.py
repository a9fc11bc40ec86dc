"""What the rules need to know besides the claims: organisations, places, and the rules themselves."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from graph.model import Iri, Row

Select = Callable[[str], list[Row]]


@dataclass(frozen=True)
class Rule:
    """A line of the rule table: for a class, what an assertion or denial says of the filler of a slot."""

    name: str
    slot: str
    positive: bool  # the polarity the statement must have
    holds: bool  # whether the filler then holds the place
    entailed: bool  # or only indicated


RULES = {
    "say:impliesControlBy": (True, True, True),
    "say:impliesNoControlBy": (True, False, True),
    "say:denialImpliesNoControlBy": (False, False, True),
    "say:suggestsControlBy": (True, True, False),
}


@dataclass(frozen=True)
class Facts:
    """Organisations with what they are part of, places with what they lie in, classes with their rules, copies."""

    parents: dict[Iri, frozenset[Iri]]
    states: frozenset[Iri]
    within: dict[Iri, frozenset[Iri]]
    above: dict[str, frozenset[str]]
    rules: dict[str, tuple[Rule, ...]]
    same_by: dict[str, frozenset[str]]
    media: frozenset[Iri]
    unnamed: frozenset[Iri]
    copies: dict[Iri, frozenset[Iri]]

    def one_text(self, article: Iri, other: Iri) -> bool:
        """Whether two articles carry one text, as agency copy that several newspapers print."""
        return other in self._copies.get(article, frozenset({article}))

    @cached_property
    def _copies(self) -> dict[Iri, frozenset[Iri]]:
        both = [
            pair for one, others in self.copies.items() for other in others for pair in ((one, other), (other, one))
        ]
        return closure(grouped(both))

    def wider(self, place: Iri) -> frozenset[Iri]:
        """A place and all it lies in."""
        return self._wider.get(place, frozenset({place}))

    def wholes(self, actor: Iri) -> frozenset[Iri]:
        """An actor and all it is part of, states included."""
        return self._wholes.get(actor, frozenset({actor}))

    def inside(self, place: Iri) -> frozenset[Iri]:
        """All that lies in a place, itself left out."""
        return self._inside.get(place, frozenset())

    @cached_property
    def _inside(self) -> dict[Iri, frozenset[Iri]]:
        return grouped((wider, place) for place, around in self._wider.items() for wider in around if wider != place)

    @cached_property
    def _wider(self) -> dict[Iri, frozenset[Iri]]:
        return closure(self.within)

    @cached_property
    def _wholes(self) -> dict[Iri, frozenset[Iri]]:
        return closure(self.parents)

    def tops(self, actor: Iri) -> frozenset[Iri]:
        """The highest organisations below the state that an actor belongs to; itself where there is none."""
        below = {whole for whole in self.wholes(actor) if whole not in self.states}
        return frozenset(o for o in below if not (self.wholes(o) - {o} - self.states)) or frozenset({actor})

    def rules_of(self, kind: str) -> tuple[Rule, ...]:
        """The rules of a class and of all classes above it."""
        return tuple(rule for each in self.classes(kind) for rule in self.rules.get(each, ()))

    def identity_of(self, kind: str) -> frozenset[str]:
        """The slots that make two propositions of a class the same content; none where only the node does."""
        return frozenset(slot for each in self.classes(kind) for slot in self.same_by.get(each, frozenset()))

    def classes(self, kind: str) -> frozenset[str]:
        """A class and all classes above it."""
        return self.above.get(kind, frozenset()) | {kind}


def closure(steps: dict[Iri, frozenset[Iri]]) -> dict[Iri, frozenset[Iri]]:
    """Everything reachable from each node, the node included; cycles do no harm."""
    found: dict[Iri, frozenset[Iri]] = {}
    for start in steps:
        seen, waiting = {start}, [start]
        while waiting:
            for step in steps.get(waiting.pop(), frozenset()) - seen:
                seen.add(step)
                waiting.append(step)
        found[start] = frozenset(seen)
    return found


def grouped(pairs: Iterable[tuple[Iri, Iri]]) -> dict[Iri, frozenset[Iri]]:
    """Pairs as a mapping from the first to all its seconds."""
    found: dict[Iri, set[Iri]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
    return {one: frozenset(others) for one, others in found.items()}
