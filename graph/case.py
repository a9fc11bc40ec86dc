"""The case file: a drawn view as one HTML page that opens offline, years later, and can be loaded again.

What was drawn, in a picture and in words; each statement in full; where accounts differ; and what all of it rests on,
down to the digests. No script, no request, the same bytes for the same input. All text from data is escaped.
"""

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from html import escape
from pathlib import Path
from string import Template
from typing import Final

from graph.dataset import Dataset
from graph.draw import Point
from graph.draw.lettering import harmless
from graph.draw.style import family_of, voice_of
from graph.draw.svg import anchor, svg
from graph.model import Article, Clock, Iri, Picture, Span, Statement, Thing, Triple, spell
from graph.namespaces import COMPUTED_GRAPH, ONTOLOGY_GRAPH, compress
from graph.queries import Query
from graph.texts import Text, find
from graph.views import articles, clock, details, disputes, drawn, words

NAME: Final = "sayso-case"
_TEMPLATE: Final = Path(__file__).with_name("case.html")
_NO_TEXTS: Final = (
    "Passages are not in this file: the articles’ text belongs to their publishers. "
    "The characters and digests below lead to them."
)
_WITH_TEXTS: Final = (
    "The passages were cut from texts that whoever made this file had at hand. "
    "They belong to their publishers: keep the file to yourself, or ask them."
)


@dataclass(frozen=True)
class _Case:
    """What every section reads; looked up once."""

    dataset: Dataset
    picture: Picture
    clock: Clock
    texts: Sequence[Text]

    @cached_property
    def found(self) -> dict[Iri, details.StatementDetails]:
        return {iri: details.statement_details(self.dataset, each) for iri, each in self.picture.statements.items()}

    @cached_property
    def placed(self) -> dict[Iri, list[Triple]]:
        return drawn.placed(self.dataset, [thing.iri for thing in self.picture.things])

    @cached_property
    def articles(self) -> dict[Iri, Article]:
        """The articles that the statements, their evidence, or a drawn thing are from."""
        named = {thing.iri for thing in self.picture.things} | set(self.placed)
        named |= {record.article for record in self.picture.statements.values()}
        named |= {span.article for found in self.found.values() for span in found.spans}
        return {article.iri: article for article in articles.articles(self.dataset) if article.iri in named}

    @cached_property
    def disputes(self) -> list[disputes.Dispute]:
        """The matters on which a drawn statement disagrees with another, by the clock."""
        rows = (row for iri in self.found for row in self.dataset.select("disagreements_of", statement=iri))
        matters = sorted({Iri(str(row["matter"])) for row in rows})
        read = (disputes.dispute(self.dataset, matter, self.clock) for matter in matters)
        return [each for each in read if self.found.keys() & _spoken(each)]


def case(
    dataset: Dataset,
    picture: Picture,
    at: Mapping[Iri, Point],
    *,
    title: str,
    made: date,
    clock: Clock,
    query: Query,
    link: str,
    texts: Sequence[Text] = (),
    filters: str = "",
    notes: str = "",
) -> bytes:
    """Write the case file of a picture, as it is drawn by the clock, with everything at its place.

    `made` is the day it says it was made; `query` gives its triples, `link` reopens the view. Passages are shown only
    from `texts`. Raises KeyError for a thing without a place.
    """
    seen = _Case(dataset, picture, clock, texts)
    head = _facts(
        [
            ("made on", spell(made)),
            ("known by", spell(clock.known) if clock.known else "any day"),
            ("holds on", spell(clock.on) if clock.on else "any day"),
            ("filters", harmless(filters) or "none"),
            ("drawn", _counts(picture)),
        ]
    )
    return (
        Template(_TEMPLATE.read_text("utf-8"))
        .substitute(
            title=_text(title or "What is said, and by whom"),
            head=head,
            notes=f'<section><h2>Notes</h2>\n<p class="notes" dir="auto">{_text(notes)}</p></section>'
            if notes.strip()
            else "",
            graph=_graph(picture, at, title),
            outline=_outline(picture),
            statements=_statements(seen),
            disputes="\n".join(_dispute(seen, each) for each in seen.disputes)
            or "<p>No drawn statement stands in a dispute by the days chosen.</p>",
            query=_text(query.text.strip()),
            link=_link(link, link or "none"),
            articles=_articles(seen),
            graphs=_graphs(seen),
            triples=_triples(drawn.trig(dataset, [thing.iri for thing in picture.things])),
        )
        .encode()
    )


