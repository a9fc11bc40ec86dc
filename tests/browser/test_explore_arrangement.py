"""The second layout, by time, and what survives leaving the page."""

import re

from playwright.sync_api import expect

CROSSING, WESH = "spin-boldak-chaman-crossing", "wesh"


def arrange(explore, name):
    with explore.drawn():
        explore.page.locator(".arrange").get_by_role("button", name=name).click()
    expect(explore.status).to_have_text(f"Arranged: {name}")
    explore.idle()


def test_each_arrangement_keeps_its_own_places(explore):
    first = explore()
    first.page.wait_for_url("**at=**")
    story = first.world
    arrange(first, "By time")
    first.page.wait_for_url("**by=time**")
    by_time = first.world
    assert by_time != story
    assert by_time.keys() == story.keys()
    arrange(first, "Round the focus")
    first.page.wait_for_url(lambda url: "by=time" not in url)
    assert first.world == story
    first.expand(CROSSING)
    arrange(first, "By time")
    first.page.wait_for_url("**by=time**")
    assert {name: first.world[name] for name in by_time} == by_time


def test_time_goes_from_left_to_right(explore):
    first = explore("/?focus=taliban&show=taliban,article-islam-qala-s29,article-spin-boldak-s03&by=time")
    first.page.wait_for_url("**at=**")
    assert first.world["article-islam-qala-s29"][0] < first.world["article-spin-boldak-s03"][0]


def test_another_page_and_back_keeps_filters_arrangement_and_path(explore):
    first = explore("/?focus=russia&show=russia,quetta,wesh&path=russia,quetta")
    first.page.wait_for_url("**at=**")
    with first.grown():
        first.page.get_by_role("button", name=re.compile("^. Places")).click()
    arrange(first, "By time")
    first.page.wait_for_url("**by=time**")
    before, url = first.places, first.page.url
    first.page.get_by_role("link", name="Articles", exact=True).click()
    expect(first.page.get_by_role("heading", level=1)).to_have_text("Articles")
    first.page.get_by_role("link", name="Explore").click()
    first.page.wait_for_function("globalThis.__sayso?.ready")
    first.page.wait_for_url(url)
    assert first.places == before
    expect(first.panel).to_contain_text("The 3 shortest paths from Russia to Quetta")
    expect(first.footer).to_contain_text("hidden by filters")


def test_time_and_map_show_the_same_and_the_picture_is_there_again(explore):
    first = explore()
    before = first.places
    first.page.get_by_text("Time", exact=True).click()
    expect(first.page.locator(".timeline")).to_contain_text("Afghan authorities deny that the Taliban took the post")
    first.page.get_by_text("Map", exact=True).click()
    expect(first.page.locator(".map")).to_contain_text("Wesh")
    first.page.wait_for_url("**view=map**")
    first.page.get_by_text("Graph", exact=True).click()
    expect(first.page.locator(".map")).to_have_count(0)
    first.page.wait_for_function("globalThis.__sayso?.ready")
    assert first.places == before
