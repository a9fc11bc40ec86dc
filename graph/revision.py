"""What of an article outlasts a correction: the texts that were read before, with the spans counted in them.

A correction is a new `say:TextVersion`, `prov:wasRevisionOf` the one before. Who has cited a span of the old text can
still look its digests up.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import pyoxigraph as ox

from graph.namespaces import PREFIXES, SAY

_TEXT_OF: Final = ox.NamedNode(str(SAY.textOf))
_DIGEST: Final = ox.NamedNode(str(SAY.sha256))
_REVISION: Final = ox.NamedNode(PREFIXES["prov"] + "wasRevisionOf")
_SOURCE: Final = ox.NamedNode(PREFIXES["oa"] + "hasSource")
_SELECTOR: Final = ox.NamedNode(PREFIXES["oa"] + "hasSelector")
_LENGTH: Final = 8  # characters of a text's digest that tell its spans from those of the next text

Node = Any  # a term of Oxigraph; its types tell the places in a quad apart, which one node may all take


@dataclass(frozen=True)
class _Text:
    """A text version: its node, the article it is of, its digest."""

    node: Node
    article: Node
    digest: str


def kept(old: Iterable[ox.Quad], new: Iterable[ox.Quad]) -> list[ox.Quad]:
    """What stays of the `old` quads of some graphs when `new` ones take their place, and how the texts are linked.

    Of an article that still has a text, every text version that is not among the new ones stays, with its spans and
    their selectors, so that the spans can be verified for good; the new text is linked to the one before by
    `prov:wasRevisionOf`. What was read from the old text (statements, contents, mentions) does not stay. A name that
    the new quads use for something else is told apart by the digest of its text: `…-811-886-0e629f2c`.
    """
    before, after = _Graph(old), _Graph(new)
    read = {(text.article, text.digest) for text in after.texts}
    heads = [text for text in after.texts if text.node not in after.revised]
    articles = {text.article for text in heads}
    staying = [
        text
        for text in before.texts
        if text.article in articles
        and not after.has(text)
        and (text.node in before.revised or (text.article, text.digest) not in read)
    ]
    names = {node: _renamed(node, text, after) for text in staying for node in before.with_spans(text.node)}
    quads = [_moved(quad, names) for node in names for quad in before.about[node]]
    for head in heads:
        for text in before.texts:
            if text.article != head.article or text.node in before.revised:
                continue
            if text.digest == head.digest:  # the same text, read once more: what it revised, it still does
                earlier = [quad.object for quad in before.about[text.node] if quad.predicate == _REVISION]
            else:
                earlier = [text.node] if text in staying else []
            for node in earlier:
                graph = before.about[text.node][0].graph_name
                quads.append(ox.Quad(head.node, _REVISION, names.get(node, node), graph))
    return quads


class _Graph:
    """Quads by their subjects, and the texts among them."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self.about: dict[Node, list[ox.Quad]] = defaultdict(list)
        self.spans: dict[Node, list[Node]] = defaultdict(list)
        self.revised: set[Node] = set()
        articles: dict[Node, Node] = {}
        for quad in quads:
            self.about[quad.subject].append(quad)
            if quad.predicate == _REVISION:
                self.revised.add(quad.object)
            elif quad.predicate == _SOURCE:
                self.spans[quad.object].append(quad.subject)
            elif quad.predicate == _TEXT_OF:
                articles[quad.subject] = quad.object
        self.texts = [
            _Text(node, article, quad.object.value)
            for node, article in articles.items()
            for quad in self.about[node]
            if quad.predicate == _DIGEST and isinstance(quad.object, ox.Literal)
        ]

    def has(self, text: _Text) -> bool:
        """Whether this very text is described here as well."""
        return text in self.texts

    def with_spans(self, text: Node) -> list[Node]:
        """A text, its spans, and their selectors."""
        spans = self.spans[text]
        selectors = [quad.object for span in spans for quad in self.about[span] if quad.predicate == _SELECTOR]
        return [text, *spans, *selectors]


def _renamed(node: Node, text: _Text, after: _Graph) -> Node:
    if not isinstance(node, ox.NamedNode) or node not in after.about:
        return node
    return ox.NamedNode(f"{node.value}-{text.digest[:_LENGTH]}")


def _moved(quad: ox.Quad, names: dict[Node, Node]) -> ox.Quad:
    subject, value = names.get(quad.subject, quad.subject), names.get(quad.object, quad.object)
    return ox.Quad(subject, quad.predicate, value, quad.graph_name)
