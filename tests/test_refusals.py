"""What a user's query may not do is refused on the parse, with its place and what to do instead."""

import re

import pytest

from graph.errors import QueryRefused, QuerySyntax
from graph.model import Graphs, Iri
from graph.namespaces import ID

BLOCK = "SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }}"
SERVICES = {
    "plain": "SELECT * WHERE {{ " + BLOCK + " }}",
    "silent, lower case": "select * where {{ service silent <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}",
    "prefix": "PREFIX e: <http://127.0.0.1:{port}/> SELECT * WHERE {{ SERVICE e:x {{ ?s ?p ?o }} }}",
    "base": "BASE <http://127.0.0.1:{port}/> SELECT * WHERE {{ SERVICE <x> {{ ?s ?p ?o }} }}",
    "variable": "SELECT * WHERE {{ BIND(<http://127.0.0.1:{port}/> AS ?e) SERVICE ?e {{ ?s ?p ?o }} }}",
    "after a comment": "SELECT * WHERE {{ # nothing to see\n" + BLOCK + " }}",
    "after a comment that ends with CR": "SELECT * WHERE {{ # nothing to see\r" + BLOCK + " }}",
    "after a comment that ends with FF": "SELECT * WHERE {{ # nothing to see\f\n" + BLOCK + " }}",
    "comment in between": "SELECT * WHERE {{ SERVICE # to\n <http://127.0.0.1:{port}/> # there\n {{ ?s ?p ?o }} }}",
    "escaped": "SELECT * WHERE {{ \\u0053ERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}",
    "escaped long": "SELECT * WHERE {{ SERV\\U00000049CE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}",
    "escaped twice": "SELECT * WHERE {{ \\u005Cu0053ERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}",
    "escaped line end": "SELECT * WHERE {{ # nothing\\u000A" + BLOCK + " }}",
    "behind an escaped backslash": 'SELECT * WHERE {{ ?s ?p "\\\\u0022" . ' + BLOCK + ' . ?s ?p "" }}',
    "sub-select": "SELECT * WHERE {{ {{ SELECT ?s WHERE {{ " + BLOCK + " }} }} }}",
    "exists": "SELECT * WHERE {{ ?s ?p ?o FILTER EXISTS {{ " + BLOCK + " }} }}",
    "not exists": "SELECT * WHERE {{ ?s ?p ?o FILTER(1 = 1 && NOT EXISTS {{ " + BLOCK + " }}) }}",
    "bind": "SELECT * WHERE {{ ?s ?p ?o BIND(EXISTS {{ " + BLOCK + " }} AS ?e) }}",
    "having": "SELECT ?s WHERE {{ ?s ?p ?o }} GROUP BY ?s HAVING(EXISTS {{ " + BLOCK + " }})",
    "order by": "SELECT ?s WHERE {{ ?s ?p ?o }} ORDER BY (EXISTS {{ " + BLOCK + " }})",
    "graph": "SELECT * WHERE {{ GRAPH ?g {{ " + BLOCK + " }} }}",
    "optional": "SELECT * WHERE {{ OPTIONAL {{ " + BLOCK + " }} }}",
    "union": "SELECT * WHERE {{ {{ ?s ?p ?o }} UNION {{ " + BLOCK + " }} }}",
    "minus": "SELECT * WHERE {{ ?s ?p ?o MINUS {{ " + BLOCK + " }} }}",
    "ask": "ASK {{ " + BLOCK + " }}",
    "construct": "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ " + BLOCK + " }}",
    "describe": "DESCRIBE ?s WHERE {{ " + BLOCK + " }}",
}  # fmt: skip
FROMS = {
    "from": "SELECT * FROM <http://127.0.0.1:{port}/> WHERE {{ ?s ?p ?o }}",
    "from a file": "SELECT * FROM <file:///etc/passwd> WHERE {{ ?s ?p ?o }}",
    "from named": "SELECT * FROM NAMED <http://127.0.0.1:{port}/> WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "prefix": "PREFIX h: <http://127.0.0.1:{port}/> SELECT * FROM h:x {{ ?s ?p ?o }}",
    "second": "SELECT * FROM id:reference FROM <http://127.0.0.1:{port}/> WHERE {{ ?s ?p ?o }}",
    "ask": "ASK FROM <http://127.0.0.1:{port}/> {{ ?s ?p ?o }}",
    "construct": "CONSTRUCT {{ ?s ?p ?o }} from <http://127.0.0.1:{port}/> WHERE {{ ?s ?p ?o }}",
    "construct where": "CONSTRUCT FROM <http://127.0.0.1:{port}/> WHERE {{ ?s ?p ?o }}",
    "describe": "DESCRIBE <urn:x> FROM <http://127.0.0.1:{port}/>",
}
UPDATES = [
    "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
    "DELETE WHERE { ?s ?p ?o }",
    "PREFIX x: <urn:x> # look\nWITH <urn:g> DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
    "LOAD <http://127.0.0.1:9/>",
    "load <file:///etc/passwd> into graph <urn:g>",
    "CLEAR ALL",
    "DROP GRAPH <urn:g>",
    "# first\nCOPY <urn:a> TO <urn:b>",
]


