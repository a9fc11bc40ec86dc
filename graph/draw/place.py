"""Where things stand: computed before drawing, without overlap, and never moving what already stands.

Coordinates are the centres of boxes, in CSS pixels at scale 1, x to the right and y down.
"""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from graph.model import Iri, Link, Picture, Statement, Thing

CARD_WIDTH = 216
CARD_HEIGHT = 108
GROUP_WIDTH = 168
GROUP_HEIGHT = 72
_GAP = 18
_COLUMN = 236
_VOICES = 186
_ONE_COLUMN = 3
_ONE_SCREEN = 9  # cards that stand one below the other
_WIDE = 0.48  # columns squared for each card, so that both halves together are nearly twice as wide as high
_LABEL_WIDTH = 118
_RINGS = 60  # how far out a free spot is looked for
_FURTHER = 3  # rings further for a line that runs behind nothing
_FEW = 4  # ends whose lines are looked at

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """The room a drawn thing takes, label included."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: "Box", gap: float) -> bool:
        """Whether two boxes come closer than `gap`."""
        return (
            abs(self.x - other.x) * 2 < self.width + other.width + 2 * gap
            and abs(self.y - other.y) * 2 < self.height + other.height + 2 * gap
        )


def box(thing: Thing, at: Point) -> Box:
    """The box of a thing standing at a point."""
    if thing.kind == "say:Statement":
        return Box(*at, CARD_WIDTH, CARD_HEIGHT)
    if thing.kind == "group":
        return Box(*at, GROUP_WIDTH, GROUP_HEIGHT)
    lines = math.ceil(7.2 * len(thing.label) / _LABEL_WIDTH)
    return Box(
        at[0],
        at[1] + 6 + 8 * min(lines, 3),
        min(_LABEL_WIDTH, max(44, 7.2 * len(thing.label))),
        34 + 16 * min(lines, 3),
    )


def positions(
    picture: Picture, standing: Mapping[Iri, Point], focus: Iri | None, pinned: Collection[Iri] = ()
) -> dict[Iri, Point]:
    """A place for everything drawn; what is in `standing` stays where it is.

    An empty canvas, or one on which only pinned things stand, gets the focus in the middle and its statements in
    columns beside it, one side's voices together.
    """
    placed = {thing.iri: standing[thing.iri] for thing in picture.things if thing.iri in standing}
    if picture.things and not placed.keys() - set(pinned):
        drawn = focus is not None and any(thing.iri == focus for thing in picture.things)
        _place_free(picture, placed, _story(picture, focus if focus is not None and drawn else _hub(picture)))
    fill(picture, placed)
    return placed


def _place_free(picture: Picture, placed: dict[Iri, Point], wanted: Mapping[Iri, Point]) -> None:
    """Put things where they are wanted, except where something stands already."""
    things = {thing.iri: thing for thing in picture.things}
    taken = [box(things[iri], at) for iri, at in placed.items()]
    for iri, at in wanted.items():
        if iri not in placed and not any(box(things[iri], at).meets(other, 0) for other in taken):
            placed[iri] = at


def _hub(picture: Picture) -> Iri:
    degree = {thing.iri: 0 for thing in picture.things}
    for link in picture.links:
        degree[link.source] += 1
        degree[link.target] += 1
    return max(degree, key=lambda iri: degree[iri])


def _story(picture: Picture, middle: Iri) -> dict[Iri, Point]:
    """The middle, its statements in columns to the left and to the right, each speaker outside its own cards."""
    placed: dict[Iri, Point] = {middle: (0.0, 0.0)}
    cards = [record for iri, record in picture.statements.items() if iri != middle]
    for side, half in zip((-1, 1), _columns(cards), strict=True):
        columns = _broken(half)
        tallest = max(map(len, columns), default=0)
        for number, column in enumerate(columns, start=1):
            top = -(len(column) - 1) / 2 if number == 1 else -(tallest - 1) / 2
            for row, record in enumerate(column):
                placed[record.iri] = (side * number * _COLUMN, (top + row) * (CARD_HEIGHT + _GAP))
        _voices(picture, half, side, len(columns), placed)
    return placed


def _broken(cards: Sequence[Statement]) -> list[Sequence[Statement]]:
    """The cards of one half in columns about as high as the whole is wide; up to a screenful stays in one."""
    if len(cards) <= _ONE_SCREEN:
        return [cards] if cards else []
    rows = math.ceil(len(cards) / round(math.sqrt(len(cards) * _WIDE)))
    return [cards[at : at + rows] for at in range(0, len(cards), rows)]


def _columns(cards: Sequence[Statement]) -> tuple[list[Statement], list[Statement]]:
    """Two columns of about one height; one side's cards are kept together, those of who denies to the right."""
    ordered = sorted(cards, key=lambda card: (card.side, card.speaker.iri, card.iri))
    sides = [list(group) for _, group in groupby(ordered, key=lambda card: card.side)]
    sides.sort(key=lambda group: any(card.polarity == "say:negative" for card in group))
    left: list[Statement] = []
    while len(sides) > 1 and len(left) < (len(cards) + 1) // 2:
        left += sides.pop(0)
    right = [card for group in sides for card in group]
    if left or len(right) <= _ONE_COLUMN:  # a few cards of one voice are not torn apart
        return left, right
    return right[::2], right[1::2]


