"""Quads to bytes, the same bytes for the same quads.

The canonical Turtle form of `seeds/` is what `turtle` writes here: prefixes that are used, subjects in natural
order (s2 before s10), `a` and the label first.
"""

import io
import re
from collections.abc import Callable, Iterable
from typing import Any, Final

import networkx as nx
import pyoxigraph as ox

from graph.errors import UnknownName
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
    used = _prefixes(statements)
    out = ox.serialize(statements, format=_RDF[media], prefixes=used)
    assert out is not None
    return _spaced(out) if media == "turtle" else out


def canonical_turtle(text: bytes) -> bytes:
    """The canonical form of a Turtle document: what the store gives back of it."""
    store = ox.Store()
    store.load(text, format=ox.RdfFormat.TURTLE)
    return write(store, "turtle")


def _spaced(turtle: bytes) -> bytes:
    """One blank line before each subject; a line break inside a literal is always escaped, so none is torn."""
    prefixes = turtle.rfind(b"@prefix ")
    head_end = turtle.find(b"\n", prefixes) + 1 if prefixes >= 0 else 0
    head, body = turtle[:head_end], turtle[head_end:]
    return b"\n".join(filter(None, [head, body.replace(b" .\n", b" .\n\n").rstrip() + b"\n"]))


def _order(with_graph: bool) -> Callable[[Any], tuple[Any, ...]]:
    def key(item: Any) -> tuple[Any, ...]:
        graph = str(item.graph_name) if with_graph else ""
        return (graph, _natural(str(item.subject)), _predicate(item.predicate), _natural(str(item.object)))

    return key


def _predicate(term: Any) -> str:
    return _FIRST.get(term.value, "2" + term.value)


def _natural(text: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in _DIGITS.split(text)]


def _prefixes(items: Iterable[Any]) -> dict[str, str]:
    """Only the prefixes that occur, so that the head of the file says what is in it."""
    terms = {term for item in items for term in (item.subject, item.predicate, item.object)}
    iris = {t.value for t in terms if isinstance(t, ox.NamedNode)}
    iris |= {t.datatype.value for t in terms if isinstance(t, ox.Literal)}
    used = {compress(iri).partition(":")[0] for iri in iris if compress(iri) != iri}
    return {prefix: PREFIXES[prefix] for prefix in PREFIXES if prefix in used}


def _graphml(quads: Iterable[Any]) -> bytes:
    """IRIs and blank nodes as nodes, links as edges, literals as attributes of their node."""
    graph = nx.MultiDiGraph()
    for triple in sorted({quad.triple for quad in quads}, key=_order(False)):
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
