"""The seeds: in form, true to the articles' characters, complete, and faithful where it is easy not to be."""

import csv
import hashlib
import re
import subprocess
import unicodedata
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, Namespace
from rdflib import Literal as Text
from rdflib.namespace import XSD

from graph import serial, shapes
from graph.namespaces import ID as ID_IRI
from graph.namespaces import SAY
from graph.texts import normal_digest

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
SEEDS = sorted((ROOT / "seeds").glob("*.ttl"))
SLUGS = ("islam-qala", "spin-boldak")
ID = Namespace(ID_IRI)
OA = Namespace("http://www.w3.org/ns/oa#")
ISLAM, SPIN = ID["article-islam-qala"], ID["article-spin-boldak"]
CROSSING = ID["spin-boldak-chaman-crossing"]
IN_PLACE = {SAY.Control, SAY.Capture}
PAGE_DAY = Text("2021-07-25T00:00:00Z", datatype=XSD.dateTime)


def run_of(words, length=8):
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


def words_of(text):
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())


@cache
def repository_files():
    """What is, or would be, committed."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True, text=True,
    )  # fmt: skip
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def spans(triples):
    """Every span as (span, slug of its article, start, end)."""
    found = []
    for span in triples.subjects(RDF.type, SAY.Span):
        article = triples.value(triples.value(span, OA.hasSource), SAY.textOf)
        selector = triples.value(span, OA.hasSelector)
        start, end = (triples.value(selector, OA[name]).toPython() for name in ("start", "end"))
        found.append((span, article.removeprefix(ID["article-"]), start, end))
    return found


@pytest.fixture(scope="module")
def said(triples):
    """The statements with their kinds of content: statement → kinds of its propositions."""
    contents = {
        statement: triples.objects(statement, SAY.content) for statement in triples.subjects(RDF.type, SAY.Statement)
    }
    return {
        s: {kind for content in found for kind in triples.objects(content, RDF.type)} for s, found in contents.items()
    }


# ---------------------------------------------------------------------- form
@pytest.mark.parametrize("file", SEEDS, ids=lambda file: file.stem)
def test_seed_is_in_canonical_form(file):
    text = file.read_bytes()
    if serial.canonical_turtle(text) != text:
        pytest.fail(f"not in canonical form; mend with: python -m graph canon {file.relative_to(ROOT)}", pytrace=False)


def test_seeds_conform_to_the_shapes(dataset):
    assert [found for found in shapes.validate(dataset) if not found.warning] == []


def test_nothing_rests_on_nothing(dataset):
    assert dataset.select("untraced") == []


def test_seeds_have_no_blank_node_and_no_slash_in_a_name(triples):
    ours = {term for triple in triples for term in triple if term.startswith(ID_IRI)}
    assert [name for name in ours if not re.fullmatch(r"[\w-]+", name.removeprefix(ID_IRI))] == []
    assert not any(b"_:" in file.read_bytes() or b"[" in re.sub(rb'"[^"]*"', b"", file.read_bytes()) for file in SEEDS)


# ------------------------------------------------------------ the characters
@pytest.mark.parametrize("slug", SLUGS)
def test_every_digest_verifies(slug, spans, triples, article_text):
    text = article_text(slug)
    assert len(text) == triples.value(ID[f"article-{slug}-text"], SAY.charLength).toPython()
    assert hashlib.sha256(text.encode()).hexdigest() == str(triples.value(ID[f"article-{slug}-text"], SAY.sha256))
    mine = [(span, text[start:end]) for span, article, start, end in spans if article == slug]
    assert len(mine) > 100
    for span, piece in mine:
        assert piece == piece.strip(), span
        assert hashlib.sha256(piece.encode()).hexdigest() == str(triples.value(span, SAY.sha256)), span
        assert normal_digest(piece) == str(triples.value(span, SAY.normalSha256)), span
        assert len(re.findall(r"\w+", piece)) == triples.value(span, SAY.wordCount).toPython(), span


def test_span_is_named_after_its_place(spans):
    assert [s for s, slug, start, end in spans if s != ID[f"article-{slug}-{start}-{end}"]] == []


def test_quotations_are_short_and_verbatim_where_the_statement_was_read(triples, spans, article_text):
    pieces = {span: article_text(slug)[start:end] for span, slug, start, end in spans}
    quoted = list(triples.subject_objects(SAY.quotation))
    assert len(quoted) > 20
    for statement, quotation in quoted:
        assert len(quotation) <= 160
        assert any(str(quotation) in pieces[span] for span in triples.objects(statement, SAY.contentSpan)), statement


def test_mentions_are_what_stands_at_their_span(triples, spans, article_text):
    places = {span: (slug, start, end) for span, slug, start, end in spans}
    mentions = list(triples.subject_objects(SAY.surfaceForm))
    assert len(mentions) > 100
    for mention, form in mentions:
        slug, start, end = places[triples.value(mention, SAY.evidence)]
        assert (len(form) <= 80, article_text(slug)[start:end]) == (True, str(form)), mention


def protected(article_text, allowed):
    """Runs of eight words of the articles that must not be in the repository."""
    texts = [article_text(slug) for slug in SLUGS]
    headlines = [text.splitlines()[2] for text in texts]
    free = set().union(*(run_of(words_of(text)) for text in [*headlines, *allowed]))
    return set().union(*(run_of(words_of(text)) for text in texts)) - free


def test_no_sentence_of_the_articles_is_in_the_repository(triples, article_text):
    allowed = [*triples.objects(None, SAY.quotation), *triples.objects(None, SAY.surfaceForm)]
    runs = protected(article_text, allowed)
    for file in repository_files():
        try:
            text = file.read_text("utf-8")
        except UnicodeDecodeError:
            continue  # a picture
        taken = [" ".join(run) for run in run_of(words_of(text)) & runs]
        assert taken == [], f"{file.relative_to(ROOT)} takes {taken[0]!r} from an article: say it in other words"


def test_no_mention_is_a_run_of_eight_words(triples, article_text):
    runs = protected(article_text, triples.objects(None, SAY.quotation))
    forms = triples.objects(None, SAY.surfaceForm)
    assert [str(form) for form in forms if run_of(words_of(form)) & runs] == []


# ----------------------------------------------------------------- the whole
@pytest.mark.parametrize(("article", "count", "about"), [(ISLAM, 56, 54), (SPIN, 32, 31)])
def test_statements_are_as_many_as_a_careful_reader_counts(article, count, about, triples):
    found = list(triples.subjects(SAY.reportedIn, article))
    assert len(found) == count
    assert abs(count - about) <= 2
    assert {triples.value(statement, SAY.speaker) for statement in found} >= {ID["le-monde"], ID["taliban"]}


def test_ids_are_those_of_the_reference_table(triples):
    table = SHARED / "reference" / "entities.csv"
    if not table.exists():
        pytest.skip(f"{table} is not there")
    with table.open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row["class"] for row in csv.DictReader(file)}
    events = {"fighting-islam-qala-2021": "Event", "fighting-spin-boldak-2021": "Event"}
    of_articles = re.compile(rf"{ID_IRI}(article-.*|reference)$")
    kinds = {
        str(thing).removeprefix(ID_IRI): str(kind).removeprefix(str(SAY))
        for thing, kind in triples.subject_objects(RDF.type)
        if thing.startswith(ID_IRI) and kind.startswith(str(SAY)) and not of_articles.match(thing)
    }
    assert kinds == rows | events


# ------------------------------------------------- where it is easy to be wrong
@pytest.mark.parametrize(
    ("person", "forms"),
    [("suhail-shaheen", {"Suhail Shaheen", "Suhail Saheen"}), ("tariq-arian", {"Tariq Arian", "Tareq Arian"})],
)
def test_two_spellings_are_one_person(person, forms, triples):
    assert {ID[person]} == {
        who
        for form in forms
        for mention in triples.subjects(SAY.surfaceForm, Text(form))
        for who in triples.objects(mention, SAY.refersTo)
    }
    last_name = str(triples.value(ID[person], RDFS.label)).split()[-1]
    people = [who for who in triples.subjects(RDF.type, SAY.Person) if last_name in str(triples.value(who, RDFS.label))]
    assert people == [ID[person]]


def test_only_the_pages_are_dated_25_july(triples):
    dated = {(subject, predicate) for subject, predicate in triples.subject_predicates(PAGE_DAY)}
    published = Namespace("http://schema.org/").datePublished
    assert dated == {(ISLAM, published), (SPIN, published)}


@pytest.mark.parametrize(
    ("article", "first", "last"),
    [(ISLAM, date(2021, 7, 8), date(2021, 7, 9)), (SPIN, date(2021, 7, 14), date(2021, 7, 14))],
)
def test_people_spoke_when_the_article_says(article, first, last, triples):
    days = {
        day.toPython().date()
        for s in triples.subjects(SAY.reportedIn, article)
        for day in triples.objects(s, SAY.statedOn)
    }
    assert (min(days), max(days)) == (first, last)


def test_the_order_is_an_order_and_nobody_reports_it_done(triples, said):
    (order,) = triples.subjects(SAY.act, SAY.order)
    content = triples.value(order, SAY.content)
    assert triples.value(order, SAY.speaker) == ID["emomali-rahmon"]
    assert (content, SAY.quantity, Text(20000)) in triples
    assert (content, SAY.place, ID["border-afg-tjk"]) in triples
    assert [statement for statement, kinds in said.items() if SAY.Mobilisation in kinds] == [order]


def test_nobody_denies_the_capture_of_islam_qala(triples, said, dataset):
    about = [
        s
        for s in said
        for content in triples.objects(s, SAY.content)
        if (content, SAY.place, ID["islam-qala"]) in triples
    ]
    assert len(about) > 5
    assert {triples.value(statement, SAY.polarity) for statement in about} == {SAY.positive}
    assert not any("islam-qala" in f"{row['place1']} {row['place2']}" for row in dataset.select("contradictions"))


def test_the_pakistani_official_saw_flags_and_no_control(triples, said):
    official = ID["anon-pakistani-security-official"]
    spoken = set(triples.subjects(SAY.speaker, official))
    assert set.union(*(said[statement] for statement in spoken)) == {SAY.FlagChange, SAY.Readiness}
    (flags,) = (statement for statement in spoken if SAY.FlagChange in said[statement])
    assert (triples.value(triples.value(flags, SAY.content), SAY.place), triples.value(flags, SAY.addressee)) == (
        CROSSING,
        ID.afp,
    )


def test_what_the_authorities_deny_is_what_the_taliban_claim(triples):
    (denial,) = triples.subjects(SAY.act, SAY.deny)
    capture = triples.value(denial, SAY.content)
    claims = {s for s in triples.subjects(SAY.content, capture) if (s, SAY.polarity, SAY.positive) in triples}
    assert (denial, SAY.polarity, SAY.negative) in triples
    assert {triples.value(claim, SAY.speaker) for claim in claims} == {ID.taliban}


def test_the_85_percent_are_a_claim_that_the_paper_could_not_verify(triples):
    (assessment,) = triples.subjects(SAY.status, SAY.unverified)
    claim = triples.value(assessment, SAY.assesses)
    content = triples.value(claim, SAY.content)
    assert triples.value(assessment, SAY.assessedBy) == ID["le-monde"]
    assert triples.value(claim, SAY.speaker) == ID.taliban
    assert {str(triples.value(content, bound)) for bound in (SAY.shareMin, SAY.shareMax)} == {"0.85"}


def test_what_is_said_of_the_taliban_in_pakistan_is_hearsay(triples, said):
    kinds = {SAY.Harbouring, SAY.Support}
    pakistan = {ID.pakistan, ID.balochistan, ID.quetta}
    about = {
        statement
        for statement in said
        for content in triples.objects(statement, SAY.content)
        if pakistan & {*triples.objects(content, SAY.agent), *triples.objects(content, SAY.place)}
        and kinds & set(triples.objects(content, RDF.type))
    }
    assert len(about) == 4
    for statement in about:
        assert triples.value(statement, SAY.basis) == SAY.hearsay
        assert triples.value(statement, SAY.certainty) == SAY.unspecifiedCertainty


def test_part_that_is_not_quantified_says_nothing_of_the_whole(triples):
    """A share that the text gives in words stays below one; only what is `completely` held is all of it."""
    whole = {subject for subject, share in triples.subject_objects(SAY.shareMax) if share.toPython() >= 1}
    (content,) = whole
    assert {triples.value(s, SAY.quotation) for s in triples.subjects(SAY.content, content)} == {Text("Completely")}


def test_russia_and_tajikistan_meet_in_the_alliance_by_what_the_article_says(triples):
    memberships = set(triples.subjects(RDF.type, SAY.Membership))
    assert {triples.value(content, SAY.agent) for content in memberships} == {ID.russia, ID.tajikistan}
    assert {triples.value(content, SAY.theme) for content in memberships} == {ID.csto}
    assert all(list(triples.objects(content, SAY.evidence)) for content in memberships)
