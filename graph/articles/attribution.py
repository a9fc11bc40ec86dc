"""Who is reported to say what: every report of an article, as places of its source, cue and content."""

from collections.abc import Iterable
from dataclasses import replace

from graph.articles import rules
from graph.articles.chunks import chunk
from graph.articles.cues import lexicon
from graph.articles.rules import Attribution
from graph.articles.skeleton import sentences
from graph.articles.text import Article, Paragraph


def attributions(article: Article) -> list[Attribution]:
    """All reports of an article, in the order of their cues."""
    found: list[Attribution] = []
    for number, paragraph in enumerate(article.paragraphs):
        if paragraph.told:
            found += (replace(each, paragraph=number) for each in _paragraph(article.text, paragraph))
    return found


def _paragraph(text: str, paragraph: Paragraph) -> list[Attribution]:
    words = lexicon()
    found: list[Attribution] = []
    quoted = False
    for sentence in sentences(text, paragraph):
        place = sentence.span(0, len(sentence.tags))
        if quoted and set(sentence.tags) <= {"Q", "."}:
            found[-1] = replace(found[-1], content=(*found[-1].content, place))
            continue
        new = [replace(each, sentence=place) for each in rules.apply(chunk(sentence, words), words)]
        found += outermost(new)
        quoted = bool(new) and "quotation" in found[-1].rule
    return found


def outermost(found: Iterable[Attribution]) -> list[Attribution]:
    """Reports that are no part of what another one reports; of two that hold each other, the one that holds more."""
    kept: list[Attribution] = []
    for each in sorted(found, key=lambda each: (-sum(b - a for a, b in each.content), each.cue)):
        cue = each.cue[0][0]
        if not any(a <= cue < b for other in kept for a, b in (*other.content, *other.cue)):
            kept.append(each)
    return sorted(kept, key=lambda each: each.cue)
