"""The drawn picture as static SVG 1.1: what the canvas shows, for a page that must open without it.

It is made from the same network as the canvas and follows component/assets/card.js and drawing.js in its measures.
No script, no link, nothing from elsewhere; the same picture gives the same bytes.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from graph.draw import ink
from graph.draw.edges import Edge, Frame, label_spots, laid
from graph.draw.ink import Ink, Shade, mixed
from graph.draw.lettering import fit, is_right_to_left, width, wrap
from graph.draw.network import network
from graph.draw.outlines import RADIUS, corners, hatch, side_bar
from graph.draw.place import GROUP_HEIGHT, GROUP_WIDTH, Point
from graph.draw.style import family_of
from graph.model import Iri, Picture
from graph.namespaces import ID, local_id
from graph.visible import visible, visible_within

_FONT: Final = "Helvetica, Arial, sans-serif"
_MARGIN: Final = 24
_LINE: Final = 18  # letters in a line of a name, as on the canvas
_LINES: Final = 3
_NAME: Final = 13
_STACK: Final = 5  # from one sheet of a group to the next
_EDGE: Final = 11
_LEFT, _RIGHT, _TOP, _BOTTOM = 14, 10, 8, 8  # the room round the words of a card
_HEAD, _BODY, _FOOT, _KIND = 17, 15.5, 13, 13  # line heights of a card
_SAFE: Final = re.compile(r"[A-Za-z0-9_-]+\Z")
_DASHES: Final = {"dashed": ' stroke-dasharray="6 4"', "dotted": ' stroke-dasharray="0.1 4.5" stroke-linecap="round"'}

_SPACED: Final = ' font-weight="600" letter-spacing="0.57"'
_IDS: Final = ("id", "from", "to", "kind")
_TURNED: Final = ' direction="rtl"'

Node = dict[str, Any]


def svg(
    picture: Picture,
    at: Mapping[Iri, Point],
    *,
    theme: str = "light",
    title: str = "",
) -> str:
    """Draw a picture with each thing at its place.

    `theme` is light, dark, or auto, which follows the reader's preference. `title` names the picture for a screen
    reader. Raises UnknownName for another theme, KeyError for a thing without a place.
    """
    paint = Ink(theme)
    net = network(picture, at)
    nodes: dict[str, Node] = {node["id"]: visible_within(node, but=_IDS) for node in net.nodes}
    frames = {iri: _frame(node) for iri, node in nodes.items()}
    edges = laid(visible_within(net.edges, but=_IDS), frames)
    drawn = [_edge(edge, paint) for edge in edges]
    items = [_item(node, paint) for node in nodes.values()]
    labels = [_name(text, spot, _EDGE, ink.MUTED, paint) for text, spot in label_spots(edges, frames, _EDGE)]
    left, top, wide, high = _view(frames.values())
    paper = f'<rect x="{left}" y="{top}" width="{wide}" height="{high}"{paint(fill=ink.PAPER)}/>'
    body = "\n".join([paper, *drawn, *items, *labels])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" version="1.1" role="img" aria-labelledby="picture-title"'
        f' aria-describedby="picture-description" width="{wide}" height="{high}"'
        f' viewBox="{left} {top} {wide} {high}" font-family="{_FONT}">\n'
        f'<title id="picture-title">{_text(title or "What is said, by whom, about what")}</title>\n'
        f'<desc id="picture-description">{_text(_described(nodes.values(), len(edges)))}</desc>\n'
        f"{paint.style()}{body}\n</svg>\n"
    )


def anchor(iri: str, prefix: str = "drawn") -> str:
    """The id of a thing in a page or drawing: its local name, or a digest where that is no safe name."""
    name = local_id(iri)
    if iri.startswith(ID) and _SAFE.match(name):
        return f"{prefix}-{name}"
    return f"{prefix}.{hashlib.sha256(iri.encode('utf-8', 'replace')).hexdigest()[:20]}"


def name_lines(text: str) -> list[str]:
    """A name in up to three lines of about 18 letters, as the canvas breaks it."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= _LINE or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], f"{lines[_LINES - 1]}…"]
    return [line if len(line) <= _LINE + 8 else f"{line[: _LINE + 7]}…" for line in lines]


def _frame(node: Node) -> Frame:
    """What a node covers, name included, and where edges meet it."""
    x, y = node["x"], node["y"]
    if "card" in node:
        half = (node["card"]["width"] / 2, node["card"]["height"] / 2)
        return Frame(x, y, half, None, (x - half[0], y - half[1], x + half[0], y + half[1]))
    if node["shape"] == "group":
        half = (GROUP_WIDTH / 2, GROUP_HEIGHT / 2)
        return Frame(x, y, half, None, (x - half[0], y - half[1], x + half[0] + 2 * _STACK, y + half[1]))
    size, letters = node["size"], _letters(node)
    lines = name_lines(node["label"])
    side = max([size, *(width(line, letters) / 2 for line in lines)])
    return Frame(
        x, y, (size, size), size + 2, (x - side, y - size, x + side, y + size + 4 + len(lines) * letters * 1.2)
    )


