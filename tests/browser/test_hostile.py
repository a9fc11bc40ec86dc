"""Labels that would like to run, load or mislead: they stay text on every page. The visit itself asserts the rest."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from querying import ask, table
from running import Explore
from test_reading import alert, bring_in

HOSTILE = Path(__file__).parents[1] / "hostile.ttl"
NAMES = ["place", "person", "source", "publisher", "rtl", "thing", "s01", "article"]
UNSEEN = """[...document.querySelectorAll("body, *")].flatMap((e) => [...(e.shadowRoot ?? e).childNodes])
  .filter((e) => e.nodeType === 3 && /[\u200b\u200e\u200f\u202a-\u202e]/.test(e.data)).map((e) => e.data)"""
LOADS = """[...document.querySelectorAll("img, iframe, script, a, [onerror], [onload]")]
  .filter((e) => /evil|alert/.test(e.outerHTML)).map((e) => e.outerHTML)"""


@pytest.fixture
def hostile(visit, own_app):
    page = visit("/articles", base=own_app)
    bring_in(page, "hostile.ttl", HOSTILE.read_text("utf-8"))
    expect(alert(page)).to_contain_text("hostile.ttl")
    return own_app


def test_hostile_labels_are_inert(visit, hostile):
    shown = ",".join(f"hostile-{name}" for name in NAMES)
    for focus in ("place", "s01", "rtl"):
        page = visit(f"/?focus=hostile-{focus}&selected=hostile-s01&show={shown}", base=hostile)
        explore = Explore(page)
        assert len(explore.nodes) == len(NAMES)
        page.locator(".outline summary").click()
        for name in ("place", "person", "thing"):
            explore.click(f"hostile-{name}")
            expect(page.locator(".status")).to_contain_text("Selected:")
        page.mouse.move(*explore.at("hostile-source"))
        expect(page.locator(".tip")).to_be_visible()
        assert page.evaluate(LOADS) == []
    title = page.get_by_role("heading", level=1).inner_text().replace("\u2060", "")  # see graph/pages/plain.py
    assert ":red[red] :material/home: $x^2$ ~~gone~~ `code` -> :smile: me@evil.example www.evil.example" in title
    assert "⟨U+202E⟩gnp.exe⟨U+202C⟩ ⟨U+200B⟩zero⟨U+200B⟩width⟨U+200D⟩ שלום" in title
    page = visit("/articles?article=hostile-article", base=hostile)
    expect(page.locator(".st-key-statement-sheet .sheet")).to_contain_text("![quoted](http://evil.example/quoted.png)")
    assert page.evaluate(LOADS) == []
    page = visit("/sparql", base=hostile)
    ask(page, 'SELECT * { ?s ?p ?o FILTER(CONTAINS(STR(?o), "evil")) }')
    expect(table(page)).to_contain_text("evil.example")
    assert page.evaluate(LOADS) == []


def test_unseen_signs_are_seen_and_names_run_their_own_way(visit, hostile):
    page = visit("/?focus=hostile-rtl&show=hostile-rtl,hostile-persian,hostile-p01", base=hostile)
    explore = Explore(page)
    assert explore.nodes["hostile-rtl"]["label"].startswith("⟨U+202E⟩gnp.exe⟨U+202C⟩ ⟨U+200B⟩zero")
    assert explore.nodes["hostile-persian"]["label"] == "می\u200cخواهم (۲۰۲۱)"
    page.locator(".outline summary").click()
    for name in ("rtl", "persian"):
        explore.click(f"hostile-{name}")
        expect(explore.panel.locator(".title")).to_have_attribute("dir", "auto")
        page.wait_for_function("name => __sayso.selected?.endsWith(name)", arg=f"/hostile-{name}")
    expect(page.locator(".status")).to_contain_text("\u2067می\u200cخواهم (۲۰۲۱)\u2069")
    assert page.evaluate(UNSEEN) == []
    page = visit("/sparql", base=hostile)
    ask(
        page,
        "SELECT ?s ?l { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?l FILTER(STRSTARTS(STR(?l), '\\u202E')) }",
    )
    expect(table(page)).to_contain_text("⟨U+202E⟩gnp.exe⟨U+202C⟩")
    page.get_by_role("button", name="Copy as Markdown").click()
    expect(page.get_by_test_id("stCode").first).to_contain_text("⟨U+202E⟩gnp.exe⟨U+202C⟩")
    assert page.evaluate(UNSEEN) == []
