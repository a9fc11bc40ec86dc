"""What a view of the graph is made of, and the steps back and forward through views. Pure values."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from graph.draw import Point
from graph.model import Iri
from graph.views.paths import Path

STEPS = 100


@dataclass(frozen=True)
class View:
    """All that a person chose in Explore: what is shown and how, in the order it came.

    `places` are kept for each arrangement; `away` is shown but put out of sight; `off` are values that the filters
    turn off, as `facet=value`; `out` are the things drawn one by one where the rest is drawn in groups; `ends` are
    those a path is looked for between, `avoid` kinds of links it must not use, `path` the one that is marked.
    """

    shown: tuple[Iri, ...] = ()
    focus: Iri | None = None
    selected: Iri | None = None
    edge: str = ""
    arrangement: str = "story"
    places: Mapping[str, Mapping[Iri, Point]] = field(default_factory=dict)
    pinned: frozenset[Iri] = frozenset()
    away: frozenset[Iri] = frozenset()
    off: frozenset[str] = frozenset()
    since: date | None = None
    until: date | None = None
    way: str = "kind"
    out: tuple[Iri, ...] = ()
    ends: tuple[Iri, ...] = ()
    avoid: frozenset[str] = frozenset({"say:reportedIn"})
    path: Path | None = None
    more: int = 0
    step: int = 0

    @property
    def standing(self) -> Mapping[Iri, Point]:
        """Where things stand in the arrangement of this view."""
        return self.places.get(self.arrangement, {})

    def placed(self, at: Mapping[Iri, Point]) -> "View":
        """The same view with these places."""
        return replace(self, places={**self.places, self.arrangement: {**self.standing, **at}})

    def without(self, gone: Collection[Iri]) -> "View":
        """The same view without some things, and without what was chosen of them."""
        shown = tuple(iri for iri in self.shown if iri not in gone)
        focus = self.focus if self.focus not in gone else next(iter(shown), None)
        whole = not any(iri in gone for iri in self.ends)
        return replace(
            self,
            shown=shown,
            focus=focus,
            selected=self.selected if self.selected not in gone else focus,
            edge="" if any(iri in self.edge.split(" ") for iri in gone) else self.edge,
            pinned=self.pinned.difference(gone),
            away=self.away.difference(gone),
            out=tuple(iri for iri in self.out if iri not in gone),
            ends=self.ends if whole else (),
            path=self.path if whole else None,
        )


@dataclass(frozen=True)
class History:
    """The views before, now, and after; at most STEPS each way."""

    now: View = field(default_factory=View)
    past: tuple[View, ...] = ()
    future: tuple[View, ...] = ()

    def step(self, **changes: Any) -> "History":
        """Do something that can be undone."""
        after = replace(self.now, **changes, step=max(v.step for v in (self.now, *self.future)) + 1)
        return History(after, (*self.past, self.now)[-STEPS:])

    def amend(self, **changes: Any) -> "History":
        """Change what nobody would undo: the selection, the places found for newcomers."""
        return replace(self, now=replace(self.now, **changes))

    def undo(self) -> "History":
        """One step back, or the same where there is none."""
        if not self.past:
            return self
        return History(self.past[-1], self.past[:-1], (self.now, *self.future)[:STEPS])

    def redo(self) -> "History":
        """One step forward again, or the same where there is none."""
        if not self.future:
            return self
        return History(self.future[0], (*self.past, self.now)[-STEPS:], self.future[1:])

    def go(self, view: View) -> "History":
        """Back or forward to a view that was: its own place among the steps, else a new step."""
        there = self
        steps = {each.step for each in (*self.past, self.now, *self.future)}
        if view.step not in steps:
            return History(replace(view, step=max(steps) + 1), (*self.past, self.now)[-STEPS:])
        while there.now.step > view.step:
            there = there.undo()
        while there.now.step < view.step:
            there = there.redo()
        return replace(there, now=view)
