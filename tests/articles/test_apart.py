"""Articles read in a process of their own: the same as here, one bad file never stops the rest, and it can be ended."""

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


def test_a_process_that_dies_says_which_files_were_not_read():
    apart = Apart([FERRY] * 200)
    apart._process.kill()
    assert apart.wait(PATIENCE)
    found = apart.take()
    assert len(found) == 200
    assert "the process that read it ended" in found[-1].fault
