"""What a user's query may not do, found on the parsed query.

Only a text that this parser understood is ever run, and the very text it saw: escapes are expanded and line ends
unified first (SPARQL 1.1, 19.2 and 19.4), so that no second reading of the same characters can hide a SERVICE.
"""

import re
from collections.abc import Iterator
from typing import Any

from pyparsing import ParseBaseException
from rdflib.plugins.sparql.parser import parseQuery
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
_PROLOGUE = re.compile(r"(?:\s+|#[^\n]*|(?i:BASE|WITH)\s*<[^>]*>|(?i:PREFIX)\s*[^\s:]*:\s*<[^>]*>)*")
_NO_CODE = re.compile(
    r'""".*?"""|\'\'\'.*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|<[^<>\s]*>|#[^\n]*', re.DOTALL
)
_ESCAPE = re.compile(r"\\\\|\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_UPDATE = re.compile(r"\b(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD)\b", re.IGNORECASE)


def admit(text: str) -> str:
    """Give back the text that may be run; raises QuerySyntax or QueryRefused with the place."""
    text = _ESCAPE.sub(_character, text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n"))
    try:
        # the parser expands escapes once more, even behind a backslash: an escaped backslash is shown to it as a tab
        parsed = parseQuery(text.replace("\\\\", "\\t"))
    except ParseBaseException as error:
        raise _fault(text, error.lineno, error.column, str(error.msg)) from None
    except ValueError:
        raise QuerySyntax("Not SPARQL: an escape \\u… or \\U… names no character.") from None
    except RecursionError:
        raise QueryRefused("The query is nested too deeply; flatten its brackets.") from None
    for name in _names(parsed):
        if name in _REASONS:
            word, reason = _REASONS[name]
            line, column = _place(text, word)
            raise QueryRefused(reason, line=line, column=column)
    return text


def _character(escape: re.Match[str]) -> str:
    code = int(escape[1] or escape[2] or "0", 16)
    known = 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF
    return chr(code) if known else escape[0]


def _fault(text: str, line: int, column: int, message: str) -> QuerySyntax | QueryRefused:
    start = _PROLOGUE.match(text)
    update = _UPDATE.match(text, start.end() if start else 0)
    if update:
        word = update.group(1)
        at_line, at_column = _place(text, word)
        return QueryRefused(
            f"{word.upper()} would change the data; queries only read. Use Import, or `load` on the command line.",
            line=at_line,
            column=at_column,
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
    code = _NO_CODE.sub(lambda part: re.sub(r"[^\n]", " ", part[0]), text)
    found = re.search(rf"(?<![\w?$:]){word}(?![\w:])", code, re.IGNORECASE)
    if found is None:
        return None, None
    before = text[: found.start()]
    return before.count("\n") + 1, found.start() - before.rfind("\n")
