"""Paths between two things: the shortest few, over the links that are drawn, read as sentences.

The links are looked up level by level from both ends, so that only the part between them is read.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

import networkx as nx

from graph.model import Iri, Link, Node, Thing
from graph.views.links import other_end

WANTED = 3
LONGEST = 6  # steps
REACH = 3000  # things looked at before the search gives up and says so


@dataclass(frozen=True)
class Path:
    """Things from one end to the other, and for each step the links that join its two things."""

    things: tuple[Iri, ...]
    links: tuple[tuple[Link, ...], ...]


@dataclass(frozen=True)
class Paths:
    """The shortest paths found, the kinds of links met on the way, how many things were looked at, and whether the
    search stopped before it had seen everything within reach."""

    paths: tuple[Path, ...]
    kinds: tuple[tuple[str, str], ...]
    looked_at: int
    cut: bool


def paths(
    look: Callable[[Iri], Node], start: Iri, goal: Iri, *, avoid: Collection[str] = (), gone: Collection[Iri] = ()
) -> Paths:
    """The three shortest paths of at most six steps, without links of the kinds to `avoid` and what is `gone`."""
    seen: dict[Iri, Node] = {}
    between = nx.Graph()
    between.add_nodes_from((start, goal))
    kinds: dict[str, str] = {}
    fronts = {start: [start], goal: [goal]}
    depths = {start: 0, goal: 0}
    cut = False
    while sum(depths.values()) < LONGEST and not cut:
        end = min((e for e in fronts if fronts[e]), key=lambda e: (len(fronts[e]), e), default=None)
        if end is None:
            break
        reached: dict[Iri, None] = {}
        for iri in fronts[end]:
            if len(seen) >= REACH:
                cut = True
                break
            if iri not in seen:
                seen[iri] = look(iri)
                cut |= seen[iri].hub and iri not in (start, goal)
            for link in seen[iri].links:
                other = other_end(link, iri)
                if other in gone or other == iri:
                    continue
                kinds.setdefault(link.kind, link.phrase)
                if link.kind not in avoid:
                    reached.setdefault(other)
                    between.add_edge(iri, other)
        fronts[end] = [iri for iri in reached if iri not in seen]
        depths[end] += 1
        found = _shortest(between, start, goal, sum(depths.values()))
        if len(found) == WANTED:
            break
    found = _shortest(between, start, goal, LONGEST)
    return Paths(
        paths=tuple(_path(things, seen, look, avoid) for things in found),
        kinds=tuple(sorted(kinds.items(), key=lambda item: item[1])),
        looked_at=len(seen),
        cut=cut,
    )


def _shortest(between: "nx.Graph[Iri]", start: Iri, goal: Iri, longest: int) -> list[list[Iri]]:
    """The first paths that are no longer than what has been read from both ends, and so are sure to be shortest."""
    if start == goal or not nx.has_path(between, start, goal):
        return []
    ordered: list[list[Iri]] = list(islice(nx.shortest_simple_paths(between, start, goal), WANTED))
    return [things for things in ordered if len(things) - 1 <= longest]


def _path(things: Sequence[Iri], seen: Mapping[Iri, Node], look: Callable[[Iri], Node], avoid: Collection[str]) -> Path:
    steps = []
    for one, other in pairwise(things):
        near = seen[one] if one in seen else look(one)
        far = seen[other] if other in seen else look(other)
        both = dict.fromkeys([*near.links, *far.links])
        steps.append(tuple(k for k in both if {k.source, k.target} == {one, other} and k.kind not in avoid))
    return Path(tuple(things), tuple(steps))


def sentence(path: Path, things: Mapping[Iri, Thing]) -> str:
    """Read a path as one sentence: who is linked to whom, and how; statements are quoted."""
    words = [_name(things[path.things[0]])]
    for at, (one, other) in enumerate(pairwise(path.things)):
        link = path.links[at][0]
        phrase = _with_verb(link.phrase if link.source == one else link.inverse)
        words.append(f"{', which' if at else ''} {phrase} {_name(things[other])}")
    return "".join(words) + "."


# Phrases are written to stand beside an arrow, where "about" is enough; in a sentence these need a verb.
_NO_VERB = re.compile(
    r"(said by|told|reported|about|against|answered|disputed|in|on|part|member|named|talked|spoken|published|from"
    r"|connected|read|worded|written|committed|assessed by)\b"
)


def _with_verb(phrase: str) -> str:
    if phrase.startswith("what "):
        return "is spoken of in"
    return f"is {phrase}" if _NO_VERB.match(phrase) else phrase


def _name(thing: Thing) -> str:
    return f"“{thing.label}”" if thing.kind == "say:Statement" else thing.label
