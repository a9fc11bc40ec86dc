"""An article's text as paragraphs of known kinds; no character of it is ever changed, added or taken away."""

import hashlib
import re
from dataclasses import dataclass
from typing import Final

BOILERPLATE: Final = "boilerplate"
_MONTH: Final = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|march|mar\.|april|apr\.|may|june|july|aug(?:ust|\.)?|sept?(?:ember|\.)?"
    r"|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
_DATE_LINE: Final = re.compile(
    rf"\s*(?:(?:published|updated|posted|last modified)\b[^\w]*)?(?:on\s+)?(?:\w+day,?\s+)?"
    rf"(?:{_MONTH}\s+\d{{1,2}},?\s+\d{{4}}|\d{{1,2}}\.?\s+{_MONTH},?\s+\d{{4}}|\d{{4}}-\d\d-\d\d)"
    rf"(?:[ ,|·–-]*\d{{1,2}}[:.]\d\d.*)?\s*",
    re.I,
)
_BOILER: Final = re.compile(
    r"\s*(?:"
    r"(?:also|further|now)\s+(?:read|listen|watch|see)\b|read\s+(?:also|more|next|the op-ed|our|full|on)\b"
    r"|(?:correction|clarification|editor['’]s note)s?\b\s*[:(]"
    r"|see also\b|watch\s*:|listen\s*:|related\b|recommended\b|more (?:on|from)\b|most (?:read|popular)\b"
    r"|(?:article|content) reserved for|subscribe\b|sign up\b|already a subscriber|newsletter\b|advertisement\b"
    r"|get (?:the|our) (?:latest|best|daily|newsletter)|click here\b|share (?:this|on)\b|follow (?:us|our)\b"
    r"|(?:photo|image|picture|video|graphic|map|credit|file photo)s?\s*(?:by|credit|:|/|courtesy)"
    r"|(?:copyright|©|\(c\))|all rights reserved|terms of (?:use|service)|cookie"
    r"|(?:reporting|writing|additional reporting|editing|compiled) by\b.{0,120}$|\((?:reporting|writing|editing) by\b"
    r"|(?:with|from) (?:agencies|wire (?:reports|services))\s*$|by [A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,3}\s*$"
    r"|(?:the \w+ )?with (?:AFP|AP|Reuters|agencies)\b.{0,30}$|\(?(?:AFP|AP|Reuters|dpa|EFE|Xinhua|TASS)\)?\s*$"
    r")",
    re.I,
)
_CAPTION: Final = re.compile(
    r"\s*(?:caption|file(?: photo| picture)?|pictured)\b\s*[:.-]|.{0,400}\((?:photo|AP|AFP|Reuters)[^)]*\)\s*$", re.I
)
_DATELINE: Final = re.compile(
    r"(?P<line>(?P<place>[A-Z][\w.'’/-]*(?: [A-Z][\w.'’/-]*){0,4}(?:, [A-Z][\w. ]{1,25}?)?)"
    rf"(?:,? \(?(?P<day>(?:\w+day,? )?(?i:{_MONTH}) \d{{1,2}}|(?:\w+day,? )?\d{{1,2}} (?i:{_MONTH}))"
    r"(?:,? \d{4})?\)?)?"
    r"(?:,? \((?P<agency>[A-Z][\w ./-]{1,24})\))?) ?(?:--?|[—–]) (?=\S)"
)
_ENDS: Final = re.compile(r"[.!?…:][\"”“’'»)\]\s]*$|[\"”“’»]\s*$")
_LINE: Final = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the text that is not blank; `kind` is headline, heading, body, date line (the page's), dateline (the
    story's), caption or boilerplate.
    """

    start: int
    end: int
    kind: str

    @property
    def told(self) -> bool:
        """Whether the article speaks here, and not the page around it."""
        return self.kind in {"headline", "heading", "body"}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a text came from, as far as its page says; `published` is the page's day, which need not be the story's.

    `url` leads to the article, `archived` to a copy of it that an archive keeps.
    """

    name: str
    title: str = ""
    publisher: str = ""
    url: str = ""
    published: str = ""
    language: str = ""
    byline: str = ""
    archived: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """A text to read proposals from; `digest` is the SHA-256 of its UTF-8 bytes."""

    text: str
    digest: str
    source: Source
    paragraphs: tuple[Paragraph, ...]
    lower: str
    """The text in lower case, of the same length: what patterns are looked for in, so that they need not fold."""

    @classmethod
    def of(cls, text: str, source: Source) -> "Article":
        """Cut a text into paragraphs and count its digest."""
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        lower = text.lower()
        if len(lower) != len(text):
            lower = "".join(low if len(low := character.lower()) == 1 else character for character in text)
        return cls(text, digest, source, tuple(paragraphs(text)), lower)


def paragraphs(text: str) -> list[Paragraph]:
    """Every line that is not blank, with its kind."""
    found: list[Paragraph] = []
    for match in _LINE.finditer(text):
        line = match[0]
        if not line.strip():
            continue
        start = match.start() + len(line) - len(line.lstrip())
        end = match.start() + len(line.rstrip())
        kind = _kind(text[start:end], found)
        if kind in {"body", "headline"} and (dateline := _DATELINE.match(text, start, end)) and _is_dateline(dateline):
            found.append(Paragraph(start, dateline.end("line"), "dateline"))
            start, kind = dateline.end(), "body"
        found.append(Paragraph(start, end, kind))
    return found


def _is_dateline(line: re.Match[str]) -> bool:
    """Whether a place and a dash begin a story: with a day or an agency between, or the place in capitals."""
    return bool(line["day"] or line["agency"]) or line["place"].isupper()


def _kind(line: str, before: list[Paragraph]) -> str:
    if _DATE_LINE.fullmatch(line):
        return "date line"
    if _BOILER.match(line) and len(line) < 400:
        return BOILERPLATE
    if len(line) < 400 and _CAPTION.match(line):
        return "caption"
    if len(line) < 160 and not _ENDS.search(line):
        return "heading" if any(paragraph.told for paragraph in before) else "headline"
    if len(line) < 120 and not any(paragraph.told for paragraph in before):
        return "headline"
    return "body"
