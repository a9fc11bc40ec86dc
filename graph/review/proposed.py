"""Proposals as drafts: what the extractor put among the proposals, read back for a reviewer."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from graph.errors import InputRefused, UnknownName
from graph.model import Iri, Span, Thing, Triple
from graph.namespaces import compress, expand, local_id
from graph.review.described import Node, Store, node, selected, thing
from graph.review.records import Content, Draft

SPANS: Final = ("say:sourceSpan", "say:cueSpan", "say:contentSpan")
SLOTS: Final = ("say:agent", "say:opponent", "say:place", "say:theme", "say:beneficiary", "say:origin", "say:describes")
DAYS: Final = ("say:begunBy", "say:beganAfter", "say:holdsUntil", "say:endsBy")
FIGURES: Final = {
    **dict.fromkeys(DAYS, "xsd:dateTime"),
    **dict.fromkeys(("say:shareMin", "say:shareMax"), "xsd:decimal"),
    **dict.fromkeys(("say:quantity", "say:quantityMin", "say:quantityMax"), "xsd:integer"),
    **dict.fromkeys(("say:unit", "say:rank"), "xsd:string"),
    "say:approximate": "xsd:boolean",
    "say:shareOf": "",
    "say:precision": "",
}
UNPARAPHRASED: Final = "to be paraphrased"
_RULE: Final = re.compile(r"“(.+)”")


@dataclass(frozen=True)
class Proposal:
    """A proposed statement, the rule that found it, and how often that rule is right."""

    rule: str
    confidence: float
    draft: Draft


@dataclass(frozen=True)
class Mention:
    """A name as written, and what it means."""

    iri: Iri
    surface: str
    means: Iri
    span: Span


@dataclass(frozen=True)
class Text:
    """An article's text as the proposals know it: its node, digest and length in code points."""

    iri: Iri
    sha256: str
    length: int


