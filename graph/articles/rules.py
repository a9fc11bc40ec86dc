"""The rules by which a report is found, each with a name: the cue first, then its source and content on either side.

The names are the keys of the table of measured precision (`data/precision.toml`).
"""

import re
from collections.abc import Iterator
from typing import Final

from graph.articles import frames, nominal, verbal
from graph.articles.chunks import Chunked
from graph.articles.cues import Lexicon
from graph.articles.frames import Subject
from graph.articles.reports import Attribution, make

_ANNOUNCES: Final = re.compile(r"(C)[^.;CQ]{0,8}:$")


def apply(chunked: Chunked, words: Lexicon) -> Iterator[Attribution]:
    """Every report that some rule finds in a sentence, nested ones included."""
    main: Subject | None = None
    authority = "according" in chunked.sentence.words
    for index, kind in enumerate(chunked.kinds):
        if main is None and kind in "VC":
            main = frames.subject(chunked, index)
        found = None
        if authority and chunked.word(index) == "according":
            found = nominal.according(chunked, index)
        elif kind == "C":
            found = (
                verbal.finite(chunked, index)
                or nominal.supported(chunked, index, words)
                or nominal.adjective(chunked, index, words)
            )
        elif kind == "V":
            found = nominal.supported(chunked, index, words) or nominal.adjective(chunked, index, words)
        elif kind == "J":
            found = verbal.continued(chunked, index, words)
        elif kind == "K" and main is not None:
            found = verbal.participle(chunked, index, main, words)
        elif kind == "N":
            found = nominal.noun(chunked, index, words)
        if found is not None:
            yield found
    found = nominal.label(chunked)
    if found is not None:
        yield found


def announces(chunked: Chunked) -> Attribution | None:
    """The report that a sentence begins and the next paragraph ends: "The minister said:"."""
    match = _ANNOUNCES.search(chunked.kinds) if chunked.kinds.endswith(":") else None
    if match is None:
        return None
    cue = match.start(1)
    verb, who = chunked.chunks[cue].verb, frames.subject(chunked, cue)
    if verb is None or who is None or not verb.frames & {"Q", "T"}:
        return None
    return make(chunked, "source said: paragraph", (who.first, who.last), (cue, cue + 1), [], verb=verb)
