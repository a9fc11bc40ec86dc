"""One contract on every engine: memory, a folder, PyPI's `oxigraph serve`, Debian's Virtuoso."""

import json
import threading

import engines
import pyoxigraph as ox
import pytest
from test_queries import ORDERED, QUERIES, QUESTIONS, examples, expected, named

from graph.answers import shown
from graph.dataset import Dataset
from graph.errors import OutOfTime, QueryRefused, QueryStopped, StoreFault, UnknownName
from graph.model import BlankNode, Iri, Literal
from graph.namespaces import COMPUTED_GRAPH, PROPOSALS_GRAPH
from graph.queries import parse_term
from graph.sandbox import Ticket
from graph.views import matters
from graph.views.clock import Clock

STORES = ("memory", "folder", "oxigraph", "virtuoso")
ANY_OF_MANY = {"behind_row", "facts_in"}  # LIMIT picks among blank nodes, or stops at the first
SAMPLED = {"fitting_properties"}  # of 10,000 triples, whichever come first
ONE = b"<http://x/s> <http://x/p> 1 .\n"
JSON = {"Content-Type": "application/sparql-results+json"}


@pytest.fixture(scope="module", params=STORES)
def store(request, tmp_path_factory, sandbox):
    """The seeds on each engine; who changes it puts it back."""
    if request.param == "memory":
        return Dataset.open("memory:", sandbox=sandbox)
    if request.param == "folder":
        return Dataset.open(str(tmp_path_factory.mktemp("store") / "data"), sandbox=sandbox)
    dataset = engines.opened(request.getfixturevalue(request.param), sandbox)
    assert dataset.graphs() == []  # nobody's endpoint is filled unasked
    dataset.sow()
    return dataset


def plain(name, term):
    """A term without what engines choose: labels of blank nodes, the order in which kinds are joined."""
    if isinstance(term, BlankNode):
        return "blank"
    if name == "kinds":
        return "|".join(sorted(str(term).split("|")))
    return (type(term), term, getattr(term, "datatype", ""), getattr(term, "language", ""))


def rows(found):
    return [tuple(sorted((name, plain(name, term)) for name, term in row.items() if term is not None)) for row in found]


def canonical(nquads):
    dataset = ox.Dataset(ox.parse(nquads, format=ox.RdfFormat.N_QUADS))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


# ------------------------------------------------------------------- reading
@pytest.mark.parametrize("query", QUERIES.values(), ids=named)
def test_query_of_the_house_gives_the_same_everywhere(query, store, dataset):
    if "CONSTRUCT" in query.text:
        ours, theirs = (set(each.construct(query, **examples(query))) for each in (dataset, store))
        assert theirs == ours
        return
    ours, theirs = (rows(each.select(query, **examples(query))) for each in (dataset, store))
    if query.name in SAMPLED:
        assert len(theirs) > 100
    elif query.name in ANY_OF_MANY:
        assert len(theirs) == len(ours)
    else:
        assert (theirs if query in ORDERED else sorted(theirs, key=str)) == (
            ours if query in ORDERED else sorted(ours, key=str)
        )


@pytest.mark.parametrize("query", QUESTIONS, ids=named)
def test_answer_is_what_the_articles_say_on_every_engine(query, store):
    bindings, columns, wanted = expected(query)
    found = store.select(query, **{name: parse_term(value) for name, value in bindings.items()})
    table = [[sorted(shown(row[c]).split("|")) if c == "kinds" else shown(row[c]) for c in columns] for row in found]
    assert table == [
        [sorted(cell.split("|")) if c == "kinds" else cell for c, cell in zip(columns, row, strict=True)]
        for row in wanted
    ]


def test_export_and_sizes_are_the_same(store, dataset):
    assert canonical(store.export("nq")) == canonical(dataset.export("nq"))
    ours, theirs = ([size for size in each.graphs() if size.graph != COMPUTED_GRAPH] for each in (dataset, store))
    assert theirs == ours


def test_disputes_are_the_same(store, dataset):
    clock = Clock()
    assert matters.matters(store, clock) == matters.matters(dataset, clock)
    assert matters.figures(store, clock) == matters.figures(dataset, clock)


