"""What an answer was looked for in: the honest line above it."""

from dataclasses import dataclass
from datetime import date

from graph.asking.outline import Outline, groups, patterns
from graph.asking.reading import outline
from graph.asking.writing import Names
from graph.dataset import Dataset
from graph.model import Iri, Row
from graph.views.clock import day_of


@dataclass(frozen=True)
class Corpus:
    """The graphs that a query asks, with what they hold; no `graphs` is all of them.

    `first` and `last` are the days between which people spoke, None where no day is given.
    """

    graphs: tuple[Iri, ...]
    articles: int
    statements: int
    first: date | None
    last: date | None


def corpus(dataset: Dataset, text: str) -> Corpus:
    """What a query asks, as far as it can be told from its text: named graphs, or all. Raises nothing for any text."""
    named = asked(outline(text))
    if not named:
        return _corpus((), dataset.select("counts"))
    return _corpus(named, [row for graph in named for row in dataset.select("graph_corpus", graph=graph)])


def asked(read: Outline) -> tuple[Iri, ...]:
    """The graphs that a query names, when each of its patterns is asked of a named one; else nothing."""
    names = Names(dict(read.prefixes), read.base)
    found: dict[Iri, None] = {}
    covered: list[tuple[int, int]] = []
    for group in groups(read.query):
        if group is read.query.template:
            continue
        inside = any(start <= group.open < end for start, end in covered)
        if group.word == "GRAPH" and group.name is not None:
            graph = names.iri(group.name.tokens[0])
            if graph is None:
                return ()
            found[graph] = None
            covered.append((group.open, group.end))
        elif not inside and next(patterns(group), None) is not None:
            return ()
    return tuple(found)


def _corpus(graphs: tuple[Iri, ...], rows: list[Row]) -> Corpus:
    days = [day for row in rows for name in ("first", "last") if (day := day_of(row[name])) is not None]
    return Corpus(
        graphs,
        sum(int(str(row["articles"])) for row in rows),
        sum(int(str(row["statements"])) for row in rows),
        min(days, default=None),
        max(days, default=None),
    )