def _counts(picture: Picture) -> str:
    statements = _many(len(picture.statements), "statement")
    hidden = f"; {_many(picture.hidden, 'statement')} hidden by the days" if picture.hidden else ""
    return f"{_many(len(picture.things), 'thing')}, of them {statements}; {_many(len(picture.links), 'link')}{hidden}"


def _many(count: int, name: str) -> str:
    return f"{count} {name}{'s' * (count != 1)}"


# ------------------------------------------------------------------------------------------------------ the picture
def _graph(picture: Picture, at: Mapping[Iri, Point], title: str) -> str:
    image = svg(picture, at, theme="auto", title=title)
    families = dict.fromkeys(family_of(thing.kind) for thing in picture.things)
    signs = "".join(f"<li>{escape(family.sign)} {escape(family.label)}</li>" for family in families)
    return (
        f'<div class="graph" role="group" tabindex="0" aria-label="The graph; it scrolls">{image}</div>\n'
        f'<ul class="signs" aria-label="Signs of the graph">{signs}</ul>\n'
        f'<p class="save">{_download(image.encode(), "image/svg+xml", "svg", "Save the graph as SVG")}</p>'
    )


def _outline(picture: Picture) -> str:
    """Each thing with its links in both directions, as the list beside the canvas has them."""
    links: dict[Iri, list[tuple[str, Iri]]] = {thing.iri: [] for thing in picture.things}
    for link in picture.links:
        links[link.source].append((link.phrase, link.target))
        links[link.target].append((link.inverse, link.source))
    things = {thing.iri: thing for thing in picture.things}
    items = []
    for thing in picture.things:
        lines = "".join(
            f'<li dir="auto"><i>{_text(phrase)}</i> {_named(picture, things[other], anchor(other, "word"))}</li>'
            for phrase, other in links[thing.iri]
        )
        full = (
            f' <a class="full" href="#{anchor(thing.iri, "said")}">in full</a>'
            if thing.iri in picture.statements
            else ""
        )
        items.append(
            f'<li id="{anchor(thing.iri, "word")}"><span dir="auto"><b>{_named(picture, thing)}</b></span>'
            f" <small>{_text(thing.kind_label or 'thing')}</small>{full}{f'<ul>{lines}</ul>' if lines else ''}</li>"
        )
    return f'<ul class="outline">{"".join(items)}</ul>' if items else "<p>Nothing is drawn.</p>"


def _named(picture: Picture, thing: Thing, target: str = "") -> str:
    record = picture.statements.get(thing.iri)
    return _signed(record, target) if record else _to(target, thing.label)


def _signed(record: Statement, target: str = "") -> str:
    """A statement's name after its sign, so that a denial is one in a list as well; a link where it has a target."""
    return f"{_text(voice_of(record).glyph)} {_to(target, record.label)}"


def _to(target: str, text: str) -> str:
    return f'<a href="#{target}">{_text(text)}</a>' if target else _text(text)


# --------------------------------------------------------------------------------------------------- the statements
def _statements(seen: _Case) -> str:
    if not seen.found:
        return "<p>No statements are drawn.</p>"
    note = f'<p class="note">{_WITH_TEXTS if seen.texts else _NO_TEXTS}</p>'
    return "\n".join([note, *(_statement(seen, found) for found in seen.found.values())])


