"""The case file: one page with all that a view rests on, inert, the same each time, and it can be loaded again."""

import base64
import hashlib
import os
import subprocess
import sys
from datetime import date
from html.parser import HTMLParser

import pyoxigraph as ox
import pytest

from graph.case import case
from graph.dataset import ROOT, Dataset
from graph.draw import positions
from graph.model import Clock, Iri
from graph.namespaces import COMPUTED_GRAPH, ID, ONTOLOGY_GRAPH, PROPOSALS_GRAPH, REFERENCE_GRAPH
from graph.terms import quad as quad_of
from graph.texts import normal_digest, read_text
from graph.views import drawn
from graph.views.picture import drawn_query, picture
from graph.views.statements import spans, statement
from graph.views.stories import stories

MADE = date(2026, 11, 21)
LINK = "http://127.0.0.1:8501/?focus=spin-boldak-chaman-crossing&on=2021-07-20"
BODY = "The bridge at Lindau is closed, said the mayor on Monday. Nobody crossed it.\nThe ferry runs."
SAID = "The bridge at Lindau is closed"
AGAIN = """
import sys
from datetime import date
from graph.case import case
from graph.dataset import Dataset
from graph.draw import positions
from graph.model import Clock
from graph.views.picture import drawn_query, picture
from graph.views.stories import stories
dataset = Dataset.open("memory:")
shown = stories(dataset)[0].shown
seen = picture(dataset, shown)
sys.stdout.buffer.write(case(
    dataset, seen, positions(seen, {}, None), title="Who?", made=date(2026, 11, 21), clock=Clock(),
    query=drawn_query(dataset, shown), link="",
))
dataset.close()
"""
LINDAU = f"""
@prefix say: <https://w3id.org/sayso/ns#> . @prefix id: <https://w3id.org/sayso/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix oa: <http://www.w3.org/ns/oa#> .
@prefix schema: <http://schema.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
id:article-lindau a say:Article ; rdfs:label "Bridge closed" ; schema:url "https://news.example/lindau?a=1&b=2" .
id:article-lindau-text a say:TextVersion ; say:textOf id:article-lindau ; say:charLength {len(BODY)} ;
  say:sha256 "{hashlib.sha256(BODY.encode()).hexdigest()}" .
id:mayor a say:Person ; rdfs:label "Mayor of Lindau" .
id:article-lindau-s01 a say:Statement ; rdfs:label "Mayor says the bridge is closed" ; say:speaker id:mayor ;
  say:reportedIn id:article-lindau ; say:act say:claim ; say:polarity say:positive ; say:certainty say:certain ;
  say:basis say:party ; say:dateBasis say:explicit ; say:statedOn "2026-03-14T00:00:00Z"^^xsd:dateTime ;
  say:content id:article-lindau-p01 ; say:contentSpan id:article-lindau-0-30 .
id:council a say:GovernmentBody ; rdfs:label "Council" .
id:article-lindau-s02 a say:Statement ; rdfs:label "Council says it is not" ; say:speaker id:council ;
  say:reportedIn id:article-lindau ; say:act say:claim ; say:polarity say:negative ; say:certainty say:certain ;
  say:basis say:party ; say:dateBasis say:explicit ; say:statedOn "2026-03-16T00:00:00Z"^^xsd:dateTime ;
  say:content id:article-lindau-p01 ; say:contentSpan id:article-lindau-0-30 .
id:article-lindau-p01 a say:Proposition ; rdfs:label "the bridge is closed" .
id:article-lindau-0-30 a say:Span ; oa:hasSource id:article-lindau-text ; say:wordCount 6 ;
  oa:hasSelector id:article-lindau-0-30-selector ; say:normalSha256 "{normal_digest(SAID)}" ;
  say:sha256 "{hashlib.sha256(SAID.encode()).hexdigest()}" .
id:article-lindau-0-30-selector a oa:TextPositionSelector ; oa:start 0 ; oa:end 30 .
"""


