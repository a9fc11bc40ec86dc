"""RDF documents to N-Quads, in the worker: refused with their place, or whole, with blank nodes of their own.

The engine's parsers do the reading. What they let pass and the house could not hold or give back is looked for in the
N-Quads they gave: RDF 1.2, graphs without an IRI, relative IRIs of JSON-LD.
"""

import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final
from xml.parsers import expat

import pyoxigraph as ox

from graph.errors import InputRefused

MAX_DEPTH: Final = 500
_NOWHERE: Final = "relative-iri:/"
_BASES: Final = "write it in full, or give a base (@base, xml:base, @context's @base, or --base)"
_STRING: Final = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_SUSPECT: Final = re.compile(rb"<<\(|--(?:ltr|rtl)|<relative-iri:/|_:\S+ \.$", re.MULTILINE)
_NO_BRACKETS: Final = bytes(set(range(256)) - set(b"[]"))
_AS_SQUARE: Final = bytes.maketrans(b"{}", b"[]")


def read(payload: bytes, syntax: str, graph: str, base: str) -> bytes:
    """The N-Quads of a document in UTF-8, sorted, each once; what is in its default graph goes to `graph`.

    Raises InputRefused. Blank nodes are named after the canonical form (RDFC-1.0) and the digest, so that the same file
    gives the same quads each time, and blank nodes of two files never meet.
    """
    media = getattr(ox.RdfFormat, syntax)
    _refuse_depth(payload, media)
    try:
        target = ox.NamedNode(graph)
        # Without a base a relative IRI is refused, with its line, instead of being made up. JSON-LD would drop what it
        # cannot resolve without a word, so it gets a base that is recognized afterwards.
        resolved = base or (_NOWHERE if media == ox.RdfFormat.JSON_LD else None)
        quads = ox.parse(payload, format=media, base_iri=resolved, rename_blank_nodes=False)
        text = ox.serialize((_placed(quad, target) for quad in quads), format=ox.RdfFormat.N_QUADS) or b""
    except SyntaxError as error:
        raise _fault(error, payload, media, base) from None
    except ValueError as error:
        raise InputRefused(str(error)) from None
    for suspect in _SUSPECT.finditer(text):
        start, end = text.rfind(b"\n", 0, suspect.start()) + 1, text.find(b"\n", suspect.start())
        _refuse(text[start:end], payload)
    if b"_:" in text:
        text = _renamed(text, hashlib.sha256(payload).hexdigest()[:16])
    return b"".join(sorted(set(text.splitlines(keepends=True))))


def _placed(quad: ox.Quad, target: ox.NamedNode) -> ox.Quad:
    if isinstance(quad.graph_name, ox.DefaultGraph):
        return ox.Quad(quad.subject, quad.predicate, quad.object, target)
    return quad


def _renamed(text: bytes, tag: str) -> bytes:
    dataset = ox.Dataset(ox.parse(text, format=ox.RdfFormat.N_QUADS, rename_blank_nodes=False))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)

    def named(term: Any) -> Any:
        return ox.BlankNode(f"b{tag}{term.value}") if isinstance(term, ox.BlankNode) else term

    def quads() -> Iterator[ox.Quad]:
        for quad in dataset:
            yield ox.Quad(named(quad.subject), quad.predicate, named(quad.object), quad.graph_name)

    return ox.serialize(quads(), format=ox.RdfFormat.N_QUADS) or b""


# ------------------------------------------------------------------------- faults
def _refuse(line: bytes, payload: bytes) -> None:
    """Raise InputRefused when an N-Quads line holds what we cannot; it may only look as if it did."""
    (quad,) = ox.parse(line, format=ox.RdfFormat.N_QUADS, rename_blank_nodes=False)
    value = quad.object
    if isinstance(quad.graph_name, ox.BlankNode):
        raise InputRefused("a graph is named by a blank node; give the graph an IRI")
    if isinstance(value, ox.Triple) or (isinstance(value, ox.Literal) and value.direction is not None):
        raise InputRefused(f"{value} is RDF 1.2; only RDF 1.1 is taken. Say it without triple terms and directions")
    for term in (quad.subject, quad.predicate, value, quad.graph_name):
        if isinstance(term, ox.NamedNode) and term.value.startswith(_NOWHERE):
            relative = term.value.removeprefix(_NOWHERE)
            at = payload.find(f'{relative}"'.encode())
            line_number, column = _line_and_column(payload, at) if at >= 0 else (None, None)
            raise InputRefused(f"the IRI {relative!r} is relative; {_BASES}", line=line_number, column=column)


def _fault(error: SyntaxError, payload: bytes, media: Any, base: str) -> InputRefused:
    message, line, column = error.msg, error.lineno, error.offset
    if "No scheme found in an absolute IRI" in message:
        message = f"{message}: the IRI is relative; {_BASES}"
    if line is None and media == ox.RdfFormat.RDF_XML:
        line, column = _tag_at_fault(payload, base)
    return InputRefused(message, line=line, column=column)


class _TagByTag(io.RawIOBase):
    """Hands out a document tag by tag, so that whoever reads it has read no further than the tag at fault."""

    def __init__(self, payload: bytes) -> None:
        self._tags = re.finditer(rb"[^>]*>|[^>]+", payload)
        self.end = 0

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Give the next tag, with the text before it."""
        del size
        tag = next(self._tags, None)
        self.end = tag.end() if tag else self.end
        return tag[0] if tag else b""


def _tag_at_fault(payload: bytes, base: str) -> tuple[int, int]:
    """Where the tag stands at which the engine gives up; its own errors do not say for RDF/XML."""
    tags: Any = _TagByTag(payload)
    try:
        for _ in ox.parse(tags, format=ox.RdfFormat.RDF_XML, base_iri=base or None):
            continue
    except SyntaxError:
        return _line_and_column(payload, max(0, payload.rfind(b"<", 0, tags.end)))
    return 1, 1


def _line_and_column(payload: bytes, at: int) -> tuple[int, int]:
    before = payload[:at]
    return before.count(b"\n") + 1, len(before[before.rfind(b"\n") + 1 :].decode(errors="replace")) + 1


# -------------------------------------------------------------------------- depth
def _refuse_depth(payload: bytes, media: Any) -> None:
    """Refuse what would take the parser's stack, or time and memory that grow with the square of the depth."""
    if media == ox.RdfFormat.JSON_LD:
        deep = any(level >= MAX_DEPTH for level in _json_levels(payload))
        if deep:
            raise InputRefused(f"nested more than {MAX_DEPTH} levels deep; flatten it")
    if media == ox.RdfFormat.RDF_XML:
        _refuse_deep_xml(payload)


def _json_levels(payload: bytes) -> Iterable[int]:
    """Count the levels of brackets from the innermost, which disappear one by one."""
    left = _STRING.sub(b"", payload).translate(_AS_SQUARE).translate(None, _NO_BRACKETS)
    level = 0
    while b"[]" in left:
        left = left.replace(b"[]", b"")
        level += 1
        yield level
    yield level + left.count(b"[")  # those that are never closed


def _refuse_deep_xml(payload: bytes) -> None:
    parser, depth = expat.ParserCreate(), 0

    def opened(name: str, attributes: dict[str, str]) -> None:
        del name, attributes
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            place = {"line": parser.CurrentLineNumber, "column": parser.CurrentColumnNumber + 1}
            raise InputRefused(f"nested more than {MAX_DEPTH} levels deep; flatten it", **place)

    def closed(name: str) -> None:
        del name
        nonlocal depth
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    try:
        parser.Parse(payload, True)
    except expat.ExpatError:
        return  # the engine says what is wrong with it
