"""How much there is of each graph, class and property: counted at import, kept as VoID in the computed graph.

After an article only what it touched is counted again. The description is of everything but the proposals and itself.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

import pyoxigraph as ox

from graph.accounts.reading import Rows
from graph.model import Iri, Literal, Triple
from graph.namespaces import COMPUTED_GRAPH, ID, PREFIXES
from graph.queries import Query
from graph.reader import Reader
from graph.terms import named, quad

Key = TypeVar("Key")

DESCRIPTION: Final = Iri(ID + "void")
_GRAPH: Final = named(COMPUTED_GRAPH)
_TYPE: Final = named(PREFIXES["rdf"] + "type")
_VOID: Final = PREFIXES["void"]
_INTEGER: Final = PREFIXES["xsd"] + "integer"


@dataclass(frozen=True)
class Counts:
    """Triples by graph; things by class, triples by property, and triples by the class of their subject and property.

    A triple counts once for each graph that states it, as it does in the union of the graphs.
    """

    graphs: Mapping[Iri, int] = field(default_factory=dict)
    classes: Mapping[Iri, int] = field(default_factory=dict)
    properties: Mapping[Iri, int] = field(default_factory=dict)
    of_class: Mapping[tuple[Iri, Iri], int] = field(default_factory=dict)


def anew(store: ox.Store, queries: dict[str, Query]) -> None:
    """Count everything; goes through all triples."""
    for old in list(_kept_quads(store)):
        store.remove(old)
    _write(store, counted(Reader.of(store, queries)))


def follow(store: ox.Store, queries: dict[str, Query], new: Iterable[ox.Quad], gone: Iterable[ox.Quad] = ()) -> None:
    """Bring the counts up to date after quads came and went; only quads that were not, or are no longer, there."""
    kept = read(Reader.of(store, queries))
    if kept is None:
        anew(store, queries)
        return
    change = Counter(new)
    change.subtract(gone)
    change = Counter({each: count for each, count in change.items() if count})
    graphs, classes, properties = Counter(kept.graphs), Counter(kept.classes), Counter(kept.properties)
    of_class = Counter(kept.of_class)
    for each, count in change.items():
        graphs[Iri(each.graph_name.value)] += count  # type: ignore[union-attr] # nothing is in the default graph
        properties[Iri(each.predicate.value)] += count
        if each.predicate == _TYPE and isinstance(each.object, ox.NamedNode):
            classes[Iri(each.object.value)] += count
    by_subject: dict[Any, Counter[ox.Quad]] = defaultdict(Counter)
    for each, count in change.items():
        by_subject[each.subject][each] = count
    for subject, changed in by_subject.items():
        now = Counter(store.quads_for_pattern(subject, None, None))
        before = now.copy()
        before.subtract(changed)
        of_class.update(_crossed(now))
        of_class.subtract(_crossed(before))
    _write(store, Counts(_used(graphs), _used(classes), _used(properties), _used(of_class)))


def read(reader: Rows) -> Counts | None:
    """The counts that are kept in a store; None where it was filled before any were."""
    kept = _read(reader, "graph_sizes", "class_counts", "property_counts", "class_property_counts")
    return kept if kept.graphs else None


def _used(counted: Counter[Key]) -> dict[Key, int]:
    return {key: count for key, count in counted.items() if count}


def described(reader: Rows) -> Counts:
    """The counts of a store: those that are kept, or counted now where there are none."""
    return read(reader) or counted(reader)


def _crossed(quads: Mapping[ox.Quad, int]) -> Counter[tuple[Iri, Iri]]:
    """What the quads of one subject add to the counts by class and property."""
    kinds: Counter[Iri] = Counter()
    properties: Counter[Iri] = Counter()
    for each, count in quads.items():
        properties[Iri(each.predicate.value)] += count
        if each.predicate == _TYPE and isinstance(each.object, ox.NamedNode):
            kinds[Iri(each.object.value)] += count
    return Counter({(kind, name): n * m for kind, n in kinds.items() for name, m in properties.items() if n * m})


def fresh(reader: Rows) -> list[ox.Quad]:
    """The description of data that lies elsewhere, as it is now."""
    return [quad(triple, COMPUTED_GRAPH) for triple in triples(counted(reader))]


def counted(reader: Rows) -> Counts:
    """The counts of a store as it is now, whatever is kept."""
    return _read(reader, "count_graphs", "classes_used", "properties_used", "class_properties")


def _read(reader: Rows, graphs: str, classes: str, properties: str, of_class: str) -> Counts:
    """The counts that four queries give."""
    return Counts(
        {Iri(str(row["graph"])): int(str(row["triples"])) for row in reader.select(graphs)},
        {Iri(str(row["class"])): int(str(row["uses"])) for row in reader.select(classes)},
        {Iri(str(row["property"])): int(str(row["uses"])) for row in reader.select(properties)},
        {(Iri(str(row["class"])), Iri(str(row["property"]))): int(str(row["uses"])) for row in reader.select(of_class)},
    )


def _kept_quads(store: ox.Store) -> Iterator[ox.Quad]:
    """The description as it is kept, from its root down."""
    waiting = [named(DESCRIPTION)]
    while waiting:
        for each in store.quads_for_pattern(waiting.pop(), None, None, _GRAPH):
            yield each
            if isinstance(each.object, ox.NamedNode) and each.object.value.startswith(DESCRIPTION + "-"):
                waiting.append(each.object)


def _write(store: ox.Store, counts: Counts) -> None:
    """Write what differs from what is kept."""
    kept = set(_kept_quads(store))
    wanted = {quad(triple, COMPUTED_GRAPH) for triple in triples(counts)}
    for old in kept - wanted:
        store.remove(old)
    store.extend(wanted - kept)


def triples(counts: Counts) -> Iterator[Triple]:
    """The counts as VoID. Graphs are named in text: as things they would be drawn beside what the news is about."""
    yield Triple(DESCRIPTION, Iri(_TYPE.value), Iri(_VOID + "Dataset"))
    yield _number(DESCRIPTION, "triples", sum(counts.graphs.values()))
    for graph, size in counts.graphs.items():
        part = _part("graph", graph)
        yield Triple(DESCRIPTION, Iri(_VOID + "subset"), part)
        yield Triple(part, Iri(PREFIXES["dcterms"] + "identifier"), Literal(graph, PREFIXES["xsd"] + "anyURI"))
        yield _number(part, "triples", size)
    for kind, uses in counts.classes.items():
        yield from _partition(DESCRIPTION, "class", kind, _part("class", kind))
        yield _number(_part("class", kind), "entities", uses)
    for name, uses in counts.properties.items():
        yield from _partition(DESCRIPTION, "property", name, _part("property", name))
        yield _number(_part("property", name), "triples", uses)
    for (kind, name), uses in counts.of_class.items():
        part = _part("class-property", f"{kind} {name}")
        yield from _partition(_part("class", kind), "property", name, part)
        yield _number(part, "triples", uses)


def _partition(whole: Iri, sort: str, term: Iri, part: Iri) -> Iterator[Triple]:
    yield Triple(whole, Iri(f"{_VOID}{sort}Partition"), part)
    yield Triple(part, Iri(_VOID + sort), term)


def _number(node: Iri, name: str, count: int) -> Triple:
    return Triple(node, Iri(_VOID + name), Literal(str(count), _INTEGER))


def _part(sort: str, name: str) -> Iri:
    return Iri(f"{DESCRIPTION}-{sort}-{hashlib.sha256(name.encode()).hexdigest()[:20]}")
