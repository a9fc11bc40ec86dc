"""Articles come in: pasted or dropped, read in the background, and listed with how far their review is."""

import math
import time
from collections import Counter
from dataclasses import dataclass, replace

import streamlit as st

from graph import llm, serial
from graph.articles import copies
from graph.articles.apart import Apart, File, Outcome
from graph.articles.rdf import alternate, run, sketch_in
from graph.component.sheet import items, sheet
from graph.dataset import Dataset
from graph.errors import ModelFault, SaysoError
from graph.model import Iri, Triple
from graph.namespaces import ID, PROPOSALS_GRAPH
from graph.pages import address, desks, session
from graph.pages.plain import escaped
from graph.pages.reviewing import keep_text
from graph.review import Waiting
from graph.terms import quad
from graph.views.things import thing

OFTEN = 0.4  # seconds between looks at what has been read
DOUBLE_CLICK = 2.0  # seconds after which a press with nothing to read is meant as one
TITLE = 80  # characters of a first line that an article without a file is called by

state = st.session_state


@dataclass(frozen=True)
class Extraction:
    """What is being read, and by which run of a language model, where one reads along."""

    apart: Apart
    model: Iri | None = None


@dataclass(frozen=True)
class Report:
    """What became of one file, in a line; the article that can be reviewed now."""

    line: str
    article: Iri | None = None
    fault: bool = False


def intake(data: Dataset) -> None:
    """Where articles come in, and those that wait for their review."""
    left, right = st.columns([5, 4], gap="large")
    with left:
        _bring(data.host)
        _follow()
    with right:
        _list(data)


def _bring(host: str) -> None:
    st.subheader("Bring an article", anchor=False)
    where = _model()
    kept = f"what is found, with quotations, goes to {host}" if host else "nothing leaves it"
    kept += " unless you say so below" if where and not host else ""
    st.text(f"It is read on this machine, {kept}. What is found are proposals: nothing is accepted by itself.")
    running = "extraction" in state
    turn = state.setdefault("brought", 0)  # new fields once something was taken; a form that clears itself loses words
    with st.form("bring", border=False):
        pasted = st.text_area("Paste its text", height=180, max_chars=400_000, key=f"paste {turn}")
        files = st.file_uploader(
            "Or drop text files and saved pages",
            type=["txt", "text", "md", "html", "htm", "xhtml"],
            accept_multiple_files=True,
            key=f"drop {turn}",
        )
        url = st.text_input("Link to the article", placeholder="https://…", max_chars=2_000, key=f"link {turn}")
        archived = st.text_input(
            "Link to an archived copy of it", placeholder="https://…", max_chars=2_000, key=f"archived {turn}"
        )
        sent = where is not None and st.checkbox(
            escaped(f"Let the language model read along: the text then goes to {where}"), key="send-to-model"
        )
        asked = st.form_submit_button("Read it", type="primary", disabled=running, on_click=session.acted)
    if not asked:
        return
    if any(link and not link.strip().startswith(("http://", "https://")) for link in (url, archived)):
        st.warning("A link begins with http:// or https://. Nothing was read yet.")
        return
    given = [File(file.name, file.getvalue()) for file in files]
    if pasted.strip():
        given.insert(0, File(_title(pasted), pasted.encode("utf-8", "surrogatepass")))
    if not given:
        if time.monotonic() - state.get("brought-at", -math.inf) > DOUBLE_CLICK:
            st.warning("Paste a text or drop a file first.")
        return
    if len(given) == 1:
        given = [replace(given[0], url=url.strip(), archived=archived.strip())]
    elif url.strip() or archived.strip():
        st.warning("A link belongs to one article: bring that one by itself.")
        return
    rule = llm.rule() if sent and where else None
    if rule and where:
        state["extraction"] = Extraction(Apart(given, ("graph.llm.apart", where)), run(rule))
    else:
        state["extraction"] = Extraction(Apart(given))
    state["reported"] = []
    state["brought"], state["brought-at"] = turn + 1, time.monotonic()
    st.rerun()


def _model() -> str | None:
    """Where texts would go, were they sent to a language model; None where none can be asked, with a word on why."""
    try:
        where = llm.where_text_goes()
        if where is not None:
            llm.require()
    except ModelFault as error:
        st.warning(escaped(str(error)))
        return None
    return where


