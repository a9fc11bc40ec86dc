"""The address bar keeps the view; other pages give it back."""

import pytest
from playwright.sync_api import expect

CROSSING = "spin-boldak-chaman-crossing"


def relative(places, origin=CROSSING):
    x0, y0 = places[origin]
    return {name: (x - x0, y - y0) for name, (x, y) in places.items()}


def test_a_link_after_an_expansion_opens_the_same_picture_in_a_clean_browser(explore):
    first = explore()
    first.expand(CROSSING)
    first.page.wait_for_url("**chaman%2C**")
    first.idle()
    url = first.page.url
    again = explore("/?" + url.partition("?")[2])
    assert set(again.nodes) == set(first.nodes)
    assert again.selected == first.selected == CROSSING
    assert {edge["id"] for edge in again.edges} == {edge["id"] for edge in first.edges}
    wanted, found = relative(first.places), relative(again.places)
    scale = again.span / first.span  # the clean browser fits the picture to the paper anew
    for name, (x, y) in wanted.items():
        assert found[name] == pytest.approx((x * scale, y * scale), abs=1), name


def test_ids_that_lead_nowhere_are_named_and_the_rest_is_drawn(explore):
    first = explore("/?focus=quetta&show=quetta,pakistan,nobody-at-all")
    assert set(first.nodes) == {"quetta", "pakistan"}
    expect(first.page.get_by_test_id("stAlert")).to_contain_text(
        "Not in this dataset: nobody-at-all. The rest is shown."
    )


def test_another_page_and_back_keeps_the_picture(explore):
    first = explore()
    first.expand(CROSSING)
    before = first.places
    for page, title in (("SPARQL", "Ask in SPARQL"), ("Articles", "Articles")):
        first.page.get_by_role("link", name=page, exact=True).click()
        expect(first.page.get_by_role("heading", level=1)).to_have_text(title)
        first.page.get_by_role("link", name="Explore").click()
        first.page.wait_for_function("globalThis.__sayso?.ready")
        assert first.places == before
    expect(first.panel).to_contain_text("border crossing")
