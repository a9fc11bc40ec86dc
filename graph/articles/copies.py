"""Near-duplicates: one agency text in several outlets, told by the word sequences that articles share.

Each article is sketched by the smallest hashes of its five-word sequences; the share of common ones estimates the
Jaccard similarity (Broder 1997, "On the resemblance and containment of documents").
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Final

SKETCH: Final = 96
ALIKE: Final = 0.5
_WORD: Final = re.compile(r"\w+")
_RUN: Final = 5


def sketch(text: str) -> tuple[int, ...]:
    """The smallest hashes of a text's five-word sequences, in order."""
    words = _WORD.findall(text.casefold())
    runs = {" ".join(words[i : i + _RUN]) for i in range(max(1, len(words) - _RUN + 1))}
    hashes = {int.from_bytes(blake2b(run.encode(), digest_size=8).digest()) for run in runs}
    return tuple(sorted(hashes)[:SKETCH])


def resemblance(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """The estimated share of common word sequences, from 0 to 1."""
    smallest = set(sorted({*one, *other})[:SKETCH])
    return len(smallest & {*one} & {*other}) / len(smallest) if smallest else 0.0


def copies(sketches: Mapping[str, tuple[int, ...]]) -> list[tuple[str, str]]:
    """Pairs (article, the first in order of name that it resembles); articles that resemble none are left out."""
    holders: dict[int, list[str]] = defaultdict(list)
    found: list[tuple[str, str]] = []
    for name in sorted(sketches):
        seen = _shared(sketches[name], holders)
        alike = [other for other in seen if resemblance(sketches[name], sketches[other]) >= ALIKE]
        if alike:
            found.append((name, min(alike)))
            continue  # its own sequences lead to the first one already
        for value in sketches[name]:
            holders[value].append(name)
    return found


def _shared(values: Iterable[int], holders: Mapping[int, list[str]]) -> dict[str, None]:
    return {other: None for value in values if value in holders for other in holders[value]}
