"""Search as you type, with what the clocks hide left out."""

from collections.abc import Sequence

from graph.dataset import Dataset
from graph.model import Clock, Found
from graph.search import keys
from graph.views.clock import hidden


def veil(dataset: Dataset, clock: Clock) -> frozenset[int]:
    """What search leaves out by the clocks; the same for every letter typed, and so worth keeping between them."""
    return keys(hidden(dataset, clock))


def search(
    dataset: Dataset,
    text: str,
    clock: Clock,
    *,
    limit: int = 12,
    kinds: Sequence[str] = (),
    veiled: frozenset[int] | None = None,
) -> Found:
    """The best hits for what was typed, of some kinds (CURIEs), as far as the clocks let them be seen.

    `veiled` is `veil` of the same clock where it is at hand.
    """
    without = veil(dataset, clock) if veiled is None else veiled
    return dataset.find(text, limit, kinds=kinds, without=without)
