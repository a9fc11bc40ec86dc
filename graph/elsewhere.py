"""A dataset that another engine keeps: the state it was last seen in, what comes and goes there, and what follows.

What is changed is worked out here from the graphs it is about, and written as whole graphs or as additions. Then what
is derived, disagreements and counts, is computed anew from what stands there. Writers of one process wait for each
other; whoever else writes to the engine meanwhile is not held off.
"""

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from graph import changes, computed, counts
from graph.model import Document, Iri, Revision
from graph.namespaces import COMPUTED_GRAPH, PROPOSALS_GRAPH
from graph.queries import Query
from graph.remote import Change, RemoteReader, Wire, Writer, is_anonymous, same_triples
from graph.terms import named

_LOOK_SECONDS: Final = 5.0  # an engine is asked no oftener whether it has changed
_PROPOSALS: Final = Iri(PROPOSALS_GRAPH)


class Elsewhere:
    """One engine's dataset; `reader` is the state in which it was last seen."""

    def __init__(self, wire: Wire, queries: dict[str, Query], updates: Path) -> None:
        self.reader = RemoteReader.of(wire, queries)
        self._writer = Writer(wire, updates)
        self._writing = threading.Lock()
        self._looked = time.monotonic()
        self._writes = 0
        self._proposed: tuple[RemoteReader, ox.Store] | None = None

    def look(self) -> RemoteReader:
        """The dataset as it is now; raises StoreFault."""
        self._looked = time.monotonic()
        newer = RemoteReader.of(self.reader.wire, self.reader.queries, self._writes)
        if newer.revision != self.reader.revision:
            self.reader = newer
        return self.reader

    def look_again(self) -> RemoteReader:
        """The dataset as it was a few seconds ago at most; raises StoreFault."""
        return self.look() if time.monotonic() - self._looked > _LOOK_SECONDS else self.reader

    @property
    def host(self) -> str:
        """Which machine it is, "" for this one."""
        return self.reader.wire.address.host

    def close(self) -> None:
        """Hang up."""
        self.reader.wire.close()

    # ----------------------------------------------------------------- write
    def sow(self, documents: Iterable[Document]) -> RemoteReader:
        """Put documents in the place of the graphs of their names; gives the state after it, as all of these do."""
        with self._writing:
            return self._write(
                [
                    Change(graph, tuple(q for q in changes.quads_of(each) if q.graph_name == named(graph)), whole=True)
                    for each in documents
                    for graph in each.graphs
                ]
            )

    def add(self, documents: Sequence[Document], *, replace: bool) -> list[int]:
        """Add documents, or put them in the place of their graphs; tells how many triples of each are new.

        Blank nodes have other names there, so what says with blank nodes what is said already adds nothing.
        """
        with self._writing:
            here = _Copy(self.look(), (graph for document in documents for graph in document.graphs))
            counted, seen = [], set(here.store)
            for document in documents:
                came, went = changes.differing(here.store, document, replace=replace)
                same = {named(graph) for graph in document.graphs if here.says(document, graph, came, went, replace)}
                came, went = ([each for each in some if each.graph_name not in same] for some in (came, went))
                here.change(came, went)
                before = len(seen)
                seen.update(came)
                counted.append(len(seen) - before)
            self._write(here.changes())
        return counted

    def remove(self, graph: Iri) -> RemoteReader:
        """Take a graph out."""
        with self._writing:
            return self._write([Change(graph, (), whole=True)])

    def revise(self, compose: Callable[[RemoteReader], Iterable[Revision]]) -> RemoteReader:
        """Let triples come and go in several graphs; `compose` is shown the state that is revised."""
        with self._writing:
            reader = self.look()
            revisions = list(compose(reader))
            here = _Copy(reader, (each.graph for each in revisions))
            for each in revisions:
                here.change(*changes.revised(here.store, each))
            return self._write(here.changes())

    def _write(self, wanted: Sequence[Change]) -> RemoteReader:
        """Make changes, and bring what is derived up to date with them."""
        self._writer.check()
        if not wanted:
            return self.reader
        self._writes += 1
        self._writer.apply(wanted)
        if all(change.graph == _PROPOSALS for change in wanted):  # nothing is derived of them
            return self.look()
        derived: list[ox.Quad] = []
        for derive in (computed.fresh, counts.fresh):  # each from what stands there by then
            derived += derive(self.look())
            self._writer.apply([Change(Iri(COMPUTED_GRAPH), tuple(derived), whole=True)])
        return self.look()

    # ------------------------------------------------------------- proposals
    @property
    def store(self) -> ox.Store:
        """The proposals there, fetched once for each state."""
        reader = self.reader
        if self._proposed is None or self._proposed[0] is not reader:
            self._proposed = reader, _Copy(reader, {_PROPOSALS}).store
        return self._proposed[1]

    @property
    def revision(self) -> str:
        """A name for the state that the proposals are in."""
        return self.reader.revision

    def change(self, change: Callable[[ox.Store], None]) -> None:
        """Apply a change to the proposals."""
        with self._writing:
            here = _Copy(self.look(), {_PROPOSALS})
            change(here.store)
            self._write(here.changes())


class _Copy:
    """Some graphs of an engine's dataset, to be changed here first."""

    def __init__(self, reader: RemoteReader, graphs: Iterable[Iri]) -> None:
        self.store = ox.Store()
        names = dict.fromkeys(graphs)
        self.store.bulk_extend(reader.quads(node for node in map(named, names) if reader.holds(node)))
        self._before = {graph: self._held(graph) for graph in names}

    def says(
        self, document: Document, graph: Iri, came: Iterable[ox.Quad], went: Iterable[ox.Quad], replace: bool
    ) -> bool:
        """Whether a graph says already what it would after a document with blank nodes came."""
        node = named(graph)
        own = [each for each in came if each.graph_name == node]
        if not any(map(is_anonymous, own)):
            return False
        held = self._held(graph)
        if replace:
            return same_triples(held, (held - set(went)).union(own))
        return same_triples(held, [each for each in changes.quads_of(document) if each.graph_name == node])

    def change(self, new: Iterable[ox.Quad], gone: Iterable[ox.Quad]) -> None:
        """Let quads come and go."""
        for each in gone:
            self.store.remove(each)
        self.store.extend(new)

    def changes(self) -> list[Change]:
        """What has to be written for all that was changed, graph by graph in the order they were given in."""
        found = []
        for graph, before in self._before.items():
            now = self._held(graph)
            if before - now:
                found.append(Change(graph, tuple(now), whole=True))
            elif now - before:
                found.append(Change(graph, tuple(now - before)))
        return found

    def _held(self, graph: Iri) -> set[ox.Quad]:
        return set(self.store.quads_for_pattern(None, None, None, named(graph)))
