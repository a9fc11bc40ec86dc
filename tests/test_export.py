"""What is written: the same bytes for the same data, and the same graph to whoever reads it."""

import io
import json
import os
import random
import shutil
import subprocess
import sys

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from graph import serial
from graph.dataset import ROOT, Dataset
from graph.errors import SaysoError, UnknownName
from graph.namespaces import ID, PREFIXES

WITH_GRAPHS = {"trig": ox.RdfFormat.TRIG, "nq": ox.RdfFormat.N_QUADS, "jsonld": ox.RdfFormat.JSON_LD}
TRIPLES_ONLY = {"turtle": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "rdfxml": ox.RdfFormat.RDF_XML}
OX = TRIPLES_ONLY | WITH_GRAPHS
RDFLIB = {"turtle": "turtle", "nt": "nt", "rdfxml": "xml", "trig": "trig", "nq": "nquads", "jsonld": "json-ld"}
RAPPER = {"turtle": "turtle", "nt": "ntriples", "rdfxml": "rdfxml", "trig": "trig", "nq": "nquads"}
ARTICLE = f"{ID}article-spin-boldak"
DIGESTS = """
import hashlib, json
from graph import serial
from graph.dataset import Dataset
dataset = Dataset.open("memory:")
dataset.load(dataset.admit("blank.ttl", b"<urn:a> <urn:p> [ <urn:q> 1 ] , [ <urn:q> 2 ] , 1 , 01 , 1.0 ."))
print(json.dumps({media: hashlib.sha256(dataset.export(media)).hexdigest() for media in serial.ENDINGS}))
dataset.close()
"""


def quads_with(text):
    """Lists of quads whose literals hold such text."""
    literal = st.one_of(
        text.map(ox.Literal),
        st.builds(lambda text, tag: ox.Literal(text, language=tag), text, st.sampled_from(["en", "fr-ca", "fa"])),
        st.builds(lambda text, kind: ox.Literal(text, datatype=kind), text, IRI),
        st.integers().map(ox.Literal),
    )
    return st.lists(st.builds(ox.Quad, IRI, PREDICATE, st.one_of(IRI, literal), IRI), min_size=1, max_size=6)


LOCAL = st.from_regex(r"[\w.~/?#=&;:@!$'()*+,-]{0,12}", fullmatch=True)
IRI = LOCAL.map(lambda local: ox.NamedNode(f"http://x.example/{local.replace('#', '', local.count('#') - 1)}"))
PREDICATE = st.from_regex(r"[A-Za-z_]\w{0,8}", fullmatch=True).map(
    lambda name: ox.NamedNode(f"http://x.example/ns#{name}")
)
XML_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\n\r", exclude_characters="\ufffe\uffff")
)
QUADS = quads_with(st.text(st.characters(exclude_categories=["Cs"])))
QUADS_FOR = dict.fromkeys(OX, QUADS) | {"rdfxml": quads_with(XML_TEXT)}
INTEGER = ox.NamedNode(f"{PREFIXES['xsd']}integer")


def canonical(triples):
    """A set of triples or quads, blank nodes named alike, as text; in a mode that tells 1 from 01."""
    graph = ox.Dataset(triple if isinstance(triple, ox.Quad) else ox.Quad(*triple) for triple in triples)
    graph.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in graph}


def read_by_pyoxigraph(data, media):
    return canonical(ox.parse(data, format=OX[media]))


def read_by_rdflib(data, media):
    """rdflib normalises `01` and the like unless it is told not to; graph names are dropped."""
    kept, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        found = rdflib.Dataset(default_union=True)
        found.parse(data=data, format=RDFLIB[media])
        triples = rdflib.Graph()
        for subject, predicate, value, _ in found.quads():
            triples.add((subject, predicate, value))
        return canonical(ox.parse(triples.serialize(format="nt"), format=ox.RdfFormat.N_TRIPLES))
    finally:
        rdflib.NORMALIZE_LITERALS = kept


def read_by_rapper(data, media, tmp_path):
    path = tmp_path / f"export.{media}"
    path.write_bytes(data)
    command = ["rapper", "-q", "-i", RAPPER[media], "-o", "ntriples", str(path)]
    read = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert (read.returncode, read.stderr) == (0, b"")
    return canonical(ox.parse(read.stdout, format=ox.RdfFormat.N_TRIPLES))


@pytest.fixture(scope="module")
def blanks(sandbox):
    """The seeds and a file with blank nodes and with numbers that differ in writing only."""
    dataset = Dataset.open("memory:", sandbox=sandbox)
    text = (
        b"@prefix x: <http://x.example/> . x:a x:p [ x:q 1 ] , [ x:q 01 ] , ( 1 1.0 1e0 ) , 'caf\xc3\xa9\\n\\t\\\\' ."
    )
    dataset.load(dataset.admit("blank.ttl", text))
    return dataset


@pytest.fixture(scope="module")
def triples(blanks):
    return canonical(ox.parse(blanks.export("nt"), format=ox.RdfFormat.N_TRIPLES))


# -------------------------------------------------------------------- bytes
def test_two_processes_write_the_same_bytes():
    running = [
        subprocess.Popen(
            [sys.executable, "-c", DIGESTS], cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": seed}, stdout=subprocess.PIPE
        )
        for seed in ("1", "2")
    ]
    first, second = (json.loads(process.communicate(timeout=120)[0]) for process in running)
    assert first == second
    assert first.keys() == serial.ENDINGS.keys()


