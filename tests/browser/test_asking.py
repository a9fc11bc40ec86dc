"""The workbench: write with help, ask, look at the answer in several ways, take it along; mistakes say how to mend."""

import csv
import re

import pytest
from playwright.sync_api import expect
from rdflib import Graph


class Workbench:
    """The SPARQL page as a person uses it."""

    def __init__(self, page):
        self.page = page
        self.paper = page.locator(".cm-content")
        self.table = page.locator(".table .scroll")
        expect(self.paper).to_be_visible()

    def write(self, text):
        self.paper.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def type(self, text):
        self.paper.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def run(self):
        self.paper.click()
        self.page.keyboard.press("Control+Enter")

    def ask(self, text):
        self.write(text)
        self.run()

    def expect_text(self, pattern):
        expect(self.paper).to_contain_text(re.compile(pattern))


@pytest.fixture
def bench(visit):
    return lambda path="/sparql", **options: Workbench(visit(path, **options))


def test_the_first_query_answers_and_downloads_as_csv(bench):
    work = bench()
    work.run()
    expect(work.table.get_by_role("gridcell", name="Quetta").first).to_be_visible()
    expect(work.page.get_by_text("2 rows, whole")).to_be_visible()
    expect(work.page.get_by_text("2 articles, 88 statements, said from 8 July 2021 to 14 July 2021")).to_be_visible()
    work.page.get_by_role("button", name="Save the answer").click()
    with work.page.expect_download() as download:
        work.page.get_by_role("button", name="CSV").click()
    with download.value.path().open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {row["place"].rpartition("/")[2] for row in rows} == {"quetta"}


def test_a_question_is_found_filled_in_and_asked_without_sparql(bench):
    work = bench()
    work.page.get_by_role("textbox", name="Search the examples").fill("denied")
    work.page.get_by_role("textbox", name="Search the examples").press("Enter")
    work.page.get_by_role("button", name="Who denied what, and who claims it?").click()
    work.expect_text("say:deny")
    work.page.wait_for_url("**example=denials**")
    work.run()
    expect(work.table).to_be_visible()


def test_a_parameter_is_chosen_by_searching_for_it(bench):
    work = bench("/sparql?example=where_is")
    work.page.get_by_role("combobox").fill("taliban")
    expect(work.page.get_by_text("Nothing like “taliban”").first).to_be_visible()  # no place is called so
    work.page.get_by_role("combobox").fill("spin bol")
    expect(work.page.get_by_text("Open only")).to_have_count(0)
    work.page.get_by_role("option").filter(has_text="district").first.click()
    work.expect_text("spin-boldak-district")
    work.page.wait_for_url("**p.place=**")
    work.run()
    expect(work.table).to_contain_text("Kandahar")


def test_completion_offers_what_the_data_has_and_adds_the_prefix(bench):
    work = bench()
    work.type("SELECT * WHERE { ?s a say:Statement ; say:speak")
    option = work.page.locator(".cm-tooltip-autocomplete li").filter(has_text="say:speaker")
    option.first.click()
    work.expect_text(r"say:speaker")
    work.expect_text(r"PREFIX say: <https://w3id.org/sayso/ns#>")


def test_completion_goes_on_letter_by_letter(bench):
    """What was found by the letters of a prefix knew nothing of the names behind it: at `say:sp` there was nothing."""
    work = bench()
    work.write("SELECT * WHERE { ?s ")
    options = work.page.locator(".cm-tooltip-autocomplete li")
    work.page.keyboard.type("s")
    expect(options.filter(has_text="say:sha256")).to_be_visible()
    work.page.keyboard.type("a")
    expect(options.filter(has_text="say:sha256")).to_have_count(0)  # what fits `sa` has come, and is all there is
    work.page.keyboard.type("y")
    expect(options.filter(has_text="say:sameBy")).to_be_visible()
    for letter in ":sp":
        work.page.keyboard.type(letter)
        expect(options.filter(has_text="say:speaker")).to_be_visible()


def test_a_misspelt_term_is_mended_by_a_press(bench):
    work = bench()
    work.write("PREFIX say: <https://w3id.org/sayso/ns#>\nSELECT ?who WHERE { ?s say:speakr ?who }")
    mend = work.page.get_by_role("button", name="Write say:speaker")
    expect(mend).to_be_visible()
    mend.click()
    work.expect_text("say:speaker ")
    work.run()
    expect(work.table).to_be_visible()


def test_a_mistake_is_shown_where_it_is(bench):
    work = bench()
    work.ask("SELECT * WHERE {\n  ?s ?p }")
    expect(work.page.get_by_test_id("stAlert")).to_contain_text("Not SPARQL")
    expect(work.page.get_by_test_id("stCode")).to_contain_text("▲ here")


def test_service_is_refused_with_the_reason(bench):
    work = bench()
    work.ask("SELECT * { SERVICE <http://evil.example/sparql> { ?s ?p ?o } }")
    expect(work.page.get_by_test_id("stAlert")).to_contain_text("another machine")


def test_a_query_in_the_link_waits_for_a_person(bench):
    work = bench("/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D")
    work.expect_text(r"ASK \{ \?s \?p \?o \}")
    expect(work.page.get_by_text("Nothing has been asked yet")).to_be_visible()
    work.run()
    expect(work.page.get_by_test_id("stMetric")).to_contain_text("yes")


