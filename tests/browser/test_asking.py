"""The SPARQL page: run, read, take along; what may not run says why."""

import csv

from playwright.sync_api import expect


def ask(page, query):
    box = page.get_by_role("textbox", name="Query")
    box.fill(query)
    box.press("Control+Enter")
    page.get_by_role("button", name="Run", exact=True).click()


def test_the_first_query_answers_and_downloads_as_csv(visit):
    page = visit("/sparql")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    expect(page.get_by_text("from 2 articles, 88 statements")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as CSV").click()
    with download.value.path().open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 2
    assert {row["place"].rpartition("/")[2] for row in rows} == {"quetta"}


def test_an_example_is_a_question_that_answers(visit):
    page = visit("/sparql")
    page.get_by_role("combobox", name="Examples").fill("Who denied")
    page.get_by_role("option", name="Who denied what, and who claims it?").click()
    expect(page.get_by_role("textbox", name="Query")).to_contain_text("say:deny")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    page.wait_for_url("**example=denials")


def test_a_mistake_is_shown_where_it_is(visit):
    page = visit("/sparql")
    ask(page, "SELECT * WHERE {\n  ?s ?p }")
    expect(page.get_by_test_id("stAlert")).to_contain_text("Not SPARQL")
    expect(page.get_by_test_id("stCode")).to_contain_text("▲ here")


def test_service_is_refused_with_the_reason(visit):
    page = visit("/sparql")
    ask(page, "SELECT * { SERVICE <http://evil.example/sparql> { ?s ?p ?o } }")
    expect(page.get_by_test_id("stAlert")).to_contain_text("another machine")


def test_a_query_in_the_link_waits_for_a_person(visit):
    page = visit("/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D")
    expect(page.get_by_role("textbox", name="Query")).to_have_value("ASK { ?s ?p ?o }")
    expect(page.get_by_text("Nothing has been asked yet")).to_be_visible()
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_test_id("stMetric")).to_contain_text("yes")
