"""An article on the reviewer's desk: its proposals, what was decided on them, and so where each of them stands."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property

from graph.dataset import Dataset
from graph.model import Iri, Triple
from graph.namespaces import COMPUTED_GRAPH, PROPOSALS_GRAPH, REVIEWS_GRAPH, expand
from graph.review.described import Node, Store, node, selected
from graph.review.drafts import essence, things
from graph.review.grounds import ungrounded
from graph.review.log import Standing, decisions, merged, merges, next_iri, same_reading, standings
from graph.review.proposed import Proposed
from graph.review.records import ACCEPTED, OPEN, REJECTED, WITHDRAWN, Card, Content, Decision, Draft, Named, Waiting
from graph.review.writing import Accepted, Surroundings, article_graph

_APART = frozenset(map(Iri, (COMPUTED_GRAPH, PROPOSALS_GRAPH, REVIEWS_GRAPH)))
_ANY = datetime(1970, 1, 1, tzinfo=UTC)
_CHANGED = "The article is read differently now than when this was decided."


class Desk:
    """One article in one state of the graph; `graph` may be a state that is being written."""

    def __init__(self, proposals: Store, graph: Store, article: Iri) -> None:
        self.article = article
        self.graph = graph
        self.proposed = Proposed(proposals, graph, article)

    @classmethod
    def of(cls, dataset: Dataset, article: Iri) -> "Desk":
        """The article as it stands now."""
        return cls(dataset.proposals, dataset, article)

    @cached_property
    def decisions(self) -> list[Decision]:
        """Every decision on it, oldest first."""
        return decisions(self.graph, self.article)

    @cached_property
    def standings(self) -> dict[Iri, Standing]:
        """Where each statement stands, by the decisions."""
        return standings(self.decisions)

    @cached_property
    def became(self) -> dict[Iri, Iri]:
        """What merged actors and places are now."""
        return merged(merges(self.graph))

    def statements(self) -> list[Iri]:
        """The statements that were proposed, or that somebody made something of, in the order of the text."""
        found = dict.fromkeys(self.proposed.statements)
        for iri, standing in self.standings.items():
            if standing.draft is not None:
                found.setdefault(iri)
        return sorted(found, key=lambda iri: (_start(self.draft(iri)), iri))

    def draft(self, iri: Iri) -> Draft:
        """A statement's draft: its own if it was edited or accepted, else as it was proposed.

        What another statement with the same content was paraphrased as holds for this one too.
        """
        standing = self.standings.get(iri, Standing())
        if standing.draft is not None and not (standing.state in {OPEN, REJECTED} and not standing.edited):
            return standing.draft
        draft = self.proposed.statements[iri].draft
        return replace(draft, contents=tuple(self._paraphrased(content) for content in draft.contents))

    def _paraphrased(self, content: Content) -> Content:
        for standing in self.standings.values():
            for other in standing.draft.contents if standing.draft else ():
                if other.iri == content.iri and standing.edited:
                    return replace(content, paraphrase=other.paraphrase)
        return content

    def state(self, iri: Iri) -> tuple[str, str]:
        """Where a statement stands, and what to know of it; one that reads differently now is open again.

        What is accepted stays accepted: only a person takes something out of the graph.
        """
        standing = self.standings.get(iri, Standing())
        proposal = self.proposed.statements.get(iri)
        if not standing.proposal:
            return standing.state, ""
        if proposal is None:
            return standing.state, "The article does not give this any more as it is read now."
        if same_reading(standing.proposal, proposal.draft):
            return standing.state, ""
        return (OPEN if standing.state == REJECTED else standing.state), _CHANGED

    def proposal(self, iri: Iri) -> str:
        """The proposal as it is now, for the record; "" for what nobody proposed."""
        found = self.proposed.statements.get(iri)
        return essence(found.draft) if found else ""

    def ungrounded(self, draft: Draft, copy: str = "") -> str:
        """Why a draft cannot be accepted, or ""."""
        return ungrounded(draft, self.proposed.text, self.proposed.spans, self.proposed.mentions, copy)

    def card(self, iri: Iri, may_be: Callable[[Iri], Named], copy: str = "") -> Card:
        """A statement for the reviewer."""
        standing, draft = self.standings.get(iri, Standing()), self.draft(iri)
        state, note = self.state(iri)
        proposal = self.proposed.statements.get(iri)
        return Card(
            iri=iri,
            state=state,
            rule=proposal.rule if proposal else "",
            confidence=proposal.confidence if proposal else None,
            draft=draft,
            named=tuple(may_be(thing) for thing in things(draft)),
            edited=standing.edited,
            version=standing.version,
            note=note,
            ungrounded=self.ungrounded(draft, copy) if state == OPEN else "",
        )

    # ------------------------------------------------------------- what follows
    def graph_after(self, found: Sequence[Decision], became: dict[Iri, Iri] | None = None) -> list[Triple]:
        """The article's graph as it follows from some decisions."""
        accepted = [
            Accepted(iri, standing.draft, standing.current, standing.proposal, standing.former)
            for iri, standing in sorted(standings(found).items())
            if standing.state == ACCEPTED and standing.draft and standing.current
        ]
        return article_graph(accepted, self._around(self.became if became is None else became))

    def graph_of(self, drafts: Mapping[Iri, Draft]) -> list[Triple]:
        """What the article's graph would hold if these drafts, accepted by nobody yet, were all of it."""
        nobody = Decision(next_iri(self.article, self.decisions), "say:accept", "nobody yet", _ANY)
        accepted = [Accepted(iri, draft, nobody) for iri, draft in drafts.items()]
        return article_graph(accepted, self._around(self.became))

    def _around(self, became: dict[Iri, Iri]) -> Surroundings:
        return Surroundings(
            article=self.article,
            text=self.proposed.text.iri,
            frame=self.proposed.frame,
            mentions=self.proposed.mentions,
            known=self.known,
            verb=self.verb,
            became=became,
        )

    @cached_property
    def article_node(self) -> Node:
        """What is known of the article itself."""
        return Node(tuple(each for each in self.proposed.frame if each.subject == self.article))

    def known(self, iri: Iri) -> bool:
        """Whether a graph that is not made of reviewed articles says what something is."""
        described = selected(self.graph, "described_in", "graph", thing=iri)
        return bool(set(described) - _APART - self._reviewed)

    def told_of(self, iri: Iri) -> bool:
        """Whether any graph, reviewed ones included, says what something is."""
        return bool(set(selected(self.graph, "described_in", "graph", thing=iri)) - _APART)

    @cached_property
    def _reviewed(self) -> frozenset[Iri]:
        return frozenset(selected(self.graph, "reviewed_articles", "article")) | {self.article}

    def verb(self, act: str) -> str:
        """The verb of an act, as the vocabulary has it."""
        return node(self.graph, Iri(expand(act))).text("say:verb") or "says"


def waiting(dataset: Dataset) -> list[Waiting]:
    """The articles with proposals and how far their review is, by label; those nobody has looked at cost no look."""
    reviewed = set(selected(dataset, "reviewed_articles", "article"))
    there = {each.graph for each in dataset.graphs()} if reviewed else set()
    found = []
    for row in dataset.proposals.select("proposed_articles"):
        article, many = Iri(str(row["article"])), int(str(row["statements"]))
        states: list[str] = []
        if article in reviewed:
            desk = Desk.of(dataset, article)
            states = [desk.state(iri)[0] for iri in desk.statements()]
            many = states.count(OPEN)
        found.append(
            Waiting(
                article,
                str(row["label"]),
                many,
                states.count(ACCEPTED),
                states.count(REJECTED),
                states.count(WITHDRAWN),
                text_sha256=str(row["sha256"]),
                url=str(row["url"] or ""),
                removed=ACCEPTED in states and article not in there,
            )
        )
    return found


def _start(draft: Draft) -> int:
    return min((span.start for span in draft.spans if span.role == "say:contentSpan"), default=0)
