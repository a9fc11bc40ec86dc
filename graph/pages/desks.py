"""What lies on the desk of a review: where one is, what was said and done last; and how an act is carried out."""

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from graph import review as core
from graph.component import review as component
from graph.component.search import asked
from graph.dataset import Dataset
from graph.draw.style import FAMILIES
from graph.errors import InputRefused, SaysoError
from graph.model import Iri, Span, Thing
from graph.namespaces import compress, expand
from graph.pages import cards, session
from graph.review import OPEN, Card, Consequences, Decision, Draft, Waiting
from graph.views import things
from graph.views.choices import Choices, choices

SUGGESTED = 8
# What may speak, be spoken to, or be what something is about: no statement, and no article.
FILLING = [
    kind for family in FAMILIES if family.key not in {"statements", "articles", "gathered"} for kind in family.kinds
]


@dataclass
class Desk:
    """One article's review in one session; what was decided is in the store and not here."""

    article: Iri
    at: str = ""
    turn: int = 0
    said: str = ""
    fault: str = ""
    histories: set[str] = field(default_factory=set)
    merged: Iri | None = None  # whom the last act merged into another: a merge is taken back by a split

    def go(self, statement: str) -> None:
        """Have the browser go to a card."""
        self.at = statement
        self.turn += 1


def desk(article: Iri) -> Desk:
    """The desk of an article in this session."""
    desks: dict[Iri, Desk] = st.session_state.setdefault("desks", {})
    return desks.setdefault(article, Desk(article))


def found(data: Dataset, article: Iri, text: str) -> list[Card]:
    """The cards of an article, looked up once for each state of the data and the proposals."""
    key = ("cards", article, bool(text), *_proposals(data))
    return session.once(key, lambda: core.cards(data, article, text))


def shown(data: Dataset, desk: Desk, everything: Sequence[Card], text: str, *, field: str) -> component.ReviewData:
    """Everything the component shows; `field` is its key."""
    known = session.ready(choices)
    here = _here(everything, desk)

    def words(start: int, end: int) -> str:
        return text[start:end]

    def one(card: Card) -> component.Card:
        before = _before(data, desk.article, card) if card.iri == here else _known(desk.article, card)
        history = _history(data, card.iri) if card.iri in desk.histories else None
        drawn = cards.card(card, known, words, before, history)
        if drawn["before"]:
            drawn["before"]["faults"] = [in_words(fault) for fault in drawn["before"]["faults"]]
        return drawn

    return {
        "text": text or None,
        "textHint": "The words show here as soon as your copy of the article is. The cards work without it.",
        "cards": [one(card) for card in everything],
        "mentions": cards.mentions(everything),
        "actors": [cards.named_shown(actor) for actor in cards.actors(everything)],
        "choices": cards.choices_shown(known),
        "blank": cards.blank(),
        "current": desk.at,
        "turn": desk.turn,
        "suggestions": _suggestions(data, known, field),
        "said": desk.said,
        "fault": desk.fault,
        "undo": "Take back the merge" if desk.merged else _undoable(data, desk.article, known),
    }


def _proposals(data: Dataset) -> tuple[Hashable, int]:
    """What tells one state of the proposals from another: the store, which each state has anew, and its size."""
    store = data.proposals.store
    return store, len(store)


def waiting(data: Dataset) -> list[Waiting]:
    """The articles under review, looked up once for each state of the data and the proposals."""
    return session.once(("waiting", *_proposals(data)), lambda: core.waiting(data))


def _history(data: Dataset, statement: Iri) -> list[str]:
    return [cards.decided(each) for each in core.history(data, statement)]


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
        desk.fault = in_words(str(error))
        desk.go(str(given["id"]))


def in_words(told: str) -> str:
    """A message with the names of terms as the form has them: “agent” and not say:agent."""
    labels, terms = session.ready(choices).labels, session.terms()

    def name(found: re.Match[str]) -> str:
        term = Iri(expand(found[0]))
        use = terms.properties.get(term) or terms.classes.get(term)
        label = labels.get(found[0]) or (use.label if use else "")
        return f"“{label}”" if label else found[0]

    return re.sub(r"\bsay:\w+", name, told)


