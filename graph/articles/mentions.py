"""Who and what a text names: each name as a mention of an entity; short forms and spellings brought together.

Entities are proposals like everything here: where the words do not settle what a name is, its class stays open, and
where two readings are possible both are kept for the reviewer.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final

from graph.articles.gazetteer import Entry, fold, gazetteer
from graph.articles.names import Name, names
from graph.articles.roles import Roles, roles
from graph.articles.text import Article

_SLUG: Final = re.compile(r"[^a-z0-9]+")
_PERSONAL: Final = re.compile(
    r"(?:['’]s)? (?:said|says|told|added|who|has said|also said|denied|wrote|warned|argued|called)\b"
    r"|, (?:\d\d\b|(?:a|an|the|his|her|their)? ?(?:[\w’'-]+ ){0,4}?(?:spokes\w+|minister|president|director|chair\w*"
    r"|head|leader|professor|analyst|officer|lawyer|mayor|chief|executive|secretary|coach|manager|resident|who)\b)"
)
_ACRONYM: Final = re.compile(r" \(([A-Z]{2,7})\)")
_LARGE: Final = 500  # thousands of inhabitants above which a settlement is known without its state being named
_PLACE_NAME: Final = r"[A-Z][\w’-]+(?:[ -](?:e )?[A-Z][\w’-]+){0,2}"
_PLACE_NOUN: Final = (
    r"border post|border crossing|crossing point|crossing|town|city|village|hamlet|suburb|capital|port|district"
    r"|province|region|area|island|valley|county|state"
)
_PLACE_CLASSES: Final = {
    **dict.fromkeys(("border post", "border crossing", "crossing point", "crossing"), "BorderCrossing"),
    **dict.fromkeys(("town", "city", "village", "hamlet", "suburb", "capital", "port"), "Settlement"),
    **dict.fromkeys(("district", "county"), "District"),
    **dict.fromkeys(("province", "state"), "Province"),
}
_BEFORE_PLACES: Final = frozenset(
    """in at near from to of outside around into across through between toward towards over and
    city town province state capital""".split()  # noqa: SIM905
)
_INDUCED: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?P<noun>{_PLACE_NOUN})(?:,| of)\s(?P<name>{_PLACE_NAME})",
        rf"(?P<name>{_PLACE_NAME}), (?:the|a|an) (?:\w+[ -]){{0,3}}?(?P<noun>{_PLACE_NOUN})\b",
        rf"\b(?:the|in|near|at|of|outside|around) (?P<name>{_PLACE_NAME}),? (?P<noun>{_PLACE_NOUN})\b",
    )
)


@dataclass(frozen=True, slots=True)
class Entity:
    """Something that is named: `id` is its local name, `kind` its class ("Actor" is open)."""

    id: str
    label: str
    kind: str
    state: str = ""
    open: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    female: bool | None = None
    offices: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in the text where an entity is named; `how`: name, short form, adjective, induced, office, pronoun."""

    start: int
    end: int
    entity: str
    how: str


@dataclass(frozen=True, slots=True)
class Named:
    """The entities of an article by id, and their mentions in order."""

    entities: dict[str, Entity]
    mentions: tuple[Mention, ...]
    in_play: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a first look at an article's names shows, before each is given its meaning."""

    article: Article
    persons: dict[str, Entity]
    parts: dict[str, Entity | None]
    induced: dict[str, str]
    in_play: frozenset[str]


def slug(name: str) -> str:
    """The local name of an IRI for a name: ASCII, lower case, hyphens."""
    return _SLUG.sub("-", fold(name)).strip("-") or "unnamed"


