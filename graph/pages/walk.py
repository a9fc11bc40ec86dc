"""A person's walk through the graph: what is shown, where it stands, what is selected, and the way back.

It lives in the session and, as far as it can be told in words, in the URL, which reopens it elsewhere.
"""

from collections.abc import Callable, Mapping, MutableMapping
from typing import Any

import streamlit as st

from graph.dataset import Dataset
from graph.draw import Point
from graph.model import Iri
from graph.namespaces import local_id
from graph.pages import session
from graph.views import picture, things
from graph.views.statements import is_statement
from graph.views.stories import Story

STEPS_BACK = 100
_KEEP = ("shown", "focus", "selected", "positions", "more")


class Walk:
    """The state of Explore, kept in the session under `walk`; every `take_…` answers one thing a person did."""

    def __init__(self, state: MutableMapping[Any, Any], data: Dataset) -> None:
        self._state = state
        self._data = data
        if "walk" not in state:
            state["walk"] = {"past": [], "layout": 0, "note": ""}
            self._set(shown=(), focus=None, selected=None, positions={}, more=0)
            self._open_url()

    # ------------------------------------------------------------- what it is
    @property
    def shown(self) -> tuple[Iri, ...]:
        """What is drawn, in the order it came."""
        return tuple(self._state["walk"]["shown"])

    @property
    def focus(self) -> Iri | None:
        """What the view is centred on and titled after."""
        return self._get("focus")

    @property
    def selected(self) -> Iri | None:
        """What the panel shows."""
        return self._get("selected")

    @property
    def drawn(self) -> Iri | None:
        """What is selected on the picture: nothing when the panel shows what is not drawn."""
        return self.selected if self.selected in self.shown else None

    @property
    def positions(self) -> dict[Iri, Point]:
        """Where everything stands, hidden things included."""
        return dict(self._state["walk"]["positions"])

    @property
    def layout(self) -> int:
        """A number that changes when the picture is laid out anew."""
        return int(self._state["walk"]["layout"])

    @property
    def more(self) -> int:
        """How many links of the thing last expanded are not shown yet."""
        return int(self._state["walk"]["more"])

    @property
    def past(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._state["walk"]["past"])

    @property
    def note(self) -> str:
        """A sentence about the link that was opened, if part of it leads nowhere."""
        return str(self._state["walk"]["note"])

    # ------------------------------------------------------------ what is done
    def begin(self, story: Story) -> None:
        """Start from a story."""
        self._remember()
        self._draw(story.shown, story.focus)

    def start_over(self) -> None:
        """Back to the first story, any day."""
        self._remember()
        session.set_clock()
        found = session.overview().stories
        if found:
            self._draw(found[0].shown, found[0].focus)
        else:
            self._set(shown=(), focus=None, selected=None, positions={}, more=0)

    def undo(self) -> None:
        """Take the last step back."""
        if self.past:
            self._set(**self._state["walk"]["past"].pop())
            self._state["walk"]["layout"] += 1

    def take_choice(self) -> None:
        """Answer the search field: draw what was chosen and open it, or open it alone."""
        chosen = (self._state.get("search") or {}).get("choose")
        if chosen:
            act = self.open if chosen["how"] == "draw" else self.look
            act(Iri(chosen["id"]))

    def take_selection(self) -> None:
        """Select what was clicked on the canvas; the click on the empty canvas selects nothing."""
        chosen = (self._state.get("canvas") or {}).get("selected") or {}
        node = chosen.get("node") or str(chosen.get("edge", "")).split(" ")[0]
        self._set(selected=Iri(node) if node else None)

    def taker(self, key: str) -> Callable[[], None]:
        """Select what was chosen on another view, the timeline or the map."""

        def take() -> None:
            iri = ((self._state.get(key) or {}).get("selected") or {}).get("id")
            if iri:
                self.open(Iri(iri))

        return take

    def take_expansion(self) -> None:
        """Add the next neighbours of what was double-clicked."""
        asked = (self._state.get("canvas") or {}).get("expand")
        if asked:
            self.expand(Iri(asked["id"]))

    def take_moves(self) -> None:
        """Keep where things were dragged to."""
        moved = (self._state.get("canvas") or {}).get("moved") or {}
        self._set(positions=self.positions | {Iri(iri): (float(x), float(y)) for iri, (x, y) in moved.items()})

    def take_press(self) -> None:
        """Answer a button of the sheet."""
        pressed = (self._state.get("sheet") or {}).get("press")
        if not pressed:
            return
        iri = Iri(pressed["id"])
        match pressed["do"]:
            case "open":
                self.open(iri)
            case "expand":
                self.expand(iri)
            case "hide":
                self._remember()
                self._set(shown=tuple(i for i in self.shown if i != iri), selected=None)

    def open(self, iri: Iri) -> None:
        """Select a thing, drawing it first if it is not drawn."""
        if iri not in self.shown:
            self._remember()
            if len(self.shown) < picture.CAP:
                self._set(shown=(*self.shown, iri))
        self._set(selected=iri, focus=self.focus or iri)

    def look(self, iri: Iri) -> None:
        """Show a thing in the panel and leave the picture as it is."""
        self._set(selected=iri)

    def expand(self, iri: Iri) -> None:
        """Draw the next neighbours of a thing."""
        added, left = picture.grow(self._data, self.shown, iri, session.clock())
        if added:
            self._remember()
        self._set(shown=(*self.shown, *added), selected=iri, more=left)

    def place(self, at: Mapping[Iri, Point]) -> None:
        """Keep the places that were found for what is drawn."""
        self._set(positions=self.positions | dict(at))

    def send_to_sparql(self, text: str) -> None:
        """Take a query to the SPARQL page."""
        self._state["query"] = text
        self._state["go-to-sparql"] = True

    # ---------------------------------------------------------------- the URL
    def write_url(self, view: str) -> None:
        """Put the walk into the address bar."""
        session.write_url(
            focus=session.encode(self.focus) if self.focus else "",
            show=session.joined(self.shown),
            selected=session.encode(self.selected) if self.selected else "",
            at=self._moved(),
            view="" if view == "Graph" else view.lower(),
            **session.clock_url(),
        )

    def _moved(self) -> str:
        """Where things stand, in the order of `show`, so that the link gives the same picture."""
        at = self.positions
        return ".".join(f"{at[iri][0]:.0f}_{at[iri][1]:.0f}" if iri in at else "" for iri in self.shown)

    def _open_url(self) -> None:
        asked = session.url_ids("show")
        focus = session.url_ids("focus")[:1]
        there = [iri for iri in dict.fromkeys([*focus, *asked]) if things.exists(self._data, iri)]
        lost = [local_id(iri) for iri in [*focus, *asked] if iri not in there]
        if lost:
            self._state["walk"]["note"] = f"Not in this dataset: {', '.join(dict.fromkeys(lost))}. The rest is shown."
        if not there:
            found = session.overview().stories
            if found:
                self._draw(found[0].shown, found[0].focus)
            return
        shown = there[: picture.CAP] if asked else there
        self._draw(tuple(shown), there[0])
        if not asked:
            self.expand(there[0])
            self._state["walk"]["past"] = []
        self._set(positions=_places(asked, st.query_params.get("at", "")))
        selected = session.url_ids("selected")[:1]
        self._set(selected=selected[0] if selected and things.exists(self._data, selected[0]) else there[0])

    # ---------------------------------------------------------------- inside
    def _draw(self, shown: tuple[Iri, ...], focus: Iri) -> None:
        lead = next((iri for iri in shown if iri != focus and is_statement(self._data, iri)), focus)
        self._set(shown=shown, focus=focus, selected=lead, positions={}, more=0)
        self._state["walk"]["layout"] += 1

    def _get(self, name: str) -> Iri | None:
        value: Iri | None = self._state["walk"][name]
        return value

    def _set(self, **values: Any) -> None:
        self._state["walk"] |= values

    def _remember(self) -> None:
        past = self._state["walk"]["past"]
        past.append({name: self._state["walk"][name] for name in _KEEP})
        del past[:-STEPS_BACK]


def _places(iris: list[Iri], text: str) -> dict[Iri, Point]:
    found = {}
    for iri, part in zip(iris, text.split("."), strict=False):
        x, _, y = part.partition("_")
        if x.lstrip("-").isdecimal() and y.lstrip("-").isdecimal():
            found[iri] = (float(x), float(y))
    return found
