"""Proposals: what is said to have happened, ids that stay, Turtle that conforms, and no word of the article in it."""

import re
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph import serial, shapes
from graph.articles.proposals import propose
from graph.articles.rdf import triples
from graph.articles.text import Article, Source
from graph.namespaces import SAY
from graph.terms import quad

ROOT = Path(__file__).parents[2]
STORY = "\n\n".join(
    [
        "Rebels claim Dresk crossing; army denies it",
        "DRESK, May 4 (NWA) — The Highland Front said on Saturday that its fighters had taken the border crossing of"
        " Dresk Gate, which the Norland army denied.",
        "“Our fighters have captured Dresk Gate,” the rebels' spokesman, Tarik Holm, told Norland Radio. “The road is"
        " ours.”",
        "Army spokeswoman Mira Voss denied that the Highland Front had captured Dresk Gate. She said the Norland Army"
        " had repelled an attack by the Highland Front on Dresk Gate.",
        "Witnesses in the town of Orlenau said at least 14 people were killed. The rebels tried to capture Orlenau, a"
        " teacher said.",
        "Mayor Jan Berg said the Highland Front might capture Orlenau.",
        "The Highland Front will take Orlenau within days, its spokesman said.",
        "Read also: A winter on the border",
    ]
)
VOCABULARY = ox.serialize(
    list(ox.parse((ROOT / "ontology" / "vocabulary.ttl").read_bytes(), format=ox.RdfFormat.TURTLE)),
    format=ox.RdfFormat.N_TRIPLES,
)


@pytest.fixture(scope="module")
def proposals():
    return propose(Article.of(STORY, Source("story.txt", published="2024-05-06")))


def turtle(proposals):
    return serial.write([quad(triple) for triple in triples(proposals)], "turtle").decode()


def said(proposals):
    """Polarity and content of each statement."""
    return [
        (s.polarity, proposals.propositions[p].kind, dict(proposals.propositions[p].slots))
        for s in proposals.statements
        for p in s.propositions
    ]


def test_claim_and_denial_share_what_was_said(proposals):
    slots = {"agent": "highland-front", "place": "dresk-gate"}
    captures = [each for each in said(proposals) if each[1] == "Capture"]
    assert captures == [(polarity, "Capture", slots) for polarity in ("positive", "negative", "negative")]
    answers = [s for s in proposals.statements if s.responds_to]
    assert [(s.speaker, s.act) for s in answers] == [("norland-army", "deny")]


def test_a_repelled_attack_and_a_count_are_read(proposals):
    slots = {"agent": "norland-army", "opponent": "highland-front", "place": "dresk-gate"}
    assert ("positive", "AttackRepelled", slots) in said(proposals)
    (count,) = [p for p in proposals.propositions.values() if p.kind == "Measurement"]
    assert dict(count.figures) == {"quantityMin": "14", "unit": "people killed"}


def test_what_was_only_tried_feared_or_foretold_is_no_capture(proposals):
    assert not any(kind == "Capture" and slots["place"] == "orlenau" for _, kind, slots in said(proposals))


def test_hedges_witnesses_and_days(proposals):
    by_speaker = {proposals.named.entities[s.speaker].label: s for s in proposals.statements}
    assert by_speaker["Jan Berg"].certainty == "possible"
    witnesses = next(s for label, s in by_speaker.items() if label.startswith("Witnesses"))
    assert witnesses.basis == "witness"
    first = proposals.statements[1]
    assert (first.said.isoformat(), first.date_basis) == ("2024-05-04", "explicit")


def test_reading_again_gives_the_same_proposals(proposals):
    again = propose(Article.of(STORY, Source("story.txt", published="2024-05-06")))
    assert turtle(again) == turtle(proposals)
    other = propose(Article.of(STORY + " ", Source("story.txt", published="2024-05-06")))
    assert {s.id for s in other.statements}.isdisjoint(s.id for s in proposals.statements)


