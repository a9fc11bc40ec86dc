"""The dataset as one self-contained HTML page: no script, no request, the same bytes for the same data.

For reading and keeping: where accounts differ, then each article's statements in order, with who said it, for whom, to
whom, when, and on which characters. All text from data is escaped; a policy in the page forbids everything else.
"""

from collections.abc import Iterable
from html import escape
from pathlib import Path
from string import Template
from typing import Final

from graph import serial
from graph.dataset import Dataset
from graph.draw.style import voice_of
from graph.errors import UnknownName, there_are
from graph.model import Article, Clock, Statement, spell
from graph.namespaces import compress, local_id
from graph.views import articles, clock, disputes, matters, statements
from graph.visible import visible

ENDINGS: Final = serial.ENDINGS | {"html": "html"}
_TEMPLATE = Path(__file__).with_name("page.html")


def written(dataset: Dataset, media: str, graph: str | None, now: Clock) -> bytes:
    """The dataset, or one graph of it, by the clock in any format: RDF, GraphML, or this page."""
    if media == "html":
        return page(dataset, graph, now)
    return dataset.export(media, graph, without=clock.hidden(dataset, now))


def page(dataset: Dataset, graph: str | None = None, now: Clock | None = None) -> bytes:
    """Write the page of everything, or of one article, named by its graph; raises UnknownName for another graph."""
    now = now or Clock()
    found = articles.articles(dataset)
    chosen = [article for article in found if graph in (None, article.iri)]
    if graph is not None and not chosen:
        names = there_are([compress(article.iri) for article in found], compress(graph))
        raise UnknownName(f"{compress(graph)} is no article, and an HTML page can be made of articles only; {names}")
    sections = [_disputes(dataset, now)] if graph is None else []
    sections += [_article(dataset, article, now) for article in chosen]
    total = sum(len(_visible(dataset, article, now)) for article in chosen)
    counts = f"{len(chosen)} article{'s' * (len(chosen) != 1)}, {total} statements{_clock_line(now)}"
    text = Template(_TEMPLATE.read_text("utf-8")).substitute(counts=_text(counts), sections="\n".join(sections))
    return text.encode()


def _clock_line(now: Clock) -> str:
    parts = [f"known by {spell(now.known)}" if now.known else "", f"holding on {spell(now.on)}" if now.on else ""]
    said = ", ".join(filter(None, parts))
    return f"; only what was {said}" if said else ""


def _disputes(dataset: Dataset, now: Clock) -> str:
    listed = matters.matters(dataset, now, limit=100)
    blocks = [_dispute(disputes.dispute(dataset, matter.iri, now)) for matter in listed.disputed]
    body = "\n".join(blocks) or "<p>No two sides contradict each other.</p>"
    return f"<section><h2>Where accounts differ</h2>\n{body}</section>"


def _dispute(found: disputes.Dispute) -> str:
    columns = "\n".join(
        f"<div><h4>{_text(column.side.label)}</h4><p>{_text(column.position)}</p>"
        f"{_listed(entry.statement for entry in column.entries)}</div>"
        for column in found.columns
    )
    return f'<h3>{_text(found.matter.question)}</h3>\n<div class="columns">{columns}</div>'


def _article(dataset: Dataset, article: Article, now: Clock) -> str:
    source = " with ".join(filter(None, [article.publisher, article.agency]))
    dated = f", page dated {spell(article.published)}" if article.published else ""
    digest = f"<p>Text: {article.characters:,} characters, SHA-256 <code>{_text(article.text_sha256)}</code></p>"
    items = "\n".join(_item(dataset, record) for record in _visible(dataset, article, now))
    return (
        f'<section id="{_text(local_id(article.iri))}"><h2>{_text(article.label)}</h2>'
        f"<p>{_text(source + dated)}</p>{digest}\n<ol>{items}</ol></section>"
    )


def _visible(dataset: Dataset, article: Article, now: Clock) -> list[Statement]:
    return [r for r in statements.in_article(dataset, article.iri) if clock.visible(dataset, r, now)]


def _item(dataset: Dataset, record: Statement) -> str:
    voice = voice_of(record)
    who = [record.speaker.label]
    if record.on_behalf_of and record.on_behalf_of != record.speaker:
        who.append(f"on behalf of {record.on_behalf_of.label}")
    if record.addressee:
        who.append(f"told to {record.addressee.label}")
    spans = [f"{s.start}–{s.end}" for s in statements.spans(dataset, record.iri) if s.role == "say:contentSpan"]
    quote = f"<blockquote>“{_text(record.quotation)}”</blockquote>" if record.quotation else ""
    return (
        f'<li id="{_text(local_id(record.iri))}" class="{voice.mark}"><b>{_text(voice.glyph)} '
        f"{_text(', '.join(who))} {_text(voice.verb)}</b>: {_text(record.label)}{quote}"
        f"<small>{_text(record.said.text)} · characters {_text(', '.join(spans))}</small></li>"
    )


def _listed(records: Iterable[Statement]) -> str:
    lines = (f'<li><a href="#{_text(local_id(r.iri))}">{_text(r.label)}</a></li>' for r in records)
    return f"<ul>{''.join(lines)}</ul>"


def _text(text: str) -> str:
    """Text from data as HTML text, in elements and in quoted attributes."""
    return escape(visible(text))
