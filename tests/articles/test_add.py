"""The verb `add`: Turtle on standard output, proposals beside the dataset, many files, bad files, a second run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.articles import copies
from graph.cli import main
from graph.dataset import Dataset
from graph.model import Iri, Literal
from graph.namespaces import ID, PROPOSALS_GRAPH

STORY = """Dam holds

DRESK, May 4 (NWA) — The dam will hold, Mayor Anna Kole said on Saturday, after a night in which the river {n} rose.

“We are safe,” she told Norland Radio. The owners of house number {n} denied that they had been warned in time.
"""


@pytest.fixture
def stories(tmp_path):
    folder = tmp_path / "stories"
    (folder / "deep").mkdir(parents=True)
    for n in range(3):
        words = " ".join(f"word{n}x{k}" for k in range(80))
        (folder / f"{n}.txt").write_text(STORY.format(n=n) + f"\nThe list ran: {words}.\n", "utf-8")
    (folder / "deep" / "page.html").write_text(
        "<html><body><article><p>" + STORY.format(n=9).replace("\n\n", "</p><p>") + "</p></article></body></html>",
        "utf-8",
    )
    return folder


def run(*arguments):
    return main([str(argument) for argument in arguments])


def test_turtle_goes_to_standard_output_and_no_store_changes(stories, capsysbinary, tmp_path):
    store = tmp_path / "data"
    assert run("--store", store, "add", stories / "0.txt") == 0
    out, err = capsysbinary.readouterr()
    assert out.startswith(b"@prefix")
    assert b"say:speaker id:anna-kole" in out
    assert b"1 article with 3 proposed statements" in err
    dataset = Dataset.open(str(store))
    try:
        document = dataset.admit("f.ttl", out)
        assert PROPOSALS_GRAPH not in {size.graph for size in dataset.graphs()}
        assert document.quads > 50
    finally:
        dataset.close()


def test_saved_proposals_lie_beside_the_dataset_and_a_second_run_skips_them(stories, capsys, tmp_path):
    store = tmp_path / "data"
    before = Dataset.open(str(store))
    counted = before.select("counts")
    before.close()
    assert run("--store", store, "add", "--save", stories) == 0
    assert "4 articles with" in capsys.readouterr().err
    dataset = Dataset.open(str(store))
    try:
        assert dataset.select("counts") == counted
        assert len(dataset.proposals.select("text_digests")) == 4
        size = len(list(dataset.triples(PROPOSALS_GRAPH)))
    finally:
        dataset.close()
    (stories / "new.txt").write_text(STORY.format(n=77), "utf-8")
    assert run("--store", store, "add", "--save", stories) == 0
    assert "1 article with 3 proposed statements; 4 read before" in capsys.readouterr().err
    dataset = Dataset.open(str(store))
    try:
        assert len(list(dataset.triples(PROPOSALS_GRAPH))) > size
    finally:
        dataset.close()


def test_a_bad_file_never_stops_the_rest(stories, capsys):
    (stories / "bad.txt").write_bytes(b"\x00\x01\x00\x02" * 30)
    assert run("--store", "memory:", "add", stories, stories / "missing.txt") == 1
    out, err = capsys.readouterr()
    assert "bad.txt: is no text but binary data" in err
    assert "missing.txt: No such file or directory" in err
    assert "4 articles with" in err
    assert "2 not readable" in err
    assert "id:anna-kole" in out


def test_copies_of_one_text_are_tied_together(stories, capsys):
    text = (stories / "1.txt").read_text("utf-8")
    (stories / "other-paper.txt").write_text("A paper of its own.\n\n" + text, "utf-8")
    assert run("--store", "memory:", "add", stories) == 0
    out, err = capsys.readouterr()
    assert "1 copies of another" in err
    assert out.count("prov:alternateOf") == 1


def test_a_copy_of_what_was_read_before_is_tied_to_it(stories, tmp_path, capsys):
    store, later = tmp_path / "store", tmp_path / "a-later-paper.txt"
    assert run("--store", store, "add", "--save", stories) == 0
    later.write_text("A paper of its own.\n\n" + (stories / "1.txt").read_text("utf-8"), "utf-8")
    assert run("--store", store, "add", "--save", later) == 0
    assert "1 copies of another" in capsys.readouterr().err
    dataset = Dataset.open(str(store))
    try:
        (row,) = dataset.proposals.select("copies")
        (first,) = (
            each["article"] for each in dataset.proposals.select("text_digests") if each["article"] == row["other"]
        )
        assert row["article"] != first
    finally:
        dataset.close()


@given(st.text(max_size=300))
def test_a_sketch_is_read_as_it_was_written(text):
    assert copies.parsed(copies.written(copies.sketch(text))) == copies.sketch(text)


def test_a_sketch_that_is_none_is_left_out():
    rows = [{"article": Iri(ID + name), "sketch": Literal(text)} for name, text in (("a", "AAAAAAAAAAE="), ("b", "§"))]
    assert copies.known([*rows, {"article": Iri("urn:c"), "sketch": Literal("AAAAAAAAAAE=")}]) == {"a": (1,)}


def test_many_files_are_read_in_worker_processes_with_the_same_result(stories, capsys):
    for n in range(20, 36):
        words = " ".join(f"word{n}x{k}" for k in range(80))
        (stories / f"{n}.txt").write_text(STORY.format(n=n) + f"\nThe list ran: {words}.\n", "utf-8")
    assert run("--store", "memory:", "add", "--jobs", "2", stories) == 0
    many = capsys.readouterr().out
    assert run("--store", "memory:", "add", "--jobs", "1", stories) == 0
    assert capsys.readouterr().out == many
