"""The vocabulary is complete, spelt right, and keeps the names it started with."""

import re
import unicodedata
from pathlib import Path

import pytest
import rdflib
from rdflib import (
    DCTERMS,
    FOAF,
    ORG,
    OWL,
    PROV,
    RDF,
    RDFS,
    SH,
    SKOS,
    VANN,
    Graph,
    Literal,
    Namespace,
    URIRef,
)

ONTOLOGY = Path(__file__).parents[2] / "ontology"
SAY = Namespace("https://w3id.org/sayso/ns#")
ONTOLOGY_IRI = URIRef("https://w3id.org/sayso/ns")
CLOSED = [RDF, RDFS, OWL, rdflib.XSD, SKOS, SH, DCTERMS, VANN, PROV, ORG, FOAF]
FIRST_TERMS = (Path(__file__).parent / "first_terms.txt").read_text(encoding="utf-8").split()

vocabulary = Graph(bind_namespaces="none").parse(ONTOLOGY / "vocabulary.ttl")
shapes = Graph(bind_namespaces="none").parse(ONTOLOGY / "shapes.ttl")
terms = sorted({term for term in vocabulary.subjects() if term.startswith(SAY)})
schemes = sorted(vocabulary.subjects(RDF.type, SKOS.ConceptScheme))
coded = sorted(vocabulary.subjects(SKOS.inScheme))
acts = sorted(vocabulary.subjects(SKOS.inScheme, SAY.acts))
OBJECT_PROPERTIES = sorted(
    term
    for term in terms
    if (term, RDF.type, OWL.ObjectProperty) in vocabulary and (term, RDFS.range, SKOS.Concept) not in vocabulary
)
REUSED_LINKS = [ORG[name] for name in ("subOrganizationOf", "memberOf", "member", "organization", "role")] + [
    URIRef("http://schema.org/publisher"),
    URIRef("http://schema.org/sourceOrganization"),
]


def one(term, annotation):
    """Return the only value of an annotation, as an English string."""
    (value,) = vocabulary.objects(term, annotation)
    assert value.language == "en"
    return str(value)


def iris(graph):
    return {term for triple in graph for term in triple if isinstance(term, URIRef)}


def name(iri):
    return vocabulary.namespace_manager.normalizeUri(iri)


@pytest.mark.parametrize("term", terms, ids=name)
def test_term_is_documented(term):
    assert one(term, RDFS.label)
    assert re.fullmatch(r"[^\n]+[.]", one(term, SKOS.definition))
    assert one(term, SKOS.example)
    assert list(vocabulary.objects(term, RDFS.isDefinedBy)) == [ONTOLOGY_IRI]


@pytest.mark.parametrize("value", coded, ids=name)
def test_coded_value_is_in_one_scheme(value):
    (scheme,) = vocabulary.objects(value, SKOS.inScheme)
    assert (scheme, RDF.type, SKOS.ConceptScheme) in vocabulary
    assert one(value, SKOS.prefLabel) == one(value, RDFS.label)


@pytest.mark.parametrize("scheme", schemes, ids=name)
def test_scheme_is_enumerated_in_the_shapes(scheme):
    values = set(vocabulary.subjects(SKOS.inScheme, scheme))
    assert values in [set(shapes.items(head)) for head in shapes.objects(None, SH["in"])]


@pytest.mark.parametrize("link", OBJECT_PROPERTIES + REUSED_LINKS, ids=name)
def test_link_reads_in_both_directions(link):
    assert one(link, SAY.phrase)
    assert one(link, SAY.inversePhrase)


def test_acts_have_a_verb_and_a_glyph_of_their_own():
    verbs = {one(act, SAY.verb) for act in acts}
    glyphs = {str(glyph) for act in acts for glyph in vocabulary.objects(act, SAY.glyph)}
    assert len(verbs) == len(glyphs) == len(acts)
    assert all(len(glyph) == 1 and ord(glyph) < 0x10000 for glyph in glyphs)
    assert not any(unicodedata.category(glyph).startswith(("L", "C", "Z")) for glyph in glyphs)


def test_no_first_term_is_lost():
    assert {SAY[term] for term in FIRST_TERMS} <= set(terms)


def test_no_undefined_term_is_used():
    used = {iri for iri in iris(vocabulary + shapes) if iri.startswith(SAY)}
    for query in ONTOLOGY.glob("queries/*.rq"):
        text = re.sub(r"^\s*#.*$", "", query.read_text(encoding="utf-8"), flags=re.MULTILINE)
        used |= {SAY[local] for local in re.findall(r"\bsay:(\w+)", text)}
    for query in shapes.objects(None, SH.select):
        used |= {SAY[local] for local in re.findall(r"\bsay:(\w+)", query)}
    assert used <= set(terms)


def test_no_standard_term_is_misspelt():
    for namespace in CLOSED:
        for iri in iris(vocabulary + shapes):
            assert not iri.startswith(str(namespace)) or iri in namespace


def test_every_term_used_has_a_type():
    """OWL tools take an undeclared property for an annotation."""
    builtin = (str(RDF), str(RDFS), str(OWL))
    used = {iri for iri in vocabulary.predicates() if not str(iri).startswith(builtin)}
    assert used <= set(vocabulary.subjects(RDF.type))


def test_header_names_the_version():
    for ontology, graph in ((ONTOLOGY_IRI, vocabulary), (URIRef("https://w3id.org/sayso/shapes"), shapes)):
        version = str(graph.value(ontology, OWL.versionInfo))
        assert re.fullmatch(r"\d+[.]\d+[.]\d+", version)
        assert graph.value(ontology, OWL.versionIRI) == URIRef(f"{ontology}/{version}")
        assert "draft" not in str(graph.value(ontology, DCTERMS.title)).lower()
        assert graph.value(ontology, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert vocabulary.value(ONTOLOGY_IRI, VANN.preferredNamespacePrefix) == Literal("say")
    assert vocabulary.value(ONTOLOGY_IRI, VANN.preferredNamespaceUri) == Literal(str(SAY))
