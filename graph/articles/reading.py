"""Bytes to an article: plain text or an HTML page, its charset found, hidden text and the page's furniture left out."""

import html
import re
from pathlib import PurePath
from typing import Any, Final

from charset_normalizer import from_bytes

from graph.articles.text import Article, Source
from graph.errors import InputRefused

MAX_BYTES: Final = 5 * 1024 * 1024
ENDINGS: Final = frozenset([".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".mhtml", ""])
_HTML: Final = re.compile(rb"<(?:!doctype html|html|head|body|article|p|div)\b", re.I)
_BOMS: Final = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_DECLARED: Final = re.compile(rb"charset\s*=\s*[\"']?([\w.:-]+)", re.I)
_XML_ENCODING: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_UNSEEN: Final = "//script | //style | //template | //noscript | //comment() | //*[@hidden] | //*[@aria-hidden='true']"
_HIDING: Final = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|r?em|pt|%)?\s*(?:;|!|$))", re.I
)
_FADED: Final = re.compile(
    r"(?:^|;)\s*(?:opacity\s*:\s*0?\.?0*\s*(?:;|!|$)|color\s*:\s*transparent|clip\s*:\s*rect\("
    r"|(?:left|right|top|bottom|text-indent|margin-left|margin-top)\s*:\s*-\d{3,})",
    re.I,
)
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
    """The text of bytes in UTF-8, UTF-16 with a mark, or a charset that is told by its looks; no character changes."""
    if b"\0" in data[:1024] and data[:2] not in _BOMS:
        raise InputRefused(f"{name}: is no text but binary data. Save the article as text or HTML.")
    encoding = next((_BOMS[mark] for mark in _BOMS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        declared = _DECLARED.search(data[:2048])
    if declared and (text := _strictly(data, declared[1].decode("ascii"))) is not None:
        return text
    best = from_bytes(data, cp_isolation=["cp1252", "iso8859_15", "cp1251", "cp1250"]).best()
    if best is None:
        raise InputRefused(f"{name}: its charset cannot be told. Save it as UTF-8 and try again.")
    return str(best)


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
    _drop(tree.xpath(_UNSEEN))
    _drop([node for node in tree.xpath("//*[@style]") if _is_hidden(node, tree)])
    text = trafilatura.extract(tree, include_comments=False, include_tables=False, config=_settings())
    day = (found.date or "") if found else ""
    source = Source(
        name=name,
        title=_clean(found.title) if found else "",
        publisher=_clean(found.sitename) if found else "",
        url=found.url or "" if found else "",
        published=day if _DAY.fullmatch(day) else "",
        language=found.language or "" if found else "",
        byline=_clean(found.author) if found else "",
    )
    article = Article.of(text or "", source)
    if not any(paragraph.kind == "body" for paragraph in article.paragraphs):
        raise InputRefused(f"{name}: no article was found on this page. Save its text and try again.")
    return article


def _drop(nodes: list[Any]) -> None:
    for node in nodes:
        if node.getparent() is not None:
            node.drop_tree()


def _is_hidden(node: Any, tree: Any) -> bool:
    """Whether an element's own style hides it; what is faded or moved out and holds most of the page will fade in."""
    style = node.get("style")
    if _HIDING.search(style):
        return True
    return bool(_FADED.search(style)) and 2 * len(node.text_content()) < len(tree.text_content())


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
