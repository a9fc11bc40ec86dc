"""Disputes: where accounts differ, the sides in columns, every verdict with its rule and the triples behind it."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from graph.accounts import Origins
from graph.component import sheet
from graph.component.sheet import Block
from graph.model import Clock, Iri, spell
from graph.namespaces import local_id
from graph.pages import address, clocks, panel, session, when_where
from graph.pages.cite import cite
from graph.pages.plain import code, escaped
from graph.queries import with_bindings
from graph.views import disputes, matters, picture, statements, things
from graph.views.disputes import Column, Dispute, Verdict
from graph.views.matters import Matter, MatterList
from graph.views.when_where import places_of

T = TypeVar("T")

PAGE = 20

data = session.current()
state = st.session_state


def wanted() -> Iri | None:
    """The matter that somebody chose, or that the link names; whatever the days hide meanwhile."""
    if not state.get("matter"):
        state["matter"] = next(iter(session.url_ids("matter")), None)
    return Iri(state["matter"]) if state["matter"] else None


def chosen(found: MatterList) -> Matter | None:
    """The matter that is open: the one asked for by link or press, else the first."""
    asked = wanted()
    everything = [*found.disputed, *found.conceded]
    listed = next((matter for matter in everything if matter.iri == asked), None)
    if listed is None and asked:  # a link may lead past the part of the list that is shown
        linked = read(Iri(asked))
        listed = linked.matter if linked.columns or linked.concessions else None
    return listed or next(iter(everything), None)


def read(matter: Iri) -> Dispute:
    """Everything about a matter by the clocks as they stand."""
    clock = session.clock()
    return session.ready(disputes.dispute, matter, clock)


def lists(found: MatterList, current: Matter | None) -> None:
    """The lists on the left: in dispute, conceded, figures that only look so."""
    figures = by_clock(matters.figures, limit=_limit("figures"))
    against = [panel.item(one) | {"foot": f"against: {other.label}"} for one, other in figures.pairs]
    conceded = [_line(matter, current) for matter in found.conceded]
    part("matters", "In dispute", [_line(matter, current) for matter in found.disputed], found.total)
    part("conceded", "Conceded, not disputed", conceded, found.total_conceded)
    part("figures", "Figures that cannot be compared", against, figures.total, open_at_first=len(against) <= 4)


def part(key: str, heading: str, lines: list[dict[str, object]], total: int, *, open_at_first: bool = True) -> None:
    """One list, if there is anything in it, with a button at its end where there is more."""
    if not lines:
        return
    if left_out := total - len(lines):
        more = f"Show {min(PAGE, left_out)} more of {total:,}"
        lines = [*lines, {"id": key, "do": "more", "glyph": "+", "text": more}]
        open_at_first = open_at_first or _limit(key) > PAGE
    sheet.sheet([sheet.listing(heading, lines, open_at_first=open_at_first, total=total)], key=key, on_press=press(key))


def _limit(key: str) -> int:
    return PAGE * int(state.get(f"pages-{key}", 1))


def by_clock(look_up: Callable[..., T], **limits: int) -> T:
    """A list by the clocks as they stand; for days it is made of differences that are read once for a state."""
    clock = session.clock()
    if clock == Clock():
        return session.ready(look_up, clock, **limits)
    differences = session.differences()
    key = (look_up, clock, *limits.items())
    return session.once(key, lambda: look_up(data, clock, differences=differences, **limits))


def _line(matter: Matter, current: Matter | None) -> dict[str, object]:
    since = f" · known from {spell(matter.since)}" if matter.since else ""
    return {
        "id": matter.iri,
        "glyph": "⇄" if "concession" not in matter.kinds else "✓",
        "text": matter.question,
        "foot": f"{matter.statements} statements{since}",
        "current": current is not None and matter.iri == current.iri,
    }


def columns(found: Dispute) -> list[Block]:
    heads = [_column(column) for column in found.columns]
    return [sheet.columns(heads)] if heads else []


def _column(column: Column) -> list[Block]:
    blocks: list[Block] = [sheet.title(column.side.label)]
    if column.position:
        blocks.append(sheet.note(column.position))
    for entry in column.entries:
        line = panel.item(entry.statement, Iri(state.get("opened", "")))
        corrected = f" · corrected {spell(entry.corrected)}" if entry.corrected else ""
        told = f" · told to {entry.statement.addressee.label}" if entry.statement.addressee else ""
        line |= {
            "foot": f"{entry.stance} · {entry.statement.said.text}{told}{corrected}",
            "corrected": bool(entry.corrected),
        }
        blocks.append(sheet.items([line]))
        if entry.statement.quotation and entry.statement.iri != state.get("opened"):
            blocks.append(sheet.note(f"“{entry.statement.quotation}”"))
        if entry.statement.iri == state.get("opened"):
            blocks += panel.statement_blocks(entry.statement, session.own_texts(), disagreeing=False)
            blocks.append(
                sheet.actions(
                    [("Close", "close", entry.statement.iri), ("Open in Explore", "explore", entry.statement.iri)]
                )
            )
    return blocks


def beside(found: Dispute) -> list[Block]:
    blocks: list[Block] = []
    if found.concessions:
        claimed = {verdict.one.iri: verdict.one for verdict in found.concessions if not verdict.signs}
        signs = {verdict.one.iri: verdict.one for verdict in found.concessions if verdict.signs}
        admitted = {verdict.other.iri: verdict.other for verdict in found.concessions}
        heads = (("Claimed", claimed), ("Signs of it reported", signs), ("Conceded by the other side", admitted))
        blocks.append(
            sheet.columns(
                [[sheet.title(head), sheet.items(list(map(panel.item, told.values())))] for head, told in heads if told]
            )
        )
    if found.agreement:
        blocks.append(sheet.note("Said alike, and from how many origins", strong=True))
        blocks.append(sheet.facts([(text, _origins(told), "") for text, told in found.agreement]))
    return blocks


def _origins(told: Origins) -> str:
    return told.text + (f" (merged: {', '.join(told.reasons)})" if told.reasons else "")


def verdicts(found: Dispute) -> None:
    many = len(found.verdicts)
    with st.expander(f"Why: {many} pairs, each by its rule" if many > 1 else "Why: the pair, and its rule"):
        sheet.sheet(
            [block for verdict in found.verdicts for block in _verdict(verdict)],
            key="verdicts",
            on_press=press("verdicts"),
        )
        query = with_bindings(data.queries["disagreements_about"], {"matter": found.matter.iri}).text
        st.text("The pairs as a query; each names the two statements and the rule.")
        st.code(query, language="sparql", wrap_lines=True)
        st.button("Open in SPARQL", on_click=to_sparql, args=(query,), key="pairs-to-sparql")
        records = tuple(entry.statement.iri for column in found.columns for entry in column.entries)
        triples = session.ready(picture.drawn_query, records).text
        st.text("The triples behind them: the statements, what they say, and the spans they were read from.")
        code(triples, "sparql", height=240)
        st.button("Open in SPARQL", on_click=to_sparql, args=(triples,), key="triples-to-sparql")


def _verdict(verdict: Verdict) -> list[Block]:
    return [
        sheet.note(f"{verdict.kind} — {verdict.rule}", strong=True),
        sheet.items([panel.item(verdict.one), panel.item(verdict.other)]),
    ]


def press(key: str) -> Callable[[], None]:
    """Answer a button of one of the sheets."""

    def answer() -> None:
        pressed = (state.get(key) or {}).get("press")
        if not pressed:
            return
        session.acted()
        iri = Iri(pressed["id"])
        if pressed["do"] == "more":
            state[f"pages-{key}"] = int(state.get(f"pages-{key}", 1)) + 1
            return
        if key != "dispute" and not statements.is_statement(data, iri):
            state["matter"] = iri
            state["opened"] = ""
        elif pressed["do"] == "close":
            state["opened"] = ""
        elif key == "dispute" and pressed["do"] == "open" and statements.is_statement(data, iri):
            state["opened"] = iri
        else:
            state["open-in-explore"] = iri

    return answer


def follow_url() -> None:
    """Take up what the browser went back or forward to."""
    state["matter"] = next(iter(session.url_ids("matter")), None)
    state["opened"] = next(iter(session.url_ids("statement")), "")
    session.set_clock(session.url_day("known"), session.url_day("on"))


def to_sparql(query: str) -> None:
    state["query"] = query
    state["go-to-sparql"] = True


def body() -> None:
    found = by_clock(matters.matters, limit=_limit("matters"), conceded=_limit("conceded"))
    current = chosen(found)
    left, right = st.columns([3, 8], gap="large")
    with left:
        clocks.sliders()  # above what they make longer and shorter
        with st.container(key="lists"):
            lists(found, current)
    with right:
        asked = wanted()
        if asked is None and current is not None:
            state["matter"] = current.iri
        elif asked and (current is None or current.iri != asked):
            st.warning(escaped(nobody(asked)))
        if current is None:
            session.write_url(matter="", statement="", **session.clock_url())
            sheet.sheet([sheet.title("Nobody disagrees"), sheet.note(_empty())], key="dispute")
            return
        open_matter(read(current.iri))
    session.write_url(
        matter=address.encode(current.iri), statement=address.encode(state.get("opened") or ""), **session.clock_url()
    )


def nobody(asked: Iri) -> str:
    """Why another matter is shown than the one that was asked for."""
    if not things.exists(data, asked):
        return f"{local_id(asked)} is not in this dataset."
    return f"Nobody disagrees on {things.thing(data, asked).label} by the days chosen."


def _empty() -> str:
    return "No two sides contradict each other by the days chosen. Turn the clocks to any day, or add an article."


def open_matter(found: Dispute) -> None:
    kinds = " · ".join(kind for kind in found.matter.kinds) or "conceded by one side, denied by nobody"
    blocks = [sheet.title(found.matter.question), sheet.note(kinds), *columns(found), *beside(found)]
    sheet.sheet(blocks, key="dispute", on_press=press("dispute"), about=found.matter.iri)
    cite(Iri(state["opened"]) if state.get("opened") else None, key="cite")
    if found.verdicts:
        verdicts(found)
    if found.columns:
        when_and_where(found)


def when_and_where(found: Dispute) -> None:
    """The statements of a matter in time and on the map; a choice on either opens the statement in its column."""
    records = [entry.statement for column in found.columns for entry in column.entries]
    opened = Iri(state["opened"]) if state.get("opened") else None
    clock = session.clock()
    when, where = st.columns(2, gap="medium")
    with when:
        when_where.show_timeline(data, records, opened, clock, key="dispute-time", on_select=take("dispute-time"))
    with where:
        named = session.once(
            ("places of", tuple(record.iri for record in records)),
            lambda: [iri for record in records for iri in places_of(data, record)],
        )
        places = [found.matter.iri, *named]
        when_where.show_map(places, None, clock, key="dispute-map", on_select=take("dispute-map"))


def take(key: str) -> Callable[[], None]:
    """Open what was chosen on the timeline or the map: a statement here, a place in Explore."""

    def answer() -> None:
        session.acted()
        iri = ((state.get(key) or {}).get("selected") or {}).get("id")
        if iri and statements.is_statement(data, Iri(iri)):
            state["opened"] = iri
        elif iri:
            state["open-in-explore"] = iri

    return answer


st.html(session.STYLE)
st.title("Where accounts differ", anchor=False)
if session.went():
    follow_url()
if "opened" not in state:
    state["opened"] = next(iter(session.url_ids("statement")), "")
body()
if "open-in-explore" in state:
    st.switch_page("graph/pages/explore.py")
if state.pop("go-to-sparql", False):
    st.switch_page("graph/pages/sparql.py")
