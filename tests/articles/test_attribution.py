"""Who is reported to say what: the parts of a report, for each way a report is made; and what is none."""

import pytest

from graph.articles.attribution import attributions
from graph.articles.text import Article, Source

LEAD = "The river rose again in the night, and by dawn it stood higher than anybody in the valley could remember."


def parts(sentence):
    """Source, cue and content of each report in a sentence, as text."""
    text = f"{LEAD}\n\n{sentence}"
    found = attributions(Article.of(text, Source("x")))

    def words(places):
        return " / ".join(text[a:b] for a, b in places)

    return [(words(each.source), words(each.cue), words(each.content)) for each in found]


@pytest.mark.parametrize(
    ("sentence", "source", "cue", "content"),
    [
        (
            "The mayor said that the dam would hold.",
            "The mayor",
            "said",
            "that the dam would hold",
        ),
        (
            "Aid agencies fear the toll will rise.",
            "Aid agencies",
            "fear",
            "the toll will rise",
        ),
        (
            "“We lost everything,” said Ilse Brandt, a farmer.",
            "Ilse Brandt, a farmer",
            "said",
            "“We lost everything,”",
        ),
        (
            "“We will rebuild,” he added, “and soon.”",
            "he",
            "added",
            "“We will rebuild,” / “and soon.”",
        ),
        (
            "The talks, the envoy wrote, were over.",
            "the envoy",
            "wrote",
            "The talks / were over",
        ),
        (
            "According to two people familiar with the talks, the price has been agreed.",
            "two people familiar with the talks",
            "According to",
            "the price has been agreed",
        ),
        (
            "The bridge is closed, according to the police.",
            "the police",
            "according to",
            "The bridge is closed",
        ),
        (
            "The minister, speaking to reporters in the capital, denied that any money had changed hands.",
            "The minister, speaking to reporters in the capital",
            "denied",
            "that any money had changed hands",
        ),
        (
            "The ministry ordered villagers to leave their homes.",
            "The ministry",
            "ordered",
            "villagers to leave their homes",
        ),
        (
            "The union vowed to stay out until Friday.",
            "The union",
            "vowed",
            "to stay out until Friday",
        ),
        (
            "The bishop called for calm.",
            "The bishop",
            "called for",
            "calm",
        ),
        (
            "Her lawyer, Tom Reed, called the charges baseless.",
            "Her lawyer, Tom Reed",
            "called",
            "the charges baseless",
        ),
        (
            "His claim that the vote was stolen has been examined twice.",
            "His",
            "claim",
            "that the vote was stolen",
        ),
        (
            "Residents are worried about the smell.",
            "Residents",
            "are worried about",
            "the smell",
        ),
        (
            "The board issued a statement saying the chairman would go.",
            "The board",
            "issued a statement",
            "saying the chairman would go",
        ),
        (
            "He is said to have left the country.",
            "",
            "is said",
            "He / to have left the country",
        ),
        (
            "The guards told Norland Radio that the post was empty.",
            "The guards",
            "told",
            "that the post was empty",
        ),
    ],
)
def test_parts_of_a_report(sentence, source, cue, content):
    assert (source, cue, content) in parts(sentence)


@pytest.mark.parametrize("negation", ["n't", "n’t"])
def test_a_negation_set_apart_from_its_verb_is_a_word(negation):
    said = f"that the dam would {negation} hold"
    assert parts(f"The mayor said {said}.") == [("The mayor", "said", said)]


def test_a_denial_in_a_relative_clause_is_a_report_of_its_own():
    found = parts("The rebels claimed to have taken the post, which the army denied.")
    assert [(source, cue) for source, cue, _ in found] == [("The rebels", "claimed"), ("the army", "denied")]
    assert found[0][2] == "to have taken the post"


def test_a_report_inside_a_report_is_found_too_and_marked():
    text = f"{LEAD}\n\nThe envoy said the general had told him that the post was empty."
    found = attributions(Article.of(text, Source("x")))
    assert [(text[slice(*each.cue[0])], each.nested) for each in found] == [("said", False), ("had told", True)]


def test_a_quotation_without_a_cue_goes_on_with_the_last_speaker():
    (report,) = parts("“We lost everything,” said Ilse Brandt. “Even the dog is gone.”")
    assert report[2] == "“We lost everything,” / “Even the dog is gone.”"


@pytest.mark.parametrize(
    "sentence",
    [
        "The said amount was paid in March.",
        "He spoke for five minutes and left.",
        "She could not tell the twins apart.",
        "The plan was drawn up in a hurry.",
        "He was reading “A Winter in the Hills” when the lights went out.",
        "An official who requested anonymity waited at the door.",
    ],
)
def test_what_only_looks_like_a_report_is_none(sentence):
    assert parts(sentence) == []
