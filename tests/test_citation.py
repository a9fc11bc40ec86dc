"""A statement taken along keeps who says it, whether it is denied, how well its day is known, and where it stands."""

import json
import re
import unicodedata

import pyoxigraph as ox
import pytest
from rdflib import RDF, RDFS, Graph, URIRef

from graph import serial
from graph.dataset import Dataset
from graph.model import Iri
from graph.namespaces import ID, PREFIXES, SAY
from graph.views.citation import as_json_ld, as_text, as_turtle
from graph.views.statements import in_article, statement

SLUGS = ("islam-qala", "spin-boldak")
LINK = "http://127.0.0.1:8501/?focus=x"
CLAIM, DENIAL, HEARSAY = "article-spin-boldak-s10", "article-spin-boldak-s04", "article-spin-boldak-s19"
TOLD, UNVERIFIED, UNDATED = "article-spin-boldak-s07", "article-islam-qala-s21", "article-islam-qala-s44"
RANGE, WELCOME, NOT_INEVITABLE = "article-islam-qala-s34", "article-islam-qala-s46", "article-islam-qala-s39"
SCHEMA = "https://schema.org/"
# Types and properties as schema.org defines them.
TERMS = {
    "Claim", "ClaimReview", "Rating", "NewsArticle", "Person", "Organization",
    "url", "text", "abstract", "description", "name", "alternateName", "author", "sourceOrganization", "publisher",
    "datePublished", "appearance", "headline", "claimReviewed", "reviewRating", "itemReviewed",
}  # fmt: skip
INVENTED = """
    @prefix id: <https://w3id.org/sayso/id/> . @prefix say: <https://w3id.org/sayso/ns#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    id:x-s01 a say:Statement ; say:speaker id:taliban , id:afp ;
        rdfs:label "The storm\\ncut <b>the line</b> </script>" ;
        say:act say:deny ; say:polarity say:negative ; say:certainty say:possible ; say:basis say:unstated ;
        say:statedOn "2021-07-01T00:00:00Z"^^xsd:dateTime ; say:precision say:month ; say:dateBasis say:explicit ;
        say:quotation "the line is cut" ; say:reportedIn id:article-spin-boldak ; say:content id:x-p01 .
    id:x-s02 a say:Statement ; say:speaker id:taliban ; say:act say:deny ; say:polarity say:negative ;
        say:certainty say:certain ; say:basis say:unstated ; say:dateBasis say:undated ;
        say:reportedIn id:article-spin-boldak ; say:content id:x-p01 .
    id:x-s03 a say:Statement ; rdfs:label "X denies saying so"@en ; say:speaker id:taliban ; say:act say:deny ;
        say:polarity say:negative ; say:certainty say:certain ; say:basis say:unstated ; say:dateBasis say:undated ;
        say:reportedIn id:article-spin-boldak ; say:content id:article-islam-qala-s21 .
    id:x-p01 a say:Proposition ; rdfs:label "The storm\\ncut <b>the line</b> </script>" .
    id:x-a01 a say:Assessment ; say:assesses id:x-s01 ; say:assessedBy id:le-monde ; say:status say:disputed .
    id:x-a02 a say:Assessment ; say:assesses id:x-s01 ; say:assessedBy id:maria-zakharova ; say:status say:unverified .
    id:x-a03 a say:Assessment ; say:assesses id:x-p01 ; say:assessedBy id:afp ; say:status say:confirmed .
"""


@pytest.fixture(scope="module")
def invented(sandbox):
    """The seeds with three statements whose data is poor, hostile or both."""
    dataset = Dataset.open("memory:", sandbox=sandbox)
    dataset.load(dataset.admit("x.ttl", INVENTED.encode()))
    return dataset


def text_of(dataset, name):
    return as_text(dataset, statement(dataset, Iri(ID + name)), LINK)


def json_of(dataset, name):
    return json.loads(as_json_ld(dataset, statement(dataset, Iri(ID + name)), LINK))


def turtle_of(dataset, name):
    return as_turtle(dataset, statement(dataset, Iri(ID + name)))


def everything(dataset):
    return [record for slug in SLUGS for record in in_article(dataset, Iri(f"{ID}article-{slug}"))]


