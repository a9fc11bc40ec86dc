"""What a store calls its things: labels of the usual vocabularies, spellings, quoted words, paraphrases, ids.

A thing is any IRI that has a name or a kind, or that is linked, and that Explore draws. Evidence and its like are none
(spans, mentions, roles), nor is the content of a statement, whose words are the statement's own. What only our
vocabulary, `id:computed`, `id:proposals` or `id:reviews` say is not read.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol
from urllib.parse import unquote

import pyoxigraph as ox

from graph.model import Iri, Literal, Row, Term, Triple
from graph.namespaces import (
    COMPUTED_GRAPH,
    ONTOLOGY_GRAPH,
    PREFIXES,
    PROPOSALS_GRAPH,
    REVIEWS_GRAPH,
    SAY,
    SAY_IRI,
    compress,
)
from graph.queries import Query, can_be_written, with_values
from graph.reader import Reader
from graph.terms import from_ox, named, quad, to_ox

FIELDS: Final = ("name", "spelling", "quoted", "paraphrase", "id")
STATEMENT: Final = "say:Statement"
LONGEST_NAME: Final = 300
MOST_NAMES: Final = 200


def _iri(prefix: str, name: str) -> Iri:
    return Iri(PREFIXES[prefix] + name)


_TYPE: Final = _iri("rdf", "type")
_LABEL: Final = _iri("rdfs", "label")
_CONTENT: Final = Iri(str(SAY.content))
_REFERS: Final = Iri(str(SAY.refersTo))
_WRITTEN: Final = Iri(str(SAY.surfaceForm))
_PHRASE: Final = Iri(str(SAY.phrase))
_NAMED_BY: Final = {
    _LABEL: "name",
    _iri("skos", "prefLabel"): "name",
    _iri("schema", "name"): "name",
    _iri("foaf", "name"): "name",
    _iri("schemas", "name"): "name",
    _iri("dcterms", "title"): "name",
    _iri("dc", "title"): "name",
    _iri("skos", "altLabel"): "spelling",
    _iri("skos", "hiddenLabel"): "spelling",
    _iri("schema", "alternateName"): "spelling",
    Iri(str(SAY.quotation)): "quoted",
}
_NO_THINGS: Final = frozenset(
    Iri(str(kind))
    for kind in (
        SAY.Span,
        SAY.TextVersion,
        SAY.Mention,
        SAY.RoleAttestation,
        SAY.Assessment,
        SAY.Commitment,
        SAY.Disagreement,
        SAY.Review,
        SAY.Draft,
        SAY.Reviewer,
        _iri("oa", "TextPositionSelector"),
    )
)
# What leads to evidence, or from a statement to its own content, says nothing of how much a thing is linked.
_NO_LINKS: Final = frozenset(
    Iri(str(name))
    for name in (SAY.evidence, SAY.sourceSpan, SAY.cueSpan, SAY.contentSpan, SAY.textOf, SAY.refersTo, SAY.content)
)
_SCHEMAS: Final = tuple(PREFIXES[prefix] for prefix in ("say", "rdf", "rdfs", "owl", "oa", "skos"))
_ELSEWHERE: Final = "urn:sayso:elsewhere"
_UNREAD: Final = frozenset(named(graph) for graph in (ONTOLOGY_GRAPH, COMPUTED_GRAPH, PROPOSALS_GRAPH, REVIEWS_GRAPH))


@dataclass(frozen=True)
class Record:
    """A thing as search knows it: `names` are its texts with the field each stands in, `links` are counted."""

    iri: Iri
    label: str
    kind: str
    names: tuple[tuple[str, str], ...]
    links: int


@dataclass(frozen=True)
class Touched:
    """What quads that come or go are about: the nodes, by how much the links of each change, which lost any."""

    nodes: frozenset[Iri]
    links: Mapping[Iri, int]
    lost: frozenset[Iri] = frozenset()


@dataclass(slots=True)
class _Gathered:
    labels: list[Literal] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    names: list[tuple[str, str]] = field(default_factory=list)


def preferred(labels: Collection[Literal]) -> str:
    """The label to show: English first, then without a language, then any."""
    for language in ("en", ""):
        for label in labels:
            if label.language.partition("-")[0] == language:
                return str(label)
    return str(min(labels)) if labels else ""


def main_kind(kinds: Iterable[str]) -> str:
    """The kind a thing is shown as: ours before others', then by name."""
    return min(kinds, key=lambda kind: (not kind.startswith(SAY_IRI), kind), default="")


def local_name(iri: str) -> str:
    """The last part of an IRI, as a person may read it; all of it where it has no parts."""
    return unquote(iri[max(iri.rfind("/"), iri.rfind("#")) + 1 :]) or iri


