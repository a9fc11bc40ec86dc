"""The one way in for RDF files: size, encoding, syntax, and nothing of a file or all of it.

Archives are opened and texts are read in the sandbox; what comes out is a `Document`, plain N-Quads that the dataset
can take as it is.
"""

import hashlib
import re
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Final

from graph.errors import InputRefused, QueryStopped
from graph.model import Document, Iri
from graph.namespaces import COMPUTED_GRAPH, ID, PROPOSALS_GRAPH
from graph.sandbox import Sandbox

MAX_BYTES: Final = 50 * 1024 * 1024
_ENCODING: Final = re.compile(r"""^(<\?xml[^>]*?)(\s+encoding\s*=\s*["'](?i:utf-?(?:8|16))["'])""")

SYNTAXES: Final[dict[str, str]] = {
    ".ttl": "TURTLE",
    ".trig": "TRIG",
    ".nt": "N_TRIPLES",
    ".nq": "N_QUADS",
    ".rdf": "RDF_XML",
    ".xml": "RDF_XML",
    ".owl": "RDF_XML",
    ".jsonld": "JSON_LD",
    ".json": "JSON_LD",
}
ARCHIVES: Final = (".gz", ".zip")


def read(path: Path, sandbox: Sandbox, *, graph: str | None = None, base: str = "") -> Document:
    """Read a file from disk; see `admit`. Raises InputRefused also when the file cannot be opened."""
    try:
        found = path.stat()
        if not (S_ISREG(found.st_mode) or S_ISDIR(found.st_mode)):
            raise InputRefused(f"{path}: is no file. Save what it gives in a file, and load that.")
        _refuse_size(path.name, found.st_size)
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise InputRefused(f"{path}: {reason}. Check the name and that you may read it.") from None
    return admit(path.name, data, sandbox, graph=graph, base=base)


def admit(name: str, data: bytes, sandbox: Sandbox, *, graph: str | None = None, base: str = "") -> Document:
    """Check an RDF document, or an archive of some, and give it back as quads, all of them or none.

    Triples without a graph of their own go to `graph`, or to one named after their document's digest, so that the same
    file twice is the same graph. Relative IRIs are resolved against `base`, and refused without one. Raises
    InputRefused with the place of the fault, OutOfTime, OutOfMemory.
    """
    _refuse_size(name, len(data))
    documents = [(name, data)]
    if Path(name).suffix.lower() in ARCHIVES:
        try:
            documents = [
                (f"{name}/{member}" if name.lower().endswith(".zip") else member, content)
                for member, content in sandbox.unpack(name, data, max_bytes=MAX_BYTES)
            ]
        except InputRefused as fault:
            raise InputRefused(f"{name}: {fault}. Nothing of this file was stored.") from None
    read = [_quads(member, content, sandbox, graph, base) for member, content in documents]
    lines = list(dict.fromkeys(line for nquads in read for line in nquads.splitlines(keepends=True)))
    if not lines:
        raise InputRefused(f"{name}: holds no triples. If it should, check that its ending fits its format.")
    graphs = {Iri(graph_of(line)) for line in lines}
    if COMPUTED_GRAPH in graphs:  # or a file could bring verdicts that no rule gave
        raise InputRefused(f"{name}: id:computed is computed, never loaded. Take that graph out.")
    if PROPOSALS_GRAPH in graphs and len(graphs) > 1:  # two stores cannot be written as one
        raise InputRefused(f"{name}: id:proposals is kept apart. Load it alone.")
    return Document(name=name, nquads=b"".join(lines), quads=len(lines), graphs=tuple(sorted(graphs)))


def _quads(name: str, data: bytes, sandbox: Sandbox, graph: str | None, base: str) -> bytes:
    syntax = SYNTAXES.get(Path(name).suffix.lower())
    if syntax is None:
        endings = ", ".join(sorted({*SYNTAXES, *ARCHIVES}))
        raise InputRefused(f"{name}: unknown ending. Name the file {endings}, after what it holds.")
    text = _text(name, data)
    if syntax == "RDF_XML" and "<!DOCTYPE" in text.upper():
        raise InputRefused(f"{name}: declares a DOCTYPE, which can hide entities. Take it out and use full IRIs.")
    if syntax == "RDF_XML":  # it is UTF-8 from here on, whatever the file said of itself; columns stay as they were
        text = _ENCODING.sub(lambda found: found[1] + " " * len(found[2]), text, count=1)
    payload = text.encode()
    target = graph or f"{ID}graph-{hashlib.sha256(payload).hexdigest()[:16]}"
    try:
        return sandbox.parse(payload, syntax=syntax, graph=target, base=base)
    except InputRefused as fault:
        place = f", line {fault.line}" + (f", column {fault.column}" if fault.column else "") if fault.line else ""
        message = f"{name}{place}: {fault}. Nothing of this file was stored."
        raise InputRefused(message, line=fault.line, column=fault.column) from None
    except QueryStopped as stop:
        raise type(stop)(f"{name}: {stop}") from None


def _refuse_size(name: str, size: int) -> None:
    if size > MAX_BYTES:
        raise InputRefused(f"{name} has {size:,} bytes; at most {MAX_BYTES:,} are taken. Split it.")


def graph_of(line: bytes) -> str:
    """The graph name of an N-Quads line."""
    return line.rstrip().rsplit(b" ", 2)[-2].decode()[1:-1]


def _text(name: str, data: bytes) -> str:
    marks = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    encoding = next((marks[mark] for mark in marks if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputRefused(
            f"{name}, line {line}: not {encoding.upper()}. Save the file as UTF-8 and try again.", line=line
        ) from None
