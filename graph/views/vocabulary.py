"""The terms of the dataset as an editor needs them: classes, properties, names and prefixes, with their counts.

The counts are kept ready; the names are not, so a page reads all of it once for each state of the dataset and hands it
to `complete` and `diagnose`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rdflib import Graph

from graph.dataset import Dataset
from graph.model import Iri, Literal, Row, Term
from graph.namespaces import PREFIXES, SAY_IRI, compress, expand
from graph.search import preferred
from graph.views.things import rows_of

MOST_NAMED: Final = 1_000
NAMING: Final = frozenset(
    Iri(expand(curie))
    for curie in ("rdfs:label", "skos:prefLabel", "skos:altLabel", "schema:name", "foaf:name", "dcterms:title")
)


@dataclass(frozen=True)
class Use:
    """A class or property: what it is called and means, and how many things or triples use it; 0 is defined only."""

    iri: Iri
    label: str
    definition: str
    count: int


@dataclass(frozen=True)
class Name:
    """A name that a resource goes by."""

    name: str
    iri: Iri
    kind: Iri


@dataclass(frozen=True)
class Vocabulary:
    """What can be written in a query of this dataset.

    `of_class` has the properties that members of a class have in the data, with the number of triples. `names` leaves
    out the members of the classes in `unlisted`, of which there are more than MOST_NAMED.
    """

    classes: dict[Iri, Use]
    properties: dict[Iri, Use]
    of_class: dict[Iri, dict[Iri, int]]
    names: tuple[Name, ...]
    unlisted: tuple[Iri, ...]
    prefixes: dict[str, str]

    @cached_property
    def folded(self) -> tuple[tuple[str, Name], ...]:
        """The names in the form in which they are compared."""
        return tuple((name.name.casefold(), name) for name in self.names)

    @cached_property
    def called(self) -> dict[Iri, tuple[str, ...]]:
        """The names of each resource that has some here."""
        found: dict[Iri, list[str]] = {}
        for name in self.names:
            found.setdefault(name.iri, []).append(name.name)
        return {iri: tuple(names) for iri, names in found.items()}

    @cached_property
    def namespaces(self) -> frozenset[str]:
        """The namespaces of the classes and properties: a term of these that is not known is likely misspelt."""
        return frozenset(namespace(iri) for iri in (*self.classes, *self.properties))


def vocabulary(dataset: Dataset) -> Vocabulary:
    """Read the terms of a dataset as it is now."""
    counts = dataset.counts
    classes, properties = dict(counts.classes), dict(counts.properties)
    for row in dataset.select("defined_terms"):
        (classes if str(row["isClass"]) == "true" else properties).setdefault(_iri(row["term"]), 0)
    of_class: dict[Iri, dict[Iri, int]] = {}
    for (kind, name), uses in counts.of_class.items():
        of_class.setdefault(kind, {})[name] = uses
    unlisted = tuple(kind for kind, count in classes.items() if count > MOST_NAMED)
    names = {
        (str(row["name"]), _iri(row["thing"])): kind
        for kind in sorted(classes, key=lambda kind: (kind.startswith(SAY_IRI), kind))  # ours last: they are kept
        if kind not in unlisted
        for naming in sorted(NAMING & of_class.get(kind, {}).keys())
        for row in dataset.select("named_of_class", **{"class": kind, "naming": naming})
    }
    told = rows_of(dataset, "explained", "term", [*classes, *properties])
    return Vocabulary(
        {iri: Use(iri, *_explained(iri, told[iri]), count) for iri, count in classes.items()},
        {iri: Use(iri, *_explained(iri, told[iri]), count) for iri, count in properties.items()},
        of_class,
        tuple(Name(name, iri, kind) for (name, iri), kind in sorted(names.items())),
        unlisted,
        _prefixes(dataset),
    )


def explained(dataset: Dataset, term: Iri) -> tuple[str, str]:
    """The label and the definition of a term; its CURIE stands in where it has no label."""
    return _explained(term, dataset.select("explained", term=term))


def _explained(term: Iri, rows: Iterable[Row]) -> tuple[str, str]:
    labels = [row["label"] for row in rows if isinstance(row["label"], Literal)]
    definitions = [row["definition"] for row in rows if isinstance(row["definition"], Literal)]
    return preferred(labels) or compress(term), preferred(definitions)


def namespace(iri: str) -> str:
    """The part of an IRI up to its last hash, slash or colon."""
    return iri[: max(iri.rfind(sign) for sign in "#/:") + 1]


def _prefixes(dataset: Dataset) -> dict[str, str]:
    """Those of rdflib, which are the common ones; those that the data declares; ours last, which hold."""
    common = {prefix: str(iri) for prefix, iri in Graph(bind_namespaces="rdflib").namespaces()}
    declared = {str(row["prefix"]): str(row["namespace"]) for row in dataset.select("namespaces_declared")}
    return common | declared | PREFIXES


def _iri(term: Term | None) -> Iri:
    return Iri(str(term))
