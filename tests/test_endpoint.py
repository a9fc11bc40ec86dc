"""The endpoint over a real socket: formats, graphs, refusals, limits, and who may ask."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
from serving import Endpoint, passes_over_http, serving
from SPARQLWrapper import JSON, POST, POSTDIRECTLY, TURTLE, SPARQLWrapper
from w3c import WITH_SUITES, bare, data_of, exceptions, parsed, query_tests
from workers import COUNT, ENDLESS, children, command_of, cpu_seconds, house

from graph.dataset import Dataset
from graph.endpoint import server
from graph.errors import StoreFault
from graph.namespaces import ID, ONTOLOGY_GRAPH, PREFIXES

ROOT = Path(__file__).parents[1]
STATES = f"SELECT ?s ?label {{ ?s a <{PREFIXES['say']}State> ; <{PREFIXES['rdfs']}label> ?label }} ORDER BY ?s"
GRAPH = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{ID}reference> {{ ?s ?p ?o }} }} LIMIT 50"
HOSTILE = b"""
<https://w3id.org/sayso/id/hostile> <http://www.w3.org/2000/01/rdf-schema#label> "<script>alert(1)</script>" .
<https://w3id.org/sayso/id/hostile> <urn:p> <javascript:alert(1)> .
"""


@pytest.fixture(scope="module")
def endpoint(dataset):
    with serving(dataset) as endpoint:
        yield endpoint


# -------------------------------------------------------------------- asking
ROWS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
TRIPLES = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}


@pytest.mark.parametrize("media", ROWS)
def test_rows_are_the_same_in_every_format(media, endpoint, dataset):
    reply = endpoint.ask(STATES, media)
    assert reply.headers["content-type"].startswith(media)
    rows = [[str(t.value) for t in row] for row in ox.parse_query_results(reply.body, format=ROWS[media])]
    assert rows == [list(row) for row in dataset.answer(STATES).rows] != []


def test_rows_as_csv(endpoint, dataset):
    lines = endpoint.ask(STATES, "text/csv").body.decode().split("\r\n")
    assert lines == ["s,label", *(",".join(row) for row in dataset.answer(STATES).rows), ""]


@pytest.mark.parametrize("media", TRIPLES)
def test_triples_are_the_same_in_every_format(media, endpoint, dataset):
    reply = endpoint.ask(GRAPH, media)
    assert reply.headers["content-type"].startswith(media)
    found = {str(quad.triple) for quad in ox.parse(reply.body, format=TRIPLES[media])}
    assert len(found) == len(set(dataset.answer(GRAPH).triples)) == 50


@pytest.mark.parametrize("media", ["application/sparql-results+json", "application/sparql-results+xml"])
def test_yes_and_no(media, endpoint):
    for query, truth in {"ASK { ?s ?p ?o }": True, "ASK { <urn:no> ?p ?o }": False}.items():
        assert bool(ox.parse_query_results(endpoint.ask(query, media).body, format=ROWS[media])) is truth


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/html, */*;q=0.1", "application/sparql-results+json"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("text/*", "text/xml"),
        ("application/sparql-results+json;q=0, */*", "application/json"),
        ("TEXT/CSV ; Q=1", "text/csv"),
    ],
)
def test_format_is_the_one_that_is_wanted_most(accept, media, endpoint):
    assert endpoint.ask(STATES, accept).headers["content-type"].startswith(media)


def test_format_nobody_offers_is_406(endpoint):
    assert endpoint.ask(STATES, "image/png").problem["detail"].startswith("None of the formats you accept is on offer")


def test_get_and_both_posts_give_the_same(endpoint):
    form = {"Content_Type": "application/x-www-form-urlencoded", "Accept": "text/csv"}
    direct = {"Content_Type": "application/sparql-query; charset=utf-8", "Accept": "text/csv"}
    by_get = endpoint.ask(STATES, "text/csv")
    by_form = endpoint.call("/sparql", "POST", urlencode({"query": STATES}), **form)
    directly = endpoint.call("/sparql", "POST", STATES, **direct)
    assert by_get.status == 200
    assert by_get.body == by_form.body == directly.body


def test_graphs_of_the_protocol_stand_in_place_of_those_of_the_query(endpoint, dataset):
    size = {graph.graph: str(graph.triples) for graph in dataset.graphs()}
    one, other = f"{ID}reference", f"{ID}article-islam-qala"
    query = f"SELECT (COUNT(*) AS ?n) FROM <{other}> {{ ?s ?p ?o }}"
    reply = endpoint.ask(query, "text/csv", graphs=[("default-graph-uri", one)])
    assert reply.body.decode().split() == ["n", size[one]]
    assert endpoint.ask(query, "text/csv").body.decode().split() == ["n", size[other]]
    named = endpoint.ask("SELECT DISTINCT ?g { GRAPH ?g { } }", "text/csv", graphs=[("named-graph-uri", other)])
    assert named.body.decode().split() == ["g", other]
    gone = endpoint.ask(query, graphs=[("default-graph-uri", "urn:elsewhere")])
    assert (gone.status, gone.problem["title"]) == (403, "QueryRefused")


def test_sparqlwrapper_works_as_it_comes(endpoint):
    client = SPARQLWrapper(endpoint.address, returnFormat=JSON)
    client.setQuery(STATES)
    expected = client.queryAndConvert()["results"]["bindings"]
    client.setMethod(POST)
    assert client.queryAndConvert()["results"]["bindings"] == expected != []
    client.setRequestMethod(POSTDIRECTLY)
    assert client.queryAndConvert()["results"]["bindings"] == expected
    client.setQuery(GRAPH)
    client.setReturnFormat(TURTLE)
    assert len(set(ox.parse(client.queryAndConvert(), format=ox.RdfFormat.TURTLE))) == 50


def test_curl_works_as_it_comes(endpoint):
    command = ["curl", "-sf", endpoint.address, "-H", "Accept: text/csv", "--data-urlencode", f"query={STATES}"]
    assert subprocess.run(command, capture_output=True, check=True, timeout=60).stdout.startswith(b"s,label\r\n")


# -------------------------------------------------------------------- refusing
def test_syntax_error_is_400_with_its_place(endpoint):
    reply = endpoint.ask("SELECT ?s\nWHERE { ?s ?p")
    assert reply.status == 400
    assert reply.problem["line"] == 2
    assert "line 2, column" in reply.problem["detail"]


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE would send a request"),
        ("ASK FROM <file:///etc/passwd> { ?s ?p ?o }", "is no graph of the dataset"),
        ("DELETE WHERE { ?s ?p ?o }", "DELETE would change the data"),
    ],
)
def test_refusal_is_403_and_says_why(query, detail, endpoint):
    reply = endpoint.ask(query)
    assert reply.status == 403
    assert detail in reply.problem["detail"]
    assert reply.problem["line"] == 1


FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("request_line", "media", "body", "status"),
    [
        ("GET /sparql?query=ASK%7B%7D&query=ASK%7B%7D", None, None, 400),
        ("GET /sparql?query=ASK%7B%7D%FF", None, None, 400),
        ("GET /sparql?update=CLEAR%20ALL", None, None, 403),
        ("POST /sparql", FORM, "", 400),
        ("POST /sparql", FORM, "update=CLEAR+ALL", 403),
        ("POST /sparql", "application/sparql-query", b"ASK {} # \xff", 400),
        ("POST /sparql", "application/sparql-update", "CLEAR ALL", 415),
        ("POST /sparql", "text/plain", "ASK {}", 415),
        ("POST /sparql", "application/sparql-query", " " * 1_000_001, 413),
        ("PUT /sparql", "application/sparql-query", "ASK {}", 405),
        ("DELETE /sparql", None, None, 405),
        ("GET /elsewhere", None, None, 404),
    ],
)
def test_what_is_no_query_operation_is_refused(request_line, media, body, status, endpoint):
    method, path = request_line.split()
    reply = endpoint.call(path, method, body, **({"Content_Type": media} if media else {}))
    assert (reply.status, reply.problem["status"]) == (status, status)


def test_options_names_the_methods(endpoint):
    reply = endpoint.call("/sparql", "OPTIONS")
    assert (reply.status, reply.headers["allow"]) == (204, "GET, HEAD, POST, OPTIONS")


def test_head_is_get_without_the_body(endpoint):
    path = f"/sparql?query={quote(STATES)}"
    head, get = endpoint.call(path, "HEAD"), endpoint.call(path)
    assert head.body == b""
    assert head.headers["content-length"] == get.headers["content-length"]


# ---------------------------------------------------------------------- limits
def test_cut_answer_is_flagged_in_every_format():
    with house(rows=7) as dataset, serving(dataset) as endpoint:
        for media in (*ROWS, "text/csv"):
            reply = endpoint.ask("SELECT * { ?s ?p ?o }", media)
            assert (reply.status, reply.headers["sayso-cut"]) == (200, "rows=7")
        for media, syntax in TRIPLES.items():
            reply = endpoint.ask("CONSTRUCT WHERE { ?s ?p ?o }", media)
            assert reply.headers["sayso-cut"] == "triples=7"
            assert len(set(ox.parse(reply.body, format=syntax))) == 7
            assert media == "application/ld+json" or b"cut: there are more than these 7 triples" in reply.body
        whole = endpoint.ask("SELECT * { ?s ?p ?o } LIMIT 7")
        assert "sayso-cut" not in whole.headers
        assert json.loads(endpoint.ask("SELECT * { ?s ?p ?o }").body)["cut"]["rows"] == 7


def test_query_past_its_time_is_503_and_no_empty_answer():
    with house(seconds=0.5) as dataset, serving(dataset) as endpoint:
        reply = endpoint.ask(ENDLESS)
        assert (reply.status, reply.problem["title"]) == (503, "OutOfTime")
        assert "no empty answer" in reply.problem["detail"]


def test_too_many_at_once_are_429_with_when_to_come_again_and_health_answers():
    with house(workers=1, waiting=0, seconds=60) as dataset, serving(dataset) as endpoint:
        dataset.answer(COUNT)
        replies = []

        def hog():
            while not replies or replies[-1].status == 429:  # until it has the one worker
                replies.append(endpoint.ask(ENDLESS))

        busy = threading.Thread(target=hog)
        busy.start()
        deadline = time.monotonic() + 30
        while (reply := endpoint.ask(COUNT)).status == 200:
            assert time.monotonic() < deadline
        assert (reply.status, reply.headers["retry-after"]) == (429, "10")
        assert endpoint.call("/health").status == 200
        dataset.close()
        busy.join()
        assert replies[-1].status == 503


def test_client_that_goes_away_takes_its_query_along():
    before = children()
    with house(workers=1, spares=0, seconds=600) as dataset, serving(dataset) as endpoint:
        dataset.answer(COUNT)
        (worker,) = children() - before
        with socket.create_connection(("127.0.0.1", endpoint.port)) as client:
            client.sendall(f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            used = cpu_seconds(worker)
            while cpu_seconds(worker) < used + 0.1:
                time.sleep(0.02)
        deadline = time.monotonic() + 20
        while command_of(worker):
            assert time.monotonic() < deadline, "the query runs on"
            time.sleep(0.02)
        assert endpoint.ask(COUNT).status == 200


@pytest.mark.parametrize(
    "sent", [b"", b"GET /health HTTP/1.1\r\nHost: loc", b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\nGET"]
)
def test_who_never_finishes_a_request_is_hung_up_on(sent, dataset, monkeypatch):
    monkeypatch.setattr(server, "HEADER_SECONDS", 0.3)
    with serving(dataset) as endpoint, socket.create_connection(("127.0.0.1", endpoint.port)) as client:
        client.settimeout(20)
        client.sendall(sent)
        received = b""
        while part := _received(client):
            received += part
        assert received.startswith(b"HTTP/1.1 200 OK") == sent.endswith(b"GET")


def _received(client):
    try:
        return client.recv(4096)
    except ConnectionResetError:
        return b""


def test_newest_state_is_answered_from(tmp_path):
    with house(str(tmp_path / "data")) as dataset, serving(dataset) as endpoint:
        writer = Dataset.open(str(tmp_path / "data"))
        writer.load(writer.admit("f.nt", b"<urn:new> <urn:p> <urn:o> ."))
        writer.close()
        assert json.loads(endpoint.ask("ASK { <urn:new> ?p ?o }").body)["boolean"] is True


# ----------------------------------------------------------------- who may ask
def test_token_is_asked_for_everywhere_but_for_health(dataset):
    with serving(dataset, token="open sesame") as endpoint:
        for path in ("/sparql?query=ASK%7B%7D", "/sparql", "/id/taliban", "/ns"):
            for given in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic open sesame"}):
                reply = endpoint.call(path, **given)
                assert (reply.status, reply.headers["www-authenticate"]) == (401, 'Bearer realm="Sayso"')
            assert endpoint.call(path, Authorization="Bearer open sesame").status == 200
        assert endpoint.call("/health").status == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org"])
def test_other_machines_are_served_only_with_a_token(host, dataset):
    with pytest.raises(StoreFault, match=r"can be reached from other machines\. Set a token"):
        server.listener(dataset, host=host, port=0)
    assert server.listener(dataset, host=host, port=0, token="open sesame")


def test_name_that_is_not_ours_is_not_answered(endpoint):
    assert endpoint.call("/sparql", Host="evil.example").status == 400
    assert endpoint.call("/sparql", Host=f"localhost:{endpoint.port}").status == 200


def test_other_origins_read_answers_only_when_they_are_let(dataset, endpoint):
    origin = "https://yasgui.example"
    assert "access-control-allow-origin" not in endpoint.ask("ASK {}", Origin=origin).headers
    with serving(dataset, cors=origin) as open_one:
        assert open_one.ask("ASK {}", Origin=origin).headers["access-control-allow-origin"] == origin
        assert "access-control-allow-origin" not in open_one.ask("ASK {}", Origin="https://evil.example").headers
        asked = {"Origin": origin, "Access_Control_Request_Method": "POST"}
        assert open_one.call("/sparql", "OPTIONS", **asked).headers["access-control-allow-origin"] == origin


# ------------------------------------------------------------ what leads here
def test_service_describes_itself_and_its_graphs(endpoint, dataset):
    reply = endpoint.call("/sparql")
    store = ox.Store()
    store.load(reply.body, format=ox.RdfFormat.TURTLE)
    sd = "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>"
    assert store.query(f"{sd} ASK {{ <{endpoint.address}> a sd:Service ; sd:endpoint <{endpoint.address}> }}")
    graphs = store.query(f"{sd} SELECT ?g {{ ?d sd:namedGraph/sd:name ?g }}")
    assert {row["g"].value for row in graphs} == {size.graph for size in dataset.graphs()}
    other = endpoint.call("/sparql", Accept="application/rdf+xml")
    assert len(set(ox.parse(other.body, format=ox.RdfFormat.RDF_XML))) == len(store)


def test_our_iris_lead_to_a_page_and_to_rdf(endpoint, dataset):
    page = endpoint.call("/id/taliban", Accept="text/html,*/*;q=0.8")
    assert page.headers["content-type"].startswith("text/html")
    assert b"<h1>Taliban</h1>" in page.body
    data = endpoint.call("/id/taliban", Accept="text/turtle")
    assert {q.subject.value for q in ox.parse(data.body, format=ox.RdfFormat.TURTLE)} == {f"{ID}taliban"}
    assert endpoint.call("/id/nobody").status == endpoint.call("/id/a%20b%3E").status == 404
    ns = endpoint.call("/ns", Accept="text/turtle")
    assert len(set(ox.parse(ns.body, format=ox.RdfFormat.TURTLE))) == len(list(dataset.triples(ONTOLOGY_GRAPH)))
    assert b'<section id="Statement">' in endpoint.call("/ns", Accept="text/html").body


def test_text_from_data_is_inert_on_the_page():
    with house() as dataset, serving(dataset) as endpoint:
        dataset.load(dataset.admit("f.nt", HOSTILE))
        page = endpoint.call("/id/hostile", Accept="text/html")
        assert b"&lt;script&gt;alert(1)&lt;/script&gt;" in page.body
        assert b"<script" not in page.body
        assert b'href="javascript' not in page.body
        assert page.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in page.headers["content-security-policy"]


# ------------------------------------------------------------------- the verb
def test_verb_serves_until_interrupted_and_leaves_nothing():
    with socket.create_server(("127.0.0.1", 0)) as free:
        endpoint = Endpoint(free.getsockname()[1])
    command = [sys.executable, "-m", "graph", "--store", "memory:", "serve", "--port", str(endpoint.port)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, start_new_session=True) as ran:
        assert ran.stderr.readline() == f"Sayso answers at {endpoint.address} (stop with Ctrl+C)\n"
        while True:
            try:
                assert endpoint.call("/health").status == 200
                break
            except ConnectionRefusedError:
                assert ran.poll() is None
        asking = threading.Thread(target=lambda: _may_fail(endpoint))
        asking.start()
        while not any(cpu_seconds(worker) > 1 for worker in children(ran.pid)):
            time.sleep(0.05)
        workers = children(ran.pid)
        os.killpg(ran.pid, signal.SIGINT)
        assert ran.wait(20) == 130
        asking.join()
        assert ran.stderr.read() == "sayso: interrupted; nothing was left half done\n"
    deadline = time.monotonic() + 2
    while any(command_of(worker) for worker in workers):
        assert time.monotonic() < deadline, "a worker lives on"


def _may_fail(endpoint):
    try:
        endpoint.ask(ENDLESS)
    except OSError:
        return


# ------------------------------------------------------------------ the suites
@WITH_SUITES
def test_sample_of_the_w3c_query_tests(sandbox, empty_house):
    tests = query_tests()[::9]
    dataset = Dataset.open("memory:", root=empty_house, sandbox=sandbox)
    for path, graph in data_of(tests).items():
        if list(parsed(path)):
            dataset.load(dataset.admit(path.name, path.read_bytes(), graph=graph, base=graph))
    there = {size.graph for size in dataset.graphs()}
    with serving(dataset) as endpoint:
        failed = [
            t for t in tests if bare(t) and not passes_over_http(t, endpoint, there) and str(t) not in exceptions()
        ]
    assert failed == []
