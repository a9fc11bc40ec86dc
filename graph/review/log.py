"""The decisions as they are kept: records in `id:reviews`, numbered for each article, and what stands after them."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from graph.articles.mentions import slug
from graph.errors import InputRefused
from graph.model import Iri, Literal, Row, Term, Triple
from graph.namespaces import ID, PREFIXES, compress, expand
from graph.review.described import Store
from graph.review.drafts import essence, from_json, to_json
from graph.review.records import ACCEPTED, OPEN, REJECTED, WITHDRAWN, Change, Decision, Draft

_NUMBER: Final = re.compile(r"-(\d+)$")
_TIME: Final = PREFIXES["xsd"] + "dateTime"
_NAME: Final = 80


@dataclass(frozen=True)
class Standing:
    """Where a statement stands after some decisions: its draft if it has one of its own, and the proposal it was.

    `current` is the decision its present version comes from, `former` the one before, both only once accepted.
    """

    state: str = OPEN
    draft: Draft | None = None
    proposal: str = ""
    edited: bool = False
    version: int = 0
    current: Decision | None = None
    former: Iri | None = None


def decisions(store: Store, article: Iri) -> list[Decision]:
    """Every decision on an article, oldest first; those taken back say so."""
    drafts = store.select("reviewed_drafts", article=article)
    used: dict[str, dict[Iri, str]] = defaultdict(dict)
    made: dict[str, dict[Iri, Draft]] = defaultdict(dict)
    for row in drafts:
        review, statement, text = str(row["review"]), Iri(str(row["statement"])), str(row["value"])
        if compress(str(row["role"])) == "prov:used":
            used[review][statement] = text
        else:
            made[review][statement] = from_json(text)
    found = []
    for review, held in _grouped(store.select("reviews", article=article)):
        changes = tuple(
            Change(statement, used[review].get(statement, ""), made[review].get(statement))
            for statement in dict.fromkeys((*used[review], *made[review]))
        )
        found.append(replace(_decision(review, held), changes=changes))
    return _marked(found)


def merges(store: Store) -> list[Decision]:
    """Every merge and split, oldest first."""
    found = []
    for review, held in _grouped(store.select("merges")):
        decision = _decision(review, held)
        gone = held["prov:invalidated" if decision.kind == "say:merge" else "prov:generated"][0]
        found.append(replace(decision, keep=Iri(str(held["prov:used"][0])), gone=Iri(str(gone))))
    return found


def merged(found: Iterable[Decision]) -> dict[Iri, Iri]:
    """For each actor or place that was merged, the one it is now."""
    direct: dict[Iri, Iri] = {}
    for decision in found:
        assert decision.keep is not None and decision.gone is not None
        if decision.kind == "say:merge":
            direct[decision.gone] = decision.keep
        else:
            direct.pop(decision.gone, None)
    return {gone: _followed(gone, direct) for gone in direct}


def _followed(iri: Iri, direct: Mapping[Iri, Iri]) -> Iri:
    while iri in direct:  # a merge never closes a circle: `keep` is what it has become by then
        iri = direct[iri]
    return iri


def standings(found: Sequence[Decision]) -> dict[Iri, Standing]:
    """Where each statement stands after some decisions."""
    standing: dict[Iri, Standing] = {}
    for decision in found:
        if decision.undone or decision.undoes:
            continue
        for change in decision.changes:
            before = standing.get(change.statement, Standing())
            standing[change.statement] = _after(before, decision, change)
    return standing


def _after(before: Standing, decision: Decision, change: Change) -> Standing:
    proposal = change.proposal or before.proposal
    if decision.kind == "say:reject":
        return replace(before, state=REJECTED, proposal=proposal)
    if decision.kind == "say:withdraw":
        return replace(before, state=WITHDRAWN, current=None, former=_entity(change.statement, before.current))
    if decision.kind == "say:edit" and before.state != ACCEPTED:
        return replace(before, state=OPEN, draft=change.draft, proposal=proposal, edited=True)
    return Standing(
        state=ACCEPTED,
        draft=change.draft,
        proposal=proposal,
        edited=before.edited or decision.kind == "say:edit",
        version=before.version + 1,
        current=decision,
        former=_entity(change.statement, before.current) or before.former,
    )


def _entity(statement: Iri, decision: Decision | None) -> Iri | None:
    return draft_iri(statement, decision.iri) if decision else None


def draft_iri(statement: Iri, review: Iri) -> Iri:
    """The name of the draft that a decision made of a statement."""
    return Iri(f"{statement}-r{number(review)}")


def proposal_iri(statement: Iri, proposal: str) -> Iri:
    """The name of a proposal as it was when it was decided on, after its digest."""
    return Iri(f"{statement}-proposal-{hashlib.sha256(proposal.encode()).hexdigest()[:12]}")


def number(review: Iri) -> int:
    """The number of a decision; they count up for each article."""
    match = _NUMBER.search(review)
    return int(match[1]) if match else 0


def next_iri(article: Iri | None, found: Sequence[Decision]) -> Iri:
    """The name of the decision after some others, on an article or on actors."""
    last = max((number(decision.iri) for decision in found), default=0)
    return Iri(f"{article}-review-{last + 1}" if article else f"{ID}merge-{last + 1}")


def reviewer(by: str) -> Iri:
    """The node of a reviewer, after the name given; raises InputRefused for none, or one that is no short line."""
    if not by.strip() or len(by) > _NAME or not by.isprintable():
        raise InputRefused(f"{by!r} is no reviewer's name. Give one of 1 to {_NAME} characters, on one line.")
    return Iri(f"{ID}reviewer-{slug(by)[:40]}-{hashlib.sha256(by.strip().encode()).hexdigest()[:8]}")


def recorded(decision: Decision) -> list[Triple]:
    """The decision itself, without what it was on."""
    who, at = reviewer(decision.by), time(decision.at)
    values: list[tuple[str, Term]] = [
        ("rdf:type", Iri(expand("say:Review"))),
        ("rdf:type", Iri(expand("prov:Activity"))),
        ("say:decision", Iri(expand(decision.kind))),
        ("prov:wasAssociatedWith", who),
        ("prov:startedAtTime", at),
        ("prov:endedAtTime", at),
    ]
    if decision.reason:
        values.append(("rdfs:comment", Literal(decision.reason, language="en")))
    if decision.undoes:
        values.append(("prov:wasInformedBy", decision.undoes))
    if decision.keep and decision.gone:
        values.append(("prov:used", decision.keep))
        values.append(("prov:invalidated" if decision.kind == "say:merge" else "prov:generated", decision.gone))
    return [
        *(triple(decision.iri, name, value) for name, value in values),
        triple(who, "rdf:type", Iri(expand("say:Reviewer"))),
        triple(who, "rdf:type", Iri(expand("prov:Agent"))),
        triple(who, "foaf:name", Literal(decision.by.strip(), PREFIXES["xsd"] + "string")),
    ]


def records(article: Iri, decision: Decision, before: Mapping[Iri, Standing]) -> list[Triple]:
    """A new decision on an article with the drafts it used and made."""
    lines = [*recorded(decision), triple(decision.iri, "dcterms:subject", article)]
    for change in decision.changes:
        if change.proposal:
            lines += _draft(
                decision.iri, "prov:used", proposal_iri(change.statement, change.proposal), change.statement
            )
            proposal = proposal_iri(change.statement, change.proposal)
            lines.append(triple(proposal, "prov:value", _text(change.proposal)))
        if change.draft:
            made = draft_iri(change.statement, decision.iri)
            lines += _draft(decision.iri, "prov:generated", made, change.statement)
            lines.append(triple(made, "prov:value", _text(to_json(change.draft))))
            lines.append(triple(made, "prov:generatedAtTime", time(decision.at)))
            if change.proposal:
                lines.append(triple(made, "prov:wasDerivedFrom", proposal_iri(change.statement, change.proposal)))
            held = before.get(change.statement, Standing())
            if former := _entity(change.statement, held.current) or held.former:
                lines.append(triple(made, "prov:wasRevisionOf", former))
    return lines


def invalidations(
    decision: Decision, before: Mapping[Iri, Standing], after: Mapping[Iri, Standing], undone: datetime | None
) -> tuple[list[Triple], list[Triple]]:
    """What a decision adds to say which drafts it put out of force, and takes away of those it put in force again.

    Only an undo puts any in force again: those that the decision of the time `undone` had put out of force.
    """
    new: list[Triple] = []
    gone: list[Triple] = []
    for statement in dict.fromkeys((*before, *after)):
        old = _entity(statement, before.get(statement, Standing()).current)
        now = _entity(statement, after.get(statement, Standing()).current)
        if old and old != now:
            new.append(triple(decision.iri, "prov:invalidated", old))
            new.append(triple(old, "prov:invalidatedAtTime", time(decision.at)))
        if now and now != old and undone:
            gone.append(triple(now, "prov:invalidatedAtTime", time(undone)))
    return new, gone


def same_reading(proposal: str, draft: Draft) -> bool:
    """Whether a proposal reads as it did when it was decided on."""
    return proposal == essence(draft)


def triple(subject: Iri, name: str, value: Term) -> Triple:
    """A triple whose property is given as a CURIE."""
    return Triple(subject, Iri(expand(name)), value)


def time(at: datetime) -> Literal:
    """A moment as the graph has it, in UTC and to the second; raises InputRefused for a time without a zone."""
    if at.tzinfo is None:
        raise InputRefused(f"{at.isoformat()} has no time zone. Give the time of a decision with one.")
    return Literal(at.astimezone(UTC).replace(microsecond=0).strftime("%Y-%m-%dT%H:%M:%SZ"), _TIME)


def _draft(review: Iri, role: str, draft: Iri, statement: Iri) -> list[Triple]:
    return [
        triple(review, role, draft),
        triple(draft, "rdf:type", Iri(expand("say:Draft"))),
        triple(draft, "prov:specializationOf", statement),
    ]


def _text(value: str) -> Literal:
    return Literal(value, PREFIXES["xsd"] + "string")


def _grouped(rows: Iterable[Row]) -> list[tuple[str, dict[str, list[str]]]]:
    """Reviews in the order they were made, each with its values by CURIE."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        held = found[str(row["review"])]
        held[compress(str(row["property"]))].append(str(row["value"]))
        held["by"] = [str(row["by"])]
    return sorted(found.items(), key=lambda item: number(Iri(item[0])))


def _decision(review: str, held: Mapping[str, list[str]]) -> Decision:
    undoes = held.get("prov:wasInformedBy")
    return Decision(
        iri=Iri(review),
        kind=compress(held["say:decision"][0]),
        by=held["by"][0],
        at=datetime.fromisoformat(held["prov:endedAtTime"][0]),
        reason=held.get("rdfs:comment", [""])[0],
        undoes=Iri(undoes[0]) if undoes else None,
    )


def _marked(found: Sequence[Decision]) -> list[Decision]:
    undone = {decision.undoes for decision in found}
    return [replace(decision, undone=decision.iri in undone) for decision in found]
