"""The records of a review as the component shows them, and what its form gives back as a draft."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from graph.component import review as shown
from graph.draw.style import family_of
from graph.errors import InputRefused
from graph.model import Iri, Span, Thing, spell
from graph.namespaces import ID, local_id
from graph.review import Card, Consequences, Content, Decision, Draft, Effect, Named
from graph.views.choices import Choices, Value

PLAIN = "say:Proposition"
UNSAID = "to be paraphrased"
LONGEST = 150  # characters of a line that stands for a statement

Words = Callable[[int, int], str]


def card(
    one: Card, choices: Choices, words: Words, before: Consequences | None, history: Sequence[str] | None
) -> shown.Card:
    """A card with its facts in words; `words` gives the article's words between two offsets, "" without a copy."""
    draft = one.draft
    act = choices.acts.get(draft.act)
    family = family_of("say:Statement")
    return {
        "id": one.iri,
        "state": one.state,  # type: ignore[typeddict-item] # the states of the core are those of the component
        "glyph": act.glyph if act else "“",
        "light": family.light,
        "dark": family.dark,
        "head": head(draft, choices),
        "text": _shortened(_line(draft, words)),
        "quotation": draft.quotation,
        "note": one.note,
        "foot": _foot(one),
        "facts": _facts(one, choices, words),
        "actors": [named_shown(actor) for actor in actors([one])],
        "draft": draft_shown(draft),
        "before": None if before is None else _before(one, before),
        "history": None if history is None else list(history),
    }


def head(draft: Draft, choices: Choices) -> str:
    """Who says it, for whom, in which way."""
    act = choices.acts.get(draft.act)
    behalf = f" for {draft.on_behalf_of.label}" if draft.on_behalf_of else ""
    verb = act.verb if act and act.verb else "says"
    says_no = draft.polarity == "say:negative" and draft.act != "say:deny"
    return f"{draft.speaker.label}{behalf} {verb}{', in the negative' if says_no else ''}"


def _line(draft: Draft, words: Words) -> str:
    """What was said, in one line; where somebody passes on what another one said, the words that do so."""
    contents = [said(content, words) for content in draft.contents]
    passed_on = [words(span.start, span.end) for span in draft.spans if _role(span) == "content"]
    return "; ".join(contents) or " ".join(" … ".join(passed_on).split()) or "what somebody else said"


def said(content: Content, words: Words) -> str:
    """What was said in our words; until a reviewer has found some, the article's own, where the copy is at hand."""
    if content.paraphrase and content.paraphrase != UNSAID:
        return content.paraphrase
    own = " ".join(words(content.evidence.start, content.evidence.end).split()).strip('“”"')
    return f"“{own}”" if own else UNSAID


def actors(cards: Iterable[Card]) -> list[Thing]:
    """Who is named in cards: speakers and other parties first, then names in the text, each once."""
    found: dict[Iri, Thing] = {}
    for one in cards:
        draft = one.draft
        parties = (draft.speaker, draft.on_behalf_of, draft.addressee)
        slots = [thing for content in draft.contents for _, thing in content.slots]
        for thing in [*filter(None, parties), *slots]:
            found.setdefault(thing.iri, thing)
    for one in cards:
        for named in one.named:
            found.setdefault(named.means.iri, named.means)
    return list(found.values())


def mentions(cards: Iterable[Card]) -> list[shown.Mark]:
    """The names in the text, each with whom it is taken to mean."""
    places = {(each.span.start, each.span.end): each for one in cards for each in one.named if each.span}
    return [
        {"role": "mention", "start": start, "end": end, "title": _meant(places[start, end])}
        for start, end in sorted(places)
    ]


def choices_shown(choices: Choices) -> shown.Choices:
    """The values of the fields."""

    def scheme(name: str) -> list[shown.Choice]:
        return [_choice(value) for value in choices.schemes.get(f"say:{name}", ())]

    return {
        "act": scheme("acts"),
        "polarity": scheme("polarities"),
        "certainty": scheme("certainties"),
        "basis": scheme("bases"),
        "dateBasis": scheme("dateBases"),
        "kinds": [_choice(value) for value in choices.kinds],
        "slots": [_choice(value) for value in (*choices.slots, *choices.figures)],
        "figures": [value.name for value in choices.figures],
    }


