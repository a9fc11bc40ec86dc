"""What a SPARQL text is made of, as far as it is written: groups, patterns, filters, each with its place.

The names are the specification's: a triple pattern has a subject, a predicate and an object, patterns stand in
groups, a query (or sub-query) has a form, a projection and one group.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from graph.asking.tokens import Kind, Token


class Role(StrEnum):
    """What a node of a pattern is."""

    VARIABLE = "variable"
    IRI = "iri"
    LITERAL = "literal"
    BLANK = "blank"
    LIST = "list"
    PATH = "path"
    HOLE = "hole"
    BROKEN = "broken"


@dataclass(frozen=True)
class Edit:
    """A replacement of the characters [start, end) of a text, in code points."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Mend:
    """A way to mend a fault: what it says on the button, and the edits, none of which overlap."""

    label: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True)
class Fault:
    """Something wrong with [start, end) of a text; `severity` is error, warning or info."""

    start: int
    end: int
    message: str
    mends: tuple[Mend, ...] = ()
    severity: str = "error"


@dataclass(frozen=True)
class Node:
    """A term, path, list or bracketed blank node of a pattern; `inner` are the patterns within its brackets."""

    role: Role
    tokens: tuple[Token, ...]
    inner: "tuple[Pattern, ...]" = ()

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.tokens[-1].end

    @property
    def variable(self) -> str:
        """The name of the variable that it is, else nothing."""
        return self.tokens[0].text[1:] if self.role is Role.VARIABLE else ""


@dataclass(frozen=True)
class Pattern:
    """A triple pattern as far as it is written; patterns of one `block` share a subject that is written once."""

    subject: Node
    predicate: Node | None
    object: Node | None
    block: int

    @property
    def nodes(self) -> "tuple[Node, ...]":
        """The nodes that are written."""
        return tuple(node for node in (self.subject, self.predicate, self.object) if node is not None)

    @property
    def start(self) -> int:
        """Where its own part begins: the predicate when the subject stands further up."""
        return self.nodes[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.nodes[-1].end

    @property
    def complete(self) -> bool:
        """Whether subject, predicate and object are there, none of them under the cursor or broken."""
        return len(self.nodes) == 3 and not any(node.role in {Role.HOLE, Role.BROKEN} for node in self.nodes)


@dataclass(frozen=True)
class Expression:
    """A FILTER or BIND: its tokens, the groups of its EXISTS, and the variable that a BIND sets."""

    word: str
    start: int
    end: int
    tokens: tuple[Token, ...]
    groups: "tuple[Group, ...]" = ()
    target: Token | None = None


@dataclass(frozen=True)
class Values:
    """A VALUES block: its variables, and its cells row by row; None is UNDEF."""

    start: int
    end: int
    variables: tuple[Token, ...]
    rows: tuple[tuple[Node | None, ...], ...]


@dataclass(frozen=True)
class Union:
    """Two or more groups, any of which may match."""

    branches: "tuple[Group, ...]"

    @property
    def start(self) -> int:
        """Where the first branch begins."""
        return self.branches[0].start

    @property
    def end(self) -> int:
        """Where the last branch ends."""
        return self.branches[-1].end


@dataclass(frozen=True)
class Group:
    """Braces with what is in them; `word` is the keyword before them, `name` the graph or service."""

    word: str
    start: int
    end: int
    open: int
    elements: "tuple[Element, ...]" = ()
    name: Node | None = None
    query: "Query | None" = None


Element = Pattern | Expression | Values | Union | Group


@dataclass(frozen=True)
class Query:
    """A query or sub-query: its form, what it projects, its template, its group and what comes after."""

    form: str
    start: int
    end: int
    head: tuple[Token, ...] = ()
    projected: tuple[Token, ...] = ()
    computed: tuple[Token, ...] = ()
    star: bool = False
    template: Group | None = None
    where: Group | None = None
    grouped: tuple[Token, ...] = ()
    tail: tuple[Token, ...] = ()
    values: Values | None = None


@dataclass(frozen=True)
class Outline:
    """A whole text: its prologue, its query, what it may not do, and what is wrong with it."""

    tokens: tuple[Token, ...]
    prefixes: tuple[tuple[str, str], ...]
    base: str
    body: int
    query: Query
    refusals: tuple[Token, ...]
    faults: tuple[Fault, ...]


def groups(query: Query) -> Iterator[Group]:
    """Every group of a query, from the outside in, sub-queries and EXISTS included."""
    todo = [group for group in (query.where, query.template) if group is not None]
    while todo:
        group = todo.pop(0)
        yield group
        for element in group.elements:
            todo += within(element)
        if group.query is not None and group.query.where is not None:
            todo.append(group.query.where)


def within(element: Element) -> tuple[Group, ...]:
    """The groups directly within an element."""
    match element:
        case Group():
            return (element,)
        case Union():
            return element.branches
        case Expression():
            return element.groups
    return ()


def patterns(group: Group) -> Iterator[Pattern]:
    """The patterns of a group itself, those within brackets after the one that has them."""
    todo = [element for element in group.elements if isinstance(element, Pattern)]
    while todo:
        pattern = todo.pop(0)
        yield pattern
        todo[:0] = [inner for node in pattern.nodes for inner in node.inner]


def variables(tokens: tuple[Token, ...]) -> list[Token]:
    """The variables among some tokens."""
    return [token for token in tokens if token.kind is Kind.VARIABLE]


def applied(text: str, edits: tuple[Edit, ...]) -> str:
    """A text with edits made."""
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end), reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text
