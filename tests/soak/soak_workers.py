"""`make soak`, the part on workers and the endpoint: the whole W3C query suites over HTTP, and a siege."""

import random
import threading
import time
from pathlib import Path

from serving import passes_over_http, serving
from w3c import WITH_SUITES, bare, data_of, exceptions, parsed, query_tests
from workers import COUNT, ENDLESS, children, house

from graph.dataset import Dataset
from graph.errors import Crowded, QueryStopped
from graph.sandbox import Ticket

SIEGE_SECONDS = 120
HUNGRY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?f ?c"


@WITH_SUITES
def test_endpoint_passes_whatever_the_bare_engine_passes(sandbox, empty_house):
    dataset = Dataset.open("memory:", root=empty_house, sandbox=sandbox)
    for path, graph in data_of(query_tests()).items():
        if list(parsed(path)):
            dataset.load(dataset.admit(path.name, path.read_bytes(), graph=graph, base=graph))
    there = {size.graph for size in dataset.graphs()}
    with serving(dataset) as endpoint:
        counted = [test for test in query_tests() if bare(test) and str(test) not in exceptions()]
        failed = [str(test) for test in counted if not passes_over_http(test, endpoint, there)]
    print(f"{len(counted)} of {len(query_tests())} query tests pass in the bare engine, {len(failed)} of them not here")
    assert failed == []


def resident():
    """Megabytes of this process in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20


def test_siege_leaves_nothing_behind_and_the_patient_are_answered():
    elsewhere, handles = children(), len(list(Path("/proc/self/fd").iterdir()))
    wrong, taken, over = [], [], threading.Event()
    with house(workers=3, memory_bytes=512 << 20, waiting=64, patience=60) as dataset:
        expected = dataset.answer(COUNT).rows

        def attack():
            while not over.is_set():
                ticket = Ticket()
                timer = threading.Timer(random.uniform(0, 1.5), ticket.cancel)
                timer.start()
                try:
                    dataset.answer(random.choice([ENDLESS, HUNGRY]), seconds=1, ticket=ticket)
                except (QueryStopped, Crowded):
                    continue
                finally:
                    timer.cancel()

        def ask():
            while not over.is_set():
                started = time.monotonic()
                if dataset.answer(COUNT).rows != expected:
                    wrong.append("another answer")
                taken.append(time.monotonic() - started)

        threads = [threading.Thread(target=attack) for _ in range(2)] + [threading.Thread(target=ask) for _ in range(2)]
        for thread in threads:
            thread.start()
        over.wait(SIEGE_SECONDS / 4)
        before = resident()
        over.wait(SIEGE_SECONDS * 3 / 4)
        over.set()
        for thread in threads:
            thread.join()
        growth = resident() / before - 1
    p95 = sorted(taken)[int(len(taken) * 0.95)] * 1000
    print(f"{len(taken)} answers, p95 {p95:.0f} ms, memory {growth:+.1%}")
    assert wrong == []
    assert growth <= 0.05
    assert children() <= elsewhere
    assert len(list(Path("/proc/self/fd").iterdir())) <= handles
