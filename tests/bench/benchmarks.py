"""Sayso beside other engines, its screens at growing size, and what filling costs: writes docs/benchmarks.md.

    python tests/bench/benchmarks.py [--size TRIPLES …] [--without ENGINE …]

100 k and 1 M triples unless asked otherwise. Same data, same run, same machine.
A figure of Sayso's is milliseconds of the clock in its own process, workers included where it asks one; a server's are
over loopback HTTP with a connection each, as its clients pay them. Medians of at most 15 answers, or of those that
1.5 seconds allow.
"""

import argparse
import contextlib
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import actions
import engines
import pyoxigraph as ox
from filling import Filled, fill
from questions import Question, questions

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
SIZES = [100_000, 1_000_000]
READY = """
What follows is looked up once for each published state, in the next one before it is shown, while everybody goes on
with the last (docs/decisions/0020): only the first who asks after a start waits for it. Milliseconds of a processor.
"""
TARGET = 300  # milliseconds, p95 of an action
GROWTH = 1.5
ENOUGH, SECONDS = 15, 1.5
OTHERS = ("rdflib", "pyoxigraph", "oxigraph serve", "Virtuoso")
INTRODUCTION = """# Benchmarks

Written by `python tests/bench/benchmarks.py{arguments}` (part of `make bench`) on {day}: {machine}.
{versions}.{caveat}

Invented news ([`tests/bench/news.py`](../tests/bench/news.py)): articles of 25 statements in named graphs of their own.
Every engine holds the same quads, computed disagreements and counts included, and is asked the same SPARQL with the
same values; Sayso answers as its screens do. `pyoxigraph` reads the very files that Sayso reads. A dash: not
loaded at this size, or the answer is refused or took more than {limit} s.

**Read this with care.** Where a row is marked *ready*, Sayso reads what it has kept at import (counts, matters, the
index of names), or judges claims by its rules, and the others work it out from the triples: that is what keeping is
for, and no merit of the engine. Servers pay for HTTP and for parsing an answer, which is most of a short answer. Where
Sayso asks a worker process ("one hop", "construct") it pays for the safety. A star marks other rows than the bare
engine gives.
"""


def timed(act: Callable[[], object]) -> float:
    """The median of some answers, in milliseconds; one that takes long is asked once."""
    taken: list[float] = []
    began = time.perf_counter()
    while len(taken) < ENOUGH and (not taken or time.perf_counter() - began < SECONDS):
        started = time.perf_counter()
        act()
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


Cells = dict[str, tuple[float, int] | None]


def asked(ask: engines.Ask, wanted: list[Question]) -> Cells:
    """Milliseconds and rows for each question that the engine answers."""
    found: Cells = {}
    for question in wanted:
        rows: list[int] = []
        try:
            took = timed(lambda q=question, r=rows: r.append(ask(q.text)))
            found[question.name] = took, rows[0]
        except Exception as fault:  # noqa: BLE001 whatever stops an engine of others is a dash, and is said
            print(f"  {question.name}: {type(fault).__name__} {str(fault)[:100]}", file=sys.stderr)
            found[question.name] = None
    return found


def beside(filled: Filled, folder: Path, without: list[str]) -> tuple[list[Question], dict[str, Cells]]:
    """Every question put to every engine."""
    wanted = questions(filled.dataset)
    table: dict[str, Cells] = {"Sayso": {q.name: (timed(q.ours), 0) for q in wanted}}
    nquads = folder / "all.nq"
    ox.Store.read_only(str(filled.snapshot)).dump(output=str(nquads), format=ox.RdfFormat.N_QUADS)
    makers = {
        "rdflib": lambda: engines.rdflib_in_memory(nquads),
        "pyoxigraph": lambda: engines.bare(filled.snapshot),
        "oxigraph serve": lambda: engines.oxigraph_server(filled.snapshot),
        "Virtuoso": lambda: engines.virtuoso(folder / "virtuoso", nquads),
    }
    for name, make in makers.items():
        if name in without or (name == "rdflib" and filled.triples > engines.RDFLIB_TRIPLES):
            table[name] = {}
            continue
        print(f"{name} …", file=sys.stderr)
        with make() as ask:
            table[name] = asked(ask, wanted)
    return wanted, table


def engine_table(wanted: list[Question], table: dict[str, Cells]) -> list[str]:
    """Milliseconds, and how many times Sayso's: above 1 Sayso is faster, below 1 the other."""
    lines = ["| question | Sayso, ms | " + " | ".join(OTHERS) + " |", "|---|---:|" + "---:|" * len(OTHERS)]
    for question in wanted:
        ours = table["Sayso"][question.name]
        assert ours is not None
        truth = table["pyoxigraph"].get(question.name)
        cells = []
        for name in OTHERS:
            cell = table[name].get(question.name)
            star = "\\*" if cell and truth and cell[1] != truth[1] else ""
            cells.append(f"{_short(cell[0])} (×{_short(cell[0] / ours[0])}){star}" if cell else "–")
        name = question.name + (" *(ready)*" if question.ready else "")
        lines.append(f"| {name} | {_short(ours[0])} | " + " | ".join(cells) + " |")
    lines.append("")
    for name in OTHERS:
        ratios = [
            cell[0] / ours[0] for q in wanted if (cell := table[name].get(q.name)) and (ours := table["Sayso"][q.name])
        ]
        if ratios:
            faster = sum(ratio < 1 for ratio in ratios)
            lines.append(
                f"{name}: median ×{_short(statistics.median(ratios))} of Sayso's time; faster than Sayso in "
                f"{faster} of {len(ratios)} answers.  "
            )
    return lines


