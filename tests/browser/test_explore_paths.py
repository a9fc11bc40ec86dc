"""Paths between two things: three sentences, one of them marked, kinds of links to avoid, and the way out."""

from finding import search
from playwright.sync_api import expect

ENDS = "/?focus=russia&show=russia,quetta,wesh"


def sentences(explore):
    return explore.panel.locator(".items").first.locator(".item")


def begin(explore, name="russia"):
    explore.choose(name, "Find a path from here")
    expect(explore.panel).to_contain_text("A path from Russia to …")
    expect(explore.status).to_have_text("A path from Russia: choose where to")


def test_the_other_end_is_clicked_and_the_path_stands_out(explore):
    first = explore(ENDS)
    before = first.places
    begin(first)
    with first.grown():
        first.click("quetta")
    expect(first.panel).to_contain_text("The 3 shortest paths from Russia to Quetta")
    expect(sentences(first)).to_have_count(3)
    expect(sentences(first).first).to_contain_text("Russia is named as acting in “Le Monde: Russia and Tajikistan")
    expect(sentences(first).first).to_have_attribute("aria-current", "true")
    lit = first._hook("spotlight")["nodes"]
    assert lit[0].endswith("/russia")
    assert lit[-1].endswith("/quetta")
    assert not any(iri.endswith("/wesh") for iri in lit), "the rest is dimmed"
    assert {name: first.places[name] for name in before} == before

    with first.grown():
        sentences(first).nth(2).click()
    expect(sentences(first).nth(2)).to_have_attribute("aria-current", "true")
    assert "csto" in first.nodes

    first.panel.get_by_role("button", name="Done").click()
    first.page.wait_for_function("() => __sayso.spotlight === null")
    expect(first.panel).not_to_contain_text("shortest paths")
    assert "csto" in first.nodes, "what was drawn stays"


def test_the_other_end_is_found_by_search(explore):
    first = explore("/?focus=russia&show=russia")
    begin(first)
    with first.grown():
        search(first, "Quetta")
    expect(first.panel).to_contain_text("The 3 shortest paths from Russia to Quetta")
    assert "quetta" in first.nodes


def test_kinds_of_links_are_avoided_and_the_link_says_so(explore):
    first = explore(ENDS + "&path=russia,quetta")
    expect(sentences(first).first).to_contain_text("said by Le Monde")
    avoid = first.page.get_by_role("combobox", name="Links to avoid")
    avoid.click()
    avoid.press_sequentially("said by")
    first.page.get_by_role("option", name="said by").click()
    expect(first.panel).not_to_contain_text("said by Le Monde, which said")
    first.page.wait_for_url("**avoid=**")
    first.idle()
    shown = first.panel.inner_text()
    again = explore("/?" + first.page.url.partition("?")[2])
    expect(again.panel).to_have_text(shown, use_inner_text=True)


def test_looking_for_a_path_can_be_given_up(explore):
    first = explore(ENDS)
    begin(first)
    first.panel.get_by_role("button", name="Cancel").click()
    expect(first.panel).not_to_contain_text("A path from")
    first.click("quetta")
    expect(first.panel).to_contain_text("Also written")
    assert first._hook("spotlight") is None
