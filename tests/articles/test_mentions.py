"""Who and what is named: kinds, short forms, spellings, offices and pronouns; and for whom a source speaks."""

import pytest

from graph.articles.actors import voices
from graph.articles.attribution import attributions
from graph.articles.mentions import read_mentions
from graph.articles.text import Article, Source

LEAD = "The river rose again in the night, and by dawn it stood higher than anybody in the valley could remember."


def named(text):
    return read_mentions(Article.of(f"{LEAD}\n\n{text}", Source("x")))


def speakers(text):
    article = Article.of(f"{LEAD}\n\n{text}", Source("x"))
    found, entities = voices(article, attributions(article), read_mentions(article))
    label = {key: entity.label for key, entity in entities.entities.items()} | {None: None}
    return [(label[v.speaker], label[v.behalf], label[v.hearer]) for v in found]


@pytest.mark.parametrize(
    ("text", "label", "kind"),
    [
        ("The minister met President Anna Kole there.", "Anna Kole", "Person"),
        ("She flew to Quetta from Pakistan.", "Quetta", "Settlement"),
        ("He lives in Herat province in Afghanistan.", "Herat", "Province"),
        ("They fled to Tajikistan.", "Tajikistan", "State"),
        ("The Norland Interior Ministry was shut.", "Norland Interior Ministry", "GovernmentBody"),
        ("The trucks wait at the border post of Dresk Gate.", "Dresk Gate", "BorderCrossing"),
        ("A boat went to Orlenau, a village on the lake.", "Orlenau", "Settlement"),
    ],
)
def test_kinds(text, label, kind):
    assert (label, kind) in {(e.label, e.kind) for e in named(text).entities.values()}


def test_a_name_that_could_be_of_two_states_keeps_both_readings():
    (moscow,) = [
        e
        for e in named("She flew to Moscow, in Idaho, in the United States, not in Russia.").entities.values()
        if e.label == "Moscow"
    ]
    assert moscow.open


def test_spellings_of_one_person_are_brought_together_with_the_reason():
    found = named("Spokesman Tarik Holm spoke first. Spokesman Tariq Holm spoke again. Spokesman Jan Berg did not.")
    holm = {m.entity for m in found.mentions if "Holm" in found.entities[m.entity].label}
    assert len(holm) == 1
    (reason,) = found.entities[holm.pop()].reasons
    assert "“holm” is the same" in reason
    assert "jan-berg" in found.entities


def test_two_people_of_one_family_stay_two():
    found = named("President Anna Kole came with Peter Kole. Kole said nothing.")
    assert {"anna-kole", "peter-kole"} <= found.entities.keys()
    assert not any(m.how == "short form" for m in found.mentions)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Norland's spokeswoman Mira Voss said the bridge was safe. She added that trains would run."
            " Ms Voss also told Reuters that the port was open.",
            ["Mira Voss", "Mira Voss", "Mira Voss"],
        ),
        (
            "Mayor Jan Berg said the dam would hold. The mayor said he was sure.",
            ["Jan Berg", "Jan Berg"],
        ),
        (
            "Moscow said it would answer. The Afghan authorities denied it.",
            ["Government of Russia", "Government of Afghanistan"],
        ),
        (
            "A police officer said the road was closed. “It is bad,” the officer said.",
            ["police officer (unnamed)", "police officer (unnamed)"],
        ),
    ],
)
def test_sources_are_followed_through_short_forms_offices_and_pronouns(text, expected):
    assert [speaker for speaker, _, _ in speakers(text)] == expected


def test_for_whom_and_to_whom():
    text = "A spokesman for the Harbour Authority, Jan Berg, told Norland Radio the port was open. He said it would be."
    first, second = speakers(text)
    assert first == ("Jan Berg", "Harbour Authority", "Norland Radio")
    assert second[:2] == ("Jan Berg", "Harbour Authority")


def test_he_is_no_spokeswoman():
    text = (
        "Minister Jan Berg said the port was open. Spokeswoman Mira Voss said the road was. He said it would stay so."
    )
    assert speakers(text)[-1][0] == "Jan Berg"