# ---------------------------------------------------------------------- text
def test_a_claim_reads_as_a_citation(dataset):
    assert text_of(dataset, CLAIM) == (
        "Zabihullah Mujahid, on behalf of Taliban: Mujahid announces that the Taliban took Wesh (our words); quoted: "
        "“Our fighters have captured a major border town, Wesh, in Kandahar province”. "
        "Said on 14 July 2021 (inferred from the article). "
        "Reported in “Taliban say they seized a key border post with Pakistan”, Le Monde with Agence France-Presse, "
        "page dated 25 July 2021, characters 812–886 of a text of 2914 characters, SHA-256 0e629f2c687bac2d… "
        f"{LINK}"
    )


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (DENIAL, "Government of Afghanistan: Afghan authorities deny that the Taliban took the post (our words)."),
        (DENIAL, "Said not to be so: “Taliban take the Spin Boldak-Chaman border post”."),
        (TOLD, "Pakistani security official (anonymous), told to Agence France-Presse: "),
        (HEARSAY, " Hearsay. How sure the speaker is, is left open. "),
        (HEARSAY, "characters 1772–1805 and 1833–1851 of a text of 2914 characters"),
        (UNVERIFIED, " Day not given. "),
        (UNVERIFIED, " Assessed as unverified by Le Monde. "),
        (UNDATED, " Day not given. "),
        (RANGE, " Said between 8 July 2021 and 9 July 2021 (inferred from the article). "),
        (NOT_INEVITABLE, "Biden holds that a Taliban takeover is not inevitable (our words); quoted: “Inevitable”."),
        (WELCOME, " About the statement: “Biden announces the US mission ends on 31 August”. "),
    ],
)
def test_citation_says(name, words, dataset):
    assert words in text_of(dataset, name)


def test_every_citation_is_one_line_with_its_link_at_the_end(dataset):
    for record in everything(dataset):
        text = as_text(dataset, record, LINK)
        assert text.endswith(f" {LINK}")
        assert len(text.splitlines()) == 1
        assert "00:00" not in text
        assert ("Said not to be so: “" in text) == (record.polarity == "say:negative")
        assert ("Assessed" in text) == (record.iri == ID + UNVERIFIED)


def test_poor_data_is_not_made_better(invented):
    text = text_of(invented, "x-s01")
    said = "The storm cut <b>the line</b> </script>"
    speakers = "Agence France-Presse and Taliban"
    assert text.startswith(f"{speakers}: ")
    assert f" denies that {said} (our words)" in text  # its label is only what it denies
    assert f"Said not to be so: “{said}”. Presented as possible. Said in July 2021 (the article gives the day)." in text
    assert (
        "page dated 25 July 2021. Assessed as disputed by Le Monde. Assessed as unverified by Maria Zakharova. " in text
    )
    assert "confirmed" not in text  # that verdict is on what it denies
    assert "Taliban: Taliban denies that The storm cut" in text_of(invented, "x-s02")


# -------------------------------------------------------------------- Turtle
def test_every_turtle_is_canonical_and_byte_stable(dataset, sandbox):
    other = Dataset.open("memory:", sandbox=sandbox)
    for record in everything(dataset):
        turtle = as_turtle(dataset, record)
        assert serial.canonical_turtle(turtle.encode()) == turtle.encode()
        assert as_turtle(other, record) == turtle


def test_turtle_is_a_part_of_what_there_is(dataset, triples):
    assert all(triple in triples for triple in Graph().parse(data=turtle_of(dataset, WELCOME), format="turtle"))


def test_every_turtle_is_understood_alone(dataset):
    for record in everything(dataset):
        graph = Graph().parse(data=as_turtle(dataset, record), format="turtle")
        ours = {value for value in graph.objects() if isinstance(value, URIRef) and value.startswith(ID)}
        assert all((one, RDF.type, None) in graph for one in ours)
        unnamed = {SAY.Span, SAY.TextVersion, URIRef(PREFIXES["oa"] + "TextPositionSelector")}
        named = {one for one in ours if graph.value(one, RDF.type) not in unnamed}
        assert all((one, RDFS.label, None) in graph for one in named)
        spans = set(graph.subjects(RDF.type, SAY.Span))
        assert spans
        for span in spans:
            assert graph.value(span, URIRef(PREFIXES["oa"] + "hasSelector") / URIRef(PREFIXES["oa"] + "start"))
            assert graph.value(span, URIRef(PREFIXES["oa"] + "hasSource") / SAY.sha256)


