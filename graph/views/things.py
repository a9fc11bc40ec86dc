"""Names and kinds: what a thing is called, what it is, and how it is found by its name."""

import difflib
from collections.abc import Iterable, Sequence

from graph.dataset import Dataset
from graph.errors import UnknownName
from graph.model import Iri, Literal, Row, Thing, resource
from graph.namespaces import compress, iri_of, local_id
from graph.queries import can_be_written, with_values
from graph.search import main_kind, preferred


def thing(dataset: Dataset, iri: Iri) -> Thing:
    """Name a resource of any vocabulary; its CURIE stands in where it has no label."""
    return _thing(iri, dataset.select("thing", thing=iri))


def named(dataset: Dataset, iris: Iterable[Iri]) -> dict[Iri, Thing]:
    """Name several resources with one query, which costs little more than to name one."""
    rows = rows_of(dataset, "thing", "thing", iris)
    return {iri: _thing(iri, found) for iri, found in rows.items()}


def rows_of(dataset: Dataset, query: str, parameter: str, iris: Iterable[Iri]) -> dict[Iri, list[Row]]:
    """The rows of a query of the house for several values of its one parameter, by value, in the query's order."""
    wanted = dict.fromkeys(iris)
    writable = [iri for iri in wanted if can_be_written(iri)]
    found: dict[Iri, list[Row]] = {iri: [] for iri in wanted}
    if len(writable) > 1:
        for row in dataset.select(with_values(dataset.queries[query], parameter, writable)):
            found[resource(row[parameter])].append(row)
    for iri in wanted.keys() - set(writable if len(writable) > 1 else ()):
        found[iri] = dataset.select(query, **{parameter: iri})
    return found


def _thing(iri: Iri, rows: Sequence[Row]) -> Thing:
    kind = main_kind(str(row["kind"]) for row in rows if row["kind"] is not None)
    labels = [row["label"] for row in rows if isinstance(row["label"], Literal)]
    kind_labels = [row["kindLabel"] for row in rows if row["kind"] == kind and isinstance(row["kindLabel"], Literal)]
    return Thing(
        iri=iri,
        label=preferred(labels) or unnamed(iri, kind),
        kind=compress(kind),
        kind_label=preferred(kind_labels) or _last(kind),
    )


def unnamed(iri: Iri, kind: str = "") -> str:
    """What to call a resource without a label: its CURIE; a blank node goes by its kind."""
    if iri.startswith("_:"):
        return f"unnamed {_last(kind)}" if kind else "unnamed"
    return compress(iri)


def _last(iri: str) -> str:
    return compress(iri).rpartition(":")[2].rpartition("/")[2].rpartition("#")[2]


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
