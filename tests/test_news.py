"""Invented news: the same each time, of the size that is asked for, and news as Sayso knows it."""

import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph import changes, computed, counts, gate
from graph.dataset import Dataset
from graph.namespaces import COMPUTED_GRAPH, ID, SAY_IRI
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


def derived(data):
    """The disagreements that are kept, and those that there are when all of them are computed now."""
    now = []
    data.revise(lambda reader: now.extend(computed.fresh(reader)) or [])
    kept = ox.parse(data.export("nq", COMPUTED_GRAPH), format=ox.RdfFormat.N_QUADS)
    return {each for each in kept if not each.subject.value.startswith(counts.DESCRIPTION)}, set(now)


def test_what_is_computed_follows_articles_that_go_and_are_corrected(folder, sandbox):
    data = Dataset.open("memory:", sandbox=sandbox)
    data.load(data.read(folder / "part-1.nq"))
    begun, now = derived(data)
    assert begun == now
    for graph, lines in list(by_graph(folder).items())[-4:]:
        data.remove(graph)
        kept, now = derived(data)
        assert kept == now != begun, graph
        denied = [line.replace(b"ns#positive>", b"ns#negative>") for line in lines]
        for version in (lines, denied, lines[: len(lines) // 2], lines):
            data.load(data.admit("a.nq", b"".join(version)), replace=True)
            kept, now = derived(data)
            assert kept == now, graph
        assert kept == begun, graph


def test_what_is_computed_follows_facts_and_forces_that_go(folder, sandbox):
    """Organisations and places, and what an act commits its speaker to, concern claims of other articles."""
    data = Dataset.open("memory:", sandbox=sandbox)
    data.load(data.read(folder / "part-1.nq"))
    shouted = b"".join(line for lines in by_graph(folder).values() for line in lines).replace(
        b"ns#claim>", b"id/shout>"
    )
    data.load(data.admit("a.nq", shouted), replace=True)
    begun = derived(data)[0]
    data.load(data.admit("f.nq", f'<{ID}shout> <{SAY_IRI}force> "asserted" <urn:forces> .\n'.encode()))
    assert len(derived(data)[0]) > len(begun)
    data.remove("urn:forces")
    assert derived(data) == (begun, begun)
    data.remove("https://w3id.org/sayso/id/bulk-reference")
    kept, now = derived(data)
    assert kept == now != begun


@pytest.mark.parametrize(
    ("apart", "every"),
    [
        ("Contents", 7),
        ("ns#polarity>", 7),
        ("ns#MediaOrganisation>", 1),
        ("ns#content>", 7),
        ("ns#begunBy>", 1),
        ("ns#place>", 7),
    ],
)
def test_what_is_computed_does_not_depend_on_what_came_first(folder, sandbox, apart, every):
    """Some triples of what is judged come later, in a graph of their own."""
    lines = (folder / "part-1.nq").read_bytes().splitlines(keepends=True)
    wanted = b"> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>" if apart == "Contents" else apart.encode()
    found = [line for line in lines if wanted in line and (apart != "Contents" or b"/id/bulk-p" in line)]
    late = dict.fromkeys(found[::every])
    assert late
    data = Dataset.open("memory:", sandbox=sandbox)
    data.load(data.admit("a.nq", b"".join(line for line in lines if line not in late)))
    before, now = derived(data)
    assert before == now
    data.load(data.admit("b.nq", b"".join(line.rpartition(b" <")[0] + b" <urn:late> .\n" for line in late)))
    kept, now = derived(data)
    assert kept == now
    assert kept != before


def test_an_article_that_comes_later_is_judged_as_if_it_had_always_been_there(folder, sandbox):
    data = Dataset.open("memory:", sandbox=sandbox)
    data.load(data.read(folder / "part-1.nq"))
    verdicts = data.export("nq", COMPUTED_GRAPH)
    for graph, lines in list(by_graph(folder).items())[-6:]:
        data.remove(graph)
        assert data.export("nq", COMPUTED_GRAPH) != verdicts
        data.load(data.admit("a.nq", b"".join(lines)))
        assert data.export("nq", COMPUTED_GRAPH) == verdicts, graph


def by_graph(folder):
    """The lines of each article."""
    found = {}
    for line in (folder / "part-1.nq").read_bytes().splitlines(keepends=True):
        found.setdefault(gate.graph_of(line), []).append(line)
    return {graph: lines for graph, lines in found.items() if "article" in graph}


def test_many_articles_at_once_are_what_they_are_one_by_one(folder, sandbox, monkeypatch):
    """Above some number of quads everything is derived anew, once; below, what is there is followed."""
    one_by_one, at_once = (Dataset.open("memory:", sandbox=sandbox) for _ in range(2))
    documents = [at_once.admit("a.nq", b"".join(lines)) for lines in list(by_graph(folder).values())[-4:]]
    new = [one_by_one.load(document) for document in documents]
    monkeypatch.setattr(changes, "MANY", 0)
    assert at_once.load_all(documents) == new == [document.quads for document in documents]
    assert at_once.load_all(documents[:1]) == [0]
    for graph in (None, COMPUTED_GRAPH):
        assert at_once.export("nq", graph) == one_by_one.export("nq", graph)
    assert at_once.find("village 1").total == one_by_one.find("village 1").total > 0
