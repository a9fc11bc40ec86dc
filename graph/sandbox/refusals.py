"""What a user's query may not do, found on the parsed query.

Escapes are expanded and line ends unified first (SPARQL 1.1, 19.2 and 19.4), and exactly that text is run, so that no
second reading of the same characters can hide a SERVICE. A text in which neither "service" nor "from" occurs anywhere
cannot reach out, whatever its structure: it is not parsed twice. In any other only what this parser understood is run.
A call of a function by its IRI is looked at as well, since engines answer unknown ones with nothing.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from graph.errors import QueryFault, QueryRefused, QuerySyntax

MAX_DEPTH: Final = 300
_SERVICE: Final = (
    "SERVICE would send a request to another machine; Sayso answers from its own dataset only. "
    "Take the SERVICE block out, or load that data as a file first."
)
_PROLOGUE = re.compile(r"(?:\s+|#[^\n]*|(?i:BASE|WITH)\s*<[^>]*>|(?i:PREFIX)\s*[^\s:]*:\s*<[^>]*>)*")
_NO_CODE = re.compile(
    r'""".*?"""|\'\'\'.*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|<[^<>\s]*>|#[^\n]*', re.DOTALL
)
_ESCAPE = re.compile(r"\\\\|\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_UPDATE = re.compile(r"\b(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD)\b", re.IGNORECASE)
_CALL = re.compile(r"(?:>|(?<![\w-])[^\W\d][\w-]*+:[\w.-]*+|(?<![\w?$]):[\w.-]++)\s*\(")
_DECLARED = re.compile(r"(?i:\bPREFIX)\s+([\w.-]*):")
_PREFIXED = re.compile(r"(?<![\w?$<:@-])((?!_:)(?:[^\W\d][\w.-]*+)?):(?=[\w%\\:]|\s)")
_ENGINE_WORDS: Final = ("The SELECT contains a variable that is unbound",)
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_ENGINE_PLACE = re.compile(r"error at (\d+):(\d+): (?:expected )?(?:one of )?(.*)", re.DOTALL)


@dataclass(frozen=True)
class Admitted:
    """A query that may be run, as the very text to run; `own_dataset` when it says FROM which graphs.

    `form` is `select`, `ask` or `construct` (DESCRIBE as well), where the engine has been asked.
    """

    text: str
    own_dataset: bool = False
    form: str = ""


def admit(text: str, known: Callable[[str], bool]) -> Admitted:
    """Give back the text that may be run; raises QuerySyntax or QueryRefused with the place.

    `known` tells whether an IRI names a graph of the dataset.
    """
    text = _ESCAPE.sub(_character, text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n"))
    try:
        text.encode()
    except UnicodeEncodeError as error:
        line, column = _line_and_column(text, error.start)
        raise QuerySyntax("Not SPARQL: half a character (a lone surrogate).", line=line, column=column) from None
    if not text.strip():
        begin = "Begin with SELECT, ASK, CONSTRUCT or DESCRIBE."
        raise QuerySyntax(f"Not SPARQL at line 1, column 1: nothing is written yet. {begin}", line=1, column=1)
    _refuse_depth(text)
    folded = text.casefold()
    reaching = "service" in folded or "from" in folded or "\\u" in folded
    if not reaching and not _CALL.search(text):
        return Admitted(text)
    try:
        parsed = _parsed(text)
    except QueryFault:
        if reaching:
            raise
        return Admitted(text)  # the engine says what is wrong with it
    _refuse_functions(text, parsed)
    if "ServiceGraphPattern" in {part.name for part in _parts(parsed)}:
        raise _refused(text, _SERVICE, "SERVICE")
    clauses = [part for part in _parts(parsed) if part.name == "DatasetClause"]
    for number, iri in enumerate(_named(parsed, [c.named if "named" in c else c.default for c in clauses])):
        if not known(iri):
            reason = (
                f"FROM names <{iri}>, which is no graph of the dataset, and nothing is fetched. "
                "Name a graph that is there (`stats` lists them), or load that data as a file first."
            )
            raise _refused(text, reason, "FROM", number)
    return Admitted(text, own_dataset=bool(clauses))


def explained(text: str, message: str) -> QueryFault:
    """What is wrong with a text that the engine could not read, in the words of the parser that says it better."""
    try:
        _parsed(text)
    except QueryFault as fault:
        return fault
    found = _ENGINE_PLACE.match(message)
    if found is None:
        return QuerySyntax(f"Not SPARQL: {message}")
    if undeclared := _undeclared(text):
        return undeclared
    line, column = int(found[1]), int(found[2])
    said = next((words for words in _ENGINE_WORDS if words in found[3]), "")
    expected = f"{said}." if said else "this cannot stand here."
    return QuerySyntax(f"Not SPARQL at line {line}, column {column}: {expected}", line=line, column=column)


def uncalled(text: str, message: str) -> QueryRefused:
    """Why a cast cannot be called, in our words: `message` is the engine's on a function of XML Schema."""
    name = message.partition("#")[2].partition(">")[0]
    found = re.search(rf"[:#]{re.escape(name)}>?\s*\(", _code(text))
    line, column = _line_and_column(text, found.start()) if found else (None, None)
    if "argument" in message:
        reason = f"The cast xsd:{name} takes one argument. Give it exactly one."
    else:
        casts = "boolean, integer, decimal, double, float, string, date, time, dateTime"
        reason = f"xsd:{name} is no cast this engine has. There are xsd: {casts}, in these letters."
    return QueryRefused(reason, line=line, column=column)


