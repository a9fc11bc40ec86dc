"""Whatever the text and wherever the cursor: no function raises, and places lie within the text."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.asking.outline import applied
from graph.asking.places import find
from graph.asking.reading import outline
from graph.asking.tokens import Kind, tokens
from graph.queries import read_queries
from graph.views.completion import complete
from graph.views.corpus import corpus
from graph.views.diagnosis import diagnose

HOUSE = read_queries(Path(__file__).parents[2] / "ontology" / "queries")
PIECES = [
    "SELECT ", "?s ", "?", "a ", "say:act ", "say:", ":", "<urn:x> ", "<http://", "{ ", "} ", "( ", ") ", "[ ",
    "] ", ". ", "; ", ", ", '"x" ', '"', "'''", "@en ", "^^xsd:date ", "^^", "FILTER", "EXISTS ", "NOT ",
    "OPTIONAL ", "GRAPH ", "SERVICE ", "UNION ", "VALUES ", "UNDEF ", "BIND(", "AS ", "ORDER BY ", "GROUP BY ",
    "LIMIT ", "1.5 ", "-", "# x\n", "\n", "\\", "/", "|", "^", "*", "PREFIX e: <urn:e:> ", "@prefix ",
    "INSERT ", "FROM ", "CONSTRUCT ", "WHERE ", "COUNT(", "\xe9", "\U0001f5de", "\x00",
]  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=25).map("".join))


def checked(problems, text):
    lines = text.split("\n")
    for problem in problems:
        assert 1 <= problem.line <= problem.end_line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert 1 <= problem.end_column <= len(lines[problem.end_line - 1]) + 1
        for mend in problem.mends:
            applied(text, mend.edits)


@given(text=TEXTS)
def test_tokens_and_the_space_between_them_are_the_text(text):
    found = tokens(text)
    assert all(token.text == text[token.start : token.end] for token in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
    assert "".join(text.split()) == "".join("".join(token.text for token in found).split())


@given(text=TEXTS)
def test_any_text_is_diagnosed(text, dataset, terms):
    checked(diagnose(dataset, text, terms=terms), text)
    corpus(dataset, text)


@given(text=TEXTS, share=st.floats(0, 1))
def test_any_place_is_completed(text, share, dataset, terms):
    at = round(len(text) * share)
    completion = complete(dataset, text, at, terms=terms)
    assert 0 <= completion.start <= at <= completion.end <= len(text)


@pytest.mark.parametrize("query", HOUSE.values(), ids=HOUSE)
def test_query_of_the_house_is_read_wherever_it_is_cut(query, dataset, terms):
    for at in range(0, len(query.text), 7):
        text = query.text[:at]
        read = outline(text)
        assert all(token.kind is not Kind.HOLE for token in read.tokens)
        place = find(text, at, terms.prefixes)
        assert place.start <= at <= place.end
    for at in range(0, len(query.text), 126):
        text = query.text[:at]
        checked(diagnose(dataset, text, terms=terms), text)
        completion = complete(dataset, text, at, terms=terms)
        assert completion.start <= at <= completion.end


@pytest.mark.parametrize(
    "piece", ["(", "[ a ", "{ ", "{ ?s ?p ", "FILTER(EXISTS { ", "'''", "?x ?y ?z . ", "<http://x", "a.a."]
)
def test_deep_and_long_texts_are_read_in_time_that_grows_with_their_length(piece):
    text = "SELECT * {" + piece * 5000
    assert len(outline(text).faults) <= 30


def test_too_long_a_text_is_left_alone_and_that_is_said(dataset, terms):
    text = "SELECT * { " + "?s ?p ?o . " * 5000
    (problem,) = diagnose(dataset, text, terms=terms)
    assert "longer than 50,000" in problem.message
    assert "longer than 50,000" in complete(dataset, text, 9, terms=terms).note


@pytest.mark.parametrize("number", ['"1E999999999"^^xsd:decimal', '"' + "9" * 5000 + '"^^xsd:integer'])
def test_literal_that_hangs_a_parser_hangs_nobody(number, dataset, terms):
    text = f"PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\nSELECT * {{ ?s ?p {number} ; ?q  }}"
    assert isinstance(diagnose(dataset, text, terms=terms), list)
    assert complete(dataset, text, len(text) - 2, terms=terms).start
