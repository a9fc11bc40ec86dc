"""Records to a pyvis `Network`: what each kind looks like, and where everything stands."""

from collections.abc import Collection, Mapping

from graph.draw.lanes import Lane, by_time, lanes
from graph.draw.network import canvas_data, edge_id, network, said_line
from graph.draw.place import Point, positions
from graph.model import Iri, Picture

__all__ = [
    "ARRANGEMENTS",
    "Lane",
    "Point",
    "arranged",
    "canvas_data",
    "edge_id",
    "lanes",
    "network",
    "positions",
    "said_line",
]

ARRANGEMENTS = {"story": "Round the focus", "time": "By time"}


def arranged(
    picture: Picture,
    standing: Mapping[Iri, Point],
    focus: Iri | None,
    *,
    arrangement: str = "story",
    pinned: Collection[Iri] = (),
) -> dict[Iri, Point]:
    """A place for everything drawn, in the arrangement chosen; what stands, stays."""
    if arrangement == "time":
        return by_time(picture, standing, pinned)
    return positions(picture, standing, focus, pinned)