def test_search_finds_the_same(store, dataset):
    for text in ("quetta", "tariq", "spin bol"):
        assert store.find(text) == dataset.find(text)


def test_user_queries_are_answered_cut_and_refused_alike(store):
    assert store.answer("ASK { ?s ?p ?o }").truth is True
    assert store.answer("ASK { <http://x/nobody> ?p ?o }").truth is False
    few = store.answer("SELECT ?s ?p ?o { ?s ?p ?o }", rows=7)
    assert (len(few.rows), few.cut, few.columns) == (7, True, ("s", "p", "o"))
    all_of_it = store.answer("SELECT ?s { ?s a <https://w3id.org/sayso/ns#Article> }", rows=2)
    assert (len(all_of_it.rows), all_of_it.cut) == (2, False)
    made = store.answer("CONSTRUCT { ?s a ?o } WHERE { ?s a ?o }", rows=3)
    assert (len(made.triples), made.cut) == (3, True)
    with pytest.raises(QueryRefused, match="SERVICE"):
        store.answer("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    with pytest.raises(QueryRefused, match="no graph of the dataset"):
        store.answer("SELECT * FROM <http://127.0.0.1:9/> { ?s ?p ?o }")


def test_user_query_leaves_out_what_was_not_known_yet(store):
    asked = "ASK { <https://w3id.org/sayso/id/quetta> ?p ?o }"
    assert store.answer(asked).truth
    assert not store.answer(asked, without=frozenset({Iri("https://w3id.org/sayso/id/quetta")})).truth


def test_a_query_that_runs_away_is_stopped(store):
    with pytest.raises(OutOfTime, match=r"no empty answer|a part only"):
        store.answer(
            "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STRLEN(STR(?a)) > STRLEN(STR(?h)))}",
            seconds=1.5,
        )


def test_unknown_names_are_refused(store):
    with pytest.raises(UnknownName, match="There is no query"):
        store.select("nowhere")
    with pytest.raises(UnknownName, match="There is no graph"):
        store.export(graph="urn:nowhere")


# ------------------------------------------------------------------- writing
def test_what_is_loaded_is_there_once_until_it_is_removed(store):
    before = store.graphs()
    for text in (ONE, b"@prefix x: <http://x/> . x:s x:p [ x:p 'B' ] , [ x:p 'C' ] ; x:in ( 1 2 ) ."):
        document = store.admit("file.ttl", text)
        assert store.load(document) == document.quads
        once = store.graphs()
        assert store.load(document) == 0
        assert store.graphs() == once != before
        assert store.answer("ASK { <http://x/s> ?p ?o }").truth
        store.remove(document.graphs[0])
        assert store.graphs() == before


def test_texts_arrive_as_they_are(store):
    texts = ["plain", 'a "quote" \\ and\nlines\ttabs', "$graph # triples }", "nodeID://b1", "درود \N{PERFORMING ARTS}"]
    graph = Iri("urn:texts")
    lines = [ox.Quad(ox.NamedNode(f"urn:{n}"), ox.NamedNode("urn:p"), ox.Literal(t)) for n, t in enumerate(texts)]
    store.load(store.admit("f.nt", ox.serialize(lines, format=ox.RdfFormat.N_TRIPLES), graph=graph))
    try:
        assert sorted(triple.object for triple in store.triples(graph)) == sorted(texts)
        table = store.answer("SELECT ?text { ?s <urn:p> ?text }").rows
        assert sorted(text for (text,) in table) == sorted(texts)
        for text in texts:
            found = store.select("contents_naming", value=Literal(text))
            assert found == []
    finally:
        store.remove(graph)


# -------------------------------------------------------------- engines only
@pytest.mark.parametrize("name", ["oxigraph", "virtuoso"])
def test_proposals_there_are_seen_only_by_who_names_their_graph(name, request, sandbox):
    engine = request.getfixturevalue(name)
    engine.put(PROPOSALS_GRAPH, ONE)
    try:
        dataset = engines.opened(engine, sandbox)
        assert not dataset.answer("ASK { <http://x/s> ?p ?o }").truth
        assert dataset.answer(f"ASK {{ GRAPH <{PROPOSALS_GRAPH}> {{ <http://x/s> ?p ?o }} }}").truth
        assert not dataset.answer("ASK { GRAPH ?g { <http://x/s> ?p ?o } }").truth
        assert dataset.select("thing", thing=Iri("http://x/s")) == []
        assert dataset.select("graphs_naming", thing=Iri("http://x/s")) == []
    finally:
        engine.drop(PROPOSALS_GRAPH)


def test_what_somebody_else_writes_is_noticed(oxigraph, sandbox, monkeypatch):
    monkeypatch.setattr("graph.elsewhere._LOOK_SECONDS", 0)
    dataset = engines.opened(oxigraph, sandbox)
    assert not dataset.refresh()
    oxigraph.put("urn:new", ONE)
    try:
        assert dataset.refresh()
        assert dataset.answer("ASK { <http://x/s> ?p ?o }").truth
    finally:
        oxigraph.drop("urn:new")


def test_without_a_place_to_write_it_is_only_read(oxigraph, sandbox):
    dataset = Dataset.open(oxigraph.query, sandbox=sandbox)
    with pytest.raises(StoreFault, match=r"is only read here\. To write, set SAYSO_STORE_UPDATE"):
        dataset.load(dataset.admit("f.ttl", ONE))


def test_what_virtuoso_cuts_is_found_out(virtuoso, sandbox):
    lines = "".join(f"<urn:s{n}> <urn:many> {n} .\n" for n in range(10_500))
    virtuoso.put("urn:many", lines)
    try:
        dataset = engines.opened(virtuoso, sandbox)
        answer = dataset.answer("SELECT ?s { ?s <urn:many> ?n }", rows=10_000)
        assert (len(answer.rows), answer.cut) == (10_000, True)
        assert dataset.answer("CONSTRUCT { ?s <urn:of> 1 } { ?s <urn:many> ?n }", rows=20_000).cut
    finally:
        virtuoso.drop("urn:many")


def test_what_virtuoso_cuts_is_fetched_in_parts(virtuoso, sandbox):
    lines = b"".join(b"<urn:s%d> <urn:many> %d .\n" % (n, n) for n in range(12_000))
    virtuoso.put("urn:many", lines)
    try:
        dataset = engines.opened(virtuoso, sandbox)
        assert sorted(dataset.export("nt", graph="urn:many").splitlines()) == sorted(
            b'%s "%d"^^<http://www.w3.org/2001/XMLSchema#integer> .' % (line.rsplit(b" ", 2)[0], n)
            for n, line in enumerate(lines.splitlines())
        )
        assert len(dataset.select("pairs", property=Iri("urn:many"))) == 12_000
        assert dataset.select("contradictions") != []  # they are joined here
    finally:
        virtuoso.drop("urn:many")


def test_what_cannot_be_fetched_in_parts_is_refused(virtuoso, sandbox, monkeypatch):
    virtuoso.put("urn:many", "".join(f"<urn:s{n}> <urn:many> [] .\n" for n in range(10_500)))
    try:
        dataset = engines.opened(virtuoso, sandbox)
        with pytest.raises(StoreFault, match=r"of the 10,500 triples of urn:many only: it cuts long answers"):
            dataset.export(graph="urn:many")
        with pytest.raises(StoreFault, match=r"of the 10,500 triples of urn:many only"):
            dataset.select("pairs", property=Iri("urn:many"))
        monkeypatch.setattr("graph.remote.reader._LITTLE", 10_000)  # and what is large is not fetched at all
        with pytest.raises(StoreFault, match=r"10,000 of 10,500 rows only"):
            dataset.select("pairs", property=Iri("urn:many"))
    finally:
        virtuoso.drop("urn:many")


def test_a_wrong_password_is_said(virtuoso, sandbox):
    dataset = engines.opened(virtuoso, sandbox, SAYSO_STORE_PASSWORD="wrong")
    with pytest.raises(StoreFault, match=r"does not let us in \(HTTP 401\)\. Set SAYSO_STORE_USER") as fault:
        dataset.load(dataset.admit("f.ttl", ONE))
    assert "wrong" not in str(fault.value)


# ------------------------------------------------------------- wrong answers
def table(columns, *found):
    bindings = [
        {c: {"type": "uri" if ":" in v else "literal", "value": v} for c, v in zip(columns, row, strict=True)}
        for row in found
    ]
    return json.dumps({"head": {"vars": columns}, "results": {"bindings": bindings}}).encode()


@pytest.fixture
def liar():
    with engines.lying() as liar:
        yield liar


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ((401, {}, b""), r"does not let us in \(HTTP 401\)"),
        ((500, {}, b"<h1>out of\x00 memory</h1>"), r"failed \(HTTP 500\): out of\s+memory\. This is no empty answer"),
        ((404, {}, b""), r"there is nothing \(HTTP 404\)"),
        ((302, {"Location": "http://elsewhere/"}, b""), "redirects to http://elsewhere/, which is not followed"),
        ((200, {"Content-Type": "text/html"}, b"<p>hello</p>"), "answered with text/html, not SPARQL results"),
        ((200, JSON, table(["graph", "triples"])[:-9]), "half an answer"),
        ((200, JSON | {"Content-Length": "900"}, table(["graph", "triples"])), "broke off|half an answer"),
        ((200, JSON, b'{"head": {}, "boolean": true}'), "yes or no where rows were asked for"),
    ],
)
def test_a_wrong_answer_is_never_an_empty_one(wrong, said, liar, sandbox):
    status, headers, body = wrong
    liar.reply = lambda handler, _: (status, {"Connection": "close"} | headers, body)
    with pytest.raises(StoreFault, match=said):
        Dataset.open(liar.url, sandbox=sandbox)


