"""390 pixels wide, a finger, and the dark."""

import re

from playwright.sync_api import expect

PHONE = {"width": 390, "height": 844}
WIDTH = """() => Math.max(document.documentElement.scrollWidth,
  document.querySelector('[data-testid=stMain]').scrollWidth)"""


def test_the_page_fits_a_phone_and_the_panel_is_below(explore):
    first = explore(viewport=PHONE, has_touch=True, is_mobile=True)
    assert first.page.evaluate(WIDTH) <= PHONE["width"]
    stage, panel = first.page.locator(".stage").bounding_box(), first.panel.bounding_box()
    assert stage["width"] > 300
    assert stage["y"] < PHONE["height"] / 2, "the picture starts on the first screen"
    assert panel["y"] > stage["y"] + stage["height"]
    assert panel["width"] > 300
    assert first.page.evaluate(WIDTH) <= PHONE["width"]


def test_the_other_pages_fit_a_phone(visit):
    for path, there in (("/sparql", "Ask in SPARQL"), ("/articles", "Statements, in the order")):
        page = visit(path, viewport=PHONE, has_touch=True, is_mobile=True)
        expect(page.get_by_text(there).first).to_be_visible()
        assert page.evaluate(WIDTH) <= PHONE["width"], path


def test_a_statement_that_is_chosen_comes_into_sight(visit):
    page = visit("/articles", viewport=PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce")
    page.get_by_role("button", name=re.compile("^“?.*Moscow calls on the warring parties")).first.tap()
    heading = page.get_by_role("heading", name="Moscow calls on the warring parties to show restraint")
    expect(heading).to_be_in_viewport(ratio=1)


def test_a_finger_selects(explore):
    first = explore(viewport=PHONE, has_touch=True, is_mobile=True)
    first.paper.scroll_into_view_if_needed()
    first.page.touchscreen.tap(*first.at("zabihullah-mujahid"))
    expect(first.panel).to_contain_text("Zabihullah Mujahid")
    expect(first.page.locator(".hint")).to_contain_text("Double-tap")


def test_the_dark_is_dark_and_as_complete(explore):
    light, dark = explore(color_scheme="light"), explore(color_scheme="dark")
    assert set(light.nodes) == set(dark.nodes)

    def brightness(first):
        colour = "getComputedStyle(document.querySelector('.stApp')).backgroundColor.match(/\\d+/g).slice(0, 3)"
        return sum(int(part) for part in first.page.evaluate(colour))

    assert brightness(light) > 600
    assert brightness(dark) < 200
    expect(dark.page.locator(".sheet.dark").first).to_be_visible()
    expect(light.page.locator(".sheet.dark")).to_have_count(0)
