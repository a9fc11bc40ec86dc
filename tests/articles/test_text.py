"""Texts: kinds of paragraphs, quotation marks, sentences; offsets always name the characters they were read from."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.articles import quotes
from graph.articles.attribution import attributions
from graph.articles.mentions import read_mentions
from graph.articles.skeleton import sentences
from graph.articles.text import Article, Source, paragraphs

STORY = """Dam holds, mayor says

Published 6 May 2024

DRESK, May 4 (NWA) — The dam above Dresk will hold, Mayor Anna Kole said on Saturday.

Read also: Ten rivers that burst their banks

“We are safe,” she added.

Photo: a view of the dam

Reporting by Jan Hole"""


def test_paragraphs_are_told_from_the_page_around_them():
    kinds = [(p.kind, STORY[p.start : p.end][:10]) for p in paragraphs(STORY)]
    assert kinds == [
        ("headline", "Dam holds,"),
        ("date line", "Published "),
        ("dateline", "DRESK, May"),
        ("body", "The dam ab"),
        ("boilerplate", "Read also:"),
        ("body", "“We are sa"),
        ("boilerplate", "Photo: a v"),
        ("boilerplate", "Reporting "),
    ]


@pytest.mark.parametrize("marks", ["“”", "””", "””"[::-1], "„“", "«»", "»«", '""', "“„"])
def test_marks_pair_whatever_their_direction(marks):
    text = f"He said: {marks[0]}We go now{marks[1]} and {marks[0]} not later {marks[1]}."
    assert [text[a:b].strip(marks + " ") for a, b in quotes.pair(text, 0, len(text))] == ["We go now", "not later"]


def test_a_paragraph_that_a_quotation_runs_over_is_quoted_to_its_end():
    text = "“We will not go, not now and not later."
    assert quotes.pair(text, 0, len(text)) == [(0, len(text))]


def test_apostrophes_and_inches_are_no_quotation_marks():
    text = "The players' bus wasn't the 12\" model that the club's owners' sons wanted."
    assert quotes.pair(text, 0, len(text)) == []


def test_a_sentence_does_not_end_at_an_abbreviation_or_inside_a_quotation():
    text = "Mr. Hale met Gov. J. R. Low in the U.S. capital. “Good. We talked,” he said. He left."
    (paragraph,) = paragraphs(text)
    ends = [text[s.starts[0] : s.ends[-1]] for s in sentences(text, paragraph)]
    assert ends == ["Mr. Hale met Gov. J. R. Low in the U.S. capital.", "“Good. We talked,” he said.", "He left."]


anything = st.text(
    alphabet=st.sampled_from([*"aB “”\"'«»„.,;:-—()\n\r\u00a0é😀İß said the Taliban on Friday told AFP that Mr. 5%"]),
    max_size=120,
)
words = st.lists(
    st.sampled_from(
        [
            "Anna Kole",
            "said",
            "told",
            "that",
            "“",
            "”",
            "the army",
            ",",
            ".",
            "on Friday",
            "denied",
            "İ",
            "😀",
            "\n",
            "5%",
        ]
    ),
    max_size=40,
).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(anything | words)
def test_every_span_lies_in_the_text_and_is_not_empty(text):
    article = Article.of(text, Source("x"))
    assert len(article.lower) == len(text)
    reports = attributions(article)
    places = [place for each in reports for role in (each.source, each.cue, each.content) for place in role]
    places += [(mention.start, mention.end) for mention in read_mentions(article).mentions]
    for start, end in places:
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()


@settings(max_examples=150, deadline=None)
@given(anything)
def test_quotations_do_not_overlap(text):
    found = quotes.pair(text, 0, len(text))
    assert all(a < b for a, b in found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))
