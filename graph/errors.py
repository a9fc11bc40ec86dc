"""Everything that can go wrong, as one small tree.

SaysoError
├── InputRefused       a file or text that cannot be taken in
├── QueryFault         a query that cannot be read or may not be run
│   ├── QuerySyntax    … because it is not SPARQL
│   └── QueryRefused   … because it reaches outside the dataset
├── QueryStopped       a query that was ended before it had answered
│   ├── OutOfTime
│   └── OutOfMemory
├── Crowded            too many requests at once; this one was not begun
├── ModelFault         a language model that cannot be asked
├── UnknownName        an id, graph, format or query that is not there
└── StoreFault         the folder with the data cannot be used
    └── StoreBusy      … because somebody else is writing to it

A message says what, which, where, and how to mend it. `exit_code` is what the command line returns.
"""

from collections.abc import Collection
from difflib import get_close_matches
from typing import Final

_MOST: Final = 20  # names that a message lists


class SaysoError(Exception):
    """Base of all errors that a person can mend; its text is meant to be read by that person."""

    exit_code = 1


class InputRefused(SaysoError):
    """A file or text was not taken in; nothing of it was stored."""

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class QueryFault(SaysoError):
    """A query was not run; `line` and `column` (from 1) name the place where that is known."""

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class QuerySyntax(QueryFault):
    """The text is not a SPARQL 1.1 query."""


class QueryRefused(QueryFault):
    """The query asks for what is not done: SERVICE, FROM of elsewhere, an update, a function that nobody has."""


class QueryStopped(SaysoError):
    """The query was ended before it had answered; this is not an empty answer."""


class OutOfTime(QueryStopped):
    """The query ran past its time limit."""

    exit_code = 3


class OutOfMemory(QueryStopped):
    """The query, or a file, needed more memory or nesting than a worker may use."""


class Crowded(SaysoError):
    """All workers are busy and others wait already; `retry_after` is when it may be worth asking again, in seconds."""

    def __init__(self, message: str, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class ModelFault(SaysoError):
    """The language model was not asked: it is not set up, or nobody agreed to send text to it."""


class UnknownName(SaysoError):
    """A name leads nowhere; the message lists the nearest ones."""


class StoreFault(SaysoError):
    """The folder that holds the dataset cannot be read or written."""


class StoreBusy(StoreFault):
    """Another process is writing to the folder."""


def there_are(names: Collection[str], asked: str) -> str:
    """What there is instead of what was `asked` for: all names, or of very many those that are most like it."""
    if len(names) <= _MOST:
        return f"there are: {', '.join(names) or 'none'}"
    return f"of the {len(names):,} there are, most like it: {', '.join(get_close_matches(asked, names, _MOST // 4, 0))}"
