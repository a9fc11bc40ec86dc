"""Search by a part of a name."""

from playwright.sync_api import expect


def search(explore, text):
    box = explore.page.get_by_role("combobox", name="Search")
    box.click()
    box.press_sequentially(text)
    expect(explore.page.get_by_role("option").first).to_contain_text(text)
    box.press("Enter")


def test_a_name_that_is_not_drawn_is_added_and_selected(explore):
    first = explore()
    before = first.places
    with first.grown():
        search(first, "Zakharova")
    assert set(first.nodes) - set(before) == {"maria-zakharova"}
    first.page.wait_for_function("name => __sayso.selected.endsWith(name)", arg="/maria-zakharova")
    expect(first.panel).to_contain_text("Maria Zakharova")
    expect(first.page.get_by_role("combobox", name="Search")).to_have_value("")


def test_a_name_that_is_drawn_is_selected(explore):
    first = explore()
    before = set(first.nodes)
    search(first, "Tariq Arian")
    expect(first.panel).to_contain_text("Tariq Arian")
    first.page.wait_for_function("name => __sayso.selected.endsWith(name)", arg="/tariq-arian")
    assert set(first.nodes) == before


def test_another_spelling_finds_the_same_person(explore):
    first = explore("/?focus=quetta&show=quetta")
    with first.grown():
        search(first, "Saheen")
    expect(first.panel).to_contain_text("Shaheen")
