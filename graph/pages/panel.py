"""The panel beside the canvas, as blocks of the sheet: a statement, a thing, or where to begin; never empty."""

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from graph.component import sheet
from graph.component.sheet import Block
from graph.dataset import Dataset
from graph.draw import edge_id
from graph.draw.style import family_of, voice_of
from graph.model import Iri, Picture, Span, Statement, Thing, spell
from graph.namespaces import compress
from graph.pages import session
from graph.pages.walk import Walk
from graph.texts import Text, find
from graph.views import chain, details, evidence, groups, words
from graph.views.details import Relation
from graph.views.links import AT_ONCE, kinds_of
from graph.views.paths import LONGEST, sentence
from graph.views.picture import STEP
from graph.views.statements import among, statement
from graph.views.things import thing

PAGE: Final = 50  # statements of a thing that are listed at once
OPEN: Final = {"Said": 8, "What is said of it": 12}  # up to so many lines a list is open at first
DISAGREE: Final = "Who disagrees with what is listed"


def blocks(data: Dataset, walk: Walk, drawn: Picture, texts: Sequence[Text]) -> list[Block]:
    """What the panel shows: the path that is looked for, then the link or thing selected; never nothing."""
    return [*path_blocks(data, walk), *_selection(data, walk, drawn, texts)]


def _selection(data: Dataset, walk: Walk, drawn: Picture, texts: Sequence[Text]) -> list[Block]:
    iri, edge = walk.view.selected, walk.view.edge
    link = next((link for link in drawn.links if edge_id(link) == edge), None) if edge else None
    if edge and len(edge.split(" ")) == 3 and (link is None or link.kind != "say:links"):
        return link_blocks(data, *edge.split(" "), texts=texts)
    if iri is None:
        return _nothing_selected()
    if groups.is_group(iri):
        return group_blocks(data, walk, iri)
    record = session.node(iri).statement
    if record is not None:
        if iri in session.gone():
            return [
                sheet.title("Hidden by the day"),
                sheet.note("This had not been said, or does not hold, by the day chosen."),
            ]
        built = statement_blocks(record, texts)
    else:
        built = thing_blocks(data, iri)
    return [*built, *walk_blocks(walk, iri)]


def _nothing_selected() -> list[Block]:
    return [
        sheet.title("Nothing selected"),
        sheet.note("Click an item, or walk the list of items, to read what stands behind it."),
        sheet.note("Double-click an item to see what it is linked to."),
    ]


def path_blocks(data: Dataset, walk: Walk) -> list[Block]:
    """The path that is looked for: how to choose its end, or the paths that were found, as sentences."""
    if walk.finding is not None:
        name = thing(data, walk.finding).label
        return [
            sheet.title(f"A path from {name} to …"),
            sheet.note("Click the other end, choose it in the list of items, or search for it.", strong=True),
            sheet.actions([("Cancel", "leave path", "")]),
        ]
    found = walk.found()
    if found is None:
        return []
    start, goal = (thing(data, iri).label for iri in walk.view.ends)
    named = {iri: thing(data, iri) for path in found.paths for iri in path.things}
    lines = [
        {
            "id": str(number),
            "do": "mark path",
            "glyph": str(number + 1),
            "text": sentence(path, named),
            "foot": f"{len(path.links)} step{'s' * (len(path.links) > 1)}",
            "current": walk.view.path == path,
        }
        for number, path in enumerate(found.paths)
    ]
    count = len(found.paths)
    heading = f"The {count} shortest paths" if count > 1 else "One path" if count else "No path"
    built = [sheet.title(f"{heading} from {start} to {goal}"), sheet.items(lines)]
    if not found.paths:
        built.append(sheet.note(f"There is none of at most {LONGEST} steps without the links that are avoided."))
    if found.cut:
        built.append(
            sheet.note(
                f"The search stopped after {found.looked_at:,} things, or at things with too many links to follow; "
                "there may be others."
            )
        )
    return [*built, sheet.actions([("Done", "leave path", "")])]


def link_blocks(data: Dataset, source: str, kind: str, target: str, *, texts: Sequence[Text]) -> list[Block]:
    """A link: how it reads, and what it rests on, in each named graph it stands in."""
    link = next(
        (k for k in session.node(Iri(source)).links if (k.source, k.kind, k.target) == (source, kind, target)), None
    )
    one, other = thing(data, Iri(source)), thing(data, Iri(target))
    built = [
        sheet.badge("link", glyph="→"),
        sheet.title(link.phrase if link else kind),
        sheet.facts([("from", one.label, one.iri), ("to", other.label, other.iri)]),
    ]
    found = evidence.of_link(data, Iri(source), kind, Iri(target))
    for each in found:
        built.append(sheet.note(f"Recorded in: {each.graph.label}", strong=True))
        if each.spans:
            built += _passages(each.spans, texts)
            built.append(sheet.facts(_places(each.spans)))
        else:
            built.append(sheet.note("This is reference data, not read from an article."))
            built.append(sheet.facts([("source", row, "") for row in _recorded(one.iri)]))
    if not found:
        built.append(sheet.note("No named graph holds this link as it stands; it is gathered from several triples."))
    return [*built, sheet.actions([("Back", "edge", "")])]


