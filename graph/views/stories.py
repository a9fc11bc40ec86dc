"""Where to begin: stories found in the data, each a question with what to draw for it."""

from collections.abc import Iterable
from dataclasses import dataclass

from graph.dataset import Dataset
from graph.model import Iri, Statement, Term, resource
from graph.views.picture import STEP, neighbours
from graph.views.statements import among
from graph.views.things import rows_of, thing

_WITH_ARTICLE = {"say:BorderCrossing", "say:Road", "say:Border", "say:Facility"}


@dataclass(frozen=True)
class Story:
    """A starting point: a short name, its question, the thing in the middle, and what is drawn."""

    key: str
    name: str
    question: str
    focus: Iri
    shown: tuple[Iri, ...]


def stories(dataset: Dataset) -> list[Story]:
    """The stories of this dataset: a disputed place, an alliance, hearsay of a place; else its best linked thing."""
    found = [story for story in (_dispute(dataset), _alliance(dataset), _hearsay(dataset)) if story is not None]
    return found or [story for story in [_anything(dataset)] if story is not None]


def disputed_places(dataset: Dataset) -> set[Iri]:
    """The places that statements disagree about."""
    return {Iri(str(row["matter"])) for row in dataset.select("matter_list")}


def question_about(dataset: Dataset, iri: Iri, disputed: bool) -> str:
    """The title of a view that is centred on one thing."""
    if disputed:
        return f"Who holds {_named(dataset, iri)}? Accounts differ."
    return f"What is said of {_named(dataset, iri)}?"


def _named(dataset: Dataset, iri: Iri) -> str:
    named = thing(dataset, iri)
    return f"the {named.label}" if named.kind in _WITH_ARTICLE else named.label


def _dispute(dataset: Dataset) -> Story | None:
    """The matter with most statements, with one card for each voice and content."""
    matters = (_iri(row["matter"]) for row in dataset.select("matter_list"))
    place = next((matter for matter in matters if dataset.select("is_place", place=matter)), None)
    if place is None:
        return None
    pairs = dataset.select("disagreements_about", matter=place)
    found = dict.fromkeys(_iri(row[name]) for row in pairs for name in ("firstStatement", "secondStatement"))
    records = _distinct(among(dataset, found).values())
    named = [iri for iri in _named_in(dataset, records) if dataset.select("is_place", place=iri)]
    shown = [place, *(r.iri for r in records), *(r.speaker.iri for r in records), *named]
    return Story(
        "dispute", thing(dataset, place).label, question_about(dataset, place, disputed=True), place, _unique(shown)
    )


def _iri(term: Term | None) -> Iri:
    return Iri(str(term))


def _distinct(records: Iterable[Statement]) -> list[Statement]:
    """One statement for each speaker and content: the one whose day the text gives, else the first."""
    kept: dict[tuple[Iri, tuple[Iri, ...]], Statement] = {}
    for record in sorted(records, key=lambda r: (r.said.basis != "say:explicit", r.iri)):
        kept.setdefault((record.speaker.iri, tuple(content.iri for content in record.contents)), record)
    return sorted(kept.values(), key=lambda record: record.iri)


def _alliance(dataset: Dataset) -> Story | None:
    """Two states joined by an alliance, and what is said and promised between them."""
    rows = dataset.select("shared_alliance")
    if not rows:
        return None
    one, other, alliance = (Iri(str(rows[0][name])) for name in ("one", "other", "alliance"))
    found = [row["statement"] for row in dataset.select("names_both", one=one, other=other)]
    found += [row["statement"] for state in (one, other) for row in dataset.select("said_by", actor=state)]
    records = list(among(dataset, map(_iri, found)).values())
    about = _named_in(dataset, records)
    labels = [thing(dataset, iri).label for iri in (one, other)]
    shown = [alliance, one, other, *(r.iri for r in records), *(r.speaker.iri for r in records), *about]
    return Story("alliance", " and ".join(labels), f"What binds {' and '.join(labels)}?", alliance, _unique(shown))


def _hearsay(dataset: Dataset) -> Story | None:
    """The smallest place of which there is hearsay, with the places around it and what is said to be there."""
    rows = dataset.select("hearsay_places")
    if not rows:
        return None
    place = Iri(str(rows[0]["place"]))
    around = [Iri(str(row["inside"])) for row in dataset.select("where_is", place=place)]
    found = [row["statement"] for row in dataset.select("said_of", thing=place)]
    found += [row["statement"] for wider in around for row in dataset.select("hearsay_of", thing=wider)]
    records = list(among(dataset, map(_iri, found)).values())
    about = _named_in(dataset, records)
    name = thing(dataset, place).label
    country = thing(dataset, around[-1]).label if around else ""
    shown = [place, *around, *(r.iri for r in records), *(r.speaker.iri for r in records), *about]
    return Story("hearsay", f"{name}, {country}", f"What is said of {name}, and who knows it?", place, _unique(shown))


def _anything(dataset: Dataset) -> Story | None:
    """Data of other vocabularies: the thing with most links, and the first of what it is linked to."""
    rows = dataset.select("best_linked")
    if not rows:
        return None
    focus = resource(rows[0]["thing"])
    shown = [focus, *neighbours(dataset, focus)[:STEP]]
    name = thing(dataset, focus).label
    return Story("links", name, f"What is {name} linked to?", focus, _unique(shown))


def _named_in(dataset: Dataset, records: Iterable[Statement]) -> list[Iri]:
    """What the contents of statements name, by statement and then by slot."""
    told = [content.iri for record in records for content in record.contents]
    slots = rows_of(dataset, "content_slots", "content", told)
    return [resource(row["value"]) for content in told for row in slots[content]]


def _unique(iris: Iterable[Iri]) -> tuple[Iri, ...]:
    return tuple(dict.fromkeys(iris))
