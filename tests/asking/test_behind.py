"""The statements behind a row, and what a query was asked of."""

from datetime import date

import pytest

from graph.errors import QuerySyntax
from graph.model import Literal
from graph.namespaces import ID, PREFIXES, local_id
from graph.views.behind import statements_behind
from graph.views.corpus import corpus

PROLOGUE = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("say", "id"))
DENIAL = "article-spin-boldak-s04"
CAPTURES = {"article-islam-qala-s11", "article-spin-boldak-s27"}  # one proposition each, said once


@pytest.mark.parametrize(
    ("query", "expected"),
    {
        "SELECT ?s { ?s say:act say:deny }": {DENIAL},
        "SELECT ?who { ?s say:speaker ?who ; say:act say:deny }": {DENIAL},
        "SELECT ?who { { SELECT ?who ?s { ?s say:speaker ?who ; say:act say:deny } } }": {DENIAL},
        "SELECT ?who (COUNT(*) AS ?n) { ?s say:speaker ?who ; say:act say:deny } GROUP BY ?who": {DENIAL},
        "SELECT ?c { ?s say:content ?c ; say:act say:deny }": {DENIAL},  # and not those who affirm it
        "SELECT ?statement { ?statement say:act ?term FILTER(?term = say:deny) }": {DENIAL},
        "SELECT ?p { ?p a say:Capture ; say:place id:afghanistan }": CAPTURES,
        "SELECT ?where { ?p a say:Capture ; say:place ?where FILTER(?where = id:afghanistan) }": CAPTURES,
        "SELECT ?who { ?who a say:ArmedGroup }": set(),
        "SELECT (COUNT(?who) AS ?n) { ?who a say:ArmedGroup }": set(),
        "SELECT ?none { ?s say:act say:deny }": set(),
    }.items(),
)
def test_statements_behind_a_row(query, expected, dataset):
    answer = dataset.answer(PROLOGUE + query)
    found = set()
    for row in answer.rows:
        found |= {
            local_id(s)
            for s in statements_behind(dataset, dict(zip(answer.columns, row, strict=True)), PROLOGUE + query)
        }
    assert found & expected == expected
    assert len(found) == len(expected) or len(answer.rows) > 1


def test_each_row_has_its_own_statements(dataset):
    text = f"{PROLOGUE}SELECT ?who {{ ?s say:speaker ?who }}"
    for (who,) in set(dataset.answer(text).rows):
        asked = f"{PROLOGUE}SELECT ?s {{ ?s say:speaker <{who}> }}"
        expected = {row[0] for row in dataset.answer(asked).rows}
        assert set(statements_behind(dataset, {"who": who}, text)) == expected


def test_hostile_values_are_only_values(dataset):
    text = "SELECT ?label { ?s ?p ?label }"
    assert statements_behind(dataset, {"label": Literal('" } ?a ?b ?c #')}, text) == []


def test_text_that_cannot_be_run_is_refused(dataset):
    with pytest.raises(QuerySyntax):
        statements_behind(dataset, {}, "SELECT")


@pytest.mark.parametrize(
    ("inside", "graphs", "statements"),
    [
        ("?s ?p ?o", (), 88),
        ("GRAPH ?g { ?s ?p ?o }", (), 88),
        ("GRAPH id:article-islam-qala { ?s ?p ?o }", ("article-islam-qala",), 56),
        ("GRAPH id:article-islam-qala { ?s ?p ?o } ?s ?q ?z", (), 88),
        (
            "{ GRAPH id:article-islam-qala { ?s ?p ?o } } UNION { GRAPH id:article-spin-boldak { ?s ?p ?o } }",
            ("article-islam-qala", "article-spin-boldak"),
            88,
        ),
        ("GRAPH id:nowhere { ?s ?p ?o }", ("nowhere",), 0),
    ],
)
def test_corpus_is_what_the_query_asks(inside, graphs, statements, dataset):
    found = corpus(dataset, f"{PROLOGUE}SELECT * {{ {inside} }}")
    assert (found.graphs, found.statements) == (tuple(ID + graph for graph in graphs), statements)
    assert found.last == (date(2021, 7, 14) if statements == 88 else date(2021, 7, 9) if statements else None)
