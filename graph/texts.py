"""Article texts that the user has: read from `SAYSO_TEXTS`, shown only where a digest matches.

Texts belong to others, so none is stored; a passage is cut from the user's own copy at the moment it is shown.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
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
    """The span in the first text that holds it: at its own offsets, or wherever its normalised words stand."""
    for text in texts:
        piece = text.body[span.start : span.end]
        if hashlib.sha256(piece.encode()).hexdigest() == span.sha256:
            return _passage(text, span.start, span.end)
    for text in texts:
        for first in range(len(text.words) - span.words + 1) if span.words else ():
            start, end = text.words[first][0], text.words[first + span.words - 1][1]
            if normal_digest(text.body[start:end]) == span.normal_sha256:
                return _passage(text, start, end)
    return None


def normal_digest(piece: str) -> str:
    """SHA-256 of the normalised words: NFKC, casefolded, joined by single blanks."""
    words = _WORD.findall(unicodedata.normalize("NFKC", piece).casefold())
    return hashlib.sha256(" ".join(words).encode()).hexdigest()


def _passage(text: Text, start: int, end: int) -> Passage:
    first = text.body.rfind("\n", 0, start) + 1
    last = text.body.find("\n", end)
    last = len(text.body) if last < 0 else last
    return Passage(text.body[first:last], start - first, end - first)
