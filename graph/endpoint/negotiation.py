"""Which of the formats on offer somebody wants, by their Accept header (RFC 9110, 12.5.1)."""

from collections.abc import Mapping
from typing import Final

from starlette.exceptions import HTTPException

ROWS: Final = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
TRIPLES: Final = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdfxml",
    "application/ld+json": "jsonld",
    "application/x-turtle": "turtle",
    "application/xml": "rdfxml",
    "application/json": "jsonld",
    "text/plain": "nt",
}
PAGE: Final = {"text/html": "html", "application/xhtml+xml": "html"}


def wanted(accept: str, offers: Mapping[str, str]) -> str:
    """The media type to answer with, the first of `offers` where all are welcome; raises 406 where none is."""
    ranges = [_range(part) for part in accept.split(",") if part.strip()] or [("*/*", 1.0)]
    best = max(offers, key=lambda media: _quality(media, ranges))
    if _quality(best, ranges) <= 0:
        raise HTTPException(406, f"None of the formats you accept is on offer; there are: {', '.join(offers)}.")
    return best


def _range(text: str) -> tuple[str, float]:
    media, *parameters = (part.strip().lower() for part in text.split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return media, min(1.0, float(value))
            except ValueError:
                return media, 0.0
    return media, 1.0


def _quality(media: str, ranges: list[tuple[str, float]]) -> float:
    """The quality of the most specific range that a media type falls into."""
    for pattern in (media, media.partition("/")[0] + "/*", "*/*"):
        found = [quality for accepted, quality in ranges if accepted == pattern]
        if found:
            return max(found)
    return 0.0
