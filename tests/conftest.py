"""What the tests share: the dataset of the seeds, its triples, and the article texts where they are."""

import select
import socket
import sys
from pathlib import Path

import engines
import pytest
from hypothesis import settings
from rdflib import Graph

from graph.dataset import Dataset
from graph.namespaces import expand
from graph.sandbox import Sandbox

settings.register_profile("house", deadline=None, max_examples=40)  # a busy machine is no failure
settings.load_profile("house")

ROOT = Path(__file__).parents[1]
ARTICLES = ROOT.parent / "shared" / "articles"
MAIN = sys.modules["__main__"]
SLUGS = ("islam-qala", "spin-boldak")


def pytest_collection_modifyitems(items):
    """Fast tests first: what drives a browser comes last."""
    items.sort(key=lambda item: "browser" in item.path.parts)


@pytest.fixture(autouse=True)
def main_module():
    """Give back the place of `__main__`, which Streamlit's AppTest takes: every process started later would run it."""
    sys.modules["__main__"] = MAIN


@pytest.fixture(scope="session")
def sandbox():
    """One worker for all who do not test the worker itself."""
    sandbox = Sandbox()
    yield sandbox
    sandbox.close()


@pytest.fixture
def canary():
    """A listener on loopback whom nobody may call."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        socket.create_connection(listener.getsockname()).close()
        listener.accept()[0].close()  # it hears
        yield listener
        assert not select.select([listener], [], [], 0)[0], "somebody called the canary"


@pytest.fixture(scope="module")
def oxigraph():
    """Ended with its module: it works on at a runaway query for good, whoever has hung up."""
    with engines.oxigraph() as engine:
        yield engine


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory):
    with engines.virtuoso(tmp_path_factory.mktemp("virtuoso")) as engine:
        yield engine


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


def node(text):
    """A term as N-Triples: a CURIE, or a literal as it stands."""
    return text if text.startswith('"') else f"<{expand(text)}>"


@pytest.fixture(scope="session")
def empty_house(tmp_path_factory):
    """A house with our vocabulary and queries, and no seeds."""
    root = tmp_path_factory.mktemp("house")
    (root / "seeds").mkdir()
    (root / "ontology").mkdir()
    (root / "ontology" / "queries").symlink_to(ROOT / "ontology" / "queries")
    (root / "ontology" / "vocabulary.ttl").write_text("<https://w3id.org/sayso/ns> a <urn:stub> .")
    return root


@pytest.fixture(scope="session")
def seeds(dataset):
    return dataset.export("nq").decode().splitlines()


@pytest.fixture
def edited(seeds, sandbox, empty_house):
    """Return a function that opens a copy with edits, each (subject, predicate, old object, new object or None)."""

    def copy(*edits):
        lines = list(seeds)
        for subject, predicate, old, new in edits:
            start = f"{node(subject)} {node(predicate)} {node(old)} "
            (place,) = (i for i, line in enumerate(lines) if line.startswith(start))  # else it would test nothing
            rest = lines.pop(place).removeprefix(start)
            if new is not None:
                lines.append(f"{node(subject)} {node(predicate)} {node(new)} {rest}")
        other = Dataset.open("memory:", root=empty_house, sandbox=sandbox)
        other.load(other.admit("copy.nq", "\n".join(lines).encode()))
        return other

    return copy


@pytest.fixture(scope="session")
def empty_house_with_vocabulary(tmp_path_factory):
    """A house with our ontology and queries, and no seeds."""
    root = tmp_path_factory.mktemp("bare")
    (root / "seeds").mkdir()
    (root / "ontology").symlink_to(ROOT / "ontology")
    return root
