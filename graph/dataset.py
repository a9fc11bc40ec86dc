"""The one door to the triples: open, load, select, construct, answer, export.

Queries of the house (`ontology/queries`) run here in process, with bound parameters. What users type goes through
`answer`, which runs in the sandbox. The default graph is the union of all named graphs but the proposals, which lie in
a store of their own (`graph.proposed`) and are seen by whoever names their graph.
"""

import contextlib
import copy
import os
import threading
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

import pyoxigraph as ox

from graph import changes, counts, gate, partitions, search, serial, sources
from graph.accounts.facts import Facts
from graph.asides import Asides
from graph.backup import settle
from graph.elsewhere import Elsewhere
from graph.errors import InputRefused, StoreBusy, StoreFault, UnknownName, there_are
from graph.files import write_whole
from graph.model import Answer, Document, Found, Graphs, GraphSize, Iri, Literal, Revision, Row, Term, Triple
from graph.namespaces import COMPUTED_GRAPH, PROPOSALS_GRAPH, compress, iri_of
from graph.proposed import Proposed
from graph.queries import Query, read_queries
from graph.reader import Reader, kept_without
from graph.remote import Address, RemoteReader, Wire
from graph.sandbox import Sandbox, Source, Ticket
from graph.seeds import seed_graphs, seeds_digest
from graph.snapshots import Snapshots
from graph.terms import named, triple_from_ox

ROOT = Path(__file__).resolve().parent.parent
_PROPOSALS = ox.NamedNode(PROPOSALS_GRAPH)


