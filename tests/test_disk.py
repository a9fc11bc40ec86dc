"""A disk that is full or may not be written to, and a Ctrl-C: the old files stand, and one message says so."""

import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

from graph.dataset import ROOT, Dataset

PATIENCE = 120  # seconds, on a machine that does other things as well
SMALL = 30_000  # bytes that a file may have: less than the import's own, more than what a query needs
IN_A_NAMESPACE = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-ec"]
can_mount = subprocess.run([*IN_A_NAMESPACE, "true"], check=False, capture_output=True).returncode == 0
needs_mounts = pytest.mark.skipif(not can_mount, reason="this kernel allows no mounts of one's own")


@pytest.fixture
def home(tmp_path, sandbox):
    """A folder with data, its state, and a file that is too large for what is left."""
    (tmp_path / "data").mkdir()
    Dataset.open(str(tmp_path / "data"), sandbox=sandbox)
    lines = (f'<http://x/{n}> <http://x/p> "{n * 7919}" .\n' for n in range(30_000))
    (tmp_path / "large.nt").write_text("".join(lines))
    return tmp_path


def state(home):
    """What is in the folder, by its bytes."""
    name = (home / "data" / "current").read_text()
    snapshot = home / "data" / "snapshots" / name
    files = {path.name: path.read_bytes() for path in snapshot.glob("*.sst")}
    return name, files, {path.name for path in (home / "data" / "snapshots").iterdir()}


def command(*arguments, store="data"):
    return [sys.executable, "-m", "graph", "--store", str(store), *map(str, arguments)]


def run(words):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SAYSO_")}
    return subprocess.run(
        words, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def refused(done):
    """Whether it ended with one message and the exit code for it."""
    return done.returncode == 1 and done.stderr.startswith("sayso: ") and done.stderr.count("\n") == 1


def test_import_that_does_not_fit_leaves_the_data_as_it_was(home):
    before = state(home)
    done = run(["prlimit", f"--fsize={SMALL}", *command("load", home / "large.nt", store=home / "data")])
    assert refused(done), done
    assert state(home) == before


def test_export_that_does_not_fit_leaves_the_file_as_it_was(home):
    (home / "old.ttl").write_text("old")
    done = run(["prlimit", f"--fsize={SMALL}", *command("export", "-o", home / "old.ttl", store=home / "data")])
    assert refused(done), done
    assert (home / "old.ttl").read_text() == "old"
    assert not (home / "old.ttl.part").exists()


def test_backup_that_does_not_fit_leaves_nothing(home):
    done = run(["prlimit", f"--fsize={SMALL}", *command("backup", home / "copy", store=home / "data")])
    assert refused(done), done
    assert {path.name for path in home.iterdir()} == {"data", "large.nt"}


@needs_mounts
def test_full_disk_leaves_the_data_as_it_was(home):
    """On a file system of its own, with a file that takes what is left."""
    store = home / "small" / "data"
    store.parent.mkdir()
    load = " ".join(command("load", home / "large.nt", store=store))
    ask = " ".join(command("stats", store=store))
    script = f"""
        mount -t tmpfs -o size=12m none {store.parent}; cp -a {home}/data {store}
        head -c 100m /dev/zero > {store.parent}/filler 2>/dev/null || true
        truncate -s -100000 {store.parent}/filler
        cp -a {store}/current {home}/before; ls {store}/snapshots > {home}/listed
        code=0; {load} || code=$?
        cmp {store}/current {home}/before; ls {store}/snapshots | cmp - {home}/listed; {ask} >/dev/null; exit $code
    """
    assert refused(done := run([*IN_A_NAMESPACE, script])), done


@needs_mounts
@pytest.mark.parametrize(("verb", "code"), [("load", 1), ("backup", 1), ("stats", 0)])
def test_disk_that_may_only_be_read_answers_and_refuses_writes(verb, code, home):
    before = state(home)
    where = {"load": home / "large.nt", "backup": home / "data2" / "copy", "stats": ""}[verb]
    (home / "data2").mkdir()
    words = " ".join(command(verb, where, store=home / "data"))
    binds = "; ".join(
        f"mount --bind {at} {at}; mount -o remount,bind,ro {at}" for at in (home / "data", home / "data2")
    )
    done = run([*IN_A_NAMESPACE, f"{binds}; {words}"])
    assert done.returncode == code, done
    assert code == 0 or refused(done), done
    assert state(home) == before


def test_ctrl_c_in_an_import_leaves_the_data_as_it_was(home):
    before = state(home)
    snapshots = home / "data" / "snapshots"
    writer = subprocess.Popen(
        command("load", home / "large.nt", store=home / "data"), cwd=ROOT, stderr=subprocess.PIPE, text=True
    )
    end = time.monotonic() + PATIENCE
    while {path.name for path in snapshots.iterdir()} == before[2] and time.monotonic() < end:
        time.sleep(0.002)  # a folder tells nobody that something new is in it
    writer.send_signal(signal.SIGINT)
    _, said = writer.communicate(timeout=PATIENCE)
    assert (writer.returncode, said) == (130, "sayso: interrupted; nothing was left half done\n")
    assert state(home) == before
    shutil.rmtree(home / "data")
