"""The walk: steps back and forward, the address that reopens a view, filters. Pure values, no page."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import Iri
from graph.namespaces import ID
from graph.pages import address
from graph.pages.facets import said_days, turned_off, values_of
from graph.pages.history import STEPS, History, View
from graph.views.links import node

OURS = st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True).map(lambda name: Iri(ID + name))
THEIRS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Zs", "Cc")), min_size=1, max_size=30).map(
    lambda text: Iri(f"https://example.org/{text}")
)
BLANK = st.from_regex(r"[a-f0-9]{1,32}", fullmatch=True).map(lambda label: Iri(f"_:{label}"))
THINGS = st.one_of(OURS, THEIRS, BLANK)
DAYS = st.one_of(st.none(), st.dates())


@st.composite
def views(draw):
    shown = tuple(draw(st.lists(THINGS, min_size=1, max_size=12, unique=True)))
    some = st.sets(st.sampled_from(shown)).map(frozenset)
    arrangement = draw(st.sampled_from(["story", "time"]))
    points = st.tuples(st.integers(-9999, 9999).map(float), st.integers(-9999, 9999).map(float))
    return View(
        shown=shown,
        focus=draw(st.sampled_from(shown)),
        selected=draw(st.one_of(st.none(), st.sampled_from(shown))),
        edge=draw(st.one_of(st.just(""), st.just(f"{shown[0]} say:speaker {shown[-1]}"))),
        arrangement=arrangement,
        places={arrangement: draw(st.fixed_dictionaries(dict.fromkeys(shown, points)))},
        pinned=draw(some),
        away=draw(some),
        off=frozenset(draw(st.sets(st.sampled_from(["kind=people", "act=deny", f"speaker={shown[0]}", "act=a,b&c"])))),
        since=draw(DAYS),
        until=draw(DAYS),
        way=draw(st.sampled_from(["kind", "article", "community"])),
        out=tuple(draw(st.lists(st.sampled_from(shown), unique=True))),
        ends=draw(st.sampled_from([(), (shown[0], shown[-1])])),
    )


# -------------------------------------------------------------------- address
@given(views())
def test_an_address_gives_its_view_back(view):
    written = {name: value for name, value in address.written(view).items() if value}
    assert address.read(written) == view


@given(st.dictionaries(st.sampled_from(list(address.written(View()))), st.text(max_size=60)))
def test_no_address_is_too_broken_to_be_read(asked):
    address.read(asked)


def test_ids_are_local_names_of_ours_and_encoded_iris_of_others():
    view = View(shown=(Iri(f"{ID}quetta"), Iri("http://x.example/a,b c"), Iri("_:b0")))
    assert address.written(view)["show"] == "quetta,http%3A%2F%2Fx.example%2Fa%2Cb%20c,_%3Ab0"


# -------------------------------------------------------------------- history
def walked(count):
    history = History()
    for number in range(count):
        history = history.step(shown=(Iri(f"http://x/{number}"),))
    return history


@given(st.lists(st.sampled_from(["step", "undo", "redo", "amend"]), max_size=60))
def test_undo_and_redo_are_each_others_way_back(deeds):
    history = History()
    for number, deed in enumerate(deeds):
        match deed:
            case "step":
                history = history.step(more=number)
            case "amend":
                history = history.amend(selected=Iri(f"http://x/{number}"))
            case "undo":
                before, history = history, history.undo()
                assert not before.past or history.redo() == before
            case "redo":
                before, history = history, history.redo()
                assert not before.future or history.undo() == before


def test_a_hundred_steps_can_be_taken_back_and_done_again():
    history = walked(130)
    last = history.now
    for _ in range(STEPS):
        history = history.undo()
    assert history.past == ()
    assert history.undo() == history
    assert history.now.shown == ("http://x/29",)
    for _ in range(STEPS):
        history = history.redo()
    assert history.now == last
    assert history.redo() == history


def test_a_new_step_leaves_nothing_to_do_again():
    assert walked(3).undo().step(more=1).future == ()


def test_going_to_a_view_that_was_is_a_step_back_or_forward_to_it():
    history = walked(5)
    second = history.past[2]
    there = history.go(second)
    assert (there.now, len(there.past), len(there.future)) == (second, 2, 3)
    assert there.go(history.now) == history


def test_going_to_a_view_that_is_forgotten_is_a_step_of_its_own():
    history = walked(3).undo()
    lost = View(shown=(Iri("http://x/forgotten"),), step=99)
    there = history.go(lost)
    assert there.now.shown == lost.shown
    assert there.undo().now == history.now


# -------------------------------------------------------------------- filters
@pytest.fixture(scope="module")
def story(dataset):
    rows = dataset.select("article_statements", article=Iri(f"{ID}article-spin-boldak"))
    return [node(dataset, Iri(row["statement"])) for row in rows]


def left(story, *off, since=None, until=None):
    is_off = turned_off(off, since, until)
    return [each for each in story if not is_off(each)]


@pytest.mark.parametrize("facet", ["act", "speaker", "article", "certainty"])
def test_counts_of_a_facet_add_up_and_each_value_hides_as_many(story, facet):
    values = values_of(story, facet, str)
    assert sum(value.count for value in values) == len(story)
    for value in values:
        assert len(story) - len(left(story, f"{facet}={value.key}")) == value.count


def test_denials_alone_can_be_kept(story):
    others = [f"act={value.key}" for value in values_of(story, "act", str) if value.key != "deny"]
    kept = left(story, *others)
    assert kept
    assert {each.statement.polarity for each in kept} == {"say:negative"}


def test_days_keep_what_was_said_between_them_and_what_has_no_day(story):
    days = said_days(story)
    kept = left(story, since=days[-1], until=days[-1])
    assert {each.statement.said.day for each in kept} <= {days[-1], None}
    assert len(kept) == sum(each.statement.said.day in {days[-1], None} for each in story)
    assert left(story, since=date(1990, 1, 1), until=date(2090, 1, 1)) == story
