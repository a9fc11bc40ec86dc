"""Each drawn statement in full: who, for whom, to whom, when, how surely, on which characters, who disagrees."""

from collections.abc import Sequence
from typing import Final

from graph.case.seen import Seen
from graph.case.writing import inner_link, listing, signed, table, written
from graph.draw.style import voice_of
from graph.draw.svg import anchor
from graph.model import Iri, Span, Statement
from graph.namespaces import compress
from graph.texts import Text, find
from graph.views import clock, details, words

_NO_TEXTS: Final = (
    "Passages are not in this file: the articles’ text belongs to their publishers. "
    "The characters and digests below lead to them."
)
_WITH_TEXTS: Final = (
    "The passages were cut from texts that whoever made this file had at hand. "
    "They belong to their publishers: keep the file to yourself, or ask them."
)


def statements(seen: Seen) -> str:
    """Every drawn statement, in the order it came."""
    if not seen.found:
        return "<p>No statements are drawn.</p>"
    note = f'<p class="note">{_WITH_TEXTS if seen.texts else _NO_TEXTS}</p>'
    return "\n".join([note, *(_statement(seen, found) for found in seen.found.values())])


def _statement(seen: Seen, found: details.StatementDetails) -> str:
    record, voice = found.statement, voice_of(found.statement)
    quote = f'<blockquote dir="auto">“{written(record.quotation)}”</blockquote>' if record.quotation else ""
    said = "; ".join(f"{content.kind_label}: {content.label}" for content in record.contents)
    others, beside = (
        [(kind, each) for kind, each in pairs if clock.visible(seen.dataset, each, seen.clock)]
        for pairs in (found.disagreeing, found.beside)
    )
    how = words.KNOWN.get(record.said.basis, record.said.basis)
    behalf = record.on_behalf_of if record.on_behalf_of != record.speaker else None
    told = [
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
        ("reported in", _article_link(seen, record.article) if record.has_article else "not given"),
        ("evidence", _evidence(seen, found.spans)),
        ("who disagrees", listing(f"{written(kind)}: {reference(seen, each)}" for kind, each in others)),
        ("beside it", listing(f"{written(kind)}: {reference(seen, each)}" for kind, each in beside)),
        ("id", f"<code>{written(compress(record.iri))}</code>"),
    ]
    return (
        f'<article id="{anchor(record.iri, "said")}" class="said {voice.mark}">\n'
        f'<h3 dir="auto">{signed(record)}</h3>\n'
        f"{quote}{_passages(found.spans, seen.texts)}{table(told, linked)}</article>"
    )


def _evidence(seen: Seen, spans: Sequence[Span]) -> str:
    """On which characters of which article; each article once."""
    ranges: dict[Iri, list[str]] = {}
    for span in spans:
        role = words.ROLES.get(span.role, "evidence")
        ranges.setdefault(span.article, []).append(f"{span.start}–{span.end} ({written(role)})")
    return listing(
        f"characters {', '.join(found)} of {_article_link(seen, article)}" for article, found in ranges.items()
    )


def _passages(spans: Sequence[Span], texts: Sequence[Text]) -> str:
    passages = []
    for span in spans:
        found = find(span, texts) if span.role == "say:contentSpan" else None
        if found:
            before, marked, after = (
                written(found.paragraph[start:end])
                for start, end in ((0, found.start), (found.start, found.end), (found.end, None))
            )
            passages.append(f'<p class="passage" dir="auto">{before}<mark>{marked}</mark>{after}</p>')
    return "".join(passages)


def _article_link(seen: Seen, iri: Iri) -> str:
    article = seen.articles.get(iri)
    if article is None:
        return f"<code>{written(compress(iri))}</code>"
    source = " with ".join(filter(None, [article.publisher, article.agency])) or article.label
    return inner_link(anchor(iri, "article"), source)


def reference(seen: Seen, record: Statement) -> str:
    """Another statement: a link where it stands in this file."""
    named = signed(record, anchor(record.iri, "said") if record.iri in seen.found else "")
    return f"<bdi>{named}</bdi> <small>{written(record.said.text)}</small>"
