"""The workbench of a session: the query, its run in the background, its answer, and what was run before."""

import hashlib
import time
from collections.abc import Callable, Mapping, MutableMapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import streamlit as st

from graph.asking.columns import as_asked
from graph.dataset import Dataset
from graph.errors import QueryFault, QueryStopped, SaysoError
from graph.model import Answer, Iri
from graph.sandbox import Ticket
from graph.views.explanation import Explanation, explain
from graph.views.vocabulary import Vocabulary

KEPT: Final = 100  # runs in the history
ANSWERS: Final = 5  # kept for the way back
AT_ONCE: Final = 0.25  # seconds an answer may take before the page shows that it is under way


@dataclass(frozen=True)
class Run:
    """A query under way."""

    text: str
    ticket: Ticket
    future: "Future[Answer]"
    started: float

    @property
    def seconds(self) -> float:
        """How long it has been running."""
        return time.monotonic() - self.started


@dataclass(frozen=True)
class Past:
    """A query that was run: when, how long it took, and what came of it, in words."""

    text: str
    at: datetime
    seconds: float
    outcome: str


@dataclass
class _State:
    text: str = ""
    load: int = 0
    run: Run | None = None
    answer: Answer | None = None
    fault: SaysoError | None = None
    asked: str = ""  # the text that the answer or fault belongs to
    behind: int | None = None
    why: Explanation | None = None
    answers: dict[str, Answer] = field(default_factory=dict)  # the last few, by what was asked
    history: list[Past] = field(default_factory=list)


@st.cache_resource(show_spinner=False)
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=32, thread_name_prefix="query")


class Desk:
    """The workbench, kept in the session under `desk`."""

    def __init__(self, session: MutableMapping[Any, Any], opening: Callable[[], str]) -> None:
        self._session = session
        if "desk" not in session:
            session["desk"] = _State(text=opening())
        if "query" in session:  # another page sent a query here
            self.load(session.pop("query"))

    @property
    def _state(self) -> _State:
        state: _State = self._session["desk"]
        return state

    @property
    def text(self) -> str:
        """The query as it stands in the editor."""
        return self._state.text

    @property
    def loaded(self) -> int:
        """A number that changes when the editor is to take the text anew."""
        return self._state.load

    @property
    def run(self) -> Run | None:
        """The query under way."""
        return self._state.run

    @property
    def answer(self) -> Answer | None:
        """The answer to the last run."""
        return self._state.answer

    @property
    def fault(self) -> SaysoError | None:
        """What was wrong with the last run."""
        return self._state.fault

    @property
    def asked(self) -> str:
        """The text that the answer belongs to, which may have been changed since."""
        return self._state.asked

    @property
    def behind(self) -> int | None:
        """The row whose statements are shown."""
        return self._state.behind

    @property
    def history(self) -> list[Past]:
        """What was run, the newest first."""
        return self._state.history[::-1]

    # ------------------------------------------------------------ what is done
    def load(self, text: str) -> None:
        """Put a query into the editor; its answer is another's then, and goes."""
        state = self._state
        self._session["acted"] = True
        state.text, state.load = text, state.load + 1
        state.answer = state.fault = state.behind = state.why = None

    def go_back(self, text: str) -> None:
        """Put a query into the editor that stood there before, with its answer if that is one of the last."""
        self.load(text)
        self._state.answer, self._state.asked = self._state.answers.get(text), text

    def change(self, text: str) -> None:
        """Take what was typed."""
        self._state.text = text

    def begin(self, data: Dataset, without: frozenset[Iri] = frozenset()) -> None:
        """Run the query in the background; an answer that comes at once is there at once."""
        self.cancel()
        self._session["acted"] = True
        state = self._state
        state.answer = state.fault = state.behind = state.why = None
        ticket = Ticket()
        future = _threads().submit(data.answer, state.text, without=without, ticket=ticket)
        state.run = Run(state.text, ticket, future, time.monotonic())
        self.finish(AT_ONCE)

    def cancel(self) -> None:
        """End the query under way."""
        if self._state.run is not None:
            self._state.run.ticket.cancel()
            self.finish(2.0)

    def finish(self, patience: float = 0.0) -> bool:
        """Take the answer if it has come, waiting for it so many seconds; true when nothing is under way."""
        state = self._state
        run = state.run
        if run is None:
            return True
        try:
            state.answer = as_asked(run.future.result(patience), run.text)
        except TimeoutError:
            return False
        except SaysoError as error:
            state.fault = error
        state.asked, state.run = run.text, None
        if state.answer is not None:
            state.answers.pop(run.text, None)
            state.answers = dict([*state.answers.items(), (run.text, state.answer)][-ANSWERS:])
        past = Past(run.text, datetime.now().astimezone(), run.seconds, _outcome(state.answer, state.fault))
        state.history = [*state.history, past][-KEPT:]
        return True

    def explain(self, data: Dataset, terms: Vocabulary, without: frozenset[Iri]) -> Explanation:
        """Why the answer has no rows; found out once for each answer."""
        state = self._state
        if state.why is None:
            state.why = explain(data, state.asked, terms=terms, without=without)
        return state.why

    def look_behind(self, row: int | None) -> None:
        """Show the statements behind a row, or none."""
        self._state.behind = row


def digest(text: str) -> str:
    """A short name for a text, for keys of widgets."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def first_line(text: str) -> str:
    """The line a query is known by: its question, or the first that is no prefix and no comment."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    question = next((line.partition(":")[2].strip() for line in lines if line.startswith("#+ question:")), "")
    own = (line for line in lines if not line.startswith("#") and not line.casefold().startswith(("prefix", "base")))
    return question or next(own, "an empty query")


def _outcome(answer: Answer | None, fault: SaysoError | None) -> str:
    if isinstance(fault, QueryFault):
        return "not run: it has a mistake"
    if isinstance(fault, QueryStopped):
        return "stopped"
    if fault is not None:
        return "failed"
    assert answer is not None
    if answer.truth is not None:
        return "yes" if answer.truth else "no"
    count, what = (len(answer.rows), "row") if answer.triples is None else (len(answer.triples), "triple")
    return f"{'first ' if answer.cut else ''}{count:,} {what}{'s' * (count != 1)}"


def reported(session: Mapping[Any, Any], key: str, name: str) -> Mapping[str, Any]:
    """What a component told in its trigger or state of that name."""
    return (session.get(key) or {}).get(name) or {}