def fill(query, canary):
    return query.format(port=canary.getsockname()[1])


@pytest.mark.parametrize("query", SERVICES.values(), ids=SERVICES)
def test_service_is_refused_however_it_is_written(query, dataset, canary):
    with pytest.raises(QueryRefused, match="SERVICE would send a request to another machine"):
        dataset.answer(fill(query, canary))


@pytest.mark.parametrize("query", FROMS.values(), ids=FROMS)
def test_from_of_what_is_not_there_is_refused_with_its_place(query, dataset, canary):
    text = fill(query, canary)
    with pytest.raises(QueryRefused, match=r"FROM names <.*>, which is no graph of the dataset") as fault:
        dataset.answer(f"PREFIX id: <{ID}>\n{text}")
    assert (fault.value.line, fault.value.column) == (2, text.upper().rindex("FROM") + 1)


def test_from_of_a_graph_that_is_there_asks_that_graph_alone(dataset):
    prefix = f"PREFIX id: <{ID}> "
    count = "(COUNT(*) AS ?n)"
    one = dataset.answer(f"{prefix} SELECT {count} FROM id:reference {{ ?s ?p ?o }}")
    graph = dataset.answer(f"{prefix} SELECT {count} {{ GRAPH id:reference {{ ?s ?p ?o }} }}")
    assert one.rows == graph.rows != (("0",),)
    named = dataset.answer(f"{prefix} SELECT DISTINCT ?g FROM NAMED id:reference {{ GRAPH ?g {{ ?s ?p ?o }} }}")
    assert named.rows == ((f"{ID}reference",),)
    assert not dataset.answer(f"{prefix} ASK FROM NAMED id:reference {{ ?s ?p ?o }}").truth


def test_caller_may_name_the_graphs_in_place_of_the_query(dataset):
    reference, article = Iri(f"{ID}reference"), Iri(f"{ID}article-islam-qala")
    graphs = Graphs(default=(reference,), named=(article,))
    count = "SELECT (COUNT(*) AS ?n) {{ {} }}"
    size = {graph.graph: str(graph.triples) for graph in dataset.graphs()}
    assert dataset.answer(count.format("?s ?p ?o"), graphs=graphs).rows == ((size[reference],),)
    assert dataset.answer(count.format("GRAPH ?g { ?s ?p ?o }"), graphs=graphs).rows == ((size[article],),)
    with pytest.raises(QueryRefused, match="<urn:elsewhere> is no graph of the dataset"):
        dataset.answer(count.format("?s ?p ?o"), graphs=Graphs(default=(Iri("urn:elsewhere"),)))


@pytest.mark.parametrize(("opening", "closing"), ["()", "{}"])
def test_deep_nesting_is_refused_with_its_place(opening, closing, dataset):
    inner = f"FILTER({opening * 400}1{closing * 400})" if opening == "(" else f"{opening * 400}{closing * 400}"
    with pytest.raises(QueryRefused, match=r"nested too deeply: more than 300 brackets are open\. Flatten it") as fault:
        dataset.answer(f"SELECT *\nWHERE {{ {inner} }}")
    assert fault.value.line == 2
    assert 300 < fault.value.column < 320


def test_brackets_in_texts_and_many_that_are_closed_are_not_nesting(dataset):
    many = " ".join(["{ }"] * 400)
    assert dataset.answer(f'ASK {{ {many} BIND("{"(" * 400}" AS ?x) }}').truth


def test_half_a_character_is_refused(dataset):
    with pytest.raises(QuerySyntax, match="half a character") as fault:
        dataset.answer('ASK { BIND("\ud800" AS ?x) }')
    assert (fault.value.line, fault.value.column) == (1, 13)


