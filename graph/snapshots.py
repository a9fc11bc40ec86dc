"""The data folder: immutable snapshots, a pointer to the current one, one writer at a time.

A write copies the current snapshot (hard links, some milliseconds), changes the copy, and moves the pointer to it
with one rename. A kill at any moment leaves the pointer at the state before or after; so does a loss of power, for
the snapshot is on the disk before the pointer moves, and the pointer before the write is acknowledged.

    data/current          name of the published snapshot
    data/snapshots/NAME/  an Oxigraph store, never changed once published
    data/snapshots/NAME.use   held (shared lock) by whoever reads that snapshot
    data/writer           held (exclusive lock) while somebody writes
"""

import contextlib
import fcntl
import os
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TypeVar

import pyoxigraph as ox

from graph.errors import StoreBusy, StoreFault
from graph.files import discard, make_folder, sync_folder, sync_tree, write_whole

_PATIENCE = 60  # seconds that somebody else may take to fill a new folder
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

    def filled(self, fill: Callable[[], None]) -> bool:
        """Fill a new folder by calling `fill`; false where somebody else has, or does so just now and is waited for."""
        late = time.monotonic() + _PATIENCE
        while self.current() is None:
            try:
                fill()
            except StoreBusy:
                if time.monotonic() > late:
                    raise
                time.sleep(0.05)
            else:
                return True
        return False

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
                    return name, self.read(name), lock
        raise StoreFault(f"{self.folder}: the published snapshot is missing. Restore the folder from a backup.")

    def read(self, name: str) -> ox.Store:
        """A snapshot's triples, without keeping it from being removed; raises StoreFault when it is no store."""
        try:
            return ox.Store.read_only(str(self.path(name)))
        except (OSError, ValueError, RuntimeError) as error:  # the last is a file that is missing or torn
            raise StoreFault(f"{self.path(name)} cannot be opened: {error}. Restore it from a backup.") from None

    def publish(self, change: Callable[[ox.Store], Told], beside: Beside[Told] | None = None) -> str:
        """Apply `change` to a copy of the current state and make it the current one.

        `beside` may then put more into the folder of the new snapshot; it is given the store, what `change` told, and
        the folders of the old snapshot (None before the first) and the new.
        Raises StoreBusy when another process writes, StoreFault when the disk refuses; the old state then stands.
        """

        def fill(path: Path) -> None:
            self._fill(path, change, beside)

        with self.writing():
            name = self.prepare(fill)
            self.point(name)
            return name

    def prepare(self, fill: Callable[[Path], None]) -> str:
        """Have `fill` make the folder of a new snapshot, and that on the disk; only while `writing`, and not current.

        Gives its name. Nothing is left of one that could not be filled.
        """
        name = uuid.uuid4().hex
        path = self.path(name)
        make_folder(path.parent)
        try:
            fill(path)
            (path.parent / f"{name}.use").touch()
            sync_tree(path)
            sync_folder(path.parent)
        except BaseException:
            discard(path)
            raise
        return name

    def point(self, name: str) -> None:
        """Make a prepared snapshot the current one, and tidy up; only while `writing`."""
        write_whole(self.folder / "current", name.encode("ascii"))
        with contextlib.suppress(OSError):  # it is published; what cannot be removed waits for the next write
            self._tidy()

    def aside(self, name: str, fill: Callable[[Path], None]) -> IO[bytes]:
        """Have `fill` make a folder of that name beside the snapshots, unless it is there.

        The lock given back keeps it from being tidied away; see `drop`. Raises StoreFault for what the disk refuses.
        """
        path = self.path(name)
        part = path.with_name(f"{name}-{uuid.uuid4().hex}")
        try:
            lock, making = self._use(name), self._use(part.name)
            with making:
                if not path.is_dir():
                    fill(part)
                    self._put(part, path)
        except OSError as error:
            raise StoreFault(f"{self.folder}: cannot be written: {error}. The data is as it was.") from None
        finally:
            discard(part)
            part.with_name(f"{part.name}.use").unlink(missing_ok=True)
        return lock

    def drop(self, name: str, lock: IO[bytes]) -> None:
        """Let go of a folder beside the snapshots, and remove it if nobody else has it open."""
        with lock, contextlib.suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            discard(self.path(name))
            (self.folder / "snapshots" / f"{name}.use").unlink(missing_ok=True)

    def _put(self, part: Path, path: Path) -> None:
        try:
            part.rename(path)
        except OSError:
            if not path.is_dir():  # else another process was faster
                raise

    def _use(self, name: str) -> IO[bytes]:
        """Hold the lock of a folder; one that was removed while we waited is another file by then."""
        while True:
            lock = (self.folder / "snapshots" / f"{name}.use").open("ab")
            fcntl.flock(lock, fcntl.LOCK_SH)
            if os.fstat(lock.fileno()).st_nlink:
                return lock
            lock.close()

    def forget(self) -> None:
        """Be as a new folder again, without a current snapshot; only while `writing`."""
        (self.folder / "current").unlink(missing_ok=True)
        sync_folder(self.folder)

    def _fill(self, path: Path, change: Callable[[ox.Store], Told], beside: Beside[Told] | None) -> None:
        old = self.current()
        if old is not None:
            self.read(old).backup(str(path))
        store = ox.Store(str(path))
        told = change(store)
        store.flush()
        if beside is not None:
            beside(store, told, self.path(old) if old is not None else None, path)
        del store  # releases Oxigraph's own lock

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer; raises StoreBusy when another is, StoreFault for what the disk refuses meanwhile."""
        try:
            make_folder(self.folder)
            with (self.folder / "writer").open("a") as lock:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    raise StoreBusy(
                        f"{self.folder} is being written to by another process. Try again when it is done."
                    ) from None
                yield
        except OSError as error:
            raise StoreFault(f"{self.folder}: cannot be written: {error}. The data is as it was.") from None

    def _tidy(self) -> None:
        """Remove snapshots that are not current and that nobody reads, and what a kill may have left."""
        current = self.current()
        folder = self.folder / "snapshots"
        for name in {path.name.removesuffix(".use") for path in folder.iterdir()} - {current}:
            use = folder / f"{name}.use"
            with use.open("a") as lock:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue
                discard(folder / name)
                use.unlink(missing_ok=True)
