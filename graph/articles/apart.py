"""Articles read in a process of their own: whoever waits goes on working, and can end it at any moment.

The process is `python -m graph.articles.apart`, or another module that ends in `work`: files come in on standard input,
one JSON line each goes out when one has been read. Nothing is written to disk, for the texts belong to others. The
process has no network and bounded memory and time; one that ends over a file is started again for the next.
"""

import json
import signal
import subprocess
import sys
import threading
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import IO, Any, Final

from graph.articles.proposals import Proposals, propose
from graph.articles.rdf import triples
from graph.articles.reading import read
from graph.articles.text import Article
from graph.errors import InputRefused
from graph.isolation import isolate
from graph.model import BlankNode, Iri, Literal, Term, Triple

MEMORY: Final = 1024 * 1024 * 1024  # bytes that the process may have; an ordinary article takes 50 million
SECONDS: Final = 60.0  # for one file; an ordinary article takes a hundredth of one


@dataclass(frozen=True)
class File:
    """An article as it was given: a name, bytes of text or HTML, and what links somebody gave with it."""

    name: str
    data: bytes
    url: str = ""
    archived: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of a file: its text and proposals, or the fault that says why there are none and how to mend it.

    `article` is the local id of the article, `digest` the SHA-256 of `text`; `note` says what else the user must know.
    """

    name: str
    fault: str = ""
    article: str = ""
    digest: str = ""
    text: str = ""
    statements: int = 0
    triples: tuple[Triple, ...] = ()
    note: str = ""


class Apart:
    """Files on their way through a process of their own; `take` gives what has come out since it was last asked."""

    def __init__(self, files: Sequence[File], command: Sequence[str] = ("graph.articles.apart",)) -> None:
        self.total = len(files)
        self._command = command
        self._taken = 0
        self._done: list[Outcome] = []
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._cancelled = False
        # The thread lives as long as the process, which the kernel ends with the thread that started it.
        threading.Thread(target=self._follow, args=(list(files),), daemon=True).start()

    @property
    def done(self) -> int:
        """How many files have come out."""
        return len(self._done)

    @property
    def running(self) -> bool:
        """Whether more may come out."""
        return not self._ended.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait until nothing more comes out; whether that is so."""
        return self._ended.wait(seconds)

    def take(self) -> list[Outcome]:
        """What has come out since this was last asked, in the order of the files."""
        new = self._done[self._taken :]
        self._taken += len(new)
        return new

    def cancel(self) -> None:
        """End the process; what has come out stays."""
        with self._lock:
            self._cancelled = True
            if self._process is not None:
                self._process.kill()

    def _follow(self, files: list[File]) -> None:
        try:
            while len(self._done) < self.total and not self._cancelled:
                self._read(files[len(self._done) :])
        finally:
            self._ended.set()

    def _read(self, files: list[File]) -> None:
        """Have files read until all are, or until the process ends over one; where it cannot work, none is."""
        before = len(self._done)
        try:
            code = self._run(files)
        except OSError as error:
            self._fail(files, f"no process could be started to read it ({error.strerror}). Try again in a moment.")
            return
        left = files[len(self._done) - before :]
        if left and not self._cancelled:
            self._fail(left[:1] if code < 0 else left, _why(code))

    def _run(self, files: list[File]) -> int:
        """Start the process and take what it tells; gives its exit code."""
        with self._lock:
            if self._cancelled:
                return 0
            self._process = subprocess.Popen(
                [sys.executable, "-m", *self._command],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        given = json.dumps([[each.name, b64encode(each.data).decode(), each.url, each.archived] for each in files])
        with self._process as process:
            assert process.stdin and process.stdout
            try:
                process.stdin.write(given.encode())
                process.stdin.close()
                for line in process.stdout:
                    self._done.append(_outcome(json.loads(line)))
            except (BrokenPipeError, ValueError):  # it died while it was being told, or while it told
                process.kill()
            with suppress(BrokenPipeError):  # what it was not told would be written once more
                process.stdin.close()
            return process.wait()

    def _fail(self, files: Iterable[File], why: str) -> None:
        self._done += [Outcome(file.name, fault=f"{file.name}: {why}") for file in files]


def _why(code: int) -> str:
    if code == -signal.SIGALRM:
        return f"was not read in {SECONDS:g} s. Cut the article out of the page and try again."
    return f"the process that read it ended (exit code {code}). Try it by itself."


def _by_rules(article: Article) -> tuple[Proposals, str]:
    return propose(article), ""


def outcome(file: File, reader: Callable[[Article], tuple[Proposals, str]] = _by_rules) -> Outcome:
    """Read one file; what goes wrong with it is told, not raised. `reader` gives proposals and a note."""
    try:
        article = read(file.name, file.data)
        links = {"url": file.url or article.source.url, "archived": file.archived or article.source.archived}
        article = replace(article, source=replace(article.source, **links))
        found, note = reader(article)
    except InputRefused as error:
        return Outcome(file.name, fault=str(error))
    except MemoryError:
        return Outcome(
            file.name, fault=f"{file.name}: takes more memory than an article may. Cut the article out of it."
        )
    except (ValueError, LookupError, RecursionError) as error:
        fault = f"{file.name}: could not be read ({type(error).__name__}: {error}). Please report it."
        return Outcome(file.name, fault=fault)
    told = tuple(triples(found))
    return Outcome(file.name, "", found.id, article.digest, article.text, len(found.statements), told, note)


def _outcome(told: dict[str, Any]) -> Outcome:
    found = tuple(Triple(*(_term(*term) for term in triple)) for triple in told.pop("triples"))
    return Outcome(**told, triples=found)


def _term(kind: str, value: str, datatype: str = "", language: str = "") -> Term:
    if kind == "literal":
        return Literal(value, datatype, language)
    return Iri(value) if kind == "iri" else BlankNode(value)


def _told(term: Term) -> list[str]:
    if isinstance(term, Literal):
        return ["literal", str(term), term.datatype, term.language]
    return ["iri" if isinstance(term, Iri) else "blank", str(term)]


def work(
    given: IO[bytes], out: IO[bytes], read_one: Callable[[File], Outcome] = outcome, *, seconds: float = 0
) -> None:
    """Read the files that come in, and tell what became of each; over one that takes longer, the process ends."""
    for file in _files(json.load(given)):
        # Its signal is left deadly: a parser that is stuck hears no other.
        signal.setitimer(signal.ITIMER_REAL, seconds)
        found = read_one(file)
        signal.setitimer(signal.ITIMER_REAL, 0)
        line = vars(found) | {"triples": [[_told(term) for term in triple] for triple in found.triples]}
        out.write(json.dumps(line).encode() + b"\n")
        out.flush()


def _files(given: Iterable[tuple[str, str, str, str]]) -> Iterable[File]:
    return (File(name, b64decode(data), *links) for name, data, *links in given)


if __name__ == "__main__":
    isolate(MEMORY)
    work(sys.stdin.buffer, sys.stdout.buffer, seconds=SECONDS)
