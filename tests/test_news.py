"""Invented news: the same each time, of the size that is asked for, and news as Sayso knows it."""

import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.dataset import Dataset
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
