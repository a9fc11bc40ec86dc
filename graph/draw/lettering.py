"""Text for a picture that nobody measures: estimated widths, lines that fit, and the direction of writing.

Widths are those of Helvetica (Adobe font metrics), which Arial and Liberation Sans share; a little room is kept for
fonts that run wider. Sizes and widths are in CSS pixels.
"""

import unicodedata
from typing import Final

_THOUSANDTHS: Final = {
    191: "'",
    222: "ijl",
    278: " !,./:;I[\\]ft",
    333: "()-`r",
    355: '"',
    389: "*",
    469: "^",
    500: "Jckvxyzs",
    584: "+<=>~",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1000: "—…",
    1015: "@",
}
_WIDTHS: Final = {sign: width / 1000 for width, signs in _THOUSANDTHS.items() for sign in signs}
_LETTER: Final = 0.556  # digits, most small letters, and what is not known better
_WIDE: Final = 1.0
_MARGIN: Final = 1.04
_STRONG: Final = 1.06  # bold letters are wider
_RIGHT_TO_LEFT: Final = {"R", "AL"}
_STRONG_DIRECTIONS: Final = _RIGHT_TO_LEFT | {"L"}
_JOINERS: Final = {"\u200d"}


def width(text: str, size: float, *, strong: bool = False) -> float:
    """How wide a text is likely to be at a font size; never too little for the fonts above."""
    return sum(map(_ems, text)) * size * _MARGIN * (_STRONG if strong else 1)


def fit(text: str, room: float, size: float, *, strong: bool = False) -> str:
    """The text on one line, cut with an ellipsis to `room`; a letter keeps its accents."""
    line = " ".join(text.split())
    if width(line, size, strong=strong) <= room:
        return line
    kept = line
    while kept and width(kept + "…", size, strong=strong) > room:
        kept = _without_last(kept)
    return kept.rstrip() + "…"


def wrap(text: str, room: float, size: float, most: int) -> list[str]:
    """The text in at most `most` lines of `room`; what does not fit ends in an ellipsis."""
    words = text.split()
    lines: list[str] = []
    while words and len(lines) < most:
        line = words.pop(0)
        while words and width(f"{line} {words[0]}", size) <= room:
            line += f" {words.pop(0)}"
        lines.append(line)
    if words:
        lines.append(" ".join([lines.pop(), *words]))
    return [fit(line, room, size) for line in lines]


def is_right_to_left(text: str) -> bool:
    """Whether a text is written from right to left: its first letter with a direction decides."""
    directions = (unicodedata.bidirectional(sign) for sign in text)
    return next((found in _RIGHT_TO_LEFT for found in directions if found in _STRONG_DIRECTIONS), False)


def _ems(sign: str) -> float:
    if sign in _WIDTHS:
        return _WIDTHS[sign]
    if sign.isascii():
        return _LETTER
    category = unicodedata.category(sign)
    if category in {"Mn", "Me", "Cf"}:
        return 0
    if unicodedata.east_asian_width(sign) in {"W", "F"} or category == "So":
        return _WIDE
    if category == "Lu":
        return 0.75
    base = unicodedata.normalize("NFD", sign)[0]
    return _WIDTHS.get(base, _LETTER) if base.isascii() else 0.6


def _without_last(text: str) -> str:
    """The text without its last sign, accents and what is joined to it included."""
    end = len(text) - 1
    while end > 0 and (unicodedata.category(text[end]) in {"Mn", "Me"} or {text[end], text[end - 1]} & _JOINERS):
        end -= 1
    return text[:end]
