"""A corrected article takes the place of the one before; what was cited from that one can still be verified."""

import pytest

from graph import shapes
from graph.counts import DESCRIPTION
from graph.dataset import Dataset
from graph.errors import InputRefused
from graph.model import Iri
from graph.namespaces import COMPUTED_GRAPH, ID, PROPOSALS_GRAPH
from graph.views import articles

ARTICLE = f"{ID}article-ferry"
PREFIXES = """
@prefix say: <https://w3id.org/sayso/ns#> . @prefix id: <https://w3id.org/sayso/id/> .
@prefix oa: <http://www.w3.org/ns/oa#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix prov: <http://www.w3.org/ns/prov#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
REVISIONS = "SELECT ?new ?old WHERE { ?new <http://www.w3.org/ns/prov#wasRevisionOf> ?old } ORDER BY ?new"
OF_SPANS = """
PREFIX say: <https://w3id.org/sayso/ns#> PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT ?sha256 ?end WHERE {
  ?text say:textOf <https://w3id.org/sayso/id/article-ferry> . ?span oa:hasSource ?text ; say:sha256 ?sha256 ;
  oa:hasSelector/oa:end ?end } ORDER BY ?sha256
"""


def reading(version, holder="taliban", text="id:article-ferry-text"):
    """One reading of an invented article: the same offsets each time, other characters."""
    return f"""{PREFIXES}
id:article-ferry a say:Article ; rdfs:label "Who holds the ferry, {version}"@en .
{text} a say:TextVersion ; say:textOf id:article-ferry ; say:sha256 "{version * 64}" ; say:charLength 90 .
id:article-ferry-0-20 a say:Span ; oa:hasSource {text} ; oa:hasSelector id:article-ferry-0-20-range ;
    say:sha256 "{version * 63}0" ; say:normalSha256 "{version * 63}1" ; say:wordCount 4 .
id:article-ferry-0-20-range a oa:TextPositionSelector ; oa:start 0 ; oa:end 20 .
id:article-ferry-p01 a say:Control ; rdfs:label "{holder} has the ferry {version}"@en ; say:agent id:{holder} ;
    say:place id:spin-boldak-chaman-crossing ; say:begunBy "2021-07-14T00:00:00Z"^^xsd:dateTime ;
    say:evidence id:article-ferry-0-20 .
id:article-ferry-s01 a say:Statement ; rdfs:label "Somebody on the ferry, {version}"@en ; say:speaker id:{holder} ;
    say:reportedIn id:article-ferry ; say:act say:claim ; say:polarity say:positive ; say:certainty say:certain ;
    say:basis say:party ; say:dateBasis say:explicit ; say:content id:article-ferry-p01 ;
    say:statedOn "2021-07-15T00:00:00Z"^^xsd:dateTime ;
    say:sourceSpan id:article-ferry-0-20 ; say:contentSpan id:article-ferry-0-20 .
