"""The same data in other engines: rdflib in memory, bare pyoxigraph, `oxigraph serve`, Debian's Virtuoso.

Each is asked SPARQL text and says how many rows or triples it gives. Servers listen on loopback and end with the block.
"""

import contextlib
import http.client
import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox
import rdflib

Ask = Callable[[str], int]
LIMIT = 3  # seconds a question may take
RDFLIB_TRIPLES = 300_000  # more than this is minutes of loading: it is left out

INI = """[Database]
DatabaseFile={folder}/virtuoso.db
TransactionFile={folder}/virtuoso.trx
ErrorLogFile={folder}/virtuoso.log
LockFile={folder}/virtuoso.lck
xa_persistent_file={folder}/virtuoso.pxa
MaxCheckpointRemap=2000
[TempDatabase]
DatabaseFile={folder}/temp.db
TransactionFile={folder}/temp.trx
[Parameters]
ServerPort={port}
DirsAllowed={folder}
NumberOfBuffers=170000
MaxDirtyBuffers=130000
ServerThreads=8
[HTTPServer]
ServerPort={http}
ServerThreads=4
[SPARQL]
ResultSetMaxRows=2000000
DefaultQuery=ASK {{}}
"""


class TooLong(Exception):
    """The question ran past the limit."""


@contextlib.contextmanager
def bare(snapshot: Path) -> Iterator[Ask]:
    """pyoxigraph on the very store that Sayso reads."""
    store = ox.Store.read_only(str(snapshot))

    def ask(text: str) -> int:
        found = store.query(text, use_default_graph_as_union=True)
        return sum(1 for _ in found)

    yield ask


@contextlib.contextmanager
def rdflib_in_memory(nquads: Path) -> Iterator[Ask]:
    """rdflib's own store and evaluator; a question is broken off at the limit."""
    data = rdflib.Dataset(default_union=True)
    for each in ox.parse(path=str(nquads), format=ox.RdfFormat.N_QUADS):  # its own parser drops the default graph
        terms = (_term(each.subject), _term(each.predicate), _term(each.object))
        data.store.add(terms, data.get_context(rdflib.URIRef(each.graph_name.value)))

    def late(*_: object) -> None:
        raise TooLong

    def ask(text: str) -> int:
        signal.signal(signal.SIGALRM, late)
        signal.alarm(LIMIT)
        try:
            return sum(1 for _ in data.query(text))
        finally:
            signal.alarm(0)

    yield ask


def _term(term: object) -> rdflib.term.Node:
    if isinstance(term, ox.Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value))
    return rdflib.BNode(term.value) if isinstance(term, ox.BlankNode) else rdflib.URIRef(term.value)


@contextlib.contextmanager
def oxigraph_server(snapshot: Path) -> Iterator[Ask]:
    """`oxigraph serve-read-only` on the same store."""
    port = _free()
    command = [Path(sys.executable).with_name("oxigraph"), "serve-read-only", "--location", snapshot]
    with _running([*command, "--bind", f"127.0.0.1:{port}", "--union-default-graph", "--timeout-s", LIMIT]) as server:
        _until(port, server)
        yield _over_http(port, "/query", {})


@contextlib.contextmanager
def virtuoso(folder: Path, nquads: Path) -> Iterator[Ask]:
    """Debian's Virtuoso, filled with the same quads in a folder of its own."""
    folder.mkdir()
    (folder / "data").mkdir()
    (folder / "data" / "all.nq").hardlink_to(nquads)
    port, web = _free(), _free()
    ini = folder / "virtuoso.ini"
    ini.write_text(INI.format(folder=folder, port=port, http=web), "utf-8")
    with _running(["virtuoso-t", "+foreground", "+configfile", ini], cwd=folder) as server:
        _until(web, server)
        orders = f"ld_dir('{folder}/data', '*.nq', 'http://unused/'); rdf_loader_run(); checkpoint;"
        isql = ["isql-vt", f"127.0.0.1:{port}", "dba", "dba", "VERBOSE=OFF", f"EXEC={orders}"]
        subprocess.run(isql, check=True, stdout=subprocess.DEVNULL, timeout=1800)
        yield _over_http(web, "/sparql", {"default-graph-uri": ""})


def _over_http(port: int, path: str, more: dict[str, str]) -> Ask:
    def ask(text: str) -> int:
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=LIMIT)
        construct = "CONSTRUCT" in text
        accept = "application/n-triples" if construct else "application/sparql-results+json"
        body = urlencode({"query": text} | {name: value for name, value in more.items() if value})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": accept}
        try:
            client.request("POST", path, body, headers)
            answer = client.getresponse()
            data = answer.read()
        except TimeoutError:
            raise TooLong from None
        finally:
            client.close()
        if answer.status != 200:
            raise RuntimeError(data[:160].decode("utf-8", "replace"))
        return len(data.splitlines()) if construct else len(json.loads(data)["results"]["bindings"])

    return ask


@contextlib.contextmanager
def _running(command: list[object], cwd: Path | None = None) -> Iterator[subprocess.Popen[bytes]]:
    quiet = subprocess.DEVNULL
    with subprocess.Popen([str(word) for word in command], cwd=cwd, stdout=quiet, stderr=quiet) as server:
        try:
            yield server
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()


def _free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _until(port: int, server: subprocess.Popen[bytes]) -> None:
    """Wait for a server to listen."""
    for _ in range(600):
        if server.poll() is not None:
            raise RuntimeError(f"{server.args} ended with {server.returncode}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise RuntimeError(f"{server.args} does not listen")
