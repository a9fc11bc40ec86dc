"""Pieces of HTML: text from data is escaped here, and only an address of the web becomes a link out of the page."""

from base64 import b64encode
from collections.abc import Iterable
from html import escape
from typing import Final

from graph.draw.style import voice_of
from graph.model import Statement
from graph.visible import visible

_FILE: Final = "sayso-case"
_WEB: Final = ("http://", "https://")


def written(text: str) -> str:
    """Text from data as HTML text, in elements and in quoted attributes."""
    return escape(visible(text))


def table(facts: Iterable[tuple[str, str]], linked: Iterable[tuple[str, str]] = ()) -> str:
    """Names with their values, where there is one; those of `facts` are text, those of `linked` are HTML already."""
    rows = [*((name, f"<bdi>{written(value)}</bdi>" if value else "") for name, value in facts), *linked]
    return f"<dl>{''.join(f'<div><dt>{escape(n)}</dt><dd>{value}</dd></div>' for n, value in rows if value)}</dl>"


def listing(items: Iterable[str]) -> str:
    """A list of HTML items; nothing of none."""
    found = "".join(f"<li>{item}</li>" for item in items)
    return f"<ul>{found}</ul>" if found else ""


def signed(record: Statement, target: str = "") -> str:
    """A statement's name after its sign, so that a denial is one in a list as well; a link where it has a target."""
    return f"{written(voice_of(record).glyph)} {inner_link(target, record.label)}"


def inner_link(target: str, text: str) -> str:
    """A link within the page; plain text without a target."""
    return f'<a href="#{target}">{written(text)}</a>' if target else written(text)


def web_link(url: str, otherwise: str) -> str:
    """An address as a link, or as text where it is not one of the web; other words where there is none."""
    if url.lower().startswith(_WEB):
        return f'<a href="{written(url)}" rel="noreferrer">{written(url)}</a>'
    return written(url or otherwise)


def download(data: bytes, media: str, ending: str, text: str) -> str:
    """A link that saves bytes which are in the page itself."""
    address = f"data:{media};base64,{b64encode(data).decode('ascii')}"
    return f'<a download="{_FILE}.{ending}" href="{address}">{escape(text)}</a>'


def many(count: int, name: str) -> str:
    """A number of things in words."""
    return f"{count:,} {name}{'s' * (count != 1)}"
