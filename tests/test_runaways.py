"""Queries that would never end, or take all the memory: each is stopped, and nobody else notices."""

import re
import threading
import time

import pytest
from workers import COUNT, house

from graph.errors import QueryRefused, QueryStopped

LIMIT = 2.0
EVERYTHING = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
DOUBLED = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(60))
UNIONS = " ".join(f"{{ ?s{n} ?p{n} ?o{n} }} UNION" for n in range(20_000))
RUNAWAYS = {
    "cartesian count": f"SELECT (COUNT(*) AS ?n) {{ {EVERYTHING} . ?j ?k ?l }}",
    "order by over everything": f"SELECT * {{ {EVERYTHING} }} ORDER BY ?i ?f ?c",
    "distinct over everything": f"SELECT DISTINCT ?a ?f ?i {{ {EVERYTHING} FILTER(?a != ?d && ?d != ?g) }} ORDER BY ?i",
    "unbounded path": "SELECT (COUNT(*) AS ?n) { ?a (!<urn:no>|^!<urn:no>)+ ?b . ?b (!<urn:no>|^!<urn:no>)+ ?c }",
    "regex": (
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f "
        r'FILTER(REGEX(STR(?c), CONCAT("(\\w{900}x{900}|(a+)+)$", STR(?f)))) }'
    ),
    "concat doubling": f'SELECT (STRLEN(?x60) AS ?n) {{ BIND("sayso" AS ?x0) {DOUBLED} }}',
    "replace blow-up": (
        f'SELECT (STRLEN(?z) AS ?n) {{ BIND("{"a" * 4000}" AS ?x) '
        'BIND(REPLACE(?x, "a", ?x) AS ?y) BIND(REPLACE(?y, "a", ?x) AS ?z) }'
    ),
    "group_concat of all": f"SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?i))) AS ?all) {{ {EVERYTHING} }}",
    "unions nested in a row": f"SELECT (COUNT(*) AS ?n) {{ {UNIONS} {{ }} }}",
    "optionals in a row": f"SELECT * {{ {' '.join(f'OPTIONAL {{ ?s ?p{n} ?o{n} }}' for n in range(3_000))} }}",
    "huge values": f"SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{ {'1 ' * 40_000} }} VALUES ?b {{ {'2 ' * 40_000} }} }}",
    "deep nesting": f"ASK {{ FILTER({'(' * 50_000}1{')' * 50_000}) }}",
    "a long sum": f"ASK {{ FILTER(1{'+1' * 100_000} > 0) }}",
    "negations": f"ASK {{ FILTER({'!' * 100_000}true) }}",
    "service in disguise": "ASK { \\u0053ervi\\u0043e <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "describe everything": f"DESCRIBE * {{ {EVERYTHING} }}",
    "construct everything": f"CONSTRUCT {{ ?a ?e ?i }} WHERE {{ {EVERYTHING} FILTER(?a = ?i) }}",
}


@pytest.fixture(scope="module")
def attacked():
    """A house whose other client asks, all the time, how much there is."""
    with house(workers=2, memory_bytes=512 << 20) as dataset:
        expected = dataset.answer(COUNT).rows
        answers, over = [], threading.Event()

        def ask():
            while not over.is_set():
                answers.append(dataset.answer(COUNT).rows == expected)

        other = threading.Thread(target=ask)
        other.start()
        yield dataset, answers
        over.set()
        other.join()
        assert all(answers)


@pytest.mark.parametrize("query", RUNAWAYS.values(), ids=RUNAWAYS)
def test_runaway_is_stopped_and_others_are_answered_meanwhile(query, attacked):
    dataset, answers = attacked
    before, started = len(answers), time.monotonic()
    try:
        assert dataset.answer(query, seconds=LIMIT).cut
    except (QueryStopped, QueryRefused) as error:
        said = str(error)
    else:
        said = "Cut"
    assert re.match(r"Cut|Stopped.*: this is no empty answer|SERVICE would|The query is nested", said)
    assert time.monotonic() - started < LIMIT + 10  # limit + 2 where nobody else is busy: tests/bench/workers.py
    while len(answers) == before:
        time.sleep(0.01)
