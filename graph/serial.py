"""Quads to bytes, the same bytes for the same quads.

The canonical Turtle form of `seeds/` is what `turtle` writes here: prefixes that are used, subjects in natural
order (s2 before s10), `a` and the label first.
"""

import io
import re
from collections.abc import Callable, Iterable
from itertools import takewhile
from typing import Any, Final

import networkx as nx
import pyoxigraph as ox

from graph.errors import SaysoError, UnknownName
from graph.namespaces import PREFIXES, compress

_RDF: Final = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
ENDINGS: Final = {
    "turtle": "ttl",
    "trig": "trig",
    "nt": "nt",
    "nq": "nq",
    "jsonld": "jsonld",
    "rdfxml": "rdf",
    "graphml": "graphml",
}
NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML_NAME_AT_END: Final = re.compile(r"[^\W\d][\w.-]*\Z")
_INSTEAD: Final = "Use turtle, trig, nt, nq or jsonld."
_WITH_GRAPHS: Final = {"trig", "nq", "jsonld"}
_FIRST: Final = {PREFIXES["rdf"] + "type": "0", PREFIXES["rdfs"] + "label": "1"}
_DIGITS: Final = re.compile(r"(\d+)")


def write(quads: Iterable[Any], media: str) -> bytes:
    """Serialize quads in one of `ENDINGS`; graphs are kept where the format has them.

    Raises UnknownName for a format that is not there.
    """
    if media not in ENDINGS:
        raise UnknownName(f"There is no format {media!r}; there are: {', '.join(ENDINGS)}")
    if media == "graphml":
        return _graphml(quads)
    keep = media in _WITH_GRAPHS
    statements: list[Any] = sorted(quads if keep else {quad.triple for quad in quads}, key=_order(keep))
    if media == "rdfxml":
        _check_texts(statements)
        _check_names(statements)
    used = _prefixes(statements)
    out = ox.serialize(statements, format=_RDF[media], prefixes=used) or b""
    return _spaced(out) if media == "turtle" else out


def canonical_turtle(text: bytes) -> bytes:
    """The canonical form of a Turtle document: what the store gives back of it."""
    dataset = ox.Dataset(ox.parse(text, format=ox.RdfFormat.TURTLE))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return write(dataset, "turtle")


def _spaced(turtle: bytes) -> bytes:
    """One blank line before each subject; a line break inside a literal is always escaped, so none is torn."""
    lines = turtle.splitlines(keepends=True)
    head = b"".join(takewhile(lambda line: bytes(line).startswith(b"@prefix "), lines))
    body = turtle[len(head) :]
    return b"\n".join(filter(None, [head, body.replace(b" .\n", b" .\n\n").rstrip() + b"\n"]))


def _order(with_graph: bool) -> Callable[[Any], tuple[Any, ...]]:
    def key(item: Any) -> tuple[Any, ...]:
        graph = str(item.graph_name) if with_graph else ""
        subject, value = str(item.subject), str(item.object)
        return (graph, _natural(subject), subject, _predicate(item.predicate), _natural(value), value)

    return key


def _predicate(term: Any) -> str:
    iri: str = term.value
    return _FIRST.get(iri, "2" + iri)


def _natural(text: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in _DIGITS.split(text)]


def _prefixes(items: Iterable[Any]) -> dict[str, str]:
    """Only the prefixes that occur, so that the head of the file says what is in it."""
    terms = {term for item in items for term in (item.subject, item.predicate, item.object)}
    iris = {t.value for t in terms if isinstance(t, ox.NamedNode)}
    iris |= {t.datatype.value for t in terms if isinstance(t, ox.Literal)}
    used = {compress(iri).partition(":")[0] for iri in iris if compress(iri) != iri}
    return {prefix: PREFIXES[prefix] for prefix in PREFIXES if prefix in used}


def _check_texts(triples: Iterable[Any]) -> None:
    """Raise SaysoError for a character that XML cannot hold; the libraries would write a file that nobody can read."""
    for triple in triples:
        if isinstance(triple.object, ox.Literal) and (found := NOT_XML.search(triple.object.value)):
            raise SaysoError(
                f"{triple.subject} has a text with U+{ord(found[0]):04X}, which XML cannot hold. {_INSTEAD}"
            )


def _check_names(triples: Iterable[Any]) -> None:
    """Raise SaysoError for a predicate that no XML element can be named after."""
    for triple in triples:
        if not _XML_NAME_AT_END.search(triple.predicate.value):
            raise SaysoError(
                f"{triple.predicate} does not end in a name, so RDF/XML cannot hold it as a predicate. {_INSTEAD}"
            )


def _graphml(quads: Iterable[Any]) -> bytes:
    """IRIs and blank nodes as nodes, links as edges, literals as attributes of their node."""
    graph = nx.MultiDiGraph()
    triples: list[Any] = sorted({quad.triple for quad in quads}, key=_order(False))
    _check_texts(triples)
    for triple in triples:
        subject, predicate = str(triple.subject).strip("<>"), compress(triple.predicate.value)
        graph.add_node(subject, iri=compress(subject))
        if isinstance(triple.object, ox.Literal):
            held = graph.nodes[subject].get(predicate)
            graph.nodes[subject][predicate] = f"{held}; {triple.object.value}" if held else triple.object.value
        else:
            target = str(triple.object).strip("<>")
            graph.add_node(target, iri=compress(target))
            graph.add_edge(subject, target, key=predicate, predicate=predicate)
    out = io.BytesIO()
    nx.write_graphml(graph, out, named_key_ids=True)
    return out.getvalue()
