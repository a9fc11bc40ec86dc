"""The chain of a statement: from the newspaper through agency and spokesman to whom it is said for."""

from dataclasses import dataclass

from graph.dataset import Dataset
from graph.model import Iri, Statement, Thing
from graph.views.statements import among
from graph.views.things import thing


@dataclass(frozen=True)
class Step:
    """One step of a chain: how it is linked to the step before, and who it is."""

    how: str
    who: Thing
    unnamed: bool


def chain(dataset: Dataset, record: Statement) -> list[Step]:
    """The steps from the newspaper to the organisation, as far as the article tells them."""
    rows = dataset.select("chain", statement=record.iri)
    row = rows[0] if rows else {}
    steps = []
    if row.get("publisher"):
        steps.append(("printed by", thing(dataset, Iri(str(row["publisher"])))))
    agency = Iri(str(row["agency"])) if row.get("agency") else None
    if agency:
        told = record.addressee is not None and record.addressee.iri == agency
        steps.append(("which was told through" if told else "with", thing(dataset, agency)))
    elif record.addressee:
        steps.append(("told to", record.addressee))
    for outer in _tellers(dataset, record.iri):
        steps.append(("according to", outer.speaker))
    if record.has_speaker and record.speaker.iri not in {step[1].iri for step in steps}:
        steps.append(("said by", record.speaker))
    if record.on_behalf_of and record.on_behalf_of.iri != record.speaker.iri:
        steps.append(("on behalf of", record.on_behalf_of))
    return [Step(how, who, who.kind == "say:UnnamedSource") for how, who in steps]


def _tellers(dataset: Dataset, iri: Iri) -> list[Statement]:
    """Statements that tell this one, the outermost first; a circle is walked once."""
    found: list[Iri] = []
    waiting, seen = [iri], {iri}
    while waiting:
        for row in dataset.select("told_in", inner=waiting.pop()):
            outer = Iri(str(row["statement"]))
            if outer not in seen:
                seen.add(outer)
                waiting.append(outer)
                found.insert(0, outer)
    return list(among(dataset, found).values())