def _voices(picture: Picture, cards: Sequence[Statement], side: int, columns: int, placed: dict[Iri, Point]) -> None:
    drawn = {thing.iri for thing in picture.things}
    wanted: dict[Iri, float] = {}
    for speaker in dict.fromkeys(card.speaker.iri for card in cards):
        if speaker in drawn and speaker not in placed:
            rows = [placed[card.iri][1] for card in cards if card.speaker.iri == speaker]
            wanted[speaker] = sum(rows) / len(rows)
    heights: list[float] = []
    for y in sorted(wanted.values()):
        heights.append(max(y, heights[-1] + 74) if heights else y)
    lower = sum(heights) - sum(wanted.values())  # pushed down for want of room: the whole row of voices comes up again
    for speaker, y in zip(sorted(wanted, key=wanted.__getitem__), heights, strict=True):
        placed[speaker] = (side * (columns * _COLUMN + _VOICES), y - lower / len(heights))


def fill(picture: Picture, placed: dict[Iri, Point]) -> None:
    """Find room for whatever has no place yet, next to what it is linked to, nearest first."""
    waiting = [thing for thing in picture.things if thing.iri not in placed]
    if not waiting:
        return
    things = {thing.iri: thing for thing in picture.things}
    taken = [box(things[iri], at) for iri, at in placed.items()]
    while waiting:
        anchored = next((t for t in waiting if _anchors(t.iri, picture.links, placed)), waiting[0])
        waiting.remove(anchored)
        anchors = _anchors(anchored.iri, picture.links, placed)
        centre = _mean(placed[iri] for iri in anchors or placed) if placed else (0.0, 0.0)
        ends = [placed[iri] for iri in anchors]
        here = _free(anchored, centre, _mean(placed.values()) if placed else centre, ends, taken)
        placed[anchored.iri] = here
        taken.append(box(anchored, here))


def _anchors(iri: Iri, links: Iterable[Link], placed: Mapping[Iri, Point]) -> list[Iri]:
    ends = (link.target if link.source == iri else link.source for link in links if iri in (link.source, link.target))
    return [end for end in ends if end in placed]


def _mean(points: Iterable[Point]) -> Point:
    xs, ys = zip(*points, strict=True)
    return sum(xs) / len(xs), sum(ys) / len(ys)


def _free(thing: Thing, centre: Point, heart: Point, ends: Sequence[Point], taken: Sequence[Box]) -> Point:
    """The nearest free spot round `centre`, looking first away from the heart of the picture.

    A little further out is better than a line to one of its `ends` that runs behind something else.
    """
    first: Point | None = None
    last = _RINGS
    for ring in range(1, _RINGS):
        if ring > last:
            break
        for spot in _ring(ring, centre, heart):
            room = box(thing, spot)
            if any(room.meets(other, _GAP) for other in taken):
                continue
            if not any(_behind(spot, end, other) for end in ends[:_FEW] for other in taken):
                return spot
            if first is None:
                first, last = spot, ring + _FURTHER
    return first or (centre[0] + 36 * _RINGS + 10 * len(taken), centre[1])


def _ring(ring: int, centre: Point, heart: Point) -> Iterable[Point]:
    away = math.atan2(centre[1] - heart[1], centre[0] - heart[0]) if centre != heart else 0.0
    radius = 60.0 + 36 * ring
    steps = 8 + 4 * ring
    for step in range(steps):
        turn = (step + 1) // 2 * (1 if step % 2 else -1)
        angle = away + turn * 2 * math.pi / steps
        yield round(centre[0] + 1.35 * radius * math.cos(angle)), round(centre[1] + radius * math.sin(angle))


def _behind(one: Point, other: Point, between: Box) -> bool:
    """Whether the straight line between two points runs through a box that stands at neither of them."""
    if abs(other[0] - between.x) * 2 <= between.width and abs(other[1] - between.y) * 2 <= between.height:
        return False  # the line ends here
    low, high = 0.0, 1.0
    for start, end, middle, size in (
        (one[0], other[0], between.x, between.width),
        (one[1], other[1], between.y, between.height),
    ):
        near, far = middle - size / 2, middle + size / 2
        if start == end:
            if not near <= start <= far:
                return False
            continue
        enter, leave = sorted(((near - start) / (end - start), (far - start) / (end - start)))
        low, high = max(low, enter), min(high, leave)
    return low < high
