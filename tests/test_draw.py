"""How it looks: nothing overlaps, nothing that stands moves, and nobody takes a denial for a claim."""

from dataclasses import replace
from itertools import combinations, product

import pytest
from rdflib import RDF, RDFS, SKOS, Graph, Namespace

from graph.dataset import ROOT, Dataset
from graph.draw import network, positions
from graph.draw.place import box
from graph.draw.style import FAMILIES, family_of, voice_of
from graph.model import Iri, Picture, Thing
from graph.namespaces import ID, SAY_IRI, compress
from graph.views.links import node
from graph.views.picture import compose, grow, neighbours, picture, sift
from graph.views.statements import in_article
from graph.views.stories import stories

SAY = Namespace(SAY_IRI)
STORIES = ("dispute", "alliance", "hearsay")


@pytest.fixture(scope="module")
def vocabulary():
    return Graph().parse(ROOT / "ontology" / "vocabulary.ttl")


@pytest.fixture(scope="module")
def told(dataset):
    return {story.key: story for story in stories(dataset)}


@pytest.fixture(scope="module")
def cards(dataset):
    """Every statement of the seeds."""
    return [s for name in ("islam-qala", "spin-boldak") for s in in_article(dataset, Iri(f"{ID}article-{name}"))]


def overlaps(drawn, at):
    """The pairs of things whose boxes, labels included, cover each other."""
    boxes = {thing.iri: box(thing, at[thing.iri]) for thing in drawn.things}
    return [pair for pair in combinations(boxes, 2) if boxes[pair[0]].meets(boxes[pair[1]], 0)]


def grown(dataset, story):
    """Grow every thing of a story in turn; gives each picture with where things stand and stood before."""
    shown, at = list(story.shown), {}
    for thing in (None, *story.shown):
        if thing is not None:
            shown += grow(shown, neighbours(dataset, thing))[0]
        drawn = picture(dataset, shown)
        before, at = at, positions(drawn, at, story.focus)
        yield drawn, at, before


# ------------------------------------------------------------------- place
@pytest.mark.parametrize("key", STORIES)
def test_no_two_boxes_of_a_story_overlap(key, told, dataset):
    drawn = picture(dataset, told[key].shown)
    at = positions(drawn, {}, told[key].focus)
    assert at.keys() == {thing.iri for thing in drawn.things}
    assert overlaps(drawn, at) == []
    assert at[told[key].focus] == (0, 0)


def test_growing_every_thing_moves_none_and_covers_none(told, dataset):
    steps = list(grown(dataset, told["dispute"]))
    assert len(steps[-1][0].things) > 40
    for drawn, at, before in steps:
        assert {thing: at[thing] for thing in before} == before
        assert overlaps(drawn, at) == []


def test_places_are_the_same_each_time(told, dataset, sandbox):
    other = Dataset.open("memory:", sandbox=sandbox)
    (again,) = (story for story in stories(other) if story.key == "dispute")
    assert [at for _, at, _ in grown(other, again)] == [at for _, at, _ in grown(dataset, told["dispute"])]


def test_denial_stands_across_from_the_claims(told, dataset):
    drawn = picture(dataset, told["dispute"].shown)
    at = positions(drawn, {}, told["dispute"].focus)
    side = {name: at[Iri(f"{ID}article-spin-boldak-{name}")][0] > 0 for name in ("s03", "s10", "s04", "s13", "s15")}
    assert side["s03"] == side["s10"] != side["s04"] == side["s13"] == side["s15"]


@pytest.mark.parametrize("count", [0, 1, 2, 40])
def test_things_without_links_find_room_too(count):
    drawn = Picture(
        tuple(Thing(Iri(f"urn:{n}"), "a name that is long " * 3, "say:Person", "person") for n in range(count))
    )
    at = positions(drawn, {}, None)
    assert len(at) == count
    assert overlaps(drawn, at) == []


def test_many_cards_stand_about_as_wide_as_high(dataset, cards):
    everything = picture(dataset, [record.iri for record in cards])
    at = positions(everything, {}, None)
    xs, ys = zip(*(at[iri] for iri in everything.statements), strict=True)
    assert len(everything.statements) == 88
    assert 1 < (max(xs) - min(xs)) / (max(ys) - min(ys)) < 3
    assert not overlaps(everything, at)


def test_focus_that_is_not_drawn_does_no_harm(told, dataset):
    drawn = picture(dataset, told["alliance"].shown)
    assert overlaps(drawn, positions(drawn, {}, Iri("urn:elsewhere"))) == []


