"""The command line, as a shell sees it: what goes to which stream, and the exit code."""

import csv
import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from rdflib import Graph
from workers import children, command_of

from graph import cli, serial
from graph.namespaces import ID

ROOT = Path(__file__).parents[1]
SPIN = "id:article-spin-boldak"
ASKED = "SELECT ?statement ?act ?none WHERE { ?statement <https://w3id.org/sayso/ns#act> ?act } ORDER BY ?statement"
HOSTILE = """SELECT ?text WHERE { VALUES ?text { "=1+1" "-5" "a,b" "<&>" "\\"" "one\\ntwo" "\\t" "\u200fمرز"@fa } }"""
SPARQL_RESULTS = "http://www.w3.org/2005/sparql-results#"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A folder that the first command fills from the seeds."""
    return tmp_path_factory.mktemp("store") / "data"


@pytest.fixture
def sayso(store):
    """Return a function that runs the command line on the folder."""

    def run(*arguments, stdin="", **options):
        command = [sys.executable, "-m", "graph", *map(str, arguments)]
        environment = os.environ | {"SAYSO_STORE": str(store), "COLUMNS": "200"}
        return subprocess.run(
            command,
            input=stdin,
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            **options,
        )

    return run


def start(store, *arguments):
    """Start a command without waiting for it, in a process group of its own."""
    environment = os.environ | {"SAYSO_STORE": str(store), "PYTHONUNBUFFERED": ""}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    command = [sys.executable, "-m", "graph", *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=environment, text=True, start_new_session=True, **pipes)


def at_once(sayso, orders, **options):
    """Run several commands, as many at a time as there are processors; their results in the order given."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(lambda arguments: sayso(*arguments, **options), orders))


def ask(sayso, query, *formats):
    """The answer to a query in several formats."""
    return [done(ran) for ran in at_once(sayso, [("query", "-", "--format", media) for media in formats], stdin=query)]


def done(ran):
    """What a command printed when all went well and there was nothing to remark."""
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


def refused(ran, code=1):
    """What a command said on stderr when it did nothing: one message, no traceback."""
    assert (ran.returncode, ran.stdout) == (code, "")
    assert "Traceback" not in ran.stderr
    assert code == 2 or ran.stderr.count("\n") == 1
    return ran.stderr


# ----------------------------------------------------------------------- help
def test_help_names_every_verb(sayso):
    text = done(sayso("--help"))
    assert all(f"    {verb} " in text for verb, _ in cli.verbs())
    assert {verb for verb, _ in cli.verbs()} >= {"load", "query", "export", "validate", "stats", "said", "canon"}


