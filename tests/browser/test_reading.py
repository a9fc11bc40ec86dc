"""The Articles page: read with the evidence, take out, bring in."""

import pytest
from finding import search
from playwright.sync_api import expect
from querying import ask
from rdflib import Graph
from running import ARTICLES, Explore

NEW = """@prefix id: <https://w3id.org/sayso/id/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
id:nadia-newcomer a <https://w3id.org/sayso/ns#Person> ; rdfs:label "Nadia Newcomer" .
"""
BROKEN = '<urn:a> <urn:b> "fine" .\n<urn:a> <urn:b> "never closed .\n'


def statement(page, words):
    return page.locator(".st-key-statements .item", has_text=words).first


def test_a_statement_is_read_with_its_evidence_and_opened_on_explore(visit):
    page = visit("/articles?article=article-spin-boldak")
    sheet = page.locator(".st-key-statement-sheet .sheet")
    statement(page, "Afghan authorities deny").click()
    expect(sheet).to_contain_text("Government of Afghanistan denies")
    expect(sheet).to_contain_text("299–321 (who)")
    expect(sheet).to_contain_text("whose text is not kept here")
    expect(statement(page, "Afghan authorities deny")).to_have_attribute("aria-current", "true")
    sheet.get_by_role("button", name="Open in Explore").click()
    explore = Explore(page)
    assert explore.selected == "article-spin-boldak-s04"


def test_with_the_text_at_hand_the_passage_is_marked(visit, own_app):
    if not ARTICLES.is_dir():
        pytest.skip(f"the articles are not at {ARTICLES}")
    page = visit("/articles?article=article-spin-boldak", base=own_app)
    statement(page, "Afghan authorities deny").click()
    marked = page.locator(".st-key-statement-sheet mark").first
    text = (ARTICLES / "spin-boldak.txt").read_text("utf-8")
    expect(marked).to_have_text(text[200:291])
    expect(page.get_by_text("passages found in your copy")).to_be_visible()


def test_a_copy_that_is_dropped_shows_the_passage_in_this_session(visit):
    if not ARTICLES.is_dir():
        pytest.skip(f"the articles are not at {ARTICLES}")
    page = visit("/articles?article=article-spin-boldak")
    page.get_by_role("tab", name="Your copies").click()
    page.locator("[data-testid=stFileUploader]:visible input[type=file]").set_input_files(ARTICLES / "spin-boldak.txt")
    expect(page.get_by_text("spin-boldak.txt")).to_be_visible()
    page.get_by_role("tab", name="Read").click()
    expect(page.locator(".st-key-statement-sheet mark").first).to_be_visible()


def test_the_export_is_turtle(visit):
    page = visit("/articles")
    page.get_by_role("tab", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export", exact=True).click()
    assert download.value.suggested_filename == "sayso.ttl"
    assert len(Graph().parse(download.value.path(), format="turtle")) > 5_000


def alert(page):
    """What the import says; a notice that the seeds have changed may stand above the tabs."""
    return page.get_by_test_id("stTabs").get_by_test_id("stAlert")


def bring_in(page, name, content):
    page.get_by_role("tab", name="Import").click()
    files = page.locator("[data-testid=stFileUploader]", has_text="RDF files").locator("input[type=file]")
    files.set_input_files({"name": name, "mimeType": "text/turtle", "buffer": content.encode()})
    button = page.get_by_role("button", name="Import", exact=True)
    expect(button).to_be_enabled()
    button.click()


def test_an_import_is_found_by_its_name(visit, own_app):
    page = visit("/articles", base=own_app)
    bring_in(page, "newcomer.ttl", NEW)
    expect(alert(page)).to_contain_text("newcomer.ttl: 2 triples, 2 of them new")
    page.get_by_role("link", name="Explore").click()
    explore = Explore(page)
    with explore.grown():
        search(explore, "Nadia Newcomer")
    assert explore.selected == "nadia-newcomer"


def test_a_broken_file_says_where_and_stores_nothing(visit, own_app):
    page = visit("/articles", base=own_app)
    bring_in(page, "broken.ttl", BROKEN)
    expect(alert(page)).to_contain_text("line 2")
    page.get_by_role("link", name="SPARQL").click()
    ask(page, 'ASK { ?s ?p "fine" }')
    expect(page.get_by_test_id("stMetric")).to_contain_text("no")
