"""Search as one types: by keys, by mouse, by finger."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from finding import field, search
from playwright.sync_api import expect
from running import Explore
from streamlit.proto.BackMsg_pb2 import BackMsg
from test_hostile import LOADS, hostile  # noqa: F401 a fixture

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def options(page):
    return page.get_by_role("option")


def type_in(page, text):
    """Type, and wait until the answer to all of it is there."""
    box = field(page)
    box.click()
    box.press_sequentially(text)
    expect(page.get_by_role("listbox", name="What is found")).not_to_have_attribute("aria-busy", "true")
    expect(options(page).first).to_contain_text(text.split()[-1], ignore_case=True)


def current(page):
    return page.locator(".option[aria-selected=true]")


def test_a_name_that_is_not_drawn_is_added_and_selected(explore):
    first = explore()
    before = first.places
    with first.grown():
        search(first, "Zakharova")
    assert set(first.nodes) - set(before) == {"maria-zakharova"}
    first.page.wait_for_function("name => __sayso.selected?.endsWith(name)", arg="/maria-zakharova")
    expect(first.panel).to_contain_text("Maria Zakharova")
    expect(field(first.page)).to_have_value("")
    assert {name: first.places[name] for name in before} == before
    assert first.mounts == 1


def test_a_name_that_is_drawn_is_selected(explore):
    first = explore()
    before = set(first.nodes)
    search(first, "Tariq Arian")
    expect(first.panel).to_contain_text("Tariq Arian")
    first.page.wait_for_function("name => __sayso.selected?.endsWith(name)", arg="/tariq-arian")
    assert set(first.nodes) == before


def test_another_spelling_finds_the_same_person_and_is_shown(explore):
    first = explore("/?focus=quetta&show=quetta")
    type_in(first.page, "Saheen")
    expect(options(first.page).first).to_contain_text("Suhail Shaheen")
    expect(options(first.page).first.locator("mark")).to_have_text("Saheen")
    with first.grown():
        field(first.page).press("Enter")
    expect(first.panel).to_contain_text("Shaheen")


def test_typing_runs_the_field_alone(explore):
    page = explore().page
    runs = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda sent: runs.append(BackMsg.FromString(sent))))
    page.reload()
    first = Explore(page)
    runs.clear()
    type_in(page, "cro")  # c and r are Streamlit's own keys: clear the cache, run again
    first.idle()
    assert runs
    assert all(run.rerun_script.fragment_id for run in runs)


def test_a_question_that_gets_lost_is_asked_again(explore):
    page = explore().page
    lost = []

    def pass_on(socket):
        server = socket.connect_to_server()

        def send(message):
            if b"zakharova" in message and not lost:
                lost.append(message)
            else:
                server.send(message)

        socket.on_message(send)

    page.route_web_socket("**", pass_on)
    page.reload()
    Explore(page)
    type_in(page, "zakharova")
    assert lost


def test_shift_and_enter_only_opens(explore):
    first = explore()
    before = first.places
    type_in(first.page, "Zakharova")
    field(first.page).press("Shift+Enter")
    expect(first.panel).to_contain_text("Maria Zakharova")
    first.page.wait_for_function("() => __sayso.selected === null")
    assert first.places == before
    first.click("taliban")
    expect(first.panel).to_contain_text("armed group")
    with first.grown():
        search(first, "Zakharova")
        first.page.wait_for_function("name => __sayso.selected?.endsWith(name)", arg="/maria-zakharova")


def test_arrows_walk_the_list_and_escape_closes_then_clears(explore):
    page = explore().page
    type_in(page, "tal")
    box, list_ = field(page), page.get_by_role("listbox", name="What is found")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".search [role=status]")).to_contain_text("12 of ")
    names = options(page).locator(".label").all_inner_texts()
    for step, at in (("ArrowDown", 1), ("ArrowDown", 2), ("ArrowUp", 1), ("ArrowUp", 0), ("ArrowUp", 11)):
        box.press(step)
        expect(current(page).locator(".label")).to_have_text(names[at])
        expect(box).to_have_attribute("aria-activedescendant", f"hit-{at}")
    expect(box).to_be_focused()
    box.press("Escape")
    expect(list_).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("tal")
    box.press("ArrowDown")
    expect(list_).to_be_visible()
    box.press("Escape")
    box.press("Escape")
    expect(box).to_have_value("")


def test_the_slash_goes_to_the_field_but_not_from_another(explore):
    first = explore()
    page = first.page
    expect(field(page)).not_to_be_focused()
    page.keyboard.press("/")
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value("")
    page.keyboard.type("a/b")
    expect(field(page)).to_have_value("a/b")


def test_nothing_like_it_says_so(explore):
    page = explore().page
    field(page).press_sequentially("qqxyzzy <b>x</b>")
    none = page.locator(".search .none")
    expect(none).to_have_text("Nothing like “qqxyzzy <b>x</b>”. Try fewer letters.")
    expect(page.locator(".search [role=status]")).to_have_text(none.inner_text())
    field(page).press("Enter")
    page.get_by_role("button", name="Clear the search").click()
    expect(none).to_be_hidden()
    expect(field(page)).to_be_focused()


def test_the_second_button_of_a_line_only_opens_and_the_line_draws(explore):
    first = explore()
    before = first.places
    type_in(first.page, "Zakharova")
    options(first.page).first.hover()
    options(first.page).first.get_by_text("Open only").click()
    expect(first.panel).to_contain_text("Maria Zakharova")
    assert first.places == before
    type_in(first.page, "Zakharova")
    with first.grown():
        options(first.page).first.click()
    assert set(first.nodes) - set(before) == {"maria-zakharova"}


def test_a_finger_chooses_on_a_phone(explore):
    first = explore(**PHONE)
    field(first.page).tap()
    field(first.page).press_sequentially("Zakharova")
    expect(options(first.page).first).to_contain_text("Maria Zakharova")
    box = first.page.locator(".search .drop").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    with first.grown():
        options(first.page).first.tap()
    expect(field(first.page)).not_to_be_focused()
    expect(first.panel).to_contain_text("Maria Zakharova")


@pytest.mark.parametrize(("link", "there"), [("/", True), ("/?known=2021-07-09", False)])
def test_what_the_clock_hides_is_not_found(explore, link, there):
    page = explore(link).page
    field(page).press_sequentially("forces beat back")
    expect(options(page) if there else page.locator(".search .none")).to_contain_text(["beat back"])


def test_hostile_labels_stay_text(visit, hostile):  # noqa: F811
    page = visit("/?focus=hostile-place&show=hostile-place", base=hostile)
    Explore(page)
    for text, label in (("script", "</script><script>alert(1)</script>"), ("onerror", "<img src=http://evil.example")):
        field(page).fill(text)
        expect(options(page).first).to_contain_text(label)
        expect(options(page).first.locator("mark").first).to_have_text(text)
    assert page.evaluate(LOADS) == []
    assert (
        page.locator(".search").evaluate("e => e.getRootNode().querySelectorAll('img, script, a, iframe').length") == 0
    )


@pytest.mark.parametrize(
    "look", [{"color_scheme": "light"}, {"color_scheme": "dark"}, PHONE, {"forced_colors": "active"}]
)
def test_the_open_list_has_nothing_serious(explore, look):
    page = explore(reduced_motion="reduce", **look).page
    type_in(page, "saheen")
    found = [v for v in Axe().run(page).response["violations"] if v["impact"] in {"serious", "critical"}]
    assert not [f"{v['id']}: {n['html'][:160]} {n['failureSummary']}" for v in found for n in v["nodes"]]
