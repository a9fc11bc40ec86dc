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
    st.cache_resource.clear()
    session.dataset()
    yield tmp_path / "store"
    session.dataset().close()
    st.cache_resource.clear()


def written(store, name):
    """Another process publishes a graph; the state that it makes."""
    dataset = Dataset.open(str(store))
    graph = f"http://x/{name}"
    dataset.load(dataset.admit(f"{name}.nt", b"<http://x/a> <http://x/b> <http://x/c> .\n", graph=graph))
    dataset.close()
    return dataset.revision


def test_what_was_asked_is_there_when_a_newer_state_is_shown(store):
    looked_at = []

    def look_up(data):
        looked_at.append(data.revision)
        return len(data.graphs())

    before = session.dataset().revision
    found = session.ready(("graphs",), look_up)
    after = written(store, "one")
    assert session.ready(("graphs",), look_up) == found, "a page is of one state until it is run again"
    session.current()
    assert looked_at == [before, after]
    assert session.dataset().revision == after
    assert session.ready(("graphs",), look_up) == found + 1
    assert looked_at == [before, after]


def test_what_nobody_asked_of_a_state_is_not_looked_up_for_the_next(store, monkeypatch):
    monkeypatch.setattr(session, "LONGEST", 0)
    looked_at = []
    session.ready(("once",), looked_at.append)
    written(store, "one")
    session.current()
    written(store, "two")
    session.current()
    assert len(looked_at) == 2


def test_what_is_no_longer_there_keeps_nobody_from_the_newer_state(store):
    def gone(data):
        raise UnknownName("It is not there any more.")

    with pytest.raises(UnknownName):
        session.ready(("gone",), gone)
    after = written(store, "one")
    session.current()
    assert session.dataset().revision == after
    with pytest.raises(UnknownName):
        session.ready(("gone",), gone)


def test_a_thing_is_looked_up_with_its_links_of_the_newer_state(store):
    node = Iri("http://x/a")
    written(store, "one")
    session.current()
    assert len(session.node(node).links) == 1
    dataset = Dataset.open(str(store))
    dataset.load(dataset.admit("more.nt", b"<http://x/a> <http://x/b> <http://x/d> .\n", graph="http://x/two"))
    dataset.close()
    session._opened().moved = 0.0
    session.current()
    assert len(session.node(node).links) == 2
