"""The two clocks: which statements were known by a day, and whose content holds on a day.

An undated statement counts from the day its article speaks from: the latest day of the article's own voice, else the
page's date. The graph, lists, queries and exports all ask here.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from graph.dataset import Dataset
from graph.model import Clock, Iri, Row, Said, Statement, Term, day_in, resource


def day_of(value: Term | None) -> date | None:
    """The day of an xsd:dateTime at midnight, which is how days are written here."""
    return day_in(value)


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


@dataclass(frozen=True)
class Days:
    """When every statement was known, and when what it says holds: read once for a state, asked for any clock.

    `statements` has the day by which each was known, where that can be told, and the days through which one of its
    contents holds; `contents` has what each says.
    """

    statements: tuple[tuple[Iri, date | None, tuple[tuple[date, date], ...]], ...]
    contents: tuple[tuple[Iri, Iri], ...]

    def hidden(self, clock: Clock) -> frozenset[Iri]:
        """Everything that a clock hides: statements, and contents that only they have."""
        if clock == Clock():
            return frozenset()
        late, on = clock.known or date.max, clock.on
        gone = {
            statement
            for statement, known, holding in self.statements
            if (known and known > late) or (on and not any(began <= on <= ended for began, ended in holding))
        }
        kept = {content for statement, content in self.contents if statement not in gone}
        return frozenset(gone | {content for statement, content in self.contents if statement in gone} - kept)


def read_days(dataset: Dataset) -> Days:
    """Read the days of all statements."""
    holding: dict[Iri, list[tuple[date, date]]] = defaultdict(list)
    contents = []
    for row in dataset.select("holds"):
        statement = resource(row["statement"])
        contents.append((statement, resource(row["content"])))
        holding[statement].append(_span(row))
    articles = {row["article"]: _speaks_from(row) for row in dataset.select("speaks_from")}
    said = ((resource(row["statement"]), row) for row in dataset.select("said_days"))
    return Days(
        tuple((iri, day_of(row["statedOn"]) or articles.get(row["article"]), tuple(holding[iri])) for iri, row in said),
        tuple(contents),
    )


def hidden(dataset: Dataset, clock: Clock) -> frozenset[Iri]:
    """Everything that the clock hides; who turns it again and again keeps the `Days`."""
    return frozenset() if clock == Clock() else read_days(dataset).hidden(clock)


def _speaks_from(row: Row) -> date | None:
    return day_of(row["from"]) or day_of(row["page"])


def _holds(row: Row, day: date) -> bool:
    began, ended = _span(row)
    return began <= day <= ended


def _span(row: Row) -> tuple[date, date]:
    """The first and the last day on which a content holds, as far as is told."""
    began = day_of(row["begunBy"]) or day_of(row["beganAfter"])
    ended = day_of(row["holdsUntil"]) or day_of(row["endsBy"])
    return began or date.min, ended or date.max
