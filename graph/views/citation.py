"""A statement to take along: as one citation, as Turtle, and as schema.org JSON-LD.

What is denied stays denied in all three: the words are the statement's own, never those of a bare proposition.
"""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from graph import answers
from graph.dataset import Dataset
from graph.model import Iri, Statement, Term, Thing, number_in, spell
from graph.namespaces import SAY, compress, expand
from graph.views.clock import day_of
from graph.views.things import thing

_Facts = dict[tuple[str, str], list[Term]]

_CONTEXT: Final = "https://schema.org"
_DIGITS_SHOWN: Final = 16
_HOW: Final = {"say:explicit": " (the article gives the day)", "say:inferred": " (inferred from the article)"}
_STANDS: Final = {"say:negative": "denies that", "say:unspecifiedPolarity": "leaves open whether"}
_HEADS: Final = {"say:negative": "Said not to be so", "say:unspecifiedPolarity": "Neither affirmed nor denied"}
_REMARKS: Final = {
    "say:hearsay": "Hearsay",
    "say:witness": "First-hand",
    "say:probable": "Presented as probable",
    "say:possible": "Presented as possible",
    "say:unspecifiedCertainty": "How sure the speaker is, is left open",
}
_PEOPLE: Final = {"say:Person", "say:UnnamedSource", "foaf:Person", "schema:Person"}


def as_text(dataset: Dataset, record: Statement, link: str) -> str:
    """One citation on one line: who, what, when, where it is reported, on which characters, and the link."""
    facts = _facts(dataset, record)
    quoted = f"; quoted: “{_line(record.quotation)}”" if record.quotation else ""
    sentences = [
        f"{_voices(dataset, facts, record)}: {_paraphrase(record)} (our words){quoted}",
        *_remarks(record),
        _when(facts, record),
        *([_reported(dataset, facts, record, each) for each in _articles(facts, record)] or ["Article not given"]),
        *(f"Assessed as {status.label} by {by.label}" for by, status in _verdicts(dataset, facts, record)),
    ]
    return " ".join([*map(_sentence, sentences), link])


def as_turtle(dataset: Dataset, record: Statement) -> str:
    """The triples that make the statement understood alone, in canonical Turtle."""
    return answers.turtle(tuple(dataset.construct("cited", statement=record.iri)))


def as_json_ld(dataset: Dataset, record: Statement, link: str) -> str:
    """A schema.org `Claim`; where somebody assessed the statement, `ClaimReview` with the claim in it."""
    facts = _facts(dataset, record)
    claim = _claim(dataset, facts, record, link)
    reviews = [
        {
            "@type": "ClaimReview",
            "claimReviewed": claim["text"],
            "author": _agent(by),
            "reviewRating": {"@type": "Rating", "alternateName": _line(status.label)},
            "itemReviewed": claim,
        }
        for by, status in _verdicts(dataset, facts, record)
    ]
    body = {"@graph": reviews} if len(reviews) > 1 else next(iter(reviews), claim)
    text = json.dumps({"@context": _CONTEXT, **body}, ensure_ascii=False, indent=1)
    return text.replace("<", "\\u003c") + "\n"  # it may be pasted into a <script>


def _claim(dataset: Dataset, facts: _Facts, record: Statement, link: str) -> dict[str, Any]:
    text = _paraphrase(record)
    quotation = _line(record.quotation)
    if quotation and record.polarity != "say:positive":
        quotation = f"{text}; quoted: “{quotation}”"
    speakers = [_agent(thing(dataset, iri)) for iri in _iris(facts, record.iri, SAY.speaker)]
    behalf = record.on_behalf_of
    described = [*_remarks(record), *_whom(dataset, facts, record), _when(facts, record)]
    claim = {
        "@type": "Claim",
        "@id": str(record.iri),
        "url": link,
        "text": text,
        "abstract": quotation,
        "description": " ".join(_sentence(words[:1].upper() + words[1:]) for words in described),
        "author": _single(speakers),
        "sourceOrganization": _agent(behalf) if behalf and behalf.kind not in _PEOPLE else None,
        "datePublished": record.said.day.isoformat() if record.said.day and _exact(facts, record) else None,
        "appearance": _single([_article(dataset, facts, article) for article in _articles(facts, record)]),
    }
    return {name: value for name, value in claim.items() if value}


