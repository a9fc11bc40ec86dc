"""One worker process that reads files and runs queries for users, and can be killed.

The libraries cannot be stopped from inside, reach for the network and die of deep nesting
(docs/decisions/0004), so whatever a person types or drops is handled in a child: no sockets where the kernel
allows that, limits on memory, time, rows and bytes, and a kill at the deadline.
"""

import json
import os
import select
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from graph.errors import InputRefused, OutOfMemory, OutOfTime, QueryRefused, QueryStopped, QuerySyntax
from graph.model import Answer, BlankNode, Iri, Literal, Term, Triple

_FRAME: Final = struct.Struct(">II")
_MIB: Final = 1 << 20


@dataclass(frozen=True)
class Limits:
    """How much one request may use: seconds, rows, and bytes of answer and of memory."""

    seconds: float = 10.0
    rows: int = 10_000
    answer_bytes: int = 64 * _MIB
    memory_bytes: int = 1024 * _MIB


@dataclass(frozen=True)
class Source:
    """What a worker queries: a snapshot folder on disk, or the dataset itself as N-Quads.

    `revision` tells one state from the next; `graphs` are the ones whose union is the default graph.
    """

    revision: str
    graphs: tuple[Iri, ...]
    folder: str = ""
    nquads: bytes = b""


class Sandbox:
    """A worker and the lock that hands it to one request at a time.

    The worker starts with the first request and is replaced after a kill.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._turn = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._revision = ""
        self._cancelled = False

    def query(self, source: Source, text: str, *, seconds: float | None = None, rows: int | None = None) -> Answer:
        """Run a user's query on `source`.

        Raises QuerySyntax, QueryRefused, OutOfTime, OutOfMemory or, after `cancel`, QueryStopped.
        """
        limit = self.limits.rows if rows is None else rows
        request = {"op": "query", "text": text, "rows": limit, "bytes": self.limits.answer_bytes}
        started = time.monotonic()
        with self._turn:
            if self._start() or self._revision != source.revision:
                opening = {"op": "open", "folder": source.folder, "graphs": source.graphs}
                self._ask(opening, source.nquads, 60.0)
                self._revision = source.revision
            head, body = self._ask(request, b"", self.limits.seconds if seconds is None else seconds)
        return _answer(head, body, time.monotonic() - started, limit)

    def check(self, text: str, *, seconds: float = 5.0) -> None:
        """Read a user's query without running it; raises as `query` does where it could not be run."""
        with self._turn:
            if self._start():
                self._ask({"op": "check", "text": "ASK {}"}, b"", 60.0)  # its start is not counted against the text
            self._ask({"op": "check", "text": text}, b"", seconds)

    def parse(self, data: bytes, *, syntax: str, base: str, graph: str, seconds: float = 120.0) -> bytes:
        """Read an RDF document and give it back as N-Quads; raises InputRefused with line and column."""
        with self._turn:
            self._start()
            _, body = self._ask({"op": "parse", "syntax": syntax, "base": base, "graph": graph}, data, seconds)
        return body

    def cancel(self) -> None:
        """End what is running now; the request that waits for it gets QueryStopped."""
        child = self._child
        if child is not None and self._turn.locked():
            self._cancelled = True
            child.kill()

    def close(self) -> None:
        """End the worker."""
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            for pipe in (self._child.stdin, self._child.stdout):
                if pipe is not None:
                    pipe.close()
            self._child = None
        self._revision = ""

    def _start(self) -> bool:
        """Have a worker for the next request; true when it is a new one, which has nothing open yet."""
        self._cancelled = False
        if self._child is not None and self._child.poll() is None:
            return False
        self.close()
        command = [sys.executable, "-I", "-m", "graph.sandbox.worker", str(self.limits.memory_bytes)]
        self._child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        return True

    def _ask(self, request: dict[str, Any], payload: bytes, seconds: float) -> tuple[dict[str, Any], bytes]:
        assert self._child is not None
        deadline = time.monotonic() + seconds
        try:
            head = json.dumps(request | {"seconds": seconds}).encode()
            assert self._child.stdin is not None
            self._child.stdin.write(_FRAME.pack(len(head), len(payload)) + head + payload)
            self._child.stdin.flush()
            sizes = _FRAME.unpack(self._read(_FRAME.size, deadline))
            reply: dict[str, Any] = json.loads(self._read(sizes[0], deadline))
            body = self._read(sizes[1], deadline)
        except TimeoutError:
            self.close()
            raise OutOfTime(
                f"Stopped after {seconds:g} s: this is no empty answer. Narrow the query (name a subject, add LIMIT), "
                "or allow more time."
            ) from None
        except (EOFError, BrokenPipeError):
            self._raise_for_dead_child(time.monotonic() >= deadline)
        except KeyboardInterrupt:
            self.close()
            raise
        if "error" in reply:
            _raise(reply)
        return reply, body

    def _raise_for_dead_child(self, late: bool) -> None:
        cancelled = self._cancelled
        self.close()
        if cancelled:
            raise QueryStopped("Cancelled: this is no empty answer.")
        if late:
            raise OutOfTime("Stopped at its time limit: this is no empty answer. Narrow the query or allow more time.")
        raise OutOfMemory(
            f"Stopped: it needed more than {self.limits.memory_bytes // _MIB} MB of memory, or was nested too deeply. "
            "This is no empty answer. Narrow it (name a subject, add LIMIT), or flatten it."
        )

    def _read(self, count: int, deadline: float) -> bytes:
        assert self._child is not None and self._child.stdout is not None
        pipe = self._child.stdout.fileno()
        parts = bytearray()
        while len(parts) < count:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([pipe], [], [], left)[0]:
                raise TimeoutError
            chunk = os.read(pipe, min(count - len(parts), _MIB))
            if not chunk:
                raise EOFError
            parts += chunk
        return bytes(parts)


def _raise(reply: dict[str, Any]) -> None:
    kinds = {"syntax": QuerySyntax, "refused": QueryRefused, "input": InputRefused}
    kind = kinds.get(reply["error"])
    if kind is None:
        raise OutOfMemory(reply["message"])
    raise kind(reply["message"], line=reply.get("line"), column=reply.get("column"))


def _answer(head: dict[str, Any], body: bytes, seconds: float, limit: int) -> Answer:
    if head["form"] == "ask":
        return Answer(seconds, truth=bool(head["truth"]), limit=limit)
    rows = tuple(tuple(_term(cell) for cell in row) for row in json.loads(body))
    if head["form"] == "select":
        return Answer(seconds, columns=tuple(head["columns"]), rows=rows, cut=head["cut"], limit=limit)
    return Answer(seconds, triples=tuple(_triples(rows)), cut=head["cut"], limit=limit)


def _triples(rows: Iterable[tuple[Term | None, ...]]) -> Iterable[Triple]:
    for subject, predicate, obj in rows:
        assert subject is not None and predicate is not None and obj is not None
        yield Triple(subject, predicate, obj)


def _term(cell: list[str] | None) -> Term | None:
    match cell:
        case None:
            return None
        case ["i", value]:
            return Iri(value)
        case ["b", value]:
            return BlankNode(value)
        case ["l", value, datatype, language]:
            return Literal(value, datatype, language)
    raise ValueError(f"not a term: {cell!r}")
