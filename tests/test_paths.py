"""Paths between two things: shortest first, at most three, at most six steps, read as sentences."""

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import Iri, Link, Node, Thing
from graph.namespaces import ID
from graph.views.links import node
from graph.views.paths import LONGEST, WANTED, paths, sentence
from graph.views.things import thing


def iri(name):
    return Iri(ID + name)


def told(dataset, start, goal, **options):
    found = paths(lambda each: node(dataset, each), iri(start), iri(goal), **options)
    return [sentence(path, {each: thing(dataset, each) for each in path.things}) for path in found.paths]


def looking(pairs):
    """A look-up over made-up links: pairs of names, each a link called `p`."""

    def look(name):
        ends = [pair for pair in pairs if name in pair]
        return Node(
            Thing(name, name, "", ""), tuple(Link(Iri(a), Iri(b), "p", "knows", "is known by") for a, b in ends)
        )

    return look


def test_russia_and_tajikistan_meet_in_the_alliance(dataset):
    first = told(dataset, "russia", "tajikistan")[0]
    assert first == "Russia is member of Collective Security Treaty Organization, which has member Tajikistan."


def test_a_kind_of_link_to_avoid_gives_other_paths(dataset):
    without = told(dataset, "russia", "tajikistan", avoid={"org:memberOf"})
    assert len(without) == WANTED
    assert not any("has member" in each for each in without)


def test_what_the_clock_hides_is_on_no_path(dataset):
    alliance = iri("csto")
    found = paths(lambda each: node(dataset, each), iri("russia"), iri("tajikistan"), gone={alliance})
    assert found.paths
    assert not any(alliance in path.things for path in found.paths)


def test_statements_are_quoted_in_the_sentence(dataset):
    assert "“Russia promises to protect Tajikistan”" in " ".join(told(dataset, "russia", "tajikistan"))


def test_things_that_nothing_joins_have_no_path():
    look = looking([("a", "b"), ("c", "d")])
    assert paths(look, Iri("a"), Iri("d")).paths == ()
    assert paths(look, Iri("a"), Iri("a")).paths == ()


def test_no_path_is_longer_than_six_steps():
    chain = [(str(number), str(number + 1)) for number in range(8)]
    assert len(paths(looking(chain), Iri("0"), Iri("6")).paths[0].links) == LONGEST
    assert paths(looking(chain), Iri("0"), Iri("7")).paths == ()


@settings(max_examples=60, deadline=None)
@given(st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] < pair[1]), max_size=24))
def test_the_paths_are_the_shortest_there_are(pairs):
    between = nx.Graph([(str(a), str(b)) for a, b in pairs])
    between.add_nodes_from(("0", "9"))
    lengths = sorted(len(way) - 1 for way in nx.all_simple_paths(between, "0", "9", cutoff=LONGEST))
    found = paths(looking([(str(a), str(b)) for a, b in pairs]), Iri("0"), Iri("9"))
    assert [len(path.links) for path in found.paths] == lengths[:WANTED]
    assert all(
        between.has_edge(a, b) for path in found.paths for a, b in zip(path.things, path.things[1:], strict=False)
    )
    assert not found.cut
