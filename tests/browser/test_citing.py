"""Cite: a statement as text, Turtle and JSON-LD, written when it is asked for."""

from playwright.sync_api import expect
from running import Explore


def test_a_statement_is_cited_in_three_forms_and_the_next_one_anew(visit):
    first = Explore(visit("/?selected=article-spin-boldak-s03"))
    cite, box = first.page.get_by_role("button", name="Cite"), first.page.get_by_test_id("stPopoverBody")
    cite.click()
    expect(box).to_contain_text("article-spin-boldak-s03")
    for form, words in {"Turtle": "say:Statement", "JSON-LD": '"@type"'}.items():
        box.get_by_role("tab", name=form).click()
        expect(box.get_by_role("tabpanel", name=form)).to_contain_text(words)
    first.page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    with first.drawn():
        first.click("article-spin-boldak-s04")
    cite.click()
    expect(box).to_contain_text("article-spin-boldak-s04")
