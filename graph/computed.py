"""The computed graph `id:computed`: where accounts differ, kept ready in the store and brought up to date on import.

It is rewritten from the data alone and may be thrown away at any time. After an import only claims that can touch the
new ones are read again: those about the same places, wider or inside, and those that name the same things.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date

import pyoxigraph as ox

from graph.accounts import Disagreement, disagreements
from graph.accounts.claims import Reading
from graph.accounts.reading import Neighbourhood, read, read_near
from graph.model import Iri, Literal, Term, Triple
from graph.namespaces import COMPUTED_GRAPH, ID, PREFIXES, SAY
from graph.queries import Query
from graph.reader import Reader
from graph.terms import quad

_DAY = PREFIXES["xsd"] + "dateTime"
_TYPE = Iri(PREFIXES["rdf"] + "type")


def anew(store: ox.Store, queries: dict[str, Query]) -> None:
    """Compute the whole graph from the data."""
    store.remove_graph(ox.NamedNode(COMPUTED_GRAPH))
    _add(store, disagreements(read(Reader.of(store, queries))))


def update(store: ox.Store, queries: dict[str, Query], graphs: Iterable[Iri]) -> None:
    """Bring the graph up to date after something was added to some graphs."""
    reader = Reader.of(store, queries)
    near = read_near(reader, graphs)
    if near is None:
        anew(store, queries)
        return
    _forget(reader, near)
    reading: Reading = near.reading
    _add(
        store,
        [
            d
            for d in disagreements(reading)
            if d.one.content.iri in near.contents or d.other.content.iri in near.contents
        ],
    )


def _forget(reader: Reader, near: Neighbourhood) -> None:
    """Take out what was computed for the contents that are read again."""
    graph = ox.NamedNode(COMPUTED_GRAPH)
    for content in near.contents:
        for name in (SAY.firstContent, SAY.secondContent):
            found = list(reader.store.quads_for_pattern(None, ox.NamedNode(str(name)), ox.NamedNode(content), graph))
            for hit in found:
                for each in list(reader.store.quads_for_pattern(hit.subject, None, None, graph)):
                    reader.store.remove(each)


def _add(store: ox.Store, found: Sequence[Disagreement]) -> None:
    store.bulk_extend(quad(triple, COMPUTED_GRAPH) for d in found for triple in _triples(d))


def _triples(d: Disagreement) -> list[Triple]:
    name = " ".join((d.kind, *d.one.key, *d.other.key, d.about))
    node = Iri(f"{ID}disagreement-{hashlib.sha256(name.encode()).hexdigest()[:20]}")
    values: dict[object, Term] = {
        SAY.firstStatement: d.one.statement,
        SAY.firstContent: d.one.content.iri,
        SAY.secondStatement: d.other.statement,
        SAY.secondContent: d.other.content.iri,
        SAY.matter: d.about,
        SAY.kindOfDisagreement: Literal(d.kind, PREFIXES["xsd"] + "string"),
        SAY.rule: Literal(d.rule, PREFIXES["xsd"] + "string"),
        SAY.knownFrom: _day(d.known_from),
        SAY.knownUntil: _day(d.known_until),
        SAY.holdsFrom: _day(d.holds_from),
        SAY.disagreesUntil: _day(d.holds_until),
    }
    return [Triple(node, _TYPE, Iri(str(SAY.Disagreement)))] + [
        Triple(node, Iri(str(name)), value) for name, value in values.items()
    ]


def _day(day: date) -> Literal:
    return Literal(f"{day.isoformat()}T00:00:00Z", _DAY)
