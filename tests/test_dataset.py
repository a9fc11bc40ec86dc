"""The one door to the triples, in memory and in a folder: all or nothing, the same twice, readers undisturbed."""

import subprocess
import sys
from dataclasses import dataclass

import pytest

from graph.dataset import ROOT, Dataset
from graph.errors import InputRefused, StoreBusy, StoreFault, UnknownName
from graph.model import BlankNode, Document, Iri
from graph.namespaces import COMPUTED_GRAPH, ID, ONTOLOGY_GRAPH, PROPOSALS_GRAPH, REFERENCE_GRAPH
from graph.sandbox import Sandbox

SEED_GRAPHS = {ONTOLOGY_GRAPH, REFERENCE_GRAPH, f"{ID}article-islam-qala", f"{ID}article-spin-boldak"}
ONE = b"<http://x/s> <http://x/p> 1 .\n"
HOLD_THE_PEN = """
import sys
from pathlib import Path
from graph.snapshots import Snapshots

def change(store):
    print("writing", flush=True)
    sys.stdin.readline()

Snapshots(Path(sys.argv[1])).publish(change)
"""
DIE_WHILE_WRITING = """
import os, signal, sys
from graph.dataset import Dataset
from graph.model import Document, Iri

folder, graph, size, moment = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
steps = 0

def step(event, arguments):
    global steps
    if event in {"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "fcntl.flock", "shutil.rmtree", "os.fork"}:
        steps += 1
        if steps == moment:
            os.kill(os.getpid(), signal.SIGKILL)

dataset = Dataset.open(folder)
lines = b"".join(b"<http://x/%d> <http://x/p> \\"text\\" <%s> .\\n" % (n, graph.encode()) for n in range(size))
sys.addaudithook(step)
dataset.load(Document("written", lines, size, (Iri(graph),)))
print(steps)
"""


@dataclass
class House:
    """Opens the same place again and again."""

    location: str
    sandbox: Sandbox

    def open(self, **options):
        return Dataset.open(self.location, sandbox=self.sandbox, **options)


@pytest.fixture
def folder(tmp_path, sandbox):
    return House(str(tmp_path / "data"), sandbox)


@pytest.fixture(params=["memory", "folder"])
def opened(request, tmp_path, sandbox):
    """A dataset to write to."""
    return Dataset.open("memory:" if request.param == "memory" else str(tmp_path / "data"), sandbox=sandbox)


def sizes(dataset):
    return {size.graph: size.triples for size in dataset.graphs() if size.graph != COMPUTED_GRAPH}


def run(script, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


# ------------------------------------------------------------------- reading
def test_new_dataset_starts_from_the_seeds(opened, dataset):
    assert sizes(opened).keys() == SEED_GRAPHS
    assert opened.export("nq") == dataset.export("nq")
    assert opened.answer("ASK { <https://w3id.org/sayso/id/taliban> ?p ?o }").truth


def test_load_twice_changes_nothing(opened):
    text = b"@prefix x: <http://x/> . x:a x:knows [ x:name 'B' ] , [ x:name 'C' ] ; x:in ( 1 2 ) ."
    document = opened.admit("file.ttl", text)
    before = opened.export("nq")
    assert opened.load(document) == document.quads == 9
    once = opened.export("nq")
    assert opened.load(opened.admit("file.ttl", text)) == 0
    assert opened.export("nq") == once != before


def test_file_without_a_graph_gets_one_named_after_its_digest(opened):
    first, same, other = (opened.admit("f.ttl", text) for text in (ONE, ONE, ONE.replace(b"1", b"2")))
    assert first.graphs == same.graphs != other.graphs
    opened.load(first)
    assert sizes(opened)[first.graphs[0]] == 1
    assert first.graphs[0].startswith(f"{ID}graph-")


def test_graphs_of_the_file_and_of_the_caller_are_kept(opened):
    own = opened.admit(
        "f.trig", b"<http://x/g> { <http://x/s> <http://x/p> 1 } <http://x/s> <http://x/p> 2 .", graph="urn:mine"
    )
    opened.load(own)
    assert set(own.graphs) == {"http://x/g", "urn:mine"}
    assert [triple.object for triple in opened.triples("urn:mine")] == ["2"]


def test_blank_nodes_of_two_files_never_meet(opened):
    for text in (b"_:b <http://x/p> 1 .", b"_:b <http://x/p> 2 ."):
        opened.load(opened.admit("f.nt", text.replace(b"1", b'"1"').replace(b"2", b'"2"'), graph="urn:both"))
    subjects = {triple.subject for triple in opened.triples("urn:both")}
    assert len(subjects) == 2
    assert all(isinstance(subject, BlankNode) for subject in subjects)


def test_proposals_are_seen_by_nobody_who_does_not_ask_for_them(opened):
    before = opened.export("nq")
    opened.load(opened.admit("f.ttl", ONE, graph=PROPOSALS_GRAPH))
    assert opened.export("nq") == before
    assert not opened.answer("ASK { <http://x/s> ?p ?o }").truth
    assert opened.answer(f"ASK {{ GRAPH <{PROPOSALS_GRAPH}> {{ <http://x/s> ?p ?o }} }}").truth
    assert opened.select("thing", thing=Iri("http://x/s")) == []
    assert [triple.object for triple in opened.triples(PROPOSALS_GRAPH)] == ["1"]


def test_computed_graph_is_neither_loaded_nor_exported(opened):
    with pytest.raises(InputRefused, match="id:computed is computed, never loaded"):
        opened.load(opened.admit("f.ttl", ONE, graph=COMPUTED_GRAPH))
    assert COMPUTED_GRAPH.encode() not in opened.export("nq")


@pytest.mark.parametrize("name", ["nowhere", "a b", "", "http://x/>"])
def test_unknown_names_are_refused_by_name(name, dataset):
    with pytest.raises(UnknownName, match=r"There is no graph|is not an IRI"):
        dataset.export(graph=name)
    with pytest.raises(UnknownName, match=r"There is no query .* there are: .*article_statements, "):
        dataset.select(name)
    with pytest.raises(UnknownName, match="there are: turtle, trig"):
        dataset.export(name)


# ------------------------------------------------------------------- writing
@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("f.ttl", b"<http://x/a> <http://x/p> 1 .\n<http://x/a> <http://x/p> oops .", (2, 27)),
        ("f.nq", b'<http://x/a> <http://x/p> "1" .\n\n<http://x/a> "p" "2" .', (3, 14)),
        ("f.jsonld", b'{"@id": "http://x/a",\n "http://x/p": }', (2, 16)),
    ],
)
def test_broken_file_is_refused_with_its_place_and_nothing_is_stored(opened, name, text, place):
    before = opened.export("nq")
    said = r"^{}, line {}, column {}: .* Nothing of this file was stored\.$".format(name, *place)
    with pytest.raises(InputRefused, match=said) as fault:
        opened.load(opened.admit(name, text))
    assert (fault.value.line, fault.value.column) == place
    assert opened.export("nq") == before


