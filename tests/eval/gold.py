"""Our own annotated articles (`tests/articles/gold`), read as values."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(os.environ.get("SAYSO_GOLD", Path(__file__).parents[1] / "articles" / "gold"))
# The kinds of mention that gold tells apart, by the classes of ours that fall under them.
KINDS = {
    "person": {"Person"},
    "group": {"Group", "GovernmentBody", "ArmedForces", "ArmedGroup", "Alliance", "MediaOrganisation", "GroupOfPeople"},
    "place": {"Place", "Settlement", "Province", "District", "BorderCrossing", "Facility", "Road", "Area", "Border"},
    "state": {"State", "GovernmentBody"},
    "unnamed": {"UnnamedSource", "GroupOfPeople"},
}


@dataclass(frozen=True)
class Gold:
    """One annotated statement."""

    source: tuple
    cue: tuple
    content: tuple
    entity: str
    act: str
    polarity: str
    certainty: str
    said: str
    nested: bool


@dataclass(frozen=True)
class GoldMention:
    """One annotated mention, with the name of what it means."""

    start: int
    end: int
    kind: str
    name: str


@dataclass(frozen=True)
class GoldArticle:
    """A text with its annotation."""

    name: str
    text: str
    published: str
    anchor: str
    statements: tuple
    mentions: tuple
    boilerplate: tuple
    not_statements: tuple


def articles():
    """Every annotated article; none where there are none."""
    for path in sorted(ROOT.glob("*.json")):
        data = json.loads(path.read_text("utf-8"))
        names = {entity["id"]: entity["name"] for entity in data["entities"]}
        yield GoldArticle(
            path.stem,
            path.with_suffix(".txt").read_bytes().decode("utf-8"),
            data["published"],
            data["anchor"],
            tuple(_statement(each, names) for each in data["statements"]),
            tuple(GoldMention(m["start"], m["end"], m["type"], names.get(m["entity"], "")) for m in data["mentions"]),
            tuple(map(tuple, data["boilerplate"])),
            tuple(tuple(each[:2]) for each in data["not_statements"]),
        )


def _statement(each, names):
    def places(key):
        return tuple(sorted(tuple(piece) for piece in each[key]))

    return Gold(
        places("source"),
        places("cue"),
        places("content"),
        names.get(each["source_entity"] or "", ""),
        each["act"].removeprefix("say:"),
        each["polarity"].removeprefix("say:"),
        each["certainty"].removeprefix("say:"),
        each["said_on"] or "",
        bool(each["nested_in"]),
    )
