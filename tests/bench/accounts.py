"""Where accounts differ at 20,000 statements: who holds what, the first page of disputes, one more article.

Run by `make bench`. Figures are wall-clock milliseconds of this machine; `news.py` makes the data, the same each time.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from graph.dataset import Dataset
from graph.model import Clock
from graph.views.disputes import dispute, holdings
from graph.views.matters import matters

GENERATOR = Path(__file__).with_name("news.py")
ANY = Clock()


def milliseconds(act: Callable[[], object]) -> float:
    """How long an act takes."""
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000


def main(statements: int) -> None:
    """Fill a folder, then measure on it."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        subprocess.run([sys.executable, GENERATOR, str(statements), "-o", folder / "nq"], check=True)
        dataset = Dataset.open(str(folder / "data"))
        for part in sorted((folder / "nq").glob("part-*.nq")):
            document = dataset.read(part)
            print(f"{part.name:<28}{milliseconds(lambda d=document: dataset.load(d)):>10,.0f} ms load and compute")
        extra = dataset.read(folder / "nq" / "extra.nq")
        print(f"{'one more article':<28}{milliseconds(lambda: dataset.load(extra)):>10,.0f} ms")
        dataset.facts  # noqa: B018 read once for each state of the data, as the app does when it opens
        pages = [milliseconds(lambda: matters(dataset, ANY)) for _ in range(7)]
        print(f"{'first page of disputes':<28}{statistics.median(pages):>10,.0f} ms (median of 7)")
        first = matters(dataset, ANY, limit=200).disputed
        opened = [milliseconds(lambda m=m: dispute(dataset, m.iri, ANY)) for m in first[:20]]
        print(f"{'one matter, opened':<28}{statistics.median(opened):>10,.0f} ms (median of the 20 largest)")
        places = [m.iri for m in first if dataset.select("is_place", place=m.iri)]
        asked = sorted(milliseconds(lambda p=p: holdings(dataset, p, date(2040, 12, 31))) for p in places)
        p95 = asked[int(len(asked) * 0.95)]
        print(f"{'controls':<28}{statistics.median(asked):>10,.0f} ms median, {p95:,.0f} ms p95 of {len(asked)} places")
        dataset.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
