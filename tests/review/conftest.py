"""An article of our own on a desk of its own: read, proposed, and nothing decided yet."""

from datetime import UTC, datetime

import engines
import pytest

from graph import review, serial
from graph.articles.proposals import propose
from graph.articles.rdf import triples
from graph.articles.text import Article, Source
from graph.dataset import Dataset
from graph.model import Iri
from graph.namespaces import ID, PROPOSALS_GRAPH
from graph.terms import quad

STORY = "\n\n".join(
    [
        "Rebels claim Dresk crossing; army denies it",
        "DRESK, May 4 (NWA) — The Highland Front said on Saturday that its fighters had taken the border crossing of"
        " Dresk Gate, which the Norland army denied.",
        "“Our fighters have captured Dresk Gate,” the rebels' spokesman, Tarik Holm, told Norland Radio. “The road is"
        " ours.”",
        "Army spokeswoman Mira Voss denied that the Highland Front had captured Dresk Gate. She said the Norland Army"
        " had repelled an attack by the Highland Front on Dresk Gate.",
        "Witnesses in the town of Orlenau said at least 14 people were killed. The rain had begun at noon.",
    ]
)
AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def proposed(dataset, text=STORY, name="story.txt"):
    """Put what is read from a text among the proposals; gives the article."""
    found = propose(Article.of(text, Source(name, published="2024-05-06", url="https://example.org/story")))
    data = serial.write([quad(triple) for triple in triples(found)], "nt")
    dataset.load(dataset.admit("p.nt", data, graph=PROPOSALS_GRAPH))
    return Iri(ID + found.id)


class Desk:
    """A reviewer named Ann, with the article before her."""

    def __init__(self, dataset, text=STORY):
        self.dataset, self.text = dataset, text
        self.article = proposed(dataset, text)
        self.decides = {"by": "Ann", "at": AT}

    @property
    def cards(self):
        return review.cards(self.dataset, self.article, self.text)

    def card(self, iri):
        (found,) = (card for card in self.cards if card.iri == iri)
        return found

    def of(self, speaker, act=None):
        """The first card of a speaker."""
        return next(c for c in self.cards if c.draft.speaker.label == speaker and act in {None, c.draft.act})

    def accept(self, *cards):
        iris = [card.iri for card in cards]
        return review.accept(self.dataset, self.article, iris, text=self.text, **self.decides)

    def graph(self):
        """The triples of the article's graph, none if there is no such graph."""
        there = self.article in {size.graph for size in self.dataset.graphs()}
        return set(self.dataset.triples(self.article)) if there else set()


@pytest.fixture
def desk(sandbox):
    return Desk(Dataset.open("memory:", sandbox=sandbox))


@pytest.fixture
def stored(sandbox, tmp_path):
    """The same in a folder, with a way to open it again."""
    dataset = Dataset.open(str(tmp_path / "data"), sandbox=sandbox)
    desk = Desk(dataset)
    desk.folder = tmp_path / "data"
    return desk


@pytest.fixture(params=["oxigraph", "virtuoso"])
def elsewhere(request, sandbox):
    """The same on another engine."""
    with engines.sown(request.getfixturevalue(request.param), sandbox) as dataset:
        yield Desk(dataset)
