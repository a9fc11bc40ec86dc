"""Columns of SELECT * stand as the query names them, and each keeps its values."""

import pytest

from graph.asking.columns import as_asked
from graph.model import Answer, Literal


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("SELECT * { ?zebra a ?kind . OPTIONAL { ?zebra ?edge ?apple } }", "zebra kind edge apple"),
        ("SELECT * { { ?b ?a ?zebra } UNION { ?kind ?edge ?apple } }", "b a zebra kind edge apple"),
        ("SELECT * { GRAPH ?zebra { ?apple ?kind ?edge } }", "zebra apple kind edge"),
        ("SELECT ?kind ?apple { ?kind ?edge ?apple }", "apple kind"),  # as the engine gave it: the query says which
        ("SELECT * {", "apple kind"),
        ("ASK { ?s ?p ?o }", ""),
    ],
)
def test_columns_stand_as_the_query_names_them(query, order):
    columns = tuple(sorted(order.split()))
    rows = tuple(tuple(Literal(f"{name} {n}") for name in columns) for n in range(2))
    found = as_asked(Answer(0, columns=columns, rows=rows), query)
    assert " ".join(found.columns) == order
    for n, row in enumerate(found.rows):
        assert [str(cell) for cell in row] == [f"{name} {n}" for name in found.columns]
