"""What a worker is asked of: a published snapshot, or what is left without some resources, or with proposals."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Final

import pyoxigraph as ox

from graph.model import Iri
from graph.reader import Reader, kept_without
from graph.remote import RemoteReader
from graph.sandbox import Source

LARGE: Final = 50_000  # quads that a worker is not handed each time: that takes our own time and memory


def of(
    reader: Reader | RemoteReader,
    name: str,
    writing: Lock,
    *,
    folder: Path | None,
    without: frozenset[Iri],
    proposed: Sequence[ox.Quad],
) -> Source:
    """A state of that name; in memory, or where it is changed, as N-Quads, read while nobody holds `writing`."""
    if folder is not None and not without and not proposed:
        return Source(name, reader.names(), folder=str(folder))
    digest = hashlib.sha256("\n".join(sorted(without)).encode()).hexdigest() if without else ""

    def nquads() -> bytes:
        with writing:  # a worker must not see half a write
            if isinstance(reader, Reader) and not without and not proposed:
                return reader.store.dump(format=ox.RdfFormat.N_QUADS) or b""
            quads = [*kept_without(reader.quads(reader.graphs), without), *proposed]
            return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""

    return Source(f"{name} {digest}", reader.names(), nquads=nquads)