def test_turtle_holds_the_statement_alone(dataset):
    graph = Graph().parse(data=turtle_of(dataset, DENIAL), format="turtle")
    speaking = set(graph.subjects(SAY.speaker))
    assert speaking == {URIRef(ID + DENIAL)}
    assert (URIRef(ID + DENIAL), SAY.polarity, SAY.negative) in graph
    assert list(graph.subjects(SAY.status)) == []


def test_turtle_has_the_nested_statement_and_the_verdict(dataset):
    welcome = Graph().parse(data=turtle_of(dataset, WELCOME), format="turtle")
    assert set(welcome.subjects(SAY.speaker)) == {URIRef(ID + WELCOME), URIRef(ID + RANGE)}
    assert (URIRef(ID + "article-islam-qala-p38"), SAY.endsBy, None) in welcome
    unverified = Graph().parse(data=turtle_of(dataset, UNVERIFIED), format="turtle")
    assert list(unverified.subject_objects(SAY.status)) == [(URIRef(ID + "article-islam-qala-a01"), SAY.unverified)]


def test_turtle_names_who_assessed(invented):
    graph = Graph().parse(data=turtle_of(invented, "x-s01"), format="turtle")
    assert [str(label) for label in graph.objects(URIRef(ID + "maria-zakharova"), RDFS.label)] == ["Maria Zakharova"]


# ------------------------------------------------------------------- JSON-LD
def test_a_claim_in_schema_org(dataset):
    def organization(name, label):
        return {"@type": "Organization", "@id": ID + name, "name": label}

    assert json_of(dataset, CLAIM) == {
        "@context": "https://schema.org",
        "@type": "Claim",
        "@id": ID + CLAIM,
        "url": LINK,
        "text": "Mujahid announces that the Taliban took Wesh",
        "abstract": "Our fighters have captured a major border town, Wesh, in Kandahar province",
        "description": "On behalf of Taliban. Said on 14 July 2021 (inferred from the article).",
        "author": {"@type": "Person", "@id": ID + "zabihullah-mujahid", "name": "Zabihullah Mujahid"},
        "sourceOrganization": organization("taliban", "Taliban"),
        "datePublished": "2021-07-14",
        "appearance": {
            "@type": "NewsArticle",
            "@id": ID + "article-spin-boldak",
            "headline": "Taliban say they seized a key border post with Pakistan",
            "publisher": organization("le-monde", "Le Monde"),
            "sourceOrganization": organization("afp", "Agence France-Presse"),
            "datePublished": "2021-07-25",
        },
    }


def test_a_denial_is_claimed_as_denied(dataset):
    claim = json_of(dataset, DENIAL)
    assert claim["text"] == "Afghan authorities deny that the Taliban took the post"
    assert claim["description"].startswith("Said not to be so: “Taliban take the Spin Boldak-Chaman border post”. ")
    claim = json_of(dataset, NOT_INEVITABLE)
    assert claim["abstract"] == "Biden holds that a Taliban takeover is not inevitable; quoted: “Inevitable”"


def test_no_text_of_a_claim_is_a_bare_proposition(dataset, triples):
    propositions = {
        str(label)
        for statement in triples.subjects(RDF.type, SAY.Statement)
        for content in triples.objects(statement, SAY.content)
        for label in triples.objects(content, RDFS.label)
        if (content, RDF.type, SAY.Statement) not in triples
    }
    assert len(propositions) > 50
    assert not propositions & {
        json_of(dataset, record.iri.removeprefix(ID)).get("text") for record in everything(dataset)
    }