def _letters(node: Node) -> int:
    return _NAME + 2 if node["size"] >= 22 else _NAME


def _view(frames: Iterable[Frame]) -> tuple[int, int, int, int]:
    boxes = [frame.box for frame in frames] or [(0.0, 0.0, 0.0, 0.0)]
    left, top = (int(min(box[i] for box in boxes)) - _MARGIN for i in (0, 1))
    right, bottom = (int(max(box[i] for box in boxes)) + _MARGIN + 1 for i in (2, 3))
    return left, top, right - left, bottom - top


def _described(nodes: Collection[Node], edges: int) -> str:
    if not nodes:
        return "Nothing is drawn."
    counts = Counter(family_of(node["kind"]).label.lower() for node in nodes)
    kinds = ", ".join(f"{name}: {count}" for name, count in counts.items())
    denied = sum(node.get("card", {}).get("mark") == "deny" for node in nodes)
    hatched = f" Hatched and marked ✕ is what a statement denies: {denied}." if denied else ""
    return f"Things: {len(nodes)} ({kinds}). Links: {edges}.{hatched}"


# ------------------------------------------------------------------------------------------------------------ items
def _item(node: Node, paint: Ink) -> str:
    body = (
        _card(node, paint)
        if "card" in node
        else _group(node, paint)
        if node["shape"] == "group"
        else _shape(node, paint)
    )
    return f'<g id="{anchor(node["id"])}"><title>{_text(str(node.get("title") or node["label"]))}</title>\n{body}\n</g>'


def _shape(node: Node, paint: Ink) -> str:
    x, y, size = node["x"], node["y"], node["size"]
    colour = _accent(node)
    ring = node["shape"] == "ring"
    look = paint(fill=ink.PAPER if ring else colour, stroke=colour if ring else ink.PAPER)
    look += f' stroke-width="{3 if ring else 2}"'
    points = corners(node["shape"], x, y, size)
    if points:
        drawn = f'<polygon points="{" ".join(f"{_n(px)},{_n(py)}" for px, py in points)}"{look}/>'
    else:
        drawn = f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{size}"{look}/>'
    letters = _letters(node)
    lines = [
        _name(line, (x, y + size + 4 + (row + 0.5) * letters * 1.2), letters, ink.TEXT, paint)
        for row, line in enumerate(name_lines(node["label"]))
        if line
    ]
    return "\n".join([drawn, *lines])


def _group(node: Node, paint: Ink) -> str:
    """A stack of sheets with the number of things it stands for."""
    wide, high = GROUP_WIDTH - 2 * _STACK, GROUP_HEIGHT - 2 * _STACK
    left, top = node["x"] - GROUP_WIDTH / 2, node["y"] - GROUP_HEIGHT / 2 + 2 * _STACK
    look = paint(fill=ink.SURFACE, stroke=_accent(node)) + ' stroke-width="1.25"'
    sheets = [
        f'<rect x="{_n(left + step)}" y="{_n(top - step)}" width="{wide}" height="{high}" rx="{RADIUS}"{look}/>'
        for step in (2 * _STACK, _STACK, 0)
    ]
    middle = left + wide / 2
    lines = wrap(node["label"], wide - 16, _NAME, 2)
    words = [_name(f"{node['count']:,}", (middle, top + 15), _NAME + 3, ink.TEXT, paint)]
    words += [_name(line, (middle, top + 33 + 14 * row), _NAME, ink.TEXT, paint) for row, line in enumerate(lines)]
    return "\n".join([*sheets, *words])


def _card(node: Node, paint: Ink) -> str:
    card, colour = node["card"], _accent(node)
    wide, high = card["width"], card["height"]
    left, top = node["x"] - wide / 2, node["y"] - high / 2
    denied = card["mark"] == "deny"
    border = (
        paint(stroke=mixed(colour, ink.SURFACE, 0.62)) + f' stroke-width="{2 if card["style"] == "dotted" else 1.25}"'
    )
    box = f'x="{_n(left)}" y="{_n(top)}" width="{wide}" height="{high}" rx="{RADIUS}"'
    inner = (
        f'x="{_n(left + 0.6)}" y="{_n(top + 0.6)}" width="{_n(wide - 1.2)}" height="{_n(high - 1.2)}"'
        f' rx="{_n(RADIUS - 0.6)}"'
    )
    parts = [f"<rect {box}{paint(fill=ink.SURFACE)}/>"]
    if denied:
        weak = mixed(colour, ink.SURFACE, 0.17, 0.26)
        parts.append(f'<path d="{hatch(left, top, wide, high)}" fill="none"{paint(stroke=weak)} stroke-width="1.25"/>')
    parts.append(f'<path d="{side_bar(left, top, high)}"{paint(fill=colour)}/>')
    parts.append(f'<rect {inner} fill="none"{border}{_DASHES.get(card["style"], "")}/>')
    column = _Column(left + _LEFT, wide - _LEFT - _RIGHT, paint, denied)
    return "\n".join([*parts, *column.words(card, top, colour)])


