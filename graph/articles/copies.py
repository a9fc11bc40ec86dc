"""Near-duplicates: one agency text in several outlets, told by the word sequences that articles share.

Each article is sketched by the smallest hashes of its five-word sequences; the share of common ones estimates the
Jaccard similarity (Broder 1997, "On the resemblance and containment of documents").
"""

import re
from base64 import b64decode, b64encode
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import blake2b
from typing import Final

from graph.model import Row
from graph.namespaces import ID

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


def written(sketch: tuple[int, ...]) -> str:
    """A sketch as base64 text."""
    return b64encode(b"".join(value.to_bytes(8) for value in sketch)).decode()


def parsed(text: str) -> tuple[int, ...]:
    """A sketch that was written; raises ValueError for what is none."""
    data = b64decode(text, validate=True)
    return tuple(int.from_bytes(data[at : at + 8]) for at in range(0, len(data), 8))


def known(rows: Iterable[Row]) -> dict[str, tuple[int, ...]]:
    """The sketches of articles of ours by local id, from rows of the query `sketches`; what is none is left out."""
    found = {}
    for row in rows:
        if str(row["article"]).startswith(ID):
            with suppress(ValueError):
                found[str(row["article"]).removeprefix(ID)] = parsed(str(row["sketch"]))
    return found


def copies(
    sketches: Mapping[str, tuple[int, ...]], before: Mapping[str, tuple[int, ...]] | None = None
) -> list[tuple[str, str]]:
    """Pairs (article, the first that it resembles); articles that resemble none are left out.

    First are those that were read `before`, which are looked up but not told of; then it goes by name.
    """
    before = {name: values for name, values in (before or {}).items() if name not in sketches}
    every = {**before, **sketches}
    holders: dict[int, list[str]] = defaultdict(list)
    found: list[tuple[str, str]] = []
    for name in [*sorted(before), *sorted(sketches)]:
        seen = _shared(every[name], holders)
        alike = [other for other in seen if resemblance(every[name], every[other]) >= ALIKE]
        if alike and name in sketches:
            found.append((name, min(alike, key=lambda other: (other in sketches, other))))
        if alike:
            continue  # its own sequences lead to the first one already
        for value in every[name]:
            holders[value].append(name)
    return found


def _shared(values: Iterable[int], holders: Mapping[int, list[str]]) -> dict[str, None]:
    return {other: None for value in values if value in holders for other in holders[value]}
