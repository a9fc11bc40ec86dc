"""What a draft must be before it is taken: whole, grounded in the text, and in keeping with the shapes."""

import re
from collections.abc import Iterable, Mapping

from graph import serial, shapes
from graph.dataset import ROOT, Dataset
from graph.errors import InputRefused, SaysoError
from graph.model import Iri, Triple, Violation, day_in
from graph.namespaces import ONTOLOGY_GRAPH, expand, local_id
from graph.queries import can_be_written
from graph.review.described import node
from graph.review.desk import Desk
from graph.review.drafts import all_spans, things
from graph.review.grounds import ROLES
from graph.review.log import triple
from graph.review.proposed import FIGURES, SLOTS
from graph.review.records import Draft
from graph.terms import quad

_LONGEST = 200


def checked(dataset: Dataset, article: Iri, drafts: Mapping[Iri, Draft], text: str) -> None:
    """Raise InputRefused for the first draft that cannot be accepted, with why and how to mend it."""
    desk = Desk.of(dataset, article)
    for iri, draft in drafts.items():
        whole(draft, article)
        if why := desk.ungrounded(draft, text):
            raise InputRefused(f"{local_id(iri)} cannot be accepted. {why}")
    broken = [violation for violation in violations(dataset, desk, drafts) if not violation.warning]
    if broken:
        first = broken[0]
        more = f" ({len(broken) - 1} more)" if len(broken) > 1 else ""
        raise InputRefused(f"{local_id(first.focus)} cannot be accepted. {first.message}{more}")


def whole(draft: Draft, article: Iri) -> None:
    """Raise InputRefused for a draft with something that could not be written down, or read back."""
    for thing in things(draft).values():
        if not can_be_written(thing.iri):
            raise InputRefused(f"{thing.iri!r} cannot be written as an IRI. Choose another one.")
        if not thing.kind.startswith("say:") or not thing.label.strip():
            raise InputRefused(f"{local_id(thing.iri)} has no name or no kind. Say who or what it is, as say:Person.")
    for span in all_spans(draft).values():
        if span.article != article or span.role not in ROLES:
            raise InputRefused(f"{local_id(span.iri)} is no passage of {local_id(article)}. Select the words in it.")
    names = {name for content in draft.contents for name, _ in (*content.slots, *content.figures)}
    if odd := names - {*SLOTS, *FIGURES}:
        raise InputRefused(f"{min(odd)} is no slot of a content. There are: {', '.join((*SLOTS, *FIGURES))}.")
    for name, value in ((name, value) for content in draft.contents for name, value in content.figures):
        if why := _misread(name, value):
            raise InputRefused(f"“{value}” {why}, as {name} wants it. Nothing was changed.")
    codes = [draft.act, draft.polarity, draft.certainty, draft.basis, draft.date_basis]
    codes += [content.kind for content in draft.contents]
    for code in codes:
        if not code.startswith("say:"):
            raise InputRefused(f"{code!r} is no value of the vocabulary. Give a CURIE, as say:claim.")
        expand(code)
    if any(len(content.paraphrase) > _LONGEST for content in draft.contents):
        raise InputRefused(f"A paraphrase has more than {_LONGEST} characters. Say it in fewer words.")


def _misread(name: str, value: str) -> str:
    """Why a figure cannot be read, or ""."""
    match FIGURES[name]:
        case "xsd:dateTime" if len(value) != len("2024-05-04") or day_in(value) is None:
            return "is no day: write the year, month and day as 2024-05-04"
        case "xsd:integer" if not re.fullmatch(r"[+-]?[0-9]+", value):
            return "is no whole number: write it in digits, as 1500"
        case "xsd:decimal" if not re.fullmatch(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)", value):
            return "is no number: write a share as 0.85"
        case "xsd:boolean" if value not in {"true", "false"}:
            return "is neither true nor false"
    return ""


def violations(dataset: Dataset, desk: Desk, drafts: Mapping[Iri, Draft]) -> list[Violation]:
    """The shapes that drafts would break in the graph, and warnings; nothing is written."""
    triples = desk.graph_of(drafts)
    named = {iri for draft in drafts.values() for iri in things(draft)}
    known = {desk.became.get(iri, iri) for iri in named}
    above = (each for each in dataset.triples(ONTOLOGY_GRAPH) if each.predicate == expand("rdfs:subClassOf"))
    data = [*triples, *_kinds(dataset, known), *above]
    ntriples = serial.write([quad(each) for each in data], "nt")
    try:
        return shapes.check(ntriples, ROOT / "ontology" / "shapes.ttl")
    except ValueError as error:  # of a figure that its datatype does not have
        raise SaysoError(f"A figure or day cannot be read: {error}.") from error


def _kinds(dataset: Dataset, iris: Iterable[Iri]) -> list[Triple]:
    """What the graph says on what things are."""
    return [triple(iri, "rdf:type", kind) for iri in iris for kind in node(dataset, iri).iris("rdf:type")]
