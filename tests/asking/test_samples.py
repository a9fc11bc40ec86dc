"""Programs that ask a query: the text comes out of their quoting exactly as it was."""

import ast
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.asking.samples import samples

ENDPOINT = "http://127.0.0.1:8502/sparql"
HOSTILE = [
    'SELECT * { ?s ?p "it\'s" }',
    "SELECT * { ?s ?p '''a \\n \"\"\" b''' }\n",
    'ASK { ?s ?p "$(touch /tmp/x) `id` ${HOME} $HOME !! \\\\ %s" } # \'"',
    "\n\n  SELECT *\r\n{ }\t",
    "CONSTRUCT WHERE { ?s ?p '\\'; rm -rf /; \\'' }",
    "@file",
    "",
    "🗞️ \u2028 \x85 é",
]
PRINT = "curl() { printf '%s\\0' \"$@\"; }\n"


def asked_by_bash(program):
    """The arguments that bash gives to curl."""
    subprocess.run(["bash", "-n"], input=program.encode(), check=True)
    run = subprocess.run(["bash"], input=(PRINT + program).encode(), check=True, capture_output=True)
    return run.stdout.decode().split("\0")[:-1]


def asked_by_python(program):
    """The text that a program assigns to `query`."""
    (assigned,) = [
        node.value
        for node in ast.walk(ast.parse(program))
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "query"
    ]
    return ast.literal_eval(assigned)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_back_as_it_was(text):
    programs = samples(text, ENDPOINT)
    arguments = asked_by_bash(programs["curl"])
    assert f"query={text}" in arguments
    assert arguments[-1] == ENDPOINT
    assert asked_by_python(programs["Python, rdflib"]) == text
    assert asked_by_python(programs["Python, SPARQLWrapper"]) == text


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_any_text_comes_back_as_it_was(text):
    programs = samples(text, ENDPOINT)
    assert f"query={text}" in asked_by_bash(programs["curl"])
    assert asked_by_python(programs["Python, rdflib"]) == asked_by_python(programs["Python, SPARQLWrapper"]) == text


def test_endpoint_is_quoted_too():
    programs = samples("ASK {}", "http://x/'; id #")
    assert asked_by_bash(programs["curl"])[-1] == "http://x/'; id #"
    ast.parse(programs["Python, rdflib"])


@pytest.fixture
def endpoint():
    """An endpoint that answers every query with one row or one triple, and what it was asked."""
    heard = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            heard.append(parse_qs(body, keep_blank_values=True)["query"][0])
            accepted = self.headers["Accept"]
            if "turtle" in accepted:
                kind, answer = "text/turtle", b"<urn:s> <urn:p> <urn:o> ."
            elif "csv" in accepted:
                kind, answer = "text/csv", b"s\r\nurn:s\r\n"
            else:
                kind = "application/sparql-results+json"
                answer = (
                    b'{"head": {"vars": ["s"]}, "results": {"bindings": [{"s": {"type": "uri", "value": "urn:s"}}]}}'
                )
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *arguments):
            """Keep quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/sparql", heard
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("form", ["SELECT ?s WHERE { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_rdflib_program_runs(form, endpoint):
    address, heard = endpoint
    program = samples(form, address)["Python, rdflib"]
    run = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, timeout=60)
    assert b"urn:" in run.stdout
    assert heard[0].endswith(form)
