"""How far two annotations of the same articles agree: F1 for each layer, kappa for coded values.

    python tests/articles/agreement.py

prints the two tables that gold/README.md carries: one reader twice, and the annotation against a reader who had not
seen it. Statements are paired one to one, best content overlap first, where the
content overlaps by at least half (Dice, in characters) and the cues meet or both are missing.
"""

import json
import sys
from collections import Counter
from pathlib import Path

GOLD = Path(__file__).parent / "gold"
CODED = ("act", "polarity", "certainty", "basis", "direct")
DAY = ("said_on", "said_after", "said_basis")
ACTORS = ("source_entity", "on_behalf_of", "addressee")
COMPARED = (("first", "second"), ("gold", "independent"))


def reading(name):
    """One reading of the articles as annotations by slug, of `gold` the annotation that was settled."""
    if name == "gold":
        return {path.stem: json.loads(path.read_text("utf-8")) for path in GOLD.glob("*.json")}
    return json.loads((GOLD / "passes" / f"{name}.json").read_text("utf-8"))


def passes(one, other):
    """The two annotations of each article that both readings hold."""
    left, right = reading(one), reading(other)
    return [(left[slug], right[slug]) for slug in sorted(left.keys() & right.keys())]


def characters(spans):
    return {i for start, end in spans for i in range(start, end)}


def dice(one, other):
    """Shared characters of two lists of spans, against their mean size: 0 to 1."""
    a, b = characters(one), characters(other)
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 1.0


def paired(one, other):
    """Statements of two readings that are the same attribution, as pairs."""
    candidates = [
        (dice(a["content"], b["content"]), i, j)
        for i, a in enumerate(one["statements"])
        for j, b in enumerate(other["statements"])
        if bool(a["cue"]) == bool(b["cue"]) and (not a["cue"] or characters(a["cue"]) & characters(b["cue"]))
    ]
    left, right, pairs = set(), set(), []
    for score, i, j in sorted(candidates, key=lambda c: (-c[0], c[1], c[2])):
        if score >= 0.5 and i not in left and j not in right:
            left.add(i)
            right.add(j)
            pairs.append((one["statements"][i], other["statements"][j]))
    return pairs


def same_entities(one, other):
    """Pairs of entity ids that mean the same: one name, or one mention in common."""
    names = [{e["id"]: e["name"].casefold() for e in reading["entities"]} for reading in (one, other)]
    spans = [{(m["start"], m["end"]): m["entity"] for m in reading["mentions"]} for reading in (one, other)]
    same = {(spans[0][span], spans[1][span]) for span in spans[0].keys() & spans[1].keys()}
    same |= {(a, b) for a, name in names[0].items() for b, its in names[1].items() if name == its}
    return same | {(None, None)}


def kappa(values):
    """Cohen's kappa of pairs of labels: 1 for full agreement, 0 for what chance gives."""
    n = len(values)
    left, right = Counter(a for a, _ in values), Counter(b for _, b in values)
    chance = sum(left[label] * right[label] for label in left) / n**2
    seen = sum(a == b for a, b in values) / n
    return (seen - chance) / (1 - chance)


def agreement(pairs_of_readings):
    """Rows of layer, agreeing items, items of the one reading, of the other, F1 and kappa (or None)."""
    hits, sizes, coded = Counter(), Counter(), {layer: [] for layer in CODED}
    for one, other in pairs_of_readings:
        same = same_entities(one, other)
        pairs = paired(one, other)
        outer = {(a["id"], b["id"]) for a, b in pairs} | {(None, None)}
        for side, reading in enumerate((one, other)):
            sizes["statement", side] += len(reading["statements"])
            sizes["mention", side] += len(reading["mentions"])
        hits["statement"] += len(pairs)
        for a, b in pairs:
            for layer in ("source", "cue", "content"):
                hits[layer] += a[layer] == b[layer]
            for layer in CODED:
                hits[layer] += a[layer] == b[layer]
                coded[layer].append((a[layer], b[layer]))
            for layer in ACTORS:
                hits[layer] += (a[layer], b[layer]) in same
            hits["day said"] += all(a[field] == b[field] for field in DAY)
            hits["nested_in"] += (a["nested_in"], b["nested_in"]) in outer
        theirs = {(m["start"], m["end"]): m for m in other["mentions"]}
        for m in one["mentions"]:
            match = theirs.get((m["start"], m["end"]))
            hits["mention"] += match is not None
            hits["mention, type"] += match is not None and match["type"] == m["type"]
            hits["mention, entity"] += match is not None and (m["entity"], match["entity"]) in same
    for layer, hit in hits.items():
        kind = "mention" if layer.startswith("mention") else "statement"
        first, second = sizes[kind, 0], sizes[kind, 1]
        yield layer, hit, first, second, 2 * hit / (first + second), kappa(coded[layer]) if layer in coded else None


def table(one, other):
    """The Markdown table of gold/README.md for two readings."""
    lines = [f"| layer | agree | {one} | {other} | F1 | kappa |", "|---|--:|--:|--:|--:|--:|"]
    for layer, hit, first, second, f1, k in agreement(passes(one, other)):
        lines.append(f"| {layer} | {hit} | {first} | {second} | {f1:.3f} | {'' if k is None else f'{k:.3f}'} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write("\n".join(table(one, other) for one, other in COMPARED))
