"""Files: every format and encoding that is promised; all of a file, or a refusal with its place."""

import gzip
import io
import json
import os
import re
import zipfile
from pathlib import Path

import pytest
from workers import house

from graph import gate
from graph.errors import InputRefused, QueryStopped

RDF_XML = (
    '<?xml version="1.0" encoding="{}"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:x="http://x/"><rdf:Description rdf:about="http://x/s"><x:p>caf\u00e9</x:p></rdf:Description></rdf:RDF>'
)
TURTLE = '@prefix x: <http://x/> . x:s x:p "caf\u00e9" .'
XML = RDF_XML.format("UTF-8")
FILES = {
    "f.ttl": TURTLE,
    "f.trig": "@prefix x: <http://x/> . GRAPH x:g { x:s x:p 'caf\u00e9' }",
    "f.nt": '<http://x/s> <http://x/p> "caf\u00e9" .',
    "f.nq": '<http://x/s> <http://x/p> "caf\u00e9" <http://x/g> .',
    "f.rdf": XML,
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
        ("f.rdf", XML.replace("http://x/s", "s"), r"f\.rdf, line 1, column 124: .* or give a base"),
        (
            "f.rdf",
            XML.replace("</x:p>", "\n</x:q>"),
            r"f\.rdf, line 2, column 1: .*`</x:q>` was found",
        ),
        (
            "f.rdf",
            XML.replace("caf", "&amp;&e;"),
            r"f\.rdf, line 1, column \d+: .*unrecognized entity",
        ),
        ("f.jsonld", '{"@id": \n "s", "http://x/p": 1}', r"f\.jsonld, line 2, column 3: the IRI 's' is relative"),
        ("f.jsonld", '[{"@id": "http://x/a", "http://x/p": {"@id": "//x/b"}}]', "the IRI '/x/b' is relative"),
        ("f.rdf", "<!doctype x [<!ENTITY e 'e'>]>" + XML, "declares a DOCTYPE"),
        ("f.trig", "_:g { <http://x/s> <http://x/p> 1 }", "a graph is named by a blank node"),
        ("f.ttl", "<http://x/s> <http://x/p> <<( <http://x/a> <http://x/b> 1 )>> .", r"only RDF 1\.1 is taken"),
        ("f.ttl", '<http://x/s> <http://x/p> "a"@en--ltr .', r"only RDF 1\.1 is taken"),
        ("f.ttl", "", "holds no triples"),
        ("f.txt", TURTLE, r"unknown ending\. Name the file \.gz, \.json, \.jsonld"),
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


@pytest.mark.parametrize("encoding", ["utf-16-be", "utf-32", "cp1252"])
def test_text_that_is_not_what_it_should_be_is_refused_not_guessed(encoding, sandbox):
    with pytest.raises(InputRefused, match=r"^f\.ttl"):
        gate.admit("f.ttl", TURTLE.encode(encoding), sandbox)


@pytest.mark.parametrize(
    "context",
    [
        '"@context": {"@version": 1.1, "@import": "WHERE"}',
        '"@context": {"@version": 1.1, "http://x/p": {"@id": "http://x/p", "@context": "WHERE"}}',
        '"@context": [{"a": "http://x/a"}, "WHERE"]',
        '"@context": {"@vocab": "http://x/"}, "p": {"@context": "WHERE", "@value": 1}',
    ],
    ids=["import", "scoped", "in a list", "within"],
)
def test_no_context_is_fetched_from_wherever_it_is_named(context, sandbox, canary):
    text = "{" + context.replace("WHERE", f"http://127.0.0.1:{canary.getsockname()[1]}/c") + ', "http://x/p": 1}'
    with pytest.raises(InputRefused, match=r"Nothing of this file was stored|holds no triples"):
        gate.admit("f.jsonld", text.encode(), sandbox)


def test_blank_nodes_of_two_files_never_meet_and_those_of_one_do(sandbox):
    one, other = (
        gate.admit("f.ttl", f'_:b <http://x/p> "{n}" .\n_:b <http://x/q> 1 .'.encode(), sandbox) for n in "12"
    )
    subjects = [{line.split()[0] for line in found.nquads.splitlines()} for found in (one, other)]
    assert [len(each) for each in subjects] == [1, 1]
    assert not subjects[0] & subjects[1]


@pytest.mark.parametrize("text", ["[" * 50_000, "(" * 50_000, "<http://x/s> <http://x/p> " + "( " * 50_000])
def test_brackets_without_end_are_an_error_in_turtle_too(text):
    with house() as dataset:
        with pytest.raises((InputRefused, QueryStopped)):
            dataset.admit("f.ttl", text.encode())
        assert dataset.admit("f.ttl", TURTLE.encode()).quads == 1


def test_graph_that_is_no_iri_is_refused(sandbox):
    with pytest.raises(InputRefused, match="Invalid IRI code point"):
        gate.admit("f.ttl", TURTLE.encode(), sandbox, graph="a b")


def test_too_big_a_file_is_refused_before_it_is_read(tmp_path, sandbox):
    path = tmp_path / "big.nt"
    with path.open("wb") as file:
        file.truncate(gate.MAX_BYTES + 1)
    with pytest.raises(InputRefused, match=r"big\.nt has 52,428,801 bytes; at most 52,428,800 are taken\. Split it"):
        gate.read(path, sandbox)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("f.jsonld", '{"http://x/p": ' * 4000 + "1" + "}" * 4000),
        ("f.jsonld", "[" * 100_000),
        ("f.rdf", XML.replace("caf\u00e9", "<x:a><x:b>" * 50_000)),
        (
            "f.ttl",
            "<http://x/s> <http://x/p> " + "<<( <http://x/s> <http://x/p> " * 50_000 + "1" + " )>>" * 50_000 + " .",
        ),
    ],
    ids=["json-ld", "json-ld, never closed", "rdf/xml", "triple terms"],
)
def test_deeply_nested_file_is_an_error_and_the_next_one_works(name, text):
    with house() as dataset:
        with pytest.raises((InputRefused, QueryStopped), match=r"nested (more than 500 levels|too) deep|RDF 1\.2"):
            dataset.admit(name, text.encode())
        assert dataset.admit("f.ttl", TURTLE.encode()).quads == 1


