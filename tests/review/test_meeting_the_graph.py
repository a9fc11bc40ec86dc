"""What an acceptance would meet is told before it is done, and is what the graph shows then; who is who is mended."""

from dataclasses import replace

import pytest

from graph import review
from graph.errors import InputRefused
from graph.model import Clock, Iri, Thing
from graph.namespaces import expand
from graph.views import matters, statements

OTHER = "\n\n".join(
    [
        "Crossing has fallen, mayor says",
        "OSTEN, May 5 (NWA) — Mayor Olaf Brandt said on Sunday that the Highland Front had captured the"
        " border crossing of Dresk Gate.",
        "He said the road was closed.",
    ]
)


def captures(desk):
    return [c for c in desk.cards if any(content.kind == "say:Capture" for content in c.draft.contents)]


def about(desk):
    found = desk.dataset.select("disagreements_about", matter=Iri(expand("id:dresk-gate")))
    return {frozenset((str(row["firstStatement"]), str(row["secondStatement"]))) for row in found}


# ----------------------------------------------------------------- consequences
def test_a_claim_alone_disagrees_with_nobody(desk):
    told = review.consequences(desk.dataset, desk.article, captures(desk)[0].draft)
    assert (told.agrees, told.disagrees, told.violations) == ((), (), ())
    assert any("Dresk Gate" in line for line in told.adds)


def test_what_is_foretold_is_what_the_graph_shows_then(desk):
    cards = captures(desk)
    desk.accept(*(c for c in cards if c.draft.polarity == "say:positive"))
    denial = next(c for c in cards if c.draft.polarity == "say:negative" and c.draft.speaker.label == "Mira Voss")
    told = review.consequences(desk.dataset, desk.article, denial.draft, denial.iri)
    assert told.disagrees
    assert all(e.words.startswith("this disagrees with ") and "4 May 2024" in e.words for e in told.disagrees)
    assert about(desk) == set()
    desk.accept(denial)
    assert about(desk) == {frozenset((denial.iri, e.statement.iri)) for e in told.disagrees}


def test_those_who_say_the_same_are_named(desk):
    first = next(c for c in captures(desk) if c.draft.polarity == "say:positive")
    desk.accept(first)
    other = type(desk)(desk.dataset, OTHER)
    (second,) = captures(other)
    told = review.consequences(desk.dataset, other.article, second.draft, second.iri)
    assert [effect.statement.iri for effect in told.agrees] == [first.iri]
    assert told.disagrees == ()


def test_a_shape_that_would_break_is_told_and_nothing_is_written(desk):
    card = next(c for c in desk.cards if c.draft.act == "say:deny")
    told = review.consequences(desk.dataset, desk.article, replace(card.draft, polarity="say:positive"))
    assert ["denial commits" in each.message for each in told.violations if not each.warning] == [True]
    assert desk.graph() == set()


def test_a_withdrawn_denial_ends_the_dispute(desk):
    cards = captures(desk)
    desk.accept(*cards)
    assert about(desk)
    for card in cards:
        if card.draft.polarity == "say:negative":
            review.withdraw(desk.dataset, desk.article, card.iri, reason="gone", **desk.decides)
    assert about(desk) == set()
    assert not any(m.iri.endswith("dresk-gate") for m in matters.matters(desk.dataset, Clock(), limit=99).disputed)


# ------------------------------------------------------------------- who is who
@pytest.fixture
def both(desk):
    """Two articles of one dataset, all of both accepted."""
    other = type(desk)(desk.dataset, OTHER)
    desk.accept(*desk.cards)
    other.accept(*other.cards)
    return desk, other


def speakers(desk):
    return {s.speaker.label for s in statements.in_article(desk.dataset, desk.article)}


def person(desk, label):
    return next(c.draft.speaker for c in desk.cards if c.draft.speaker.label == label)


def test_merged_actors_are_one_and_split_they_are_as_they_were(both):
    desk, other = both
    keep, gone = person(desk, "Mira Voss"), person(other, "Olaf Brandt")
    graphs = desk.graph(), other.graph()
    review.merge(desk.dataset, keep.iri, gone.iri, reason="one office", **desk.decides)
    assert "Mira Voss" in speakers(other)
    assert "Olaf Brandt" not in speakers(other)
    assert desk.dataset.construct("resource", resource=gone.iri) == []
    review.split(desk.dataset, gone.iri, reason="two after all", **desk.decides)
    assert (desk.graph(), other.graph()) == graphs
    assert [d.kind for d in review.history(desk.dataset, gone.iri)] == ["say:merge", "say:split"]


def test_what_is_accepted_after_a_merge_follows_it(desk):
    other = type(desk)(desk.dataset, OTHER)
    keep, gone = person(desk, "Mira Voss"), person(other, "Olaf Brandt")
    desk.accept(*desk.cards)
    review.merge(desk.dataset, keep.iri, gone.iri, **desk.decides)
    other.accept(*other.cards)
    assert "Olaf Brandt" not in speakers(other)


def test_what_cannot_be_one_is_not_merged(both):
    desk, other = both
    voss, brandt = person(desk, "Mira Voss").iri, person(other, "Olaf Brandt").iri
    crowd = next(c.draft.speaker.iri for c in other.cards if c.draft.speaker.kind == "say:UnnamedSource")
    gate, taliban = Iri(expand("id:dresk-gate")), Iri(expand("id:taliban"))
    for keep, gone, message in (
        (voss, voss, "one already"),
        (voss, crowd, "merged with nobody"),
        (voss, gate, "no actor"),
        (voss, taliban, "which no review made"),
    ):
        with pytest.raises(InputRefused, match=message):
            review.merge(desk.dataset, keep, gone, **desk.decides)
    review.merge(desk.dataset, voss, brandt, **desk.decides)
    with pytest.raises(InputRefused, match="Split it first"):
        review.merge(desk.dataset, voss, brandt, **desk.decides)
    with pytest.raises(InputRefused, match="not merged"):
        review.split(desk.dataset, voss, **desk.decides)


def test_those_the_graph_knows_are_offered_for_a_name(desk):
    card = desk.of("Tarik Holm")
    spelt = Thing(Iri(expand("id:zabiullah-mujahid")), "Zabihullah Mujahid", "say:Person", "person")
    review.edit(desk.dataset, desk.article, card.iri, replace(card.draft, speaker=spelt), **desk.decides)
    named = next(each for each in desk.card(card.iri).named if each.means.iri == spelt.iri)
    assert not named.known
    assert expand("id:zabihullah-mujahid") in [thing.iri for thing in named.may_be]