def _statement(seen: _Case, found: details.StatementDetails) -> str:
    record, voice = found.statement, voice_of(found.statement)
    quote = f'<blockquote dir="auto">“{_text(record.quotation)}”</blockquote>' if record.quotation else ""
    said = "; ".join(f"{content.kind_label}: {content.label}" for content in record.contents)
    others = [(kind, each) for kind, each in found.disagreeing if clock.visible(seen.dataset, each, seen.clock)]
    how = words.KNOWN.get(record.said.basis, record.said.basis)
    behalf = record.on_behalf_of if record.on_behalf_of != record.speaker else None
    facts = [
        ("said by", record.speaker.label),
        ("on behalf of", behalf.label if behalf else ""),
        ("told to", record.addressee.label if record.addressee else ""),
        ("how it was said", voice.verb),
        (words.HEADS.get(record.polarity, compress(record.polarity)), said),
        ("said on", f"{record.said.text} ({how})" if how else record.said.text),
        ("certainty", words.CERTAIN.get(record.certainty, record.certainty)),
        ("basis", words.BASES.get(record.basis, record.basis)),
        ("checked", "; ".join(found.assessments)),
    ]
    linked = [
        ("reported in", _article_link(seen, record.article)),
        ("evidence", _evidence(seen, found.spans)),
        ("who disagrees", _lines(f"{_text(kind)}: {_reference(seen, each)}" for kind, each in others)),
        ("id", f"<code>{_text(compress(record.iri))}</code>"),
    ]
    return (
        f'<article id="{anchor(record.iri, "said")}" class="said {voice.mark}">\n'
        f'<h3 dir="auto">{_signed(record)}</h3>\n'
        f"{quote}{_passages(found.spans, seen.texts)}{_facts(facts, linked)}</article>"
    )


def _evidence(seen: _Case, spans: Sequence[Span]) -> str:
    """On which characters of which article; each article once."""
    ranges: dict[Iri, list[str]] = {}
    for span in spans:
        role = words.ROLES.get(span.role, "evidence")
        ranges.setdefault(span.article, []).append(f"{span.start}–{span.end} ({_text(role)})")
    return _lines(
        f"characters {', '.join(found)} of {_article_link(seen, article)}" for article, found in ranges.items()
    )


def _passages(spans: Sequence[Span], texts: Sequence[Text]) -> str:
    passages = []
    for span in spans:
        found = find(span, texts) if span.role == "say:contentSpan" else None
        if found:
            before, marked, after = (
                _text(found.paragraph[start:end])
                for start, end in ((0, found.start), (found.start, found.end), (found.end, None))
            )
            passages.append(f'<p class="passage" dir="auto">{before}<mark>{marked}</mark>{after}</p>')
    return "".join(passages)


def _article_link(seen: _Case, iri: Iri) -> str:
    article = seen.articles.get(iri)
    if article is None:
        return f"<code>{_text(compress(iri))}</code>"
    source = " with ".join(filter(None, [article.publisher, article.agency])) or article.label
    return f'<a href="#{anchor(iri, "article")}">{_text(source)}</a>'


def _reference(seen: _Case, record: Statement) -> str:
    """Another statement: a link where it stands in this file."""
    text = _signed(record, anchor(record.iri, "said") if record.iri in seen.found else "")
    return f"<bdi>{text}</bdi> <small>{_text(record.said.text)}</small>"


# ----------------------------------------------------------------------------------------------------- the disputes
def _spoken(found: disputes.Dispute) -> set[Iri]:
    pairs = (*found.verdicts, *found.concessions, *found.incomparable)
    return {entry.statement.iri for column in found.columns for entry in column.entries} | {
        record.iri for pair in pairs for record in (pair.one, pair.other)
    }


def _dispute(seen: _Case, found: disputes.Dispute) -> str:
    columns = "\n".join(
        f'<div><h4 dir="auto">{_text(column.side.label)}</h4><p dir="auto">{_text(column.position)}</p>'
        + _lines(
            f"{_text(entry.stance)}{f', corrected {spell(entry.corrected)}' if entry.corrected else ''}: "
            f"{_reference(seen, entry.statement)}"
            for entry in column.entries
        )
        + "</div>"
        for column in found.columns
    )
    pairs = [
        ("Why: each pair by its rule", found.verdicts),
        ("Conceded by the other side", found.concessions),
        ("Looks like a contradiction and is none", found.incomparable),
    ]
    lists = "".join(f"<h4>{head}</h4>{_verdicts(seen, told)}" for head, told in pairs if told)
    kinds = f"<p>{_text(' · '.join(found.matter.kinds))}</p>" if found.matter.kinds else ""
    body = f'<div class="columns">{columns}</div>' if columns else ""
    return f'<section class="matter"><h3 dir="auto">{_text(found.matter.question)}</h3>{kinds}{body}{lists}</section>'


