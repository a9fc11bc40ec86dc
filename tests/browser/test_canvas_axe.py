"""axe-core on the canvas with everything open: nothing serious, nothing critical."""

import pytest
from axe_playwright_python.sync_playwright import Axe

LOOKS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}},
}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("opened", ["list", "menu", "keys"])
def test_nothing_serious(drawn, look, opened):
    canvas = drawn("groups", reduced_motion="reduce", **LOOKS[look])
    canvas.tool("List").click()
    canvas.page.locator("li[data-id=harbour] .chevron").click()
    canvas.click("harbour")
    if opened == "menu":
        canvas.more.click()
    if opened == "keys":
        canvas.paper.focus()
        canvas.page.keyboard.press("?")
    canvas.idle()
    found = [v for v in Axe().run(canvas.page).response["violations"] if v["impact"] in {"serious", "critical"}]
    report = [f"{v['id']}: {n['target']} {n['html'][:160]} {n['failureSummary']}" for v in found for n in v["nodes"]]
    assert not report, "\n".join(report)
