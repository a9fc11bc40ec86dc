"""What was typed, as queries to the index, and the best hits with what of them matched.

Tantivy finds and orders, by words, their beginnings, and automata that forgive slips; the few hits that are shown are
looked at again here, to tell which of their names matched and where.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tantivy import DocAddress, Occur, Query, Schema, Searcher, SearchResult

from graph.model import Found, Hit, Thing
from graph.namespaces import PREFIXES
from graph.search.index import GRAMS, STARTS, Index, rank, record_at
from graph.search.names import FIELDS, STATEMENT, Record, local_name
from graph.search.words import Match, Nearness, Question, edits_allowed, folded, match

_OF_IDS: Final = re.compile(r"[-_:/#.0-9]")
_LONGEST_IRI: Final = 2_000
_COUNTED: Final = 10_000  # so many matches are looked at to tell how many of them are left out


def find(index: Index, text: str, limit: int, kinds: Sequence[str], without: frozenset[int]) -> Found:
    """The things that answer best to what was typed, of some kinds (CURIEs) and `without` some (by their keys).

    Exact names come first, then names that begin so, then names with these words, then with slips; among equals names
    before statements, then what has most links. Slips are forgiven only when fewer than `limit` things have the words.
    """
    asked = _Asked.of(text)
    if not asked.question.words or limit < 1:
        return Found()
    look = _Look(index.searcher(), limit, _of_kinds(index.schema, kinds), without)
    exact = asked.exact(index.schema)
    steps = [look.at(exact), look.at(asked.begins(index.schema)), look.at(_any(exact, asked.has(index.schema)))]
    if steps[-1].total < limit:
        steps.append(look.at(_any(exact, asked.has(index.schema, slips=True))))
    came: dict[tuple[int, int], tuple[DocAddress, bool]] = {}
    for number, step in enumerate(steps):
        for address in step.addresses:
            came.setdefault((address.segment_ord, address.doc), (address, number == 3))
    best = [
        (record, *asked.answer(record, slipped=slipped))
        for address, slipped in list(came.values())[:limit]
        for record in (record_at(look.searcher, address),)
    ]
    best.sort(key=lambda each: (each[1].nearness, -rank(each[0]), each[0].label, each[0].iri))
    return Found(tuple(_hit(*each) for each in best), steps[-1].total, steps[-1].more)


def _of_kinds(schema: Schema, kinds: Sequence[str]) -> Query | None:
    return _any(*(Query.term_query(schema, "kind", kind) for kind in kinds)) if kinds else None


def _count(found: SearchResult) -> int:
    return int(found.count)  # type: ignore[attr-defined]  # is there; tantivy's stub forgets it


@dataclass(frozen=True)
class _Seen:
    addresses: list[DocAddress]
    total: int
    more: bool = False


@dataclass(frozen=True)
class _Look:
    """A searcher, how many it is asked for, and what it is to leave out."""

    searcher: Searcher
    limit: int
    only: Query | None
    without: frozenset[int]

    def at(self, query: Query) -> _Seen:
        """The first matches of a query by rank, and how many there are."""
        if self.only is not None:
            query = _all([query, self.only])
        if not self.without:
            found = self.searcher.search(query, self.limit, order_by_field="rank")
            return _Seen([address for _, address in found.hits], _count(found))
        size = _COUNTED
        while True:
            found = self.searcher.search(query, size, order_by_field="rank")
            addresses = [address for _, address in found.hits]
            keys = self.searcher.fast_field_values("key", addresses)
            kept = [each for each, key in zip(addresses, keys, strict=True) if key not in self.without]
            more = (_count(found)) > size
            if not more or len(kept) >= self.limit:
                return _Seen(kept[: self.limit], len(kept), more)
            size *= 8


@dataclass(frozen=True)
class _Asked:
    """What was typed: its words, and the IRI if it is one or a CURIE."""

    question: Question
    iri: str
    is_id: bool

    @classmethod
    def of(cls, text: str) -> "_Asked":
        """Read what was typed; a known prefix is no word of a name."""
        typed = text.strip()[:_LONGEST_IRI].encode("utf-8", "replace").decode()
        prefix, colon, local = typed.partition(":")
        if not _OF_IDS.search(typed) or re.search(r"\s", typed):
            return cls(Question.of(typed), "", False)
        if not colon:
            return cls(Question.of(typed), "", True)
        if prefix in PREFIXES:
            return cls(Question.of(local), PREFIXES[prefix] + local, True)
        return cls(Question.of(local_name(typed)), typed, True)

    def exact(self, schema: Schema) -> Query:
        """Is called so, or is this very IRI."""
        called = Query.term_query(schema, "whole", self.question.whole)
        return _any(called, Query.term_query(schema, "iri", self.iri)) if self.iri else called

    def begins(self, schema: Schema) -> Query:
        """Has a name that begins so."""
        whole = self.question.whole
        begins = Query.term_query(schema, "starts", whole[:STARTS].replace(" ", "_"))
        return begins if len(whole) <= STARTS else _all([begins, self.has(schema)])

    def has(self, schema: Schema, *, slips: bool = False) -> Query:
        """Has all the words, the last one perhaps unfinished, and the longer ones with slips if they are forgiven."""
        last = len(self.question.words) - 1
        return _all([self._word(schema, word, at == last, slips) for at, word in enumerate(self.question.words)])

    def _word(self, schema: Schema, word: str, unfinished: bool, slips: bool) -> Query:
        allowed = edits_allowed(word) if slips else 0
        if allowed or (unfinished and len(word) > GRAMS):
            found = Query.fuzzy_term_query(schema, "words", word, allowed, prefix=unfinished)
        else:
            found = Query.term_query(schema, "grams" if unfinished else "words", word)
        if not self.is_id:
            return found
        return _any(found, Query.fuzzy_term_query(schema, "ids", word, 0, prefix=unfinished))

    def answer(self, record: Record, *, slipped: bool) -> tuple[Match, str, str]:
        """How a record that was found answers, with the field and the text that does so best."""
        local = local_name(record.iri)
        if record.iri == self.iri:
            return Match(0, Nearness.EXACT, ((0, len(local)),)), "id", local
        texts = list(record.names)
        if self.is_id or not texts or folded(local) == self.question.whole:
            texts.append(("id", local))
        answers = [(match(self.question, text, slips=slipped), field, text) for field, text in texts]
        best, field, text = min(answers, key=lambda each: (-each[0].found, each[0].nearness, FIELDS.index(each[1])))
        if best.found < len(self.question.words):  # the words are spread over several of its names
            best = best._replace(nearness=Nearness.TYPO if slipped else Nearness.WORD)
        elif best.nearness is Nearness.PREFIX and record.kind == STATEMENT:
            best = best._replace(nearness=Nearness.WORD)
        return best, field, text


def _hit(record: Record, answer: Match, field: str, matched: str) -> Hit:
    thing = Thing(record.iri, record.label, record.kind, record.kind.rpartition(":")[2])
    return Hit(thing, matched, field, answer.nearness.name.lower(), answer.ranges, record.links)


def _all(queries: Iterable[Query]) -> Query:
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def _any(*queries: Query) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries])
