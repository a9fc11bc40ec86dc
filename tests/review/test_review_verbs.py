"""Review on the command line: proposals are listed, named ones decided on, the rest left alone."""

import re

import pytest

from graph.cli import main
from graph.dataset import Dataset

STORY = """Dam holds

DRESK, May 4 (NWA) — The dam will hold, Mayor Anna Kole said on Saturday, after a night in which the river rose.

“We are safe,” she told Norland Radio. The owners of the house denied that they had been warned in time.
"""


@pytest.fixture
def run(tmp_path, capsys):
    def verb(*arguments, code=0):
        assert main(["--store", str(tmp_path / "data"), *map(str, arguments)]) == code
        return capsys.readouterr()

    (tmp_path / "story.txt").write_text(STORY, "utf-8")
    verb("add", "--save", tmp_path / "story.txt")
    return verb


def article(run):
    return re.search(r"article-\w+", run("proposals").out)[0]


def ids(run):
    return re.findall(r"article-\w+-s\w+", run("proposals", article(run)).out)


def test_proposals_are_listed_and_the_named_one_is_accepted(run, tmp_path):
    first, *others = ids(run)
    out = run("accept", first, "--by", "Ann", "--text", tmp_path / "story.txt").out
    assert "1 statement accepted" in out
    assert "Anna Kole" in run("said", "--by", "anna-kole").out
    assert run("proposals", article(run)).out.count(" open") == len(others)
    assert "0 violations" in run("validate").err


def test_all_that_is_open_in_an_article_is_decided_on_only_when_asked(run):
    run("accept", code=1)
    run("reject", ids(run)[0])
    assert "2 statements accepted" in run("accept", "--article", article(run)).out
    assert run("accept", "--article", article(run), code=1).err.endswith("nothing in it is open.\n")


def test_what_is_withdrawn_leaves_with_a_reason(run):
    first = ids(run)[0]
    run("accept", first)
    run("withdraw", first, "--reason", "the paper corrected it")
    assert "withdrawn" in run("proposals", article(run)).out


def test_a_wrong_text_or_name_is_told_and_nothing_changes(run, tmp_path):
    (tmp_path / "other.txt").write_text(STORY + "More.\n", "utf-8")
    first = ids(run)[0]
    assert "not the one the article was read from" in run("accept", first, "--text", tmp_path / "other.txt", code=1).err
    assert "no proposal" in run("accept", "article-0-s0", code=1).err
    assert " accepted " not in run("proposals", article(run)).out.replace("accepted", "", 1)


def test_an_article_read_again_keeps_its_decisions(run, tmp_path):
    first, second, _ = ids(run)
    run("accept", first)
    run("reject", second)
    listed = run("proposals", article(run)).out
    assert "1 article with 3" in run("add", "--save", "--again", tmp_path / "story.txt").err
    assert run("proposals", article(run)).out == listed


def test_an_article_and_its_near_copy_are_one_origin(run, tmp_path):
    body = STORY + "\nThe list ran: " + " ".join(f"word{n}" for n in range(90)) + ".\n"
    for name, paper in (("one.txt", "The Daily"), ("two.txt", "The Weekly")):
        (tmp_path / name).write_text(f"{body}\n{paper}\n", "utf-8")
    run("add", "--save", tmp_path / "one.txt", tmp_path / "two.txt")
    dataset = Dataset.open(str(tmp_path / "data"))
    try:
        copies = [row["article"] for row in dataset.proposals.select("copies")]
        assert len(copies) == 1
    finally:
        dataset.close()
    for each in set(re.findall(r"article-\w+", run("proposals").out)):
        run("accept", "--article", each)
    dataset = Dataset.open(str(tmp_path / "data"))
    try:
        (other,) = [row["other"] for row in dataset.select("copies")]
        assert dataset.facts.one_text(copies[0], other)
    finally:
        dataset.close()
