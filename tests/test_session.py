"""What the pages keep of a state of the dataset, and how they come to the next one."""

import pytest
import streamlit as st

from graph.dataset import Dataset
from graph.errors import UnknownName
from graph.model import Iri
from graph.pages import session


@pytest.fixture
def store(tmp_path, monkeypatch):
    """A folder that the process looks at, as the app does."""
    monkeypatch.setenv("SAYSO_STORE", str(tmp_path / "store"))
    monkeypatch.setattr(session, "PATIENCE", 60)
    monkeypatch.setattr(session, "LONGEST", 0)
    st.cache_resource.clear()
    session.dataset()
    yield tmp_path / "store"
    session.dataset().close()
    st.cache_resource.clear()


def written(store, name, to="c"):
    """Somebody else publishes a graph with a link; the state that this makes."""
    dataset = Dataset.open(str(store))
    link = f"<http://x/a> <http://x/b> <http://x/{to}> .\n".encode()
    dataset.load(dataset.admit(f"{name}.nt", link, graph=f"http://x/{name}"))
    dataset.close()
    return dataset.revision


def test_what_was_asked_is_there_when_a_newer_state_is_shown(store):
    looked_at = []

    def size(data, prefix, *, more):
        looked_at.append(data.revision)
        return sum(each.graph.startswith(prefix) for each in data.graphs()) + more

    before = session.dataset().revision
    assert session.ready(size, "http://x/", more=1) == 1
    after = written(store, "one")
    assert session.ready(size, "http://x/", more=1) == 1, "a page is of one state until it is run again"
    session.current()
    assert looked_at == [before, after]
    assert session.dataset().revision == after
    assert session.ready(size, "http://x/", more=1) == 2
    assert looked_at == [before, after]


def test_the_same_asked_of_other_things_is_another_answer(store):
    def named(data, *names, **more):
        return names, more

    assert session.ready(named, "a") == (("a",), {})
    assert session.ready(named, "b") == (("b",), {})
    assert session.ready(named, "a", of="b") == (("a",), {"of": "b"})


def test_what_nobody_asked_of_a_state_is_not_looked_up_for_the_next(store):
    looked_at = []

    def look_up(data):
        looked_at.append(data.revision)

    session.ready(look_up)
    for name in ("one", "two"):
        written(store, name)
        session.current()
    assert len(looked_at) == 2


def test_what_is_no_longer_there_keeps_nobody_from_the_newer_state(store):
    def only_before(data):
        if any(each.graph == "http://x/one" for each in data.graphs()):
            raise UnknownName("It is not there any more.")
        return "there"

    assert session.ready(only_before) == "there"
    after = written(store, "one")
    session.current()
    assert session.dataset().revision == after
    with pytest.raises(UnknownName):
        session.ready(only_before)


def test_a_thing_is_looked_up_with_its_links_of_the_newer_state(store):
    node = Iri("http://x/a")
    written(store, "one")
    session.current()
    assert len(session.node(node).links) == 1
    written(store, "two", to="d")
    session.current()
    assert len(session.node(node).links) == 2
