"""Broken data: a statement that lacks what it should have is shown as far as it goes, and breaks no page."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from graph import shapes
from graph.model import Clock, Iri, Literal, Revision, Triple
from graph.namespaces import ID, SAY_IRI, expand
from graph.pages import session
from graph.views import chain, citation, details, links, picture, statements

ARTICLE = Iri(f"{ID}article-spin-boldak")
OTHER = Iri(f"{ID}article-islam-qala")
DENIAL = Iri(f"{ARTICLE}-s04")
GOVERNMENT = Iri(f"{ID}afghan-government")
CONTENT = Iri(f"{SAY_IRI}content")
APP = Path(__file__).parent.parent / "app.py"
ADDRESSES = {
    "explore": {"focus": "afghan-government", "show": "afghan-government,article-spin-boldak-s04"},
    "disputes": {"statement": "article-spin-boldak-s04"},
    "articles": {"article": "article-spin-boldak", "statement": "article-spin-boldak-s04"},
}
MISREAD = ["say:statedOn", "say:begunBy", "oa:start", "schema:datePublished", "say:charLength", "say:wordCount"]
LOSSES = ["a", "content", "of content", "speaker", "act", "polarity", "certainty", "basis", "dateBasis", "reportedIn"]


def triples(dataset, loss):
    """What is lost: the statement's triples of a property, or all that is said of its contents."""
    own = [each for each in dataset.triples(ARTICLE) if each.subject == DENIAL]
    if loss == "of content":
        contents = {each.object for each in own if each.predicate == CONTENT}
        return [each for each in dataset.triples(ARTICLE) if each.subject in contents]
    wanted = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type" if loss == "a" else SAY_IRI + loss
    return [each for each in own if each.predicate == wanted]


def change(dataset, *, new=(), gone=()):
    dataset.revise(lambda _: [Revision(ARTICLE, tuple(new), tuple(gone))])


@pytest.fixture(scope="module")
def whole():
    """The dataset of the process, in memory."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAYSO_STORE", "memory:")
        patch.delenv("SAYSO_TEXTS", raising=False)
        st.cache_resource.clear()
        yield session.dataset()
        session.dataset().close()
        st.cache_resource.clear()


@pytest.fixture
def broken(whole):
    """Return a function that takes something out of the dataset; it comes back after the test."""
    taken: list[Triple] = []

    def without(loss):
        taken.extend(triples(whole, loss))
        assert taken, "nothing is lost"
        change(whole, gone=taken)
        return whole

    yield without
    change(whole, new=taken)


@pytest.mark.parametrize("loss", LOSSES[1:])
def test_a_statement_is_shown_as_far_as_it_goes(broken, loss):
    data = broken(loss)
    record = statements.statement(data, DENIAL)
    assert record.label.startswith("Afghan authorities deny")
    assert record.speaker.iri == (DENIAL if loss == "speaker" else GOVERNMENT)
    assert record.article == (DENIAL if loss == "reportedIn" else ARTICLE)  # and not in one that happens to be there
    assert record.verb == {"act": "says"}.get(loss, "denies")
    assert [content.iri for content in record.contents] != [DENIAL]
    shown = (record.verb, record.act, record.polarity, record.certainty, record.basis, record.said.basis)
    assert "None" not in " ".join(shown)
    cited = citation.as_text(data, record, "http://x/")
    assert ("Article not given" in cited) == ("25 July 2021" not in cited) == (loss == "reportedIn")
    assert ("Speaker not given" in cited) == (loss == "speaker")
    assert "Le Monde" not in citation.as_json_ld(data, record, "http://x/") or loss != "reportedIn"
    assert citation.as_turtle(data, record)


@pytest.mark.parametrize("loss", LOSSES)
def test_whoever_it_names_and_the_article_can_be_opened(broken, loss):
    data = broken(loss)
    everything = statements.in_article(data, ARTICLE)
    assert len(everything) >= 31
    assert statements.among(data, details.thing_details(data, GOVERNMENT).said)
    node = links.node(data, DENIAL)
    assert (node.statement is None) == (loss == "a")
    for each in (DENIAL, GOVERNMENT, ARTICLE):
        assert picture.neighbours(data, each)
    if loss != "a":
        assert details.statement_details(data, statements.statement(data, DENIAL))
        assert chain.chain(data, statements.statement(data, DENIAL))
        assert picture.picture(data, [DENIAL, GOVERNMENT], Clock()).things


@pytest.mark.parametrize("loss", LOSSES)
def test_every_page_opens_with_it(broken, loss):
    broken(loss)
    for page, asked in list(ADDRESSES.items())[: None if loss in {"a", "content", "reportedIn"} else 1]:
        for selected in (asked, asked | {"selected": "article-spin-boldak-s04"})[: 1 + (page == "explore")]:
            at = AppTest.from_file(APP, default_timeout=60)
            for name, value in selected.items():
                at.query_params[name] = value
            at.switch_page(f"graph/pages/{page}.py").run()
            assert not at.exception, page


@pytest.mark.parametrize("name", MISREAD)
def test_what_is_no_day_or_number_is_not_known_and_breaks_no_page(whole, name):
    gone = [each for each in whole.triples(ARTICLE) if each.predicate == expand(name)]
    wrong = [Triple(t.subject, t.predicate, Literal("yesterday", t.object.datatype)) for t in gone]
    assert gone
    change(whole, new=wrong, gone=gone)
    try:
        record = statements.statement(whole, DENIAL)
        assert (record.said.day is None) == (name == "say:statedOn")
        assert citation.as_text(whole, record, "http://x/")
        assert len(statements.spans(whole, DENIAL)) == (0 if name == "oa:start" else 3)
        for page, asked in ADDRESSES.items():
            at = AppTest.from_file(APP, default_timeout=60)
            for key, value in asked.items():
                at.query_params[key] = value
            at.switch_page(f"graph/pages/{page}.py").run()
            assert not at.exception, page
    finally:
        change(whole, new=gone, gone=wrong)


def test_a_file_with_a_day_that_is_none_is_taken_in(whole):
    text = f"""@prefix say: <{SAY_IRI}> . @prefix id: <{ID}> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        id:wrong-p a say:Capture ; say:agent id:taliban ; say:place id:wesh ; say:begunBy "yesterday"^^xsd:date .
        id:wrong-s a say:Statement ; say:speaker id:taliban ; say:act say:claim ; say:polarity say:positive ;
            say:certainty say:certain ; say:basis say:party ; say:content id:wrong-p ;
            say:reportedIn id:article-islam-qala ; say:statedOn "never"^^xsd:dateTime ."""
    document = whole.admit("wrong.ttl", text.encode())
    whole.load(document)
    try:
        assert statements.statement(whole, Iri(f"{ID}wrong-s")).said.day is None
        assert [v for v in shapes.validate(whole) if "wrong" in v.focus]  # which says so
    finally:
        whole.remove(document.graphs[0])


def test_an_article_on_whose_propositions_others_rest_can_be_taken_out(whole):
    """What the other articles say of them is still there, by the names of the propositions."""
    gone = list(whole.triples(ARTICLE))
    before = set(statements.said_by(whole, GOVERNMENT))
    whole.remove(ARTICLE)
    try:
        left = set(statements.said_by(whole, GOVERNMENT))
        assert left < before
        for article in (OTHER, ARTICLE):
            for each in statements.in_article(whole, article):
                assert details.statement_details(whole, each)
        at = AppTest.from_file(APP, default_timeout=60).run()
        assert not at.exception
    finally:
        change(whole, new=gone)
