"""Frozen records that travel between the rooms; no behaviour beyond reading them.

A `Term` is a string that knows what kind of RDF term it is, so that it can be shown as it stands.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from math import isfinite
from typing import NamedTuple

from graph.namespaces import compress


class Iri(str):
    """An absolute IRI."""

    __slots__ = ()


class BlankNode(str):
    """The label of a blank node, without `_:`."""

    __slots__ = ()


class Literal(str):
    """A literal's lexical form, with its datatype IRI and language tag."""

    __slots__ = ("datatype", "language")
    datatype: str
    language: str

    def __new__(cls, value: str, datatype: str = "", language: str = "") -> "Literal":
        """Keep the lexical form as the string itself."""
        literal = super().__new__(cls, value)
        literal.datatype = datatype
        literal.language = language
        return literal


Term = Iri | BlankNode | Literal


def resource(term: Term | None) -> Iri:
    """What a thing is known by: its IRI, or `_:label` for a blank node, which has no other name."""
    return Iri(f"_:{term}") if isinstance(term, BlankNode) else Iri(str(term))


Row = dict[str, Term | None]


class Triple(NamedTuple):
    """One RDF triple."""

    subject: Term
    predicate: Term
    object: Term


@dataclass(frozen=True)
class Answer:
    """What a query gave: rows of a SELECT, triples of a CONSTRUCT or DESCRIBE, or the truth of an ASK.

    `cut` is true when there was more than `limit`; `seconds` is the time the query took.
    """

    seconds: float
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    triples: tuple[Triple, ...] | None = None
    truth: bool | None = None
    cut: bool = False
    limit: int = 0


@dataclass(frozen=True)
class Graphs:
    """The RDF dataset a query is asked of, where the caller names it: `default` is merged into the default graph."""

    default: tuple[Iri, ...] = ()
    named: tuple[Iri, ...] = ()


@dataclass(frozen=True)
class Document:
    """A file that passed the gate: its quads as N-Quads, and the digest its default graph is named after."""

    name: str
    nquads: bytes
    quads: int
    graphs: tuple[Iri, ...]

    def told(self, new: int) -> str:
        """What to tell of it once it is stored, with so many triples that are new."""
        named = ", ".join(compress(graph) for graph in self.graphs[:5])
        more = f" and {len(self.graphs) - 5:,} more graphs" if len(self.graphs) > 5 else ""
        return f"{self.name}: {self.quads:,} triples, {new:,} of them new, in {named}{more}"


@dataclass(frozen=True)
class Revision:
    """A change of a named graph: triples it gets and loses; if `whole`, it loses all that is not among the new ones."""

    graph: Iri
    new: tuple[Triple, ...]
    gone: tuple[Triple, ...] = ()
    whole: bool = False


@dataclass(frozen=True)
class GraphSize:
    """A named graph and how many triples it holds."""

    graph: Iri
    label: str
    triples: int


@dataclass(frozen=True)
class Violation:
    """One place where the data breaks a shape; `warning` for what may stand."""

    focus: str
    path: str
    message: str
    value: str
    warning: bool


@dataclass(frozen=True)
class Thing:
    """Anything with an IRI that can be drawn or opened: actor, place, statement, event, article."""

    iri: Iri
    label: str
    kind: str
    kind_label: str


@dataclass(frozen=True)
class Link:
    """A link between two things as it is drawn, with how it reads in both directions.

    `via` is the proposition when the link runs from a statement to what its content names.
    """

    source: Iri
    target: Iri
    kind: str
    phrase: str
    inverse: str
    via: Iri | None = None


@dataclass(frozen=True)
class Said:
    """When something was said: the day, or the latest and earliest possible days; None is undated."""

    day: date | None
    earliest: date | None = None
    basis: str = ""

    @property
    def text(self) -> str:
        """Say it in words, no more precisely than it is known."""
        if self.day is None:
            return "day not given"
        if self.earliest and self.earliest != self.day:
            return f"between {spell(self.earliest)} and {spell(self.day)}"
        return spell(self.day)


