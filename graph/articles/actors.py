"""Whom a source means: named, short, by office, by pronoun, or nobody named; and for whom it speaks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from graph.articles.gazetteer import fold, gazetteer
from graph.articles.mentions import Entity, Mention, Named, slug
from graph.articles.reports import Attribution, Place
from graph.articles.roles import roles
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
_BODY: Final = re.compile(r"\b(?:the |its |his )?(ministry|government|company|party|police|army|union|president)\b")
_DETERMINERS: Final = frozenset(["a", "an", "the", "his", "her", "their", "one", "another"])
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


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a source: where they stand, where their head ends, and the mentions in them."""

    text: str
    start: int
    head_end: int
    words: tuple[str, ...]
    inside: tuple[Mention, ...]

    @classmethod
    def of(cls, article: Article, place: Place, named: Named) -> "_Words":
        """The words at a place; their head ends before a comma, a bracket or a relative clause."""
        start, end = place
        text = article.text[start:end]
        cut = re.search(r",|\(| who | which | – | — ", text)
        inside = tuple(m for m in named.mentions if start <= m.start and m.end <= end)
        words = tuple(word.lower() for word in _WORD.findall(text))
        return cls(text, start, start + (cut.start() if cut else len(text)), words, inside)

    @property
    def head(self) -> str:
        """The text of the head."""
        return self.text[: self.head_end - self.start]

    @property
    def place(self) -> Place:
        """Where the head stands."""
        return self.start, self.start + len(self.head.rstrip())

    def after(self, mention: Mention) -> list[str]:
        """The words of the head that follow a mention."""
        return [
            word.lower() for word in _WORD.findall(self.text[mention.end - self.start : self.head_end - self.start])
        ]


def _voice(article: Article, report: Attribution, named: Named, heard: _Heard) -> Voice:
    if not report.source:
        return Voice(None)
    source = _Words.of(article, report.source[0], named)
    if not source.words:
        return Voice(None)
    if len(source.words) == 1 and source.words[0] in _HE | _SHE | _THEY | _IT | _RELATIVE | _FIRST_PERSON:
        return _pronoun(source.words[0], report.source[0], named, heard)
    return _named(source, heard) or _taken_up(source, heard) or _described(article, source, heard)


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


def _named(source: _Words, heard: _Heard) -> Voice | None:
    """A source that has a name in its head: a person, a body, a state that stands for its government."""
    lists = roles()
    in_head = [m for m in source.inside if m.end <= source.head_end]
    people = [m for m in in_head if heard.entities[m.entity].kind == "Person"]
    of = source.text.find(" of ")
    if people and not (0 <= of < people[-1].start - source.start and source.words[0] in {"a", "an", "the"}):
        return Voice(people[-1].entity, _behalf(source, people[-1].entity, heard), how="name")
    for last in [m for m in in_head if m.how != "adjective" and not _prepositional(source, m.start)][-1:]:
        rest = source.after(last)
        if rest and rest[-1] in lists.bodies:
            return Voice(_body(source.head[last.start - source.start :].strip(), rest[-1], heard), how="name")
        if not any(word in lists.roles or word in lists.people for word in rest):
            return Voice(_speaking(last.entity, heard), how="name")
    for called in source.inside:  # a spokesman for the port, Jan Berg
        near = 0 <= called.start - source.head_end <= 2
        if near and heard.entities[called.entity].kind == "Person" and lists.roles & {*source.words}:
            return Voice(called.entity, _behalf(source, called.entity, heard), how="name")
    return None


def _body(label: str, noun: str, heard: _Heard) -> str:
    """The body that a name and a common noun mean together: "the Norland army"."""
    entity = Entity(slug(label), label, roles().bodies[noun])
    return heard.entities.setdefault(entity.id, entity).id


def _prepositional(source: _Words, at: int) -> bool:
    before = source.text[: at - source.start].split()
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


