"""What a report says happened, where the words are plain: who took, holds, repelled, attacked, fled; shares and counts.

A clause gives a proposition only when its verb is in `data/events.toml` and its slots are filled by entities of the
right class; anything else is left as a plain proposition for the reviewer to paraphrase. Propositions have no polarity.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any, Final

from graph.articles.cues import forms
from graph.articles.mentions import Entity, Mention

Place = tuple[int, int]
MARKS: Final = "“”„‟«»\"″'’‘`‚‹› \u00a0\u2009\u202f\r\n"
PLACES: Final = frozenset(
    ["Place", "Settlement", "Province", "District", "BorderCrossing", "Facility", "Road", "Area", "Border", "State"]
)
_NUMBER: Final = (
    r"(?P<number>\d{1,3}(?:[,\u00a0]\d{3})+|\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
)
_WORDS: Final = dict(
    zip("two three four five six seven eight nine ten eleven twelve".split(), range(2, 13), strict=True)  # noqa: SIM905
)
_HARMED: Final = (
    "killed|dead|died|injured|wounded|missing|arrested|detained|displaced|evacuated|hospitali[sz]ed|infected|homeless"
)
_COUNT: Final = re.compile(
    rf"(?P<bound>at least|more than|over|up to|about|around|nearly|almost|some|fewer than|as many as)?\s*\b{_NUMBER}"
    r"(?:\s+(?P<unit>[a-z-]+(?:\s[a-z]+){0,2}?))?\s+(?:(?:were|was|had been|have been|has been|are|is)\s+)?"
    rf"(?P<harmed>{_HARMED})\b",
)
_ANY_HARMED: Final = re.compile(rf"(?:{_HARMED})\b")
_SHARE: Final = re.compile(
    r"(?P<bound>about|around|nearly|almost|more than|at least|over|some)?\s*"
    r"(?:(?P<percent>\d{1,3}(?:\.\d+)?)\s?(?:%|per\s?cent)"
    r"|(?P<fraction>(?:a|one|two|three)[- ](?:half|thirds?|quarters?)|half|most|large parts|much|all))"
    r"\s+of\s+(?:the\s+)?(?P<of>territory|country|land|area|population|people|border|districts)?"
)
_FRACTIONS: Final = {"half": 0.5, "third": 1 / 3, "thirds": 1 / 3, "quarter": 0.25, "quarters": 0.25}
_MEASURES: Final = {
    **dict.fromkeys(("territory", "country", "land", "area", ""), "territory"),
    **dict.fromkeys(("population", "people"), "population"),
    "border": "borderLength",
    "districts": "districts",
}
_OF_PLACE: Final = re.compile(
    r"\b(?:town|city|village|district|province|region|port|state|crossing|territory|whole|rest) of\b"
)
_ELSEWHERE: Final = re.compile(r"\b(?:with|between|from|near|outside|around|in|of|at|to|by|for|on|against)\b")
_ATTEMPT: Final = re.compile(
    r"\b(?:try|tries|tried|trying|attempting|attempts?|attempted|battling|seeking|fighting)\s+to\s+$"
)
_PASSIVE: Final = re.compile(r"\b(?:is|are|was|were|been|being|be)\s+(?:\w+ly\s+)?$")
_TO: Final = re.compile(r"\bto\s+(?:\w+ly\s+)?$")
_UNREAL: Final = re.compile(
    r"\b(?:will|would|shall|should|must|can|could|may|might|if|unless|whether|about to"
    r"|going to|ready to|cannot)\b|['’]ll\b"
)
_SETTING: Final = re.compile(r"\b(?:in|at|near|of|from|with|to|against|on)\s(?:the\s)?$")
_HANDS: Final = re.compile(r"\b(?:under the (?:full )?control of|in the hands of)\s(?:the\s)?")
_CLAUSE_BEGINS: Final = re.compile(
    r"[;:.!?]\s|, (?:and|but|while|who|which)\s| (?:that|and|but|while|because|after|before|as) "
)
_CLAUSE_ENDS: Final = re.compile(
    r"[;:!?.](?:\s|$)|, (?:and|but|while|which|who|the most|the main)\b| (?:and|but|while|because|after|before|as) "
)
_NOT: Final = re.compile(r"\b(?:not|never|no longer|nobody|none|neither)\b|n['’]t\b")


@dataclass(frozen=True, slots=True)
class Happening:
    """A proposition as words show it: its class, its slots as entity ids, figures, and where it was read."""

    kind: str
    place: Place
    slots: tuple[tuple[str, str], ...] = ()
    figures: tuple[tuple[str, str], ...] = ()
    negated: bool = False


@dataclass(frozen=True, slots=True)
class _Lexicon:
    kinds: dict[str, str]
    pattern: re.Pattern[str]


@cache
def _lexicon() -> _Lexicon:
    data: dict[str, Any] = tomllib.loads((files("graph.articles") / "data" / "events.toml").read_text("utf-8"))
    kinds: dict[str, str] = {}
    for kind, entry in data.items():
        for item in entry.get("verbs", "").split():
            for form in forms(item.rstrip("+"), item.endswith("+"), data["irregular"]):
                kinds[form] = kind
        kinds |= dict.fromkeys(entry.get("phrases", []), kind)
    return _Lexicon(kinds, re.compile(rf"\b(?:{_any_of(kinds)})\b"))


def _any_of(phrases: Iterable[str]) -> str:
    """A pattern for the longest of several phrases, branched by first letter, so that most words fail at once."""
    ordered = sorted(phrases, key=lambda phrase: (phrase[0], -len(phrase)))
    branches = groupby(ordered, key=lambda phrase: phrase[0])
    return "|".join(f"{first}(?:{'|'.join(re.escape(each[1:]) for each in same)})" for first, same in branches)


def happenings(
    text: str,
    content: Sequence[Place],
    mentions: Sequence[Mention],
    entities: Mapping[str, Entity],
    speaker: str | None,
) -> list[Happening]:
    """What the content of a report says happened; `text` is in lower case.

    `speaker` stands in for "we", "our" and the subject of an infinitive.
    """
    found: list[Happening] = []
    for place in content:
        inside = tuple(m for m in mentions if place[0] <= m.start and m.end <= place[1])
        told = _Told(text, place, inside, entities, speaker)
        found += [*_events(told), *_hands(told), *_counts(told)]
    return found


@dataclass(frozen=True, slots=True)
class _Told:
    """A piece of what was said: where it stands, and who and what is named in it."""

    text: str
    place: Place
    inside: tuple[Mention, ...]
    entities: Mapping[str, Entity]
    speaker: str | None

    def kind(self, mention: Mention) -> str:
        """The class of what a mention means."""
        return self.entities[mention.entity].kind

    def between(self, start: int, end: int) -> list[Mention]:
        """The mentions between two code points, but for adjectives."""
        return [m for m in self.inside if start <= m.start and m.end <= end and m.how != "adjective"]


def _events(told: _Told) -> Iterator[Happening]:
    lexicon = _lexicon()
    for match in lexicon.pattern.finditer(told.text, *told.place):
        clause = _clause(told.text, told.place, match.span())
        before = told.text[clause[0] : match.start()]
        tries = _ATTEMPT.search(before) is not None
        if _PASSIVE.search(before) or _UNREAL.search(before) or (_TO.search(before) and not tries):
            continue  # a passive hides who acts; what is to be, may be or is tried has not happened
        agent = _agent(told, clause[0], match.start())
        happening = _event(lexicon.kinds[match[0]], match[0], told, (match.end(), clause[1]), tries) if agent else None
        if agent is None or happening is None or agent in {entity for _, entity in happening.slots}:
            continue
        start = clause[0] + len(before) - len(before.lstrip())
        end = clause[0] + len(told.text[clause[0] : clause[1]].rstrip())
        negated = _NOT.search(before) is not None
        yield replace(happening, place=(start, end), slots=(("agent", agent), *happening.slots), negated=negated)


def _event(kind: str, verb: str, told: _Told, after: Place, tries: bool) -> Happening | None:
    """What a verb says of what follows it, without its agent; None where the slots are not filled."""
    if kind == "AttackRepelled":
        opponent, target = _opponent(told, after), _target(told, after)
        return Happening(kind, after, (("opponent", opponent), ("place", target))) if opponent and target else None
    place = _object(told, after)
    if place is None:
        return None
    if tries:
        again = kind == "Capture" and verb.startswith(("retak", "retook", "recapt", "reclaim"))
        return Happening("RetakeAttempt", after, (("place", place),)) if again else None
    rest = told.text[after[0] : after[1]]
    if kind == "Movement" and (verb in {"leave", "leaves", "left", "leaving"} or " from " in rest):
        return Happening(kind, after, (("origin", place),))
    return Happening(kind, after, (("place", place),), tuple(_share(rest)) if kind == "Control" else ())


def _clause(text: str, place: Place, verb: Place) -> Place:
    """The clause round a verb: cut at marks and at words that begin another one."""
    first = place[0]
    for cut in _CLAUSE_BEGINS.finditer(text, place[0], verb[0]):
        first = cut.end()
    stop = _CLAUSE_ENDS.search(text, verb[1], place[1])
    return first, stop.start() if stop else place[1]


def _agent(told: _Told, start: int, end: int) -> str | None:
    """The first actor named before the verb in its clause; the speaker for "we", "our", "they" and an infinitive."""
    words = told.text[start:end].strip(MARKS).removeprefix("that ").strip(MARKS).split()
    if words and words[0] in {"we", "our", "i", "they", "their", "it", "its", "to"}:
        return told.speaker
    for mention in told.between(start, end):
        if told.kind(mention) in PLACES - {"State"} or _SETTING.search(told.text, start, mention.start):
            continue
        return mention.entity
    return None


def _object(told: _Told, after: Place) -> str | None:
    """The first place named after the verb, unless words come between that make it the setting of something else."""
    for mention in told.between(*after):
        if told.kind(mention) not in PLACES:
            return None
        between = _SHARE.sub(" ", _OF_PLACE.sub(" ", told.text[after[0] : mention.start]))
        return mention.entity if len(between) < 60 and not _ELSEWHERE.search(between) else None
    return None


def _opponent(told: _Told, after: Place) -> str | None:
    """Whose attack it was: "an attempt by the Taliban", "a Taliban attack"."""
    return next((m.entity for m in told.between(*after) if told.kind(m) not in PLACES), None)


def _target(told: _Told, after: Place) -> str | None:
    """The place that an attack was on: not one that it was near, in or from."""
    for mention in told.between(*after):
        if told.kind(mention) in PLACES:
            before = _OF_PLACE.sub(" ", told.text[after[0] : mention.start]).replace(" the ", " ").split()
            near = not before or before[-1] in {"near", "outside", "around", "in", "from"}
            return None if near else mention.entity
    return None


def _hands(told: _Told) -> Iterator[Happening]:
    """X is under the control of Y, is in the hands of Y."""
    for match in _HANDS.finditer(told.text, *told.place):
        before = [m for m in told.between(told.place[0], match.start()) if told.kind(m) in PLACES]
        after = [m for m in told.between(match.end(), match.end() + 80) if told.kind(m) not in PLACES]
        if before and after and after[0].start - match.end() < 3:
            words = told.text[before[-1].end : match.start()]
            if _UNREAL.search(words):
                continue
            slots = (("agent", after[0].entity), ("place", before[-1].entity))
            place = (before[-1].start, after[0].end)
            yield Happening("Control", place, slots, (), _NOT.search(words) is not None)


def _share(words: str) -> Iterator[tuple[str, str]]:
    match = _SHARE.search(words)
    if match is None:
        return
    yield ("shareOf", _MEASURES[(match["of"] or "").lower()])
    bound = (match["bound"] or "").lower()
    fraction = (match["fraction"] or "").lower()
    if fraction in {"most", "large parts", "much"}:
        yield ("shareMax", "0.999")  # a part that is not quantified says nothing of the whole
        return
    value = float(match["percent"]) / 100 if match["percent"] else _fraction(fraction)
    if not 0 <= value <= 1:
        return
    yield ("shareMin" if bound not in {"nearly", "almost"} else "shareMax", f"{value:.4g}")
    if bound in {"about", "around", "some"}:
        yield ("approximate", "true")


def _fraction(words: str) -> float:
    if words == "all":
        return 1.0
    parts = re.split(r"[- ]", words)
    count = {"two": 2, "three": 3}.get(parts[0], 1)
    return count * _FRACTIONS[parts[-1]]


def _counts(told: _Told) -> Iterator[Happening]:
    """How many were killed, injured, arrested …: a number with its bound, in the unit that the words give."""
    if not _ANY_HARMED.search(told.text, *told.place):
        return
    places = {m.entity for m in told.inside if told.kind(m) in PLACES}
    for match in _COUNT.finditer(told.text, *told.place):
        value = _WORDS.get(match["number"]) or int(re.sub(r"\D", "", match["number"]))
        bound = match["bound"] or ""
        slot = "quantityMin" if bound in {"at least", "more than", "over"} else "quantity"
        slot = "quantityMax" if bound in {"up to", "nearly", "almost", "fewer than", "as many as"} else slot
        figures = [(slot, str(value)), ("unit", f"{(match['unit'] or 'people').strip()} {match['harmed']}")]
        if bound in {"about", "around", "some"}:
            figures.append(("approximate", "true"))
        before = told.text[max(told.place[0], match.start() - 25) : match.start()]
        if _UNREAL.search(before):
            continue
        slots = (("place", places.copy().pop()),) if len(places) == 1 else ()
        yield Happening("Measurement", match.span(), slots, tuple(figures), _NOT.search(before) is not None)