def test_only_what_was_assessed_is_reviewed(dataset):
    review = json_of(dataset, UNVERIFIED)
    assert review["@type"] == "ClaimReview"
    assert review["author"]["name"] == "Le Monde"
    assert review["reviewRating"] == {"@type": "Rating", "alternateName": "unverified"}
    assert review["itemReviewed"]["@type"] == "Claim"
    assert review["itemReviewed"]["author"]["name"] == "Taliban"
    assert (
        review["claimReviewed"] == review["itemReviewed"]["text"] == "Taliban say they hold 85 percent of the country"
    )
    reviewed = [r.iri for r in everything(dataset) if "ClaimReview" in as_json_ld(dataset, r, LINK)]
    assert reviewed == [ID + UNVERIFIED]


@pytest.mark.parametrize(
    ("name", "day"), [(CLAIM, "2021-07-14"), (UNDATED, None), (RANGE, None), (WELCOME, None), (HEARSAY, "2021-07-14")]
)
def test_claim_is_dated_only_where_the_day_is_known(name, day, dataset):
    assert json_of(dataset, name).get("datePublished") == day


def test_unnamed_source_stays_unnamed(dataset):
    claim = json_of(dataset, TOLD)
    assert claim["author"]["description"] == "Not named in the article."
    assert "sourceOrganization" not in claim
    assert "Told to Agence France-Presse." in claim["description"]


def test_every_json_ld_is_schema_org_and_needs_no_network(dataset):
    for record in everything(dataset):
        document = json.loads(as_json_ld(dataset, record, LINK))
        assert document["@context"] == "https://schema.org"
        quads = offline(document)
        terms = {q.predicate.value for q in quads if q.predicate.value != str(RDF.type)}
        terms |= {q.object.value for q in quads if q.predicate.value == str(RDF.type)}
        assert {term.removeprefix(SCHEMA) for term in terms} <= TERMS
        subject = ox.NamedNode(record.iri)
        assert any(q.subject == subject and q.object == ox.NamedNode(SCHEMA + "Claim") for q in quads)


def test_json_ld_of_several_verdicts_can_stand_in_a_page(invented):
    written = as_json_ld(invented, statement(invented, Iri(ID + "x-s01")), LINK)
    assert "<" not in written
    document = json.loads(written)
    assert [r["reviewRating"]["alternateName"] for r in document["@graph"]] == ["disputed", "unverified"]
    claim = document["@graph"][0]["itemReviewed"]
    assert [author["name"] for author in claim["author"]] == ["Agence France-Presse", "Taliban"]
    assert " denies that The storm cut <b>the line</b> </script>" in claim["text"]
    assert "datePublished" not in claim  # only the month is known
    types = [q.object.value for q in offline(document) if q.predicate.value == str(RDF.type)]
    assert types.count(SCHEMA + "ClaimReview") == 2
    assert types.count(SCHEMA + "Rating") == 2


def test_denied_attribution_stays_denied(invented):
    text, claim = text_of(invented, "x-s03"), json_of(invented, "x-s03")
    inner = "“Taliban say they hold 85 percent of the country”"
    assert f"X denies saying so (our words). Said not to be so: {inner}." in text
    assert claim["@type"] == "Claim"  # the verdict is on the inner statement
    assert claim["text"] == "X denies saying so"


# -------------------------------------------------------------------- rights
@pytest.mark.parametrize("slug", SLUGS)
def test_no_sentence_of_the_article_is_taken_along(slug, dataset, article_text):
    theirs = runs(article_text(slug))
    for record in in_article(dataset, Iri(f"{ID}article-{slug}")):
        headline = next(iter(re.findall("Reported in “(.*?)”", as_text(dataset, record, LINK))))
        for written in (
            as_text(dataset, record, LINK),
            as_turtle(dataset, record),
            as_json_ld(dataset, record, LINK),
        ):
            spoken = [headline, record.quotation, *re.findall('say:quotation "(.*?)"', written)]
            for words in filter(None, spoken):
                written = written.replace(words, "\n")  # noqa: PLW2901
            assert not any(theirs & runs(line) for line in written.splitlines()), record.iri


def runs(text, length=8):
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


def offline(document):
    """The quads of a document, its context replaced by one that need not be fetched."""
    text = json.dumps({**document, "@context": {"@vocab": SCHEMA}})
    return list(ox.parse(text.encode(), format=ox.RdfFormat.JSON_LD))
