"""Proposals as triples of our vocabulary, and as one Turtle document; where they came from, in PROV-O.

Every proposal is `prov:wasGeneratedBy` the run of one rule of one version of this room, with its measured precision; a
language model counts as a rule `model:NAME` that nobody measured, and `prov:used` the texts that it has read whole.
The slot for a paraphrase holds what can be said without the article's words, for the reviewer to replace.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from graph.articles import copies
from graph.articles.mentions import Entity, slug
from graph.articles.proposals import VERSION, Proposals, Proposition, Statement
from graph.articles.reports import Place
from graph.model import Iri, Literal, Term, Triple
from graph.namespaces import ID, PREFIXES, SAY
from graph.texts import normal_digest

_TYPE: Final = Iri(PREFIXES["rdf"] + "type")
_SKETCH: Final = Iri(str(SAY.sketch))
_LABEL: Final = Iri(PREFIXES["rdfs"] + "label")
_STRING: Final = PREFIXES["xsd"] + "string"
_INTEGER: Final = PREFIXES["xsd"] + "integer"
_DECIMAL: Final = PREFIXES["xsd"] + "decimal"
_BOOLEAN: Final = PREFIXES["xsd"] + "boolean"
_DAY: Final = PREFIXES["xsd"] + "dateTime"
_FIGURES: Final = {
    "shareMin": _DECIMAL,
    "shareMax": _DECIMAL,
    "approximate": _BOOLEAN,
    "quantity": _INTEGER,
    "quantityMin": _INTEGER,
    "quantityMax": _INTEGER,
    "unit": _STRING,
}
_WORD: Final = re.compile(r"\w+")
_SURFACE: Final = 80
_LABEL_LENGTH: Final = 120
_VERBS: Final = {"deny": "denies", "claim": "says", "report": "reports", "order": "orders", "promise": "promises"} | {
    "call": "calls for",
    "announce": "announces",
    "opinion": "thinks",
    "welcome": "welcomes",
    "accuse": "accuses",
}


def triples(proposals: Proposals) -> list[Triple]:
    """The triples of an article's proposals; the same proposals give the same triples in the same order."""
    return list(dict.fromkeys(_Writer(proposals).write()))


