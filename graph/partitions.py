"""A dataset as a folder of sorted, compressed N-Quads files that any engine loads as they are, with a manifest.

Writing can be cut at any moment and taken up again: a file that is finished, and whose digest is right, stays. Memory
holds one partition. Quads with blank nodes lie together in a last file: their labels mean nothing in another one.

    part-00001.nq.gz …     whole graphs, in the order of their names; a very large graph is spread by its subjects
    blank-nodes.nq.gz      where there are any
    manifest.json          name, quads, bytes and SHA-256 of each; `complete` once all are there
"""

import gzip
import hashlib
import json
import os
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from graph.errors import InputRefused
from graph.model import Iri

MOST: Final = 500_000  # quads in a file, unless asked otherwise: some 100 MB of memory, 10 MB on disk
_MANIFEST: Final = "manifest.json"
_OURS: Final = re.compile(r"(part-\d{5,}|blank-nodes)\.nq\.gz(\.part)?")
_AT_ONCE: Final = 50_000  # quads that are made text at once
Quads = Callable[[Iri], Iterable[ox.Quad]]


@dataclass(frozen=True)
class Partition:
    """A finished file; `aside` counts the quads of its graphs that have blank nodes and stand in the last file."""

    name: str
    quads: int
    bytes: int
    sha256: str
    aside: int = 0


@dataclass
class Manifest:
    """What a folder holds of which state of a dataset, in files of how many quads."""

    state: str
    most: int
    partitions: list[Partition] = field(default_factory=list)
    complete: bool = False

    @property
    def quads(self) -> int:
        """Quads in all files."""
        return sum(each.quads for each in self.partitions)


@dataclass(frozen=True)
class _Plan:
    name: str
    graphs: tuple[Iri, ...]
    bucket: int = 0
    buckets: int = 1


def write(
    folder: Path,
    sizes: Mapping[Iri, int],
    quads: Quads,
    *,
    state: str,
    most: int = MOST,
    told: Callable[[Partition], None] = lambda _: None,
) -> Manifest:
    """Write the graphs of `sizes` into a folder, or what is missing of them; `told` hears of each file as it is done.

    `state` names what is exported: files of another state, or cut to another size, are written anew. Raises
    InputRefused for a folder that holds something else, or that cannot be written; what is finished then stays.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        kept = _kept(folder, state, most)
        manifest = Manifest(state, most)
        for plan in _plans(sizes, most):
            done = kept.get(plan.name)
            manifest.partitions.append(done or _written(folder, plan.name, *_sorted_lines(plan, quads)))
            if done is None:
                _save(folder, manifest)
            told(manifest.partitions[-1])
        if any(each.aside for each in manifest.partitions):
            lines = sorted(set(_lines(quad for graph in sizes for quad in quads(graph) if _blank(quad))))
            manifest.partitions.append(_written(folder, "blank-nodes.nq.gz", lines, 0))
            told(manifest.partitions[-1])
        manifest.complete = True
        _save(folder, manifest)
        wanted = {each.name for each in manifest.partitions}
        for path in folder.iterdir():
            if _OURS.fullmatch(path.name) and path.name not in wanted:
                path.unlink()
    except OSError as error:
        raise InputRefused(
            f"{folder}: {error.strerror}. What was finished stays; mend it and run the same again."
        ) from None
    return manifest


def read(folder: Path) -> Manifest:
    """The manifest of a folder; raises InputRefused where there is none that can be read."""
    try:
        found: dict[str, Any] = json.loads((folder / _MANIFEST).read_text("utf-8"))
        return Manifest(
            found["state"], found["most"], [Partition(**each) for each in found["partitions"]], found["complete"]
        )
    except (OSError, ValueError, KeyError, TypeError):
        raise InputRefused(f"{folder} holds no export of ours. Name a new or empty folder.") from None


def _kept(folder: Path, state: str, most: int) -> dict[str, Partition]:
    """The finished files of the same export that are as they were written."""
    if not {path.name for path in folder.iterdir()} - {f"{_MANIFEST}.part"}:  # new, or cut in its very first line
        _save(folder, Manifest(state, most))
    manifest = read(folder)
    if (manifest.state, manifest.most) != (state, most):
        return {}
    return {each.name: each for each in manifest.partitions if _digest(folder / each.name) == each.sha256}


def _plans(sizes: Mapping[Iri, int], most: int) -> Iterator[_Plan]:
    """Which graphs go into which file."""
    gathered: list[Iri] = []
    number = size = 0
    for graph in sorted(sizes):
        if gathered and size + sizes[graph] > most:
            number += 1
            yield _Plan(f"part-{number:05}.nq.gz", tuple(gathered))
            gathered, size = [], 0
        if sizes[graph] > most:
            buckets = -(-sizes[graph] // most)
            for bucket in range(buckets):
                number += 1
                yield _Plan(f"part-{number:05}.nq.gz", (graph,), bucket, buckets)
        else:
            gathered.append(graph)
            size += sizes[graph]
    if gathered:
        yield _Plan(f"part-{number + 1:05}.nq.gz", tuple(gathered))


def _sorted_lines(plan: _Plan, quads: Quads) -> tuple[list[bytes], int]:
    """The lines of a file, and how many quads of it stand in the last one."""
    aside = 0

    def own() -> Iterator[ox.Quad]:
        nonlocal aside
        for graph in plan.graphs:
            for quad in quads(graph):
                if plan.buckets > 1 and zlib.crc32(str(quad.subject).encode()) % plan.buckets != plan.bucket:
                    continue
                if _blank(quad):
                    aside += 1
                else:
                    yield quad

    lines = sorted(_lines(own()))
    return lines, aside


def _blank(quad: ox.Quad) -> bool:
    return isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)


def _lines(quads: Iterable[ox.Quad]) -> Iterator[bytes]:
    some: list[ox.Quad] = []
    for quad in quads:
        some.append(quad)
        if len(some) == _AT_ONCE:
            yield from _text(some)
            some = []
    yield from _text(some)


def _text(quads: list[ox.Quad]) -> list[bytes]:
    text = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    return text.split(b"\n")[:-1]  # a line break inside a literal is escaped


def _written(folder: Path, name: str, lines: list[bytes], aside: int) -> Partition:
    part = folder / f"{name}.part"
    with part.open("wb") as file:
        with gzip.GzipFile("", "wb", 6, file, mtime=0) as packed:  # no name, no time: the same data, the same bytes
            for line in lines:
                packed.write(line + b"\n")
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / name)
    return Partition(name, len(lines), (folder / name).stat().st_size, _digest(folder / name), aside)


def _digest(path: Path) -> str:
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _save(folder: Path, manifest: Manifest) -> None:
    part = folder / f"{_MANIFEST}.part"
    part.write_text(json.dumps(asdict(manifest) | {"quads": manifest.quads}, indent=1) + "\n", "utf-8")
    part.replace(folder / _MANIFEST)
