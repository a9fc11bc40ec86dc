"""Worker processes that read files and run queries for users, and can be killed.

The libraries cannot be stopped from inside, reach for the network and die of deep nesting
(docs/decisions/0004), so whatever a person types or drops is handled in a child: no sockets where the kernel
allows that, limits on memory, time, rows and bytes, and a kill at the deadline while others keep working.

    __init__   what may be asked: a query, a document; what went wrong, in words
    pool       which worker does it, who waits, what is started anew
    link       one worker process and the socket to it
    worker     the child itself; in it also
    refusals   … what a query may not do
    documents  … RDF documents to N-Quads
    archives   … .gz and .zip
"""

import io
import signal
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, NoReturn

import pyoxigraph as ox

from graph.errors import InputRefused, OutOfMemory, OutOfTime, QueryRefused, QueryStopped, QuerySyntax, StoreFault
from graph.model import Answer, Graphs, Iri
from graph.sandbox.link import Died, Late, Link, Reply
from graph.sandbox.pool import CANCELLED, Pool, Ticket, usual_size
from graph.sandbox.refusals import Admitted
from graph.terms import from_ox, triple_from_ox

__all__ = ["Admitted", "Limits", "Sandbox", "Source", "Ticket"]

_MIB: Final = 1 << 20
_OPENING_SECONDS: Final = 60.0
_FILE_SECONDS: Final = 120.0
_QUERY: Final = "this is no empty answer. Narrow the query (name a subject, add LIMIT), or allow more time."
_FILE: Final = "nothing of this file was stored. Split it; where blank nodes all lead to each other, name them."
_KINDS: Final = {
    "syntax": QuerySyntax,
    "refused": QueryRefused,
    "input": InputRefused,
}


@dataclass(frozen=True)
class Limits:
    """How much one request may use, and how many may come at once.

    Seconds, rows, and bytes of answer and of memory; `workers` are busy at a time, one more is kept warm for each of
    `spares`, and `waiting` requests stand in line for at most `patience` seconds.
    """

    seconds: float = 10.0
    rows: int = 10_000
    answer_bytes: int = 64 * _MIB
    memory_bytes: int = 1024 * _MIB
    workers: int = field(default_factory=usual_size)
    spares: int = 1
    waiting: int = 32
    patience: float = 10.0


@dataclass(frozen=True)
class Source:
    """What a worker queries: a snapshot folder on disk, or the dataset itself as N-Quads.

    `revision` tells one state from the next; `graphs` are the ones whose union is the default graph. `nquads` is called
    only when a worker does not have that revision open yet.
    """

    revision: str
    graphs: tuple[Iri, ...]
    folder: str = ""
    nquads: Callable[[], bytes] = bytes


