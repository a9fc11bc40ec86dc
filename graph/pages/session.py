"""What the pages share: the one dataset of the process, and the state that lives in the URL."""

import os
import threading
import time
from collections.abc import Callable, Hashable, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import streamlit as st

from graph.dataset import Dataset
from graph.errors import SaysoError
from graph.model import Article, Clock, Iri, Node
from graph.pages import address
from graph.texts import Text, read_texts
from graph.views import articles, links, search, statements, stories
from graph.views.articles import Stats
from graph.views.clock import read_days
from graph.views.matters import Difference, read_differences
from graph.views.stories import Story
from graph.views.vocabulary import Vocabulary, vocabulary

P = ParamSpec("P")
T = TypeVar("T")

KEPT = 20_000  # looked-up things kept in memory
MOST_READY = 1_000  # of them looked up anew before a newer state is shown
SHOWN = 4.0  # for so many times as long as it took to get ready, a state is shown at least,
LONGEST = 30.0  # but no more seconds than these
PATIENCE = 1.0  # seconds that the visitor who finds a newer state waits for it to be ready

STYLE = """<style>
:root{--sayso-canvas-height:clamp(400px,calc(100dvh - 400px),900px)}
.stMainBlockContainer{padding:4rem 2rem 2rem;max-width:1720px}
.stMainBlockContainer>[data-testid=stVerticalBlock]{gap:.7rem}
[data-testid=stTooltipIcon] button{min-width:24px;min-height:24px}
:is([data-variant=segmented_control],[data-variant=pills])[data-selected]{color:inherit!important}
[kind^=primary]:not(:disabled){background:#2f5bd0!important;border-color:#2f5bd0!important}
[kind^=primary]:not(:disabled):hover{filter:brightness(1.12)}
h1{font-size:1.75rem!important;line-height:1.2!important;letter-spacing:-.02em;padding:.1rem 0 .3rem!important}
:is(h1,h2,h3,[data-testid=stMarkdownContainer] p,[data-testid=stText] *,[data-testid=stMetricValue] *){unicode-bidi:plaintext}
.stMainBlockContainer>[data-testid=stVerticalBlock]>[data-testid=stElementContainer] h1{padding-bottom:1rem!important}
[data-testid=stCode] .token{color:inherit!important}
h3{font-size:1.15rem!important;line-height:1.3!important}
textarea{font-family:ui-monospace,'DejaVu Sans Mono',Menlo,monospace!important;font-size:.86rem!important;line-height:1.5!important}
[data-testid=stCaptionContainer]{opacity:.78!important}
[class*=st-key-legend] button{background:transparent!important;border-color:var(--st-border-color,#8885)!important;color:inherit!important;padding:.15rem .7rem;min-height:0}
[class*=st-key-legend] button[aria-pressed=false],[class*=st-key-legend] button[kind=pills]{opacity:.5;text-decoration:line-through}
@media(min-width:641px){.st-key-footer>:has([data-testid=stCaptionContainer]){flex:1 1 12rem!important;width:auto!important;min-width:0}
.st-key-panel{max-height:calc(100dvh - 15rem);overflow:auto;padding-right:.4rem}
[data-testid=stColumn]:has(.st-key-lists){position:sticky;top:4rem;align-self:flex-start}
.st-key-lists{max-height:calc(100dvh - 17rem);overflow:auto;padding-right:.4rem}}
@media(max-width:640px){
:root{--sayso-canvas-height:420px}
.stMainBlockContainer{padding:3.4rem 1rem 2rem}h1{font-size:1.35rem!important;padding-bottom:.8rem!important}
[data-testid=stHorizontalBlock]{gap:.6rem!important}
.st-key-stories{flex-wrap:nowrap!important;overflow-x:auto;scrollbar-width:none;gap:.5rem!important}
.st-key-stories>*{flex:none!important;width:auto!important}
.st-key-looking>.st-key-legend,.st-key-looking>:has(>.st-key-legend){order:1}
.st-key-footer{gap:.5rem!important}}
</style>"""


Key = tuple[Hashable, ...]
LookUp = tuple[Callable[..., Any], tuple[Any, ...], tuple[tuple[str, Any], ...]]  # what, of what, by which names
Found = dict[Key, Any]


@dataclass
class Opened:
    """The dataset of this process, and what was looked up in it: by published state, then by what was asked.

    `asked` are the look-ups that somebody has asked of this state, `nodes` the things looked at in it, each with the
    newest last. `moved` is when it last moved to a newer state, `took` the seconds that getting that ready took.
    """

    dataset: Dataset
    found: dict[str, Found] = field(default_factory=dict)
    asked: dict[LookUp, None] = field(default_factory=dict)
    nodes: dict[Iri, None] = field(default_factory=dict)
    moving: threading.Lock = field(default_factory=threading.Lock)
    moved: float = 0.0
    took: float = 0.0
    asking: dict[Key, threading.RLock] = field(default_factory=dict)


