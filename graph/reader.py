"""The queries of the house on one store: parameters bound, the default graph the union of all but the proposals."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyoxigraph as ox

from graph import ordering
from graph.accounts.claims import read_facts
from graph.accounts.facts import Facts
from graph.errors import UnknownName
from graph.model import Iri, Row, Term, Triple
from graph.namespaces import COMPUTED_GRAPH, PROPOSALS_GRAPH
from graph.queries import Query, can_be_written, with_terms
from graph.terms import from_ox, to_ox, triple_from_ox


@dataclass(frozen=True)
class Reader:
    """A store as it was when the reader was made, with the named queries that can be asked of it."""

    store: ox.Store
    queries: dict[str, Query]
    graphs: tuple[ox.NamedNode, ...]
    whole: bool

    @classmethod
    def of(cls, store: ox.Store, queries: dict[str, Query]) -> "Reader":
        """Look at a store's graphs as they are now."""
        named = sorted((g for g in store.named_graphs() if isinstance(g, ox.NamedNode)), key=str)
        graphs = tuple(graph for graph in named if graph.value != PROPOSALS_GRAPH)
        return cls(store, queries, graphs, whole=len(graphs) == len(named))

    def select(self, query: str | Query, **bindings: Term) -> list[Row]:
        """Run a SELECT with its parameters bound; raises UnknownName for a query that is not there."""
        query = self._bound(query, bindings)
        text, keys = ordering.apart(query.text)
        solutions = self._run(text, bindings)
        names = [variable.value for variable in solutions.variables]
        if not {key.column for key in keys} <= set(names):
            solutions, keys = self._run(query.text, bindings), ()
        given = {name: bindings[name] for name in names if name in bindings}
        rows: list[Row] = [dict(zip(names, map(from_ox, row), strict=True)) for row in solutions]
        for row in rows if given else ():
            row.update(given)
        return ordering.ordered(rows, keys)

    def each(self, query: str | Query, **bindings: Term) -> Iterator[tuple[Term | None, ...]]:
        """Run a SELECT for its rows one by one, in the order of its columns; for more of them than should be kept.

        The column of a parameter is empty: whoever bound it knows what it holds.
        """
        return (tuple(map(from_ox, row)) for row in self._run(self._bound(query, bindings).text, bindings))

    @cached_property
    def facts(self) -> Facts:
        """What the rules on disagreement rest on: organisations, places, rules. Read once for each state."""
        return read_facts(self.select)

    def construct(self, query: str | Query, **bindings: Term) -> list[Triple]:
        """Run a CONSTRUCT with its parameters bound."""
        return [triple_from_ox(triple) for triple in self._run(self._bound(query, bindings).text, bindings)]

    def quads(self, graphs: Iterable[ox.NamedNode]) -> Iterable[Any]:
        """The quads of some graphs."""
        for graph in graphs:
            yield from self.store.quads_for_pattern(None, None, None, graph)

    def names(self) -> tuple[Iri, ...]:
        """The graphs whose union is the default graph."""
        return tuple(Iri(graph.value) for graph in self.graphs)

    def holds(self, graph: ox.NamedNode) -> bool:
        """Whether there is a named graph of that name."""
        return bool(self.store.contains_named_graph(graph))

    def sizes(self) -> dict[str, int]:
        """Every named graph with the number of its triples."""
        stored = (g for g in self.store.named_graphs() if isinstance(g, ox.NamedNode))
        return {g.value: sum(1 for _ in self.quads([g])) for g in stored}

    def _bound(self, query: str | Query, bindings: dict[str, Term]) -> Query:
        """A query with the parameters that can be written in it."""
        if isinstance(query, str):
            if query not in self.queries:
                raise UnknownName(f"There is no query {query!r}; there are: {', '.join(sorted(self.queries))}")
            query = self.queries[query]
        return with_terms(query, {name: value for name, value in bindings.items() if not _is_free(value)})

    def _run(self, text: str, bindings: dict[str, Term]) -> Any:
        return self.store.query(
            text,
            # Naming the graphs costs a look-up for each of them in every pattern; Oxigraph's own union does not.
            default_graph=None if self.whole else list(self.graphs),
            use_default_graph_as_union=self.whole,
            # A blank node, and an IRI with characters that SPARQL forbids, cannot be written: the engine is handed it.
            substitutions={ox.Variable(name): to_ox(value) for name, value in bindings.items() if _is_free(value)},
        )


def _is_free(value: Term) -> bool:
    """Whether a value cannot be written in a query."""
    return isinstance(value, Iri) and not can_be_written(value)


def kept_without(quads: Iterable[Any], hidden: frozenset[Iri]) -> Iterable[Any]:
    """The quads that neither are about something hidden nor lead to it, nor to a disagreement with it."""
    if not hidden:
        return quads
    kept = list(quads)
    names: set[Any] = {to_ox(iri) for iri in hidden}
    names |= {q.subject for q in kept if q.graph_name.value == COMPUTED_GRAPH and q.object in names}
    return (q for q in kept if q.subject not in names and q.object not in names)