class _Writer:
    """One article's proposals on their way to triples."""

    def __init__(self, proposals: Proposals) -> None:
        self.given = proposals
        self.article = _iri(proposals.id)
        self.text = _iri(f"{proposals.id}-text")
        self.spans: set[Place] = set()

    def write(self) -> Iterator[Triple]:
        yield from self._article()
        used: set[str] = set()
        for statement in self.given.statements:
            yield from self._statement(statement)
            used |= {e for e in (statement.speaker, statement.behalf, statement.hearer) if e}
        for proposition in self.given.propositions.values():
            yield from self._proposition(proposition)
            used |= {entity for _, entity in proposition.slots}
        for mention in self.given.named.mentions:
            entity = self.given.named.entities[mention.entity]
            if mention.how in {"pronoun", "description"} or mention.end - mention.start > _SURFACE:
                continue
            used.add(entity.id)
            yield from self._mention(mention.start, mention.end, entity)
        yield from self._roles()
        for identifier in sorted(used):
            yield from self._entity(self.given.named.entities[identifier])
        rules = sorted({statement.rule for statement in self.given.statements} | {self.given.read_by} - {""})
        for rule in rules:
            yield Triple(run(rule), _TYPE, _prov("Activity"))
            yield Triple(run(rule), _LABEL, Literal(f"rule “{rule}”, version {VERSION}", language="en"))
        if self.given.read_by:
            yield Triple(run(self.given.read_by), _prov("used"), self.text)

    def _article(self) -> Iterator[Triple]:
        source, text = self.given.article.source, self.given.article.text
        yield Triple(self.article, _TYPE, _say("Article"))
        label = source.title or source.name
        yield Triple(self.article, _LABEL, Literal(label[:_LABEL_LENGTH], language="en"))
        for name, link in (("url", source.url), ("archivedAt", source.archived)):
            if link.startswith(("http://", "https://")) and not re.search(r"[\s<>\"{}|\\^`]", link):
                yield Triple(self.article, _schema(name), Iri(link))
        if (published := _iso(source.published)) is not None and not self._too_early(published):
            yield Triple(self.article, _schema("datePublished"), _day(published))
        if agency := self.given.agency:
            yield Triple(self.article, _schema("sourceOrganization"), _iri(slug(agency)))
            yield Triple(_iri(slug(agency)), _TYPE, _say("MediaOrganisation"))
            yield Triple(_iri(slug(agency)), _LABEL, Literal(agency, language="en"))
        yield Triple(self.text, _TYPE, _say("TextVersion"))
        yield Triple(self.text, _say("textOf"), self.article)
        yield Triple(self.text, _say("sha256"), Literal(self.given.article.digest, _STRING))
        yield Triple(self.text, _say("charLength"), Literal(str(len(text)), _INTEGER))
        yield Triple(self.text, _SKETCH, Literal(copies.written(copies.sketch(text)), PREFIXES["xsd"] + "base64Binary"))

    def _too_early(self, published: date) -> bool:
        return any(s.said is not None and s.said > published for s in self.given.statements)

    def _statement(self, statement: Statement) -> Iterator[Triple]:
        node = _iri(statement.id)
        speaker = self.given.named.entities[statement.speaker]
        verb = _VERBS.get(statement.act, "says")
        label = f"{speaker.label[:80]} {verb} …"
        values: list[tuple[str, Term]] = [
            ("speaker", _iri(statement.speaker)),
            ("reportedIn", self.article),
            ("act", _say(statement.act)),
            ("polarity", _say(statement.polarity)),
            ("certainty", _say(statement.certainty)),
            ("basis", _say(statement.basis)),
            ("dateBasis", _say(statement.date_basis)),
        ]
        yield Triple(node, _TYPE, _say("Statement"))
        yield Triple(node, _LABEL, Literal(label, language="en"))
        for name, value in (("onBehalfOf", statement.behalf), ("addressee", statement.hearer)):
            if value and value != statement.speaker and self._is_actor(value):
                values.append((name, _iri(value)))
        if statement.said is not None:
            values.append(("statedOn", _day(statement.said)))
        if statement.said_after is not None:
            values.append(("statedAfter", _day(statement.said_after)))
        if statement.quotation:
            values.append(("quotation", Literal(statement.quotation, _STRING)))
        if statement.responds_to:
            values.append(("inResponseTo", _iri(statement.responds_to)))
        values += (("content", _iri(each)) for each in statement.propositions)
        for each in self.given.statements:
            if each.nested_in == statement.id:
                values.append(("content", _iri(each.id)))
        for role in ("source", "cue", "content"):
            for place in getattr(statement, role):
                values.append((f"{role}Span", self._span_iri(place)))
                yield from self._span(place)
        yield from (Triple(node, _say(name), value) for name, value in values)
        yield Triple(node, _prov("wasGeneratedBy"), run(statement.rule))
        if statement.confidence is not None:  # what was not measured has none
            yield Triple(node, _say("confidence"), Literal(f"{statement.confidence:.2f}", _DECIMAL))

    def _is_actor(self, entity: str) -> bool:
        return self.given.named.entities[entity].kind not in _PLACES

    def _proposition(self, proposition: Proposition) -> Iterator[Triple]:
        node = _iri(proposition.id)
        yield Triple(node, _TYPE, _say(proposition.kind))
        yield Triple(node, _LABEL, Literal(self._paraphrase(proposition)[:_LABEL_LENGTH], language="en"))
        for slot, entity in proposition.slots:
            yield Triple(node, _say(slot), _iri(entity))
        for name, value in proposition.figures:
            if name == "shareOf":
                yield Triple(node, _say(name), _say(value))
            elif name == "begunBy":
                yield Triple(node, _say(name), _day(date.fromisoformat(value)))
            else:
                yield Triple(node, _say(name), Literal(value, _FIGURES[name]))
        yield Triple(node, _say("evidence"), self._span_iri(proposition.evidence))
        yield from self._span(proposition.evidence)

    def _paraphrase(self, proposition: Proposition) -> str:
        """What a proposition says in words of ours, as far as its slots go; a plain one waits for the reviewer."""
        if proposition.kind == "Proposition":
            return "to be paraphrased"
        filled = dict(proposition.slots)
        who, where = (self._name(filled.get(slot)) for slot in ("agent", "place"))
        figures = dict(proposition.figures)
        if proposition.kind == "Measurement":
            bound = {"quantityMin": "at least ", "quantityMax": "at most "}
            name = next(name for name in ("quantity", "quantityMin", "quantityMax") if name in figures)
            return f"{bound.get(name, '')}{figures[name]} {figures['unit']}" + (f", {where}" if where else "")
        words = {
            "Capture": "takes",
            "Control": "holds",
            "AttackRepelled": "repels an attack on",
            "RetakeAttempt": "tries to retake",
            "Attack": "attacks",
            "Siege": "surrounds",
            "Movement": "moves to",
        }
        verb = "leaves" if "origin" in filled else words[proposition.kind]
        return f"{who} {verb} {where or self._name(filled.get('origin'))}"

    def _name(self, entity: str | None) -> str:
        return self.given.named.entities[entity].label if entity else ""

    def _mention(self, start: int, end: int, entity: Entity) -> Iterator[Triple]:
        node = _iri(f"{self.given.id}-m{start}-{end}")
        yield Triple(node, _TYPE, _say("Mention"))
        yield Triple(node, _say("surfaceForm"), Literal(self.given.article.text[start:end], _STRING))
        yield Triple(node, _say("refersTo"), _iri(entity.id))
        yield Triple(node, _say("evidence"), self._span_iri((start, end)))
        yield from self._span((start, end))

    def _entity(self, entity: Entity) -> Iterator[Triple]:
        node = _iri(entity.id)
        yield Triple(node, _TYPE, _say(entity.kind))
        yield Triple(node, _LABEL, Literal(entity.label[:_LABEL_LENGTH], language="en"))
        for other in entity.open:
            yield Triple(node, _skos("editorialNote"), Literal(f"may also be: {other}", language="en"))
        for reason in entity.reasons:
            yield Triple(node, _skos("editorialNote"), Literal(reason, language="en"))
        if entity.kind == "UnnamedSource":
            place = self._place_of(entity)
            yield Triple(node, _say("evidence"), self._span_iri(place))
            yield from self._span(place)

    def _place_of(self, entity: Entity) -> Place:
        statement = next(s for s in self.given.statements if s.speaker == entity.id)
        return statement.source[0] if statement.source else statement.cue[0]

    def _roles(self) -> Iterator[Triple]:
        """Who speaks for whom, as the article attests it; whom nobody names is a member of whom it speaks for."""
        done: set[tuple[str, str]] = set()
        for statement in self.given.statements:
            pair = (statement.speaker, statement.behalf or "")
            if not statement.behalf or not statement.source or pair in done or statement.behalf == statement.speaker:
                continue
            done.add(pair)
            if self.given.named.entities[statement.speaker].kind == "UnnamedSource":
                yield Triple(_iri(statement.speaker), _org("memberOf"), _iri(statement.behalf))
                continue
            node = _iri(f"{self.given.id}-role-{statement.speaker}-{statement.behalf}")
            yield Triple(node, _TYPE, _say("RoleAttestation"))
            yield Triple(node, _org("member"), _iri(statement.speaker))
            yield Triple(node, _org("organization"), _iri(statement.behalf))
            yield Triple(node, _org("role"), _say("spokesperson"))
            if statement.said is not None:
                yield Triple(node, _say("attestedOn"), _day(statement.said))
            yield Triple(node, _say("evidence"), self._span_iri(statement.source[0]))

    def _span_iri(self, place: Place) -> Iri:
        return _iri(f"{self.given.id}-{place[0]}-{place[1]}")

    def _span(self, place: Place) -> Iterator[Triple]:
        if place in self.spans:
            return
        self.spans.add(place)
        node = self._span_iri(place)
        selector = Iri(f"{node}-selector")
        piece = self.given.article.text[place[0] : place[1]]
        words = len(_WORD.findall(unicodedata.normalize("NFKC", piece)))
        digest = hashlib.sha256(piece.encode()).hexdigest()
        yield Triple(node, _TYPE, _say("Span"))
        yield Triple(node, _oa("hasSource"), self.text)
        yield Triple(node, _oa("hasSelector"), selector)
        yield Triple(node, _say("sha256"), Literal(digest, _STRING))
        yield Triple(node, _say("normalSha256"), Literal(normal_digest(piece), _STRING))
        yield Triple(node, _say("wordCount"), Literal(str(words), _INTEGER))
        yield Triple(selector, _TYPE, _oa("TextPositionSelector"))
        yield Triple(selector, _oa("start"), Literal(str(place[0]), _INTEGER))
        yield Triple(selector, _oa("end"), Literal(str(place[1]), _INTEGER))


