"""The case file opened from disk with the network off: light, dark, on a phone, and as it prints."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from running import PATIENCE

from graph.case import case
from graph.dataset import Dataset
from graph.draw import positions
from graph.model import Clock
from graph.views.picture import drawn_query, picture
from graph.views.stories import stories

LOOKS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}},
    "print": {"color_scheme": "dark"},
}
# Each text of the drawing with how far it runs over the card or the drawing it stands in.
OVERFLOW = """() => {
  const drawing = document.querySelector('.graph svg'), over = [];
  for (const text of drawing.querySelectorAll('text')) {
    const card = text.parentNode.querySelector(':scope > rect[rx="8"]') ?? drawing;
    const [inner, outer] = [text.getBoundingClientRect(), card.getBoundingClientRect()];
    const by = Math.max(inner.right - outer.right, outer.left - inner.left, inner.bottom - outer.bottom);
    if (by > 0.5) over.push(`${text.textContent}: ${by}`);
  }
  return over;
}"""


@pytest.fixture(scope="session")
def files(tmp_path_factory, sandbox):
    """The case file of each story."""
    dataset = Dataset.open("memory:", sandbox=sandbox)
    found = []
    for story in stories(dataset):
        shown = picture(dataset, story.shown)
        at = positions(shown, {}, story.focus)
        link, query = "http://127.0.0.1:8501/?focus=x", drawn_query(dataset, story.shown)
        page = case(
            dataset, shown, at, title=story.question, made=date(2026, 11, 21), clock=Clock(), query=query, link=link
        )
        path = tmp_path_factory.mktemp("case") / f"{story.key}.html"
        path.write_bytes(page)
        found.append(path)
    return found


@pytest.fixture
def opened(browser):
    """Return a function that opens a file offline; ends with the question whether it asked for or said anything."""
    contexts, requests, said = [], [], []

    def opened(path, *, look="light"):
        context = browser.new_context(**({"viewport": {"width": 1440, "height": 900}} | LOOKS[look]))
        contexts.append(context)
        context.set_offline(True)
        context.set_default_timeout(PATIENCE * 1000)
        page = context.new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(path.as_uri())
        if look == "print":
            page.emulate_media(media="print")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert all(url.startswith(("file:", "data:")) for url in requests)
    assert len([url for url in requests if url.startswith("file:")]) == len(contexts)
    assert said == []


@pytest.mark.parametrize("look", LOOKS)
def test_it_opens_and_has_nothing_serious(opened, files, look):
    for path in files:
        page = opened(path, look=look)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator(".graph svg")).to_be_visible()
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, "the page itself does not scroll sideways"


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_axe_finds_nothing_serious(browser, files, look):
    """Axe brings a script of its own, which the page forbids: it is let in here, and only here."""
    context = browser.new_context(bypass_csp=True, **({"viewport": {"width": 1440, "height": 900}} | LOOKS[look]))
    page = context.new_page()
    page.goto(files[0].as_uri())
    found = [v for v in Axe().run(page).response["violations"] if v["impact"] in {"serious", "critical"}]
    report = [f"{v['id']}: {n['target']} {n['html'][:160]} {n['failureSummary']}" for v in found for n in v["nodes"]]
    context.close()
    assert not report, "\n".join(report)


def test_no_word_of_the_drawing_runs_over_its_card(opened, files):
    for path in files:
        assert opened(path).evaluate(OVERFLOW) == []


def test_the_drawing_is_dark_where_the_page_is_and_light_on_paper(opened, files):
    paper = "getComputedStyle(document.querySelector('.graph svg > rect')).fill"
    back = "getComputedStyle(document.body).backgroundColor"
    for look, colour in (("light", "rgb(252, 252, 250)"), ("dark", "rgb(20, 23, 29)"), ("print", "rgb(252, 252, 250)")):
        page = opened(files[0], look=look)
        assert page.evaluate(paper) == colour
        assert page.evaluate(back) == colour


def test_the_triples_are_saved_from_the_page_itself(opened, files):
    page = opened(files[0])
    page.get_by_text("Read the triples").click()
    text = page.locator("#trig").inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="Save the triples as TriG").click()
    assert download.value.suggested_filename == "sayso-case.trig"
    assert download.value.path().read_text("utf-8").strip() == text.strip()


def test_a_statement_is_found_from_the_outline_by_keyboard(opened, files):
    page = opened(files[0])
    page.locator("#word-article-spin-boldak-s04").get_by_role("link", name="in full").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#said-article-spin-boldak-s04")).to_be_in_viewport()
