"""The W3C suites: RDF documents in through the gate and out again, queries through the sandbox.

Exceptions stand with their reason in `w3c_exceptions.csv`; one that has become needless fails here as well.
"""

import pyoxigraph as ox
import pytest
from w3c import (
    WITH_SUITES,
    asked,
    bare,
    canonical,
    data_of,
    exceptions,
    graphs_of,
    iri_of,
    parsed,
    passes,
    query_tests,
    rdf_tests,
)

from graph.dataset import Dataset
from graph.errors import InputRefused, QueryFault
from graph.namespaces import ONTOLOGY_GRAPH

pytestmark = WITH_SUITES
OURS = ox.NamedNode("urn:ours")
EXPORTS = {".ttl": "turtle", ".trig": "trig", ".nt": "nt", ".nq": "nq", ".rdf": "rdfxml"}
FORMATS = {"turtle": "TURTLE", "trig": "TRIG", "nt": "N_TRIPLES", "nq": "N_QUADS", "rdfxml": "RDF_XML"}
RDF_TESTS = rdf_tests()
POSITIVE = [test for test in RDF_TESTS if "Negative" not in test.kind]
NEGATIVE = [test for test in RDF_TESTS if "Negative" in test.kind]
EXCEPTIONS = exceptions()


def through(test, sandbox, house):
    """The quads of a document after it was loaded and exported in its own format."""
    dataset = Dataset.open("memory:", root=house, sandbox=sandbox)
    data = test.action.read_bytes()
    dataset.load(dataset.admit(test.action.name, data, graph=OURS.value, base=iri_of(test.action)))
    media = EXPORTS[test.action.suffix]
    graph = None if media in {"trig", "nq"} else OURS.value
    exported = ox.parse(dataset.export(media, graph), format=getattr(ox.RdfFormat, FORMATS[media]))
    for quad in exported:
        if graph:
            yield ox.Quad(quad.subject, quad.predicate, quad.object, OURS)
        elif quad.graph_name.value != ONTOLOGY_GRAPH:
            yield quad


def round_trips(test, sandbox, house):
    try:
        return canonical(through(test, sandbox, house)) == canonical(parsed(test.result or test.action, OURS))
    except InputRefused:
        return False


@pytest.mark.parametrize("test", POSITIVE, ids=str)
def test_document_is_the_same_after_load_and_export(test, sandbox, empty_house):
    assert round_trips(test, sandbox, empty_house) != (str(test) in EXCEPTIONS)


@pytest.mark.parametrize("test", NEGATIVE, ids=str)
def test_document_that_is_wrong_is_refused(test, dataset):
    try:
        dataset.admit(test.action.name, test.action.read_bytes(), base=iri_of(test.action))
    except InputRefused as fault:
        said = str(fault)
    else:
        said = ""
    assert bool(said) != (str(test) in EXCEPTIONS)
    assert "holds no triples" not in said


@pytest.fixture(scope="module")
def data(sandbox, empty_house):
    """One dataset with the files of all query tests, each a named graph."""
    dataset = Dataset.open("memory:", root=empty_house, sandbox=sandbox)
    for path, graph in data_of(query_tests()).items():
        quads = list(parsed(path))
        if quads:
            dataset.load(dataset.admit(path.name, path.read_bytes(), graph=graph, base=graph))
    return dataset


@pytest.mark.parametrize("test", query_tests(), ids=str)
def test_query_answers_wherever_the_bare_engine_does(test, data):
    graphs = graphs_of(test, {size.graph for size in data.graphs()})
    passed = passes(test, lambda: data.answer(asked(test), graphs=graphs), QueryFault)
    assert not passed if str(test) in EXCEPTIONS else passed or not bare(test)


def test_every_exception_is_a_test_of_the_suites():
    assert EXCEPTIONS.keys() <= {str(test) for test in (*RDF_TESTS, *query_tests())}
    assert all(EXCEPTIONS.values())
