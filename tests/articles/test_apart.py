"""Articles read in a process of their own: the same as here, one bad file never stops the rest, and it can be ended."""

import time
from pathlib import Path

from graph.articles.apart import Apart, File, outcome

GOLD = Path(__file__).parent / "gold"
FERRY = File("ferry.txt", (GOLD / "04-ferry-strike.txt").read_bytes())
BINARY = File("picture.txt", b"\x89PNG\0\0\0")
PATIENCE = 60


def read(*files):
    apart = Apart(files)
    assert apart.wait(PATIENCE)
    return apart.take()


def test_what_comes_out_is_what_is_read_here():
    (found,) = read(FERRY)
    assert found == outcome(FERRY)
    assert found.statements > 5
    assert found.text == FERRY.data.decode()


def test_a_bad_file_is_told_and_the_rest_is_read():
    bad, good = read(BINARY, FERRY)
    assert "is no text but binary data" in bad.fault
    assert bad.triples == ()
    assert good.fault == ""


def test_ended_while_it_reads():
    apart = Apart([FERRY] * 200)
    apart.cancel()
    assert apart.wait(PATIENCE)
    assert len(apart.take()) < 200
    assert not apart.running


def test_a_process_that_dies_says_over_which_file_and_the_rest_is_read():
    apart = Apart([FERRY] * 60)
    until(lambda: apart.done)
    apart._process.kill()
    assert apart.wait(PATIENCE)
    found = apart.take()
    assert len(found) == 60
    (unread,) = (each for each in found if each.fault)
    assert "the process that read it ended" in unread.fault


def test_a_file_that_takes_for_ever_is_given_up_and_the_rest_is_read(tmp_path, monkeypatch):
    apart = with_worker(tmp_path, monkeypatch, "while file.name == 'picture.txt': pass", seconds=0.5)
    first, stuck, last = apart.take()
    assert first.statements == last.statements > 5
    assert stuck.fault.startswith("picture.txt: was not read in ")


def test_a_file_that_takes_too_much_memory_is_given_up_and_the_rest_is_read(tmp_path, monkeypatch):
    apart = with_worker(tmp_path, monkeypatch, "file.name == 'picture.txt' and bytearray(2 << 30)")
    first, hungry, last = apart.take()
    assert first.statements == last.statements > 5
    assert hungry.fault.startswith("picture.txt: takes more memory than an article may")


def test_the_process_has_no_network(tmp_path, monkeypatch, canary):
    port = canary.getsockname()[1]
    apart = with_worker(
        tmp_path,
        monkeypatch,
        f"__import__('socket').create_connection(('127.0.0.1', {port})) if 'txt' in file.name else 0",
    )
    assert "ended (exit code 1)" in apart.take()[0].fault  # and the canary was not called


def with_worker(folder, monkeypatch, act, seconds=PATIENCE):
    """Read three files in a process like ours that does something else as well before each."""
    script = f"""
import sys
from graph.articles import apart
from graph.isolation import isolate

honest = apart.read

def read(name, data):
    file = apart.File(name, data)
    {act}
    return honest(name, data)

apart.read = read
isolate(apart.MEMORY)
apart.work(sys.stdin.buffer, sys.stdout.buffer, seconds={seconds})
"""
    (folder / "odd_reader.py").write_text(script)
    monkeypatch.setenv("PYTHONPATH", str(folder))
    apart = Apart([FERRY, BINARY, FERRY], ["odd_reader"])
    assert apart.wait(PATIENCE)
    return apart


def test_a_process_that_cannot_work_at_all_says_so_of_every_file():
    apart = Apart([FERRY] * 3, ["graph.nowhere"])
    assert apart.wait(PATIENCE)
    assert ["ended (exit code 1)" in each.fault for each in apart.take()] == [True] * 3


def test_a_process_that_dies_unheard_fails_each_file_once():
    apart = Apart([File("long.txt", b"x" * 5_000_000)] * 3, ["graph.nowhere"])
    assert apart.wait(PATIENCE)
    assert len(apart.take()) == 3


def until(so):
    deadline = time.monotonic() + PATIENCE
    while not so():
        assert time.monotonic() < deadline
        time.sleep(0.005)
