"""Bodies of answers to terms of ours, as the embedded store has them."""

import io
from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from graph.model import Literal, Term, Triple
from graph.namespaces import PREFIXES
from graph.remote.wire import Reply
from graph.terms import from_ox, triple_from_ox

ROWS: Final = "application/sparql-results+json"
TRIPLES: Final = "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.5"
_BOOLEAN: Final = PREFIXES["xsd"] + "boolean"
_TRUTHS: Final = {"1": "true", "0": "false"}
_RESULTS: Final = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
}
Cells = tuple[Term | None, ...]


def results(reply: Reply) -> bool | tuple[tuple[str, ...], Iterator[Cells]]:
    """The truth of an ASK, or the columns and rows of a SELECT, row by row as they come; raises StoreFault."""
    if reply.media not in _RESULTS:
        raise _foreign(reply, "SPARQL results")
    try:
        found = ox.parse_query_results(io.BufferedReader(reply.body), format=_RESULTS[reply.media])
    except (SyntaxError, ValueError, OSError) as error:
        raise _half(reply, error) from None
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    return tuple(variable.value for variable in found.variables), _rows(reply, found)


def table(reply: Reply) -> tuple[tuple[str, ...], Iterator[Cells]]:
    """The columns and rows of a SELECT, row by row as they come; raises StoreFault."""
    found = results(reply)
    if isinstance(found, bool):
        raise reply.fault("it answered yes or no where rows were asked for.")
    return found


def triples(reply: Reply) -> Iterator[Triple]:
    """The triples of a CONSTRUCT, one by one as they come; raises StoreFault."""
    syntax = ox.RdfFormat.from_media_type(reply.media)
    if syntax is None:
        raise _foreign(reply, "triples")
    try:
        body = io.BufferedReader(reply.body)
        for quad in ox.parse(body, format=syntax, base_iri=reply.url, rename_blank_nodes=False):
            triple = triple_from_ox(quad.triple)
            yield Triple(triple.subject, triple.predicate, usual(triple.object) or triple.object)
    except (SyntaxError, ValueError, OSError) as error:
        raise _half(reply, error) from None


def usual(term: Term | None) -> Term | None:
    """A term in the form the embedded store gives it: some engines write truths as numbers."""
    if isinstance(term, Literal) and term.datatype == _BOOLEAN and term in _TRUTHS:
        return Literal(_TRUTHS[term], _BOOLEAN)
    return term


def _rows(reply: Reply, found: ox.QuerySolutions) -> Iterator[Cells]:
    try:
        for row in found:
            yield tuple(usual(from_ox(cell)) for cell in row)
    except (SyntaxError, ValueError, OSError) as error:
        raise _half(reply, error) from None


def _foreign(reply: Reply, wanted: str) -> Exception:
    return reply.fault(f"it answered with {reply.media or 'no media type'}, not {wanted}. Is this its query URL?")


def _half(reply: Reply, error: Exception) -> Exception:
    return reply.fault(f"half an answer, or none that can be read ({error}). Nothing of it is used; try again.")