def read_mentions(article: Article) -> Named:
    """The entities named in an article; the same article gives the same ones."""
    found = list(names(article, roles(), gazetteer()))
    last_names = {name.text.split()[-1] for name in found if name.kind == "Person" and " " in name.text}
    induced = dict.fromkeys(_placed(article.text, found), "Place") | _induced(article, found)
    induced = {name: kind for name, kind in induced.items() if name not in last_names}
    found = [replace(name, kind="") if name.text in induced and name.kind == "Person" else name for name in found]
    persons = _persons(found, roles())
    in_play = frozenset(name.state for name in found if name.state)
    seen = _Seen(article, persons, _by_part(persons), induced, in_play)
    entities = {entity.id: entity for entity in persons.values()}
    mentions: list[Mention] = []
    acronyms: dict[str, str] = {}
    for name in found:
        if name.text in acronyms:
            mentions.append(Mention(name.start, name.end, acronyms[name.text], "short form"))
            continue
        meant = _resolve(name, seen)
        if meant is None:
            continue
        how, entity = meant
        entity = entities.setdefault(entity.id, entity)
        mentions.append(Mention(name.start, name.end, entity.id, how))
        if acronym := _ACRONYM.match(article.text, name.end):
            acronyms[acronym[1]] = entity.id
    return Named(entities, tuple(sorted(mentions, key=lambda m: (m.start, m.end))), in_play)


def _persons(found: Iterable[Name], lists: Roles) -> dict[str, Entity]:
    """Full names of people by folded name; spellings that mean one person share an entity, with the reason."""
    counted: Counter[str] = Counter()
    offices: dict[str, set[str]] = {}
    for name in found:
        if name.kind == "Person" and (" " in name.text or name.office):
            counted[name.text] += 1
            offices.setdefault(name.text, set()).update(name.office)
    people: dict[str, Entity] = {}
    for text in counted:
        if " " not in text and any(fold(text) == fold(other).split()[-1] for other in counted if " " in other):
            continue
        held = frozenset(offices[text])
        female = True if held & lists.female else False if held & lists.male else None
        twin, reason = _same(text, people)
        if twin is None:
            people[fold(text)] = Entity(slug(text), text, "Person", female=female, offices=held)
        else:
            merged = Entity(
                twin.id,
                twin.label,
                "Person",
                reasons=(*twin.reasons, *reason),
                female=female if twin.female is None else twin.female,
                offices=twin.offices | held,
            )
            for key in [key for key, value in people.items() if value.id == twin.id]:
                people[key] = merged
            people[fold(text)] = merged
    return people


def _same(text: str, people: dict[str, Entity]) -> tuple[Entity | None, tuple[str, ...]]:
    """The person whose name differs from a text only in its spelling."""
    parts = fold(text).split()
    if fold(text) in people:
        return people[fold(text)], ()
    for key, entity in people.items():
        other = key.split()
        if len(other) != len(parts) or len(parts) < 2 or {*other}.isdisjoint(parts):
            continue
        ratios = [SequenceMatcher(None, a, b).ratio() for a, b in zip(parts, other, strict=True)]
        if min(ratios) >= 0.75 and sum(ratio == 1 for ratio in ratios) >= len(parts) - 1:
            same = " ".join(a for a, ratio in zip(parts, ratios, strict=True) if ratio == 1)
            return entity, (f"“{text}” is spelt like “{entity.label}”, and “{same}” is the same",)
    return None, ()


def _resolve(name: Name, seen: _Seen) -> tuple[str, Entity] | None:
    """How a name is meant, and what it means: by what is already known of it, else by its own words."""
    folded = fold(name.text)
    if name.kind in {"adjective", "State"}:
        return ("adjective" if name.kind == "adjective" else "name"), _state(name.state)
    if folded in seen.persons:
        return "name", seen.persons[folded]
    if name.text in seen.induced:
        place = _place(name, seen, placed=True)
        return ("name", place) if place else ("induced", Entity(slug(name.text), name.text, seen.induced[name.text]))
    if (person := seen.parts.get(folded)) is not None:
        return "short form", person
    if (place := _place(name, seen)) is not None:
        return "name", place
    return _by_words(name, seen)


def _by_words(name: Name, seen: _Seen) -> tuple[str, Entity] | None:
    """What a name means as far as its own words and the article before it go; the rest stays open."""
    text = seen.article.text
    if name.kind:
        adjective = _adjective(text, name) if name.state and name.kind == "GovernmentBody" else ""
        label = f"{adjective} {name.text}".strip()
        return "name", Entity(slug(label), label, name.kind, name.state)
    if text[max(0, name.start - 4) : name.start].lower() == "the " and not name.first:
        return "name", Entity(slug(name.text), name.text, "Group")
    if name.first and " " not in name.text:
        return None
    return "name", Entity(slug(name.text), name.text, "Actor", open=("Person", "Group", "Place"))


