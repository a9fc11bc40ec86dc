"""What may stand left and right of a cue, as regular expressions over chunks (see `chunks`)."""

import re
from dataclasses import dataclass
from typing import Final

from graph.articles.chunks import Chunked
from graph.articles.cues import Verb

_NP: Final = r"[NP](?:j?iN)*"
ASIDE: Final = (
    r"(?:,(?:N|P)[^.,;:QVC]{0,9}(?:w[VC][^.,;:Q]{0,8}|,N[^.,;:QVC]{0,8}){0,2},|,w[^.;:Q]{1,14}?,|\([^)]{0,8}\)|-[^-.;:Q]{1,10}-"
    r"|,[XYGK][^.,;:QVC]{0,8},)"
)
_ADVERBIAL: Final = r"(?:,?[rDi][^,.;:QC]{0,8},|[rD]|\([^)]{0,5}\))*"
_SUBJECT: Final = re.compile(
    rf"(?:(?<![iVCIJGKXYT&NPw])(?P<both>{_NP}&{_NP})|(?P<one>{_NP}))"
    rf"(?P<more>(?:w[VC][NPrDiIJ&]{{0,6}})?{ASIDE}*)(?P<adverbial>{_ADVERBIAL})$"
)
_INVERTED: Final = re.compile(
    rf"(?:,i[^,.;:QVC]{{1,6}},)?r?(?P<source>{_NP}(?:&{_NP})?(?:\([^)]*\))?(?:,(?:N|P|w[VC])[^.;:Q]*(?=\.|$|,Q))?)(?=$|[.,;:Qi&rDw(-])"
)
_HEARER: Final = r"(?P<hearer>[NP](?:iN)*)(?:[rD]|iD)*"
_ADJUNCT: Final = r"(?:[rD]|iD|i?\([^)]{0,5}\)|,?i[NG](?:iN|D|&N)*(?=[TQ:D]|,[TQ]|r?T)|,i[^,.;:QVC]{1,8},(?=[TNPQI]))*"
_CLAUSE: Final = (
    r"(?:,?[iD][^,.;:]{1,12},)?(?:r?[NPG](?:iN|&N|\([^)]{0,5}\)|,[^,.;:QVC]{1,9},)*(?:w[^,.;:]{1,9}?)?(?:[rD]|iD)*[VCQ]"
    r"|r[VC])"
)
FRAMES: Final = {
    "T": ("said that", re.compile(rf"{_ADJUNCT},?(?P<content>T)")),
    "Q": ("said quotation", re.compile(rf"{_ADJUNCT}[,:]?(?P<content>Q)")),
    "HT": ("told that", re.compile(rf"{_HEARER}{_ADJUNCT},?(?P<content>T)")),
    "HQ": ("told quotation", re.compile(rf"{_HEARER}{_ADJUNCT}[,:]?(?P<content>Q)")),
    "HI": ("urged to", re.compile(rf"{_HEARER}(?P<content>[IJ])")),
    "I": ("vowed to", re.compile(rf"(?:{_ADJUNCT})(?P<content>[IJ])")),
    "W": ("said whether", re.compile(rf"{_ADJUNCT}(?P<content>w)")),
    "HW": ("asked whether", re.compile(rf"{_HEARER}(?P<content>w)")),
    "HS": ("told clause", re.compile(rf"(?P<hearer>[NP]){_ADJUNCT},?(?P<content>{_CLAUSE})")),
    "S": ("said clause", re.compile(rf"{_ADJUNCT}[,:]?(?P<content>{_CLAUSE})")),
    "B": ("said clause", re.compile(rf"{_ADJUNCT}[,:]?(?P<content>[NPGXrijw][^.;]*[VCQXY]|V[^.;]+)")),
    "a": ("called it", re.compile(r"(?P<content>[NPQ](?:iN|&N)*(?P<as>i)[NPQGXYKj])")),
    "A": ("called it", re.compile(r"(?P<content>[NPQ](?:iN|&N)*[NQiXYj])")),
    "G": ("-ing", re.compile(r"(?P<content>[GK])")),
    "O": ("object", re.compile(r"[rD]*(?P<content>[NPQ]|[XGKY]N)")),
}
_NEW_CLAUSE: Final = re.compile(r"(?:&|wr?)(?:[rD],?)?[NP](?:iN)*r?[VC]")
_NEW_REPORT: Final = re.compile(r"(?:[rD],?)?[NP](?:iN|&N)*(?:,N(?:iN)*,)?[rD]*C[TQNP.]")
_REPORTS: Final = re.compile(r"[NP](?:iN)*[rD]*(C)")
_DENIED: Final = re.compile(r"w[NP](?:iN)*[rD]*C(?=[.,)-]|$)")
_SAYS: Final = frozenset({"say", "tell", "direct", "warn", "call", "judge", "object"})
_REPORT_AFTER_DASH: Final = re.compile(r"&?[NP](?:iN)*r?C")
_MAIN_CLAUSE: Final = re.compile(r"(?:[rD],?)?[NP](?:iN|&N)*[rD]*[VC]")
_SUBORDINATE: Final = frozenset(
    ["while", "although", "though", "when", "as", "since", "because", "if", "after", "before", "once", "whereas"]
)
_CUT_WORDS: Final = frozenset(["while", "although", "though", "whereas", "but", "according"])


