"""The page of articles from a pasted text to a decision, in Streamlit's own test runner; what the form gives back."""

import json
import re
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from graph.errors import InputRefused
from graph.model import Iri, Span, Thing
from graph.namespaces import PROPOSALS_GRAPH
from graph.pages import cards, desks, session
from graph.review import Content, Draft

ROOT = Path(__file__).parent.parent
TEXT = (
    "Mill to close in spring\n\n"
    "The Arden paper mill will close in April, its director Lena Brook said on Monday. "
    "The union denied that it had agreed to the closure.\n"
)
ARTICLE = Iri("https://w3id.org/sayso/id/article-mill")
LENA = Thing(Iri("https://w3id.org/sayso/id/lena"), "Lena Brook", "say:Person", "person")
PLACE = Span(Iri(f"{ARTICLE}-1-9"), "say:contentSpan", ARTICLE, 1, 9, "00", "00", 2)
SAID = Content("say:Capture", "It closes", PLACE, figures=(("say:begunBy", "2024-05-04"),), iri=Iri(f"{ARTICLE}-p1"))
DRAFT = Draft(
    LENA, "say:claim", "say:positive", "say:certain", "say:party", "say:undated", (SAID,), (PLACE,), responds_to=ARTICLE
)


@pytest.fixture
def page(monkeypatch):
    """The page of articles over a dataset of its own in memory."""
    monkeypatch.setenv("SAYSO_STORE", "memory:")
    monkeypatch.delenv("SAYSO_TEXTS", raising=False)
    session.dataset().close()
    st.cache_resource.clear()
    at = AppTest.from_file(ROOT / "app.py", default_timeout=120)
    at.switch_page("graph/pages/articles.py")
    yield at
    session.dataset().close()
    st.cache_resource.clear()


def run(at):
    at.run()
    assert not at.exception
    return at


def shown(at):
    (data,) = (json.loads(c.proto.json) for c in at.get("bidi_component") if c.proto.component_name == "graph.review")
    return data


def press(at, label):
    return next(button for button in at.button if button.label == label).click()


def read(at, text):
    run(at)
    at.text_area[0].set_value(text)
    press(at, "Read it")
    run(at)
    assert at.session_state["extraction"].apart.wait(60)
    run(at)


def test_who_gives_no_name_is_asked_for_one(page):
    read(page, TEXT)
    press(page, "Review it")
    run(page)
    press(page, "Begin")
    run(page)
    assert page.warning[0].value == "Write your name first; initials will do."
    assert "reviewer" not in page.session_state


def test_from_a_pasted_text_to_a_decision(page):
    read(page, TEXT)
    assert "Mill to close in spring: 2 statements proposed." in page.success[0].value.replace("\\", "")
    press(page, "Review it")
    run(page)
    page.text_input[0].set_value("Ines")
    press(page, "Begin")
    run(page)
    data = shown(page)
    assert data["text"] == TEXT
    assert [card["state"] for card in data["cards"]] == ["open", "open"]
    assert data["cards"][0]["before"]["adds"], "what the first one would do is there at once"
    assert all(TEXT[span["start"] : span["end"]] for span in data["cards"][0]["draft"]["spans"])


def test_a_copy_of_an_article_that_was_read_before_is_told(page):
    for text in (TEXT, f"The Arden Courier reports.\n\n{TEXT * 2}"):
        read(page, text)
    told = page.success[0].value.replace("\\", "")
    assert "It carries the text of Mill to close in spring: they count as one origin." in told


def test_articles_of_one_title_are_told_apart(page):
    for text in (TEXT, TEXT.replace("Monday", "Tuesday")):
        read(page, text)
    told = [c.proto.json for c in page.get("bidi_component") if c.proto.id.endswith("-waiting")]
    assert len(set(re.findall(r"2 open \\u00b7 text ([0-9a-f]{8})", "".join(told)))) == 2


