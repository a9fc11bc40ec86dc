"""What can be written at the cursor of a query that is not finished, with counts from the data.

A completion is itself a query (QLever's rule): the patterns around the cursor, as values, with a variable where the
cursor is; only what gives an answer is offered. It runs in the sandbox, bounded in rows and in time.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from graph.asking import places, words
from graph.asking.inserting import Hand
from graph.asking.outline import Edit
from graph.asking.places import TYPE, Place, Where
from graph.asking.writing import Fitting, Variable, as_text, framed, steps, values_text
from graph.dataset import Dataset
from graph.errors import SaysoError, UnknownName
from graph.model import Iri, Literal, Term
from graph.namespaces import PREFIXES, compress
from graph.queries import written
from graph.views.vocabulary import Use, Vocabulary, explained, vocabulary

LONGEST: Final = 50_000
ROWS_READ: Final = {"fitting_values": 2_000, "fitting_properties": 10_000}  # the LIMITs in these queries
DISTINCT_READ: Final = 200
_MOST_CANDIDATES: Final = 40
_MOST_PATTERNS: Final = 40
_DATATYPES: Final = ("dateTime", "date", "integer", "decimal", "double", "boolean", "string", "gYear", "anyURI")
_STARTS: Final = {
    Where.FORM: (*words.FORMS, *words.PROLOGUE),
    Where.PROJECTION: ("DISTINCT", "WHERE", *words.AGGREGATES),
    Where.SUBJECT: words.GROUP,
    Where.EXPRESSION: (*words.FUNCTIONS, "NOT EXISTS", "EXISTS"),
    Where.MODIFIER: ("GROUP BY", "HAVING", "ORDER BY", "ASC", "DESC", "LIMIT", "OFFSET", "VALUES", *words.AGGREGATES),
}


@dataclass(frozen=True)
class Option:
    """Something to write: `text` for the place, `edits` elsewhere (a PREFIX line), and what to show of it.

    `count` is how many rows it would give, None where that was not counted; `at_least` when there may be more.
    """

    kind: str
    text: str
    label: str
    curie: str = ""
    count: int | None = None
    at_least: bool = False
    definition: str = ""
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True)
class Completion:
    """The options for [start, end) of a text, in code points, best first; `note` says what they leave out."""

    start: int
    end: int
    options: tuple[Option, ...]
    note: str = ""


@dataclass(frozen=True)
class _Fit:
    """A term that fits, with how often."""

    term: Term
    count: int | None
    at_least: bool


def complete(
    dataset: Dataset, text: str, at: int, *, terms: Vocabulary | None = None, seconds: float = 1.0, most: int = 50
) -> Completion:
    """What fits at an offset of a text, in code points. `terms` is what `vocabulary` gives, read here where missing.

    Raises nothing for any text: what could not be found out in `seconds` is said in the note.
    """
    if len(text) > LONGEST:
        return Completion(at, at, (), f"This query is longer than {LONGEST:,} characters; nothing is completed in it.")
    known = terms or vocabulary(dataset)
    place = places.find(text, at, known.prefixes)
    desk = _Desk(dataset, known, place, seconds, most)
    options = tuple(desk.options())[:most]
    return Completion(place.start, place.end, options, " ".join(desk.notes))


class _Desk:
    """One completion at work."""

    def __init__(self, dataset: Dataset, terms: Vocabulary, place: Place, seconds: float, most: int) -> None:
        self.dataset = dataset
        self.terms = terms
        self.place = place
        self.seconds = seconds
        self.most = most
        self.hand = Hand(place.outline, terms.prefixes)
        self.typed = _Typed(place, self.hand)
        self.notes: list[str] = []

    def options(self) -> Iterator[Option]:
        where = self.place.where
        if where is Where.PREFIX:
            yield from self._prefix_lines()
            return
        finders: dict[Where, Callable[[], Iterable[Option]]] = {
            Where.SUBJECT: self._subjects,
            Where.PREDICATE: self._properties,
            Where.CLASS: self._classes,
            Where.OBJECT: self._values,
            Where.GRAPH: self._graphs,
            Where.DATATYPE: self._datatypes,
            Where.EXPRESSION: self._names,
        }
        if where in {Where.PROJECTION, Where.EXPRESSION, Where.MODIFIER} or self.place.typed[:1] in {"?", "$"}:
            yield from self._variables()
        if where in finders and self.place.typed[:1] not in {"?", "$"}:
            yield from finders[where]()
        if where in {Where.PREDICATE, Where.OBJECT, Where.SUBJECT, Where.CLASS} and not self.place.typed:
            yield from self._variables()
        yield from self._words()
        if where in {*finders}:
            yield from self._prefixes()

    # ----------------------------------------------------------- words of SPARQL
    def _words(self) -> Iterator[Option]:
        typed = self.place.typed.upper()
        if self.place.quoted:
            return
        for word in _STARTS.get(self.place.where, ()):
            if word.startswith(typed):
                function = word in words.FUNCTIONS or word in words.AGGREGATES
                yield Option("function" if function else "keyword", f"{word}(" if function else word, word)

    def _variables(self) -> Iterator[Option]:
        typed = self.place.typed.lstrip("?$").casefold()
        for name in self.place.variables:
            if name.casefold().startswith(typed):
                yield Option("variable", f"?{name}", f"?{name}")

    def _prefix_lines(self) -> Iterator[Option]:
        typed = self.place.typed.rstrip(":").casefold()
        for prefix, namespace in self._prefixes_by_use():
            if prefix.startswith(typed) and prefix not in self.hand.declared:
                yield Option("prefix", f"{prefix}: <{namespace}>", f"{prefix}:", definition=namespace)

    def _prefixes(self) -> Iterator[Option]:
        typed = self.place.typed.casefold()
        if not typed or ":" in typed or self.place.quoted:
            return
        for prefix, namespace in self._prefixes_by_use():
            if prefix.startswith(typed):
                yield Option("prefix", f"{prefix}:", f"{prefix}:", definition=namespace, edits=self.hand.prefix(prefix))

    def _prefixes_by_use(self) -> Iterator[tuple[str, str]]:
        """Declared prefixes, then those of the dataset's terms, then the common ones."""
        prefixes = {**self.hand.known, **self.hand.declared}
        used = self.terms.namespaces | {PREFIXES["id"]}
        yield from sorted(prefixes.items(), key=lambda item: (item[0] not in self.hand.declared, item[1] not in used))

    # ------------------------------------------------------------ terms of the data
    def _classes(self) -> Iterator[Option]:
        plain = [
            p for p in self.place.patterns if p.predicate == TYPE and isinstance(p.subject, Variable) and not p.graph
        ]
        if len(plain) == len(self.place.patterns) <= 1:
            fits = [_Fit(iri, use.count, False) for iri, use in self.terms.classes.items() if use.count]
        else:
            fits = self._fitting("fitting_values")
        yield from self._terms("class", fits)

    def _properties(self) -> Iterator[Option]:
        kinds = self._kinds_of_subject()
        alone = len(kinds) == len(self.place.patterns) - 1 and self._any_object()
        if not self.place.patterns or (alone and not kinds and isinstance(self.place.subject, Variable)):
            fits = self._all_properties()
        elif alone and kinds:
            fits = self._of_classes(kinds)
        else:
            fits = self._fitting("fitting_properties")
            if any(fit.at_least for fit in fits):  # the rows read may lack what is rare
                found = {fit.term for fit in fits}
                more = self._of_classes(kinds) if kinds else self._all_properties()
                fits += [_Fit(fit.term, None, False) for fit in more if fit.term not in found]
        yield from self._terms("property", fits)

    def _all_properties(self) -> list[_Fit]:
        return [_Fit(iri, use.count, False) for iri, use in self.terms.properties.items() if use.count]

    def _any_object(self) -> bool:
        own = self.place.patterns[0]
        return isinstance(own.object, Variable) and own.object.name == f"{self.place.hole}_of" and own.graph is None

    def _kinds_of_subject(self) -> list[Iri]:
        """The classes that the patterns give to the subject of the place."""
        return [
            pattern.object
            for pattern in self.place.patterns
            if pattern.subject == self.place.subject and pattern.predicate == TYPE and isinstance(pattern.object, Iri)
        ]

    def _of_classes(self, kinds: list[Iri]) -> list[_Fit]:
        shared = [self.terms.of_class.get(kind, {}) for kind in kinds]
        if not shared:
            return []
        first = min(shared, key=len)
        return [_Fit(iri, count, False) for iri, count in first.items() if all(iri in other for other in shared)]

    def _subjects(self) -> Iterator[Option]:
        if self.place.patterns:
            yield from self._values()
        elif self.place.typed:
            yield from self._names()

    def _values(self) -> Iterator[Option]:
        if not self.place.patterns:
            yield from self._names()
            return
        fits = self._fitting("fitting_values")
        if not self.typed.free and (len(fits) >= DISTINCT_READ or any(fit.at_least for fit in fits)):
            literals = any(not isinstance(fit.term, Iri) for fit in fits)
            fits = [fit for fit in fits if self._matches(fit.term)]
            found = {fit.term for fit in fits}
            for condition in self._conditions(literals):
                fits += [fit for fit in self._fitting("fitting_values", condition) if fit.term not in found]
        yield from self._terms("value", fits)

    def _names(self) -> Iterator[Option]:
        """Resources by their name; not counted, as nothing stands around the place."""
        if self.place.typed:
            yield from self._terms("individual", [_Fit(iri, None, False) for iri in self._candidates()])

    def _candidates(self) -> list[Iri]:
        """Resources whose name or IRI fits what is typed, those whose name begins with it first."""
        typed = self.typed
        ranked: dict[Iri, tuple[bool, int]] = {}
        for folded, name in self.terms.folded:
            if typed.words in folded if typed.words else name.iri.startswith(typed.iri):
                rank = (not folded.startswith(typed.words), len(folded))
                ranked[name.iri] = min(rank, ranked.get(name.iri, rank))
        if self.terms.unlisted and not ranked:
            kinds = ", ".join(sorted(compress(kind) for kind in self.terms.unlisted)[:6])
            self.notes.append(f"Of {kinds} there are too many to be found by name here.")
        return sorted(ranked, key=lambda iri: (ranked[iri], iri))[:_MOST_CANDIDATES]

    def _conditions(self, literals: bool) -> Iterator[str]:
        """What is typed as conditions on the value: one of the candidates, or a literal that holds the words."""
        hole, candidates = self.place.hole, self._candidates()
        if candidates:
            yield values_text(hole, candidates)
        elif self.typed.iri:
            yield f"FILTER(STRSTARTS(STR(?{hole}), {written(Literal(self.typed.iri))}))"
        if self.typed.words and literals:
            yield f"FILTER(isLiteral(?{hole}) && CONTAINS(LCASE(STR(?{hole})), {written(Literal(self.typed.words))}))"

    def _graphs(self) -> Iterator[Option]:
        rows = [(Iri(str(row["graph"])), str(row["label"] or "")) for row in self.dataset.select("named_graphs")]
        fitting = dict.fromkeys(graph for graph, label in rows if self.typed.fits(graph, label))
        yield from self._options("graph", [_Fit(graph, None, False) for graph in fitting])

    def _datatypes(self) -> Iterator[Option]:
        yield from self._terms("datatype", [_Fit(Iri(PREFIXES["xsd"] + name), None, False) for name in _DATATYPES])

    # ----------------------------------------------------------------- the query
    def _fitting(self, name: str, condition: str = "") -> list[_Fit]:
        """The terms that fit the patterns around the place, asked in the sandbox; what went wrong goes to the notes."""
        try:
            patterns = as_text(self._needed()[:_MOST_PATTERNS])
            query = framed(self.dataset.queries[name], f"{condition}\n{patterns}", {"term": self.place.hole})
            answer = self.dataset.answer(query.text, seconds=self.seconds)
        except SaysoError as error:
            self.notes.append(f"Not held against the data: {error}")
            return []
        counts = {term: int(str(uses)) for term, uses in answer.rows if term is not None}
        if not counts and not condition:
            self.notes.append("The patterns so far have no answer in the data.")
        return [_Fit(term, count, sum(counts.values()) >= ROWS_READ[name]) for term, count in counts.items()]

    def _needed(self) -> list[Fitting]:
        """The patterns without classes that go without saying, because only members of the class have a property
        that is asked for too: a needless class makes Oxigraph slow.
        """
        whole = [step for pattern in self.place.patterns for step in steps(pattern)]
        return [pattern for pattern in whole if not any(self._implies(other, pattern) for other in whole)]

    def _implies(self, other: Fitting, typing: Fitting) -> bool:
        kind, predicate = typing.object, other.predicate
        if typing.predicate != TYPE or predicate == TYPE or other.subject != typing.subject:
            return False
        if not isinstance(kind, Iri) or not isinstance(predicate, Iri) or predicate not in self.terms.properties:
            return False
        return self.terms.of_class.get(kind, {}).get(predicate) == self.terms.properties[predicate].count

    # ------------------------------------------------------------------- options
    def _matches(self, term: Term) -> bool:
        """Whether a term, by any of its names, is what is typed."""
        names = self.terms.called.get(term) if isinstance(term, Iri) else None
        return any(self.typed.fits(term, name) for name in names or (self._use(term).label,))

    def _terms(self, kind: str, fits: list[_Fit]) -> Iterator[Option]:
        """Terms that are what is typed as options, the most used first, else in the order they came."""
        chosen = fits if self.typed.free else [fit for fit in fits if self._matches(fit.term)]
        yield from self._options(kind, sorted(chosen, key=lambda fit: -(fit.count or 0)))

    def _options(self, kind: str, fits: list[_Fit]) -> Iterator[Option]:
        for fit in fits[: self.most]:
            try:
                text, edits = self.hand.term(fit.term)
            except UnknownName:  # a blank node, or an IRI that SPARQL cannot write: there is no way to ask for it
                continue
            use = self._use(fit.term)
            shown = kind if kind != "value" else "individual" if isinstance(fit.term, Iri) else "literal"
            curie = compress(fit.term) if isinstance(fit.term, Iri) else ""
            yield Option(shown, text, use.label, curie, fit.count, fit.at_least, use.definition, edits)

    def _use(self, term: Term) -> Use:
        """What a term is called and means."""
        if not isinstance(term, Iri):
            return Use(Iri(""), str(term), "", 0)
        known = self.terms.classes.get(term) or self.terms.properties.get(term)
        return known or Use(term, *explained(self.dataset, term), 0)


class _Typed:
    """What is typed, as words of a name or as the beginning of an IRI."""

    def __init__(self, place: Place, hand: Hand) -> None:
        self.words = ""
        self.iri = ""
        prefix, colon, local = place.typed.partition(":")
        prefixes = {**hand.known, **hand.declared}
        if place.typed.startswith("<") and not place.quoted:
            self.iri = place.typed.strip("<>")
        elif colon and prefix in prefixes and not place.quoted:
            self.iri = prefixes[prefix] + local
        elif place.typed not in {"?", "$"}:
            self.words = place.typed.casefold()
        self.free = not self.words and not self.iri

    def fits(self, term: Term, label: str) -> bool:
        """Whether a term, called by its label, is what is typed."""
        if self.free:
            return True
        if self.iri:
            return term.startswith(self.iri)
        local = compress(term).rpartition(":")[2] if isinstance(term, Iri) else ""
        return self.words in label.casefold() or self.words in local.casefold()
