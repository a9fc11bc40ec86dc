"""Review: a person decides what of the proposals becomes part of the graph; nothing is accepted by itself.

Every decision is a record in `id:reviews`, added in the same published state as what it does to the article's graph,
so that a kill leaves both or neither. Review never writes the proposals: reading an article again cannot undo a
decision. What an article's graph holds follows from the decisions alone.

    waiting(dataset)                          articles with proposals, and how far their review is
    cards(dataset, article, text)             the proposals of an article, in the order of its text
    consequences(dataset, article, draft)     what accepting a draft would add, meet and break
    accept(dataset, article, iris, …)         open proposals into the article's graph, as read or as edited
    reject(dataset, article, iris, …)         open proposals out of the way
    edit(dataset, article, iri, draft, …)     an open proposal's draft, or a new version of an accepted statement
    withdraw(dataset, article, iri, …)        an accepted statement out of the graph; its history stays
    add_statement(dataset, article, draft, …) what the extractor missed; gives the new statement's IRI
    undo(dataset, article, …)                 take back the last decision on an article
    put_back(dataset, article)                what was accepted, after somebody has removed the article's graph
    merge(dataset, keep, gone, …)             one actor or place instead of two, in everything reviewed
    split(dataset, gone, …)                   take back a merge
    history(dataset, iri)                     the decisions on a statement, article or actor, oldest first
    span(article, text, start, end, role)     a range of the user's copy as a span with its digests
"""

from graph.dataset import Dataset
from graph.model import Iri
from graph.review.consequences import consequences
from graph.review.deciding import accept, add_statement, edit, history, put_back, reject, undo, withdraw
from graph.review.desk import Desk, waiting
from graph.review.grounds import digest_of, span
from graph.review.identities import merge, split, suggested
from graph.review.records import (
    ACCEPTED,
    OPEN,
    REJECTED,
    UNNAMED,
    WITHDRAWN,
    Card,
    Change,
    Consequences,
    Content,
    Decision,
    Draft,
    Effect,
    Named,
    Waiting,
)

__all__ = [
    "ACCEPTED",
    "OPEN",
    "REJECTED",
    "UNNAMED",
    "WITHDRAWN",
    "Card",
    "Change",
    "Consequences",
    "Content",
    "Decision",
    "Draft",
    "Effect",
    "Named",
    "Waiting",
    "accept",
    "add_statement",
    "cards",
    "consequences",
    "digest_of",
    "edit",
    "history",
    "merge",
    "put_back",
    "reject",
    "span",
    "split",
    "undo",
    "waiting",
    "withdraw",
]


def cards(dataset: Dataset, article: Iri, text: str = "") -> list[Card]:
    """The proposals of an article and what was made of them, in the order of its text; `text` is the user's copy.

    Raises UnknownName for an article without proposals.
    """
    desk = Desk.of(dataset, article)
    looked_up: dict[Iri, Named] = {}

    def may_be(iri: Iri) -> Named:
        if iri not in looked_up:
            looked_up[iri] = suggested(dataset, desk, iri)
        return looked_up[iri]

    desk.proposed.there()
    return [desk.card(iri, may_be, text) for iri in desk.statements()]
