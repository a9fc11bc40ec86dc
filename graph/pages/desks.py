"""What lies on the desk of a review: where one is, what was said and done last; and how an act is carried out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from graph import review as core
from graph.component import review as component
from graph.component.search import asked
from graph.dataset import Dataset
from graph.errors import InputRefused, SaysoError
from graph.model import Iri, Span, Thing
from graph.namespaces import compress
from graph.pages import cards, session
from graph.review.records import OPEN, Card, Consequences, Decision, Draft
from graph.views import things
from graph.views.choices import Choices, choices

AHEAD = 3  # open cards after the current one whose consequences are looked up before they are gone to
SUGGESTED = 8


@dataclass
class Desk:
    """One article's review in one session; what was decided is in the store and not here."""

    article: Iri
    at: str = ""
    turn: int = 0
    said: str = ""
    fault: str = ""
    histories: set[str] = field(default_factory=set)

    def go(self, statement: str) -> None:
        """Have the browser go to a card."""
        self.at = statement
        self.turn += 1


def desk(article: Iri) -> Desk:
    """The desk of an article in this session."""
    desks: dict[Iri, Desk] = st.session_state.setdefault("desks", {})
    return desks.setdefault(article, Desk(article))


def shown(data: Dataset, desk: Desk, found: Sequence[Card], text: str, *, field: str) -> component.ReviewData:
    """Everything the component shows; `field` is its key."""
    known = session.once(("choices",), lambda: choices(data))
    near = _near(found, desk.at)

    def words(start: int, end: int) -> str:
        return text[start:end]

    def one(card: Card) -> component.Card:
        before = _before(data, desk.article, card) if card.iri in near else None
        history = core.history(data, card.iri) if card.iri in desk.histories else None
        return cards.card(card, known, words, before, history)

    return {
        "text": text or None,
        "textHint": "The words show here as soon as your copy of the article is. The cards work without it.",
        "cards": [one(card) for card in found],
        "mentions": cards.mentions(found),
        "actors": [cards.named_shown(actor) for actor in cards.actors(found)],
        "choices": cards.choices_shown(known),
        "blank": cards.blank(),
        "current": desk.at,
        "turn": desk.turn,
        "suggestions": _suggestions(data, field),
        "said": desk.said,
        "fault": desk.fault,
        "undo": _undoable(data, desk.article, known),
    }


def look(desk: Desk, current: Any) -> None:
    """Remember where the browser is, so that the consequences there are looked up."""
    if current:
        desk.at = str(current["id"])


def act(data: Dataset, desk: Desk, text: str, given: Any) -> None:
    """Carry out what was asked for; what cannot be done is said on the desk, and nothing is changed."""
    if not given:
        return
    desk.said = desk.fault = ""
    try:
        desk.said = _done(data, desk, text, given)
    except SaysoError as error:
        desk.fault = str(error)
        desk.go(str(given["id"]))


def _done(data: Dataset, desk: Desk, text: str, given: dict[str, Any]) -> str:
    """Do it, and say that it is done."""
    by, at = str(st.session_state.get("reviewer", "")), datetime.now(UTC)
    if not by:
        raise InputRefused("Nobody knows who decides. Reload the page and give your name.")
    article, iri, arg = desk.article, Iri(str(given["id"])), given.get("arg")
    desk.at = str(given["next"])
    done = ""
    match given["do"]:
        case "accept":
            core.accept(data, article, [iri], by, at, text=text)
            done = "Accepted."
        case "reject":
            core.reject(data, article, [iri], by, at)
            done = "Rejected."
        case "withdraw":
            core.withdraw(data, article, iri, by, at, str(arg or ""))
            done = "Withdrawn; its history stays."
        case "edit":
            old = next(card.draft for card in core.cards(data, article, text) if card.iri == iri)
            core.edit(data, article, iri, _draft(data, article, arg, old, text), by, at, text)
            done = "Saved."
        case "add":
            desk.go(core.add_statement(data, article, _draft(data, article, arg, None, text), by, at, text))
            done = "Added."
        case "merge":
            core.merge(data, Iri(str(arg["keep"])), Iri(str(arg["gone"])), by, at, str(arg["reason"]))
            done = "Merged: one actor instead of two."
        case "undo":
            last = _last(data, article)
            core.undo(data, article, by, at)
            if last and last.changes:
                desk.go(last.changes[0].statement)
            done = "Taken back."
        case "history":
            desk.histories ^= {iri}
        case other:
            raise InputRefused(f"{other!r} is nothing that can be done here. Reload the page.")
    return done


def _draft(data: Dataset, article: Iri, arg: Any, old: Draft | None, text: str) -> Draft:
    known = session.once(("choices",), lambda: choices(data))
    named = {actor.iri: actor for actor in cards.actors(core.cards(data, article, text))}

    def thing(iri: Iri) -> Thing:
        return named.get(iri) or things.thing(data, iri)

    def cut(start: int, end: int, role: str) -> Span:
        if not text:
            raise InputRefused("Words can be marked only where your copy of the text is. Drop it first.")
        return core.span(article, text, start, end, role)

    return cards.draft_read(
        cards.as_draft(arg),
        old,
        article=article,
        thing=thing,
        cut=cut,
        figures=[value.name for value in known.figures],
    )


def _near(found: Sequence[Card], at: str) -> set[Iri]:
    """The card one is at, and those one is likely to go to."""
    order = [card.iri for card in found]
    here = order.index(Iri(at)) if at in order else 0
    rest = [*found[here:], *found[:here]]
    following = [card.iri for card in rest[1:] if card.state == OPEN][:AHEAD]
    first = [card.iri for card in rest[:1]] if at else [card.iri for card in found if card.state == OPEN][:1]
    return {*first, *following, *order[here : here + 1]}


def _before(data: Dataset, article: Iri, card: Card) -> Consequences:
    """What accepting a card would do, looked up once for each state of the data and each draft."""
    key = ("before", article, card.iri, card.draft)
    return session.once(key, lambda: core.consequences(data, article, card.draft, card.iri))


def _suggestions(data: Dataset, field: str) -> component.Asked:
    typed = asked(field)
    if not typed.text.strip():
        return {"n": typed.number, "lines": []}
    found = data.find(typed.text, SUGGESTED)
    return {"n": typed.number, "lines": [cards.named_shown(hit.thing) for hit in found.hits]}


def _last(data: Dataset, article: Iri) -> Decision | None:
    """The decision that an undo would take back."""
    decisions = core.history(data, article)
    return next((one for one in reversed(decisions) if not one.undone and one.undoes is None), None)


def _undoable(data: Dataset, article: Iri, known: Choices) -> str:
    last = _last(data, article)
    if last is None:
        return ""
    return f"Take back: {known.labels.get(last.kind, compress(last.kind)).lower()}, {cards.moment(last.at)}"
