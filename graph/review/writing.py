"""What an article's graph holds: it follows from the accepted drafts alone, so that nothing is left of what is not."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from graph.model import Iri, Literal, Span, Term, Thing, Triple
from graph.namespaces import ID, PREFIXES, expand, local_id
from graph.review.drafts import all_spans, things
from graph.review.log import draft_iri, number, proposal_iri, recorded, triple
from graph.review.proposed import DAYS, FIGURES, UNPARAPHRASED, Mention
from graph.review.records import Content, Decision, Draft

_LABEL: Final = 120
_DAY: Final = PREFIXES["xsd"] + "dateTime"
_ODD: Final = re.compile(r"[^A-Za-z0-9-]+")


@dataclass(frozen=True)
class Accepted:
    """A statement of the graph: its draft, the decision it comes from, the proposal it was, the version before."""

    iri: Iri
    draft: Draft
    decision: Decision
    proposal: str = ""
    former: Iri | None = None


@dataclass(frozen=True)
class Surroundings:
    """What drafts do not say: the article, its text and names; what the graph knows; how acts are put in words."""

    article: Iri
    text: Iri
    frame: tuple[Triple, ...]
    mentions: tuple[Mention, ...]
    known: Callable[[Iri], bool]
    verb: Callable[[str], str]
    became: Mapping[Iri, Iri]


def article_graph(accepted: Sequence[Accepted], around: Surroundings) -> list[Triple]:
    """The triples of an article's graph; none while nothing of it is accepted."""
    if not accepted:
        return []
    return list(dict.fromkeys(_Writer(accepted, around).write()))


def label_of(draft: Draft, verb: str) -> str:
    """What a statement is called: who says what, in our words."""
    said = "; ".join(paraphrase(content, draft) for content in draft.contents)
    return _short(f"{draft.speaker.label} {verb}: {said}")


def paraphrase(content: Content, draft: Draft) -> str:
    """A content in our words, or in the speaker's own until somebody has paraphrased it."""
    if content.paraphrase.strip() not in {"", UNPARAPHRASED}:
        return _short(content.paraphrase.strip())
    return _short(f"“{draft.quotation}”") if draft.quotation else "not paraphrased yet"


def _short(text: str) -> str:
    return text if len(text) <= _LABEL else text[: _LABEL - 1] + "…"


