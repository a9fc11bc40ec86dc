"""A published state without some resources, or with the proposals: a folder of its own beside the state.

What users type is asked of it when a clock is set. It is made by a process of its own, which takes ten seconds for a
million quads and none of ours; then any worker opens it like a state. Run as `python -m graph.asides STATE FOLDER`:
the hidden IRIs stand in the first line of its input, as JSON, and the quads to add in the lines after it.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any, Final

import pyoxigraph as ox

from graph.errors import QueryStopped, StoreFault
from graph.model import Iri
from graph.namespaces import COMPUTED_GRAPH
from graph.sandbox.pool import CANCELLED
from graph.snapshots import Snapshots
from graph.terms import named, to_ox

KEPT: Final = 4  # of a million quads each may take as much disk as the state
_FEW: Final = 40  # quads of the state for each thing to be taken out, from which taking out is faster than copying
_LOOK: Final = 0.1  # seconds between looks whether the request was cancelled
_COMPUTED: Final = named(COMPUTED_GRAPH)


class Asides:
    """The folders made beside the states of one dataset; the last few that were asked for are kept."""

    def __init__(self, snapshots: Snapshots) -> None:
        self._snapshots = snapshots
        self._held: dict[str, IO[bytes]] = {}  # the lock of each folder, the one asked for last at the end
        self._making = threading.Lock()  # one at a time, or they would take each other's processor and disk
        self._changing = threading.Lock()

    def folder(
        self, state: str, hidden: frozenset[Iri], added: Sequence[ox.Quad], cancelled: Callable[[], bool]
    ) -> tuple[str, Path]:
        """The name and the place of a state without what is hidden and with what is added, made unless it is there.

        Raises StoreFault when it cannot be made, QueryStopped once `cancelled`.
        """
        lines = ox.serialize(added, format=ox.RdfFormat.N_QUADS) or b""
        told = json.dumps(sorted(hidden)).encode() + b"\n" + lines
        name = f"{state}-{hashlib.sha256(told).hexdigest()[:16]}"
        while not self._making.acquire(timeout=_LOOK):
            _raise_if(cancelled())
        try:
            source = self._snapshots.path(state)
            held = self._held.get(name) or self._snapshots.aside(name, lambda to: _make(source, to, told, cancelled))
            self._keep(name, held)
        finally:
            self._making.release()
        return name, self._snapshots.path(name)

    def close(self) -> None:
        """Let go of all, which removes what nobody else has open."""
        with self._changing:
            held, self._held = self._held, {}
        for name, lock in held.items():
            self._snapshots.drop(name, lock)

    def _keep(self, name: str, lock: IO[bytes]) -> None:
        """Remember a folder as the one asked for last, and let go of those that were asked for longest ago."""
        with self._changing:
            self._held.pop(name, None)
            self._held[name] = lock
            gone = [(each, self._held.pop(each)) for each in list(self._held)[:-KEPT]]
        for each, held in gone:
            self._snapshots.drop(each, held)


def _make(state: Path, folder: Path, told: bytes, cancelled: Callable[[], bool]) -> None:
    """Have a process of its own fill a folder."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as said:
        given.write(told)
        given.seek(0)
        command = [sys.executable, "-m", "graph.asides", str(state), str(folder)]
        process = subprocess.Popen(command, stdin=given, stdout=subprocess.DEVNULL, stderr=said)
        try:
            while not _ended(process):
                _raise_if(cancelled())
        finally:
            process.kill()
            process.wait()
        if process.returncode:
            said.seek(0)
            why = said.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
            raise StoreFault(f"The data as it is seen by the clocks could not be written beside {state}: {why}")


def _raise_if(cancelled: bool) -> None:
    if cancelled:
        raise QueryStopped(CANCELLED)


def _ended(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(_LOOK)
    except subprocess.TimeoutExpired:
        return False
    return True


def fill(state: Path, folder: Path, hidden: Sequence[str], added: bytes) -> None:
    """Fill a new folder with what a state holds, but for what is hidden (see `reader.kept_without`), and more quads."""
    source = ox.Store.read_only(str(state))
    nodes: set[Any] = {to_ox(Iri(iri)) for iri in hidden}
    nodes |= {hit.subject for each in list(nodes) for hit in source.quads_for_pattern(None, None, each, _COMPUTED)}
    if len(nodes) * _FEW < len(source):
        source.backup(str(folder))
        store = ox.Store(str(folder))
        for node in nodes:
            for quad in [*store.quads_for_pattern(node, None, None), *store.quads_for_pattern(None, None, node)]:
                store.remove(quad)
    else:
        store = ox.Store(str(folder))
        store.bulk_extend(quad for quad in source if quad.subject not in nodes and quad.object not in nodes)
    store.bulk_load(added, format=ox.RdfFormat.N_QUADS)
    store.flush()


if __name__ == "__main__":
    os.nice(5)
    fill(Path(sys.argv[1]), Path(sys.argv[2]), json.loads(sys.stdin.buffer.readline()), sys.stdin.buffer.read())