def _behalf(source: _Words, speaker: str, heard: _Heard) -> str | None:
    """The body a person speaks for: in an office of speaking for others, the group named beside it."""
    if not any(word in roles().spokesperson for word in source.words):
        return None
    kinds = {m: heard.entities[m.entity].kind for m in source.inside if m.how != "adjective"}
    groups = [m for m, kind in kinds.items() if kind not in {"Person", "Settlement"}]
    if groups:
        return _speaking(groups[-1].entity, heard)
    body = _BODY.search(source.text.lower())
    for entity in reversed([*heard.entities.values()]):
        if body and body[1] in fold(entity.label).split() and entity.id != speaker:
            return entity.id
    adjectives = [m for m in source.inside if m.how == "adjective"]
    return _government(heard.entities[adjectives[-1].entity].state, heard) if adjectives else None


def _taken_up(source: _Words, heard: _Heard) -> Voice | None:
    """A source without a name that was named before: "the US president", "the ministry", "the authorities"."""
    noun, state = _noun(source), _state(source, heard)
    definite = source.words[0] == "the"
    if definite and (held := _office_holder(noun, state, heard)):
        heard.mentions.append(Mention(*source.place, held, "office"))
        return Voice(held, how="office")
    if _key(source) in heard.described:
        return Voice(heard.described[_key(source)], how="description")
    if state and noun in _GOVERNMENT:
        return Voice(_government(state, heard), how="government")
    governments = [entity for entity in heard.entities if entity.endswith("-government")]
    if definite and not state and noun in {"government", "authorities"} and governments:
        return Voice(governments[-1], how="government")
    if definite and (short := _short_body(noun, source.words, heard)):
        heard.mentions.append(Mention(*source.place, short, "short form"))
        return Voice(short, how="short form")
    return None


def _described(article: Article, source: _Words, heard: _Heard) -> Voice:
    """A source that nobody has named: one of its own, never merged with that of another article."""
    lists, noun, state = roles(), _noun(source), _state(source, heard)
    label = re.sub(r"^(?:a|an|the)\s+", "", source.head.strip(), flags=re.I)[:80]
    kind = lists.bodies.get(noun, "Actor")
    if noun in lists.people or (noun.endswith("s") and noun[:-1] in lists.roles):
        kind = "GroupOfPeople"
    elif noun in lists.roles:
        kind = "UnnamedSource"
    identifier = f"article-{article.digest[:16]}-source-{source.start}"
    if state and noun in lists.bodies:
        identifier = slug(label)  # "Pakistani forces" are the same in every article
    if kind == "UnnamedSource":
        label = f"{label} (unnamed)"
    offices = frozenset(_key(source) & lists.roles)
    heard.entities[identifier] = Entity(identifier, label, kind, state, offices=offices)
    heard.described[_key(source)] = identifier
    heard.mentions.append(Mention(*source.place, identifier, "description"))
    behalf = _behalf(source, identifier, heard) if kind == "UnnamedSource" else None
    return Voice(identifier, behalf, how="description")


def _key(source: _Words) -> frozenset[str]:
    """The words by which a source without a name is known again."""
    words = (word.lower() for word in _WORD.findall(source.head))
    return frozenset(word for word in words if word not in _DETERMINERS)


def _noun(source: _Words) -> str:
    """The noun of a source's head: the last word before a preposition."""
    nouns = _WORD.findall(re.split(r" (?:of|for|from|in|at|with|on|near|to|by) ", source.head.lower())[0])
    return nouns[-1] if nouns else ""


def _state(source: _Words, heard: _Heard) -> str:
    """The state that an adjective in the head names."""
    adjectives = [m for m in source.inside if m.how == "adjective" and m.end <= source.head_end]
    return heard.entities[adjectives[-1].entity].state if adjectives else ""


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


def _short_body(noun: str, words: Sequence[str], heard: _Heard) -> str | None:
    """The body named before that a common noun takes up: "the ministry", "the company"."""
    if noun not in roles().bodies or len(words) > 3:
        return None
    for entity in reversed([*heard.entities.values()]):
        if entity.kind not in {"Person", "State", "Settlement"} and noun in fold(entity.label).split():
            return entity.id
    return None


def _hearer(place: Place, named: Named) -> str | None:
    inside = [m for m in named.mentions if place[0] <= m.start and m.end <= place[1] + 1 and m.how != "adjective"]
    return inside[-1].entity if inside else None
