"""Rows sorted by us stand as the engine sorts them, and queries that sort otherwise are left to it."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import BlankNode, Iri, Literal
from graph.namespaces import PREFIXES
from graph.ordering import Key, apart, ordered
from graph.queries import parse_query, parse_term, read_queries
from graph.terms import from_ox

QUERIES = read_queries(Path(__file__).parents[1] / "ontology" / "queries")
XSD = PREFIXES["xsd"]
SORTED = [query for query in QUERIES.values() if apart(query.text)[1] and "construct" not in query.tags]
NUMBERS = st.integers(-99, 99).map(lambda n: Literal(str(n), XSD + "integer"))
DAYS = st.dates().map(lambda day: Literal(f"{day:%Y-%m-%d}".zfill(10) + "T00:00:00Z", XSD + "dateTime"))
TEXTS = st.text(max_size=3).map(lambda text: Literal(text, XSD + "string"))
IRIS = st.text("ab/", max_size=3).map(lambda text: Iri(f"https://a.org/{text}"))


def engine_sorted(dataset, query, bindings):
    reader = dataset._reader
    solutions = reader._run(reader._bound(query, bindings).text, bindings)
    names = [variable.value for variable in solutions.variables]
    return [dict(zip(names, map(from_ox, row), strict=True)) for row in solutions]


@pytest.mark.parametrize("query", SORTED, ids=lambda query: query.name)
def test_rows_stand_as_the_engine_sorts_them(query, dataset):
    bindings = {each.name: parse_term(each.example) for each in query.parameters}
    there = engine_sorted(dataset, query, bindings)
    ours = dataset.select(query, **bindings)
    keys = [key.column for key in apart(query.text)[1] if key.column not in bindings]
    assert [[row[key] for key in keys] for row in ours] == [[row[key] for key in keys] for row in there]


@given(st.lists(st.one_of(st.none(), NUMBERS, DAYS, TEXTS, IRIS), max_size=8), st.booleans())
def test_terms_of_all_kinds_stand_as_the_engine_sorts_them(terms, falling):
    rows = [{"value": term} for term in terms]
    found = [row["value"] for row in ordered(rows, [Key("value", falling)])]
    store = ox.Store()
    for at, term in enumerate(terms):
        subject = ox.NamedNode(f"urn:n{at}")
        store.add(ox.Quad(subject, ox.NamedNode("urn:is"), ox.NamedNode("urn:there")))
        if term is not None:
            value = (
                ox.NamedNode(term) if isinstance(term, Iri) else ox.Literal(term, datatype=ox.NamedNode(term.datatype))
            )
            store.add(ox.Quad(subject, ox.NamedNode("urn:value"), value))
    order = "DESC(?value)" if falling else "?value"
    asked = f"SELECT ?value {{ ?n <urn:is> <urn:there> OPTIONAL {{ ?n <urn:value> ?value }} }} ORDER BY {order}"
    assert _grouped(found) == _grouped([from_ox(row["value"]) for row in store.query(asked)])


def _grouped(terms):
    """Numbers, days and texts each by themselves: SPARQL leaves open how they stand to each other."""
    kinds = {}
    for term in terms:
        kinds.setdefault((type(term), getattr(term, "datatype", "")), []).append(term)
    return kinds


def test_text_that_only_says_to_be_a_number_or_a_day_breaks_nothing():
    terms = [Literal("many", XSD + "integer"), Literal("soon", XSD + "dateTime"), Literal("7", XSD + "integer")]
    assert ordered([{"x": term} for term in terms], [Key("x", False)])[1]["x"] == "7"


def test_blank_nodes_stand_between_nothing_and_iris():
    terms = [Literal("a"), Iri("urn:a"), BlankNode("a"), None]
    assert [row["x"] for row in ordered([{"x": term} for term in terms], [Key("x", False)])] == terms[::-1]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?a { ?a ?b ?c } ORDER BY ?a LIMIT 3",
        "SELECT ?a { ?a ?b ?c } ORDER BY STR(?a)",
        "SELECT ?a { { SELECT ?a { ?a ?b ?c } ORDER BY ?a } }",
        "SELECT ?a { ?a ?b ?c } GROUP BY ?a HAVING (COUNT(?b) > 1) ORDER BY ?a",
    ],
)
def test_what_sorts_otherwise_is_left_to_the_engine(text):
    assert apart(text) == (text, ())


def test_a_column_that_is_not_shown_is_sorted_by_the_engine(dataset):
    asked = "PREFIX say: <https://w3id.org/sayso/ns#> SELECT ?day WHERE { ?s say:statedOn ?day } ORDER BY ?s"
    query = parse_query("by_statement", asked)
    assert dataset.select(query) == engine_sorted(dataset, query, {}) != []


@given(st.lists(st.tuples(st.sampled_from([Iri("a"), Literal("3"), Literal("3", XSD + "integer")]), NUMBERS)))
def test_rows_that_the_keys_do_not_tell_apart_always_stand_alike(pairs):
    def stand(pairs):
        rows = ({"what": what, "value": value} for what, value in pairs)
        return [(row["what"], row["value"], row["what"].__class__) for row in ordered(rows, [Key("what", False)])]

    assert stand(pairs) == stand(reversed(pairs))