class Dataset:
    """A set of named graphs with the queries of the house; one per process is enough.

    Readers see the state that was current when they opened or last called `refresh`; a write is all or nothing.
    """

    def __init__(
        self,
        reader: Reader | RemoteReader,
        sandbox: Sandbox,
        queries: dict[str, Query],
        snapshots: Snapshots | None,
        elsewhere: Elsewhere | None = None,
    ) -> None:
        self._reader = reader
        self._elsewhere = elsewhere
        self._index: search.Index | None = None  # of a remote dataset made when somebody searches
        self._sandbox = sandbox
        self._snapshots = snapshots
        self._lock: IO[bytes] | None = None
        self._left = ""  # the state that this one was ahead of
        self._writing = threading.Lock()
        self._asides = Asides(snapshots) if snapshots else None
        self._proposed = elsewhere or Proposed(snapshots.folder / "proposals" if snapshots else None)
        self.queries = queries
        self.revision = reader.revision if isinstance(reader, RemoteReader) else uuid.uuid4().hex

    @classmethod
    def open(cls, location: str = "memory:", *, root: Path = ROOT, sandbox: Sandbox | None = None) -> "Dataset":
        """Open `memory:`, a folder, or the query URL of a SPARQL endpoint (with the settings SAYSO_STORE_…).

        Memory and a folder start from `seeds/` when new; an endpoint is taken as it is, and filled by `sow` only.
        Raises StoreFault when the place cannot be used, InputRefused when a seed is broken.
        """
        queries = read_queries(root / "ontology" / "queries")
        if location.startswith(("http://", "https://")):
            elsewhere = Elsewhere(Wire(Address.of(location, os.environ)), queries, root / "ontology" / "updates")
            return cls(elsewhere.reader, sandbox or Sandbox(), queries, None, elsewhere)
        snapshots = None if location == "memory:" else Snapshots(Path(location))
        dataset = cls(Reader.of(ox.Store(), queries), sandbox or Sandbox(), queries, snapshots)
        if snapshots is None:
            dataset.sow(root)
        elif not snapshots.filled(lambda: dataset.sow(root)):
            dataset.refresh()
        return dataset

    def sow(self, root: Path = ROOT) -> None:
        """Load ontology and seeds, each into its own graph, replacing what stood there."""
        documents = [gate.read(path, self._sandbox, graph=graph) for path, graph in seed_graphs(root)]
        digest = seeds_digest(root)
        if self._elsewhere is not None:
            self._moved(self._elsewhere.sow(documents))
            return
        self._write(lambda store: changes.sow(store, self.queries, documents))
        if self._snapshots is not None:
            write_whole(self._snapshots.folder / "seeds.sha256", digest.encode("ascii"))

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
        if self._elsewhere is not None:
            return self._moved(self._elsewhere.look_again())
        before = self.revision
        while self.behind:  # another thread may have moved on meanwhile, and not as far
            self.follow(self.ahead())
        return self.revision != before

    @property
    def behind(self) -> bool:
        """Whether a folder has a newer published state."""
        if self._snapshots is None:
            return False
        with contextlib.suppress(StoreBusy):  # a restore that still runs counts for whoever looks next
            settle(self._snapshots.folder)
        return self._snapshots.current() != self.revision

    def ahead(self) -> "Dataset":
        """A folder's dataset at the newest published state, while this one stays where it is; see `follow`."""
        assert self._snapshots is not None
        newer = copy.copy(self)
        newer._left = self.revision
        newer.revision, store, newer._lock = self._snapshots.open()
        newer._index = search.opened(store, self.queries, self._snapshots.path(newer.revision))
        newer._reader = Reader.of(store, self.queries)
        return newer

    def follow(self, other: "Dataset") -> None:
        """Move to where `other` is, which was `ahead`, unless this one has moved since: that would be back."""
        with self._writing:
            if other._left == self.revision:
                self._reader, self._index, self.revision = other._reader, other._index, other.revision
                self._lock, other._lock = other._lock, self._lock
            if other._lock is not None:
                other._lock.close()

    def close(self) -> None:
        """End the worker and let go of the snapshot."""
        self._sandbox.close()
        self._proposed.close()
        if self._asides is not None:
            self._asides.close()
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    @property
    def host(self) -> str:
        """Which other machine keeps the dataset, and is asked whatever is asked; "" for this one."""
        return self._elsewhere.host if self._elsewhere is not None else ""

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
        if isinstance(self._reader, RemoteReader) and not without:
            limits = self._sandbox.limits
            admitted = self._sandbox.check(text, self._reader.names(), seconds=limits.seconds)
            allowed, most = (limits.seconds if seconds is None else seconds), (limits.rows if rows is None else rows)
            return self._reader.answer(admitted, seconds=allowed, rows=most, graphs=graphs, ticket=ticket)
        ticket = ticket or Ticket()
        source = self._source(without, proposals, ticket)
        try:
            return self._sandbox.query(source, text, seconds=seconds, rows=rows, graphs=graphs, ticket=ticket)
        except StoreFault:  # another thread moved on to a newer state, and ours was tidied away before we had it open
            if source.revision == (newer := self._source(without, proposals, ticket)).revision:
                raise
        return self._sandbox.query(newer, text, seconds=seconds, rows=rows, graphs=graphs, ticket=ticket)

    def check(self, text: str) -> None:
        """Read what a user typed, in the sandbox, without running it; raises as `answer` does."""
        self._sandbox.check(text, self._reader.names())

    def find(
        self, text: str, limit: int = 12, *, kinds: Sequence[str] = (), without: frozenset[int] = frozenset()
    ) -> Found:
        """Search by what a person types, of some kinds (CURIEs) and `without` some things (`search.keys`)."""
        if self._index is None:
            self._index = search.of_rows(self._reader)
        found = search.find(self._index, text, limit, kinds, without)
        shown = {hit.thing.kind for hit in found.hits}
        labels = {kind: label for kind in shown if kind and (label := self._label(Iri(iri_of(kind))))}
        things = [replace(h.thing, kind_label=labels.get(h.thing.kind, h.thing.kind_label)) for h in found.hits]
        return replace(found, hits=tuple(map(lambda hit, thing: replace(hit, thing=thing), found.hits, things)))

    def triples(self, graph: str | None = None) -> Iterable[Triple]:
        """The triples of one graph, or of everything but proposals and computed; raises UnknownName."""
        return (triple_from_ox(each.triple) for each in self._quads(graph))

    def export(
        self, media: str = "turtle", graph: str | None = None, *, without: frozenset[Iri] = frozenset()
    ) -> bytes:
        """Serialize the dataset, or one graph of it, `without` some resources; the same data gives the same bytes.

        Raises UnknownName for a format or graph that is not there.
        """
        return serial.write(kept_without(self._quads(graph), without), media)

    def partition(
        self,
        folder: Path,
        *,
        most: int = partitions.MOST,
        told: Callable[[partitions.Partition], None] = lambda _: None,
    ) -> partitions.Manifest:
        """Write the dataset as N-Quads files of at most so many quads, or what an earlier call left; see `partitions`.

        Raises InputRefused when the folder cannot be used.
        """
        reader, known = self._reader, self._sizes()
        sizes = {Iri(node.value): known[Iri(node.value)] for node in self._chosen(None) if Iri(node.value) in known}
        return partitions.write(
            folder, sizes, lambda graph: reader.quads([named(graph)]), state=self.revision, most=most, told=told
        )

    def graphs(self) -> list[GraphSize]:
        """The named graphs, with their sizes."""
        sizes = self._sizes() | self.proposals.sizes()
        return [GraphSize(Iri(name), compress(name), size) for name, size in sorted(sizes.items())]

    def _sizes(self) -> dict[str, int]:
        if isinstance(self._reader, RemoteReader):
            return self._reader.sizes()
        return {graph: size for graph, size in self.counts.graphs.items() if size}

    @property
    def counts(self) -> counts.Counts:
        """How much there is of each graph, class and property, proposals left out."""
        return counts.described(self._reader)

    @property
    def proposals(self) -> Reader:
        """The proposals by themselves, for the queries of the house."""
        return Reader(self._proposed.store, self.queries, (named(PROPOSALS_GRAPH),), whole=True)

    def digests(self, run: Iri | None = None) -> frozenset[str]:
        """The digests of all texts that have been read, proposals included; with `run`, of those that it used."""
        rows = (*self.select("text_digests"), *self.proposals.select("text_digests"))
        return frozenset(str(row["digest"]) for row in rows if run in {None, row["run"]})

    # ----------------------------------------------------------------- write
    def read(self, path: Path, *, graph: str | None = None, base: str = "") -> Document:
        """Check a file at the gate; nothing is stored yet."""
        return gate.read(path, self._sandbox, graph=graph, base=base)

    def admit(self, name: str, data: bytes, *, graph: str | None = None, base: str = "") -> Document:
        """Check an uploaded document at the gate; nothing is stored yet."""
        return gate.admit(name, data, self._sandbox, graph=graph, base=base)

    def load(self, document: Document, *, replace: bool = False) -> int:
        """Add a document; gives back how many triples are new. All of it, or an error and nothing of it.

        Proposals go to a store of their own. To `replace` is to put its graphs in the place of those of the same names;
        of these only the texts that were read before are kept, with their spans (see `graph.revision`).
        """
        return self.load_all([document], replace=replace)[0]

    def load_all(self, documents: Sequence[Document], *, replace: bool = False) -> list[int]:
        """Add documents like `load`, all but proposals in one write; gives back how many triples of each are new."""
        new: dict[int, int] = {}
        apart = [at for at, document in enumerate(documents) if PROPOSALS_GRAPH in document.graphs]
        accepted = [at for at in range(len(documents)) if at not in apart]
        if replace and apart:
            raise InputRefused(f"{documents[apart[0]].name}: id:proposals is kept apart. It can only be added to.")

        def change(store: ox.Store) -> search.Touched | None:
            counted, touched = changes.add(store, self.queries, [documents[at] for at in accepted], replace=replace)
            new.update(zip(accepted, counted, strict=True))
            return touched

        if self._elsewhere is not None:
            there = self._elsewhere.add([documents[at] for at in accepted], replace=replace)
            new.update(zip(accepted, there, strict=True))
            self._moved(self._elsewhere.reader)
        elif accepted:
            self._write(change)
        if apart:
            self._propose(lambda store: new.update((at, changes.extend(store, documents[at])) for at in apart))
        return [new[at] for at in range(len(documents))]

    def remove(self, graph: str) -> None:
        """Take a named graph out; raises UnknownName when there is none of that name."""
        (node,) = self._chosen(graph)
        if node == _PROPOSALS and not self._reader.holds(node):
            self._propose(lambda store: store.remove_graph(node))
            return
        if self._elsewhere is not None:
            self._moved(self._elsewhere.remove(Iri(node.value)))
            return
        self._write(lambda store: changes.drop(store, self.queries, node))

    def revise(self, compose: Callable[[Reader | RemoteReader], Iterable[Revision]]) -> None:
        """Change some graphs in one published state, all or nothing; `compose` is shown that state, nobody else writes.

        Of a remote dataset graph by graph where its engine takes no updates; see `graph.elsewhere`.
        """
        if self._elsewhere is not None:
            self._moved(self._elsewhere.revise(compose))
            return
        self._write(lambda store: changes.revise(store, self.queries, compose(Reader.of(store, self.queries))))

    def replace_proposals(self, articles: Iterable[Iri], document: Document) -> None:
        """Put the proposals of a document in the place of those that some articles had; all of it or nothing."""
        self._propose(lambda store: changes.renew_proposals(store, _PROPOSALS, articles, document))

    def _propose(self, change: Callable[[ox.Store], None]) -> None:
        self._proposed.change(change)
        if self._elsewhere is not None:
            self._moved(self._elsewhere.reader)

    def _write(self, change: Callable[[ox.Store], search.Touched | None]) -> None:
        """Change the store, and the search index with it; a change that tells nothing of what it touched is of all."""
        if self._snapshots is None:
            with self._writing:
                assert isinstance(self._reader, Reader)
                store = self._reader.store
                touched = change(store)
                self._index = search.followed(self._index or search.Index.build(()), store, self.queries, touched)
                self._reader = Reader.of(store, self.queries)
                self.revision = uuid.uuid4().hex
        else:
            settle(self._snapshots.folder)
            self._snapshots.publish(
                change, lambda store, touched, old, new: search.publish(store, self.queries, touched, old, new)
            )
            self.refresh()

    def _moved(self, reader: RemoteReader) -> bool:
        """Take a remote dataset as it was seen last; whether it has changed."""
        if reader.revision == self.revision:
            return False
        self._reader, self._index, self.revision = reader, None, reader.revision
        return True

    # ---------------------------------------------------------------- inside
    def _chosen(self, graph: str | None) -> Sequence[ox.NamedNode]:
        if graph is None:
            return [node for node in self._reader.graphs if node.value != COMPUTED_GRAPH]
        node = named(graph)
        if not self._reader_of(node).holds(node):
            names = [size.label for size in self.graphs()]
            raise UnknownName(f"There is no graph {compress(graph)}; {there_are(names, compress(graph))}")
        return [node]

    def _label(self, iri: Iri) -> str:
        labels = [row["label"] for row in self._reader.select("thing", thing=iri)]
        return search.preferred([label for label in labels if isinstance(label, Literal)])

    def _reader_of(self, graph: ox.NamedNode) -> Reader | RemoteReader:
        return self.proposals if graph == _PROPOSALS and not self._reader.holds(graph) else self._reader

    def _quads(self, graph: str | None) -> Iterable[Any]:
        for node in self._chosen(graph):
            yield from self._reader_of(node).quads([node])

    def _source(self, without: frozenset[Iri], proposals: bool, ticket: Ticket) -> Source:
        """What a worker is to ask; large states that differ from what is published are made aside, on disk."""
        proposed = list(self._proposed.store) if proposals else []
        name = f"{self.revision} {self._proposed.revision if proposed else ''}"
        folder = self._snapshots.path(self.revision) if self._snapshots is not None else None
        if self._asides is not None and (without or proposed) and sum(self._sizes().values()) > sources.LARGE:
            name, folder = self._asides.folder(self.revision, without, proposed, lambda: ticket.cancelled)
            without, proposed = frozenset(), []
        return sources.of(self._reader, name, self._writing, folder=folder, without=without, proposed=proposed)
