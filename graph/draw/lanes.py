"""The arrangement by time: statements in a lane for each day they were made, the rest beside them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from graph.draw.place import CARD_HEIGHT, CARD_WIDTH, Box, Point, box, fill
from graph.model import Iri, Picture, Statement

_ROWS = 6  # cards in a lane before it gets a second column
_GAP = 18
_BETWEEN = 96  # room between two lanes, for what their statements are linked to


@dataclass(frozen=True)
class Lane:
    """A day, in words, and where its statements stand on the time axis."""

    label: str
    x: float


def by_time(picture: Picture, standing: Mapping[Iri, Point], pinned: Collection[Iri] = ()) -> dict[Iri, Point]:
    """A place for everything drawn, days from left to right, undated statements last; what stands, stays."""
    placed = {thing.iri: standing[thing.iri] for thing in picture.things if thing.iri in standing}
    cards = sorted(picture.statements.values(), key=lambda card: (_day(card), card.speaker.iri, card.iri))
    if placed.keys() - set(pinned):
        _add_cards([card for card in cards if card.iri not in placed], picture, placed)
    else:
        placed |= {iri: at for iri, at in _columns(cards).items() if iri not in placed}
    fill(picture, placed)
    return placed


def lanes(picture: Picture, at: Mapping[Iri, Point]) -> list[Lane]:
    """The days of a picture arranged by time, from left to right."""
    by_label: dict[str, list[float]] = {}
    for card in picture.statements.values():
        by_label.setdefault(card.said.text, []).append(at[card.iri][0])
    found = [Lane(label, sum(xs) / len(xs)) for label, xs in by_label.items()]
    return sorted(found, key=lambda lane: lane.x)


def _day(card: Statement) -> date:
    return card.said.day or date.max


def _columns(cards: Sequence[Statement]) -> dict[Iri, Point]:
    placed: dict[Iri, Point] = {}
    x = 0.0
    days = sorted({_day(card) for card in cards})
    for day in days:
        lane = [card for card in cards if _day(card) == day]
        for at, card in enumerate(lane):
            column, row = divmod(at, _ROWS)
            placed[card.iri] = (x + column * (CARD_WIDTH + _GAP), row * (CARD_HEIGHT + _GAP))
        x += (len(lane) - 1) // _ROWS * (CARD_WIDTH + _GAP) + CARD_WIDTH + _BETWEEN
    return placed


def _add_cards(cards: Sequence[Statement], picture: Picture, placed: dict[Iri, Point]) -> None:
    """Put newcomers into the lane of their day, below what stands there; a new day between its neighbours."""
    things = {thing.iri: thing for thing in picture.things}
    for card in cards:
        x = _lane_of(card, picture, placed)
        taken = [box(things[iri], at) for iri, at in placed.items()]
        y = 0.0
        while any(Box(x, y, CARD_WIDTH, CARD_HEIGHT).meets(other, _GAP / 2) for other in taken):
            y += CARD_HEIGHT / 2
        placed[card.iri] = (x, y)


def _lane_of(card: Statement, picture: Picture, placed: Mapping[Iri, Point]) -> float:
    where = {_day(c): placed[c.iri][0] for c in picture.statements.values() if c.iri in placed}
    day = _day(card)
    if day in where:
        return where[day]
    before = [x for other, x in where.items() if other < day]
    after = [x for other, x in where.items() if other > day]
    step = CARD_WIDTH + _BETWEEN
    if before and after:
        return (max(before) + min(after)) / 2
    return max(before) + step if before else min(after) - step if after else 0.0