def _undeclared(text: str) -> QuerySyntax | None:
    """The first prefix that is used and not declared."""
    code = _code(text)
    declared = {found[1] for found in _DECLARED.finditer(code)}
    for found in _PREFIXED.finditer(_DECLARED.sub(lambda part: " " * len(part[0]), code)):
        if found[1] not in declared:
            line, column = _line_and_column(text, found.start())
            mend = f"Write PREFIX {found[1]}: <namespace> at the top, or the IRI in full."
            reason = f"the prefix {found[1]}: is not declared. {mend}"
            return QuerySyntax(f"Not SPARQL at line {line}, column {column}: {reason}", line=line, column=column)
    return None


def _parsed(text: str) -> Any:
    # The library takes 0.2 s to import; most queries never need it.
    from pyparsing import ParseBaseException  # noqa: PLC0415
    from rdflib.plugins.sparql.parser import parseQuery  # noqa: PLC0415

    try:
        # the parser expands escapes once more, even behind a backslash: an escaped backslash is shown to it as a tab
        return parseQuery(text.replace("\\\\", "\\t"))
    except ParseBaseException as error:
        raise _fault(text, error.lineno, error.column, str(error.msg)) from None
    except ValueError:
        raise QuerySyntax("Not SPARQL: an escape \\u… or \\U… names no character.") from None
    except RecursionError:
        raise QueryRefused("The query is nested too deeply; flatten its brackets.") from None


def _refuse_functions(text: str, parsed: Any) -> None:
    """Engines have functions of their own; to call one that this one has not gives unbound values without a word."""
    calls = [part.iri for part in _parts(parsed) if part.name == "Function"]
    for call, iri in zip(calls, _named(parsed, calls), strict=True):
        if not iri.startswith(_XSD):
            reason = f"<{iri}> is no function of SPARQL 1.1, and this engine has no other. Say it with one that is."
            written = f"{call.prefix or ''}:{call.localname}" if hasattr(call, "localname") else f"<{call}>"
            at = text.find(written)
            line, column = _line_and_column(text, at) if at >= 0 else (None, None)
            raise QueryRefused(reason, line=line, column=column)


def _named(parsed: Any, names: list[Any]) -> Iterator[str]:
    """Names as they stand in a query, as full IRIs."""
    if not names:
        return
    from rdflib.plugins.sparql.algebra import translatePrologue  # noqa: PLC0415

    prologue = translatePrologue(parsed[0], "", {}, None)
    for name in names:
        try:
            yield str(prologue.absolutize(name))
        except Exception as error:  # noqa: BLE001 rdflib raises bare Exception for an unknown prefix
            raise QuerySyntax(f"Not SPARQL: {error}") from None


def _refuse_depth(text: str) -> None:
    """The parsers are recursive: past some thousand levels they would overflow the stack and die."""
    if sum(map(text.count, "({[")) <= MAX_DEPTH:
        return
    depth = 0
    for bracket in re.finditer(r"[({\[]|[)}\]]", _code(text)):
        depth += 1 if bracket[0] in "({[" else -1
        if depth > MAX_DEPTH:
            line, column = _line_and_column(text, bracket.start())
            reason = f"The query is nested too deeply: more than {MAX_DEPTH} brackets are open. Flatten it."
            raise QueryRefused(reason, line=line, column=column)


def _character(escape: re.Match[str]) -> str:
    code = int(escape[1] or escape[2] or "0", 16)
    known = 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF
    return chr(code) if known else escape[0]


def _fault(text: str, line: int, column: int, message: str) -> QueryFault:
    start = _PROLOGUE.match(text)
    update = _UPDATE.match(text, start.end() if start else 0)
    if update:
        word = update.group(1)
        reason = f"{word.upper()} would change the data; queries only read. Use Import, or `load` on the command line."
        return _refused(text, reason, word)
    return QuerySyntax(f"Not SPARQL at line {line}, column {column}: {message}", line=line, column=column)


def _refused(text: str, reason: str, word: str, number: int = 0) -> QueryRefused:
    line, column = _place(text, word, number)
    return QueryRefused(reason, line=line, column=column)


def _parts(part: Any) -> Iterator[Any]:
    from rdflib.plugins.sparql.parserutils import CompValue  # noqa: PLC0415

    if isinstance(part, CompValue):
        yield part
        for value in part.values():
            yield from _parts(value)
    elif isinstance(part, (list, tuple)) or type(part).__name__ == "ParseResults":
        for value in part:
            yield from _parts(value)


def _code(text: str) -> str:
    """The text with blanks for what is no code: literals, IRIs, comments."""
    return _NO_CODE.sub(lambda part: re.sub(r"[^\n]", " ", part[0]), text)


def _place(text: str, word: str, number: int) -> tuple[int | None, int | None]:
    found = list(re.finditer(rf"(?<![\w?$:]){word}(?![\w:])", _code(text), re.IGNORECASE))
    return _line_and_column(text, found[number].start()) if number < len(found) else (None, None)


def _line_and_column(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