class Proposed:
    """The proposals of one article; things are called as the graph calls them, where it knows them."""

    def __init__(self, proposals: Store, graph: Store, article: Iri) -> None:
        self._proposals = proposals
        self._graph = graph
        self.article = article
        self._things: dict[Iri, Thing] = {}
        self._spans: dict[tuple[Iri, str], Span] = {}

    @cached_property
    def text(self) -> Text:
        """The text that was read; raises UnknownName if there are no proposals of the article, nor a graph."""
        for store in (self._proposals, self._graph):
            for triple in self.frame_of(store):
                if triple.predicate == expand("say:textOf"):
                    held = node(store, Iri(str(triple.subject)))
                    return Text(
                        Iri(str(triple.subject)), held.text("say:sha256"), int(held.text("say:charLength") or 0)
                    )
        raise UnknownName(
            f"There are no proposals of an article {local_id(self.article)!r}. Read it first, as with `add --save`."
        )

    def there(self) -> None:
        """Raise UnknownName if there is no such article."""
        assert self.text

    @cached_property
    def frame(self) -> tuple[Triple, ...]:
        """What is known of the article and its text, and of whoever published it."""
        return self.frame_of(self._proposals) or self.frame_of(self._graph)

    def frame_of(self, store: Store) -> tuple[Triple, ...]:
        """The same, as one of the two stores has it."""
        held = node(store, self.article)
        texts = selected(store, "texts_of", "text", article=self.article)
        bodies = [
            other
            for name in ("schema:publisher", "schema:sourceOrganization")
            for iri in held.iris(name)
            for other in node(store, iri).triples
        ]
        return (*held.triples, *(t for text in texts for t in node(store, text).triples), *bodies)

    @cached_property
    def statements(self) -> dict[Iri, Proposal]:
        """The proposed statements, in the order of the text."""
        found = selected(self._proposals, "article_statements", "statement", article=self.article)
        return {iri: self._proposal(node(self._proposals, iri)) for iri in found}

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """The names in the text, in order; from the article's graph where the proposals are gone."""
        for store in (self._proposals, self._graph):
            rows = store.select("article_mentions", article=self.article)
            if rows:
                return tuple(
                    Mention(
                        Iri(str(row["mention"])),
                        str(row["surface"]),
                        Iri(str(row["means"])),
                        self._span(store, Iri(str(row["span"])), "say:evidence"),
                    )
                    for row in rows
                )
        return ()

    @cached_property
    def spans(self) -> dict[Iri, Span]:
        """Every span the extractor read, by IRI."""
        rows = self._proposals.select("article_spans", article=self.article)
        return {iri: self._span(self._proposals, iri, "say:evidence") for iri in {Iri(str(r["span"])) for r in rows}}

    @cached_property
    def contents(self) -> dict[Iri, Content]:
        """Every proposed content, by IRI."""
        every = (content for proposal in self.statements.values() for content in proposal.draft.contents)
        return {content.iri: content for content in every}

    def thing(self, iri: Iri) -> Thing:
        """What something is called: in the graph, or else in the proposals."""
        if iri not in self._things:
            known = thing(self._graph, iri)
            self._things[iri] = known if known.kind else thing(self._proposals, iri)
        return self._things[iri]

    def notes(self, iri: Iri) -> tuple[str, ...]:
        """The extractor's doubts about something."""
        return tuple(map(str, node(self._proposals, iri).all("skos:editorialNote")))

    def _proposal(self, held: Node) -> Proposal:
        run = held.iri("prov:wasGeneratedBy")
        label = node(self._proposals, run).text("rdfs:label") if run else ""
        rule = _RULE.search(label)
        contents: list[Content] = []
        nested: list[Iri] = []
        for iri in held.iris("say:content"):
            content = node(self._proposals, iri)
            if "say:Statement" in map(compress, content.iris("rdf:type")):
                nested.append(iri)
            else:
                contents.append(self._content(iri, content))
        behalf, hearer = held.iri("say:onBehalfOf"), held.iri("say:addressee")
        draft = Draft(
            speaker=self.thing(held.iri("say:speaker") or self.article),
            act=held.code("say:act"),
            polarity=held.code("say:polarity"),
            certainty=held.code("say:certainty"),
            basis=held.code("say:basis"),
            date_basis=held.code("say:dateBasis"),
            contents=tuple(contents),
            spans=self._spans_of(held),
            on_behalf_of=self.thing(behalf) if behalf else None,
            addressee=self.thing(hearer) if hearer else None,
            said=held.day("say:statedOn"),
            said_after=held.day("say:statedAfter"),
            quotation=held.text("say:quotation"),
            responds_to=held.iri("say:inResponseTo"),
            nested=tuple(nested),
        )
        return Proposal(rule[1] if rule else label, float(held.text("say:confidence") or 0), draft)

    def _spans_of(self, held: Node) -> tuple[Span, ...]:
        found = [self._span(self._proposals, iri, role) for role in SPANS for iri in held.iris(role)]
        return tuple(sorted(found, key=lambda span: (span.start, span.end, span.role)))

    def _content(self, iri: Iri, held: Node) -> Content:
        evidence = held.iri("say:evidence")
        if evidence is None:
            raise InputRefused(f"{local_id(iri)} is proposed without evidence. Read the article again.")
        kinds = [kind for kind in map(compress, held.iris("rdf:type")) if kind.startswith("say:")]
        return Content(
            kind=next((kind for kind in kinds if kind != "say:Proposition"), "say:Proposition"),
            paraphrase=held.text("rdfs:label"),
            evidence=self._span(self._proposals, evidence, "say:evidence"),
            slots=tuple((slot, self.thing(value)) for slot in SLOTS for value in held.iris(slot)),
            figures=tuple((name, _lexical(name, str(value))) for name in FIGURES for value in held.all(name)),
            iri=iri,
        )

    def _span(self, store: Store, iri: Iri, role: str) -> Span:
        if (iri, role) not in self._spans:
            held = node(store, iri)
            selector = held.iri("oa:hasSelector")
            range_ = node(store, selector) if selector else Node(())
            self._spans[iri, role] = Span(
                iri,
                role,
                self.article,
                int(range_.text("oa:start") or -1),
                int(range_.text("oa:end") or -1),
                held.text("say:sha256") if len(held.all("say:sha256")) == 1 else "",
                held.text("say:normalSha256"),
                int(held.text("say:wordCount") or 0),
            )
        return self._spans[iri, role]


def _lexical(name: str, value: str) -> str:
    if name in DAYS:
        return value[:10]
    return value if FIGURES[name] else compress(value)
