"""The queries of the house, and what users type, asked of a remote engine.

The default graph is the union of the named graphs but the proposals: they are named in each request. An engine that
has none is asked as it is. Engines cut long answers without a word, so an answer whose size could be such a limit is
counted by a second question. A graph that is cut is fetched in parts; where an answer is cut, the graphs are fetched,
unless they are large, and asked here.
"""

import hashlib
import re
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import Any, Final

import pyoxigraph as ox

from graph.accounts.claims import read_facts
from graph.accounts.facts import Facts
from graph.errors import OutOfTime, StoreFault, UnknownName
from graph.model import Answer, Graphs, Iri, Literal, Row, Term, Triple
from graph.namespaces import PROPOSALS_GRAPH, compress
from graph.queries import Query, with_terms_bound, written
from graph.reader import Reader
from graph.remote import answers
from graph.remote.wire import Question, Reply, Wire
from graph.sandbox import Admitted, Ticket
from graph.terms import named, quad

_MANY: Final = 1000
_ROUND: Final = 100
_MARKED: Final = re.compile(r"^.*# query$", re.MULTILINE)
_PROLOGUE: Final = re.compile(r"(?:\s+|#[^\n]*|PREFIX[^\n]*\n)*")
_VIRTUOSO: Final = "Virtuoso"
_INSTEAD: Final = {"named_graphs": "filled_graphs"}  # Virtuoso matches no graph by an empty pattern
_VIRTUOSO_ASK: Final = ("__ASK_RETVAL",)  # its answer to an ASK: a row with 1, or none
# Graphs that hold what Virtuoso knows of itself.
_OF_VIRTUOSO: Final = re.compile(
    r"http://www\.openlinksw\.com/schemas/|http://www\.w3\.org/(ns/ldp#|2002/07/owl#)|http://localuriqaserver/|"
    r"http://[^/]*/(DAV/|sparql$)|urn:(activitystreams-owl:map|core:services:|virtuoso:|rules\.)"
)
# Virtuoso 7.2 joins the transitive paths of these wrongly, and gives some of their rows, or none, as if that were all:
# its triples are fetched for them, and joined here.
_LOST_ON_VIRTUOSO: Final = frozenset({"contradictions", "who_controls"})
_SLOW_ON_VIRTUOSO: Final = frozenset({"links"})  # ten seconds a thing: joined here while there is little to fetch
_LITTLE: Final = 200_000  # triples
_DIGITS: Final = 3  # of a digest by which `graph_parts` deals triples out


