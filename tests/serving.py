"""Endpoints for tests: a real server on loopback, in a thread of ours, and a plain way to call it."""

import http.client
import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from w3c import asked, graphs_of, passes, received

from graph.endpoint import server
from graph.namespaces import ONTOLOGY_GRAPH


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def problem(self):
        assert self.headers["content-type"] == "application/problem+json"
        return json.loads(self.body)


@dataclass(frozen=True)
class Endpoint:
    """A server that listens on a port of loopback."""

    port: int

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}/sparql"

    def call(self, path, method="GET", body=None, **headers):
        """One request; `_` in header names stands for `-`."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            response = connection.getresponse()
            return Reply(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        finally:
            connection.close()

    def ask(self, query, accept="application/sparql-results+json", *, graphs=(), **headers):
        """A query by GET."""
        parameters = urlencode([("query", query), *graphs], quote_via=quote)
        return self.call(f"/sparql?{parameters}", Accept=accept, **headers)


@contextmanager
def serving(dataset, **options):
    """A server over a dataset, while this lasts."""
    listener = server.listener(dataset, host="127.0.0.1", port=0, **options)
    thread = threading.Thread(target=listener.run)
    thread.start()
    try:
        while not listener.started:
            thread.join(0.01)
            assert thread.is_alive(), "the server did not start"
        yield Endpoint(listener.servers[0].sockets[0].getsockname()[1])
    finally:
        listener.should_exit = True
        thread.join()


class NotSparql(Exception):
    """The endpoint said 400."""


def passes_over_http(test, endpoint, there):
    """Whether a W3C query test passes through the endpoint."""
    return passes(test, lambda: _received(test, endpoint, there), NotSparql)


def _received(test, endpoint, there):
    graphs = graphs_of(test, there)
    parameters = []
    if graphs is not None:
        parameters = [("default-graph-uri", graph) for graph in graphs.default]
        # a test without data asks an empty default graph: naming any graph leaves the default one empty
        parameters += [("named-graph-uri", graph) for graph in graphs.named or (ONTOLOGY_GRAPH,)]
    accept = "text/turtle, application/sparql-results+json"
    if test.result is not None and test.result.suffix == ".csv":
        accept = "text/csv"
    reply = endpoint.ask(asked(test), accept, graphs=parameters)
    if reply.status == 400:
        raise NotSparql(reply.problem["detail"])
    if reply.status != 200:
        raise OSError(reply.body)
    return received(reply.headers["content-type"].partition(";")[0], reply.body)
