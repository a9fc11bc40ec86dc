"""The SPARQL page: examples, forms, mistakes, answers."""

import json
from datetime import date

import pytest
from opening import answered, component, plain, run, table, written

from graph.pages import examples, session


def test_a_link_to_an_example_fills_it_in_and_does_not_run_it(open_app):
    at = open_app("sparql", example="denials")
    assert "denied" in written(at)
    assert not component(at, "table"), "a link never runs a query by itself"
    answered(at)
    assert len(table(at)["rows"]) >= 1
    assert at.query_params == {"example": "denials", "as": "Table"}


def test_examples_answer_as_they_stand(open_app):
    """Every third of them: that all give the rows they should is held by test_queries."""
    for name in list(examples.offered(session.dataset()))[::3]:
        at = answered(open_app("sparql", example=name))
        assert not at.error, name
        assert at.query_params.get("example", examples.FIRST) == name
        assert component(at, "table") or component(at, "canvas") or at.metric or at.info, name


def test_parameters_are_fields_and_stand_in_the_link(open_app):
    at = open_app("sparql", example="who_controls", **{"p.on": "2021-07-13"})
    fields = [field for field in at.date_input if field.key.startswith("field-who_controls")]
    assert fields
    day = fields[0]
    run(day.set_value(date(2021, 7, 10)))
    assert "2021-07-10T00:00:00Z" in written(at)
    assert "2021-07-10" in at.query_params.values()


def test_a_link_fills_in_the_query_and_does_not_run_it(open_app):
    at = open_app("sparql", query="ASK { ?s ?p ?o }")
    assert written(at) == "ASK { ?s ?p ?o }"
    assert not at.metric
    assert at.query_params == {"query": "ASK { ?s ?p ?o }"}


def test_a_mistake_is_shown_with_its_line(ask):
    at = ask("SELECT * WHERE {\n  ?s ?p ?o .\n  FILTER(\n}")
    assert "line" in plain(at.error[0].value).casefold()
    assert "▲ here" in at.code[0].value
    assert not component(at, "table")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "DELETE WHERE { ?s ?p ?o }",
    ],
)
def test_what_reaches_outside_or_writes_is_refused(ask, query):
    at = ask(query)
    assert at.error
    assert not component(at, "table")


def test_ask_says_yes_or_no(ask):
    assert ask("ASK { ?s ?p ?o }").metric[0].value == "yes"
    assert ask("ASK { <urn:x> <urn:x> <urn:x> }").metric[0].value == "no"


def test_construct_is_drawn_and_can_be_saved(ask):
    at = ask("CONSTRUCT { ?s a ?t } WHERE { ?s a ?t } LIMIT 20")
    (drawn,) = component(at, "canvas")
    assert drawn["nodes"]
    assert {button.label for button in at.get("download_button")} >= {"Turtle", "TriG", "JSON-LD", "RDF/XML", "GraphML"}


def test_a_query_names_its_view(ask):
    at = ask("#defaultView:Map\nPREFIX say: <https://w3id.org/sayso/ns#> SELECT ?p { ?p a say:BorderCrossing }")
    assert component(at, "map")
    assert at.query_params["as"] == "Map"


def test_no_rows_is_said_in_words(ask):
    at = ask("SELECT * { <urn:x> ?p ?o }")
    assert "No rows" in at.info[0].value
    assert not at.error


def test_a_cut_answer_says_so(ask):
    at = ask("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 50000")
    assert "Cut after 10,000 rows" in at.warning[0].value
    assert len(table(at)["rows"]) == 10_000


def test_what_was_run_stands_in_the_history(ask):
    at = ask("SELECT * { ?s ?p ?o } LIMIT 7")
    (lines,) = (
        block["items"] for data in component(at, "sheet") for block in data["blocks"] if "7 rows" in json.dumps(block)
    )
    assert lines[0]["text"] == "SELECT * { ?s ?p ?o } LIMIT 7"


def test_iris_are_shown_by_their_names_and_open_in_explore(ask):
    at = ask("SELECT ?s ?kind { ?s a ?kind . FILTER(?kind = <https://w3id.org/sayso/ns#ArmedGroup>) } ORDER BY ?s")
    assert ["Taliban", "https://w3id.org/sayso/id/taliban"] in table(at)["terms"]
