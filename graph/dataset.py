"""The one door to the triples: open, load, select, construct, answer, export.

Queries of the house (`ontology/queries`) run here in process, with bound parameters. What users type goes through
`answer`, which runs in the sandbox. The default graph is the union of all named graphs but the proposals, which lie in
a store of their own (`graph.proposed`) and are seen by whoever names their graph.
"""

import hashlib
import threading
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

import pyoxigraph as ox

from graph import computed, gate, search, serial
from graph.accounts.facts import Facts
from graph.errors import InputRefused, StoreFault, UnknownName
from graph.model import Answer, Document, Found, Graphs, GraphSize, Iri, Literal, Revision, Row, Term, Triple
from graph.namespaces import (
    COMPUTED_GRAPH,
    ID,
    ONTOLOGY_GRAPH,
    PROPOSALS_GRAPH,
    REFERENCE_GRAPH,
    REVIEWS_GRAPH,
    compress,
    iri_of,
)
from graph.proposed import Proposed
from graph.queries import Query, read_queries
from graph.reader import Reader
from graph.sandbox import Sandbox, Source, Ticket
from graph.snapshots import Snapshots
from graph.terms import named, quad, triple_from_ox

ROOT = Path(__file__).resolve().parent.parent
_PROPOSALS = ox.NamedNode(PROPOSALS_GRAPH)


