"""axe-core on every state of the workbench, and on what Explore opens over itself: nothing serious or critical."""

import pytest
from playwright.sync_api import expect
from querying import ask, paper, run, table
from running import ARTICLES, Explore
from test_axe import LOOKS, serious

SAY = "PREFIX say: <https://w3id.org/sayso/ns#>\n"
VIEWS = {
    "graph": ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o . FILTER(isIRI(?o)) } LIMIT 12", ".paper canvas"),
    "map": (f"#defaultView:Map\n{SAY}SELECT ?p {{ ?p a say:BorderCrossing }}", ".map"),
    "timeline": (f"#defaultView:Timeline\n{SAY}SELECT ?s ?d {{ ?s say:statedOn ?d }}", ".timeline"),
    "chart": (
        f"#defaultView:BarChart\n{SAY}SELECT ?w (COUNT(*) AS ?n) {{ ?s say:act ?w }} GROUP BY ?w",
        "[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg",
    ),
    "value": ("ASK { ?s ?p ?o }", "[data-testid=stMetric]"),
    "no rows": (f"{SAY}SELECT * {{ ?s say:speaker ?w ; say:act say:denied }}", "[class*=st-key-near] button"),
    "fault": ("SELECT * WHERE {\n  ?s ?p }", "[data-testid=stAlert]"),
    "cut": ("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000", ".table .scroll"),
}

TONES = ["light", "dark"]  # what a phone changes is looked at in fewer states, here and in test_axe.py


@pytest.fixture
def check():
    """Return a function that asks axe about a state of a page, and says which state it was."""

    def check(page, state):
        page.wait_for_function("!document.querySelector('.stApp[data-test-script-state=running]')")
        found = serious(page)
        assert not found, f"{state}: " + "\n".join(found)

    return check


@pytest.mark.parametrize("look", TONES)
def test_every_view_of_an_answer(visit, check, look):
    page = visit("/sparql", reduced_motion="reduce", **LOOKS[look])
    for state, (query, shown) in VIEWS.items():
        ask(page, query)
        expect(page.locator(shown).first).to_be_visible()
        check(page, state)


@pytest.mark.parametrize("look", TONES)
def test_a_query_under_way(visit, look):
    page = visit("/sparql", reduced_motion="reduce", **LOOKS[look])
    ask(page, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    expect(page.get_by_role("button", name="Cancel")).to_be_visible()
    assert not serious(page)


@pytest.mark.parametrize("look", LOOKS)
def test_form_shelf_and_what_opens_beside_an_answer(visit, check, look):
    page = visit("/sparql?example=where_is", reduced_motion="reduce", **LOOKS[look])
    expect(page.locator(".st-key-form")).to_be_visible()
    check(page, "form")
    run(page)
    expect(table(page)).to_be_visible()
    table(page).get_by_role("button", name="The statements behind row 1").click()
    expect(page.get_by_role("heading", name="The statements behind row 1")).to_be_visible()
    check(page, "behind a row")
    for opened in ("Save the answer", "Copy as Markdown", "Code"):
        page.get_by_role("button", name=opened, exact=True).click()
        expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
        check(page, opened)
        page.keyboard.press("Escape")
        expect(page.get_by_test_id("stPopoverBody")).to_be_hidden()
    for tab in ("History", "Saved"):
        page.get_by_role("tab", name=tab).click()
        check(page, tab)
    paper(page).click()
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT * WHERE { ?s a say:Stat")
    page.keyboard.press("Control+Space")
    expect(page.locator(".cm-tooltip-autocomplete")).to_be_visible()
    check(page, "completion")


@pytest.mark.parametrize("look", LOOKS)
def test_what_explore_opens(visit, own_app, check, look):
    page = visit("/?selected=article-spin-boldak-s03", base=own_app, reduced_motion="reduce", **LOOKS[look])
    explore = Explore(page)
    explore.page.locator(".outline summary").click()
    check(page, "list")
    if ARTICLES.is_dir():
        explore.panel.get_by_role("button", name="Read it in the whole text").first.click()
        expect(page.locator("mark.current")).to_be_visible()
        check(page, "whole text")
    explore = Explore(visit("/", reduced_motion="reduce", **LOOKS[look]))
    explore.open_menu("taliban")
    check(explore.page, "menu")


@pytest.mark.parametrize("look", TONES)
def test_pages_with_nothing_or_everything_on_them(visit, check, look):
    states = {
        "/?show=article-spin-boldak-s03&focus=article-spin-boldak-s03&known=1999-01-01": "Nobody had said any of this",
        "/disputes?known=1999-01-01": "Nobody disagrees",
        "/disputes": "Why:",
        "/articles": "Statements, in the order",
    }
    for path, there in states.items():
        page = visit(path, reduced_motion="reduce", **LOOKS[look])
        expect(page.get_by_text(there).first).to_be_visible()
        if path == "/disputes":
            page.get_by_text(there).first.click()
            expect(page.locator(".st-key-verdicts .sheet")).to_be_visible()
        check(page, path)
        for tab in page.get_by_role("tab").all():
            tab.click()
            check(page, f"{path}, {tab.inner_text()}")
