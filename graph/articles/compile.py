"""Compile the small data files of this room from well-kept libraries: `python -m graph.articles.compile`.

`words.txt` comes from Brill's lexicon (MIT licence, in the wheel of textblob); run once, kept in the repository.
"""

import importlib.util
from collections import defaultdict
from pathlib import Path

from graph.articles import words

DATA = Path(__file__).parent / "data"
_TAGS = {
    "NN": "n",
    "NNS": "s",
    "JJ": "j",
    "JJR": "j",
    "JJS": "j",
    "RB": "r",
    "RBR": "r",
    "VB": "v",
    "VBP": "v",
    "VBZ": "z",
    "VBD": "e",
    "VBN": "x",
    "VBG": "g",
    "CD": "c",
    "IN": "i",
}


def lexicon() -> dict[str, str]:
    """Lower-case words of Brill's lexicon whose class is not the one that their ending suggests."""
    spec = importlib.util.find_spec("textblob")
    assert spec is not None and spec.origin is not None
    found = {}
    for line in (Path(spec.origin).parent / "en" / "en-lexicon.txt").read_text("utf-8").splitlines():
        word, _, tag = line.partition(" ")
        tag = tag.split("|")[0].strip()
        if word.isalpha() and word.isascii() and word.islower() and len(word) > 1 and tag in _TAGS:
            found[word] = _TAGS[tag]
    return {word: tag for word, tag in found.items() if words.guess(word) != tag}


def write_words() -> None:
    """Write `words.txt`: one line for each class and first letter."""
    lines = defaultdict(list)
    for word, tag in sorted(lexicon().items()):
        lines[tag, word[0]].append(word)
    head = [
        "# Classes of English words that their endings do not show; the letters are explained in words.py.",
        "# From the lexicon of Eric Brill's tagger, copyright 1993 Massachusetts Institute of Technology and",
        "# University of Pennsylvania, MIT licence. Written by compile.py.",
    ]
    body = [f"{tag} {' '.join(found)}" for (tag, _), found in sorted(lines.items())]
    (DATA / "words.txt").write_text("\n".join([*head, *body]) + "\n", "utf-8")


if __name__ == "__main__":
    write_words()
