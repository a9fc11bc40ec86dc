"""Houses of their own for tests of the workers, and the workers as the operating system knows them."""

from contextlib import contextmanager, suppress
from pathlib import Path

from graph.dataset import Dataset
from graph.sandbox import Limits, Sandbox

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@contextmanager
def house(location="memory:", **limits):
    """A dataset with workers of its own."""
    dataset = Dataset.open(location, sandbox=Sandbox(Limits(**limits)))
    try:
        yield dataset
    finally:
        dataset.close()


def children(parent="self"):
    """The worker processes of a process, those that are dead but not buried included."""
    found = set()
    for task in Path(f"/proc/{parent}/task").iterdir():
        with suppress(OSError):  # the thread has ended meanwhile
            found |= {int(pid) for pid in (task / "children").read_text().split()}
    return {pid for pid in found if b"sandbox/worker.py" in command_of(pid) or not command_of(pid)}


def command_of(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def cpu_seconds(pid):
    """The processor time a process has used so far; 0 when it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / 100
