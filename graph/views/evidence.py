"""What a line of the screen rests on: named graphs, and characters of articles."""

from dataclasses import dataclass

from graph.dataset import Dataset
from graph.errors import UnknownName
from graph.model import Iri, Span, Thing, resource
from graph.namespaces import compress, expand
from graph.views.statements import span_of, spans
from graph.views.things import thing

_SPOKEN = {"say:speaker", "say:onBehalfOf", "say:addressee"}


@dataclass(frozen=True)
class Source:
    """A named graph in which a link stands, and the characters it was read from; none for reference data."""

    graph: Thing
    spans: tuple[Span, ...]


def of_link(dataset: Dataset, source: Iri, kind: str, target: Iri) -> list[Source]:
    """Where a link comes from, each named graph once; `kind` is a CURIE."""
    try:
        rows = dataset.select("link_sources", source=source, link=Iri(_iri(kind)), target=target)
    except UnknownName:
        return []
    found: dict[Iri, list[Span]] = {}
    for row in rows:
        read = spans(dataset, resource(row["node"]))
        if kind in _SPOKEN:
            read = [span for span in read if span.role == "say:sourceSpan"] or read
        found.setdefault(Iri(str(row["graph"])), []).extend(span for span in read if span.role != "say:cueSpan")
    return [Source(thing(dataset, graph), tuple(dict.fromkeys(read))) for graph, read in found.items()]


def of_thing(dataset: Dataset, iri: Iri) -> list[tuple[Thing, int]]:
    """The named graphs that describe a thing, with how many triples."""
    rows = dataset.select("sources_of", thing=iri)
    counts = {Iri(str(row["graph"])): int(str(row["triples"])) for row in rows if row["graph"]}
    return [(thing(dataset, graph), count) for graph, count in counts.items()]


def span(dataset: Dataset, iri: Iri) -> Span:
    """A span by its id; raises UnknownName where there is none."""
    found = next(filter(None, map(span_of, dataset.select("span", span=iri))), None)
    if found is None:
        raise UnknownName(f"There is no span {compress(iri)} here.")
    return found


def in_article(dataset: Dataset, article: Iri) -> list[Span]:
    """Every span of an article, in the order of its text."""
    return list(filter(None, map(span_of, dataset.select("article_spans", article=article))))


def _iri(kind: str) -> str:
    return kind if "://" in kind else expand(kind)
