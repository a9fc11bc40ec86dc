"""The gold articles are sound: every offset, id and coded value holds, and the README says how far readings agree."""

import json
import re
import unicodedata
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import rdflib
from agreement import COMPARED, GOLD, reading, table

VOCABULARY = Path(__file__).parents[2] / "ontology" / "vocabulary.ttl"
SAY = rdflib.Namespace("https://w3id.org/sayso/ns#")
SKOS = rdflib.namespace.SKOS
SLUGS = sorted(path.stem for path in GOLD.glob("*.json"))
SPANS = ("source", "cue", "content")
ACTORS = ("source_entity", "on_behalf_of", "addressee")
MENTIONS = {"person", "group", "place", "state", "role", "unnamed"}
LONGEST_MENTION = 80


def read(slug):
    return (GOLD / f"{slug}.txt").read_bytes().decode("utf-8"), json.loads((GOLD / f"{slug}.json").read_text("utf-8"))


@pytest.fixture(params=SLUGS)
def article(request):
    return read(request.param)


@pytest.fixture(scope="module")
def everything():
    return [statement for slug in SLUGS for statement in read(slug)[1]["statements"]]


@pytest.fixture(scope="module")
def codes():
    """The coded values of the vocabulary by scheme, as local names."""
    graph = rdflib.Graph().parse(VOCABULARY)

    def of(scheme):
        return {str(value).removeprefix(SAY) for value in graph.subjects(SKOS.inScheme, SAY[scheme])}

    return {
        "act": {f"say:{act}" for act in of("acts")},
        "polarity": of("polarities"),
        "certainty": of("certainties"),
        "basis": of("bases"),
        "said_basis": of("dateBases"),
        "direct": {"direct", "indirect", "mixed"},
    }


def overlap(one, other):
    return one[0] < other[1] and other[0] < one[1]


def spans_of(gold):
    for statement in gold["statements"]:
        for layer in SPANS:
            yield from statement[layer]
    yield from ([m["start"], m["end"]] for m in gold["mentions"])
    yield from gold["boilerplate"]
    yield from (trap[:2] for trap in gold["not_statements"])


def test_there_are_enough_articles_each_with_its_annotation():
    assert len(SLUGS) >= 12
    assert sorted(path.stem for path in GOLD.glob("*.txt")) == SLUGS


def test_texts_are_plain(article):
    text, _ = article
    assert "\r" not in text
    assert text == unicodedata.normalize("NFC", text)
    assert 250 <= len(text.split()) <= 700


def test_spans_hold_trimmed_text_of_one_paragraph(article):
    text, gold = article
    for start, end in spans_of(gold):
        assert 0 <= start < end <= len(text)
        words = text[start:end]
        assert words == words.strip()
        assert "\n" not in words
        assert not (text[start - 1 : start].isalnum() and words[0].isalnum()), words
        assert not (text[end : end + 1].isalnum() and words[-1].isalnum()), words


def test_every_reference_resolves(article):
    _, gold = article
    for kind in ("mentions", "entities", "statements"):
        ids = [item["id"] for item in gold[kind]]
        assert len(ids) == len(set(ids))
    entities = {e["id"]: e["type"] for e in gold["entities"]}
    named = {m["entity"] for m in gold["mentions"]}
    assert set(entities.values()) <= MENTIONS
    assert named == set(entities)
    assert {s[actor] for s in gold["statements"] for actor in ACTORS} - {None} <= set(entities)
    assert {s["nested_in"] for s in gold["statements"]} - {None} <= {s["id"] for s in gold["statements"]}


def test_mentions_are_short_single_and_outside_boilerplate(article):
    _, gold = article
    places = [(m["start"], m["end"]) for m in gold["mentions"]]
    assert places == sorted(set(places))
    for m in gold["mentions"]:
        assert m["type"] in MENTIONS
        assert m["end"] - m["start"] <= LONGEST_MENTION
        assert not any(overlap((m["start"], m["end"]), b) for b in gold["boilerplate"])


