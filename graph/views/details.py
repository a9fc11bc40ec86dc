"""What the panel says of one thing or statement, links included; never empty."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from graph.accounts.disagreements import BESIDE
from graph.dataset import Dataset
from graph.model import Iri, Link, Span, Statement, Thing, resource
from graph.namespaces import compress
from graph.views.links import links_of, other_end
from graph.views.statements import said_by, said_of, spans, statements
from graph.views.things import named, rows_of, thing

MOST = 200  # relations of a thing that the panel lists; its links are counted and walked on the canvas


@dataclass(frozen=True)
class Fact:
    """A property and its value, as words."""

    name: str
    value: str


@dataclass(frozen=True)
class Relation:
    """Links of one kind in one direction, as they read from the thing in question, each with its other end."""

    phrase: str
    others: tuple[tuple[Link, Thing], ...]


@dataclass(frozen=True)
class ThingDetails:
    """A thing with its names, facts, relations, and the statements it made and those about it, oldest first."""

    thing: Thing
    names: tuple[str, ...]
    facts: tuple[Fact, ...]
    relations: tuple[Relation, ...]
    said: tuple[Iri, ...]
    said_of: tuple[Iri, ...]


@dataclass(frozen=True)
class StatementDetails:
    """A statement with its evidence, what it is about, and what others made of it."""

    statement: Statement
    spans: tuple[Span, ...]
    about: tuple[Relation, ...]
    assessments: tuple[str, ...]
    disagreeing: tuple[tuple[str, Statement], ...]
    beside: tuple[tuple[str, Statement], ...]  # concessions, and figures that cannot be compared
    matter: Iri | None


def thing_details(dataset: Dataset, iri: Iri) -> ThingDetails:
    """Everything the panel shows of an actor, place, event, article or any other resource."""
    names = {str(row["name"]) for row in dataset.select("spellings", thing=iri)}
    rows = dataset.select("facts", thing=iri)
    facts = {
        Fact(
            str(row["propertyLabel"] or compress(str(row["property"])).rpartition(":")[2]),
            _value(row["valueLabel"] or row["value"]),
        )
        for row in rows
    }
    return ThingDetails(
        thing=thing(dataset, iri),
        names=tuple(sorted(names, key=str.casefold)),
        facts=tuple(sorted(facts, key=lambda fact: (fact.name, fact.value))),
        relations=_relations(dataset, iri, [link for link in links_of(dataset, iri) if link.via is None]),
        said=tuple(said_by(dataset, iri)),
        said_of=tuple(said_of(dataset, iri)),
    )


def statement_details(dataset: Dataset, record: Statement) -> StatementDetails:
    """Everything the panel shows of a statement."""
    about = [link for link in links_of(dataset, record.iri) if link.via is not None]
    assessments = [
        f"{row['statusLabel']}, says {row['assessor']}" for row in dataset.select("assessments", statement=record.iri)
    ]
    paired = _paired(dataset, [record.iri]).get(record.iri, [])
    return StatementDetails(
        statement=record,
        spans=tuple(spans(dataset, record.iri)),
        about=_relations(dataset, record.iri, about),
        assessments=tuple(assessments),
        disagreeing=tuple(pair for pair in paired if pair[0] not in BESIDE),
        beside=tuple(pair for pair in paired if pair[0] in BESIDE),
        matter=next(
            (Iri(str(row["matter"])) for row in dataset.select("disagreements_of", statement=record.iri)), None
        ),
    )


def disagreeing_with(
    dataset: Dataset, iris: Iterable[Iri], gone: Collection[Iri] = ()
) -> dict[Iri, list[tuple[str, Statement]]]:
    """For each of some statements, those that disagree with it, each with the first kind of its disagreement.

    What is gone by the clocks is left out, and so is a statement that nobody disagrees with.
    """
    found = _paired(dataset, iris, gone)
    disputed = {iri: [pair for pair in pairs if pair[0] not in BESIDE] for iri, pairs in found.items()}
    return {iri: pairs for iri, pairs in disputed.items() if pairs}


def _paired(
    dataset: Dataset, iris: Iterable[Iri], gone: Collection[Iri] = ()
) -> dict[Iri, list[tuple[str, Statement]]]:
    """The same with what only stands beside a disagreement; a pair that is both counts as one that disagrees."""
    found: dict[Iri, dict[Iri, str]] = {}
    for iri, rows in rows_of(dataset, "disagreements_of", "statement", iris).items():
        for row in sorted(rows, key=lambda row: str(row["kind"]) in BESIDE):
            other = resource(row["other"])
            if other not in gone:
                found.setdefault(iri, {}).setdefault(other, str(row["kind"]))
    records = statements(dataset, (other for pairs in found.values() for other in pairs))
    return {iri: [(kind, records[other]) for other, kind in pairs.items()] for iri, pairs in found.items()}


def _relations(dataset: Dataset, iri: Iri, links: list[Link]) -> tuple[Relation, ...]:
    grouped: dict[str, dict[Iri, tuple[Link, Thing]]] = {}
    names = named(dataset, (other_end(link, iri) for link in links[:MOST]))
    for link in links[:MOST]:
        other = other_end(link, iri)
        if names[other].kind != "say:Statement":
            grouped.setdefault(link.phrase if link.source == iri else link.inverse, {})[other] = (link, names[other])
    return tuple(Relation(phrase, tuple(others.values())) for phrase, others in sorted(grouped.items()))


def _value(value: object) -> str:
    text = str(value)
    return text.removesuffix("T00:00:00Z") if text.endswith("T00:00:00Z") else compress(text)
