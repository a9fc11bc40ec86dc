"""Backups: all that a data folder holds comes back as it was, or nothing does."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from graph import backup, saved
from graph.dataset import ROOT, Dataset
from graph.errors import InputRefused, StoreBusy, StoreFault
from graph.namespaces import PROPOSALS_GRAPH

MINE = b"<http://x/mine> <http://x/p> 1 .\n"
PROPOSED = b"<http://x/proposed> <http://x/p> 1 .\n"
KILLED_ON_THE_WAY = """
import os, signal, sys
from pathlib import Path
from graph import backup, snapshots

moves = 0

def dying(self, name):
    global moves
    if moves == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
    moves += 1
    moving(self, name)

moving = snapshots.Snapshots.point
snapshots.Snapshots.point = dying
folder = Path(sys.argv[1])
backup.restore(folder, Path(sys.argv[2]), folder / "queries", lambda done, total: None)
"""


def quiet(done, total):
    assert 0 <= done <= total


class House:
    """A data folder, opened anew for each look."""

    def __init__(self, folder, sandbox):
        self.folder, self.sandbox = folder, sandbox
        self.queries = folder / "queries"

    def open(self):
        return Dataset.open(str(self.folder), sandbox=self.sandbox)

    def load(self, text, graph):
        dataset = self.open()
        dataset.load(dataset.admit("f.ttl", text, graph=graph))

    def state(self):
        """All that a person has there."""
        dataset = self.open()
        queries = {path.name: path.read_text() for path in self.queries.glob("*")}
        proposals = sorted(map(str, dataset.proposals.store))
        return dataset.export("nq"), proposals, queries, dataset.find("Kandahar").hits, dataset.stale()

    def backup(self, to):
        return backup.backup(self.folder, to, self.queries, quiet)

    def restore(self, source):
        return backup.restore(self.folder, source, self.queries, quiet)


@pytest.fixture
def house(tmp_path, sandbox):
    house = House(tmp_path / "data", sandbox)
    house.load(MINE, "urn:mine")
    house.load(PROPOSED, PROPOSALS_GRAPH)
    saved.save(house.queries, "What is mine?", "SELECT * { <http://x/mine> ?p ?o }")
    return house


@pytest.fixture
def copy(house, tmp_path):
    house.backup(tmp_path / "copy")
    return tmp_path / "copy"


def changed(house):
    """The house after a person went on working in it."""
    dataset = house.open()
    dataset.remove("urn:mine")
    dataset.remove(PROPOSALS_GRAPH)
    house.load(MINE.replace(b"mine", b"later"), "urn:later")
    return house.state()


def test_what_was_backed_up_comes_back_in_place_of_what_there_is_now(house, copy):
    before = house.state()
    assert changed(house) != before
    kept = house.restore(copy)
    assert house.state() == before
    assert (kept.triples, kept.proposed, kept.queries) == (len(house.open()._reader.store), 1, 1)


def test_it_comes_back_into_a_new_folder_and_one_whose_data_is_lost(house, copy, tmp_path, sandbox):
    before = house.state()
    new = House(tmp_path / "new", sandbox)
    new.restore(copy)
    assert new.state() == before
    for path in (house.folder / "snapshots").rglob("*.sst"):
        path.unlink()
    with pytest.raises(StoreFault, match="Restore it from a backup"):
        house.open()
    house.restore(copy)
    assert house.state() == before


def test_a_backup_without_proposals_takes_away_those_that_came_later(tmp_path, sandbox):
    house = House(tmp_path / "data", sandbox)
    reader = house.open()
    house.backup(tmp_path / "copy")
    house.load(PROPOSED, PROPOSALS_GRAPH)
    assert len(reader.proposals.store) == 1
    house.restore(tmp_path / "copy")
    assert len(reader.proposals.store) == len(house.open().proposals.store) == 0


def test_who_reads_meanwhile_keeps_the_state_until_the_next_look(house, copy):
    house.load(MINE.replace(b"mine", b"later"), "urn:later")
    reader = house.open()
    later = reader.export("nq")
    house.restore(copy)
    assert reader.export("nq") == later
    assert reader.refresh()
    assert b"urn:later" not in reader.export("nq")
    assert reader.answer("ASK { <http://x/mine> ?p ?o }").truth


def test_queries_saved_since_stay(house, copy):
    saved.save(house.queries, "And since?", "ASK {}")
    house.restore(copy)
    assert {path.name for path in house.queries.iterdir()} == {"what-is-mine.rq", "and-since.rq"}


@pytest.mark.parametrize("moves", [0, 1])
def test_restore_that_is_killed_once_it_counts_is_brought_to_its_end(moves, house, copy):
    before = house.state()
    writer = house.open()
    changed(house)
    script = [sys.executable, "-c", KILLED_ON_THE_WAY, str(house.folder), str(copy), str(moves)]
    assert subprocess.run(script, cwd=ROOT, check=False).returncode == -9
    writer.load(writer.admit("f.ttl", MINE, graph="urn:after"))  # somebody who has had the folder open all along
    assert b"<urn:after>" in house.open().export("nq")
    writer.remove("urn:after")
    assert house.state() == before


# --------------------------------------------------------------- what is refused
@pytest.mark.parametrize("name", ["dataset/CURRENT", "queries/what-is-mine.rq", "proposals/CURRENT", "manifest.json"])
@pytest.mark.parametrize("harm", [lambda path: path.write_bytes(path.read_bytes()[:-1]), Path.unlink])
def test_broken_backup_is_refused_and_the_data_stays(name, harm, house, copy):
    now = changed(house)
    harm(copy / name)
    with pytest.raises(InputRefused, match=r"is broken: .*Nothing was restored|is no backup") as refused:
        house.restore(copy)
    assert "\n" not in str(refused.value)
    assert house.state() == now


def edited(manifest, **changes):
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | changes))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"format": 2}, "has the format 2, and 1 is known"),
        ({"triples": 7}, "does not hold the 7 triples"),
        ({"triples": "7"}, "does not tell triples"),
        ({"files": {"dataset/../../../etc/passwd": {"bytes": 1, "sha256": ""}}}, "no part of a backup"),
        ({"files": {"/etc/passwd": {"bytes": 1, "sha256": ""}}}, "no part of a backup"),
        ({"files": ["dataset/CURRENT"]}, "cannot be read"),
        ({"files": {}}, "does not hold"),
    ],
)
def test_foreign_or_forged_backup_is_refused(changes, said, house, copy):
    now = changed(house)
    edited(copy / "manifest.json", **changes)
    with pytest.raises(InputRefused, match=said):
        house.restore(copy)
    assert house.state() == now


def test_any_folder_is_no_backup(house, tmp_path):
    with pytest.raises(InputRefused, match=r"is no backup: it has no manifest\.json"):
        house.restore(tmp_path)


def test_backup_writes_over_nothing(house, copy, tmp_path):
    before = {path: path.stat().st_mtime_ns for path in copy.rglob("*")}
    with pytest.raises(StoreFault, match="is not empty"):
        house.backup(copy)
    assert {path: path.stat().st_mtime_ns for path in copy.rglob("*")} == before
    with pytest.raises(StoreFault, match="inside the data"):
        house.backup(house.folder / "snapshots" / "copy")
    (tmp_path / "empty").mkdir()
    assert house.backup(tmp_path / "empty").triples > 0


def test_what_a_killed_backup_left_gives_way_to_the_next(house, tmp_path):
    part = tmp_path / "copy.part"
    (part / "dataset").mkdir(parents=True)
    (part / "dataset" / "half").write_text("half")
    house.backup(tmp_path / "copy")
    assert not part.exists()
    assert not (tmp_path / "copy" / "dataset" / "half").exists()


def test_restore_waits_for_nobody(house, copy):
    folder = backup.Snapshots(house.folder)
    with folder.writing(), pytest.raises(StoreBusy, match="Try again"):
        house.restore(copy)


def test_copy_shares_no_file_with_the_data(house, copy):
    own = {path.stat().st_ino for path in house.folder.rglob("*")}
    assert not own & {path.stat().st_ino for path in copy.rglob("*")}


# -------------------------------------------------------------- the command line
def sayso(*arguments):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SAYSO_")}
    command = [sys.executable, "-m", "graph", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_verbs_backup_and_restore(house, tmp_path):
    before = house.state()
    done = sayso("--store", house.folder, "backup", tmp_path / "copy")
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 proposed, 1 saved queries" in done.stdout
    changed(house)
    assert sayso("--store", house.folder, "restore", tmp_path / "copy").returncode == 0
    assert house.state() == before
    refused = sayso("--store", house.folder, "restore", tmp_path)
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert sayso("--store", "memory:", "backup", tmp_path / "other").returncode == 1
