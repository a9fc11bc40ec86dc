"""Search at a million made-up names: what the index costs, and what a keystroke does.

Run by `make bench`, or alone with another number of names. Build and one more article are seconds of this process,
all its threads; a keystroke is milliseconds of CPU and of the clock, for names that are typed letter by letter.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox

from graph import search
from graph.dataset import ROOT, Dataset
from graph.model import Document, Iri
from graph.namespaces import ID, PREFIXES, SAY_IRI
from graph.queries import read_queries
from graph.search.words import words
from graph.snapshots import Snapshots

LIMIT = 5.0  # milliseconds of CPU, 95 of 100 keystrokes
SYLLABLES = [consonant + vowel for consonant in "bdfghklmnrstvz" for vowel in "aeiou"]
ENDS = ["", "n", "r", "k", "sh", "m", "d", "li"]
SORTS = ["City", "District", "Ministry", "Crossing", "River", "Brigade", "Agency", "Council", "Party", "Road"]
LABEL, TYPE = f"<{PREFIXES['rdfs']}label>", f"<{PREFIXES['rdf']}type>"


class Names:
    """Made-up names, the same each time: few words are frequent, most are rare, as names are."""

    def __init__(self) -> None:
        self.random = random.Random(4)
        self.given, self.family = self._words(8_000), self._words(60_000)

    def _words(self, number: int) -> list[str]:
        pick = self.random.choice
        return [
            ("".join(pick(SYLLABLES) for _ in range(self.random.randint(2, 4))) + pick(ENDS)).title()
            for _ in range(number)
        ]

    def _one(self, of: list[str]) -> str:
        return of[int(len(of) * self.random.random() ** 2.5)]

    def name(self) -> str:
        chance = self.random.random()
        if chance < 0.6:
            return f"{self._one(self.given)} {self._one(self.family)}"
        if chance < 0.85:
            return f"{self._one(self.family)} {self.random.choice(SORTS)}"
        return f"{self._one(self.given)} {self._one(self.family)} {self.random.choice(SORTS)} {self._one(self.family)}"

    def quads(self, number: int) -> Iterator[str]:
        """Every thing has a name and a kind, and is related to another; one in five is a statement."""
        for at in range(number):
            thing, graph = f"<{ID}made-up-{at}>", f"<{ID}made-up-graph-{at // 200}>"
            kind = "Statement" if at % 5 == 0 else "Place"
            yield f'{thing} {LABEL} "{self.name()}" {graph} .\n'
            yield f"{thing} {TYPE} <{SAY_IRI}{kind}> {graph} .\n"
            other = int(number * self.random.random() ** 4)
            yield f"{thing} <{PREFIXES['dcterms']}relation> <{ID}made-up-{other}> {graph} .\n"


def timed(act: Callable[[], object]) -> str:
    """What an act took, by CPU and by the clock."""
    cpu, clock = time.process_time(), time.perf_counter()
    act()
    return f"{time.process_time() - cpu:8.2f} s CPU {time.perf_counter() - clock:8.2f} s"


def typed(name: str) -> Iterator[str]:
    """A name, letter by letter."""
    return (name[:end] for end in range(1, len(name) + 1))


def slipped(name: str, dice: random.Random) -> str:
    """A name with two neighbours swapped in its longest word."""
    longest = max(words(name), key=lambda word: word.end - word.start)
    at = dice.randrange(longest.start + 1, longest.end - 2)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def keystrokes(dataset: Dataset, texts: list[str]) -> tuple[float, float, float, float]:
    """Milliseconds a keystroke: median and 95th of 100 by CPU, the same by the clock."""
    cpu, clock = [], []
    for text in texts:
        began, started = time.process_time(), time.perf_counter()
        dataset.find(text)
        cpu.append((time.process_time() - began) * 1000)
        clock.append((time.perf_counter() - started) * 1000)
    return (*_middle(cpu), *_middle(clock))


def _middle(values: list[float]) -> tuple[float, float]:
    return statistics.median(values), statistics.quantiles(values, n=20)[-1]


def main(number: int) -> int:
    """Fill a folder, then search in it; 1 when a keystroke takes too long."""
    names = Names()
    queries = read_queries(ROOT / "ontology" / "queries")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        quads = folder / "made-up.nq"
        with quads.open("w", encoding="utf-8") as file:
            file.writelines(names.quads(number))
        dataset = Dataset.open(str(folder / "data"))
        pen = Snapshots(folder / "data")
        filled = timed(lambda: pen.publish(lambda store: store.bulk_load(path=str(quads), format=ox.RdfFormat.N_QUADS)))
        print(f"{'bare load of ' + format(number * 3, ',') + ' triples':<32}{filled}")
        print(f"{'index of ' + format(number, ',') + ' names':<32}{timed(dataset.refresh)}", flush=True)
        index = next((folder / "data" / "snapshots" / dataset.revision).glob("names-*"))
        size = sum(path.stat().st_size for path in index.iterdir())
        print(f"{'on disk':<32}{size / 1e6:8.1f} MB")
        article = "".join(names.quads(150)).replace("made-up", "new").encode()
        graphs = (Iri(f"{ID}new-graph-0"),)
        document = Document("article", article, 450, graphs)
        store = ox.Store.read_only(str(index.parent))
        change = search.touched(store, queries, ox.parse(article, format=ox.RdfFormat.N_QUADS))
        (folder / "next").mkdir()
        took = timed(lambda: search.publish(store, queries, change, index.parent, folder / "next"))
        print(f"{'index of one more article':<32}{took}")
        print(f"{'the article loaded, all of it':<32}{timed(lambda: dataset.load(document))}")

        dice = random.Random(5)
        sample = [names.name() for _ in range(120)]
        two = [f"{a} {b[:2]}" for a, b in (name.split()[:2] for name in sample)]
        sorts = {
            "letter by letter": [text for name in sample[:40] for text in typed(name)],
            "first letter": [name[:1] for name in sample],
            "three letters": [name[:3] for name in sample],
            "two words, the second begun": two,
            "two words, the other way round": [" ".join(reversed(name.split()[:2])) for name in sample],
            "a slip": [slipped(name, dice) for name in sample],
            "a slip, unfinished": [slipped(name.split()[0] + "x", dice)[:-1] for name in sample],
            "nothing like it": ["qqxj" + name[:3] for name in sample],
        }
        print(f"{'milliseconds a keystroke':<32}{'CPU p50':>10}{'p95':>8}{'clock p50':>12}{'p95':>8}")
        slow = False
        for sort, texts in sorts.items():
            found = keystrokes(dataset, texts)
            slow |= found[1] > LIMIT
            print(f"{sort:<32}{found[0]:>10.2f}{found[1]:>8.2f}{found[2]:>12.2f}{found[3]:>8.2f}")
        dataset.close()
    return int(slow)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
