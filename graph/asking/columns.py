"""The order of the columns of an answer to SELECT *, which SPARQL leaves open: as the query names them."""

from dataclasses import replace
from operator import itemgetter

from graph.asking.reading import outline
from graph.asking.scope import bound
from graph.model import Answer


def as_asked(answer: Answer, text: str) -> Answer:
    """The answer to a query with the columns of a SELECT * in the order in which the query names them first."""
    query = outline(text).query
    if not query.star or len(answer.columns) < 2:
        return answer
    named = [name for name in bound(query.where) if name in answer.columns]
    order = tuple(dict.fromkeys([*named, *answer.columns]))
    if order == answer.columns:
        return answer
    cells = itemgetter(*(answer.columns.index(name) for name in order))
    return replace(answer, columns=order, rows=tuple(map(cells, answer.rows)))
