"""Decisions last: undone in order, across restarts and reruns, whoever else writes, whenever killed."""

import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import review, serial
from graph.dataset import Dataset
from graph.errors import InputRefused
from graph.model import Iri, Span, Thing
from graph.namespaces import PROPOSALS_GRAPH, REVIEWS_GRAPH, expand
from graph.review.drafts import from_json, to_json
from graph.terms import quad
from graph.views import statements

KILLED = 9
ACCEPT_AND_DIE = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from graph import review
from graph.dataset import Dataset
from graph.model import Iri

folder, article, moment, *iris = sys.argv[1:]
dataset = Dataset.open(folder)
move = Path.replace

def die(path, target):
    if moment == "before":
        os._exit(9)
    move(path, target)
    os._exit(9)

Path.replace = die
review.accept(dataset, Iri(article), map(Iri, iris), by="Ann", at=datetime(2026, 11, 21, tzinfo=UTC))
"""


def reopened(stored, sandbox):
    stored.dataset = Dataset.open(str(stored.folder), sandbox=sandbox)
    return stored


def shown(desk):
    return [s.iri for s in statements.in_article(desk.dataset, desk.article)]


# ------------------------------------------------------------------------- undo
def test_decisions_are_taken_back_last_first_and_the_graph_follows(desk):
    card, other = desk.of("Tarik Holm"), desk.of("Mira Voss")
    states = [desk.graph()]
    desk.accept(other)
    states.append(desk.graph())
    desk.accept(card)
    states.append(desk.graph())
    draft = replace(card.draft, certainty="say:possible")
    review.edit(desk.dataset, desk.article, card.iri, draft, text=desk.text, **desk.decides)
    states.append(desk.graph())
    review.withdraw(desk.dataset, desk.article, card.iri, reason="wrong", **desk.decides)
    for expected in reversed(states):
        review.undo(desk.dataset, desk.article, **desk.decides)
        assert desk.graph() == expected
    with pytest.raises(InputRefused, match="no decision"):
        review.undo(desk.dataset, desk.article, **desk.decides)
    kinds = [(d.kind, d.undone) for d in review.history(desk.dataset, desk.article)]
    assert kinds[:4] == [(f"say:{kind}", True) for kind in ("accept", "accept", "edit", "withdraw")]


def test_a_draft_is_invalidated_only_while_it_is_out_of_force(desk):
    card = desk.of("Tarik Holm")
    decision = desk.accept(card)
    draft = Iri(f"{card.iri}-r{decision.iri.rpartition('-')[2]}")

    def invalidated():
        held = desk.dataset.construct("resource", resource=draft)
        return [str(t.object) for t in held if t.predicate == expand("prov:invalidatedAtTime")]

    assert invalidated() == []
    review.withdraw(desk.dataset, desk.article, card.iri, reason="wrong", **desk.decides)
    assert invalidated() == ["2026-11-21T09:30:00Z"]
    review.undo(desk.dataset, desk.article, **desk.decides)
    assert invalidated() == []


def test_the_last_decision_can_be_undone_after_a_restart(stored, sandbox):
    card = stored.of("Tarik Holm")
    stored.accept(card)
    desk = reopened(stored, sandbox)
    assert desk.card(card.iri).state == review.ACCEPTED
    review.undo(desk.dataset, desk.article, **desk.decides)
    assert desk.card(card.iri).state == review.OPEN
    assert shown(desk) == []


# ------------------------------------------------------------------ read again
def changed_proposals(desk, *edits):
    """Read the article again as another version of the extractor might: with some triples changed."""
    lines = [quad(t) for t in desk.dataset.triples(PROPOSALS_GRAPH)]
    text = serial.write(lines, "nt").decode()
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    document = desk.dataset.admit("again.nt", text.encode(), graph=PROPOSALS_GRAPH)
    desk.dataset.replace_proposals([desk.article], document)


def test_reading_again_keeps_what_was_decided(desk):
    accepted, rejected, edited = desk.of("Tarik Holm"), desk.of("Mira Voss"), desk.cards[-1]
    desk.accept(accepted)
    review.reject(desk.dataset, desk.article, [rejected.iri], **desk.decides)
    draft = replace(edited.draft, certainty="say:possible")
    review.edit(desk.dataset, desk.article, edited.iri, draft, **desk.decides)
    before, graph = desk.cards, desk.graph()
    changed_proposals(desk)
    assert desk.cards == before
    assert desk.graph() == graph


def test_what_reads_differently_now_comes_back_with_a_note(desk):
    accepted, rejected = desk.of("Tarik Holm"), desk.of("Mira Voss")
    desk.accept(accepted)
    review.reject(desk.dataset, desk.article, [rejected.iri], **desk.decides)
    graph = desk.graph()
    certain = f"<{expand('say:certainty')}> <{expand('say:certain')}>"
    possible = f"<{expand('say:certainty')}> <{expand('say:possible')}>"
    changed_proposals(desk, *((f"<{card.iri}> {certain}", f"<{card.iri}> {possible}") for card in (accepted, rejected)))
    again = desk.card(rejected.iri)
    assert (again.state, again.draft.certainty) == (review.OPEN, "say:possible")
    assert "read differently" in again.note
    kept = desk.card(accepted.iri)
    assert (kept.state, kept.draft.certainty) == (review.ACCEPTED, "say:certain")
    assert "read differently" in kept.note
    assert desk.graph() == graph


# ------------------------------------------------------------ others, and kills
def test_two_reviewers_at_one_folder_lose_nothing_of_each_other(stored, sandbox):
    first, second = stored.of("Tarik Holm"), stored.of("Mira Voss")
    other = Dataset.open(str(stored.folder), sandbox=sandbox)
    stored.accept(first)
    review.accept(other, stored.article, [second.iri], by="Bo", at=stored.decides["at"])
    stored.dataset.refresh()
    assert {*shown(stored)} == {first.iri, second.iri}
    assert [d.iri.rpartition("-")[2] for d in review.history(stored.dataset, stored.article)] == ["1", "2"]


@pytest.mark.parametrize(("moment", "state"), [("before", review.OPEN), ("after", review.ACCEPTED)])
def test_a_kill_leaves_decision_and_graph_together_or_neither(stored, sandbox, moment, state):
    cards = [stored.of("Tarik Holm"), stored.of("Mira Voss")]
    arguments = [str(stored.folder), stored.article, moment, *(card.iri for card in cards)]
    done = subprocess.run([sys.executable, "-c", ACCEPT_AND_DIE, *arguments], check=False, timeout=120)
    assert done.returncode == KILLED
    desk = reopened(stored, sandbox)
    assert {desk.card(card.iri).state for card in cards} == {state}
    assert len(shown(desk)) == (2 if state == review.ACCEPTED else 0)
    if state == review.OPEN:
        desk.accept(*cards)
    assert sorted(shown(desk)) == sorted(card.iri for card in cards)
    assert len(review.history(desk.dataset, desk.article)) == 1


def test_a_refused_decision_leaves_no_record(desk):
    with pytest.raises(InputRefused):
        review.withdraw(desk.dataset, desk.article, desk.cards[0].iri, reason="none", **desk.decides)
    assert REVIEWS_GRAPH not in {size.graph for size in desk.dataset.graphs()}


def test_a_graph_that_no_review_made_is_not_written_over(desk):
    document = desk.dataset.admit("x.ttl", b"<http://a> <http://b> <http://c> .", graph=desk.article)
    desk.dataset.load(document)
    with pytest.raises(InputRefused, match="not made by review"):
        desk.accept(desk.cards[0])


# ------------------------------------------------------------------- as records
TEXTS = st.text(max_size=12)
IRIS = st.builds(lambda name: Iri(f"https://example.org/{name}"), st.text("abc", min_size=1, max_size=5))
THINGS = st.builds(Thing, IRIS, TEXTS, TEXTS, TEXTS)
SPANS = st.builds(Span, IRIS, TEXTS, IRIS, st.integers(), st.integers(), TEXTS, TEXTS, st.integers())
PAIRS = st.lists(st.tuples(TEXTS, TEXTS), max_size=2).map(tuple)
SLOTS = st.lists(st.tuples(TEXTS, THINGS), max_size=2).map(tuple)
CONTENTS = st.builds(review.Content, TEXTS, TEXTS, SPANS, SLOTS, PAIRS, IRIS)
DRAFTS = st.builds(
    review.Draft,
    speaker=THINGS,
    act=TEXTS,
    polarity=TEXTS,
    certainty=TEXTS,
    basis=TEXTS,
    date_basis=TEXTS,
    contents=st.lists(CONTENTS, max_size=2).map(tuple),
    spans=st.lists(SPANS, max_size=2).map(tuple),
    on_behalf_of=st.none() | THINGS,
    addressee=st.none() | THINGS,
    said=st.none() | st.dates(),
    said_after=st.none() | st.dates(),
    quotation=TEXTS,
    responds_to=st.none() | IRIS,
    nested=st.lists(IRIS, max_size=2).map(tuple),
)


@given(DRAFTS)
def test_a_draft_is_kept_as_it_is(draft):
    assert from_json(to_json(draft)) == draft
