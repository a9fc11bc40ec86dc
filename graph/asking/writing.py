"""Patterns as values, and how they get into a query of the house; nothing is ever spliced as text.

A query of the house that takes patterns has one line marked `# patterns`; they take that line's place. What is written
comes from terms, variables and a closed set of path signs, or is a whole part of the user's own query, which runs in
the sandbox like the rest of it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urljoin

from graph.asking.outline import Node, Pattern, Role
from graph.asking.tokens import Kind, Token, content, unescaped
from graph.model import Iri, Literal, Term
from graph.namespaces import PREFIXES
from graph.queries import Query, written

_MARKED: Final = re.compile(r"^.*# patterns$", re.MULTILINE)
_SIGNS: Final = frozenset("/|^!()*+?")
_DECIMAL: Final = re.compile(r"[+-]?\d*\.\d+\Z")
_TYPE: Final = Iri(PREFIXES["rdf"] + "type")


@dataclass(frozen=True)
class Variable:
    """A variable by its name, without the sign before it."""

    name: str


Part = Variable | Term
Path = tuple[Iri | str, ...]


@dataclass(frozen=True)
class Fitting:
    """A triple pattern as values: a predicate may be a path, `graph` the graph it is asked of."""

    subject: Part
    predicate: Part | Path
    object: Part
    graph: Part | None = None

    def variables(self) -> set[str]:
        """The names of its variables."""
        parts = (self.subject, self.predicate, self.object, self.graph)
        return {part.name for part in parts if isinstance(part, Variable)}


class Names:
    """The prefixes and the base of a query, which turn its tokens into IRIs."""

    def __init__(self, prefixes: Mapping[str, str], base: str = "") -> None:
        self.prefixes = prefixes
        self.base = base

    def iri(self, token: Token) -> Iri | None:
        """The IRI that a token stands for; None where its prefix is not declared, or it is no IRI."""
        if token.kind is Kind.IRI:
            inner = unescaped(token.text[1:-1])
            return Iri(urljoin(self.base, inner))
        if token.kind is Kind.WORD and token.text == "a":
            return _TYPE
        prefix, colon, local = token.text.partition(":")
        if token.kind is not Kind.NAME or not colon or prefix not in self.prefixes:
            return None
        return Iri(self.prefixes[prefix] + re.sub(r"\\(.)", r"\1", local))

    def part(self, node: Node) -> Part | None:
        """The variable or term that a node is; a bracketed blank node is a variable of its own. None: no value."""
        first = node.tokens[0]
        match node.role:
            case Role.VARIABLE:
                return Variable(first.text[1:])
            case Role.IRI:
                return self.iri(first)
            case Role.BLANK:
                return Variable(f"blank_{first.text[2:] if first.kind is Kind.BLANK else node.start}")
            case Role.LITERAL:
                return self._literal(node.tokens)
        return None

    def predicate(self, node: Node) -> Part | Path | None:
        """The variable, IRI or path that a predicate is; None where a part of it has no value."""
        if node.role is not Role.PATH:
            return self.part(node)
        steps: list[Iri | str] = []
        for token in node.tokens:
            step = token.text if token.kind is Kind.MARK and token.text in _SIGNS else self.iri(token)
            if step is None:
                return None
            steps.append(step)
        return tuple(steps)

    def fitting(self, pattern: Pattern, graph: Part | None = None) -> Fitting | None:
        """A complete pattern as values; None where a part of it has none."""
        if not pattern.complete or pattern.predicate is None or pattern.object is None:
            return None
        subject, value = self.part(pattern.subject), self.part(pattern.object)
        predicate = self.predicate(pattern.predicate)
        if subject is None or predicate is None or value is None:
            return None
        return Fitting(subject, predicate, value, graph)

    def _literal(self, tokens: tuple[Token, ...]) -> Term | None:
        first, last = tokens[0], tokens[-1]
        if first.kind is Kind.TEXT:
            if last.kind is Kind.LANGUAGE:
                return Literal(content(first.text), language=last.text[1:])
            datatype = self.iri(last) if len(tokens) == 3 else Iri(PREFIXES["xsd"] + "string")
            return None if datatype is None else Literal(content(first.text), datatype)
        text = "".join(token.text for token in tokens)
        if first.kind is Kind.WORD:
            return Literal(text.lower(), PREFIXES["xsd"] + "boolean")
        kind = "double" if "e" in text.lower() else "decimal" if _DECIMAL.match(text) else "integer"
        return Literal(text, PREFIXES["xsd"] + kind)


def steps(pattern: Fitting) -> list[Fitting]:
    """A pattern whose path is a plain sequence as one pattern for each step, which engines plan better."""
    path = pattern.predicate
    if not isinstance(path, tuple) or not all(isinstance(step, Iri) or step == "/" for step in path):
        return [pattern]
    predicates = [step for step in path if isinstance(step, Iri)]
    name = f"{'_'.join(sorted(pattern.variables()))}_step"
    between: list[Part] = [Variable(f"{name}_{number}") for number in range(1, len(predicates))]
    parts: list[Part] = [pattern.subject, *between, pattern.object]
    return [
        Fitting(one, predicate, other, pattern.graph)
        for one, predicate, other in zip(parts, predicates, parts[1:], strict=False)
    ]


def as_text(patterns: Iterable[Fitting]) -> str:
    """Patterns as SPARQL; raises UnknownName for a term that cannot be written."""
    lines = []
    for pattern in patterns:
        line = f"{_part(pattern.subject)} {_predicate(pattern.predicate)} {_part(pattern.object)} ."
        lines.append(line if pattern.graph is None else f"GRAPH {_part(pattern.graph)} {{ {line} }}")
    return "\n".join(lines)


def values_text(variable: str, terms: Iterable[Term]) -> str:
    """A VALUES block for one variable; raises UnknownName for a term that cannot be written."""
    return f"VALUES ?{variable} {{ {' '.join(written(term) for term in terms)} }}"


def row_text(values: Mapping[str, Term]) -> str:
    """A VALUES block of one row; raises UnknownName for a term that cannot be written."""
    names = " ".join(f"?{name}" for name in values)
    return f"VALUES ({names}) {{ ({' '.join(written(term) for term in values.values())}) }}"


def framed(query: Query, patterns: str, fresh: Mapping[str, str]) -> Query:
    """A query of the house with patterns in their place, and variables of its own renamed so that none meet."""
    text = query.text
    for name, other in fresh.items():
        text = re.sub(rf"\?{name}\b", f"?{other}", text)
    return replace(query, text=_MARKED.sub(lambda _: patterns, text, count=1))


def unused(name: str, text: str) -> str:
    """A variable name that a text does not have."""
    number = 1
    while f"{name}_{number}" in text:
        number += 1
    return f"{name}_{number}"


def _part(part: Part) -> str:
    return f"?{part.name}" if isinstance(part, Variable) else written(part)


def _predicate(predicate: Part | Path) -> str:
    if isinstance(predicate, tuple):
        return "".join(step if step in _SIGNS else written(Iri(step)) for step in predicate)
    return _part(predicate)
