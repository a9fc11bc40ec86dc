"""Engines of others for tests: started on loopback in a temporary folder, and a server that answers wrongly."""

import http.server
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from graph.dataset import Dataset

START_SECONDS = 120
VIRTUOSO_INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 20
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 10000
"""


@dataclass(frozen=True)
class Engine:
    """A running engine: its query URL, the settings to write to it, and how a graph is put into it past Sayso."""

    query: str
    data: str
    settings: dict[str, str]
    auth: httpx.Auth | None = None

    def put(self, graph, turtle):
        """Put a graph there by the Graph Store Protocol."""
        headers = {"Content-Type": "text/turtle"}
        url, auth = self.data, self.auth
        httpx.put(
            url, params={"graph": graph}, content=turtle, headers=headers, auth=auth, timeout=60
        ).raise_for_status()

    def drop(self, graph):
        """Take a graph out."""
        httpx.delete(self.data, params={"graph": graph}, auth=self.auth, timeout=60)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@contextmanager
def oxigraph():
    """PyPI's `oxigraph serve`, in memory."""
    program = Path(sys.executable).with_name("oxigraph")
    if not program.exists():
        pytest.skip("oxigraph is not installed: requirements-dev.txt has it")
    address = f"127.0.0.1:{free_port()}"
    with _running([str(program), "serve", "--bind", address], f"http://{address}/query"):
        update = {"SAYSO_STORE_UPDATE": f"http://{address}/update"}
        yield Engine(f"http://{address}/query", f"http://{address}/store", update)


@contextmanager
def virtuoso(folder):
    """Debian's virtuoso-t with its own limit of 10,000 rows."""
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("virtuoso-t is not installed: `make debian` as root installs it")
    sql, http_port = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO_INI.format(sql=sql, http=http_port))
    address = f"http://127.0.0.1:{http_port}"
    with _running([program, "+foreground", "+configfile", "virtuoso.ini"], f"{address}/sparql", folder):
        data = f"{address}/sparql-graph-crud-auth"
        settings = {"SAYSO_STORE_DATA": data, "SAYSO_STORE_USER": "dba", "SAYSO_STORE_PASSWORD": "dba"}
        yield Engine(f"{address}/sparql", data, settings, httpx.DigestAuth("dba", "dba"))


@contextmanager
def _running(command, url, folder=None):
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _answers(url):
            assert process.poll() is None, f"{command[0]} ended with {process.returncode}"
            assert time.monotonic() < deadline, f"{command[0]} did not answer within {START_SECONDS} s"
            threading.Event().wait(0.1)
        yield
    finally:
        process.kill()
        process.wait()


def _answers(url):
    try:
        return httpx.get(url, params={"query": "ASK {}"}, timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


@dataclass
class Liar:
    """A server whose answers the test makes up; `reply` gets the form of the request and gives status, type, body."""

    reply: object = None
    port: int = 0
    seen: list = field(default_factory=list)
    hung_up: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/sparql"


@contextmanager
def lying():
    """A server of ours on loopback that answers as it is told."""
    liar = Liar()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            liar.seen.append(body.decode())
            status, headers, content = liar.reply(self, liar.seen[-1])
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(content))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    liar.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield liar
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def settings(values):
    """The settings SAYSO_STORE_… and no others, while this lasts."""
    kept = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("SAYSO_STORE_")}
    os.environ.update(values)
    try:
        yield
    finally:
        for name in values:
            del os.environ[name]
        os.environ.update(kept)


def opened(engine, sandbox, **more):
    """The dataset that an engine keeps, as it is."""
    with settings(engine.settings | more):
        return Dataset.open(engine.query, sandbox=sandbox)


@contextmanager
def sown(engine, sandbox):
    """The seeds and nothing else on an engine; afterwards it is empty."""
    dataset = opened(engine, sandbox)
    dataset.sow()
    try:
        yield dataset
    finally:
        for size in opened(engine, sandbox).graphs():
            engine.drop(size.graph)
