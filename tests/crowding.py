"""Many people at once on one real server while news is imported, and what they leave it with."""

import asyncio
import multiprocessing
import os
import statistics
import sys
import threading
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from dying import document
from outside import family, megabytes, watched

from graph.dataset import Dataset

sys.path += [str(Path(__file__).parent / room) for room in ("accounts", "bench", "browser")]

import news
from running import serving
from sessions import crowd, p95

KEPT = 130  # seconds for which Streamlit keeps the session of somebody who left, event loop included
PATIENCE = 60  # seconds until somebody must have moved the server to the last state
THINK = (3.0, 5.0)  # seconds between two acts of one person
PAUSE = 5.0  # seconds between two states of the data
WINDOW = 40  # articles that are there at any time, so that memory grows by what is kept too long and not by the data


@dataclass(frozen=True)
class Visits:
    """What a crowd met with, and what it left behind.

    `sizes` are megabytes, the median of each minute; `older` are open files of states that are no longer current;
    `handles` and `children` are how many more there are than before.
    """

    acts: int
    p95: float  # milliseconds
    imports: int
    sizes: tuple[int, ...]
    older: list[str]
    handles: int
    children: int
    outside: frozenset[str]

    @property
    def growth(self):
        """How much memory grew in the second half: in the first one people's pictures and steps to undo do."""
        return self.sizes[-1] / self.sizes[len(self.sizes) // 2] - 1


def importing(store, articles, over, imports):
    """Import one article after the other into a folder that is being looked at; the oldest goes as another comes."""
    dataset = Dataset.open(store)
    for oldest, article in zip(articles, articles[WINDOW:], strict=False):
        dataset.load(document(article))
        with imports.get_lock():
            imports.value += 1
        if over.wait(PAUSE):
            break
        dataset.remove(news.ID + oldest.name)
        if over.wait(PAUSE):
            break


def left_open(server, store):
    """The files and sockets that a server has open, those of the current states left aside."""
    names = [path.read_text() for path in (store / "current", store / "proposals" / "current") if path.exists()]
    found = []
    for handle in Path(f"/proc/{server}/fd").iterdir():
        with suppress(OSError):  # closed meanwhile
            target = str(handle.readlink())
            if target.endswith(" (deleted)") or not any(name in target for name in names):
                found.append(target)
    return found


def visited(home, count, seconds, statements, *, until_forgotten=False):
    """Let that many people visit for that long, and, if told, wait until Streamlit has forgotten them.

    Raises RuntimeError as soon as a page shows an error.
    """
    store = home / "store"
    reference, *articles, _ = news.graphs(statements)
    with closing(Dataset.open(str(store))) as dataset:
        dataset.load_all([document(graph) for graph in (reference, *articles[:WINDOW])])
    spawn = multiprocessing.get_context("spawn")
    over, imports = spawn.Event(), spawn.Value("i", 0)
    with serving(store) as address:
        server = _server(store)
        asyncio.run(crowd(address, 1, 2))
        handles, children = len(left_open(server, store)), len(family(server))
        writer = spawn.Process(target=importing, args=(str(store), articles, over, imports))
        sizes, gone = [], threading.Event()

        def weigh():
            while not gone.wait(1):
                sizes.append(megabytes(server))

        weigher = threading.Thread(target=weigh)
        with watched(server) as outside:
            writer.start()
            weigher.start()
            try:
                took = asyncio.run(crowd(address, count, seconds, THINK))
            finally:
                over.set()
                gone.set()
                weigher.join()
                writer.join()
        assert writer.exitcode == 0, "the import broke"
        if until_forgotten:
            time.sleep(KEPT)
        deadline = time.monotonic() + PATIENCE
        while True:  # who comes later sees the last state, and the server lets go of the one before
            asyncio.run(crowd(address, 1, 1))
            now = left_open(server, store)
            if time.monotonic() > deadline or not any("/snapshots/" in name for name in now):
                break
        if until_forgotten:  # those who came later as well
            time.sleep(KEPT)
            now = left_open(server, store)
        older = [name for name in now if "/snapshots/" in name]
        more, grown = len(now) - handles, len(family(server)) - children
    each = [milliseconds for values in took.values() for milliseconds in values]
    begun = max(0, len(sizes) - int(seconds))  # before that, the visitors were coming
    minutes = [round(statistics.median(sizes[at : at + 60])) for at in range(begun, len(sizes), 60)]
    return Visits(len(each), p95(each), imports.value, tuple(minutes), older, more, grown, frozenset(outside))


def _server(store):
    """The app's server over a folder, a child of ours."""
    (server,) = (
        pid
        for pid in family(os.getpid()) - {os.getpid()}
        if f"SAYSO_STORE={store}\0".encode() in Path(f"/proc/{pid}/environ").read_bytes()
        and b"streamlit\0run" in Path(f"/proc/{pid}/cmdline").read_bytes()
    )
    return server
