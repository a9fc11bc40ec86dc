"""`make eval`: precision, recall and F1 of every layer, with bootstrap intervals, on our gold and on PolNeAR.

`--write` also writes the table of measured precision by rule, `graph/articles/data/precision.toml`: numbers only.
"""

import resource
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from eval import gold, polnear, scores
from graph.articles.gazetteer import fold
from graph.articles.proposals import propose
from graph.articles.text import Article, Source

TABLE = Path(__file__).parents[2] / "graph" / "articles" / "data" / "precision.toml"
LAYERS = ("detection", "source", "cue", "content")


def main():
    """Measure what is at hand, and say what is not."""
    rules = Counter(), Counter()
    if polnear.ROOT.is_dir():
        for half in ("tune", "held-out"):
            counts = [
                _polnear(name, text, annotated, rules)
                for name, text, annotated in polnear.articles()
                if polnear.half(name) == half
            ]
            _print(f"PolNeAR dev, {half} half", counts, LAYERS)
        if "--write" in sys.argv:
            _write(*rules)
    else:
        print(f"PolNeAR: skipped, {polnear.ROOT} is not there")
    annotated = list(gold.articles())
    if annotated:
        _print("gold", [_gold(each) for each in annotated], (*LAYERS, "speaker", "act", "polarity", "certainty", "day"))
        _print_mentions(annotated)
    else:
        print(f"gold: skipped, {gold.ROOT} holds no articles")
    _print_speed()


def _polnear(name, text, annotated, rules):
    found = [each for each in propose(Article.of(text, Source(name))).statements if each.nested_in is None]
    right = {j for _, j in scores.match(text, annotated, found)}
    for j, each in enumerate(found):
        rules[0][each.rule] += j in right
        rules[1][each.rule] += 1
    return scores.count(text, annotated, found)


def _gold(article):
    proposals = propose(Article.of(article.text, Source(article.name, published=article.published)))
    counts = scores.count(article.text, article.statements, proposals.statements)
    for i, j in scores.match(article.text, article.statements, proposals.statements):
        wanted, got = article.statements[i], proposals.statements[j]
        said = got.said.isoformat() if got.said else ""
        counts["speaker"] += _same_name(wanted.entity, proposals.named.entities[got.speaker].label)
        counts["act"] += wanted.act == got.act
        counts["polarity"] += wanted.polarity == got.polarity
        counts["certainty"] += wanted.certainty == got.certainty
        counts["day"] += wanted.said == said
    for each in proposals.statements:
        start = each.cue[0][0]
        counts["in boilerplate"] += any(a <= start < b for a, b in article.boilerplate)
        counts["no statement"] += any(a <= start < b for a, b in article.not_statements)
    counts["anchor"] = str(proposals.days.anchor) == article.anchor
    return counts


def _same_name(wanted, got):
    """Whether two names mean the same, as far as their words go; a source without a name has none of its own."""
    one, other = set(fold(wanted).split()), set(fold(got).split())
    return bool(one & other) if wanted else "not named" in got


def _print(title, counts, layers):
    total = sum(counts, Counter())
    print(f"\n{title}: {len(counts)} articles, {total['gold']} statements, {total['found']} found")
    print(f"{'layer':<12}{'P':>7}{'R':>7}{'F1':>7}   95 % of F1     of those matched")
    for layer in layers:
        p, r, f = scores.f1(total[layer], total["found"], total["gold"])
        low, high = scores.interval(counts, layer)
        share = total[layer] / total["detection"]
        print(f"{layer:<12}{p:>7.3f}{r:>7.3f}{f:>7.3f}   {low:.3f}–{high:.3f}    {share:.3f}")
    if "anchor" in total:
        print(f"story day right {total['anchor']} of {len(counts)}; found in boilerplate {total['in boilerplate']},")
        print(f"where gold says there is no statement {total['no statement']}")


def _print_mentions(annotated):
    total = Counter()
    for article in annotated:
        named = propose(Article.of(article.text, Source(article.name, published=article.published))).named
        found = named.mentions
        for want in article.mentions:
            if want.kind not in gold.KINDS:
                continue
            hits = [m for m in found if m.start < want.end and want.start < m.end]
            total[want.kind] += 1
            total[f"{want.kind} found"] += bool(hits)
            total[f"{want.kind} kind"] += any(named.entities[m.entity].kind in gold.KINDS[want.kind] for m in hits)
            total[f"{want.kind} who"] += any(_same_name(want.name, named.entities[m.entity].label) for m in hits)
    print("\nmentions    gold   found   right class   right name")
    for kind in gold.KINDS:
        parts = [total[f"{kind} {what}"] / total[kind] if total[kind] else 0 for what in ("found", "kind", "who")]
        print(f"{kind:<10}{total[kind]:>6}{parts[0]:>8.3f}{parts[1]:>14.3f}{parts[2]:>13.3f}")


def _print_speed():
    texts = [text for _, text, _ in polnear.articles()] if polnear.ROOT.is_dir() else [a.text for a in gold.articles()]
    if not texts:
        return
    propose(Article.of(texts[0], Source("")))
    start = time.process_time()
    for text in texts:
        propose(Article.of(text, Source("")))
    seconds = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    length = sum(map(len, texts)) // len(texts)
    print(f"\nspeed: {len(texts) / seconds:.0f} articles of {length:,} characters a second on one core, {memory} MB")


def _write(right, found):
    lines = [
        "# How often each rule was right on PolNeAR's development articles: right, found. Written by `make eval`.",
        "",
        "[rules]",
        *(f'"{rule}" = [{right[rule]}, {found[rule]}]' for rule in sorted(found)),
    ]
    TABLE.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"wrote {TABLE.name}: {len(found)} rules")


if __name__ == "__main__":
    main()
