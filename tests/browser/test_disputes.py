"""Disputes: the sides in columns, evidence opened in place, the clock, and the same choice on time and map."""

import re

from playwright.sync_api import expect

CROSSING = "Who holds the Spin Boldak crossing?"


def columns(page):
    return page.locator("section.column")


def test_the_sides_stand_in_columns(visit):
    page = visit("/disputes")
    expect(page.get_by_role("heading", name=CROSSING)).to_be_visible()
    expect(columns(page)).to_have_count(3)
    expect(columns(page).nth(0)).to_contain_text("held by Taliban")
    expect(columns(page).nth(1)).to_contain_text("signs of Taliban")
    expect(columns(page).nth(2)).to_contain_text("not held by Taliban")
    expect(page.get_by_text("3 voices, 1 origin")).to_be_visible()
    expect(page).to_have_url(re.compile("matter=spin-boldak-chaman-crossing"))


def test_evidence_opens_in_place_and_the_link_reopens_it(visit):
    page = visit("/disputes")
    columns(page).nth(2).get_by_role("button", name=re.compile("Afghan authorities deny")).click()
    expect(columns(page).nth(2)).to_contain_text("Said not to be so, in our words")
    expect(columns(page).nth(2)).to_contain_text("characters")
    page.wait_for_url("**statement=article-spin-boldak-s04**")
    again = visit("/disputes?" + page.url.partition("?")[2])
    expect(columns(again).nth(2)).to_contain_text("Said not to be so, in our words")


def test_a_matter_conceded_is_told_as_that(visit):
    page = visit("/disputes")
    page.get_by_role("button", name=re.compile("Islam Qala")).click()
    expect(page.get_by_text("conceded by one side, denied by nobody")).to_be_visible()
    expect(page.get_by_role("heading", name="Conceded by the other side")).to_be_visible()


def test_the_day_before_nobody_disagrees(visit):
    page = visit("/disputes?known=2021-07-13")
    expect(page.get_by_role("heading", name="Who holds the Islam Qala crossing?")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile(re.escape(CROSSING)))).to_have_count(0)


def test_a_choice_on_the_timeline_opens_the_statement_in_its_column(visit):
    page = visit("/disputes")
    page.wait_for_function("globalThis.__saysoTimeline?.rows.length === 8 && globalThis.__saysoMap?.places.length")
    page.get_by_role("option", name=re.compile("^Afghan authorities deny")).click()
    expect(columns(page).nth(2)).to_contain_text("Said not to be so, in our words")


def test_every_verdict_has_its_rule_and_a_query_that_runs(visit):
    page = visit("/disputes")
    page.get_by_text(re.compile("Why: 25 pairs")).click()
    expect(page.get_by_text(re.compile("Capture say:denialImpliesNoControlBy say:agent")).first).to_be_visible()
    page.get_by_role("button", name="Open in SPARQL").first.click()
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_text(re.compile("^25 rows"))).to_be_visible()
