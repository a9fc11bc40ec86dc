"""What is wrong with a query, by line and column, with mends to click."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from graph.asking.outline import Fault, Mend


@dataclass(frozen=True)
class Problem:
    """Something wrong or doubtful: place (from 1, code points, end exclusive), severity, words, and mends.

    `severity` is error (it will not run), warning (it will not do what is meant) or info.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    severity: str
    message: str
    mends: tuple[Mend, ...] = ()


class Lines:
    """The lines of a text: from places to line and column, and back."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(place + 1 for place, sign in enumerate(text) if sign == "\n")]
        self._length = len(text)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, from 1, of an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and column, from 1; the nearest there is where there is no such place."""
        start = self._starts[min(max(line, 1), len(self._starts)) - 1]
        return min(max(start + column - 1, 0), self._length)


def problems(text: str, faults: Iterable[Fault]) -> list[Problem]:
    """Faults as problems, in the order of the text; of several at one place, the first."""
    lines = Lines(text)
    found: dict[int, Problem] = {}
    for fault in faults:
        ends = (*lines.place(fault.start), *lines.place(fault.end))
        found.setdefault(fault.start, Problem(*ends, fault.severity, fault.message, fault.mends))
    return [found[start] for start in sorted(found)]
