"""What a write does to an embedded store: quads come and go, and what is derived from them follows.

Derived are the disagreements (`graph.computed`), the counts (`graph.counts`) and the search index, which lies beside
the store: each function tells what it touched of that, None where it was all of it.
"""

from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

import pyoxigraph as ox

from graph import computed, counts, revision, search
from graph.model import Document, Iri, Revision
from graph.namespaces import COMPUTED_GRAPH, REVIEWS_GRAPH
from graph.queries import Query
from graph.terms import named, quad

MANY: Final = 50_000  # quads of which it is faster to derive everything anew than to follow each
Queries: TypeAlias = dict[str, Query]
_REVIEWS: Final = named(REVIEWS_GRAPH)


def quads_of(document: Document) -> Iterable[ox.Quad]:
    """The quads of a document with the blank nodes it came with; `Store.load` would make up new ones each time."""
    return ox.parse(document.nquads, format=ox.RdfFormat.N_QUADS, rename_blank_nodes=False)


def sow(store: ox.Store, queries: Queries, documents: Sequence[Document]) -> None:
    """Put documents in the place of the graphs of their names, and derive everything anew."""
    for document in documents:
        for graph in document.graphs:
            store.remove_graph(named(graph))
        store.extend(quads_of(document))
    _derive_anew(store, queries)


def add(
    store: ox.Store, queries: Queries, documents: Sequence[Document], *, replace: bool
) -> tuple[list[int], search.Touched | None]:
    """Add documents, or put them in the place of their graphs; tells how many quads of each are new as well."""
    if not replace and sum(document.quads for document in documents) > MANY:
        counted = [extend(store, document) for document in documents]
        _derive_anew(store, queries)
        return counted, None
    new: dict[ox.Quad, None] = {}
    gone: dict[ox.Quad, None] = {}
    counted = []
    for document in documents:
        came, went = differing(store, document, replace=replace)
        if replace:  # what a document before this one put into the same graphs is replaced as well
            own = {named(graph) for graph in document.graphs}
            new, gone = ({each: None for each in some if each.graph_name not in own} for some in (new, gone))
        counted.append(sum(each not in new for each in came))
        new |= dict.fromkeys(came)
        gone |= dict.fromkeys(went)
    if gone or computed.judged(store, new):
        return counted, _follow(store, queries, list(new), list(gone))
    store.extend(new)
    graphs = dict.fromkeys(graph for document in documents for graph in document.graphs)
    _count(store, queries, computed.update(store, queries, graphs), list(new))
    return counted, search.touched(store, queries, new)


def extend(store: ox.Store, document: Document) -> int:
    """Add the quads of a document; tells how many are new."""
    before = len(store)
    store.bulk_extend(quads_of(document))
    return len(store) - before


def differing(store: ox.Store, document: Document, *, replace: bool) -> tuple[list[ox.Quad], list[ox.Quad]]:
    """The quads that come with a document, or go for it if it is to `replace` the graphs of its names."""
    wanted = dict.fromkeys(quads_of(document))
    old: list[ox.Quad] = []
    if replace:
        old = [held for graph in document.graphs for held in store.quads_for_pattern(None, None, None, named(graph))]
        wanted |= dict.fromkeys(revision.kept(old, wanted))
    return [each for each in wanted if each not in store], [each for each in old if each not in wanted]


def drop(store: ox.Store, queries: Queries, graph: ox.NamedNode) -> search.Touched | None:
    """Take a graph out; what is computed is computed again."""
    gone = list(store.quads_for_pattern(None, None, None, graph))
    if graph.value == COMPUTED_GRAPH:
        _derive_anew(store, queries)
        return search.touched(store, queries, (), gone)
    touched = _follow(store, queries, [], gone)
    store.remove_graph(graph)  # which may have been empty
    return touched


def revise(store: ox.Store, queries: Queries, revisions: Iterable[Revision]) -> search.Touched | None:
    """Let triples come and go in several graphs as one change."""
    gone: list[ox.Quad] = []
    new: list[ox.Quad] = []
    for each in revisions:
        came, went = revised(store, each)
        new += came
        gone += went
    return _follow(store, queries, new, gone)


def revised(store: ox.Store, each: Revision) -> tuple[list[ox.Quad], list[ox.Quad]]:
    """The quads that come with a revision, and those that go."""
    held = set(store.quads_for_pattern(None, None, None, named(each.graph)))
    wanted = dict.fromkeys(quad(triple, each.graph) for triple in each.new)
    taken = {quad(triple, each.graph) for triple in each.gone}
    gone = held - wanted.keys() if each.whole else (held & taken) - wanted.keys()
    return [one for one in wanted if one not in held], list(gone)


def _follow(
    store: ox.Store, queries: Queries, new: Sequence[ox.Quad], gone: Sequence[ox.Quad]
) -> search.Touched | None:
    """Let quads come and go, with what is derived from them; a graph that is left empty goes too."""

    def write() -> None:
        for each in gone:
            store.remove(each)
        store.extend(new)
        for graph in {each.graph_name for each in gone}:
            if not any(store.quads_for_pattern(None, None, None, graph)):
                store.remove_graph(graph)  # or an empty graph would be listed

    if len(new) + len(gone) > MANY:
        write()
        _derive_anew(store, queries)
    else:
        judged = [each for each in (*new, *gone) if each.graph_name != _REVIEWS]
        _count(store, queries, computed.revised(store, queries, judged, write), new, gone)
    return search.touched(store, queries, new, gone)


def renew_proposals(store: ox.Store, graph: ox.NamedNode, articles: Iterable[Iri], document: Document) -> None:
    """Put the proposals of a document in the place of those that some articles had.

    Actors, places and rules that articles share are left, and added to.
    """
    own = tuple(f"{article}-" for article in articles)
    whole = {article.removesuffix("-") for article in own}
    for held in list(store.quads_for_pattern(None, None, None, graph)):
        subject = held.subject
        if isinstance(subject, ox.NamedNode) and (subject.value.startswith(own) or subject.value in whole):
            store.remove(held)
    store.extend(each for each in quads_of(document) if each.graph_name == graph)


def _derive_anew(store: ox.Store, queries: Queries) -> None:
    computed.anew(store, queries)
    counts.anew(store, queries)


def _count(
    store: ox.Store,
    queries: Queries,
    told: computed.Change | None,
    new: Sequence[ox.Quad],
    gone: Sequence[ox.Quad] = (),
) -> None:
    """Let the counts follow what changed, and what followed from it."""
    if told is None:
        counts.anew(store, queries)
    else:
        counts.follow(store, queries, [*new, *told.new], [*gone, *told.gone])
