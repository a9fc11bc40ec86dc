"""The drawn view as it is kept: its triples in their named graphs, and what those graphs are, down to the byte."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph import answers
from graph.dataset import Dataset
from graph.model import Iri, Triple
from graph.namespaces import ONTOLOGY_GRAPH, PREFIXES
from graph.views.picture import drawn_query

_VERSION = PREFIXES["owl"] + "versionInfo"


@dataclass(frozen=True)
class Edition:
    """A named graph as it is now: how many triples, and the SHA-256 of its N-Quads in the order of code points.

    Where a graph has no blank nodes, that is its RDFC-1.0 digest; elsewhere blank nodes keep the labels they came with.
    """

    graph: Iri
    triples: int
    sha256: str


def placed(dataset: Dataset, shown: Iterable[Iri]) -> dict[Iri, list[Triple]]:
    """The triples behind what is drawn, with their evidence, by the named graph they stand in.

    They are those of `drawn_query`; what is only computed is in no graph that can be loaded again and is left out.
    """
    wanted = set(dataset.construct(drawn_query(dataset, shown)))
    found: dict[Iri, list[Triple]] = {}
    for subject in sorted({triple.subject for triple in wanted}):
        for row in dataset.select("standing", subject=subject):
            predicate, value = row["predicate"], row["object"]
            assert predicate is not None and value is not None  # the query binds both
            triple = Triple(subject, predicate, value)
            if triple in wanted:
                found.setdefault(Iri(str(row["graph"])), []).append(triple)
    return dict(sorted(found.items()))


def trig(dataset: Dataset, shown: Iterable[Iri]) -> bytes:
    """The triples behind what is drawn, with their evidence, as TriG, each in its named graph."""
    return written(placed(dataset, shown))


def written(triples: Mapping[Iri, Iterable[Triple]]) -> bytes:
    """Triples by their named graph, as canonical TriG."""
    return answers.trig(triples).encode()


def edition(dataset: Dataset, graph: Iri) -> Edition:
    """A named graph's size and digest; raises UnknownName when there is none of that name."""
    lines = sorted(line for line in dataset.export("nq", graph).split(b"\n") if line)
    return Edition(graph, len(lines), hashlib.sha256(b"".join(line + b"\n" for line in lines)).hexdigest())


def ontology_version(dataset: Dataset) -> str:
    """The version that the ontology gives itself; empty where it gives none."""
    rows = dataset.select("facts", thing=Iri(ONTOLOGY_GRAPH))
    return next((str(row["value"]) for row in rows if str(row["property"]) == _VERSION), "")
