"""Review of what another engine keeps: each decision leaves there what it leaves in memory."""

from dataclasses import replace
from itertools import islice

import engines
import pytest

from graph import review
from graph.errors import InputRefused
from graph.namespaces import COMPUTED_GRAPH, PROPOSALS_GRAPH, REVIEWS_GRAPH


def written(desk):
    """What review wrote, and what is computed of it."""
    there = {size.graph for size in desk.dataset.graphs()}
    return [set(desk.dataset.triples(g)) for g in (desk.article, REVIEWS_GRAPH, COMPUTED_GRAPH) if g in there]


def decided(desk):
    """Decide one after the other what a reviewer may; gives back after each one."""
    claim, denial = desk.of("Tarik Holm"), desk.of("Mira Voss")
    decides = desk.decides
    yield desk.accept(claim, denial)
    yield review.edit(
        desk.dataset, desk.article, claim.iri, replace(claim.draft, certainty="say:possible"), text=desk.text, **decides
    )
    other = next(card for card in desk.cards if card.state == review.OPEN)
    yield review.reject(desk.dataset, desk.article, [other.iri], reason="who are they", **decides)
    yield review.withdraw(desk.dataset, desk.article, denial.iri, reason="wrong", **decides)
    yield review.undo(desk.dataset, desk.article, **decides)
    yield review.merge(desk.dataset, claim.draft.speaker.iri, denial.draft.speaker.iri, **decides)
    yield review.split(desk.dataset, denial.draft.speaker.iri, **decides)


def test_each_decision_leaves_what_it_leaves_in_memory(desk, elsewhere, request):
    virtuoso = request.node.callspec.params["elsewhere"] == "virtuoso"  # where each takes seconds
    assert [w.open for w in review.waiting(elsewhere.dataset)] == [w.open for w in review.waiting(desk.dataset)] != []
    for here, there in islice(zip(decided(desk), decided(elsewhere), strict=True), 3 if virtuoso else None):
        assert there == here
        assert written(elsewhere) == written(desk)
        assert elsewhere.cards == desk.cards


def test_what_was_proposed_and_decided_is_there_for_the_next_who_opens(elsewhere, request, sandbox):
    card = elsewhere.of("Tarik Holm")
    elsewhere.accept(card)
    engine = request.getfixturevalue(request.node.callspec.params["elsewhere"])
    other = engines.opened(engine, sandbox)
    states = {each.iri: each.state for each in review.cards(other, elsewhere.article, elsewhere.text)}
    assert states[card.iri] == review.ACCEPTED
    assert {*states.values()} == {review.ACCEPTED, review.OPEN}
    with pytest.raises(InputRefused, match="is accepted, not open"):
        review.accept(other, elsewhere.article, [card.iri], text=elsewhere.text, by="Ben", at=elsewhere.decides["at"])


def test_what_is_written_is_seen_even_where_every_graph_is_as_large_as_before(elsewhere):
    dataset, sizes = elsewhere.dataset, elsewhere.dataset.graphs()
    certain = {card.draft.certainty for card in elsewhere.cards}
    assert "say:certain" in certain
    text = dataset.export("nt", graph=PROPOSALS_GRAPH).replace(b"ns#certain>", b"ns#probable>")
    dataset.replace_proposals([elsewhere.article], dataset.admit("again.nt", text, graph=PROPOSALS_GRAPH))
    assert dataset.graphs() == sizes
    assert {card.draft.certainty for card in elsewhere.cards} == certain - {"say:certain"} | {"say:probable"}