@dataclass(frozen=True, slots=True)
class Subject:
    """A source to the left of a cue: chunks first to last, and where its clause begins."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Content:
    """Content to the right of a cue: chunks first to last, the hearer before it, and the rule."""

    rule: str
    first: int
    last: int
    cue_last: int
    hearer: tuple[int, int] | None = None


def subject(chunked: Chunked, cue: int) -> Subject | None:
    """The noun group, with what belongs to it, of which the verb group at `cue` is said."""
    match = _SUBJECT.search(chunked.kinds, 0, cue)
    if match is None:
        return None
    first, last = match.start(), match.end("more")
    while last > first + 1 and chunked.kinds[last - 1] == ",":
        last -= 1
    return Subject(first, last)


def inverted(chunked: Chunked, cue: int) -> Subject | None:
    """The source after a cue: "…, said the minister"."""
    match = _INVERTED.match(chunked.kinds, cue + 1)
    return Subject(match.start("source"), match.end("source")) if match else None


def content(chunked: Chunked, cue: int, verb: Verb) -> Content | None:
    """The content that follows a cue, by the first frame that its verb allows and that fits."""
    after = cue + 1
    if chunked.kinds[after : after + 1] == "r" and chunked.kinds[after + 1 : after + 2] == "i" and verb.prepositions:
        after += 1
    if chunked.kinds[after : after + 1] == "i" and chunked.word(after) in verb.prepositions:
        end = clause_end(chunked, after + 1, narrow=True)
        if end > after + 1:
            return Content("spoke of", after + 1, end, after + 1)
    after = cue + 1
    for key, (rule, pattern) in FRAMES.items():
        allowed = key[-1] in verb.frames and (len(key) == 1 or "H" in verb.frames)
        if key == "HS":
            allowed = "tell" in verb.classes
        if key == "B":
            allowed = "say" in verb.classes
        if key == "Q" and not allowed:
            allowed = bool(verb.frames & {"O", "A"})
        if not allowed or not (match := pattern.match(chunked.kinds, after)):
            continue
        if key == "a" and chunked.word(match.start("as")) not in {"as", "to", "with", "at"}:
            continue
        first = match.start("content")
        end = clause_end(chunked, first, narrow=key in {"O", "I", "HI", "A", "a", "G"})
        if end <= first:
            continue
        hearer = match.span("hearer") if "H" in key else None
        return Content(rule, first, end, after, hearer)
    return None


def _reports_anew(chunked: Chunked, index: int) -> bool:
    """Whether a clause of its own reports again: "…, and he urged them to"."""
    match = _REPORTS.match(chunked.kinds, index)
    if match is None:
        return False
    verb = chunked.chunks[match.start(1)].verb
    return verb is not None and bool(verb.classes & _SAYS)


def _speaks_on(chunked: Chunked, index: int) -> bool:
    """Whether a reporting verb follows that shares the subject of the one before: "… and added that"."""
    verb = chunked.chunks[index].verb if chunked.kinds[index : index + 1] == "C" else None
    if verb is None or not verb.classes & {"say", "tell", "warn", "object"}:
        return False
    return (
        chunked.kinds[index + 1 : index + 2] in {*"TQNP"} and chunked.sentence.tags[chunked.chunks[index].head] != "v"
    )


def clause_end(chunked: Chunked, first: int, *, narrow: bool = False) -> int:
    """Where content that begins at chunk `first` ends: before the full stop, or a clause that is no part of it.

    `narrow` content is no clause: one with a subject of its own ends it.
    """
    kinds = chunked.kinds
    depth = 0
    inside = (
        "w" in kinds[max(0, first - 3) : first]
    )  # what is said in a relative clause ends where the main one goes on
    under = inside or (chunked.word(0) in _SUBORDINATE and "," not in kinds[:first])
    for index in range(first, len(kinds)):
        kind = kinds[index]
        depth += (kind == "(") - (kind == ")")
        if index > first and (kind in ".;" or (kind == "-" and _REPORT_AFTER_DASH.match(kinds, index + 1))):
            return index
        if depth == 0 and kind == "&" and _ends_at_and(chunked, index, first, narrow):
            return index - (kinds[index - 1] == ",")
        if depth == 0 and kind == "," and _ends_at_comma(chunked, index + 1, narrow, (inside, under)):
            return index
    end = len(kinds)
    while end > first and kinds[end - 1] in ".,;:-":
        end -= 1
    return end


def _ends_at_and(chunked: Chunked, index: int, first: int, narrow: bool) -> bool:
    """Whether "and" leads on to another report, or "but" from a thing to another clause."""
    if index > first + 1 and _speaks_on(chunked, index + 1):
        return True
    return narrow and chunked.kinds[index + 1 : index + 2] == "V" and chunked.word(index) == "but"


def _ends_at_comma(chunked: Chunked, after: int, narrow: bool, clause: tuple[bool, bool]) -> bool:
    """Whether what follows a comma is no part of the content before it."""
    kinds = chunked.kinds
    if after >= len(kinds):
        return False
    inside, under = clause
    word = chunked.word(after)
    return (
        word in _CUT_WORDS
        or kinds[after] == "K"
        or kinds[after : after + 2] == "&K"
        or (inside and kinds[after] in "VC")
        or (under and _MAIN_CLAUSE.match(kinds, after) is not None)
        or (word == "which" and _DENIED.match(kinds, after) is not None)
        or (kinds[after] == "&" and _reports_anew(chunked, after + 1))
        or (narrow and (_NEW_REPORT.match(kinds, after) or _NEW_CLAUSE.match(kinds, after)) is not None)
    )


def lead(chunked: Chunked, last: int) -> int:
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
