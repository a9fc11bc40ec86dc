"""What accepting a draft would do, told before it is done: what it adds, whom it meets, which shapes it breaks.

The rules are those of `graph.accounts`, on the claims of the graph near the draft and the draft's own; nothing is
written.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from graph.accounts import Claim, Disagreement, Facts, disagreements
from graph.accounts.disagreements import CONCESSION, INCOMPARABLE, identity, stands
from graph.accounts.reading import read_around
from graph.dataset import Dataset
from graph.model import Iri, Row, Statement, Term, Thing
from graph.namespaces import expand
from graph.queries import Query
from graph.review.checking import violations, whole
from graph.review.described import node
from graph.review.desk import Desk
from graph.review.drafts import named_contents, things, with_things
from graph.review.proposed import DAYS, FIGURES, UNPARAPHRASED
from graph.review.records import Consequences, Draft, Effect
from graph.review.writing import figure
from graph.views.statements import statements

_AGREES = "the same content is affirmed or denied alike"
_HOLDS = "both entail the same on who holds the place"
_UNNAMED = Iri("urn:sayso:draft")


def consequences(dataset: Dataset, article: Iri, draft: Draft, iri: Iri | None = None) -> Consequences:
    """What accepting a draft would do; `iri` is its statement, if it is the new version of one.

    Raises InputRefused for a draft that could not be written down at all.
    """
    whole(draft, article)
    desk = Desk.of(dataset, article)
    statement = iri or _UNNAMED
    draft = _merged(named_contents(draft, article, desk.proposed.contents), desk)
    rows = _WithDraft(dataset, _rows(dataset, desk, statement, draft), statement)
    reading = read_around(rows, [content.iri for content in draft.contents]).reading
    found = [d for d in disagreements(reading) if statement in {d.one.statement, d.other.statement}]
    alike = list(_alike(reading.claims, statement, reading.facts))
    others = {_other(d, statement).statement for d in found} | {claim.statement for claim, _ in alike}
    told = statements(dataset, sorted(others))
    effects = [_effect(d, told[_other(d, statement).statement]) for d in found]
    return Consequences(
        adds=tuple(_adds(desk, statement, draft)),
        agrees=_once(
            Effect("agrees", rule, told[claim.statement], f"this agrees with {_words(told[claim.statement])}")
            for claim, rule in alike
        ),
        disagrees=_once(effect for effect in effects if effect.kind not in {CONCESSION, INCOMPARABLE}),
        beside=_once(effect for effect in effects if effect.kind in {CONCESSION, INCOMPARABLE}),
        violations=tuple(violations(dataset, desk, {statement: draft})),
    )


@dataclass(frozen=True)
class _WithDraft:
    """The dataset's answers with the rows that a draft would add, and without those of the version it replaces."""

    dataset: Dataset
    rows: dict[str, list[Row]]
    statement: Iri

    @property
    def queries(self) -> dict[str, Query]:
        return self.dataset.queries

    @property
    def facts(self) -> Facts:
        return self.dataset.facts

    def select(self, query: str | Query, **bindings: Term) -> list[Row]:
        name = query if isinstance(query, str) else query.name
        found = [row for row in self.dataset.select(query, **bindings) if row.get("statement") != self.statement]
        return found + self.rows.get(name, [])


