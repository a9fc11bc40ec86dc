"""The shapes accept what they should and report exactly what they should.

An example is read with `context.ttl` and the vocabulary. The first line of an `_XFAIL` file names its one
result: `# fails: <path or "start of message"> on <focus node>`, `# warns:` where the severity is a warning.
"""

import re
from functools import cache
from pathlib import Path

import pyshacl
import pytest
from rdflib import SH, BNode, Graph

HERE = Path(__file__).parent
ONTOLOGY = HERE.parents[1] / "ontology"
EXAMPLES = sorted((HERE / "examples").glob("*_*.ttl"))
EXPECTATION = re.compile(r'# (fails|warns): ("[^"]+"|\S+) on (.+)')
SEVERITIES = {"fails": SH.Violation, "warns": SH.Warning}
NO_MESSAGE = """
    SELECT ?shape WHERE {
      { ?owner sh:property|sh:sparql ?shape }
      UNION { ?shape a sh:NodeShape ; sh:closed|sh:nodeKind|sh:or|sh:not ?constraint }
      FILTER NOT EXISTS { ?shape sh:message ?message }
      FILTER NOT EXISTS { ?logic rdf:first|sh:not ?owner }
    }"""


@pytest.fixture(scope="module")
def vocabulary():
    return Graph().parse(ONTOLOGY / "vocabulary.ttl")


@pytest.fixture(scope="module")
def shapes():
    return Graph(bind_namespaces="none").parse(ONTOLOGY / "shapes.ttl")


@pytest.fixture(scope="module")
def validate(vocabulary, shapes):
    """Return a function from Turtle files to the list of results."""

    @cache
    def results(*files):
        dataset = Graph() + vocabulary
        for file in files:
            dataset.parse(file)
        _, report, _ = pyshacl.validate(dataset, shacl_graph=shapes)
        names = shapes.namespace_manager
        return [
            {
                "severity": report.value(result, SH.resultSeverity),
                "path": curie(report.value(result, SH.resultPath), names),
                "message": str(report.value(result, SH.resultMessage)),
                "focus": curie(report.value(result, SH.focusNode), names),
            }
            for result in report.objects(None, SH.result)
        ]

    return results


def curie(term, names):
    return "a blank node" if isinstance(term, BNode) else term and names.normalizeUri(term)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda file: file.stem)
def test_example_gives_exactly_what_its_name_says(example, validate):
    results = validate(HERE / "examples" / "context.ttl", example)
    if example.stem.endswith("_PASS"):
        assert results == []
        return
    kind, what, focus = EXPECTATION.match(example.read_text(encoding="utf-8").splitlines()[0]).groups()
    assert len(results) == 1, results
    (result,) = results
    assert (result["severity"], result["focus"]) == (SEVERITIES[kind], focus)
    if what.startswith('"'):
        assert result["message"].startswith(what.strip('"'))
    else:
        assert result["path"] == what


def test_every_constraint_has_a_message(shapes):
    assert list(shapes.query(NO_MESSAGE)) == []


def test_every_message_is_seen_in_an_example(shapes, validate):
    """No constraint without an example that breaks it; NaturalNumber speaks only through other shapes."""
    broken = [file for file in EXAMPLES if file.stem.endswith("_XFAIL")]
    seen = {result["message"] for file in broken for result in validate(HERE / "examples" / "context.ttl", file)}
    written = {str(message) for message in shapes.objects(None, SH.message)}
    assert {m for m in written - seen if not m.startswith("Not a whole number")} == set()
