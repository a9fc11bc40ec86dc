"""Names: the closed vocabulary, CURIEs, and the ids of links and of the command line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph

from graph.errors import UnknownName
from graph.namespaces import ID, PREFIXES, SAY, SAY_IRI, compress, expand, iri_of, local_id

ROOT = Path(__file__).parents[1]
LOCAL = st.from_regex(r"\w[\w.-]{0,30}", fullmatch=True)
FOREIGN = st.builds(
    "{}:{}".format,
    st.sampled_from(["http", "https", "urn", "mailto", "ftp", "tag", "did"]),
    st.from_regex(r"[\w/#?=&:@%.-]{1,40}", fullmatch=True),
)


def test_say_has_the_terms_of_the_vocabulary():
    vocabulary = Graph().parse(ROOT / "ontology" / "vocabulary.ttl")
    defined = {str(term) for term in vocabulary.subjects() if term.startswith(SAY_IRI)}
    assert {str(term) for term in dir(SAY) if str(term).startswith(SAY_IRI)} == defined


def test_a_misspelt_term_raises():
    with pytest.raises(AttributeError):
        SAY.Statment  # noqa: B018 reading it is the point


@given(prefix=st.sampled_from(sorted(PREFIXES)), local=LOCAL)
def test_curie_goes_there_and_back(prefix, local):
    assert compress(expand(f"{prefix}:{local}")) == f"{prefix}:{local}"


@given(iri=st.one_of(FOREIGN, st.builds("{}{}".format, st.sampled_from(sorted(PREFIXES.values())), LOCAL)))
def test_compress_loses_nothing(iri):
    short = compress(iri)
    assert short == iri or expand(short) == iri


@given(iri=st.one_of(FOREIGN, LOCAL.map(ID.__add__)))
def test_id_in_a_link_leads_back_to_its_iri(iri):
    assert iri_of(local_id(iri)) == iri


@pytest.mark.parametrize("text", ["taliban", "id:taliban", f"{ID}taliban"])
def test_every_way_to_write_an_id(text):
    assert iri_of(text) == f"{ID}taliban"


@pytest.mark.parametrize("iri", [ID, f"{ID}a:b", f"{ID}say:Statement"])
def test_what_a_local_name_could_not_give_back_stays_whole(iri):
    assert local_id(iri) == iri
    assert iri_of(local_id(iri)) == iri


@pytest.mark.parametrize("curie", ["sey:Statement", "Statement", ":Statement", ""])
def test_unknown_prefix_is_named_with_those_that_are_known(curie):
    with pytest.raises(UnknownName, match=r"has no prefix that is known here; known prefixes: .*say, schema") as fault:
        expand(curie)
    assert repr(curie) in str(fault.value)
