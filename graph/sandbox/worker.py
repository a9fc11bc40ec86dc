"""The child process of the sandbox: `python -I -m graph.sandbox.worker MEMORY_BYTES`.

Reads framed requests on standard input, answers on standard output, ends when the input does. A SIGALRM, left at
its deadly default, ends it shortly after the deadline even when the parent is gone.
"""

import contextlib
import ctypes
import hashlib
import json
import resource
import signal
import struct
import sys
import time
from typing import Any, BinaryIO

_FRAME = struct.Struct(">II")
_NEW_USER_AND_NETWORK = 0x10000000 | 0x40000000
_NOWHERE = "relative-iri:/"


def isolate(memory_bytes: int) -> None:
    """Leave the network where the kernel allows it, and bound memory, files written and core dumps.

    Must run before any thread is started: a user namespace cannot be entered by a process with threads.
    """
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None, use_errno=True).unshare(_NEW_USER_AND_NETWORK)
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Answer requests until the parent closes the pipe."""
    desk = Desk()
    while header := source.read(_FRAME.size):
        head_size, body_size = _FRAME.unpack(header)
        request = json.loads(source.read(head_size))
        payload = source.read(body_size)
        signal.setitimer(signal.ITIMER_REAL, float(request["seconds"]) + 1.0)
        reply, body = desk.answer(request, payload)
        signal.setitimer(signal.ITIMER_REAL, 0)
        head = json.dumps(reply).encode()
        sink.write(_FRAME.pack(len(head), len(body)) + head + body)
        sink.flush()


class Desk:
    """What the worker has open, and what it can do with it."""

    def __init__(self) -> None:
        import pyoxigraph  # noqa: PLC0415 after isolate(), see there

        from graph.sandbox.refusals import admit  # noqa: PLC0415 loaded now, so that no query's time goes into it

        self._ox = pyoxigraph
        self._admit = admit
        self._store = pyoxigraph.Store()
        self._graphs: list[Any] | None = None

    def answer(self, request: dict[str, Any], payload: bytes) -> tuple[dict[str, Any], bytes]:
        """Do what is asked; a fault of the input comes back as a reply with `error`."""
        from graph.errors import QueryFault, QueryRefused  # noqa: PLC0415 kept with the other late imports

        try:
            match request["op"]:
                case "open":
                    return self._open(request["folder"], request["graphs"], payload)
                case "query":
                    return self._query(request)
                case "check":
                    return self._check(request["text"])
                case "parse":
                    return self._parse(request, payload)
        except QueryFault as fault:
            kind = "refused" if isinstance(fault, QueryRefused) else "syntax"
            return {"error": kind, "message": str(fault), "line": fault.line, "column": fault.column}, b""
        except MemoryError:
            return {
                "error": "memory",
                "message": "Stopped: it needed more memory than a worker may use.",
            }, b""
        raise ValueError(f"unknown request {request['op']!r}")

    def _open(self, folder: str, graphs: list[str], nquads: bytes) -> tuple[dict[str, Any], bytes]:
        if folder:
            self._store = self._ox.Store.read_only(folder)
        else:
            self._store = self._ox.Store()
            self._store.bulk_load(nquads, format=self._ox.RdfFormat.N_QUADS)
        named = {graph.value for graph in self._store.named_graphs() if isinstance(graph, self._ox.NamedNode)}
        # Oxigraph's own union is much cheaper than naming every graph; see graph.reader.
        self._graphs = None if named <= set(graphs) else [self._ox.NamedNode(graph) for graph in graphs]
        return {"opened": True}, b""

    def _check(self, text: str) -> tuple[dict[str, Any], bytes]:
        """Read a query with both parsers, on no data."""
        self._evaluate(self._ox.Store(), text)
        return {"checked": True}, b""

    def _evaluate(self, store: Any, text: str) -> Any:
        from graph.errors import QuerySyntax  # noqa: PLC0415

        text = self._admit(text)
        try:
            return store.query(text, default_graph=self._graphs, use_default_graph_as_union=not self._graphs)
        except SyntaxError as error:
            line, column = error.lineno, error.offset
            where = f" at line {line}, column {column}" if line else ""
            raise QuerySyntax(f"Not SPARQL{where}: {error.msg}", line=line, column=column) from None

    def _query(self, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        started = time.monotonic()
        result = self._evaluate(self._store, request["text"])
        if isinstance(result, self._ox.QueryBoolean):
            return {"form": "ask", "truth": bool(result)}, b""
        if isinstance(result, self._ox.QueryTriples):
            cells = ([self._cell(t.subject), self._cell(t.predicate), self._cell(t.object)] for t in result)
            head: dict[str, Any] = {"form": "construct"}
        else:
            columns = [variable.value for variable in result.variables]
            cells = ([self._cell(value) for value in row] for row in result)
            head = {"form": "select", "columns": columns}
        body, cut = self._bounded(cells, request["rows"], request["bytes"])
        return head | {"cut": cut, "seconds": time.monotonic() - started}, body

    @staticmethod
    def _bounded(cells: Any, rows: int, size: int) -> tuple[bytes, bool]:
        parts: list[bytes] = []
        total = 0
        for row in cells:
            part = json.dumps(row).encode()
            total += len(part) + 1
            if len(parts) >= rows or total > size:
                return b"[" + b",".join(parts) + b"]", True
            parts.append(part)
        return b"[" + b",".join(parts) + b"]", False

    def _cell(self, term: Any) -> list[str] | None:
        if term is None:
            return None
        if isinstance(term, self._ox.NamedNode):
            return ["i", term.value]
        if isinstance(term, self._ox.BlankNode):
            return ["b", term.value]
        if isinstance(term, self._ox.Literal):
            return ["l", term.value, term.datatype.value, term.language or ""]
        return ["l", str(term), "", ""]

    def _parse(self, request: dict[str, Any], payload: bytes) -> tuple[dict[str, Any], bytes]:
        """Read a document; its default graph becomes `graph`, its blank nodes get names of their own.

        The names come from the canonical form (RDFC-1.0) and the digest, so that the same file gives the same
        quads each time, and blank nodes of two files never meet.
        """
        ox = self._ox
        media = getattr(ox.RdfFormat, request["syntax"])
        try:
            target = ox.NamedNode(request["graph"])
            # No base IRI: a relative IRI is refused, with its line, instead of being made up. JSON-LD would drop
            # what it cannot resolve without a word, so it gets a base that is recognized afterwards.
            base = _NOWHERE if media == ox.RdfFormat.JSON_LD else None
            quads = list(ox.parse(payload, format=media, base_iri=base, rename_blank_nodes=False))
        except SyntaxError as error:
            reply = {"error": "input", "message": error.msg, "line": error.lineno, "column": error.offset}
            return reply, b""
        except ValueError as error:
            return {"error": "input", "message": str(error)}, b""
        fault = next(filter(None, map(self._fault, quads)), None)
        if fault is not None:
            return {"error": "input", "message": fault}, b""
        dataset = ox.Dataset(
            ox.Quad(q.subject, q.predicate, q.object, target) if isinstance(q.graph_name, ox.DefaultGraph) else q
            for q in quads
        )
        if b"_:" in payload or any(
            isinstance(q.subject, ox.BlankNode) or isinstance(q.object, ox.BlankNode) for q in dataset
        ):
            dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
            tag = hashlib.sha256(payload).hexdigest()[:16]
            dataset = ox.Dataset(self._tagged(q, tag) for q in dataset)
        lines = ox.serialize(dataset, format=ox.RdfFormat.N_QUADS)
        return {"quads": len(dataset)}, lines

    def _fault(self, quad: Any) -> str | None:
        """What the house could not hold or give back: RDF 1.2 terms, graphs without an IRI, made-up IRIs."""
        ox, value = self._ox, quad.object
        if isinstance(quad.graph_name, ox.BlankNode):
            return "a graph is named by a blank node; give the graph an IRI"
        if isinstance(value, ox.Triple) or (isinstance(value, ox.Literal) and value.direction is not None):
            return f"{value} is RDF 1.2; only RDF 1.1 is taken. Say it without triple terms and text directions"
        for term in (quad.subject, quad.predicate, value, quad.graph_name):
            if isinstance(term, ox.NamedNode) and term.value.startswith(_NOWHERE):
                return f"the IRI {term.value.removeprefix(_NOWHERE)!r} is relative; write it in full, or give a base"
        return None

    def _tagged(self, quad: Any, tag: str) -> Any:
        def rename(term: Any) -> Any:
            return self._ox.BlankNode(f"b{tag}{term.value}") if isinstance(term, self._ox.BlankNode) else term

        return self._ox.Quad(rename(quad.subject), quad.predicate, rename(quad.object), rename(quad.graph_name))


if __name__ == "__main__":
    isolate(int(sys.argv[1]))
    serve(sys.stdin.buffer, sys.stdout.buffer)
