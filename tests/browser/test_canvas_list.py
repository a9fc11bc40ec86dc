"""The list beside the picture: in step with it, and remembered."""

from playwright.sync_api import expect

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def test_the_list_stands_beside_the_picture_and_goes_again(drawn):
    canvas = drawn()
    stage = canvas.page.locator(".stage")
    whole = stage.bounding_box()
    canvas.tool("List").click()
    expect(canvas.tool("List")).to_have_attribute("aria-expanded", "true")
    listed, beside = canvas.page.locator(".outline").bounding_box(), stage.bounding_box()
    assert listed["x"] + listed["width"] < beside["x"]
    assert listed["y"] == beside["y"]
    assert listed["height"] == beside["height"]
    canvas.tool("List").click()
    assert stage.bounding_box() == whole
    expect(canvas.tool("List")).to_have_attribute("aria-expanded", "false")


def test_on_a_phone_it_stands_below(drawn):
    canvas = drawn(**PHONE)
    canvas.tool("List").tap()
    expect(canvas.page.locator(".entry").first).to_be_visible()
    listed, stage = canvas.page.locator(".outline").bounding_box(), canvas.page.locator(".stage").bounding_box()
    assert listed["y"] > stage["y"] + stage["height"]


def test_it_follows_selection_additions_and_removals(drawn):
    canvas = drawn()
    canvas.tool("List").click()
    entries = canvas.page.locator(".entry")
    expect(entries).to_have_count(6)
    canvas.click("pilot")
    expect(canvas.page.locator(".entry[aria-current]")).to_contain_text("Pilot on duty")
    canvas.page.locator("li[data-id=harbour] .entry").click()
    canvas.page.wait_for_function("__sayso.selected === 'harbour'")
    canvas.expand("harbour")
    expect(entries).to_have_count(18)
    words = [text.split("\n")[0] for text in entries.all_inner_texts()]
    assert [word for word in words if word.startswith("Sailor")] == [f"Sailor {n}" for n in range(1, 13)], "2 before 10"
    with canvas.grown():
        canvas.page.keyboard.press("Control+z")
    expect(entries).to_have_count(6)


def test_links_read_node_relation_node_in_both_directions(drawn):
    canvas = drawn()
    canvas.tool("List").click()
    row = canvas.page.locator("li[data-id=claim]")
    row.locator(".chevron").click()
    links = row.locator(".link")
    claim = "Harbour office says: The old harbour is open to all ships again"
    assert [text.replace("\n", "") for text in links.all_text_contents()] == [
        f"{claim}, said by → Mayor of the island",
        f"{claim}, is about → Old harbour",
    ]
    row = canvas.page.locator("li[data-id=harbour]")
    row.locator(".chevron").click()
    expect(row.locator(".link").first).to_have_text(f"{claim}, is about, Old harbour: is about ← {claim}")


def test_the_key_takes_the_focus_there_and_back(drawn):
    canvas = drawn()
    canvas.focus("pilot")
    canvas.page.keyboard.press("l")
    expect(canvas.page.locator(".entry", has_text="Pilot on duty")).to_be_focused()
    canvas.page.keyboard.press("l")
    expect(canvas.paper).to_be_focused()
    expect(canvas.page.locator(".entry").first).to_be_hidden()


def test_the_list_s_own_menu_button(drawn):
    canvas = drawn()
    canvas.tool("List").click()
    row = canvas.page.locator("li[data-id=pilot]")
    row.hover()
    row.get_by_role("button", name="Menu of Pilot on duty").click()
    with canvas.hearing("act"):
        canvas.choice("Pin").click()
    assert canvas.acts == [("pin", "pilot", None)]
