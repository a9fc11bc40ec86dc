"""What is wrong with a query, where, and what mends it; the table is `broken.md`."""

import re
from pathlib import Path

import pytest

from graph.asking.outline import applied
from graph.queries import read_queries
from graph.views.diagnosis import diagnose
from graph.views.vocabulary import vocabulary

ROOT = Path(__file__).parents[2]
HOUSE = read_queries(ROOT / "ontology" / "queries")
SECTION = re.compile(r"^## (\d+)\. (.*?)\n```sparql\n(.*?)```\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
TABLE = [
    (f"{number} {title}", text, dict(re.findall(r"^(\w+): (.*)$", notes, re.MULTILINE)))
    for number, title, text, notes in SECTION.findall((Path(__file__).parent / "broken.md").read_text("utf-8"))
]
BROKEN = [row for row in TABLE if row[2]]
SOUND = [row for row in TABLE if not row[2]]
SAY = "PREFIX say: <https://w3id.org/sayso/ns#>\n"


@pytest.fixture(scope="module")
def terms(dataset):
    return vocabulary(dataset)


def first(row):
    return row[0]


def test_half_of_the_table_is_broken():
    assert (len(BROKEN), len(SOUND)) == (10, 10)


@pytest.mark.parametrize(("title", "text", "notes"), BROKEN, ids=map(first, BROKEN))
def test_broken_query_names_its_guilty_place_and_its_mend(title, text, notes, dataset, terms):
    line, column, token = re.match(r"(\d+):(\d+) `(.*)`", notes["place"]).groups()
    problem = diagnose(dataset, text, terms=terms)[0]
    assert (problem.line, problem.column) == (int(line), int(column))
    assert text.splitlines()[problem.line - 1][problem.column - 1 :].startswith(token)
    assert (problem.end_line, problem.end_column) == (problem.line, problem.column + len(token))
    assert notes["says"] in problem.message
    assert notes["mend"] in problem.mends[0].label
    mended = applied(text, problem.mends[0].edits)
    assert not [other for other in diagnose(dataset, mended, terms=terms) if other.severity == "error"]
    assert len(dataset.answer(mended).rows) >= int(notes["rows"])


@pytest.mark.parametrize(("title", "text", "notes"), SOUND, ids=map(first, SOUND))
def test_of_a_sound_query_nothing_is_said_above_a_hint(title, text, notes, dataset, terms):
    dataset.answer(text)
    assert [problem for problem in diagnose(dataset, text, terms=terms) if problem.severity != "info"] == []


@pytest.mark.parametrize("query", HOUSE.values(), ids=HOUSE)
def test_queries_of_the_house_are_sound_but_for_parameters_that_wait_for_a_value(query, dataset, terms):
    waiting = {f"Nothing binds ${parameter.name}" for parameter in query.parameters}
    problems = [problem for problem in diagnose(dataset, query.text, terms=terms) if problem.severity != "info"]
    assert [problem for problem in problems if problem.message.partition(",")[0] not in waiting] == []
