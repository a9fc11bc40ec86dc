"""The clock "known by": from 14 back to 13 July the claims vanish."""

import re

from playwright.sync_api import expect


def statements(explore):
    return {name for name, node in explore.nodes.items() if node["kind"] == "say:Statement"}


def test_a_day_earlier_the_claims_are_gone_and_the_link_says_so(explore):
    first = explore()
    there = first.places
    known = first.page.get_by_role("slider", name="Known by")
    known.press("ArrowLeft")
    expect(known).to_have_attribute("aria-valuetext", "14 July 2021")
    first.page.wait_for_url("**known=2021-07-14**")
    assert len(statements(first)) == 6
    with first.grown():
        known.press("ArrowLeft")
    expect(known).to_have_attribute("aria-valuetext", "13 July 2021")
    assert not statements(first)
    assert first.places == {name: there[name] for name in first.nodes}
    expect(first.footer).to_contain_text("6 statements hidden by the day")
    first.page.wait_for_url("**known=2021-07-13**")

    again = explore("/?" + first.page.url.partition("?")[2])
    assert set(again.nodes) == set(first.nodes)
    expect(again.page.get_by_role("slider", name="Known by")).to_have_attribute("aria-valuetext", "13 July 2021")

    with first.grown():
        known.press("ArrowRight")
    assert first.places == there
    expect(first.page).to_have_url(re.compile("known=2021-07-14"))


def test_a_bare_day_in_the_link_is_enough(explore):
    assert not statements(explore("/?known=2021-07-13"))


def test_what_holds_on_a_day_before_everything_leaves_no_claim_of_it(explore):
    assert not statements(explore("/?on=2021-07-13"))
    assert statements(explore("/?on=2021-07-14"))


def test_the_title_says_what_is_known_by_the_day(explore):
    first = explore("/?known=2021-07-14")
    title = first.page.get_by_role("heading", level=1)
    expect(title).to_have_text("Who holds the Spin Boldak crossing? Accounts differ.")
    slider = first.page.get_by_role("slider", name="Known by")
    slider.focus()
    slider.press("ArrowLeft")
    expect(title).to_have_text("What is said of the Spin Boldak crossing?")
    slider.press("ArrowRight")
    expect(title).to_have_text("Who holds the Spin Boldak crossing? Accounts differ.")
