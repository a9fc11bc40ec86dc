"""A `.rq` file as a value: its question, its parameters, its text.

Header lines start with `#+`: `question`, `summary`, `tags`, and one `parameter` line for each variable that a
caller may bind, with an example: `#+ parameter: actor = id:taliban | who spoke`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from graph.errors import UnknownName
from graph.model import Iri, Literal, Term
from graph.namespaces import PREFIXES, compress, expand

_HEADER = re.compile(r"^#\+\s*(\w+):\s*(.*)$", re.MULTILINE)
_IRI = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\]*\Z')
_LOCAL = re.compile(r"\w(?:[\w-]*\w)?\Z")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
# where a variable is only named: up to a brace, or to a condition
_NAMING = re.compile(r"\b(?:SELECT|GROUP\s+BY|ORDER\s+BY)\b(?:(?!\bHAVING\b)[^\x7b\x7d])*")
_PARTS = re.compile(
    r"""\#[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>\s]*>|\$(?P<parameter>\w+)|(?P<select>\bSELECT\b)"""
    r"""|(?P<open>(?P<where>\bWHERE\s*)?\{)|\}|[^#"'<$SW{}]+|.""",
    re.DOTALL,
)
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\f": "\\f"}


@dataclass(frozen=True)
class Parameter:
    """A variable of a query that a caller may bind, with an example value."""

    name: str
    example: str
    meaning: str


@dataclass(frozen=True)
class Query:
    """A query with the question it answers; `name` is the file's stem."""

    name: str
    text: str
    question: str = ""
    summary: str = ""
    tags: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()


def parse_query(name: str, text: str) -> Query:
    """Read the header of a `.rq` text; the text itself stays as it is."""
    fields: dict[str, str] = {}
    parameters: list[Parameter] = []
    for key, value in _HEADER.findall(text):
        if key == "parameter":
            variable, _, rest = value.partition("=")
            example, _, meaning = rest.partition("|")
            parameters.append(Parameter(variable.strip(), example.strip(), meaning.strip()))
        else:
            fields[key] = value.strip()
    return Query(
        name=name,
        text=text,
        question=fields.get("question", ""),
        summary=fields.get("summary", ""),
        tags=tuple(tag.strip() for tag in fields.get("tags", "").strip("[]").split(",") if tag.strip()),
        parameters=tuple(parameters),
    )


def read_queries(folder: Path) -> dict[str, Query]:
    """Read every `.rq` file of a folder, by name."""
    return {path.stem: parse_query(path.stem, path.read_text("utf-8")) for path in sorted(folder.glob("*.rq"))}


def parse_term(text: str) -> Term:
    """Read a parameter's value: `id:taliban`, `<https://…>`, `2021-07-14` (a day) or plain words.

    Raises UnknownName when the prefix of a CURIE is not one of ours.
    """
    if _DAY.match(text):
        return Literal(f"{text}T00:00:00Z", PREFIXES["xsd"] + "dateTime")
    if text.startswith("<") and text.endswith(">"):
        return Iri(text[1:-1])
    if text.startswith(("http://", "https://", "urn:")):
        return Iri(text)
    prefix, colon, _ = text.partition(":")
    if colon and " " not in text:
        if prefix not in PREFIXES:
            known = ", ".join(sorted(PREFIXES))
            raise UnknownName(f"{text!r}: the prefix {prefix!r} is not known; known prefixes: {known}")
        return Iri(expand(text))
    return Literal(text, PREFIXES["xsd"] + "string")


def with_values(query: Query, variable: str, iris: Sequence[Iri]) -> Query:
    """The query restricted to some resources by a VALUES block, as text that a person can copy and run.

    Raises UnknownName for an IRI with characters that SPARQL does not allow between `<` and `>`.
    """
    for iri in iris:
        if not _IRI.match(iri):
            raise UnknownName(f"{iri!r} cannot be written as an IRI in SPARQL.")
    lines = "\n".join(f"    {_shortest(iri, query.text)}" for iri in iris)
    block = f"WHERE {{\n  VALUES ?{variable} {{\n{lines}\n  }}"
    text = re.sub(rf"\${variable}\b", f"?{variable}", query.text)
    return replace(query, text=text.replace("WHERE {", block, 1), parameters=())


