"""What the fields of a statement can hold: coded values, kinds of content, slots and figures, each with its meaning."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import networkx as nx

from graph.dataset import Dataset
from graph.model import Row
from graph.namespaces import compress


@dataclass(frozen=True)
class Value:
    """A value as a CURIE, with its label and what it means; acts have a verb and a glyph besides, slots a class."""

    name: str
    label: str
    definition: str
    verb: str = ""
    glyph: str = ""
    fills: str = ""  # the class, as CURIE, of what fills a slot, where there is one


@dataclass(frozen=True)
class Choices:
    """The values of each scheme (a CURIE such as say:acts), the kinds of content, its slots and its figures.

    `filling` has, for the class of what fills a slot, all kinds of things that are of that class; CURIEs.
    """

    schemes: dict[str, tuple[Value, ...]]
    kinds: tuple[Value, ...]
    slots: tuple[Value, ...]
    figures: tuple[Value, ...]
    filling: Mapping[str, tuple[str, ...]]

    @cached_property
    def labels(self) -> dict[str, str]:
        """The label of every term by its CURIE."""
        every = [*self.kinds, *self.slots, *self.figures, *(v for values in self.schemes.values() for v in values)]
        return {value.name: value.label for value in every}

    @cached_property
    def acts(self) -> dict[str, Value]:
        """The acts by their CURIE."""
        return {value.name: value for value in self.schemes.get("say:acts", ())}


def alike(known: Choices, kind: str) -> tuple[str, ...]:
    """The kinds (CURIEs) of what could stand where something of a kind stands: other places, other actors, its own."""
    found = {each for kinds in known.filling.values() if kind in kinds for each in kinds}
    return tuple(sorted(found or {kind})) if kind else ()


def choices(dataset: Dataset) -> Choices:
    """Read them from the ontology as the dataset holds it."""
    schemes: dict[str, dict[str, Value]] = {}
    for row in dataset.select("coded_values"):
        value = _value(row, compress(str(row["value"])), str(row["verb"] or ""), str(row["glyph"] or ""))
        schemes.setdefault(compress(str(row["scheme"])), {}).setdefault(value.name, value)
    parts: dict[str, dict[str, Value]] = {"kind": {}, "slot": {}, "figure": {}}
    for row in dataset.select("content_terms"):
        fills = compress(str(row["range"] or ""))
        value = replace(_value(row, compress(str(row["term"]))), fills=fills)
        # A slot whose range is a concept holds a coded value, which is written as a figure is.
        part = "figure" if fills == "skos:Concept" else str(row["part"])
        parts[part].setdefault(value.name, value)
    steps = nx.DiGraph([(compress(str(r["above"])), compress(str(r["class"]))) for r in dataset.select("class_steps")])
    tops = {each.fills for each in parts["slot"].values() if each.fills}
    kinds = sorted(parts["kind"].values(), key=lambda value: (value.name != "say:Proposition", value.label))
    return Choices(
        {scheme: tuple(values.values()) for scheme, values in schemes.items()},
        tuple(kinds),
        tuple(parts["slot"].values()),
        tuple(parts["figure"].values()),
        {top: tuple(sorted({top, *(nx.descendants(steps, top) if top in steps else ())})) for top in tops},
    )


def _value(row: Row, name: str, verb: str = "", glyph: str = "") -> Value:
    return Value(name, str(row["label"]), str(row["definition"]), verb, glyph)
