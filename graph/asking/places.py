"""Where the cursor is in a query, what is typed there, and which patterns stand around it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from graph.asking.outline import Expression, Group, Node, Outline, Pattern, Role, Values, patterns
from graph.asking.reading import read
from graph.asking.scope import bound, scopes
from graph.asking.tokens import Kind, Token, content, tokens
from graph.asking.words import FORMS, GROUP, IN_EXPRESSIONS, IN_MODIFIERS, MODIFIERS, PROLOGUE
from graph.asking.writing import Fitting, Names, Part, Variable, unused
from graph.model import Iri, Literal
from graph.namespaces import PREFIXES

TYPE: Final = Iri(PREFIXES["rdf"] + "type")
_TYPED: Final = {Kind.WORD, Kind.NAME, Kind.VARIABLE, Kind.IRI, Kind.BROKEN, Kind.TEXT}
_KEYWORDS: Final = (*FORMS, *PROLOGUE, *GROUP, *MODIFIERS, *IN_EXPRESSIONS, *IN_MODIFIERS, "WHERE", "A", "REDUCED")
_REST: Final = re.compile(r"[\w:-]*")
_MOST_WORDS: Final = 5


class Where(StrEnum):
    """What may be written at a place."""

    NOTHING = "nothing"
    PREFIX = "prefix"
    FORM = "form"
    PROJECTION = "projection"
    SUBJECT = "subject"
    PREDICATE = "predicate"
    CLASS = "class"
    OBJECT = "object"
    DATATYPE = "datatype"
    GRAPH = "graph"
    EXPRESSION = "expression"
    MODIFIER = "modifier"


@dataclass(frozen=True)
class Place:
    """A place in a text: [start, end) is what is typed there, `quoted` when it is a text in quotes.

    `patterns` are those around it as values, `hole` the name of the variable in them whose values fit the place;
    without patterns, anything fits. FILTERs and VALUES of several rows are left out of account.
    """

    where: Where
    start: int
    end: int
    typed: str
    quoted: bool
    outline: Outline
    variables: tuple[str, ...] = ()
    patterns: tuple[Fitting, ...] = ()
    hole: str = ""
    subject: Part | None = None


def find(text: str, at: int, known: Mapping[str, str]) -> Place:
    """The place at an offset; `known` are prefixes that may be used although they are not declared yet."""
    at = min(max(at, 0), len(text))
    left = tokens(text[:at])
    typed = _typed(text, at, left)
    if typed is None:
        return Place(Where.NOTHING, at, at, "", False, read(text, tokens(text)))
    start, end, what, quoted = typed
    before = [token for token in left if token.end <= start]
    outline = read(text, [*before, Token(Kind.HOLE, "", start, end), *tokens(text, end)])
    place = Place(Where.NOTHING, start, end, what, quoted, outline, _variables(outline))
    code = [token for token in before if token.kind is not Kind.COMMENT]
    if code and code[-1].is_word("PREFIX"):
        return replace(place, where=Where.PREFIX)
    if not outline.query.form:
        return replace(place, where=Where.NOTHING if outline.refusals else Where.FORM)
    return _located(place, Names({**known, **dict(outline.prefixes)}, outline.base), unused("term", text))


def _typed(text: str, at: int, left: list[Token]) -> tuple[int, int, str, bool] | None:
    """What is typed at the cursor: its start, its end, its words, and whether in quotes; None in a comment."""
    last = left[-1] if left else None
    if last is not None and last.kind is Kind.COMMENT and "\n" not in text[last.start : at]:
        return None
    if last is None or last.end != at:
        return at, at, "", False
    if last.text[:1] in {'"', "'"}:
        closed = last.kind is Kind.TEXT or text[at : at + 1] != last.text[0]
        return (last.start, at if closed else at + 1, content(last.text), True) if "\n" not in last.text else None
    if last.is_mark("?") or last.text == "$":
        return last.start, at + len(_rest(text, at)), "?", False
    if last.kind not in _TYPED:
        return (at, at, "", False) if last.kind in {Kind.MARK, Kind.HOLE} else None
    start = last.start
    if last.kind is Kind.WORD and not last.is_word(*_KEYWORDS):
        start = _words(text, left)
    return start, at + len(_rest(text, at)), text[start:at], False


def _rest(text: str, at: int) -> str:
    found = _REST.match(text, at)
    return found[0] if found else ""


def _words(text: str, left: list[Token]) -> int:
    """Where the words begin that stand together before the cursor, as in `Spin Bol`."""
    start = left[-1].start
    for token in reversed(left[-_MOST_WORDS:-1]):
        if token.kind is not Kind.WORD or token.is_word(*_KEYWORDS) or text[token.end : start].strip(" "):
            break
        if text[token.end : start] != " ":
            break
        start = token.start
    return start


def _variables(outline: Outline) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for query in scopes(outline.query):
        found |= bound(query.where)
        found |= dict.fromkeys(token.text[1:] for token in query.computed)
    return tuple(found)


# -------------------------------------------------------------------- location
def _located(place: Place, names: Names, hole: str) -> Place:
    for query in scopes(place.outline.query):
        if any(token.kind is Kind.HOLE for token in query.head) and query.where is None:
            return replace(place, where=Where.PROJECTION)
        for tokens_of, where in ((query.head, Where.PROJECTION), (query.tail, Where.MODIFIER)):
            if any(token.kind is Kind.HOLE for token in tokens_of):
                return replace(place, where=where)
        if query.values is not None and any(token.kind is Kind.HOLE for token in _cells(query.values)):
            return _in_values(place, query.values, [], names)
        for root in (query.where, query.template):
            if root is None:
                continue
            chain = _chain(root, place.start)
            found = _in_group(place, chain, names, hole) if chain else None
            if found is not None:
                return found
    return place


def _cells(values: Values) -> Iterator[Token]:
    for row in values.rows:
        for cell in row:
            if cell is not None:
                yield from cell.tokens


def _chain(group: Group, at: int) -> list[Group]:
    """The groups around an offset, from the outside in, as far as they are of one query."""
    chain = [group]
    while True:
        inner = next((g for g in groups_in(chain[-1]) if g.open < at <= g.end), None)
        if inner is None:
            return chain
        chain.append(inner)


def groups_in(group: Group) -> Iterator[Group]:
    """The groups directly in a group that are of the same query."""
    if group.query is None:
        for element in group.elements:
            if isinstance(element, Group):
                yield element
            elif not isinstance(element, Pattern | Values):
                yield from element.groups if isinstance(element, Expression) else element.branches


def _in_group(place: Place, chain: list[Group], names: Names, hole: str) -> Place | None:
    for group in (*chain, *groups_in(chain[-1])):
        if group.name is not None and group.name.role is Role.HOLE:
            return replace(place, where=Where.GRAPH)
    for pattern in patterns(chain[-1]):
        found = _in_pattern(place, pattern, chain, names, hole)
        if found is not None:
            return found
    for element in chain[-1].elements:
        if isinstance(element, Values) and any(token.kind is Kind.HOLE for token in _cells(element)):
            return _in_values(place, element, chain, names)
        if isinstance(element, Expression) and any(token.kind is Kind.HOLE for token in element.tokens):
            return _in_expression(place, element, chain, names)
    if chain[-1].query is None and chain[-1].open < place.start <= chain[-1].end:
        return replace(place, where=Where.SUBJECT)
    return None


def _in_pattern(place: Place, pattern: Pattern, chain: list[Group], names: Names, hole: str) -> Place | None:
    graph = _graph(chain, names)
    if pattern.subject.role is Role.HOLE:
        fitting = names.fitting(replace(pattern, subject=_stand_in(pattern.subject)), graph)
        own = () if fitting is None else (replace(fitting, subject=Variable(hole)),)
        return _around(replace(place, where=Where.SUBJECT, hole=hole), own, chain, names)
    place = replace(place, subject=names.part(pattern.subject), hole=hole)
    if pattern.predicate is not None and _has_hole(pattern.predicate):
        return _in_predicate(place, pattern, chain, names)
    if pattern.predicate is None or pattern.object is None or not _has_hole(pattern.object):
        return None
    if pattern.object.role is Role.LITERAL:
        return replace(place, where=Where.DATATYPE)
    return None if pattern.object.role is not Role.HOLE else _in_object(place, pattern.predicate, chain, names)


def _in_predicate(place: Place, pattern: Pattern, chain: list[Group], names: Names) -> Place:
    place = replace(place, where=Where.PREDICATE)
    if place.subject is None or pattern.predicate is None or pattern.predicate.role is not Role.HOLE:
        return place
    given = names.part(pattern.object) if pattern.object is not None else None
    value = given or Variable(f"{place.hole}_of")
    own = Fitting(place.subject, Variable(place.hole), value, _graph(chain, names))
    return _around(place, (own,), chain, names)


def _in_object(place: Place, predicate: Node, chain: list[Group], names: Names) -> Place:
    path = names.predicate(predicate)
    typing = path == TYPE or (isinstance(path, tuple) and TYPE in path)
    place = replace(place, where=Where.CLASS if typing else Where.OBJECT)
    if place.subject is None or path is None:
        return place
    own = Fitting(place.subject, path, Variable(place.hole), _graph(chain, names))
    return _around(place, (own,), chain, names)


def _stand_in(node: Node) -> Node:
    token = node.tokens[0]
    return Node(Role.VARIABLE, (Token(Kind.VARIABLE, "?", token.start, token.end),))


def _has_hole(node: Node) -> bool:
    return any(token.kind is Kind.HOLE for token in node.tokens)


def _in_values(place: Place, values: Values, chain: list[Group], names: Names) -> Place:
    for row in values.rows:
        for variable, cell in zip(values.variables, row, strict=False):
            if cell is not None and _has_hole(cell):
                name = variable.text[1:]
                return _around(replace(place, where=Where.OBJECT, hole=name), (), chain, names)
    return replace(place, where=Where.OBJECT)


def _in_expression(place: Place, element: Expression, chain: list[Group], names: Names) -> Place:
    """In `?x = …` and `?x IN (…` the values of ?x fit; elsewhere any expression does."""
    before = [token for token in element.tokens if token.end <= place.start and token.kind is not Kind.HOLE]
    while before and (before[-1].is_mark(",", "(") or before[-1].kind in {Kind.NAME, Kind.IRI, Kind.TEXT}):
        if before[-1].is_mark("(") and not (len(before) > 1 and before[-2].is_word("IN")):
            break
        before.pop()
    if len(before) > 1 and (before[-1].is_mark("=", "!=") or before[-1].is_word("IN")):
        variable = before[-3] if before[-2].is_word("NOT") and len(before) > 2 else before[-2]
        if variable.kind is Kind.VARIABLE:
            return _around(replace(place, where=Where.OBJECT, hole=variable.text[1:]), (), chain, names)
    return replace(place, where=Where.EXPRESSION)


# --------------------------------------------------------------------- context
def _graph(chain: list[Group], names: Names) -> Part | None:
    named = [group.name for group in chain if group.word == "GRAPH" and group.name is not None]
    return names.part(named[-1]) if named else None


def _around(place: Place, own: tuple[Fitting, ...], chain: list[Group], names: Names) -> Place:
    """The place with the patterns that it is joined to by variables, directly or by way of others."""
    others: list[Fitting] = []
    given: dict[str, Part | None] = {}
    for depth, group in enumerate(chain):
        graph = _graph(chain[: depth + 1], names)
        others += [fitting for pattern in patterns(group) if (fitting := names.fitting(pattern, graph)) is not None]
        for element in group.elements:
            if isinstance(element, Values) and len(element.rows) == 1:
                cells = zip(element.variables, element.rows[0], strict=False)
                given |= {token.text[1:]: names.part(cell) for token, cell in cells if cell is not None}
    kept = list(own)
    joined = {place.hole}.union(*(fitting.variables() for fitting in own))
    while True:
        near = [fitting for fitting in others if fitting.variables() & joined]
        if not near:
            break
        others = [fitting for fitting in others if fitting not in near]
        kept += near
        joined = joined.union(*(fitting.variables() for fitting in near))
    terms = {name: term for name, term in given.items() if isinstance(term, Iri | Literal) and name != place.hole}
    fixed = tuple(_given(fitting, terms) for fitting in kept)
    free = len(fixed) == 1 and not any(isinstance(part, str | tuple) for part in _parts(fixed[0]))
    return replace(place, patterns=() if free else fixed)


def _parts(fitting: Fitting) -> tuple[object, ...]:
    return fitting.subject, fitting.predicate, fitting.object, fitting.graph


def _given(fitting: Fitting, terms: Mapping[str, Iri | Literal]) -> Fitting:
    """A pattern with the variables replaced that VALUES gives one value."""

    def fixed(part: Part) -> Part:
        return terms.get(part.name, part) if isinstance(part, Variable) else part

    predicate = fitting.predicate if isinstance(fitting.predicate, tuple) else fixed(fitting.predicate)
    subject = fixed(fitting.subject)
    return Fitting(
        fitting.subject if isinstance(subject, Literal) else subject,
        predicate,
        fixed(fitting.object),
        None if fitting.graph is None else fixed(fitting.graph),
    )
