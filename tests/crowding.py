"""Many people at once on one real server while news is imported, and what they leave it with."""

import asyncio
import multiprocessing
import os
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from dying import document
from outside import family, megabytes, watched

from graph.dataset import Dataset

sys.path += [str(Path(__file__).parent / room) for room in ("accounts", "bench", "browser")]

import generate
from running import serving
from sessions import crowd, p95

PATIENCE = 60  # seconds for the server to let go of what the last visitor used
PAUSE = 3.0  # seconds between two articles


@dataclass(frozen=True)
class Visits:
    """What a crowd met with, and what it left: megabytes early and late, handles and children more than before."""

    acts: int
    p95: float  # milliseconds
    imports: int
    early: float
    late: float
    handles: int
    children: int
    outside: frozenset[str]

    @property
    def growth(self):
        return self.late / self.early - 1


def importing(store, statements, over, imports):
    """Import one article after the other into a folder that is being looked at."""
    dataset = Dataset.open(store)
    articles = iter(list(generate.graphs(statements))[:-1])
    while not over.wait(PAUSE):
        if (article := next(articles, None)) is None:
            break
        dataset.load(document(article))
        with imports.get_lock():
            imports.value += 1


def left_open(server, store):
    """The files and sockets that a server has open, those of the current snapshot left aside."""
    current = [(store / place / "current") for place in (".", "proposals")]
    names = [path.read_text() for path in current if path.exists()]
    found = []
    for handle in Path(f"/proc/{server}/fd").iterdir():
        try:
            target = str(handle.readlink())
        except OSError:
            continue  # closed meanwhile
        if target.endswith(" (deleted)") or not any(name in target for name in names):
            found.append(target)
    return found


def visited(home, count, seconds, statements):
    """Let that many people visit for that long; raises RuntimeError as soon as a page shows an error."""
    store = home / "store"
    spawn = multiprocessing.get_context("spawn")
    over, imports = spawn.Event(), spawn.Value("i", 0)
    with serving(store) as address:
        server = _server()
        asyncio.run(crowd(address, 1, 2))
        handles, children = len(left_open(server, store)), len(family(server))
        writer = spawn.Process(target=importing, args=(str(store), statements, over, imports))
        sizes, gone = [], threading.Event()

        def weigh():
            while not gone.wait(1):
                sizes.append(megabytes(server))

        weigher = threading.Thread(target=weigh)
        with watched(server) as outside:
            writer.start()
            weigher.start()
            try:
                took = asyncio.run(crowd(address, count, seconds))
            finally:
                over.set()
                gone.set()
                weigher.join()
                writer.join()
            asyncio.run(crowd(address, 1, 1))  # who comes last sees the last state, and lets go of the one before
        assert writer.exitcode == 0, "the import broke"
        end = time.monotonic() + PATIENCE
        while len(left_open(server, store)) > handles and time.monotonic() < end:
            time.sleep(0.5)  # the server tells nobody when it has let go
        more, grown = len(left_open(server, store)) - handles, len(family(server)) - children
    each = [milliseconds for values in took.values() for milliseconds in values]
    begun = max(0, len(sizes) - int(seconds))  # before that, the visitors were coming
    early = sizes[min(begun + min(60, int(seconds) // 2), len(sizes) - 1)]
    return Visits(len(each), p95(each), imports.value, early, sizes[-1], more, grown, frozenset(outside))


def _server():
    """The app's server, the only child of ours that runs Streamlit."""
    (server,) = (
        pid
        for pid in family(os.getpid()) - {os.getpid()}
        if b"streamlit\0run" in Path(f"/proc/{pid}/cmdline").read_bytes()
    )
    return server
