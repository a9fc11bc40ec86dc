"""Which terms are near another: by spelling, in time, or in number."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from graph.asking.words import nearest
from graph.model import Iri, Literal, Term, spell
from graph.namespaces import PREFIXES, compress

_XSD: Final = PREFIXES["xsd"]
_DAYS: Final = {_XSD + "date", _XSD + "dateTime"}
_NUMBERS: Final = {_XSD + name for name in ("integer", "decimal", "double", "float", "int", "long")}


def nearest_terms(term: Term, others: Iterable[Term], limit: int = 3) -> list[Term]:
    """The terms most like a term, best first; none where nothing is like it."""
    pool = [other for other in others if not _same(other, term)]
    measured = measure(term)
    if measured is not None:
        same_kind = [(abs(value - measured), other) for other in pool if (value := measure(other)) is not None]
        return [other for _, other in sorted(same_kind, key=lambda each: each[0])[:limit]]
    names: dict[str, Term] = {}
    for other in pool:
        if isinstance(other, Iri) == isinstance(term, Iri):
            names.setdefault(_name(other), other)
    return [names[name] for name in nearest(_name(term), names, limit=limit, at_least=55)]


def measure(term: Term) -> float | None:
    """A day as its number, a number as itself; None for other terms."""
    if not isinstance(term, Literal):
        return None
    try:
        if term.datatype in _DAYS:
            return float(date.fromisoformat(term[:10]).toordinal())
        return float(term) if term.datatype in _NUMBERS else None
    except ValueError:
        return None


def span(terms: Iterable[Term]) -> str:
    """From where to where days or numbers go, in words; nothing for other terms."""
    measured = [(value, term) for term in terms if (value := measure(term)) is not None]
    if not measured:
        return ""
    (_, least), (_, most) = min(measured, key=lambda m: m[0]), max(measured, key=lambda m: m[0])
    return f"from {_spelt(least)} to {_spelt(most)}"


def _spelt(term: Term) -> str:
    if isinstance(term, Literal) and term.datatype in _DAYS:
        return spell(date.fromisoformat(term[:10]))
    return str(term)


def _name(term: Term) -> str:
    return compress(term).rpartition(":")[2] if isinstance(term, Iri) else str(term)


def _same(one: Term, other: Term) -> bool:
    if str(one) != str(other) or type(one) is not type(other):
        return False
    if isinstance(one, Literal) and isinstance(other, Literal):
        return (one.datatype, one.language) == (other.datatype, other.language)
    return True
