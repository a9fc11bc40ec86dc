"""axe-core on the pages, light, dark and on a phone: nothing serious, nothing critical."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from querying import run, table

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
    found = [v for v in Axe().run(page).response["violations"] if v["impact"] in {"serious", "critical"}]
    report = [f"{v['id']}: {n['target']} {n['html'][:160]} {n['failureSummary']}" for v in found for n in v["nodes"]]
    assert not report, "\n".join(report)
