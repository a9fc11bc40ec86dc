"""What a worker costs: the same query in process and through the pool, in the same run; then a kill and its price.

Run by `make bench`. Milliseconds are wall clock, medians; the overhead is the difference of the two, on a dataset that
the workers have open."""

import argparse
import contextlib
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from graph.dataset import Dataset
from graph.errors import QueryStopped
from graph.namespaces import ID
from graph.queries import Query, parse_query
from graph.sandbox import Limits, Sandbox

GENERATOR = Path(__file__).with_name("news.py")
ONE = f"SELECT ?label WHERE {{ <{ID}taliban> <http://www.w3.org/2000/01/rdf-schema#label> ?label }}"
HOP = f"SELECT ?p ?o WHERE {{ <{ID}taliban> ?p ?o }}"
HUNDRED = "SELECT ?s ?p ?o WHERE { ?s ?p ?o } LIMIT 100"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def milliseconds(act: Callable[[], object], times: int = 1) -> float:
    """How long an act takes, as the median of some runs."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        act()
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


def overhead(dataset: Dataset, name: str, query: Query) -> None:
    """Print what one query takes in process and through the pool."""
    pairs = [
        (milliseconds(lambda: dataset.select(query)), milliseconds(lambda: dataset.answer(query.text)))
        for _ in range(300)
    ]
    inside, through = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"{name:<24}{inside:>10.3f}{through:>10.3f}{through - inside:>10.3f}")


def beside_runaways(dataset: Dataset) -> None:
    """Print what another client notices while queries run away and are killed."""
    taken: list[float] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            taken.append(milliseconds(lambda: dataset.answer(HOP)))

    other = threading.Thread(target=ask)
    other.start()
    for _ in range(5):
        ended = milliseconds(lambda: _stopped(dataset))
        print(f"{'a runaway, limit 1 s':<24}{ended:>10.0f} ms until it was stopped")
    stop.set()
    other.join()
    p95 = sorted(taken)[int(len(taken) * 0.95)]
    print(
        f"{'another client':<24}{statistics.median(taken):>10.2f} ms median, {p95:.2f} ms p95, {max(taken):.1f} ms max"
    )


def _stopped(dataset: Dataset) -> None:
    with contextlib.suppress(QueryStopped):
        dataset.answer(ENDLESS, seconds=1)


def main() -> None:
    """Measure on the seeds, or on `--statements N` made-up ones in a folder."""
    options = argparse.ArgumentParser()
    options.add_argument("--statements", type=int, default=0)
    statements = options.parse_args().statements
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        dataset = Dataset.open(str(folder / "data"), sandbox=Sandbox(Limits()))
        if statements:
            subprocess.run([sys.executable, GENERATOR, str(statements), "-o", folder / "nq"], check=True)
            for part in sorted((folder / "nq").glob("part-*.nq")):
                dataset.load(dataset.read(part))
        first = milliseconds(lambda: dataset.answer(ONE))
        print(f"{'first query of all':<24}{first:>10.0f} ms")
        print(f"{'':<24}{'in process':>10}{'worker':>10}{'overhead':>10}  ms")
        for name, text in {"a label": ONE, "one hop": HOP, "100 rows": HUNDRED}.items():
            overhead(dataset, name, parse_query(name, text))
        for name in ("things", "articles", "claims"):
            overhead(dataset, name, dataset.queries[name])
        beside_runaways(dataset)
        dataset.close()


if __name__ == "__main__":
    main()
