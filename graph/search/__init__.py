"""Search as you type: an index of what everything is called, kept beside each state of the triples.

`names` reads a store, `words` folds and compares, `index` keeps, `asking` finds. An index belongs to one published
snapshot, in whose folder it lies; the next one is a copy that shares its files, in which only what a change touched
is written anew.
"""

import contextlib
import os
import shutil
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from graph.model import Iri
from graph.queries import Query
from graph.search.asking import find
from graph.search.index import Index, key
from graph.search.names import Names, Touched, main_kind, preferred

__all__ = [
    "Index",
    "Touched",
    "anew",
    "find",
    "followed",
    "keys",
    "main_kind",
    "opened",
    "preferred",
    "publish",
    "touched",
]

_FOLDER: Final = "names-1"  # counted up when the fields of the index change, so that an older one is made anew


def anew(store: ox.Store, queries: dict[str, Query], folder: Path | None = None) -> Index:
    """Index everything in a store, in memory or in a new folder."""
    if folder is not None:
        folder.mkdir()
    names = Names(store, queries)
    return Index.build(names.records(names.links()), folder)


def touched(
    store: ox.Store, queries: dict[str, Query], quads: Iterable[ox.Quad], *, gone: bool = False
) -> Touched | None:
    """What the index must follow after quads were added to a store, or are `gone` from it; None is everything.

    Pass only quads that were not, or are no longer, there.
    """
    return Names(store, queries).touched(quads, gone=gone)


def followed(index: Index, store: ox.Store, queries: dict[str, Query], change: Touched | None) -> Index:
    """The index in memory after something was changed in the store."""
    if change is None or _is_large(change, index):
        return anew(store, queries)
    _update(index, Names(store, queries), change)
    return index


def publish(store: ox.Store, queries: dict[str, Query], change: Touched | None, old: Path | None, new: Path) -> None:
    """Put the index of a snapshot that is about to be published into its folder, starting from the `old` one's."""
    before = old / _FOLDER if old is not None else None
    if change is None or before is None or not before.is_dir() or _is_large(change, Index.open(before)):
        anew(store, queries, new / _FOLDER)
    else:
        _update(Index.copy(before, new / _FOLDER), Names(store, queries), change)


def _is_large(change: Touched, index: Index) -> bool:
    """Whether so much was touched that all of it is written faster at once."""
    return len(change.nodes) * 3 > index.size


def _update(index: Index, names: Names, change: Touched) -> None:
    things = names.things_of(change.nodes)
    # what was no thing had no links to lose
    links = {thing: max(0, index.links(thing) + change.links.get(thing, 0)) for thing in things}
    index.change(links, names.records(links, things))


def opened(store: ox.Store, queries: dict[str, Query], snapshot: Path) -> Index:
    """The index of a published snapshot; of one that was published without, it is made now and kept.

    Where the folder cannot be written to, the index is kept in memory.
    """
    folder = snapshot / _FOLDER
    if not folder.is_dir():
        if not os.access(snapshot, os.W_OK):
            return anew(store, queries)
        made = snapshot / f"{_FOLDER}.{uuid.uuid4().hex}"
        try:
            anew(store, queries, made)
            with contextlib.suppress(FileExistsError):  # another process was first
                made.rename(folder)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    return Index.open(folder)


def keys(iris: Iterable[Iri]) -> frozenset[int]:
    """What `find` is to leave out, as the index knows it."""
    return frozenset(key(iri) for iri in iris)
