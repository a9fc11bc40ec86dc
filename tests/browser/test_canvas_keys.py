"""Keys on the picture, undo and redo on the whole page, and which keys are left to others."""

import pytest
from playwright.sync_api import expect

SHADOW = """() => {
  const host = document.body.appendChild(document.createElement("div"));
  host.attachShadow({ mode: "open" }).innerHTML = "<div contenteditable>words</div>";
  host.shadowRoot.firstChild.focus();
}"""
STRAYED = """() => {
  globalThis.strayed = []; // keys that reach the document
  document.addEventListener("keydown", ({ key }) => strayed.push(key));
}"""


@pytest.mark.parametrize(
    ("key", "act"), [("h", "hide"), ("Delete", "hide"), ("p", "pin"), ("c", "collapse")], ids=["h", "Delete", "p", "c"]
)
def test_a_key_acts_on_the_selected_item(drawn, key, act):
    canvas = drawn()
    canvas.focus("harbour")
    with canvas.hearing("act"):
        canvas.page.keyboard.press(key)
    assert canvas.acts == [(act, "harbour", None)]


def test_without_a_selection_a_key_says_what_is_missing(drawn):
    canvas = drawn()
    canvas.paper.focus()
    canvas.page.keyboard.press("c")
    expect(canvas.status).to_have_text("Select an item first")
    assert canvas.acts == []


def test_handled_keys_go_no_further(drawn):
    canvas = drawn()
    canvas.focus("harbour")
    canvas.page.evaluate(STRAYED)
    for key in ("c", "m", "c", "Escape", "p", "h", "?", "Escape", "l", "l", "+", "Escape"):
        canvas.page.keyboard.press(key)
    assert canvas.page.evaluate("strayed") == []


def test_a_step_is_taken_back_and_forth_from_anywhere(drawn):
    canvas = drawn()
    before = canvas.places
    canvas.expand("harbour")
    grown = canvas.places
    with canvas.grown():
        canvas.page.keyboard.press("Control+z")
    expect(canvas.status).to_have_text("Undone: 12 fewer")
    assert canvas.places == before
    canvas.page.get_by_role("checkbox", name="Seen").focus()
    with canvas.grown():
        canvas.page.keyboard.press("Control+Shift+Z")
    expect(canvas.status).to_have_text("Redone: 12 back")
    assert canvas.places == grown
    with canvas.grown():
        canvas.tool("Undo").click()
    with canvas.grown():
        canvas.page.keyboard.press("Control+y")
    with canvas.grown():
        canvas.page.keyboard.press("Meta+z")
    assert [act[0] for act in canvas.acts] == ["undo", "redo", "undo", "redo", "undo"]
    canvas.page.keyboard.press("Control+z")
    expect(canvas.status).to_have_text("Nothing to undo")


def test_steps_asked_for_in_a_row_are_all_taken(drawn):
    canvas = drawn()
    for name in ("pilot", "mayor", "island"):
        canvas.focus(name)
        with canvas.hearing("act"):
            canvas.page.keyboard.press("h")
    for key in ["Control+z"] * 4 + ["Control+y", "Control+z"]:
        canvas.page.keyboard.press(key)
    canvas.until_heard("act", 8)  # the fourth of the first has nothing to undo
    canvas.focus("harbour")
    with canvas.hearing("act"):
        canvas.page.keyboard.press("p")
    canvas.page.wait_for_function("__sayso.pinned.length === 1")
    asked = [act[0] for act in canvas.acts]
    assert asked == ["hide"] * 3 + ["undo"] * 3 + ["redo", "undo", "pin"], "and none for which there was no step"


def test_a_moved_item_goes_back_and_the_view_stays(drawn):
    canvas = drawn(reduced_motion="reduce")  # where a zoom is not a journey
    canvas.tool("Zoom in").click()
    before = canvas.places
    x, y = canvas.at("island")
    with canvas.hearing("moved"):
        canvas.page.mouse.move(x, y)
        canvas.page.mouse.down()
        canvas.page.mouse.move(x + 80, y - 30, steps=5)
        canvas.page.mouse.up()
    assert canvas.places["island"] != before["island"]
    with canvas.drawn():
        canvas.page.keyboard.press("Control+z")
    assert canvas.places["island"] == pytest.approx(before["island"], abs=1)


@pytest.mark.parametrize("where", ["Name", "Note", "editor"])
def test_where_one_writes_undo_is_the_writer_s(drawn, where):
    canvas = drawn()
    canvas.focus("pilot")
    with canvas.hearing("act"):
        canvas.page.keyboard.press("h")
    if where == "editor":
        canvas.page.evaluate(SHADOW)
    else:
        canvas.page.get_by_role("textbox", name=where).fill("words")
    for key in ("Control+z", "Control+Shift+Z", "Control+y"):
        canvas.page.keyboard.press(key)
    canvas.focus("mayor")
    with canvas.hearing("act"):
        canvas.page.keyboard.press("p")
    canvas.page.wait_for_function("__sayso.pinned.length === 1")
    assert [act[0] for act in canvas.acts] == ["hide", "pin"]


def test_a_page_without_a_history_keeps_its_undo(drawn):
    canvas = drawn("plain")
    canvas.page.evaluate(STRAYED)
    canvas.paper.focus()
    canvas.page.keyboard.press("Control+z")
    assert "z" in canvas.page.evaluate("strayed"), "left to the browser"
    for name in ("Undo", "Redo", "Tidy up"):
        expect(canvas.tool(name)).to_be_hidden()


def test_the_keys_are_shown_and_put_away(drawn):
    canvas = drawn()
    keys = canvas.page.get_by_role("dialog", name="Keys")
    canvas.paper.focus()
    canvas.page.keyboard.press("?")
    expect(keys).to_be_focused()
    expect(keys).to_contain_text("remove what hangs on it alone")
    canvas.page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    expect(canvas.paper).to_be_focused()
    canvas.tool("Keys").click()
    expect(keys).to_be_visible()
    canvas.page.mouse.click(5, 5)
    expect(keys).to_be_hidden()
