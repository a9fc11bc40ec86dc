"""One report as a value: where its source, cue and content stand, and by which rule it was found."""

from dataclasses import dataclass

from graph.articles.chunks import Chunked
from graph.articles.cues import Verb

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Attribution:
    """One report: where its source, cue, content and hearer stand; `rule` says how it was found."""

    source: tuple[Place, ...]
    cue: tuple[Place, ...]
    content: tuple[Place, ...]
    rule: str
    lemma: str
    act: str
    negated: bool = False
    hearer: Place | None = None
    paragraph: int = 0
    sentence: Place = (0, 0)
    nested: bool = False


def make(
    chunked: Chunked,
    rule: str,
    source: tuple[int, int] | None,
    cue: tuple[int, int],
    content: list[tuple[int, int]],
    *,
    verb: Verb | None,
    hearer: tuple[int, int] | None = None,
) -> Attribution:
    """An attribution from the chunks of its parts; act and lemma are those of the cue's verb."""
    first = chunked.chunks[cue[0]].first
    tags = chunked.sentence.tags[first : chunked.chunks[cue[0]].head]
    return Attribution(
        (chunked.span(*source),) if source else (),
        (chunked.span(*cue),),
        tuple(chunked.span(*each) for each in content),
        rule,
        verb.lemma if verb else chunked.head(cue[0]),
        verb.act if verb else "claim",
        "!" in tags,
        chunked.span(*hearer) if hearer else None,
    )
