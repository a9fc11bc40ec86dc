"""Invented news: the same each time, of the size that is asked for, and news as Sayso knows it."""

import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph import changes
from graph.dataset import Dataset
from graph.namespaces import COMPUTED_GRAPH
from graph.views import articles

NEWS = Path(__file__).parent / "bench" / "news.py"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return made(tmp_path_factory.mktemp("news"), "--triples", "20000")


def made(folder, *arguments):
    subprocess.run([sys.executable, NEWS, *arguments, "-o", folder], check=True, stdout=subprocess.DEVNULL)
    return folder


def texts(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_seed_gives_the_same_news(folder, tmp_path):
    assert texts(folder) == texts(made(tmp_path / "again", "--triples", "20000"))
    assert texts(folder) != texts(made(tmp_path / "other", "--triples", "20000", "--seed", "4"))


def test_there_is_as_much_as_was_asked_for(folder):
    quads = [quad for path in folder.iterdir() for quad in ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS)]
    assert 18_000 < len(quads) < 24_000
    assert len(quads) == len(set(quads))


def test_it_is_news_with_disputes(folder, sandbox):
    data = Dataset.open("memory:", sandbox=sandbox)
    before = articles.stats(data).statements
    data.load(data.read(folder / "part-1.nq"))
    assert articles.stats(data).statements - before > 500
    assert len(data.select("matter_list")) > 20


def test_many_articles_at_once_are_what_they_are_one_by_one(folder, sandbox, monkeypatch):
    """Above some number of quads everything is derived anew, once; below, what is there is followed."""
    one_by_one, at_once = (Dataset.open("memory:", sandbox=sandbox) for _ in range(2))
    lines = (folder / "part-1.nq").read_bytes().splitlines(keepends=True)
    by_graph = {}
    for line in lines:
        by_graph.setdefault(line.rsplit(b" ", 2)[1], []).append(line)
    articles = [at_once.admit("a.nq", b"".join(found)) for found in list(by_graph.values())[-4:]]
    new = [one_by_one.load(article) for article in articles]
    monkeypatch.setattr(changes, "MANY", 0)
    assert at_once.load_all(articles) == new == [article.quads for article in articles]
    assert at_once.load_all(articles[:1]) == [0]
    for graph in (None, COMPUTED_GRAPH):
        assert at_once.export("nq", graph) == one_by_one.export("nq", graph)
    assert at_once.find("village 1").total == one_by_one.find("village 1").total > 0