def _article(dataset: Dataset, facts: _Facts, article: Iri) -> dict[str, Any]:
    page = _page(facts, article)
    url = _value(facts, article, expand("schema:url"))
    found = {
        "@type": "NewsArticle",
        "@id": str(article),
        "headline": _line(thing(dataset, article).label),
        "url": url if url.startswith(("https://", "http://")) else None,
        "publisher": _single([_agent(p) for p in _things(dataset, facts, article, expand("schema:publisher"))]),
        "sourceOrganization": _single(
            [_agent(a) for a in _things(dataset, facts, article, expand("schema:sourceOrganization"))]
        ),
        "datePublished": page.isoformat() if page else None,
    }
    return {name: value for name, value in found.items() if value}


def _agent(who: Thing) -> dict[str, Any]:
    """A person or an organisation, which is all that schema.org lets speak; a source without a name says so."""
    agent = {
        "@type": "Person" if who.kind in _PEOPLE else "Organization",
        "@id": str(who.iri),
        "name": _line(who.label),
    }
    return agent | ({"description": "Not named in the article."} if who.kind == "say:UnnamedSource" else {})


# ------------------------------------------------------------------ the words
def _voices(dataset: Dataset, facts: _Facts, record: Statement) -> str:
    speakers = _names(_things(dataset, facts, record.iri, SAY.speaker)) or _line(record.speaker.label)
    return ", ".join([speakers, *_whom(dataset, facts, record)])


def _whom(dataset: Dataset, facts: _Facts, record: Statement) -> list[str]:
    behalf = record.on_behalf_of
    told = _names(_things(dataset, facts, record.iri, SAY.addressee))
    return [
        *([f"on behalf of {_line(behalf.label)}"] if behalf and behalf != record.speaker else []),
        *([f"told to {told}"] if told else []),
    ]


def _paraphrase(record: Statement) -> str:
    """The statement's label; where it has none, or only repeats its content, the content as the speaker puts it."""
    label = _line(record.label)
    contents = [_line(content.label) for content in record.contents]
    if not contents or (label != compress(record.iri) and label not in contents):
        return label
    stands = _STANDS.get(record.polarity, f"{record.verb}:")
    return f"{_line(record.speaker.label)} {stands} {'; '.join(contents)}"


def _remarks(record: Statement) -> list[str]:
    """What must not be lost: that it is denied or left open, of which statement it is, hedges, hearsay."""
    head = _HEADS.get(record.polarity)
    told = [content for content in record.contents if head or content.kind == "say:Statement"]
    contents = ", ".join(f"“{_line(content.label)}”" for content in told)
    remarks = [_REMARKS[code] for code in (record.basis, record.certainty) if code in _REMARKS]
    return [*([f"{head or 'About the statement'}: {contents}"] if told else []), *remarks]


def _when(facts: _Facts, record: Statement) -> str:
    day = record.said.day
    if day is None:
        return "Day not given"
    first, last = _spelled(facts, record, record.said.earliest or day), _spelled(facts, record, day)
    on = "in" if _to_the_month(facts, record) else "on"
    words = f"{on} {last}" if first == last else f"between {first} and {last}"
    return f"Said {words}{_HOW.get(record.said.basis, '')}"


def _spelled(facts: _Facts, record: Statement, day: date) -> str:
    return f"{day:%B %Y}" if _to_the_month(facts, record) else spell(day)


def _exact(facts: _Facts, record: Statement) -> bool:
    return record.said.earliest in {None, record.said.day} and not _to_the_month(facts, record)


def _to_the_month(facts: _Facts, record: Statement) -> bool:
    return str(SAY.month) in facts.get((record.iri, str(SAY.precision)), [])


