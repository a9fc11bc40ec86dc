"""Names and kinds: what a thing is called, what it is, and how it is found by its name."""

import difflib

from graph.dataset import Dataset
from graph.errors import UnknownName
from graph.model import Iri, Literal, Thing
from graph.namespaces import compress, iri_of, local_id
from graph.search import main_kind, preferred


def thing(dataset: Dataset, iri: Iri) -> Thing:
    """Name a resource of any vocabulary; its CURIE stands in where it has no label."""
    rows = dataset.select("thing", thing=iri)
    kind = main_kind(str(row["kind"]) for row in rows if row["kind"] is not None)
    labels = [row["label"] for row in rows if isinstance(row["label"], Literal)]
    kind_labels = [str(row["kindLabel"]) for row in rows if row["kind"] == kind and row["kindLabel"]]
    return Thing(
        iri=iri,
        label=preferred(labels) or compress(iri),
        kind=compress(kind),
        kind_label=min(kind_labels, default=compress(kind).rpartition(":")[2]),
    )


def exists(dataset: Dataset, iri: Iri) -> bool:
    """Whether anything at all is said of the resource; of what is no IRI, nothing can be."""
    try:
        return bool(dataset.select("thing", thing=iri) or dataset.select("links", thing=iri))
    except UnknownName:
        return False


def resolve(dataset: Dataset, text: str) -> Iri:
    """The resource meant by an id from a link or the command line; raises UnknownName with the nearest ids."""
    iri = Iri(iri_of(text.strip()))
    if exists(dataset, iri):
        return iri
    ids = {local_id(str(row["thing"])) for row in dataset.select("things")}
    near = difflib.get_close_matches(text, ids, n=3, cutoff=0.5)
    hint = f" Did you mean {', '.join(near)}?" if near else " `stats` and the search box show what there is."
    raise UnknownName(f"There is nothing called {text!r} here.{hint}")
