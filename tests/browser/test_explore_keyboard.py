"""A whole piece of research without a pointer, in the list beside the picture; every step is said aloud."""

from playwright.sync_api import expect
from test_keyboard import FOCUSED, tab_to

DENIAL, CROSSING = "article-spin-boldak-s04", "spin-boldak-chaman-crossing"


def walk_to(page, words):
    """Go down the list with the arrows to the entry with these words."""
    page.keyboard.press("Home")
    for _ in range(60):
        if words in page.evaluate(FOCUSED):
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"the list has no {words}")


def test_every_task_is_done_by_keys_alone(explore):
    first = explore()
    page, press, said = first.page, first.page.keyboard.press, first.status
    tab_to(page, "paper")
    press("l")
    expect(page.locator(".outline .entry[aria-current]")).to_be_focused()

    walk_to(page, "Government of Afghanistan denies")
    press("Enter")
    expect(said).to_contain_text("Selected: Government of Afghanistan denies")
    expect(first.panel).to_contain_text("Said not to be so, in our words")

    tab_to(page, "source")
    press("Enter")
    expect(first.panel).to_contain_text("Recorded in:")

    tab_to(page, "Back")
    press("Enter")
    expect(first.panel).to_contain_text("Said not to be so, in our words")
    page.locator(".entry[aria-current]").focus()  # Shift+Tab, many times
    before = first.places
    with first.grown():
        press("Shift+Enter")
    expect(said).to_contain_text("new items")
    assert {name: first.places[name] for name in before} == before

    walk_to(page, "Tariq Arianperson")
    press("m")
    expect(first.menu).to_be_visible()
    press("f")
    expect(first.choice("Find a path from here")).to_be_focused()
    press("Enter")
    expect(said).to_have_text("A path from Tariq Arian: choose where to")
    walk_to(page, "Weshsettlement")
    press("Enter")
    expect(first.panel).to_contain_text("shortest paths from Tariq Arian to Wesh")
    assert first._hook("spotlight")["nodes"][-1].endswith("/wesh")

    walk_to(page, "Weshsettlement")
    with first.grown():
        press("h")
    expect(said).to_have_text("Hidden: Wesh")
    with first.grown():
        press("Control+z")
    expect(said).to_contain_text("Undone")

    first.idle()
    again = explore("/?" + page.url.partition("?")[2])
    assert set(again.nodes) == set(first.nodes)