@given(data=st.data(), seed=st.integers(0, 99))
@pytest.mark.parametrize("media", OX)
def test_order_of_the_data_does_not_matter(media, data, seed):
    quads = data.draw(QUADS_FOR[media])
    first = quads[0]
    for text in ("1", "01", "001"):  # which sort alike as numbers
        quads.append(ox.Quad(first.subject, first.predicate, ox.Literal(text, datatype=INTEGER), first.graph_name))
    shuffled = random.Random(seed).sample(quads, len(quads))
    assert serial.write(shuffled, media) == serial.write(quads, media)


# ------------------------------------------------------------------- readers
@pytest.mark.parametrize("media", OX)
def test_rdflib_reads_the_same_graph(media, blanks, triples):
    assert read_by_rdflib(blanks.export(media), media) == triples


@pytest.mark.parametrize("media", OX)
def test_pyoxigraph_reads_the_same_graph(media, blanks, triples):
    found = read_by_pyoxigraph(blanks.export(media), media)
    if media in WITH_GRAPHS:
        assert found == canonical(ox.parse(blanks.export("nq"), format=ox.RdfFormat.N_QUADS))
    else:
        assert found == triples


@pytest.mark.skipif(
    not shutil.which("rapper") and not os.environ.get("CI"), reason="Debian's raptor2-utils is not there"
)
@pytest.mark.parametrize("media", RAPPER)
def test_rapper_reads_the_same_graph(media, blanks, triples, tmp_path):
    assert read_by_rapper(blanks.export(media), media, tmp_path) == triples


def test_networkx_reads_the_links(dataset):
    drawn = nx.read_graphml(io.BytesIO(dataset.export("graphml", ARTICLE)))
    edges = {(source, edge["predicate"], target) for source, target, edge in drawn.edges(data=True)}
    assert (f"{ARTICLE}-s04", "say:content", f"{ARTICLE}-p01") in edges
    assert drawn.nodes[f"{ARTICLE}-s04"]["rdfs:label"] == "Afghan authorities deny that the Taliban took the post"


# ---------------------------------------------------------------- round trip


@given(data=st.data())
@pytest.mark.parametrize("media", OX)
def test_whatever_is_written_reads_back(media, data):
    quads = data.draw(QUADS_FOR[media])
    expected = canonical(quads if media in WITH_GRAPHS else [quad.triple for quad in quads])
    assert read_by_pyoxigraph(serial.write(quads, media), media) == expected


@given(quads=QUADS)
def test_canonical_form_is_canonical(quads):
    turtle = serial.write(quads, "turtle")
    assert serial.canonical_turtle(turtle) == turtle


def test_canonical_form_gives_blank_nodes_the_same_names_each_time():
    text = b"<urn:a> <urn:p> [ <urn:q> 1 ] , [ <urn:q> 2 ] ."
    once = serial.canonical_turtle(text)
    assert serial.canonical_turtle(text) == once == serial.canonical_turtle(once)


# --------------------------------------------------------------------- looks
@pytest.mark.parametrize(
    ("media", "binding"),
    [("turtle", "@prefix {}: <{}> ."), ("trig", "@prefix {}: <{}> ."), ("rdfxml", 'xmlns:{}="{}"')],
)
def test_prefixes_are_bound(media, binding, dataset):
    head = dataset.export(media, ARTICLE)[:1500].decode()
    for prefix in ("say", "id", "oa"):
        assert binding.format(prefix, PREFIXES[prefix]) in head
    assert "wd:" not in head  # nothing that is not used


def test_turtle_begins_each_subject_with_its_kind_and_name(dataset):
    blocks = dataset.export("turtle", ARTICLE).decode().split("\n\n")
    (card,) = (block for block in blocks if block.startswith("id:article-spin-boldak-s04 "))
    first, second, *_ = card.splitlines()
    assert first == "id:article-spin-boldak-s04 a say:Statement ;"
    assert second.startswith("\trdfs:label ")


def test_text_that_looks_like_a_prefix_line_tears_nothing():
    quads = [ox.Quad(ox.NamedNode(f"urn:{name}"), ox.NamedNode("urn:p"), ox.Literal("@prefix x .\n")) for name in "ab"]
    assert serial.write(quads, "turtle").decode().count("\n\n") == len(quads)


@pytest.mark.parametrize("media", ["rdfxml", "graphml"])
def test_what_xml_cannot_hold_is_refused_and_not_written_broken(media):
    quad = ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:p"), ox.Literal("a\0b"))
    with pytest.raises(SaysoError, match=r"U\+0000, which XML cannot hold\. Use turtle"):
        serial.write([quad], media)


def test_predicate_without_a_name_is_refused_in_rdfxml():
    quad = ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("http://x.example/1"), ox.Literal("b"))
    with pytest.raises(SaysoError, match="does not end in a name, so RDF/XML cannot hold it"):
        serial.write([quad], "rdfxml")


def test_unknown_format_is_refused():
    with pytest.raises(UnknownName, match="There is no format 'n3'; there are: turtle, trig, nt"):
        serial.write([], "n3")
