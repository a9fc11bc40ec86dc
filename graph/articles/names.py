"""Names in a text: capitalised word sequences, cut from titles and offices, told apart by what their words show."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from graph.articles import words
from graph.articles.gazetteer import Gazetteer, fold
from graph.articles.roles import Roles
from graph.articles.text import Article

_CAPITAL: Final = r"(?:[A-Z]\.(?:[A-Z]\.)*|[^\W\d_a-zß-öø-ÿ][^\W\d_]*(?:['’][^\W\d_]{2,})?(?:[-‑][^\W\d_]+)*\d*)"
_LINK: Final = r"(?: (?:of|de|del|da|dos|di|du|la|le|al|el|bin|ibn|von|van|der|den|e|y|for|and)(?: the)?)?"
_NAME: Final = re.compile(rf"\b{_CAPITAL}(?:{_LINK}[ \u00a0]{_CAPITAL})*")
_WORD: Final = re.compile(r"\S+")
_WORD_BEFORE: Final = re.compile(r"(?<![\w.-])[\w.-]++(?=\s)")
_BREAKS: Final = frozenset(["of", "for", "and"])
_ADJECTIVES: Final = frozenset(["official", "chief", "head", "lead", "deputy", "source", "student", "worker", "author"])
_DAYS: Final = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december""".split()  # noqa: SIM905
)


_Piece = tuple[int, int, str]  # start, end, word


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands: its place, its class where the words show it, and the words of office before it."""

    start: int
    end: int
    text: str
    kind: str
    office: tuple[str, ...] = ()
    state: str = ""
    first: bool = False


def names(article: Article, roles: Roles, known: Gazetteer) -> Iterator[Name]:
    """All names in what the article tells, in order; kind is a class of the vocabulary, "adjective", or "" (open)."""
    ordinary, text = words.classes(), article.text
    for paragraph in article.paragraphs:
        if not paragraph.told:
            continue
        for match in _NAME.finditer(text, paragraph.start, paragraph.end):
            initial = _initial(text, paragraph.start, match.start())
            low = match[0].lower()
            if initial and low in ordinary and low not in known.demonyms and low not in known.entries:
                continue  # the first word of a sentence
            yield from _cut(text, match.span(), initial, roles, known)


def _initial(text: str, start: int, at: int) -> bool:
    before = text[max(start, at - 3) : at].rstrip(" \u00a0")
    return at == start or not before or before[-1] in ".!?:“”\"«»„‘'…"


def _cut(text: str, place: tuple[int, int], initial: bool, roles: Roles, known: Gazetteer) -> Iterator[Name]:
    """The names in one run of capitals: a demonym before an office, the office, and the name proper."""
    start, end = place
    pieces = [(*m.span(), m[0]) for m in _WORD.finditer(text, start, end)]
    if initial and _ordinary(pieces, known):
        pieces = pieces[1:]
    office: list[str] = []
    state = ""
    while pieces:
        low = pieces[0][2].lower()
        length, code = _adjective(pieces, roles, known)
        if length:
            a, b = pieces[0][0], pieces[length - 1][1]
            yield Name(a, b, text[a:b], "adjective", (), code, initial)
            state = code
        elif (low in roles.titles or low in roles.roles) and len(pieces) > 1:
            office.append(low)
        elif not _no_name(low, pieces):
            break
        pieces = pieces[max(1, length) :]
    office = [*_before(text, pieces[0][0] if pieces else end, roles), *office]
    for part in _parts(pieces, roles):
        a, b = part[0][0], part[-1][1]
        name = text[a:b]
        if len(part) == 1 and (name.lower() in roles.roles or name.lower() in roles.titles):
            continue
        kind, where = classify(name, office, roles, known)
        if kind == "Person" and not office and text[max(0, a - 4) : a].lower() == "the ":
            kind = ""  # no person has an article
        yield Name(a, b, name, kind, tuple(office), where or state, initial)
        office = []


def _adjective(pieces: list[_Piece], roles: Roles, known: Gazetteer) -> tuple[int, str]:
    """How many of the first words say of which state something is ("North Korean", "US President"), and the state."""
    low = pieces[0][2].lower()
    if len(pieces) > 1:
        pair = f"{low} {pieces[1][2].lower()}"
        if pair in known.demonyms:
            return 2, known.demonyms[pair]
        stands = known.entries.get(low.rstrip("’'"), ())
        if stands and stands[0].kind == "state" and pieces[1][2].lower() in roles.roles:
            return 1, stands[0].state
    if low in known.demonyms and fold(_joined(pieces)) not in known.entries:
        return 1, known.demonyms[low]
    return 0, ""


def _no_name(low: str, pieces: list[_Piece]) -> bool:
    """Whether a first word is no part of a name: a day, a linking word, the half of "US-led"."""
    last = pieces[0][2].rpartition("-")[2]
    if "-" in low and last.islower() and len(last) > 2:
        return True
    if low in _DAYS:
        return not (low in {"april", "may", "june", "august"} and len(pieces) > 1)
    return pieces[0][2].islower()


def _parts(pieces: list[_Piece], roles: Roles) -> Iterator[list[_Piece]]:
    """Parts that "and" joins are two names; "of" and "for" join the name of a body, and part others."""
    part: list[_Piece] = []
    for piece in pieces:
        low = piece[2].lower()
        if part and low in _BREAKS and not any(word.lower() in roles.bodies for _, _, word in part):
            yield part
            part = []
        elif part or low not in _BREAKS | {"the"}:
            part.append(piece)
    while part and part[-1][2].lower() in _BREAKS | {"the"}:
        part.pop()
    if part:
        yield part


def classify(name: str, office: list[str], roles: Roles, known: Gazetteer) -> tuple[str, str]:
    """The class that a name's own words and the office before it show, and its state; ("", "") leaves it open."""
    parts = [fold(part) for part in name.split()]
    if office and len(parts) <= 4 and parts[-1] not in roles.bodies:
        return "Person", ""
    found = known.entries.get(fold(name))
    if found and found[0].kind == "state":
        return "State", found[0].state
    return _class_of_words(name, parts, roles) or ("Person" if not found and _like_a_person(parts) else ""), ""


