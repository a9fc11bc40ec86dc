"""What a name in a query means: its label, its definition, and how often the data uses it."""

from dataclasses import dataclass

from graph.asking.reading import outline
from graph.asking.tokens import Kind
from graph.asking.writing import Names
from graph.dataset import Dataset
from graph.model import Iri
from graph.namespaces import compress
from graph.views.things import thing
from graph.views.vocabulary import Vocabulary, explained

LONGEST = 20_000  # code points of a query that is looked through at every rest of the pointer


@dataclass(frozen=True)
class Meaning:
    """The name at [start, end) of a text: its IRI, label, definition, and how often it is used, None if not counted."""

    start: int
    end: int
    iri: Iri
    label: str
    definition: str
    count: int | None


def meaning(dataset: Dataset, text: str, at: int, terms: Vocabulary) -> Meaning | None:
    """What stands at an offset (in code points) means; None where no name stands. Raises nothing for any text."""
    if len(text) > LONGEST:
        return None
    read = outline(text)
    token = next((token for token in read.tokens if token.start <= at < token.end), None)
    if token is None or token.kind not in {Kind.NAME, Kind.IRI}:
        return None
    iri = Names({**terms.prefixes, **dict(read.prefixes)}, read.base).iri(token)
    if iri is None:
        return None
    use = terms.classes.get(iri) or terms.properties.get(iri)
    if use is not None:
        return Meaning(token.start, token.end, iri, use.label, use.definition, use.count)
    label, definition = explained(dataset, iri)
    kind = thing(dataset, iri).kind_label
    return Meaning(token.start, token.end, iri, label, definition or kind or f"<{compress(iri)}>", None)
