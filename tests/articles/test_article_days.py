"""Days: the day a story speaks from, and what "on Wednesday" means on it."""

from datetime import date

import pytest

from graph.articles.days import read_days, said_on
from graph.articles.text import Article, Source

BODY = "The ferries stopped at noon, and nobody on the island knew when they would start to run again this month."


def days(text, published="2024-05-06"):
    return read_days(Article.of(text, Source("x", published=published)))


@pytest.mark.parametrize(
    ("text", "anchor", "known"),
    [
        (f"DRESK, May 4 (NWA) — {BODY}", date(2024, 5, 4), "the dateline"),
        (f"{BODY} The mayor spoke on Friday, May 3.", date(2024, 5, 3), "a weekday with its date in the text"),
        (f"{BODY} The mayor spoke on Friday, May 2.", date(2024, 5, 6), "the day of the page"),
        (f"{BODY} The mayor spoke on Sunday.", date(2024, 5, 5), "the weekday in the lead"),
        (BODY, date(2024, 5, 6), "the day of the page"),
        (f"DRESK, December 31 (NWA) — {BODY}", date(2023, 12, 31), "the dateline"),
    ],
)
def test_the_storys_day_is_not_the_pages(text, anchor, known):
    found = days(text)
    assert (found.anchor, found.known) == (anchor, known)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("on Wednesday", (2024, 5, 1), (2024, 5, 1)),
        ("on Saturday", (2024, 5, 4), (2024, 5, 4)),
        ("last Saturday", (2024, 4, 27), (2024, 4, 27)),
        ("yesterday", (2024, 5, 3), (2024, 5, 3)),
        ("earlier this week", (2024, 4, 29), (2024, 5, 4)),
        ("last month", (2024, 4, 1), (2024, 4, 30)),
        ("in early March", (2024, 3, 1), (2024, 3, 10)),
        ("three days ago", (2024, 5, 1), (2024, 5, 1)),
        ("by Friday", (2024, 5, 10), (2024, 5, 10)),
        ("on 2 April 2019", (2019, 4, 2), (2019, 4, 2)),
    ],
)
def test_words_for_days_are_resolved_against_the_storys_day(words, first, last):
    (day,) = days(f"DRESK, May 4 (NWA) — {BODY}\n\nThe mayor spoke {words} in the square.").days[-1:]
    assert (day.first, day.last) == (date(*first), date(*last))


def test_without_any_day_nothing_is_made_up():
    found = days(BODY + " The mayor spoke on Sunday.", published="")
    assert (found.anchor, found.days) == (None, ())
    assert said_on(found, (0, 10), ()) == (None, "undated")


def test_a_day_inside_what_is_said_does_not_date_the_saying():
    text = f"DRESK, May 4 (NWA) — {BODY}\n\nThe mayor said the strike began on Monday."
    found = days(text)
    start = text.index("The mayor")
    content = (text.index("the strike"), len(text) - 1)
    day, basis = said_on(found, (start, len(text)), (content,))
    assert (day.last, basis) == (date(2024, 5, 4), "inferred")
