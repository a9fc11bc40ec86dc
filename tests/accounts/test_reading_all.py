"""Queries that read everything give the rows of those that are asked of a part."""

import subprocess
import sys
from pathlib import Path

import pytest

from graph.accounts.reading import WHOLE
from graph.dataset import Dataset

NEWS = Path(__file__).parents[1] / "bench" / "news.py"


@pytest.fixture(scope="module")
def many(tmp_path_factory, sandbox):
    """The seeds, invented news, and a statement with two contents, two labels and no speaker."""
    dataset = Dataset.open("memory:", sandbox=sandbox)
    folder = tmp_path_factory.mktemp("news")
    subprocess.run([sys.executable, NEWS, "--triples", "5000", "-o", folder], check=True, stdout=subprocess.DEVNULL)
    dataset.load_all([dataset.read(part) for part in sorted(folder.iterdir())])
    odd = b"""@prefix say: <https://w3id.org/sayso/ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    <urn:s> a say:Statement ; say:content <urn:c>, <urn:d> ; say:act say:claim, <urn:act> ; say:polarity say:positive .
    <urn:c> a say:Control, say:Capture ; rdfs:label "one", "two"@en ; say:quantity 3, 4 ;
    say:place <urn:p>, <urn:q> ."""
    dataset.load(dataset.admit("odd.ttl", odd))
    return dataset


@pytest.mark.parametrize(("part", "whole"), WHOLE.items())
def test_everything_is_the_sum_of_its_parts(many, part, whole):
    rows = many.select(whole)
    assert rows == many.select(part)
    assert len(rows) > 50
