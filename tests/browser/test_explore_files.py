"""What is taken along opens elsewhere: the case file without a network, TriG in another library."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect
from rdflib import Dataset, URIRef
from running import ID
from test_saving import downloaded


@pytest.fixture
def save(explore):
    """Return a function that saves the first view by a button of "Save more"."""

    def save(name):
        first = explore()
        first.page.get_by_role("button", name="Save more").click()
        return first, downloaded(first.page, first.page.get_by_role("button", name=name))

    return save


def test_trig_keeps_each_triple_in_its_graph(save):
    first, file = save("TriG, each triple in its graph")
    assert file.suggested_filename == "sayso-view.trig"
    saved = Dataset()
    saved.parse(file.path(), format="trig")
    article = saved.graph(URIRef(f"{ID}article-spin-boldak"))
    assert (URIRef(f"{ID}article-spin-boldak-s04"), None, None) in article
    for name in first.nodes:
        assert list(saved.quads((URIRef(ID + name), None, None, None))), name


def test_the_case_file_opens_without_a_network(save, browser, tmp_path):
    first, file = save("Case file")
    assert file.suggested_filename == "sayso-case.html"
    context = browser.new_context(offline=True)
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    file.save_as(tmp_path / "case.html")
    page.goto((tmp_path / "case.html").as_uri())
    expect(page.get_by_role("heading", level=1)).to_contain_text("Who holds the Spin Boldak crossing?")
    expect(page.locator(".graph svg")).to_be_visible()
    link = page.get_by_role("link", name="?focus=").get_attribute("href")
    assert parse_qs(urlsplit(link).query) == parse_qs(urlsplit(first.page.url).query), "it leads back to the view"
    assert all(url.startswith(("file:", "data:")) for url in asked)
    context.close()
