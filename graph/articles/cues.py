"""The lexicon of reporting words (`data/cues.toml`), looked up by the form that stands in a text."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Verb:
    """A reporting verb: the content it may take, and the prepositions that lead to content."""

    lemma: str
    frames: frozenset[str]
    prepositions: frozenset[str]
    act: str
    classes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All reporting words by form, lower case; without one of `triggers` only a sentence's marks can report."""

    verbs: dict[str, Verb]
    nouns: dict[str, str]
    light_verbs: frozenset[str]
    light_nouns: frozenset[str]
    light_prepositions: frozenset[str]
    catenative: frozenset[str]
    adjectives: dict[str, frozenset[str]]
    triggers: frozenset[str]


def forms(lemma: str, doubled: bool, irregular: dict[str, str]) -> list[str]:
    """Base, -s form, past and -ing form of a regular verb, British spellings included; all of a listed one."""
    if lemma in irregular:
        return [lemma, *irregular[lemma].split()]
    third, stem = lemma + "s", lemma
    if doubled:
        stem = lemma + lemma[-1]
    elif lemma.endswith("e"):
        stem = lemma[:-1]
    elif lemma.endswith("y") and lemma[-2] not in "aeiou":
        third = lemma[:-1] + "ies"
        return [lemma, third, lemma[:-1] + "ied", lemma + "ing"]
    elif lemma.endswith(("s", "sh", "ch", "x", "o")):
        third = lemma + "es"
    british = [lemma + "led", lemma + "ling"] if re.search(r"[^aeiou][ae]l$", lemma) else []
    return [lemma, third, stem + "ed", stem + "ing", *british]


@cache
def lexicon() -> Lexicon:
    """Read the lexicon once."""
    data: dict[str, Any] = tomllib.loads((files("graph.articles") / "data" / "cues.toml").read_text("utf-8"))
    irregular = data["irregular"]
    acts = {lemma: act for act, text in data["acts"].items() for lemma in text.split()}
    verbs: dict[str, Verb] = {}
    for name, entry in data["verbs"].items():
        for item in entry["lemmas"].split():
            word, _, preps = item.partition(">")
            lemma = word.rstrip("+")
            old = verbs.get(lemma)
            verb = Verb(
                lemma,
                frozenset(entry["frames"]) | (old.frames if old else frozenset()),
                frozenset(filter(None, preps.split(","))) | (old.prepositions if old else frozenset()),
                acts.get(lemma, old.act if old else entry["act"]),
                frozenset({name}) | (old.classes if old else frozenset()),
            )
            for form in forms(lemma, word.endswith("+") or _doubles(data, lemma), irregular):
                verbs[form] = verb
            verbs[lemma] = verb
    nouns = {lemma: lemma for lemma in data["nouns"]["saying"]["lemmas"].split()}
    nouns |= {_plural(noun): noun for noun in nouns}
    light = [lemma.rstrip("+") for lemma in data["support"]["verbs"].split()]
    steps = data["catenative"]["lemmas"].split()
    light_verbs = frozenset(form for lemma in light for form in forms(lemma, False, irregular))
    adjectives = {
        adjective: frozenset(prepositions.split(","))
        for adjective, _, prepositions in (item.partition(">") for item in data["adjectives"]["lemmas"].split())
    }
    return Lexicon(
        verbs,
        nouns,
        light_verbs,
        frozenset(data["support"]["nouns"].split()),
        frozenset(data["support"]["prepositions"].split()),
        frozenset(form for step in steps for form in forms(step.rstrip("+"), step.endswith("+"), irregular)),
        adjectives,
        frozenset({*verbs, *nouns, *light_verbs, *adjectives, "according"}),
    )


def _doubles(data: dict[str, Any], lemma: str) -> bool:
    return any(f"{lemma}+" in item.partition(">")[0] for e in data["verbs"].values() for item in e["lemmas"].split())


def _plural(noun: str) -> str:
    return noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
