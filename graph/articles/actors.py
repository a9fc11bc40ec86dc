"""Whom a source means: named, short, by office, by pronoun, or nobody named; and for whom it speaks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from graph.articles.gazetteer import fold, gazetteer
from graph.articles.mentions import Entity, Mention, Named, slug
from graph.articles.reports import Attribution, Place
from graph.articles.roles import Roles, roles
from graph.articles.text import Article

_HE: Final = frozenset(["he", "him", "his"])
_SHE: Final = frozenset(["she", "her", "hers"])
_THEY: Final = frozenset(["they", "them", "their", "theirs"])
_IT: Final = frozenset(["it", "its"])
_RELATIVE: Final = frozenset(["who", "which", "that", "whose", "whom"])
_FIRST_PERSON: Final = frozenset(["i", "we", "you", "my", "our", "your"])
_GOVERNMENT: Final = frozenset(
    ["government", "authorities", "administration", "officials", "diplomacy", "cabinet", "leadership"]
)
_WORD: Final = re.compile(r"[\w’'-]+")


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks in one report, for whom and to whom, as entity ids; `how` says what the words showed."""

    speaker: str | None
    behalf: str | None = None
    hearer: str | None = None
    how: str = "none"


@dataclass(slots=True)
class _Heard:
    """Who has spoken so far, the last one last; sources without a name by their words."""

    people: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    several: list[str] = field(default_factory=list)
    described: dict[frozenset[str], str] = field(default_factory=dict)
    behalf: dict[str, str] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)


def voices(article: Article, reports: Sequence[Attribution], named: Named) -> tuple[list[Voice], Named]:
    """The voice of each report, and the entities with those added that only sources name."""
    heard = _Heard(entities=dict(named.entities))
    found: list[Voice] = []
    for report in reports:
        voice = _voice(article, report, named, heard)
        if voice.speaker and voice.behalf:
            heard.behalf[voice.speaker] = voice.behalf
        elif voice.speaker in heard.behalf:  # a spokesman stays one to the end of the article
            voice = replace(voice, behalf=heard.behalf[voice.speaker])
        if report.hearer:
            voice = replace(voice, hearer=_hearer(report.hearer, named))
        found.append(voice)
        _remember(voice.speaker, heard)
    mentions = tuple(sorted({*named.mentions, *heard.mentions}, key=lambda m: (m.start, m.end, m.entity)))
    return found, Named(heard.entities, mentions, named.in_play)


def _remember(speaker: str | None, heard: _Heard) -> None:
    if speaker is None:
        return
    entity = heard.entities[speaker]
    if entity.kind in {"Person", "UnnamedSource", "Actor"}:
        heard.people.append(speaker)
    else:
        heard.groups.append(speaker)
    if entity.kind in {"GroupOfPeople", "ArmedGroup", "ArmedForces"}:
        heard.several.append(speaker)


def _voice(article: Article, report: Attribution, named: Named, heard: _Heard) -> Voice:
    if not report.source:
        return Voice(None)
    start, end = report.source[0]
    text = article.text[start:end]
    words = [word.lower() for word in _WORD.findall(text)]
    if not words:
        return Voice(None)
    if len(words) <= 2 and words[0] in _HE | _SHE | _THEY | _IT | _RELATIVE | _FIRST_PERSON:
        return _pronoun(words[0], (start, end), named, heard)
    inside = [m for m in named.mentions if start <= m.start and m.end <= end]
    head_end = _head_end(text, start)
    return _named(text, (start, end), words, inside, head_end, heard) or _described(
        article, text, start, head_end, inside, heard
    )


def _head_end(text: str, start: int) -> int:
    """Where the head of a source ends: before a comma, a bracket or a relative clause."""
    match = re.search(r",|\(| who | which | – | — ", text)
    return start + (match.start() if match else len(text))


