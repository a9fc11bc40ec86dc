"""Workers: ended where they take too much, replaced while others keep working, and none left behind."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import suppress
from pathlib import Path

import pytest
from workers import COUNT, ENDLESS, children, command_of, cpu_seconds, house

from graph.errors import Crowded, OutOfMemory, OutOfTime, QueryRefused, QueryStopped
from graph.sandbox import Ticket, link

HOG = "SELECT ?a ?d WHERE { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f ?a"
ROOT = Path(__file__).parents[1]
ASK_AND_WAIT = """
import sys, threading
from graph.dataset import Dataset
dataset = Dataset.open("memory:")
threading.Thread(target=dataset.answer, args=(sys.argv[1],), kwargs={"seconds": 60}).start()
print("asking", flush=True)
"""


def until(condition, patience=20):
    """Wait for something that another process or thread brings about."""
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, "it never came about"
        time.sleep(0.01)


def busy(workers):
    """Those of the workers that use the processor."""
    before = {pid: cpu_seconds(pid) for pid in workers}
    time.sleep(0.1)
    return {pid for pid in workers if cpu_seconds(pid) > before[pid]}


class Asked:
    """Queries asked in threads of their own; each can be cancelled."""

    def __init__(self, dataset, queries, **limits):
        self.tickets = [Ticket() for _ in queries]
        self._threads = ThreadPoolExecutor(max_workers=len(queries) or 1)
        self.futures = [
            self._threads.submit(dataset.answer, query, ticket=ticket, **{"seconds": 60} | limits)
            for query, ticket in zip(queries, self.tickets, strict=True)
        ]

    def __enter__(self):
        return self

    def __exit__(self, *raised):
        for ticket in self.tickets:
            ticket.cancel()
        self._threads.shutdown()


def test_worker_has_no_network(dataset):
    if subprocess.run(["unshare", "-Un", "true"], check=False, capture_output=True).returncode:
        pytest.skip("this kernel allows no user namespaces, so the worker relies on refusals alone")
    dataset.answer("ASK {}")
    ours = Path("/proc/self/ns/net").readlink()
    namespaces = []
    for pid in children():
        with suppress(OSError):  # gone, or about to be
            namespaces.append(Path(f"/proc/{pid}/ns/net").readlink())
    assert namespaces
    assert ours not in namespaces


# --------------------------------------------------------------------- limits
def test_query_ends_at_its_time_limit_and_says_so():
    with house() as dataset:
        started = time.monotonic()
        with pytest.raises(OutOfTime, match=r"Stopped after 0\.5 s: this is no empty answer"):
            dataset.answer(ENDLESS, seconds=0.5)
        assert 0.4 < time.monotonic() - started < 8
        assert dataset.answer(COUNT).rows


def test_rows_are_cut_and_the_cut_is_flagged(dataset):
    everything = "SELECT ?s WHERE { ?s ?p ?o }"
    cut = dataset.answer(everything, rows=5)
    assert (len(cut.rows), cut.cut, cut.limit) == (5, True, 5)
    exact = dataset.answer("SELECT ?s WHERE { ?s ?p ?o } LIMIT 5", rows=5)
    assert (len(exact.rows), exact.cut) == (5, False)
    graph = dataset.answer("CONSTRUCT WHERE { ?s ?p ?o }", rows=5)
    assert (len(graph.triples), graph.cut) == (5, True)


@pytest.mark.parametrize("rows", [0, 1, 99, 100, 101])
def test_cut_is_exact_and_said_only_when_something_is_missing(rows, dataset):
    answer = dataset.answer("SELECT ?s ?x WHERE { ?s ?p ?o } LIMIT 100", rows=rows)
    assert (len(answer.rows), answer.cut) == (min(rows, 100), rows < 100)


@pytest.mark.parametrize("place", ["SELECT ?x ?t { # ", "CONSTRUCT { <urn:a> <urn:b> ?t } { # "])
def test_triple_terms_are_refused_and_texts_like_them_are_not(place, dataset):
    with pytest.raises(QueryRefused, match=r"triple terms, which are RDF 1\.2"):
        dataset.answer(place + '\n BIND(TRIPLE(<urn:a>, <urn:b>, "c") AS ?t) }')
    text = '"> <<( <urn:a> <urn:b> 1 )>>\\n\\t<<"'
    answer = dataset.answer(place + f"\n BIND({text} AS ?t) }}")
    found = answer.triples[0].object if answer.triples else answer.rows[0][1]
    assert found == "> <<( <urn:a> <urn:b> 1 )>>\n\t<<"


def test_answer_is_cut_at_its_bytes():
    with house(answer_bytes=20_000) as dataset:
        answer = dataset.answer("SELECT ?s ?p ?o WHERE { ?s ?p ?o }")
        assert answer.cut
        assert 0 < len(answer.rows) < 500


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * WHERE {{ FILTER({'(' * 6000}1{')' * 6000}) }}",
        f"SELECT * WHERE {{ {' UNION '.join(['{ }'] * 8000)} }}",
        f"SELECT * WHERE {{ {'{' * 3000}{'}' * 3000} }}",
        f"SELECT * WHERE {{ FILTER(1{'+1' * 20000} > 0) }}",
    ],
    ids=["brackets", "unions", "groups", "a long sum"],
)
def test_deep_nesting_is_a_clear_error_and_the_next_query_works(query):
    with house() as dataset:
        with pytest.raises((QueryRefused, QueryStopped), match=r"nested too deeply|Stopped after"):
            dataset.answer(query, seconds=2)
        assert dataset.answer(COUNT).rows


def test_memory_hog_ends_with_an_error_and_the_next_query_works():
    with house(memory_bytes=512 << 20) as dataset:
        with pytest.raises(OutOfMemory, match=r"memory: this is no empty answer"):
            dataset.answer(HOG, seconds=60)
        assert dataset.answer(COUNT).rows


# ----------------------------------------------------------------- many at once
def test_others_are_answered_while_one_is_busy():
    with house(workers=2) as dataset, Asked(dataset, [ENDLESS]) as asked:
        assert [dataset.answer(COUNT).rows for _ in range(20)]
        assert not asked.futures[0].done()


def test_long_query_gives_way_to_short_ones():
    elsewhere, ours = children(), os.getpriority(os.PRIO_PROCESS, 0)

    def niceness():
        return sorted(os.getpriority(os.PRIO_PROCESS, pid) - ours for pid in children() - elsewhere)

    with house(workers=2, spares=0) as dataset, Asked(dataset, [ENDLESS]):
        until(lambda: niceness() == [10])
        dataset.answer(COUNT)
        assert niceness() == [0, 10]


def test_who_gave_way_is_as_quick_as_others_again(monkeypatch):
    monkeypatch.setattr(link, "SHORT_SECONDS", 0)
    elsewhere, ours = children(), os.getpriority(os.PRIO_PROCESS, 0)
    with house(workers=1, spares=0) as dataset:
        dataset.answer(COUNT)
        assert all(os.getpriority(os.PRIO_PROCESS, pid) == ours for pid in children() - elsewhere)


def test_who_comes_when_all_are_busy_waits_for_a_turn():
    with house(workers=1) as dataset, Asked(dataset, [ENDLESS]) as asked:
        until(lambda: busy(children()))
        with Asked(dataset, [COUNT]) as later:
            assert not wait(later.futures, timeout=0.2).done
            asked.tickets[0].cancel()
            assert later.futures[0].result(20).rows


def test_who_waits_too_long_is_told_when_to_come_again():
    with house(workers=1, patience=0.2) as dataset, Asked(dataset, [ENDLESS]):
        until(lambda: busy(children()))
        with pytest.raises(Crowded, match=r"All 1 workers are busy\. Try again") as fault:
            dataset.answer(COUNT)
        assert fault.value.retry_after == 0.2


def test_line_is_bounded():
    with house(workers=1, waiting=2, patience=60) as dataset, Asked(dataset, [ENDLESS] * 4) as asked:
        (refused,) = wait(asked.futures, return_when=FIRST_COMPLETED).done
        with pytest.raises(Crowded, match="2 requests are waiting already"):
            refused.result()


def test_closing_ends_the_workers_also_those_at_work():
    elsewhere = children()
    with house(workers=2) as dataset, Asked(dataset, [ENDLESS]) as asked:
        until(lambda: children() - elsewhere)
        dataset.close()
        with pytest.raises(QueryStopped):
            asked.futures[0].result(5)
        with pytest.raises(QueryStopped, match="has been closed"):
            dataset.answer(COUNT)
    assert children() <= elsewhere


def test_nothing_is_left_open_or_running_after_many_kills():
    elsewhere, handles = children(), len(list(Path("/proc/self/fd").iterdir()))
    with house(workers=2) as dataset:
        for _ in range(5):
            with pytest.raises(OutOfTime):
                dataset.answer(ENDLESS, seconds=0.05)
        assert dataset.answer(COUNT).rows
    assert children() <= elsewhere
    assert len(list(Path("/proc/self/fd").iterdir())) <= handles


# ----------------------------------------------------------- kill and replace
def test_cancelled_query_says_so_and_its_processor_is_free_at_once():
    elsewhere = children()
    with house() as dataset, Asked(dataset, [ENDLESS]) as asked:
        until(lambda: busy(children() - elsewhere))
        started = time.monotonic()
        asked.tickets[0].cancel()
        with pytest.raises(QueryStopped, match="Cancelled: this is no empty answer") as stopped:
            asked.futures[0].result(5)
        assert time.monotonic() - started < 2
        assert type(stopped.value) is QueryStopped
        until(lambda: not busy(children() - elsewhere), patience=5)
        assert dataset.answer(COUNT).rows


def test_cancelled_while_it_waits_is_over_at_once():
    with house(workers=1) as dataset, Asked(dataset, [ENDLESS, ENDLESS]) as asked:
        until(lambda: busy(children()))
        for ticket in asked.tickets:
            ticket.cancel()
        for future in asked.futures:
            with pytest.raises(QueryStopped, match="Cancelled"):
                future.result(2)


def test_cancelled_before_it_is_asked_is_never_begun(dataset):
    ticket = Ticket()
    ticket.cancel()
    with pytest.raises(QueryStopped, match="Cancelled"):
        dataset.answer(COUNT, ticket=ticket)


def test_cancelled_after_its_answer_harms_nobody(dataset):
    ticket = Ticket()
    expected = dataset.answer(COUNT, ticket=ticket).rows
    ticket.cancel()
    assert dataset.answer(COUNT).rows == expected


def test_workers_killed_while_idle_are_replaced_by_ones_that_know_the_data():
    elsewhere = children()
    with house() as dataset:
        expected = dataset.answer(COUNT).rows
        killed = children() - elsewhere
        for worker in killed:
            os.kill(worker, signal.SIGKILL)
        for worker in killed:
            os.waitid(os.P_PID, worker, os.WEXITED | os.WNOWAIT)
        assert dataset.answer(COUNT).rows == expected != (("0",),)


def test_worker_killed_while_busy_is_an_error_and_the_next_query_works():
    elsewhere = children()
    with house() as dataset:
        expected = dataset.answer(COUNT).rows
        with Asked(dataset, [ENDLESS]) as asked:
            until(lambda: busy(children() - elsewhere))
            for worker in busy(children() - elsewhere):
                os.kill(worker, signal.SIGKILL)
            with pytest.raises(OutOfMemory, match="this is no empty answer"):
                asked.futures[0].result(20)
        assert dataset.answer(COUNT).rows == expected


def test_opening_a_folder_takes_little_of_the_memory_that_a_query_may_have(tmp_path):
    """The C library used to reserve up to all of it, for sixteen threads that read files at once."""
    elsewhere = children()
    with house(str(tmp_path / "data")) as dataset, Asked(dataset, [COUNT] * 3) as asked:
        wait(asked.futures)
        statuses = [Path(f"/proc/{worker}/status").read_text() for worker in children() - elsewhere]
        peaks = [int(line.split()[1]) // 1024 for text in statuses for line in text.splitlines() if "VmPeak" in line]
        assert 0 < max(peaks) < 400


def test_change_of_the_data_reaches_every_worker():
    ask = "ASK { <urn:new> ?p ?o }"
    with house(workers=2) as dataset, Asked(dataset, [COUNT] * 4) as asked:
        wait(asked.futures)
        dataset.load(dataset.admit("f.nt", b"<urn:new> <urn:p> <urn:o> ."))
        assert all(dataset.answer(ask).truth for _ in range(6))


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_workers_end_with_their_parent_however_it_ends(end):
    command = [sys.executable, "-c", ASK_AND_WAIT, ENDLESS]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout.readline() == "asking\n"
        until(lambda: busy(children(parent.pid)))
        found = children(parent.pid)
        parent.send_signal(end)
    until(lambda: not any(b"sandbox/worker.py" in command_of(pid) for pid in found), patience=2)
