"""Why a query gives no rows: which part first leaves none, and the nearest thing that would have matched.

The parts of the user's own query are put together one by one and asked in the sandbox; terms that would have matched
come from the same parts with a variable in the place of a term.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Protocol

from graph.asking.inserting import Hand
from graph.asking.nearness import measure, nearest_terms, span
from graph.asking.outline import (
    Edit,
    Element,
    Expression,
    Group,
    Mend,
    Node,
    Pattern,
    Query,
    Union,
    Values,
    patterns,
    variables,
)
from graph.asking.parts import FILTER, Part, joined, parts, prologue, shown
from graph.asking.problems import Lines
from graph.asking.reading import outline
from graph.asking.words import nearest
from graph.asking.writing import Fitting, Names, Variable, as_text, framed, unused, values_text
from graph.dataset import Dataset
from graph.errors import OutOfTime, QueryFault, QueryStopped, UnknownName
from graph.model import Iri, Literal, Term
from graph.namespaces import compress
from graph.queries import written
from graph.views.vocabulary import Vocabulary, explained, vocabulary

MOST_ROWS: Final = 1_000  # the LIMIT in fitting_rows
MOST_VALUES: Final = 200  # the LIMIT of terms in fitting_values
_BINDS_NOTHING: Final = {FILTER, "BIND", "MINUS", "OPTIONAL"}
_MOST_PARTS: Final = 30
_MOST_NEAR: Final = 3


class Located(Protocol):
    """Where something stands in the text of a query."""

    @property
    def start(self) -> int:
        """Its first character."""

    @property
    def end(self) -> int:
        """The one after its last."""


@dataclass(frozen=True)
class Near:
    """A term that would have matched in a place, with how many rows, and the mend that writes it there."""

    text: str
    label: str
    count: int
    at_least: bool
    mend: Mend


@dataclass(frozen=True)
class Without:
    """How many rows there would be without a part of the query."""

    line: int
    text: str
    rows: int
    at_least: bool


@dataclass(frozen=True)
class Explanation:
    """Which part of a query first leaves no row, in words and by place (from 1, end exclusive).

    `line` is 0 when no part is to blame. `span` says which days or numbers there are; `note` what was not found out.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    text: str
    message: str
    near: tuple[Near, ...] = ()
    span: str = ""
    without: tuple[Without, ...] = ()
    note: str = ""


def explain(
    dataset: Dataset,
    text: str,
    *,
    terms: Vocabulary | None = None,
    seconds: float = 5.0,
    without: frozenset[Iri] = frozenset(),
) -> Explanation:
    """Why a query gives no rows on a dataset `without` some resources, found out within `seconds` in all.

    Raises QueryFault for a text that cannot be run. A limit that is reached is said in the note.
    """
    dataset.check(text)
    known = terms or vocabulary(dataset)
    return _Desk(dataset, text, known, time.monotonic() + seconds, without).explanation()


