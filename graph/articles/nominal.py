"""Rules that start from other words: "according to", a noun, an adjective, a light verb, a colon or a dash."""

import re
from typing import Final

from graph.articles import frames, verbal
from graph.articles.chunks import Chunked
from graph.articles.cues import Lexicon
from graph.articles.reports import Attribution, make

_SUBORDINATE: Final = re.compile(r"(?:T[^VC,]*[VC]|[IJ])[^VC,&TwQ]*(?=[VC])")
"""What a noun says, up to the verb whose subject the noun is."""
_AUTHORITY: Final = re.compile(
    r"[NPQ](?:[iDjr&]*[NQDXYGI]|\([^)]*\))*(?:,?w[^,.;:]{1,12})?(?:,(?:[Nw]|r*[XY])[^.;:QVC]{1,9}?(?=[,.]))??(?=[,.;:&-]|$)"
)

_QUOTATION_SOURCE: Final = re.compile(r"Q(-)(N(?:iN|,N)*)[,.]?")
_SOURCE_QUOTATION: Final = re.compile(r"(?:^|[^N])(N)([:-])(Q)")


def supported(chunked: Chunked, cue: int, words: Lexicon) -> Attribution | None:
    """Expressed concern about …; continued to insist that …"""
    kinds = chunked.kinds
    if chunked.head(cue) not in words.light_verbs or kinds[cue + 1 : cue + 2] != "N":
        return None
    if chunked.head(cue + 1) not in words.light_nouns or verbal.is_passive(chunked, cue):
        return None
    who = frames.subject(chunked, cue)
    after = cue + 2
    if who is None or after >= len(kinds):
        return None
    if kinds[after] == "i" and chunked.word(after) in words.light_prepositions:
        after += 1
    elif kinds[after] not in "TK":
        return None
    end = frames.clause_end(chunked, after)
    if end <= after:
        return None
    return make(chunked, "expressed concern", (who.first, who.last), (cue, after), [(after, end)], verb=None)


def noun(chunked: Chunked, index: int, words: Lexicon) -> Attribution | None:
    """His claim that …: the source is the possessor."""
    piece, sentence = chunked.chunks[index], chunked.sentence
    noun = sentence.words[piece.head]
    after = index + 1
    if chunked.kinds[after : after + 1] == "V" and chunked.sentence.tags[chunked.chunks[after].head] == "b":
        after += 1  # his point is that
    if noun not in words.nouns or chunked.kinds[after : after + 1] not in {"T", "I", "J"}:
        return None
    tags = sentence.tags[piece.first : piece.head]
    if "'" in tags:
        owner = piece.first + tags.rindex("'")
        source = sentence.span(piece.first, owner + 1)
        cue = sentence.span(owner + 1, piece.head + 1)
    elif tags[:1] == "$" and tags[1:2] != "g":
        source = sentence.span(piece.first, piece.first + 1)
        cue = sentence.span(piece.first + 1, piece.head + 1)
    else:
        return None
    end = frames.clause_end(chunked, after, narrow=True)
    if main := _SUBORDINATE.match(chunked.kinds, after, end):
        end = main.end()
    if end <= after:
        return None
    return Attribution((source,), (cue,), (chunked.span(after, end),), "his claim that", words.nouns[noun], "claim")


def adjective(chunked: Chunked, index: int, words: Lexicon) -> Attribution | None:
    """Is critical of …, are afraid that …, was worried about …"""
    kinds = chunked.kinds
    piece = chunked.chunks[index]
    if "b" not in chunked.sentence.tags[piece.first : piece.last]:
        return None
    after = index + 1
    adjective = chunked.head(index)
    if adjective not in words.adjectives:
        while kinds[after : after + 1] in {"r"}:
            after += 1
        if kinds[after : after + 1] not in {"j", "N", "X", "Y"} or chunked.head(after) not in words.adjectives:
            return None
        adjective = chunked.head(after)
        after += 1
    who = frames.subject(chunked, index)
    if who is None:
        return None
    if kinds[after : after + 1] == "i" and chunked.word(after) in words.adjectives[adjective]:
        after += 1
    elif not (
        kinds[after : after + 1] in {"T", "w"}
        or (kinds[after : after + 1] in {"I", "J"} and "to" in words.adjectives[adjective])
    ):
        return None
    end = frames.clause_end(chunked, after)
    if end <= after:
        return None
    return make(chunked, "is critical of", (who.first, who.last), (index, after), [(after, end)], verb=None)


def according(chunked: Chunked, index: int) -> Attribution | None:
    """According to the police, …; …, according to the police."""
    kinds, sentence = chunked.kinds, chunked.sentence
    to = chunked.chunks[index].last
    if sentence.words[to : to + 1] != ("to",):
        return None
    after = index + 2
    match = _AUTHORITY.match(kinds, after)
    if match is None:
        return None
    end = match.end()
    cue = (index, after)
    if index <= 1 or kinds[index - 1] in "&;":
        if kinds[end : end + 1] != ",":
            return None
        last = frames.clause_end(chunked, end + 1)
        return make(chunked, "according to, clause", (after, end), cue, [(end + 1, last)], verb=None)
    last = index
    while last and kinds[last - 1] in ",-":
        last -= 1
    lead = frames.lead(chunked, last)
    if last <= lead:
        return None
    return make(chunked, "clause, according to", (after, end), cue, [(lead, last)], verb=None)


def label(chunked: Chunked) -> Attribution | None:
    """“…” – Name; and Name: …, in a heading."""
    kinds = chunked.kinds
    if match := _QUOTATION_SOURCE.fullmatch(kinds):
        return make(chunked, "quotation – source", match.span(2), match.span(1), [(0, 1)], verb=None)
    match = _SOURCE_QUOTATION.search(kinds)
    if match:
        name = chunked.chunks[match.start(1)]
        if "N" in chunked.sentence.tags[name.first : name.last]:
            return make(chunked, "source: quotation", match.span(1), match.span(2), [match.span(3)], verb=None)
    if chunked.sentence.heading and kinds.startswith("N:") and len(kinds) > 3:
        end = frames.clause_end(chunked, 2)
        return make(chunked, "heading, source:", (0, 1), (1, 2), [(2, end)], verb=None)
    return None