def _recorded(iri: Iri) -> list[str]:
    """Where reference data says it has its facts from."""
    found = session.ready(details.thing_details, iri)
    return [fact.value for fact in found.facts if fact.name in {"source", "Source"}]


def group_blocks(data: Dataset, walk: Walk, group: Iri) -> list[Block]:
    """A group: how many it stands for, and its first members, each of which can be opened."""
    members = groups.members_of(session.nodes(walk.view.shown), walk.view.way, walk.view.out).get(group, [])
    named = [thing(data, iri) for iri in members[:50]]
    lines = [
        {"id": t.iri, "text": t.label, "foot": t.kind_label, "glyph": family_of(t.kind, t.kind_label).sign}
        for t in named
    ]
    note = f"{len(members):,} things drawn as one. " + ("The first 50:" if len(members) > 50 else "All of them:")
    return [
        sheet.title(f"{len(members):,} together"),
        sheet.note(note),
        sheet.actions([(f"Draw the next {min(STEP, len(members))}", "expand", group)]),
        sheet.items(lines),
    ]


def walk_blocks(walk: Walk, iri: Iri) -> list[Block]:
    """What can be done with the selection on the canvas: its links by kind, with counts; hide, pin, find a path."""
    seen = session.node(iri)
    kinds = kinds_of(seen, walk.view.shown, session.gone())
    left = sum(kind.left for kind in kinds)
    lines = [
        {
            "id": f"{kind.key} {iri}",
            "do": "expand kind",
            "glyph": "＋" if kind.left else "✓",
            "text": kind.phrase,
            "foot": f"{kind.total - kind.left:,} of {kind.total:,} shown",
        }
        for kind in kinds
    ]
    drawn = iri in walk.view.shown
    rows = [(f"Show the next {min(STEP, left)}" if left > STEP else "Show its links", "expand", iri)] if left else []
    rows += [(f"Show all {left:,}", "everything", iri)] if left > STEP else []
    if drawn:
        rows += [("Hide it", "hide", iri), ("Collapse", "collapse", iri)]
        rows += [("Unpin", "unpin", iri) if iri in walk.view.pinned else ("Pin", "pin", iri)]
    else:
        rows += [("Add to the picture", "open", iri)]
    rows += [("Find a path from here", "path", iri)]
    built = [sheet.actions(rows)]
    if lines:
        built.append(sheet.listing("Kinds of links", lines, open_at_first=False))
    if seen.hub:
        built.append(sheet.note(f"It has more than {AT_ONCE:,} links; the first {AT_ONCE:,} are counted here."))
    return built


def _details(data: Dataset, iri: Iri) -> tuple[details.StatementDetails, list[chain.Step]]:
    record = statement(data, iri)
    return details.statement_details(data, record), chain.chain(data, record)


def statement_blocks(record: Statement, texts: Sequence[Text], *, disagreeing: bool = True) -> list[Block]:
    """A statement: the words, who, for whom, to whom, when, how sure, on which characters it rests, who disagrees."""
    voice = voice_of(record)
    found, steps = session.ready(_details, record.iri)
    built = [
        sheet.badge(f"{record.speaker.label} {voice.verb}", glyph=voice.glyph, tone=(voice.light, voice.dark)),
        sheet.title(record.label),
    ]
    if record.quotation:
        built.append(sheet.quote(record.quotation, record.speaker.label))
    built += _passages(found.spans, texts)
    built += [sheet.note(f"Checked: {assessment}", strong=True) for assessment in found.assessments]
    built.append(sheet.chain([(step.how, step.who.label, step.who.iri, step.unnamed) for step in steps]))
    built.append(sheet.facts([*_source(record), *_places(found.spans)]))
    denied = record.polarity == "say:negative"
    built.append(
        sheet.note("Said not to be so, in our words" if denied else "What was said, in our words", strong=True)
    )
    contents = [(c.kind_label, c.label, c.iri if c.kind == "say:Statement" else "") for c in record.contents]
    built.append(sheet.facts(contents))
    built.append(sheet.relations([row for relation in found.about for row in _relation(relation)]))
    gone = session.gone()
    for heading, pairs in (("Who disagrees", found.disagreeing), ("Beside it", found.beside)):
        others = [(kind, other) for kind, other in pairs if other.iri not in gone]
        if others and disagreeing:
            lines = [item(other) | {"foot": f"{kind} · {other.said.text}"} for kind, other in others]
            built.append(sheet.listing(heading, lines, open_at_first=len(lines) <= 6))
    return built


def _source(record: Statement) -> list[tuple[str, str, str]]:
    how = words.KNOWN.get(record.said.basis, "")
    rows = [
        ("said by", record.speaker.label, record.speaker.iri if record.has_speaker else ""),
        ("on behalf of", *_of(record.on_behalf_of)),
        ("told to", *_of(record.addressee)),
        ("said on", f"{record.said.text} ({how})" if how else record.said.text, ""),
        ("certainty", words.CERTAIN.get(record.certainty, ""), ""),
        ("basis", words.BASES.get(record.basis, ""), ""),
    ]
    article = session.overview().articles.get(record.article)
    if article:
        agency = f" with {article.agency}" if article.agency else ""
        rows.append(("reported in", f"{article.publisher}{agency}", article.iri))
        rows.append(("page dated", spell(article.published) if article.published else "", ""))
        rows.append(("link", article.url or "none recorded", ""))
        rows.append(("archived copy", article.archived, ""))
    else:
        rows.append(("reported in", compress(record.article) if record.has_article else "not given", ""))
    return rows


