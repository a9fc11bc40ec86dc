"""The vocabulary and the seeds, all graphs merged, make sense together: HermiT, a real OWL reasoner, says so.

It reads what our RDF/XML export gives. That it would notice is shown by data and axioms which must not fit.
"""

import os
import shutil
import tempfile

import owlready2
import pyoxigraph as ox
import pytest

from graph.namespaces import ID, PREFIXES, SAY_IRI

JAVA = shutil.which("java")
PREFIX = (
    f"@prefix id: <{ID}> . @prefix say: <{SAY_IRI}> . @prefix owl: <{PREFIXES['owl']}> . "
    f"@prefix rdfs: <{PREFIXES['rdfs']}> . @prefix prov: <{PREFIXES['prov']}> . "
)
NOTHING_DONE_IS_A_THING = "prov:Activity a owl:Class ; owl:disjointWith prov:Entity . "
INCONSISTENT = {
    "a person that is a place": "id:joe-biden a say:Place .",
    "a group as the place of a capture": "id:article-spin-boldak-p01 say:place id:taliban .",
    "a statement that is an activity": NOTHING_DONE_IS_A_THING + "id:article-spin-boldak-s04 a prov:Activity .",
    "a statement both affirmed and denied": "id:article-spin-boldak-s04 say:polarity say:positive . "
    "say:positive owl:differentFrom say:negative .",
    "a day that is a number": "id:article-spin-boldak-s04 say:statedOn 14 .",
}

pytestmark = pytest.mark.skipif(
    JAVA is None and not os.environ.get("CI"),
    reason="HermiT needs Java; as root `make debian` installs default-jre-headless",
)


@pytest.fixture
def reason(dataset, tmp_path, monkeypatch):
    """Return a function from more Turtle to the classes that can have no member, or None where nothing fits."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))  # the reasoner leaves its files behind

    def reason(more=""):
        rdf_xml = dataset.export("rdfxml")
        triples = {quad.triple for quad in ox.parse(rdf_xml, format=ox.RdfFormat.RDF_XML)}
        triples |= {quad.triple for quad in ox.parse((PREFIX + more).encode(), format=ox.RdfFormat.TURTLE)}
        file = tmp_path / "merged.rdf"
        file.write_bytes(ox.serialize(triples, format=ox.RdfFormat.RDF_XML))
        world = owlready2.World()
        world.get_ontology(file.as_uri()).load()
        assert len(world.graph) >= len(triples) > 7000  # nothing got lost on the way to the reasoner
        try:
            owlready2.sync_reasoner_hermit(world, debug=0)
        except owlready2.OwlReadyInconsistentOntologyError:
            return None
        return [found.iri for found in world.inconsistent_classes() if found is not owlready2.Nothing]

    return reason


def test_vocabulary_and_seeds_are_consistent(reason):
    assert reason() == []


@pytest.mark.parametrize("more", INCONSISTENT.values(), ids=INCONSISTENT.keys())
def test_what_cannot_be_is_noticed(more, reason):
    assert reason(more) is None


def test_only_the_class_that_can_have_no_member_is_noticed(reason):
    """Nor does the disjointness that the activity runs against change anything by itself."""
    empty = "say:Harbour a owl:Class ; rdfs:subClassOf say:Person , say:Place ."
    assert reason(NOTHING_DONE_IS_A_THING + empty) == [SAY_IRI + "Harbour"]