def test_nobody_there_is_said(sandbox):
    with pytest.raises(StoreFault, match=r"cannot be reached: .* Is the server running"):
        Dataset.open(f"http://127.0.0.1:{engines.free_port()}/sparql", sandbox=sandbox)


@pytest.mark.parametrize(
    ("url", "values", "said"),
    [
        ("http://", {}, "must be the http"),
        ("http://me:secret@127.0.0.1/sparql", {}, "holds a password"),
        ("http://example.org/sparql", {"SAYSO_STORE_PASSWORD": "secret"}, "would send a password unprotected"),
        ("http://127.0.0.1/sparql", {"SAYSO_STORE_UPDATE": "file:///x"}, "SAYSO_STORE_UPDATE must be the http"),
    ],
)
def test_an_address_that_will_not_do_is_refused_without_its_secrets(url, values, said, sandbox):
    with engines.settings(values), pytest.raises(StoreFault, match=said) as fault:
        Dataset.open(url, sandbox=sandbox)
    assert "secret" not in str(fault.value)


def test_an_engine_that_cuts_without_a_word_is_found_out(liar, sandbox):
    def reply(_, asked):
        if "rows" in asked and "COUNT" in asked and "triples" not in asked.partition("rows")[0]:
            return 200, JSON, table(["rows"], ["250"])
        if "GROUP" in asked:
            return 200, JSON, table(["graph", "triples"])
        return 200, JSON, table(["place", "wider"], *[[f"urn:{n}", "urn:all"] for n in range(100)])

    liar.reply = reply
    dataset = Dataset.open(liar.url, sandbox=sandbox)
    with pytest.raises(StoreFault, match=r"gives 100 of 250 rows only: it cuts long answers"):
        dataset.select("place_steps")


def test_cancelling_hangs_up(liar, sandbox):
    ticket, gone = Ticket(), threading.Event()

    def reply(handler, asked):
        if "GROUP" in asked:
            return 200, JSON, table(["graph", "triples"])
        ticket.cancel()
        assert handler.connection.recv(1) == b""  # the other end has hung up
        gone.set()
        return 200, JSON, b""

    liar.reply = reply
    dataset = Dataset.open(liar.url, sandbox=sandbox)
    with pytest.raises(QueryStopped, match="Cancelled: this is no empty answer"):
        dataset.answer("SELECT * { ?s ?p ?o }", ticket=ticket)
    assert gone.wait(30)


def test_a_name_cannot_break_out_of_its_place(liar, sandbox):
    liar.reply = lambda *_: (200, JSON, table(["graph", "triples"]))
    dataset = Dataset.open(liar.url, sandbox=sandbox)
    with pytest.raises(UnknownName, match="cannot be written as an IRI"):
        dataset.select("thing", thing=Iri("http://x/> ?p ?o } # "))
    assert len(liar.seen) == 1
