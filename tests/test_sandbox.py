"""What users type and drop: refused where it reaches out, ended where it takes too much, and the next one works."""

import os
import re
import select
import signal
import socket
import subprocess
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from graph import gate
from graph.dataset import Dataset
from graph.errors import InputRefused, OutOfMemory, OutOfTime, QueryRefused, QueryStopped, QuerySyntax
from graph.sandbox import Limits, Sandbox

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
HOG = "SELECT ?a ?d WHERE { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f ?a"
BLOCK = "SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }}"
SERVICES = {
    "plain": "SELECT * WHERE {{ " + BLOCK + " }}",
    "silent, lower case": "select * where {{ service silent <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}",
    "prefix": "PREFIX e: <http://127.0.0.1:{port}/> SELECT * WHERE {{ SERVICE e:x {{ ?s ?p ?o }} }}",
    "base": "BASE <http://127.0.0.1:{port}/> SELECT * WHERE {{ SERVICE <x> {{ ?s ?p ?o }} }}",
    "variable": "SELECT * WHERE {{ BIND(<http://127.0.0.1:{port}/> AS ?e) SERVICE ?e {{ ?s ?p ?o }} }}",
    "after a comment": "SELECT * WHERE {{ # nothing to see\n" + BLOCK + " }}",
    "after a comment that ends with CR": "SELECT * WHERE {{ # nothing to see\r" + BLOCK + " }}",
    "after a comment that ends with FF": "SELECT * WHERE {{ # nothing to see\f\n" + BLOCK + " }}",
    "comment in between": "SELECT * WHERE {{ SERVICE # to\n <http://127.0.0.1:{port}/> # there\n {{ ?s ?p ?o }} }}",
    "escaped": "SELECT * WHERE {{ \\u0053ERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}",
    "escaped long": "SELECT * WHERE {{ SERV\\U00000049CE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}",
    "escaped twice": "SELECT * WHERE {{ \\u005Cu0053ERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}",
    "escaped line end": "SELECT * WHERE {{ # nothing\\u000A" + BLOCK + " }}",
    "behind an escaped backslash": 'SELECT * WHERE {{ ?s ?p "\\\\u0022" . ' + BLOCK + ' . ?s ?p "" }}',
    "sub-select": "SELECT * WHERE {{ {{ SELECT ?s WHERE {{ " + BLOCK + " }} }} }}",
    "exists": "SELECT * WHERE {{ ?s ?p ?o FILTER EXISTS {{ " + BLOCK + " }} }}",
    "not exists": "SELECT * WHERE {{ ?s ?p ?o FILTER(1 = 1 && NOT EXISTS {{ " + BLOCK + " }}) }}",
    "bind": "SELECT * WHERE {{ ?s ?p ?o BIND(EXISTS {{ " + BLOCK + " }} AS ?e) }}",
    "having": "SELECT ?s WHERE {{ ?s ?p ?o }} GROUP BY ?s HAVING(EXISTS {{ " + BLOCK + " }})",
    "order by": "SELECT ?s WHERE {{ ?s ?p ?o }} ORDER BY (EXISTS {{ " + BLOCK + " }})",
    "graph": "SELECT * WHERE {{ GRAPH ?g {{ " + BLOCK + " }} }}",
    "optional": "SELECT * WHERE {{ OPTIONAL {{ " + BLOCK + " }} }}",
    "union": "SELECT * WHERE {{ {{ ?s ?p ?o }} UNION {{ " + BLOCK + " }} }}",
    "minus": "SELECT * WHERE {{ ?s ?p ?o MINUS {{ " + BLOCK + " }} }}",
    "ask": "ASK {{ " + BLOCK + " }}",
    "construct": "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ " + BLOCK + " }}",
    "describe": "DESCRIBE ?s WHERE {{ " + BLOCK + " }}",
}  # fmt: skip
FROMS = {
    "from": "SELECT * FROM <http://127.0.0.1:{port}/> WHERE {{ ?s ?p ?o }}",
    "from a file": "SELECT * FROM <file:///etc/passwd> WHERE {{ ?s ?p ?o }}",
    "from named": "SELECT * FROM NAMED <http://127.0.0.1:{port}/> WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "ask": "ASK FROM <http://127.0.0.1:{port}/> {{ ?s ?p ?o }}",
    "construct": "CONSTRUCT {{ ?s ?p ?o }} from <http://127.0.0.1:{port}/> WHERE {{ ?s ?p ?o }}",
    "construct where": "CONSTRUCT FROM <http://127.0.0.1:{port}/> WHERE {{ ?s ?p ?o }}",
    "describe": "DESCRIBE <urn:x> FROM <http://127.0.0.1:{port}/>",
}
UPDATES = [
    "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
    "DELETE WHERE { ?s ?p ?o }",
    "PREFIX x: <urn:x> # look\nWITH <urn:g> DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
    "LOAD <http://127.0.0.1:9/>",
    "load <file:///etc/passwd> into graph <urn:g>",
    "CLEAR ALL",
    "DROP GRAPH <urn:g>",
    "# first\nCOPY <urn:a> TO <urn:b>",
]