def test_no_rows_explain_themselves_and_offer_the_nearest(bench):
    work = bench()
    work.ask(
        "PREFIX say: <https://w3id.org/sayso/ns#>\nSELECT * {\n  ?s say:speaker ?who ;\n     say:act say:denied\n}"
    )
    expect(work.page.get_by_test_id("stAlert")).to_contain_text("Nothing matches from line 4")
    work.page.locator("[class*=st-key-near] button").first.click()
    work.expect_text("say:deny")
    work.run()
    expect(work.table).to_be_visible()


def test_a_running_query_shows_it_and_can_be_cancelled(bench):
    work = bench()
    work.ask("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    cancel = work.page.get_by_role("button", name="Cancel")
    expect(cancel).to_be_visible()
    cancel.click()
    expect(work.page.get_by_test_id("stAlert")).to_contain_text("Cancelled")
    work.ask("ASK {}")
    expect(work.page.get_by_test_id("stMetric")).to_contain_text("yes")


def test_ten_thousand_rows_are_sorted_and_walked_by_key(bench):
    work = bench()
    work.ask("SELECT ?a ?b { ?a ?p ?x . ?b ?q ?y } LIMIT 20000")
    expect(work.page.get_by_text("Cut after 10,000 rows")).to_be_visible()
    expect(work.table).to_have_attribute("aria-rowcount", "10001")
    work.table.get_by_title("Sort by a").click()
    expect(work.table.get_by_role("columnheader").filter(has_text="a")).to_have_attribute("aria-sort", "ascending")
    work.table.get_by_role("gridcell").first.click()
    work.page.keyboard.press("End")
    expect(work.table.locator('[aria-rowindex="10001"]')).to_be_visible()


def test_what_stands_behind_a_row_is_one_click_away(bench):
    work = bench()
    work.run()
    work.table.get_by_role("button", name="The statements behind row 1").click()
    expect(work.page.get_by_role("heading", name="The statements behind row 1")).to_be_visible()
    expect(work.page.locator(".sheet .item").filter(has_text="Quetta").last).to_be_visible()


def test_a_name_in_the_answer_opens_in_explore(bench):
    work = bench()
    work.run()
    work.table.get_by_role("button", name="Quetta").first.click()
    expect(work.page.get_by_role("heading", level=1)).to_contain_text("Quetta")  # which no link ties to the story
    expect(work.page.locator(".st-key-panel .sheet")).to_contain_text("Quetta")


@pytest.mark.parametrize(
    ("query", "view", "shown"),
    [
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o . FILTER(isIRI(?o)) } LIMIT 30", "Graph", ".paper canvas"),
        ("#defaultView:Map\nSELECT ?p { ?p a <https://w3id.org/sayso/ns#BorderCrossing> }", "Map", ".map"),
        ("#defaultView:Timeline\nSELECT ?s ?d { ?s <https://w3id.org/sayso/ns#statedOn> ?d }", "Timeline", ".timeline"),
        (
            "#defaultView:BarChart\nSELECT ?w (COUNT(*) AS ?n) { ?s <https://w3id.org/sayso/ns#act> ?w } GROUP BY ?w",
            "Chart",
            "[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg",
        ),
    ],
)
def test_an_answer_is_seen_as_its_data_allows(bench, query, view, shown):
    work = bench()
    work.ask(query)
    expect(work.page.locator(shown).first).to_be_visible()
    work.page.wait_for_url(f"**as={view}**")
    work.page.get_by_role("radio", name="Table").or_(work.page.get_by_role("button", name="☰ Table")).first.click()
    expect(work.table).to_be_visible()


def test_triples_are_saved_in_formats_that_parse(bench):
    work = bench()
    work.ask("CONSTRUCT { ?s a ?t } WHERE { ?s a ?t } LIMIT 20")
    work.page.get_by_role("button", name="Save the answer").click()
    for label, media in [("Turtle", "turtle"), ("JSON-LD", "json-ld"), ("RDF/XML", "xml")]:
        with work.page.expect_download() as download:
            work.page.get_by_role("button", name=label, exact=True).click()
        assert len(Graph().parse(download.value.path(), format=media)) == 20


def test_history_gives_back_what_was_run_and_saved_queries_stay(bench, tmp_path):
    work = bench()
    work.ask("SELECT * { ?s ?p ?o } LIMIT 7")
    expect(work.page.get_by_text("7 rows, whole")).to_be_visible()
    work.write("ASK {}")
    work.page.get_by_role("tab", name="History").click()
    work.page.get_by_role("button", name="SELECT * { ?s ?p ?o } LIMIT 7").click()
    work.expect_text("LIMIT 7")
    work.page.get_by_role("tab", name="Saved").click()
    work.page.get_by_role("textbox", name="The question it answers").fill("What are seven triples?")
    work.page.get_by_role("button", name="Save the query").click()
    saved = work.page.get_by_role("button", name="What are seven triples?")
    expect(saved).to_be_visible()
    work.write("ASK {}")
    saved.click()
    work.expect_text("LIMIT 7")


def test_the_same_can_be_asked_by_a_program(bench):
    work = bench()
    work.run()
    work.page.get_by_role("button", name="Code", exact=True).click()
    expect(work.page.get_by_text("http://127.0.0.1:8502/sparql").first).to_be_visible()
    work.page.get_by_role("tab", name="SPARQLWrapper").click()
    expect(work.page.get_by_test_id("stCode").filter(has_text="SPARQLWrapper").first).to_be_visible()