def test_links_are_kept_and_a_wrong_one_loses_no_words(page):
    run(page)
    page.text_area[0].set_value(TEXT)
    page.text_input[0].set_value("example.org/mill")
    press(page, "Read it")
    run(page)
    assert page.warning[0].value.startswith("A link begins with http")
    assert page.text_area[0].value == TEXT
    page.text_input[0].set_value("https://example.org/mill")
    page.text_input[1].set_value("https://archive.example.org/mill")
    press(page, "Read it")
    run(page)
    assert page.session_state["extraction"].apart.wait(60)
    run(page)
    data = session.dataset()
    links = {str(row["url"]) for row in data.proposals.select("proposed_articles")}
    assert links == {"https://example.org/mill"}
    assert "<https://archive.example.org/mill>" in data.export("turtle", PROPOSALS_GRAPH).decode()


def test_a_review_that_is_not_there_says_so(page):
    page.query_params["review"] = "article-nowhere"
    run(page)
    assert "Nothing was proposed for this article" in page.info[0].value


def given_back(change, old=DRAFT):
    """The draft that the form gives back after a change."""

    def cut(start, end, role):
        return Span(Iri(f"{ARTICLE}-{start}-{end}"), role, ARTICLE, start, end, "11", "11", 1)

    form = json.loads(json.dumps(cards.draft_shown(old) if old else cards.blank()))
    change(form)
    return cards.draft_read(
        cards.as_draft(form),
        old,
        article=ARTICLE,
        thing=lambda iri: LENA,
        called=lambda name, kind: LENA if name == LENA.label else None,
        cut=cut,
        figures=["say:begunBy"],
        fills={"say:place": "say:Place"},
    )


def test_a_form_that_was_not_touched_gives_the_same_draft():
    assert given_back(lambda form: None) == DRAFT


def test_a_name_that_is_typed_in_full_means_whom_the_graph_calls_so():
    def change(form):
        form["onBehalfOf"] = {"id": "", "label": " Lena  Brook ", "kind": ""}
        form["addressee"] = {"id": "", "label": "Lena Brooks", "kind": ""}

    draft = given_back(change)
    assert draft.on_behalf_of == LENA
    assert draft.addressee.iri == f"{ARTICLE}-lena-brooks"


def test_another_content_is_another_proposition():
    def change(form):
        form["contents"][0]["kind"] = "say:Control"

    (content,) = given_back(change).contents
    assert (content.kind, content.iri) == ("say:Control", "")
    assert content.figures == SAID.figures


def test_a_name_that_the_graph_does_not_know_is_new_to_it():
    def change(form):
        form["addressee"] = {"id": "", "label": "  Mill  workers "}

    assert given_back(change).addressee == Thing(Iri(f"{ARTICLE}-mill-workers"), "Mill workers", "say:Actor", "actor")


def test_a_new_name_in_a_slot_is_what_fills_the_slot():
    def change(form):
        form["contents"][0]["slots"] = [{"name": "say:place", "id": "", "label": "Arden Bridge"}]

    ((slot, place),) = given_back(change).contents[0].slots
    assert (slot, place) == ("say:place", Thing(Iri(f"{ARTICLE}-arden-bridge"), "Arden Bridge", "say:Place", "place"))


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [("speaker", None, "no speaker"), ("spans", [], "no content"), ("said", "May", "is no day")],
)
def test_what_is_missing_is_said(field, value, says):
    with pytest.raises(InputRefused, match=says):
        given_back(lambda form: form.update({field: value}))


def test_what_is_no_draft_is_refused():
    with pytest.raises(InputRefused, match="did not arrive whole"):
        cards.as_draft({"speaker": None})


def test_an_act_without_a_reviewer_changes_nothing_and_says_so():
    desk = desks.Desk(ARTICLE)
    desks.act(None, desk, "", {"do": "accept", "id": "x", "arg": None, "next": "y", "n": 1})
    assert "Nobody knows who decides" in desk.fault
    assert desk.at == "x"


def test_no_statement_and_no_article_is_offered_as_a_speaker(page):
    run(page)
    typed = {hit.thing.kind for hit in session.dataset().find("Taliban", desks.SUGGESTED).hits}
    offered = {hit.thing.kind for hit in session.dataset().find("Taliban", desks.SUGGESTED, kinds=desks.FILLING).hits}
    assert "say:Article" in typed
    assert offered and not offered & {"say:Statement", "say:Article"}
