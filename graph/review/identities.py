"""Who is who: names that may be one actor or place, merges of two, and splits that take a merge back.

Drafts keep whom they named when they were accepted; a merge changes what their articles' graphs say, and a split finds
the names as they were.
"""

from collections.abc import Iterator
from datetime import datetime

from graph.dataset import Dataset
from graph.errors import InputRefused, UnknownName
from graph.model import Iri, Revision, Thing
from graph.namespaces import REVIEWS_GRAPH, local_id
from graph.review.described import State, selected, thing
from graph.review.desk import Desk
from graph.review.log import merged, merges, next_iri, recorded
from graph.review.records import Decision, Named

_PLACES = frozenset(
    f"say:{name}"
    for name in ("Place", "BorderCrossing", "Settlement", "District", "Province", "Road", "Border", "Facility", "Area")
)


def suggested(dataset: Dataset, desk: Desk, iri: Iri) -> Named:
    """Whom a name in an article is taken to mean, and whom else in the graph it may mean by its label."""
    means = desk.proposed.thing(desk.became.get(iri, iri))
    mention = next((m for m in desk.proposed.mentions if m.means == iri), None)
    hits = dataset.find(means.label, 6).hits if means.kind != "say:UnnamedSource" else ()
    near = [
        hit.thing
        for hit in hits
        if hit.thing.iri != means.iri
        and hit.nearness in {"exact", "prefix", "typo", "word"}
        and hit.field in {"name", "spelling"}
        and _comparable(means, hit.thing)
    ]
    return Named(
        span=mention.span if mention else None,
        surface=mention.surface if mention else means.label,
        means=means,
        known=desk.known(means.iri),
        may_be=tuple(near[:3]),
        notes=desk.proposed.notes(iri),
    )


def merge(dataset: Dataset, keep: Iri, gone: Iri, *, by: str, at: datetime, reason: str = "") -> Decision:
    """Take `gone` for `keep` in everything that was or will be accepted; one published state.

    Raises InputRefused for an unnamed source, for what something else than review described, and for what is one
    already.
    """

    def compose(graph: State) -> Iterator[Revision]:
        found = merges(graph)
        now = merged(found)
        _mergeable(dataset, graph, keep, gone, now)
        decision = Decision(next_iri(None, found), "say:merge", by, at, reason=reason, keep=keep, gone=gone)
        yield from _rewritten(dataset, graph, decision, merged([*found, decision]))
        made.append(decision)

    made: list[Decision] = []
    dataset.revise(compose)
    return made[-1]


def split(dataset: Dataset, gone: Iri, *, by: str, at: datetime, reason: str = "") -> Decision:
    """Undo the merge of `gone`; raises InputRefused if it is not merged."""

    def compose(graph: State) -> Iterator[Revision]:
        found = merges(graph)
        direct = {d.gone: d.keep for d in found if d.kind == "say:merge"}
        if gone not in merged(found):
            raise InputRefused(f"{local_id(gone)} is not merged with anyone, so there is nothing to split.")
        keep = direct[gone]
        decision = Decision(next_iri(None, found), "say:split", by, at, reason=reason, keep=keep, gone=gone)
        yield from _rewritten(dataset, graph, decision, merged([*found, decision]))
        made.append(decision)

    made: list[Decision] = []
    dataset.revise(compose)
    return made[-1]


def _rewritten(dataset: Dataset, graph: State, decision: Decision, became: dict[Iri, Iri]) -> Iterator[Revision]:
    """The record, and the graphs of the articles whose statements name either of the two."""
    yield Revision(Iri(REVIEWS_GRAPH), tuple(recorded(decision)))
    assert decision.keep is not None and decision.gone is not None
    reviewed = set(selected(graph, "reviewed_articles", "article"))
    keep = became.get(decision.keep, decision.keep)
    named = {
        g for iri in (decision.keep, keep, decision.gone) for g in selected(graph, "graphs_naming", "graph", thing=iri)
    }
    for article in sorted(named & reviewed):
        desk = Desk(dataset.proposals, graph, article)
        yield Revision(article, tuple(desk.graph_after(desk.decisions, became)), whole=True)


def _mergeable(dataset: Dataset, graph: State, keep: Iri, gone: Iri, now: dict[Iri, Iri]) -> None:
    if gone in now:
        raise InputRefused(f"{local_id(gone)} is {local_id(now[gone])} already. Split it first.")
    if now.get(keep, keep) == gone or keep == gone:
        raise InputRefused(f"{local_id(keep)} and {local_id(gone)} are one already.")
    if keep in now:
        raise InputRefused(f"{local_id(keep)} is {local_id(now[keep])} by now. Merge with that one.")
    reviewed = set(selected(graph, "reviewed_articles", "article"))
    elsewhere = set(selected(graph, "graphs_naming", "graph", thing=gone)) - reviewed - {Iri(REVIEWS_GRAPH)}
    if elsewhere := {g for g in elsewhere if not g.endswith("/computed")}:
        names = ", ".join(sorted(map(local_id, elsewhere)))
        raise InputRefused(
            f"{local_id(gone)} is named in {names}, which no review made. Keep it, and merge the other one into it."
        )
    kinds = [_found(dataset, graph, iri) for iri in (keep, gone)]
    for each in kinds:
        if each.kind == "say:UnnamedSource":
            raise InputRefused(f"{each.label} is not named, and a source that is not named is merged with nobody.")
    if not _comparable(*kinds):
        raise InputRefused(f"{kinds[0].label} is no {kinds[1].kind_label.lower()}: a place is no actor.")


def _found(dataset: Dataset, graph: State, iri: Iri) -> Thing:
    known = thing(graph, iri)
    known = known if known.kind else thing(dataset.proposals, iri)
    if not known.kind:
        raise UnknownName(f"There is nothing called {local_id(iri)!r} here.")
    return known


def _comparable(one: Thing, other: Thing) -> bool:
    """Whether two can be one: a state is both an actor and a place, and what is open may be anything."""
    both = {one.kind, other.kind}
    if both & {"say:State"} or "" in both:
        return True
    return (one.kind in _PLACES) == (other.kind in _PLACES)