class Rows(Protocol):
    """Whoever answers the queries of the house."""

    @property
    def queries(self) -> dict[str, Query]:
        """The queries, by name."""

    def select(self, query: str | Query, **bindings: Term) -> list[Row]:
        """Rows of a query."""

    def each(self, query: str | Query, **bindings: Term) -> Iterator[tuple[Term | None, ...]]:
        """Its rows one by one, in the order of its columns."""


class Names:
    """A store as search reads it."""

    def __init__(self, store: ox.Store, queries: dict[str, Query]) -> None:
        self._store = store
        self._reader = Reader.of(store, queries)

    def touched(self, quads: Iterable[ox.Quad], *, gone: bool = False) -> Touched | None:
        """What must be read again after quads came, or are `gone`; only quads that were not, or are no longer, there.

        None where they change what counts as a link, and with it everything.
        """
        phrased = self._phrased()
        nodes: set[Iri] = set()
        links: Counter[Iri] = Counter()
        for each in quads:
            predicate, ends = from_ox(each.predicate), {from_ox(each.subject), from_ox(each.object)}
            if predicate == _PHRASE:
                return None
            if each.graph_name not in _UNREAD:
                iris = {end for end in ends if isinstance(end, Iri)}
                nodes |= iris
                if not isinstance(each.object, ox.Literal) and _is_link(str(predicate), phrased):
                    links.update(iris)
        return Touched(frozenset(nodes), {iri: -count if gone else count for iri, count in links.items()})

    def links(self) -> Counter[Iri]:
        """How many links every thing has: triples that lead to another, once for each graph that states them.

        Properties of ours count when they have a phrase to be drawn with, others unless they are schema. Evidence is
        left aside.
        """
        return count_links(self._reader, self._phrased())

    def links_of(self, thing: Iri) -> int:
        """How many links one thing has, counted as `links` counts them."""
        phrased, node = self._phrased(), named(thing)
        store = self._reader.store
        ways = (store.quads_for_pattern(node, None, None), store.quads_for_pattern(None, None, node))
        return len(
            {
                quad
                for quads in ways
                for quad in quads
                if quad.graph_name not in _UNREAD
                and not isinstance(quad.object, ox.Literal)
                and _is_link(str(from_ox(quad.predicate)), phrased)
            }
        )

    def things_of(self, nodes: Iterable[Iri]) -> set[Iri]:
        """The nodes, and the things whose words they are: what a mention refers to, whose content a proposition is."""
        found = set(nodes)
        for node in nodes:
            found.update(other for _, other in self._pairs(_REFERS, node) if isinstance(other, Iri))
            found.update(other for other in self._subjects(_CONTENT, node) if isinstance(other, Iri))
        return found

    def records(self, links: Mapping[Iri, int], only: Collection[Iri] | None = None) -> Iterator[Record]:
        """What is known of every thing, or `only` of some; `links` by IRI."""
        starts: Collection[Iri | None] = [None] if only is None else only
        gathered: dict[Iri, _Gathered] = defaultdict(_Gathered)
        is_statement = self._statements(starts)
        no_things = {content for content in self._contents(starts) if not is_statement(content)}
        for thing, kind in self._all(_TYPE, starts):
            if kind in _NO_THINGS:
                no_things.add(thing)
            elif isinstance(kind, Iri):
                gathered[thing].kinds.append(kind)
        for thing, name, text in self._texts(starts, is_statement):
            if isinstance(text, Literal):
                gathered[thing].names.append((name, str(text[:LONGEST_NAME])))
                if name == "name":
                    gathered[thing].labels.append(text)
        for iri in links if only is None else only:
            if links.get(iri):
                gathered[iri]
        curies: dict[str, str] = {}  # of the kinds, which are few
        while gathered:  # let go of each when it is told: there may be millions
            iri, found = gathered.popitem()
            if iri not in no_things:
                main = main_kind(found.kinds)
                if main not in curies:
                    curies[main] = compress(main)
                yield _record(iri, curies[main], found, links.get(iri, 0))

    def _texts(
        self, starts: Collection[Iri | None], is_statement: Callable[[Iri], bool]
    ) -> Iterator[tuple[Iri, str, Term]]:
        for predicate, name in _NAMED_BY.items():
            for thing, text in self._all(predicate, starts):
                yield thing, name, text
        for start in starts:
            for mention, meant in self._pairs(_REFERS) if start is None else self._mentions(start):
                if isinstance(meant, Iri):
                    for _, text in self._pairs(_WRITTEN, mention):
                        yield meant, "spelling", text
        for statement, content in self._all(_CONTENT, starts):
            if isinstance(content, Iri) and not is_statement(content):
                for _, text in self._pairs(_LABEL, content):
                    yield statement, "paraphrase", text

    def _mentions(self, thing: Iri) -> Iterator[tuple[Term, Term]]:
        return ((mention, thing) for mention in self._subjects(_REFERS, thing))

    def _contents(self, starts: Collection[Iri | None]) -> Iterator[Iri]:
        """The contents of statements."""
        for start in starts:
            if start is None:
                found: Iterable[Term] = (content for _, content in self._pairs(_CONTENT))
            else:
                found = [start] if any(True for _ in self._subjects(_CONTENT, start)) else []
            yield from (content for content in found if isinstance(content, Iri))

    def _statements(self, starts: Collection[Iri | None]) -> Callable[[Iri], bool]:
        """What tells whether something is a statement; of everything, all statements are looked up at once."""
        kind = Iri(str(SAY.Statement))
        if None in starts:
            return set(self._subjects(_TYPE, kind)).__contains__
        return lambda node: any(found == kind for _, found in self._pairs(_TYPE, node))

    def _phrased(self) -> frozenset[str]:
        """The properties that are drawn with a phrase; our own vocabulary gives them."""
        return phrased_in(self._store)

    def _all(self, predicate: Iri, starts: Collection[Iri | None]) -> Iterator[tuple[Iri, Term]]:
        for start in starts:
            for thing, value in self._pairs(predicate, start):
                if isinstance(thing, Iri):
                    yield thing, value

    def _pairs(self, predicate: Iri, subject: Term | None = None) -> Iterator[tuple[Term, Term]]:
        """Subjects and objects of a property; all of them by a query, which is twice as fast as quad by quad."""
        if subject is None:
            for _, thing, value in self._reader.each("pairs", property=predicate):
                assert thing is not None and value is not None
                yield thing, value
            return
        node = to_ox(subject)
        assert not isinstance(node, ox.Literal)
        for found in self._store.quads_for_pattern(node, named(predicate), None):
            value = from_ox(found.object)
            if found.graph_name not in _UNREAD and value is not None:
                yield subject, value

    def _subjects(self, predicate: Iri, value: Iri) -> Iterator[Term]:
        for found in self._store.quads_for_pattern(None, named(predicate), named(value)):
            subject = from_ox(found.subject)
            if found.graph_name not in _UNREAD and subject is not None:
                yield subject