def ready_table(found: dict[int, list[actions.Action]]) -> list[str]:
    """What is looked up once for each state, at each size."""
    head = " | ".join(map(_size, found))
    lines = [f"| looked up | {head} |", "|---|" + "---:|" * len(found)]
    for row in zip(*found.values(), strict=True):
        if row[0].ready:
            lines.append(f"| {row[0].name} | {' | '.join(_short(action.median) for action in row)} |")
    return lines


def action_table(found: dict[int, list[actions.Action]]) -> list[str]:
    """Each action at each size, and how it grew."""
    sizes = list(found)
    head = " | ".join(f"{_size(size)} p50 | p95" for size in sizes)
    lines = [f"| action | {head} | p95 grew | |", "|---|" + "---:|" * (2 * len(sizes) + 1) + "---|"]
    for row in zip(*found.values(), strict=True):
        if row[0].ready:
            continue
        cells = " | ".join(f"{_short(action.median)} | {_short(action.p95)}" for action in row)
        growth = row[-1].p95 / row[0].p95
        missed = [f"over {TARGET} ms"] * (row[-1].p95 > TARGET)
        missed += [f"over ×{GROWTH}"] * (len(row) > 1 and growth > GROWTH)
        lines.append(f"| {row[0].name} | {cells} | ×{_short(growth)} | {', '.join(missed)} |")
    return lines


def cost_table(filled: dict[int, Filled]) -> list[str]:
    """What filling cost, for each step."""
    lines = []
    for size, each in filled.items():
        lines += [
            "",
            f"{_size(size)}: {each.articles:,} articles, {each.triples:,} triples, {each.computed:,} computed ones.",
            "",
            "| step | clock, s | processor, s | µs a triple | ms an article | bytes a triple |",
            "|---|---:|---:|---:|---:|---:|",
        ]
        for cost in each.costs:
            by = (1, 1) if cost.step.startswith(("one more", "and taken")) else (each.triples, each.articles)
            one = "–" if by[0] == 1 else f"{cost.processor / by[0] * 1e6:.1f}"
            size_of = f"{cost.size / each.triples:.0f}" if cost.size else ""
            article = f"{cost.processor / by[1] * 1e3:.1f}"
            lines.append(f"| {cost.step} | {cost.clock:.2f} | {cost.processor:.2f} | {one} | {article} | {size_of} |")
    return lines


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def _size(triples: int) -> str:
    return f"{triples // 1_000_000} M" if triples >= 1_000_000 else f"{triples // 1000} k"


def machine() -> str:
    """The machine, as far as it matters."""
    text = Path("/proc/cpuinfo").read_text("utf-8")
    model = next((line.partition(":")[2].strip() for line in text.splitlines() if "model name" in line), "processor")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} × {model}, {memory:.0f} GB, load {os.getloadavg()[0]:.1f} at the start"


def versions() -> str:
    """The versions of everything that is measured."""
    shown = [f"{name} {version(name)}" for name in ("pyoxigraph", "oxigraph", "rdflib", "tantivy")]
    if shutil.which("virtuoso-t"):
        said = subprocess.run(["virtuoso-t", "-?"], capture_output=True, text=True, check=False)
        shown += ["Virtuoso " + word for word in (said.stdout + said.stderr).split() if word.startswith("7.")][:1]
    return ", ".join([f"Python {platform.python_version()}", *shown])


def main() -> int:
    """Measure at each size, then write the page."""
    parser = argparse.ArgumentParser(description="Sayso beside other engines.")
    parser.add_argument("--size", type=int, action="append", metavar="TRIPLES")
    parser.add_argument("--without", action="append", default=[], choices=OTHERS)
    parser.add_argument("--output", type=Path, default=PAGE)
    options = parser.parse_args()
    load = os.getloadavg()[0]
    busy = load > (os.cpu_count() or 1)
    caveat = f" **The machine was busy (load {load:.1f}): trust ratios, not times.**" if busy else ""
    head = INTRODUCTION.format(
        arguments="".join(f" {word}" for word in sys.argv[1:]),
        day=datetime.now(UTC).date(), machine=machine(), versions=versions(), caveat=caveat, limit=engines.LIMIT,
    )  # fmt: skip
    filled: dict[int, Filled] = {}
    acted: dict[int, list[actions.Action]] = {}
    parts = [head]
    with contextlib.ExitStack() as stack:
        for size in options.size or SIZES:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            print(f"{_size(size)} …", file=sys.stderr)
            filled[size] = fill(folder, size)
            stack.callback(filled[size].dataset.close)
            acted[size] = actions.measured(filled[size].dataset)
            wanted, table = beside(filled[size], folder, options.without)
            parts += [f"\n## {_size(size)} triples: beside other engines\n", *engine_table(wanted, table)]
    parts += ["\n## What an action costs on the server\n"]
    parts += ["Milliseconds of a processor, in process, for the data that the action needs.\n", *action_table(acted)]
    parts += [READY, *ready_table(acted)]
    parts += ["\n## What filling costs", *cost_table(filled)]
    options.output.write_text("\n".join(parts) + "\n", "utf-8")
    print(f"{options.output} written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