class _Writer:
    """Accepted drafts on their way to triples."""

    def __init__(self, accepted: Sequence[Accepted], around: Surroundings) -> None:
        self.accepted = accepted
        self.around = around
        self.statements = {each.iri for each in accepted}

    def write(self) -> Iterator[Triple]:
        yield from self.around.frame
        contents: dict[Iri, tuple[int, Content, Draft]] = {}
        spans: dict[Iri, Span] = {}
        for each in self.accepted:
            yield from self._statement(each)
            spans |= all_spans(each.draft)
            for content in each.draft.contents:
                order = number(each.decision.iri)
                if content.iri not in contents or contents[content.iri][0] <= order:
                    contents[content.iri] = (order, content, each.draft)
        for _, content, draft in contents.values():
            yield from self._content(content, draft)
        used = {thing.iri: thing for each in self.accepted for thing in things(each.draft).values()}
        became = {self._now(iri) for iri in used}
        mentions = [mention for mention in self.around.mentions if self._now(mention.means) in became]
        for mention in mentions:
            spans[mention.span.iri] = mention.span
            yield triple(mention.iri, "rdf:type", _say("Mention"))
            yield triple(mention.iri, "say:surfaceForm", _string(mention.surface))
            yield triple(mention.iri, "say:refersTo", self._now(mention.means))
            yield triple(mention.iri, "say:evidence", mention.span.iri)
        for thing in used.values():
            yield from self._thing(thing, mentions)
        yield from self._roles()
        for span in spans.values():
            yield from self._span(span)

    def _now(self, iri: Iri) -> Iri:
        return self.around.became.get(iri, iri)

    def _statement(self, each: Accepted) -> Iterator[Triple]:
        draft = each.draft
        values: list[tuple[str, Term]] = [
            ("rdf:type", _say("Statement")),
            ("rdfs:label", _english(label_of(draft, self.around.verb(draft.act)))),
            ("say:speaker", self._now(draft.speaker.iri)),
            ("say:reportedIn", self.around.article),
            *(
                (f"say:{name}", Iri(expand(value)))
                for name, value in (
                    ("act", draft.act),
                    ("polarity", draft.polarity),
                    ("certainty", draft.certainty),
                    ("basis", draft.basis),
                    ("dateBasis", draft.date_basis),
                )
            ),
            *(("say:content", content.iri) for content in draft.contents),
            *(("say:content", other) for other in draft.nested if other in self.statements),
            *((span.role, span.iri) for span in draft.spans),
            ("prov:wasGeneratedBy", each.decision.iri),
        ]
        if draft.on_behalf_of:
            values.append(("say:onBehalfOf", self._now(draft.on_behalf_of.iri)))
        if draft.addressee:
            values.append(("say:addressee", self._now(draft.addressee.iri)))
        if draft.said:
            values.append(("say:statedOn", day(draft.said)))
        if draft.said_after:
            values.append(("say:statedAfter", day(draft.said_after)))
        if draft.quotation:
            values.append(("say:quotation", _string(draft.quotation)))
        if draft.responds_to in self.statements and draft.responds_to:
            values.append(("say:inResponseTo", draft.responds_to))
        if each.proposal:
            values.append(("prov:wasDerivedFrom", proposal_iri(each.iri, each.proposal)))
        if each.former:
            values.append(("prov:wasRevisionOf", each.former))
        yield from (triple(each.iri, name, value) for name, value in values)
        yield from recorded(each.decision)
        yield triple(each.decision.iri, "prov:generated", each.iri)
        yield triple(each.decision.iri, "prov:generated", draft_iri(each.iri, each.decision.iri))
        if each.proposal:
            yield triple(each.decision.iri, "prov:used", proposal_iri(each.iri, each.proposal))

    def _content(self, content: Content, draft: Draft) -> Iterator[Triple]:
        yield triple(content.iri, "rdf:type", Iri(expand(content.kind)))
        yield triple(content.iri, "rdfs:label", _english(paraphrase(content, draft)))
        yield triple(content.iri, "say:evidence", content.evidence.iri)
        for slot, thing in content.slots:
            yield triple(content.iri, slot, self._now(thing.iri))
        for name, value in content.figures:
            yield triple(content.iri, name, figure(name, value))

    def _thing(self, thing: Thing, mentions: Iterable[Mention]) -> Iterator[Triple]:
        """Someone or something new: what it is and what it is called, with the name in the text as evidence."""
        if thing.iri in self.around.became or self.around.known(thing.iri):
            return
        yield triple(thing.iri, "rdf:type", Iri(expand(thing.kind)))
        yield triple(thing.iri, "rdfs:label", _english(_short(thing.label)))
        named = next((mention.span.iri for mention in mentions if mention.means == thing.iri), None)
        evidence = named or next(_evidence(each.draft).iri for each in self.accepted if thing.iri in things(each.draft))
        yield triple(thing.iri, "say:evidence", evidence)

    def _roles(self) -> Iterator[Triple]:
        """Who speaks for whom, as the article attests it; whom nobody names is a member of whom it speaks for."""
        pairs: dict[tuple[Iri, Iri], list[Draft]] = {}
        for each in self.accepted:
            if each.draft.on_behalf_of:
                pair = self._now(each.draft.speaker.iri), self._now(each.draft.on_behalf_of.iri)
                if pair[0] != pair[1]:
                    pairs.setdefault(pair, []).append(each.draft)
        for (speaker, group), drafts in pairs.items():
            if drafts[0].speaker.kind == "say:UnnamedSource":
                yield triple(speaker, "org:memberOf", group)
                continue
            role = Iri(f"{self.around.article}-role-{_local(speaker)}-{_local(group)}")
            yield triple(role, "rdf:type", _say("RoleAttestation"))
            yield triple(role, "org:member", speaker)
            yield triple(role, "org:organization", group)
            yield triple(role, "org:role", _say("spokesperson"))
            yield triple(role, "say:evidence", _evidence(drafts[0]).iri)
            if days := [draft.said for draft in drafts if draft.said]:
                yield triple(role, "say:attestedOn", day(min(days)))

    def _span(self, span: Span) -> Iterator[Triple]:
        selector = Iri(f"{span.iri}-selector")
        yield triple(span.iri, "rdf:type", _say("Span"))
        yield triple(span.iri, "oa:hasSource", self.around.text)
        yield triple(span.iri, "oa:hasSelector", selector)
        yield triple(span.iri, "say:sha256", _string(span.sha256))
        yield triple(span.iri, "say:normalSha256", _string(span.normal_sha256))
        yield triple(span.iri, "say:wordCount", _integer(span.words))
        yield triple(selector, "rdf:type", Iri(expand("oa:TextPositionSelector")))
        yield triple(selector, "oa:start", _integer(span.start))
        yield triple(selector, "oa:end", _integer(span.end))


def _evidence(draft: Draft) -> Span:
    """Where a draft names its speaker, or else where it says anything."""
    return min(draft.spans, key=lambda span: (span.role != "say:sourceSpan", span.start))


def figure(name: str, value: str) -> Term:
    """A figure or day of a content as a term."""
    if name in DAYS:
        return Literal(f"{value}T00:00:00Z", _DAY)
    datatype = FIGURES[name]
    return Literal(value, expand(datatype)) if datatype else Iri(expand(value))


def day(on: date) -> Literal:
    """A day as the graph has it."""
    return Literal(f"{on.isoformat()}T00:00:00Z", _DAY)


def _local(iri: Iri) -> str:
    plain = unicodedata.normalize("NFKD", local_id(iri) if iri.startswith(ID) else iri.rpartition("/")[2])
    return _ODD.sub("-", plain).strip("-")


def _say(name: str) -> Iri:
    return Iri(PREFIXES["say"] + name)


def _english(text: str) -> Literal:
    return Literal(text, language="en")


def _string(text: str) -> Literal:
    return Literal(text, PREFIXES["xsd"] + "string")


def _integer(value: int) -> Literal:
    return Literal(str(value), PREFIXES["xsd"] + "integer")
