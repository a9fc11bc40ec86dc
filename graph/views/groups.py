"""Too much to draw: things gathered into groups by kind, article or community, with exact counts.

A group stands for its members until they are taken out of it, a few at a time.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

import networkx as nx

from graph.model import Iri, Link, Node, Picture, Thing
from graph.views.picture import CAP, STEP, compose, links_among

WAYS = {"kind": "by kind", "article": "by article", "community": "by community"}
_PREFIX = "group:"


def is_group(iri: str) -> bool:
    """Whether an id names a group and not a thing."""
    return iri.startswith(_PREFIX)


def grouped(
    nodes: Sequence[Node], way: str, out: Collection[Iri], gone: Collection[Iri], shown: Collection[Iri]
) -> Picture:
    """The picture of many things: those taken `out` one by one, the others in groups of the given way.

    Links of grouped things are gathered too, one for each pair of ends, which says how many it stands for.
    """
    single = [each for each in nodes if each.thing.iri in out]
    home = {iri: group for group, members in members_of(nodes, way, out).items() for iri in members}
    sizes = Counter(home.values())
    drawn = compose(single, gone, shown)
    counted: Counter[tuple[Iri, Iri]] = Counter()
    for link in links_among(nodes):
        ends = home.get(link.source, link.source), home.get(link.target, link.target)
        if ends[0] != ends[1] and (link.source in home or link.target in home):
            counted[ends] += 1
    gathered = tuple(
        Link(source, target, "say:links", words := f"{count} link{'s' * (count > 1)}", words)
        for (source, target), count in counted.items()
    )
    things = tuple(Thing(group, _name(group, nodes, home), "group", "group") for group in sizes)
    return replace(drawn, things=(*drawn.things, *things), links=(*drawn.links, *gathered), groups=dict(sizes))


def members_of(nodes: Sequence[Node], way: str, out: Collection[Iri] = ()) -> dict[Iri, list[Iri]]:
    """The members of each group, in the order of the view, without those that were taken out."""
    homes = _communities(nodes) if way == "community" else {each.thing.iri: _home(each, way) for each in nodes}
    found: dict[Iri, list[Iri]] = {}
    for each in nodes:
        iri = each.thing.iri
        if iri not in out:
            found.setdefault(Iri(f"{_PREFIX}{way}:{homes[iri]}"), []).append(iri)
    return found


def taken_out(nodes: Sequence[Node], group: Iri, out: Sequence[Iri]) -> list[Iri]:
    """The next members of a group to be drawn one by one, those with most links first, while there is room."""
    way = group.split(":")[1]
    degree = Counter(end for link in links_among(nodes) for end in (link.source, link.target))
    members = members_of(nodes, way, out).get(group, [])
    room = max(0, min(STEP, CAP - len(out)))
    return sorted(members, key=lambda iri: (-degree[iri], iri))[:room]


def _home(each: Node, way: str) -> str:
    if way == "article":
        return each.statement.article if each.statement else ""
    return each.thing.kind


def _communities(nodes: Sequence[Node]) -> dict[Iri, str]:
    """Communities by the Louvain method, each named after its best linked member."""
    between = nx.Graph()
    between.add_nodes_from(each.thing.iri for each in nodes)
    between.add_edges_from((link.source, link.target) for link in links_among(nodes))
    found: dict[Iri, str] = {}
    for members in nx.community.louvain_communities(between, seed=1):
        centre = max(members, key=lambda iri: (between.degree(iri), iri))
        found |= dict.fromkeys(members, centre)
    return found


def _name(group: Iri, nodes: Sequence[Node], home: dict[Iri, Iri]) -> str:
    _, way, value = group.split(":", 2)
    if way == "kind":
        return next(each.thing.kind_label for each in nodes if home.get(each.thing.iri) == group) or "no kind"
    named = {each.thing.iri: each.thing.label for each in nodes}
    if way == "article":
        article = named.get(Iri(value)) or value.rpartition("/")[2]
        return f"statements of {article}" if value else "not in an article"
    return f"around {named[Iri(value)]}"
