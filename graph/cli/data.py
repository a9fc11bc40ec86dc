"""Verbs on the data: load, query, export, validate, stats, canon."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from graph import answers, page, partitions, serial, shapes
from graph.asking.columns import as_asked
from graph.cli import days
from graph.dataset import Dataset
from graph.errors import InputRefused
from graph.files import write_whole
from graph.model import Clock, Iri
from graph.namespaces import iri_of
from graph.queries import parse_query, parse_term, with_bindings
from graph.views import articles, clock, things
from graph.visible import visible


def add(verbs: Any) -> None:
    """Add the verbs to the parser."""
    load = verbs.add_parser("load", help="import RDF files, all or nothing per file")
    load.add_argument("files", nargs="*", type=Path, metavar="FILE")
    load.add_argument("--graph", help="graph for triples that name none (default: one named after the file's digest)")
    load.add_argument("--base", default="", metavar="IRI", help="what relative IRIs are relative to")
    load.add_argument(
        "--replace", action="store_true", help="put the graphs of the file in the place of those of the same names"
    )
    load.add_argument("--seeds", action="store_true", help="load seeds/ and the ontology anew")
    load.set_defaults(run=_load)

    query = verbs.add_parser("query", help="run a SPARQL query from a file, or from - for standard input")
    query.add_argument("file", metavar="FILE.rq")
    query.add_argument("--format", choices=["table", "csv", "tsv", "json", "xml", "turtle"], default="table")
    query.add_argument("--timeout", type=_above_zero, default=10.0, metavar="SECONDS", help="default 10")
    query.add_argument("--limit", type=_count, default=10_000, metavar="ROWS", help="default 10,000")
    query.add_argument(
        "--bind",
        action="append",
        type=_binding,
        default=[],
        metavar="NAME=VALUE",
        help="bind a parameter, as actor=id:taliban",
    )
    query.set_defaults(run=_query)

    export = verbs.add_parser("export", help="write the dataset, or one graph of it")
    export.add_argument("--format", choices=sorted(page.ENDINGS), default="turtle")
    export.add_argument("--graph", help="one graph, as id:article-islam-qala")
    export.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: standard output")
    export.add_argument(
        "--partitions",
        type=Path,
        metavar="DIR",
        help="sorted .nq.gz files with a manifest, for other engines; run again, it goes on where it was cut",
    )
    export.add_argument("--quads", type=_above_none, default=partitions.MOST, metavar="N", help="of each (500,000)")
    export.set_defaults(run=_export)
    for verb in (query, export):
        days.add(verb)

    validate = verbs.add_parser("validate", help="check the data against the shapes")
    validate.set_defaults(run=_validate)

    stats = verbs.add_parser("stats", help="counts of what there is")
    stats.add_argument("--format", choices=["table", "json"], default="table")
    stats.set_defaults(run=_stats)

    canon = verbs.add_parser("canon", help="rewrite Turtle files in the canonical form of seeds/; comments are lost")
    canon.add_argument("files", nargs="+", type=Path, metavar="FILE")
    canon.add_argument("--check", action="store_true", help="change nothing; exit 1 where a file is not canonical")
    canon.set_defaults(run=_canon, store="memory:")


def _above_zero(text: str) -> float:
    if not 0 < float(text) < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds above 0")
    return float(text)


def _count(text: str) -> int:
    if int(text) < 0:
        raise argparse.ArgumentTypeError(f"{text} is less than no rows")
    return int(text)


def _above_none(text: str) -> int:
    if int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is less than one quad")
    return int(text)


def _binding(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE")
    return name, value


def _load(dataset: Dataset, options: argparse.Namespace) -> int:
    if options.seeds:
        dataset.sow()
        print("loaded ontology and seeds anew")
    elif not options.files:
        print("sayso: name at least one file to load, or --seeds", file=sys.stderr)
        return 2
    graph = iri_of(options.graph) if options.graph else None
    documents, failed = [], 0
    for path in options.files:
        try:
            documents.append(dataset.read(path, graph=graph, base=options.base))
        except InputRefused as error:
            failed = 1
            print(f"sayso: {visible(str(error))}", file=sys.stderr)
    for document, new in zip(documents, dataset.load_all(documents, replace=options.replace), strict=True):
        print(visible(document.told(new)))
    return failed


def _query(dataset: Dataset, options: argparse.Namespace) -> int:
    try:
        text = sys.stdin.read() if options.file == "-" else Path(options.file).read_text("utf-8")
    except OSError as error:
        raise InputRefused(f"{options.file}: {error.strerror}. Name a .rq file, or - for standard input.") from None
    except UnicodeDecodeError:
        raise InputRefused(f"{options.file}: not UTF-8. Save it as UTF-8 and try again.") from None
    query = parse_query("query", text)
    query = with_bindings(query, {name: parse_term(value) for name, value in options.bind})
    answer = dataset.answer(
        query.text, seconds=options.timeout, rows=options.limit, without=clock.hidden(dataset, days.of(options))
    )
    sys.stdout.write(answers.write(as_asked(answer, query.text), options.format))
    if answer.rows == () and answer.truth is None and answer.triples is None:
        for name, value in options.bind:
            if ":" not in value and things.exists(dataset, Iri(iri_of(value))):
                print(
                    f"sayso: {name} was bound to the words “{value}”. Meant the thing? {name}=id:{value}",
                    file=sys.stderr,
                )
    if answer.cut:
        print(
            f"sayso: cut after {answer.limit:,} rows; there are more. Raise --limit or narrow the query.",
            file=sys.stderr,
        )
    return 0


def _export(dataset: Dataset, options: argparse.Namespace) -> int:
    if options.partitions is not None:
        return _partition(dataset, options)
    data = page.written(dataset, options.format, iri_of(options.graph) if options.graph else None, days.of(options))
    if options.output is None:
        sys.stdout.buffer.write(data)
        return 0
    try:
        write_whole(options.output, data)
    except OSError as error:
        raise InputRefused(f"{options.output}: {error.strerror}. Nothing was written; choose another place.") from None
    return 0


def _partition(dataset: Dataset, options: argparse.Namespace) -> int:
    if options.output or options.graph or options.format != "turtle" or days.of(options) != Clock():
        print("sayso: --partitions writes all of the dataset as N-Quads; leave the other options out", file=sys.stderr)
        return 2
    manifest = dataset.partition(
        options.partitions, most=options.quads, told=lambda done: print(f"{done.name:<20}{done.quads:>12,} quads")
    )
    print(f"{options.partitions}: {manifest.quads:,} quads in {len(manifest.partitions)} files, complete")
    return 0


def _validate(dataset: Dataset, options: argparse.Namespace) -> int:
    del options
    found = shapes.validate(dataset)
    for violation in found:
        kind = "warning" if violation.warning else "violation"
        value = f" ({violation.value})" if violation.value else ""
        print(visible(f"{kind}: {violation.focus} {violation.path or '-'}: {violation.message}{value}"))
    errors = sum(not violation.warning for violation in found)
    print(f"{errors} violations, {len(found) - errors} warnings", file=sys.stderr)
    return 1 if errors else 0


def _stats(dataset: Dataset, options: argparse.Namespace) -> int:
    found = articles.stats(dataset)
    counts = {
        "articles": found.articles,
        "statements": found.statements,
        "actors": found.actors,
        "places": found.places,
        "triples": found.triples,
    }
    if options.format == "json":
        graphs = {size.graph: size.triples for size in found.graphs}
        print(json.dumps(counts | {"graphs": graphs}, indent=2))
    else:
        for name, count in counts.items():
            print(f"{name:<12}{count:>8,}")
        for size in found.graphs:
            print(f"  {visible(size.label):<34}{size.triples:>8,}")
    if dataset.stale():
        print(
            "sayso: seeds/ has changed since this folder was filled; `load --seeds` brings it up to date",
            file=sys.stderr,
        )
    return 0


def _canon(dataset: Dataset, options: argparse.Namespace) -> int:
    astray = []
    for path in options.files:
        if path.suffix != ".ttl":
            raise InputRefused(f"{path}: only Turtle has a canonical form here; name .ttl files.")
        dataset.read(path)  # says what is wrong, and where
        text = path.read_bytes()
        canonical = serial.canonical_turtle(text)
        if canonical == text:
            continue
        astray.append(str(path))
        if not options.check:
            write_whole(path, canonical)
            print(f"{path}: rewritten")
    if options.check and astray:
        print(f"sayso: not in canonical form; mend with: python -m graph canon {' '.join(astray)}", file=sys.stderr)
        return 1
    return 0
