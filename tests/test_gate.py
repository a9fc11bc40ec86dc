"""Files: every format and encoding that is promised; all of a file, or a refusal with its place."""

import re

import pytest
from workers import house

from graph import gate
from graph.errors import InputRefused, OutOfMemory

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