def can_be_written(iri: str) -> bool:
    """Whether SPARQL can name a resource: blank nodes and IRIs with characters it forbids have no name there."""
    return _IRI.match(iri) is not None


def _shortest(iri: str, text: str) -> str:
    curie = compress(iri)
    prefix, _, local = curie.partition(":")
    known = f"PREFIX {prefix}: <{PREFIXES.get(prefix, '')}>" in text
    return curie if known and _LOCAL.match(local) else f"<{iri}>"


def with_bindings(query: Query, values: Mapping[str, Term]) -> Query:
    """The query with parameters bound by a VALUES row at the head of its WHERE, as text for the sandbox.

    Raises UnknownName for a value that cannot be written in SPARQL, or for a parameter the query does not have.
    """
    if not values:
        return query
    missing = [name for name in values if not re.search(rf"[?$]{re.escape(name)}\b", query.text)]
    if missing or "WHERE {" not in query.text:
        raise UnknownName(f"The query has no parameter {', '.join(missing) or 'that can be bound (no WHERE {)'}.")
    names = " ".join(f"?{name}" for name in values)
    row = " ".join(written(value) for value in values.values())
    return replace(query, text=query.text.replace("WHERE {", f"WHERE {{\n  VALUES ({names}) {{ ({row}) }}", 1))


def with_terms(query: Query, values: Mapping[str, Term]) -> Query:
    """The query with parameters replaced by their values wherever a pattern or an expression has them.

    What is projected keeps its variable, which then stands empty. An engine plans by what it can read: given a value
    only when it runs, Oxigraph joins as if the parameter were free, which costs it a second in a million triples.
    Raises UnknownName for a value that cannot be written in SPARQL.
    """
    terms = {name: written(value) for name, value in values.items()}
    if not terms:
        return query
    marked = re.compile(rf"\$({'|'.join(terms)})\b")

    def put(text: str) -> str:
        return marked.sub(lambda found: terms[found[1]], text)

    parts, end = [], 0
    for naming in _NAMING.finditer(query.text):
        parts += [put(query.text[end : naming.start()]), naming[0]]
        end = naming.end()
    return replace(query, text="".join([*parts, put(query.text[end:])]))


def written(value: Term) -> str:
    """A term as SPARQL has it; raises UnknownName for a blank node, or for an IRI that cannot be written."""
    if isinstance(value, Iri):
        if not _IRI.match(value):
            raise UnknownName(f"{value!r} cannot be written as an IRI in SPARQL.")
        return f"<{value}>"
    if isinstance(value, Literal):
        escaped = re.sub(r'[\\"\n\r\f]', lambda found: _ESCAPES[found[0]], value)
        if value.language:
            return f'"{escaped}"@{value.language}'
        return f'"{escaped}"^^<{value.datatype}>' if value.datatype else f'"{escaped}"'
    raise UnknownName("A blank node cannot be bound.")


def with_terms_bound(query: Query, values: Mapping[str, Term]) -> Query:
    """The query with its `$parameters` written as terms, for engines that are only given text.

    Inside patterns the term itself stands, as transitive paths and LIMITs of sub-selects need it; a SELECT that names
    the parameter has it bound by a BIND. Raises UnknownName for a value that cannot be written in SPARQL.
    """
    terms = {name: written(value) for name, value in values.items()}
    parts: list[str] = []
    inside = [False]  # for each open bracket, whether it holds patterns
    named: list[str] = []  # the parameters that the SELECT names whose WHERE comes next
    for found in _PARTS.finditer(query.text):
        part, name = found[0], found["parameter"]
        if name is not None:
            known = inside[-1] and name in terms
            parts.append(terms[name] if known else f"?{name}")
            if not inside[-1] and name in terms and name not in named:
                named.append(name)
            continue
        parts.append(part)
        if found["select"]:
            inside[-1], named = False, []
        elif found["open"]:
            if found["where"]:
                parts.extend(f" BIND({terms[name]} AS ?{name})" for name in named)
                named = []
            inside.append(True)
        elif part == "}":
            inside.pop()
    return replace(query, text="".join(parts))
