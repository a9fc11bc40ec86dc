"""The one door to the triples: open, load, select, construct, answer, export.

Queries of the house (`ontology/queries`) run here in process, with bound parameters. What users type goes through
`answer`, which runs in the sandbox. The default graph is the union of all named graphs but the proposals.
"""

import hashlib
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import IO, Any

import pyoxigraph as ox

from graph import gate, serial
from graph.errors import StoreFault, UnknownName
from graph.model import Answer, BlankNode, Document, GraphSize, Iri, Literal, Row, Term, Triple
from graph.namespaces import COMPUTED_GRAPH, ID, ONTOLOGY_GRAPH, PROPOSALS_GRAPH, REFERENCE_GRAPH, compress
from graph.queries import Query, read_queries
from graph.sandbox import Sandbox, Source
from graph.snapshots import Snapshots

ROOT = Path(__file__).resolve().parent.parent


class Dataset:
    """A set of named graphs with the queries of the house; one per process is enough.

    Readers see the state that was current when they opened or last called `refresh`; a write is all or nothing.
    """

    def __init__(
        self, store: ox.Store, sandbox: Sandbox, queries: dict[str, Query], snapshots: Snapshots | None
    ) -> None:
        self._store = store
        self._sandbox = sandbox
        self._snapshots = snapshots
        self._lock: IO[bytes] | None = None
        self.queries = queries
        self.revision = ""
        self._graphs: tuple[ox.NamedNode, ...] = ()
        self._look()

    # ------------------------------------------------------------------ open
    @classmethod
    def open(cls, location: str = "memory:", *, root: Path = ROOT, sandbox: Sandbox | None = None) -> "Dataset":
        """Open `memory:` or a folder; both start from `seeds/` when new.

        Raises StoreFault when the folder cannot be used, InputRefused when a seed is broken.
        """
        if location.startswith(("http://", "https://")):
            raise StoreFault(f"{location}: remote endpoints are not supported yet. Use `memory:` or a folder.")
        snapshots = None if location == "memory:" else Snapshots(Path(location))
        dataset = cls(ox.Store(), sandbox or Sandbox(), read_queries(root / "ontology" / "queries"), snapshots)
        if snapshots is None or snapshots.current() is None:
            dataset.sow(root)
        else:
            dataset.refresh()
        return dataset

    def sow(self, root: Path = ROOT) -> None:
        """Load ontology and seeds, each into its own graph, replacing what stood there."""
        documents = [gate.read(path, self._sandbox, graph=graph) for path, graph in seed_graphs(root)]
        digest = seeds_digest(root)

        def change(store: ox.Store) -> None:
            for document in documents:
                for graph in document.graphs:
                    store.remove_graph(ox.NamedNode(graph))
                store.extend(_quads(document))

        self._write(change)
        if self._snapshots is not None:
            (self._snapshots.folder / "seeds.sha256").write_text(digest, "ascii")

    def stale(self, root: Path = ROOT) -> bool:
        """Whether the seeds have changed since this folder was filled from them."""
        if self._snapshots is None:
            return False
        try:
            return (self._snapshots.folder / "seeds.sha256").read_text("ascii") != seeds_digest(root)
        except FileNotFoundError:
            return True

    def refresh(self) -> bool:
        """Move to the newest published state; true when there was a newer one."""
        if self._snapshots is None or self._snapshots.current() == self.revision:
            return False
        name, store, lock = self._snapshots.open()
        if self._lock is not None:
            self._lock.close()
        self._store, self._lock = store, lock
        self._look(name)
        return True

    def close(self) -> None:
        """End the worker and let go of the snapshot."""
        self._sandbox.close()
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _look(self, revision: str = "") -> None:
        self.revision = revision or hashlib.sha256(str(time.monotonic_ns()).encode()).hexdigest()[:16]
        named = sorted(self._store.named_graphs(), key=str)
        self._graphs = tuple(g for g in named if isinstance(g, ox.NamedNode) and g.value != PROPOSALS_GRAPH)

    # ------------------------------------------------------------------ read
    def select(self, query: str | Query, **bindings: Term) -> list[Row]:
        """Run a SELECT of the house with its parameters bound; raises UnknownName for a query that is not there."""
        solutions: Any = self._run(query, bindings)
        names = [variable.value for variable in solutions.variables]
        return [dict(zip(names, (_from_ox(value) for value in row), strict=True)) for row in solutions]

    def construct(self, query: str | Query, **bindings: Term) -> list[Triple]:
        """Run a CONSTRUCT of the house."""
        return [_triple(triple) for triple in self._run(query, bindings)]

    def answer(self, text: str, *, seconds: float | None = None, rows: int | None = None) -> Answer:
        """Run what a user typed, in the sandbox; raises QueryFault, OutOfTime or OutOfMemory."""
        return self._sandbox.query(self._source(), text, seconds=seconds, rows=rows)

    def cancel(self) -> None:
        """End the user's query that runs now."""
        self._sandbox.cancel()

    def triples(self, graph: str | None = None) -> Iterable[Triple]:
        """The triples of one graph, or of everything but proposals and computed; raises UnknownName."""
        for node in self._chosen(graph):
            for quad in self._store.quads_for_pattern(None, None, None, node):
                yield _triple(quad.triple)

    def export(self, media: str = "turtle", graph: str | None = None) -> bytes:
        """Serialize the dataset, or one graph of it; the same data gives the same bytes.

        Raises UnknownName for a format or graph that is not there.
        """
        quads = [q for node in self._chosen(graph) for q in self._store.quads_for_pattern(None, None, None, node)]
        return serial.write(quads, media)

    def graphs(self) -> list[GraphSize]:
        """The named graphs, with their sizes."""
        names = sorted((g for g in self._store.named_graphs() if isinstance(g, ox.NamedNode)), key=lambda g: g.value)
        sizes = [sum(1 for _ in self._store.quads_for_pattern(None, None, None, name)) for name in names]
        return [GraphSize(Iri(name.value), compress(name.value), size) for name, size in zip(names, sizes, strict=True)]

    # ----------------------------------------------------------------- write
    def read(self, path: Path, *, graph: str | None = None) -> Document:
        """Check a file at the gate; nothing is stored yet."""
        return gate.read(path, self._sandbox, graph=graph)

    def admit(self, name: str, data: bytes, *, graph: str | None = None) -> Document:
        """Check an uploaded document at the gate; nothing is stored yet."""
        return gate.admit(name, data, self._sandbox, graph=graph)

    def load(self, document: Document) -> int:
        """Add a document; gives back how many triples are new. All of it, or an error and nothing of it."""
        before = len(self._store)
        self._write(lambda store: store.extend(_quads(document)))
        return len(self._store) - before

    def remove(self, graph: str) -> None:
        """Take a named graph out; raises UnknownName when there is none of that name."""
        (node,) = self._chosen(graph)
        self._write(lambda store: store.remove_graph(node))

    def _write(self, change: Callable[[ox.Store], None]) -> None:
        if self._snapshots is None:
            change(self._store)
            self._look()
        else:
            self._snapshots.publish(change)
            self.refresh()

    # ---------------------------------------------------------------- inside
    def _run(self, query: str | Query, bindings: dict[str, Term]) -> Any:
        if isinstance(query, str):
            if query not in self.queries:
                raise UnknownName(f"There is no query {query!r}; there are: {', '.join(sorted(self.queries))}")
            query = self.queries[query]
        return self._store.query(
            query.text,
            default_graph=list(self._graphs),
            substitutions={ox.Variable(name): _to_ox(value) for name, value in bindings.items()},
        )

    def _chosen(self, graph: str | None) -> Sequence[ox.NamedNode]:
        if graph is None:
            return [node for node in self._graphs if node.value != COMPUTED_GRAPH]
        node = _named(graph)
        if not self._store.contains_named_graph(node):
            names = ", ".join(compress(size.graph) for size in self.graphs())
            raise UnknownName(f"There is no graph {compress(graph)}; there are: {names}")
        return [node]

    def _source(self) -> Source:
        graphs = tuple(Iri(node.value) for node in self._graphs)
        if self._snapshots is not None:
            return Source(self.revision, graphs, folder=str(self._snapshots.path(self.revision)))
        return Source(self.revision, graphs, nquads=self._store.dump(format=ox.RdfFormat.N_QUADS))


