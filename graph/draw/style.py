"""What each kind of thing looks like: colour and shape together, set once, the same in canvas, legend and list."""

import zlib
from dataclasses import dataclass
from typing import Final

from graph.model import Statement


@dataclass(frozen=True)
class Family:
    """A line of the legend: kinds that look alike, with a shape, a colour for each theme, and a sign and its tone
    (a colour name of .streamlit/config.toml) for text."""

    key: str
    label: str
    shape: str
    light: str
    dark: str
    sign: str
    tone: str
    kinds: tuple[str, ...]
    size: int = 14


FAMILIES: Final = (
    Family("statements", "Statements", "card", "#7A4BB0", "#B48BE6", "▬", "violet", ("say:Statement",)),
    Family(
        "people",
        "People",
        "dot",
        "#2F6FD0",
        "#6FA3F2",
        "●",
        "blue",
        ("say:Person", "foaf:Person", "schema:Person", "schemas:Person", "wd:Q5"),
    ),
    Family("unnamed", "Unnamed sources", "ring", "#2F6FD0", "#6FA3F2", "○", "blue", ("say:UnnamedSource",)),
    Family(
        "groups",
        "Groups",
        "square",
        "#B45F06",
        "#E8A254",
        "■",
        "orange",
        (
            "say:Group",
            "say:ArmedGroup",
            "say:ArmedForces",
            "say:GovernmentBody",
            "say:Alliance",
            "say:MediaOrganisation",
            "say:GroupOfPeople",
            "foaf:Group",
            "foaf:Organization",
            "org:Organization",
            "schema:Organization",
            "schemas:Organization",
        ),
        12,
    ),
    Family("states", "States", "hexagon", "#B3324A", "#EE7F93", "⬢", "red", ("say:State",), 15),
    Family(
        "places",
        "Places",
        "triangle",
        "#1E7F5C",
        "#53B992",
        "▲",
        "green",
        (
            "say:Place",
            "say:BorderCrossing",
            "say:Settlement",
            "say:District",
            "say:Province",
            "say:Road",
            "say:Border",
            "say:Facility",
            "say:Area",
            "geo:SpatialThing",
            "schema:Place",
            "schemas:Place",
        ),
    ),
    Family(
        "events",
        "Events",
        "diamond",
        "#8A6A00",
        "#D9B84A",
        "◆",
        "yellow",
        ("say:Event", "schema:Event", "schemas:Event"),
        13,
    ),
    Family(
        "articles",
        "Articles",
        "triangleDown",
        "#5B6472",
        "#A3ACBA",
        "▼",
        "gray",
        ("say:Article", "schema:Article", "schema:NewsArticle", "schemas:Article", "schemas:NewsArticle"),
        13,
    ),
    Family("gathered", "Groups of things", "group", "#5B6472", "#A3ACBA", "▣", "gray", ("group",)),
    Family("other", "Other", "star", "#5B6472", "#A3ACBA", "★", "gray", (), 12),
)

_BY_KIND: Final = {kind: family for family in FAMILIES for kind in family.kinds}
_OTHER: Final = FAMILIES[-1]
_SHAPES: Final = (("dot", "●"), ("square", "■"), ("triangle", "▲"), ("diamond", "◆"), ("hexagon", "⬢"), ("star", "★"))
_TONES: Final = (
    ("blue", "#2F6FD0", "#6FA3F2"),
    ("orange", "#B45F06", "#E8A254"),
    ("green", "#1E7F5C", "#53B992"),
    ("violet", "#7A4BB0", "#B48BE6"),
    ("red", "#B3324A", "#EE7F93"),
)


def family_of(kind: str, label: str = "") -> Family:
    """The family a kind (CURIE) belongs to; a kind of another vocabulary is a family of its own, called by `label`.

    Its shape and colour come from its name, so that they are the same each time.
    """
    if not kind or kind in _BY_KIND:
        return _BY_KIND.get(kind, _OTHER)
    number = zlib.crc32(kind.encode())
    shape, sign = _SHAPES[number % len(_SHAPES)]
    tone, light, dark = _TONES[number // len(_SHAPES) % len(_TONES)]
    return Family(kind, label or kind, shape, light, dark, sign, tone, (kind,), 13)


@dataclass(frozen=True)
class Voice:
    """How a statement is spoken, for card and list: its mark, verb and border."""

    mark: str
    glyph: str
    verb: str
    border: str
    light: str
    dark: str


_DIRECTIVE: Final = {"say:order", "say:promise", "say:call"}
_SURE: Final = {"say:certain"}


def voice_of(statement: Statement) -> Voice:
    """Tell denied, hedged, ordered, told and claimed apart by mark, words and border, not by colour alone."""
    verb, glyph = statement.verb, statement.glyph
    if statement.polarity == "say:negative":
        verb = verb if statement.act == "say:deny" else f"{verb} it is not so"
        return Voice("deny", "✕", verb, "solid", "#B3324A", "#EE7F93")
    if statement.basis == "say:hearsay":
        return Voice("hearsay", "?", "passes on hearsay", "dashed", "#5B6472", "#A3ACBA")
    if statement.act in _DIRECTIVE:
        return Voice("directive", glyph, verb, "dotted", "#B45F06", "#E8A254")
    border = "solid" if statement.certainty in _SURE else "dashed"
    if statement.act == "say:narrate":
        return Voice("narrate", glyph, verb, border, "#5B6472", "#A3ACBA")
    if statement.act == "say:report":
        return Voice("report", glyph, verb, border, "#1E7F5C", "#53B992")
    return Voice("claim", glyph, verb, border, "#7A4BB0", "#B48BE6")