@dataclass(frozen=True)
class _Column:
    """Where the words of a card stand; on a hatch each line has a patch of the plain surface behind it."""

    left: float
    room: float
    paint: Ink
    hatched: bool

    def words(self, card: Mapping[str, Any], top: float, colour: Shade) -> list[str]:
        """Glyph, speaker and verb; what kind of content; up to three lines of it; when it was said and to whom."""
        first = top + _TOP
        lines = [self._head(card, first + 11.5, colour)]
        kind = fit(card["kind"].upper(), self.room * 0.9, 9.5, strong=True)
        if kind:
            lines.append(self._line(kind, first + _KIND + 12.5, size=9.5, shade=ink.MUTED, look=_SPACED))
        above = _HEAD + (_KIND if kind else 0)
        free = card["height"] - _TOP - _BOTTOM - above - (_FOOT if card["foot"] else 0)
        most = min(3, max(1, int(free // _BODY)))
        for row, line in enumerate(wrap(card["text"], self.room, 13, most)):
            lines.append(self._line(line, first + above + 11.5 + row * _BODY, size=13, shade=ink.TEXT))
        if card["foot"]:
            foot = fit(card["foot"], self.room, 11)
            lines.append(self._line(foot, top + card["height"] - _BOTTOM - 0.5, size=11, shade=ink.MUTED))
        return lines

    def _head(self, card: Mapping[str, Any], base: float, colour: Shade) -> str:
        """Glyph and speaker strong, then what they do in the colour of the kind; the verb is never cut for them."""
        glyph, paint = card["glyph"], self.paint
        verb = fit(card["verb"], self.room - width(f"{glyph} ", 12.5, strong=True), 12.5, strong=True)
        taken = width(f"{glyph}  {verb}", 12.5, strong=True)
        speaker = fit(card["speaker"], max(0.0, self.room - taken), 12.5, strong=True)
        behind = self._patch(self.left, base, width(f"{glyph} {speaker} {verb}", 12.5, strong=True), 12.5)
        turned = ' direction="rtl" unicode-bidi="embed"' if is_right_to_left(speaker) else ""
        return (
            f'{behind}<text x="{_n(self.left)}" y="{_n(base)}" font-size="12.5">'
            f'<tspan font-weight="600"{paint(fill=colour)}>{_text(glyph)}</tspan> '
            f'<tspan font-weight="600"{paint(fill=ink.TEXT)}{turned}>{_text(speaker)}</tspan> '
            f'<tspan font-weight="500"{paint(fill=colour)}>{_text(verb)}</tspan></text>'
        )

    def _line(self, text: str, base: float, *, size: float, shade: Shade, look: str = "") -> str:
        """A line that starts at the left, or at the right where it is written from there."""
        wide = min(self.room, width(text, size))
        turned = is_right_to_left(text)
        x = self.left + self.room if turned else self.left
        behind = self._patch(x - wide if turned else x, base, wide, size)
        return (
            f'{behind}<text x="{_n(x)}" y="{_n(base)}" font-size="{size}"{self.paint(fill=shade)}'
            f"{_TURNED if turned else ''}{look}>{_text(text)}</text>"
        )

    def _patch(self, x: float, base: float, wide: float, size: float) -> str:
        if not self.hatched:
            return ""
        return (
            f'<rect x="{_n(x - 2)}" y="{_n(base - size * 0.85)}" width="{_n(wide + 4)}" height="{_n(size * 1.15)}"'
            f' rx="2" fill-opacity="0.85"{self.paint(fill=ink.SURFACE)}/>'
        )


def _name(text: str, at: Point, size: float, shade: Shade, paint: Ink) -> str:
    """A name round its middle, on a patch of the paper so that no edge runs through a letter."""
    wide = width(text, size)
    x, y = at
    behind = (
        f'<rect x="{_n(x - wide / 2 - 2)}" y="{_n(y - size * 0.6)}" width="{_n(wide + 4)}" height="{_n(size * 1.2)}"'
        f' rx="3" fill-opacity="0.82"{paint(fill=ink.PAPER)}/>'
    )
    turned = _TURNED if is_right_to_left(text) else ""
    return (
        f'{behind}<text x="{_n(x)}" y="{_n(y + size * 0.35)}" font-size="{size}" text-anchor="middle"'
        f"{paint(fill=shade)}{turned}>{_text(text)}</text>"
    )


# ------------------------------------------------------------------------------------------------------------ edges
def _edge(edge: Edge, paint: Ink) -> str:
    colour = mixed(ink.TEXT, ink.PAPER, 0.34)
    (x1, y1), (x2, y2) = edge.start, edge.neck
    bend = f"Q{_n(edge.bend[0])},{_n(edge.bend[1])} " if edge.bend else "L"
    head = " ".join(f"{_n(x)},{_n(y)}" for x, y in edge.head)
    return (
        f'<path d="M{_n(x1)},{_n(y1)} {bend}{_n(x2)},{_n(y2)}" fill="none"{paint(stroke=colour)}/>'
        f'<polygon points="{head}"{paint(fill=colour)}/>'
    )


def _accent(node: Node) -> Shade:
    return Shade(node["color"], node["darkColor"])


def _text(text: str) -> str:
    return escape(visible(text))


def _n(number: float) -> str:
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