class Dataset:
    """A set of named graphs with the queries of the house; one per process is enough.

    Readers see the state that was current when they opened or last called `refresh`; a write is all or nothing.
    """

    def __init__(
        self, store: ox.Store, sandbox: Sandbox, queries: dict[str, Query], snapshots: Snapshots | None
    ) -> None:
        self._reader = Reader.of(store, queries)
        self._index = search.Index.build(())
        self._sandbox = sandbox
        self._snapshots = snapshots
        self._lock: IO[bytes] | None = None
        self._writing = threading.Lock()
        self._proposed = Proposed(snapshots.folder / "proposals" if snapshots else None)
        self.queries = queries
        self.revision = uuid.uuid4().hex

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

        def change(store: ox.Store) -> search.Touched | None:
            for document in documents:
                for graph in document.graphs:
                    store.remove_graph(ox.NamedNode(graph))
                store.extend(_quads(document))
            computed.anew(store, self.queries)
            return None

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
        with self._writing:
            name, store, lock = self._snapshots.open()
            self._index = search.opened(store, self.queries, self._snapshots.path(name))
            if self._lock is not None:
                self._lock.close()
            self._reader, self._lock, self.revision = Reader.of(store, self.queries), lock, name
        return True

    def close(self) -> None:
        """End the worker and let go of the snapshot."""
        self._sandbox.close()
        self._proposed.close()
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    # ------------------------------------------------------------------ read
    def select(self, query: str | Query, **bindings: Term) -> list[Row]:
        """Run a SELECT of the house with its parameters bound; raises UnknownName for a query that is not there."""
        return self._reader.select(query, **bindings)

    @property
    def facts(self) -> Facts:
        """What the rules on disagreement rest on: organisations, places, rules."""
        return self._reader.facts

    def construct(self, query: str | Query, **bindings: Term) -> list[Triple]:
        """Run a CONSTRUCT of the house."""
        return self._reader.construct(query, **bindings)

    def answer(
        self,
        text: str,
        *,
        seconds: float | None = None,
        rows: int | None = None,
        without: frozenset[Iri] = frozenset(),
        graphs: Graphs | None = None,
        ticket: Ticket | None = None,
    ) -> Answer:
        """Run what a user typed, in the sandbox, on a dataset `without` some resources (see `views.clock`).

        `graphs` names the RDF dataset in place of the union; `ticket.cancel()`, from any thread, ends the query.
        Raises QueryFault, OutOfTime, OutOfMemory, Crowded, or QueryStopped once cancelled.
        """
        proposals = compress(PROPOSALS_GRAPH).partition(":")[2] in text
        source = self._source(without, proposals=proposals)
        try:
            return self._sandbox.query(source, text, seconds=seconds, rows=rows, graphs=graphs, ticket=ticket)
        except StoreFault:  # another thread moved on to a newer state, and ours was tidied away before we had it open
            if source.revision == (newer := self._source(without, proposals=proposals)).revision:
                raise
        return self._sandbox.query(newer, text, seconds=seconds, rows=rows, graphs=graphs, ticket=ticket)

    def check(self, text: str) -> None:
        """Read what a user typed, in the sandbox, without running it; raises as `answer` does."""
        self._sandbox.check(text, self._reader.names())

    def find(
        self, text: str, limit: int = 12, *, kinds: Sequence[str] = (), without: frozenset[int] = frozenset()
    ) -> Found:
        """Search by what a person types, of some kinds (CURIEs) and `without` some things (`search.keys`)."""
        found = search.find(self._index, text, limit, kinds, without)
        shown = {hit.thing.kind for hit in found.hits}
        labels = {kind: label for kind in shown if kind and (label := self._label(Iri(iri_of(kind))))}
        named = [
            replace(hit, thing=replace(hit.thing, kind_label=labels.get(hit.thing.kind, hit.thing.kind_label)))
            for hit in found.hits
        ]
        return replace(found, hits=tuple(named))

    def triples(self, graph: str | None = None) -> Iterable[Triple]:
        """The triples of one graph, or of everything but proposals and computed; raises UnknownName."""
        return (triple_from_ox(quad.triple) for quad in self._quads(graph))

    def export(
        self, media: str = "turtle", graph: str | None = None, *, without: frozenset[Iri] = frozenset()
    ) -> bytes:
        """Serialize the dataset, or one graph of it, `without` some resources; the same data gives the same bytes.

        Raises UnknownName for a format or graph that is not there.
        """
        return serial.write(_without(self._quads(graph), without), media)

    def graphs(self) -> list[GraphSize]:
        """The named graphs, with their sizes."""
        store = self._reader.store
        stored = {g.value for g in (*store.named_graphs(), *self._proposed.store.named_graphs())}
        return [GraphSize(Iri(name), compress(name), sum(1 for _ in self._quads(name))) for name in sorted(stored)]

    @property
    def proposals(self) -> Reader:
        """The proposals by themselves, for the queries of the house."""
        return Reader(self._proposed.store, self.queries, (named(PROPOSALS_GRAPH),), whole=True)

    def digests(self) -> frozenset[str]:
        """The digests of all texts that have been read, proposals included."""
        rows = (*self.select("text_digests"), *self.proposals.select("text_digests"))
        return frozenset(str(row["digest"]) for row in rows)

    # ----------------------------------------------------------------- write
    def read(self, path: Path, *, graph: str | None = None, base: str = "") -> Document:
        """Check a file at the gate; nothing is stored yet."""
        return gate.read(path, self._sandbox, graph=graph, base=base)

    def admit(self, name: str, data: bytes, *, graph: str | None = None, base: str = "") -> Document:
        """Check an uploaded document at the gate; nothing is stored yet."""
        return gate.admit(name, data, self._sandbox, graph=graph, base=base)

    def load(self, document: Document) -> int:
        """Add a document; gives back how many triples are new. All of it, or an error and nothing of it.

        What it holds in the graph of proposals goes to their own store.
        """
        if Iri(COMPUTED_GRAPH) in document.graphs:  # or a file could bring verdicts that no rule gave
            name = compress(COMPUTED_GRAPH)
            raise InputRefused(f"{document.name}: {name} is computed, never loaded. Take that graph out of the file.")
        if len(document.graphs) > 1 and Iri(PROPOSALS_GRAPH) in document.graphs:  # two stores are no one write
            name = compress(PROPOSALS_GRAPH)
            raise InputRefused(f"{document.name}: {name} is kept apart. Load it from a file of its own.")
        new = 0

        def change(store: ox.Store) -> search.Touched | None:
            nonlocal new
            quads = [quad for quad in dict.fromkeys(_quads(document)) if quad not in store]
            new = len(quads)
            store.extend(quads)
            computed.update(store, self.queries, document.graphs)
            return search.touched(store, self.queries, quads)

        def propose(store: ox.Store) -> None:
            nonlocal new
            quads = [quad for quad in _quads(document) if quad.graph_name == _PROPOSALS]
            new += sum(quad not in store for quad in quads)
            store.extend(quads)

        accepted = tuple(graph for graph in document.graphs if graph != PROPOSALS_GRAPH)
        if accepted:
            self._write(change)
        if len(accepted) < len(document.graphs):
            self._proposed.change(propose)
        return new

    def remove(self, graph: str) -> None:
        """Take a named graph out; raises UnknownName when there is none of that name."""
        (node,) = self._chosen(graph)
        if node == _PROPOSALS:
            self._proposed.change(lambda store: store.remove_graph(node))
            return

        def change(store: ox.Store) -> search.Touched | None:
            quads = list(store.quads_for_pattern(None, None, None, node))
            store.remove_graph(node)
            computed.anew(store, self.queries)
            return search.touched(store, self.queries, quads, gone=True)

        self._write(change)

    def revise(self, compose: Callable[[Reader], Iterable[Revision]]) -> None:
        """Change some graphs in one published state, all or nothing.

        `compose` is shown the state that is being changed; nobody else writes meanwhile.
        """

        def change(store: ox.Store) -> search.Touched | None:
            gone: list[ox.Quad] = []
            new: list[ox.Quad] = []
            revisions = list(compose(Reader.of(store, self.queries)))
            for revision in revisions:
                held = set(store.quads_for_pattern(None, None, None, named(revision.graph)))
                wanted = dict.fromkeys(quad(triple, revision.graph) for triple in revision.new)
                taken = {quad(triple, revision.graph) for triple in revision.gone}
                gone += held - wanted.keys() if revision.whole else (held & taken) - wanted.keys()
                new += (each for each in wanted if each not in held)

            def write() -> None:
                for each in gone:
                    store.remove(each)
                store.extend(new)
                for graph in (named(revision.graph) for revision in revisions):
                    if not any(store.quads_for_pattern(None, None, None, graph)):
                        store.remove_graph(graph)  # or an empty graph would be listed

            changed = {str(each.graph_name) for each in (*gone, *new)} - {str(named(REVIEWS_GRAPH))}
            graphs = [revision.graph for revision in revisions if str(named(revision.graph)) in changed]
            computed.revised(store, self.queries, graphs, write)
            before = search.touched(store, self.queries, gone, gone=True)
            after = search.touched(store, self.queries, new)
            return before.and_also(after) if before and after else None

        self._write(change)

    def replace_proposals(self, articles: Iterable[Iri], document: Document) -> None:
        """Put a document's proposals in the place of those some articles had; what articles share is only added to."""
        quads = [each for each in _quads(document) if each.graph_name == _PROPOSALS]

        def change(store: ox.Store) -> None:
            own = tuple(f"{article}-" for article in articles)
            whole = {article.removesuffix("-") for article in own}
            for held in list(store.quads_for_pattern(None, None, None, _PROPOSALS)):
                subject = held.subject
                if isinstance(subject, ox.NamedNode) and (subject.value.startswith(own) or subject.value in whole):
                    store.remove(held)
            store.extend(quads)

        self._proposed.change(change)

    def _write(self, change: Callable[[ox.Store], search.Touched | None]) -> None:
        """Change the store, and the search index with it; a change that tells nothing of what it touched is of all."""
        if self._snapshots is None:
            with self._writing:
                store = self._reader.store
                touched = change(store)
                self._index = search.followed(self._index, store, self.queries, touched)
                self._reader = Reader.of(store, self.queries)
                self.revision = uuid.uuid4().hex
        else:
            self._snapshots.publish(
                change, lambda store, touched, old, new: search.publish(store, self.queries, touched, old, new)
            )
            self.refresh()

    # ---------------------------------------------------------------- inside
    def _chosen(self, graph: str | None) -> Sequence[ox.NamedNode]:
        if graph is None:
            return [node for node in self._reader.graphs if node.value != COMPUTED_GRAPH]
        node = named(graph)
        if not self._store_of(node).contains_named_graph(node):
            names = ", ".join(compress(size.graph) for size in self.graphs())
            raise UnknownName(f"There is no graph {compress(graph)}; there are: {names}")
        return [node]

    def _label(self, iri: Iri) -> str:
        labels = [row["label"] for row in self._reader.select("thing", thing=iri)]
        return search.preferred([label for label in labels if isinstance(label, Literal)])

    def _store_of(self, graph: ox.NamedNode) -> ox.Store:
        return self._proposed.store if graph == _PROPOSALS else self._reader.store

    def _quads(self, graph: str | None) -> Iterable[Any]:
        for node in self._chosen(graph):
            yield from self._store_of(node).quads_for_pattern(None, None, None, node)

    def _source(self, without: frozenset[Iri], *, proposals: bool = False) -> Source:
        """What a worker is to ask: the snapshot itself, or what is left without some resources, or with proposals."""
        reader = self._reader
        proposed = list(self._proposed.store) if proposals else []
        if self._snapshots is not None and not without and not proposed:
            return Source(self.revision, reader.names(), folder=str(self._snapshots.path(self.revision)))
        digest = hashlib.sha256("\n".join(sorted(without)).encode()).hexdigest() if without else ""

        def nquads() -> bytes:
            with self._writing:  # a worker must not see half a write
                if not without and not proposed:
                    return reader.store.dump(format=ox.RdfFormat.N_QUADS) or b""
                quads = [*_without(reader.quads(reader.graphs), without), *proposed]
                return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""

        of_proposals = self._proposed.revision if proposed else ""
        return Source(f"{self.revision} {of_proposals} {digest}", reader.names(), nquads=nquads)


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


def _without(quads: Iterable[Any], hidden: frozenset[Iri]) -> Iterable[Any]:
    """The quads that neither are about something hidden nor lead to it, nor to a disagreement with it."""
    if not hidden:
        return quads
    kept = list(quads)
    names = {ox.NamedNode(iri) for iri in hidden}
    names |= {q.subject for q in kept if q.graph_name.value == COMPUTED_GRAPH and q.object in names}
    return (q for q in kept if q.subject not in names and q.object not in names)
