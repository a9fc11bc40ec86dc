"""What is asked of a large folder by the clocks, or with the proposals: the same as in memory, from a folder aside."""

import pytest

from graph import asides, sources
from graph.dataset import Dataset
from graph.errors import QueryStopped, StoreFault
from graph.model import BlankNode, Iri
from graph.namespaces import ID, PROPOSALS_GRAPH
from graph.sandbox import Ticket

ALL = "SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }"
PROPOSED = f"SELECT ?s {{ GRAPH <{PROPOSALS_GRAPH}> {{ ?s ?p ?o }} }}"
ONE = frozenset({Iri(f"{ID}article-spin-boldak-s04")})


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "data"


@pytest.fixture
def stored(folder, sandbox, monkeypatch):
    """The seeds in a folder, taken for large."""
    monkeypatch.setattr(sources, "LARGE", 0)
    dataset = Dataset.open(str(folder), sandbox=sandbox)
    yield dataset
    dataset._asides.close()


@pytest.fixture(scope="module")
def every_statement(dataset):
    rows = dataset.select("claims")
    return frozenset({Iri(str(row[name])) for row in rows for name in ("statement", "content")})


def quads(dataset, hidden):
    answer = dataset.answer(ALL, without=hidden, rows=100_000)
    assert not answer.cut
    return {tuple("_" if isinstance(term, BlankNode) else term for term in row) for row in answer.rows}


def lying(folder):
    """The folders beside the snapshot, and their locks."""
    return sorted(path.name for path in (folder / "snapshots").iterdir() if "-" in path.name)


def test_what_is_hidden_is_hidden_as_in_memory(stored, dataset, every_statement):
    assert len(every_statement) > 100  # so many that the rest is copied; one is taken out
    for hidden in (ONE, every_statement):
        assert quads(stored, hidden) == quads(dataset, hidden) < quads(dataset, frozenset())


def test_the_folder_is_made_once_and_removed_when_the_dataset_is_closed(stored, folder, monkeypatch):
    made = []
    monkeypatch.setattr(asides, "_make", lambda *given, make=asides._make: made.append(make(*given)))
    for _ in range(3):
        stored.answer("ASK {}", without=ONE)
    assert len(made) == 1
    assert len(lying(folder)) == 2
    stored._asides.close()
    assert lying(folder) == []


def test_only_the_last_few_are_kept(stored, folder, every_statement):
    for iri in sorted(every_statement)[: asides.KEPT + 2]:
        stored.answer("ASK {}", without=frozenset({iri}))
    assert len(lying(folder)) == 2 * asides.KEPT


def test_a_write_leaves_what_is_being_read_and_tidies_what_nobody_reads(stored, folder, sandbox):
    stored.answer("ASK {}", without=ONE)
    other = Dataset.open(str(folder), sandbox=sandbox)
    other.load(other.admit("a.ttl", b"<urn:s> <urn:p> 1 ."))
    assert lying(folder) != []
    assert stored.answer("ASK { <urn:s> ?p ?o }", without=ONE).truth is False  # it has not moved on yet
    stored.refresh()
    assert stored.answer("ASK { <urn:s> ?p ?o }", without=ONE).truth
    (folder / "snapshots" / "0-killed").mkdir()
    other.load(other.admit("b.ttl", b"<urn:s> <urn:p> 2 ."))
    assert "0-killed" not in lying(folder)


def test_proposals_are_there_for_who_names_them(stored):
    stored.load(stored.admit("p.ttl", b"<urn:s> <urn:p> 1 .", graph=PROPOSALS_GRAPH))
    for hidden in (frozenset(), ONE):
        assert stored.answer(PROPOSED, without=hidden).rows == ((Iri("urn:s"),),)
        assert not stored.answer(f"ASK {{ <urn:s> ?p ?o }} # {PROPOSALS_GRAPH}", without=hidden).truth


def test_cancelled_while_it_is_made(stored, folder, monkeypatch):
    ticket = Ticket()

    def looked(process):
        ticket.cancel()
        return process.poll() is not None

    monkeypatch.setattr(asides, "_ended", looked)
    with pytest.raises(QueryStopped, match="Cancelled"):
        stored.answer("ASK {}", without=ONE, ticket=ticket)
    assert [name for name in lying(folder) if not name.endswith(".use")] == []


def test_what_cannot_be_written_is_said_and_leaves_nothing(stored, folder, monkeypatch):
    monkeypatch.setattr(
        asides.subprocess,
        "Popen",
        lambda command, popen=asides.subprocess.Popen, **more: popen([*command[:3], "/nowhere", command[4]], **more),
    )
    with pytest.raises(StoreFault, match="as it is seen by the clocks could not be written"):
        stored.answer("ASK {}", without=ONE)
    assert [name for name in lying(folder) if not name.endswith(".use")] == []
