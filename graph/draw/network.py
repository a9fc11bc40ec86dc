"""A picture as a pyvis `Network`: nodes, edges and options that the canvas draws as they are.

pyvis is used as a builder only; its HTML page asks a CDN and lets a heading run script (docs/decisions/0002).
"""

from collections.abc import Collection, Mapping
from typing import Any, Final

from pyvis.network import Network

from graph.draw.place import CARD_HEIGHT, CARD_WIDTH, Point
from graph.draw.style import family_of, voice_of
from graph.model import Iri, Picture, Statement, Thing

_OPTIONS: Final[dict[str, Any]] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "edges": {"smooth": False, "arrows": {"to": {"enabled": True, "scaleFactor": 0.4}}},
    "interaction": {"hover": True, "keyboard": False, "multiselect": False, "zoomView": True},
}


def network(picture: Picture, at: Mapping[Iri, Point], families: Collection[str] | None = None) -> Network:
    """Build the network of a picture, things of the given families only (all when None)."""
    net = Network(directed=True)
    net.options = _OPTIONS
    for thing in picture.things:
        family = family_of(thing.kind)
        if families is not None and family.key not in families:
            continue
        x, y = at[thing.iri]
        record = picture.statements.get(thing.iri)
        look = _card(record) if record else _shape(thing)
        net.add_node(thing.iri, label=thing.label, x=x, y=y, kind=thing.kind, kindLabel=thing.kind_label, **look)
    drawn = set(net.node_ids)
    for link in picture.links:
        if link.source in drawn and link.target in drawn:
            key = f"{link.source} {link.kind} {link.target}"
            net.add_edge(link.source, link.target, id=key, label=link.phrase, kind=link.kind, inverse=link.inverse)
    return net


def canvas_data(net: Network, *, view: str, layout: int, selected: str | None) -> dict[str, Any]:
    """What the canvas component takes, out of a network."""
    return {
        "view": view,
        "layout": layout,
        "selected": selected,
        "nodes": net.nodes,
        "edges": net.edges,
        "options": net.options,
    }


def _shape(thing: Thing) -> dict[str, Any]:
    family = family_of(thing.kind)
    return {
        "shape": family.shape,
        "color": family.light,
        "darkColor": family.dark,
        "size": family.size,
        "title": f"{thing.label}\n{thing.kind_label}",
    }


def _card(statement: Statement) -> dict[str, Any]:
    voice = voice_of(statement)
    foot = statement.said.text
    if statement.addressee:
        foot += f" · to {statement.addressee.label}"
    return {
        "shape": "card",
        "color": voice.light,
        "darkColor": voice.dark,
        "size": 20,
        "title": f"{statement.label}\n{said_line(statement)}",
        "card": {
            "width": CARD_WIDTH,
            "height": CARD_HEIGHT,
            "mark": voice.mark,
            "glyph": voice.glyph,
            "verb": voice.verb,
            "speaker": statement.speaker.label,
            "kind": " · ".join(dict.fromkeys(c.kind_label for c in statement.contents if c.kind != "say:Proposition")),
            "text": "; ".join(content.label for content in statement.contents),
            "foot": foot,
            "style": voice.border,
        },
    }


def said_line(statement: Statement) -> str:
    """Who said it, for whom, to whom and when, as one line of words."""
    parts = [statement.speaker.label]
    if statement.on_behalf_of and statement.on_behalf_of != statement.speaker:
        parts.append(f"on behalf of {statement.on_behalf_of.label}")
    if statement.addressee:
        parts.append(f"told to {statement.addressee.label}")
    parts.append(statement.said.text)
    return " · ".join(parts)
