"""Data that knows nothing of our vocabulary opens and can be walked: names, languages, kinds, blank nodes."""

from pathlib import Path

import pytest

from graph.dataset import Dataset
from graph.draw import arranged, network
from graph.model import Iri
from graph.pages import address
from graph.views import details, links, picture, stories, things

FOREIGN = Path(__file__).parent / "foreign"


@pytest.fixture(scope="module")
def foreign(sandbox):
    dataset = Dataset.open("memory:", sandbox=sandbox)
    for path in sorted(FOREIGN.iterdir()):
        dataset.load(dataset.read(path))
    return dataset


def label(dataset, iri):
    return things.thing(dataset, Iri(iri)).label


def walked(dataset, iri):
    """What a thing is linked to, as its panel and menu say it: phrase and name."""
    seen = links.node(dataset, Iri(iri))
    return {
        (
            link.phrase if link.source == iri else link.inverse,
            things.thing(dataset, links.other_end(link, Iri(iri))).label,
        )
        for link in seen.links
    }


@pytest.mark.parametrize(
    ("iri", "name", "kind"),
    [
        ("https://books.example/novel", "The Salt Road", "Book"),
        ("https://books.example/author", "Ilse Marten", "Person"),
        ("https://thesaurus.example/rivers", "rivers", "Concept"),
        ("https://people.example/noor", "نور الهاشمي", "Person"),
        ("https://people.example/lena", "Лена", "Person"),
        ("http://www.wikidata.org/entity/Q900001", "Tarn Bridge", "bridge"),
        ("https://nameless.example/thing", "https://nameless.example/thing", ""),
    ],
)
def test_names_and_kinds_come_from_the_usual_properties(foreign, iri, name, kind):
    thing = things.thing(foreign, Iri(iri))
    assert (thing.label, thing.kind_label) == (name, kind)


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        ("https://books.example/novel", {("author", "Ilse Marten"), ("published by", "Harbour Press")}),
        ("https://books.example/author", {("is “author” of", "The Salt Road")}),
        ("https://thesaurus.example/rivers", {("broader", "waters"), ("is “broader” of", "mountain rivers")}),
        ("https://people.example/noor", {("knows", "Лена"), ("knows", "unnamed Person")}),
        ("http://www.wikidata.org/entity/Q900001", {("crosses", "River Tarn"), ("Wdt:P17", "Q900009")}),
    ],
)
def test_links_read_in_words_in_both_directions(foreign, iri, expected):
    found = {(phrase.casefold(), name.rpartition(":")[2]) for phrase, name in walked(foreign, iri)}
    assert {(phrase.rpartition(":")[2].casefold(), name) for phrase, name in expected} <= found


def test_blank_nodes_can_be_walked_through(foreign):
    noor = Iri("https://people.example/noor")
    (blank,) = (other for other in picture.neighbours(foreign, noor) if other.startswith("_:"))
    assert walked(foreign, blank) == {("is “knows” of", "نور الهاشمي"), ("based near", "Old Harbour")}
    assert ("nick", "the ferryman") in {(fact.name, fact.value) for fact in details.thing_details(foreign, blank).facts}
    assert things.exists(foreign, address.decode(address.encode(blank)))


def test_a_picture_of_foreign_data_is_drawn_with_kinds_told_apart(foreign):
    start = Iri("https://people.example/noor")
    shown = [start, *picture.neighbours(foreign, start), Iri("https://books.example/novel")]
    drawn = picture.picture(foreign, shown)
    nodes = {node["id"]: node for node in network(drawn, arranged(drawn, {}, start)).nodes}
    assert nodes[start]["shape"] == "dot"
    assert nodes["https://books.example/novel"]["kind"] == "schema:Book"
    assert len({(node["shape"], node["color"]) for node in nodes.values()}) > 1


def test_the_query_of_a_foreign_picture_gives_its_triples(foreign):
    shown = [Iri("https://books.example/novel"), Iri("https://books.example/author")]
    answer = foreign.answer(picture.drawn_query(foreign, shown).text)
    assert {triple.subject for triple in answer.triples} == set(shown)


def test_data_without_stories_still_has_a_beginning(empty_house_with_vocabulary, sandbox):
    dataset = Dataset.open("memory:", root=empty_house_with_vocabulary, sandbox=sandbox)
    for path in sorted(FOREIGN.iterdir()):
        dataset.load(dataset.read(path))
    (story,) = stories.stories(dataset)
    assert len(story.shown) > 2
    assert story.focus in story.shown
