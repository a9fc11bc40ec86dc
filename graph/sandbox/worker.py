"""The child process of the sandbox: `python -I graph/sandbox/worker.py MEMORY_BYTES`.

Reads framed requests from the socket that is its standard input, answers on it, ends when the parent does. A SIGALRM,
left at its deadly default, ends it shortly after the deadline even when the parent is stuck.
"""

import io
import json
import re
import resource
import signal
import socket
import struct
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

from graph.errors import InputRefused, QueryFault, QueryRefused, QuerySyntax
from graph.isolation import isolate

_FRAME = struct.Struct(">II")
_KINDS = {"syntax": QuerySyntax, "refused": QueryRefused, "input": InputRefused}
_TRIPLE_IN_CELL = re.compile(rb"(?:^|\t)<<", re.MULTILINE)
_TRIPLE_AS_OBJECT = re.compile(rb"^\S+ <[^>]*> <<", re.MULTILINE)


def serve(source: BinaryIO, sink: BinaryIO, memory_bytes: int) -> None:
    """Answer requests until the parent closes the socket."""
    desk = Desk()
    used = _peak()
    while header := source.read(_FRAME.size):
        head_size, body_size = _FRAME.unpack(header)
        request = json.loads(source.read(head_size))
        payload = source.read(body_size)
        signal.setitimer(signal.ITIMER_REAL, float(request["seconds"]) + 1.0)
        reply, body = desk.answer(request, payload)
        signal.setitimer(signal.ITIMER_REAL, 0)
        if request["op"] == "open":
            used = _peak()
        elif _peak() - used > memory_bytes // 4:
            reply["spent"] = True  # what was freed is in pieces: the next request gets a fresh process
        head = json.dumps(reply).encode()
        sink.write(_FRAME.pack(len(head), len(body)) + head + body)
        sink.flush()


