"""Writers that are killed (-9) at any moment, and what must be true of the data folder whenever one was.

A writer is a process of its own that does one thing: it imports, replaces or removes an article, adds proposals, sows
the seeds anew, exports, backs up, restores. It tells when it begins and when it is done, which is what counts as
acknowledged.
"""

import hashlib
import multiprocessing
import os
import shutil
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from graph import backup, computed, counts, search
from graph.dataset import Dataset
from graph.errors import SaysoError
from graph.files import write_whole
from graph.model import Document, Iri
from graph.namespaces import COMPUTED_GRAPH, PROPOSALS_GRAPH
from graph.reader import Reader
from graph.sandbox import Sandbox
from graph.snapshots import Snapshots

sys.path.append(str(Path(__file__).parent / "bench"))

import news

ACTS = ("import", "replace", "remove", "propose", "sow", "export", "backup", "restore")
PROBE = "Zanzibarquay"  # a name in the article that comes and goes, and nowhere else


def digest(quads):
    """A SHA-256 that is the same for the same quads; blank nodes keep their names in all that is done here."""
    return hashlib.sha256("\n".join(sorted(map(str, quads))).encode()).hexdigest()


def document(*graphs, more=()):
    lines = [line for graph in graphs for line in graph.lines] + [*more]
    names = tuple(Iri(news.ID + graph.name) for graph in graphs)
    return Document("news.nq", "".join(lines).encode(), len(lines), names)


def label(graph, text):
    return f'<{news.ID}probe> {news.LABEL} "{text}" <{news.ID}{graph.name}> .\n'


@dataclass(frozen=True)
class News:
    """What there is to write: much that stays, one article that comes and goes, the same corrected, a proposal."""

    stays: Document
    comes: Document
    corrected: Document
    proposed: Document

    @classmethod
    def of(cls, statements):
        *articles, extra, reference = news.graphs(statements)
        old, new = (hashlib.sha256(text.encode()).hexdigest() for text in (extra.name, "corrected"))
        other = news.Graph(extra.name, [line.replace(old, new) for line in extra.lines if "2021" not in line])
        proposal = f"<{news.ID}proposed> <{news.ID}says> <{news.ID}proposed> <{PROPOSALS_GRAPH}> .\n"
        return cls(
            document(reference, *articles),
            document(extra, more=[label(extra, PROBE)]),
            document(other, more=[label(other, PROBE + " corrected")]),
            Document("proposed.nq", proposal.encode(), 1, (Iri(PROPOSALS_GRAPH),)),
        )


def write(act, home, news, pipe):
    """One writer's life."""
    folder = home / "data"
    dataset = Dataset.open(str(folder))
    pipe.send("begun")
    article = news.comes.graphs[0]
    match act:
        case "import":
            dataset.load(news.comes)
        case "replace":
            dataset.load(news.corrected, replace=True)
        case "remove":
            dataset.remove(article)
        case "propose":
            dataset.load(news.proposed)
        case "sow":
            dataset.sow()
        case "export":
            write_whole(home / "export.nq", dataset.export("nq"))
        case "backup":
            shutil.rmtree(home / "copy.new", ignore_errors=True)
            backup.backup(folder, home / "copy.new", folder / "queries", lambda done, total: None)
        case "restore":
            backup.restore(folder, home / "copy", folder / "queries", lambda done, total: None)
    pipe.send("done")
    pipe.recv()


@dataclass
class Toll:
    """What was found after the kills; nothing wrong leaves `wrong` empty."""

    killed: Counter = field(default_factory=Counter)
    halfway: int = 0  # killed after it had begun and before it was done
    before: int = 0
    after: int = 0
    slowest: float = 0.0  # seconds to open the folder again
    wrong: list = field(default_factory=list)


