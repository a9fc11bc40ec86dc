"""Every line and every edge opens what it rests on; the passage is read in the whole text where a copy is at hand."""

import re

import pytest
from playwright.sync_api import expect
from running import ARTICLES

DENIAL, CLAIM = "article-spin-boldak-s04", "article-spin-boldak-s03"
FOUND = re.compile(r"^(\d+) of \1 passages found in your copy$")

with_texts = pytest.mark.skipif(not ARTICLES.is_dir(), reason=f"the articles are not at {ARTICLES}")


def read_whole(explore):
    """Open the dialog with the whole text; gives the passage marked in it."""
    explore.panel.get_by_role("button", name="Read it in the whole text").first.click()
    dialog = explore.page.get_by_role("dialog")
    expect(dialog.get_by_text(FOUND)).to_be_visible()
    return dialog.locator("mark.current")


@with_texts
def test_the_whole_text_opens_at_the_passage(explore, own_app):
    first = explore("/?focus=article-spin-boldak-s22&show=article-spin-boldak-s22", base=own_app)
    marked = read_whole(first)
    expect(marked).to_be_in_viewport()
    assert marked.inner_text() in (ARTICLES / "spin-boldak.txt").read_text("utf-8")
    first.page.keyboard.press("Escape")
    expect(marked).to_have_count(0)


@with_texts
def test_a_copy_dropped_here_is_enough(explore):
    first = explore()
    first.click(DENIAL)
    expect(first.panel).to_contain_text("whose text is not kept here")
    first.page.get_by_role("button", name="Your copies of the texts").click()
    first.page.locator("input[type=file]").set_input_files(ARTICLES / "spin-boldak.txt")
    text = (ARTICLES / "spin-boldak.txt").read_text("utf-8")
    expect(first.panel.locator("mark").first).to_have_text(text[200:291])
    first.page.keyboard.press("Escape")
    expect(read_whole(first)).to_have_text(text[200:291])


def test_without_a_copy_the_panel_says_where_it_stands(explore):
    first = explore()
    first.click(DENIAL)
    expect(first.panel).to_contain_text("299–321 (who)")
    expect(first.panel).to_contain_text("Said not to be so, in our words")
    expect(first.panel).to_contain_text("Who disagrees")


def test_the_sign_beside_a_relation_opens_its_evidence(explore):
    first = explore()
    first.click(CLAIM)
    first.panel.get_by_role("button", name="Where this is from: about Taliban").click()
    expect(first.panel).to_contain_text("Recorded in: Taliban say they seized")
    expect(first.panel).to_contain_text("200–291 (evidence)")
    first.panel.get_by_role("button", name="Back", exact=True).click()
    expect(first.panel).to_contain_text("Taliban say they took the border post")


def test_an_edge_on_the_picture_opens_its_evidence(explore):
    first = explore()
    (x0, y0), (x1, y1) = first.at("taliban"), first.at("zabihullah-mujahid")
    first.page.mouse.click((x0 + x1) / 2, (y0 + y1) / 2)
    expect(first.panel).to_contain_text("Recorded in:")
    expect(first.panel).to_contain_text("Zabihullah Mujahid")
    expect(first.status).to_contain_text("Selected: ")
    first.page.wait_for_url("**edge=**")
    first.idle()
    again = explore("/?" + first.page.url.partition("?")[2])
    expect(again.panel).to_contain_text("Recorded in:")


def test_reference_data_says_that_it_is(explore):
    first = explore("/?focus=quetta&show=quetta,balochistan")
    first.panel.get_by_role("button", name="Where this is from: in Balochistan").click()
    expect(first.panel).to_contain_text("This is reference data, not read from an article.")


def test_a_statement_that_the_day_hides_says_so(explore):
    first = explore(f"/?selected={DENIAL}&show={DENIAL},taliban&focus=taliban&known=2021-07-13")
    expect(first.panel).to_contain_text("Hidden by the day")
    assert set(first.nodes) == {"taliban"}
