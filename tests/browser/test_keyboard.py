"""Everything by keyboard: the picture, and the same as a list."""

from playwright.sync_api import expect

FOCUSED = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at ? `${at.className} ${at.textContent}` : "";
}"""


def tab_to(page, wanted):
    """Press Tab until the focus is there; fails if it never is."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if wanted in page.evaluate(FOCUSED):
            return
    raise AssertionError(f"Tab never reaches {wanted}")


def test_the_picture_is_walked_expanded_and_left(explore):
    first = explore()
    page = first.page
    tab_to(page, "paper")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".status")).to_contain_text("Selected: Spin Boldak crossing")
    expect(first.panel).to_contain_text("border crossing")
    before = first.places
    with first.grown():
        page.keyboard.press("Enter")
    assert len(first.nodes) > len(before)
    assert {name: first.places[name] for name in before} == before
    page.keyboard.press("Escape")
    expect(first.panel).to_contain_text("Nothing selected")
    assert first.selected is None
    assert "paper" in page.evaluate(FOCUSED)


def test_the_list_opens_and_is_walked(explore):
    first = explore()
    page = first.page
    tab_to(page, "The same as a list (14)")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    current = page.locator(".entry[aria-current]")
    expect(current).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    entries = page.locator(".outline .entry")
    assert entries.count() == 14
    expect(entries.nth(1)).to_be_focused()
    expect(entries.nth(1)).to_contain_text("Government of Afghanistan denies:")
    page.keyboard.press("ArrowRight")
    expect(entries.nth(1)).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowRight")
    assert "link" in page.evaluate(FOCUSED)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(first.panel).to_contain_text("denies")
    assert first.selected == "article-spin-boldak-s04"
    with first.grown():
        page.keyboard.press("Shift+Enter")
    assert entries.count() == len(first.nodes) > 14
    expect(entries.nth(1)).to_be_focused()
