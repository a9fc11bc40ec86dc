"""Whether a draft rests on the article's own characters: what does not cannot be accepted."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from graph.errors import InputRefused
from graph.model import Iri, Span
from graph.review.drafts import all_spans
from graph.review.proposed import Mention, Text
from graph.review.records import Draft
from graph.texts import normal_digest

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_WORD: Final = re.compile(r"\w+")
ROLES: Final = frozenset(["say:sourceSpan", "say:cueSpan", "say:contentSpan", "say:evidence"])


def digest_of(text: str) -> str:
    """The digest an article's text is known by."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def span(article: Iri, text: str, start: int, end: int, role: str) -> Span:
    """Code points [start, end) of the user's copy as a span; raises InputRefused for a range that is none.

    `role` is say:sourceSpan, say:cueSpan or say:contentSpan, or say:evidence for a content.
    """
    if role not in ROLES:
        raise InputRefused(f"{role!r} is no role of a span. There are: {', '.join(sorted(ROLES))}.")
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise InputRefused(f"{start} to {end} is no passage of a text of {len(text):,} characters. Select some words.")
    piece = text[start:end]
    words = len(_WORD.findall(unicodedata.normalize("NFKC", piece)))
    exact = hashlib.sha256(piece.encode()).hexdigest()
    return Span(Iri(f"{article}-{start}-{end}"), role, article, start, end, exact, normal_digest(piece), words)


def ungrounded(
    draft: Draft, text: Text, read: Mapping[Iri, Span], mentions: tuple[Mention, ...], copy: str = ""
) -> str:
    """Why a draft does not rest on the text, or "".

    With the user's `copy` every digest is counted again; without one only spans that were `read` from the text can be
    taken, as they were read. The names in it must be those written there in any case.
    """
    if copy and digest_of(copy) != text.sha256:
        return "The text given is not the one the article was read from. Give the same file."
    spans = all_spans(draft).values()
    if not any(span.role == "say:contentSpan" for span in draft.spans):
        return "It names no words of the text as what was said. Select them."
    for each in spans:
        if why := _fault(each, text, read.get(each.iri), copy):
            return f"Characters {each.start} to {each.end}: {why}"
    for mention in mentions:
        if mention.span.iri in {each.iri for each in spans}:
            exact = hashlib.sha256(mention.surface.encode()).hexdigest()
            if exact != mention.span.sha256:
                return f"Characters {mention.span.start} to {mention.span.end}: the name written there is another one."
    return ""


def _fault(each: Span, text: Text, read: Span | None, copy: str) -> str:
    if not 0 <= each.start < each.end <= text.length:
        return "there is no such passage in the text."
    named = each.iri.endswith(f"-{each.start}-{each.end}")
    if not (named and _DIGEST.fullmatch(each.sha256) and _DIGEST.fullmatch(each.normal_sha256)):
        return "the span has no digest, or several, or is named after other characters."
    if copy:
        piece = copy[each.start : each.end]
        if hashlib.sha256(piece.encode()).hexdigest() != each.sha256 or normal_digest(piece) != each.normal_sha256:
            return "the digest does not fit the words there."
    elif read is None:
        return "the passage was selected by hand. Give the text, so that it can be checked."
    elif (each.sha256, each.normal_sha256) != (read.sha256, read.normal_sha256):
        return "the digest is not the one that was read."
    return ""
