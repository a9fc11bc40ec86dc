"""Three invented stories, not of territory alone: what comes out is what was written down without the code.

The tables for people are in expected.md; the same for machines in expected/*.json.
"""

import json
from datetime import date
from pathlib import Path

import pytest

from graph.accounts import corrections, disagreements, origins
from graph.accounts.disagreements import CONCESSION, INCOMPARABLE, identity
from graph.accounts.reading import read
from graph.dataset import Dataset
from graph.namespaces import local_id

HERE = Path(__file__).parent
STORIES = ("strike", "election", "storm")


@pytest.fixture(scope="module", params=STORIES)
def story(request, sandbox, empty_house_with_vocabulary):
    """A story's dataset, and what must come out of it."""
    dataset = Dataset.open("memory:", root=empty_house_with_vocabulary, sandbox=sandbox)
    dataset.load(dataset.read(HERE / "stories" / f"{request.param}.trig"))
    expected = json.loads((HERE / "expected" / f"{request.param}.json").read_text("utf-8"))
    return dataset, expected


@pytest.fixture(scope="module")
def found(story):
    return disagreements(read(story[0]))


def pairs(found, day):
    """The disputes as known on a day: for each pair of statements the kinds of their disagreement."""
    kinds = {}
    for d in found:
        if d.dispute and d.known_from <= day < d.known_until:
            pair = frozenset(local_id(claim.statement) for claim in (d.one, d.other))
            kinds.setdefault(pair, set()).add(d.kind)
    return kinds


def expected_pairs(disputes):
    return {frozenset((one, other)): set(kinds) for dispute in disputes for one, other, kinds in dispute["pairs"]}


def test_disputes_of_the_last_day(story, found):
    _, expected = story
    assert pairs(found, date.fromisoformat(expected["last"])) == expected_pairs(expected["disputes"])


def test_disputes_as_known_earlier(story, found):
    _, expected = story
    for day, disputes in expected["known"].items():
        assert pairs(found, date.fromisoformat(day)) == expected_pairs(disputes), day


def test_nothing_false_is_found(story, found):
    """The traps: two statements that no rule may set against each other, on any day."""
    _, expected = story
    disputed = {frozenset(local_id(claim.statement) for claim in (d.one, d.other)) for d in found if d.dispute}
    for one, other, why in expected["none"]:
        assert frozenset((one, other)) not in disputed, why


def test_concessions(story, found):
    _, expected = story
    conceded = {(local_id(d.other.statement), local_id(d.one.statement)) for d in found if d.kind == CONCESSION}
    assert {tuple(pair) for pair in expected["concessions"]} <= conceded


def test_figures_that_cannot_be_compared_are_shown_beside(story, found):
    _, expected = story
    beside = {
        frozenset(local_id(claim.statement) for claim in (d.one, d.other)) for d in found if d.kind == INCOMPARABLE
    }
    assert {frozenset(row[:2]) for row in expected["not_comparable"]} <= beside


def test_words_that_only_a_rival_reports_count_for_nobody(story):
    dataset, expected = story
    counted = {local_id(claim.statement) for claim in read(dataset).claims}
    assert not counted & set(expected["according_to"])


def test_copies_and_one_side_are_one_origin(story):
    dataset, expected = story
    reading = read(dataset)
    gone = corrections(reading)
    standing = [claim for claim in reading.claims if claim.key not in gone and not claim.hearsay]
    for name, count in expected["origins"].items():
        (lead,) = {
            (identity(claim.content, reading.facts), claim.positive)
            for claim in standing
            if name in {local_id(claim.statement), local_id(claim.content.iri)}
            and (claim.positive or name == local_id(claim.statement))
        }
        same = [c for c in standing if (identity(c.content, reading.facts), c.positive) == lead]
        told = origins(same, reading.facts)
        assert (told.voices, len(told.groups)) == (count["voices"], count["origins"]), name