_PLACES: Final = frozenset(
    ["Place", "Settlement", "Province", "District", "BorderCrossing", "Facility", "Road", "Area"]
)


def run(rule: str) -> Iri:
    """The activity that all proposals of a rule, or of a language model, come from."""
    slug = re.sub(r"[^a-z]+", "-", rule.lower()).strip("-")
    if rule.startswith("model:"):  # its name may hold anything, and differ in figures only
        letters = re.sub(r"[^a-z0-9]+", "-", rule.lower())[:40].strip("-")
        slug = f"{letters}-{hashlib.sha256(rule.encode()).hexdigest()[:8]}"
    return _iri(f"rule-{slug}-v{VERSION}")


def _iri(local: str) -> Iri:
    return Iri(ID + local)


def _say(name: str) -> Iri:
    return Iri(str(SAY[name]))


def _prov(name: str) -> Iri:
    return Iri(PREFIXES["prov"] + name)


def _oa(name: str) -> Iri:
    return Iri(PREFIXES["oa"] + name)


def _org(name: str) -> Iri:
    return Iri(PREFIXES["org"] + name)


def _schema(name: str) -> Iri:
    return Iri(PREFIXES["schema"] + name)


def _skos(name: str) -> Iri:
    return Iri(PREFIXES["skos"] + name)


def _day(day: date) -> Literal:
    return Literal(f"{day.isoformat()}T00:00:00Z", _DAY)


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def sketch_in(found: Iterable[Triple]) -> tuple[int, ...]:
    """The sketch of the text that some triples are about; empty where they hold none."""
    return next((copies.parsed(str(triple.object)) for triple in found if triple.predicate == _SKETCH), ())


def alternate(article: str, first: str) -> Triple:
    """That an article carries the text of another one: one origin, whoever printed it."""
    return Triple(_iri(article), _prov("alternateOf"), _iri(first))
