"""The drawn picture, and the same in words."""

from collections.abc import Mapping
from html import escape

from graph.case.writing import download, inner_link, signed, written
from graph.draw import Point
from graph.draw.style import family_of
from graph.draw.svg import anchor, svg
from graph.model import Iri, Picture, Thing


def graph(picture: Picture, at: Mapping[Iri, Point], title: str) -> str:
    """The picture, what its signs mean, and the picture as a file."""
    image = svg(picture, at, theme="auto", title=title)
    families = dict.fromkeys(family_of(thing.kind) for thing in picture.things)
    signs = "".join(f"<li>{escape(family.sign)} {escape(family.label)}</li>" for family in families)
    return (
        f'<div class="graph" role="group" tabindex="0" aria-label="The graph; it scrolls">{image}</div>\n'
        f'<ul class="signs" aria-label="Signs of the graph">{signs}</ul>\n'
        f'<p class="save">{download(image.encode(), "image/svg+xml", "svg", "Save the graph as SVG")}</p>'
    )


def outline(picture: Picture) -> str:
    """Each thing with its links in both directions, as the list beside the canvas has them."""
    links: dict[Iri, list[tuple[str, Iri]]] = {thing.iri: [] for thing in picture.things}
    for link in picture.links:
        links[link.source].append((link.phrase, link.target))
        links[link.target].append((link.inverse, link.source))
    things = {thing.iri: thing for thing in picture.things}
    items = []
    for thing in picture.things:
        lines = "".join(
            f'<li dir="auto"><i>{written(phrase)}</i> {_named(picture, things[other], anchor(other, "word"))}</li>'
            for phrase, other in links[thing.iri]
        )
        full = (
            f' <a class="full" href="#{anchor(thing.iri, "said")}">in full</a>'
            if thing.iri in picture.statements
            else ""
        )
        items.append(
            f'<li id="{anchor(thing.iri, "word")}"><span dir="auto"><b>{_named(picture, thing)}</b></span>'
            f" <small>{written(thing.kind_label or 'thing')}</small>{full}{f'<ul>{lines}</ul>' if lines else ''}</li>"
        )
    return f'<ul class="outline">{"".join(items)}</ul>' if items else "<p>Nothing is drawn.</p>"


def _named(picture: Picture, thing: Thing, target: str = "") -> str:
    record = picture.statements.get(thing.iri)
    return signed(record, target) if record else inner_link(target, thing.label)
