"""The W3C test suites as records: what goes in, what must come out, and how two answers are compared.

The suites lie beside the repository (`../shared/eval/w3c`); tests that need them are skipped where they are not.
"""

import csv
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import RDF, Graph, Namespace, URIRef

from graph.model import Answer, Graphs, Iri
from graph.namespaces import PREFIXES
from graph.terms import to_ox, triple_from_ox

SUITES = Path(__file__).parents[2] / "shared" / "eval" / "w3c"
WITH_SUITES = pytest.mark.skipif(not SUITES.is_dir(), reason=f"the W3C suites are not at {SUITES}")
SITE = "https://w3c.github.io/rdf-tests/"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
RDF_SUITES = ("rdf-turtle", "rdf-trig", "rdf-n-triples", "rdf-n-quads", "rdf-xml")
QUERY_SUITES = (
    *("aggregates", "bind", "bindings", "cast", "construct", "exists", "functions", "grouping", "negation"),
    *("project-expression", "property-path", "subquery", "syntax-query", "csv-tsv-res", "json-res"),
)
FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".rdf": ox.RdfFormat.RDF_XML,
}
RESULTS = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".tsv": ox.QueryResultsFormat.TSV,
}
NUMBERS = {PREFIXES["xsd"] + kind for kind in ("decimal", "double", "float")}


@dataclass(frozen=True)
class Test:
    """One test of a manifest: its kind (as `TestTurtleEval`), its input, and the file with what must come out."""

    __test__ = False
    suite: str
    name: str
    kind: str
    action: Path
    result: Path | None = None
    data: tuple[Path, ...] = ()
    graphs: tuple[Path, ...] = ()

    def __str__(self):
        return f"{self.suite}/{self.name}"


def iri_of(path):
    """What the suites call a file."""
    return SITE + path.relative_to(SUITES).as_posix()


def rdf_tests():
    return [test for suite in RDF_SUITES for test in _tests("rdf/rdf11", suite)]


def query_tests():
    kinds = {"QueryEvaluationTest", "CSVResultFormatTest", "PositiveSyntaxTest11", "NegativeSyntaxTest11"}
    return [test for suite in QUERY_SUITES for test in _tests("sparql/sparql11", suite) if test.kind in kinds]


def _tests(place, suite):
    manifest = SUITES / place / suite / "manifest.ttl"
    if not manifest.exists():
        return
    graph = Graph().parse(manifest, format="turtle", publicID=manifest.as_uri())
    (entries,) = graph.objects(None, MF.entries)
    for entry in graph.items(entries):
        action, result = graph.value(entry, MF.action), graph.value(entry, MF.result)
        query = graph.value(action, QT.query)
        yield Test(
            suite,
            str(entry).rpartition("#")[2],
            str(graph.value(entry, RDF.type)).rpartition("#")[2],
            _path(query or action),
            _path(result) if isinstance(result, URIRef) else None,
            tuple(_path(data) for data in graph.objects(action, QT.data)),
            tuple(_path(data) for data in graph.objects(action, QT.graphData)),
        )


def _path(iri):
    return Path(iri.removeprefix("file://"))


def exceptions():
    """Tests that we fail on purpose, with the reason; each stands in `w3c_exceptions.csv`."""
    with Path(__file__).with_name("w3c_exceptions.csv").open(encoding="utf-8") as file:
        return {row["test"]: row["reason"] for row in csv.DictReader(file)}


# -------------------------------------------------------------------- comparing
def canonical(quads):
    """Quads as text that is the same for isomorphic datasets, with literals as the store keeps them."""
    store = ox.Store()
    store.extend(quads)
    dataset = ox.Dataset(store)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(ox.serialize(dataset, format=ox.RdfFormat.N_QUADS).decode().splitlines())


def parsed(path, graph=None):
    """The quads of a file of the suites; what is in its default graph goes to `graph`."""
    for quad in ox.parse(path.read_bytes(), format=FORMATS[path.suffix], base_iri=iri_of(path)):
        in_default = isinstance(quad.graph_name, ox.DefaultGraph)
        yield ox.Quad(quad.subject, quad.predicate, quad.object, graph) if in_default and graph else quad


def expected(test):
    """What a query test must give, in a form that `given` has as well."""
    path = test.result
    if path.suffix == ".csv":
        return sorted(csv.reader(path.read_text("utf-8").splitlines()))
    if path.suffix not in RESULTS:
        graph = Graph().parse(path, format="xml" if path.suffix == ".rdf" else "turtle")
        if (None, RDF.type, RS.ResultSet) in graph:
            return _table(graph)
        return canonical(parsed(path))
    results = ox.parse_query_results(path.read_bytes(), format=RESULTS[path.suffix])
    if isinstance(results, ox.QueryBoolean):
        return bool(results)
    names = [variable.value for variable in results.variables]
    return _rows(dict(zip(names, row, strict=True)) for row in results)