def _passages(spans: Sequence[Span], texts: Sequence[Text]) -> list[Block]:
    """The passages of what was said, from the user's copy; a sentence on how to see them where there is none."""
    wanted = [span for span in spans if span.role == "say:contentSpan"] or list(spans)
    found = [(span, passage) for span in wanted if (passage := find(span, texts))]
    if not found:
        return [
            sheet.note(
                "The passage is in the article, whose text is not kept here. Drop it under “Your copies”, or point "
                "SAYSO_TEXTS at its folder, to read it in place."
            )
        ]
    return [sheet.passage(f"Characters {s.start}–{s.end}", p.paragraph, p.start, p.end, s.iri) for s, p in found]


def _places(spans: Sequence[Span]) -> list[tuple[str, str, str]]:
    ranges = [f"{span.start}–{span.end} ({words.ROLES.get(span.role, 'evidence')})" for span in spans]
    return [("evidence", "characters " + ", ".join(ranges), "")] if ranges else []


def thing_blocks(data: Dataset, iri: Iri) -> list[Block]:
    """A thing: its names and facts, its relations, what it said, what is said of it, and who disagrees."""
    found = session.ready(details.thing_details, iri)
    family = family_of(found.thing.kind, found.thing.kind_label)
    built = [
        sheet.badge(found.thing.kind_label or "thing", glyph=family.sign, tone=(family.light, family.dark)),
        sheet.title(found.thing.label),
    ]
    others = [name for name in found.names if name != found.thing.label]
    if others:
        built.append(sheet.note("Also written: " + ", ".join(others)))
    built.append(sheet.relations([row for relation in found.relations for row in _relation(relation)]))
    built += _told(data, iri, found)
    if found.facts:
        built.append(sheet.facts([(fact.name, fact.value, "") for fact in found.facts]))
    described = session.ready(evidence.of_thing, iri)
    recorded = [f"{graph.label} ({count:,} triples)" for graph, count in described]
    built.append(sheet.facts([("recorded in", "; ".join(recorded), "")]))
    return built


def _told(data: Dataset, iri: Iri, found: details.ThingDetails) -> list[Block]:
    """What a thing said, what is said of it, and who disagrees with what is listed of both."""
    gone = session.gone()
    lists = {
        "Said": [each for each in found.said if each not in gone],
        "What is said of it": [each for each in found.said_of if each not in gone],
    }
    listed = {heading: each[: PAGE * pages(iri, heading)] for heading, each in lists.items()}
    shown = tuple(dict.fromkeys(each for some in listed.values() for each in some))
    records = session.ready(among, shown)
    against_each = session.once(
        ("disputed", shown, session.clock()), lambda: details.disagreeing_with(data, shown, gone)
    )
    built = []
    for heading, some in listed.items():
        lines = [item(records[each]) | _disputed(records[each], against_each) for each in some if each in records]
        total = len(lists[heading])
        if total > len(some):
            more = f"Show {min(PAGE, total - len(some))} more of {total:,}"
            lines.append({"id": heading, "do": "more", "glyph": "+", "text": more})
        if lines:
            unfolded = len(lines) <= OPEN[heading] or pages(iri, heading) > 1
            built.append(sheet.listing(heading, lines, open_at_first=unfolded, total=total))
    against = {other.iri: (kind, other) for pairs in against_each.values() for kind, other in pairs}
    of_others = [pair for other, pair in against.items() if other not in set(found.said)]
    if of_others:
        lines = [item(other) | {"foot": f"{kind} · {other.said.text}"} for kind, other in of_others]
        heading = "Who disagrees" if len(shown) == len({*lists["Said"], *lists["What is said of it"]}) else DISAGREE
        built.append(sheet.listing(heading, lines, open_at_first=len(lines) <= 6))
    return built


def pages(iri: Iri, heading: str) -> int:
    """How many pages of a list of the panel are shown."""
    shown: dict[tuple[Iri, str], int] = st.session_state.get("panel-pages", {})
    return shown.get((iri, heading), 1)


def _disputed(record: Statement, disputed: Mapping[Iri, Sequence[tuple[str, Statement]]]) -> dict[str, str]:
    count = len(disputed.get(record.iri, ()))
    return {"foot": f"{record.said.text} · {count} disagree{'s' * (count == 1)}"} if count else {}


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


def _relation(relation: Relation) -> list[tuple[str, str, str, str]]:
    return [
        (relation.phrase if at == 0 else "", other.label, other.iri, edge_id(link))
        for at, (link, other) in enumerate(relation.others)
    ]


def _of(thing: Thing | None) -> tuple[str, str]:
    return (thing.label, thing.iri) if thing else ("", "")
