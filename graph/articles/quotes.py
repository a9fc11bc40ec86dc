"""Quotation marks, paired by state and spacing: the direction of a glyph only breaks ties.

Machine translation turns marks round, so a closing glyph may open. Within a paragraph a mark opens where nothing is
open, and closes what is; spacing tells a lost mark from a found one.
"""

import re
from typing import Final

_DOUBLE: Final = '“”„‟«»"″'
_DOUBLES: Final = re.compile(rf"[{_DOUBLE}]|''|``")
_OPENS: Final = {"“": True, "„": True, "‟": True, "«": True, "``": True, "”": False, "»": False}
_BEFORE: Final = " \t\n\r\u00a0\u202f\u2009([—–-"
_AFTER: Final = " \t\n\r\u00a0\u202f\u2009.,;:!?)]—–-…"
_SINGLE: Final = re.compile(r"[‘'‚‹](?=\w)(?P<body>[^\n“”\"«»]*?\w[^\n“”\"«»]*?[\w.,!?…])[’'›‘](?=$|[\s.,;:!?)\]—–])")
_OPENER: Final = re.compile(r"(?<![^\s(\[—–:,])[‘'‚‹](?=\w)")


def pair(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The quotations in text[start:end], marks included, in order and without overlap.

    A quotation that its paragraph does not close runs to the end of it, if it began the paragraph.
    """
    found: list[tuple[int, int]] = []
    opened = -1
    for match in _DOUBLES.finditer(text, start, end):
        at, to = match.span()
        before = text[at - 1] if at > start else "\n"
        after = text[to] if to < end else "\n"
        if match[0] in '"″' and opened < 0 and before.isdigit():
            continue  # inches
        left, right = before in _BEFORE, after in _AFTER
        opens = True if left and not right else False if right and not left else None
        glyph = _OPENS.get(match[0])
        if opened < 0:
            if opens is False and glyph is not True:
                continue  # closes what nobody opened
            opened = at
        elif opens and glyph is not False and at - opened > 1 and before != " ":
            opened = at
        else:
            found.append((opened, to))
            opened = -1
    if opened >= 0 and not text[start:opened].strip() and end - opened > 15:
        found.append((opened, end))
    return _with_singles(text, start, end, found)


def _with_singles(text: str, start: int, end: int, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Single marks count as quotation marks outside double ones, where spacing leaves no doubt of an apostrophe."""
    gaps = zip([start, *(b for _, b in found)], [*(a for a, _ in found), end], strict=True)
    singles = []
    for first, last in gaps:
        at = first
        while opener := _OPENER.search(text, at, last):
            match = _SINGLE.match(text, opener.start(), last)
            at = match.end() if match else opener.end()
            if match and " " in match["body"]:
                singles.append(match.span())
    return sorted(found + singles) if singles else found
