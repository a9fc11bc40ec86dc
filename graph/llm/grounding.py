"""From the model's quotes to places in the article: what does not stand there word for word is no proposal.

Offsets are always counted here, never taken from the model. A quote is looked for as it is, then with quotation marks,
dashes, blanks, case and ways to write one character made alike; content must stand in one place only, the other parts
in its paragraph.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from graph.articles.cues import lexicon
from graph.articles.reports import Attribution, Place
from graph.articles.skeleton import sentences
from graph.articles.text import Article
from graph.llm.answers import Quoted
from graph.llm.windows import Piece, Window

ABSENT: Final = "quoted words that are not in the text"
SEVERAL: Final = "quoted words that stand in several places"
APART: Final = "a source, cue or hearer that is not in the paragraph of what was said"
OVERLONG: Final = "nothing quoted, or too much at once"
_LONGEST: Final = {"source": 300, "hearer": 300, "cue": 100, "content": 3_000}
_ALIKE: Final = str.maketrans(
    {**dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‘’‚‛‹›`´", "'"), **dict.fromkeys("‐‑‒–—―", "-")}
)


class Ungrounded(Exception):
    """What the model gave does not stand in the text; its text is one of the reasons above."""


def ground(article: Article, window: Window, quoted: Quoted, rule: str) -> Attribution:
    """The report that a statement of the model quotes; raises Ungrounded."""
    parts = {"cue": [quoted.cue], "content": quoted.content}
    parts |= {"source": [quoted.source or ""], "hearer": [quoted.hearer or ""]}
    words = {name: [each.strip() for each in given if each.strip()] for name, given in parts.items()}
    if not words["cue"] or not words["content"]:
        raise Ungrounded(OVERLONG)
    if any(len(each) > _LONGEST[name] for name, given in words.items() for each in given):
        raise Ungrounded(OVERLONG)
    piece, content = _content(window, words["content"], quoted.paragraph)
    cue = _nearest(piece, words["cue"][0], content, taken=content)
    source = [_nearest(piece, each, [cue], taken=[*content, cue]) for each in words["source"]]
    hearer = [_nearest(piece, each, [cue], taken=[*content, cue, *source]) for each in words["hearer"]]
    at = piece.place(*cue)
    return Attribution(
        source=tuple(piece.place(*each) for each in source),
        cue=(at,),
        content=tuple(piece.place(*each) for each in content),
        rule=rule,
        lemma=_lemma(words["cue"][0]),
        act=quoted.act,
        negated=quoted.negated,
        hearer=piece.place(*hearer[0]) if hearer else None,
        paragraph=piece.paragraph,
        sentence=_sentence(article, piece, at),
    )


def _content(window: Window, words: Sequence[str], number: int | None) -> tuple[Piece, list[Place]]:
    """Where the content stands: in the paragraph that the model names, or in the only one that holds it."""
    named = [piece for piece in window.pieces if piece.number == number]
    first = list(_hits(named, words[0])) or list(_hits(window.pieces, words[0]))
    if len(first) != 1:
        raise Ungrounded(SEVERAL if first else ABSENT)
    piece, place = first[0]
    places = [place]
    for each in words[1:]:
        places.append(_nearest(piece, each, places, taken=places))
    return piece, sorted(places)


def _nearest(piece: Piece, words: str, beside: Sequence[Place], *, taken: Sequence[Place]) -> Place:
    """The place of some words that is nearest to others of its paragraph, outside those that are taken."""
    every = [place for _, place in _hits([piece], words)]
    free = [(a, b) for a, b in every if not any(a < d and c < b for c, d in taken)]
    if not free:
        raise Ungrounded(APART)
    gaps = sorted((min(max(c - b, a - d) for c, d in beside), (a, b)) for a, b in free)
    if len(gaps) > 1 and gaps[0][0] == gaps[1][0]:
        raise Ungrounded(SEVERAL)
    return gaps[0][1]


def _hits(pieces: Sequence[Piece], words: str) -> Iterator[tuple[Piece, Place]]:
    """Where words stand: as they are, or else with marks, blanks and case made alike; never within a word."""
    exact = [(piece, place) for piece in pieces for place in _find(piece.shown, words)]
    if exact:
        yield from exact
        return
    needle, _ = _alike(words)
    for piece in pieces:
        text, places = _alike(piece.shown)
        for start, end in _find(text, needle):
            yield piece, (places[start], places[end - 1] + 1)


def _find(text: str, words: str) -> Iterator[Place]:
    start = text.find(words) if words else -1
    while start >= 0:
        end = start + len(words)
        if not (_in_word(text[max(start - 1, 0) : start]) and _in_word(words[0])) and not (
            _in_word(text[end : end + 1]) and _in_word(words[-1])
        ):
            yield start, end
        start = text.find(words, start + 1)


def _in_word(character: str) -> bool:
    return character.isalnum() or bool(character and unicodedata.combining(character))


def _alike(text: str) -> tuple[str, list[int]]:
    """A text in its form for searching, and where each character of that stands in it."""
    characters: list[str] = []
    places: list[int] = []
    for at, character in enumerate(text.translate(_ALIKE)):
        for part in unicodedata.normalize("NFKD", character.lower()):
            blank = part.isspace()
            if not (blank and characters and characters[-1] == " "):
                characters.append(" " if blank else part)
                places.append(at)
    return "".join(characters), places


def _lemma(cue: str) -> str:
    verbs = lexicon().verbs
    known = [verbs[word].lemma for word in cue.lower().split() if word in verbs]
    return known[-1] if known else cue.lower()


def _sentence(article: Article, piece: Piece, at: Place) -> Place:
    paragraph = article.paragraphs[piece.paragraph]
    for sentence in sentences(article.text, paragraph):
        start, end = sentence.span(0, len(sentence.tags))
        if start <= at[0] < end:
            return start, end
    return paragraph.start, paragraph.end
