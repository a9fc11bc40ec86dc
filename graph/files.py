"""Files that are there whole or not at all, and still there after the power was lost."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Put a file in place by one rename, on the disk before this returns; raises OSError, and the old file stands.

    The folder must be there. What a kill may leave beside the file ends in `.part`, and the next write takes its place.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:  # a Ctrl-C leaves nothing beside the file either
        part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk; a file system that cannot promise that raises OSError."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(folder: Path) -> None:
    """Have a folder and all that is in it on the disk; what is there already costs next to nothing."""
    for path in [*folder.rglob("*"), folder]:
        if path.is_dir():
            sync_folder(path)
        else:
            with path.open("rb") as file:
                os.fsync(file.fileno())


def make_folder(folder: Path) -> None:
    """Make a folder, and those it lies in, so that they outlast a loss of power."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for path in missing:
        sync_folder(path.parent)


def inside(folder: Path) -> Iterator[tuple[str, Path]]:
    """The files in a folder and its folders, each with its name from there, in order."""
    for path in sorted(folder.rglob("*")):
        if not path.is_dir():
            yield path.relative_to(folder).as_posix(), path


def discard(folder: Path) -> None:
    """Remove a folder that may be half written, or not there; what cannot be removed is left to the next tidying."""
    shutil.rmtree(folder, ignore_errors=True)
