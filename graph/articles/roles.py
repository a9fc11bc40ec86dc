"""Words for offices, bodies and kinds of place (`data/roles.toml`)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Roles:
    """The word lists by what they tell; `bodies` and `places` give the class for a
    noun, `known` that of an organisation known by one word."""

    titles: frozenset[str]
    female: frozenset[str]
    male: frozenset[str]
    spokesperson: frozenset[str]
    roles: frozenset[str]
    people: frozenset[str]
    bodies: dict[str, str]
    places: dict[str, str]
    known: dict[str, str]


@cache
def roles() -> Roles:
    """Read the lists once."""
    data: dict[str, Any] = tomllib.loads((files("graph.articles") / "data" / "roles.toml").read_text("utf-8"))

    def words(name: str) -> frozenset[str]:
        return frozenset(data[name].split())

    def classes(name: str) -> dict[str, str]:
        return {noun: kind for kind, nouns in reversed(data[name].items()) for noun in nouns.split()}

    return Roles(
        titles=words("titles"),
        female=words("female"),
        male=words("male"),
        spokesperson=words("spokesperson"),
        roles=words("roles"),
        people=words("people"),
        bodies=classes("bodies"),
        places=classes("places"),
        known=classes("known"),
    )
