"""Article texts that the user has: read from `SAYSO_TEXTS`, shown only where a digest matches.

Texts belong to others, so none is stored; a passage is cut from the user's own copy at the moment it is shown.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from graph.model import Span

_WORD = re.compile(r"\w+")
_MAX_BYTES = 2 * 1024 * 1024


@dataclass(frozen=True)
class Passage:
    """A span found in a text: the paragraph it stands in, and where in that paragraph it begins and ends."""

    paragraph: str
    start: int
    end: int


@dataclass(frozen=True)
class Text:
    """A text of the user's, with its words for finding spans in other editions of it."""

    name: str
    body: str
    words: tuple[tuple[int, int], ...]


def read_texts(folder: Path) -> list[Text]:
    """The `.txt` files of a folder; a folder that is not there has none."""
    if not folder.is_dir():
        return []
    files = sorted(path for path in folder.glob("*.txt") if path.stat().st_size <= _MAX_BYTES)
    return [read_text(path.name, path.read_text("utf-8", errors="replace")) for path in files]


def read_text(name: str, body: str) -> Text:
    """A text as a value, its words counted once."""
    return Text(name, body, tuple(match.span() for match in _WORD.finditer(body)))


def find(span: Span, texts: Iterable[Text]) -> Passage | None:
    """The span in the first text that holds it, with the paragraph round it."""
    found = locate(span, texts)
    return _passage(*found) if found else None


def locate(span: Span, texts: Iterable[Text]) -> tuple[Text, int, int] | None:
    """The first text that holds the span, at its own offsets or wherever its normalised words stand; and where."""
    texts = list(texts)
    for text in texts:
        piece = text.body[span.start : span.end]
        if hashlib.sha256(piece.encode()).hexdigest() == span.sha256:
            return text, span.start, span.end
    for text in texts:
        for first in range(len(text.words) - span.words + 1) if span.words else ():
            start, end = text.words[first][0], text.words[first + span.words - 1][1]
            if normal_digest(text.body[start:end]) == span.normal_sha256:
                return text, start, end
    return None


def marked(text: Text, current: tuple[int, int], others: Iterable[tuple[int, int]]) -> list[tuple[str, str]]:
    """The whole text in pieces, each with its mark: none, `span` where something rests on it, or `current`."""
    others = list(others)
    edges = sorted({0, len(text.body), *current, *(edge for pair in others for edge in pair)})
    pieces: list[tuple[str, str]] = []
    for start, end in pairwise(edges):
        inside = any(first <= start and end <= last for first, last in others)
        mark = "current" if current[0] <= start and end <= current[1] else "span" if inside else ""
        if pieces and pieces[-1][1] == mark:
            pieces[-1] = (pieces[-1][0] + text.body[start:end], mark)
        else:
            pieces.append((text.body[start:end], mark))
    return pieces


def normal_digest(piece: str) -> str:
    """SHA-256 of the normalised words: NFKC, casefolded, joined by single blanks."""
    words = _WORD.findall(unicodedata.normalize("NFKC", piece).casefold())
    return hashlib.sha256(" ".join(words).encode()).hexdigest()


def _passage(text: Text, start: int, end: int) -> Passage:
    first = text.body.rfind("\n", 0, start) + 1
    last = text.body.find("\n", end)
    last = len(text.body) if last < 0 else last
    return Passage(text.body[first:last], start - first, end - first)
