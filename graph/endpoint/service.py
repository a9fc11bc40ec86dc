"""The service description: a template in Turtle, and the named graphs as they are now."""

from pathlib import Path
from typing import Final

from rdflib import RDF, VOID, BNode, Graph, Literal, Namespace, URIRef
from starlette.responses import Response

from graph.dataset import Dataset
from graph.endpoint import negotiation

SD: Final = Namespace("http://www.w3.org/ns/sparql-service-description#")
_TEMPLATE: Final = Path(__file__).with_name("service.ttl")
_RDFLIB: Final = {"turtle": "turtle", "nt": "nt", "rdfxml": "xml", "jsonld": "json-ld"}


def description(dataset: Dataset, address: str, accept: str) -> Response:
    """Describe the service at `address` in the format that is wanted."""
    described = Graph().parse(_TEMPLATE, format="turtle", publicID=address)
    (whole,) = described.subjects(RDF.type, SD.Dataset)
    for size in dataset.graphs():
        named, graph = BNode(), BNode()
        described.add((whole, SD.namedGraph, named))
        described.add((named, RDF.type, SD.NamedGraph))
        described.add((named, SD.name, URIRef(size.graph)))
        described.add((named, SD.graph, graph))
        described.add((graph, RDF.type, SD.Graph))
        described.add((graph, VOID.triples, Literal(size.triples)))
    offers = negotiation.TRIPLES | {"text/html": "turtle"}  # a browser that asks nothing sees Turtle too
    media = negotiation.wanted(accept, offers)
    text = described.serialize(format=_RDFLIB[offers[media]])
    shown = "text/turtle" if media == "text/html" else media
    return Response(text, headers={"Vary": "Accept"}, media_type=f"{shown}; charset=utf-8")
