"""What a reviewer works on, as frozen records: drafts, cards, consequences and decisions."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from graph.model import Iri, Span, Statement, Thing, Violation

OPEN: Final = "open"
ACCEPTED: Final = "accepted"
REJECTED: Final = "rejected"
WITHDRAWN: Final = "withdrawn"
UNNAMED: Final = Iri("")


@dataclass(frozen=True)
class Content:
    """What was said: a class (`say:Proposition` for a plain paraphrase), slots and figures by CURIE, and its evidence.

    `figures` are lexical forms: days as 2021-07-14, coded values as CURIEs. `iri` is shared by statements that affirm
    or deny the same; UNNAMED ones are named after what they hold.
    """

    kind: str
    paraphrase: str
    evidence: Span
    slots: tuple[tuple[str, Thing], ...] = ()
    figures: tuple[tuple[str, str], ...] = ()
    iri: Iri = UNNAMED


@dataclass(frozen=True)
class Draft:
    """A statement as a reviewer can change it; coded values are CURIEs, `spans` have the roles of `model.Span`.

    `said` is the day, or the last possible one if there is a `said_after`. `responds_to` and `nested` name other
    statements of the article; links to those that are not accepted are kept, and written once they are.
    """

    speaker: Thing
    act: str
    polarity: str
    certainty: str
    basis: str
    date_basis: str
    contents: tuple[Content, ...]
    spans: tuple[Span, ...]
    on_behalf_of: Thing | None = None
    addressee: Thing | None = None
    said: date | None = None
    said_after: date | None = None
    quotation: str = ""
    responds_to: Iri | None = None
    nested: tuple[Iri, ...] = ()


@dataclass(frozen=True)
class Waiting:
    """An article with proposals, and how many of its statements stand where.

    `removed` is true when its graph has been taken out of the dataset with what was accepted.
    """

    article: Iri
    label: str
    open: int
    accepted: int
    rejected: int
    withdrawn: int
    text_sha256: str
    url: str = ""
    removed: bool = False


@dataclass(frozen=True)
class Named:
    """A name in the text, whom it is taken to mean, and who else in the graph it may be; `known` if the graph has it.

    `span` is None where only a description stands for it; `notes` are the extractor's doubts and reasons.
    """

    span: Span | None
    surface: str
    means: Thing
    known: bool
    may_be: tuple[Thing, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Card:
    """A proposal as it stands now: as read, as edited, or as accepted; `note` says what a reviewer should know.

    `rule` is empty and `confidence` None for what a reviewer added. `ungrounded` says why it cannot be accepted, or "".
    `version` counts what was accepted of it, from 1; 0 if nothing ever was.
    """

    iri: Iri
    state: str
    rule: str
    confidence: float | None
    draft: Draft
    named: tuple[Named, ...]
    edited: bool = False
    version: int = 0
    note: str = ""
    ungrounded: str = ""


@dataclass(frozen=True)
class Effect:
    """A statement of the graph that a draft would meet: how, by which rule, and in words for the reviewer."""

    kind: str
    rule: str
    statement: Statement
    words: str


@dataclass(frozen=True)
class Consequences:
    """What an acceptance would do: what it adds, in words; whom it agrees or disagrees with; shapes it would break.

    `beside` are concessions and figures that cannot be compared.
    """

    adds: tuple[str, ...]
    agrees: tuple[Effect, ...]
    disagrees: tuple[Effect, ...]
    beside: tuple[Effect, ...]
    violations: tuple[Violation, ...]


@dataclass(frozen=True)
class Change:
    """One statement in a decision: the proposal as it was when it was decided on, and what was made of it."""

    statement: Iri
    proposal: str
    draft: Draft | None = None
    version: int = 0


@dataclass(frozen=True)
class Decision:
    """One call of a reviewer's, as it is kept: `kind` is a CURIE of say:decisions; `undone` if it was taken back.

    `undoes` names the decision that an undo takes back; `keep` and `gone` are the actors of a merge or split.
    """

    iri: Iri
    kind: str
    by: str
    at: datetime
    changes: tuple[Change, ...] = ()
    reason: str = ""
    undoes: Iri | None = None
    undone: bool = False
    keep: Iri | None = None
    gone: Iri | None = None
