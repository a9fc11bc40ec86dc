"""Accepting, rejecting, editing, withdrawing, adding: what comes into the graph, what leaves it, what is remembered."""

from dataclasses import replace

import pytest

from graph import review, shapes
from graph.errors import InputRefused, UnknownName
from graph.model import Iri, Thing
from graph.namespaces import PROPOSALS_GRAPH, compress, expand
from graph.texts import find, read_text
from graph.views import statements


def told(desk):
    """What the views show of the article: speaker, verb and contents of each statement."""
    found = statements.in_article(desk.dataset, desk.article)
    return [(s.speaker.label, s.verb, *(content.label for content in s.contents)) for s in found]


def values(desk, subject, name):
    return {str(t.object) for t in desk.graph() if t.subject == subject and compress(t.predicate) == name}


def test_an_article_whose_graph_was_removed_is_said_to_be_and_can_be_put_back(desk):
    desk.accept(*desk.cards)
    there = desk.graph()
    desk.dataset.remove(desk.article)
    (waiting,) = review.waiting(desk.dataset)
    assert waiting.removed
    with pytest.raises(InputRefused, match="Put it back first"):
        review.withdraw(desk.dataset, desk.article, desk.cards[0].iri, reason="wrong", **desk.decides)
    assert desk.graph() == set()
    review.put_back(desk.dataset, desk.article)
    assert desk.graph() == there
    (waiting,) = review.waiting(desk.dataset)
    assert not waiting.removed
    review.withdraw(desk.dataset, desk.article, desk.cards[0].iri, reason="wrong", **desk.decides)


# -------------------------------------------------------------------- accepting
def test_nothing_is_accepted_by_itself(desk):
    (waiting,) = review.waiting(desk.dataset)
    assert (waiting.open, waiting.accepted, waiting.rejected) == (len(desk.cards), 0, 0)
    assert {card.state for card in desk.cards} == {review.OPEN}
    assert told(desk) == []
    assert desk.graph() == set()


def test_cards_come_in_the_order_of_the_text_with_rule_and_confidence(desk):
    starts = [min(s.start for s in c.draft.spans if s.role == "say:contentSpan") for c in desk.cards]
    assert starts == sorted(starts)
    assert all(card.rule and 0 < card.confidence <= 1 for card in desk.cards)


def test_what_is_accepted_stands_in_the_articles_graph_and_keeps_to_the_shapes(desk):
    before = set(desk.dataset.triples(PROPOSALS_GRAPH))
    desk.accept(*desk.cards)
    assert len(told(desk)) == len(desk.cards)
    assert [v for v in shapes.validate(desk.dataset) if not v.warning] == []
    assert desk.dataset.select("untraced") == []
    assert values(desk, desk.article, "schema:url") == {"https://example.org/story"}
    assert set(desk.dataset.triples(PROPOSALS_GRAPH)) == before


def test_only_what_is_accepted_is_there_with_those_it_names(desk):
    desk.accept(desk.of("Tarik Holm"))
    assert [speaker for speaker, *_ in told(desk)] == ["Tarik Holm"]
    labels = {str(t.object) for t in desk.graph() if compress(t.predicate) == "rdfs:label"}
    assert "Mira Voss" not in labels


def test_evidence_of_what_is_accepted_opens_on_the_very_words(desk):
    card = desk.of("Tarik Holm")
    desk.accept(card)
    spans = statements.spans(desk.dataset, card.iri)
    passages = [find(span, [read_text("story", desk.text)]) for span in spans if span.role == "say:contentSpan"]
    words = [passage.paragraph[passage.start : passage.end] for passage in passages]
    assert any("Our fighters have captured Dresk Gate" in each for each in words)


def test_who_accepted_what_and_when_is_told_in_prov(desk):
    card = desk.of("Tarik Holm")
    decision = desk.accept(card)
    assert values(desk, card.iri, "prov:wasGeneratedBy") == {decision.iri}
    assert values(desk, decision.iri, "prov:endedAtTime") == {"2026-11-21T09:30:00Z"}
    assert card.iri in values(desk, decision.iri, "prov:generated")
    assert values(desk, decision.iri, "prov:used") == values(desk, card.iri, "prov:wasDerivedFrom")
    (reviewer,) = values(desk, decision.iri, "prov:wasAssociatedWith")
    assert values(desk, Iri(reviewer), "foaf:name") == {"Ann"}


