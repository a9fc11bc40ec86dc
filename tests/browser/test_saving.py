"""Save as Turtle, and the query that gives the same triples."""

from playwright.sync_api import expect
from querying import paper, run
from rdflib import Graph, Namespace

SAY, ID = Namespace("https://w3id.org/sayso/ns#"), Namespace("https://w3id.org/sayso/id/")


def downloaded(page, button):
    with page.expect_download() as download:
        button.click()
    return download.value


def test_the_saved_picture_is_turtle_with_the_denial_denied(explore):
    first = explore()
    file = downloaded(first.page, first.page.get_by_role("button", name="Save as Turtle"))
    assert file.suggested_filename == "sayso-view.ttl"
    saved = Graph().parse(file.path(), format="turtle")
    denial = ID["article-spin-boldak-s04"]
    assert (denial, SAY.polarity, SAY.negative) in saved
    assert (denial, SAY.speaker, ID["afghan-government"]) in saved
    for name in first.nodes:
        assert (ID[name], None, None) in saved, name


def test_the_query_shown_gives_the_same_triples(explore):
    first = explore()
    file = downloaded(first.page, first.page.get_by_role("button", name="Save as Turtle"))
    saved = Graph().parse(file.path(), format="turtle")
    first.page.get_by_role("button", name="Show as SPARQL").click()
    expect(first.page.locator("[data-testid=stPopoverBody] code")).to_contain_text("article-spin-boldak-s04")
    first.page.get_by_role("button", name="Open in SPARQL").click()
    expect(first.page.get_by_role("heading", level=1)).to_have_text("Ask in SPARQL")
    expect(paper(first.page)).to_contain_text("CONSTRUCT")
    run(first.page)
    expect(first.page.get_by_text(f"{len(saved):,} triples, whole")).to_be_visible()
    first.page.get_by_role("button", name="Save the answer").click()
    answer = downloaded(first.page, first.page.get_by_role("button", name="Turtle", exact=True))
    assert set(Graph().parse(answer.path(), format="turtle")) == set(saved)


def test_the_picture_saves_as_png(explore):
    first = explore()
    file = downloaded(first.page, first.page.get_by_role("button", name="Save as PNG"))
    assert file.path().read_bytes().startswith(b"\x89PNG")
