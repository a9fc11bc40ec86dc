"""What our own IRIs lead to on this machine: a page for people, RDF for programs."""

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from string import Template
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from graph import answers
from graph.dataset import Dataset
from graph.endpoint import negotiation
from graph.errors import UnknownName
from graph.model import Answer, Iri, Term, Triple
from graph.namespaces import ID, ONTOLOGY_GRAPH, SAY_IRI, compress
from graph.views import things
from graph.visible import visible

_TEMPLATE: Final = Path(__file__).with_name("resource.html")
_OFFERS: Final = {"text/turtle": "turtle"} | negotiation.PAGE | negotiation.TRIPLES


def resource(request: Request) -> Response:
    """Everything the dataset says of one of our resources."""
    iri = Iri(ID + request.path_params["local"])
    dataset: Dataset = request.app.state.dataset
    triples = dataset.construct("resource", resource=iri)
    if not triples:
        raise UnknownName(f"Nothing is known of {compress(iri)}.")
    return _shown(request, things.thing(dataset, iri).label, triples)


def vocabulary(request: Request) -> Response:
    """Our vocabulary, each term at its place on the page."""
    triples = list(request.app.state.dataset.triples(ONTOLOGY_GRAPH))
    return _shown(request, "The vocabulary of Sayso", triples)


def _shown(request: Request, title: str, triples: Sequence[Triple]) -> Response:
    media = negotiation.wanted(", ".join(request.headers.getlist("accept")), _OFFERS)
    headers = {"Vary": "Accept", "Link": f'<{request.url.path}>; rel="alternate"; type="text/turtle"'}
    if _OFFERS[media] == "html":
        headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
        return Response(_page(title, triples), headers=headers, media_type="text/html")
    text = answers.write(Answer(0.0, triples=tuple(triples)), _OFFERS[media])
    return Response(text, headers=headers, media_type=f"{media}; charset=utf-8")


def _page(title: str, triples: Iterable[Triple]) -> str:
    subjects: dict[Term, list[Triple]] = {}
    for triple in triples:
        subjects.setdefault(triple.subject, []).append(triple)
    sections = "\n".join(_section(subject, subjects[subject]) for subject in sorted(subjects))
    return Template(_TEMPLATE.read_text("utf-8")).substitute(title=escape(visible(title)), sections=sections)


def _section(subject: Term, triples: list[Triple]) -> str:
    rows = "\n".join(
        f"<tr><th>{_linked(predicate)}</th><td>{_linked(value)}</td></tr>"
        for _, predicate, value in sorted(triples, key=lambda triple: (triple.predicate, triple.object))
    )
    anchor = escape(subject.removeprefix(SAY_IRI).removeprefix(ID))
    return f'<section id="{anchor}"><h2>{escape(answers.shown(subject))}</h2><table>{rows}</table></section>'


def _linked(term: Term) -> str:
    """A term as inert text; IRIs are links, our own ones to this machine, and only where they lead to the web."""
    text = escape(answers.shown(term))
    if not isinstance(term, Iri):
        return f"<span>{text}</span>"
    if term.startswith(ID):
        return f'<a href="/id/{quote(term.removeprefix(ID))}">{text}</a>'
    if term.startswith(SAY_IRI):
        return f'<a href="/ns#{quote(term.removeprefix(SAY_IRI))}">{text}</a>'
    if term.startswith(("http://", "https://")):
        return f'<a href="{escape(term)}" rel="noreferrer">{text}</a>'
    return f"<span>{text}</span>"
