"""The menu of an item: by mouse, by keyboard, by finger, and from the list; what it asks Python for."""

import pytest
from playwright.sync_api import expect

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def test_the_menu_tells_what_there_is_and_asks_for_one_kind(drawn):
    canvas = drawn()
    before = canvas.places
    canvas.open_menu("harbour")
    expect(canvas.choice("berths")).to_have_text("berths0 of 15 shown")
    expect(canvas.choice("is about")).to_have_attribute("aria-disabled", "true")
    with canvas.grown():
        canvas.choice("berths").click()
    expect(canvas.menu).to_be_hidden()
    expect(canvas.status).to_contain_text("12 new items")
    assert all(int(name.removeprefix("sailor-")) % 2 for name in set(canvas.nodes) - set(before)), "of that kind only"
    assert {name: canvas.places[name] for name in before} == before, "old nodes stand"
    assert canvas.heard[-1]["expand"]["kind"] == "berths>"
    canvas.open_menu("harbour")
    expect(canvas.choice("berths")).to_have_text("berths12 of 15 shown")
    with canvas.grown():
        canvas.choice("berths").click()
    canvas.open_menu("harbour")
    expect(canvas.choice("berths")).to_have_attribute("aria-disabled", "true")
    canvas.choice("berths").click(force=True)
    expect(canvas.menu).to_be_visible()
    with canvas.grown():
        canvas.choice("Show the next 12").click()
    assert canvas.heard[-1]["expand"]["kind"] is None


def test_an_expansion_by_kind_that_finds_nothing_says_so(drawn):
    canvas = drawn("plain")
    canvas.double_click("mayor")
    expect(canvas.status).to_have_text("Nothing more to show")
    canvas.double_click("mayor")
    with canvas.hearing("expand"):
        canvas.double_click("mayor")
    expect(canvas.status).to_have_text("Nothing more to show")


@pytest.mark.parametrize(
    ("choice", "act", "words"),
    [
        ("Hide", ("hide", "pilot", None), "Hidden: Pilot on duty"),
        ("Pin", ("pin", "pilot", None), "Pinned: Pilot on duty"),
        ("Collapse", ("collapse", "pilot", None), "Nothing hangs on Pilot on duty alone"),
        ("Find a path from here", ("path", "pilot", None), "A path from Pilot on duty: choose where to"),
    ],
)
def test_each_choice_asks_python_and_says_what_came_of_it(drawn, choice, act, words):
    canvas = drawn()
    canvas.open_menu("pilot")
    with canvas.hearing("act"):
        canvas.choice(choice).click()
    expect(canvas.status).to_have_text(words)
    assert canvas.acts == [act]
    assert ("pilot" in canvas.nodes) == (choice != "Hide")


def test_what_is_pinned_can_be_let_go(drawn):
    canvas = drawn()
    canvas.open_menu("pilot")
    with canvas.hearing("act"):
        canvas.choice("Pin").click()
    canvas.page.wait_for_function("__sayso.pinned.join() === 'pilot'")
    canvas.open_menu("pilot")
    with canvas.hearing("act"):
        canvas.choice("Unpin").click()
    canvas.page.wait_for_function("__sayso.pinned.length === 0")
    expect(canvas.status).to_have_text("No longer pinned: Pilot on duty")


def test_the_keyboard_walks_the_menu_and_gets_the_focus_back(drawn):
    canvas = drawn()
    canvas.focus("harbour")
    press, focused = canvas.page.keyboard.press, canvas.page.locator("[role=menuitem]:focus .label")
    for opening in ("m", "Shift+F10", "ContextMenu"):
        press(opening)
        expect(focused).to_have_text("berths")
        press("Escape")
        expect(canvas.menu).to_be_hidden()
        expect(canvas.paper).to_be_focused()
    press("m")
    last = "Find a path from here …"
    for key, label in [("ArrowUp", last), ("ArrowDown", "berths"), ("End", last), ("Home", "berths")]:
        press(key)
        expect(focused).to_have_text(label)
    for key, label in [("c", "Collapse"), ("i", "is about"), ("i", "is the place of")]:
        press(key)
        expect(focused).to_have_text(label)
    press("End")
    with canvas.hearing("act"):
        press("Enter")
    assert canvas.acts == [("path", "harbour", None)]
    expect(canvas.paper).to_be_focused()


