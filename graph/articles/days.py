"""Days in a text: what a day's words mean, as a first and last possible day, and the day the story speaks from.

The page's date is not the story's. That is the dateline's; else the latest weekday that names its date and agrees with
the calendar; else the weekday named in the lead; else the page's. "On Wednesday" is the last Wednesday up to that day.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from graph.articles.text import Article

_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH: Final = (
    "(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan\.?|feb\.?|mar\.|apr\.|aug\.?|sept?\.?|oct\.?|nov\.?|dec\.?)"
)
_WEEKDAY: Final = "(?:" + "|".join(_WEEKDAYS) + ")"
_DATE: Final = re.compile(
    rf"""\b(?=[\dadefjlmnostwy])(?:  # none begins with another letter
      (?P<weekday>{_WEEKDAY}),?\s*\(?(?:the\s+)?
        (?:(?P<m1>{_MONTH})\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?
          |(?P<d1b>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m1b>{_MONTH}))
        \)?(?:,?\s+(?P<y1>\d{{4}}))?
    | (?P<part>early|mid|late)(?:\s+days\s+of)?[\s-]+(?:in\s+)?
        (?:(?P<m3>{_MONTH})(?:,?\s+(?P<y3>\d{{4}}))?|(?P<y3b>\d{{4}}))
    | (?P<m2>{_MONTH})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])(?:,?\s+(?P<y2>\d{{4}}))?
    | (?P<d2b>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m2b>{_MONTH})(?:,?\s+(?P<y2b>\d{{4}}))?
    | (?P<iso>\d{{4}}-\d\d-\d\d)
    | (?P<relative>(?:earlier\s+)?this\s+(?:week|month|year|morning|afternoon|evening)|last\s+(?:night|week|month|year)
        |today|yesterday|tomorrow|tonight|overnight|(?:the\s+)?(?:day\s+before|previous\s+day))
    | (?P<day>{_WEEKDAY})(?:\s+(?:morning|afternoon|evening|night))?
    | (?P<ago>(?:an?|one|two|three|four|five|six|seven|ten|\d{{1,3}})\s+(?:day|week|month|year)s?\s+(?:ago|earlier))
    )\b""",
    re.X,
)
_HINT: Final = re.compile(
    r"\d{4}|day\b|days\b|week|month|year|night|morning|today|tomorrow|ago\b|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
)
_NUMBERS: Final = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "ten": 10,
}


@dataclass(frozen=True, slots=True)
class Day:
    """Words that mean a day, or a range of days; `how` says from what it was worked out."""

    start: int
    end: int
    first: date
    last: date
    how: str


@dataclass(frozen=True, slots=True)
class Days:
    """The days of an article: the one it speaks from, how that is known, and those it names."""

    anchor: date | None
    known: str
    days: tuple[Day, ...]


def read_days(article: Article) -> Days:
    """Find the days an article names, and work out what they mean."""
    page = _page_day(article)
    matches = [
        (match, paragraph.kind)
        for paragraph in article.paragraphs
        if (paragraph.told or paragraph.kind in {"date line", "dateline"})
        and _HINT.search(article.lower, paragraph.start, paragraph.end)
        for match in _DATE.finditer(article.lower, paragraph.start, paragraph.end)
    ]
    year = (
        page.year
        if page
        else next((int(y) for m, _ in matches if (y := m["y1"] or m["y2"] or m["y2b"] or m["y3"])), None)
    )
    told = [match for match, kind in matches if kind not in {"date line", "dateline"}]
    anchor, known = _dateline([match for match, kind in matches if kind == "dateline"], page, year)
    if anchor is None:
        anchor, known = _anchor(told, page, year)
    if page is not None and anchor == page and (lead := _lead_day(article, told, page)) is not None:
        anchor, known = lead, "the weekday in the lead"
    return Days(anchor, known, tuple(day for match in told if (day := _day(match, anchor, year)) is not None))


def _page_day(article: Article) -> date | None:
    """The day on the page: its date line, else what its metadata say."""
    for paragraph in article.paragraphs:
        if paragraph.kind == "date line":
            for match in _DATE.finditer(article.lower, paragraph.start, paragraph.end):
                if (found := _full(match, None)) is not None:
                    return found
    try:
        return date.fromisoformat(article.source.published[:10])
    except ValueError:
        return None


def _anchor(told: list[re.Match[str]], page: date | None, year: int | None) -> tuple[date | None, str]:
    agreeing = []
    for match in told:
        if match["weekday"] and (day := _full(match, year)) is not None:
            if page is not None and day > page and not match["y1"]:
                day = day.replace(year=day.year - 1) if (day.month, day.day) != (2, 29) else day
            if _WEEKDAYS[day.weekday()] == match["weekday"].lower() and (page is None or day <= page):
                agreeing.append(day)
    if agreeing:
        return max(agreeing), "a weekday with its date in the text"
    return page, "the day of the page" if page else "nothing"


def _dateline(found: list[re.Match[str]], page: date | None, year: int | None) -> tuple[date | None, str]:
    """The day that a story's own dateline gives; it has the page's year, or the one before."""
    for match in found:
        day = _full(match, year)
        if day is not None and page is not None and day > page:
            day = _full(match, page.year - 1)
        if day is not None:
            return day, "the dateline"
    return None, ""


def _lead_day(article: Article, told: list[re.Match[str]], page: date) -> date | None:
    """The weekday that the first two paragraphs name: agencies name the day even where it is today."""
    body = [paragraph for paragraph in article.paragraphs if paragraph.kind == "body"][:2]
    for match in told:
        if match["day"] and any(p.start <= match.start() < p.end for p in body):
            return _weekday(match, page).first if _weekday(match, page).first <= page else None
    return None


def _number(text: str) -> int:
    return _NUMBERS.get(text.lower()) or int(text)


def _month(text: str) -> int:
    return next(i + 1 for i, name in enumerate(_MONTHS) if name.startswith(text.lower().rstrip(".")[:3]))


def _full(match: re.Match[str], year: int | None) -> date | None:
    """The date that a month and day name, in their own year or the given one."""
    if match["iso"]:
        return _safe(*map(int, match["iso"].split("-")))
    month, day = (
        match["m1"] or match["m1b"] or match["m2"] or match["m2b"],
        match["d1"] or match["d1b"] or match["d2"] or match["d2b"],
    )
    stated = match["y1"] or match["y2"] or match["y2b"] or year
    return _safe(int(stated), _month(month), int(day)) if month and day and stated else None


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day(match: re.Match[str], anchor: date | None, year: int | None) -> Day | None:
    span = match.span()
    if match["part"]:
        return _part(match, anchor, year)
    full = _full(match, anchor.year if anchor else year)
    if full is not None:
        stated = match["iso"] or match["y1"] or match["y2"] or match["y2b"]
        return Day(*span, full, full, "date" if stated else "date; its year is the story's")
    if anchor is None:
        return None
    if match["ago"]:
        return _ago(match, anchor)
    if match["day"]:
        return _weekday(match, anchor)
    return _relative(match, anchor) if match["relative"] else None


def _part(match: re.Match[str], anchor: date | None, year: int | None) -> Day | None:
    part = match["part"].lower()
    if match["m3"]:
        number = int(match["y3"] or (anchor.year if anchor else year or 0))
        if not number:
            return None
        first, last = {"early": (1, 10), "mid": (11, 20), "late": (21, 28)}[part]
        month = _month(match["m3"])
        return Day(*match.span(), date(number, month, first), date(number, month, last), f"{part} in a month")
    number = int(match["y3b"])
    first, last = {"early": (1, 3), "mid": (5, 8), "late": (10, 12)}[part]
    return Day(*match.span(), date(number, first, 1), _month_end(number, last), f"{part} in a year")


def _weekday(match: re.Match[str], anchor: date) -> Day:
    wanted = _WEEKDAYS.index(match["day"].lower())
    before = match.string[max(0, match.start() - 8) : match.start()].lower().split()
    shift = before[-1] if before else ""
    if shift in {"next", "by", "until"}:
        day = anchor + timedelta(days=(wanted - anchor.weekday() - 1) % 7 + 1)
        return Day(*match.span(), day, day, "the next such weekday after the story's day")
    back = (anchor.weekday() - wanted) % 7
    if shift == "last" and back == 0:
        back = 7
    day = anchor - timedelta(days=back)
    return Day(*match.span(), day, day, "the last such weekday up to the story's day")


def _ago(match: re.Match[str], anchor: date) -> Day | None:
    number, unit = match["ago"].split()[:2]
    if unit.lower().startswith(("month", "year")):
        return None  # too vague to bound honestly
    day = anchor - timedelta(days=_number(number) * (7 if unit.lower().startswith("week") else 1))
    return Day(*match.span(), day, day, "counted back from the story's day")


def _relative(match: re.Match[str], anchor: date) -> Day:
    words = re.sub(r"\s+", " ", match["relative"].lower())
    monday = anchor - timedelta(days=anchor.weekday())
    first = last = anchor
    if "week" in words:
        first, last = (monday - timedelta(days=7), monday - timedelta(days=1)) if "last" in words else (monday, anchor)
    elif "month" in words:
        last = anchor.replace(day=1) - timedelta(days=1) if "last" in words else anchor
        first = last.replace(day=1)
    elif "year" in words:
        number = anchor.year - ("last" in words)
        first, last = date(number, 1, 1), date(number, 12, 31) if "last" in words else anchor
    elif words in {"yesterday", "last night"} or "before" in words or "previous" in words:
        first = last = anchor - timedelta(days=1)
    elif words == "tomorrow":
        first = last = anchor + timedelta(days=1)
    elif words == "overnight":
        first = anchor - timedelta(days=1)
    return Day(*match.span(), first, last, "counted from the story's day")


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def said_on(days: Days, sentence: tuple[int, int], content: tuple[tuple[int, int], ...]) -> tuple[Day | None, str]:
    """The day that dates a report: one beside its cue and outside its content; else the story's day, inferred.

    Gives the day and its basis, "explicit", "inferred" or "undated".
    """
    beside = [
        day
        for day in _within(days.days, sentence)
        if not any(start <= day.start < end for start, end in content) and day.last <= (days.anchor or date.max)
    ]
    if beside:
        return beside[-1], "explicit"
    if days.anchor is None:
        return None, "undated"
    return Day(0, 0, days.anchor, days.anchor, days.known), "inferred"


def _within(found: tuple[Day, ...], place: tuple[int, int]) -> Iterator[Day]:
    return (day for day in found if place[0] <= day.start and day.end <= place[1])
