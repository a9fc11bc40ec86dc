"""What is written to another engine, and what the pages show of it: the same as in memory."""

import json
from pathlib import Path

import engines
import pyoxigraph as ox
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from test_revision import ARTICLE, PREFIXES, loaded, reading

from graph.dataset import Dataset
from graph.errors import StoreFault, UnknownName
from graph.model import Iri
from graph.namespaces import COMPUTED_GRAPH, ID, PROPOSALS_GRAPH
from graph.pages import session
from graph.pages.answering import Answering
from graph.pages.walk import Walk
from graph.remote import Address
from graph.views import details, links, picture

APP = Path(__file__).parent.parent / "app.py"
ANONYMOUS = PREFIXES + "id:ferry say:toll [ rdfs:label {} ] , [ rdfs:label 'two' ] ; rdfs:label 'Ferry' ."
PAGES = {
    "explore": [
        {},
        {"focus": "afghan-government", "show": "afghan-government,article-spin-boldak-s04,taliban"},
        {"view": "map"},
        {"known": "2021-07-15"},
    ],
    "disputes": [{}, {"statement": "article-spin-boldak-s04"}, {"known": "2021-07-15", "on": "2021-07-15"}],
    "sparql": [{}, {"query": "SELECT ?s { ?s a say:Article } ORDER BY ?s"}],
    "articles": [{}, {"article": "article-spin-boldak", "statement": "article-spin-boldak-s04"}],
}


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def engine(request):
    return request.getfixturevalue(request.param)


@pytest.fixture
def there(engine, sandbox):
    with engines.sown(engine, sandbox) as dataset:
        yield dataset


def canonical(nquads):
    dataset = ox.Dataset(ox.parse(nquads, format=ox.RdfFormat.N_QUADS))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def everything(dataset):
    return [canonical(dataset.export("nq", graph=graph)) for graph in (None, COMPUTED_GRAPH)]


# ------------------------------------------------------------------- writing
def test_a_correction_takes_the_place_of_what_it_corrects(there, sandbox):
    here = Dataset.open("memory:", sandbox=sandbox)
    for version, replace in (("a", False), ("b", True), ("c", True), ("c", True)):
        new = [loaded(dataset, reading(version), replace=replace) for dataset in (here, there)]
        assert new[0] == new[1]
        assert everything(there) == everything(here)
    for dataset in (here, there):
        dataset.remove(ARTICLE)
    assert everything(there) == everything(here)


def test_several_documents_come_in_one_write(there, sandbox):
    here = Dataset.open("memory:", sandbox=sandbox)
    for replace in (False, True):
        counted = []
        for dataset in (here, there):
            texts = [reading("a"), reading("a", "afghan-security-forces"), reading("a", "afghan-government")]
            documents = [dataset.admit("f.ttl", text.encode(), graph=ARTICLE) for text in texts]
            counted.append(dataset.load_all(documents, replace=replace))
        assert counted[0] == counted[1]
        assert everything(there) == everything(here)


@pytest.mark.parametrize("replace", [False, True])
def test_blank_nodes_that_say_what_is_said_already_change_nothing(replace, there):
    loaded(there, ANONYMOUS.format("'one'"), replace=replace)
    once = there.revision
    assert loaded(there, ANONYMOUS.format("'one'"), replace=replace) == 0
    assert there.revision == once
    assert loaded(there, ANONYMOUS.format("'three'"), replace=replace) > 0
    labels = sorted(str(t.object) for t in there.triples(ARTICLE) if t.predicate.endswith("label"))
    assert labels == ["Ferry", "three", "two"] if replace else ["Ferry", "one", "three", "two", "two"]


def test_proposals_lie_there_in_a_graph_of_their_own_and_can_be_taken_out(there, engine, sandbox):
    derived = there.export("nq", graph=COMPUTED_GRAPH)
    document = there.admit("p.ttl", reading("a").encode(), graph=PROPOSALS_GRAPH)
    assert there.load(document) == document.quads
    other = engines.opened(engine, sandbox)
    assert len(other.proposals.select("proposed_articles")) == 1
    assert other.select("thing", thing=other.proposals.select("proposed_articles")[0]["article"]) == []
    assert other.export("nq", graph=COMPUTED_GRAPH) == derived  # nothing follows from what nobody accepted
    other.remove(PROPOSALS_GRAPH)
    assert list(other.proposals.select("proposed_articles")) == []
    with pytest.raises(UnknownName):
        other.remove(PROPOSALS_GRAPH)


