"""Terms of ours to pyoxigraph's and back; nothing else knows both."""

from typing import Any

import pyoxigraph as ox

from graph.errors import UnknownName
from graph.model import BlankNode, Iri, Literal, Term, Triple


def named(iri: str) -> ox.NamedNode:
    """An IRI as pyoxigraph has it; raises UnknownName for what is none."""
    try:
        return ox.NamedNode(str(iri))
    except ValueError as error:
        raise UnknownName(f"{str(iri)!r} is not an IRI: {error}.") from None


def to_ox(term: Term) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """A term as pyoxigraph has it."""
    if isinstance(term, Iri):
        return ox.BlankNode(term[2:]) if term.startswith("_:") else named(term)
    if isinstance(term, BlankNode):
        return ox.BlankNode(str(term))
    if term.language:
        return ox.Literal(str(term), language=term.language)
    return ox.Literal(str(term), datatype=named(term.datatype)) if term.datatype else ox.Literal(str(term))


def from_ox(term: Any) -> Term | None:
    """A term of pyoxigraph's as ours; a triple term becomes a literal that shows it."""
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if isinstance(term, ox.BlankNode):
        return BlankNode(term.value)
    if isinstance(term, ox.Literal):
        return Literal(term.value, term.datatype.value, term.language or "")
    return Literal(str(term))


def triple_from_ox(triple: Any) -> Triple:
    """A triple of pyoxigraph's as ours."""
    subject, predicate, obj = (from_ox(term) for term in (triple.subject, triple.predicate, triple.object))
    assert subject is not None and predicate is not None and obj is not None
    return Triple(subject, predicate, obj)


def quad(triple: Triple, graph: str | None = None) -> ox.Quad:
    """A triple of ours as a quad of pyoxigraph's, in the default graph unless one is named."""
    subject, predicate, obj = (to_ox(term) for term in triple)
    assert not isinstance(subject, ox.Literal) and isinstance(predicate, ox.NamedNode)
    return ox.Quad(subject, predicate, obj, ox.NamedNode(graph) if graph else None)
