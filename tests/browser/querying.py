"""The query editor, as tests use it."""


def paper(page):
    """What is written in."""
    return page.locator(".cm-content")


def table(page):
    """The answer, where it is rows."""
    return page.locator(".table .scroll")


def run(page):
    """Ask what is written."""
    paper(page).click()
    page.keyboard.press("Control+Enter")


def ask(page, query):
    """Write a query over what was there, and ask it."""
    paper(page).click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(query)
    page.keyboard.press("Control+Enter")