def seed_graphs(root: Path = ROOT) -> list[tuple[Path, str]]:
    """The files a new dataset starts from, each with the graph it goes to."""
    seeds = sorted((root / "seeds").glob("*.ttl"))
    named = [(path, REFERENCE_GRAPH if path.stem == "reference" else f"{ID}article-{path.stem}") for path in seeds]
    return [(root / "ontology" / "vocabulary.ttl", ONTOLOGY_GRAPH), *named]


def seeds_digest(root: Path = ROOT) -> str:
    """SHA-256 over the files of `seed_graphs`, names included."""
    digest = hashlib.sha256()
    for path, graph in seed_graphs(root):
        digest.update(graph.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _quads(document: Document) -> Iterable[ox.Quad]:
    """The quads of a document with the blank nodes it came with; `Store.load` would make up new ones each time."""
    return ox.parse(document.nquads, format=ox.RdfFormat.N_QUADS, rename_blank_nodes=False)


def _named(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(str(iri))
    except ValueError as error:
        raise UnknownName(f"{str(iri)!r} is not an IRI: {error}.") from None


def _to_ox(term: Term) -> Any:
    match term:
        case Iri():
            return _named(term)
        case BlankNode():
            return ox.BlankNode(str(term))
        case Literal() if term.language:
            return ox.Literal(str(term), language=term.language)
        case Literal() if term.datatype:
            return ox.Literal(str(term), datatype=_named(term.datatype))
    return ox.Literal(str(term))


def _from_ox(term: Any) -> Term | None:
    match term:
        case None:
            return None
        case ox.NamedNode():
            return Iri(term.value)
        case ox.BlankNode():
            return BlankNode(term.value)
        case ox.Literal():
            return Literal(term.value, term.datatype.value, term.language or "")
    return Literal(str(term))


def _triple(triple: Any) -> Triple:
    subject, predicate, obj = (_from_ox(term) for term in (triple.subject, triple.predicate, triple.object))
    assert subject is not None and predicate is not None and obj is not None
    return Triple(subject, predicate, obj)
