"""What a user's query may not do, found on the parsed query.

Only a text that this parser understood is ever run, and the very text it saw: escapes are expanded and line ends
unified first (SPARQL 1.1, 19.2 and 19.4), so that no second reading of the same characters can hide a SERVICE.
"""

import re
from collections.abc import Iterator
from typing import Any

from pyparsing import ParseBaseException
from rdflib.plugins.sparql.parser import expandUnicodeEscapes, parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from graph.errors import QueryRefused, QuerySyntax

_REASONS = {
    "ServiceGraphPattern": (
        "SERVICE",
        "SERVICE would send a request to another machine; Sayso answers from its own dataset only. "
        "Take the SERVICE block out, or load that data as a file first.",
    ),
    "DatasetClause": (
        "FROM",
        "FROM would read data from elsewhere; Sayso answers from its own dataset only. "
        "To ask one graph, write GRAPH <…> { … } in the WHERE part.",
    ),
}
_UPDATE = re.compile(r"\b(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD)\b", re.IGNORECASE)


def admit(text: str) -> str:
    """Give back the text that may be run; raises QuerySyntax or QueryRefused with the place."""
    text = expandUnicodeEscapes(text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n"))
    try:
        parsed = parseQuery(text)
    except ParseBaseException as error:
        raise _fault(text, error.lineno, error.column, str(error.msg)) from None
    except RecursionError:
        raise QueryRefused("The query is nested too deeply; flatten its brackets.") from None
    for name in _names(parsed):
        if name in _REASONS:
            word, reason = _REASONS[name]
            line, column = _place(text, word)
            raise QueryRefused(reason, line=line, column=column)
    return text


def _fault(text: str, line: int, column: int, message: str) -> QuerySyntax | QueryRefused:
    update = _UPDATE.search(text.split("{", 1)[0])
    if update:
        line, column = _place(text, update.group(1))
        return QueryRefused(
            f"{update.group(1).upper()} would change the data; queries only read. Use Import, or `load` on the command line.",
            line=line,
            column=column,
        )
    return QuerySyntax(f"Not SPARQL at line {line}, column {column}: {message}", line=line, column=column)


def _names(part: Any) -> Iterator[str]:
    if isinstance(part, CompValue):
        yield part.name
        for value in part.values():
            yield from _names(value)
    elif isinstance(part, (list, tuple)) or type(part).__name__ == "ParseResults":
        for value in part:
            yield from _names(value)


def _place(text: str, word: str) -> tuple[int | None, int | None]:
    found = re.search(rf"\b{word}\b", text, re.IGNORECASE)
    if found is None:
        return None, None
    before = text[: found.start()]
    return before.count("\n") + 1, found.start() - before.rfind("\n")
