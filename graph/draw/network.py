"""A picture as a pyvis `Network`: nodes, edges and options that the canvas draws as they are.

pyvis is used as a builder only; its HTML page asks a CDN and lets a heading run script (docs/decisions/0002).
"""

from collections.abc import Collection, Mapping
from typing import Any, Final

from pyvis.network import Network

from graph.draw.place import CARD_HEIGHT, CARD_WIDTH, Point
from graph.draw.style import family_of, voice_of
from graph.model import Iri, Link, Picture, Statement, Thing

_OPTIONS: Final[dict[str, Any]] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "edges": {"smooth": False, "arrows": {"to": {"enabled": True, "scaleFactor": 0.4}}},
    "interaction": {"hover": True, "keyboard": False, "multiselect": False, "zoomView": True},
}


def network(picture: Picture, at: Mapping[Iri, Point], *, pinned: Collection[Iri] = ()) -> Network:
    """Build the network of a picture."""
    net = Network(directed=True)
    net.options = _OPTIONS
    for thing in picture.things:
        x, y = at[thing.iri]
        record = picture.statements.get(thing.iri)
        look = _card(record) if record else _shape(thing, picture.groups.get(thing.iri, 0))
        kinds = picture.kinds.get(thing.iri, ())
        net.add_node(
            thing.iri,
            label=thing.label,
            x=x,
            y=y,
            kind=thing.kind,
            kindLabel=thing.kind_label,
            links=[{"key": k.key, "label": k.phrase, "total": k.total, "left": k.left} for k in kinds],
            left=sum(kind.left for kind in kinds),
            pinned=thing.iri in pinned,
            **look,
        )
    for link in picture.links:
        net.add_edge(
            link.source, link.target, id=edge_id(link), label=link.phrase, kind=link.kind, inverse=link.inverse
        )
    return net


def edge_id(link: Link) -> str:
    """What an edge is called: its two ends and its kind."""
    return f"{link.source} {link.kind} {link.target}"


def canvas_data(net: Network, *, view: str, layout: int, selected: str | None, **more: Any) -> dict[str, Any]:
    """What the canvas component takes, out of a network; `more` is what its door describes beside that."""
    return {
        "view": view,
        "layout": layout,
        "selected": selected,
        "nodes": net.nodes,
        "edges": net.edges,
        "options": net.options,
        **more,
    }


def _shape(thing: Thing, count: int) -> dict[str, Any]:
    family = family_of(thing.kind, thing.kind_label)
    return {
        "shape": family.shape,
        "color": family.light,
        "darkColor": family.dark,
        "size": family.size,
        "title": f"{thing.label}\n{thing.kind_label}",
        **({"count": count} if count else {}),
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
