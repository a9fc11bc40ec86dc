"""Chunks of a sentence: noun groups, verb groups and what stands between, again one character each.

A cascade of two finite-state levels, after Abney (1996), "Partial parsing via finite-state cascades":

    N noun group   P pronoun   Q quotation   D day or time   i preposition   T that   w who, which, what   & and, or
    V finite verb group   G -ing group   I to-infinitive   X bare participle      (without a reporting verb)
    C finite verb group   K -ing group   J to-infinitive   Y bare participle      (with one)
    r adverb   , ; : . ( ) - as they are
"""

import re
from dataclasses import dataclass
from typing import Final

from graph.articles.cues import Lexicon, Verb
from graph.articles.skeleton import Sentence

_MODIFIERS: Final = r"(?:r?[jcxg](?:[,&](?=[jc]))?)*"
_NOUNS: Final = rf"[nsNcq]+(?:'{_MODIFIERS}[nsNcq]+|(?<=N)&(?=N)[nsNcq]+)*(?:'(?=[nsNcq])|j(?=[r!]*[mbhoez,(]))?"
_CHUNK: Final = re.compile(
    r"(?P<Q>Q)"
    r"|(?P<D>D(?:,?D)*c?(?:,c)?)"
    r"|(?P<I>[r!]*t[r!]*(?:[bho][r!]*)*[vx]|t[r!]*[bho])"
    r"|(?P<V>[r!]*[mbho][rmbho!]*[vzexg]?|r*[vze])"
    rf"|(?P<N>r*[d$]+{_MODIFIERS}{_NOUNS}|r*(?:r?[jc])*{_NOUNS}|[d$](?:r?[jcxg])*)"
    r"|(?P<P>p'?)"
    r"|(?P<X>r*x)|(?P<G>[r!]*g)|(?P<r>[r!]+)",
)
_TIMES: Final = frozenset(
    ["week", "month", "year", "night", "morning", "afternoon", "evening", "day", "weekend", "hour", "hours", "days"]
)
_TIME_STARTS: Final = frozenset(
    ["last", "this", "next", "that", "late", "early", "earlier", "the", "previous", "following", "same"]
)
_ARTICLES: Final = frozenset(["the", "a", "an"])
_REPORTS_TO_RIGHT: Final = frozenset("TdpQq$wtNji:")
_OBJECTS: Final = frozenset("dp$NTQqtnsjcwg:")
_ALONE: Final = {"$": "N", "t": "i"}
_REPORTING: Final = {"V": "C", "I": "J", "X": "Y", "G": "K"}


@dataclass(frozen=True, slots=True)
class Chunk:
    """Tokens first to last, last exclusive; `head` is the verb or noun; `verb` its entry if it reports."""

    first: int
    last: int
    head: int
    verb: Verb | None = None


@dataclass(frozen=True, slots=True)
class Chunked:
    """A sentence with its chunks and their string."""

    sentence: Sentence
    chunks: tuple[Chunk, ...]
    kinds: str

    def word(self, chunk: int) -> str:
        """The first word of a chunk, lower case."""
        return self.sentence.words[self.chunks[chunk].first]

    def head(self, chunk: int) -> str:
        """The head word of a chunk, lower case."""
        return self.sentence.words[self.chunks[chunk].head]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The code points of chunks first to last, last exclusive."""
        return self.sentence.span(self.chunks[first].first, self.chunks[last - 1].last)


def chunk(sentence: Sentence, lexicon: Lexicon) -> Chunked:
    """Cut a sentence into chunks."""
    tags = _verbs_restored(sentence, lexicon)
    found: list[Chunk] = []
    kinds: list[str] = []
    at = 0
    while at < len(tags):
        match = _CHUNK.match(tags, at)
        if match is None or match.end() == at:
            found.append(Chunk(at, at + 1, at))
            kinds.append(_ALONE.get(tags[at], tags[at]))
            at += 1
            continue
        kind, last = match.lastgroup or "", match.end()
        head = last - 1
        while kind in "NP" and tags[head] == "'" and head > at:
            head -= 1
        verb = None
        if kind in "VIXG":
            if kind == "V" and tags[head] == "g" and "b" not in tags[at:head]:
                kind = "G"
            verb = lexicon.verbs.get(sentence.words[head]) if tags[head] in "vzexg" else None
            if kind == "X" and (_finite(tags, at, head) or _particle(sentence, tags, at, head, verb)):
                kind = "V"
            if verb:
                kind = _REPORTING[kind]
                if kind == "Y" and kinds[-2:] in (["w", "N"], ["w", "P"]):
                    kind = "C"  # which the authorities denied
        elif (
            kind == "N"
            and sentence.words[head] in _TIMES
            and (kinds[-1:] == ["D"] or sentence.words[at] in _TIME_STARTS)
        ):
            kind = "D"
        found.append(Chunk(at, last, head, verb))
        kinds.append(kind)
        at = last
    return Chunked(sentence, tuple(found), "".join(kinds))


def _finite(tags: str, first: int, head: int) -> bool:
    """Whether a participle form without an auxiliary is the finite verb: after a noun, and with an object."""
    return (
        first > 0
        and tags[first - 1] in "nsNcpqw,)'-&Q"
        and (tags[head + 1 : head + 2] in _OBJECTS or tags[head + 1 : head + 3] == "D'")
    )


def _particle(sentence: Sentence, tags: str, first: int, head: int, verb: Verb | None) -> bool:
    """Whether a participle form is the finite verb of "called for": after a noun, and with a preposition of its own."""
    following = sentence.words[head + 1 : head + 2]
    return (
        verb is not None and first > 0 and tags[first - 1] in "nsNpw,)" and {*following} <= verb.prepositions != set()
    )


def _verbs_restored(sentence: Sentence, lexicon: Lexicon) -> str:
    """Reporting verbs that look like nouns ("claims", "plan") become verbs where their neighbours say so."""
    tags = list(sentence.tags)
    for index, word in enumerate(sentence.words):
        tag = tags[index]
        if tag == "e" and index and sentence.words[index - 1] in _ARTICLES:
            tags[index] = "j"  # the said amount
            continue
        if tag in "nj" and word.endswith("ing") and word in lexicon.verbs and index and tags[index - 1] in "br,":
            after = tags[index + 1] if index + 1 < len(tags) else "."
            if tags[index - 1] == "b" or tags[index - 2] == "b" or (tags[index - 1] == "," and after in "Ttdp$"):
                tags[index] = "g"
            continue
        if tag not in "nsvj" or word not in lexicon.verbs or not index:
            continue
        before = tags[index - 1] if tags[index - 1] != "r" or index == 1 else tags[index - 2]
        after = tags[index + 1] if index + 1 < len(tags) else "."
        verb = lexicon.verbs[word]
        if after not in _REPORTS_TO_RIGHT and not (after == "i" and sentence.words[index + 1] in verb.prepositions):
            continue
        if word == verb.lemma:
            if before in "psmw" or (before == "t" and index > 1):
                tags[index] = "v"
        elif tag == "s" and (before in "pNw)" or (before in "nq" and after in "TdpQ$tw")):
            tags[index] = "z"
    return "".join(tags)
