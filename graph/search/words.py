"""Words as search compares them: split, folded to their plain letters, and how near two of them are.

Folding drops case, accents, vowel points and joiners, and spells letters that Unicode does not take apart (`ı`, `ø`,
`ة`), so that Kābul, KABUL and Kabul are one word in every script. Offsets are code points of the text as it stands.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Final, NamedTuple
from unicodedata import category, decimal, normalize

_PLAIN: Final = re.compile(r"[A-Za-z0-9]+")
_SPELT: Final = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t"}
    | {"ٱ": "ا", "ة": "ه", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ـ": None}
    | dict.fromkeys("ʹʻʼʽʾʿˈ")
)
# Scripts written without blanks: each sign is a word, or nothing inside a name would be found.
_SIGN: Final = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
LONGEST_QUESTION: Final = 100
MOST_WORDS: Final = 8


class Word(NamedTuple):
    """A folded word and where it stands in the text: code points [start, end)."""

    text: str
    start: int
    end: int


class Nearness(IntEnum):
    """How near a text is to what was asked, the nearest first."""

    EXACT = 0
    PREFIX = 1
    WORD = 2
    TYPO = 3


@dataclass(frozen=True)
class Question:
    """What a person typed, as words; the last may be unfinished."""

    words: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "Question":
        """Read what was typed; of a text longer than any name, only its beginning."""
        return cls(tuple(word.text for word in words(text[:LONGEST_QUESTION])[:MOST_WORDS]))

    @cached_property
    def whole(self) -> str:
        """The words in one line, as `folded` writes a text."""
        return " ".join(self.words)


class Match(NamedTuple):
    """How a text answers a question: how many of the words it has, how near it comes, and the ranges to mark."""

    found: int
    nearness: Nearness
    ranges: tuple[tuple[int, int], ...]


def words(text: str) -> list[Word]:
    """Split a text into folded words."""
    if text.isascii():
        return [Word(found[0].lower(), found.start(), found.end()) for found in _PLAIN.finditer(text)]
    pieces = ((text[start:end], start, end) for start, end in _pieces(text))
    return [Word(plain, start, end) for piece, start, end in pieces if (plain := _fold(piece))]


def folded(text: str) -> str:
    """A text as one line of folded words."""
    if text.isascii():
        return " ".join(_PLAIN.findall(text.lower()))
    return " ".join(word.text for word in words(text))


def edits_allowed(word: str) -> int:
    """How many slips of the finger are forgiven: one in words of four letters, two in words of eight."""
    return 2 if len(word) >= 8 else 1 if len(word) >= 4 else 0


def edits(typed: str, word: str, *, unfinished: bool = False) -> int:
    """The least number of letters to insert, drop, change or swap with their neighbour to get from one to the other.

    When `unfinished`, to get to any beginning of `word` (optimal string alignment).
    """
    before: list[int] = []
    row = list(range(len(word) + 1))
    for i, a in enumerate(typed, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(word, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == word[j - 2] and typed[i - 2] == b:
                best = min(best, older[j - 2] + 1)
            row.append(best)
    return min(row) if unfinished else row[-1]


def match(question: Question, text: str, *, slips: bool = True) -> Match:
    """Compare a question with a text, word by word and in any order; without `slips` none is forgiven."""
    there = words(text)
    last = len(question.words) - 1
    nearest = [_nearest(word, there, at == last, slips) for at, word in enumerate(question.words)]
    marks = [mark for mark in nearest if mark is not None]
    whole = " ".join(word.text for word in there)
    if whole == question.whole:
        nearness = Nearness.EXACT
    elif any(mark.slips for mark in marks):
        nearness = Nearness.TYPO
    else:
        nearness = Nearness.PREFIX if whole.startswith(question.whole) else Nearness.WORD
    return Match(len(marks), nearness, _joined([(mark.start, mark.end) for mark in marks]))


class _Mark(NamedTuple):
    slips: int
    part: bool
    start: int
    end: int


def _nearest(typed: str, there: Sequence[Word], unfinished: bool, slips: bool) -> _Mark | None:
    found = []
    allowed = edits_allowed(typed) if slips else 0
    for word in there:
        if word.text == typed:
            found.append(_Mark(0, False, word.start, word.end))
        elif unfinished and word.text.startswith(typed):
            same = word.end - word.start == len(word.text)  # else folding changed its length: mark all of it
            found.append(_Mark(0, True, word.start, word.start + len(typed) if same else word.end))
        elif allowed and len(set(typed).difference(word.text)) <= allowed:  # else there is no need to look closer
            made = edits(typed, word.text, unfinished=unfinished)
            if made <= allowed:
                found.append(_Mark(made, False, word.start, word.end))
    return min(found, default=None)


def _joined(ranges: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if kept and start <= kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return tuple(kept)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    start = None
    for at, char in enumerate(text):
        kind = category(char)
        alone = kind == "So" or _SIGN.match(char)
        inside = kind[0] in "LN" or (start is not None and (kind[0] == "M" or kind == "Cf"))
        if start is not None and (alone or not inside):
            yield start, at
            start = None
        if alone:
            yield at, at + 1
        elif inside and start is None:
            start = at
    if start is not None:
        yield start, len(text)


def _fold(piece: str) -> str:
    letters = normalize("NFKD", normalize("NFKD", piece).casefold()).translate(_SPELT)
    return "".join(
        str(decimal(char)) if char.isdecimal() else char
        for char in letters
        if char.isalnum() or category(char) in {"Mc", "So"}
    )
