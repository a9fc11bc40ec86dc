"""Copies of all that a data folder holds: the triples, the proposals, the saved queries.

    DIR/manifest.json   what the copy is of, and the length and SHA-256 of every file in it
    DIR/dataset/        the published snapshot, computed graph and search index included
    DIR/proposals/      the same of the proposals, where there are any
    DIR/queries/        the saved queries

A copy is whole or not there, and so is what is restored from it: both snapshots are prepared beside the current ones,
then one file, `restoring`, says that they count. Whoever opens the folder or writes to it next moves the pointers, if
the one who wrote that file was killed before.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from graph.errors import InputRefused, StoreBusy, StoreFault
from graph.files import discard, inside, make_folder, sync_folder, sync_tree, write_whole
from graph.snapshots import Snapshots

FORMAT: Final = 1
Told = Callable[[int, int], None]  # bytes done, bytes in all
_MANIFEST: Final = "manifest.json"
_JOURNAL: Final = "restoring"
_OWN: Final = ("LOG", "LOCK")  # what an engine that has the files open writes for itself
_NAME: Final = re.compile(r"(dataset|proposals|queries)(/(?!\.{1,2}(/|$))[^/\0]+)+")
_BLOCK: Final = 1 << 20


@dataclass(frozen=True)
class Kept:
    """What a copy holds: the revision and number of triples of each store; no proposals have the revision ""."""

    revision: str
    triples: int
    proposals: str
    proposed: int
    queries: int
    made: str


@dataclass(frozen=True)
class _State:
    """A published snapshot: its folder, its name, how many triples it has."""

    folder: Path
    revision: str
    triples: int


@dataclass(frozen=True)
class _Journal:
    """What a folder is to hold once a restore is through."""

    dataset: str
    proposals: str
    seeds: str
    into: str
    queries: dict[str, str]


# --------------------------------------------------------------------- backup
def backup(folder: Path, to: Path, queries: Path, told: Told) -> Kept:
    """Copy the published state of a data folder and a folder of queries; nobody needs to stop writing meanwhile.

    The copy shares no file with the original. Raises StoreFault for a target that is not a new or empty folder, or
    cannot be written (nothing is left of it then), StoreBusy when another backup goes to the same place.
    """
    settle(folder)
    if to.resolve().is_relative_to(folder.resolve()):
        raise StoreFault(f"{to} lies inside the data it is to be a copy of. Name a folder elsewhere.")
    try:
        if to.exists() and (not to.is_dir() or any(to.iterdir())):
            raise StoreFault(f"{to} is not empty, and a backup never writes over anything. Name a new folder.")
        make_folder(to.resolve().parent)
        part = to.resolve().with_name(f"{to.resolve().name}.part")
        with _alone(part), _pinned(folder) as states:
            try:
                kept = _copied(states, part, queries, _text(folder / "seeds.sha256"), told)
                sync_tree(part)
                part.replace(to.resolve())
            except BaseException:
                discard(part)
                raise
        sync_folder(to.resolve().parent)
    except OSError as error:
        raise StoreFault(f"{to}: cannot be written: {error.strerror or error}. Nothing was left there.") from None
    return kept


@contextmanager
def _alone(part: Path) -> Iterator[None]:
    """Hold an empty folder that is being filled; one that a kill has left is emptied."""
    part.mkdir(exist_ok=True)
    handle = os.open(part, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for path in part.iterdir():
            discard(path) if path.is_dir() else path.unlink()
        yield
    except BlockingIOError:
        raise StoreBusy(f"{part} is being filled by another backup. Try again when it is done.") from None
    finally:
        os.close(handle)


@contextmanager
def _pinned(folder: Path) -> Iterator[dict[str, _State]]:
    """Hold the dataset and the proposals, where there are any, as they are at one moment."""
    dataset, proposals = _stores(folder)
    with ExitStack() as held:
        while True:
            name, store, lock = dataset.open()
            held.enter_context(lock)
            states = {"dataset": _State(dataset.path(name), name, len(store))}
            if proposals.current() is not None:
                other, store, lock = proposals.open()
                held.enter_context(lock)
                states["proposals"] = _State(proposals.path(other), other, len(store))
            if dataset.current() == name:  # so both were current when the second was opened
                break
        yield states


def _copied(states: Mapping[str, _State], part: Path, queries: Path, seeds: str, told: Told) -> Kept:
    sources = {
        f"{store}/{name}": path
        for store, state in states.items()
        for name, path in inside(state.folder)
        if not path.name.startswith(_OWN)
    }
    saved = {f"queries/{path.name}": path for path in sorted(queries.glob("*.rq"))}
    sources |= saved
    count = _Count(sum(path.stat().st_size for path in sources.values()), told)
    files = {name: _copy(path, part / name, count) for name, path in sources.items()}
    for name, (size, _) in files.items():
        if size < 0:
            raise StoreFault(f"{sources[name]} cannot be read, so there is no backup. Look at that file.")
    dataset, proposals = states["dataset"], states.get("proposals", _State(Path(), "", 0))
    now = datetime.now(UTC).isoformat(timespec="seconds")
    kept = Kept(dataset.revision, dataset.triples, proposals.revision, proposals.triples, len(saved), now)
    manifest = {
        "format": FORMAT,
        "version": version("graph"),
        **asdict(kept),
        "seeds": seeds,
        "files": {name: {"bytes": size, "sha256": digest} for name, (size, digest) in files.items()},
    }
    (part / _MANIFEST).write_text(json.dumps(manifest, indent=1), "utf-8")
    return kept


# -------------------------------------------------------------------- restore
def restore(folder: Path, source: Path, queries: Path, told: Told) -> Kept:
    """Make a data folder what it was when a backup was made; the old state stands until the new one is whole.

    Saved queries come back too; others that are there stay. Every file is compared with the manifest before anything
    counts. Raises InputRefused for what is no backup of ours or a broken one, StoreBusy while somebody writes,
    StoreFault for what the disk refuses; the old state then stands.
    """
    manifest = _manifest(source)
    kept = _kept(source, manifest)
    given = _Given(source, manifest["files"], told)
    settle(folder)
    with _writing(folder) as (dataset, proposals):
        texts = given.texts("queries")
        journal = _Journal(
            _prepared(dataset, given, "dataset", kept.triples),
            _prepared(proposals, given, "proposals", kept.proposed) if kept.proposals else "",
            str(manifest.get("seeds", "")),
            str(queries.resolve()),
            texts,
        )
        write_whole(folder / _JOURNAL, json.dumps(asdict(journal)).encode())
        _finish(folder, dataset, proposals)
    return kept


def settle(folder: Path) -> None:
    """Bring a restore to its end that was killed after it counted; raises StoreBusy while it still runs."""
    if (folder / _JOURNAL).exists():
        with _writing(folder) as (dataset, proposals):
            _finish(folder, dataset, proposals)


def _finish(folder: Path, dataset: Snapshots, proposals: Snapshots) -> None:
    """Do what the journal says; done twice it is the same."""
    try:
        journal = _Journal(**json.loads((folder / _JOURNAL).read_text("utf-8")))
    except FileNotFoundError:  # another process has done it while we waited for the lock
        return
    dataset.point(journal.dataset)
    if journal.proposals:
        proposals.point(journal.proposals)
    else:
        proposals.forget()
    if journal.seeds:
        write_whole(folder / "seeds.sha256", journal.seeds.encode())
    if journal.queries:
        into = Path(journal.into)
        make_folder(into)
        for name, text in journal.queries.items():
            write_whole(into / name, text.encode("utf-8", "surrogateescape"))
    (folder / _JOURNAL).unlink()
    sync_folder(folder)


def _prepared(snapshots: Snapshots, given: "_Given", part: str, triples: int) -> str:
    """A snapshot from one part of a backup; gives its name."""
    name = snapshots.prepare(lambda path: given.copy(part, path))
    try:
        there = len(snapshots.read(name))
    except StoreFault:
        there = -1
    if there != triples:
        discard(snapshots.path(name))
        raise _broken(given.source, f"{part} does not hold the {triples:,} triples that the manifest says")
    return name


class _Given:
    """The files of a backup, each of which must be as the manifest says."""

    def __init__(self, source: Path, files: Mapping[str, Mapping[str, Any]], told: Told) -> None:
        self.source, self._files = source, files
        self._count = _Count(sum(each["bytes"] for each in files.values()), told)

    def copy(self, part: str, to: Path) -> None:
        """Copy one part of it into a folder."""
        to.mkdir()
        for name in self._names(part):
            self._compare(name, *_copy(self.source / name, to / name.removeprefix(f"{part}/"), self._count))

    def texts(self, part: str) -> dict[str, str]:
        """The texts of one part of it by name; what is not UTF-8 in them comes through as it is."""
        found = {}
        for name in self._names(part):
            try:
                data = (self.source / name).read_bytes()
            except OSError as error:
                raise _broken(self.source, f"{name} cannot be read ({error.strerror})") from None
            self._count.add(len(data))
            self._compare(name, len(data), hashlib.sha256(data).hexdigest())
            found[name.removeprefix(f"{part}/")] = data.decode("utf-8", "surrogateescape")
        return found

    def _names(self, part: str) -> list[str]:
        return [name for name in self._files if name.startswith(f"{part}/")]

    def _compare(self, name: str, size: int, digest: str) -> None:
        if (size, digest) != (self._files[name]["bytes"], self._files[name]["sha256"]):
            raise _broken(self.source, f"{name} is not as the manifest says")


def _manifest(source: Path) -> dict[str, Any]:
    """The manifest of a backup, with names that stay inside it."""
    try:
        manifest = json.loads((source / _MANIFEST).read_bytes())
        files = manifest["files"]
        astray = [name for name in files if not _NAME.fullmatch(name) or (source / name).is_symlink()]
        named = all(isinstance(each["bytes"], int) and isinstance(each["sha256"], str) for each in files.values())
    except FileNotFoundError:
        raise InputRefused(
            f"{source} is no backup: it has no {_MANIFEST}. Name the folder that `backup` wrote."
        ) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise _broken(source, f"{_MANIFEST} cannot be read") from None
    if manifest.get("format") != FORMAT:
        raise InputRefused(f"{source} has the format {manifest.get('format')!r}, and {FORMAT} is known. Update Sayso.")
    if astray or not named:
        raise _broken(source, f"{_MANIFEST} names files that are no part of a backup")
    return dict(manifest)


def _kept(source: Path, manifest: Mapping[str, Any]) -> Kept:
    told = {field.name: manifest.get(field.name) for field in fields(Kept)}
    for field in fields(Kept):
        if type(told[field.name]) is not field.type:
            raise _broken(source, f"{_MANIFEST} does not tell {field.name}")
    return Kept(**told)  # type: ignore[arg-type]


def _broken(source: Path, why: str) -> InputRefused:
    return InputRefused(f"{source} is broken: {why}. Nothing was restored; use another backup.")


# ---------------------------------------------------------------------- files
class _Count:
    """Counts bytes, and tells of them."""

    def __init__(self, total: int, told: Told) -> None:
        self._done, self._total, self._told = 0, total, told

    def add(self, number: int) -> None:
        self._done += number
        self._told(self._done, self._total)


def _copy(path: Path, to: Path, count: _Count) -> tuple[int, str]:
    """Copy a file; gives its length and SHA-256. A source that cannot be opened is told by the length -1."""
    to.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    try:
        source = path.open("rb")
    except OSError:
        return -1, ""
    with source, to.open("wb") as copy:
        while block := source.read(_BLOCK):
            copy.write(block)
            digest.update(block)
            size += len(block)
            count.add(len(block))
    return size, digest.hexdigest()


def _text(path: Path) -> str:
    with contextlib.suppress(FileNotFoundError):
        return path.read_text("ascii")
    return ""


def _stores(folder: Path) -> tuple[Snapshots, Snapshots]:
    return Snapshots(folder), Snapshots(folder / "proposals")


@contextmanager
def _writing(folder: Path) -> Iterator[tuple[Snapshots, Snapshots]]:
    dataset, proposals = _stores(folder)
    with dataset.writing(), proposals.writing():
        yield dataset, proposals
