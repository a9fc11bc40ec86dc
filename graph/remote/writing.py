"""Writing to a remote engine: by SPARQL Update in one request, or graph by graph by the Graph Store Protocol.

One update request is all or nothing where the engine makes it so (SPARQL 1.1 Update, section 2.2, asks for it). Graph
by graph each graph is; an error then names the graphs that are written already, and the same load may be done again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from graph.errors import StoreFault
from graph.model import Iri
from graph.namespaces import compress
from graph.queries import written
from graph.remote.wire import Question, Wire

_UPDATE: Final = "application/sparql-update"
_TURTLE: Final = "text/turtle"  # which N-Triples is, for engines that know no better
_LARGE: Final = 1 << 20  # bytes of update that an engine is trusted to read at once, where there is another way
_MARK: Final = "# triples"


@dataclass(frozen=True)
class Change:
    """Triples for a named graph: added to it, or in place of all that is there."""

    graph: Iri
    quads: tuple[ox.Quad, ...]
    whole: bool = False


class Writer:
    """Writes to one engine; raises StoreFault where nobody said how."""

    def __init__(self, wire: Wire, updates: Path) -> None:
        self._wire = wire
        self._add = (updates / "add_triples.ru").read_text("utf-8")
        self._remove = (updates / "remove_graph.ru").read_text("utf-8")

    def check(self) -> None:
        """Raise StoreFault when it can only be read."""
        if not self._wire.address.writable:
            raise StoreFault(
                f"{self._wire.address.query} is only read here. To write, set SAYSO_STORE_UPDATE (SPARQL Update) or "
                "SAYSO_STORE_DATA (Graph Store Protocol)."
            )

    def apply(self, changes: Sequence[Change]) -> None:
        """Make changes; raises StoreFault, which says what has been written by then."""
        self.check()
        address = self._wire.address
        text = " ;\n".join(part for change in changes for part in self._updates(change))
        large = len(text) > _LARGE or len(changes) == 1
        if address.update and not (address.data and large):
            self._wire.done(Question(address.update, body=text.encode(), media=_UPDATE, reads=False))
            return
        made: list[str] = []
        for change in changes:
            try:
                self._store(change)
            except StoreFault as error:
                done = f" Written already: {', '.join(made)}. Do it again when that is mended." if made else ""
                raise StoreFault(f"{error}{done}") from None
            made.append(compress(change.graph))

    def _updates(self, change: Change) -> Iterable[str]:
        name = written(change.graph)
        if change.whole:
            yield self._remove.replace("$graph", name)
        if change.quads:
            yield self._add.replace("$graph", name).replace(_MARK, _ntriples(change.quads).decode())

    def _store(self, change: Change) -> None:
        url, params = self._wire.address.data, {"graph": str(change.graph)}
        if not change.quads:
            self._wire.done(Question(url, method="DELETE", params=params, reads=False))
            return
        method = "PUT" if change.whole else "POST"
        body = _ntriples(change.quads)
        self._wire.done(Question(url, method=method, params=params, body=body, media=_TURTLE, reads=False))


def is_anonymous(quad: ox.Quad) -> bool:
    """Whether a blank node stands in a quad."""
    return isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)


def same_triples(ones: Iterable[ox.Quad], others: Iterable[ox.Quad]) -> bool:
    """Whether quads say the same, whatever their blank nodes are called."""
    return _canonical(ones) == _canonical(others)


def _canonical(quads: Iterable[ox.Quad]) -> ox.Dataset:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def _ntriples(quads: Iterable[ox.Quad]) -> bytes:
    return ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES) or b""
