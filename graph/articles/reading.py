"""Bytes to an article: plain text or an HTML page, its charset found, hidden text and the page's furniture left out."""

import codecs
import html
import re
from pathlib import PurePath
from typing import Any, Final

from charset_normalizer import from_bytes
from charset_normalizer.constant import IANA_SUPPORTED

from graph.articles.hidden import unseen
from graph.articles.text import Article, Source
from graph.errors import InputRefused

MAX_BYTES: Final = 5 * 1024 * 1024
ENDINGS: Final = frozenset([".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".mhtml", ""])
_HTML: Final = re.compile(rb"<(?:!doctype html|html|head|body|article|p|div)\b", re.I)
_BOMS: Final = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_DECLARED: Final = re.compile(rb"charset\s*=\s*[\"']?([\w.:-]+)", re.I)
_USUAL: Final = ("cp1252", "iso8859_15", "cp1251", "cp1250")
_AS_GOOD: Final = 0.02  # of the share of a text that looks like a mess
_ARCHIVED: Final = re.compile(r"https?://web\.archive\.org/web/\d+(?:[a-z]{2}_)?/(https?://.+)")
_SAVED_FROM: Final = re.compile(rb"<!--\s*saved from url=\(\d+\)(\S+?)\s*-->")  # what browsers write into a saved page
_XML_ENCODING: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


def read(name: str, data: bytes) -> Article:
    """Read an article from a file's bytes; raises InputRefused where there is no text in it that can be read."""
    if len(data) > MAX_BYTES:
        raise InputRefused(f"{name} has {len(data):,} bytes; an article has at most {MAX_BYTES:,}. Cut it out first.")
    if PurePath(name).suffix.lower() in {".html", ".htm", ".xhtml"} or _HTML.search(data[:2048]):
        return _page(name, data)
    text = decode(name, data)
    if not text.strip():
        raise InputRefused(f"{name}: holds no text.")
    return Article.of(text, Source(name))


def decode(name: str, data: bytes) -> str:
    """The text of bytes as their mark says, in UTF-8, or in the charset that they look like; no character changes.

    What the page declares is believed where the bytes look like it. Raises InputRefused.
    """
    if mark := next((mark for mark in _BOMS if data.startswith(mark)), None):
        text = _strictly(data, _BOMS[mark])
        if text is None:
            raise InputRefused(
                f"{name}: is no {_BOMS[mark].upper()}, as its mark says. Save it as UTF-8 and try again."
            )
        return text
    if b"\0" in data[:1024]:
        raise InputRefused(f"{name}: is no text but binary data. Save the article as text or HTML.")
    text = _strictly(data, "utf-8")
    if text is None:
        text = _strictly(data, _charset(data))
    if text is None:
        raise InputRefused(f"{name}: its charset cannot be told. Save it as UTF-8 and try again.")
    return text


def _charset(data: bytes) -> str:
    """The charset that bytes look like, the declared one where it looks as well as any; empty where none does."""
    told = _told(data)
    found = from_bytes(data, cp_isolation=[*_USUAL, *([told] if told else [])], preemptive_behaviour=False)
    best = found.best()
    if best is None:
        best = from_bytes(data, preemptive_behaviour=False).best()
        return best.encoding if best else ""
    as_told = next((each for each in found if told in {each.encoding, *each.could_be_from_charset}), None)
    if as_told and as_told.chaos <= best.chaos + _AS_GOOD and as_told.coherence >= best.coherence - 5 * _AS_GOOD:
        return str(told)
    return best.encoding


def _told(data: bytes) -> str | None:
    """The charset that a page declares, as Python calls it; none for what is no charset of the web."""
    declared = _DECLARED.search(data[:2048])
    try:
        told = codecs.lookup(declared[1].decode("ascii")).name.replace("-", "_") if declared else ""
    except LookupError:
        return None
    # A browser reads Latin 1 as Windows does; the others are Python's own and would make text out of escapes.
    told = "cp1252" if told in {"iso8859_1", "ascii"} else told
    return told if told in IANA_SUPPORTED else None


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _page(name: str, data: bytes) -> Article:
    import trafilatura  # noqa: PLC0415 (a second to import, and only pages need it)
    from trafilatura.metadata import extract_metadata  # noqa: PLC0415

    tree = trafilatura.load_html(_XML_ENCODING.sub("", decode(name, data)))
    if tree is None:
        raise InputRefused(f"{name}: is no HTML that can be read. Save its text and try again.")
    found = extract_metadata(tree)
    for node in unseen(tree):
        if node.getparent() is not None:
            node.drop_tree()
    text = trafilatura.extract(tree, include_comments=False, include_tables=False, config=_settings())
    day = (found.date or "") if found else ""
    saved_from = _SAVED_FROM.search(data[:4096])
    url, archived = _links(
        (found.url or "") if found else "", saved_from[1].decode("utf-8", "replace") if saved_from else ""
    )
    source = Source(
        name=name,
        title=_clean(found.title) if found else "",
        publisher=_clean(found.sitename) if found else "",
        url=url,
        archived=archived,
        published=day if _DAY.fullmatch(day) else "",
        language=found.language or "" if found else "",
        byline=_clean(found.author) if found else "",
    )
    article = Article.of(text or "", source)
    if not any(paragraph.kind == "body" for paragraph in article.paragraphs):
        raise InputRefused(f"{name}: no article was found on this page. Save its text and try again.")
    return article


def _links(told: str, saved_from: str) -> tuple[str, str]:
    """The link to an article and that to its archived copy, from what the page tells and where it was saved from."""
    archived = next((found for link in (saved_from, told) if (found := _ARCHIVED.match(link))), None)
    url = _ARCHIVED.sub(r"\1", told or saved_from)
    return url, archived[0] if archived else ""


def _settings() -> Any:
    """Trafilatura's settings, but for its fall-back on short articles, which takes the whole page."""
    from trafilatura.settings import use_config  # noqa: PLC0415

    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "1")
    config.set("DEFAULT", "MIN_OUTPUT_SIZE", "1")
    return config


def _clean(text: str | None) -> str:
    """Metadata as one plain line of at most 200 characters."""
    return " ".join(html.unescape(text or "").split())[:200]