@st.cache_resource(show_spinner="Opening the dataset …")
def _opened() -> Opened:
    return Opened(Dataset.open(os.environ.get("SAYSO_STORE", "data")))


def dataset() -> Dataset:
    """The dataset of this process, shared by everybody; it is opened once and followed as it is republished."""
    return _opened().dataset


def offer_refresh() -> None:
    """Say so when the ontology or the seeds have changed since the folder was filled, and offer to load them anew."""
    data = current()
    if data.stale():
        with st.container(horizontal=True, vertical_alignment="center", key="stale"):
            st.warning("The ontology or the seeds have changed since this data folder was filled from them.")
            if st.button("Bring it up to date"):
                data.sow()
                st.rerun()


def current() -> Dataset:
    """The dataset at its newest published state, or near it: the next state is got ready aside, meanwhile this is shown.

    One visitor waits a little for that, and mostly sees the new state at once; the others go on.
    """
    opened = _opened()
    data = opened.dataset
    if not data.behind:  # or a remote dataset, which says for itself when it has changed
        data.refresh()
    elif opened.moving.acquire(blocking=False):
        if time.monotonic() - opened.moved > min(SHOWN * opened.took, LONGEST):
            mover = threading.Thread(target=_move, args=(opened,), name="sayso-next-state", daemon=True)
            mover.start()
            mover.join(PATIENCE)
        else:
            opened.moving.release()
    return data


def _move(opened: Opened) -> None:
    """Move to the newest state, with what was asked of this one looked up anew."""
    try:
        began = time.monotonic()
        ahead = opened.dataset.ahead()
        found = _made_ready(opened, ahead)
        opened.found = {**opened.found, ahead.revision: found}
        opened.dataset.follow(ahead)
        opened.found = {ahead.revision: found}
        opened.moved = time.monotonic()
        opened.took = opened.moved - began
    finally:
        opened.moving.release()


def _made_ready(opened: Opened, ahead: Dataset) -> Found:
    asked, opened.asked = opened.asked, {}
    looked_at, opened.nodes = list(opened.nodes)[-MOST_READY:], {}
    found: Found = {("node", each.thing.iri): each for each in links.nodes(ahead, looked_at)} if looked_at else {}
    for key in list(asked)[-MOST_READY:]:
        look_up, args, named = key
        with suppress(SaysoError):  # whoever asks again is told what is wrong
            found[key] = look_up(ahead, *args, **dict(named))
    return found


@dataclass(frozen=True)
class Overview:
    """What every rerun needs of the whole dataset, computed once for each published state."""

    stories: tuple[Story, ...]
    stats: Stats
    articles: dict[Iri, Article]
    disputed: frozenset[Iri]
    days_said: tuple[date, ...]
    days_held: tuple[date, ...]


def _look_through(data: Dataset) -> Overview:
    return Overview(
        stories=tuple(stories.stories(data)),
        stats=articles.stats(data),
        articles={article.iri: article for article in articles.articles(data)},
        disputed=frozenset(stories.disputed_places(data)),
        days_said=tuple(statements.days(data, "days_said")),
        days_held=tuple(statements.days(data, "days_held")),
    )


def overview() -> Overview:
    """The overview of the dataset as it is now."""
    with _said_meanwhile("Looking through the dataset …", _look_through):
        return ready(_look_through)


def node(iri: Iri) -> Node:
    """A thing with its links, looked up once for each published state."""
    return nodes([iri])[0]


def nodes(iris: Sequence[Iri]) -> list[Node]:
    """Several things with their links."""
    opened = _opened()
    known = _known(opened)
    wanted = dict.fromkeys(iris)
    for iri in wanted:
        opened.nodes.pop(iri, None)
        opened.nodes[iri] = None
    missing = [iri for iri in wanted if ("node", iri) not in known]
    found = {each.thing.iri: each for each in links.nodes(opened.dataset, missing)} if missing else {}
    known.update({("node", iri): each for iri, each in found.items()})
    return [found.get(iri) or known["node", iri] for iri in wanted]


def ready(look_up: Callable[Concatenate[Dataset, P], T], *args: P.args, **named: P.kwargs) -> T:
    """What a function of the dataset gives, made like `once`, and anew for the next state before that is shown.

    The function and what it is given are the key: a function of a page's own would be another one in each rerun.
    """
    opened = _opened()
    key = (look_up, args, tuple(named.items()))
    found = once(key, lambda: look_up(opened.dataset, *args, **named))
    opened.asked.pop(key, None)
    opened.asked[key] = None
    return found