class Folder:
    """The data folder under attack, and what its states must look like."""

    def __init__(self, home, news, sandbox=None):
        self.home, self.news = home, news
        self.sandbox = sandbox or Sandbox()
        dataset = self.open()
        dataset.load(news.stays)
        backup.backup(home / "data", home / "copy", home / "data" / "queries", lambda done, total: None)
        self.kept = self.now = self.state(dataset)
        self.typical = dict.fromkeys(ACTS, 0.0)  # seconds
        self.outcomes, self.derived = {}, {}
        self._method = multiprocessing.get_context("forkserver")
        self._method.set_forkserver_preload(["dying"])

    def open(self):
        return Dataset.open(str(self.home / "data"), sandbox=self.sandbox)

    @staticmethod
    def state(dataset):
        """What is stored: a digest of the dataset, computed graph left out, and one of the proposals."""
        quads = [quad for quad in dataset._reader.store if quad.graph_name.value != COMPUTED_GRAPH]
        return digest(quads), digest(dataset.proposals.store)

    def run(self, act, delay=None):
        """Let a writer live for that many seconds after it has begun, or until it is done; whether it was done."""
        ours, theirs = self._method.Pipe()
        writer = self._method.Process(target=write, args=(act, self.home, self.news, theirs))
        writer.start()
        theirs.close()
        assert ours.recv() == "begun"
        started = time.monotonic()
        done = ours.poll(delay)
        if done:
            try:
                done = ours.recv() == "done"
            except EOFError:
                raise AssertionError(f"{act} broke") from None
        took = time.monotonic() - started
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        if delay is None:
            self.typical[act] = took
            self.now = self.state(self.open())
        return done

    def expected(self, act):
        """What the state is once that act is done, found by doing it to a copy in memory."""
        dataset = self.open()
        store = ox.Store()
        store.extend(dataset._reader.store)
        copy = Dataset(Reader.of(store, dataset.queries), self.sandbox, dataset.queries, None)
        copy._proposed._store.extend(list(dataset.proposals.store))
        match act:
            case "import":
                copy.load(self.news.comes)
            case "replace":
                copy.load(self.news.corrected, replace=True)
            case "remove":
                copy.remove(self.news.comes.graphs[0])
            case "propose":
                copy.load(self.news.proposed)
            case "restore":
                return self.kept
        return self.state(copy)

    def has_article(self):
        return any(size.graph == self.news.comes.graphs[0] for size in self.open().graphs())

    def next_act(self, dice):
        """Something that can be done now, and that changes something as often as not."""
        return dice.choice([act for act in ACTS if act != ("remove" if not self.has_article() else "import")])

    def attack(self, act, delay, toll):
        """Kill a writer that much after it began, and look at what it left."""
        was = self.now
        if (was, act) not in self.outcomes:
            self.outcomes[was, act] = self.expected(act)
        will = self.outcomes[was, act]
        acknowledged = self.run(act, delay)
        toll.killed[act] += 1
        toll.halfway += not acknowledged
        started = time.monotonic()
        dataset = self.open()
        toll.slowest = max(toll.slowest, time.monotonic() - started)
        self.now = now = self.state(dataset)
        toll.before += now == was != will
        toll.after += now == will != was
        if now not in {was, will}:
            toll.wrong.append(f"{act}: half a state")
        elif acknowledged and now != will:
            toll.wrong.append(f"{act}: acknowledged, and lost")
        toll.wrong += [f"{act}: {fault}" for fault in [*self.derived_faults(dataset, now[0]), *self.file_faults()]]

    def derived_faults(self, dataset, state):
        """Where computed graph and search index are not those of the state they lie with."""
        store = dataset._reader.store
        graph = ox.NamedNode(COMPUTED_GRAPH)
        if state not in self.derived:
            fresh = ox.Store()
            fresh.extend(quad for quad in store if quad.graph_name != graph)
            computed.anew(fresh, dataset.queries)
            counts.anew(fresh, dataset.queries)
            verdicts = digest(fresh.quads_for_pattern(None, None, None, graph))
            index = search.anew(fresh, dataset.queries)
            self.derived[state] = (verdicts, index.size, search.find(index, PROBE, 3, (), frozenset()).hits)
        verdicts, size, hits = self.derived[state]
        if digest(store.quads_for_pattern(None, None, None, graph)) != verdicts:
            yield "computed graph of another state"
        if (dataset._index.size, search.find(dataset._index, PROBE, 3, (), frozenset()).hits) != (size, hits):
            yield "search index of another state"

    def file_faults(self):
        """Where an export or a backup is there and not whole."""
        export, copy = self.home / "export.nq", self.home / "copy.new"
        if export.exists() and not export.read_bytes().endswith(b" .\n"):
            yield "half an export"
        if copy.exists():
            try:
                other = self.home / "tried"
                backup.restore(other, copy, other / "queries", lambda done, total: None)
                shutil.rmtree(other)
                shutil.rmtree(copy)
            except SaysoError as fault:
                yield f"half a backup: {fault}"

    def strays(self):
        """What lies in the folders after the next write beside the state now and the one that its writer had open."""
        places = (self.home / "data", self.home / "data" / "proposals")
        before = [Snapshots(folder).current() for folder in places]
        self.run("sow")
        self.run("propose")
        found = []
        for folder, open_then in zip(places, before, strict=True):
            names = {open_then, Snapshots(folder).current()}
            there = {path.name for path in (folder / "snapshots").iterdir()}
            found += [name for name in there if name.removesuffix(".use") not in names]
            found += [path.name for path in (*folder.glob("*.part"), *folder.glob("restoring"))]
        return found