def _rows(dataset: Dataset, desk: Desk, statement: Iri, draft: Draft) -> dict[str, list[Row]]:
    """The rows that the queries of the accounts would give for a draft."""
    held = desk.article_node
    claims: list[Row] = []
    contents: list[Row] = []
    slots: list[Row] = []
    figures: list[Row] = []
    force = node(dataset, Iri(expand(draft.act))).all("say:force")
    for content in draft.contents:
        values = {name.partition(":")[2]: figure(name, value) for name, value in content.figures}
        kind = Iri(expand(content.kind))
        claims.append(
            {
                "statement": statement,
                "content": content.iri,
                "contentKind": kind,
                "contentLabel": None,
                "speaker": draft.speaker.iri,
                "onBehalfOf": draft.on_behalf_of.iri if draft.on_behalf_of else None,
                "act": Iri(expand(draft.act)),
                "force": next(iter(force), None),
                "polarity": Iri(expand(draft.polarity)),
                "certainty": Iri(expand(draft.certainty)),
                "basis": Iri(expand(draft.basis)),
                "statedOn": figure(DAYS[0], draft.said.isoformat()) if draft.said else None,
                "article": desk.article,
                "published": next(iter(held.all("schema:datePublished")), None),
                "publisher": held.iri("schema:publisher"),
                "agency": held.iri("schema:sourceOrganization"),
            }
        )
        days = {name: values.get(name) for name in (day.partition(":")[2] for day in DAYS)}
        contents.append({"content": content.iri, "kind": kind, "label": None, **days})
        slots += ({"content": content.iri, "slot": Iri(expand(s)), "value": thing.iri} for s, thing in content.slots)
        if any("quantity" in name or "shareM" in name for name in values):
            numbers = {name.partition(":")[2]: None for name in FIGURES} | values
            figures.append({"content": content.iri, **numbers})
    return {"claims": claims, "contents": contents, "content_slots": slots, "content_figures": figures}


def _alike(claims: Sequence[Claim], statement: Iri, facts: Facts) -> Iterable[tuple[Claim, str]]:
    """Claims of others that say the same as the draft's, and why."""
    mine = [claim for claim in claims if claim.statement == statement]
    for claim in claims:
        if claim.statement == statement:
            continue
        for own in mine:
            if identity(own.content, facts) == identity(claim.content, facts) and own.positive == claim.positive:
                yield claim, _AGREES
            elif _entailed(own, facts) & _entailed(claim, facts):
                yield claim, _HOLDS


def _entailed(claim: Claim, facts: Facts) -> set[tuple[Iri, Iri, bool]]:
    return {(s.place, s.holder, s.rule.holds) for s in stands(claim, facts) if s.rule.entailed}


def _merged(draft: Draft, desk: Desk) -> Draft:
    """The draft with merged actors as what they are now."""
    return with_things(draft, lambda thing: replace(thing, iri=desk.became.get(thing.iri, thing.iri)))


def _other(d: Disagreement, statement: Iri) -> Claim:
    return d.other if d.one.statement == statement else d.one


def _effect(d: Disagreement, other: Statement) -> Effect:
    verb = {CONCESSION: "concedes to", INCOMPARABLE: "gives a figure that cannot be compared with that of"}
    return Effect(d.kind, d.rule, other, f"this {verb.get(d.kind, 'disagrees with')} {_words(other)}")


def _words(other: Statement) -> str:
    behalf = f" (for {other.on_behalf_of.label})" if other.on_behalf_of else ""
    what = "; ".join(content.label for content in other.contents)
    return f"{other.speaker.label}{behalf}, who {other.verb}: {what} ({other.said.text})"


def _once(effects: Iterable[Effect]) -> tuple[Effect, ...]:
    return tuple({(effect.statement.iri, effect.kind): effect for effect in effects}.values())


def _adds(desk: Desk, statement: Iri, draft: Draft) -> Iterable[str]:
    replaced = statement in desk.standings and desk.standings[statement].version
    yield f"a {'new version of a ' if replaced else ''}statement of {draft.speaker.label}"
    for content in draft.contents:
        if content.paraphrase.strip() in {"", UNPARAPHRASED}:
            yield "what was said, not paraphrased yet"
        else:
            yield f"what was said: {content.paraphrase.strip()}"
    for thing in things(draft).values():
        if not desk.told_of(thing.iri):
            yield f"{_article(thing)}: {thing.label}"
    if draft.on_behalf_of and draft.on_behalf_of.iri != draft.speaker.iri:
        yield f"that {draft.speaker.label} speaks for {draft.on_behalf_of.label}"


def _article(thing: Thing) -> str:
    # a class that only the proposals use is called by its own name: UnnamedSource reads as unnamed source
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", thing.kind_label or thing.kind.removeprefix("say:")).lower()
    return f"{'an' if name[:1] in 'aeiou' else 'a'} {name} that the graph does not know"
