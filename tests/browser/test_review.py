"""The review alone, see review_app.py: keys, mouse, a phone, axe, hostile text, and what comes when it fails."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from running import serving
from test_axe import LOOKS, serious

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture(scope="module")
def review_app(tmp_path_factory):
    script = str(Path(__file__).parent / "review_app.py")
    with serving(tmp_path_factory.mktemp("review") / "store", script=script) as url:
        yield url


@pytest.fixture
def desk(visit, review_app):
    def desk(scene="full", **options):
        page = visit(f"/?scene={scene}", base=review_app, **options)
        expect(page.locator(".counts")).to_contain_text("open")
        return page

    return desk


def current(page):
    return page.locator(".card.current")


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def heard(page, count):
    """What Python has heard, once that is so many things."""
    page.wait_for_function(
        "n => JSON.parse(document.querySelector('[data-testid=stCode] code').textContent).length >= n", arg=count
    )
    return json.loads(page.get_by_test_id("stCode").inner_text())


def test_text_and_card_are_in_step(desk):
    page = desk()
    assert page.locator(".its-content").all_inner_texts() == [
        "that no boat would leave before the new rota is withdrawn 🛳"
    ]
    press(page, "j", "ArrowDown")
    expect(current(page)).to_contain_text("Harbour board denies")
    expect(page.locator(".its-cue")).to_have_text("denied")
    press(page, "k")
    expect(current(page)).to_contain_text("The union is ready to talk")
    page.locator(".paper").get_by_text("Orla Fenn").click()
    expect(current(page)).to_contain_text("The standstill helps nobody")


def test_marks_that_overlap_can_all_be_read(desk):
    """The board is the source of one statement inside the content of another: both lines are drawn."""
    inner = desk().locator(".paper .source.content")
    expect(inner).to_have_text("the board")
    assert inner.evaluate("e => getComputedStyle(e).backgroundImage.match(/rgb\\(/g).length") >= 4


def test_decisions_by_key_go_on_to_what_is_open(desk):
    page = desk()
    press(page, "a", "r", "a")
    assert [(h["do"], h["id"]) for h in heard(page, 3)] == [
        ("accept", "card-0"),
        ("reject", "card-1"),
        ("accept", "card-2"),
    ]
    expect(page.locator(".counts")).to_have_text("3 open · 2 accepted · 1 rejected")
    expect(current(page)).to_contain_text("Two passengers says")
    press(page, "u")
    expect(page.locator(".counts")).to_have_text("4 open · 1 accepted · 1 rejected")


def test_disagreement_is_shown_before_anything_is_accepted(desk):
    page = desk()
    press(page, "j", "j")
    expect(current(page)).to_contain_text("This disagrees with Ferry Union, 1 May 2024")
    press(page, "j", "j", "a")
    expect(page.get_by_role("status")).to_contain_text("cannot be accepted as it is")
    assert heard(page, 0) == []


def test_what_an_acceptance_does_is_looked_up_before_it_is_told(desk):
    page = desk()
    press(page, "j", "j", "j", "j", "j", "a")  # further ahead than is looked up
    assert [h["do"] for h in heard(page, 1)] == ["accept"]


def test_fields_are_edited_with_suggestions_from_the_graph(desk):
    page = desk()
    press(page, "e")
    speaker = page.get_by_role("combobox", name="Speaker")
    expect(speaker).to_be_focused()
    page.keyboard.type("danu")
    expect(page.get_by_role("option", name="Danube")).to_be_visible()
    press(page, "Enter")
    expect(speaker).to_have_value("Danube")
    page.get_by_label("Certainty").select_option("possible")
    speaker.focus()
    press(page, "Enter")
    (edit,) = heard(page, 1)
    assert edit["arg"]["speaker"] == {"id": "id:danube", "label": "Danube"}
    assert edit["arg"]["certainty"] == "say:possible"
    assert edit["arg"]["onBehalfOf"]["label"] == "Ferry Union", "what was not touched stays"


def test_leaving_the_form_changes_nothing(desk):
    page = desk()
    press(page, "e", "x", "Escape", "Escape")
    expect(page.locator(".form")).to_have_count(0)
    expect(current(page)).to_contain_text("Dana Whitlock says")
    press(page, "a")
    assert [h["do"] for h in heard(page, 1)] == ["accept"]


def test_words_chosen_by_key_become_a_statement(desk):
    page = desk()
    press(page, "j", "j", "ArrowRight", "Shift+ArrowDown", "n")
    page.keyboard.type("Orla")
    expect(page.get_by_role("option", name="Orla Fenn")).to_be_visible()
    press(page, "Enter", "Enter")
    (add,) = heard(page, 1)
    (span,) = add["arg"]["spans"]
    assert span["role"] == "content"
    assert add["arg"]["speaker"]["id"] == "id:orla-fenn"
    text = "".join(page.locator(".paper span").all_text_contents())
    assert text[span["start"] : span["end"]] == "that the rota breaks the agreement of March"


def test_words_chosen_by_mouse_become_source_or_cue(desk):
    page = desk()
    press(page, "e")
    page.locator(".paper").get_by_text("denied", exact=True).dblclick()
    page.get_by_role("button", name="Chosen words are the cue").click()
    expect(page.locator(".paper .its-cue")).to_have_text("denied")
    page.get_by_role("button", name="Save").click()
    (edit,) = heard(page, 1)
    assert len([span for span in edit["arg"]["spans"] if span["role"] == "cue"]) == 1


def test_accepted_ones_are_withdrawn_with_a_reason_and_have_a_history(desk):
    page = desk()
    press(page, "a", "k", "r")
    page.keyboard.type("a misreading")
    press(page, "Enter")
    assert heard(page, 2)[1] == {"do": "withdraw", "id": "card-0", "arg": "a misreading"}
    press(page, "k", "h")
    expect(page.locator(".history")).to_contain_text("Ines: accepted")


def test_merging_needs_an_actor_of_the_graph(desk):
    page = desk()
    press(page, "m")
    page.keyboard.type("nobody")
    press(page, "Enter")
    expect(page.locator(".form .fault")).to_have_text("Choose an actor from the list.")
    page.get_by_role("combobox", name="The same as").fill("fenn")
    expect(page.get_by_role("option", name="Orla Fenn")).to_be_visible()
    press(page, "Enter", "Enter")
    assert heard(page, 1)[0]["arg"] == {"gone": "id:dana-whitlock", "keep": "id:orla-fenn", "reason": ""}


def test_a_failed_decision_says_so_and_is_open_again(desk):
    page = desk("failing")
    press(page, "a")
    expect(page.get_by_role("alert")).to_contain_text("The data folder is busy")
    expect(page.locator(".counts")).to_have_text("6 open")
    expect(current(page)).to_contain_text("No boat leaves")


def test_everything_has_a_button_a_finger_can_reach(desk):
    page = desk(**PHONE)
    wide = "Math.max(document.documentElement.scrollWidth, document.querySelector('[data-testid=stMain]').scrollWidth)"
    assert page.evaluate(wide) <= 390
    expect(page.locator(".card:visible")).to_have_count(1)
    text, card = page.locator(".textside").bounding_box(), current(page).bounding_box()
    assert text["y"] + text["height"] <= card["y"]
    page.get_by_role("button", name="Accept").tap()
    page.get_by_role("button", name="Reject").tap()
    page.get_by_role("button", name="Undo").tap()
    assert [h["do"] for h in heard(page, 3)] == ["accept", "reject", "undo"]
    page.get_by_role("button", name="Edit").tap()
    assert page.evaluate(wide) <= 390


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("scene", ["full", "blind", "empty"])
def test_nothing_serious(desk, scene, look):
    page = desk(scene, reduced_motion="reduce", **LOOKS[look])
    assert not serious(page, styled=False)
    if scene == "full":
        press(page, "a", "?")
        expect(page.locator(".keys dl")).to_be_visible()
        assert not serious(page, styled=False)
        press(page, "e")
        expect(page.locator(".form")).to_be_visible()
        assert not serious(page, styled=False)


def test_hostile_text_stays_text(desk):
    page = desk("hostile")
    expect(current(page)).to_contain_text("<img src=x onerror=alert(1)>")
    press(page, "e")
    expect(page.get_by_role("combobox", name="Speaker")).to_have_value(re.compile("onerror=alert"))
    assert page.locator(".review img, .review script").count() == 0
