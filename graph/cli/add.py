"""The verb `add`: article texts and pages to proposals, one Turtle document on standard output, nothing accepted.

Files are read in worker processes where there are many; one that cannot be read never stops the rest. With `--save`
proposals are stored in batches, so that a second run goes on where the first one ended.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

from graph import serial
from graph.articles import copies, reading
from graph.articles.proposals import propose
from graph.articles.rdf import alternate, triples
from graph.dataset import Dataset
from graph.errors import InputRefused, SaysoError
from graph.model import Triple
from graph.namespaces import PROPOSALS_GRAPH
from graph.terms import quad

_BATCH: Final = 100
_POOLED: Final = 16  # below that many files, starting processes takes longer than reading


@dataclass(frozen=True)
class _Read:
    """What became of one file: its triples, or why there are none."""

    path: Path
    article: str = ""
    digest: str = ""
    statements: int = 0
    triples: tuple[Triple, ...] = ()
    sketch: tuple[int, ...] = ()
    fault: str = ""


def add(verbs: Any) -> None:
    """Add the verb to the parser."""
    verb = verbs.add_parser("add", help="read articles (text or HTML) and propose statements; nothing is accepted")
    verb.add_argument("paths", nargs="+", type=Path, metavar="FILE|FOLDER")
    verb.add_argument("--save", action="store_true", help="put them among the proposals instead of on standard output")
    verb.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="worker processes")
    verb.set_defaults(run=_add)


def _add(dataset: Dataset, options: argparse.Namespace) -> int:
    paths = list(_files(options.paths))
    known = dataset.digests() if options.save else frozenset()
    done, skipped, faults, waiting = 0, 0, [], []
    sketches: dict[str, tuple[int, ...]] = {}
    statements = 0
    shown = sys.stderr.isatty()
    seen: set[str] = set()
    for read in _read_all(paths, known, max(1, options.jobs)):
        done += 1
        if read.fault:
            faults.append(read)
        elif read.digest in known or read.digest in seen:
            skipped += 1
        else:
            seen.add(read.digest)
            statements += read.statements
            sketches[read.article] = read.sketch
            waiting.append(read)
        if shown:
            print(f"\r{done} of {len(paths)} read", end="", file=sys.stderr, flush=True)
        if options.save and len(waiting) >= _BATCH:
            _save(dataset, waiting)
            waiting = []
    if shown:
        print(file=sys.stderr)
    alike = [alternate(article, first) for article, first in copies.copies(sketches)]
    if options.save:
        _save(dataset, waiting, alike)
    elif waiting:
        every = dict.fromkeys([t for read in waiting for t in read.triples] + alike)
        sys.stdout.buffer.write(serial.write([quad(triple) for triple in every], "turtle"))
    for fault in faults:
        print(f"sayso: {fault.fault}", file=sys.stderr)
    print(
        f"sayso: {len(sketches)} article{'s' * (len(sketches) != 1)} with {statements} proposed statements; "
        f"{skipped} read before, {len(alike)} copies of another, {len(faults)} not readable",
        file=sys.stderr,
    )
    return 1 if faults else 0


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """The files meant: those named, and all with a known ending in folders; each once."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in reading.ENDINGS)
            found |= dict.fromkeys(p for p in inside if p.suffix and not p.name.startswith("."))
        else:
            found[path] = None
    yield from found


def _read_all(paths: Sequence[Path], known: frozenset[str], jobs: int) -> Iterator[_Read]:
    if len(paths) < _POOLED or jobs == 1:
        yield from (_read(path, known) for path in paths)
        return
    # Started afresh: a fork would take the store's threads and locks along.
    pool: Executor
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_read, paths, [known] * len(paths), chunksize=4)


def _read(path: Path, known: frozenset[str]) -> _Read:
    """Read one file and propose; what goes wrong with it is told, not raised."""
    try:
        article = reading.read(path.name, path.read_bytes())
        if article.digest in known:
            return _Read(path, digest=article.digest)
        proposals = propose(article)
    except OSError as error:
        return _Read(
            path, fault=f"{path}: {error.strerror or 'cannot be read'}. Check the name and that you may read it."
        )
    except InputRefused as error:
        return _Read(path, fault=str(error))
    except (ValueError, LookupError, RecursionError) as error:
        return _Read(path, fault=f"{path}: could not be read ({type(error).__name__}: {error}). Please report it.")
    return _Read(
        path,
        proposals.id,
        article.digest,
        len(proposals.statements),
        tuple(triples(proposals)),
        copies.sketch(article.text),
    )


def _save(dataset: Dataset, batch: Sequence[_Read], more: Sequence[Triple] = ()) -> None:
    every = dict.fromkeys([triple for read in batch for triple in read.triples] + [*more])
    if not every:
        return
    data = serial.write([quad(triple) for triple in every], "nt")
    document = dataset.admit("proposals.nt", data, graph=PROPOSALS_GRAPH)
    try:
        dataset.load(document)
    except SaysoError as error:
        raise SaysoError(f"{error} The articles of this batch were not saved; run the command again.") from error
