"""Explore: links, stories, clocks, expansion, search and panel, without a browser."""

import re
from datetime import date

import pytest
from opening import (
    CROSSING,
    DENIAL,
    canvas,
    choose,
    component,
    expand,
    labelled,
    nodes,
    places,
    plain,
    run,
    sheet,
    walk,
    written,
)

from graph.pages import finder, session

PAGES = ["explore", "disputes", "sparql", "articles"]
CURIE = re.compile(r"[a-z]+:\w+")


def footer(at):
    return next(caption.value for caption in at.caption if "nothing leaves this machine" in caption.value)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_without_complaint(open_app, page):
    at = open_app(page)
    assert at.title[0].value
    assert not at.error
    assert not at.warning


def test_the_first_picture_is_a_story_of_readable_size(open_app):
    at = open_app()
    data = canvas(at)
    assert 10 <= len(data["nodes"]) <= 25
    for node in data["nodes"]:
        assert isinstance(node["x"], float | int)
        assert isinstance(node["y"], float | int)
        assert CURIE.fullmatch(node["kind"])
    assert len(set(places(at).values())) == len(data["nodes"])
    drawn = nodes(at)
    assert CROSSING in drawn
    assert drawn[DENIAL]["card"]["mark"] == "deny"
    assert all(edge["from"] in drawn and edge["to"] in drawn for edge in data["edges"])
    assert len({edge["id"] for edge in data["edges"]}) == len(data["edges"])
    assert data["options"]["physics"] == {"enabled": False}


def test_only_the_denial_looks_denied(open_app):
    marks = {iri: node["card"]["mark"] for iri, node in nodes(open_app()).items() if "card" in node}
    assert [iri for iri, mark in marks.items() if mark == "deny"] == [DENIAL]


def test_a_link_opens_what_it_names(open_app):
    at = open_app(focus="pakistan", show="pakistan,quetta,taliban", on="2021-07-14", selected="quetta")
    assert [iri.rpartition("/")[2] for iri in nodes(at)] == ["pakistan", "quetta", "taliban"]
    assert plain(at.title[0].value) == "What is said of Pakistan?"
    assert canvas(at)["selected"].endswith("/quetta")
    assert at.select_slider(key="slider-on").value == date(2021, 7, 14)
    assert not at.warning


def test_a_link_to_one_thing_opens_it_with_its_neighbours(open_app):
    assert 2 <= len(nodes(open_app(focus="quetta"))) <= 13


def test_a_link_with_ids_that_lead_nowhere_says_so_and_shows_the_rest(open_app):
    at = open_app(focus="quetta", show="quetta,nobody-at-all,http%3A%2F%2Felsewhere.example%2Fx,<b>not an iri")
    assert [iri.rpartition("/")[2] for iri in nodes(at)] == ["quetta"]
    (warning,) = at.warning
    assert "Not in this dataset" in warning.value
    assert "The rest is shown" in warning.value
    assert "<b>not" not in warning.value


def test_a_link_to_nothing_known_says_so_and_opens_the_first_story(open_app):
    at = open_app(focus="nobody-at-all", known="the day before yesterday")
    assert at.title[0].value.startswith("Who holds the Spin Boldak crossing?")
    assert "nobody" in at.warning[0].value


def test_a_day_before_the_claims_hides_and_counts_them(open_app):
    at = open_app(known="2021-07-13")
    assert not [node for node in nodes(at).values() if node["kind"] == "say:Statement"]
    assert "6 statements hidden by the day" in footer(at)
    assert at.select_slider(key="slider-known").value == date(2021, 7, 13)


def test_nothing_left_by_the_day_offers_any_day(open_app):
    at = open_app(focus="article-spin-boldak-s04", show="article-spin-boldak-s04", known="2021-07-13")
    assert not component(at, "canvas")
    run(labelled(at.button, "Show any day").click())
    assert list(nodes(at)) == [DENIAL]


def test_the_slider_hides_shows_and_moves_nothing(open_app):
    at = open_app()
    before = places(at)
    run(at.select_slider(key="slider-known").set_value(date(2021, 7, 13)))
    assert at.query_params["known"] == "2021-07-13"
    run(at.select_slider(key="slider-known").set_value(date(2021, 7, 14)))
    assert places(at) == before


def test_an_expansion_adds_at_most_twelve_and_moves_nothing_and_undo_takes_it_back(open_app):
    at = open_app()
    before = places(at)
    expand(at, CROSSING)
    after = places(at)
    assert 0 < len(after) - len(before) <= 12
    assert before.items() <= after.items()
    walk(at, canvas={"act": {"do": "undo", "id": None, "arg": None, "n": 2}}).take_act()
    assert places(run(at)) == before
    walk(at, canvas={"act": {"do": "redo", "id": None, "arg": None, "n": 3}}).take_act()
    assert places(run(at)) == after


