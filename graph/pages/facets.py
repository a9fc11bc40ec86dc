"""Filters of the picture: what its things can be told apart by, with counts, and which values are turned off."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from graph.draw.style import family_of, voice_of
from graph.model import Iri, Node, Statement
from graph.namespaces import compress

_HOW = {
    "claim": "says it is so",
    "deny": "denies",
    "report": "reports",
    "narrate": "in the newspaper's own voice",
    "hearsay": "passes on hearsay",
}
_CERTAINTY = {
    "say:certain": "certain",
    "say:probable": "probable",
    "say:possible": "possible",
    "say:unspecifiedCertainty": "left open",
}
FACETS = {"act": "How it is said", "speaker": "Speaker", "article": "Article", "certainty": "Certainty"}


@dataclass(frozen=True)
class Value:
    """A value of a facet: its key, its name, and how many things in the view have it."""

    key: str
    label: str
    count: int


def family_key(each: Node) -> str:
    """The line of the legend that a thing belongs to."""
    return family_of(each.thing.kind, each.thing.kind_label).key


def values_of(nodes: Iterable[Node], facet: str, names: Callable[[Iri], str]) -> list[Value]:
    """The values that the statements of a view have in one facet, most frequent first; `names` labels articles."""
    counts: Counter[tuple[str, str]] = Counter(
        _value(each.statement, facet, names) for each in nodes if each.statement is not None
    )
    return sorted((Value(*value, count) for value, count in counts.items()), key=lambda v: (-v.count, v.label))


def turned_off(off: Collection[str], since: date | None, until: date | None) -> Callable[[Node], bool]:
    """Whether the filters keep a thing back; what was said on no known day is never kept back by days."""

    def is_off(each: Node) -> bool:
        if f"kind={family_key(each)}" in off:
            return True
        record = each.statement
        if record is None:
            return False
        if any(f"{facet}={_value(record, facet, str)[0]}" in off for facet in FACETS):
            return True
        day = record.said.day
        return day is not None and ((since is not None and day < since) or (until is not None and day > until))

    return is_off


def said_days(nodes: Sequence[Node]) -> list[date]:
    """The days on which the statements of a view were made, in order."""
    return sorted({each.statement.said.day for each in nodes if each.statement and each.statement.said.day})


def in_words(off: Collection[str], since: date | None, until: date | None) -> str:
    """The filters in words, for a file that outlives the page."""
    parts = [f"without {compress(value) if ':' in value else value}" for value in sorted(off)]
    parts += [f"said from {since}"] if since else []
    parts += [f"said until {until}"] if until else []
    return ", ".join(parts)


def _value(record: Statement, facet: str, names: Callable[[Iri], str]) -> tuple[str, str]:
    match facet:
        case "article":
            return record.article, names(record.article) if record.has_article else "Article not given"
        case "speaker":
            return record.speaker.iri, record.speaker.label
        case "certainty":
            return record.certainty, _CERTAINTY.get(record.certainty, record.certainty)
    mark = voice_of(record).mark
    if mark == "directive":
        return record.act, record.verb
    return mark, _HOW.get(mark, mark)
