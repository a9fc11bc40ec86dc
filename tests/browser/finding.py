"""The search field, as tests use it."""


def field(page):
    return page.get_by_role("combobox", name="Search")


def search(explore, text):
    """Type a name and take the first that is found."""
    field(explore.page).click()
    field(explore.page).press_sequentially(text)
    field(explore.page).press("Enter")
