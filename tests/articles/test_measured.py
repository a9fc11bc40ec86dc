"""What `make eval` measures: how reports are compared, and the floors that must hold on articles never tuned on."""

from collections import Counter

import pytest
from eval import gold, polnear, scores

from graph.articles import precision
from graph.articles.proposals import propose
from graph.articles.text import Article, Source

TEXT = "The mayor said the dam would hold. “No,” she added."


def report(source, cue, content):
    def places(words):
        at = TEXT.index(words)
        return ((at, at + len(words)),)

    return polnear.Gold(places(source), places(cue), places(content))


def test_reports_match_by_cue_or_by_half_of_their_content_and_one_to_one():
    wanted = [report("The mayor", "said", "the dam would hold"), report("she", "added", "“No,”")]
    found = [report("mayor", "said", "dam"), report("The mayor", "the", "the dam would hold")]
    assert scores.match(TEXT, wanted, found) == [(0, 1)] or scores.match(TEXT, wanted, found) == [(0, 0)]
    counted = scores.count(TEXT, wanted, wanted)
    assert counted == Counter(gold=2, found=2, detection=2, source=2, cue=2, content=2)
    assert scores.f1(1, 1, 2) == (1.0, 0.5, pytest.approx(2 / 3))


def test_the_confidence_of_a_rule_is_its_measured_precision():
    assert precision.precision("quotation, source said") > 0.9
    assert precision.precision("which source denied") < precision.precision("said that")
    assert precision.precision("a rule that was never seen") == 0.5


def totals(articles):
    every = Counter()
    for text, wanted, published in articles:
        proposals = propose(Article.of(text, Source("x", published=published)))
        outer = [each for each in proposals.statements if each.nested_in is None]
        every += scores.count(text, wanted, outer)
    return every


@pytest.mark.skipif(not polnear.ROOT.is_dir(), reason="PolNeAR's development articles are not at hand")
def test_floors_on_the_half_of_polnear_that_no_rule_was_tuned_on():
    held = [(text, wanted, "") for name, text, wanted in polnear.articles() if polnear.half(name) == "held-out"]
    total = totals(held)
    p, _, f = scores.f1(total["detection"], total["found"], total["gold"])
    assert p >= 0.90
    assert f >= 0.75
    parts = [scores.f1(total[layer], total["found"], total["gold"])[2] for layer in ("source", "cue", "content")]
    assert parts[0] > 0.57
    assert parts[1] > 0.55
    assert parts[2] > 0.47


@pytest.mark.skipif(not list(gold.ROOT.glob("*.json")), reason="the gold articles are not here")
def test_floors_on_our_gold_articles():
    total = totals((each.text, each.statements, each.published) for each in gold.articles())
    p, r, _ = scores.f1(total["detection"], total["found"], total["gold"])
    assert p >= 0.88
    assert r >= 0.70
