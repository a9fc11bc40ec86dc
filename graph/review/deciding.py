"""Decisions: each is one published state of the dataset, with its record and what it does to the article's graph."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from graph.dataset import Dataset
from graph.errors import InputRefused, UnknownName
from graph.model import Iri, Revision
from graph.namespaces import REVIEWS_GRAPH, local_id
from graph.review.checking import checked, whole
from graph.review.described import State, selected
from graph.review.desk import Desk
from graph.review.drafts import named_contents
from graph.review.log import decisions, invalidations, merges, next_iri, records, standings
from graph.review.records import ACCEPTED, OPEN, Change, Decision, Draft

Decide = Callable[[Desk], tuple[Change, ...]]


def accept(
    dataset: Dataset, article: Iri, iris: Iterable[Iri], *, by: str, at: datetime, text: str = "", reason: str = ""
) -> Decision:
    """Take open proposals, as read or as edited, into the article's graph; all of them or none.

    Raises InputRefused for one that is not open, is not grounded in the text, or would break a shape.
    """
    wanted = list(dict.fromkeys(iris))
    drafts = dict(_open(Desk.of(dataset, article), wanted))
    checked(dataset, article, drafts, text)

    def decide(desk: Desk) -> tuple[Change, ...]:
        return tuple(_accepted(desk, iri, draft, drafts[iri]) for iri, draft in _open(desk, wanted))

    return _decided(dataset, article, "say:accept", decide, by=by, at=at, reason=reason)


def reject(dataset: Dataset, article: Iri, iris: Iterable[Iri], *, by: str, at: datetime, reason: str = "") -> Decision:
    """Put open proposals aside; raises InputRefused for one that is not open."""
    wanted = list(dict.fromkeys(iris))

    def decide(desk: Desk) -> tuple[Change, ...]:
        return tuple(Change(iri, desk.proposal(iri)) for iri, _ in _open(desk, wanted))

    return _decided(dataset, article, "say:reject", decide, by=by, at=at, reason=reason)


def edit(
    dataset: Dataset,
    article: Iri,
    iri: Iri,
    draft: Draft,
    *,
    by: str,
    at: datetime,
    text: str = "",
    reason: str = "",
) -> Decision:
    """Change an open proposal's draft, or make a new version of an accepted statement.

    Raises InputRefused for a draft that is not whole, and for an accepted one also as `accept` does.
    """
    desk = Desk.of(dataset, article)
    _there(desk, [iri])
    draft = named_contents(draft, article, desk.proposed.contents | {c.iri: c for c in desk.draft(iri).contents})
    before = desk.state(iri)[0]
    if before == ACCEPTED:
        checked(dataset, article, {iri: draft}, text)
    else:
        whole(draft, article)

    def decide(desk: Desk) -> tuple[Change, ...]:
        if (now := desk.state(iri)[0]) != before:
            raise InputRefused(f"{local_id(iri)} is {now} by now. Look at it again.")
        return (Change(iri, desk.proposal(iri), draft),)

    return _decided(dataset, article, "say:edit", decide, by=by, at=at, reason=reason)


def withdraw(dataset: Dataset, article: Iri, iri: Iri, *, by: str, at: datetime, reason: str) -> Decision:
    """Take an accepted statement out of the graph; raises InputRefused for one that is not accepted, or no reason."""
    if not reason.strip():
        raise InputRefused(f"{local_id(iri)}: a statement is withdrawn for a reason. Say which.")

    def decide(desk: Desk) -> tuple[Change, ...]:
        _there(desk, [iri])
        if (state := desk.state(iri)[0]) != ACCEPTED:
            raise InputRefused(f"{local_id(iri)} is {state}: only what is accepted can be withdrawn.")
        return (Change(iri, desk.proposal(iri) or desk.standings[iri].proposal),)

    return _decided(dataset, article, "say:withdraw", decide, by=by, at=at, reason=reason)


def add_statement(
    dataset: Dataset, article: Iri, draft: Draft, *, by: str, at: datetime, text: str, reason: str = ""
) -> Iri:
    """Add a statement that nobody proposed, with spans of the user's copy (`span`); gives its IRI.

    Raises InputRefused as `accept` does, and for one that is there already.
    """
    desk = Desk.of(dataset, article)
    draft = named_contents(draft, article, desk.proposed.contents)
    spans = sorted((span.role, span.start, span.end) for span in draft.spans)
    name = hashlib.sha256(f"{desk.proposed.text.sha256} {spans} {draft.speaker.iri}".encode()).hexdigest()[:12]
    iri = Iri(f"{article}-s{name}")
    checked(dataset, article, {iri: draft}, text)

    def decide(desk: Desk) -> tuple[Change, ...]:
        standing = desk.standings.get(iri)
        if iri in desk.proposed.statements or (standing and standing.state == ACCEPTED):
            raise InputRefused(f"{local_id(iri)} is there already: the same words of the same speaker. Edit that one.")
        return (Change(iri, "", draft),)

    _decided(dataset, article, "say:add", decide, by=by, at=at, reason=reason)
    return iri


def undo(dataset: Dataset, article: Iri, *, by: str, at: datetime) -> Decision:
    """Take back the last decision on an article that still stands; raises InputRefused when there is none."""
    return _decided(dataset, article, "say:undo", _nothing, by=by, at=at, reason="")


def put_back(dataset: Dataset, article: Iri) -> None:
    """Write what was accepted of an article again, after somebody has removed its graph."""

    def compose(graph: State) -> Iterator[Revision]:
        desk = Desk(dataset.proposals, graph, article)
        yield Revision(article, tuple(desk.graph_after(desk.decisions)), whole=True)

    dataset.revise(compose)


def history(dataset: Dataset, iri: Iri) -> list[Decision]:
    """The decisions on a statement, an article, or an actor that was merged; oldest first, with those taken back."""
    found = [each for each in merges(dataset) if iri in {each.keep, each.gone}]
    articles = selected(dataset, "reviewed_in", "article", statement=iri)
    for article in articles or [iri]:
        every = decisions(dataset, article)
        own = {each.iri for each in every if not articles or iri in {change.statement for change in each.changes}}
        found += (each for each in every if each.iri in own or each.undoes in own)
    return found


def _decided(
    dataset: Dataset, article: Iri, kind: str, decide: Decide, *, by: str, at: datetime, reason: str
) -> Decision:
    """Record a decision and write what follows from it, on the state as it is when nobody else can write."""
    made: list[Decision] = []

    def compose(graph: State) -> Iterator[Revision]:
        desk = Desk(dataset.proposals, graph, article)
        before = desk.decisions
        _own(graph, article, before)
        undoes = _last(before) if kind == "say:undo" else None
        decision = Decision(
            next_iri(article, before), kind, by, at, decide(desk), reason, undoes.iri if undoes else None
        )
        after = [
            *(replace(each, undone=each.undone or each.iri == decision.undoes) for each in before),
            decision,
        ]
        was, now = standings(before), standings(after)
        new, gone = invalidations(decision, was, now, undoes.at if undoes else None)
        made.append(decision)
        yield Revision(Iri(REVIEWS_GRAPH), (*records(article, decision, was), *new), tuple(gone))
        yield Revision(article, tuple(desk.graph_after(after)), whole=True)

    dataset.revise(compose)
    return made[-1]


def _nothing(desk: Desk) -> tuple[Change, ...]:
    """An undo changes nothing of its own: it takes a decision out of the count."""
    del desk
    return ()


def _last(found: list[Decision]) -> Decision:
    for decision in reversed(found):
        if not decision.undone and not decision.undoes:
            return decision
    raise InputRefused("There is no decision on this article to take back.")


def _own(graph: State, article: Iri, found: list[Decision]) -> None:
    """Refuse to review into a graph that holds what no review put there, or that somebody has removed."""
    accepted = any(standing.state == ACCEPTED for standing in standings(found).values())
    if accepted and article not in graph.names():
        raise InputRefused(f"{local_id(article)}: its graph was removed, with what was accepted. Put it back first.")
    if not found and article in graph.names():
        raise InputRefused(
            f"{local_id(article)}: the graph of that name was not made by review. Export it, remove it, and try again."
        )


def _there(desk: Desk, iris: Iterable[Iri]) -> None:
    known = set(desk.statements())
    for iri in iris:
        if iri not in known:
            raise UnknownName(f"There is no proposal {local_id(iri)!r} in {local_id(desk.article)}.")


def _open(desk: Desk, iris: list[Iri]) -> list[tuple[Iri, Draft]]:
    _there(desk, iris)
    for iri in iris:
        if (state := desk.state(iri)[0]) != OPEN:
            raise InputRefused(f"{local_id(iri)} is {state}, not open. Nothing was decided.")
    return [(iri, desk.draft(iri)) for iri in iris]


def _accepted(desk: Desk, iri: Iri, draft: Draft, checked: Draft) -> Change:
    if draft != checked:
        raise InputRefused(f"{local_id(iri)} was changed meanwhile. Look at it again.")
    return Change(iri, desk.proposal(iri), draft)
