"""The statements behind a row of an answer, one click away from it."""

from collections.abc import Iterator
from typing import Final

from graph.asking.outline import Outline
from graph.asking.parts import prologue
from graph.asking.reading import outline
from graph.asking.scope import bound
from graph.asking.writing import Fitting, Variable, as_text, framed, row_text, unused
from graph.dataset import Dataset
from graph.model import BlankNode, Iri, Row
from graph.namespaces import PREFIXES, SAY

MOST_HIDDEN: Final = 8
_TYPE: Final = Iri(PREFIXES["rdf"] + "type")
_CONTENT: Final = Iri(str(SAY.content))
_STATEMENT: Final = Iri(str(SAY.Statement))


def statements_behind(
    dataset: Dataset, row: Row, text: str = "", *, seconds: float = 5.0, without: frozenset[Iri] = frozenset()
) -> list[Iri]:
    """The statements behind a row, but those `without`: what it shows, and what its query passed through unshown.

    For the last, `text` is the query that gave the row: it is asked again, in the sandbox, with the values of the row,
    for each variable that it does not show; 500 at most are given of each. Where there are none, the statements whose
    content the row shows or passed through. Actors, places and articles alone lead to none: there are too many.
    Raises QueryFault for a text that cannot be run, OutOfTime or OutOfMemory.
    """
    shown = [term for term in row.values() if isinstance(term, Iri)]
    said = {thing: _of(dataset, thing) for thing in shown}
    found = dict.fromkeys(thing for thing in shown if thing in said[thing])
    hidden = _Hidden(dataset, row, text, seconds, without) if text else None
    if hidden is not None:
        found |= dict.fromkeys(hidden.statements())
    if not found:
        found |= dict.fromkeys(statement for statements in said.values() for statement in statements)
    if not found and hidden is not None:
        found |= dict.fromkeys(hidden.contents())
    return [statement for statement in found if statement not in without]


def _of(dataset: Dataset, thing: Iri) -> list[Iri]:
    return [Iri(str(row["statement"])) for row in dataset.select("statements_of", thing=thing)]


class _Hidden:
    """The variables of a query that one of its rows does not show."""

    def __init__(self, dataset: Dataset, row: Row, text: str, seconds: float, without: frozenset[Iri]) -> None:
        dataset.check(text)
        self.dataset = dataset
        self.text = text
        self.seconds = seconds
        self.without = without
        self.read: Outline = outline(text)
        query = self.read.query
        inside = bound(query.where)
        shown = {token.text[1:] for token in query.projected} | (set(inside) if query.star else set())
        self.names = [name for name in inside if name not in shown][:MOST_HIDDEN]
        values = {name: term for name in inside if (term := row.get(name)) is not None}
        self.values = {name: term for name, term in values.items() if not isinstance(term, BlankNode)}
        if query.form != "SELECT" or (query.projected and not self.values):
            self.names = []  # nothing ties the row to what was passed through

    def statements(self) -> Iterator[Iri]:
        """Those of their values that are statements."""
        for name in self.names:
            yield from self._ask(name, Fitting(Variable(name), _TYPE, _STATEMENT))

    def contents(self) -> Iterator[Iri]:
        """The statements of which one of their values is the content."""
        statement = unused("statement", self.text)
        for name in self.names:
            yield from self._ask(statement, Fitting(Variable(statement), _CONTENT, Variable(name)))

    def _ask(self, name: str, condition: Fitting) -> Iterator[Iri]:
        where = self.read.query.where
        assert where is not None
        given = row_text(self.values) if self.values else ""
        patterns = f"{self.text[where.open : where.end]}\n{given}\n{as_text([condition])}"
        frame = framed(self.dataset.queries["behind_row"], patterns, {"term": name})
        asked = prologue(self.text, self.read) + frame.text
        answer = self.dataset.answer(asked, seconds=self.seconds, without=self.without)
        yield from (term for (term,) in answer.rows if isinstance(term, Iri))