@dataclass(frozen=True)
class RemoteReader:
    """A remote dataset as it was when its graphs were looked at, with the named queries that can be asked of it."""

    wire: Wire
    queries: dict[str, Query]
    counts: dict[Iri, int]
    engine: str
    writes: int  # of ours by then: what we wrote may leave every graph as large as it was

    @classmethod
    def of(cls, wire: Wire, queries: dict[str, Query], writes: int = 0) -> "RemoteReader":
        """Look at the graphs as they are now; raises StoreFault."""
        with wire.asked(_question(wire, queries["stored_graphs"].text, answers.ROWS, {})) as reply:
            engine = reply.headers.get("server", "").partition("/")[0]
            _, rows = answers.table(reply)
            found = {Iri(str(graph)): int(str(count)) for graph, count in rows if isinstance(graph, Iri)}
        own = _OF_VIRTUOSO if engine == _VIRTUOSO else None
        counts = {name: found[name] for name in sorted(found) if not (own and own.match(name)) and found[name]}
        return cls(wire, queries, counts, engine, writes)

    @property
    def revision(self) -> str:
        """A name for this state: graphs of the same sizes are the same, unless we wrote meanwhile."""
        lines = "\n".join(f"{graph} {count}" for graph, count in self.counts.items())
        return hashlib.sha256(f"{self.writes}\n{lines}".encode()).hexdigest()[:32]

    @cached_property
    def graphs(self) -> tuple[ox.NamedNode, ...]:
        """The graphs whose union is the default graph."""
        return tuple(named(graph) for graph in self.names())

    def names(self) -> tuple[Iri, ...]:
        """The graphs whose union is the default graph."""
        return tuple(graph for graph in self.counts if graph != PROPOSALS_GRAPH)

    def holds(self, graph: ox.NamedNode) -> bool:
        """Whether there is a named graph of that name."""
        return Iri(graph.value) in self.counts

    def sizes(self) -> dict[str, int]:
        """Every named graph with the number of its triples."""
        return {str(graph): count for graph, count in self.counts.items()}

    def select(self, query: str | Query, **bindings: Term) -> list[Row]:
        """Run a SELECT with its parameters bound; raises UnknownName for a query that is not there, or StoreFault."""
        if self._is_joined_here(query if isinstance(query, str) else query.name, bindings):
            return self._here.select(query, **bindings)
        names, rows = self._table(query, bindings)
        return [dict(zip(names, row, strict=True)) for row in rows]

    def each(self, query: str | Query, **bindings: Term) -> Iterator[answers.Cells]:
        """Run a SELECT for its rows, in the order of its columns."""
        return iter(self._table(query, bindings)[1])

    @cached_property
    def facts(self) -> Facts:
        """What the rules on disagreement rest on: organisations, places, rules. Read once for each state."""
        return read_facts(self.select)

    def construct(self, query: str | Query, **bindings: Term) -> list[Triple]:
        """Run a CONSTRUCT with its parameters bound; raises StoreFault."""
        if self._is_joined_here(query if isinstance(query, str) else query.name, bindings):
            return self._here.construct(query, **bindings)
        with self._asked(self._bound(query, bindings).text, answers.TRIPLES) as reply:
            return list(dict.fromkeys(answers.triples(reply)))

    def quads(self, graphs: Iterable[ox.NamedNode]) -> Iterator[ox.Quad]:
        """The quads of some graphs; raises StoreFault where the engine gives fewer than it counts."""
        for graph in graphs:
            triples = self.construct("graph_triples", graph=Iri(graph.value))
            counted = self.counts.get(Iri(graph.value), 0)
            for part in [triples] if len(triples) >= counted else self._parts(Iri(graph.value), len(triples), counted):
                yield from (quad(triple, graph.value) for triple in part)

    def _parts(self, graph: Iri, most: int, counted: int) -> Iterator[list[Triple]]:
        """The triples of a graph of which the engine gives so many at once, part by part; raises StoreFault."""
        _, rows = self._table("graph_parts", {"graph": graph}, here=False)
        finest = {str(part): int(str(held)) for _, part, held in rows}
        for digits in range(1, _DIGITS + 1):
            parts: dict[str, int] = defaultdict(int)
            for part, held in finest.items():
                parts[part[:digits]] += held
            if max(parts.values(), default=0) < most:
                break
        given = 0
        for part, held in parts.items():
            triples = self.construct("graph_part", graph=graph, part=Literal(part))
            if len(triples) != held:
                break
            given += held
            yield triples
        if given < counted:
            raise self._cut(f"{most:,} of the {counted:,} triples of {compress(graph)}")

    def answer(
        self,
        admitted: Admitted,
        *,
        seconds: float,
        rows: int,
        graphs: Graphs | None = None,
        ticket: Ticket | None = None,
    ) -> Answer:
        """What a user typed, once the sandbox has read it: as many rows as are wanted, then the connection is closed.

        Raises OutOfTime, QueryStopped or StoreFault.
        """
        asks_proposals = compress(PROPOSALS_GRAPH).partition(":")[2] in admitted.text
        fields = {} if admitted.own_dataset and graphs is None else self._scope(asks_proposals, graphs)
        if self.engine == _VIRTUOSO:
            fields = fields | {"timeout": str(max(1000, int(seconds * 1000)))}  # it would go on for whom nobody waits
        accept = answers.TRIPLES if admitted.form == "construct" else answers.ROWS
        question = _question(self.wire, admitted.text, accept, fields)
        started = time.monotonic()
        with self.wire.asked_for(question, seconds, ticket or Ticket()) as reply:
            _refuse_partial(reply)
            found = _ANSWERS[admitted.form](reply, rows)
            # Of cut triples Virtuoso says nothing at all. Its limits are round numbers, and it gives one more.
            triples = len(found.triples or ())
            cut = found.cut or (self.engine == _VIRTUOSO and triples >= _MANY and triples % _MANY < 2)
            return replace(found, seconds=time.monotonic() - started, limit=rows, cut=cut)

    def _is_joined_here(self, name: str, bindings: dict[str, Term]) -> bool:
        if self._is_little and any(value.startswith("_:") for value in bindings.values() if isinstance(value, Iri)):
            return True  # a blank node cannot be named in a question
        if self.engine != _VIRTUOSO:
            return False
        return name in _LOST_ON_VIRTUOSO or (name in _SLOW_ON_VIRTUOSO and self._is_little)

    @property
    def _is_little(self) -> bool:
        return sum(self.counts.values()) <= _LITTLE

    @cached_property
    def _here(self) -> Reader:
        """The whole dataset in a store of ours, fetched once for each state; raises StoreFault where it is cut."""
        store = ox.Store()
        store.extend(self.quads(self.graphs))
        return Reader.of(store, self.queries)

    def _table(
        self, query: str | Query, bindings: dict[str, Term], *, here: bool = True
    ) -> tuple[tuple[str, ...], list[answers.Cells]]:
        """Columns and rows; where rows are cut off, they are joined `here`, or StoreFault is raised."""
        text = self._bound(query, bindings).text
        with self._asked(text, answers.ROWS) as reply:
            names, found = answers.table(reply)
            rows = list(found)
            most = _most(reply)
        if len(rows) >= _MANY or (rows and len(rows) % _ROUND == 0) or len(rows) == most:
            with self._asked(self._counting(text), answers.ROWS) as reply:
                ((counted,),) = answers.table(reply)[1]
            wanted = int(str(counted))
            if (given := len(rows)) < wanted and here and self._is_little:
                rows = [tuple(row[name] for name in names) for row in self._here.select(query, **bindings)]
            if len(rows) < wanted:
                raise self._cut(f"{given:,} of {wanted:,} rows")
        return names, rows

    def _bound(self, query: str | Query, bindings: dict[str, Term]) -> Query:
        if isinstance(query, str):
            if query not in self.queries:
                raise UnknownName(f"There is no query {query!r}; there are: {', '.join(sorted(self.queries))}")
            query = self.queries[query]
        query = self.queries.get(_INSTEAD.get(query.name, ""), query)
        return with_terms_bound(query, bindings)

    def _asked(self, text: str, accept: str) -> Any:
        return self.wire.asked(_question(self.wire, text, accept, self._scope(written(Iri(PROPOSALS_GRAPH)) in text)))

    def _scope(self, proposals: bool, graphs: Graphs | None = None) -> dict[str, str | Sequence[str]]:
        """The fields of the protocol that say which graphs are asked; `proposals` are seen by who names their graph."""
        wanted = graphs or Graphs(self.names(), tuple(self.counts) if proposals else self.names())
        fields = {"default-graph-uri": list(wanted.default), "named-graph-uri": list(wanted.named)}
        return {name: list(map(str, values)) for name, values in fields.items() if values}

    def _counting(self, text: str) -> str:
        start = _PROLOGUE.match(text)
        end = start.end() if start else 0
        inner = f"{{ {text[end:]} }}"
        return text[:end] + _MARKED.sub(lambda _: inner, self.queries["rows_of"].text)

    def _cut(self, what: str) -> StoreFault:
        return StoreFault(
            f"{self.wire.address.query} gives {what} only: it cuts long answers. Whoever runs it can raise its limit "
            "(in Virtuoso ResultSetMaxRows); until then this cannot be shown whole."
        )