@pytest.mark.parametrize("verb", [verb for verb, _ in cli.verbs()])
def test_every_verb_has_help(verb, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main([verb, "--help"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: python -m graph {verb} ")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["fly"],
        ["query"],
        ["load"],
        ["canon"],
        ["said"],
        ["query", "-", "--timeout", "soon"],
        ["query", "-", "--timeout", "nan"],
        ["query", "-", "--timeout", "0"],
        ["query", "-", "--limit", "-1"],
        ["query", "-", "--bind", "actor"],
        ["query", "-", "--format", "pdf"],
        ["export", "--format", "n3"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_2(arguments, capsys, monkeypatch):
    monkeypatch.setenv("SAYSO_STORE", "memory:")
    try:
        code = cli.main(arguments)
    except SystemExit as end:
        code = end.code
    printed = capsys.readouterr()
    assert (code, printed.out) == (2, "")
    assert printed.err


def test_wrong_usage_is_2_for_the_shell(sayso):
    assert "VERB" in refused(sayso("fly"), 2)


# ------------------------------------------------------------------ questions
def test_stats_count_what_there_is(sayso):
    counts = json.loads(done(sayso("stats", "--format", "json")))
    assert (counts["articles"], counts["statements"]) == (2, 88)
    assert counts["triples"] == sum(counts["graphs"].values())
    assert "statements        88" in done(sayso("stats"))


def test_said_tells_who_said_what_and_when(sayso):
    table = done(sayso("said", "--by", "suhail-shaheen")).splitlines()
    assert len(table) == 2 + 4
    assert "between 8 July 2021 and 9 July 2021" in table[2]
    assert all("day not given" in line for line in table[3:])
    found = json.loads(done(sayso("said", "--by", "id:afghan-government", "--format", "json")))
    (denial,) = (record for record in found if record["act"] == "say:deny")
    assert (denial["polarity"], denial["statedOn"], denial["content"]) == (
        "say:negative",
        "2021-07-14",
        ["article-spin-boldak-p01"],
    )


@pytest.mark.parametrize("written", ["tarik-arian", "Tariq Arian"])
def test_unknown_id_suggests_the_nearest(written, sayso):
    assert "Did you mean tariq-arian" in refused(sayso("said", "--by", written))


def test_validate_finds_nothing(sayso):
    ran = sayso("validate")
    assert ran.returncode == 0
    assert ran.stderr.startswith("0 violations, ")
    assert all(line.startswith("warning: ") for line in ran.stdout.splitlines())


def test_validate_names_node_property_and_mend(sayso, tmp_path):
    bad = tmp_path / "bad.ttl"
    bad.write_text("@prefix say: <https://w3id.org/sayso/ns#> . <http://x/s> a say:Statement .")
    own = tmp_path / "own"
    done(sayso("--store", own, "load", bad))
    ran = sayso("--store", own, "validate")
    assert ran.returncode == 1
    assert "violation: http://x/s say:speaker: " in ran.stdout
    assert "Traceback" not in ran.stderr


# ---------------------------------------------------------------------- query
def test_query_from_a_file_and_from_standard_input(sayso, tmp_path):
    file = tmp_path / "asked.rq"
    file.write_text(ASKED)
    table = done(sayso("query", file))
    assert table.splitlines()[0].split() == ["statement", "act", "none"]
    assert f"{SPIN}-s04  say:deny" in table
    assert done(sayso("query", "-", stdin=ASKED)) == table


def test_query_formats_parse(sayso):
    as_csv, as_json, as_xml, as_tsv = ask(sayso, ASKED, "csv", "json", "xml", "tsv")
    head, *rows = csv.reader(io.StringIO(as_csv, newline=""))
    assert head == ["statement", "act", "none"]
    assert len(rows) == 88
    found = json.loads(as_json)
    assert found["head"]["vars"] == head
    assert [row["statement"]["value"] for row in found["results"]["bindings"]] == [row[0] for row in rows]
    assert "none" not in found["results"]["bindings"][0]
    acts = ET.fromstring(as_xml).iterfind(".//s:binding[@name='act']/s:uri", {"s": SPARQL_RESULTS})
    assert [uri.text for uri in acts] == [row[1] for row in rows]
    assert as_tsv.splitlines()[1] == f"<{rows[0][0]}>\t<{rows[0][1]}>\t"
    (as_turtle,) = ask(sayso, "CONSTRUCT WHERE { ?s <https://w3id.org/sayso/ns#act> ?o }", "turtle")
    assert len(Graph().parse(data=as_turtle)) == 88


def test_query_formats_keep_hostile_text_whole(sayso):
    as_csv, as_json, as_xml = ask(sayso, HOSTILE, "csv", "json", "xml")
    texts = [row["text"]["value"] for row in json.loads(as_json)["results"]["bindings"]]
    assert sorted(texts) == sorted(["=1+1", "-5", "a,b", "<&>", '"', "one\ntwo", "\t", "\u200fمرز"])
    assert [literal.text for literal in ET.fromstring(as_xml).iter(f"{{{SPARQL_RESULTS}}}literal")] == texts
    cells = [row[0] for row in csv.reader(io.StringIO(as_csv, newline=""))][1:]
    shown = [text.replace("\u200f", "⟨U+200F⟩") for text in texts]  # a spreadsheet is read by people
    assert cells == [f"'{text}" if text in {"=1+1", "\t"} else text for text in shown]  # and takes these for formulas


def test_a_cell_that_xml_cannot_hold_is_refused(sayso):
    ran = sayso("query", "-", "--format", "xml", stdin='SELECT ("\\u0007" AS ?x) {}')
    assert ran.returncode == 1
    assert "U+0007, which XML cannot hold" in ran.stderr
    assert ran.stdout == ""


@pytest.mark.parametrize("port", ["99999", "-1"])
def test_a_port_that_is_none_is_told_before_anything_is_announced(port, sayso):
    ran = sayso("serve", "--port", port)
    assert ran.returncode == 1
    assert ran.stderr == f"sayso: {port} is no port: give a number from 0 to 65535.\n"


def test_a_port_that_is_taken_is_told(sayso):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = sayso("serve", "--port", str(taken.getsockname()[1]))
    assert ran.returncode == 1
    assert "Address already in use" in ran.stderr
    assert "Sayso answers" not in ran.stderr


def test_ask_answers_with_a_truth(sayso):
    assert done(sayso("query", "-", stdin="ASK { ?s ?p ?o }")) == "true\n"
    assert json.loads(done(sayso("query", "-", "--format", "json", stdin="ASK { }"))) == {"head": {}, "boolean": True}


def test_format_that_does_not_fit_is_refused(sayso):
    assert "Use --format turtle" in refused(
        sayso("query", "-", "--format", "csv", stdin="CONSTRUCT WHERE { ?s ?p ?o }")
    )
    assert "gives rows, not triples" in refused(sayso("query", "-", "--format", "turtle", stdin=ASKED))


def test_parameters_are_bound(sayso):
    bound = done(sayso("query", "ontology/queries/told_to.rq", "--bind", "addressee=id:afp", "--format", "csv"))
    assert len(bound.splitlines()) == 3
    assert "no parameter nobody" in refused(sayso("query", "ontology/queries/told_to.rq", "--bind", "nobody=id:afp"))
    assert "known prefixes" in refused(sayso("query", "ontology/queries/told_to.rq", "--bind", "addressee=sey:afp"))


@pytest.mark.parametrize("media", ["table", "xml"])
def test_cut_is_told_on_stderr(media, sayso):
    ran = sayso("query", "-", "--limit", "3", "--format", media, stdin=ASKED)
    assert ran.returncode == 0
    assert ran.stderr == "sayso: cut after 3 rows; there are more. Raise --limit or narrow the query.\n"
    assert media == "table" or "more" in ran.stdout
    assert done(sayso("query", "-", "--limit", "88", stdin=ASKED))


def test_out_of_time_is_3(sayso):
    assert "this is no empty answer" in refused(sayso("query", "-", "--timeout", "0.5", stdin=ENDLESS), 3)


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { } }", "SERVICE would send a request"),
        ("DROP ALL", "DROP would change the data"),
        ("SELECT ?s WHERE {\n ?s ?p }", "Not SPARQL at line 2"),
    ],
)
def test_query_that_may_not_run_is_1(query, fault, sayso):
    assert fault in refused(sayso("query", "-", stdin=query))


def test_query_file_that_cannot_be_read_is_1(sayso, tmp_path):
    (tmp_path / "latin.rq").write_bytes(b"# caf\xe9")
    assert "No such file" in refused(sayso("query", tmp_path / "none.rq"))
    assert "not UTF-8" in refused(sayso("query", tmp_path / "latin.rq"))


# ------------------------------------------------------------- load and export
def test_load_is_all_or_nothing_for_each_file(sayso, tmp_path):
    good, bad = tmp_path / "good.ttl", tmp_path / "bad.ttl"
    good.write_text("<http://x/s> <http://x/p> [ <http://x/q> 1 ] .")
    bad.write_text("<http://x/s> <http://x/p> 2 .\noops")
    own = tmp_path / "own"
    ran = sayso("--store", own, "load", bad, good, tmp_path / "none.ttl")
    assert ran.returncode == 1
    assert "2 triples, 2 of them new, in id:graph-" in ran.stdout
    first, second = ran.stderr.splitlines()
    assert first.startswith("sayso: bad.ttl, line 2, column ")
    assert "none.ttl: No such file" in second
    assert "2 triples, 0 of them new" in done(sayso("--store", own, "load", good))
    assert "loaded ontology and seeds anew" in done(sayso("--store", own, "load", "--seeds"))


def test_load_names_a_few_of_many_graphs(sayso, tmp_path):
    file = tmp_path / "many.nq"
    file.write_text("".join(f"<http://x/s> <http://x/p> <http://x/o> <http://x/g{n}> .\n" for n in range(2000)))
    told = done(sayso("--store", tmp_path / "own", "load", file))
    assert told.startswith("many.nq: 2,000 triples, 2,000 of them new, in http://x/g0, http://x/g1, ")
    assert told.endswith(" and 1,995 more graphs\n")


def test_load_into_a_named_graph(sayso, tmp_path):
    file, own = tmp_path / "f.ttl", tmp_path / "own"
    file.write_text("<http://x/s> <http://x/p> 1 .")
    assert "in id:mine" in done(sayso("--store", own, "load", "--graph", "mine", file))
    assert done(sayso("--store", own, "export", "--graph", "id:mine", "--format", "nt")).startswith("<http://x/s> ")
    assert "Invalid IRI" in refused(sayso("--store", own, "load", "--graph", "a b", file))


def test_export_writes_every_format_to_a_file(sayso, tmp_path, dataset):
    files = {media: tmp_path / f"out.{media}" for media in serial.ENDINGS}
    orders = [("export", "--graph", SPIN, "--format", media, "-o", file) for media, file in files.items()]
    assert [done(ran) for ran in at_once(sayso, orders)] == [""] * len(files)
    for media, file in files.items():
        assert file.read_bytes() == dataset.export(media, f"{ID}article-spin-boldak")
    assert {path.name for path in tmp_path.iterdir()} == {file.name for file in files.values()}


def test_export_writes_all_to_standard_output(sayso, dataset):
    assert done(sayso("export", "--format", "nq")).encode() == dataset.export("nq")


def test_export_into_a_missing_folder_leaves_nothing(sayso, tmp_path):
    said = refused(sayso("export", "--graph", SPIN, "-o", tmp_path / "none" / "out.ttl"))
    assert "Nothing was written; choose another place" in said
    assert list(tmp_path.iterdir()) == []


def test_export_over_a_folder_leaves_it(sayso, tmp_path):
    (tmp_path / "out.ttl").mkdir()
    assert "Nothing was written" in refused(sayso("export", "--graph", SPIN, "-o", tmp_path / "out.ttl"))
    assert [path.name for path in tmp_path.iterdir()] == ["out.ttl"]


@pytest.mark.parametrize("graph", ["nowhere", "a b"])
def test_export_of_an_unknown_graph_is_1(graph, sayso):
    assert refused(sayso("export", "--graph", graph))


def test_store_that_cannot_be_used_is_1(sayso, tmp_path):
    (tmp_path / "file").write_text("")
    assert "cannot be read" in refused(sayso("--store", tmp_path / "file", "stats"))
    assert "cannot be reached" in refused(sayso("--store", "http://127.0.0.1:9/", "stats"))


# ---------------------------------------------------------------------- canon
def test_canon_rewrites_and_check_names_file_and_command(sayso, tmp_path):
    file = tmp_path / "f.ttl"
    file.write_text(
        "@prefix say: <https://w3id.org/sayso/ns#> .\n<urn:b> say:act say:deny. # why\n<urn:a> say:act say:deny."
    )
    said = refused(sayso("canon", "--check", file))
    assert said.endswith(f"not in canonical form; mend with: python -m graph canon {file}\n")
    assert file.read_text().startswith("@prefix say: <https://w3id.org/sayso/ns#> .\n<urn:b>")
    assert done(sayso("canon", file)) == f"{file}: rewritten\n"
    assert (
        file.read_text()
        == "@prefix say: <https://w3id.org/sayso/ns#> .\n\n<urn:a> say:act say:deny .\n\n<urn:b> say:act say:deny .\n"
    )
    assert done(sayso("canon", "--check", file, *sorted((ROOT / "seeds").glob("*.ttl")))) == ""


def test_canon_leaves_a_broken_file_as_it_is(sayso, tmp_path):
    file = tmp_path / "f.ttl"
    file.write_text("<urn:b> oops")
    assert "f.ttl, line 1" in refused(sayso("canon", file))
    assert file.read_text() == "<urn:b> oops"
    assert "only Turtle has a canonical form" in refused(sayso("canon", tmp_path / "f.nt"))


# -------------------------------------------------------------------- endings
def test_reader_that_has_seen_enough_is_no_error(store):
    exported = start(store, "export", "--format", "nt")
    assert exported.stdout.readline().startswith("<")
    exported.stdout.close()
    assert exported.wait(30) == 0
    assert exported.stderr.read() == ""
    exported.stderr.close()
    exported.stdin.close()


@pytest.mark.parametrize("verb", ["stats", "export"])
def test_full_disk_is_1(verb, store):
    command = [sys.executable, "-m", "graph", "--store", str(store), verb]
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    assert (ran.returncode, ran.stderr) == (1, "sayso: standard output cannot be written: No space left on device\n")


def test_interrupt_is_130_and_leaves_no_worker(store):
    asked = start(store, "query", "-", "--timeout", "60")
    asked.stdin.write(ENDLESS)
    asked.stdin.close()
    while not (workers := children(asked.pid)):
        assert asked.poll() is None
    os.killpg(asked.pid, signal.SIGINT)  # as a terminal does on Ctrl-C
    assert asked.wait(30) == 130
    assert asked.stderr.read() == "sayso: interrupted; nothing was left half done\n"
    deadline = time.monotonic() + 10
    while any(command_of(worker) for worker in workers):
        assert time.monotonic() < deadline, "the worker lives on"
    asked.stdout.close()
    asked.stderr.close()


def test_words_bound_where_a_thing_was_meant_are_told(sayso, tmp_path):
    asked = tmp_path / "asked.rq"
    asked.write_text("SELECT ?place ?p WHERE { ?place ?p ?o }")
    ran = sayso("query", str(asked), "--bind", "place=quetta")
    assert ran.returncode == 0
    assert "place was bound to the words “quetta”. Meant the thing? place=id:quetta" in ran.stderr
    assert "bound to the words" not in sayso("query", str(asked), "--bind", "place=id:quetta").stderr
