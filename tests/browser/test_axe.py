"""axe-core on the pages, light, dark and on a phone: nothing serious, nothing critical."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from querying import run, table
from running import ARTICLES, Explore
from test_explore_groups import SHOWN, crowd, crowded  # noqa: F401 fixtures

PAGES = {
    "/": "canvas",
    "/disputes": "section.column",
    "/sparql": ".cm-content",
    "/articles": ".st-key-statement-sheet .title",
}
LOOKS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}},
}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("path", PAGES)
def test_nothing_serious(visit, path, look):
    page = visit(path, reduced_motion="reduce", **LOOKS[look])
    expect(page.locator(PAGES[path]).first).to_be_visible()
    page.wait_for_function("!document.querySelector('.stApp[data-test-script-state=running]')")
    if path == "/sparql":
        run(page)
        expect(table(page)).to_be_visible()
    assert not serious(page)


# Streamlit fades what waits for a run, and what comes back from it, and our own style comes after the first words.
STILL = """(styled) => (!styled || getComputedStyle(document.documentElement).getPropertyValue('--sayso-canvas-height'))
  && !document.querySelector('[data-stale=true]')
  && !document.getAnimations().some((each) => each instanceof CSSTransition && each.playState === 'running')"""


def serious(page, *, styled=True):
    """What axe finds serious or critical; a component that is tested alone is not `styled` as our pages are."""
    page.wait_for_function(STILL, arg=styled)
    found = [v for v in Axe().run(page).response["violations"] if v["impact"] in {"serious", "critical"}]
    return [f"{v['id']}: {n['target']} {n['html'][:160]} {n['failureSummary']}" for v in found for n in v["nodes"]]


@pytest.mark.parametrize("look", LOOKS)
def test_nothing_serious_on_explore_in_any_state(visit, crowded, look):  # noqa: F811
    def opened(path):
        return Explore(visit(path, base=crowded, reduced_motion="reduce", **LOOKS[look]))

    def check(state):
        explore.idle()
        assert not serious(explore.page), state

    explore = opened("/?focus=russia&show=russia,wesh&path=russia,quetta")
    expect(explore.panel).to_contain_text("shortest paths")
    check("path")
    explore.page.locator(".st-key-filter").get_by_role("button").click()
    expect(explore.page.get_by_test_id("stPopoverBody")).to_be_visible()
    check("filter")
    explore.page.keyboard.press("Escape")
    for view in ("Time", "Map"):
        explore.page.get_by_text(view, exact=True).click()
        expect(explore.page.locator(f".{'timeline' if view == 'Time' else 'map'}")).to_be_visible()
        check(view)
    explore = opened(f"/?focus=crew-0&show=crew-0,{SHOWN},article-spin-boldak-s03&selected=article-spin-boldak-s03")
    expect(explore.page.get_by_text("too many to draw one by one")).to_be_visible()
    check("groups")
    if ARTICLES.is_dir():
        explore.panel.get_by_role("button", name="Read it in the whole text").first.click()
        expect(explore.page.locator("mark.current")).to_be_visible()
        check("whole text")