class Sandbox:
    """The one door to the workers. They start with the first request; threads may ask at the same time."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        start = partial(Link, self.limits.memory_bytes)
        of = self.limits
        self._pool = Pool(start, of.workers, of.spares, of.waiting, of.patience)

    def query(
        self,
        source: Source,
        text: str,
        *,
        seconds: float | None = None,
        rows: int | None = None,
        graphs: Graphs | None = None,
        ticket: Ticket | None = None,
    ) -> Answer:
        """Run a user's query on `source`, or on some `graphs` of it.

        Raises QuerySyntax, QueryRefused, OutOfTime, OutOfMemory, Crowded or, when `ticket` is cancelled, QueryStopped.
        """
        limit = self.limits.rows if rows is None else rows
        request = {"op": "query", "text": text, "rows": limit, "bytes": self.limits.answer_bytes}
        if graphs is not None:
            request["dataset"] = [graphs.default, graphs.named]
        ticket = ticket or Ticket()
        with self._pool.worker(ticket, source.revision, partial(_open, source=source)) as link:
            started = time.monotonic()
            if link.revision != source.revision:
                self._ask(ticket, partial(_open, link, source), _OPENING_SECONDS)
            allowed = self.limits.seconds if seconds is None else seconds
            reply = self._ask(ticket, partial(link.ask, request, b"", allowed), allowed)
        return _answer(reply, time.monotonic() - started, limit)

    def check(self, text: str, graphs: Collection[Iri] = (), *, seconds: float = 5.0) -> Admitted:
        """Read a user's query without running it; raises as `query` does where it could not be run on these graphs.

        What it gives back is the very text that may be run elsewhere.
        """
        ticket = Ticket()
        request = {"op": "check", "text": text, "graphs": list(graphs)}
        with self._pool.worker(ticket, "") as link:
            reply = self._ask(ticket, partial(link.ask, request, b"", seconds), seconds)
        return Admitted(reply.body.decode(), bool(reply.head["own_dataset"]), str(reply.head["form"]))

    def parse(self, data: bytes, *, syntax: str, graph: str, base: str = "", seconds: float = _FILE_SECONDS) -> bytes:
        """Read an RDF document and give it back as N-Quads; raises InputRefused with line and column."""
        request = {"op": "parse", "syntax": syntax, "graph": graph, "base": base}
        return self._file(request, data, seconds).body

    def unpack(self, name: str, data: bytes, *, max_bytes: int) -> list[tuple[str, bytes]]:
        """The documents of a `.gz` or `.zip` with their names; raises InputRefused for what is broken or too much."""
        reply = self._file({"op": "unpack", "name": name, "max_bytes": max_bytes}, data, _FILE_SECONDS)
        bodies = io.BytesIO(reply.body)
        return [(member, bodies.read(size)) for member, size in reply.head["members"]]

    def _file(self, request: dict[str, Any], data: bytes, seconds: float) -> Reply:
        ticket = Ticket()
        with self._pool.worker(ticket, "") as link:
            return self._ask(ticket, partial(link.ask, request, data, seconds), seconds, _FILE)

    def close(self) -> None:
        """End the workers, also those at work."""
        self._pool.close()

    def _ask(self, ticket: Ticket, ask: Callable[[], Reply], seconds: float, advice: str = _QUERY) -> Reply:
        late = OutOfTime(f"Stopped after {seconds:g} s: {advice}")
        try:
            reply = ask()
        except Late:
            raise late from None
        except Died as end:
            if ticket.cancelled:
                raise QueryStopped(CANCELLED) from None
            raise late if end.code == -signal.SIGALRM else self._ended(end.code, advice) from None
        if "error" in reply.head:
            _raise(reply.head)
        return reply

    def _ended(self, code: int, advice: str) -> QueryStopped:
        """Why a worker is gone, from the signal that ended it."""
        if code in {-signal.SIGSEGV, -signal.SIGBUS}:
            return QueryStopped(f"Stopped, nested too deeply (flatten its brackets): {advice}")
        if code == -signal.SIGKILL:
            return OutOfMemory(f"Stopped, killed from outside; is the machine short of memory? {advice}")
        if code == -signal.SIGABRT:
            megabytes = self.limits.memory_bytes // _MIB
            return OutOfMemory(f"Stopped, it needed more than {megabytes} MB of memory: {advice}")
        return QueryStopped(f"Stopped, the worker failed on it (exit code {code}; please report it): {advice}")


def _open(link: Link, source: Source) -> Reply:
    """Let a worker open a state of the data."""
    request = {"op": "open", "folder": source.folder, "graphs": source.graphs}
    link.revision = ""
    reply = link.ask(request, source.nquads(), _OPENING_SECONDS)
    if "error" not in reply.head:
        link.revision = source.revision
    return reply


def _raise(head: dict[str, Any]) -> NoReturn:
    if head["error"] in _KINDS:
        raise _KINDS[head["error"]](head["message"], line=head.get("line"), column=head.get("column"))
    raise StoreFault(head["message"]) if head["error"] == "store" else OutOfMemory(head["message"])


def _answer(reply: Reply, seconds: float, limit: int) -> Answer:
    """The terms travel as SPARQL TSV and N-Triples, which keep every one as it is."""
    head = reply.head
    if head["form"] == "ask":
        return Answer(seconds, truth=bool(head["truth"]), limit=limit)
    if head["form"] == "construct":
        found = ox.parse(reply.body, format=ox.RdfFormat.N_TRIPLES, rename_blank_nodes=False)
        return Answer(
            seconds, triples=tuple(triple_from_ox(quad.triple) for quad in found), cut=head["cut"], limit=limit
        )
    table = ox.parse_query_results(reply.body, format=ox.QueryResultsFormat.TSV)
    assert isinstance(table, ox.QuerySolutions)
    rows = tuple(tuple(from_ox(cell) for cell in row) for row in table)
    columns = tuple(variable.value for variable in table.variables)
    return Answer(seconds, columns=columns, rows=rows, cut=head["cut"], limit=limit)