def test_statements_have_content_and_parts_that_do_not_overlap(article):
    text, gold = article
    for s in gold["statements"]:
        assert s["content"]
        assert s["cue"]
        assert not any(text[end - 1] in ",;" or text[end] in "”»“" for _, end in s["content"])
        assert s["source_entity"] or not s["source"]
        parts = sorted(span for layer in SPANS for span in s[layer])
        assert not any(overlap(one, other) for one, other in pairwise(parts)), [text[a:b] for a, b in parts]
        assert not any(overlap(span, b) for span in parts for b in gold["boilerplate"])


def test_nothing_is_both_a_statement_and_a_trap(article):
    text, gold = article
    cues = [cue for s in gold["statements"] for cue in s["cue"]]
    for start, end, why in gold["not_statements"]:
        assert why
        assert not any(overlap((start, end), cue) for cue in cues), text[start:end]


def test_nested_statements_lie_in_the_content_of_their_outer_one(article):
    text, gold = article
    by_id = {s["id"]: s for s in gold["statements"]}
    for s in gold["statements"]:
        if s["nested_in"]:
            outer = by_id[s["nested_in"]]["content"]
            where = min(start for start, _ in outer), max(end for _, end in outer)
            cue = s["cue"][0]
            assert where[0] <= cue[0] < cue[1] <= where[1], text[slice(*cue)]


def test_coded_values_are_those_of_the_vocabulary(article, codes):
    _, gold = article
    for s in gold["statements"]:
        for field, values in codes.items():
            assert s[field] in values, (s["id"], field)
        assert s["act"] != "say:deny" or s["polarity"] == "negative"
        assert s["act"] not in {"say:order", "say:call"} or s["certainty"] == "unspecifiedCertainty"


def test_days_are_in_order(article):
    _, gold = article
    anchor, published = date.fromisoformat(gold["anchor"]), date.fromisoformat(gold["published"])
    assert anchor < published
    for s in gold["statements"]:
        assert (s["said_basis"] == "undated") == (s["said_on"] is None)
        assert s["said_on"] is None or date.fromisoformat(s["said_on"]) <= published
        assert s["said_after"] is None or s["said_after"] < s["said_on"]


def test_direct_statements_are_wholly_quoted(article):
    text, gold = article
    marks = re.compile(r"[“”„«»\"]|(?<!\w)[‘’'](?=\w)|(?<=\W)[’']")
    for s in gold["statements"]:
        words = [text[start:end] for start, end in s["content"]]
        if s["direct"] == "direct":
            assert all(marks.match(w) for w in words), words
        elif s["direct"] == "mixed":
            assert any(marks.search(w) for w in words), words


def test_the_articles_cover_the_vocabulary_and_every_way_of_quoting(everything, codes):
    assert {s["act"] for s in everything} == codes["act"] - {"say:narrate"}
    assert {s["basis"] for s in everything} == codes["basis"] - {"narrator"}
    for field in ("certainty", "said_basis", "direct"):
        assert {s[field] for s in everything} == codes[field]
    texts = "".join(read(slug)[0] for slug in SLUGS)
    assert set("“”‘’„«»\"'") <= set(texts)
    assert max(texts) > "\uffff", "one character past the basic plane, so that code units are told from code points"


@pytest.mark.parametrize(("one", "other"), COMPARED)
def test_the_readme_gives_the_agreement_of_two_readings(one, other):
    assert table(one, other) in (GOLD / "README.md").read_text("utf-8")


def test_the_independent_reading_lies_on_the_texts_and_keeps_to_the_vocabulary(codes):
    for slug, its in reading("independent").items():
        text, _ = read(slug)
        entities = {e["id"] for e in its["entities"]}
        for span in spans_of({"boilerplate": [], "not_statements": [], **its}):
            assert 0 <= span[0] < span[1] <= len(text)
            assert text[slice(*span)] == text[slice(*span)].strip()
        for s in its["statements"]:
            assert {s[actor] for actor in ACTORS} - {None} <= entities
            assert all(s[field] in values for field, values in codes.items())
