"""The data folder: immutable snapshots, a pointer to the current one, one writer at a time.

A write copies the current snapshot (hard links, some milliseconds), changes the copy, and moves the pointer to it
with one rename. A kill at any moment leaves the pointer at the state before or after.

    data/current          name of the published snapshot
    data/snapshots/NAME/  an Oxigraph store, never changed once published
    data/snapshots/NAME.use   held (shared lock) by whoever reads that snapshot
    data/writer           held (exclusive lock) while somebody writes
"""

import contextlib
import fcntl
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TypeVar

import pyoxigraph as ox

from graph.errors import StoreBusy, StoreFault

Told = TypeVar("Told")
Beside = Callable[[ox.Store, Told, Path | None, Path], None]


class Snapshots:
    """The published states of one data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> str | None:
        """The name of the published snapshot, or None in a new folder."""
        try:
            return (self.folder / "current").read_text("ascii").strip()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreFault(f"{self.folder}: cannot be read: {error.strerror}. Name a folder of your own.") from None

    def path(self, name: str) -> Path:
        """Where a snapshot lies."""
        return self.folder / "snapshots" / name

    def open(self) -> tuple[str, ox.Store, IO[bytes]]:
        """Open the current snapshot for reading; the lock given with it keeps it from being removed."""
        for _ in range(3):  # a writer may publish, and tidy up, between our two looks
            name = self.current()
            if name is None:
                raise StoreFault(f"{self.folder} holds no published dataset.")
            with contextlib.suppress(FileNotFoundError):
                lock = (self.folder / "snapshots" / f"{name}.use").open("rb")
                fcntl.flock(lock, fcntl.LOCK_SH)
                if self.path(name).is_dir():
                    return name, self._read(name), lock
        raise StoreFault(f"{self.folder}: the published snapshot is missing. Restore the folder from a backup.")

    def _read(self, name: str) -> ox.Store:
        try:
            return ox.Store.read_only(str(self.path(name)))
        except (OSError, ValueError) as error:
            raise StoreFault(f"{self.path(name)} cannot be opened: {error}. Restore it from a backup.") from None

    def publish(self, change: Callable[[ox.Store], Told], beside: Beside[Told] | None = None) -> str:
        """Apply `change` to a copy of the current state and make it the current one.

        `beside` may then put more into the folder of the new snapshot; it is given the store, what `change` told, and
        the folders of the old snapshot (None before the first) and the new.
        Raises StoreBusy when another process writes, StoreFault when the disk refuses; the old state then stands.
        """
        try:
            with self._writer():
                name = uuid.uuid4().hex
                try:
                    self._write(name, change, beside)
                except BaseException:
                    shutil.rmtree(self.path(name), ignore_errors=True)
                    raise
                self._tidy()
                return name
        except OSError as error:
            raise StoreFault(f"{self.folder}: cannot be written: {error}. The data is as it was.") from None

    def _write(self, name: str, change: Callable[[ox.Store], Told], beside: Beside[Told] | None) -> None:
        old, path = self.current(), self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        if old is not None:
            ox.Store.read_only(str(self.path(old))).backup(str(path))
        store = ox.Store(str(path))
        told = change(store)
        store.flush()
        if beside is not None:
            beside(store, told, self.path(old) if old is not None else None, path)
        del store  # releases Oxigraph's own lock
        (path.parent / f"{name}.use").touch()
        pointer = self.folder / f"current.{name}"
        with pointer.open("w", encoding="ascii") as file:
            file.write(name)
            file.flush()
            os.fsync(file.fileno())
        pointer.replace(self.folder / "current")

    @contextmanager
    def _writer(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "writer").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StoreBusy(
                    f"{self.folder} is being written to by another process. Try again when it is done."
                ) from None
            yield

    def _tidy(self) -> None:
        """Remove snapshots that are not current and that nobody reads, and what a kill may have left."""
        current = self.current()
        for path in (self.folder / "snapshots").iterdir():
            name = path.name.removesuffix(".use")
            if name == current or not path.is_dir():
                continue
            use = path.with_name(f"{name}.use")
            with use.open("a") as lock:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue
                shutil.rmtree(path, ignore_errors=True)
                use.unlink(missing_ok=True)
        for stray in self.folder.glob("current.*"):
            stray.unlink(missing_ok=True)