def test_what_is_decided_cannot_be_decided_again(desk):
    card = desk.of("Tarik Holm")
    desk.accept(card)
    graph = desk.graph()
    with pytest.raises(InputRefused, match="is accepted, not open"):
        desk.accept(card)
    with pytest.raises(InputRefused, match="is accepted, not open"):
        review.reject(desk.dataset, desk.article, [card.iri], **desk.decides)
    with pytest.raises(UnknownName, match="no proposal"):
        review.reject(desk.dataset, desk.article, [Iri(desk.article + "-s0")], **desk.decides)
    assert desk.graph() == graph


def test_rejected_ones_are_counted_and_leave_no_trace_in_the_graph(desk):
    card = desk.of("Tarik Holm")
    review.reject(desk.dataset, desk.article, [card.iri], reason="no report", **desk.decides)
    assert desk.card(card.iri).state == review.REJECTED
    assert review.waiting(desk.dataset)[0].rejected == 1
    assert desk.graph() == set()


# -------------------------------------------------------------------- grounding
def test_another_text_is_not_taken_as_ground(desk):
    with pytest.raises(InputRefused, match="not the one the article was read from"):
        review.accept(desk.dataset, desk.article, [desk.cards[0].iri], text=desk.text + " ", **desk.decides)


@pytest.mark.parametrize("field", ["sha256", "normal_sha256"])
def test_a_span_that_does_not_verify_is_not_accepted(desk, field):
    card = desk.of("Tarik Holm")
    spans = tuple(replace(span, **{field: "0" * 64}) for span in card.draft.spans)
    review.edit(desk.dataset, desk.article, card.iri, replace(card.draft, spans=spans), **desk.decides)
    assert "digest" in desk.card(card.iri).ungrounded
    for text in (desk.text, ""):
        with pytest.raises(InputRefused, match="cannot be accepted"):
            review.accept(desk.dataset, desk.article, [card.iri], text=text, **desk.decides)
    assert desk.graph() == set()


def test_words_selected_by_hand_need_the_text_to_be_checked(desk):
    card = desk.of("Tarik Holm")
    mine = review.span(desk.article, desk.text, 10, 20, "say:cueSpan")
    review.edit(
        desk.dataset, desk.article, card.iri, replace(card.draft, spans=(*card.draft.spans, mine)), **desk.decides
    )
    with pytest.raises(InputRefused, match="selected by hand"):
        review.accept(desk.dataset, desk.article, [card.iri], **desk.decides)
    desk.accept(card)
    assert len(told(desk)) == 1


def test_what_breaks_a_shape_is_not_accepted(desk):
    card = desk.of("Mira Voss", "say:deny")
    review.edit(desk.dataset, desk.article, card.iri, replace(card.draft, polarity="say:positive"), **desk.decides)
    with pytest.raises(InputRefused, match="denial commits the speaker to the contrary"):
        desk.accept(card)
    assert desk.graph() == set()


# ---------------------------------------------------------------------- editing
def paraphrased(draft, words):
    return replace(draft, contents=(replace(draft.contents[0], paraphrase=words), *draft.contents[1:]))


def test_the_edited_draft_is_what_is_accepted(desk):
    card = desk.of("Tarik Holm")
    draft = replace(paraphrased(card.draft, "The rebels hold the gate"), certainty="say:probable")
    review.edit(desk.dataset, desk.article, card.iri, draft, **desk.decides)
    held = desk.card(card.iri)
    assert (held.state, held.edited, held.draft.certainty) == (review.OPEN, True, "say:probable")
    assert desk.graph() == set()
    desk.accept(held)
    assert told(desk) == [("Tarik Holm", "says", "The rebels hold the gate")]


def test_a_new_version_takes_the_place_of_the_old_one_which_is_kept(desk):
    card = desk.of("Tarik Holm")
    desk.accept(card)
    draft = paraphrased(card.draft, "The rebels hold the gate")
    review.edit(desk.dataset, desk.article, card.iri, draft, text=desk.text, reason="clearer", **desk.decides)
    assert told(desk) == [("Tarik Holm", "says", "The rebels hold the gate")]
    assert desk.card(card.iri).version == 2
    (old,) = values(desk, card.iri, "prov:wasRevisionOf")
    kept = {compress(t.predicate) for t in desk.dataset.construct("resource", resource=Iri(old))}
    assert {"prov:invalidatedAtTime", "prov:value"} <= kept
    first, second = review.history(desk.dataset, card.iri)
    assert (first.kind, second.kind, second.reason) == ("say:accept", "say:edit", "clearer")
    assert first.changes[0].draft.contents == card.draft.contents


