"""Back and Forward of the browser on the pages beside Explore, and links that reopen what was looked at."""

import re

from playwright.sync_api import expect

CROSSING = "Who holds the Spin Boldak crossing?"
CONCEDED = "Who holds the Islam Qala crossing?"


def heading(page, name):
    return page.get_by_role("heading", name=name)


def test_back_gives_the_matter_before_and_forward_the_next(visit):
    page = visit("/disputes")
    page.wait_for_url("**matter=spin-boldak-chaman-crossing**")
    page.get_by_role("button", name=re.compile("Islam Qala")).click()
    expect(heading(page, CONCEDED)).to_be_visible()
    page.wait_for_url("**matter=islam-qala**")
    page.go_back()
    expect(heading(page, CROSSING)).to_be_visible()
    page.go_forward()
    expect(heading(page, CONCEDED)).to_be_visible()
    page.wait_for_url("**matter=islam-qala**")


def test_back_closes_the_statement_that_was_opened_last(visit):
    page = visit("/disputes")
    page.wait_for_url("**matter=**")
    page.locator("section.column").get_by_role("button", name=re.compile("Afghan authorities deny")).click()
    page.wait_for_url("**statement=article-spin-boldak-s04**")
    expect(page.get_by_text("Said not to be so, in our words")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Said not to be so, in our words")).to_have_count(0)
    expect(heading(page, CROSSING)).to_be_visible()


def test_back_gives_the_article_and_the_tab_before(visit):
    page = visit("/articles?article=article-spin-boldak&statement=article-spin-boldak-s04")
    sheet = page.locator(".st-key-statement-sheet .sheet")
    expect(sheet).to_contain_text("Government of Afghanistan denies")
    page.get_by_role("tab", name="Export").click()
    page.wait_for_url("**tab=export**")
    page.go_back()
    expect(page.get_by_role("tab", name="Read")).to_have_attribute("aria-selected", "true")
    expect(sheet).to_contain_text("Government of Afghanistan denies")
    page.get_by_role("combobox", name=re.compile("Article")).click()
    page.get_by_role("option", selected=False).first.click()
    page.wait_for_url(re.compile("article=(?!article-spin-boldak)"))
    expect(sheet).not_to_contain_text("Government of Afghanistan denies")
    page.go_back()
    expect(sheet).to_contain_text("Government of Afghanistan denies")


def test_a_link_opens_the_tab_it_names(visit):
    page = visit("/articles?tab=your-copies")
    expect(page.get_by_role("tab", name="Your copies")).to_have_attribute("aria-selected", "true")


def test_back_gives_the_query_before(visit):
    page = visit("/sparql?example=denials")
    paper = page.locator(".cm-content")
    expect(paper).to_contain_text("say:deny")
    page.get_by_role("textbox", name="Search the examples").fill("ordered")
    page.get_by_role("textbox", name="Search the examples").press("Enter")
    page.get_by_role("button", name="Who ordered, promised or called for what, and how many?").click()
    page.wait_for_url("**example=orders**")
    expect(paper).to_contain_text("say:order")
    page.go_back()
    expect(paper).to_contain_text("say:deny")
    page.go_forward()
    expect(paper).to_contain_text("say:order")


def test_back_to_a_question_finds_its_answer(visit):
    page = visit("/sparql?example=denials")
    page.get_by_role("button", name="Run", exact=True).click()
    whole = page.get_by_text(re.compile(r"\d+ rows, whole"))
    expect(whole).to_be_visible()
    told = whole.inner_text()
    page.get_by_role("textbox", name="Search the examples").fill("ordered")
    page.get_by_role("textbox", name="Search the examples").press("Enter")
    page.get_by_role("button", name="Who ordered, promised or called for what, and how many?").click()
    page.wait_for_url("**example=orders**")
    expect(page.get_by_text("Nothing has been asked yet")).to_be_visible()
    page.go_back()
    expect(whole).to_have_text(told)