def test_the_turtle_conforms_to_the_shapes(proposals):
    data = serial.write([quad(triple) for triple in triples(proposals)], "nt")
    assert shapes.check(data + VOCABULARY, ROOT / "ontology" / "shapes.ttl") == []


def test_only_names_and_short_speech_of_the_article_are_written(proposals):
    written = [t for t in triples(proposals) if t.predicate != SAY.quotation and not str(t.subject).endswith("-text")]
    flat = re.sub(r"\W+", " ", STORY)
    for triple in written:
        words = re.sub(r"\W+", " ", str(triple.object)).strip()
        assert len(words.split()) < 9 or words not in flat, triple
    quotations = [str(t.object) for t in triples(proposals) if t.predicate == SAY.quotation]
    assert "Our fighters have captured Dresk Gate" in [q.rstrip(",") for q in quotations]
    assert all(len(q) <= 160 for q in quotations)


# ------------------------------------------------- changes that must not matter, and those that must be followed
def shape(proposals):
    """What was found, but for names and offsets."""
    return Counter((s.rule, s.act, s.polarity, s.certainty, s.basis, s.date_basis) for s in proposals.statements)


@pytest.mark.parametrize("marks", ["””", "«»", "„“", '""', "“„"])
def test_the_direction_of_quotation_marks_does_not_matter(proposals, marks):
    flipped = STORY.replace("“", marks[0]).replace("”", marks[1])
    assert shape(propose(Article.of(flipped, Source("x", published="2024-05-06")))) == shape(proposals)


@pytest.mark.parametrize(
    "furniture",
    [
        "Read also: “We will win,” the general said",
        "Subscribe to our newsletter",
        "Photo: the minister said goodbye",
        "(Reporting by Jan Hole; editing by Mira Lund)",
        "Follow us on every network",
    ],
)
def test_the_pages_furniture_adds_nothing(proposals, furniture):
    more = propose(Article.of(f"{STORY}\n{furniture}\n", Source("x", published="2024-05-06")))
    assert shape(more) == shape(proposals)


def test_when_people_are_renamed_the_speakers_follow(proposals):
    renamed = STORY.replace("Tarik Holm", "Otto Lind").replace("Mira Voss", "Ada Thorn")
    new = propose(Article.of(renamed, Source("x", published="2024-05-06")))
    assert shape(new) == shape(proposals)
    names = {"tarik-holm": "otto-lind", "mira-voss": "ada-thorn"}
    assert [s.speaker.rpartition("-source-")[2] for s in new.statements if "source" not in s.speaker] == [
        names.get(s.speaker, s.speaker) for s in proposals.statements if "source" not in s.speaker
    ]


def test_line_ends_and_hard_blanks_do_not_matter(proposals):
    changed = STORY.replace("\n", "\r\n").replace("the army", "the\u00a0army")
    assert shape(propose(Article.of(changed, Source("x", published="2024-05-06")))) == shape(proposals)


@pytest.mark.parametrize(
    ("sentence", "source", "content"),
    [
        (
            "According to a local official who asked not to be named, hundreds had crossed the river.",
            "a local official who asked not to be named",
            "hundreds had crossed the river",
        ),
        (
            "A diplomat who asked not to be identified said dozens of passengers were missing.",
            "A diplomat who asked not to be identified",
            "dozens of passengers were missing",
        ),
        (
            "A general who requested anonymity said the town had fallen.",
            "A general who requested anonymity",
            "the town had fallen",
        ),
    ],
)
def test_what_a_source_asks_for_itself_is_no_statement_and_hides_none(sentence, source, content):
    """It was taken for a statement of the last government that was named."""
    text = f"Unrest at the border\n\nRussia called for talks.\n\n{sentence}"
    found = propose(Article.of(text, Source("a.txt")))
    (told,) = (each for each in found.statements if each.source[0][0] >= text.index(sentence))
    assert [text[start:end] for start, end in (*told.source, *told.content)] == [source, content]
    assert told.speaker != "russian-government"
