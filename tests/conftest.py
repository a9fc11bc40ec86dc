"""What the tests share: the dataset of the seeds, its triples, and the article texts where they are."""

from pathlib import Path

import pytest
from hypothesis import settings
from rdflib import Graph

from graph.dataset import Dataset
from graph.sandbox import Sandbox

settings.register_profile("house", deadline=None, max_examples=40)  # a busy machine is no failure
settings.load_profile("house")

ROOT = Path(__file__).parents[1]
ARTICLES = ROOT.parent / "shared" / "articles"
SLUGS = ("islam-qala", "spin-boldak")


@pytest.fixture(scope="session")
def sandbox():
    """One worker for all who do not test the worker itself."""
    sandbox = Sandbox()
    yield sandbox
    sandbox.close()


@pytest.fixture(scope="session")
def dataset(sandbox):
    """The seeds; nobody writes to it."""
    return Dataset.open("memory:", sandbox=sandbox)


@pytest.fixture(scope="session")
def triples(dataset):
    """The triples of the seeds as an rdflib graph, to look things up in."""
    return Graph().parse(data=dataset.export("nt"), format="nt")


@pytest.fixture(scope="session")
def article_text():
    """Return a function from an article's slug to its text, which lies beside the repository and not in it."""

    def read(slug):
        path = ARTICLES / f"{slug}.txt"
        if not path.exists():
            pytest.skip(f"{path} is not there: the texts belong to others and are not in the repository")
        return path.read_bytes().decode("utf-8")  # offsets count code points of the file as it is

    return read
