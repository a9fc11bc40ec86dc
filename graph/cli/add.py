"""The verb `add`: article texts and pages to proposals, one Turtle document on standard output, nothing accepted.

Files are read in worker processes where there are many; one that cannot be read never stops the rest. With `--save`
proposals are stored in batches, so that a second run goes on where the first one ended. With `--model` a language model
proposes too, one article after another; if it fails, what the rules found is kept, and a second run asks it again.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence, Set
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

from graph import serial
from graph.articles import copies, reading
from graph.articles.proposals import propose
from graph.articles.rdf import alternate, run, sketch_in, triples
from graph.cli import language_model
from graph.cli.language_model import LanguageModel
from graph.dataset import Dataset
from graph.errors import InputRefused, SaysoError
from graph.model import Iri, Triple
from graph.namespaces import ID, PROPOSALS_GRAPH
from graph.terms import quad
from graph.visible import visible

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

    def without_triples(self) -> "_Read":
        """What the report at the end needs of it."""
        return replace(self, triples=())


def add(verbs: Any) -> None:
    """Add the verb to the parser."""
    verb = verbs.add_parser("add", help="read articles (text or HTML) and propose statements; nothing is accepted")
    verb.add_argument("paths", nargs="+", type=Path, metavar="FILE|FOLDER")
    verb.add_argument("--save", action="store_true", help="put them among the proposals instead of on standard output")
    verb.add_argument("--again", action="store_true", help="with --save: read known texts anew; decisions on them stay")
    verb.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="worker processes")
    language_model.add_options(verb)
    verb.set_defaults(run=_add)


def _add(dataset: Dataset, options: argparse.Namespace) -> int:
    paths = list(_files(options.paths))
    model = language_model.asked(options, paths)
    known = options.save and not options.again
    seen = set(dataset.digests(run(model.rule) if model else None)) if known else set()
    reads = _read_all(paths, seen, max(1, options.jobs), model)
    taken: list[_Read] = []
    faults: list[_Read] = []
    waiting: list[_Read] = []
    for read in _shown(reads, len(paths)):
        if read.fault:
            faults.append(read)
        elif read.digest not in seen:
            seen.add(read.digest)
            taken.append(read.without_triples())
            waiting.append(read)
        if options.save and len(waiting) >= (1 if model else _BATCH):  # what a model answered was waited for
            _save(dataset, waiting, anew=options.again)
            waiting = []
    sketches = {read.article: read.sketch for read in taken}
    before = copies.known([*dataset.select("sketches"), *dataset.proposals.select("sketches")])
    alike = [alternate(*pair) for pair in copies.copies(sketches, before)]
    every = dict.fromkeys([triple for read in waiting for triple in read.triples] + alike)
    if options.save:
        _save(dataset, waiting, alike, anew=options.again)
    elif every:
        sys.stdout.buffer.write(serial.write([quad(triple) for triple in every], "turtle"))
    for fault in faults:
        print(f"sayso: {visible(fault.fault)}", file=sys.stderr)
    known_before = len(paths) - len(taken) - len(faults)
    print(
        f"sayso: {len(taken)} article{'s' * (len(taken) != 1)} with {sum(read.statements for read in taken)} proposed "
        f"statements; {known_before} read before, {len(alike)} copies of another, {len(faults)} not readable",
        file=sys.stderr,
    )
    unread = model.report() if model else 0
    return 1 if faults or unread else 0


def _shown(reads: Iterator[_Read], many: int) -> Iterator[_Read]:
    """The files as they are read, counted on a terminal."""
    shown = sys.stderr.isatty()
    for done, read in enumerate(reads, 1):
        if shown:
            print(f"\r{done} of {many} read", end="\n" * (done == many), file=sys.stderr, flush=True)
        yield read


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


def _read_all(paths: Sequence[Path], known: Set[str], jobs: int, model: LanguageModel | None) -> Iterator[_Read]:
    if len(paths) < _POOLED or jobs == 1 or model:  # one by one, what became known meanwhile is known too
        yield from (_read(path, known, model) for path in paths)
        return
    # Started afresh: a fork would take the store's threads and locks along.
    pool: Executor
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_read, paths, [frozenset(known)] * len(paths), chunksize=4)


def _read(path: Path, known: Set[str], model: LanguageModel | None = None) -> _Read:
    """Read one file and propose; what goes wrong with it is told, not raised."""
    try:
        article = reading.read(path.name, path.read_bytes())
        if article.digest in known:
            return _Read(path, digest=article.digest)
        proposals = model.propose(article) if model else propose(article)
    except OSError as error:
        return _Read(
            path, fault=f"{path}: {error.strerror or 'cannot be read'}. Check the name and that you may read it."
        )
    except InputRefused as error:
        return _Read(path, fault=str(error))
    except (ValueError, LookupError, RecursionError) as error:
        return _Read(path, fault=f"{path}: could not be read ({type(error).__name__}: {error}). Please report it.")
    told = tuple(triples(proposals))
    return _Read(path, proposals.id, article.digest, len(proposals.statements), told, sketch_in(told))


def _save(dataset: Dataset, batch: Sequence[_Read], more: Sequence[Triple] = (), *, anew: bool = False) -> None:
    articles = [Iri(ID + read.article) for read in batch]
    if anew:  # which others an article is a copy of is not read from itself
        more = [*more, *(pair for pair in _copies(dataset) if pair.subject in articles)]
    every = dict.fromkeys([triple for read in batch for triple in read.triples] + [*more])
    if not every:
        return
    data = serial.write([quad(triple) for triple in every], "nt")
    document = dataset.admit("proposals.nt", data, graph=PROPOSALS_GRAPH)
    try:
        if anew:
            dataset.replace_proposals(articles, document)
        else:
            dataset.load(document)
    except SaysoError as error:
        raise SaysoError(f"{error} The articles of this batch were not saved; run the command again.") from error


def _copies(dataset: Dataset) -> list[Triple]:
    rows = dataset.proposals.select("copies")
    return [alternate(*(str(row[name]).removeprefix(ID) for name in ("article", "other"))) for row in rows]
