"""Articles, their counts, and what the whole dataset holds."""

from dataclasses import dataclass
from datetime import date

from graph.dataset import Dataset
from graph.model import Article, GraphSize, Iri, number_in
from graph.views.clock import day_of


@dataclass(frozen=True)
class Stats:
    """Counts of the dataset, and the span of days on which its statements were made."""

    articles: int
    statements: int
    actors: int
    places: int
    triples: int
    first: date | None
    last: date | None
    graphs: tuple[GraphSize, ...]


def articles(dataset: Dataset) -> list[Article]:
    """The articles, by id."""
    return [
        Article(
            iri=Iri(str(row["article"])),
            label=str(row["label"]),
            publisher=str(row["publisher"] or ""),
            agency=str(row["agency"] or ""),
            published=day_of(row["published"]),
            url=str(row["url"] or ""),
            statements=int(str(row["statements"])),
            spans=int(str(row["spans"])),
            text_sha256=str(row["sha256"] or ""),
            characters=int(number_in(row["characters"]) or 0),
            archived=str(row["archived"] or ""),
        )
        for row in dataset.select("articles")
    ]


def stats(dataset: Dataset) -> Stats:
    """Count what there is."""
    row = dataset.select("counts")[0]
    graphs = tuple(dataset.graphs())
    return Stats(
        articles=int(str(row["articles"])),
        statements=int(str(row["statements"])),
        actors=int(str(row["actors"])),
        places=int(str(row["places"])),
        triples=sum(graph.triples for graph in graphs),
        first=day_of(row["first"]),
        last=day_of(row["last"]),
        graphs=graphs,
    )