# -------------------------------------------------------------------- look
def test_every_kind_has_a_colour_and_a_shape(vocabulary):
    roots = (SAY.Actor, SAY.Place, SAY.Event, SAY.Statement, SAY.Article)
    kinds = {compress(str(kind)) for root in roots for kind in vocabulary.transitive_subjects(RDFS.subClassOf, root)}
    kinds -= {"say:Actor"}  # nothing is only that
    assert {kind for kind in kinds if family_of(kind).key == "other"} == set()
    ours = {kind for family in FAMILIES for kind in family.kinds if kind.startswith("say:")}
    assert ours <= kinds


def test_families_differ_by_shape_and_sign_and_not_by_colour_alone():
    assert len({family.shape for family in FAMILIES}) == len(FAMILIES)
    assert len({family.sign for family in FAMILIES}) == len(FAMILIES)
    assert all(family.light != family.dark for family in FAMILIES)


def test_a_kind_of_another_vocabulary_is_a_family_of_its_own_and_looks_the_same_each_time():
    document = family_of("foaf:Document", "Document")
    assert (document.key, document.label) == ("foaf:Document", "Document")
    assert document == family_of("foaf:Document", "Document") != family_of("ex:Ship", "Ship")
    assert family_of("foaf:Person").key == family_of("wd:Q5").key == "people"
    assert family_of("").key == "other"


def test_denied_never_has_the_look_of_asserted(cards, vocabulary):
    """Whatever the act, certainty and basis: mark, sign and words tell a denial, without colour."""
    values = [
        [compress(str(v)) for v in vocabulary.subjects(SKOS.inScheme, SAY[name])]
        for name in ("acts", "certainties", "bases")
    ]
    assert all(len(scheme) > 3 for scheme in values)
    for act, certainty, basis in product(*values):
        said = replace(
            cards[0], act=act, certainty=certainty, basis=basis, polarity="say:positive", verb="says", glyph="“"
        )
        asserted, denied = voice_of(said), voice_of(replace(said, polarity="say:negative"))
        assert (denied.mark, denied.glyph) == ("deny", "✕")
        assert asserted.mark != "deny"
        assert asserted.glyph != "✕"
        assert act == "say:deny" or "not" in denied.verb


def test_denials_of_the_seeds_are_drawn_as_denials(cards, dataset):
    for card in cards:
        (node,) = network(picture(dataset, [card.iri]), {card.iri: (0, 0)}).nodes
        assert (node["card"]["mark"] == "deny") == (card.polarity == "say:negative"), card.iri


def test_unsure_and_hearsay_have_a_broken_border(cards):
    for card in cards:
        border = voice_of(card).border
        assert border == "solid" or card.polarity == "say:positive"
        assert border != "solid" or card.certainty == "say:certain" or card.polarity == "say:negative"


# ----------------------------------------------------------------- network
def test_network_holds_what_is_drawn_and_names_it(told, dataset):
    drawn = picture(dataset, told["dispute"].shown)
    net = network(drawn, positions(drawn, {}, told["dispute"].focus))
    assert [node["id"] for node in net.nodes] == [thing.iri for thing in drawn.things]
    assert len({edge["id"] for edge in net.edges}) == len(net.edges) == len(drawn.links)
    assert net.options["physics"] == {"enabled": False}
    (denial,) = (node["card"] for node in net.nodes if node["id"].endswith("-s04"))
    assert (denial["verb"], denial["speaker"], denial["foot"]) == (
        "denies",
        "Government of Afghanistan",
        "14 July 2021",
    )


def test_what_is_kept_back_is_not_drawn_nor_are_its_links(told, dataset):
    nodes = [node(dataset, iri) for iri in told["dispute"].shown]
    wanted = {"statements", "places"}
    sifted = sift(nodes, off=lambda each: family_of(each.thing.kind).key not in wanted)
    drawn = compose(sifted.nodes)
    net = network(drawn, positions(drawn, {}, None))
    assert {family_of(each["kind"]).key for each in net.nodes} == wanted
    assert sifted.by_filter == len(nodes) - len(net.nodes) > 0
    ids = {each["id"] for each in net.nodes}
    assert all({edge["from"], edge["to"]} <= ids for edge in net.edges)


def test_kind_of_every_drawn_thing_is_in_the_vocabulary(told, dataset, vocabulary):
    for story in told.values():
        for thing in picture(dataset, story.shown).things:
            kind = SAY[thing.kind.removeprefix("say:")]
            assert (kind, RDF.type, None) in vocabulary
            assert str(vocabulary.value(kind, RDFS.label)) == thing.kind_label
