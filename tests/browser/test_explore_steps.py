"""Growing the picture kind by kind, taking away, keeping in place, and every way back."""

import pytest
from playwright.sync_api import expect

CROSSING, TALIBAN, WESH = "spin-boldak-chaman-crossing", "taliban", "wesh"


def drag(explore, name, dx, dy):
    x, y = explore.at(name)
    mouse = explore.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + dx, y + dy, steps=6)
    mouse.up()


def settled(explore, before):
    """The address bar has come after the picture."""
    explore.page.wait_for_function("before => location.href !== before", arg=before)
    explore.idle()


def test_one_kind_of_link_is_shown_twelve_at_a_time_with_counts(explore):
    first = explore()
    before = first.places
    first.open_menu(TALIBAN)
    kind = first.choice("named as acting in")
    expect(kind).to_contain_text("4 of 36 shown")
    with first.grown():
        kind.click()
    assert len(first.nodes) == len(before) + 12
    assert {name: first.places[name] for name in before} == before
    expect(first.status).to_contain_text("12 new items")
    first.open_menu(TALIBAN)
    expect(kind).to_contain_text("16 of 36 shown")
    expect(first.choice("has spokesperson")).to_contain_text("1 of 2 shown")


def test_the_panel_shows_kinds_with_counts_and_expands_too(explore):
    first = explore()
    first.click(TALIBAN)
    kind = first.panel.locator(".item", has_text="has spokesperson")
    expect(kind).to_contain_text("1 of 2 shown")
    first.panel.get_by_text("Kinds of links").click()
    with first.grown():
        kind.click()
    expect(kind).to_contain_text("2 of 2 shown")


def test_collapse_takes_what_hangs_on_one_thing_alone(explore):
    first = explore()
    before = first.places
    first.expand(TALIBAN)
    with first.grown():
        first.choose(TALIBAN, "Collapse")
    assert set(before) <= set(first.nodes)
    assert {name: first.places[name] for name in before} == before
    expect(first.status).to_contain_text("Collapsed: Taliban")


def test_what_is_hidden_is_counted_and_comes_back_to_its_place(explore):
    first = explore()
    before = first.places
    with first.grown():
        first.choose(WESH, "Hide")
    expect(first.footer).to_contain_text("1 hidden by hand")
    expect(first.status).to_have_text("Hidden: Wesh")
    with first.grown():
        first.footer.get_by_role("button", name="Show hidden").click()
    assert first.places == before


def test_a_pin_stays_when_the_rest_is_tidied(explore):
    first = explore()
    first.page.wait_for_url("**at=**")
    story = first.world
    for name in (WESH, "tariq-arian"):
        url = first.page.url
        drag(first, name, 40, 60)
        settled(first, url)
    moved = first.world
    url = first.page.url
    first.choose(WESH, "Pin")
    expect(first.status).to_have_text("Pinned: Wesh")
    settled(first, url)
    url = first.page.url
    first.tool("Tidy up").click()
    expect(first.status).to_have_text("Tidied up")
    settled(first, url)
    assert first.world[WESH] == moved[WESH] != story[WESH]
    assert first.world["tariq-arian"] == story["tariq-arian"] != moved["tariq-arian"]


@pytest.mark.parametrize("how", ["buttons", "keys", "browser"])
def test_steps_are_taken_back_and_done_again(explore, how):
    first = explore()
    page = first.page
    back, forth = {
        "buttons": (first.tool("Undo").click, first.tool("Redo").click),
        "keys": (lambda: page.keyboard.press("Control+z"), lambda: page.keyboard.press("Control+Shift+z")),
        "browser": (page.go_back, page.go_forward),
    }[how]
    page.wait_for_url("**at=**")
    pictures = [first.places]
    for name in (CROSSING, TALIBAN):
        url = page.url
        first.expand(name)
        settled(first, url)
        pictures.append(first.places)
    for step, wanted in ((back, 1), (back, 0), (forth, 1), (forth, 2)):
        with first.grown():
            step()
        first.idle()
        assert first.places == pictures[wanted]
    assert first.mounts == 1


def test_back_from_a_story_gives_the_old_picture_at_the_old_places(explore):
    first = explore()
    url = first.page.url
    first.expand(CROSSING)
    settled(first, url)
    before, url = first.world, first.page.url
    with first.grown():
        first.page.get_by_role("button", name="Russia and Tajikistan").click()
    settled(first, url)
    with first.grown():
        first.page.go_back()
    first.page.wait_for_url(url)
    assert first.world == before
    expect(first.page.get_by_role("heading", level=1)).to_contain_text("Spin Boldak")
    with first.grown():
        first.page.go_forward()
    assert "csto" in first.nodes


def test_the_way_back_leads_out_of_the_page(explore):
    page = explore().page
    page.wait_for_url("**at=**")
    page.go_back(wait_until="commit")  # the address before the first view was written,
    page.wait_for_url("**at=**")  # which the page fills in again in its place
    page.go_back(wait_until="commit")
    page.wait_for_url("about:blank")