def count_links(rows: Rows, phrased: Collection[str]) -> Counter[Iri]:
    """How many links everything has, by properties that are links; see `Names.links`."""
    links: Counter[Iri] = Counter()
    for row in rows.select("properties"):
        if _is_link(str(row["property"]), phrased):
            for _, thing, count in rows.each("link_counts", property=Iri(str(row["property"]))):
                if isinstance(thing, Iri):
                    links[thing] += int(str(count))
    return links


def gathered(rows: Rows) -> ox.Store:
    """What search reads of a dataset that lies elsewhere, in a store of ours; all of it in one graph."""
    store = ox.Store()
    for predicate in (*_NAMED_BY, _TYPE, _CONTENT, _REFERS, _WRITTEN):
        found = rows.each("pairs", property=predicate)
        store.extend(_quad(thing, predicate, value) for _, thing, value in found if thing and value is not None)
    properties = [Iri(str(row["property"])) for row in rows.select("properties")]
    phrases = rows.select(with_values(rows.queries["link_names"], "link", list(filter(can_be_written, properties))))
    store.extend(_quad(row["link"], _PHRASE, row["phrase"]) for row in phrases if row["link"] and row["phrase"])
    return store


def phrased_in(store: ox.Store) -> frozenset[str]:
    """The properties that are drawn with a phrase."""
    return frozenset(str(from_ox(q.subject)) for q in store.quads_for_pattern(None, named(_PHRASE), None))


def _quad(subject: Term, predicate: Iri, value: Term) -> ox.Quad:
    return quad(Triple(subject, predicate, value), _ELSEWHERE)


def _is_link(predicate: str, phrased: Collection[str]) -> bool:
    return predicate not in _NO_LINKS and (predicate in phrased or not predicate.startswith(_SCHEMAS))


def _record(iri: Iri, kind: str, found: _Gathered, links: int) -> Record:
    label = preferred(found.labels) or compress(iri)
    fields: dict[str, str] = {}  # of each text the first field it stands in
    for name, text in sorted(found.names, key=lambda named: (FIELDS.index(named[0]), named[1])):
        fields.setdefault(text, "paraphrase" if kind == STATEMENT and name == "name" else name)
    cut = label if len(label) <= LONGEST_NAME else label[: LONGEST_NAME - 1] + "…"
    return Record(iri, cut, kind, tuple((name, text) for text, name in fields.items())[:MOST_NAMES], links)
