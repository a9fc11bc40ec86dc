"""What has been proposed and not accepted: a store of its own beside the dataset.

In the dataset's store every query would have to name the graphs that are not proposals, which costs a look-up for
each of them in every pattern; apart, the default graph of the dataset stays Oxigraph's own union.
"""

from collections.abc import Callable
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from graph.snapshots import Snapshots


class Proposed:
    """The proposals of one dataset, in memory or in a folder; published as the dataset's own states are."""

    def __init__(self, folder: Path | None) -> None:
        self._snapshots = Snapshots(folder) if folder else None
        self._store = ox.Store()
        self._lock: IO[bytes] | None = None
        self.revision = ""

    @property
    def store(self) -> ox.Store:
        """The newest published state."""
        if self._snapshots is None or (current := self._snapshots.current() or "") == self.revision:
            return self._store
        if current:
            self.revision, self._store, lock = self._snapshots.open()
            self.close()
            self._lock = lock
        else:  # a backup without proposals was restored
            self.revision, self._store = "", ox.Store()
            self.close()
        return self._store

    def change(self, change: Callable[[ox.Store], None]) -> None:
        """Apply a change, all of it or nothing; raises StoreBusy or StoreFault."""
        if self._snapshots is None:
            change(self._store)
            self.revision = f"{len(self._store)} {id(self._store)}"
        else:
            self._snapshots.publish(change)

    def close(self) -> None:
        """Let go of the state that is being read."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None