def test_graph_is_removed_whole_and_alone(opened):
    before = opened.export("nq")
    document = opened.admit("f.ttl", ONE)
    opened.load(document)
    opened.remove(document.graphs[0])
    assert opened.export("nq") == before
    with pytest.raises(UnknownName, match=r"There is no graph id:graph-.*; there are: .*id:article-islam-qala"):
        opened.remove(document.graphs[0])


def test_of_documents_that_replace_one_graph_the_last_stands(opened):
    texts = (b"<urn:a> <urn:p> 1 , 2 .", b"<urn:a> <urn:p> 3 .", b"<urn:a> <urn:p> 2 .")
    first, *later = (opened.admit(f"{at}.ttl", text, graph="urn:g") for at, text in enumerate(texts))
    opened.load(first)
    opened.load_all(later, replace=True)
    assert [triple.object for triple in opened.triples("urn:g")] == ["2"]


def test_of_very_many_graphs_those_most_like_the_one_asked_for_are_named(opened):
    graphs = "".join(f"<urn:graph:{n}> {{ <urn:s> <urn:p> {n} }}\n" for n in range(100, 200))
    opened.load(opened.admit("f.trig", graphs.encode()))
    with pytest.raises(UnknownName, match=r"of the 10\d there are, most like it: urn:graph:177") as fault:
        opened.remove("urn:graph:1777")
    assert str(fault.value).count("urn:graph:1") == 6


# ------------------------------------------------------------------ a folder
def test_folder_keeps_what_was_loaded(folder):
    first = folder.open()
    first.load(first.admit("f.ttl", ONE))
    assert folder.open().export("nq") == first.export("nq")


def test_reader_keeps_its_state_until_it_looks_again(folder, tmp_path):
    reader = folder.open()
    before = reader.export("nq")
    (tmp_path / "new.ttl").write_bytes(ONE)
    load = [sys.executable, "-m", "graph", "--store", folder.location, "load", str(tmp_path / "new.ttl")]
    subprocess.run(load, cwd=ROOT, check=True, capture_output=True)
    assert reader.export("nq") == before
    assert not reader.answer("ASK { <http://x/s> ?p ?o }").truth
    assert reader.refresh()
    assert reader.answer("ASK { <http://x/s> ?p ?o }").truth
    assert not reader.refresh()


def test_second_writer_is_told_to_wait(folder):
    dataset = folder.open()
    writer = run(HOLD_THE_PEN, folder.location)
    try:
        assert writer.stdout.readline() == "writing\n"
        with pytest.raises(StoreBusy, match=r"being written to by another process. Try again"):
            dataset.load(dataset.admit("f.ttl", ONE))
    finally:
        writer.communicate("\n", timeout=20)
    assert dataset.load(dataset.admit("f.ttl", ONE)) == 1


