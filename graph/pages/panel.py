"""The panel beside the canvas, as blocks of the sheet: a statement, a thing, or where to begin; never empty."""

from collections.abc import Sequence

from graph.component import sheet
from graph.component.sheet import Block
from graph.dataset import Dataset
from graph.draw.style import family_of, voice_of
from graph.model import Iri, Span, Statement, Thing, spell
from graph.pages import session
from graph.pages.walk import Walk
from graph.texts import Text, find
from graph.views import articles, chain, details, statements
from graph.views.clock import visible
from graph.views.details import Relation

_ROLES = {"say:contentSpan": "what was said", "say:sourceSpan": "who", "say:cueSpan": "how it was said"}
_BASES = {
    "say:party": "party to the matter",
    "say:witness": "first-hand",
    "say:hearsay": "hearsay",
    "say:unstated": "not stated",
    "say:narrator": "the newspaper's own voice",
}
_KNOWN = {
    "say:explicit": "the text gives the day",
    "say:inferred": "inferred from the text",
    "say:undated": "",
}
_CERTAIN = {
    "say:certain": "certain",
    "say:probable": "probable",
    "say:possible": "possible",
    "say:unspecifiedCertainty": "left open",
}


def blocks(data: Dataset, walk: Walk, texts: Sequence[Text]) -> list[Block]:
    """What the panel shows for the selection."""
    if walk.selected is None:
        return _nothing_selected()
    if statements.is_statement(data, walk.selected):
        if not visible(data, statements.statement(data, walk.selected), session.clock()):
            return [
                sheet.title("Hidden by the day"),
                sheet.note("This had not been said, or does not hold, by the day chosen."),
            ]
        built = statement_blocks(data, statements.statement(data, walk.selected), texts)
    else:
        built = thing_blocks(data, walk.selected)
    return [*built, walk_actions(walk.selected, drawn=walk.drawn is not None)]


def _nothing_selected() -> list[Block]:
    return [
        sheet.title("Nothing selected"),
        sheet.note("Click an item, or walk the list below the picture, to read what stands behind it."),
        sheet.note("Double-click an item to see what it is linked to."),
    ]


def statement_blocks(
    data: Dataset, record: Statement, texts: Sequence[Text], *, disagreeing: bool = True
) -> list[Block]:
    """A statement: the words, who, for whom, to whom, when, how sure, on which characters it rests, who disagrees."""
    voice = voice_of(record)
    found = details.statement_details(data, record)
    built = [
        sheet.badge(f"{record.speaker.label} {voice.verb}", glyph=voice.glyph, tone=(voice.light, voice.dark)),
        sheet.title(record.label),
    ]
    if record.quotation:
        built.append(sheet.quote(record.quotation, record.speaker.label))
    built += _passages(found.spans, texts)
    built += [sheet.note(f"Checked: {assessment}", strong=True) for assessment in found.assessments]
    built.append(
        sheet.chain([(step.how, step.who.label, step.who.iri, step.unnamed) for step in chain.chain(data, record)])
    )
    built.append(sheet.facts([*_source(data, record), *_places(found.spans)]))
    denied = record.polarity == "say:negative"
    built.append(
        sheet.note("Said not to be so, in our words" if denied else "What was said, in our words", strong=True)
    )
    contents = [(c.kind_label, c.label, c.iri if c.kind == "say:Statement" else "") for c in record.contents]
    built.append(sheet.facts([*contents, *(row for relation in found.about for row in _relation(relation))]))
    others = [(kind, other) for kind, other in found.disagreeing if visible(data, other, session.clock())]
    if others and disagreeing:
        lines = [item(other) | {"foot": f"{kind} · {other.said.text}"} for kind, other in others]
        built.append(sheet.listing("Who disagrees", lines, open_at_first=len(lines) <= 6))
    return built


