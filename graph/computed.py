"""The computed graph `id:computed`: where accounts differ, kept ready in the store and brought up to date on import.

It is rewritten from the data alone and may be thrown away at any time. After an import only claims that can touch the
new ones are read again: those about the same places, wider or inside, and those that name the same things.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import date

import pyoxigraph as ox

from graph.accounts import Disagreement, disagreements
from graph.accounts.disagreements import BESIDE
from graph.accounts.reading import Neighbourhood, read, read_near
from graph.model import Iri, Literal, Term, Triple
from graph.namespaces import COMPUTED_GRAPH, ID, PREFIXES, SAY
from graph.queries import Query
from graph.reader import Reader
from graph.terms import quad

_DAY = PREFIXES["xsd"] + "dateTime"
_GRAPH = ox.NamedNode(COMPUTED_GRAPH)
_TYPE = Iri(PREFIXES["rdf"] + "type")


def anew(store: ox.Store, queries: dict[str, Query]) -> None:
    """Compute the whole graph from the data."""
    store.remove_graph(_GRAPH)
    found = disagreements(read(Reader.of(store, queries)))
    _add(store, found)
    _summarise(store, {d.about for d in found})


def update(store: ox.Store, queries: dict[str, Query], graphs: Iterable[Iri]) -> None:
    """Bring the graph up to date after something was added to some graphs."""
    _renew(store, queries, read_near(Reader.of(store, queries), graphs))


def revised(store: ox.Store, queries: dict[str, Query], graphs: Iterable[Iri], write: Callable[[], None]) -> None:
    """Change some graphs by calling `write`, and bring the computed graph up to date with what came and what went."""
    graphs, old = list(graphs), Reader.of(store, queries)
    before, facts = read_near(old, graphs, same_facts=True), old.facts
    write()
    new = Reader.of(store, queries)
    near = read_near(new, graphs, before.contents, same_facts=True) if before and new.facts == facts else None
    _renew(store, queries, near)


def _renew(store: ox.Store, queries: dict[str, Query], near: Neighbourhood | None) -> None:
    """Compute again what is near, or everything."""
    if near is None:
        anew(store, queries)
        return
    found = [
        d
        for d in disagreements(near.reading)
        if d.one.content.iri in near.contents or d.other.content.iri in near.contents
    ]
    gone = _forget(store, near.contents)
    _add(store, found)
    _summarise(store, gone | {d.about for d in found})


def _forget(store: ox.Store, contents: Iterable[Iri]) -> set[Iri]:
    """Take out what was computed for contents that are read again; gives the matters it was about."""
    nodes = {
        hit.subject
        for content in contents
        for name in (SAY.firstContent, SAY.secondContent)
        for hit in store.quads_for_pattern(None, _node(name), _node(content), _GRAPH)
    }
    quads = [each for node in nodes for each in store.quads_for_pattern(node, None, None, _GRAPH)]
    for each in quads:
        store.remove(each)
    return {Iri(_value(each.object)) for each in quads if each.predicate == _node(SAY.matter)}


def _add(store: ox.Store, found: Sequence[Disagreement]) -> None:
    store.bulk_extend(quad(triple, COMPUTED_GRAPH) for d in found for triple in _triples(d))


def _summarise(store: ox.Store, matters: Iterable[Iri]) -> None:
    """Count for each matter the statements in dispute now, so that a list of many matters need not count them."""
    lines = []
    for matter in matters:
        for name in (SAY.statementsInDispute, SAY.disputedSince):
            for old in list(store.quads_for_pattern(_node(matter), _node(name), None, _GRAPH)):
                store.remove(old)
        statements: set[str] = set()
        days: list[str] = []
        for hit in store.quads_for_pattern(None, _node(SAY.matter), _node(matter), _GRAPH):
            told = {
                each.predicate.value: _value(each.object)
                for each in store.quads_for_pattern(hit.subject, None, None, _GRAPH)
            }
            if told[str(SAY.kindOfDisagreement)] in BESIDE or told[str(SAY.knownUntil)] != _day(date.max):
                continue
            statements |= {told[str(SAY.firstStatement)], told[str(SAY.secondStatement)]}
            days.append(told[str(SAY.knownFrom)])
        if statements:
            number = Literal(str(len(statements)), PREFIXES["xsd"] + "integer")
            lines.append(Triple(matter, Iri(str(SAY.statementsInDispute)), number))
            lines.append(Triple(matter, Iri(str(SAY.disputedSince)), Literal(min(days), _DAY)))
    store.bulk_extend(quad(line, COMPUTED_GRAPH) for line in lines)


def _value(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    assert not isinstance(term, ox.Triple)  # none is ever computed
    return term.value


def _node(iri: object) -> ox.NamedNode:
    return ox.NamedNode(str(iri))


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
