"""How found reports are compared with gold: one to one, by overlap; then part by part."""

import random
import re
from collections import Counter

_WORD = re.compile(r"\w+")


def words(text, pieces):
    """The words in pieces of a text, as places; marks and blanks do not count."""
    return {m.start() for a, b in pieces for m in _WORD.finditer(text, a, b)}


def same(text, one, other):
    """Whether two parts cover the same words."""
    return words(text, one) == words(text, other)


def overlap(text, one, other):
    """Word F1 of two parts."""
    a, b = words(text, one), words(text, other)
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def match(text, gold, found):
    """Pairs of gold and found that mean the same report: cues overlap, or contents do by half; the best first."""
    scored = []
    for i, g in enumerate(gold):
        for j, f in enumerate(found):
            cue = bool(words(text, g.cue) & words(text, f.cue)) or g.cue == f.cue
            content = overlap(text, g.content, f.content)
            if cue or content >= 0.5:
                scored.append((cue + content, i, j))
    taken_gold, taken_found, pairs = set(), set(), []
    for _, i, j in sorted(scored, key=lambda s: (-s[0], s[1:])):
        if i not in taken_gold and j not in taken_found:
            taken_gold.add(i)
            taken_found.add(j)
            pairs.append((i, j))
    return pairs


def count(text, gold, found):
    """Counts of one article: gold, found, and right for each layer."""
    pairs = match(text, gold, found)
    right = Counter(gold=len(gold), found=len(found), detection=len(pairs))
    for i, j in pairs:
        for layer in ("source", "cue", "content"):
            right[layer] += same(text, getattr(gold[i], layer), getattr(found[j], layer))
    return right


def f1(right, found, gold):
    """Precision, recall and F1 of counts."""
    p, r = (right / found if found else 0.0), (right / gold if gold else 0.0)
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def interval(counts, layer, draws=1000, seed=7):
    """The 95 % bootstrap interval of a layer's F1 over articles."""
    rng = random.Random(seed)
    values = []
    for _ in range(draws):
        total = sum(rng.choices(counts, k=len(counts)), Counter())
        values.append(f1(total[layer], total["found"], total["gold"])[2])
    values.sort()
    return values[int(0.025 * draws)], values[int(0.975 * draws) - 1]
