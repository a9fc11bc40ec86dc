"""Search as you type, with what the clocks hide left out."""

from collections.abc import Iterable, Sequence

from graph.dataset import Dataset
from graph.model import Clock, Found, Iri
from graph.search import keys
from graph.views.clock import hidden


def veil(gone: Iterable[Iri]) -> frozenset[int]:
    """What search leaves out of what the clocks hide; the same for every letter typed, and so worth keeping."""
    return keys(gone)


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

    `veiled` is the `veil` of what the same clock hides, where it is at hand.
    """
    without = veil(hidden(dataset, clock)) if veiled is None else veiled
    return dataset.find(text, limit, kinds=kinds, without=without)