def _source(data: Dataset, record: Statement) -> list[tuple[str, str, str]]:
    how = _KNOWN.get(record.said.basis, "")
    rows = [
        ("said by", record.speaker.label, record.speaker.iri),
        ("on behalf of", *_of(record.on_behalf_of)),
        ("told to", *_of(record.addressee)),
        ("said on", f"{record.said.text} ({how})" if how else record.said.text, ""),
        ("certainty", _CERTAIN.get(record.certainty, ""), ""),
        ("basis", _BASES.get(record.basis, ""), ""),
    ]
    article = next((a for a in articles.articles(data) if a.iri == record.article), None)
    if article:
        agency = f" with {article.agency}" if article.agency else ""
        rows.append(("reported in", f"{article.publisher}{agency}", article.iri))
        rows.append(("page dated", spell(article.published) if article.published else "", ""))
        rows.append(("link", article.url or "none recorded", ""))
    return rows


def _passages(spans: Sequence[Span], texts: Sequence[Text]) -> list[Block]:
    """The passages of what was said, from the user's copy; a sentence on how to see them where there is none."""
    wanted = [span for span in spans if span.role == "say:contentSpan"]
    found = [(span, passage) for span in wanted if (passage := find(span, texts))]
    if not found:
        return [
            sheet.note(
                "The passage is in the article, whose text is not kept here. Drop your copy on the Articles page, "
                "or point SAYSO_TEXTS at its folder, to read it in place."
            )
        ]
    return [sheet.passage(f"Characters {s.start}–{s.end}", p.paragraph, p.start, p.end) for s, p in found]


def _places(spans: Sequence[Span]) -> list[tuple[str, str, str]]:
    words = [f"{span.start}–{span.end} ({_ROLES.get(span.role, 'evidence')})" for span in spans]
    return [("evidence", "characters " + ", ".join(words), "")] if words else []


def thing_blocks(data: Dataset, iri: Iri) -> list[Block]:
    """A thing: its names and facts, its relations, what it said, and what is said of it."""
    found = details.thing_details(data, iri)
    family = family_of(found.thing.kind)
    built = [
        sheet.badge(found.thing.kind_label or "thing", glyph=family.sign, tone=(family.light, family.dark)),
        sheet.title(found.thing.label),
    ]
    others = [name for name in found.names if name != found.thing.label]
    if others:
        built.append(sheet.note("Also written: " + ", ".join(others)))
    built.append(sheet.facts([row for relation in found.relations for row in _relation(relation)]))
    now = session.clock()
    said, said_of = ([r for r in records if visible(data, r, now)] for records in (found.said, found.said_of))
    if said:
        built.append(sheet.listing("Said", [item(record) for record in said], open_at_first=len(said) <= 8))
    if said_of:
        built.append(
            sheet.listing(
                "What is said of it",
                [item(record) for record in said_of],
                open_at_first=len(said_of) <= 12,
            )
        )
    if found.facts:
        built.append(sheet.facts([(fact.name, fact.value, "") for fact in found.facts]))
    return built


def item(record: Statement, current: Iri | None = None) -> dict[str, object]:
    """A statement as a line of a list."""
    voice = voice_of(record)
    behalf = (
        f" for {record.on_behalf_of.label}" if record.on_behalf_of and record.on_behalf_of != record.speaker else ""
    )
    return {
        "id": record.iri,
        "glyph": voice.glyph,
        "light": voice.light,
        "dark": voice.dark,
        "head": f"{record.speaker.label}{behalf} {voice.verb}",
        "text": record.label,
        "foot": record.said.text,
        "current": record.iri == current,
    }


def _relation(relation: Relation) -> list[tuple[str, str, str]]:
    return [(relation.phrase if at == 0 else "", other.label, other.iri) for at, other in enumerate(relation.others)]


def _of(thing: Thing | None) -> tuple[str, str]:
    return (thing.label, thing.iri) if thing else ("", "")


def walk_actions(iri: Iri, *, drawn: bool) -> Block:
    """What can be done with the selection on the canvas."""
    if not drawn:
        return sheet.actions([("Add to the picture", "open", iri)])
    return sheet.actions([("Show its links", "expand", iri), ("Hide it", "hide", iri)])
