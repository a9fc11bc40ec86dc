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
from graph.search.names import Names, Rows, Touched, count_links, gathered, main_kind, phrased_in, preferred

__all__ = [
    "Index",
    "Touched",
    "anew",
    "find",
    "followed",
    "keys",
    "main_kind",
    "of_rows",
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


def of_rows(rows: Rows) -> Index:
    """Index a dataset that lies elsewhere, in memory, from what it answers."""
    store = gathered(rows)
    return Index.build(Names(store, rows.queries).records(count_links(rows, phrased_in(store))))


def touched(
    store: ox.Store, queries: dict[str, Query], come: Iterable[ox.Quad], gone: Iterable[ox.Quad] = ()
) -> Touched | None:
    """What the index must follow after quads have come to a store, and others are gone from it; None is everything.

    Pass only quads that were not, or are no longer, there.
    """
    names = Names(store, queries)
    added, removed = names.touched(come), names.touched(gone, gone=True)
    if added is None or removed is None:
        return None
    iris = added.links.keys() | removed.links.keys()
    links = {iri: added.links.get(iri, 0) + removed.links.get(iri, 0) for iri in iris}
    return Touched(added.nodes | removed.nodes, links, frozenset(removed.links))


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
    links = {thing: index.links(thing) for thing in things}
    # What was the content of a statement that is gone had no record to count from.
    unknown = {thing for thing, count in links.items() if not count and thing in change.lost}
    links = {
        thing: names.links_of(thing) if thing in unknown else max(0, count + change.links.get(thing, 0))
        for thing, count in links.items()
    }
    index.change(links, names.records(links, things))


def opened(store: ox.Store, queries: dict[str, Query], snapshot: Path) -> Index:
    """The index of a published snapshot; of one that was published without, it is made now and kept.

    Where the folder cannot be written to, the index is kept in memory.
    """
    folder = snapshot / _FOLDER
    if not os.access(snapshot, os.W_OK):  # tantivy keeps a lock file beside what it only reads
        return anew(store, queries)
    if not folder.is_dir():
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