def test_what_can_only_be_read_refuses_proposals_and_decisions(there, engine, sandbox):
    dataset = Dataset.open(engine.query, sandbox=sandbox)
    document = dataset.admit("p.ttl", reading("a").encode(), graph=PROPOSALS_GRAPH)
    for refused in (lambda: dataset.load(document), lambda: dataset.revise(lambda _: [])):
        with pytest.raises(StoreFault, match="is only read here"):
            refused()
    assert there.graphs() == dataset.graphs()


# ------------------------------------------------------------------- reading
def test_what_has_no_name_is_walked_to_and_told_of(there, sandbox):
    here = Dataset.open("memory:", sandbox=sandbox)
    told = []
    for dataset in (here, there):
        for path in sorted((APP.parent / "tests" / "foreign").iterdir()):
            dataset.load(dataset.read(path))
        found = picture.neighbours(dataset, Iri("https://people.example/noor"))
        (unnamed,) = (iri for iri in found if iri.startswith("_:"))
        facts = details.thing_details(dataset, unnamed).facts
        told.append([*facts, *picture.neighbours(dataset, unnamed), links.node(dataset, unnamed).thing.label])
    assert "the ferryman" in str(told[0])
    assert told[0] == told[1]


# --------------------------------------------------------------------- pages
def sent(store, settings):
    """What every page sends to the browser over a store, component by component."""
    found = {}
    with pytest.MonkeyPatch.context() as patch, engines.settings(settings):
        patch.setenv("SAYSO_STORE", store)
        patch.delenv("SAYSO_TEXTS", raising=False)
        st.cache_resource.clear()
        try:
            for page, addresses in PAGES.items():
                for address in addresses:
                    found[page, *address.values()] = shown(page, address)
        finally:
            session.dataset().close()
            st.cache_resource.clear()
    return found


def run(page, address):
    at = AppTest.from_file(APP, default_timeout=120)
    for name, value in address.items():
        at.query_params[name] = value
    at.switch_page(f"graph/pages/{page}.py")
    at.run()
    assert not at.exception
    return at


def shown(page, address):
    at = run(page, address)
    parts = [(c.proto.component_name, json.loads(c.proto.json)) for c in at.get("bidi_component")]
    texts = [
        (kind, each.value) for kind in ("markdown", "caption", "error", "warning", "info") for each in at.get(kind)
    ]
    return parts, texts


@pytest.fixture(scope="module")
def in_memory():
    return sent("memory:", {})


def test_every_page_shows_the_same(there, engine, in_memory):
    found = sent(engine.query, engine.settings)
    for page, expected in in_memory.items():
        assert found[page] == expected, page


@pytest.fixture
def app_over(monkeypatch):
    """Return a function that makes an engine the one that the pages ask."""

    def app_over(engine):
        for name, value in (engine.settings | {"SAYSO_STORE": engine.query}).items():
            monkeypatch.setenv(name, value)
        st.cache_resource.clear()

    yield app_over
    st.cache_resource.clear()


def test_an_empty_endpoint_is_filled_when_asked(app_over):
    with engines.oxigraph() as engine:
        app_over(engine)
        at = run("explore", {})
        assert [title.value for title in at.title] == ["Nothing here yet"]
        assert "Bring one in under Review" in run("articles", {}).info[0].value
        next(button for button in at.button if button.label == "Load the two articles").click().run()
        assert not at.exception
        assert "Accounts differ" in at.title[0].value
        assert len(session.dataset().graphs()) > 3
        session.dataset().close()


def test_an_engine_that_goes_away_is_told_of_in_words(app_over, sandbox, monkeypatch):
    monkeypatch.setattr("graph.elsewhere._LOOK_SECONDS", 0)
    with engines.oxigraph() as engine:
        engines.opened(engine, sandbox).sow()
        app_over(engine)
        at = run("explore", {})
        state = {"walk": at.session_state["walk"], "canvas": {"expand": {"id": f"{ID}csto"}}}
    walk = Walk(state, session.dataset())
    Answering(state, walk).take_expansion()
    assert "cannot be reached" in walk.note
    at.run()
    assert not at.exception
    assert "cannot be reached" in at.error[0].value
    assert "Try again" in [button.label for button in at.button]
    session.dataset().close()


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://news.example/sparql", "news.example"),
        ("https://10.0.0.7:7200/repositories/a", "10.0.0.7:7200"),
        ("http://127.0.0.1:7878/query", ""),
        ("http://localhost:7878/query", ""),
        ("http://[::1]:7878/query", ""),
    ],
)
def test_only_another_machine_is_named_as_the_one_that_is_asked(url, host):
    assert Address.of(url, {}).host == host
