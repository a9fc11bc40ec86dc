"""Who is reported to say what: every report of an article, as places of its source, cue and content."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from graph.articles import rules
from graph.articles.chunks import chunk
from graph.articles.cues import lexicon
from graph.articles.reports import Attribution
from graph.articles.skeleton import sentences
from graph.articles.text import Article, Paragraph

NESTED: Final = frozenset(["said that", "told that", "told clause", "said quotation", "quotation, source said"])
"""Rules that may find a report inside the content of another one."""


def attributions(article: Article) -> list[Attribution]:
    """All reports of an article, in the order of their cues."""
    found: list[Attribution] = []
    announced: Attribution | None = None
    for number, paragraph in enumerate(article.paragraphs):
        if not paragraph.told:
            continue
        new, following = _paragraph(article.text, paragraph, number)
        if announced is not None and not new:
            found.append(replace(announced, content=((paragraph.start, paragraph.end),)))
        announced = following
        found += new
    return sorted(found, key=lambda each: (each.cue, each.nested))


def _paragraph(text: str, paragraph: Paragraph, number: int) -> tuple[list[Attribution], Attribution | None]:
    """The reports in a paragraph, and the one that it announces for the next ("The minister said:")."""
    words = lexicon()
    found: list[Attribution] = []
    quoted = False
    announced = None
    for sentence in sentences(text, paragraph):
        place = sentence.span(0, len(sentence.tags))
        if quoted and not sentence.tags.strip("Q."):
            found[-1] = replace(found[-1], content=(*found[-1].content, place))
            continue
        announced = None
        if words.triggers.isdisjoint(sentence.words) and ":" not in sentence.tags and "-" not in sentence.tags:
            quoted = False
            continue
        chunked = chunk(sentence, words)
        new = [replace(each, sentence=place, paragraph=number) for each in rules.apply(chunked, words)]
        announced = rules.announces(chunked)
        outer = outermost(new)
        inner = (each for each in new if each not in outer and each.rule in NESTED)
        found += (replace(each, nested=True) for each in outermost(inner))
        found += outer
        quoted = bool(outer) and "quotation" in found[-1].rule
    return found, replace(announced, sentence=place, paragraph=number) if announced else None


def outermost(found: Iterable[Attribution]) -> list[Attribution]:
    """Reports that are no part of what another one reports; of two that hold each other, the one that holds more."""
    kept: list[Attribution] = []
    for each in sorted(found, key=lambda each: (-sum(b - a for a, b in each.content), each.cue)):
        cue = each.cue[0][0]
        if not any(a <= cue < b for other in kept for a, b in (*other.content, *other.cue)):
            kept.append(each)
    return sorted(kept, key=lambda each: each.cue)