def draft_shown(draft: Draft) -> shown.Draft:
    """A draft as the form edits it."""
    return {
        "speaker": named_shown(draft.speaker),
        "onBehalfOf": named_shown(draft.on_behalf_of) if draft.on_behalf_of else None,
        "addressee": named_shown(draft.addressee) if draft.addressee else None,
        "act": draft.act,
        "polarity": draft.polarity,
        "certainty": draft.certainty,
        "basis": draft.basis,
        "said": draft.said.isoformat() if draft.said else "",
        "saidAfter": draft.said_after.isoformat() if draft.said_after else "",
        "dateBasis": draft.date_basis,
        "quotation": draft.quotation,
        "contents": [_content_shown(content) for content in draft.contents],
        "spans": [{"role": _role(span), "start": span.start, "end": span.end} for span in draft.spans],
    }


def blank() -> shown.Draft:
    """What a new statement begins with: nothing is known but the words."""
    return {
        "speaker": None,
        "onBehalfOf": None,
        "addressee": None,
        "act": "say:claim",
        "polarity": "say:positive",
        "certainty": "say:certain",
        "basis": "say:unstated",
        "said": "",
        "saidAfter": "",
        "dateBasis": "say:undated",
        "quotation": "",
        "contents": [{"id": "", "kind": PLAIN, "paraphrase": "", "slots": []}],
        "spans": [],
    }


def draft_read(
    given: shown.Draft,
    old: Draft | None,
    *,
    article: Iri,
    thing: Callable[[Iri], Thing],
    called: Callable[[str, str], Thing | None],
    cut: Callable[[int, int, str], Span],
    figures: Sequence[str],
    fills: Mapping[str, str],
) -> Draft:
    """The draft that the form gave back; raises InputRefused, with what to mend, where it is none.

    `thing` looks up what the form names by id, `called` the one thing of a class with a name that was
    typed; `cut` makes a span of words that no old one stands for; `fills` has the class of what fills a slot, for
    things that are new.
    """
    known = {(_role(span), span.start, span.end): span for span in old.spans} if old else {}
    spans = tuple(
        known.get((mark["role"], mark["start"], mark["end"]))
        or cut(mark["start"], mark["end"], f"say:{mark['role']}Span")
        for mark in given["spans"]
    )
    first = next((span for span in spans if span.role == "say:contentSpan"), None)
    if first is None:
        raise InputRefused("The statement has no content in the text. Choose the words, then press Alt+3.")
    contents = {content.iri: content for content in old.contents} if old else {}

    def party(given: shown.Named | None, kind: str = "say:Actor") -> Thing | None:
        if given is not None and not given["id"] and (found := called(" ".join(given["label"].split()), kind)):
            return found
        return _party(given, article, thing, kind)

    speaker = party(given["speaker"])
    if speaker is None:
        raise InputRefused("The statement has no speaker. Name who said it.")
    base = old or Draft(speaker, "", "", "", "", "", (), ())
    return replace(
        base,
        speaker=speaker,
        on_behalf_of=party(given["onBehalfOf"]),
        addressee=party(given["addressee"]),
        act=given["act"],
        polarity=given["polarity"],
        certainty=given["certainty"],
        basis=given["basis"],
        said=_day(given["said"]),
        said_after=_day(given["saidAfter"]),
        date_basis=given["dateBasis"],
        quotation=given["quotation"],
        spans=spans,
        contents=tuple(
            _content_read(content, contents.get(Iri(content["id"])), first, party=party, figures=figures, fills=fills)
            for content in given["contents"]
        ),
    )


def _content_read(
    given: shown.Content,
    old: Content | None,
    evidence: Span,
    *,
    party: Callable[[shown.Named | None, str], Thing | None],
    figures: Sequence[str],
    fills: Mapping[str, str],
) -> Content:
    slots = tuple(
        (slot["name"], found)
        for slot in given["slots"]
        if slot["name"] not in figures and (found := party(slot, fills.get(slot["name"], "say:Actor"))) is not None
    )
    numbers = tuple((slot["name"], slot["label"]) for slot in given["slots"] if slot["name"] in figures)
    same = old is not None and (given["kind"], slots, numbers) == (old.kind, old.slots, old.figures)
    return Content(
        kind=given["kind"],
        paraphrase=given["paraphrase"],
        evidence=old.evidence if old else evidence,
        slots=slots,
        figures=numbers,
        iri=old.iri if old and same else Iri(""),  # another content is another thing
    )


def _party(given: shown.Named | None, article: Iri, thing: Callable[[Iri], Thing], kind: str) -> Thing | None:
    if given is None or not given["label"].strip():
        return None
    if given["id"]:
        return thing(Iri(given["id"]))
    name = " ".join(given["label"].split())
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or sha256(name.encode()).hexdigest()[:12]
    return Thing(Iri(f"{ID}{local_id(article)}-{slug}"), name, kind, kind.rpartition(":")[2].lower())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InputRefused(f"“{text}” is no day. Write it as 2021-07-14, or leave it out.") from error