def _pronoun(word: str, place: Place, named: Named, heard: _Heard) -> Voice:
    candidate = None
    if word in _RELATIVE:
        before = [m for m in named.mentions if m.end <= place[0] and place[0] - m.end < 80 and m.how != "adjective"]
        candidate = before[-1].entity if before else None
        if candidate is not None:
            return Voice(_speaking(candidate, heard), how="relative")
        return Voice(None)
    if word in _HE | _SHE:
        blocked = word in _HE
        people = [p for p in reversed(heard.people) if heard.entities[p].female is not blocked]
        candidate = people[0] if people else _nearest_person(place[0], named, heard, blocked)
        if candidate is not None and heard.entities[candidate].kind == "Person":
            entity = heard.entities[candidate]
            heard.entities[candidate] = replace(entity, female=word in _SHE if entity.female is None else entity.female)
    elif word in _THEY:
        candidate = heard.several[-1] if heard.several else heard.groups[-1] if heard.groups else None
    elif word in _IT:
        candidate = heard.groups[-1] if heard.groups else None
    if candidate is None:
        return Voice(None)
    heard.mentions.append(Mention(*place, candidate, "pronoun"))
    return Voice(candidate, how="pronoun")


def _nearest_person(at: int, named: Named, heard: _Heard, blocked: bool) -> str | None:
    before = [m.entity for m in named.mentions if m.end <= at and heard.entities[m.entity].kind == "Person"]
    fitting = [e for e in reversed(before) if heard.entities[e].female is not blocked]
    return fitting[0] if fitting else None


def _named(
    text: str, place: Place, words: list[str], inside: Sequence[Mention], head_end: int, heard: _Heard
) -> Voice | None:
    """A source that has a name in its head: a person, a body, a state that stands for its government."""
    lists = roles()
    in_head = [m for m in inside if m.end <= head_end]
    people = [m for m in in_head if heard.entities[m.entity].kind == "Person"]
    of = text.find(" of ")
    if people and not (of >= 0 and place[0] + of < people[-1].start and words[0] in {"a", "an", "the"}):
        speaker = people[-1].entity
        return Voice(speaker, _behalf(text, words, inside, speaker, heard), how="name")
    ends = [m for m in in_head if m.how != "adjective" and not _prepositional(text, place[0], m.start)]
    if ends:
        last = ends[-1]
        rest = [w.lower() for w in _WORD.findall(text[last.end - place[0] : head_end - place[0]])]
        role = [w for w in rest if w in lists.roles or w in lists.people]
        if rest and rest[-1] in lists.bodies:
            return Voice(_body(text[last.start - place[0] : head_end - place[0]].strip(), rest[-1], heard), how="name")
        if not role:
            return Voice(_speaking(last.entity, heard), how="name")
    called = [m for m in inside if 0 <= m.start - head_end <= 2 and heard.entities[m.entity].kind == "Person"]
    if called and any(word in lists.roles for word in words):  # a spokesman for the port, Jan Berg
        speaker = called[0].entity
        return Voice(speaker, _behalf(text, words, inside, speaker, heard), how="name")
    return None


def _body(label: str, noun: str, heard: _Heard) -> str:
    """The body that a name and a common noun mean together: "the Norland army"."""
    entity = Entity(slug(label), label, roles().bodies[noun])
    return heard.entities.setdefault(entity.id, entity).id


def _prepositional(text: str, start: int, at: int) -> bool:
    before = text[: at - start].split()
    return any(word.lower() in {"of", "for", "from", "in", "at", "with", "to", "near", "by", "on"} for word in before)


def _speaking(entity: str, heard: _Heard) -> str:
    """A state or its capital, where it speaks, means the government."""
    found, known = heard.entities[entity], gazetteer()
    state = known.capitals.get(fold(found.label)) if found.kind == "Settlement" else found.state
    if found.kind == "State" or (found.kind == "Settlement" and state == found.state and state):
        return _government(state or "", heard)
    return entity


def _government(state: str, heard: _Heard) -> str:
    known = gazetteer()
    adjective = (
        "US" if state == "US" else next((d for d, s in known.demonyms.items() if s == state), known.states[state])
    )
    label = f"Government of {known.states[state]}"
    entity = Entity(f"{slug(adjective)}-government", label, "GovernmentBody", state)
    return heard.entities.setdefault(entity.id, entity).id


def _behalf(text: str, words: list[str], inside: Sequence[Mention], speaker: str, heard: _Heard) -> str | None:
    """The body a person speaks for: in an office of speaking for others, the group named beside it."""
    lists = roles()
    if not any(word in lists.spokesperson for word in words):
        return None
    groups = [
        m for m in inside if heard.entities[m.entity].kind not in {"Person", "Settlement"} and m.how != "adjective"
    ]
    if groups:
        return _speaking(groups[-1].entity, heard)
    adjectives = [m for m in inside if m.how == "adjective"]
    low = text.lower()
    body = re.search(r"\b(?:the |its |his )?(ministry|government|company|party|police|army|union|president)\b", low)
    if body:
        for entity in reversed([*heard.entities.values()]):
            if body[1] in fold(entity.label).split() and entity.id != speaker:
                return entity.id
    return _government(heard.entities[adjectives[-1].entity].state, heard) if adjectives else None


