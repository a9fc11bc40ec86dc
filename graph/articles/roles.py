"""Words for offices, bodies and kinds of place (`data/roles.toml`)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Roles:
    """The word lists by what they tell; `bodies` and `places` give the class for a noun."""

    titles: frozenset[str]
    female: frozenset[str]
    male: frozenset[str]
    spokesperson: frozenset[str]
    head_of_state: frozenset[str]
    roles: frozenset[str]
    people: frozenset[str]
    bodies: dict[str, str]
    places: dict[str, str]


@cache
def roles() -> Roles:
    """Read the lists once."""
    data: dict[str, Any] = tomllib.loads((files("graph.articles") / "data" / "roles.toml").read_text("utf-8"))
    lists = {name: frozenset(data[name].split()) for name in Roles.__slots__ if isinstance(data[name], str)}
    classes = {
        name: {noun: kind for kind, nouns in reversed(data[name].items()) for noun in nouns.split()}
        for name in ("bodies", "places")
    }
    return Roles(**lists, **classes)
