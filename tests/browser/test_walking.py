"""Click, double-click, expand again, undo, drag: nothing moves that the person did not move."""

import pytest
from playwright.sync_api import expect

CROSSING, DENIAL, TALIBAN = "spin-boldak-chaman-crossing", "article-spin-boldak-s04", "taliban"


def test_a_click_selects_and_the_panel_follows(explore):
    first = explore()
    first.click(DENIAL)
    expect(first.panel).to_contain_text("Government of Afghanistan denies")
    expect(first.panel).to_contain_text("Said not to be so, in our words")
    assert first.selected == DENIAL
    first.click("tariq-arian")
    expect(first.panel).to_contain_text("Tariq Arian")
    expect(first.panel).to_contain_text("person")


def test_a_double_click_adds_neighbours_and_moves_nothing(explore):
    first = explore()
    before, stage = first.places, first.paper.bounding_box()
    first.expand(CROSSING)
    after = first.places
    assert first.paper.bounding_box() == stage
    assert 0 < len(after) - len(before) <= 12
    assert {name: after[name] for name in before} == before
    assert first.mounts == 1
    expect(first.page.locator(".status")).to_contain_text("new items")
    expect(first.panel).to_contain_text("border crossing")


def test_expanding_on_and_on_moves_nothing_and_ends_with_a_word(explore):
    first = explore()
    for name in (TALIBAN, TALIBAN, DENIAL, "wesh"):
        before = first.places
        first.expand(name)
        after = first.places
        assert len(before) < len(after) <= len(before) + 12
        assert {name: after[name] for name in before} == before
    first.expand(CROSSING)
    first.double_click(CROSSING)
    expect(first.page.locator(".status")).to_have_text("Nothing more to show")
    assert first.mounts == 1


def test_undo_gives_the_picture_before(explore):
    first = explore()
    before = set(first.nodes)
    first.expand(CROSSING)
    with first.grown():
        first.page.get_by_role("button", name="Undo").click()
    assert set(first.nodes) == before


def test_what_is_dragged_stays_where_it_was_put(explore):
    first = explore()
    before = first.places
    x, y = first.at("wesh")
    first.page.mouse.move(x, y)
    first.page.mouse.down()
    first.page.mouse.move(x + 60, y + 50, steps=6)
    first.page.mouse.up()
    after = first.places
    assert first.at("wesh") == pytest.approx((x + 60, y + 50), abs=2)
    assert after | {"wesh": 0} == before | {"wesh": 0}
    first.expand(CROSSING)
    assert {name: first.places[name] for name in after} == after


def test_a_thing_can_be_hidden_and_its_links_shown_from_the_panel(explore):
    first = explore()
    first.click("wesh")
    expect(first.panel).to_contain_text("Wesh")
    with first.grown():
        first.panel.get_by_role("button", name="Hide it").click()
    assert "wesh" not in first.nodes
    first.click(DENIAL)
    expect(first.panel).to_contain_text("denies")
    with first.grown():
        first.panel.get_by_role("button", name="Show its links").click()
    assert len(first.nodes) > 13


def test_a_link_in_the_panel_opens_what_it_names(explore):
    first = explore()
    with first.grown():
        first.panel.get_by_role("button", name="Le Monde with Agence France-Presse").click()
    expect(first.panel).to_contain_text("article")
    assert first.selected == "article-spin-boldak"


def test_a_pill_of_the_legend_hides_a_kind_and_brings_it_back(explore):
    first = explore()
    before = first.places
    people = first.page.get_by_role("button", name="People")
    with first.grown():
        people.click()
    assert set(before) - set(first.nodes) == {"zabihullah-mujahid", "tariq-arian"}
    assert first.places == {name: before[name] for name in first.nodes}
    with first.grown():
        people.click()
    assert first.places == before