def _table(graph):
    rows = []
    for solution in graph.objects(None, RS.solution):
        bindings = {
            str(graph.value(binding, RS.variable)): graph.value(binding, RS.value)
            for binding in graph.objects(solution, RS.binding)
        }
        rows.append({name: _from_rdflib(value) for name, value in bindings.items()})
    return _rows(rows)


def _from_rdflib(value):
    (triple,) = ox.parse(f"<urn:s> <urn:p> {value.n3()} .", format=ox.RdfFormat.TURTLE, rename_blank_nodes=False)
    return triple.object


def given(answer, test):
    """What a query gave, to compare with `expected`."""
    if isinstance(answer, bytes):  # CSV that came over HTTP
        return sorted(csv.reader(answer.decode().splitlines()))
    if isinstance(answer, ox.QueryBoolean):
        return bool(answer)
    if isinstance(answer, ox.QueryTriples):
        return canonical(ox.Quad(t.subject, t.predicate, t.object) for t in answer)
    return _of_ours(answer, test) if isinstance(answer, Answer) else _cells(answer.variables, answer, test)


def _of_ours(answer, test):
    if answer.triples is not None:
        return canonical(ox.Quad(*map(to_ox, triple)) for triple in answer.triples)
    rows = [[None if term is None else to_ox(term) for term in row] for row in answer.rows]
    return answer.truth if answer.truth is not None else _cells(map(ox.Variable, answer.columns), rows, test)


def _cells(variables, rows, test):
    names = [variable.value for variable in variables]
    if test.result.suffix == ".csv":
        cells = [["" if term is None else str(term) if blank(term) else term.value for term in row] for row in rows]
        return sorted([names, *cells])
    return _rows(dict(zip(names, row, strict=True)) for row in rows)


def blank(term):
    return isinstance(term, ox.BlankNode)


def received(media, body):
    """What came over HTTP, for `given`."""
    if media == "text/turtle":
        return Answer(0, triples=tuple(triple_from_ox(quad.triple) for quad in ox.parse(body, format=FORMATS[".ttl"])))
    if media == "text/csv":
        return body
    return ox.parse_query_results(body, format=RESULTS[".srj"])


def _rows(rows):
    """Rows as a graph of their own, a blank node each, so that blank nodes in them are compared as such."""
    quads = []
    for number, row in enumerate(rows):
        node = ox.BlankNode(f"row{number}")
        quads.append(ox.Quad(node, ox.NamedNode("urn:a"), ox.NamedNode("urn:row")))
        quads += [ox.Quad(node, ox.NamedNode(f"urn:v:{n}"), _number(t)) for n, t in row.items() if t is not None]
    return canonical(quads)


def _number(term):
    """A number by its value: 2.0, 2 and 2.0E0 are the same to who compares."""
    if isinstance(term, ox.Literal) and term.datatype.value in NUMBERS:
        try:
            value = Decimal(term.value).normalize()
        except InvalidOperation:
            return term
        return ox.Literal(f"{value:.9e}", datatype=ox.NamedNode("urn:number"))
    return term


def asked(test):
    """The text of a query test, with what its relative IRIs are relative to."""
    return f"BASE <{iri_of(test.action)}>\n{test.action.read_text('utf-8')}"


def bare(test):
    """Whether the bare engine passes a query test."""
    store = ox.Store()
    for path in test.data:
        store.extend(parsed(path))
    for path in test.graphs:
        store.extend(parsed(path, ox.NamedNode(iri_of(path))))
    return passes(test, lambda: store.query(asked(test)), SyntaxError)


def passes(test, ask, refusal):
    """Whether asking gives what a query test says; `refusal` is the error for what is not SPARQL."""
    try:
        answer = ask()
        if test.kind == "PositiveSyntaxTest11":
            return True
        return test.kind != "NegativeSyntaxTest11" and given(answer, test) == expected(test)
    except refusal:
        return test.kind == "NegativeSyntaxTest11"
    except (RuntimeError, ValueError, OSError):
        return False


def graphs_of(test, there):
    """The dataset a query test asks, of the graphs that are there; None when the query says FROM which itself."""
    if "FROM" in test.action.read_text("utf-8"):
        return None
    default, named = ([Iri(iri_of(path)) for path in paths] for paths in (test.data, test.graphs))
    return Graphs(tuple(g for g in default if g in there), tuple(g for g in named if g in there))


def data_of(tests):
    """All files that some query tests ask, each with the graph it goes to."""
    return {path: Iri(iri_of(path)) for test in tests for path in (*test.data, *test.graphs)}
