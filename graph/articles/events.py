"""What a report says happened, where the words are plain: who took, holds, repelled, attacked, fled; shares and counts.

A clause gives a proposition only when its verb is in `data/events.toml` and its slots are filled by entities of the
right class; anything else is left as a plain proposition for the reviewer to paraphrase. Propositions have no polarity.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from graph.articles.cues import forms
from graph.articles.mentions import Entity, Mention

Place = tuple[int, int]
MARKS: Final = "“”„‟«»\"″'’‘`‚‹› \u00a0\u2009\u202f\r\n"
PLACES: Final = frozenset(
    ["Place", "Settlement", "Province", "District", "BorderCrossing", "Facility", "Road", "Area", "Border", "State"]
)
_NUMBER: Final = r"(?P<number>\d{1,3}(?:[,\u00a0]\d{3})+|\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a dozen|dozens)"
_WORDS: Final = dict(
    zip("two three four five six seven eight nine ten eleven twelve".split(), range(2, 13), strict=True)  # noqa: SIM905
)
_COUNT: Final = re.compile(
    rf"(?P<bound>at least|more than|over|up to|about|around|nearly|almost|some|fewer than|as many as)?\s*\b{_NUMBER}"
    r"(?:\s+(?P<unit>[a-z-]+(?:\s[a-z]+){0,2}?))?\s+(?:(?:were|was|had been|have been|has been|are|is)\s+)?"
    r"(?P<harmed>killed|dead|died|injured|wounded|missing|arrested|detained|displaced|evacuated|hospitali[sz]ed|infected|homeless)\b",
)
_SHARE: Final = re.compile(
    r"(?P<bound>about|around|nearly|almost|more than|at least|over|some)?\s*"
    r"(?:(?P<percent>\d{1,3}(?:\.\d+)?)\s?(?:%|per\s?cent)|(?P<fraction>(?:a|one|two|three)[- ](?:half|third|thirds|quarter|quarters)|half"
    r"|most|large parts|much|all))\s+of\s+(?:the\s+)?(?P<of>territory|country|land|area|population|people|border|districts)?",
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
_ATTEMPT: Final = r"\b(?:try|tries|tried|trying|attempting|attempts?|attempted|battling|seeking|fighting)\s+to\s+$"
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
    ordered = sorted(kinds, key=lambda phrase: -len(phrase))
    pattern = re.compile(r"\b(?:" + "|".join(re.escape(phrase) for phrase in ordered) + r")\b")
    return _Lexicon(kinds, pattern)


def happenings(
    text: str,
    content: Sequence[Place],
    mentions: Sequence[Mention],
    entities: Mapping[str, Entity],
    speaker: str | None,
) -> list[Happening]:
    """What the content of a report says happened; `speaker` stands in for "we", "our" and an infinitive's subject."""
    found: list[Happening] = []
    for start, end in content:
        inside = [m for m in mentions if start <= m.start and m.end <= end]
        found += _events(text, start, end, inside, entities, speaker)
        found += _hands(text, start, end, inside, entities)
        found += _counts(text, start, end, inside, entities)
    return found


def _events(
    text: str, start: int, end: int, inside: Sequence[Mention], entities: Mapping[str, Entity], speaker: str | None
) -> Iterator[Happening]:
    lexicon = _lexicon()
    for match in lexicon.pattern.finditer(text, start, end):
        kind = lexicon.kinds[match[0]]
        clause = _clause(text, start, end, match.span())
        before = text[clause[0] : match.start()]
        after_words = text[match.end() : clause[1]]
        if re.search(r"\b(?:is|are|was|were|been|being|be)\s+(?:\w+ly\s+)?$", before):
            continue  # passives need an agent; their reading is left to the reviewer
        if re.search(r"\bto\s+(?:\w+ly\s+)?$", before) and not re.search(_ATTEMPT, before):
            continue  # what somebody is to do, or tries to do, has not happened
        agent = _agent(text, clause[0], match.start(), inside, entities, speaker)
        place = _object(match.end(), clause[1], inside, entities, text)
        negated = _NOT.search(before) is not None
        attempted = re.search(_ATTEMPT, before) is not None
        span = (clause[0] + len(before) - len(before.lstrip()), clause[1])
        if kind == "AttackRepelled":
            opponent = _opponent(match.end(), clause[1], inside, entities)
            target = _target(text, match.end(), clause[1], inside, entities)
            if agent and opponent and target and agent != opponent:
                yield Happening(kind, span, (("agent", agent), ("opponent", opponent), ("place", target)), (), negated)
            continue
        if kind == "Capture" and attempted:
            if not match[0].startswith(("retak", "retook", "recapt", "reclaim")):
                continue
            kind = "RetakeAttempt"
        if kind in {"Capture", "Control", "RetakeAttempt", "Siege"} and agent and place and agent != place:
            figures = tuple(_share(after_words)) if kind == "Control" else ()
            yield Happening(kind, span, (("agent", agent), ("place", place)), figures, negated)
        elif kind == "Movement" and agent and place and agent != place:
            leaving = match[0] in {"leave", "leaves", "left", "leaving"} or " from " in after_words
            yield Happening(kind, span, (("agent", agent), ("origin" if leaving else "place", place)), (), negated)
        elif kind == "Attack" and agent and place and agent != place:
            yield Happening(kind, span, (("agent", agent), ("place", place)), (), negated)