@pytest.fixture(scope="module")
def canary():
    """A listener on loopback, and what it has heard so far."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


@pytest.fixture(autouse=True)
def nobody_calls(canary):
    yield
    assert not heard(canary), "somebody called the canary"


def heard(canary):
    found = False
    while select.select([canary], [], [], 0)[0]:
        canary.accept()[0].close()
        found = True
    return found


def fill(query, canary):
    return query.format(port=canary.getsockname()[1])


@contextmanager
def house(**limits):
    """A dataset with a worker of its own."""
    dataset = Dataset.open("memory:", sandbox=Sandbox(Limits(**limits)))
    try:
        yield dataset
    finally:
        dataset.close()


def children():
    """The worker processes of this process, as the operating system knows them."""
    found = set()
    for task in Path("/proc/self/task").iterdir():
        with suppress(OSError):  # the thread has ended meanwhile
            found |= {int(pid) for pid in (task / "children").read_text().split()}
    return {pid for pid in found if b"graph.sandbox.worker" in command_of(pid)}


def command_of(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


# ------------------------------------------------------------------- refusals
def test_the_canary_hears(canary):
    socket.create_connection(canary.getsockname()).close()
    assert heard(canary)


@pytest.mark.parametrize("query", SERVICES.values(), ids=SERVICES)
def test_service_is_refused_however_it_is_written(query, dataset, canary):
    with pytest.raises(QueryRefused, match="SERVICE would send a request to another machine"):
        dataset.answer(fill(query, canary))


@pytest.mark.parametrize("query", FROMS.values(), ids=FROMS)
def test_from_is_refused(query, dataset, canary):
    with pytest.raises(QueryRefused, match=r"FROM would read data from elsewhere; .* write GRAPH"):
        dataset.answer(fill(query, canary))


@pytest.mark.parametrize("query", UPDATES)
def test_update_is_refused_and_changes_nothing(query, dataset):
    before = dataset.export("nq")
    word = re.search(r"INSERT|DELETE|LOAD|CLEAR|DROP|COPY", query, re.IGNORECASE)
    with pytest.raises(QueryRefused, match=f"{word[0].upper()} would change the data; queries only read") as fault:
        dataset.answer(query)
    line = query[: word.start()].count("\n") + 1
    assert (fault.value.line, fault.value.column) == (line, word.start() - query.rfind("\n", 0, word.start()))
    assert dataset.export("nq") == before


def test_refusal_names_the_place_of_the_word_itself(dataset, canary):
    decoys = '# no SERVICE here\nSELECT * WHERE {{ ?service <urn:SERVICE> "SERVICE" .\n  ' + BLOCK + " }}"
    with pytest.raises(QueryRefused) as fault:
        dataset.answer(fill(decoys, canary))
    assert (fault.value.line, fault.value.column) == (3, 3)


@pytest.mark.parametrize(
    ("query", "value"),
    [
        ('SELECT ("SERVICE <x> { } FROM LOAD" AS ?x) { } # INSERT', "SERVICE <x> { } FROM LOAD"),
        ('PREFIX load: <urn:FROM> SELECT ?x { BIND("drop" AS ?x) }', "drop"),
        (r'SELECT ("caf\u00e9cafe" AS ?x) { }', "cafécafe"),
        (r'SELECT ("\\u0041" AS ?x) { }', r"\u0041"),
    ],
)
def test_words_in_texts_are_only_words(query, value, dataset):
    assert dataset.answer(query).rows == ((value,),)


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [("SELECT ?s WHERE {\n  ?s ?p }", 2, 9), ("# load it\nSELCT ?s {}", 2, 1), ("", 1, 1)],
)
def test_what_is_not_sparql_is_refused_with_its_place(query, line, column, dataset):
    with pytest.raises(QuerySyntax, match=rf"^Not SPARQL at line {line}, column") as fault:
        dataset.answer(query)
    assert fault.value.line == line


def test_worker_has_no_network(dataset):
    if subprocess.run(["unshare", "-Un", "true"], check=False, capture_output=True).returncode:
        pytest.skip("this kernel allows no user namespaces, so the worker relies on refusals alone")
    dataset.answer("ASK {}")
    ours = Path("/proc/self/ns/net").readlink()
    assert children()
    assert all(Path(f"/proc/{pid}/ns/net").readlink() != ours for pid in children())


# --------------------------------------------------------------------- limits
def test_query_ends_at_its_time_limit_and_says_so():
    with house() as dataset:
        started = time.monotonic()
        with pytest.raises(OutOfTime, match=r"Stopped after 0\.5 s: this is no empty answer"):
            dataset.answer(ENDLESS, seconds=0.5)
        assert 0.4 < time.monotonic() - started < 8
        assert dataset.answer(COUNT).rows


def test_rows_are_cut_and_the_cut_is_flagged(dataset):
    everything = "SELECT ?s WHERE { ?s ?p ?o }"
    cut = dataset.answer(everything, rows=5)
    assert (len(cut.rows), cut.cut, cut.limit) == (5, True, 5)
    exact = dataset.answer("SELECT ?s WHERE { ?s ?p ?o } LIMIT 5", rows=5)
    assert (len(exact.rows), exact.cut) == (5, False)
    graph = dataset.answer("CONSTRUCT WHERE { ?s ?p ?o }", rows=5)
    assert (len(graph.triples), graph.cut) == (5, True)


def test_answer_is_cut_at_its_bytes():
    with house(answer_bytes=20_000) as dataset:
        answer = dataset.answer("SELECT ?s ?p ?o WHERE { ?s ?p ?o }")
        assert answer.cut
        assert 0 < len(answer.rows) < 500


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * WHERE {{ FILTER({'(' * 6000}1{')' * 6000}) }}",
        f"SELECT * WHERE {{ {' UNION '.join(['{ }'] * 8000)} }}",
        f"SELECT * WHERE {{ {'{' * 3000}{'}' * 3000} }}",
        f"SELECT * WHERE {{ FILTER(1{'+1' * 20000} > 0) }}",
    ],
    ids=["brackets", "unions", "groups", "a long sum"],
)
def test_deep_nesting_is_a_clear_error_and_the_next_query_works(query):
    with house() as dataset:
        with pytest.raises((QueryRefused, QueryStopped), match=r"nested too deeply|Stopped after"):
            dataset.answer(query, seconds=2)
        assert dataset.answer(COUNT).rows


def test_memory_hog_ends_with_an_error_and_the_next_query_works():
    with house(memory_bytes=512 << 20) as dataset:
        with pytest.raises(OutOfMemory, match=r"memory.*This is no empty answer"):
            dataset.answer(HOG, seconds=60)
        assert dataset.answer(COUNT).rows


# ----------------------------------------------------------- kill and replace
def during(dataset, query):
    """Start a query in a thread; gives the thread and where its error will be."""
    errors = []

    def ask():
        try:
            dataset.answer(query, seconds=60)
        except QueryStopped as error:
            errors.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    return thread, errors


def test_cancel_from_another_thread_ends_the_query():
    with house() as dataset:
        dataset.answer(COUNT)
        thread, errors = during(dataset, ENDLESS)
        while thread.is_alive():
            dataset.cancel()
            thread.join(0.05)
        assert "Cancelled: this is no empty answer" in str(errors[0])
        assert not isinstance(errors[0], (OutOfTime, OutOfMemory))
        assert dataset.answer(COUNT).rows


def test_cancel_with_nothing_running_harms_nobody(dataset):
    dataset.cancel()
    assert dataset.answer(COUNT).rows


def test_worker_killed_while_idle_is_replaced_by_one_that_knows_the_data():
    elsewhere = children()
    with house() as dataset:
        expected = dataset.answer(COUNT).rows
        (worker,) = children() - elsewhere
        os.kill(worker, signal.SIGKILL)
        os.waitid(os.P_PID, worker, os.WEXITED | os.WNOWAIT)
        assert dataset.answer(COUNT).rows == expected != (("0",),)
        assert children() - elsewhere != {worker}


def test_worker_killed_while_busy_is_an_error_and_the_next_query_works():
    elsewhere = children()
    with house() as dataset:
        expected = dataset.answer(COUNT).rows
        thread, errors = during(dataset, ENDLESS)
        while thread.is_alive():
            for worker in children() - elsewhere:
                os.kill(worker, signal.SIGKILL)
            thread.join(0.05)
        assert [type(error) for error in errors] == [OutOfMemory]
        assert dataset.answer(COUNT).rows == expected


def test_closing_ends_the_worker():
    elsewhere = children()
    with house() as dataset:
        dataset.answer(COUNT)
        assert children() - elsewhere
    assert children() <= elsewhere


# ---------------------------------------------------------------------- files
RDF_XML = (
    '<?xml version="1.0" encoding="{}"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:x="http://x/"><rdf:Description rdf:about="http://x/s"><x:p>caf\u00e9</x:p></rdf:Description></rdf:RDF>'
)
TURTLE = '@prefix x: <http://x/> . x:s x:p "caf\u00e9" .'
FILES = {
    "f.ttl": TURTLE,
    "f.trig": "@prefix x: <http://x/> . GRAPH x:g { x:s x:p 'caf\u00e9' }",
    "f.nt": '<http://x/s> <http://x/p> "caf\u00e9" .',
    "f.nq": '<http://x/s> <http://x/p> "caf\u00e9" <http://x/g> .',
    "f.rdf": RDF_XML.format("UTF-8"),
    "F.OWL": RDF_XML.format("utf-8"),
    "f.jsonld": '{"@context": {"p": "http://x/p"}, "@id": "http://x/s", "p": "caf\u00e9"}',
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("name", FILES)
def test_every_format_is_read_in_every_encoding_that_says_so(name, encoding, sandbox):
    text = re.sub("(?i)utf-8", "UTF-16", FILES[name]) if encoding == "utf-16" else FILES[name]
    document = gate.admit(name, text.encode(encoding), sandbox, graph="http://x/g")
    assert document.nquads.decode() == '<http://x/s> <http://x/p> "caf\u00e9" <http://x/g> .\n'
    assert (document.quads, document.graphs) == (1, ("http://x/g",))


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("f.ttl", "<s> <http://x/p> 1 .", r"f\.ttl, line 1, column 1: .*No scheme found in an absolute IRI"),
        ("f.rdf", RDF_XML.format("UTF-8").replace("http://x/s", "s"), "No scheme found in an absolute IRI"),
        ("f.jsonld", '{"@id": "s", "http://x/p": 1}', "the IRI 's' is relative"),
        ("f.jsonld", '[{"@id": "http://x/a", "http://x/p": {"@id": "//x/b"}}]', "the IRI '/x/b' is relative"),
        ("f.rdf", "<!doctype x [<!ENTITY e 'e'>]>" + RDF_XML.format("UTF-8"), "declares a DOCTYPE"),
        ("f.trig", "_:g { <http://x/s> <http://x/p> 1 }", "a graph is named by a blank node"),
        ("f.ttl", "<http://x/s> <http://x/p> <<( <http://x/a> <http://x/b> 1 )>> .", r"only RDF 1\.1 is taken"),
        ("f.ttl", '<http://x/s> <http://x/p> "a"@en--ltr .', r"only RDF 1\.1 is taken"),
        ("f.ttl", "", "holds no triples"),
        ("f.txt", TURTLE, r"unknown ending\. Name the file \.json, \.jsonld"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.startswith("f.") else "",
)
def test_what_cannot_be_taken_in_whole_is_refused(name, text, fault, sandbox):
    with pytest.raises(InputRefused, match=fault):
        gate.admit(name, text.encode(), sandbox)


@pytest.mark.parametrize("where", ["http://127.0.0.1:{}/c", "file:///etc/passwd"])
def test_remote_context_is_refused_and_not_fetched(where, sandbox, canary):
    context = where.format(canary.getsockname()[1])
    with pytest.raises(InputRefused, match=r"Nothing of this file was stored"):
        gate.admit("f.jsonld", f'{{"@context": "{context}", "@id": "http://x/s", "http://x/p": 1}}'.encode(), sandbox)


def test_text_in_another_encoding_is_refused_with_its_line(sandbox):
    with pytest.raises(InputRefused, match=r"f\.ttl, line 2: not UTF-8\. Save the file as UTF-8"):
        gate.admit("f.ttl", "# \n# caf\u00e9".encode("latin-1"), sandbox)


def test_graph_that_is_no_iri_is_refused(sandbox):
    with pytest.raises(InputRefused, match="Invalid IRI code point"):
        gate.admit("f.ttl", TURTLE.encode(), sandbox, graph="a b")


def test_too_big_a_file_is_refused_before_it_is_read(tmp_path, sandbox):
    path = tmp_path / "big.nt"
    with path.open("wb") as file:
        file.truncate(gate.MAX_BYTES + 1)
    with pytest.raises(InputRefused, match=r"big\.nt has 52,428,801 bytes; at most 52,428,800 are taken\. Split it"):
        gate.read(path, sandbox)


def test_deeply_nested_file_is_an_error_and_the_next_one_works():
    with house() as dataset:
        with pytest.raises((InputRefused, OutOfMemory)):
            dataset.admit("f.jsonld", ('{"http://x/p": ' * 4000 + "1" + "}" * 4000).encode())
        assert dataset.admit("f.ttl", TURTLE.encode()).quads == 1
