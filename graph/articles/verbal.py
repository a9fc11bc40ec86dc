"""Rules that start from a reporting verb: finite, passive, participle, infinitive."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from graph.articles import frames
from graph.articles.chunks import Chunked
from graph.articles.cues import Lexicon, Verb
from graph.articles.frames import Subject
from graph.articles.reports import Attribution, make

_ENDS: Final = re.compile(r"(?:[rD]|i?\([^)]*\)|,?i[NGD](?:iN|iD|D|&N)*|[NP](?:iN)*)*[.)]?$")
_QUOTED: Final = re.compile(r"Q[,:-]?$")
_SHORT_CLAUSE: Final = re.compile(r"[NP](?:iN)*r?[VC]")
_ASIDE_AFTER: Final = re.compile(r"(?:[rD]|iD|iN)*,([iw])")
_SHORT_ASIDE: Final = re.compile(r"[rDPN]*,")
_AGENT: Final = re.compile(r"[rD]*i(N(?:iN)*)")
_STEPS: Final = re.compile(r"([VC])i?$")
_BEFORE_PURPOSE: Final = re.compile(r"([VC])[NiDr&]*$")
_NEXT_QUOTATION: Final = re.compile(r"[^Q]{0,12}?[,.:]?(Q)")
_NO_NAME: Final = {"anonymity", "named", "identified", "quoted"}  # what a source asks for itself is no news
_DOCUMENT: Final = frozenset(
    """poll polls study studies survey surveys report reports data records record documents document figures research
    statistics findings review analysis email emails letter transcript investigation audit census results""".split()  # noqa: SIM905
)
_WORDS: Final = frozenset({"said that", "said quotation", "said clause", "told that", "told quotation"})
_WHILE: Final = frozenset(
    ["as", "when", "while", "after", "before", "because", "although", "though", "since", "until", "in"]
)
_PURPOSE: Final = frozenset({"say", "warn", "judge", "direct", "tell"})
_PURPOSEFUL: Final = _WORDS | {"object", "urged to", "told clause", "spoke of"}
_AGENTLESS: Final = frozenset(
    [
        "accuse",
        "expect",
        "report",
        "believe",
        "suspect",
        "consider",
        "know",
        "say",
        "allege",
        "rumor",
        "rumour",
        "think",
        "understand",
        "estimate",
    ]
)


@dataclass(frozen=True, slots=True)
class _Cue:
    """A finite cue with what stands round it: the source left of it, the chunks before that, those after the cue."""

    chunked: Chunked
    at: int
    verb: Verb
    who: Subject | None
    before: str
    after: str

    @property
    def source(self) -> tuple[int, int] | None:
        """The chunks of the source."""
        return (self.who.first, self.who.last) if self.who else None

    def make(self, rule: str, source: tuple[int, int] | None, content: list[tuple[int, int]]) -> Attribution:
        """An attribution whose cue is the verb group alone."""
        return make(self.chunked, rule, source, (self.at, self.at + 1), content, verb=self.verb)

    @property
    def speaks(self) -> bool:
        """Whether its verb introduces speech."""
        return "Q" in self.verb.frames or "call" in self.verb.classes


def finite(chunked: Chunked, at: int) -> Attribution | None:
    """The report that a finite reporting verb makes, by the first rule that fits."""
    verb = chunked.chunks[at].verb
    assert verb is not None
    if is_passive(chunked, at):
        return _passive(chunked, at, verb)
    who = frames.subject(chunked, at)
    before = chunked.kinds[: who.first if who else at]
    cue = _Cue(chunked, at, verb, who, before, chunked.kinds[at + 1 :])
    found = (rule(cue) for rule in _ORDER)
    return next((each for each in found if each is not None), None)


def _quotation_said_source(cue: _Cue) -> Attribution | None:
    """“…”, said the minister."""
    quoted = _QUOTED.search(cue.chunked.kinds, 0, cue.at)
    who = frames.inverted(cue.chunked, cue.at) if quoted and cue.speaks else None
    if quoted is None or who is None:
        return None
    parts = [(frames.lead(cue.chunked, quoted.start()), quoted.start() + 1), *_resumed(cue.chunked, who.last)]
    return cue.make("quotation, said source", (who.first, who.last), parts)


def _relative(cue: _Cue) -> Attribution | None:
    """The minister, who said …; a letter that says …"""
    kinds = cue.chunked.kinds[: cue.at]
    if kinds.rstrip("rD").endswith("w"):
        at = kinds.rindex("w")
        return right(cue.chunked, cue.at, cue.verb, (at, at + 1), "who ")
    if kinds.endswith("NT"):
        return right(cue.chunked, cue.at, cue.verb, (cue.at - 1, cue.at), "that ")
    return None


def _clause_said_source(cue: _Cue) -> Attribution | None:
    """It was over, said the minister."""
    if cue.who is not None or cue.before[-1:] != "," or "say" not in cue.verb.classes or cue.at <= 3:
        return None
    who = frames.inverted(cue.chunked, cue.at)
    parts = [(frames.lead(cue.chunked, cue.at - 1), cue.at - 1)]
    return cue.make("clause, said source", (who.first, who.last), parts) if who else None


def _and_said(cue: _Cue) -> Attribution | None:
    """… and said: the subject of the verb before."""
    if cue.who is not None or cue.before[-1:] != "&":
        return None
    earlier = _shared_subject(cue.chunked, cue.at)
    return right(cue.chunked, cue.at, cue.verb, earlier, "and ") if earlier else None


def _that_source_says(cue: _Cue) -> Attribution | None:
    """The post that the rebels say they took lies …: the content ends with its verb."""
    if cue.before[-2:] != "NT" or "say" not in cue.verb.classes:
        return None
    inner = _SHORT_CLAUSE.match(cue.chunked.kinds, cue.at + 1)
    return cue.make("that source says", cue.source, [inner.span()]) if inner else None


def _which_source_denied(cue: _Cue) -> Attribution | None:
    """…, which the authorities denied: the content is the clause before."""
    if cue.who is None or cue.before[-1:] != "w" or cue.chunked.word(cue.who.first - 1) != "which":
        return None
    if not cue.verb.classes & {"say", "object"} or cue.after[:1] not in {"", *".,)-QN"}:
        return None
    parts = [(cue.who.first - 1, cue.who.first)]
    if cue.after[:1] in {"Q", "N"}:
        parts.append((cue.at + 1, cue.at + 2))
    return cue.make("which source denied", cue.source, parts)


def _as_source_said(cue: _Cue) -> Attribution | None:
    """As the minister said, …; as the minister put it, …"""
    if cue.who is None or not cue.who.first or cue.chunked.word(cue.who.first - 1) != "as":
        return None
    match = _SHORT_ASIDE.match(cue.after)
    if match is None or not ("S" in cue.verb.frames or (cue.verb.lemma == "put" and cue.after[0] == "P")):
        return None
    start = cue.at + 1 + match.end()
    end = frames.clause_end(cue.chunked, start)
    return cue.make("as source said, clause", cue.source, [(start, end)]) if end > start else None


def _quotation_source_said(cue: _Cue) -> Attribution | None:
    """“…,” the minister said."""
    quoted = _QUOTED.search(cue.before)
    if cue.who is None or quoted is None or not cue.speaks:
        return None
    parts = [(frames.lead(cue.chunked, quoted.start()), quoted.start() + 1), *_resumed(cue.chunked, cue.at + 1)]
    return cue.make("quotation, source said", cue.source, parts)


def _clause_source_said(cue: _Cue) -> Attribution | None:
    """It was over, the minister said on Monday."""
    if cue.who is None or cue.before[-1:] not in {",", "-"} or "S" not in cue.verb.frames:
        return None
    ends = _ENDS.match(cue.after) is not None
    if not ends and (aside := _ASIDE_AFTER.match(cue.after)):
        ends = cue.chunked.word(cue.at + 1 + aside.start(1)) in _WHILE
    last = len(cue.before) - 1
    lead = frames.lead(cue.chunked, last)
    return cue.make("clause, source said", cue.source, [(lead, last)]) if ends and last - lead >= 2 else None


def _clause_source_said_clause(cue: _Cue) -> Attribution | None:
    """The talks, the minister said, were over."""
    if cue.who is None or cue.before[-1:] != "," or cue.after[:1] != "," or "S" not in cue.verb.frames:
        return None
    last, start = len(cue.before) - 1, cue.at + 2
    end = frames.clause_end(cue.chunked, start)
    if not last or end <= start:
        return None
    return cue.make("clause, source said, clause", cue.source, [(frames.lead(cue.chunked, last), last), (start, end)])


def _source_said(cue: _Cue) -> Attribution | None:
    """The minister said that …, and all other frames to the right."""
    return right(cue.chunked, cue.at, cue.verb, cue.source, "") if cue.who else None


_ORDER: Final[tuple[Callable[[_Cue], Attribution | None], ...]] = (
    _quotation_said_source,
    _relative,
    _clause_said_source,
    _and_said,
    _that_source_says,
    _which_source_denied,
    _as_source_said,
    _quotation_source_said,
    _clause_source_said,
    _clause_source_said_clause,
    _source_said,
)


def right(chunked: Chunked, cue: int, verb: Verb, source: tuple[int, int] | None, prefix: str) -> Attribution | None:
    """The report whose content stands right of its cue, by the first frame that fits."""
    found = frames.content(chunked, cue, verb)
    if found is None and "find" in verb.classes and source and chunked.head(source[0]) in _DOCUMENT:
        end = frames.clause_end(chunked, cue + 1)
        found = frames.Content("document shows", cue + 1, end, cue + 1) if end > cue + 1 else None
    if found is None or chunked.head(found.first) in _NO_NAME:
        return None
    first = found.first
    if found.hearer and "direct" in verb.classes and found.rule == "urged to":
        first = found.hearer[0]  # whoever is to act belongs to what is asked
    return make(
        chunked,
        prefix + found.rule,
        source,
        (cue, found.cue_last),
        [(first, found.last)],
        verb=verb,
        hearer=found.hearer,
    )


def is_passive(chunked: Chunked, cue: int) -> bool:
    """Whether a verb group is passive: a form of "be", and a participle."""
    piece = chunked.chunks[cue]
    tags = chunked.sentence.tags[piece.first : piece.head]
    return "b" in tags and chunked.sentence.tags[piece.head] in "xe"


def _passive(chunked: Chunked, cue: int, verb: Verb) -> Attribution | None:
    """Was accused by X of …; is expected to …: the source is the agent, or nobody."""
    kinds = chunked.kinds
    who = frames.subject(chunked, cue)
    if who is None:
        return None
    agent = _AGENT.match(kinds, cue + 1)
    if agent and chunked.word(agent.start(1) - 1) == "by" and verb.frames & {"O", "A", "Q"}:
        source = agent.span(1)
        return make(chunked, "was praised by", source, (cue, source[0]), [(who.first, who.last)], verb=verb)
    if "call" in verb.classes and kinds[cue + 1 : cue + 2] in {*"NPQi"} and verb.lemma != "call":
        content = (cue + 1, frames.clause_end(chunked, cue + 1))
        return make(chunked, "was called", None, (cue, cue + 1), [(who.first, who.last), content], verb=verb)
    if "judge" in verb.classes and chunked.word(min(cue + 1, len(kinds) - 1)) in {"for", "as", "over", "of"}:
        content = (cue + 1, frames.clause_end(chunked, cue + 1))
        return make(chunked, "was called", None, (cue, cue + 1), [(who.first, who.last), content], verb=verb)
    if verb.lemma in _AGENTLESS and kinds[cue + 1 : cue + 2] in {"I", "J", "i"}:
        content = (cue + 1, frames.clause_end(chunked, cue + 1))
        return make(chunked, "is said to", None, (cue, cue + 1), [(who.first, who.last), content], verb=verb)
    return None


def participle(chunked: Chunked, cue: int, main: Subject, words: Lexicon) -> Attribution | None:
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
    return right(chunked, cue, verb, source, "participle, ")


def continued(chunked: Chunked, cue: int, words: Lexicon) -> Attribution | None:
    """Continued to insist that …, went on to say …; took to the radio to accuse …"""
    kinds, verb = chunked.kinds, chunked.chunks[cue].verb
    assert verb is not None
    found = frames.content(chunked, cue, verb)
    if found is None:
        return None
    steps = _STEPS.search(kinds, 0, cue)
    if steps and chunked.head(steps.start()) in words.catenative:
        first, rule = steps.start(), "continued to "
    elif (purpose := _BEFORE_PURPOSE.search(kinds, 0, cue)) and verb.classes & _PURPOSE and found.rule in _PURPOSEFUL:
        first, rule = purpose.start(), "in order to "
    else:
        return None
    who = frames.subject(chunked, first)
    if who is None:
        return None
    cues = (first, found.cue_last) if rule == "continued to " else (cue, found.cue_last)
    parts = [(found.first, found.last)]
    return make(chunked, rule + found.rule, (who.first, who.last), cues, parts, verb=verb, hearer=found.hearer)


def _resumed(chunked: Chunked, after: int) -> list[tuple[int, int]]:
    """A quotation that goes on after its source: “…”, she said, “…”."""
    match = _NEXT_QUOTATION.match(chunked.kinds, after)
    return [(match.start(1), match.end(1))] if match and "C" not in match[0] else []


def _shared_subject(chunked: Chunked, cue: int) -> tuple[int, int] | None:
    """The subject of the finite verb before, which "… and said" shares."""
    for index in range(cue - 1, 0, -1):
        if chunked.kinds[index] in "VC":
            who = frames.subject(chunked, index)
            return (who.first, who.last) if who else None
    return None