def named_shown(thing: Thing) -> shown.Named:
    """A thing as a field takes it."""
    return {"id": thing.iri, "label": thing.label, "kind": thing.kind_label}


def _choice(value: Value) -> shown.Choice:
    return {"id": value.name, "label": value.label, "help": value.definition, "fills": value.fills}


def _role(span: Span) -> str:
    return span.role.partition(":")[2].removesuffix("Span")


def _content_shown(content: Content) -> shown.Content:
    slots: list[shown.Slot] = [{"name": name, "id": t.iri, "label": t.label} for name, t in content.slots]
    slots += [{"name": name, "id": "", "label": value} for name, value in content.figures]
    return {
        "id": content.iri,
        "kind": content.kind,
        "paraphrase": "" if content.paraphrase == UNSAID else content.paraphrase,
        "slots": slots,
    }


def _facts(one: Card, choices: Choices, words: Words) -> list[tuple[str, str]]:
    draft, labels = one.draft, choices.labels
    coded = (draft.act, draft.polarity, draft.certainty, draft.basis)
    rows = [
        ("Speaker", draft.speaker.label),
        ("On behalf of", draft.on_behalf_of.label if draft.on_behalf_of else ""),
        ("Told to", draft.addressee.label if draft.addressee else ""),
        ("Coded as", " · ".join(labels.get(value, value) for value in coded)),
        ("Said", _said_on(draft, labels)),
    ]
    for content in draft.contents:
        slots = [f"{labels.get(name, name)}: {thing.label}" for name, thing in content.slots]
        slots += [f"{labels.get(name, name)}: {labels.get(value, value)}" for name, value in content.figures]
        kind = [] if content.kind == PLAIN else [labels.get(content.kind, content.kind)]
        rows.append(("Content", " · ".join([*kind, said(content, words), *slots])))
    for named in one.named:
        if not named.known and named.may_be:
            rows.append((f"“{named.surface}”", "may be " + ", ".join(thing.label for thing in named.may_be)))
    return [row for row in rows if row[1]]


def _said_on(draft: Draft, labels: dict[str, str]) -> str:
    if draft.said is None:
        return "day not given"
    day = spell(draft.said)
    if draft.said_after and draft.said_after != draft.said:
        day = f"between {spell(draft.said_after)} and {day}"
    return f"{day} ({labels.get(draft.date_basis, draft.date_basis)})"


def _foot(one: Card) -> str:
    if one.confidence is None:
        found = "Added by a reviewer"
    else:
        found = f"Found by the rule “{one.rule}”, right in {one.confidence:.0%} of what it finds"
    edited = [f"version {one.version}"] if one.version > 1 else ["edited"] if one.edited else []
    return " · ".join([found, *edited])


def _before(one: Card, found: Consequences) -> shown.Before:
    wrong = [violation.message for violation in found.violations if not violation.warning]
    return {
        "faults": list(dict.fromkeys([one.ungrounded] * bool(one.ungrounded) + wrong)),
        "disagrees": [_sentence(effect) for effect in found.disagrees],
        "agrees": [_sentence(effect) for effect in found.agrees],
        "adds": [*found.adds, *(_sentence(effect) for effect in found.beside)],
    }


def _sentence(effect: Effect) -> str:
    words = effect.words.strip()
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "…")) else ".")


def decided(decision: Decision) -> str:
    """A decision in one line: when, by whom, what, why."""
    kind = decision.kind.partition(":")[2].lower()
    undone = " (taken back since)" if decision.undone else ""
    reason = f": {decision.reason}" if decision.reason else ""
    return f"{moment(decision.at)}, {decision.by}: {kind}{undone}{reason}"


def moment(at: datetime) -> str:
    """A moment as people read it."""
    return f"{spell(at.date())}, {at:%H:%M}"


def _meant(named: Named) -> str:
    return named.means.label if named.known else f"{named.means.label}, new to the graph"


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def as_draft(arg: Any) -> shown.Draft:
    """What the browser sent as a draft; raises InputRefused where it is none."""
    if not isinstance(arg, dict) or not shown.Draft.__required_keys__ <= arg.keys():
        raise InputRefused("The form did not arrive whole. Press Enter once more.")
    return arg  # type: ignore[return-value] # its keys have been looked at