def _by_part(persons: Mapping[str, Entity]) -> dict[str, Entity | None]:
    """The one person whose last (or else first) name a word is; None where it is that of two."""
    found: dict[str, Entity | None] = {}
    for position in (-1, 0):
        index: dict[str, Entity | None] = {}
        for key, entity in persons.items():
            part = key.split()[position]
            if " " in key:
                held = index.get(part, entity)
                index[part] = entity if held is not None and held.id == entity.id else None
        found = index | found
    return found


def _state(code: str) -> Entity:
    known = gazetteer()
    return Entity(slug(known.states[code]), known.states[code], "State", code)


def _place(name: Name, seen: _Seen, *, placed: bool = False) -> Entity | None:
    """The place of the gazetteer that is meant: in a state the article names, or large enough to be meant anywhere."""
    text, in_play = seen.article.text, seen.in_play
    found = gazetteer().entries.get(fold(name.text))
    if not found or name.office:
        return None
    before = text[max(0, name.start - 14) : name.start].lower().split()
    placed = placed or (bool(before) and before[-1] in _BEFORE_PLACES)
    following = text[name.end : name.end + 12].lower().split()
    area = bool(following) and following[0].strip(",.") in {"province", "state", "region", "governorate", "oblast"}
    candidates = [e for e in found if e.state in in_play or e.thousands >= _LARGE or (area and e.kind == "province")]
    if area:
        candidates = [e for e in candidates if e.kind == "province"] or candidates
    elif any(e.kind == "settlement" for e in candidates):
        candidates = [e for e in candidates if e.kind == "settlement"]
    if not candidates or not (placed or candidates[0].thousands >= _LARGE or candidates[0].state in in_play):
        return None
    if name.first and not placed and candidates[0].thousands < _LARGE:
        return None
    best = max(candidates, key=_weight(in_play))
    others = tuple(f"{e.name} ({e.kind}, {e.state})" for e in candidates if e is not best and e.state != best.state)
    kind = {"province": "Province", "settlement": "Settlement", "state": "State"}[best.kind]
    suffix = "-province" if kind == "Province" else ""
    return Entity(slug(name.text) + suffix, name.text, kind, best.state, others)


def _weight(in_play: frozenset[str]) -> Callable[[Entry], tuple[bool, int]]:
    def weigh(entry: Entry) -> tuple[bool, int]:
        return (entry.thousands >= 1000 or entry.state in in_play, entry.thousands)

    return weigh


def _induced(article: Article, found: Iterable[Name]) -> dict[str, str]:
    """Names that their frame shows to be places, with the class: "the border post of X", "X, a town"."""
    taken = {name.text for name in found if name.kind not in {"", "Person"} or name.office}
    result: dict[str, str] = {}
    for paragraph in article.paragraphs:
        if not paragraph.told:
            continue
        for pattern in _INDUCED:
            for match in pattern.finditer(article.text, paragraph.start, paragraph.end):
                result.setdefault(match["name"], _PLACE_CLASSES.get(match["noun"], "Area"))
    return {name: kind for name, kind in result.items() if name not in taken}


def _placed(text: str, found: Iterable[Name]) -> set[str]:
    """Names of several words that stand where places stand, and never where people do."""
    places: set[str] = set()
    people: set[str] = set()
    for name in found:
        if name.kind not in {"Person", ""}:
            continue
        before = text[max(0, name.start - 12) : name.start].lower().split()
        following = text[name.end : name.end + 40]
        if name.office or _PERSONAL.match(following):
            people.add(name.text)
        elif before and before[-1] in {"in", "near", "outside", "around", "into", "at"}:
            places.add(name.text)
    return places - people


def _adjective(text: str, name: Name) -> str:
    """The demonym right before a body's name."""
    before = text[max(0, name.start - 20) : name.start].split()
    return before[-1] if before and before[-1].lower() in gazetteer().demonyms else ""