def once(key: Key, look_up: Callable[[], T]) -> T:
    """What a look-up gives, made once for each published state of the data and shared by all who ask.

    The records are frozen, so nobody can change what another sees.
    """
    opened = _opened()
    known = _known(opened)
    if key not in known:
        with opened.asking.setdefault(key, threading.RLock()):  # who asks the same meanwhile waits for the answer
            if key not in known:
                known[key] = look_up()
        opened.asking.pop(key, None)
    found: T = known[key]
    return found


def looked_up(key: Key) -> Any:
    """What `once` keeps under a key, None where nobody has asked for it in this state of the data."""
    return _known(_opened()).get(key)


def _said_meanwhile(words: str, look_up: Callable[[Dataset], object]) -> AbstractContextManager[object]:
    """Say what takes long, where nobody has asked for it in this state of the data."""
    return st.spinner(words) if looked_up((look_up, (), ())) is None else nullcontext()


def _known(opened: Opened) -> Found:
    """What is known of the dataset as it is now; what was looked up in an older state is let go."""
    known = opened.found.get(opened.dataset.revision)
    if known is None or len(known) > KEPT:
        for kept in (opened.found, opened.asked, opened.nodes):
            kept.clear()
        known = opened.found[opened.dataset.revision] = {}
    return known


def terms() -> Vocabulary:
    """The terms that a query can be written with, read once for each published state."""
    with _said_meanwhile("Reading the vocabulary …", vocabulary):
        return ready(vocabulary)


def gone() -> frozenset[Iri]:
    """Everything that the clocks hide, looked up once for each state of data and clocks."""
    now = clock()
    if now == Clock():
        return frozenset()
    with _said_meanwhile("Reading the days of all statements …", read_days):
        days = ready(read_days)
    return once(("gone", now), lambda: days.hidden(now))


def differences() -> tuple[Difference, ...]:
    """Everything on which accounts differ, with its days: read once for each published state."""
    with _said_meanwhile("Reading on which days accounts differ …", read_differences):
        return ready(read_differences)


def veil() -> frozenset[int]:
    """What search leaves out by the clocks as they stand, computed once for each."""
    return once(("veil", clock()), lambda: search.veil(gone()))


@st.cache_resource(show_spinner=False)
def texts(folder: str, changed: float) -> list[Text]:
    """The user's texts; `changed` is the folder's time of change, so that a new file is seen."""
    del changed
    return read_texts(Path(folder))


def own_texts() -> list[Text]:
    """Texts from `SAYSO_TEXTS`, and those dropped on a page or read for review in this session."""
    folder = os.environ.get("SAYSO_TEXTS", "")
    found = texts(folder, Path(folder).stat().st_mtime) if folder and Path(folder).is_dir() else []
    dropped: list[Text] = st.session_state.get("texts", [])
    reviewed: dict[str, Text] = st.session_state.get("read-texts", {})
    return [*found, *dropped, *reviewed.values()]


def url_ids(name: str) -> list[Iri]:
    """A comma-separated list of ids in the URL."""
    return address.ids(st.query_params.get(name, ""))


def url_day(name: str) -> date | None:
    """A day in the URL; None where there is none, or none that can be read."""
    return address.day(st.query_params.get(name, ""))


def write_url(**values: str) -> None:
    """Put state into the URL; empty values leave it."""
    wanted = {name: value for name, value in values.items() if value}
    st.session_state["written"], st.session_state["acted"] = wanted, False  # first: the browser may go on at once
    if dict(st.query_params) != wanted:
        st.query_params.from_dict(wanted)


def acted() -> None:
    """Remember that something was done on the page: the rerun that answers it may still carry the URL before it."""
    st.session_state["acted"] = True


def went() -> bool:
    """Whether the browser went back or forward on this page: its URL says something, and not what was written last."""
    state, here = st.session_state, dict(st.query_params)
    if state.get("acted") or state.get("arrived", True) or "written" not in state:
        return False
    return bool(here) and here != state["written"]


def clock() -> Clock:
    """The two clocks, the same on every page; a link sets them when the session begins."""
    if "days" not in st.session_state:
        st.session_state["days"] = Clock(known=url_day("known"), on=url_day("on"))
    days: Clock = st.session_state["days"]
    return days


def set_clock(known: date | None = None, on: date | None = None) -> None:
    """Turn both clocks; None is any day."""
    st.session_state["days"] = Clock(known=known, on=on)


def clock_url() -> dict[str, str]:
    """The clocks as they stand in the URL."""
    now = clock()
    return {
        "on": now.on.isoformat() if now.on else "",
        "known": now.known.isoformat() if now.known else "",
    }
