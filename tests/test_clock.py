"""The two clocks: what they hide of all statements, and that it is what they hide of each."""

from datetime import date

import pytest

from graph import sources
from graph.dataset import Dataset
from graph.model import Clock, Iri
from graph.views.clock import Days, hidden, visible
from graph.views.statements import statement

JULY = [date(2021, 7, day) for day in range(1, 8)]
LONG_AGO, ONE_DAY = (date.min, date.max), (JULY[1], JULY[2])
DAYS = Days(
    statements=(
        ("early", JULY[0], (LONG_AGO,)),
        ("late", JULY[4], (ONE_DAY, LONG_AGO)),
        ("brief", None, (ONE_DAY,)),
        ("empty", None, ()),
    ),
    contents=(("early", "shared"), ("late", "shared"), ("late", "own"), ("brief", "own")),
)


@pytest.mark.parametrize(
    ("clock", "gone"),
    {
        Clock(): set(),
        Clock(known=JULY[4]): set(),
        Clock(known=JULY[3]): {"late"},
        Clock(on=JULY[1]): {"empty"},
        Clock(on=JULY[2]): {"empty"},
        Clock(on=JULY[0]): {"brief", "empty"},
        Clock(on=JULY[3]): {"brief", "empty"},
        Clock(known=JULY[3], on=JULY[3]): {"late", "brief", "empty", "own"},
    }.items(),
)
def test_a_clock_hides_statements_and_contents_that_only_they_have(clock, gone):
    assert DAYS.hidden(clock) == gone


@pytest.mark.parametrize(
    "clock", [Clock(known=date(2021, 7, 9)), Clock(on=date(2021, 7, 9)), Clock(date(2021, 7, 13), date(2021, 7, 14))]
)
def test_what_a_clock_hides_of_all_is_what_it_hides_one_by_one(dataset, clock):
    spoken = [Iri(str(row["statement"])) for row in dataset.select("said_days")]
    gone = hidden(dataset, clock)
    assert {iri for iri in spoken if not visible(dataset, statement(dataset, iri), clock)} == gone & set(spoken)
    assert gone
    assert not set(spoken) <= gone


NAMELESS = b"""@prefix say: <https://w3id.org/sayso/ns#> . @prefix id: <https://w3id.org/sayso/id/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
[] a say:Statement ; say:speaker id:taliban ; say:act say:claim ; say:polarity say:positive ;
    say:certainty say:certain ; say:basis say:party ; say:content [ a say:Capture ; say:agent id:taliban ] ;
    say:reportedIn id:article-islam-qala ;
    say:statedOn "2031-01-01T00:00:00Z"^^xsd:dateTime ."""


@pytest.mark.parametrize("large", [False, True])
def test_a_statement_without_a_name_is_hidden_as_well(large, tmp_path, sandbox, monkeypatch):
    monkeypatch.setattr(sources, "LARGE", 0 if large else sources.LARGE)
    dataset = Dataset.open(str(tmp_path / "data"), sandbox=sandbox)
    dataset.load(dataset.admit("nameless.ttl", NAMELESS))
    asked = "SELECT ?s { ?s a <https://w3id.org/sayso/ns#Statement> }"
    gone = hidden(dataset, Clock(known=date(2030, 1, 1)))
    assert len(gone) == 2
    assert (len(dataset.answer(asked).rows), len(dataset.answer(asked, without=gone).rows)) == (89, 88)
    assert b"2031-01-01" not in dataset.export("nt", without=gone)
