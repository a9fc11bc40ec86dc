"""Where edges run in a static drawing: from border to border, with an arrowhead, and names where there is room."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graph.draw.lettering import fit, width
from graph.draw.place import Point

_HEAD_LENGTH: Final = 7.0
_HEAD_HALF: Final = 3.2
_BEND: Final = 0.16  # of the length, for each edge between the same two things after the first
_LABEL: Final = 180  # pixels of a name at most
_TRIES: Final = [i / 40 for i in range(1, 40)]

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Frame:
    """What a drawn thing covers: its middle, its half width and height or radius, and its box with the name."""

    x: float
    y: float
    half: Point
    radius: float | None
    box: Box

    def border(self, towards: Point) -> Point:
        """The point of the border on the way from the middle to another point."""
        dx, dy = towards[0] - self.x, towards[1] - self.y
        length = math.hypot(dx, dy)
        if length == 0:
            return self.x, self.y
        if self.radius is not None:
            reach = self.radius / length
        else:
            reach = min(half / abs(d) for half, d in zip(self.half, (dx, dy), strict=True) if d)
        return self.x + dx * reach, self.y + dy * reach


@dataclass(frozen=True)
class Edge:
    """A laid edge: from `start` to the `neck` of its arrowhead, by way of `bend` when it is not straight."""

    label: str
    start: Point
    end: Point
    neck: Point
    head: tuple[Point, Point, Point]
    bend: Point | None

    def along(self, t: float) -> Point:
        """The point at a share of the way."""
        bend = self.bend or _between(self.start, self.end, 0.5)
        return _between(_between(self.start, bend, t), _between(bend, self.end, t), t)


def laid(edges: Iterable[Mapping[str, Any]], frames: Mapping[str, Frame]) -> list[Edge]:
    """Lay the edges of a network; of several between the same two things, the first is straight."""
    seen: Counter[frozenset[str]] = Counter()
    found = []
    for edge in edges:
        pair = frozenset((edge["from"], edge["to"]))
        found.append(_laid(edge, frames, seen[pair]))
        seen[pair] += 1
    return found


def _laid(edge: Mapping[str, Any], frames: Mapping[str, Frame], nth: int) -> Edge:
    source, target = frames[edge["from"]], frames[edge["to"]]
    dx, dy = target.x - source.x, target.y - source.y
    middle = ((source.x + target.x) / 2, (source.y + target.y) / 2)
    bend = (middle[0] + dy * 2 * _BEND * nth, middle[1] - dx * 2 * _BEND * nth) if nth else None
    start = source.border(bend or (target.x, target.y))
    end = target.border(bend or (source.x, source.y))
    away = bend or start
    length = math.hypot(away[0] - end[0], away[1] - end[1]) or 1
    ux, uy = (away[0] - end[0]) / length, (away[1] - end[1]) / length
    neck = (end[0] + ux * _HEAD_LENGTH, end[1] + uy * _HEAD_LENGTH)
    wings = [(neck[0] - s * uy * _HEAD_HALF, neck[1] + s * ux * _HEAD_HALF) for s in (1, -1)]
    return Edge(str(edge["label"]), start, end, neck, (end, wings[0], wings[1]), bend)


def label_spots(edges: Sequence[Edge], frames: Mapping[str, Frame], size: float) -> Iterator[tuple[str, Point]]:
    """The names that find room on their edge, the middle first, without covering a thing or another name."""
    taken = [frame.box for frame in frames.values()]
    for edge in edges:
        text = fit(edge.label, _LABEL, size)
        half = (width(text, size) / 2 + 3, size * 0.7)
        for t in sorted(_TRIES, key=lambda t: (abs(t - 0.5), t)):
            x, y = edge.along(t)
            box = (x - half[0], y - half[1], x + half[0], y + half[1])
            if text and not any(_meet(box, other) for other in taken):
                taken.append(box)
                yield text, (x, y)
                break


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _between(one: Point, other: Point, t: float) -> Point:
    return one[0] + (other[0] - one[0]) * t, one[1] + (other[1] - one[1]) * t
