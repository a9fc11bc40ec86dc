"""What is wrong with a query, where, and what mends it; the table is `broken.md`."""

import re
from pathlib import Path

import pytest

from graph.asking.outline import applied
from graph.namespaces import PREFIXES
from graph.queries import read_queries
from graph.views.diagnosis import diagnose

ROOT = Path(__file__).parents[2]
HOUSE = read_queries(ROOT / "ontology" / "queries")
SECTION = re.compile(r"^## (\d+)\. (.*?)\n```sparql\n(.*?)```\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
TABLE = [
    (f"{number} {title}", text, dict(re.findall(r"^(\w+): (.*)$", notes, re.MULTILINE)))
    for number, title, text, notes in SECTION.findall((Path(__file__).parent / "broken.md").read_text("utf-8"))
]
BROKEN = [row for row in TABLE if row[2]]
SOUND = [row for row in TABLE if not row[2]]
SAY = "PREFIX say: <https://w3id.org/sayso/ns#>\n"


def first(row):
    return row[0]


def test_half_of_the_table_is_broken():
    assert (len(BROKEN), len(SOUND)) == (10, 10)


@pytest.mark.parametrize(("title", "text", "notes"), BROKEN, ids=map(first, BROKEN))
def test_broken_query_names_its_guilty_place_and_its_mend(title, text, notes, dataset, terms):
    line, column, token = re.match(r"(\d+):(\d+) `(.*)`", notes["place"]).groups()
    problem = diagnose(dataset, text, terms=terms)[0]
    assert (problem.line, problem.column) == (int(line), int(column))
    assert text.splitlines()[problem.line - 1][problem.column - 1 :].startswith(token)
    assert (problem.end_line, problem.end_column) == (problem.line, problem.column + len(token))
    assert notes["says"] in problem.message
    assert notes["mend"] in problem.mends[0].label
    mended = applied(text, problem.mends[0].edits)
    assert not [other for other in diagnose(dataset, mended, terms=terms) if other.severity == "error"]
    assert len(dataset.answer(mended).rows) >= int(notes["rows"])


@pytest.mark.parametrize(("title", "text", "notes"), SOUND, ids=map(first, SOUND))
def test_of_a_sound_query_nothing_is_said_above_a_hint(title, text, notes, dataset, terms):
    dataset.answer(text)
    assert [problem for problem in diagnose(dataset, text, terms=terms) if problem.severity != "info"] == []


@pytest.mark.parametrize("query", HOUSE.values(), ids=HOUSE)
def test_queries_of_the_house_are_sound_but_for_parameters_that_wait_for_a_value(query, dataset, terms):
    waiting = {f"Nothing binds ${parameter.name}" for parameter in query.parameters}
    problems = [problem for problem in diagnose(dataset, query.text, terms=terms) if problem.severity != "info"]
    assert [problem for problem in problems if problem.message.partition(",")[0] not in waiting] == []


# ---------------------------------------------------------------- one by one
FAULTS = {  # query: (guilty text, words of the message, the query once mended)
    "DELETE WHERE { ?s ?p ?o }": ("DELETE", "would change the data", None),
    "SELECT * FROM <urn:g> WHERE { ?s ?p ?o }": (
        "FROM",
        "Write GRAPH",
        "SELECT *  WHERE { GRAPH <urn:g> { ?s ?p ?o } }",
    ),
    "SELECT ?s WERE { ?s ?p ?o }": ("WERE", "WHERE is", "SELECT ?s WHERE { ?s ?p ?o }"),
    "SELECT ?s { ?s ?p ?o ; ": ("{", "'}' is missing", None),
    "SELECT ?s { ?s ?p ?o } }": ("}", "closes nothing", "SELECT ?s { ?s ?p ?o } "),
    "SELECT ?s { ?s ?p ?o FILTER(?o > (1 }": ("(1", "')' is missing", None),
    "SELECT ?s { ?s <urn:p ?o }": ("<urn:p", "never closed", "SELECT ?s { ?s <urn:p> ?o }"),
    "SELECT ?s { ?s rdfs:label Taliban }": ("Taliban", "no term", None),
    "SELECT ?s { ?s ?p . ?t ?q ?r }": ("?p", "an object is missing", None),
    "SELECT ?s ?p { ?s ?p ?o } GROUP BY ?s": (
        "?p",
        "neither grouped nor counted",
        "SELECT ?s ?p { ?s ?p ?o } GROUP BY ?s ?p",
    ),
    "SELECT (STR(?s) AS ?s) { ?s ?p ?o }": ("?s)", "already has a value", "SELECT (STR(?s) AS ?s2) { ?s ?p ?o }"),
    "SELECT COUNT(?s) { ?s ?p ?o }": (
        "COUNT",
        "brackets and a name",
        "SELECT (COUNT(?s) AS ?value) { ?s ?p ?o }",
    ),
    "SELECT ?s { ?s ?p ?o FILTER ?o > 1 }": ("FILTER", "a condition in brackets", None),
    "SELECT ?s { ?s ?p ?o FILTER(STRSTART(?o, 'a')) }": (
        "STRSTART",
        "STRSTARTS",
        "SELECT ?s { ?s ?p ?o FILTER(STRSTARTS(?o, 'a')) }",
    ),
    "@prefix e: <urn:e:> . SELECT ?s { ?s e:p ?o }": (
        "@prefix",
        "is Turtle",
        "PREFIX e: <urn:e:>  SELECT ?s { ?s e:p ?o }",
    ),
    "SELECT ?s { ?s sya:act ?o }": ("sya:act", "not declared", f"{SAY}SELECT ?s {{ ?s say:act ?o }}"),
    "": ("", "begins with SELECT", None),
    "SELECT * { \\u0053ERVICE <urn:x> { } }": ("\\u0053ERVICE", "another machine", None),
    f"SELECT * {{ FILTER({'(' * 3000}1{')' * 3000}) }}": ("(", "too deep", None),
}


@pytest.mark.parametrize(("text", "expected"), FAULTS.items(), ids=[text[:40] for text in FAULTS])
def test_fault_is_named_at_its_place_and_mended(text, expected, dataset, terms):
    guilty, words, mended = expected
    problem = next(p for p in diagnose(dataset, text, terms=terms) if p.severity == "error")
    assert text[problem.column - 1 :].startswith(guilty)
    assert words in problem.message
    if mended is not None:
        assert applied(text, problem.mends[0].edits) == mended
        dataset.check(mended)


DOUBTS = {  # the inside of a query: (severity, words of the message, first mend)
    "?s say:act say:denied": ("warning", "Did you mean say:deny", "Write say:deny"),
    "?s a say:Statment": ("warning", "Nothing is of the class", "Write say:Statement"),
    "?s say:speaker id:talibn": ("warning", "id:taliban", "Write id:taliban"),
    "?s say:speaker id:zzzzzz": ("info", "Nothing in the dataset uses id:zzzzzz", None),
    "?s say:speaker <urn:nobody>": ("info", "Nothing in the dataset uses <urn:nobody>", None),
    "GRAPH id:article-islam-qalla { ?s ?p ?o }": ("warning", "id:article-islam-qala", "Write id:article-islam-qala"),
    '?s ?p "2021-02-30"^^xsd:date': ("warning", "no xsd:date", None),
    '?s ?p "14 July 2021"^^xsd:date': ("warning", "no xsd:date", "Write 2021-07-14"),
    '?s ?p "1,000"^^xsd:integer': ("warning", "no xsd:integer", "Write 1000"),
    '?s ?p "yes"^^xsd:boolean': ("warning", "no xsd:boolean", "Write true"),
    "?s ?p ?o FILTER(?oo > 1)": ("warning", "Nothing binds ?oo", None),
    "?s ?p ?o { SELECT ?x { ?x ?y ?z FILTER(?s = ?z) } }": ("warning", "Nothing binds ?s", None),
}


@pytest.mark.parametrize(("inside", "expected"), DOUBTS.items(), ids=DOUBTS)
def test_doubt_is_said_where_the_query_would_run_in_vain(inside, expected, dataset, terms):
    severity, words, mend = expected
    prefixes = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("say", "id", "xsd"))
    text = f"{prefixes}SELECT * WHERE {{ {inside} }}"
    (problem,) = diagnose(dataset, text, terms=terms)
    assert problem.severity == severity
    assert words in problem.message
    assert mend is None or problem.mends[0].label == mend


def test_construct_is_warned_of_a_variable_that_makes_no_triple(dataset, terms):
    (problem,) = diagnose(dataset, "CONSTRUCT { ?a ?b ?c } WHERE { ?a ?b ?d }", terms=terms)
    assert (problem.column, problem.severity) == (19, "warning")
    assert "never made" in problem.message


def test_columns_count_code_points(dataset, terms):
    text = 'SELECT ?x {\n ?x ?y "🗞️🗞️" ; ?z ?zz FILTER(?nobody = 1) }'
    (problem,) = diagnose(dataset, text, terms=terms)
    assert (problem.line, problem.column) == (2, text.splitlines()[1].index("?nobody") + 1)
