"""Drafts as text and back: how a decision keeps what was decided on, and how two readings are compared.

A draft that is not accepted, or no longer, must not be asserted anywhere. So the records of decisions hold it as one
literal (`prov:value`), which no query of the house takes for a statement.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from graph.model import Iri, Span, Thing
from graph.review.records import Content, Draft


def to_json(draft: Draft) -> str:
    """A draft as JSON; the same draft gives the same text."""
    return json.dumps(asdict(draft), ensure_ascii=False, sort_keys=True, default=date.isoformat)


def from_json(text: str) -> Draft:
    """The draft that `to_json` wrote."""
    held = json.loads(text)
    return Draft(
        speaker=_thing(held["speaker"]),
        act=held["act"],
        polarity=held["polarity"],
        certainty=held["certainty"],
        basis=held["basis"],
        date_basis=held["date_basis"],
        contents=tuple(_content(each) for each in held["contents"]),
        spans=tuple(_span(each) for each in held["spans"]),
        on_behalf_of=_thing(held["on_behalf_of"]) if held["on_behalf_of"] else None,
        addressee=_thing(held["addressee"]) if held["addressee"] else None,
        said=_day(held["said"]),
        said_after=_day(held["said_after"]),
        quotation=held["quotation"],
        responds_to=Iri(held["responds_to"]) if held["responds_to"] else None,
        nested=tuple(Iri(each) for each in held["nested"]),
    )


def essence(draft: Draft) -> str:
    """What makes a reading the same as another: all of it but what things are called and classed."""
    return to_json(with_things(draft, lambda thing: Thing(thing.iri, "", "", "")))


def with_things(draft: Draft, change: Callable[[Thing], Thing]) -> Draft:
    """The draft with every actor, place or event in it changed."""
    return replace(
        draft,
        speaker=change(draft.speaker),
        on_behalf_of=change(draft.on_behalf_of) if draft.on_behalf_of else None,
        addressee=change(draft.addressee) if draft.addressee else None,
        contents=tuple(
            replace(content, slots=tuple((slot, change(thing)) for slot, thing in content.slots))
            for content in draft.contents
        ),
    )


def things(draft: Draft) -> dict[Iri, Thing]:
    """Everyone and everything that a draft names."""
    found: dict[Iri, Thing] = {}

    def note(thing: Thing) -> Thing:
        found.setdefault(thing.iri, thing)
        return thing

    with_things(draft, note)
    return found


def all_spans(draft: Draft) -> dict[Iri, Span]:
    """The spans of a draft, those of its contents included."""
    return {span.iri: span for span in (*draft.spans, *(content.evidence for content in draft.contents))}


def named_contents(draft: Draft, article: Iri, given: dict[Iri, Content]) -> Draft:
    """The draft with an IRI for each content: that of the `given` content it says the same as, or one of its own.

    Other words for the same content keep its IRI, so that a denial goes on denying what was affirmed.
    """

    def name(content: Content) -> Content:
        before = given.get(content.iri)
        if before is not None and _said(before) == _said(content):
            return content
        digest = hashlib.sha256(repr(_said(content)).encode()).hexdigest()[:12]
        return replace(content, iri=Iri(f"{article}-p{digest}"))

    return replace(draft, contents=tuple(name(content) for content in draft.contents))


def _said(content: Content) -> tuple[object, ...]:
    slots = sorted((slot, thing.iri) for slot, thing in content.slots)
    return content.kind, slots, sorted(content.figures), (content.evidence.start, content.evidence.end)


def _content(held: dict[str, Any]) -> Content:
    return Content(
        kind=held["kind"],
        paraphrase=held["paraphrase"],
        evidence=_span(held["evidence"]),
        slots=tuple((slot, _thing(thing)) for slot, thing in held["slots"]),
        figures=tuple((name, value) for name, value in held["figures"]),
        iri=Iri(held["iri"]),
    )


def _thing(held: dict[str, str]) -> Thing:
    return Thing(Iri(held["iri"]), held["label"], held["kind"], held["kind_label"])


def _span(held: dict[str, Any]) -> Span:
    return Span(**{**held, "iri": Iri(held["iri"]), "article": Iri(held["article"])})


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