def _title(text: str) -> str:
    return " ".join(text.split("\n\n", 1)[0].strip().partition("\n")[0].split())[:TITLE]


def _follow() -> None:
    """The progress of what is being read, and what became of what was read last."""
    if "extraction" in state:
        _progress()
    for at, report in enumerate(state.get("reported", [])):
        (st.error if report.fault else st.success)(escaped(report.line))
        if report.article and st.button("Review it", key=f"review {at}", type="primary"):
            _go(report.article)


@st.fragment(run_every=OFTEN)
def _progress() -> None:
    extraction: Extraction | None = state.get("extraction")
    if extraction is None:
        return
    reading = extraction.apart
    running = reading.running
    for outcome in reading.take():
        state["reported"].append(_take(session.current(), outcome, extraction.model))
    st.progress(reading.done / reading.total, f"Reading: {reading.done} of {reading.total}")
    if running and st.button("Cancel"):
        reading.cancel()
        state["reported"].append(Report("Cancelled. What had been read by then is kept.", fault=True))
    if not running:
        del state["extraction"]
        st.rerun()


def _take(data: Dataset, read: Outcome, model: Iri | None) -> Report:
    """Keep what was read of one file: its text in the session, its proposals in the store."""
    if read.fault:
        return Report(read.fault, fault=True)
    keep_text(read.text, read.name)
    article = Iri(ID + read.article)
    if read.digest in data.digests(model):
        known = any(each.article == article for each in desks.waiting(data))
        return Report(f"{read.name}: was read before, and stands as it was.", article if known else None)
    try:
        before = copies.known([*data.select("sketches"), *data.proposals.select("sketches")])
        alike = copies.copies({read.article: sketch_in(read.triples)}, before)
        save(data, (*read.triples, *(alternate(*pair) for pair in alike)))
    except SaysoError as error:
        return Report(f"{read.name}: {error}", fault=True)
    told = [f"{read.name}: {read.statements} {'statement' if read.statements == 1 else 'statements'} proposed."]
    told += [f"It carries the text of {_label(data, first)}: they count as one origin." for _, first in alike]
    return Report(" ".join([*told, read.note]).strip(), article)


def _label(data: Dataset, article: str) -> str:
    iri = Iri(ID + article)
    return next((each.label for each in desks.waiting(data) if each.article == iri), "") or thing(data, iri).label


def save(data: Dataset, triples: tuple[Triple, ...]) -> None:
    """Put triples among the proposals; raises SaysoError where they cannot be saved."""
    document = serial.write([quad(triple) for triple in triples], "nt")
    data.load(data.admit("proposals.nt", document, graph=PROPOSALS_GRAPH))


def _list(data: Dataset) -> None:
    st.subheader("Under review", anchor=False)
    waiting = desks.waiting(data)
    if not waiting:
        st.text("No article yet. Paste one or drop its file, and its statements wait here for you.")
        return
    ordered = sorted(waiting, key=lambda each: (each.open == 0, each.label))
    titles = Counter(each.label for each in waiting)
    lines = [_line(each, alone=titles[each.label] == 1) for each in ordered]
    sheet([items(lines)], key="waiting", on_press=_open)


def _line(each: Waiting, *, alone: bool) -> dict[str, object]:
    """An article in the list; one that is not `alone` with its title is told apart by the digest of its text."""
    counts = [(each.open, "open"), (each.accepted, "accepted"), (each.rejected, "rejected")]
    counts.append((each.withdrawn, "withdrawn"))
    foot = " · ".join(f"{count} {name}" for count, name in counts if count or name == "open")
    foot += "" if alone else f" · text {each.text_sha256[:8]}"
    if each.removed:
        return {"id": each.article, "glyph": "–", "text": each.label, "foot": f"removed from the graph · {foot}"}
    done = each.open == 0
    return {
        "id": each.article,
        "glyph": "✓" if done else "○",
        "text": each.label,
        "foot": f"reviewed · {foot}" if done else foot,
    }


def _open() -> None:
    pressed = (state.get("waiting") or {}).get("press")
    if pressed:
        st.query_params.from_dict({"review": address.encode(pressed["id"])})


def _go(article: Iri) -> None:
    st.query_params.from_dict({"review": address.encode(article)})
    st.rerun()
