"""What a person did with a component, told to the walk. Callbacks: they run before the script does."""

from collections.abc import Callable, Mapping, MutableMapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from graph.errors import SaysoError
from graph.model import Iri
from graph.pages.walk import Walk

P = ParamSpec("P")


def _telling(answer: "Callable[Concatenate[Answering, P], None]") -> "Callable[Concatenate[Answering, P], None]":
    """Say on the page what could not be done; from a callback Streamlit would show it as a fault of the app."""

    @wraps(answer)
    def told(self: "Answering", /, *given: P.args, **named: P.kwargs) -> None:
        self._walk.tell("")
        try:
            answer(self, *given, **named)
        except SaysoError as error:
            self._walk.tell(str(error))

    return told


class Answering:
    """The callbacks of Explore's components; each looks up what its component reported in the session."""

    def __init__(self, session: MutableMapping[Any, Any], walk: Walk) -> None:
        self._session = session
        self._walk = walk

    @_telling
    def take_choice(self) -> None:
        """Draw what was chosen in the search field and open it, or open it alone."""
        chosen = self._reported("search", "choose")
        if chosen:
            iri, alone = Iri(chosen["id"]), chosen["how"] == "open" and self._walk.finding is None
            self._walk.look(iri) if alone else self._walk.open(iri)

    @_telling
    def take_selection(self) -> None:
        """Select what was clicked on the canvas, a thing or a link; the empty canvas selects nothing."""
        chosen = self._reported("canvas", "selected")
        node = chosen.get("node")
        self._walk.select(Iri(node) if node else None, str(chosen.get("edge") or ""))

    def taker(self, key: str) -> Callable[[], None]:
        """Select what was chosen on another view, the timeline or the map."""

        return lambda: self._take_from(key)

    @_telling
    def _take_from(self, key: str) -> None:
        iri = self._reported(key, "selected").get("id")
        if iri:
            self._walk.open(Iri(iri))

    @_telling
    def take_expansion(self) -> None:
        """Add the next neighbours of what was double-clicked or asked for in the menu."""
        asked = self._reported("canvas", "expand")
        if asked:
            self._walk.expand(Iri(asked["id"]), asked.get("kind"))

    @_telling
    def take_moves(self) -> None:
        """Keep where things were dragged to."""
        moved = self._reported("canvas", "moved")
        self._walk.move({Iri(iri): (float(x), float(y)) for iri, (x, y) in moved.items()})

    @_telling
    def take_act(self) -> None:
        """Answer the menu, the toolbar and the keys of the canvas."""
        asked = self._reported("canvas", "act")
        if asked:
            self._act(asked["do"], Iri(asked.get("id") or ""), str(asked.get("arg") or ""))

    @_telling
    def take_press(self) -> None:
        """Answer a button of the panel."""
        pressed = self._reported("sheet", "press")
        if pressed:
            self._act(pressed["do"], Iri(pressed["id"]), "")

    def _reported(self, key: str, name: str) -> Mapping[str, Any]:
        return (self._session.get(key) or {}).get(name) or {}

    def _act(self, do: str, iri: Iri, argument: str) -> None:
        walk = self._walk
        deeds: dict[str, Callable[[], None]] = {
            "open": lambda: walk.open(iri),
            "edge": lambda: walk.select(walk.view.selected, iri),
            "expand": lambda: walk.expand(iri),
            "expand kind": lambda: self._expand_kind(iri),
            "everything": lambda: walk.expand(iri, everything=True),
            "hide": lambda: walk.hide(iri),
            "collapse": lambda: walk.collapse(iri),
            "pin": lambda: walk.pin(iri),
            "unpin": lambda: walk.pin(iri, pinned=False),
            "undo": walk.undo,
            "redo": walk.redo,
            "path": lambda: walk.find_path(iri),
            "mark path": lambda: walk.mark_path(int(iri)),
            "leave path": walk.leave_path,
            "tidy": walk.tidy,
            "arrange": lambda: walk.arrange(argument),
            "read": lambda: self._session.update(reading=iri),
            "more": lambda: self._more(str(iri)),
        }
        deeds[do]()

    def _more(self, heading: str) -> None:
        """Show one page more of a list of the panel."""
        if self._walk.view.selected:
            key = (self._walk.view.selected, heading)
            shown = self._session.get("panel-pages", {})
            self._session["panel-pages"] = shown | {key: shown.get(key, 1) + 1}

    def _expand_kind(self, pair: Iri) -> None:
        key, _, thing = pair.partition(" ")
        self._walk.expand(Iri(thing), key)