def _peak() -> int:
    """The most memory this process has had at once, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


class Full(Exception):
    """Enough has been written."""


class Lines(io.BytesIO):
    """Takes what a serializer writes up to a number of lines and of bytes; the rest is `cut` at the end of a line."""

    def __init__(self, lines: int, size: int) -> None:
        super().__init__()
        self.cut = False
        self._allowed = lines
        self._size = size
        self._written = 0

    def write(self, part: Any) -> int:
        """Take a part; raises Full when it is too much, which ends the query as well."""
        self._written += bytes(part).count(b"\n")
        taken = super().write(part)
        if self._written > self._allowed or self.tell() > self._size:
            raise Full
        return taken

    def take(self, serialize: Callable[..., object], form: Any) -> bytes:
        """What is written until all is, or it is too much."""
        try:
            serialize(self, format=form)
        except Full:
            self.cut = True
            lines = self.getvalue()[: self._size].split(b"\n")[:-1]  # the last is not whole
            return b"".join(line + b"\n" for line in lines[: self._allowed])
        return self.getvalue()


class Desk:
    """What the worker has open, and what it can do with it."""

    def __init__(self) -> None:
        import pyoxigraph  # noqa: PLC0415 after isolate(), see there

        from graph.sandbox import refusals  # noqa: PLC0415 loaded now, so that no query's time goes into it

        self._ox = pyoxigraph
        self._refusals = refusals
        self._store = pyoxigraph.Store()
        self._graphs: list[Any] | None = None

    def answer(self, request: dict[str, Any], payload: bytes) -> tuple[dict[str, Any], bytes]:
        """Do what is asked; a fault of the input comes back as a reply with `error`."""
        try:
            return self._done(request, payload)
        except (QueryFault, InputRefused) as fault:
            kind = next(kind for kind, error in _KINDS.items() if isinstance(fault, error))
            return {"error": kind, "message": str(fault), "line": fault.line, "column": fault.column}, b""
        except RuntimeError as error:
            if not str(error).startswith("The custom function"):
                raise
            refused = self._refusals.uncalled(request["text"], str(error))
            return {"error": "refused", "message": str(refused), "line": refused.line, "column": refused.column}, b""
        except OSError as error:
            return {"error": "store", "message": f"{request.get('folder', '')} cannot be opened: {error}."}, b""
        except MemoryError:
            return {"error": "memory", "message": "Stopped: it needed more memory than a worker may use."}, b""

    def _done(self, request: dict[str, Any], payload: bytes) -> tuple[dict[str, Any], bytes]:
        from graph.sandbox import archives, documents  # noqa: PLC0415 after isolate(), see there

        match request["op"]:
            case "open":
                return self._open(request["folder"], request["graphs"], payload)
            case "query":
                return self._query(request)
            case "check":
                return self._check(request["text"], set(request["graphs"]))
            case "parse":
                return {}, documents.read(payload, request["syntax"], request["graph"], request["base"])
            case "unpack":
                members = archives.unpacked(request["name"], payload, request["max_bytes"])
                return {"members": [(name, len(data)) for name, data in members]}, b"".join(d for _, d in members)
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

    def _check(self, text: str, graphs: set[str]) -> tuple[dict[str, Any], bytes]:
        """Read a query with both parsers, on no data."""
        admitted = self._refusals.admit(text, graphs.__contains__)
        try:
            result = self._ox.Store().query(admitted.text)
        except SyntaxError as error:
            raise self._refusals.explained(admitted.text, str(error.msg)) from None
        return {"own_dataset": admitted.own_dataset, "form": self._form(result)}, admitted.text.encode()

    def _form(self, result: Any) -> str:
        if isinstance(result, self._ox.QueryBoolean):
            return "ask"
        return "construct" if isinstance(result, self._ox.QueryTriples) else "select"

    def _query(self, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        admitted = self._refusals.admit(request["text"], self._knows)
        try:
            result = self._store.query(admitted.text, **self._dataset(request, admitted.own_dataset))
        except SyntaxError as error:
            raise self._refusals.explained(admitted.text, str(error.msg)) from None
        form = self._form(result)
        if form == "ask":
            return {"form": form, "truth": bool(result)}, b""
        if form == "construct":
            triple_term = _TRIPLE_AS_OBJECT
            lines = Lines(request["rows"], request["bytes"])
            text = lines.take(result.serialize, self._ox.RdfFormat.N_TRIPLES)
        else:
            triple_term = _TRIPLE_IN_CELL
            lines = Lines(request["rows"] + 1, request["bytes"])  # one more for the header
            text = lines.take(result.serialize, self._ox.QueryResultsFormat.TSV)
        if triple_term.search(text):
            raise QueryRefused("The answer has triple terms, which are RDF 1.2; Sayso gives RDF 1.1. Use their parts.")
        return {"form": form, "cut": lines.cut}, text

    def _dataset(self, request: dict[str, Any], own_dataset: bool) -> dict[str, Any]:
        """What the query is asked of: the graphs of the request, else those it names itself, else the union."""
        if "dataset" in request:
            for graph in (graph for graphs in request["dataset"] for graph in graphs):
                if not self._knows(graph):
                    raise QueryRefused(f"<{graph}> is no graph of the dataset, and nothing is fetched.")
            default, named = ([self._ox.NamedNode(graph) for graph in graphs] for graphs in request["dataset"])
            return {"default_graph": default, "named_graphs": named}
        if own_dataset:
            return {}
        return {"default_graph": self._graphs, "use_default_graph_as_union": not self._graphs}

    def _knows(self, graph: str) -> bool:
        try:
            return bool(self._store.contains_named_graph(self._ox.NamedNode(graph)))
        except ValueError:
            return False


if __name__ == "__main__":
    memory = int(sys.argv[1])
    isolate(memory)
    with socket.socket(fileno=sys.stdin.fileno()) as parent:
        serve(parent.makefile("rb"), parent.makefile("wb"), memory)
