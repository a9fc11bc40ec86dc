"""The computed graph `id:computed`: where accounts differ, kept ready in the store and brought up to date on import.

It is rewritten from the data alone and may be thrown away at any time. After an import only claims that can touch the
new ones are read again: those about the same places, wider or inside, and those that name the same things.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, TypeAlias

import pyoxigraph as ox

from graph.accounts import Disagreement, Facts, disagreements
from graph.accounts.disagreements import BESIDE
from graph.accounts.reading import Neighbourhood, Rows, read, read_around, read_near
from graph.model import Iri
from graph.namespaces import COMPUTED_GRAPH, ID, PREFIXES, SAY
from graph.queries import Query
from graph.reader import Reader
from graph.terms import named

_GRAPH: Final = ox.NamedNode(COMPUTED_GRAPH)
_MOMENT: Final = ox.NamedNode(PREFIXES["xsd"] + "dateTime")
_DISAGREEMENT: Final = ox.NamedNode(str(SAY.Disagreement))
_IN_DISPUTE: Final = ox.NamedNode(str(SAY.statementsInDispute))
_SINCE: Final = ox.NamedNode(str(SAY.disputedSince))
_CONTENT: Final = ox.NamedNode(str(SAY.content))
_REPORTED_IN: Final = ox.NamedNode(str(SAY.reportedIn))
_FORCE: Final = ox.NamedNode(str(SAY.force))
_SIDES: Final = frozenset(ox.NamedNode(str(kind)) for kind in (SAY.State, SAY.MediaOrganisation))
Node: TypeAlias = Any  # a term of Oxigraph; its types tell the places in a quad apart, which one node may all take
# What is told of each disagreement, in the order of `_quads`.
_TOLD: Final = (
    _TYPE := ox.NamedNode(PREFIXES["rdf"] + "type"),
    _ONE := ox.NamedNode(str(SAY.firstStatement)),
    _ONE_CONTENT := ox.NamedNode(str(SAY.firstContent)),
    _OTHER := ox.NamedNode(str(SAY.secondStatement)),
    _OTHER_CONTENT := ox.NamedNode(str(SAY.secondContent)),
    _MATTER := ox.NamedNode(str(SAY.matter)),
    _KIND := ox.NamedNode(str(SAY.kindOfDisagreement)),
    ox.NamedNode(str(SAY.rule)),
    _KNOWN_FROM := ox.NamedNode(str(SAY.knownFrom)),
    _KNOWN_UNTIL := ox.NamedNode(str(SAY.knownUntil)),
    ox.NamedNode(str(SAY.holdsFrom)),
    ox.NamedNode(str(SAY.disagreesUntil)),
)
# A matter, two statements, and the day from which they are known to differ.
_Pair: TypeAlias = tuple[Iri, str, str, str]


@dataclass
class Change:
    """The quads that an update wrote, and those that it took out."""

    new: list[ox.Quad] = field(default_factory=list)
    gone: list[ox.Quad] = field(default_factory=list)


def anew(store: ox.Store, queries: dict[str, Query]) -> None:
    """Compute the whole graph from the data."""
    store.remove_graph(_GRAPH)
    _fill(store, Reader.of(store, queries))


def fresh(rows: Rows) -> list[ox.Quad]:
    """The whole graph computed from data that lies elsewhere."""
    store = ox.Store()
    _fill(store, rows)
    return list(store)


def _fill(store: ox.Store, rows: Rows) -> None:
    found = disagreements(read(rows))
    store.bulk_extend(each for d in found for each in _quads(d))
    _summarise(store, {d.about for d in found}, _standing(found), Change())


def update(store: ox.Store, queries: dict[str, Query], graphs: Iterable[Iri]) -> Change | None:
    """Bring the graph up to date after something was added to some graphs; None when all of it was computed anew."""
    return _renew(store, queries, read_near(Reader.of(store, queries), graphs))


def judged(store: ox.Store, quads: Collection[ox.Quad]) -> bool:
    """Whether quads that are about to come are about what is judged already: contents, statements, kinds of sides."""
    named_already = (each.subject for each in quads if each.predicate == _TYPE and each.object in _SIDES)
    return bool(_contents_of(store, {each.subject for each in quads})) or any(
        any(store.quads_for_pattern(None, None, subject)) for subject in named_already
    )


def revised(
    store: ox.Store, queries: dict[str, Query], changed: Collection[ox.Quad], write: Callable[[], None]
) -> Change | None:
    """Let quads come and go by calling `write`, and bring the computed graph up to date with all that is `changed`."""
    subjects = {each.subject for each in changed}
    old = Reader.of(store, queries)
    before, facts = read_near(old, (), _contents_of(store, subjects), same_facts=True), old.facts
    write()
    new = Reader.of(store, queries)
    forces = any(each.predicate == _FORCE for each in changed)
    near = None
    if before and not forces and _judged_by(new.facts) == _judged_by(facts):
        near = read_around(new, before.contents | _contents_of(store, subjects))
    return _renew(store, queries, near)


def _judged_by(facts: Facts) -> Facts:
    """What claims are judged by; which sources are unnamed, and which articles copies, is asked of origins only."""
    return replace(facts, unnamed=frozenset(), copies={})


def _contents_of(store: ox.Store, subjects: Iterable[Node]) -> set[Iri]:
    """The contents that have to do with some subjects: themselves, what they state, what is stated in an article."""
    found: set[Node] = set()
    for subject in subjects:
        if any(store.quads_for_pattern(None, _CONTENT, subject)):
            found.add(subject)
        inside = (hit.subject for hit in store.quads_for_pattern(None, _REPORTED_IN, subject))
        for statement in (subject, *inside):
            found.update(hit.object for hit in store.quads_for_pattern(statement, _CONTENT, None))
    return {Iri(node.value) for node in found if isinstance(node, ox.NamedNode)}


def _renew(store: ox.Store, queries: dict[str, Query], near: Neighbourhood | None) -> Change | None:
    """Compute again what is near, or everything."""
    if near is None:
        anew(store, queries)
        return None
    found = [
        d
        for d in disagreements(near.reading)
        if d.one.content.iri in near.contents or d.other.content.iri in near.contents
    ]
    change = Change()
    gone = _forget(store, near.contents, change)
    _add(store, found, change)
    matters = gone | {d.about for d in found}
    _summarise(store, matters, _standing_in(store, matters), change)
    return change


def _forget(store: ox.Store, contents: Iterable[Iri], change: Change) -> set[Iri]:
    """Take out what was computed for contents that are read again; gives the matters it was about."""
    nodes = {
        hit.subject
        for content in contents
        for name in (_ONE_CONTENT, _OTHER_CONTENT)
        for hit in store.quads_for_pattern(None, name, named(content), _GRAPH)
    }
    quads = [each for node in nodes for each in store.quads_for_pattern(node, None, None, _GRAPH)]
    quads = list(dict.fromkeys(quads))
    for each in quads:
        store.remove(each)
    change.gone += quads
    return {Iri(_value(each.object)) for each in quads if each.predicate == _MATTER}


def _add(store: ox.Store, found: Sequence[Disagreement], change: Change) -> None:
    quads = [each for d in found for each in _quads(d)]
    store.bulk_extend(quads)
    change.new += quads


def _summarise(store: ox.Store, matters: Iterable[Iri], standing: Iterable[_Pair], change: Change) -> None:
    """Count for each matter the statements in dispute now, so that a list of many matters need not count them."""
    told: dict[Iri, set[str]] = {matter: set() for matter in matters}
    since: dict[Iri, str] = {}
    for matter, one, other, day in standing:
        told[matter] |= {one, other}
        since[matter] = min(day, since.get(matter, day))
    quads = []
    for matter, statements in told.items():
        node = named(matter)
        for name in (_IN_DISPUTE, _SINCE):
            for old in list(store.quads_for_pattern(node, name, None, _GRAPH)):
                store.remove(old)
                change.gone.append(old)
        if statements:
            quads.append(ox.Quad(node, _IN_DISPUTE, ox.Literal(len(statements)), _GRAPH))
            quads.append(ox.Quad(node, _SINCE, ox.Literal(since[matter], datatype=_MOMENT), _GRAPH))
    store.bulk_extend(quads)
    change.new += quads


def _standing(found: Iterable[Disagreement]) -> Iterator[_Pair]:
    """The pairs of statements that disagree now, from what was found."""
    for d in found:
        if d.dispute and d.known_until == date.max:
            yield d.about, d.one.statement, d.other.statement, _midnight(d.known_from)


def _standing_in(store: ox.Store, matters: Iterable[Iri]) -> Iterator[_Pair]:
    """The same from what is kept of some matters: an update finds only a part of what they are about."""
    for matter in matters:
        for hit in store.quads_for_pattern(None, _MATTER, named(matter), _GRAPH):
            kept = store.quads_for_pattern(hit.subject, None, None, _GRAPH)
            told = {each.predicate: _value(each.object) for each in kept}
            if told[_KIND] not in BESIDE and told[_KNOWN_UNTIL] == _midnight(date.max):
                yield matter, told[_ONE], told[_OTHER], told[_KNOWN_FROM]


def _value(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    assert not isinstance(term, ox.Triple)  # none is ever computed
    return term.value


def _quads(d: Disagreement) -> list[ox.Quad]:
    name = " ".join((d.kind, *d.one.key, *d.other.key, d.about))
    node = ox.NamedNode(f"{ID}disagreement-{hashlib.sha256(name.encode()).hexdigest()[:20]}")
    values: tuple[ox.NamedNode | ox.Literal, ...] = (
        _DISAGREEMENT,
        named(d.one.statement),
        named(d.one.content.iri),
        named(d.other.statement),
        named(d.other.content.iri),
        named(d.about),
        ox.Literal(d.kind),
        ox.Literal(d.rule),
        *(_day(day) for day in (d.known_from, d.known_until, d.holds_from, d.holds_until)),
    )
    return [ox.Quad(node, told, value, _GRAPH) for told, value in zip(_TOLD, values, strict=True)]


def _day(day: date) -> ox.Literal:
    return ox.Literal(_midnight(day), datatype=_MOMENT)


def _midnight(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
