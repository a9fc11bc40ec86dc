"""Queries without rows: the part that is to blame, and the nearest thing that would have matched."""

import pytest

from graph.asking.outline import applied
from graph.errors import QuerySyntax
from graph.namespaces import PREFIXES
from graph.queries import parse_term, with_bindings
from graph.views.explanation import explain

PROLOGUE = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("say", "id", "xsd", "rdfs"))
LATE = '"2021-07-25T00:00:00Z"^^xsd:dateTime'
EMPTY = {  # the inside of a query: (guilty text, words of the message, the nearest term)
    "?s say:speaker ?x ;\n   say:act say:denied": ("say:act say:denied", "line 6: ?s say:act say:denied", "say:deny"),
    "?s say:actt say:deny": ("?s say:actt say:deny", "Nothing matches", "say:act"),
    '?x rdfs:label "Taliban"': ('?x rdfs:label "Taliban"', "Nothing matches", '"Taliban"@en'),
    '?x rdfs:label "Talibn"@en': ('?x rdfs:label "Talibn"@en', "Nothing matches", '"Taliban"@en'),
    "?c say:quantity 401": ("?c say:quantity 401", "Nothing matches", "400"),
    f"?s say:statedOn {LATE}": (f"?s say:statedOn {LATE}", "Nothing matches", '"2021-07-14T00:00:00Z"^^xsd:dateTime'),
    "?s say:speaker id:taliban ; say:act say:deny": ("say:act say:deny", "by itself 1 row", "say:claim"),
    "?s say:act ?a FILTER(?a = say:denied)": ("FILTER(?a = say:denied)", "without it there are 88 rows", "say:deny"),
    "FILTER(?a = say:denied) ?s say:act ?a": ("FILTER(?a = say:denied)", "without it there are 88 rows", "say:deny"),
    "?s say:act ?a MINUS { ?s say:speaker ?x }": ("MINUS { ?s say:speaker ?x }", "without it there are 88", None),
    "GRAPH ?g { ?s say:speaker ?x . ?s say:act say:denied }": ("?s say:act say:denied", "Nothing", "say:deny"),
    "?s say:speaker ?x { SELECT ?s { ?s say:act say:denied } }": ("?s say:act say:denied", "Nothing", "say:deny"),
    "[ say:act say:denied ] say:speaker ?x": ("[ say:act say:denied ] say:speaker ?x", "Nothing", "say:deny"),
    "VALUES ?who { id:talibam } ?s say:speaker ?who": ("?s say:speaker ?who", "Nothing", "id:taliban"),
}


@pytest.mark.parametrize(("inside", "expected"), EMPTY.items(), ids=EMPTY)
def test_guilty_part_is_named_with_the_nearest_that_would_match(inside, expected, dataset, terms):
    guilty, words, near = expected
    text = f"{PROLOGUE}SELECT * WHERE {{ {inside} }}"
    found = explain(dataset, text, terms=terms)
    assert found.text == guilty
    start = text.index(guilty)
    line = text.count("\n", 0, start) + 1
    assert (found.line, found.column) == (line, start - text.rfind("\n", 0, start))
    assert words in found.message
    assert [n.text for n in found.near[:1]] == ([near] if near else [])


@pytest.mark.parametrize("inside", [inside for inside, (_, _, near) in EMPTY.items() if near])
def test_the_mend_of_the_nearest_gives_rows(inside, dataset, terms):
    text = f"{PROLOGUE}SELECT * WHERE {{ {inside} }}"
    assert dataset.answer(text).rows == ()
    mend = explain(dataset, text, terms=terms).near[0].mend
    assert dataset.answer(applied(text, mend.edits)).rows


@pytest.mark.parametrize("misspelt", ["say:speakr", "say:contnt", "rdfs:lable", "say:plce"])
def test_a_mend_gives_as_many_rows_as_it_promises(misspelt, dataset, terms):
    text = f"{PROLOGUE}SELECT * WHERE {{ ?s {misspelt} ?o }}"
    found = explain(dataset, text, terms=terms).near
    assert found
    for near in found:
        rows = len(dataset.answer(applied(text, near.mend.edits)).rows)
        assert rows >= near.count if near.at_least else rows == near.count


def test_filter_on_days_says_which_days_there_are(dataset, terms):
    text = f"{PROLOGUE}SELECT * {{ ?s say:statedOn ?day FILTER(?day > {LATE}) }}"
    found = explain(dataset, text, terms=terms)
    assert found.span == "?day goes from 8 July 2021 to 14 July 2021"
    assert [(w.text[:6], w.rows) for w in found.without] == [("FILTER", 82)]


def test_parts_are_left_out_one_by_one(dataset, terms):
    text = f"{PROLOGUE}SELECT * {{ ?s say:speaker id:taliban ; say:act say:deny }}"
    found = explain(dataset, text, terms=terms)
    assert {w.text: w.rows for w in found.without} == {"?s say:speaker id:taliban": 1, "?s say:act say:deny": 6}


def test_form_filled_in_with_a_value_that_is_not_there(dataset, terms):
    text = with_bindings(dataset.queries["said_by"], {"actor": parse_term("id:talibam")}).text
    found = explain(dataset, text, terms=terms)
    assert found.near[0].text in {"id:taliban", "<https://w3id.org/sayso/id/taliban>"}
    assert dataset.answer(applied(text, found.near[0].mend.edits)).rows


def test_what_comes_after_the_patterns_can_be_to_blame(dataset, terms):
    text = f"{PROLOGUE}SELECT ?x {{ ?s say:speaker ?x }} GROUP BY ?x HAVING(COUNT(?s) > 500)"
    found = explain(dataset, text, terms=terms)
    assert found.text.startswith("HAVING")
    assert "HAVING after them leaves none" in found.message


def test_query_with_rows_has_nothing_to_explain(dataset, terms):
    found = explain(dataset, f"{PROLOGUE}SELECT * {{ ?s say:act say:deny }}", terms=terms)
    assert (found.line, found.message) == (0, "The patterns give 1 row; the query is not without an answer.")


def test_what_cannot_be_run_is_not_explained(dataset, terms):
    with pytest.raises(QuerySyntax):
        explain(dataset, "SELECT", terms=terms)


def test_time_that_is_over_is_said(dataset, terms):
    found = explain(dataset, f"{PROLOGUE}SELECT * {{ ?s say:act say:denied }}", terms=terms, seconds=0)
    assert "could not be found out" in found.message
    assert "allow more time" in found.note


def test_what_is_hidden_is_not_found(dataset, terms):
    text = f"{PROLOGUE}SELECT * {{ ?s say:act say:deny }}"
    denial = frozenset({parse_term("id:article-spin-boldak-s04")})
    found = explain(dataset, text, terms=terms, without=denial)
    assert found.text == "?s say:act say:deny"
