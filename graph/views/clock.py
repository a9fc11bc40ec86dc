"""The two clocks: which statements were known by a day, and whose content holds on a day.

An undated statement counts from the day its article speaks from: the latest day of the article's own voice, else the
page's date. The graph, lists, queries and exports all ask here.
"""

from collections import defaultdict
from datetime import date

from graph.dataset import Dataset
from graph.model import Clock, Iri, Row, Said, Statement, Term


def day_of(value: Term | None) -> date | None:
    """The day of an xsd:dateTime at midnight, which is how days are written here."""
    return date.fromisoformat(str(value)[:10]) if value is not None else None


def known_by(dataset: Dataset, said: Said, article: Iri) -> date | None:
    """The day by which a statement was made, as far as that can be told."""
    if said.day is not None:
        return said.day
    rows = dataset.select("speaks_from", article=article)
    return _speaks_from(rows[0]) if rows else None


def visible(dataset: Dataset, record: Statement, clock: Clock) -> bool:
    """Whether a statement was known, and what it says holds, by the clock."""
    if clock.known is not None:
        known = known_by(dataset, record.said, record.article)
        if known is not None and known > clock.known:
            return False
    if clock.on is None:
        return True
    return any(_holds(row, clock.on) for row in dataset.select("holds", statement=record.iri))


def hidden(dataset: Dataset, clock: Clock) -> frozenset[Iri]:
    """Everything that the clock hides: statements, and contents that only they have."""
    if clock == Clock():
        return frozenset()
    holding: dict[Iri, bool] = defaultdict(bool)
    contents: dict[Iri, set[Iri]] = defaultdict(set)
    for row in dataset.select("holds"):
        statement = Iri(str(row["statement"]))
        contents[statement].add(Iri(str(row["content"])))
        holding[statement] |= clock.on is None or _holds(row, clock.on)
    articles = {row["article"]: _speaks_from(row) for row in dataset.select("speaks_from")}
    gone = set()
    for row in dataset.select("said_days"):
        statement = Iri(str(row["statement"]))
        known = day_of(row["statedOn"]) or articles.get(row["article"])
        if not holding[statement] or (clock.known and known and known > clock.known):
            gone.add(statement)
    kept = {content for statement, said in contents.items() if statement not in gone for content in said}
    orphans = {content for statement in gone for content in contents[statement] if content not in kept}
    return frozenset(gone | orphans)


def _speaks_from(row: Row) -> date | None:
    return day_of(row["from"]) or day_of(row["page"])


def _holds(row: Row, day: date) -> bool:
    began = day_of(row["begunBy"]) or day_of(row["beganAfter"])
    ended = day_of(row["holdsUntil"]) or day_of(row["endsBy"])
    return (began is None or began <= day) and (ended is None or ended >= day)