@dataclass(frozen=True)
class Statement:
    """A statement with the names a card or a list line needs; `side` is whom it is counted for in a dispute.

    Of broken data the speaker or the article may not be known: the statement's own IRI stands in their place.
    """

    iri: Iri
    label: str
    speaker: Thing
    on_behalf_of: Thing | None
    addressee: Thing | None
    act: str
    verb: str
    glyph: str
    polarity: str
    certainty: str
    basis: str
    said: Said
    article: Iri
    side: Iri
    quotation: str
    contents: tuple[Thing, ...]

    @property
    def has_speaker(self) -> bool:
        """Whether it is known who speaks."""
        return self.speaker.iri != self.iri

    @property
    def has_article(self) -> bool:
        """Whether it is known where it is reported."""
        return self.article != self.iri


@dataclass(frozen=True)
class Span:
    """A range of code points [start, end) of an article's text, with its digests."""

    iri: Iri
    role: str
    article: Iri
    start: int
    end: int
    sha256: str
    normal_sha256: str
    words: int


@dataclass(frozen=True)
class Article:
    """An article as far as it may be shown: where it is from, its clocks and its counts."""

    iri: Iri
    label: str
    publisher: str
    agency: str
    published: date | None
    url: str
    statements: int
    spans: int
    text_sha256: str
    characters: int
    archived: str = ""


@dataclass(frozen=True)
class Clock:
    """The two clocks of a view: `known` keeps what was said by that day, `on` what holds on that day."""

    known: date | None = None
    on: date | None = None


@dataclass(frozen=True)
class Node:
    """A thing with its links, and its record where it is a statement; `hub` when it has more links than were read."""

    thing: Thing
    links: tuple[Link, ...] = ()
    statement: Statement | None = None
    hub: bool = False


@dataclass(frozen=True)
class LinkKind:
    """The links of one kind and direction that a thing has: how they read, how many there are, how many are not drawn.

    `key` is the kind and `>` or `<`, out from the thing or in to it.
    """

    key: str
    phrase: str
    total: int
    left: int


@dataclass(frozen=True)
class Picture:
    """What is drawn: things in the order they came, the statements among them, and the links between.

    `hidden` counts what the clocks hide; `kinds` are the links of each thing, drawn or not, `groups` says how many
    things each group stands for, `hubs` are the things whose links were not all read.
    """

    things: tuple[Thing, ...]
    statements: dict[Iri, Statement] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    hidden: int = 0
    kinds: dict[Iri, tuple[LinkKind, ...]] = field(default_factory=dict)
    groups: dict[Iri, int] = field(default_factory=dict)
    hubs: frozenset[Iri] = frozenset()


def day_in(term: object) -> date | None:
    """The day that a date or a moment begins with; None for what is no day, as broken data may have it."""
    try:
        return date.fromisoformat(str(term)[:10])
    except ValueError:
        return None


def hour_in(term: object) -> time | None:
    """The hour of a moment, in UTC; None where only its day is given, which is written as midnight, or nothing."""
    try:
        moment = datetime.fromisoformat(str(term))
    except ValueError:
        return None
    hour = (moment.astimezone(UTC) if moment.tzinfo else moment).time()
    return hour if hour != time() else None


def number_in(term: object) -> float | None:
    """The number that a literal has; None for what is no number, as broken data may have it."""
    try:
        number = float(str(term))
    except ValueError:
        return None
    return number if isfinite(number) else None


def spell(day: date) -> str:
    """Write a day as people read it: 14 July 2021."""
    return f"{day.day} {day:%B} {day.year}"


@dataclass(frozen=True)
class Hit:
    """Something that search found: the words of it that matched, and in which of its fields they stand.

    `field` is name, spelling, quoted, paraphrase or id; `nearness` is exact, prefix, word or typo; `ranges` are code
    points [start, end) of `matched`; `count` is how many links to other things are stated of it.
    """

    thing: Thing
    matched: str
    field: str
    nearness: str
    ranges: tuple[tuple[int, int], ...]
    count: int


@dataclass(frozen=True)
class Found:
    """The best of what search found, and how many matched in all; there may be `more` than were counted."""

    hits: tuple[Hit, ...] = ()
    total: int = 0
    more: bool = False
