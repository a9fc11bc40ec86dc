"""Labels that would like to run, load or mislead: they stay text on every page. The visit itself asserts the rest."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from querying import ask, table
from running import Explore
from test_reading import alert, bring_in

HOSTILE = Path(__file__).parents[1] / "hostile.ttl"
NAMES = ["place", "person", "source", "publisher", "rtl", "thing", "s01", "article"]
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
    page = visit("/articles?article=hostile-article", base=hostile)
    expect(page.locator(".st-key-statement-sheet .sheet")).to_contain_text("![quoted](http://evil.example/quoted.png)")
    assert page.evaluate(LOADS) == []
    page = visit("/sparql", base=hostile)
    ask(page, 'SELECT * { ?s ?p ?o FILTER(CONTAINS(STR(?o), "evil")) }')
    expect(table(page)).to_contain_text("evil.example")
    assert page.evaluate(LOADS) == []
