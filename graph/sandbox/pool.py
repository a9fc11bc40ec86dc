"""Warm workers, handed to one request at a time; the killed are replaced, and one more is kept ready.

All workers are started by one thread that lives as long as the pool: the kernel ends a worker when the thread that
started it ends (PR_SET_PDEATHSIG), so that none outlives us, however we die.
"""

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from graph.errors import Crowded, QueryStopped, SaysoError
from graph.sandbox.link import Died, Late, Link

Warm = Callable[[Link], object]
CANCELLED: Final = "Cancelled: this is no empty answer."


def usual_size() -> int:
    """How many requests are worked on at once on this machine: one more than it has cores, two to four."""
    return max(2, min(4, (os.cpu_count() or 1) + 1))


class Ticket:
    """A handle on one request: `cancel` ends it from any thread, whether it waits or runs."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stop: Callable[[], None] | None = None
        self.cancelled = False

    def cancel(self) -> None:
        """End the request; who waits for its answer gets QueryStopped."""
        with self._lock:
            self.cancelled = True
            if self._stop is not None:
                self._stop()

    @contextmanager
    def stopped_by(self, stop: Callable[[], None]) -> Iterator[None]:
        """While this lasts, cancelling calls `stop`; raises QueryStopped when it is cancelled already."""
        with self._lock:
            if self.cancelled:
                raise QueryStopped(CANCELLED)
            self._stop = stop
        try:
            yield
        finally:
            with self._lock:
                self._stop = None


class Pool:
    """At most `size` workers busy at a time, and `waiting` requests in line for at most `patience` seconds."""

    def __init__(self, start: Callable[[], Link], size: int, spares: int, waiting: int, patience: float) -> None:
        self._start = start
        self._size = size
        self._spares = spares
        self._waiting = waiting
        self._patience = patience
        self._changed = threading.Condition()
        self._line: deque[Ticket] = deque()
        self._idle: list[Link] = []
        self._busy: set[Link] = set()
        self._dying: list[Link] = []
        self._starting: Link | None = None
        self._wanted = 0
        self._unstartable: OSError | None = None
        self._warm: Warm | None = None
        self._starter: threading.Thread | None = None
        self._closed = False

    @contextmanager
    def worker(self, ticket: Ticket, revision: str, warm: Warm | None = None) -> Iterator[Link]:
        """Have a worker to yourself, one that has `revision` open if there is one; the next spare is `warm`ed like it.

        Raises Crowded when too many wait or none comes free in time, QueryStopped when the ticket is cancelled.
        """
        link = self._take(ticket, revision, warm)
        try:
            with ticket.stopped_by(link.kill):
                yield link
        finally:
            self._give_back(link)

    def close(self) -> None:
        """End all workers, the busy ones too."""
        with self._changed:
            self._closed = True
            idle, self._idle = self._idle, []
            for link in filter(None, [*self._busy, self._starting]):
                link.kill()
            starter = self._starter
            self._changed.notify_all()
        if starter is not None:
            starter.join()
        for link in idle:
            self._drop(link)
        for link in self._dying:
            link.wait()

    # ------------------------------------------------------------ one request
    def _take(self, ticket: Ticket, revision: str, warm: Warm | None) -> Link:
        deadline = time.monotonic() + self._patience
        with ticket.stopped_by(self._wake), self._changed:
            if len(self._busy) + len(self._line) >= self._size + self._waiting:
                raise Crowded(f"{len(self._line)} requests are waiting already. Try again in a moment.", self._patience)
            self._warm = warm or self._warm
            self._line.append(ticket)
            try:
                while True:
                    self._order()
                    came = self._changed.wait_for(lambda: self._settled(ticket), deadline - time.monotonic())
                    self._raise_for(ticket, came)
                    link = next((link for link in self._idle if link.revision == revision), self._idle[-1])
                    self._idle.remove(link)
                    if link.usable:
                        self._busy.add(link)
                        return link
                    self._drop(link)  # it died while it was idle
            finally:
                self._line.remove(ticket)
                self._order()

    def _settled(self, ticket: Ticket) -> bool:
        """Whether the wait is over: a worker is free and it is our turn, or there will be none."""
        if ticket.cancelled or self._closed or self._unstartable is not None:
            return True
        return self._line[0] is ticket and len(self._busy) < self._size and bool(self._idle)

    def _raise_for(self, ticket: Ticket, came: bool) -> None:
        if ticket.cancelled:
            raise QueryStopped(CANCELLED)
        if self._closed:
            raise QueryStopped("The dataset has been closed. Open it again.")
        if self._unstartable is not None:
            fault, self._unstartable = self._unstartable, None
            raise Crowded(f"No worker could be started: {fault.strerror}. Try again in a moment.", self._patience)
        if not came:
            raise Crowded(f"All {self._size} workers are busy. Try again in a moment.", self._patience)

    def _give_back(self, link: Link) -> None:
        with self._changed:
            self._busy.discard(link)
            if link.usable and not self._closed:
                self._idle.append(link)
            else:
                self._drop(link)
            self._order()

    def _drop(self, link: Link) -> None:
        link.end()
        self._dying = [each for each in (*self._dying, link) if not each.gone]

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()

    # ------------------------------------------------------------ the starter
    def _order(self) -> None:
        """Want as many more workers as serve those who wait, and the spares; tell everybody that something changed."""
        alive = len(self._idle) + len(self._busy)
        needed = min(self._size, len(self._busy) + len(self._line)) + self._spares
        self._wanted = 0 if self._closed else max(0, needed - alive)
        if self._wanted and (self._starter is None or not self._starter.is_alive()):
            self._starter = threading.Thread(target=self._keep_starting, name="sayso-workers", daemon=True)
            self._starter.start()
        self._changed.notify_all()

    def _keep_starting(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._wanted or self._closed)
                if self._closed:
                    return
                warm = None if self._line else self._warm
            fault = self._start_one(warm)
            with self._changed:
                if fault is None:
                    self._order()
                else:
                    # Whoever comes next tries again. We do not, or one that cannot live would be started for ever.
                    self._wanted = 0
                    self._unstartable = fault if self._line else None
                    self._changed.notify_all()

    def _start_one(self, warm: Warm | None) -> OSError | None:
        try:
            link = self._start()
        except OSError as fault:
            return fault
        with self._changed:
            self._starting = link
        try:
            if warm is not None and not self._closed:
                warm(link)
        except (OSError, SaysoError, Late, Died):
            self._warm = None  # it is a favour: the next one starts without
        with self._changed:
            self._starting = None
            if link.usable and not self._closed:
                self._idle.append(link)
            else:
                self._drop(link)
        return None