@pytest.mark.parametrize("query", UPDATES)
def test_update_is_refused_and_changes_nothing(query, dataset):
    before = dataset.export("nq")
    word = re.search(r"INSERT|DELETE|LOAD|CLEAR|DROP|COPY", query, re.IGNORECASE)
    with pytest.raises(QueryRefused, match=f"{word[0].upper()} would change the data; queries only read") as fault:
        dataset.answer(query)
    line = query[: word.start()].count("\n") + 1
    assert (fault.value.line, fault.value.column) == (line, word.start() - query.rfind("\n", 0, word.start()))
    assert dataset.export("nq") == before


def test_refusal_names_the_place_of_the_word_itself(dataset, canary):
    decoys = '# no SERVICE here\nSELECT * WHERE {{ ?service <urn:SERVICE> "SERVICE" .\n  ' + BLOCK + " }}"
    with pytest.raises(QueryRefused) as fault:
        dataset.answer(fill(decoys, canary))
    assert (fault.value.line, fault.value.column) == (3, 3)


@pytest.mark.parametrize(
    ("query", "value"),
    [
        ('SELECT ("SERVICE <x> { } FROM LOAD" AS ?x) { } # INSERT', "SERVICE <x> { } FROM LOAD"),
        ('PREFIX load: <urn:FROM> SELECT ?x { BIND("drop" AS ?x) }', "drop"),
        (r'SELECT ("caf\u00e9cafe" AS ?x) { }', "cafécafe"),
        (r'SELECT ("\\u0041" AS ?x) { }', r"\u0041"),
    ],
)
def test_words_in_texts_are_only_words(query, value, dataset):
    assert dataset.answer(query).rows == ((value,),)


@pytest.mark.parametrize("written", ["geof:distance", "<http://www.opengis.net/def/function/geosparql/distance>"])
def test_function_that_the_engine_has_not_is_named_with_its_place(written, dataset):
    query = (
        f"PREFIX geof: <http://www.opengis.net/def/function/geosparql/>\nSELECT ?d {{ BIND({written}(1, 2) AS ?d) }}"
    )
    for ask in (dataset.answer, dataset.check):
        with pytest.raises(QueryRefused, match=r"geosparql/distance> is no function of SPARQL 1\.1") as fault:
            ask(query)
        assert (fault.value.line, fault.value.column) == (2, 18)


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [("SELECT ?s WHERE {\n  ?s ?p }", 2, 9), ("# load it\nSELCT ?s {}", 2, 1), ("", 1, 1)],
)
def test_what_is_not_sparql_is_refused_with_its_place(query, line, column, dataset):
    with pytest.raises(QuerySyntax, match=rf"^Not SPARQL at line {line}, column") as fault:
        dataset.answer(query)
    assert fault.value.line == line


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_where_nothing_is_written_nothing_is_wrong_with_the_grammar(text, dataset):
    with pytest.raises(QuerySyntax, match="nothing is written yet"):
        dataset.answer(text)


XSD = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"


@pytest.mark.parametrize(
    ("call", "why"),
    [
        ('xsd:datetime("2021-07-14T00:00:00Z")', "xsd:datetime is no cast this engine has"),
        ("xsd:integer()", "takes one argument"),
        ('xsd:integer("1", "2")', "takes one argument"),
    ],
)
def test_cast_that_cannot_be_called_is_named_and_the_worker_lives(call, why, dataset):
    with pytest.raises(QueryRefused, match=why) as fault:
        dataset.answer(f"{XSD}SELECT ({call} AS ?x) {{}}")
    assert (fault.value.line, fault.value.column) == (2, 12)
    assert dataset.answer(f'{XSD}SELECT (xsd:integer("7") AS ?x) {{}}').rows == (("7",),)


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("SELECT * { ?s foo:bar ?o }", "the prefix foo: is not declared"),
        ('SELECT (xsd:date("2021-07-14") AS ?y) {}', "the prefix xsd: is not declared"),
        ("PREFIX a: <urn:x>\nSELECT * { ?s a a:b ; :c ?o }", "the prefix : is not declared"),
        ("SELECT * { { ?s ?p _:a } { ?x ?y _:a } }", "this cannot stand here"),
    ],
)
def test_a_mistake_is_told_in_words_and_not_by_the_grammar(query, why, dataset):
    with pytest.raises(QuerySyntax, match=why) as fault:
        dataset.answer(query)
    assert len(str(fault.value)) < 160


@pytest.mark.parametrize("word", ["x", "x:", "x-"])
def test_a_long_word_is_read_once(word, dataset):
    assert dataset.answer(f"ASK {{}} # {word * 200_000}", seconds=5).truth
