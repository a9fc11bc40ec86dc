"""What is seen on the picture: numbers of links, pins, groups, a path in the light, lanes, what the pointer is over."""

import pytest
from playwright.sync_api import expect

BLUE = {"light": "#2f6fd0", "dark": "#6fa3f2"}


def corner(canvas, name):
    """The ink on the upper right of a shape, where its number stands."""
    x, y = canvas.at(name)
    return canvas.ink(x + 8, y - 26, 30, 12)


@pytest.mark.parametrize("scheme", BLUE)
def test_a_number_says_how_many_links_are_not_drawn(drawn, scheme):
    look = {"color_scheme": scheme, "reduced_motion": "reduce"}  # where a zoom is not a journey
    canvas, bare = drawn(**look), drawn("plain", **look)
    assert corner(canvas, "harbour") > corner(bare, "harbour") + 60
    assert corner(canvas, "pilot") == corner(bare, "pilot"), "none where all is drawn"
    for _ in range(4):
        canvas.tool("Zoom out").click()
        bare.tool("Zoom out").click()
    assert corner(canvas, "harbour") == corner(bare, "harbour"), "none where it could not be read"


def test_a_pin_is_seen(drawn):
    canvas = drawn()
    x, y = canvas.at("pilot")
    before = canvas.ink(x - 24, y - 24, 24, 20)
    canvas.focus("pilot")
    with canvas.hearing("act"):
        canvas.page.keyboard.press("p")
    canvas.page.keyboard.press("Escape")
    canvas.page.mouse.move(5, 5)
    assert canvas.ink(x - 24, y - 24, 24, 20) > before + 40


@pytest.mark.parametrize("scheme", BLUE)
def test_the_light_is_on_the_path_and_wins_over_the_selection(drawn, scheme):
    canvas = drawn("path", color_scheme=scheme)

    def lit():
        return {name: canvas.colour(*canvas.at(name)) == BLUE[scheme] for name in ("mayor", "pilot")}

    assert canvas.page.evaluate("__sayso.spotlight.nodes") == ["mayor", "claim", "harbour"]
    assert lit() == {"mayor": True, "pilot": False}
    canvas.click("denial")
    expect(canvas.status).to_contain_text("Selected")
    canvas.page.mouse.move(5, 5)
    assert lit() == {"mayor": True, "pilot": False}, "the neighbours of the selection stay dim"
    canvas.click("pilot")
    canvas.page.mouse.move(5, 5)
    assert lit() == {"mayor": True, "pilot": True}, "what is selected is seen all the same"


def test_links_of_the_path_are_strong_and_named(drawn):
    path, story = drawn("path"), drawn()

    def ink(canvas):
        (a, b), (c, d) = canvas.at("mayor"), canvas.at("claim")
        x, y = (a + c) / 2, (b + d) / 2
        return canvas.ink(x - 30, y - 12, 60, 30)

    assert ink(path) > 1.5 * ink(story)


def test_the_pointer_lights_up_the_neighbours(drawn):
    canvas = drawn()
    canvas.click("island")
    canvas.page.mouse.move(5, 5)
    canvas.page.wait_for_function("__sayso.selected === 'island'")
    assert canvas.colour(*canvas.at("pilot")) != BLUE["light"]
    canvas.page.mouse.move(*canvas.at("denial"))
    expect(canvas.page.locator(".tip")).to_be_visible()
    assert canvas.colour(*canvas.at("pilot")) == BLUE["light"]
    assert canvas.colour(*canvas.at("mayor")) != BLUE["light"]
    canvas.page.mouse.move(5, 5)
    expect(canvas.page.locator(".tip")).to_be_hidden()
    assert canvas.colour(*canvas.at("pilot")) != BLUE["light"]


def test_a_group_says_what_it_holds_and_opens(drawn):
    canvas = drawn("groups")
    canvas.click("many")
    expect(canvas.status).to_have_text("Selected: Statements of the Harbour Gazette, 120 items, group")
    with canvas.hearing("expand"):
        canvas.double_click("many")
    with canvas.hearing("expand"):
        canvas.paper.focus()
        canvas.page.keyboard.press("Enter")
    assert {event["expand"]["id"] for event in canvas.heard if "expand" in event} == {"many"}
    canvas.open_menu("many")
    assert canvas.menu.get_by_role("menuitem").all_inner_texts() == ["Show what is in it", "Hide\nH", "Pin\nP"]
    canvas.page.keyboard.press("Escape")
    canvas.tool("List").click()
    row = canvas.page.locator(".entry", has_text="Statements of the Harbour Gazette, 120 items")
    expect(row).to_contain_text("group")


def test_another_arrangement_has_lanes_and_is_taken_back(drawn):
    canvas = drawn()
    x, _ = canvas.at("harbour")
    choice = canvas.page.get_by_role("group", name="Arrangement")
    expect(choice.get_by_role("button", name="Round the focus")).to_have_attribute("aria-pressed", "true")
    with canvas.hearing("act"):
        choice.get_by_role("button", name="By time").click()
    expect(canvas.status).to_have_text("Arranged: By time")
    expect(choice.get_by_role("button", name="By time")).to_have_attribute("aria-pressed", "true")
    assert canvas.acts == [("arrange", None, "time")]
    box, x = canvas.paper.bounding_box(), canvas.at("harbour")[0]
    assert canvas.ink(x - 3, box["y"] + box["height"] - 40, 6, 20) > 10, "a line from top to bottom"
    with canvas.hearing("act"):
        canvas.tool("Tidy up").click()
    assert canvas.acts[-1] == ("tidy", None, None)
    with canvas.hearing("act"):
        canvas.page.keyboard.press("Control+z")
    expect(choice.get_by_role("button", name="Round the focus")).to_have_attribute("aria-pressed", "true")
    x = canvas.at("harbour")[0]
    assert canvas.ink(x - 3, box["y"] + box["height"] - 40, 6, 20) == 0


def test_hostile_labels_stay_text(drawn):
    canvas = drawn("hostile")
    canvas.tool("List").click()
    for name in ("harbour", "claim", "many"):
        canvas.open_menu(name)
        expect(canvas.page.locator(".menu .name")).to_contain_text("<img src=x onerror=alert(1)>")
        canvas.page.keyboard.press("Escape")
    canvas.open_menu("harbour")
    expect(canvas.menu.get_by_role("menuitem").first).to_contain_text("<script>alert(3)</script>")
    canvas.page.keyboard.press("Escape")
    expect(canvas.page.locator(".entry")).to_have_count(3)
    inside = "(room) => room.querySelectorAll('img, script, iframe, a').length"
    assert canvas.page.locator(".room").evaluate(inside) == 0