def _described(
    article: Article, text: str, start: int, head_end: int, inside: Sequence[Mention], heard: _Heard
) -> Voice | None:
    """A source without a name: an office held by someone named before, a government, a body, or an unnamed one."""
    lists = roles()
    head = article.text[start:head_end]
    words = [w.lower() for w in _WORD.findall(head)]
    key = frozenset(w for w in words if w not in {"a", "an", "the", "his", "her", "their", "one", "another"})
    adjectives = [m for m in inside if m.how == "adjective" and m.end <= head_end]
    state = heard.entities[adjectives[-1].entity].state if adjectives else ""
    place = (start, start + len(head.rstrip()))
    cut = re.split(r" (?:of|for|from|in|at|with|on|near|to|by) ", head.lower())[0]
    nouns = [w for w in _WORD.findall(cut)]
    noun = nouns[-1] if nouns else ""
    if words[0] == "the" and (held := _office_holder(noun, state, heard)):
        heard.mentions.append(Mention(*place, held, "office"))
        return Voice(held, how="office")
    if key in heard.described:
        return Voice(heard.described[key], how="description")
    if state and noun in _GOVERNMENT:
        return Voice(_government(state, heard), how="government")
    if not state and noun in {"government", "authorities"} and words[0] == "the":
        governments = [e for e in heard.entities.values() if e.id.endswith("-government")]
        if governments:
            return Voice(governments[-1].id, how="government")
    label = re.sub(r"^(?:a|an|the)\s+", "", head.strip(), flags=re.I)[:80]
    if noun in lists.people or (noun.endswith("s") and noun[:-1] in lists.roles):
        kind = "GroupOfPeople"
    elif noun in lists.roles:
        kind = "UnnamedSource"
    elif noun in lists.bodies:
        kind = lists.bodies[noun]
    else:
        kind = "Actor"
    if kind != "UnnamedSource" and (short := _short_body(noun, words, heard, lists)):
        heard.mentions.append(Mention(*place, short, "short form"))
        return Voice(short, how="short form")
    identifier = f"article-{article.digest[:16]}-source-{start}"
    if state and noun in lists.bodies:
        identifier = slug(label)  # "Pakistani forces" are the same in every article
    if kind in {"UnnamedSource", "Actor", "GroupOfPeople"}:
        label = f"{label} (unnamed)" if kind == "UnnamedSource" else label
    heard.entities[identifier] = Entity(identifier, label, kind, state, offices=frozenset(key & lists.roles))
    heard.described[key] = identifier
    heard.mentions.append(Mention(*place, identifier, "description"))
    behalf = None
    if kind == "UnnamedSource":
        behalf = _behalf(text, [w.lower() for w in _WORD.findall(text)], inside, identifier, heard)
    return Voice(identifier, behalf, how="description")


def _office_holder(noun: str, state: str, heard: _Heard) -> str | None:
    """The last person who was given this office: "the US president" after "US President Joe Biden"."""
    for person in reversed([*dict.fromkeys(heard.people)]):
        entity = heard.entities[person]
        if noun in entity.offices and (not state or entity.state in {"", state}):
            return person
    holders = [e for e in heard.entities.values() if e.kind == "Person" and noun in e.offices]
    return (
        holders[0].id
        if len(holders) == 1 and noun in {"president", "mayor", "governor", "minister", "premier"}
        else None
    )


def _short_body(noun: str, words: list[str], heard: _Heard, lists: Roles) -> str | None:
    """The body named before that a common noun takes up: "the ministry", "the company"."""
    if words[0] != "the" or noun not in lists.bodies or len(words) > 3:
        return None
    for entity in reversed([*heard.entities.values()]):
        if entity.kind not in {"Person", "State", "Settlement"} and noun in fold(entity.label).split():
            return entity.id
    return None


def _hearer(place: Place, named: Named) -> str | None:
    inside = [m for m in named.mentions if place[0] <= m.start and m.end <= place[1] + 1 and m.how != "adjective"]
    return inside[-1].entity if inside else None
