"""Too much to draw: groups with exact counts, taken apart on demand."""

import pytest

from graph.draw import arranged, network
from graph.model import Iri
from graph.views.groups import WAYS, grouped, is_group, members_of, taken_out
from graph.views.links import node
from graph.views.picture import CAP, compose


@pytest.fixture(scope="module")
def everything(dataset):
    return [node(dataset, iri) for iri in dict.fromkeys(Iri(row["thing"]) for row in dataset.select("things"))]


def drawn(nodes, way, out=()):
    return grouped(nodes, way, out, frozenset(), [each.thing.iri for each in nodes])


@pytest.mark.parametrize("way", WAYS)
def test_groups_count_everything_once(everything, way):
    picture = drawn(everything, way)
    assert sum(picture.groups.values()) == len(everything)
    assert {thing.iri for thing in picture.things} == set(picture.groups)
    assert all(
        is_group(iri) and thing.kind == "group" and thing.label
        for iri, thing in zip(picture.groups, picture.things, strict=True)
    )


@pytest.mark.parametrize("way", WAYS)
def test_what_is_taken_out_is_drawn_by_itself_and_counted_there_no_more(everything, way):
    whole = drawn(everything, way)
    largest = max(whole.groups, key=whole.groups.__getitem__)
    first = taken_out(everything, largest, ())
    assert 0 < len(first) <= 12
    picture = drawn(everything, way, first)
    assert sum(picture.groups.values()) + len(first) == len(everything)
    if way != "community" or largest in picture.groups:
        assert picture.groups[largest] == whole.groups[largest] - len(first)
    assert set(first) <= {thing.iri for thing in picture.things}


def test_a_group_can_be_opened_to_the_end(everything):
    out = []
    group = Iri("group:kind:say:Settlement")
    members = members_of(everything, "kind")[group]
    while more := taken_out(everything, group, out):
        out += more
    assert sorted(out) == sorted(members)


def test_never_more_than_can_be_drawn_is_taken_out(everything):
    out = [Iri(f"http://x/{number}") for number in range(CAP - 3)]
    assert len(taken_out(everything, Iri("group:kind:say:Statement"), out)) == 3


def test_links_are_gathered_with_their_number(everything):
    whole = compose(everything)
    picture = drawn(everything, "kind")
    kinds = {thing.iri: thing.kind for thing in whole.things}
    said_by_people = [
        link for link in whole.links if kinds[link.source] == "say:Statement" and kinds[link.target] == "say:Person"
    ]
    (gathered,) = (
        link
        for link in picture.links
        if (link.source, link.target) == ("group:kind:say:Statement", "group:kind:say:Person")
    )
    assert gathered.phrase == f"{len(said_by_people)} links"


@pytest.mark.parametrize("arrangement", ["story", "time"])
def test_groups_have_a_place_and_a_count_on_the_canvas(everything, arrangement):
    picture = drawn(everything, "kind", taken_out(everything, Iri("group:kind:say:Statement"), ()))
    at = arranged(picture, {}, None, arrangement=arrangement)
    nodes = {each["id"]: each for each in network(picture, at).nodes}
    assert nodes["group:kind:say:Person"]["shape"] == "group"
    assert nodes["group:kind:say:Person"]["count"] == picture.groups["group:kind:say:Person"]
