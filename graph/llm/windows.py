"""What of an article is sent, in windows of whole paragraphs, and where each character of it stands in the article.

Only what the article tells goes out, not the page around it, and nothing that a person cannot see: text that is
invisible to the reviewer must not speak to the model.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from graph.articles.text import Article

SIZE: Final = 4_000
"""Characters of a window: about 1,000 tokens, so that task, text and answer fit in a context of 4,096, ollama's usual
one, which cuts off what is longer without a word."""
MOST: Final = 50
"""Windows of one article; what lies behind them is not sent, and that is said."""
_UNSEEN: Final = frozenset(["Cc", "Cf", "Cs"])
_BLANK: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")  # fillers of other classes
_SELECTORS: Final = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef\u180b-\u180f]")
_PAUSE: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, or part of a very long one, as it is sent: `places[i]` is where `shown[i]` stands in the article."""

    number: int
    paragraph: int
    shown: str
    places: Sequence[int]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The place in the article of shown[start:end], with what is unseen inside it."""
        return self.places[start], self.places[end - 1] + 1


@dataclass(frozen=True, slots=True)
class Window:
    """The pieces that are sent at once."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The pieces as they are sent, each on a line of its own with its number."""
        return "\n".join(f"[{piece.number}] {piece.shown}" for piece in self.pieces)

    @property
    def named(self) -> str:
        """Which paragraphs these are, for messages."""
        first, last = self.pieces[0].number, self.pieces[-1].number
        return f"paragraph {first}" if first == last else f"paragraphs {first} to {last}"

    def halves(self) -> "tuple[Window, Window] | None":
        """Two smaller windows, or None where only one piece is left."""
        middle = len(self.pieces) // 2
        return (Window(self.pieces[:middle]), Window(self.pieces[middle:])) if middle else None


def windows(article: Article, size: int = SIZE) -> list[Window]:
    """All that an article tells, in order, in windows of at most `size` characters."""
    found: list[list[Piece]] = []
    length = size
    for piece in _pieces(article, size):
        if length + len(piece.shown) > size:
            found.append([])
            length = 0
        found[-1].append(piece)
        length += len(piece.shown)
    return [Window(tuple(pieces)) for pieces in found]


def _pieces(article: Article, size: int) -> Iterator[Piece]:
    number = 0
    for index, paragraph in enumerate(article.paragraphs):
        if not paragraph.told:
            continue
        places = [at for at in range(paragraph.start, paragraph.end) if _is_seen(article.text[at])]
        shown = "".join(" " if article.text[at].isspace() else article.text[at] for at in places)
        start = 0
        while start < len(shown):
            end = len(shown) if len(shown) - start <= size else _cut(shown, start, start + size)
            if shown[start:end].strip():
                number += 1
                yield Piece(number, index, shown[start:end], places[start:end])
            start = end


def _is_seen(character: str) -> bool:
    if character.isspace():
        return True
    unseen = unicodedata.category(character) in _UNSEEN or character in _BLANK
    return not (unseen or _SELECTORS.match(character))


def _cut(shown: str, start: int, limit: int) -> int:
    """Where a paragraph that is too long is cut: after a sentence, or else a word, of the half before the limit."""
    middle = (start + limit) // 2
    pauses = list(_PAUSE.finditer(shown, middle, limit))
    ends = [pause for pause in pauses if shown[pause.start() - 1] in '.!?…"”“»']
    return (ends or pauses)[-1].end() if pauses else limit
