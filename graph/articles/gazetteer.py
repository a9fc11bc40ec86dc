"""Places known by name: states, provinces, settlements of 15,000 and more (`data/places.tsv.gz`), and demonyms."""

import gzip
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

_APOSTROPHES: Final = str.maketrans(dict.fromkeys("’‘ʻʼ", ""))
_ALIASES = {
    "US": ("US", "U.S.", "USA", "U.S.A.", "America", "United States", "United States of America", "the States"),
    "GB": ("UK", "U.K.", "Britain", "Great Britain"),
    "RU": ("Russia",),
    "IR": ("Iran",),
    "SY": ("Syria",),
    "KR": ("South Korea",),
    "KP": ("North Korea",),
    "AE": ("UAE", "Emirates"),
    "VN": ("Vietnam",),
    "CZ": ("Czech Republic", "Czechia"),
    "TR": ("Turkey", "Türkiye"),
    "CI": ("Ivory Coast",),
    "CD": ("DR Congo", "Congo"),
    "PS": ("Palestine",),
    "MM": ("Burma", "Myanmar"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of the gazetteer: its kind, its state's code and name, thousands of inhabitants."""

    kind: str
    state: str
    name: str
    thousands: int
    identifier: str


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Look-ups by folded name."""

    entries: dict[str, tuple[Entry, ...]]
    demonyms: dict[str, str]
    capitals: dict[str, str]
    states: dict[str, str]


def fold(name: str) -> str:
    """A name without accents, apostrophes and case, hyphens as blanks: the form in which names are compared."""
    if not name.isascii():
        name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
        name = name.translate(_APOSTROPHES)
    return name.replace("'", "").replace("`", "").replace("-", " ").lower().strip()


@cache
def gazetteer() -> Gazetteer:
    """Read the files once."""
    data = files("graph.articles") / "data"
    entries: dict[str, list[Entry]] = {}
    states: dict[str, str] = {}
    capitals: dict[str, str] = {}
    for line in gzip.decompress((data / "places.tsv.gz").read_bytes()).decode().splitlines():
        kind, state, name, extra, identifier = line.split("\t")
        thousands = int(extra) if extra.isdecimal() else 0
        entries.setdefault(fold(name), []).append(Entry(kind, state, name, thousands, identifier))
        if kind == "state" and state not in states:
            states[state] = name
            capitals[fold(extra)] = state
    for state, names in _ALIASES.items():
        for name in names:
            entries[fold(name)] = [Entry("state", state, states[state], 0, state)]
    demonyms: dict[str, str] = {}
    for line in (data / "demonyms.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            state, *words = line.split()
            demonyms |= {word.replace("-", " ").lower(): state for word in words}
    return Gazetteer({name: tuple(found) for name, found in entries.items()}, demonyms, capitals, states)
