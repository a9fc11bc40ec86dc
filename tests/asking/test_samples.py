"""Programs that ask a query: the text comes out of their quoting exactly as it was."""

import ast
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.asking.samples import samples

ROOT = Path(__file__).parents[2]
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


# ------------------------------------------------------------- and they run
@pytest.fixture(scope="module")
def endpoint(tmp_path_factory):
    """`python -m graph serve` over the seeds, on a port of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    store = tmp_path_factory.mktemp("served") / "data"
    command = [sys.executable, "-m", "graph", "--store", str(store), "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE) as server:
        until = time.monotonic() + 60
        while not _answers(port):
            assert server.poll() is None, server.stderr.read()
            assert time.monotonic() < until, "the endpoint did not start"
            time.sleep(0.1)  # not yet listening
        yield f"http://127.0.0.1:{port}/sparql"
        server.terminate()


def _answers(port):
    try:
        with urlopen(f"http://127.0.0.1:{port}/health", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


QUESTIONS = {
    "SELECT": ('SELECT ?s WHERE { ?s ?p "Quetta"@en }\n# it\'s "$HOME" and `id`', "id/quetta"),
    "ASK": ("ASK { <https://w3id.org/sayso/id/quetta> ?p ?o }", "true"),
    "CONSTRUCT": ("CONSTRUCT WHERE { <https://w3id.org/sayso/id/quetta> ?p ?o }", "Quetta"),
    "DESCRIBE": ("DESCRIBE <https://w3id.org/sayso/id/quetta>", "Quetta"),
}


@pytest.mark.parametrize("form", QUESTIONS)
@pytest.mark.parametrize("name", ["curl", "Python, rdflib", "Python, SPARQLWrapper"])
def test_every_program_gets_the_answer(name, form, endpoint):
    query, expected = QUESTIONS[form]
    program = samples(query, endpoint)[name]
    command = ["bash", "-c", program] if name == "curl" else [sys.executable, "-c", program]
    run = subprocess.run(command, check=False, capture_output=True, timeout=120)
    assert (run.returncode, run.stderr) == (0, b"")
    assert expected in run.stdout.decode().replace("True", "true")
