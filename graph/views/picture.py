"""The drawn part of the dataset: things and the links among them, and how it grows."""

from collections.abc import Iterable, Sequence

from graph import answers
from graph.dataset import Dataset
from graph.model import Clock, Iri, Link, Picture, Thing
from graph.namespaces import compress
from graph.queries import Query, with_values
from graph.views.clock import visible
from graph.views.statements import is_statement, statement
from graph.views.things import thing

STEP = 12
CAP = 300


def links_of(dataset: Dataset, iri: Iri) -> list[Link]:
    """The links of one thing, in both directions, those that say most first."""
    found = []
    for row in dataset.select("links", thing=iri):
        other, kind = Iri(str(row["other"])), str(row["link"])
        outward = str(row["outward"]) == "true"
        name = compress(kind).rpartition(":")[2]
        found.append(
            Link(
                source=iri if outward else other,
                target=other if outward else iri,
                kind=compress(kind),
                phrase=str(row["phrase"] or name),
                inverse=str(row["inverse"] or name),
                via=Iri(str(row["via"])) if row["via"] else None,
            )
        )
    return found


def picture(dataset: Dataset, shown: Sequence[Iri], clock: Clock | None = None) -> Picture:
    """Draw what is shown, in its order; what the clock hides is counted, not lost."""
    clock = clock or Clock()
    things: dict[Iri, Thing] = {}
    statements = {}
    hidden = 0
    for iri in dict.fromkeys(shown):
        if is_statement(dataset, iri):
            record = statement(dataset, iri)
            if not visible(dataset, record, clock):
                hidden += 1
                continue
            statements[iri] = record
        things[iri] = thing(dataset, iri)
    links = {
        (link.source, link.kind, link.target): link
        for iri in things
        for link in links_of(dataset, iri)
        if link.source in things and link.target in things and link.source != link.target
    }
    return Picture(tuple(things.values()), statements, tuple(links.values()), hidden)


def neighbours(dataset: Dataset, iri: Iri, clock: Clock | None = None) -> list[Iri]:
    """What a thing is linked to and may be drawn next, statements first; each once."""
    clock = clock or Clock()
    others = dict.fromkeys(link.target if link.source == iri else link.source for link in links_of(dataset, iri))
    statements = [other for other in others if is_statement(dataset, other)]
    seen = statements
    if clock != Clock():
        seen = [other for other in statements if visible(dataset, statement(dataset, other), clock)]
    return seen + [other for other in others if other not in set(statements)]


def grow(dataset: Dataset, shown: Sequence[Iri], iri: Iri, clock: Clock | None = None) -> tuple[list[Iri], int]:
    """The next neighbours of a thing that are not shown yet, at most STEP and never past CAP; and how many remain."""
    missing = [other for other in neighbours(dataset, iri, clock) if other not in set(shown)]
    room = max(0, min(STEP, CAP - len(shown)))
    return missing[:room], len(missing) - len(missing[:room])


def drawn_query(dataset: Dataset, shown: Iterable[Iri]) -> Query:
    """The CONSTRUCT that gives the triples behind what is drawn, as a person may copy and run it."""
    return with_values(dataset.queries["drawn"], "thing", sorted(shown))


def turtle(dataset: Dataset, shown: Iterable[Iri]) -> bytes:
    """The triples behind what is drawn, with their evidence, as Turtle."""
    return answers.turtle(tuple(dataset.construct(drawn_query(dataset, shown)))).encode()
