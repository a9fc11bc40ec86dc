"""The drawn part of the dataset: things and the links among them, and how it grows."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from graph import answers
from graph.dataset import Dataset
from graph.model import Clock, Iri, Link, Node, Picture, Thing
from graph.queries import Query, with_values
from graph.views.clock import visible
from graph.views.links import ends_of, kinds_of, node, nodes
from graph.views.statements import statements
from graph.views.things import named

STEP = 12
CAP = 300  # things drawn one by one; beyond it they are drawn in groups (views.groups)
REACH = 1200  # things in a view, groups included


def picture(dataset: Dataset, shown: Sequence[Iri], clock: Clock | None = None) -> Picture:
    """Look up what is shown and compose it; what the clock hides is counted, not lost."""
    clock = clock or Clock()
    found = nodes(dataset, dict.fromkeys(shown))
    records = [each.statement for each in found if each.statement]
    gone = {record.iri for record in records if clock != Clock() and not visible(dataset, record, clock)}
    sifted = sift(found, gone)
    return replace(compose(sifted.nodes, gone), hidden=sifted.by_clock)


@dataclass(frozen=True)
class Sifted:
    """What is left to draw, and how much was kept back by the clocks, by filters, and by hand."""

    nodes: tuple[Node, ...]
    by_clock: int = 0
    by_filter: int = 0
    by_hand: int = 0


def sift(
    nodes: Sequence[Node],
    gone: Collection[Iri] = (),
    off: Callable[[Node], bool] = lambda _: False,
    away: Collection[Iri] = (),
) -> Sifted:
    """Keep back what is `gone` by the clock, what was put `away` by hand, and what a filter turns `off`."""
    standing = [each for each in nodes if each.thing.iri not in gone]
    kept = [each for each in standing if each.thing.iri not in away]
    seen = tuple(each for each in kept if not off(each))
    return Sifted(seen, len(nodes) - len(standing), len(kept) - len(seen), len(standing) - len(kept))


def compose(nodes: Sequence[Node], gone: Collection[Iri] = (), shown: Collection[Iri] | None = None) -> Picture:
    """A picture of things, in their order, with the links among them.

    The links left to show are those that lead neither to what is `gone` nor to what is `shown`, drawn or kept back.
    """
    drawn = {each.thing.iri: each for each in nodes}
    return Picture(
        things=tuple(each.thing for each in drawn.values()),
        statements={iri: each.statement for iri, each in drawn.items() if each.statement},
        links=links_among(drawn.values()),
        kinds={iri: kinds_of(each, drawn if shown is None else shown, gone) for iri, each in drawn.items()},
        hubs=frozenset(iri for iri, each in drawn.items() if each.hub),
    )


def links_among(nodes: Iterable[Node]) -> tuple[Link, ...]:
    """The links between things, each once."""
    there = {each.thing.iri: each for each in nodes}
    found = {
        (link.source, link.kind, link.target): link
        for each in there.values()
        for link in each.links
        if link.source in there and link.target in there and link.source != link.target
    }
    return tuple(found.values())


def neighbours(dataset: Dataset, iri: Iri, clock: Clock | None = None, key: str | None = None) -> list[Iri]:
    """What a thing is linked to and may be drawn next, statements first; each once; of one kind if `key` names one."""
    clock = clock or Clock()
    others = named(dataset, ends_of(node(dataset, iri).links, iri, key)).values()
    gone: set[Iri] = set()
    if clock != Clock():
        told = statements(dataset, (each.iri for each in others if each.kind == "say:Statement"))
        gone = {record.iri for record in told.values() if not visible(dataset, record, clock)}
    return statements_first(others, gone)


def statements_first(things: Iterable[Thing], gone: Collection[Iri] = ()) -> list[Iri]:
    """The order in which newcomers are drawn, without what is gone; their links need not be known for that."""
    seen = [each for each in things if each.iri not in gone]
    return [each.iri for each in sorted(seen, key=lambda each: each.kind != "say:Statement")]


def grow(shown: Sequence[Iri], others: Sequence[Iri], step: int = STEP, cap: int = CAP) -> tuple[list[Iri], int]:
    """The next of the others that are not shown yet, at most `step` and never past `cap`; and how many remain."""
    missing = [other for other in others if other not in set(shown)]
    room = max(0, min(step, cap - len(shown)))
    return missing[:room], len(missing) - len(missing[:room])


def collapsed(nodes: Sequence[Node], iri: Iri) -> list[Iri]:
    """What hangs on one thing alone: its drawn neighbours that are linked to nothing else that is drawn."""
    links = links_among(nodes)
    ends: dict[Iri, set[Iri]] = {each.thing.iri: set() for each in nodes}
    for link in links:
        ends[link.source].add(link.target)
        ends[link.target].add(link.source)
    return [other for other in ends if other != iri and ends[other] == {iri}]


def drawn_query(dataset: Dataset, shown: Iterable[Iri]) -> Query:
    """The CONSTRUCT that gives the triples behind what is drawn, as a person may copy and run it.

    A blank node has no name that a query could give; it is left out.
    """
    named = sorted(iri for iri in shown if not iri.startswith("_:"))
    return with_values(dataset.queries["drawn"], "thing", named)


def turtle(dataset: Dataset, shown: Iterable[Iri]) -> bytes:
    """The triples behind what is drawn, with their evidence, as Turtle."""
    return answers.turtle(tuple(dataset.construct(drawn_query(dataset, shown)))).encode()
