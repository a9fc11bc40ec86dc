"""Nodes as they stand in a store, property by property; names of properties are CURIEs."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from graph.model import Iri, Row, Term, Thing, Triple, day_in
from graph.namespaces import compress, expand
from graph.queries import Query


class Store(Protocol):
    """Whoever answers the queries of the house: the dataset, the proposals, or a state that is being written."""

    def select(self, query: str | Query, **bindings: Term) -> list[Row]:
        """Rows of a SELECT."""

    def construct(self, query: str | Query, **bindings: Term) -> list[Triple]:
        """Triples of a CONSTRUCT."""


class State(Store, Protocol):
    """A state that is being written, which knows its graphs."""

    def names(self) -> tuple[Iri, ...]:
        """The graphs that are asked."""


@dataclass(frozen=True)
class Node:
    """What is said of one resource, with the values of each property at hand."""

    triples: tuple[Triple, ...]

    def all(self, name: str) -> list[Term]:
        """Every value of a property, in a stable order."""
        wanted = expand(name)
        return sorted((triple.object for triple in self.triples if triple.predicate == wanted), key=str)

    def iris(self, name: str) -> list[Iri]:
        """Every IRI a property leads to."""
        return [value for value in self.all(name) if isinstance(value, Iri)]

    def iri(self, name: str) -> Iri | None:
        """The first IRI a property leads to."""
        return next(iter(self.iris(name)), None)

    def text(self, name: str) -> str:
        """The first value as text, or ""."""
        return str(next(iter(self.all(name)), ""))

    def code(self, name: str) -> str:
        """The first value as a CURIE, or ""."""
        return compress(self.text(name))

    def day(self, name: str) -> date | None:
        """The first value as a day."""
        return day_in(self.text(name))


def node(store: Store, iri: Iri) -> Node:
    """What a store says of a resource."""
    return Node(tuple(sorted(set(store.construct("resource", resource=iri)), key=str)))


def thing(store: Store, iri: Iri) -> Thing:
    """What a store calls a resource, and its kind: the most special one, where several articles differ."""
    held = node(store, iri)
    kinds = [kind for kind in map(compress, held.iris("rdf:type")) if kind.startswith("say:")]
    kind = next((kind for kind in kinds if kind != "say:Actor"), next(iter(kinds), ""))
    return Thing(iri, held.text("rdfs:label") or compress(iri), kind, kind.removeprefix("say:"))


def selected(store: Store, query: str, column: str, **bindings: Term) -> list[Iri]:
    """One column of a query of the house, each IRI once."""
    rows = (row[column] for row in store.select(query, **bindings))
    return list(dict.fromkeys(value for value in rows if isinstance(value, Iri)))