def test_other_words_for_a_content_hold_for_whoever_denies_it(desk):
    denial = next(card for card in desk.cards if card.draft.responds_to)
    claim = desk.card(denial.draft.responds_to)
    assert claim.draft.contents[0].iri == denial.draft.contents[0].iri
    review.edit(desk.dataset, desk.article, claim.iri, paraphrased(claim.draft, "The gate has fallen"), **desk.decides)
    desk.accept(claim, denial)
    assert {what for *_, what in told(desk)} == {"The gate has fallen"}


def test_a_withdrawn_statement_leaves_the_views_and_keeps_its_history(desk):
    card, other = desk.of("Tarik Holm"), desk.of("Mira Voss")
    desk.accept(other)
    before = desk.graph()
    desk.accept(card)
    review.withdraw(desk.dataset, desk.article, card.iri, reason="corrected by the paper", **desk.decides)
    assert desk.graph() == before
    assert desk.card(card.iri).state == review.WITHDRAWN
    assert [d.kind for d in review.history(desk.dataset, card.iri)] == ["say:accept", "say:withdraw"]
    with pytest.raises(InputRefused, match="only what is accepted"):
        review.withdraw(desk.dataset, desk.article, card.iri, reason="again", **desk.decides)


def test_what_nobody_proposed_is_added_from_selected_words(desk):
    start = desk.text.index("The rain had begun")
    span = review.span(desk.article, desk.text, start, start + 26, "say:contentSpan")
    said = review.Content("say:Proposition", "It rained from noon", replace(span, role="say:evidence"))
    voice = Thing(Iri(expand("id:norland-wire")), "Norland Wire", "say:MediaOrganisation", "")
    draft = review.Draft(
        speaker=voice,
        act="say:narrate",
        polarity="say:positive",
        certainty="say:certain",
        basis="say:narrator",
        date_basis="say:undated",
        contents=(said,),
        spans=(span,),
    )
    iri = review.add_statement(desk.dataset, desk.article, draft, text=desk.text, **desk.decides)
    assert [what for *_, what in told(desk)] == ["It rained from noon"]
    assert desk.card(iri).state == review.ACCEPTED
    assert [v for v in shapes.validate(desk.dataset) if not v.warning] == []
    with pytest.raises(InputRefused, match="there already"):
        review.add_statement(desk.dataset, desk.article, draft, text=desk.text, **desk.decides)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"speaker": Thing(Iri("not an iri"), "X", "say:Person", "")}, "cannot be written as an IRI"),
        ({"speaker": Thing(Iri("http://x/"), "X", "", "")}, "no name or no kind"),
        ({"act": "shout"}, "no value of the vocabulary"),
    ],
)
def test_a_draft_that_cannot_be_written_is_refused(desk, change, message):
    card = desk.cards[0]
    with pytest.raises(InputRefused, match=message):
        review.edit(desk.dataset, desk.article, card.iri, replace(card.draft, **change), **desk.decides)


def test_a_decision_needs_a_name_and_a_time_with_a_zone(desk):
    for by, at in (
        ("", desk.decides["at"]),
        ("a\nb", desk.decides["at"]),
        ("Ann", desk.decides["at"].replace(tzinfo=None)),
    ):
        with pytest.raises(InputRefused):
            review.reject(desk.dataset, desk.article, [desk.cards[0].iri], by=by, at=at)
    assert {card.state for card in desk.cards} == {review.OPEN}


def test_reviews_and_reviewers_are_no_things_of_the_graph(desk):
    before = {hit.thing.iri for hit in desk.dataset.find("Ann", 50).hits}
    card = desk.of("Tarik Holm")
    desk.accept(card)
    found = {hit.thing.iri: hit.thing.kind for hit in desk.dataset.find("Ann", 50).hits}
    assert {iri: found[iri] for iri in found.keys() - before} == {}
    walked = {str(row["other"]) for row in desk.dataset.select("links", thing=card.iri)}
    assert not any("review" in other or "proposal" in other for other in walked)


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("say:begunBy", "yesterday", "“yesterday” is no day: write the year, month and day as 2024-05-04"),
        ("say:begunBy", "3 March 2024", "is no day"),
        ("say:begunBy", "2024-13-40", "is no day"),
        ("say:shareMin", "85 percent", "is no number"),
        ("say:quantity", "many", "is no whole number"),
        ("say:approximate", "yes", "is neither true nor false"),
    ],
)
def test_a_figure_that_could_not_be_read_back_is_refused_when_it_is_saved(desk, name, value, why):
    card = desk.of("Tarik Holm")
    content = replace(card.draft.contents[0], figures=((name, value),))
    draft = replace(card.draft, contents=(content,))
    with pytest.raises(InputRefused, match=why):
        review.edit(desk.dataset, desk.article, card.iri, draft, text=desk.text, **desk.decides)
    assert desk.card(card.iri) == card