def test_a_press_elsewhere_closes_the_menu(drawn):
    canvas = drawn()
    canvas.open_menu("harbour")
    canvas.page.get_by_role("heading", name="Canvas").click()
    expect(canvas.menu).to_be_hidden()
    assert canvas.acts == []


@pytest.mark.parametrize("name", ["claim", "denial", "mayor", "pilot", "island"])
def test_the_menu_stays_inside_the_canvas(drawn, name):
    canvas = drawn(viewport={"width": 700, "height": 900})
    canvas.open_menu(name)
    stage, menu = canvas.page.locator(".stage").bounding_box(), canvas.page.locator(".panel.menu").bounding_box()
    assert stage["x"] <= menu["x"]
    assert stage["y"] <= menu["y"]
    assert menu["x"] + menu["width"] <= stage["x"] + stage["width"]
    assert menu["y"] + menu["height"] <= stage["y"] + stage["height"]


def test_the_button_beside_the_selected_item_opens_it(drawn):
    canvas = drawn()
    expect(canvas.more).to_be_hidden()
    canvas.click("claim")
    canvas.more.click()
    expect(canvas.menu).to_be_visible()
    canvas.page.keyboard.press("Escape")
    expect(canvas.more).to_be_focused()


def test_a_finger_that_stays_opens_the_menu_and_one_that_moves_does_not(drawn):
    canvas = drawn(**PHONE)
    x, y = canvas.at("harbour")
    touch = canvas.page.context.new_cdp_session(canvas.page)

    def finger(what, *points):
        touch.send("Input.dispatchTouchEvent", {"type": what, "touchPoints": [{"x": a, "y": b} for a, b in points]})

    with canvas.hearing("moved"):
        finger("touchStart", (x, y))
        for step in range(1, 8):
            finger("touchMove", (x + 6 * step, y))
        finger("touchEnd")
    expect(canvas.menu).to_be_hidden()
    finger("touchStart", canvas.at("harbour"))
    expect(canvas.menu).to_be_visible()
    finger("touchEnd")
    expect(canvas.menu).to_be_visible()
    with canvas.hearing("act"):
        canvas.choice("Hide").tap()
    assert canvas.acts == [("hide", "harbour", None)]


def test_a_row_of_the_list_has_the_same_menu_and_keys(drawn):
    canvas = drawn()
    canvas.tool("List").click()
    row = canvas.page.locator(".entry", has_text="Pilot on duty")
    row.focus()
    canvas.page.keyboard.press("m")
    expect(canvas.choice("Show the next 12")).to_have_count(0)
    expect(canvas.choice("All its links are shown")).to_have_attribute("aria-disabled", "true")
    canvas.page.keyboard.press("Escape")
    expect(row).to_be_focused()
    with canvas.hearing("act"):
        canvas.page.keyboard.press("p")
    expect(row).to_contain_text("person, pinned")
    row.click(button="right")
    with canvas.hearing("act"):
        canvas.choice("Hide").click()
    expect(row).to_have_count(0)
    assert canvas.acts == [("pin", "pilot", None), ("hide", "pilot", None)]


def test_on_a_phone_it_is_a_sheet_below_what_it_is_about(drawn):
    canvas = drawn(**PHONE)
    canvas.open_menu("harbour")
    sheet = canvas.page.locator(".menu").bounding_box()
    assert (sheet["x"], sheet["width"], sheet["y"] + sheet["height"]) == (0, 390, 844)
    assert canvas.places["harbour"][1] + canvas.paper.bounding_box()["y"] < sheet["y"]