def _clause(text: str, start: int, end: int, verb: Place) -> Place:
    """The clause round a verb: cut at marks and at words that begin another one."""
    cuts = [
        m.end()
        for m in re.finditer(
            r"[;:.!?]\s|, (?:and|but|while|who|which)\s| (?:that|and|but|while|because|after|before|as) ",
            text[start : verb[0]],
        )
    ]
    first = start + (cuts[-1] if cuts else 0)
    stop = re.search(
        r"[;:!?.](?:\s|$)|, (?:and|but|while|which|who|the most|the main)\b| (?:and|but|while|because|after|before|as) ",
        text[verb[1] : end],
    )
    return first, verb[1] + stop.start() if stop else end


def _agent(
    text: str, start: int, end: int, inside: Sequence[Mention], entities: Mapping[str, Entity], speaker: str | None
) -> str | None:
    """The nearest actor named before the verb in its clause; the speaker for "we", "our …", "they" and an infinitive."""
    words = text[start:end].strip(MARKS).split()
    if words and words[0] in {"we", "our", "i", "they", "their", "it", "its", "to"}:
        return speaker
    actors = [
        m.entity
        for m in inside
        if start <= m.start
        and m.end <= end
        and m.how != "adjective"
        and entities[m.entity].kind not in PLACES - {"State"}
        and not re.search(r"\b(?:in|at|near|of|from|with|to|against|on)\s(?:the\s)?$", text[start : m.start])
    ]
    return actors[0] if actors else None


def _object(start: int, end: int, inside: Sequence[Mention], entities: Mapping[str, Entity], text: str) -> str | None:
    """The first place named after the verb, unless words come between that make it the setting of something else."""
    for mention in inside:
        if start <= mention.start and mention.end <= end and mention.how != "adjective":
            if entities[mention.entity].kind not in PLACES:
                return None
            between = text[start : mention.start].lower()
            between = _SHARE.sub(" ", _OF_PLACE.sub(" ", between))
            return mention.entity if len(between) < 60 and not _ELSEWHERE.search(between) else None
    return None


def _opponent(start: int, end: int, inside: Sequence[Mention], entities: Mapping[str, Entity]) -> str | None:
    """Whose attack it was: "an attempt by the Taliban", "a Taliban attack"."""
    for mention in inside:
        if start <= mention.start and mention.end <= end and entities[mention.entity].kind not in PLACES:
            return mention.entity
    return None


def _target(text: str, start: int, end: int, inside: Sequence[Mention], entities: Mapping[str, Entity]) -> str | None:
    """The place that an attack was on: not one that it was near, in or from."""
    for mention in inside:
        if start <= mention.start and mention.end <= end and entities[mention.entity].kind in PLACES:
            before = _OF_PLACE.sub(" ", text[start : mention.start]).replace(" the ", " ").split()
            if mention.how != "adjective" and before and before[-1] not in {"near", "outside", "around", "in", "from"}:
                return mention.entity
            return None
    return None


def _hands(
    text: str, start: int, end: int, inside: Sequence[Mention], entities: Mapping[str, Entity]
) -> Iterator[Happening]:
    """X is under the control of Y, is in the hands of Y."""
    for match in re.finditer(r"\b(?:under the (?:full )?control of|in the hands of)\s(?:the\s)?", text[start:end]):
        before = [m for m in inside if m.end <= start + match.start() and entities[m.entity].kind in PLACES]
        after = [
            m for m in inside if 0 <= m.start - (start + match.end()) < 3 and entities[m.entity].kind not in PLACES
        ]
        if before and after:
            span = (before[-1].start, after[0].end)
            negated = _NOT.search(text[before[-1].end : start + match.start()]) is not None
            yield Happening("Control", span, (("agent", after[0].entity), ("place", before[-1].entity)), (), negated)


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


def _counts(
    text: str, start: int, end: int, inside: Sequence[Mention], entities: Mapping[str, Entity]
) -> Iterator[Happening]:
    """How many were killed, injured, arrested …: a number with its bound, in the unit that the words give."""
    for match in _COUNT.finditer(text, start, end):
        number = match["number"].lower()
        if number in {"dozens", "a dozen"}:
            continue
        value = _WORDS[number] if number in _WORDS else int(re.sub(r"\D", "", number))
        bound = (match["bound"] or "").lower()
        unit = f"{(match['unit'] or 'people').strip()} {match['harmed'].lower()}"
        slot = "quantityMin" if bound in {"at least", "more than", "over"} else "quantity"
        slot = "quantityMax" if bound in {"up to", "nearly", "almost", "fewer than", "as many as"} else slot
        figures = [(slot, str(value)), ("unit", unit)]
        if bound in {"about", "around", "some"}:
            figures.append(("approximate", "true"))
        places = [m.entity for m in inside if entities[m.entity].kind in PLACES]
        slots = (("place", places[0]),) if len(set(places)) == 1 else ()
        negated = _NOT.search(text[max(start, match.start() - 25) : match.start()]) is not None
        yield Happening("Measurement", match.span(), slots, tuple(figures), negated)