"""


def loaded(dataset, text, **options):
    return dataset.load(dataset.admit("ferry.ttl", text.encode(), graph=ARTICLE), **options)


@pytest.fixture(params=["memory", "folder"])
def opened(request, tmp_path, sandbox):
    return Dataset.open("memory:" if request.param == "memory" else str(tmp_path / "data"), sandbox=sandbox)


def revisions(dataset):
    names = [[term.removeprefix(ID) for term in row] for row in dataset.answer(REVISIONS).rows]
    return [tuple(pair) for pair in names]


def spans(dataset):
    return [digest[0] for digest, _ in dataset.answer(OF_SPANS).rows]


def found(dataset, text):
    return [hit.thing.iri for hit in dataset.find(text).hits]


def judged(dataset):
    """What is computed, but for the counts: the text that was corrected is still there and counts."""
    return {triple for triple in dataset.triples(COMPUTED_GRAPH) if not triple.subject.startswith(DESCRIPTION)}


def test_correction_replaces_what_was_read_and_keeps_the_text_it_corrects(opened):
    loaded(opened, reading("a"))
    assert loaded(opened, reading("b"), replace=True) > 0
    assert spans(opened) == ["a", "b"]
    assert revisions(opened) == [("article-ferry-text", "article-ferry-text-aaaaaaaa")]
    (label,) = (t.object for t in opened.triples(ARTICLE) if t.subject == f"{ARTICLE}-s01" and "label" in t.predicate)
    assert label == "Somebody on the ferry, b"
    (article,) = (each for each in articles.articles(opened) if each.iri == ARTICLE)
    assert article.text_sha256 == "b" * 64
    assert [row["sha256"] for row in opened.select("article_spans", article=Iri(ARTICLE))] == ["b" * 63 + "0"]
    assert {"a" * 64, "b" * 64} <= opened.digests()
    assert [v.message for v in shapes.validate(opened) if not v.warning] == []


def test_computed_view_and_search_follow(opened, sandbox):
    loaded(opened, reading("a", "afghan-security-forces"))
    loaded(opened, reading("b"), replace=True)
    fresh = Dataset.open("memory:", sandbox=sandbox)
    loaded(fresh, reading("b"))
    assert judged(opened) == judged(fresh) != set()
    assert found(opened, "Who holds the ferry") == found(fresh, "Who holds the ferry") != []
    assert opened._index.size == fresh._index.size


def test_each_correction_is_a_link_of_a_chain(opened):
    loaded(opened, reading("a"))
    for version in "bc":
        loaded(opened, reading(version), replace=True)
    assert spans(opened) == ["a", "b", "c"]
    text = "article-ferry-text"
    assert revisions(opened) == [(text, f"{text}-bbbbbbbb"), (f"{text}-bbbbbbbb", f"{text}-aaaaaaaa")]


def test_the_same_text_read_once_more_is_no_revision_and_loses_none(opened):
    loaded(opened, reading("a"))
    loaded(opened, reading("a", "afghan-security-forces"), replace=True)
    assert (spans(opened), revisions(opened)) == (["a"], [])
    loaded(opened, reading("b"), replace=True)
    chain = revisions(opened)
    loaded(opened, reading("b", "afghan-security-forces"), replace=True)
    assert (spans(opened), revisions(opened)) == (["a", "b"], chain)
    assert loaded(opened, reading("b", "afghan-security-forces"), replace=True) == 0


def test_texts_that_have_names_of_their_own_keep_them(opened):
    loaded(opened, reading("a", text="id:ferry-first"))
    loaded(opened, reading("b", text="id:ferry-second"), replace=True)
    assert revisions(opened) == [("ferry-second", "ferry-first")]


def test_an_export_that_was_edited_and_loaded_again_brings_its_history_along(opened):
    loaded(opened, reading("a"))
    loaded(opened, reading("b"), replace=True)
    edited = opened.export("turtle", ARTICLE).decode().replace("b" * 63, "c" * 63).replace("cb", "cc")
    opened.load(opened.admit("edited.ttl", edited.encode(), graph=ARTICLE), replace=True)
    assert spans(opened) == ["a", "b", "c"]
    assert ("article-ferry-text", "article-ferry-text-bbbbbbbb") in revisions(opened)


def test_without_being_asked_nothing_is_replaced(opened):
    loaded(opened, "<http://x/a> <http://x/p> 1 .")
    loaded(opened, "<http://x/b> <http://x/p> 1 .")
    assert {triple.subject for triple in opened.triples(ARTICLE)} == {"http://x/a", "http://x/b"}


def test_proposals_are_not_replaced(opened):
    document = opened.admit("f.ttl", b"<http://x/a> <http://x/p> 1 .", graph=PROPOSALS_GRAPH)
    with pytest.raises(InputRefused, match="kept apart"):
        opened.load(document, replace=True)


@pytest.mark.parametrize("many", [1, 3])
def test_content_that_outlives_its_statement_is_found_with_all_its_links(many, opened):
    shared = f"{PREFIXES} id:shared a say:Control ; rdfs:label 'The old ferry holds'@en ; say:agent id:taliban ; "
    opened.load(opened.admit("f.ttl", (shared + "say:place id:quetta .").encode(), graph="urn:first"))
    said = "".join(
        f"id:said-{n} a say:Statement ; say:content id:shared ; <http://x/on> id:shared . " for n in range(many)
    )
    opened.load(opened.admit("f.ttl", (PREFIXES + said).encode(), graph="urn:second"))
    assert found(opened, "The old ferry") != [f"{ID}shared"]
    opened.remove("urn:second")
    (hit,) = opened.find("The old ferry").hits
    assert (hit.thing.iri, hit.count) == (f"{ID}shared", 2)
