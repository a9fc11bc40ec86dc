"""A SPARQL text as tokens; what is no token is one too, marked as broken, so that nothing is ever lost.

Terminals are those of SPARQL 1.1, section 19.8, a little wider where a person is still typing (`say:` alone).
"""

import re
from enum import StrEnum
from typing import Final, NamedTuple

from graph.model import Literal


class Kind(StrEnum):
    """What a token is."""

    WORD = "word"
    NAME = "name"
    IRI = "iri"
    VARIABLE = "variable"
    TEXT = "text"
    LANGUAGE = "language"
    NUMBER = "number"
    BLANK = "blank"
    MARK = "mark"
    COMMENT = "comment"
    BROKEN = "broken"
    HOLE = "hole"
    END = "end"


class Token(NamedTuple):
    """A piece of a text with its place, [start, end) in code points; a HOLE is where the cursor is."""

    kind: Kind
    text: str
    start: int
    end: int

    def is_mark(self, *marks: str) -> bool:
        """Whether it is one of some punctuation marks."""
        return self.kind is Kind.MARK and self.text in marks

    def is_word(self, *words: str) -> bool:
        """Whether it is one of some words, given in capitals."""
        return self.kind is Kind.WORD and self.text.upper() in words


_TOKEN: Final = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<comment>\#[^\n]*)
  | (?P<long>\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3})
  | (?P<open>\"{3}.*|'{3}.*)
  | (?P<text>"(?:[^"\\\n]|\\[^\n])*"|'(?:[^'\\\n]|\\[^\n])*')
  | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
  | (?P<variable>[?$]\w+)
  | (?P<blank>_:\w(?:[\w.-]{0,199}[\w-])?)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<name>(?:[^\W\d_](?:[\w.-]{0,99}[\w-])?)?:(?:[\w:-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]
             |\.+(?=[\w:%\\-]))*)
  | (?P<number>\d+\.\d+(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|\d+(?:[eE][+-]?\d+)?)
  | (?P<word>[^\W\d]\w*)
  | (?P<cut><[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}]*)
  | (?P<mark>\^\^|&&|\|\||!=|<=|>=|[{}()\[\].;,^|/+*?!=<>-])
  | (?P<broken>["'][^\n]*|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_SCHEME: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")
_CLOSED: Final = re.compile(r"""(?<!\\)(?:\\\\)*["']\Z""")
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_NAMED: Final = {"long": Kind.TEXT, "open": Kind.BROKEN, "cut": Kind.BROKEN}


def tokens(text: str, start: int = 0) -> list[Token]:
    """Every token of a text from `start` on, comments too; white space is left out."""
    found: list[Token] = []
    depth = 0
    while (hit := _TOKEN.match(text, start)) is not None:
        group = hit.lastgroup or "broken"
        start = hit.end()
        if group in {"iri", "cut"} and found and _compares(found[-1], hit[0], group == "cut" and depth > 0):
            start = hit.start() + 1
            found.append(Token(Kind.MARK, "<", hit.start(), start))
        elif group != "space":
            found.append(Token(_NAMED.get(group) or Kind(group), hit[0], hit.start(), hit.end()))
            depth = 0 if hit[0] in {"{", "}"} else depth + (hit[0] == "(") - (hit[0] == ")")
    return found


def _compares(before: Token, written: str, in_brackets: bool) -> bool:
    """Whether `<` after a value is the sign and no bracket, as in `?n<9&&?n>0`: an IRI would have a scheme."""
    value = before.kind in {Kind.VARIABLE, Kind.NUMBER, Kind.TEXT} or before.is_mark(")")
    return value and (in_brackets or not _SCHEME.match(written))


def content(text: str) -> str:
    """What a quoted text says, escapes expanded; of a text that is never closed, what there is of it."""
    for quote in ('"""', "'''", '"', "'"):
        if text.startswith(quote):
            inner = text[len(quote) :]
            closed = len(inner) >= len(quote) and _CLOSED.search(inner) is not None
            return unescaped(inner.removesuffix(quote) if closed else inner)
    return unescaped(text)


def unescaped(text: str) -> str:
    """A text with its SPARQL escapes expanded; an escape that names no character stays as it is."""
    return _ESCAPE.sub(_character, text)


def _character(escape: re.Match[str]) -> str:
    if escape[3]:
        return _ESCAPED.get(escape[3], escape[3])
    code = int(escape[1] or escape[2], 16)
    return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else escape[0]


def literal(text: str, datatype: str = "", language: str = "") -> Literal:
    """The literal that a quoted text stands for."""
    return Literal(content(text), datatype, language)