def _reported(dataset: Dataset, facts: _Facts, record: Statement, article: Iri) -> str:
    """Where it stands: title, publisher with agency, page date, address, characters."""
    publisher = _names(_things(dataset, facts, article, expand("schema:publisher")))
    agency = _names(_things(dataset, facts, article, expand("schema:sourceOrganization")))
    page = _page(facts, article)
    parts = [
        f"Reported in “{_line(thing(dataset, article).label)}”",
        f"{publisher} with {agency}" if publisher and agency else publisher or agency,
        f"page dated {spell(page)}" if page else "",
        _line(_value(facts, article, expand("schema:url"))),
        *_passages(facts, record, article),
    ]
    return ", ".join(filter(None, parts))


def _passages(facts: _Facts, record: Statement, article: Iri) -> list[str]:
    """The characters of what was said, for each text of the article that they are counted in."""
    texts: dict[str, list[tuple[int, int]]] = {}
    for span in _iris(facts, record.iri, SAY.contentSpan):
        text = _value(facts, span, expand("oa:hasSource"))
        selector = _value(facts, span, expand("oa:hasSelector"))
        start, end = (number_in(_value(facts, selector, expand(place))) for place in ("oa:start", "oa:end"))
        if start is not None and end is not None and article in _iris(facts, text, SAY.textOf):
            texts.setdefault(text, []).append((int(start), int(end)))
    found = []
    for text, parts in sorted(texts.items()):
        characters = " and ".join(f"{start}–{end}" for start, end in sorted(parts))
        length, digest = _value(facts, text, SAY.charLength), _value(facts, text, SAY.sha256)
        found.append(f"characters {characters} of a text of {length} characters, SHA-256 {digest[:_DIGITS_SHOWN]}…")
    return found


def _names(things: Iterable[Thing]) -> str:
    return " and ".join(_line(one.label) for one in things)


def _line(text: str) -> str:
    """Text from data on one line, so that it cannot look like more than it is."""
    return " ".join(text.split())


def _sentence(text: str) -> str:
    return text if text.endswith((".", "…")) else f"{text}."


# ------------------------------------------------------------------ the facts
def _facts(dataset: Dataset, record: Statement) -> _Facts:
    """The triples of `cited` by subject and property, values in order."""
    facts: _Facts = {}
    for triple in sorted(dataset.construct("cited", statement=record.iri)):
        facts.setdefault((triple.subject, triple.predicate), []).append(triple.object)
    return facts


def _iris(facts: _Facts, subject: str, predicate: str) -> list[Iri]:
    return list(dict.fromkeys(value for value in facts.get((subject, str(predicate)), []) if isinstance(value, Iri)))


def _things(dataset: Dataset, facts: _Facts, subject: str, predicate: str) -> list[Thing]:
    return [thing(dataset, iri) for iri in _iris(facts, subject, predicate)]


def _value(facts: _Facts, subject: str, predicate: str) -> str:
    return str(next(iter(facts.get((subject, str(predicate)), [])), ""))


def _page(facts: _Facts, article: Iri) -> date | None:
    values = facts.get((article, expand("schema:datePublished")), [])
    return day_of(values[0]) if values else None


def _articles(facts: _Facts, record: Statement) -> list[Iri]:
    return _iris(facts, record.iri, SAY.reportedIn)


def _verdicts(dataset: Dataset, facts: _Facts, record: Statement) -> list[tuple[Thing, Thing]]:
    """Who assessed the statement itself, and with which verdict; a verdict on its content alone is none on it."""
    found = [subject for (subject, of), values in facts.items() if of == str(SAY.assesses) and record.iri in values]
    return [
        (by, status)
        for assessment in found
        for by in _things(dataset, facts, assessment, SAY.assessedBy)
        for status in _things(dataset, facts, assessment, SAY.status)
    ]


def _single(values: list[dict[str, Any]]) -> dict[str, Any] | list[dict[str, Any]]:
    return values[0] if len(values) == 1 else values
