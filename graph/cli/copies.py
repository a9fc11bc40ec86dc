"""The verbs `backup` and `restore`: copies of all that a data folder holds."""

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from graph import backup
from graph.errors import InputRefused
from graph.saved import place

_QUIET: Final = 2.0  # seconds, before progress is shown
_PAUSE: Final = 0.2


def add(verbs: Any) -> None:
    """Add the verbs to the parser."""
    write = verbs.add_parser("backup", help="copy the data, the proposals and the saved queries to a new folder")
    write.add_argument("folder", type=Path, metavar="DIR")
    write.set_defaults(run=_backup, bare=True)
    read = verbs.add_parser("restore", help="bring the data of a backup back; the old state stands until all is there")
    read.add_argument("folder", type=Path, metavar="DIR")
    read.set_defaults(run=_restore, bare=True)


def _backup(options: argparse.Namespace) -> int:
    kept = backup.backup(_data(options), options.folder, _queries(options), _progress())
    print(f"{options.folder}: {_counts(kept)}")
    return 0


def _restore(options: argparse.Namespace) -> int:
    kept = backup.restore(_data(options), options.folder, _queries(options), _progress())
    print(f"{options.store} is as it was in the backup of {kept.made}: {_counts(kept)}")
    return 0


def _data(options: argparse.Namespace) -> Path:
    if ":" in options.store:
        raise InputRefused(f"{options.store} is no folder. Name the folder with the data: --store FOLDER.")
    return Path(options.store)


def _queries(options: argparse.Namespace) -> Path:
    return place(options.store, os.environ.get("SAYSO_QUERIES"))


def _counts(kept: backup.Kept) -> str:
    return f"{kept.triples:,} triples, {kept.proposed:,} proposed, {kept.queries:,} saved queries"


def _progress() -> Callable[[int, int], None]:
    """Tell on a terminal how far a copy is, where it takes its time."""
    begun = shown = time.monotonic()

    def told(done: int, total: int) -> None:
        nonlocal shown
        now = time.monotonic()
        if sys.stderr.isatty() and now - begun > _QUIET and (now - shown > _PAUSE or done == total):
            shown = now
            megabytes = f"{done / 1e6:,.0f} of {total / 1e6:,.0f} MB"
            print(f"\r{megabytes} copied", end="\n" * (done == total), file=sys.stderr, flush=True)

    return told
