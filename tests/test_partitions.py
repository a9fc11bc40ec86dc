"""Partitions: all of the export and nothing else, the same bytes, taken up where they were cut."""

import gzip

import pyoxigraph as ox
import pytest

from graph import partitions
from graph.dataset import Dataset
from graph.errors import InputRefused
from graph.model import Iri

BLANK = b"_:a <http://x/p> <http://x/o> <http://x/g> .\n<http://x/s> <http://x/p> _:a <http://x/h> .\n"


class Cut(Exception):
    """The power goes."""


@pytest.fixture
def data(sandbox):
    data = Dataset.open("memory:", sandbox=sandbox)
    data.load(data.admit("blank.nq", BLANK))
    return data


def lines(folder):
    return [line for path in sorted(folder.glob("*.nq.gz")) for line in gzip.decompress(path.read_bytes()).splitlines()]


def files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_union_of_the_partitions_is_the_export(data, tmp_path):
    manifest = data.partition(tmp_path, most=1000)
    found = lines(tmp_path)
    assert sorted(found) == sorted(data.export("nq").splitlines())
    assert len(found) == manifest.quads
    assert len(manifest.partitions) > 3
    assert all(each.quads <= 1000 for each in manifest.partitions)
    for path in tmp_path.glob("part-*.nq.gz"):
        held = gzip.decompress(path.read_bytes()).splitlines()
        assert held == sorted(held)


def test_what_shares_a_blank_node_shares_a_file_and_loads_as_it_is(data, tmp_path):
    data.partition(tmp_path, most=1000)
    store = ox.Store()
    for path in tmp_path.glob("*.nq.gz"):
        store.bulk_load(gzip.decompress(path.read_bytes()), format=ox.RdfFormat.N_QUADS)
    assert len(store) == len(data.export("nq").splitlines())
    (one,) = store.quads_for_pattern(None, None, None, ox.NamedNode("http://x/g"))
    (other,) = store.quads_for_pattern(None, None, None, ox.NamedNode("http://x/h"))
    assert one.subject == other.object


def test_a_cut_is_taken_up_and_gives_the_same(data, tmp_path):
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    data.partition(whole, most=1000)
    begun = []

    def told(done):
        begun.append(done.name)
        if len(begun) == 3:
            raise Cut

    with pytest.raises(Cut):
        data.partition(cut, most=1000, told=told)
    assert not partitions.read(cut).complete
    (cut / "part-00001.nq.gz").write_bytes(b"not what was written")
    kept = (cut / "part-00002.nq.gz").stat().st_ino
    (cut / "part-00004.nq.gz.part").write_bytes(b"half")
    data.partition(cut, most=1000)
    assert (cut / "part-00002.nq.gz").stat().st_ino == kept
    assert files(cut) == files(whole)


def test_another_state_is_written_anew(data, tmp_path):
    data.partition(tmp_path, most=1000)
    data.load(data.admit("one.ttl", b"<http://x/s> <http://x/p> 1 ."))
    data.partition(tmp_path, most=5000)
    assert sorted(lines(tmp_path)) == sorted(data.export("nq").splitlines())


def test_a_folder_with_something_else_is_left_alone(data, tmp_path):
    (tmp_path / "part-1.nq").write_text("mine")
    with pytest.raises(InputRefused, match="empty folder"):
        data.partition(tmp_path)
    assert files(tmp_path) == {"part-1.nq": b"mine"}


def test_a_large_graph_is_spread_by_its_subjects(tmp_path):
    graph = Iri("http://x/g")
    node = ox.NamedNode
    quads = [
        ox.Quad(node(f"http://x/{n % 40}"), node("http://x/p"), node(f"http://x/{n}"), node(graph)) for n in range(400)
    ]
    manifest = partitions.write(tmp_path, {graph: 400}, lambda _: quads, state="s", most=100)
    held = [gzip.decompress((tmp_path / each.name).read_bytes()).splitlines() for each in manifest.partitions]
    assert sum(map(len, held)) == manifest.quads == 400
    subjects = [{line.split()[0] for line in some} for some in held]
    assert sum(map(len, subjects)) == len(set().union(*subjects)) == 40
