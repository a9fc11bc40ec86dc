"""A person's walk through the graph: what Explore shows, everything that can be done with it, and the way back.

It lives in the session under `walk` and stands in the address bar, which reopens it elsewhere. The browser's Back and
Forward change the address; what the walk was there is then taken up again.
"""

from collections.abc import Collection, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import blake2b
from typing import Any

import streamlit as st

from graph.dataset import Dataset
from graph.draw import Point
from graph.model import Clock, Iri
from graph.namespaces import local_id
from graph.pages import address, session
from graph.pages.history import History, View
from graph.views import groups, picture, things
from graph.views.links import ends_of
from graph.views.paths import Paths, paths
from graph.views.stories import Story

ADDRESSES = 200  # views remembered by their address, for the browser's Back


@dataclass
class _State:
    """What a session keeps of its walk. `layout` changes when the picture is laid out anew and the camera starts over,
    `places` when things go back to where they stood; `acted` is set while a rerun answers something done here."""

    history: History = field(default_factory=History)
    layout: int = 0
    places: int = 0
    note: str = ""
    finding: Iri | None = None
    address: dict[str, str] | None = None
    visited: dict[bytes, tuple[View, Clock]] = field(default_factory=dict)
    first: tuple[View, Clock] | None = None
    acted: bool = False


