"""What a screen asks of the dataset for each action of a person: milliseconds, in process, at two sizes.

Run by `benchmarks.py`, or alone: `python tests/bench/actions.py [TRIPLES …]`.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from filling import fill
from news import ID

from graph.dataset import Dataset
from graph.model import Clock, Iri
from graph.views import articles, clock, details, disputes, links, matters, picture, statements, stories
from graph.views.vocabulary import vocabulary

DAY = date(2040, 1, 20)
DAYS = [date(2040, month, 15) for month in range(1, 13)]  # the news is of that year
SEVERAL = 40
PAGE = 50  # as `graph.pages.panel` has it


@dataclass(frozen=True)
class Action:
    """What a person does, and the milliseconds of a processor it took each time.

    `ready` is what the app looks up once for each state, before that is shown: only who asks first after a start waits.
    """

    name: str
    took: tuple[float, ...]
    ready: bool = False

    @property
    def median(self) -> float:
        return statistics.median(self.took)

    @property
    def p95(self) -> float:
        return sorted(self.took)[int(len(self.took) * 0.95)]


def measured(data: Dataset) -> list[Action]:
    """Every action on things of all sorts: busy sides and quiet places, newspapers, articles, statements."""
    names = [f"{sort}-{n}" for sort in ("group", "village", "outlet") for n in range(2, 12)]
    names += [f"article-{n}" for n in range(10)] + ["agency-1", "government-1", "state-1"]
    things = [Iri(f"{ID}{name}") for name in names]
    spoken = [Iri(f"{ID}article-{n}-s{m:02}") for n in range(10) for m in (2, 5, 9, 13)]
    spoken = [iri for iri in spoken if statements.is_statement(data, iri)]
    data.facts  # noqa: B018 read once for each published state, as below
    listed = matters.matters(data, Clock(), limit=SEVERAL).disputed
    days: list[clock.Days] = []
    differ: list[matters.Difference] = []
    once = {
        "first screen: stories": lambda: stories.stories(data),
        "first screen: counts and graphs": lambda: articles.stats(data),
        "first screen: disputed places": lambda: stories.disputed_places(data),
        "first screen: days": lambda: (statements.days(data, "days_said"), statements.days(data, "days_held")),
        "articles": lambda: articles.articles(data),
        "workbench: vocabulary": lambda: vocabulary(data),
        "dispute list": lambda: matters.matters(data, Clock()),
        "figures that cannot be compared": lambda: matters.figures(data, Clock()),
        "days of all statements, for the clocks": lambda: days.append(clock.read_days(data)),
        "days of all differences, for the clocks": lambda: differ.extend(matters.read_differences(data)),
    }
    each: dict[str, tuple[Callable[[Iri], object], list[Iri]]] = {
        "a thing with its links": (lambda iri: links.node(data, iri), things),
        "expand a thing": (lambda iri: picture.neighbours(data, iri), things),
        "expand a statement": (lambda iri: picture.neighbours(data, iri), spoken),
        "panel of a thing": (lambda iri: _panel(data, iri), things),
        "panel of a statement": (
            lambda iri: details.statement_details(data, statements.statement(data, iri)),
            spoken,
        ),
        "one matter": (lambda iri: disputes.dispute(data, iri, Clock()), [matter.iri for matter in listed]),
        "who holds a place": (lambda iri: disputes.holdings(data, iri, DAY), [t for t in things if "village" in t]),
        "search": (lambda iri: data.find(iri.removeprefix(ID).replace("-", " ")), things),
        "an article's statements": (
            lambda iri: statements.in_article(data, iri),
            [t for t in things if "article" in t],
        ),
    }
    found = [Action(name, (_milliseconds(act),), ready=True) for name, act in once.items()]
    lists = (_milliseconds(lambda d=day: matters.matters(data, Clock(known=d), differences=differ)) for day in DAYS)
    found.append(Action("dispute list, known by a day", tuple(lists)))
    beside = (_milliseconds(lambda d=day: matters.figures(data, Clock(known=d), differences=differ)) for day in DAYS)
    found.append(Action("figures that cannot be compared, known by a day", tuple(beside)))
    turns = (_milliseconds(lambda d=day: days[0].hidden(Clock(known=d))) for day in DAYS)
    found.append(Action("a clock is turned", tuple(turns)))
    return found + [
        Action(name, tuple(_milliseconds(lambda a=act, i=iri: a(i)) for iri in iris))
        for name, (act, iris) in each.items()
    ]


def _panel(data: Dataset, iri: Iri) -> None:
    """What the panel of a thing looks up: its details, and the first statements of either list with their disputes."""
    told = details.thing_details(data, iri)
    shown = [*told.said[:PAGE], *told.said_of[:PAGE]]
    statements.among(data, shown)
    details.disagreeing_with(data, shown)


def _milliseconds(act: Callable[[], object]) -> float:
    used = time.process_time()
    act()
    return (time.process_time() - used) * 1000


def main(sizes: list[int]) -> None:
    """Print the actions at each size."""
    for size in sizes:
        with tempfile.TemporaryDirectory() as made:
            filled = fill(Path(made), size)
            for cost in filled.costs:
                print(f"{cost.step:<40}{cost.clock:>9.2f} s{cost.processor:>9.2f} s of a processor")
            print(f"{size:,} triples{'p50':>34}{'p95':>9}  ms of a processor")
            for action in measured(filled.dataset):
                print(f"{action.name:<40}{action.median:>9.1f}{action.p95:>9.1f}", flush=True)
            filled.dataset.close()


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [100_000, 1_000_000])