def test_expanding_again_and_again_ends_and_counts_what_is_left(open_app):
    at = open_app()
    taliban = "https://w3id.org/sayso/id/taliban"
    size = len(nodes(at))
    expand(at, taliban)
    assert len(nodes(at)) == size + 12, "there are more, so the limit is what is added"
    assert "more links not shown" in footer(at)
    for _ in range(6):
        expand(at, taliban)
    whole = places(at)
    assert "more links" not in footer(at)
    assert places(expand(at, taliban)) == whole
    assert len(set(whole.values())) == len(whole)


def test_each_story_draws_itself_and_start_over_comes_back(open_app):
    at = open_app()
    first = places(at)
    for story in session.overview().stories:
        run(at.button(key=f"story-{story.key}").click())
        assert set(nodes(at)) == set(story.shown)
        assert plain(at.title[0].value) == story.question
    run(at.button(key="start-over").click())
    assert places(at) == first


def test_searching_selects_what_is_drawn_and_adds_what_is_not(open_app):
    at = open_app()
    size = len(nodes(at))
    for name, more in (("Wesh", 0), ("Maria Zakharova", 1)):
        choose(at, name)
        assert len(nodes(at)) == size + more
        assert nodes(at)[canvas(at)["selected"]]["label"] == name


def test_what_is_only_opened_is_told_in_the_panel_and_not_drawn(open_app):
    at = open_app()
    drawn = places(at)
    choose(at, "Maria Zakharova", how="open")
    assert places(at) == drawn
    assert canvas(at)["selected"] is None
    assert "Maria Zakharova" in sheet(at)
    assert "Add to the picture" in sheet(at)
    assert "Maria Zakharova" in sheet(open_app(**at.query_params)), "the link shows it as well"
    buttons = [b for s in component(at, "sheet") for x in s["blocks"] for b in x.get("buttons", ())]
    pressed = next(button for button in buttons if button["label"] == "Add to the picture")
    walk(at, sheet={"press": {"do": pressed["do"], "id": pressed["id"]}}).take_press()
    assert len(nodes(run(at))) == len(drawn) + 1


def test_the_search_field_shows_what_matched_where_and_how_much_is_linked(open_app):
    (empty,) = component(open_app(), "search")
    assert (empty["lines"], empty["total"]) == ([], "")
    by_name, by_spelling = (finder.line(session.dataset().find(text).hits[0]) for text in ("zakh", "saheen"))
    assert by_name["label"] == [("Maria ", False), ("Zakh", True), ("arova", False)]
    assert (by_name["kind"], by_name["count"], by_name["sign"], "also" in by_name) == ("person", "3 links", "●", False)
    assert by_spelling["label"] == [("Suhail Shaheen", False)]
    assert (by_spelling["as"], by_spelling["also"]) == ("also written", [("Suhail ", False), ("Saheen", True)])
    assert finder.total(session.dataset().find("taliban")).startswith("12 of ")
    assert finder.total(session.dataset().find("zakharova")) == "3 found"


def test_the_panel_tells_who_said_it_where_and_when(open_app):
    at = open_app()
    walk(at, canvas={"selected": {"node": DENIAL}}).take_selection()
    text = sheet(run(at))
    for words in ("denies", "14 July 2021", "25 July 2021", "Le Monde with Agence France-Presse", "characters "):
        assert words in text
    assert "T00:00:00" not in text


def test_nothing_selected_still_says_what_to_do(open_app):
    at = open_app()
    walk(at, canvas={"selected": None}).take_selection()
    assert "Click an item" in sheet(run(at))


def test_a_kind_turned_off_is_not_drawn(open_app):
    at = open_app()
    (pills,) = (group for group in at.get("button_group") if group.label == "Show kinds")
    run(pills.set_value([key for key in pills.value if key != "statements"]))
    assert {node["kind"] for node in canvas(at)["nodes"]}.isdisjoint({"say:Statement"})


def test_the_query_of_the_picture_goes_to_the_sparql_page(open_app):
    at = open_app()
    run(at.button(key="to-sparql").click())
    assert at.title[0].value == "Ask in SPARQL"
    assert "spin-boldak-chaman-crossing" in written(at)


def test_what_another_page_names_is_added_where_it_is_linked_and_else_begins_a_picture(open_app):
    at = open_app()
    before = set(nodes(at))
    at.session_state["open-in-explore"] = "https://w3id.org/sayso/id/csto"
    run(at)
    assert canvas(at)["selected"] == "https://w3id.org/sayso/id/csto"
    assert CROSSING not in nodes(at)
    assert len(nodes(at)) > 3
    walk(at)._walk.undo()
    run(at)
    assert set(nodes(at)) == before
    linked = "https://w3id.org/sayso/id/chaman"
    at.session_state["open-in-explore"] = linked
    run(at)
    assert set(nodes(at)) == before | {linked}