def _class_of_words(name: str, parts: list[str], roles: Roles) -> str:
    """The class of a body or place that the words of its name tell: its noun, or the name of one the world knows."""
    if len(parts) > 1:
        for word in (parts[-1], *parts):
            if word in roles.bodies:
                return roles.bodies[word]
        for word in (parts[-1], parts[0]):  # Dresk Valley, Lake Victoria
            if word in roles.places:
                return roles.places[word]
    if parts[-1] in roles.known:
        return roles.known[parts[-1]]
    return "Group" if len(parts) == 1 and name.isupper() and 2 <= len(name) <= 7 else ""


def _like_a_person(parts: list[str]) -> bool:
    """Whether a name has the form of a person's: two to four words, the last one no ordinary word."""
    return 2 <= len(parts) <= 4 and (parts[-1] not in words.classes() or len(parts[-1]) <= 3)


def _ordinary(pieces: list[_Piece], known: Gazetteer) -> bool:
    """Whether the first word of a sentence is an ordinary one: closed-class, or known in lower case and alone."""
    word = pieces[0][2].lower().replace("’", "'")
    tag = words.classes().get(word)
    if tag is None:
        tag = words.guess(word) if words.guess(word) in "gr" else None
    if tag is None or word in known.demonyms or fold(word) in known.entries:
        return False
    return tag in "dpi&wTtmbhor!$cvzegx" or len(pieces) == 1


def _before(text: str, at: int, roles: Roles) -> list[str]:
    """Words of office that stand, in lower case, right before a name."""
    found: list[str] = []
    if text[at - 1 : at] not in {" ", "\u00a0"}:
        return found
    for word in reversed(_WORD_BEFORE.findall(text[max(0, at - 40) : at])):
        low = word.lower()
        if (low not in roles.roles and low not in roles.titles) or low in _ADJECTIVES:
            break
        found.insert(0, low)
    return found


def _joined(pieces: list[_Piece]) -> str:
    return " ".join(piece[2] for piece in pieces)
