"""The outlines of shapes and cards in numbers: those of vis-network, so that a drawing looks like the canvas."""

import math
from typing import Final

from graph.draw.place import Point

RADIUS: Final = 8  # of a card's corners
BAR: Final = 4  # the bar at a card's left, in the colour of the kind
_STEP: Final = 9  # from one line of the hatch to the next
_INSET: Final = 1.5


def corners(shape: str, x: float, y: float, size: float) -> list[Point]:
    """The corners of a shape round a point; none for a circle, which is also what an unknown shape is drawn as."""
    match shape:
        case "square":
            return [(x - size, y - size), (x + size, y - size), (x + size, y + size), (x - size, y + size)]
        case "diamond":
            return [(x, y + size), (x + size, y), (x, y - size), (x - size, y)]
        case "hexagon":
            turns = [math.pi / 3 * i for i in range(6)]
            return [(x + size * math.cos(turn), y + size * math.sin(turn)) for turn in turns]
        case "triangle" | "triangleDown":
            up = 1 if shape == "triangle" else -1
            half = size * 1.15
            middle = y + up * 0.275 * half
            inner = math.tan(math.pi / 6) * half
            tall = math.sqrt(3) * half
            return [
                (x, middle - up * (tall - inner)),
                (x + half, middle + up * inner),
                (x - half, middle + up * inner),
            ]
        case "star":
            radius, middle = size * 0.82, y + 0.082 * size
            spikes = [(radius * (0.5 if i % 2 else 1.3), math.pi / 5 * i) for i in range(10)]
            return [(x + r * math.sin(turn), middle - r * math.cos(turn)) for r, turn in spikes]
    return []


def side_bar(left: float, top: float, high: float) -> str:
    """The path of the bar at a card's left, inside its rounded corners."""
    dip = RADIUS - math.sqrt(RADIUS**2 - (RADIUS - BAR) ** 2)
    right = left + BAR
    arc = f"A{RADIUS},{RADIUS} 0 0 0"
    return (
        f"M{right:.1f},{top + dip:.2f} {arc} {left:.1f},{top + RADIUS:.1f} V{top + high - RADIUS:.1f} "
        f"{arc} {right:.1f},{top + high - dip:.2f} Z"
    )


def hatch(left: float, top: float, wide: float, high: float) -> str:
    """The path of diagonal lines over a card: a denial must be seen without its colour."""
    lines = []
    x0, x1, y0, y1 = _INSET, wide - _INSET, _INSET, high - _INSET
    for at in range(-int(high), int(wide), _STEP):  # the line through (at, high) and (at + high, 0)
        total = at + high
        if total < RADIUS or total > wide + high - RADIUS:
            continue  # outside a rounded corner
        x_from, x_to = max(x0, total - y1), min(x1, total - y0)
        lines.append(f"M{left + x_from:.1f},{top + total - x_from:.1f}L{left + x_to:.1f},{top + total - x_to:.1f}")
    return "".join(lines)
