"""Completion at a million triples: how long each place of a query takes. Target: 200 ms at the 95th percentile.

Run as `python tests/bench/completion.py [STATEMENTS]`; 36,000 statements are a million triples. `news.py` makes the
data, which is put into the store as it is: where accounts differ does not matter here.
Figures are milliseconds of this machine: of the clock, and of a processor, workers included, which other programs do
not distort.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from graph.dataset import ROOT, Dataset
from graph.namespaces import PREFIXES
from graph.snapshots import Snapshots
from graph.views.completion import complete
from graph.views.vocabulary import Vocabulary, vocabulary

GENERATOR = Path(__file__).with_name("news.py")
BULK = "<https://w3id.org/sayso/id/bulk-{}>"
PLACES = {  # ‸ is the cursor
    "any property": "?s ‸",
    "any class": "?s a ‸",
    "property of a class": "?s a say:Statement ; ‸",
    "property of some statements": "?s say:act say:deny ; say:speaker ?who . ?who a say:Person . ?s ‸",
    "property, rare joins": f"?s say:speaker ?who . ?who org:memberOf {BULK.format('group-7')} ; ‸",
    "property by its first letters": "?s a say:Statement ; say:st‸",
    "value of a property": "?s say:act ‸",
    "value, many": "?s say:speaker ‸",
    "value, joined": "?s a say:Statement ; say:act say:deny ; say:speaker ‸",
    "value, two joins": "?s say:content ?c . ?c say:place ‸",
    "value, a path": "?s say:content/say:place ‸",
    "value, three joins": "?s say:reportedIn ?a . ?a <http://schema.org/publisher> ?p . ?s say:statedOn ‸",
    "value, nothing fits": "?s say:act say:denied ; say:speaker ‸",
    "value by name": '?c say:place "Village 12‸',
    "value by name, joined": '?s say:act say:deny ; say:speaker "Speaker of Group 3‸',
    "value by CURIE": "?s say:speaker id:bulk-group-3‸",
    "class of a joined thing": "?s say:speaker ?x . ?x a ‸",
    "resource by name": "?x ?y Government 2‸",
    "resource by name, none": "?x ?y Nowhere at all‸",
    "subject": "‸ say:within " + BULK.format("province-3"),
    "in a filter": "?s say:act ?a FILTER(?a = ‸)",
    "in a graph": f"GRAPH {BULK.format('article-7')} {{ ?s say:speaker ‸ }}",
    "named graph": "GRAPH ‸ { ?s ?p ?o }",
}
HEAD = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("say", "id", "org")) + "SELECT * WHERE {\n  "


TICKS = os.sysconf("SC_CLK_TCK")


def milliseconds(act: Callable[[], object]) -> tuple[float, float]:
    """How long an act takes: by the clock, and of a processor."""
    started, used = time.perf_counter(), processor()
    act()
    return (time.perf_counter() - started) * 1000, (processor() - used) * 1000


def processor() -> float:
    """Seconds of a processor that this process and its workers have used."""
    total = time.process_time()
    for task in Path("/proc/self/task").iterdir():
        for pid in (task / "children").read_text().split():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += (int(fields[11]) + int(fields[12])) / TICKS
    return total


def fill(folder: Path, statements: int) -> Dataset:
    """A folder with invented news."""
    subprocess.run([sys.executable, GENERATOR, str(statements), "-o", folder / "nq"], check=True)
    dataset = Dataset.open(str(folder / "data"))

    def change(store: ox.Store) -> None:
        for part in sorted((folder / "nq").glob("part-*.nq")):
            store.bulk_load(path=str(part), format=ox.RdfFormat.N_QUADS)
        print(f"{len(store):,} triples")

    Snapshots(folder / "data").publish(change)
    dataset.refresh()
    return dataset


def main(statements: int) -> None:
    """Fill a folder, read its terms, then complete at each place and in the queries of the house."""
    with tempfile.TemporaryDirectory() as made:
        dataset = fill(Path(made), statements)
        print(f"{'':<30}{'clock':>9}{'processor':>11}")
        found: list[Vocabulary] = []
        say("terms, read once", [milliseconds(lambda: found.append(vocabulary(dataset)))])
        (terms,) = found
        say("a query that asks nothing", [milliseconds(lambda: dataset.answer("ASK {}")) for _ in range(20)])
        every = []
        for name, written in PLACES.items():
            before, _, after = written.partition("‸")
            text, at = f"{HEAD}{before}{after}\n}}", len(HEAD + before)
            times = [milliseconds(lambda t=text, a=at: complete(dataset, t, a, terms=terms)) for _ in range(9)]
            given = complete(dataset, text, at, terms=terms)
            every += times
            say(name, times, f"{len(given.options):>3} options  {given.note[:60]}")
        say("all these, p95", every, share=0.95)
        texts = [path.read_text("utf-8") for path in sorted((ROOT / "ontology" / "queries").glob("*.rq"))]
        cuts = [(text, at) for text in texts for at in range(0, len(text), 37)]
        house = [milliseconds(lambda t=text, a=at: complete(dataset, t, a, terms=terms)) for text, at in cuts]
        say("queries of the house, p95", house, f"{len(house)} places", share=0.95)
        dataset.close()


def say(name: str, times: list[tuple[float, float]], note: str = "", share: float = 0.5) -> None:
    """Print the median, or another quantile, of some times."""
    clock, used = (sorted(column)[int(len(times) * share)] for column in zip(*times, strict=True))
    print(f"{name:<30}{clock:>9,.1f}{used:>11,.1f}  {note}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 36_000)
