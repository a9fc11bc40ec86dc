"""A data folder full of invented news, and what filling it costs, step by step: of the clock, and of a processor."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import news
import pyoxigraph as ox

from graph import computed, counts, search
from graph.dataset import Dataset
from graph.snapshots import Snapshots

T = TypeVar("T")


@dataclass
class Cost:
    """A step of filling a folder: seconds by the clock, seconds of a processor, bytes on disk where it leaves any."""

    step: str
    clock: float
    processor: float
    size: int = 0


@dataclass
class Filled:
    """A dataset with invented news: how much it is, and what each step of filling cost."""

    dataset: Dataset
    folder: Path
    articles: int
    triples: int
    computed: int
    costs: list[Cost]

    @property
    def snapshot(self) -> Path:
        """Where the published state lies."""
        return self.folder / "snapshots" / self.dataset.revision


def fill(folder: Path, triples: int) -> Filled:
    """Fill a new folder with about so many triples, derived data included; one more article comes and goes."""
    costs: list[Cost] = []

    def step(name: str, act: Callable[[], T], left: Callable[[], int] = lambda: 0) -> T:
        clock, used = time.perf_counter(), time.process_time()
        found = act()
        costs.append(Cost(name, time.perf_counter() - clock, time.process_time() - used, left()))
        return found

    *parts, extra = news.write(folder / "nq", news.statements_for(triples))
    data = folder / "data"
    dataset = Dataset.open(str(data))
    queries, made = dataset.queries, {}

    def change(store: ox.Store) -> None:
        def load() -> None:
            for part in parts:
                store.bulk_load(path=str(part), format=ox.RdfFormat.N_QUADS)

        step("store", load)
        made["articles"] = sum(1 for graph in store.named_graphs() if "article-" in graph.value)
        made["triples"] = len(store)
        step("where accounts differ", lambda: computed.anew(store, queries))
        step("counts", lambda: counts.anew(store, queries))
        made["computed"] = len(store) - made["triples"]

    def beside(store: ox.Store, told: None, old: Path | None, new: Path) -> None:
        size = lambda: sum(p.stat().st_size for f in new.glob("names-*") for p in f.iterdir())  # noqa: E731
        step("search index", lambda: search.publish(store, queries, told, old, new), size)

    Snapshots(data).publish(change, beside)
    dataset.refresh()
    snapshot = data / "snapshots" / dataset.revision
    costs[0].size = sum(path.stat().st_size for path in snapshot.iterdir() if path.is_file())
    document = step("one more article: gate", lambda: dataset.read(extra))
    step("one more article: stored and computed", lambda: dataset.load(document))
    step("and taken out again", lambda: dataset.remove(document.graphs[0]))
    return Filled(dataset, data, made["articles"], made["triples"], made["computed"], costs)
