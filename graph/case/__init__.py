"""The case file: a drawn view as one HTML page that opens offline, years later, and can be loaded again.

What was drawn, in a picture and in words; each statement in full; where accounts differ; and what all of it rests on,
down to the digests. No script, no request, the same bytes for the same input. All text from data is escaped.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from string import Template
from typing import Final

from graph.case.differences import differences
from graph.case.inputs import articles, graphs, triples
from graph.case.picture import graph, outline
from graph.case.seen import Seen
from graph.case.statements import statements
from graph.case.writing import many, table, web_link, written
from graph.dataset import Dataset
from graph.draw import Point
from graph.model import Clock, Iri, Picture, spell
from graph.queries import Query
from graph.texts import Text

__all__ = ["case"]

_TEMPLATE: Final = Path(__file__).with_name("case.html")


def case(
    dataset: Dataset,
    picture: Picture,
    at: Mapping[Iri, Point],
    *,
    title: str,
    made: date,
    clock: Clock,
    query: Query,
    link: str,
    texts: Sequence[Text] = (),
    filters: str = "",
    notes: str = "",
) -> bytes:
    """Write the case file of a picture, as it is drawn by the clock, with everything at its place.

    `made` is the day it says it was made; `query` gives its triples, `link` reopens the view. Passages are shown only
    from `texts`. Raises KeyError for a thing without a place.
    """
    seen = Seen(dataset, picture, clock, texts)
    head = table(
        [
            ("made on", spell(made)),
            ("known by", spell(clock.known) if clock.known else "any day"),
            ("holds on", spell(clock.on) if clock.on else "any day"),
            ("filters", filters or "none"),
            ("drawn", _counts(picture)),
        ]
    )
    page = Template(_TEMPLATE.read_text("utf-8")).substitute(
        title=written(title or "What is said, and by whom"),
        head=head,
        notes=_notes(notes),
        graph=graph(picture, at, title),
        outline=outline(picture),
        statements=statements(seen),
        differences=differences(seen),
        query=written(query.text.strip()),
        link=web_link(link, "none"),
        articles=articles(seen),
        graphs=graphs(seen),
        triples=triples(seen),
    )
    return page.encode()


def _counts(picture: Picture) -> str:
    statements = many(len(picture.statements), "statement")
    hidden = f"; {many(picture.hidden, 'statement')} hidden by the days" if picture.hidden else ""
    return f"{many(len(picture.things), 'thing')}, of them {statements}; {many(len(picture.links), 'link')}{hidden}"


def _notes(notes: str) -> str:
    if not notes.strip():
        return ""
    return f'<section><h2>Notes</h2>\n<p class="notes" dir="auto">{written(notes)}</p></section>'
