"""What is wrong with a query, where, and how to mend it.

Whether a text is SPARQL that may run is for the sandbox to say; where the fault lies and what was meant comes from the
outline; what the terms mean to the data comes from the dataset.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from graph.asking.datatypes import wrong_literals
from graph.asking.inserting import Hand
from graph.asking.outline import Edit, Fault, Mend, Outline, groups
from graph.asking.problems import Lines, Problem, problems
from graph.asking.reading import outline
from graph.asking.scope import misplaced, unbound, undeclared
from graph.asking.terms import Written, iris
from graph.asking.tokens import Token
from graph.asking.words import nearest
from graph.asking.writing import Names
from graph.dataset import Dataset
from graph.errors import QueryFault, QueryRefused, QueryStopped, SaysoError, UnknownName
from graph.model import Iri
from graph.namespaces import compress
from graph.views.vocabulary import Vocabulary, namespace, vocabulary

LONGEST: Final = 50_000
_UPDATE: Final = "{} would change the data; queries only read. Use Import, or `load` on the command line."
_SERVICE: Final = (
    "SERVICE would send a request to another machine; Sayso answers from its own dataset only. "
    "Load that data as a file instead."
)
_FROM: Final = (
    "FROM would read data from elsewhere; Sayso asks its own graphs. Write GRAPH <…> { … } around the patterns."
)
_MOST_TERMS: Final = 40


def diagnose(dataset: Dataset, text: str, *, terms: Vocabulary | None = None) -> list[Problem]:
    """Everything wrong or doubtful about a query, in the order of its text; empty for a query that is sound.

    `terms` is what `vocabulary` gives, read here where missing. Raises nothing for any text.
    """
    if len(text) > LONGEST:
        said = f"This query is longer than {LONGEST:,} characters; it is not checked."
        return problems(text, [Fault(0, len(text), said, (), "warning")])
    known = terms or vocabulary(dataset)
    read = outline(text)
    names = Names({**known.prefixes, **dict(read.prefixes)}, read.base)
    try:
        dataset.check(text)
        errors: list[Fault] = []
    except (QueryFault, QueryStopped) as error:
        errors = _errors(text, read, known, error)
    doubts = []
    if not read.faults or not errors:  # of a text that cannot be read, nothing more can be told
        doubts = [*unbound(read), *wrong_literals(read, names), *_terms(dataset, read, known, names)]
    return problems(text, [*errors, *doubts])


# ---------------------------------------------------------------------- errors
def _errors(text: str, read: Outline, known: Vocabulary, error: SaysoError) -> list[Fault]:
    """Why the parsers refuse a text, as far as the outline knows; else their own words at their own place."""
    if isinstance(error, QueryRefused) and not read.refusals:  # behind escapes, which the outline does not expand
        return [_unexplained(text, read, error)]
    found = [*(_refusal(read, token) for token in read.refusals), *read.faults]
    if not read.faults:
        found += [*undeclared(read, known.prefixes), *misplaced(read)]
    return found or [_unexplained(text, read, error)]


def _unexplained(text: str, read: Outline, error: SaysoError) -> Fault:
    line, column = getattr(error, "line", None), getattr(error, "column", None)
    if isinstance(error, QueryStopped) or (isinstance(error, QueryRefused) and not line):
        deepest = _deepest(read)
        return Fault(deepest.start, deepest.end, f"This query cannot be read: it is too deep or too long. {error}")
    start = Lines(text).offset(line, column) if line and column else 0
    token = next((token for token in read.tokens if token.end > start), None)
    said = str(error) if isinstance(error, QueryRefused) else _plainly(str(error), token)
    return Fault(token.start, token.end, said) if token else Fault(len(text), len(text), said)


def _plainly(message: str, token: Token | None) -> str:
    """The first thing a parser says, without the list of all it would have taken."""
    words = message.partition(": ")[2] or message
    short = words if len(words) <= 120 else f"{words[:119]}…"
    return f"The query cannot be read from {token.text} on. {short}" if token else f"The query is not finished. {short}"


def _deepest(read: Outline) -> Token:
    depth, found = 0, [(0, read.tokens[0])]
    for token in read.tokens:
        depth += token.is_mark("{", "(", "[") - token.is_mark("}", ")", "]")
        found.append((depth, token))
    return max(found, key=lambda each: each[0])[1]


def _refusal(read: Outline, token: Token) -> Fault:
    if token.is_word("SERVICE"):
        block = next((g for g in groups(read.query) if g.word == "SERVICE" and g.start == token.start), None)
        edits = (Edit(block.start, block.end, ""),) if block is not None else ()
        mends = (Mend("Take the SERVICE block out", edits),) if edits else ()
        return Fault(token.start, token.end, _SERVICE, mends)
    if token.is_word("FROM"):
        return Fault(token.start, token.end, _FROM, _as_graph(read, token))
    return Fault(token.start, token.end, _UPDATE.format(token.text.upper()))


def _as_graph(read: Outline, token: Token) -> tuple[Mend, ...]:
    """One FROM as a GRAPH around the patterns; several name a union, which GRAPH cannot."""
    place = read.tokens.index(token)
    following = [other for other in read.tokens[place + 1 : place + 3] if not other.is_word("NAMED")]
    where = read.query.where
    if sum(other.is_word("FROM") for other in read.refusals) > 1 or not following or where is None:
        return ()
    named = following[0]
    out = Edit(token.start, named.end, "")
    if read.tokens[place + 1].is_word("NAMED"):
        return (Mend("Take FROM NAMED out", (out,)),)
    opened = Edit(where.open + 1, where.open + 1, f" GRAPH {named.text} {{")
    closed = Edit(where.end - 1, where.end - 1, "} ")
    return (Mend(f"Ask GRAPH {named.text} instead", (out, opened, closed)),)


# ----------------------------------------------------------------------- terms
def _terms(dataset: Dataset, read: Outline, known: Vocabulary, names: Names) -> Iterator[Fault]:
    """A word on each term that the data does not have in that part, at its first use."""
    seen: set[tuple[Iri, str]] = set()
    hand = Hand(read, known.prefixes)
    for written in iris(read, names):
        if (written.iri, written.part) in seen or len(seen) >= _MOST_TERMS:
            continue
        seen.add((written.iri, written.part))
        fault = _doubt(dataset, known, hand, written)
        if fault is not None:
            yield fault


def _doubt(dataset: Dataset, known: Vocabulary, hand: Hand, written: Written) -> Fault | None:
    uses = {"property": known.properties, "class": known.classes}.get(written.part)
    if uses is not None and written.iri in uses:
        if uses[written.iri].count:
            return None
        said = f"{written.token.text} is defined, but nothing in the dataset uses it."
        return Fault(written.token.start, written.token.end, said, (), "info")
    try:
        mentioned = uses is None and bool(dataset.select("mentioned", term=written.iri))
        graph = written.part == "graph" and any(row["graph"] == written.iri for row in dataset.select("named_graphs"))
    except UnknownName:
        said = f"{written.token.text} is no IRI that anything could have."
        return Fault(written.token.start, written.token.end, said, (), "warning")
    if mentioned or graph:
        return None
    return _unknown(known, hand, written)


def _unknown(known: Vocabulary, hand: Hand, written: Written) -> Fault:
    token = written.token
    pools = {"property": known.properties, "class": known.classes}
    pool = [iri for iri, use in pools.get(written.part, {}).items() if use.count] or [n.iri for n in known.names]
    if written.part not in pools:
        pool += known.classes.keys() | known.properties.keys()
    space = namespace(written.iri)
    local = {iri.removeprefix(space): iri for iri in pool if iri.startswith(space)}
    near = [local[name] for name in nearest(written.iri.removeprefix(space), local, at_least=60)]
    mends = []
    for iri in near:
        text, edits = hand.term(iri)
        mends.append(Mend(f"Write {text}", (*edits, Edit(token.start, token.end, text))))
    what = {"property": "No triple has the property", "class": "Nothing is of the class"}.get(
        written.part, "Nothing in the dataset uses"
    )
    hint = f" Did you mean {compress(near[0])}?" if near else ""
    severity = "warning" if near else "info"
    return replace(Fault(token.start, token.end, f"{what} {token.text}.{hint}", tuple(mends)), severity=severity)
