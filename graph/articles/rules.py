"""The rules by which a report is found, each with a name: the cue first, then its source and content on either side.

The names are the keys of the table of measured precision (`data/precision.toml`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from graph.articles import frames
from graph.articles.chunks import Chunked
from graph.articles.cues import Lexicon, Verb
from graph.articles.frames import Subject

Place = tuple[int, int]
_ENDS: Final = re.compile(r"(?:[rD]|i?\([^)]*\)|,?i[NGD](?:iN|iD|D|&N)*|[NP](?:iN)*)*[.)]?$")
_DOCUMENT: Final = frozenset("poll polls study studies survey surveys report reports data records record documents document figures research statistics"
    " findings review analysis email emails letter transcript investigation audit census results".split())
_WORDS: Final = frozenset({"said that", "said quotation", "said clause", "told that", "told quotation"})
_AUTHORITY: Final = re.compile(
    r"[NPQ](?:[iDjr&]*[NQDXYGI]|\([^)]*\))*(?:,?w[^,.;:]{1,12})?(?:,(?:[Nw]|r*[XY])[^.;:QVC]{1,9}?(?=[,.]))??(?=[,.;:&-]|$)"
)
_WHILE: Final = frozenset("as when while after before because although though since until in during".split())
_PURPOSE: Final = frozenset({"say", "warn", "judge", "direct", "tell"})
_PURPOSEFUL: Final = _WORDS | {"object", "urged to", "told clause", "spoke of"}
_AGENTLESS: Final = frozenset(
    "accuse expect report believe suspect consider know say allege rumor rumour think understand estimate".split()
)


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


def apply(chunked: Chunked, words: Lexicon) -> Iterator[Attribution]:
    """Every report that some rule finds in a sentence, nested ones included."""
    main: Subject | None = None
    for index, kind in enumerate(chunked.kinds):
        if main is None and kind in "VC":
            main = frames.subject(chunked, index)
        found = None
        if chunked.word(index) == "according":
            found = _according(chunked, index)
        elif kind == "C":
            found = _finite(chunked, index, words) or _supported(chunked, index, words)
        elif kind == "V":
            found = _supported(chunked, index, words) or _adjective(chunked, index, words)
        elif kind == "J":
            found = _continued(chunked, index, words)
        elif kind == "K" and main is not None:
            found = _participle(chunked, index, main, words)
        elif kind == "N":
            found = _noun(chunked, index, words)
        if found is not None:
            yield found
    found = _label(chunked)
    if found is not None:
        yield found


def announces(chunked: Chunked) -> Attribution | None:
    """The report that a sentence begins and the next paragraph ends: "The minister said:"."""
    match = re.search(r"(C)[^.;CQ]{0,8}:$", chunked.kinds)
    if match is None:
        return None
    cue = match.start(1)
    verb, who = chunked.chunks[cue].verb, frames.subject(chunked, cue)
    if verb is None or who is None or not verb.frames & {"Q", "T"}:
        return None
    return _make(chunked, "source said: paragraph", (who.first, who.last), (cue, cue + 1), [], verb)


def _make(
    chunked: Chunked,
    rule: str,
    source: tuple[int, int] | None,
    cue: tuple[int, int],
    content: list[tuple[int, int]],
    verb: Verb | None,
    hearer: tuple[int, int] | None = None,
) -> Attribution:
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


def _finite(chunked: Chunked, cue: int, words: Lexicon) -> Attribution | None:
    kinds, verb = chunked.kinds, chunked.chunks[cue].verb
    assert verb is not None
    if _is_passive(chunked, cue):
        return _passive(chunked, cue, verb)
    speaks = bool(verb.frames & {"Q"}) or "call" in verb.classes
    # “…”, said the minister
    quoted = re.search(r"Q[,:-]?$", kinds[:cue])
    if quoted and speaks and (who := frames.inverted(chunked, cue)):
        parts = [(_lead(chunked, quoted.start()), quoted.start() + 1), *_resumed(chunked, who.last)]
        return _make(chunked, "quotation, said source", (who.first, who.last), (cue, cue + 1), parts, verb)
    if re.search(r"w[rD]*$", kinds[:cue]):
        relative = kinds.rindex("w", 0, cue)
        return _right(chunked, cue, verb, (relative, relative + 1), "who ")
    if kinds[cue - 2 : cue] == "NT":
        return _right(chunked, cue, verb, (cue - 1, cue), "that ")
    if verb.lemma == "put" and (found := _put_it(chunked, cue)):
        return found
    who = frames.subject(chunked, cue)
    if who is None:
        if kinds[cue - 1 : cue] == "," and "say" in verb.classes and (after := frames.inverted(chunked, cue)) and cue > 3:
            parts = [(_lead(chunked, cue - 1), cue - 1)]
            return _make(chunked, "clause, said source", (after.first, after.last), (cue, cue + 1), parts, verb)
        if kinds[cue - 1 : cue] == "&" and (earlier := _shared_subject(chunked, cue)):
            return _right(chunked, cue, verb, earlier, "and ")
        return None
    source = (who.first, who.last)
    before = kinds[: who.first]
    if before[-2:] == "NT" and "say" in verb.classes and (inner := re.compile(r"[NP](?:iN)*r?[VC]").match(kinds, cue + 1)):
        return _make(chunked, "that source says", source, (cue, cue + 1), [inner.span()], verb)
    if before[-1:] == "w" and chunked.word(who.first - 1) == "which" and verb.classes & {"say", "object"} and kinds[cue + 1 : cue + 2] in {"", ".", ",", ")", "-", "Q", "N"}:
        parts = [(who.first - 1, who.first)]
        if kinds[cue + 1 : cue + 2] in {"Q", "N"}:
            parts.append((cue + 1, cue + 2))
        return _make(chunked, "which source denied", source, (cue, cue + 1), parts, verb)
    if before[-1:] == "i" and chunked.word(who.first - 1) == "as" and (match := re.match(r"[rDPN]*,", kinds[cue + 1 :])):
        start = cue + 1 + match.end()
        if "S" in verb.frames and (end := frames.clause_end(chunked, start)) > start:
            return _make(chunked, "as source said, clause", source, (cue, cue + 1), [(start, end)], verb)
    quoted = re.search(r"Q[,:-]?$", before)
    if quoted and speaks:
        parts = [(_lead(chunked, quoted.start()), quoted.start() + 1), *_resumed(chunked, cue + 1)]
        return _make(chunked, "quotation, source said", source, (cue, cue + 1), parts, verb)
    ends = _ENDS.match(kinds, cue + 1)
    if not ends and (aside := re.compile(r"(?:[rD]|iD|iN)*,([iw])").match(kinds, cue + 1)):
        ends = aside if chunked.word(aside.start(1)) in _WHILE else None
    if before[-1:] in {",", "-"} and "S" in verb.frames and ends:
        lead = _lead(chunked, len(before) - 1)
        if len(before) - 1 - lead >= 2:
            parts = [(lead, len(before) - 1)]
            return _make(chunked, "clause, source said", source, (cue, cue + 1), parts, verb)
    if before[-1:] == "," and kinds[cue + 1 : cue + 2] == "," and "S" in verb.frames and len(before) > 1:
        end = frames.clause_end(chunked, cue + 2)
        if end > cue + 2:
            parts = [(_lead(chunked, len(before) - 1), len(before) - 1), (cue + 2, end)]
            return _make(chunked, "clause, source said, clause", source, (cue, cue + 1), parts, verb)
    return _right(chunked, cue, verb, source, "")


def _right(chunked: Chunked, cue: int, verb: Verb, source: tuple[int, int] | None, prefix: str) -> Attribution | None:
    found = frames.content(chunked, cue, verb)
    if found is None and "find" in verb.classes and source and chunked.head(source[0]) in _DOCUMENT:
        end = frames.clause_end(chunked, cue + 1)
        found = frames.Content("document shows", cue + 1, end, cue + 1) if end > cue + 1 else None
    if found is None or chunked.head(found.first) == "anonymity":
        return None
    first = found.first
    if found.hearer and "direct" in verb.classes and found.rule == "urged to":
        first = found.hearer[0]  # whoever is to act belongs to what is asked
    return _make(
        chunked,
        prefix + found.rule,
        source,
        (cue, found.cue_last),
        [(first, found.last)],
        verb,
        found.hearer,
    )


def _is_passive(chunked: Chunked, cue: int) -> bool:
    piece = chunked.chunks[cue]
    tags = chunked.sentence.tags[piece.first : piece.head]
    return "b" in tags and chunked.sentence.tags[piece.head] in "xe"


def _passive(chunked: Chunked, cue: int, verb: Verb) -> Attribution | None:
    """Was accused by X of …; is expected to …: the source is the agent, or nobody."""
    kinds = chunked.kinds
    who = frames.subject(chunked, cue)
    if who is None:
        return None
    agent = re.match(r"[rD]*i(N(?:iN)*)", kinds[cue + 1 :])
    if agent and chunked.word(cue + 1 + agent.start(1) - 1) == "by" and verb.frames & {"O", "A", "Q"}:
        source = (cue + 1 + agent.start(1), cue + 1 + agent.end(1))
        return _make(chunked, "was praised by", source, (cue, source[0]), [(who.first, who.last)], verb)
    if "call" in verb.classes and kinds[cue + 1 : cue + 2] in {*"NPQi"} and verb.lemma != "call":
        content = (cue + 1, frames.clause_end(chunked, cue + 1))
        return _make(chunked, "was called", None, (cue, cue + 1), [(who.first, who.last), content], verb)
    if "judge" in verb.classes and chunked.word(min(cue + 1, len(kinds) - 1)) in {"for", "as", "over", "of"}:
        content = (cue + 1, frames.clause_end(chunked, cue + 1))
        return _make(chunked, "was called", None, (cue, cue + 1), [(who.first, who.last), content], verb)
    if verb.lemma in _AGENTLESS and kinds[cue + 1 : cue + 2] in {"I", "J", "i"}:
        content = (cue + 1, frames.clause_end(chunked, cue + 1))
        return _make(chunked, "is said to", None, (cue, cue + 1), [(who.first, who.last), content], verb)
    return None


def _participle(chunked: Chunked, cue: int, main: Subject, words: Lexicon) -> Attribution | None:
    """…, saying that …: the source is the subject of the clause, or the document just before."""
    kinds, verb = chunked.kinds, chunked.chunks[cue].verb
    assert verb is not None
    if kinds[cue - 1 : cue] == "N":
        found = frames.content(chunked, cue, verb)
        wrote = chunked.head(cue - 1) in _DOCUMENT or chunked.head(cue - 1) in words.light_nouns
        if not wrote and (found is None or found.rule not in _WORDS):
            return None
        source = (cue - 1, cue)
    elif kinds[cue - 1 : cue] in {",", "i", "&", "D"}:
        source = (main.first, main.last)
    else:
        return None
    return _right(chunked, cue, verb, source, "participle, ")


def _supported(chunked: Chunked, cue: int, words: Lexicon) -> Attribution | None:
    """Expressed concern about …; continued to insist that …"""
    kinds = chunked.kinds
    if chunked.head(cue) not in words.light_verbs or kinds[cue + 1 : cue + 2] != "N":
        return None
    if chunked.head(cue + 1) not in words.light_nouns or _is_passive(chunked, cue):
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
    return _make(chunked, "expressed concern", (who.first, who.last), (cue, after), [(after, end)], None)


def _continued(chunked: Chunked, cue: int, words: Lexicon) -> Attribution | None:
    """Continued to insist that …, went on to say …; took to the radio to accuse …"""
    kinds, verb = chunked.kinds, chunked.chunks[cue].verb
    assert verb is not None
    found = frames.content(chunked, cue, verb)
    if found is None:
        return None
    steps = re.search(r"([VC])i?$", kinds[:cue])
    if steps and chunked.head(steps.start()) in words.catenative:
        first, rule = steps.start(), "continued to "
    elif (purpose := re.search(r"([VC])[NiDr&]*$", kinds[:cue])) and verb.classes & _PURPOSE and found.rule in _PURPOSEFUL:
        first, rule = purpose.start(), "in order to "
    else:
        return None
    who = frames.subject(chunked, first)
    if who is None:
        return None
    cues = (first, found.cue_last) if rule == "continued to " else (cue, found.cue_last)
    parts = [(found.first, found.last)]
    return _make(chunked, rule + found.rule, (who.first, who.last), cues, parts, verb, found.hearer)


def _noun(chunked: Chunked, index: int, words: Lexicon) -> Attribution | None:
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
    if end <= after:
        return None
    return Attribution((source,), (cue,), (chunked.span(after, end),), "his claim that", words.nouns[noun], "claim")


def _adjective(chunked: Chunked, index: int, words: Lexicon) -> Attribution | None:
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
    elif not (kinds[after : after + 1] in {"T", "w"} or (kinds[after : after + 1] in {"I", "J"} and "to" in words.adjectives[adjective])):
        return None
    end = frames.clause_end(chunked, after)
    if end <= after:
        return None
    return _make(chunked, "is critical of", (who.first, who.last), (index, after), [(after, end)], None)


def _according(chunked: Chunked, index: int) -> Attribution | None:
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
        return _make(chunked, "according to, clause", (after, end), cue, [(end + 1, last)], None)
    last = index
    while last and kinds[last - 1] in ",-":
        last -= 1
    lead = _lead(chunked, last)
    if last <= lead:
        return None
    return _make(chunked, "clause, according to", (after, end), cue, [(lead, last)], None)


def _put_it(chunked: Chunked, cue: int) -> Attribution | None:
    """As the minister put it, …"""
    kinds = chunked.kinds
    match = re.compile(r"CP[rD]*,").match(kinds, cue)
    if match is None or chunked.head(cue) not in {"put", "puts"} or chunked.word(cue + 1) != "it":
        return None
    who = frames.subject(chunked, cue)
    end = frames.clause_end(chunked, match.end())
    if who is None or not who.first or chunked.word(who.first - 1) != "as" or end <= match.end():
        return None
    return _make(
        chunked, "as source said, clause", (who.first, who.last), (cue, cue + 2), [(match.end(), end)], None
    )


def _label(chunked: Chunked) -> Attribution | None:
    """“…” – Name; and Name: …, in a heading."""
    kinds = chunked.kinds
    if match := re.fullmatch(r"Q(-)(N(?:iN|,N)*)[,.]?", kinds):
        return _make(chunked, "quotation – source", match.span(2), match.span(1), [(0, 1)], None)
    if match := re.search(r"(?:^|[^N])(N)([:-])(Q)", kinds):
        if "N" in chunked.sentence.tags[chunked.chunks[match.start(1)].first : chunked.chunks[match.start(1)].last]:
            return _make(chunked, "source: quotation", match.span(1), match.span(2), [match.span(3)], None)
    if chunked.sentence.heading and (match := re.match(r"(N):", kinds)) and len(kinds) > 3:
        end = frames.clause_end(chunked, 2)
        return _make(chunked, "heading, source:", match.span(1), (1, 2), [(2, end)], None)
    return None


def _lead(chunked: Chunked, last: int) -> int:
    """Where content that ends before chunk `last` begins: at the sentence's start, or after an earlier report."""
    kinds = chunked.kinds[:last]
    if kinds[-1:] in {",", ":"} and chunked.kinds[last : last + 1] == "Q" and "Q" not in kinds:
        return last
    for mark in (";", ":"):
        if mark in kinds:
            return kinds.rindex(mark) + 1
    if "Q" in kinds[:-1] and "C" in kinds:
        return last
    return 1 if kinds[:1] == "&" and last > 1 else 0


def _resumed(chunked: Chunked, after: int) -> list[tuple[int, int]]:
    """A quotation that goes on after its source: “…”, she said, “…”."""
    match = re.compile(r"[^Q]{0,12}?[,.:]?(Q)").match(chunked.kinds, after)
    return [(match.start(1), match.end(1))] if match and "C" not in match[0] else []


def _shared_subject(chunked: Chunked, cue: int) -> tuple[int, int] | None:
    """The subject of the finite verb before, which "… and said" shares."""
    for index in range(cue - 1, 0, -1):
        if chunked.kinds[index] in "VC":
            who = frames.subject(chunked, index)
            return (who.first, who.last) if who else None
    return None