class Walk:
    """The state of Explore, and everything that can be done with it."""

    def __init__(self, state: MutableMapping[Any, Any], data: Dataset) -> None:
        self._session = state
        self._data = data
        if "walk" not in state:
            state["walk"] = _State()
            self._open_address()

    @property
    def _state(self) -> _State:
        state: _State = self._session["walk"]
        return state

    # ------------------------------------------------------------- what it is
    @property
    def view(self) -> View:
        """What is shown now, and how."""
        return self._state.history.now

    @property
    def drawn(self) -> Iri | None:
        """What is selected on the picture: nothing when the panel shows what is not drawn."""
        chosen = self.view.selected
        return chosen if chosen in self.view.shown or (chosen and groups.is_group(chosen)) else None

    @property
    def layout(self) -> int:
        """A number that changes when the picture is laid out anew."""
        return self._state.layout

    @property
    def places(self) -> int:
        """A number that changes when things go back to where they stood."""
        return self._state.places

    @property
    def past(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._state.history.past)

    @property
    def future(self) -> bool:
        """Whether there is a step to do again."""
        return bool(self._state.history.future)

    @property
    def note(self) -> str:
        """A sentence about the link that was opened, if part of it leads nowhere, or about what could not be done."""
        return self._state.note

    def tell(self, note: str) -> None:
        """Say a sentence on the page, until something else is done."""
        self._state.note = note

    @property
    def finding(self) -> Iri | None:
        """Where a path is to begin, while its other end is being chosen."""
        return self._state.finding

    def found(self) -> Paths | None:
        """The paths between the two ends that were chosen, by the clocks as they stand."""
        if len(self.view.ends) != 2:
            return None
        start, goal = self.view.ends
        return paths(session.node, start, goal, avoid=self.view.avoid, gone=session.gone())

    # ----------------------------------------------------------- what is done
    def begin(self, story: Story) -> None:
        """Start from a story."""
        self._draw(story.shown, story.focus)

    def start_over(self) -> None:
        """Back to the first story, any day."""
        session.set_clock()
        found = session.overview().stories
        self._draw(found[0].shown, found[0].focus) if found else self._step(**vars(View()))

    def undo(self) -> None:
        """Take the last step back."""
        self._turn(self._state.history.undo())

    def redo(self) -> None:
        """Do the step again that was taken back."""
        self._turn(self._state.history.redo())

    def open(self, iri: Iri) -> None:
        """Select a thing, drawing it first if it is not drawn; or make it the other end of a path."""
        if self._state.finding is not None:
            self.join(self._state.finding, iri)
            return
        selection = {"selected": iri, "edge": "", "focus": self.view.focus or iri, "away": self.view.away - {iri}}
        if iri not in self.view.shown and len(self.view.shown) < picture.REACH:
            self._step(shown=(*self.view.shown, iri), **self._out(iri), **selection)
        elif iri in self.view.away:
            self._step(**selection)
        else:
            self._amend(**selection, **self._out(iri))

    def arrive(self, iri: Iri) -> None:
        """Open a thing that another page named; one that has to do with nothing drawn begins a picture of its own."""
        drawn = {*self.view.shown}
        if iri in drawn or any(end in drawn for end in ends_of(session.node(iri).links, iri, None)):
            self.open(iri)
            return
        added, left = picture.grow((iri,), self._neighbours(iri), picture.STEP, picture.CAP)
        self._step(**vars(View(shown=(iri, *added), focus=iri, selected=iri, off=self.view.off, more=left)))
        self._state.layout += 1

    def look(self, iri: Iri) -> None:
        """Read about a thing without drawing it."""
        self._amend(selected=iri, edge="")

    def expand(self, iri: Iri, key: str | None = None, *, everything: bool = False) -> None:
        """Draw the next neighbours of a thing, of one kind of link if `key` names one; of a group the next members."""
        view = self.view
        if groups.is_group(iri):
            nodes = session.nodes(view.shown)
            self._step(out=(*view.out, *groups.taken_out(nodes, iri, view.out)), selected=iri, edge="")
            return
        step, cap = (picture.REACH, picture.REACH) if everything else (picture.STEP, self._cap())
        added, left = picture.grow(view.shown, self._neighbours(iri, key), step, cap)
        changes = {"selected": iri, "edge": "", "more": left, **self._out(iri, *added)}
        if added:
            self._step(shown=(*view.shown, *added), **changes)
        else:
            self._amend(**changes)

    def collapse(self, iri: Iri) -> None:
        """Take away what hangs on one thing alone."""
        gone = set(picture.collapsed(session.nodes(self.view.shown), iri)) - self.view.pinned
        if gone:
            self._step(shown=tuple(i for i in self.view.shown if i not in gone), selected=iri, edge="")

    def hide(self, iri: Iri) -> None:
        """Put a thing out of sight; it is counted, and can be brought back."""
        self._step(away=self.view.away | {iri}, selected=None, edge="")

    def bring_back(self) -> None:
        """Show again what was put out of sight, and turn every filter back on."""
        self._step(away=frozenset(), off=frozenset(), since=None, until=None)

    def pin(self, iri: Iri, *, pinned: bool = True) -> None:
        """Keep a thing where it stands when the picture is laid out anew, and when things are collapsed."""
        self._step(pinned=self.view.pinned | {iri} if pinned else self.view.pinned - {iri})

    def arrange(self, arrangement: str) -> None:
        """Choose the layout: round the focus, or by time. Each keeps its own places."""
        if arrangement != self.view.arrangement:
            self._step(arrangement=arrangement)
            self._state.layout += 1

    def tidy(self) -> None:
        """Lay out anew what is not pinned."""
        kept = {iri: at for iri, at in self.view.standing.items() if iri in self.view.pinned}
        self._step(places={**self.view.places, self.view.arrangement: kept})
        self._state.layout += 1

    def filter(self, off: Collection[str]) -> None:
        """Turn values of facets off, each as `facet=value`."""
        self._step(off=frozenset(off))

    def filter_days(self, since: date | None, until: date | None) -> None:
        """Keep statements made between two days."""
        self._step(since=since, until=until)

    def group_by(self, way: str) -> None:
        """Gather what is too much to draw in another way."""
        self._step(way=way, out=())

    # ------------------------------------------------------------------ paths
    def find_path(self, iri: Iri) -> None:
        """Begin to look for a path: the next thing chosen is its other end."""
        self._state.finding = iri
        self._amend(selected=iri, edge="")

    def leave_path(self) -> None:
        """Stop looking for a path, and mark none."""
        self._state.finding = None
        if self.view.ends:
            self._step(ends=(), path=None)

    def join(self, start: Iri, goal: Iri, avoid: Collection[str] | None = None) -> None:
        """Find the paths between two things, and draw and mark the shortest."""
        self._state.finding = None
        if start == goal:
            return
        wanted = self.view.avoid if avoid is None else frozenset(avoid)
        self._step(ends=(start, goal), avoid=wanted, path=None, selected=goal, edge="")
        self.mark_path(0, amend=True)

    def mark_path(self, number: int, *, amend: bool = False) -> None:
        """Draw and mark one of the paths that were found."""
        found = self.found()
        if found is None or not 0 <= number < len(found.paths):
            return
        chosen = found.paths[number]
        added = [iri for iri in chosen.things if iri not in self.view.shown]
        change = {
            "path": chosen,
            "shown": (*self.view.shown, *added),
            "away": self.view.away - set(chosen.things),
            **self._out(*chosen.things),
        }
        self._amend(**change) if amend else self._step(**change)

    def let_go(self) -> None:
        """Take out of the view what somebody has removed from the dataset meanwhile, and say so."""
        bare = [node.thing.iri for node in session.nodes(self.view.shown) if not node.links]
        if lost := [iri for iri in bare if not things.exists(self._data, iri)]:
            self._state.history = replace(self._state.history, now=self.view.without(lost))
            self.tell(f"No longer in this dataset: {', '.join(map(local_id, lost))}.")

    # ------------------------------------------------------------- selection
    def select(self, iri: Iri | None, edge: str = "") -> None:
        """Select a thing or a link on the canvas, or nothing; or choose the other end of a path."""
        if iri is not None and self.finding is not None and not groups.is_group(iri):
            self.join(self.finding, iri)
        else:
            self._amend(selected=iri, edge=edge)

    def move(self, at: Mapping[Iri, Point]) -> None:
        """Put things where they were dragged to."""
        if any(self.view.standing.get(iri) != place for iri, place in at.items()):
            self._step(places=self.view.placed(at).places)

    def place(self, at: Mapping[Iri, Point]) -> None:
        """Keep the places that were found for what is drawn."""
        if any(self.view.standing.get(iri) != point for iri, point in at.items()):
            self._state.history = self._state.history.amend(places=self.view.placed(at).places)

    def send_to_sparql(self, text: str) -> None:
        """Take a query to the SPARQL page."""
        self._session["query"] = text
        self._session["go-to-sparql"] = True

    # ------------------------------------------------------------ the address
    def write_address(self, shape: str) -> None:
        """Put the walk into the address bar, and remember it there."""
        wanted = address.written(self.view) | {"view": "" if shape == "Graph" else shape.lower()} | session.clock_url()
        session.write_url(**wanted)
        now = {name: value for name, value in wanted.items() if value}
        state = self._state
        state.address, state.acted = now, False
        digest = _digest(now)
        state.visited.pop(digest, None)
        state.visited[digest] = (self.view, session.clock())
        state.first = state.first or state.visited[digest]
        while len(state.visited) > ADDRESSES:
            state.visited.pop(next(iter(state.visited)))

    def follow_address(self, *, arrived: bool) -> None:
        """Take up the view that the browser went back or forward to.

        A rerun that answers something done on the page may still carry the address before it, and so may one that
        comes from another page (`arrived`): neither is a step of the browser's.
        """
        state = self._state
        here = dict(st.query_params)
        if state.acted or arrived or state.address is None or here == state.address:
            state.acted = False
            return
        state.address = here  # before the run ends: the browser may go on before that
        known = state.visited.get(_digest(here))
        if not here:
            known = state.first  # the address before the first one was written
        if known is None:
            self._open_address()
            return
        view, clock = known
        session.set_clock(clock.known, clock.on)
        self._turn(state.history.go(view))
        state.acted = False

    def _open_address(self) -> None:
        asked = address.read(st.query_params)
        there = {i for i in [*asked.shown, *asked.ends, *_some(asked.selected)] if things.exists(self._data, i)}
        named = dict.fromkeys([*_some(asked.focus), *asked.shown, *asked.ends])
        lost = [local_id(iri) for iri in named if iri not in there and not things.exists(self._data, iri)]
        shown = tuple(iri for iri in asked.shown if iri in there)[: picture.REACH]
        rest = "The rest is shown." if shown else "Here is where one can start."
        self._state.note = f"Not in this dataset: {', '.join(lost)}. {rest}" if lost else ""
        if not shown:
            found = session.overview().stories
            if found:
                self._draw(found[0].shown, found[0].focus)
                asked = replace(asked, shown=self.view.shown, focus=self.view.focus, selected=self.view.selected)
                self._state.history = History(replace(asked, ends=(), path=None))
            return
        focus = asked.focus if asked.focus in there else shown[0]
        view = replace(asked, shown=shown, focus=focus, selected=asked.selected if asked.selected in there else focus)
        ends = asked.ends if set(asked.ends) <= there and len(asked.ends) == 2 else ()
        self._state.history = History(replace(view, ends=ends))
        self._state.layout += 1
        if not st.query_params.get("show"):
            self.expand(focus)
            self._state.history = History(self.view)
        if ends:
            self.mark_path(0, amend=True)

    # ---------------------------------------------------------------- inside
    def _neighbours(self, iri: Iri, key: str | None = None) -> Sequence[Iri]:
        """What a thing is linked to, by one kind of link if `key` names one; statements first."""
        others = things.named(self._data, ends_of(session.node(iri).links, iri, key))
        return picture.statements_first(others.values(), session.gone())

    def _draw(self, shown: tuple[Iri, ...], focus: Iri) -> None:
        lead = next((iri for iri in shown if iri != focus and session.node(iri).statement), focus)
        self._step(**vars(View(shown=shown, focus=focus, selected=lead, off=self.view.off)))
        self._state.layout += 1

    def _cap(self) -> int:
        """How far a picture grows: to what can be drawn one by one, or on in groups once it is past that."""
        return picture.REACH if len(self.view.shown) > picture.CAP else picture.CAP

    def _out(self, *iris: Iri) -> dict[str, tuple[Iri, ...]]:
        """What is asked for by name is drawn by itself, where the rest is drawn in groups."""
        return {"out": tuple(dict.fromkeys([*self.view.out, *iris]))[-picture.CAP :]}

    def _turn(self, history: History) -> None:
        before, self._state.history = self.view, history
        self._state.acted = True
        if before.arrangement != self.view.arrangement or before.focus != self.view.focus:
            self._state.layout += 1
        else:
            self._state.places += 1

    def _step(self, **changes: Any) -> None:
        changes.pop("step", None)
        self._state.history = self._state.history.step(**changes)
        self._state.acted = True

    def _amend(self, **changes: Any) -> None:
        self._state.history = self._state.history.amend(**changes)
        self._state.acted = True


def _some(iri: Iri | None) -> list[Iri]:
    return [] if iri is None else [iri]


def _digest(parameters: Mapping[str, str]) -> bytes:
    """What an address is remembered by: addresses have thousands of characters, and a session knows many."""
    return blake2b(repr(sorted(parameters.items())).encode(), digest_size=16).digest()
