"""The links of a thing, as they are drawn: both directions, how they read, how many there are."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from graph.dataset import Dataset
from graph.errors import UnknownName
from graph.model import Iri, Link, LinkKind, Literal, Node, Row, resource
from graph.namespaces import SAY_IRI, compress
from graph.search import preferred
from graph.views.statements import statements
from graph.views.things import named as things

AT_ONCE = 1000  # links of one thing that are read; whatever has more is a hub, and says so


def node(dataset: Dataset, iri: Iri) -> Node:
    """A thing with its links, as the picture needs it."""
    return nodes(dataset, [iri])[0]


def nodes(dataset: Dataset, iris: Iterable[Iri]) -> list[Node]:
    """Several things with their links, looked up together."""
    found = things(dataset, iris)
    spoken = statements(dataset, (iri for iri, each in found.items() if each.kind == "say:Statement"))
    rows = {iri: _rows(dataset, iri) for iri in found}
    kinds = {Iri(str(row["link"])) for each in rows.values() for row in each}
    names = {kind: _names(dataset, kind) for kind in kinds}
    return [
        Node(found[iri], tuple(_links(iri, each, names)), spoken.get(iri), len(each) > AT_ONCE)
        for iri, each in rows.items()
    ]


def links_of(dataset: Dataset, iri: Iri) -> list[Link]:
    """The links of one thing, in both directions, sorted; of a hub the first that are found."""
    return list(node(dataset, iri).links)


def _rows(dataset: Dataset, iri: Iri) -> list[Row]:
    """Links are read one thing at a time: the limit on them is for each."""
    try:
        return dataset.select("links", thing=iri)
    except UnknownName:
        return []


def _links(iri: Iri, rows: Iterable[Row], names: Mapping[Iri, tuple[str, str] | None]) -> list[Link]:
    found = (_link(iri, row, names[Iri(str(row["link"]))]) for row in rows)
    kept = dict.fromkeys(link for link in found if link is not None)
    return sorted(kept, key=lambda link: (link.kind, link.source, link.target, link.via or ""))


def _link(iri: Iri, row: Row, names: tuple[str, str] | None) -> Link | None:
    if names is None:
        return None
    other, outward = resource(row["other"]), str(row["outward"]) == "true"
    return Link(
        source=iri if outward else other,
        target=other if outward else iri,
        kind=compress(str(row["link"])),
        phrase=names[0],
        inverse=names[1],
        via=resource(row["via"]) if row["via"] else None,
    )


def _names(dataset: Dataset, kind: Iri) -> tuple[str, str] | None:
    """How a link reads from its source and from its target; None for one of ours that is not drawn."""
    rows = dataset.select("link_names", link=kind)
    for row in rows:
        if row["phrase"]:
            return str(row["phrase"]), str(row["inverse"])
    if kind.startswith(SAY_IRI):
        return None
    label = preferred([row["label"] for row in rows if isinstance(row["label"], Literal)])
    name = label or compress(kind).rpartition(":")[2].rpartition("/")[2].rpartition("#")[2]
    return name, f"is “{name}” of"


def key_of(link: Link, iri: Iri) -> str:
    """The kind and direction of a link, seen from one of its ends."""
    return f"{link.kind}{'>' if link.source == iri else '<'}"


def other_end(link: Link, iri: Iri) -> Iri:
    """The end of a link that is not `iri`."""
    return link.target if link.source == iri else link.source


def kinds_of(seen: Node, shown: Collection[Iri], gone: Collection[Iri] = ()) -> tuple[LinkKind, ...]:
    """The kinds of links a thing has, those with most first; `gone` is left out, it may not be drawn at all."""
    iri = seen.thing.iri
    ends: dict[str, set[Iri]] = {}
    phrases: dict[str, str] = {}
    for link in seen.links:
        other = other_end(link, iri)
        if other not in gone and other != iri:
            key = key_of(link, iri)
            ends.setdefault(key, set()).add(other)
            phrases[key] = link.phrase if link.source == iri else link.inverse
    kinds = (LinkKind(key, phrases[key], len(ends[key]), len(ends[key] - set(shown))) for key in ends)
    return tuple(sorted(kinds, key=lambda kind: (-kind.total, kind.phrase, kind.key)))


def ends_of(links: Sequence[Link], iri: Iri, key: str | None = None) -> Iterable[Iri]:
    """The other ends of a thing's links, of one kind and direction if one is named; each once, in order."""
    return dict.fromkeys(other_end(link, iri) for link in links if key is None or key_of(link, iri) == key)