def _verdicts(seen: _Case, told: Sequence[disputes.Verdict]) -> str:
    """Pairs of statements, those by the same rule together."""
    rules: dict[tuple[str, str], list[str]] = {}
    for each in told:
        pair = f"{_reference(seen, each.one)} <b>against</b> {_reference(seen, each.other)}"
        rules.setdefault((each.kind, each.rule), []).append(pair)
    return "".join(
        f'<p class="rule"><b>{_text(kind)}</b>: {_text(rule)}</p>{_lines(pairs)}'
        for (kind, rule), pairs in rules.items()
    )


# ------------------------------------------------------------------------------------------------------- the inputs
def _articles(seen: _Case) -> str:
    if not seen.articles:
        return "<p>No article stands behind what is drawn.</p>"
    return "\n".join(_article(article) for article in seen.articles.values())


def _article(article: Article) -> str:
    facts = [
        ("publisher", article.publisher or "not recorded"),
        ("agency", article.agency),
        ("page dated", spell(article.published) if article.published else "not recorded"),
        ("text", f"{article.characters:,} characters" if article.text_sha256 else "not recorded"),
        ("statements", f"{article.statements:,} in the whole article"),
    ]
    linked = [
        ("link", _link(article.url, article.url or "none recorded")),
        ("SHA-256 of the text", f"<code>{_text(article.text_sha256)}</code>" if article.text_sha256 else ""),
        ("id", f"<code>{_text(compress(article.iri))}</code>"),
    ]
    return (
        f'<article id="{anchor(article.iri, "article")}" class="source"><h4 dir="auto">{_text(article.label)}</h4>'
        f"{_facts(facts, linked)}</article>"
    )


def _graphs(seen: _Case) -> str:
    """Every named graph that something in the file was read from, the computed one where disputes are told."""
    told = {Iri(COMPUTED_GRAPH)} if seen.disputes or any(found.disagreeing for found in seen.found.values()) else set()
    there = {size.graph for size in seen.dataset.graphs()}
    involved = sorted(({*seen.placed, Iri(ONTOLOGY_GRAPH)} | told) & there)
    version = drawn.ontology_version(seen.dataset)
    notes = {ONTOLOGY_GRAPH: f"the ontology, version {version}" if version else "the ontology"}
    notes[COMPUTED_GRAPH] = "computed from the others"
    rows = []
    for iri in involved:
        edition = drawn.edition(seen.dataset, iri)
        note = f" <small>{_text(notes[iri])}</small>" if iri in notes else ""
        rows.append(
            f'<tr><th scope="row"><code>{_text(compress(iri))}</code>{note}</th>'
            f"<td>{edition.triples:,}</td><td>{len(seen.placed.get(iri, ())):,}</td>"
            f"<td><code>{edition.sha256}</code></td></tr>"
        )
    return "\n".join(rows)


def _triples(trig: bytes) -> str:
    return (
        f'<p class="save">{_download(trig, "application/trig", "trig", "Save the triples as TriG")}</p>\n'
        f'<details><summary>Read the triples</summary><pre tabindex="0"><code>{escape(trig.decode())}</code></pre>'
        "</details>"
    )


# ------------------------------------------------------------------------------------------------------------ pieces
def _facts(facts: Iterable[tuple[str, str]], linked: Iterable[tuple[str, str]] = ()) -> str:
    """Names and values that are there; the values of `facts` are text, those of `linked` are written already."""
    rows = [*((name, f"<bdi>{_text(value)}</bdi>" if value else "") for name, value in facts), *linked]
    return f"<dl>{''.join(f'<div><dt>{escape(n)}</dt><dd>{value}</dd></div>' for n, value in rows if value)}</dl>"


def _lines(items: Iterable[str]) -> str:
    lines = "".join(f"<li>{item}</li>" for item in items)
    return f"<ul>{lines}</ul>" if lines else ""


def _link(url: str, text: str) -> str:
    """A link where the address is one of the web, else its text."""
    if url.lower().startswith(("http://", "https://")):
        return f'<a href="{_text(url)}" rel="noreferrer">{_text(text)}</a>'
    return _text(text)


def _download(data: bytes, media: str, ending: str, text: str) -> str:
    address = f"data:{media};base64,{b64encode(data).decode('ascii')}"
    return f'<a download="{NAME}.{ending}" href="{address}">{escape(text)}</a>'


def _text(text: str) -> str:
    return escape(harmless(text))
