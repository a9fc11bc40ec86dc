"""What an answer can be looked at as, and that a drawing's query draws the drawing again."""

from datetime import date

import pytest

from graph.model import Iri
from graph.namespaces import ID
from graph.views import answered, picture
from graph.views.stories import stories

PREFIXES = """PREFIX say: <https://w3id.org/sayso/ns#>
PREFIX id: <https://w3id.org/sayso/id/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX geo: <http://www.w3.org/2003/01/geo/wgs84_pos#>
"""


@pytest.fixture
def ask(dataset):
    return lambda text: dataset.answer(PREFIXES + text)


def views(dataset, answer):
    return answered.views_of(dataset, answer)


@pytest.mark.parametrize(
    ("query", "best", "others"),
    [
        ("ASK { ?s a say:Statement }", "Value", set()),
        ("SELECT (COUNT(*) AS ?n) { ?s a say:Statement }", "Value", {"Table"}),
        ("CONSTRUCT { ?s say:speaker ?o } WHERE { ?s say:speaker ?o }", "Graph", {"Table"}),
        ("SELECT ?place ?lat ?long { ?place geo:lat ?lat ; geo:long ?long }", "Table", {"Map"}),
        ("SELECT ?s ?day { ?s say:statedOn ?day }", "Table", {"Timeline"}),
        ("SELECT ?who (COUNT(*) AS ?n) { ?s say:speaker ?who } GROUP BY ?who", "Table", {"Chart"}),
        ("SELECT ?s ?who { ?s say:speaker ?who }", "Table", {"Graph"}),
        ("SELECT ?s { ?s a say:Nothing }", "Table", set()),
    ],
)
def test_the_data_decides_how_an_answer_can_be_seen(ask, dataset, query, best, others):
    found = views(dataset, ask(query))
    assert found[0] == best
    assert others <= set(found)


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("#defaultView:Map\nSELECT", "Map"),
        ("SELECT * {}\n  # defaultview: timeline", "Timeline"),
        ("#defaultView:BarChart", "Chart"),
        ("#defaultView:Nonsense", ""),
        ("SELECT ('#defaultView:Map' AS ?x) {}", ""),
    ],
)
def test_a_query_can_name_its_view(text, view):
    assert answered.asked_view(text) == view


@pytest.mark.parametrize("number", range(3))
def test_the_query_of_a_drawing_draws_the_same_set(dataset, number):
    shown = stories(dataset)[number].shown
    answer = dataset.answer(picture.drawn_query(dataset, shown).text)
    drawn, total = answered.drawing(dataset, answer)
    assert {thing.iri for thing in drawn.things} == set(shown)
    assert total == len(shown)
    assert set(drawn.links) == set(picture.picture(dataset, shown).links)


def test_the_query_of_everything_draws_everything(dataset):
    shown = list(dict.fromkeys(Iri(row["thing"]) for row in dataset.select("things")))
    answer = dataset.answer(picture.drawn_query(dataset, shown).text)
    assert set(answered.described(dataset, answer.triples)) == set(shown)


def test_triples_that_only_link_are_drawn_with_all_their_ends(ask, dataset):
    answer = ask("CONSTRUCT { ?s say:speaker ?o } WHERE { ?s say:speaker ?o }")
    drawn, total = answered.drawing(dataset, answer)
    assert {link.kind for link in drawn.links} == {"say:speaker"}
    assert Iri(f"{ID}taliban") in {thing.iri for thing in drawn.things}
    assert total == len(drawn.things) == len({t.subject for t in answer.triples} | {t.object for t in answer.triples})


def test_rows_that_say_where_and_when_are_found(ask, dataset):
    where = ask("SELECT ?place { ?place a say:BorderCrossing } ORDER BY ?place")
    assert f"{ID}spin-boldak-chaman-crossing" in {place.thing.iri for place in answered.places(dataset, where)}
    points = ask(
        'SELECT ?name ?wkt { VALUES (?name ?wkt) { ("here" "POINT(66.4 31.0)") ("nowhere" "POINT(500 500)") } }'
    )
    assert [(p.thing.label, p.lat, p.long) for p in answered.places(dataset, points)] == [("here", 31.0, 66.4)]
    when = ask("SELECT ?s ?day { ?s say:speaker id:zabihullah-mujahid ; say:statedOn ?day }")
    assert {day.start for day in answered.days(dataset, when)} == {date(2021, 7, 9), date(2021, 7, 14)}


def test_a_chart_has_names_and_numbers(ask):
    found = answered.chart(
        ask("SELECT ?who (COUNT(*) AS ?n) { ?s say:speaker ?who } GROUP BY ?who ORDER BY DESC(?n) LIMIT 3")
    )
    assert found.names[0] == "id:le-monde"
    assert found.values["n"] == tuple(sorted(found.values["n"], reverse=True))
    assert answered.chart(ask("SELECT ?n { VALUES ?n { 1 2 } }")) is None


def test_labels_of_what_has_none_are_curies(dataset):
    assert answered.labels(dataset, [Iri(f"{ID}quetta"), Iri("http://x.example/a"), Iri("_:b1")]) == {
        f"{ID}quetta": "Quetta",
        "http://x.example/a": "http://x.example/a",
        "_:b1": "unnamed",
    }
