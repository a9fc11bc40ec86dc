"""The terms of the seeds, read once."""

import pytest

from graph.views.vocabulary import vocabulary

SAY = "PREFIX say: <https://w3id.org/sayso/ns#>\n"


@pytest.fixture(scope="session")
def terms(dataset):
    return vocabulary(dataset)
