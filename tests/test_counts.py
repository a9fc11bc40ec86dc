"""The counts that are kept are those that counting gives, whatever came and went."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import counts
from graph.dataset import ROOT, Dataset
from graph.model import Iri
from graph.namespaces import COMPUTED_GRAPH, ID, PREFIXES
from graph.queries import read_queries
from graph.reader import Reader
from graph.views import articles
from graph.views.vocabulary import vocabulary

STORIES = sorted((Path(__file__).parent / "accounts" / "stories").glob("*.trig"))
QUERIES = read_queries(ROOT / "ontology" / "queries")
NODES = [ox.NamedNode(f"http://x/{name}") for name in "abc"]
PREDICATES = [*NODES[:2], ox.NamedNode(PREFIXES["rdf"] + "type")]
QUADS = st.sets(
    st.builds(
        ox.Quad, st.sampled_from(NODES), st.sampled_from(PREDICATES), st.sampled_from(NODES), st.sampled_from(NODES)
    )
)


def counted_now(data):
    """What counting gives: the graphs one by one, the rest by query, without the description itself."""
    store = ox.Store()
    store.extend(quad for quad in data._reader.store if not str(quad.subject).startswith(f"<{counts.DESCRIPTION}"))
    return counts.described(Reader.of(store, QUERIES))


@pytest.fixture(params=["memory:", "folder"])
def data(request, sandbox, tmp_path):
    data = Dataset.open(request.param if request.param == "memory:" else str(tmp_path / "data"), sandbox=sandbox)
    yield data
    if request.param != "memory:":
        data._lock.close()


def test_counts_follow_what_is_loaded_and_removed(data):
    assert data.counts == counted_now(data)
    before = data.counts
    document = data.read(STORIES[0])
    data.load(document)
    assert data.counts == counted_now(data) != before
    data.load(data.admit("more.ttl", b"<http://x/s> a <http://x/C> ; <http://x/p> 1 ."))
    assert data.counts == counted_now(data)
    assert data.counts.of_class[Iri("http://x/C"), Iri("http://x/p")] == 1
    for graph in data.graphs():
        if graph.graph not in before.graphs:
            data.remove(graph.graph)
    assert data.counts == counted_now(data) == before


@given(QUADS, QUADS, QUADS)
def test_a_change_is_counted_as_all_of_it_would_be(first, new, gone):
    store = ox.Store()
    store.extend(first)
    counts.anew(store, QUERIES)
    added, removed = new - first, gone & (first | new)
    store.extend(added)
    for quad in removed:
        store.remove(quad)
    counts.follow(store, QUERIES, added, removed)
    followed = counts.read(Reader.of(store, QUERIES))
    counts.anew(store, QUERIES)
    assert followed == counts.read(Reader.of(store, QUERIES))


def test_a_store_without_counts_is_counted(data):
    store = ox.Store()
    store.extend(quad for quad in data._reader.store if quad.graph_name != ox.NamedNode(COMPUTED_GRAPH))
    reader = Reader.of(store, QUERIES)
    assert counts.read(reader) is None
    assert counts.described(reader).graphs[Iri(f"{ID}reference")] == data.counts.graphs[Iri(f"{ID}reference")]


def test_screens_read_them_and_exports_leave_them_out(dataset):
    sizes = {size.graph: size.triples for size in articles.stats(dataset).graphs}
    assert sizes[Iri(f"{ID}article-spin-boldak")] == sum(1 for _ in dataset.triples(f"{ID}article-spin-boldak"))
    statement = Iri(PREFIXES["say"] + "Statement")
    assert vocabulary(dataset).classes[statement].count == articles.stats(dataset).statements
    assert counts.DESCRIPTION.encode() + b">" not in dataset.export("nq")
