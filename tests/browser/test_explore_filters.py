"""Filters: what is kept back is counted, comes back to its place, and a link brings the filters along."""

from playwright.sync_api import expect

DENIAL, CLAIM = "article-spin-boldak-s04", "article-spin-boldak-s03"
TWO_DAYS = "/?focus=taliban&show=taliban,article-islam-qala-s29,article-spin-boldak-s03"


def statements(explore):
    return {name for name, node in explore.nodes.items() if node["kind"] == "say:Statement"}


def opened(explore):
    explore.page.locator(".st-key-filter").get_by_role("button").click()
    box = explore.page.get_by_test_id("stPopoverBody")
    expect(box).to_be_visible()
    return box


def turn_off(explore, box, *values):
    for value in values:
        with explore.grown():
            box.get_by_role("button", name=value).click()


def test_only_denials_are_left_and_the_link_opens_the_same(explore):
    first = explore()
    before = first.places
    box = opened(first)
    turn_off(first, box, "says it is so 4", "reports 1")
    assert statements(first) == {DENIAL}
    assert first.places == {name: before[name] for name in first.nodes}
    expect(first.footer).to_contain_text("5 hidden by filters")
    expect(first.page.get_by_role("button", name="Filter (2)")).to_be_visible()
    first.page.wait_for_url("**off=**")
    first.idle()
    again = explore("/?" + first.page.url.partition("?")[2])
    assert set(again.nodes) == set(first.nodes)
    expect(again.footer).to_contain_text("5 hidden by filters")
    with again.grown():
        again.footer.get_by_role("button", name="Show hidden").click()
    assert set(again.nodes) == set(before)


def test_a_speaker_is_turned_off_and_on(explore):
    first = explore()
    before = first.places
    box = opened(first)
    taliban = box.get_by_role("button", name="Taliban 1")
    turn_off(first, box, "Taliban 1")
    assert set(before) - set(first.nodes) == {CLAIM}
    with first.grown():
        taliban.click()
    assert first.places == before


def test_days_keep_what_was_said_between_them(explore):
    first = explore(TWO_DAYS)
    assert len(statements(first)) == 2
    opened(first)
    earliest = first.page.get_by_role("slider", name="Said between").first
    with first.grown():
        earliest.press("ArrowRight")
    assert statements(first) == {CLAIM}
    expect(first.footer).to_contain_text("1 hidden by filters")
    first.page.wait_for_url("**said=2021-07-14..**")
    with first.grown():
        first.page.keyboard.press("Escape")
        first.tool("Undo").click()
    assert len(statements(first)) == 2


def test_when_all_is_filtered_away_one_press_brings_it_back(explore):
    first = explore(TWO_DAYS)
    before = set(first.nodes)
    for kind in ("Statements", "Groups"):
        first.page.get_by_role("button", name=kind).click()
    back = first.page.get_by_role("button", name="Show it again")
    expect(first.page.get_by_text("Everything here is hidden by filters or by hand.")).to_be_visible()
    back.click()
    expect(back).to_be_hidden()
    first.page.wait_for_function("globalThis.__sayso?.ready")
    assert set(first.nodes) == before