def _question(wire: Wire, text: str, accept: str, fields: dict[str, str | Sequence[str]]) -> Question:
    return Question(wire.address.query, accept, {"query": text} | fields)


def _triples(reply: Reply, limit: int) -> Answer:
    """Triples as they come, each once, until there are enough."""
    triples: dict[Triple, None] = {}
    for triple in answers.triples(reply):
        triples[triple] = None
        if len(triples) > limit:
            break
    return Answer(0, triples=tuple(triples)[:limit], cut=len(triples) > limit)


def _rows(reply: Reply, limit: int) -> Answer:
    names, rows = answers.table(reply)
    found = tuple(islice(rows, limit + 1))
    return Answer(0, columns=names, rows=found[:limit], cut=len(found) > limit or len(found) == _most(reply))


def _truth(reply: Reply, limit: int) -> Answer:
    del limit
    results = answers.results(reply)
    if isinstance(results, bool):
        return Answer(0, truth=results)
    names, rows = results
    if names != _VIRTUOSO_ASK:
        raise reply.fault("it answered with rows where yes or no was asked for.")
    return Answer(0, truth=any(str(cell) == "1" for row in rows for cell in row))


def _most(reply: Reply) -> int:
    """How many rows the engine says it gives at most, or -1."""
    told = reply.headers.get("x-sparql-maxrows", "")
    return int(told) if told.isdecimal() else -1


def _refuse_partial(reply: Reply) -> None:
    if reply.headers.get("x-sql-state") == "S1TAT":
        raise OutOfTime(f"{reply.url} ran out of time and gave a part only, which is not shown. Narrow the query.")


_ANSWERS: Final = {"ask": _truth, "construct": _triples, "select": _rows}
