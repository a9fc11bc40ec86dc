"""Copies of one text are one origin, and only where nobody is named who would say it anyway."""

from dataclasses import replace

import pytest

from graph.accounts import origins
from graph.accounts.reading import read
from graph.model import Iri

PAPERS = tuple(Iri(f"https://example.org/{name}") for name in ("daily", "weekly", "evening"))


@pytest.fixture(scope="module")
def reading(dataset):
    return read(dataset)


def printed(claim, **others):
    """The same claim as three papers print it, each in its own voice."""
    return [
        replace(claim, article=paper, speaker=paper, sides=frozenset({paper}), statement=Iri(f"{paper}-s1"), **others)
        for paper in PAPERS
    ]


def test_newspapers_that_print_one_text_are_one_origin(reading):
    claim = next(claim for claim in reading.claims if claim.narrated)
    claims = printed(claim, agency=None)
    facts = replace(reading.facts, copies={PAPERS[1]: frozenset({PAPERS[0]})})
    assert origins(claims, reading.facts).text == "3 voices, 3 origins"
    told = origins(claims, facts)
    assert told.text == "3 voices, 2 origins"
    assert told.reasons == ("articles that carry the same text",)


def test_two_who_are_named_in_copies_of_a_text_stay_two(reading):
    claim = next(claim for claim in reading.claims if not claim.narrated)
    facts = replace(reading.facts, copies={PAPERS[1]: frozenset({PAPERS[0]})})
    assert len(origins(printed(claim, agency=None, narrated=False), facts).groups) == len(PAPERS)