def test_kill_at_any_moment_leaves_the_state_before_or_after(folder):
    reader = folder.open()
    before = sizes(reader)
    counting = run(DIE_WHILE_WRITING, folder.location, "urn:counted", "50", "0")
    steps = int(counting.communicate(timeout=60)[0])
    assert steps >= 8, "too few moments to die at"
    moments = [1 + turn * steps // 15 for turn in range(15)]
    moments += range(moments[-1] + 1, 3 * steps)  # what the killed left to clear away takes steps as well
    outcomes = []
    for turn, moment in enumerate(moments):
        graph = f"urn:graph-{turn}"
        writer = run(DIE_WHILE_WRITING, folder.location, graph, "50", str(moment))
        writer.communicate(timeout=60)
        assert writer.returncode == -9, f"did not die at step {moment} of {steps}"
        after = sizes(folder.open())
        assert after.get(graph, 0) in {0, 50}
        assert {name: after[name] for name in before} == before
        outcomes.append(graph in after)
        if turn >= 14 and outcomes[-1]:
            break
    assert outcomes[0] is False  # so that both were seen
    assert outcomes[-1] is True
    assert folder.open().load(Document("last", b"<urn:s> <urn:p> <urn:o> <urn:g> .\n", 1, (Iri("urn:g"),))) == 1


def test_seeds_that_changed_are_noticed_and_sown_anew(folder, tmp_path):
    root = tmp_path / "house"
    (root / "seeds").mkdir(parents=True)
    (root / "ontology").symlink_to(ROOT / "ontology")
    seed = root / "seeds" / "reference.ttl"
    seed.write_text("<http://x/old> <http://x/p> 1 .")
    dataset = folder.open(root=root)
    dataset.load(dataset.admit("f.ttl", b"<http://x/mine> <http://x/p> 1 ."))
    assert not dataset.stale(root)
    seed.write_text("<http://x/new> <http://x/p> 1 .")
    assert dataset.stale(root)
    assert folder.open(root=root).stale(root)
    dataset.sow(root)
    assert not dataset.stale(root)
    assert [triple.subject for triple in dataset.triples(REFERENCE_GRAPH)] == ["http://x/new"]
    assert dataset.answer("ASK { <http://x/mine> ?p ?o }").truth


@pytest.mark.parametrize(
    "make", [lambda path: path.write_text("a file"), lambda path: path.mkdir() or (path / "current").mkdir()]
)
def test_place_that_cannot_hold_data_is_refused(make, folder, tmp_path):
    make(tmp_path / "data")
    with pytest.raises(StoreFault, match="cannot be read"):
        folder.open()


def test_missing_snapshot_is_named(folder, tmp_path):
    folder.open()
    (tmp_path / "data" / "current").write_text("gone")
    with pytest.raises(StoreFault, match=r"the published snapshot is missing\. Restore the folder"):
        folder.open()


def test_snapshots_nobody_reads_are_tidied_away(folder, tmp_path):
    first = folder.open()
    for number in range(3):
        first.load(first.admit("f.ttl", ONE.replace(b"1", b"%d" % number)))
    kept = [path for path in (tmp_path / "data" / "snapshots").iterdir() if path.is_dir()]
    assert {path.name for path in kept} >= {first.revision}
    assert len(kept) <= 2


def test_who_looked_ahead_does_not_take_back_what_was_written_since(tmp_path, sandbox):
    reader, writer = (Dataset.open(str(tmp_path / "data"), sandbox=sandbox) for _ in range(2))
    writer.load(writer.admit("f.ttl", b"<http://x/a> <http://x/p> 1 ."))
    ahead = reader.ahead()
    reader.load(reader.admit("g.ttl", b"<http://x/b> <http://x/p> 1 ."))
    written = reader.revision
    reader.follow(ahead)
    assert reader.revision == written != ahead.revision
    assert {"http://x/a", "http://x/b"} <= {triple.subject for triple in reader.triples()}


def test_a_file_that_brings_verdicts_of_its_own_is_refused_whole(sandbox):
    dataset = Dataset.open("memory:", sandbox=sandbox)
    before = dataset.export("nq")
    forged = b"<urn:x> { <urn:a> <urn:b> <urn:c> } <https://w3id.org/sayso/id/computed> { <urn:a> <urn:b> <urn:c> }"
    with pytest.raises(InputRefused, match="id:computed is computed"):
        dataset.load(dataset.admit("forged.trig", forged))
    assert dataset.export("nq") == before


def test_a_content_without_a_name_is_kept_and_compared_with_nothing(sandbox):
    dataset = Dataset.open("memory:", sandbox=sandbox)
    dataset.load(
        dataset.admit(
            "x.ttl", b"<urn:s> <https://w3id.org/sayso/ns#content> [ a <https://w3id.org/sayso/ns#Capture> ] ."
        )
    )
    assert dataset.answer("ASK { <urn:s> ?p ?o }").truth
