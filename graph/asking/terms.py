"""The IRIs of a query with the part each plays, for looking them up in the data."""

from collections.abc import Iterator
from dataclasses import dataclass

from graph.asking.outline import Expression, Node, Outline, Pattern, Values, groups, patterns
from graph.asking.tokens import Kind, Token
from graph.asking.writing import Names
from graph.model import Iri
from graph.namespaces import PREFIXES

_TYPE = Iri(PREFIXES["rdf"] + "type")


@dataclass(frozen=True)
class Written:
    """An IRI where it is written; `part` is property, class, graph or thing."""

    token: Token
    iri: Iri
    part: str


def iris(outline: Outline, names: Names) -> Iterator[Written]:
    """The IRIs that a query looks for: not those of its template, of datatypes, or of functions that it calls."""
    for group in groups(outline.query):
        if group is outline.query.template:
            continue
        if group.name is not None and group.word == "GRAPH":
            yield from _of(group.name, "graph", names)
        for pattern in patterns(group):
            yield from _of_pattern(pattern, names)
        for element in group.elements:
            if isinstance(element, Values):
                for cell in (cell for row in element.rows for cell in row if cell is not None):
                    yield from _of(cell, "thing", names)
            elif isinstance(element, Expression):
                yield from _of_expression(element, names)


def _of_pattern(pattern: Pattern, names: Names) -> Iterator[Written]:
    yield from _of(pattern.subject, "thing", names)
    if pattern.predicate is None:
        return
    yield from _of(pattern.predicate, "property", names)
    last = names.iri(pattern.predicate.tokens[-1])
    if pattern.object is not None:
        yield from _of(pattern.object, "class" if last == _TYPE else "thing", names)


def _of(node: Node, part: str, names: Names) -> Iterator[Written]:
    if node.inner:
        return  # its patterns come by themselves
    for before, token in zip((None, *node.tokens), node.tokens, strict=False):
        iri = names.iri(token)
        if iri is not None and token.kind is not Kind.WORD and not (before is not None and before.is_mark("^^")):
            yield Written(token, iri, part)


def _of_expression(element: Expression, names: Names) -> Iterator[Written]:
    held = element.groups
    for before, token, after in zip((None, *element.tokens), element.tokens, (*element.tokens[1:], None), strict=False):
        inside = any(group.open <= token.start < group.end for group in held)
        called = after is not None and after.is_mark("(")
        typed = before is not None and before.is_mark("^^")
        if not inside and not called and not typed and token.kind in {Kind.NAME, Kind.IRI}:
            iri = names.iri(token)
            if iri is not None:
                yield Written(token, iri, "thing")
