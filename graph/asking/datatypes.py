"""Literals that are not of the datatype they claim: `"2021-13-45"^^xsd:date`. XML Schema 1.1, part 2."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Final, TypeVar

from graph.asking.outline import Edit, Fault, Mend, Outline
from graph.asking.tokens import Kind, content
from graph.asking.writing import Names
from graph.namespaces import PREFIXES

_Made = TypeVar("_Made")
_XSD: Final = PREFIXES["xsd"]
_ZONE: Final = r"(?:Z|[+-]\d\d:\d\d)?\Z"
_DAY: Final = re.compile(r"-?\d{4,}-\d\d-\d\d" + _ZONE)
_MOMENT: Final = re.compile(r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?" + _ZONE)
_LOOSE: Final = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d\d)(?::(\d\d))?(Z?))?\s*\Z")
_FORMS: Final = {
    "integer": re.compile(r"[+-]?\d+\Z"),
    "decimal": re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)\Z"),
    "double": re.compile(r"(?:[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN)\Z"),
    "float": re.compile(r"(?:[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN)\Z"),
    "boolean": re.compile(r"(?:true|false|0|1)\Z"),
    "gYear": re.compile(r"-?\d{4,}" + _ZONE),
    "gYearMonth": re.compile(r"-?\d{4,}-(?:0[1-9]|1[0-2])" + _ZONE),
}
_TRUTH: Final = {"true": "true", "yes": "true", "false": "false", "no": "false"}
_EXAMPLES: Final = {
    "date": "2021-07-14",
    "dateTime": "2021-07-14T00:00:00Z",
    "integer": "400",
    "decimal": "0.5",
    "boolean": "true",
    "gYear": "2021",
    "gYearMonth": "2021-07",
}


def wrong_literals(outline: Outline, names: Names) -> Iterator[Fault]:
    """A fault for each literal that its datatype does not have, with the value meant where that is plain."""
    found = outline.tokens
    for text, mark, kind in zip(found, found[1:], found[2:], strict=False):
        if text.kind is not Kind.TEXT or not mark.is_mark("^^"):
            continue
        datatype = names.iri(kind) or ""
        local, value = datatype.removeprefix(_XSD), content(text.text)
        if not datatype.startswith(_XSD) or _fits(local, value):
            continue
        meant = _meant(local, value)
        mends = (Mend(f"Write {meant}", (Edit(text.start, text.end, f'"{meant}"'),)),) if meant else ()
        example = f", which looks like {_EXAMPLES[local]}" if local in _EXAMPLES else ""
        said = f"{value!r} is no xsd:{local}{example}; a comparison with it finds nothing."
        yield Fault(text.start, kind.end, said, mends, "warning")


def _fits(local: str, value: str) -> bool:
    if local == "date":
        return bool(_DAY.match(value)) and _on_calendar(value[:10])
    if local == "dateTime":
        return bool(_MOMENT.match(value)) and _on_calendar(value[:10]) and _on_clock(value)
    return local not in _FORMS or bool(_FORMS[local].match(value.strip()))


def _on_calendar(day: str) -> bool:
    return not re.match(r"\d{4}-\d\d-\d\d\Z", day) or _made(lambda: date.fromisoformat(day)) is not None


def _on_clock(moment: str) -> bool:
    hours, minutes, seconds = (int(part) for part in re.findall(r"T(\d\d):(\d\d):(\d\d)", moment)[0])
    return (hours <= 23 and minutes <= 59 and seconds <= 59) or (hours, minutes, seconds) == (24, 0, 0)


def _meant(local: str, value: str) -> str:
    if local in {"date", "dateTime"}:
        moment = _moment(value)
        if moment is None:
            return ""
        return moment.strftime("%Y-%m-%d") if local == "date" else moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    if local == "boolean":
        return _TRUTH.get(value.strip().lower(), "")
    plain = re.sub(r"(?<=\d)[,_ ](?=\d{3})", "", value.strip())
    return plain if local in _FORMS and _FORMS[local].match(plain) else ""


def _moment(value: str) -> datetime | None:
    loose = _LOOSE.match(value)
    if loose:
        return _made(lambda: datetime(*(int(part or 0) for part in loose.groups()[:6])))  # type: ignore[arg-type]
    for form in ("%d %B %Y", "%B %d, %Y", "%B %d %Y", "%d %b %Y"):
        moment = _made(lambda form=form: datetime.strptime(value.strip(), form))  # type: ignore[misc]
        if moment is not None:
            return moment
    return None


def _made(make: Callable[[], _Made]) -> _Made | None:
    try:
        return make()
    except ValueError:
        return None