def test_brackets_in_texts_and_lists_side_by_side_are_not_nesting(sandbox):
    text = json.dumps([{"@id": f"http://x/{n}", "http://x/p": ["[" * 600, '"{']} for n in range(600)])
    assert gate.admit("f.jsonld", text.encode(), sandbox).quads == 1200


def test_relative_iris_are_resolved_against_the_base_that_is_given(sandbox):
    for name, text in {
        "f.ttl": "<s> <http://x/p> 1 .",
        "f.rdf": XML.replace("http://x/s", "s"),
        "f.jsonld": '{"@id": "s", "http://x/p": 1}',
    }.items():
        assert b"<http://base/s>" in gate.admit(name, text.encode(), sandbox, base="http://base/").nquads


def test_texts_that_look_like_what_is_refused_are_taken(sandbox):
    text = '<http://x/s> <http://x/p> "<<( --ltr <relative-iri:/x> _:b .", "x\\\\\\"@en--rtl _:a ." .'
    assert gate.admit("f.ttl", text.encode(), sandbox).quads == 2


# ------------------------------------------------------------------- archives
def zipped(members, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize("name", ["f.ttl", "f.nq", "f.rdf", "f.jsonld"])
def test_gzipped_file_is_as_good_as_the_file_itself(name, sandbox):
    plain = gate.admit(name, FILES[name].encode(), sandbox, graph="http://x/g")
    packed = gate.admit(f"{name}.gz", gzip.compress(FILES[name].encode()), sandbox, graph="http://x/g")
    assert packed.nquads == plain.nquads


def test_zip_is_one_document_of_all_its_members(sandbox):
    data = zipped({"a.ttl": "_:b <http://x/p> 1 .", "deep/b.nt": '_:b <http://x/p> "2" .', "deep/": ""})
    document = gate.admit("f.zip", data, sandbox)
    assert document.quads == len(document.graphs) == 2
    assert len({line.split()[0] for line in document.nquads.splitlines()}) == 2, "blank nodes of two files met"


def test_what_a_system_puts_into_a_zip_is_passed_over(sandbox):
    beside = {"__MACOSX/._a.ttl": "\0", ".DS_Store": "\0", "deep/._b.nt": "\0", "Thumbs.db": "\0"}
    data = zipped({"a.ttl": TURTLE} | beside)
    assert gate.admit("f.zip", data, sandbox).quads == gate.admit("a.ttl", TURTLE.encode(), sandbox).quads


@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_what_is_no_file_is_not_waited_for(kind, tmp_path, sandbox):
    pipe = tmp_path / "f.ttl"
    os.mkfifo(pipe)
    with pytest.raises(InputRefused, match="is no file"):
        gate.read(pipe if kind == "pipe" else Path("/dev/zero"), sandbox)


@pytest.mark.parametrize(
    ("name", "data", "fault"),
    [
        ("f.zip", zipped({"a.ttl": TURTLE, "b.ttl": "oops"}), r"f\.zip/b\.ttl, line 1, column 1: .*Nothing of this"),
        ("f.zip", zipped({"a.ttl": TURTLE, "read.me": "x"}), r"f\.zip/read\.me: unknown ending"),
        ("f.zip", zipped({"a.zip": zipped({"a.ttl": TURTLE})}), r"f\.zip/a\.zip: unknown ending"),
        ("f.zip", zipped({f"{n}.ttl": "" for n in range(101)}), "holds 101 files; at most 100 are taken"),
        ("f.zip", zipped({"a.nt": b" " * 60_000_000}), "grows past 50 MB, or past 200 times its size"),
        ("f.zip", zipped({"a.nt": TURTLE}, zipfile.ZIP_STORED).replace(b"caf", b"cat"), "Bad CRC-32"),
        ("f.zip", b"PK\x05\x06", "not a ZIP archive that can be read"),
        ("f.nt.gz", gzip.compress(b" " * 60_000_000), "grows past 50 MB, or past 200 times its size"),
        ("f.nt.gz", gzip.compress(TURTLE.encode() * 100)[:-9], "ends too early"),
        ("f.nt.gz", TURTLE.encode(), "not gzip"),
        ("f.zip.gz", gzip.compress(zipped({"a.ttl": TURTLE})), r"f\.zip: unknown ending"),
    ],
    ids=lambda value: (
        value if isinstance(value, str) else "data"
    ),  # archives hold the time: no two runs name them alike
)
def test_archive_that_is_broken_or_too_much_is_refused_whole(name, data, fault, sandbox):
    with pytest.raises(InputRefused, match=fault):
        gate.admit(name, data, sandbox)


def test_names_in_an_archive_lead_nowhere(tmp_path, sandbox, monkeypatch):
    monkeypatch.chdir(tmp_path)
    document = gate.admit("f.zip", zipped({"../../up.ttl": TURTLE, "/etc/x.ttl": TURTLE + " x:s x:p 1 ."}), sandbox)
    assert document.quads == 3  # read from memory: each member is a graph of its own, and no name is a path
    assert list(tmp_path.rglob("*")) == []


def test_encrypted_member_is_refused(sandbox):
    data = bytearray(zipped({"a.ttl": TURTLE}))
    for start in (data.find(b"PK\x03\x04") + 6, data.find(b"PK\x01\x02") + 8):
        data[start] |= 1
    with pytest.raises(InputRefused, match=r"a\.ttl is encrypted"):
        gate.admit("f.zip", bytes(data), sandbox)
