"""The reading of a dataset, whole or near what has just been added: facts and claims, ready for the rules."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from graph.accounts.claims import Reading, read_claims
from graph.accounts.facts import Facts
from graph.model import Iri, Row, Term
from graph.queries import Query, can_be_written, with_values

FEW = 400  # more new contents than this are read faster all at once
# The queries that read everything: the same rows, joined by the engine all at once and not row by row.
WHOLE = {
    "claims": "all_claims",
    "contents": "all_contents",
    "content_slots": "all_slots",
    "content_figures": "all_figures",
}
_LEADING = ("place", "theme", "beneficiary", "opponent", "agent")


class Rows(Protocol):
    """Whoever answers the queries of the house: the dataset, or a store that is being written."""

    @property
    def queries(self) -> dict[str, Query]:
        """The queries, by name."""

    @property
    def facts(self) -> Facts:
        """What the rules rest on."""

    def select(self, query: str | Query, **bindings: Term) -> list[Row]:
        """Rows of a query."""


@dataclass(frozen=True)
class Neighbourhood:
    """Claims near something new, and the contents among them whose disagreements may have changed."""

    reading: Reading
    contents: frozenset[Iri]


def read(rows: Rows) -> Reading:
    """Read every claim."""

    def select(name: str) -> list[Row]:
        return rows.select(WHOLE.get(name, name))

    return Reading(read_claims(select, rows.facts), rows.facts)


def read_about(rows: Rows, contents: Iterable[Iri]) -> Reading:
    """Read the claims with some contents only, and those that tell them: a claim that only a rival tells is none."""
    wanted = _named(_reached(rows, set(contents), "told_with", "content", "statement"))

    def select(name: str) -> list[Row]:
        return rows.select(with_values(rows.queries[name], "content", wanted))

    return Reading(read_claims(select, rows.facts), rows.facts)


def contents_at(rows: Rows, places: Iterable[Iri]) -> set[Iri]:
    """The contents about some places."""
    found = rows.select(with_values(rows.queries["contents_at"], "place", _named(places)))
    return {row["content"] for row in found if isinstance(row["content"], Iri)}


def read_near(
    rows: Rows, graphs: Iterable[Iri], also: Iterable[Iri] = (), *, same_facts: bool = False
) -> Neighbourhood | None:
    """Read what the claims of some graphs can touch; None when that may be everything: facts, or very many claims.

    `also` are contents that had to do with those graphs before; with `same_facts` what they hold of facts is not new.
    """
    new: set[Iri] = set(also)
    for graph in graphs:
        if not same_facts and rows.select("facts_in", graph=graph):
            return None
        found = rows.select("contents_in", graph=graph)
        new |= {row["content"] for row in found if isinstance(row["content"], Iri)}
    return read_around(rows, new) if len(new) <= FEW else None


def read_around(rows: Rows, contents: Iterable[Iri]) -> Neighbourhood:
    """Read the claims that the rules can compare with claims of some contents."""
    told = _reached(rows, set(contents), "contents_of", "statement", "content")  # whoever tells may make them count
    touched = _related(rows, _related(rows, told))
    return Neighbourhood(read_about(rows, _related(rows, touched)), frozenset(touched))


def _related(rows: Rows, contents: set[Iri]) -> set[Iri]:
    """The contents that rules can compare with some contents: by place, or by what they name first."""
    if not contents:
        return set()
    slots = rows.select(with_values(rows.queries["content_slots"], "content", _named(contents)))
    by_content: dict[Iri, dict[str, set[Iri]]] = {}
    for row in slots:
        slot = str(row["slot"]).rpartition("#")[2]
        by_content.setdefault(Iri(str(row["content"])), {}).setdefault(slot, set()).add(Iri(str(row["value"])))
    places = {place for named in by_content.values() for place in named.get("place", ())}
    near = {wider for place in places for wider in rows.facts.wider(place)} | {
        p for place in places for p in rows.facts.inside(place)
    }
    leading: dict[str, set[Iri]] = {}
    for named in by_content.values():
        lead = next((slot for slot in _LEADING if slot in named), "place")
        if lead != "place":
            leading.setdefault(lead, set()).update(named[lead])
    found = set(contents) | (contents_at(rows, near) if near else set())
    for slot, values in leading.items():
        naming = rows.select(with_values(rows.queries["contents_naming"], "value", _named(values)))
        found |= {
            row["content"]
            for row in naming
            if isinstance(row["content"], Iri) and str(row["slot"]).endswith(f"#{slot}")
        }
    return found


def _reached(rows: Rows, start: set[Iri], query: str, parameter: str, column: str) -> set[Iri]:
    """What some resources lead to by a query, step by step, themselves included."""
    found, new = set(start), set(start)
    while new:
        hits = rows.select(with_values(rows.queries[query], parameter, _named(new))) if _named(new) else []
        new = {hit for row in hits if isinstance(hit := row[column], Iri)} - found
        found |= new
    return found


def _named(resources: Iterable[Iri]) -> list[Iri]:
    """Those that a query can name: contents that are blank nodes are compared with nothing."""
    return sorted({iri for iri in resources if can_be_written(iri)})