def _done(data: Dataset, desk: Desk, text: str, given: dict[str, Any]) -> str:
    """Do it, and say that it is done."""
    by, at = str(st.session_state.get("reviewer", "")), datetime.now(UTC)
    if not by:
        raise InputRefused("Nobody knows who decides. Reload the page and give your name.")
    article, iri, arg = desk.article, Iri(str(given["id"])), given.get("arg") or {}
    desk.at = str(given["next"])
    merged, done = desk.merged, ""
    if given["do"] != "history":
        desk.merged = None
    match given["do"]:
        case "accept":
            core.accept(data, article, [iri], by=by, at=at, text=text)
            done = "Accepted."
        case "reject":
            core.reject(data, article, [iri], by=by, at=at)
            done = "Rejected."
        case "withdraw":
            core.withdraw(data, article, iri, by=by, at=at, reason=str(arg or ""))
            done = "Withdrawn; its history stays."
        case "edit":
            old = next(card.draft for card in found(data, article, text) if card.iri == iri)
            core.edit(data, article, iri, _draft(data, article, arg, old, text), by=by, at=at, text=text)
            done = "Saved."
        case "add":
            draft = _draft(data, article, arg, None, text)
            desk.go(core.add_statement(data, article, draft, by=by, at=at, text=text))
            done = "Added."
        case "merge":
            keep, gone = Iri(str(arg["keep"])), Iri(str(arg["gone"]))
            core.merge(data, keep, gone, by=by, at=at, reason=str(arg["reason"]))
            desk.merged = gone
            done = "Merged: one actor instead of two."
        case "undo":
            _undo(data, desk, merged, by, at)
            done = "Taken back."
        case "history":
            desk.histories ^= {iri}
        case other:
            raise InputRefused(f"{other!r} is nothing that can be done here. Reload the page.")
    return done


def _undo(data: Dataset, desk: Desk, merged: Iri | None, by: str, at: datetime) -> None:
    """Take back the last decision, be it on a statement or on who is who."""
    if merged is not None:
        core.split(data, merged, by=by, at=at, reason="taken back")
        return
    last = _last(data, desk.article)
    core.undo(data, desk.article, by=by, at=at)
    if last and last.changes:
        desk.go(last.changes[0].statement)


def _draft(data: Dataset, article: Iri, arg: Any, old: Draft | None, text: str) -> Draft:
    known = session.ready(choices)
    named = {actor.iri: actor for actor in cards.actors(found(data, article, text))}

    def thing(iri: Iri) -> Thing:
        return named.get(iri) or things.thing(data, iri)

    def called(name: str, kind: str) -> Thing | None:
        kinds = [
            each for each in known.filling.get(kind, FILLING) if each != "say:UnnamedSource"
        ]  # they are no two alike
        hits = [hit.thing for hit in data.find(name, SUGGESTED, kinds=kinds).hits]
        same = {each.iri: each for each in (*named.values(), *hits) if each.label.casefold() == name.casefold()}
        same = {iri: each for iri, each in same.items() if each.kind in kinds}
        return next(iter(same.values())) if len(same) == 1 else None

    def cut(start: int, end: int, role: str) -> Span:
        if not text:
            raise InputRefused("Words can be marked only where your copy of the text is. Drop it first.")
        return core.span(article, text, start, end, role)

    return cards.draft_read(
        cards.as_draft(arg),
        old,
        article=article,
        thing=thing,
        called=called,
        cut=cut,
        figures=[value.name for value in known.figures],
        fills={value.name: value.fills for value in known.slots if value.fills},
    )


def _here(everything: Sequence[Card], desk: Desk) -> str:
    """The card whose consequences are looked up: the one that was gone to, or the first that is open."""
    return desk.at or next((card.iri for card in everything if card.state == OPEN), "")


def _before(data: Dataset, article: Iri, card: Card) -> Consequences:
    """What accepting a card would do, looked up once for each state of the data and each draft."""
    return session.once(_asked_of(article, card), lambda: core.consequences(data, article, card.draft, card.iri))


def _known(article: Iri, card: Card) -> Consequences | None:
    """The same if somebody has looked it up already: half a second each is too much to spend on cards out of sight."""
    known: Consequences | None = session.looked_up(_asked_of(article, card))
    return known


def _asked_of(article: Iri, card: Card) -> tuple[Hashable, ...]:
    return ("before", article, card.iri, card.draft)


def _suggestions(data: Dataset, known: Choices, field: str) -> component.Asked:
    typed = asked(field)
    if not typed.text.strip():
        return {"n": typed.number, "lines": []}
    hits = data.find(typed.text, SUGGESTED, kinds=known.filling.get(typed.within, FILLING)).hits
    return {"n": typed.number, "lines": [cards.named_shown(hit.thing) for hit in hits]}


def _last(data: Dataset, article: Iri) -> Decision | None:
    """The decision that an undo would take back."""
    decisions = core.history(data, article)
    return next((one for one in reversed(decisions) if not one.undone and one.undoes is None), None)


def _undoable(data: Dataset, article: Iri, known: Choices) -> str:
    last = _last(data, article)
    if last is None:
        return ""
    return f"Take back: {known.labels.get(last.kind, compress(last.kind)).lower()}, {cards.moment(last.at)}"