class _Desk:
    """One explanation at work."""

    def __init__(self, dataset: Dataset, text: str, known: Vocabulary, deadline: float, hidden: frozenset[Iri]) -> None:
        self.dataset = dataset
        self.hidden = hidden
        self.text = text
        self.read = read = outline(text)
        self.deadline = deadline
        self.known = known
        self.names = Names(dict(read.prefixes), read.base)
        self.hand = Hand(read, known.prefixes)
        self.lines = Lines(text)
        self.free = unused("term", text)
        self.note = ""

    def explanation(self) -> Explanation:
        query = self.read.query
        if query.where is None:
            return self._said("The query has no patterns, so there is nothing to look for.")
        try:
            return self._of_query(query, [])
        except QueryStopped as error:
            return replace(self._said("It could not be found out why there are no rows."), note=str(error))

    # ------------------------------------------------------------------- search
    def _of_query(self, query: Query, before: list[Part]) -> Explanation:
        group = query.where
        assert group is not None
        while group.query is not None and group.query.where is not None:
            query, group = group.query, group.query.where
        found = parts(self.text, group)
        if len(found) > _MOST_PARTS:
            return self._said(f"The query has more than {_MOST_PARTS} parts; they are not tried one by one.")
        guilty = self._first_empty(before, found)
        if guilty is None:
            return self._after(query, self._count([*before, *found]))
        place = found.index(guilty)
        return self._blamed(guilty, [*before, *found[:place]], [*before, *found])

    def _first_empty(self, before: list[Part], found: list[Part]) -> Part | None:
        for number in range(1, len(found) + 1):
            if not self._count([*before, *found[:number]]):
                return found[number - 1]
        return None

    def _after(self, query: Query, rows: int) -> Explanation:
        after = [token for token in query.tail if token.is_word("HAVING", "LIMIT", "OFFSET")]
        words = [token.text.upper() for token in after] + ["VALUES"] * (query.values is not None)
        if not words:
            return self._said(f"The patterns give {_number(rows)}; the query is not without an answer.")
        start = after[0].start if after or query.values is None else query.values.start
        said = f"The patterns give {_number(rows)}, but {' and '.join(dict.fromkeys(words))} after them leaves none."
        return self._said(said, start, query.end)

    def _blamed(self, guilty: Part, before: list[Part], every: list[Part]) -> Explanation:
        inner = self._within(guilty, before)
        if inner is not None:
            return inner
        line = self.lines.place(guilty.start)[0]
        without = tuple(self._without(every))
        rows = self._count(before) if before else 0
        if guilty.word in {FILTER, "MINUS"}:
            said = f"No row passes the {guilty.word} of line {line}; without it there are {_number(rows)}."
        else:
            said = f"Nothing matches from line {line}: {shown(guilty)}"
            alone = self._count([guilty]) if before and guilty.word != "BIND" else 0
            if alone:
                said += f" (by itself {_number(alone)}, but none together with what stands before it)"
        near, extent = self._near(guilty, before)
        return replace(self._said(said, guilty.start, guilty.end), near=near, span=extent, without=without)

    def _within(self, guilty: Part, before: list[Part]) -> Explanation | None:
        """The guilty part of a group, where it can be told: of a sub-query, or of a group that is only joined."""
        group = guilty.element
        if not isinstance(group, Group) or guilty.word not in {"GROUP", "GRAPH"}:
            return None
        if group.query is not None:
            return None if self._count([guilty]) else self._of_query(group.query, [])
        inner = parts(self.text, group)
        head = self.text[group.start : group.open + 1]
        wrapped = [Part(p.start, p.end, f"{head} {p.text} }}", p.word, p.element) for p in inner]
        if any(part.word != "PATTERN" for part in inner) or not inner:
            return None
        found = self._first_empty(before, wrapped)
        if found is None:
            return None
        return self._blamed(found, [*before, *wrapped[: wrapped.index(found)]], [*before, *wrapped])

    def _without(self, every: list[Part]) -> Iterator[Without]:
        """Each part that alone stands in the way."""
        for part in every:
            rest = [other for other in every if other is not part]
            if part.word in {"OPTIONAL", "BIND"} or all(other.word in _BINDS_NOTHING for other in rest):
                continue
            rows = self._count(rest)
            if rows:
                yield Without(self.lines.place(part.start)[0], shown(part), rows, rows >= MOST_ROWS)

    # ------------------------------------------------------------------ nearness
    def _near(self, guilty: Part, before: list[Part]) -> tuple[tuple[Near, ...], str]:
        element = guilty.element
        if isinstance(element, Expression):
            return self._near_filter(element, before)
        if isinstance(element, Values):
            return self._near_values(element, before)
        for part in before:
            if isinstance(part.element, Values):
                found = self._near_values(part.element, [*(p for p in before if p is not part), guilty])
                if found[0]:
                    return found
        if isinstance(element, Pattern) and not any(node.inner for node in element.nodes):
            return self._near_pattern(element, before)
        for pattern in _within_brackets(element):
            fitting = self.names.fitting(pattern)
            if fitting is not None and not self._values(as_text([fitting]), min(fitting.variables(), default="")):
                return self._near_pattern(pattern, [])
        return (), ""

    def _near_pattern(self, pattern: Pattern, before: list[Part]) -> tuple[tuple[Near, ...], str]:
        """What would have matched in the place of each term, the value's first."""
        fitting = self.names.fitting(pattern)
        if fitting is None or pattern.predicate is None or pattern.object is None:
            return (), ""
        here = Variable(self.free)
        places: list[tuple[Node, object, Fitting]] = [
            (pattern.object, fitting.object, Fitting(fitting.subject, fitting.predicate, here)),
            (pattern.predicate, fitting.predicate, Fitting(fitting.subject, here, fitting.object)),
            (pattern.subject, fitting.subject, Fitting(here, fitting.predicate, fitting.object)),
        ]
        near: list[Near] = []
        extent = ""
        for node, term, opened in places:
            if not isinstance(term, Iri | Literal):
                continue
            values, asked = self._values_like(term, joined(before), opened)
            near += self._as_near(term, values, node, asked, self.free)
            extent = extent or span(value for value in values if isinstance(term, Literal))
        return tuple(near[: 2 * _MOST_NEAR]), extent

    def _values_like(self, term: Iri | Literal, before: str, opened: Fitting) -> tuple[dict[Term, int], str]:
        """The values of an opened pattern, with the parts before it or else alone; of many, those like a term too.

        Gives the patterns that have them as well.
        """
        for asked in dict.fromkeys([f"{before}\n{as_text([opened])}", as_text([opened])]):
            values = self._values(asked, self.free)
            if len(values) >= MOST_VALUES or (values and measure(term) is None and isinstance(term, Literal)):
                values |= self._values(f"{asked}\n{self._like(term)}", self.free)
            if values:
                return values, asked
        return {}, ""

    def _like(self, term: Iri | Literal) -> str:
        """A condition on the free variable: to be one of the things that are written much like a term."""
        if isinstance(term, Iri):
            local = {compress(name.iri): name.iri for name in self.known.names}
            return values_text(self.free, [local[curie] for curie in nearest(compress(term), local, limit=10)])
        alike = {str(term), *nearest(term, {name.name for name in self.known.names}, limit=5)}
        return f"FILTER(STR(?{self.free}) IN ({', '.join(written(Literal(text)) for text in sorted(alike))}))"

    def _near_filter(self, element: Expression, before: list[Part]) -> tuple[tuple[Near, ...], str]:
        """What the variables of a FILTER are, beside the terms that it compares them with."""
        near: list[Near] = []
        extents = []
        for name in dict.fromkeys(token.text[1:] for token in variables(element.tokens)):
            values = self._values(joined(before), name)
            extent = span(values)
            if extent:
                extents.append(f"?{name} goes {extent}")
            for token in element.tokens:
                iri = self.names.iri(token)
                if iri is not None and values and all(isinstance(value, Iri) for value in values):
                    near += self._as_near(iri, values, token, joined(before), name)
        return tuple(near[:_MOST_NEAR]), "; ".join(extents)

    def _near_values(self, element: Values, before: list[Part]) -> tuple[tuple[Near, ...], str]:
        near: list[Near] = []
        extent = ""
        for column, token in enumerate(element.variables):
            values = self._values(joined(before), token.text[1:])
            extent = extent or span(values)
            for row in element.rows[:_MOST_NEAR]:
                cell = row[column] if column < len(row) else None
                term = self.names.part(cell) if cell is not None else None
                if cell is not None and isinstance(term, Iri | Literal) and term not in values:
                    near += self._as_near(term, values, cell, joined(before), token.text[1:])
        return tuple(near[:_MOST_NEAR]), extent

    def _as_near(self, term: Iri | Literal, values: dict[Term, int], at: Located, asked: str, name: str) -> list[Near]:
        """The values nearest to a term, which stands at a place, with the rows that the patterns have for each.

        The values were counted in a part of the rows only, to be quick; the few that are told are counted again.
        """
        chosen = nearest_terms(term, values, _MOST_NEAR)
        if not chosen and isinstance(term, Iri):
            chosen = [value for value in values if value != term][:2]
        found = []
        for value in chosen:
            try:
                text, edits = self.hand.term(value)
            except UnknownName:  # a blank node, which no query can name
                continue
            label = explained(self.dataset, value)[0] if isinstance(value, Iri) else str(value)
            mend = Mend(f"Write {text}", (*edits, Edit(at.start, at.end, text)))
            count = self._rows(f"{asked}\nVALUES ?{name} {{ {written(value)} }}")
            found.append(Near(text, label, count, count >= MOST_ROWS, mend))
        return found

    # ------------------------------------------------------------------- asking
    def _count(self, chosen: list[Part]) -> int:
        """How many rows some parts give together, MOST_ROWS at most."""
        return self._rows(joined(chosen))

    def _rows(self, patterns: str) -> int:
        fresh = {name: unused(name, self.text) for name in ("row", "rows")}
        return int(str(self._ask("fitting_rows", patterns, fresh)[0][0]))

    def _values(self, patterns: str, name: str) -> dict[Term, int]:
        """The values of a variable of some patterns, the most frequent first."""
        rows = self._ask("fitting_values", patterns, {"term": name, "uses": unused("uses", self.text)})
        return {term: int(str(uses)) for term, uses in rows if term is not None and uses is not None}

    def _ask(self, name: str, patterns: str, fresh: dict[str, str]) -> tuple[tuple[Term | None, ...], ...]:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise OutOfTime("The time for finding out is over. Ask with fewer parts, or allow more time.")
        query = framed(self.dataset.queries[name], patterns, fresh)
        try:
            return self.dataset.answer(
                prologue(self.text, self.read) + query.text, seconds=left, without=self.hidden
            ).rows
        except QueryFault as error:  # a part that cannot stand without the others
            self.note = f"One part could not be tried alone: {error}"
            return ((Literal("0"), None),) if name == "fitting_rows" else ()

    def _said(self, message: str, start: int = -1, end: int = -1) -> Explanation:
        place = (*self.lines.place(start), *self.lines.place(end)) if start >= 0 else (0, 0, 0, 0)
        return Explanation(*place, self.text[start:end] if start >= 0 else "", message, note=self.note)


def _within_brackets(element: Element) -> Iterator[Pattern]:
    """The patterns in the brackets of a pattern, or in the branches of a union or group."""
    match element:
        case Pattern():
            yield from (inner for node in element.nodes for inner in node.inner)
            if element.complete:
                yield element
        case Union():
            yield from (pattern for branch in element.branches for pattern in patterns(branch))
        case Group():
            yield from patterns(element)


def _number(rows: int) -> str:
    if rows >= MOST_ROWS:
        return f"at least {MOST_ROWS:,} rows"
    return f"{rows} row{'' if rows == 1 else 's'}"