class Reader(HTMLParser):
    """What a page says: tags, attributes, and the text under each id."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.ids, self._open, self.said = [], [], [], [], {}
        self.feed(page.decode())

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.tags.append(tag)
        self.attributes += attributes
        self.ids += [found["id"]] if "id" in found else []
        if tag not in {"meta", "br"}:
            self._open.append((tag, found.get("id")))

    def handle_startendtag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += attributes

    def handle_endtag(self, tag):
        assert self._open.pop()[0] == tag

    def handle_data(self, data):
        for _, name in self._open:
            if name:
                self.said[name] = self.said.get(name, "") + " " + data

    def values(self, name):
        return [value for attribute, value in self.attributes if attribute == name]

    def saved(self, media):
        """What the link saves that holds a file of this media type."""
        (address,) = (value for value in self.values("href") if value.startswith(f"data:{media};base64,"))
        return base64.b64decode(address.partition(",")[2])


def written(dataset, shown, *, clock=None, **options):
    clock = clock or Clock()
    seen = picture(dataset, shown, clock)
    given = {"title": "Who holds it?", "made": MADE, "link": LINK, "query": drawn_query(dataset, shown)} | options
    return case(dataset, seen, positions(seen, {}, None), clock=clock, **given)


def words(text):
    return " ".join(text.split())


@pytest.fixture(scope="module")
def shown(dataset):
    return stories(dataset)[0].shown


@pytest.fixture(scope="module")
def page(dataset, shown):
    return written(dataset, shown, title=stories(dataset)[0].question)


@pytest.fixture(scope="module")
def read(page):
    return Reader(page)


@pytest.fixture(scope="module")
def lindau(sandbox, empty_house_with_vocabulary):
    opened = Dataset.open("memory:", root=empty_house_with_vocabulary, sandbox=sandbox)
    opened.load(opened.admit("lindau.ttl", LINDAU.encode(), graph=f"{ID}article-lindau"))
    return opened


# ----------------------------------------------------------------- content
def test_head_says_what_it_is_and_when(read):
    text = words(read.said["head"])
    assert "Who holds the Spin Boldak crossing? Accounts differ." in text
    assert "made on 21 November 2026 known by any day holds on any day filters none" in text
    assert "drawn 14 things, of them 6 statements; 26 links" in text


def test_a_statement_is_there_in_full(read):
    text = words(read.said["said-article-spin-boldak-s13"])
    for part in (
        "said by Afghan Interior Ministry",
        "told to Agence France-Presse",
        "how it was said says",
        "what was said, in our words attack repelled: Afghan forces repel a Taliban attempt on the border post",
        "said on 14 July 2021 (inferred from the text)",
        "certainty certain",
        "basis party to the matter",
        "reported in Le Monde with Agence France-Presse",
        "characters 1319–1347 (who), 1363–1367 (how it was said), 1377–1473 (what was said) of Le Monde",
        "who disagrees incompatible event",
        "id:article-spin-boldak-s13",
    ):
        assert part in text


def test_a_denial_is_one_everywhere(page, read):
    said = words(read.said["said-article-spin-boldak-s04"])
    assert said.startswith("✕ Afghan authorities deny that the Taliban took the post")
    assert "how it was said denies said not to be so, in our words capture: Taliban take the Spin" in said
    for name, text in read.said.items():
        if name.startswith("word-") and "Afghan authorities deny" in text:
            assert "✕ Afghan authorities deny" in words(text)
    assert '<article id="said-article-spin-boldak-s04" class="said deny">' in page.decode()
    assert "denies: ✕ Afghan authorities deny" in words(read.said["differences"])


def test_every_link_stands_in_the_outline_at_both_its_ends(dataset, shown, read):
    for link in picture(dataset, shown).links:
        source, target = (read.said[f"word-{iri.removeprefix(ID)}"] for iri in (link.source, link.target))
        assert link.phrase in source
        assert link.inverse in target


def test_disputes_touched_are_told_with_their_rules(read):
    text = words(read.said["differences"])
    assert "Who holds the Spin Boldak crossing?" in text
    assert "reports signs: ◉ Unnamed Pakistani official" in text
    assert "denied : the same content is affirmed and denied" in text


def test_inputs_stand_there_with_their_digests(dataset, read):
    text = words(read.said["inputs"])
    for article in ("islam-qala", "spin-boldak"):
        row = dataset.select("articles")[article == "spin-boldak"]
        assert str(row["sha256"]) in text
    assert "publisher Le Monde agency Agence France-Presse page dated 25 July 2021 text 2,914 characters" in text
    for graph in (f"{ID}article-spin-boldak", REFERENCE_GRAPH, ONTOLOGY_GRAPH, COMPUTED_GRAPH):
        lines = sorted(dataset.export("nq", graph).splitlines(keepends=True))
        assert f"{len(lines):,}" in text
        assert hashlib.sha256(b"".join(lines)).hexdigest() in text
    assert "the ontology, version 0.1.0" in text
    assert "id:article-islam-qala" in text.partition("not behind this view")[2]


def test_digest_of_a_graph_is_the_standard_one(dataset):
    """Where there are no blank nodes, RDFC-1.0 is the sorted lines."""
    edition = drawn.edition(dataset, Iri(f"{ID}article-spin-boldak"))
    quads = ox.Dataset(ox.parse(dataset.export("nq", edition.graph), format=ox.RdfFormat.N_QUADS))
    quads.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    lines = sorted(f"{quad} .\n".encode() for quad in quads)
    assert edition.triples == len(lines)
    assert edition.sha256 == hashlib.sha256(b"".join(lines)).hexdigest()


# --------------------------------------------------------------- the triples
def test_query_in_it_gives_exactly_its_triples(dataset, shown, read):
    trig = read.saved("application/trig")
    quads = list(ox.parse(trig, format=ox.RdfFormat.TRIG))
    answer = dataset.answer(read.said["query"])
    assert {quad.triple for quad in quads} == {quad_of(triple).triple for triple in answer.triples}
    assert {quad.graph_name.value for quad in quads} == {f"{ID}article-spin-boldak", REFERENCE_GRAPH}


def test_triples_to_read_are_those_to_save(read):
    assert read.said["trig"].strip() == read.saved("application/trig").decode().strip()


def test_loaded_again_it_gives_the_same_statements(dataset, shown, read, sandbox, empty_house_with_vocabulary):
    other = Dataset.open("memory:", root=empty_house_with_vocabulary, sandbox=sandbox)
    other.load(other.admit("sayso-case.trig", read.saved("application/trig")))
    before, after = picture(dataset, shown), picture(other, shown)
    assert len(before.statements) == 6
    for iri, record in before.statements.items():
        again = statement(other, iri)
        told = [(r.label, r.polarity, r.verb, r.glyph, r.said, r.quotation, r.contents) for r in (record, again)]
        assert told[0] == told[1]
        assert again.speaker == record.speaker
        assert spans(other, iri) == spans(dataset, iri)
    assert [thing.iri for thing in after.things] == [thing.iri for thing in before.things]
    assert drawn.trig(other, shown) == drawn.trig(dataset, shown)


def test_what_is_computed_is_computed_again_and_not_loaded(read):
    trig = read.saved("application/trig").decode()
    assert "statementsInDispute" not in trig
    assert "id:computed" not in trig


def test_only_graphs_that_can_be_loaded_are_in_it(lindau, sandbox, empty_house_with_vocabulary):
    """Neither proposals nor what is computed, whoever says so, and still exactly what the query gives."""
    other = Dataset.open("memory:", root=empty_house_with_vocabulary, sandbox=sandbox)
    forged = LINDAU + "id:article-lindau-p01 <https://w3id.org/sayso/ns#statementsInDispute> 9 ."
    other.load(other.admit("lindau.ttl", forged.encode(), graph=f"{ID}article-lindau"))
    other.load(other.admit("proposed.ttl", LINDAU.encode(), graph=PROPOSALS_GRAPH))
    verdict = next(t.subject for t in other.triples(COMPUTED_GRAPH) if t.subject.startswith(f"{ID}disagreement"))
    shown = [Iri(f"{ID}article-lindau-s01"), Iri(f"{ID}mayor")]
    assert drawn.trig(other, [*shown, verdict]) == drawn.trig(lindau, shown)
    quads = ox.parse(drawn.trig(other, shown), format=ox.RdfFormat.TRIG)
    assert {quad.triple for quad in quads} == {quad_of(t).triple for t in other.construct(drawn_query(other, shown))}


# ------------------------------------------------------------------- clocks
def test_the_clock_hides_here_what_it_hides_on_the_page(dataset, shown):
    clock = Clock(known=date(2021, 7, 13))
    read = Reader(written(dataset, shown, clock=clock, filters="Only people"))
    head = words(read.said["head"])
    assert "known by 13 July 2021" in head
    assert "filters Only people" in head
    assert "statements hidden by the days" in head
    assert "said-article-spin-boldak-s04" not in read.ids
    assert "No drawn statement stands in a dispute" in read.said["differences"]


def test_who_disagrees_later_is_not_told_before(lindau):
    shown = [Iri(f"{ID}article-lindau-s01")]
    late, early = (Reader(written(lindau, shown, clock=Clock(known=date(2026, 3, day)))).said for day in (16, 15))
    assert "who disagrees" in late["said-article-lindau-s01"]
    assert "Council says it is not" in late["differences"]
    assert "who disagrees" not in early["said-article-lindau-s01"]
    assert words(early["differences"]).endswith("No drawn statement stands in a dispute by the days chosen.")


def test_a_claim_that_it_is_not_so_reads_as_a_denial(lindau):
    said = words(Reader(written(lindau, [Iri(f"{ID}article-lindau-s02")])).said["said-article-lindau-s02"])
    assert said.startswith("✕ Council says it is not")
    assert "says it is not so said not to be so, in our words proposition: the bridge is closed" in said


# ------------------------------------------------------------------ passages
def test_passages_stand_there_only_when_texts_are_given(lindau):
    shown = [Iri(f"{ID}article-lindau-s01"), Iri(f"{ID}mayor")]
    without = written(lindau, shown).decode()
    assert SAID not in without
    assert "Passages are not in this file" in without
    given = written(lindau, shown, texts=[read_text("lindau.txt", BODY)]).decode()
    assert f"<mark>{SAID}</mark>, said the mayor on Monday. Nobody crossed it.</p>" in given
    assert "The ferry runs" not in given
    assert "They belong to their publishers" in given


def test_only_addresses_of_the_web_are_links(lindau):
    shown = [Iri(f"{ID}article-lindau-s01")]
    read = Reader(written(lindau, shown, link="javascript:alert(1)"))
    outside = [value for value in read.values("href") if not value.startswith(("#", "data:"))]
    assert outside == ["https://news.example/lindau?a=1&b=2"]
    assert "javascript:alert(1)" in read.said["again"]


# ------------------------------------------------------------------- safety
def test_it_asks_for_nothing_and_every_inner_link_leads_somewhere(read):
    assert not set(read.tags) & {"script", "img", "iframe", "link", "object", "form", "image", "use", "base"}
    assert len(set(read.ids)) == len(read.ids)
    targets = {value[1:] for value in read.values("href") if value.startswith("#")}
    assert targets <= set(read.ids)
    assert "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'" in read.values(
        "content"
    )


def test_text_from_data_is_text(sandbox, empty_house_with_vocabulary):
    opened = Dataset.open("memory:", root=empty_house_with_vocabulary, sandbox=sandbox)
    document = (ROOT / "tests" / "hostile.ttl").read_bytes()
    opened.load(opened.admit("hostile.ttl", document))
    shown = [Iri(str(row["thing"])) for row in opened.select("things") if "hostile" in str(row["thing"])]
    evil = "<script>alert(1)</script>\u202e\x00"
    page = written(opened, shown, title=evil, notes=evil, filters=evil, link=evil)
    read = Reader(page)
    assert not set(read.tags) & {"script", "img", "iframe", "b onmouseover"}
    assert not [name for name, _ in read.attributes if name.startswith("on")]
    assert [value for value in read.values("href") if not value.startswith(("#", "data:"))] == []
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.decode()


def test_a_graph_of_any_vocabulary_has_its_case(sandbox, empty_house_with_vocabulary):
    opened = Dataset.open("memory:", root=empty_house_with_vocabulary, sandbox=sandbox)
    turtle = b"<http://x/a> a <http://x/K> ; <http://x/knows> <http://x/b>, [ <http://x/p> 1 ] ."
    opened.load(opened.admit("any.ttl", turtle))
    read = Reader(written(opened, [Iri("http://x/a"), Iri("http://x/b")]))
    assert "No statements are drawn." in read.said["statements"]
    assert "No article stands behind what is drawn." in read.said["inputs"]
    assert b"<http://x/knows> <http://x/b>" in read.saved("application/trig")


# -------------------------------------------------------------------- bytes
def test_the_same_input_gives_the_same_bytes_in_another_process():
    def run(seed):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        done = subprocess.run([sys.executable, "-c", AGAIN], env=environment, cwd=ROOT, capture_output=True, check=True)
        return done.stdout

    one = run("1")
    assert one.startswith(b"<!doctype html>")
    assert one == run("2")
