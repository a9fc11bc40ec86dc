"""The words of SPARQL 1.1, and the nearest word to a misspelt one."""

from collections.abc import Iterable
from typing import Final

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
PROLOGUE: Final = ("PREFIX", "BASE")
UPDATES: Final = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
GROUP: Final = ("FILTER", "OPTIONAL", "UNION", "MINUS", "GRAPH", "SERVICE", "BIND", "VALUES")
MODIFIERS: Final = ("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET")
IN_MODIFIERS: Final = ("BY", "ASC", "DESC")
IN_EXPRESSIONS: Final = ("AS", "IN", "NOT", "EXISTS", "DISTINCT", "SEPARATOR", "TRUE", "FALSE")
AGGREGATES: Final = ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")
FUNCTIONS: Final = (
    "STR", "LANG", "LANGMATCHES", "DATATYPE", "BOUND", "IRI", "URI", "BNODE", "RAND", "ABS", "CEIL", "FLOOR", "ROUND",
    "CONCAT", "STRLEN", "UCASE", "LCASE", "ENCODE_FOR_URI", "CONTAINS", "STRSTARTS", "STRENDS", "STRBEFORE", "STRAFTER",
    "YEAR", "MONTH", "DAY", "HOURS", "MINUTES", "SECONDS", "TIMEZONE", "TZ", "NOW", "UUID", "STRUUID", "MD5", "SHA1",
    "SHA256", "SHA384", "SHA512", "COALESCE", "IF", "STRLANG", "STRDT", "SAMETERM", "ISIRI", "ISURI", "ISBLANK",
    "ISLITERAL", "ISNUMERIC", "REGEX", "SUBSTR", "REPLACE",
)  # fmt: skip

_SHORTEST: Final = 3


def misspelt(word: str, meant: Iterable[str]) -> str | None:
    """The word of SPARQL that somebody meant, when it is one or two strokes away."""
    folded = word.upper()
    strokes = 1 if len(word) <= _SHORTEST + 1 else 2
    near = [(OSA.distance(folded, other), other) for other in meant]
    distance, found = min(near, default=(strokes + 1, ""))
    return found if 0 < distance <= strokes and len(word) >= _SHORTEST else None


def nearest(text: str, names: Iterable[str], *, limit: int = 3, at_least: float = 70) -> list[str]:
    """The names most like a text, best first; letter case and separators count little. `at_least` is out of 100."""
    found = process.extract(text, list(names), scorer=fuzz.ratio, processor=_plain, limit=limit, score_cutoff=at_least)
    return [name for name, *_ in found]


def _plain(text: str) -> str:
    return text.casefold().replace("-", "").replace("_", "")
