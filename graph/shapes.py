"""SHACL in, a list of violations out; the only room that knows pyshacl."""

import logging
from pathlib import Path

import pyshacl
from rdflib import Graph, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from graph.dataset import ROOT, Dataset
from graph.model import Violation
from graph.namespaces import compress

_log = logging.getLogger("rdflib.term")


def validate(dataset: Dataset, shapes: Path = ROOT / "ontology" / "shapes.ttl") -> list[Violation]:
    """Check the dataset, ontology included, against the shapes; violations first, then warnings."""
    return check(dataset.export("nt"), shapes)


def check(ntriples: bytes, shapes: Path) -> list[Violation]:
    """Check triples, given as N-Triples, against the shapes of a file."""
    _log.setLevel(logging.CRITICAL)  # it tells of each day that is none with a traceback; the shapes tell of it as well
    data = Graph().parse(data=ntriples, format="nt")
    _, report, _ = pyshacl.validate(data, shacl_graph=Graph().parse(shapes), advanced=True, inplace=True)
    assert isinstance(report, Graph)
    found = {_violation(report, node) for node in report.subjects(SH.resultSeverity, None)}
    return sorted(found, key=lambda v: (v.warning, v.focus, v.path, v.message, v.value))


def _violation(report: Graph, node: Node) -> Violation:
    def text(predicate: URIRef) -> str:
        value = report.value(node, predicate)
        return "" if value is None else compress(str(value))

    return Violation(
        focus=text(SH.focusNode),
        path=text(SH.resultPath),
        message=text(SH.resultMessage),
        value=text(SH.value),
        warning=report.value(node, SH.resultSeverity) != SH.Violation,
    )
