"""The list of matters: by any clocks what the queries say, as many as are asked for, and how many there are."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from graph.dataset import Dataset
from graph.model import Clock, Iri, Literal
from graph.namespaces import PREFIXES
from graph.pages import session
from graph.views.matters import ANY_DAY, Difference, figures, matters, read_differences

HERE = Path(__file__).parent
EVERYTHING = 10_000
EARLY, LATER, LATE = date(2040, 1, 5), date(2040, 1, 9), date(2040, 12, 1)
CLOCKS = [Clock(), Clock(EARLY), Clock(LATE), Clock(on=EARLY), Clock(LATER, EARLY), Clock(EARLY, LATE)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory, sandbox):
    """A data folder with invented news beside the seeds."""
    made = tmp_path_factory.mktemp("matters")
    command = [sys.executable, HERE / "bench" / "news.py", "--triples", "20000", "-o", made / "news"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    dataset = Dataset.open(str(made / "data"), sandbox=sandbox)
    dataset.load(dataset.read(made / "news" / "part-1.nq"))
    return made / "data"


@pytest.fixture(scope="module")
def news(folder, sandbox):
    return Dataset.open(str(folder), sandbox=sandbox)


@pytest.fixture(scope="module")
def differences(news):
    return read_differences(news)


def asked(dataset, query, clock):
    """What a query says of each matter by the clock."""
    days = {name: f"{getattr(clock, name) or ANY_DAY}T00:00:00Z" for name in ("known", "on")}
    rows = dataset.select(query, **{name: Literal(day, PREFIXES["xsd"] + "dateTime") for name, day in days.items()})
    return [(row["matter"], int(row["statements"]), row["since"][:10]) for row in rows]


def told(found):
    return [(each.iri, each.statements, str(each.since)) for each in found]


@pytest.mark.parametrize(
    ("clock", "stands"),
    [
        (Clock(known=date(2040, 1, 3)), True),
        (Clock(known=date(2040, 1, 2)), False),
        (Clock(known=date(2040, 1, 6)), True),
        (Clock(known=date(2040, 1, 7)), False),  # corrected on that day
        (Clock(known=date(2040, 1, 5), on=date(2040, 1, 1)), True),
        (Clock(known=date(2040, 1, 5), on=date(2040, 1, 4)), True),
        (Clock(known=date(2040, 1, 5), on=date(2040, 1, 5)), False),
        (Clock(known=date(2040, 1, 5), on=date(2039, 12, 31)), False),
        (Clock(), False),  # by now it is corrected
    ],
    ids=str,
)
def test_a_difference_stands_from_the_day_it_is_known_until_one_side_is_corrected(clock, stands):
    known, holds = (date(2040, 1, 3), date(2040, 1, 7)), (date(2040, 1, 1), date(2040, 1, 4))
    assert Difference(Iri("m"), "denied", (Iri("a"), Iri("b")), known, holds).stands(clock) is stands


@pytest.mark.parametrize("clock", CLOCKS, ids=str)
def test_what_is_in_dispute_and_conceded_is_what_the_queries_say(news, differences, clock):
    found = matters(news, clock, limit=EVERYTHING, differences=differences)
    assert told(found.disputed) == asked(news, "matters", clock)
    contested = {each.iri for each in found.disputed}
    assert told(found.conceded) == [row for row in asked(news, "conceded", clock) if row[0] not in contested]
    assert (found.total, found.total_conceded) == (len(found.disputed), len(found.conceded))
    assert found == matters(news, clock, limit=EVERYTHING)


def test_each_clock_leaves_something_else(news, differences):
    lists = {matters(news, clock, limit=EVERYTHING, differences=differences).disputed for clock in CLOCKS[1:]}
    assert len(lists) == len(CLOCKS) - 1


def test_kinds_are_those_of_the_query_without_what_marks_hearsay_and_signs(news, differences):
    clock = Clock(LATE)
    rows = news.select("matters", known=Literal(f"{LATE}T00:00:00Z", PREFIXES["xsd"] + "dateTime"), on=_any())
    kinds = {row["matter"]: {kind.partition(":")[0] for kind in row["kinds"].split("|")} for row in rows}
    found = matters(news, clock, limit=EVERYTHING, differences=differences).disputed
    assert {each.iri: set(each.kinds) for each in found} == kinds
    assert {"denied", "hearsay"} <= set().union(*kinds.values())


def _any():
    return Literal(f"{ANY_DAY}T00:00:00Z", PREFIXES["xsd"] + "dateTime")


def test_figures_are_those_of_the_query_that_are_known_by_then(news, differences):
    rows = news.select("incomparable")
    for clock in CLOCKS:
        found = figures(news, clock, limit=EVERYTHING, differences=differences)
        known = str(clock.known or ANY_DAY)
        pairs = [(r["firstStatement"], r["secondStatement"]) for r in rows if r["knownFrom"][:10] <= known]
        assert [(one.iri, other.iri) for one, other in found.pairs] == pairs
        assert found.total == len(pairs)
    assert 0 < figures(news, Clock(EARLY)).total < len(rows)


@pytest.mark.parametrize("clock", [Clock(), Clock(LATE)], ids=str)
def test_of_many_the_first_are_given_and_all_are_counted(news, clock):
    few, all_ = (matters(news, clock, limit=limit, conceded=limit + 1) for limit in (2, EVERYTHING))
    assert few.disputed == all_.disputed[:2]
    assert few.conceded == all_.conceded[:3]
    assert (few.total, few.total_conceded) == (all_.total, all_.total_conceded)
    assert len(figures(news, clock, limit=2).pairs) == 2 < figures(news, clock, limit=2).total


# ----------------------------------------------------------------------------------------------------------- the page
@pytest.fixture
def disputes(folder, monkeypatch):
    """The page over the folder."""
    monkeypatch.setenv("SAYSO_STORE", str(folder))
    st.cache_resource.clear()
    at = AppTest.from_file(HERE.parent / "app.py", default_timeout=60)
    yield lambda **url: shown(at, url)
    session.dataset().close()
    st.cache_resource.clear()


def shown(at, url):
    for name, value in url.items():
        at.query_params[name] = value
    at.switch_page("graph/pages/disputes.py").run()
    assert not at.exception
    return at


def lists(at):
    """The lists of the page: heading, how many lines, how many in all."""
    sheets = [json.loads(c.proto.json) for c in at.get("bidi_component") if c.proto.component_name == "graph.sheet"]
    found = [block for data in sheets for block in data["blocks"] if block["type"] == "listing"]
    shown = {block["heading"]: sum(item.get("do") != "more" for item in block["items"]) for block in found}
    return {block["heading"]: (shown[block["heading"]], int(block["count"].replace(",", ""))) for block in found}


def go_on(at, key):
    """As after a press on the last line of a list; that one is pressed in tests/browser/test_many_disputes.py."""
    at.session_state[f"pages-{key}"] = 2
    at.run()


@pytest.mark.parametrize("url", [{}, {"known": "2040-12-01"}], ids=str)
def test_each_list_is_shown_from_its_beginning_and_goes_on_when_asked(disputes, news, url):
    at = disputes(**url)
    clock = Clock(date.fromisoformat(url["known"])) if url else Clock()
    found, beside = matters(news, clock, limit=EVERYTHING), figures(news, clock)
    totals = {"In dispute": found.total, "Figures that cannot be compared": beside.total}
    for heading, total in totals.items():
        assert lists(at)[heading] == (20, total)
    assert lists(at)["Conceded, not disputed"] == (min(20, found.total_conceded), found.total_conceded)
    go_on(at, "figures")
    assert lists(at)["In dispute"] == (20, found.total)
    assert lists(at)["Figures that cannot be compared"] == (min(40, beside.total), beside.total)
    go_on(at, "matters")
    assert lists(at)["In dispute"] == (min(40, found.total), found.total)


def test_figures_are_listed_where_nothing_is_in_dispute(disputes):
    """The seeds have a pair that was known in 2021, before anybody disagreed."""
    at = disputes(known="2021-07-13")
    assert lists(at).keys() == {"Conceded, not disputed", "Figures that cannot be compared"}


def test_a_day_before_all_news_has_nothing(disputes):
    at = disputes(known="2020-01-01")
    assert lists(at) == {}
    assert "Nobody disagrees" in str([c.proto.json for c in at.get("bidi_component")])
