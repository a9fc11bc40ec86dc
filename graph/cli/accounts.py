"""Verbs on what was said: said, disputes, controls, chain. All of them give tables, or JSON with `--format json`."""

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

from graph import answers
from graph.cli import days
from graph.dataset import Dataset
from graph.model import Answer, Iri, Literal, Statement, Term
from graph.namespaces import local_id
from graph.views import chain, clock, disputes, matters, statements, things

Record = dict[str, object]


def add(verbs: Any) -> None:
    """Add the verbs to the parser."""
    said = verbs.add_parser("said", help="what somebody said, or had said for them")
    said.add_argument("--by", required=True, metavar="ID", help="as zabihullah-mujahid")
    said.set_defaults(run=_said)

    differ = verbs.add_parser("disputes", help="where accounts differ, with the statements of each side")
    differ.set_defaults(run=_disputes)

    controls = verbs.add_parser("controls", help="who holds a place on a day, according to each side")
    controls.add_argument("--place", required=True, metavar="ID", help="as spin-boldak-chaman-crossing")
    controls.set_defaults(run=_controls)

    steps = verbs.add_parser("chain", help="through whom a statement reached the page")
    steps.add_argument("statement", metavar="ID", help="as article-spin-boldak-s15")
    steps.set_defaults(run=_chain)

    for verb in (said, differ, controls):
        days.add(verb, on_required=verb is controls)
    for verb in (said, differ, controls, steps):
        verb.add_argument("--format", choices=["table", "json"], default="table")


def _said(dataset: Dataset, options: argparse.Namespace) -> int:
    actor = things.resolve(dataset, options.by)
    now = days.of(options)
    told = statements.among(dataset, statements.said_by(dataset, actor)).values()
    found = [record for record in told if clock.visible(dataset, record, now)]
    if options.format == "json":
        _print_json([as_json(record) for record in found])
        return 0
    _print_table(("statement", "said", "speaker", "for", "verb", "what"), [(r.iri, *_line(r)) for r in found])
    return 0


def _disputes(dataset: Dataset, options: argparse.Namespace) -> int:
    now = days.of(options)
    listed = matters.matters(dataset, now, limit=sys.maxsize)
    found = [disputes.dispute(dataset, matter.iri, now) for matter in listed.disputed]
    if options.format == "json":
        _print_json([_dispute_json(each) for each in found])
        return 0
    rows = [
        (each.matter.question, column.side.label, entry.stance, entry.statement.said.text, entry.statement.iri)
        for each in found
        for column in each.columns
        for entry in column.entries
    ]
    _print_table(("matter", "side", "stance", "said", "statement"), rows)
    print(f"sayso: {listed.total} matter{'s' * (listed.total != 1)} in dispute", file=sys.stderr)
    return 0


def _dispute_json(found: disputes.Dispute) -> Record:
    return {
        "matter": local_id(found.matter.iri),
        "question": found.matter.question,
        "kinds": list(found.matter.kinds),
        "sides": [
            {
                "side": local_id(column.side.iri),
                "position": column.position,
                "statements": [
                    as_json(entry.statement)
                    | {"stance": entry.stance, "corrected": entry.corrected.isoformat() if entry.corrected else None}
                    for entry in column.entries
                ],
            }
            for column in found.columns
        ],
        "verdicts": [_verdict_json(verdict) for verdict in found.verdicts],
        "concessions": [_verdict_json(verdict) for verdict in found.concessions],
        "incomparable": [_verdict_json(verdict) for verdict in found.incomparable],
        "agreement": [
            {
                "what": text,
                "voices": told.voices,
                "origins": [[local_id(iri) for iri in group] for group in told.groups],
                "merged": list(told.reasons),
            }
            for text, told in found.agreement
        ],
    }


def _verdict_json(verdict: disputes.Verdict) -> Record:
    pair = [local_id(verdict.one.iri), local_id(verdict.other.iri)]
    return {"kind": verdict.kind, "rule": verdict.rule, "statements": pair}


def _controls(dataset: Dataset, options: argparse.Namespace) -> int:
    place = things.resolve(dataset, options.place)
    found = disputes.holdings(dataset, place, options.on, options.known)
    if options.format == "json":
        _print_json([_holding_json(row) for row in found])
        return 0
    rows = [
        (
            row.side.label,
            row.holder.label,
            "holds" if row.holds else "does not hold",
            row.strength,
            row.certainty,
            row.via.label,
            row.statement.said.text,
            row.statement.iri,
        )
        for row in found
    ]
    _print_table(("side", "holder", "verdict", "strength", "certainty", "via", "said", "statement"), rows)
    return 0


def _holding_json(row: disputes.Holding) -> Record:
    return {
        "side": local_id(row.side.iri),
        "holder": local_id(row.holder.iri),
        "verdict": "controls" if row.holds else "does not control",
        "strength": row.strength,
        "certainty": row.certainty,
        "via": local_id(row.via.iri),
        "statement": as_json(row.statement),
    }


def _chain(dataset: Dataset, options: argparse.Namespace) -> int:
    record = statements.statement(dataset, things.resolve(dataset, options.statement))
    steps = chain.chain(dataset, record)
    if options.format == "json":
        _print_json([{"how": s.how, "who": local_id(s.who.iri), "unnamed": s.unnamed} for s in steps])
        return 0
    _print_table(("how", "who", "named"), [(s.how, s.who.label, "unnamed" if s.unnamed else "named") for s in steps])
    return 0


def _line(record: Statement) -> tuple[str, ...]:
    behalf = record.on_behalf_of.label if record.on_behalf_of else ""
    return (record.said.text, record.speaker.label, behalf, record.verb, record.label)


def as_json(record: Statement) -> Record:
    """A statement for programs: ids as on the command line, days as ISO dates."""
    return {
        "statement": local_id(record.iri),
        "label": record.label,
        "speaker": local_id(record.speaker.iri) if record.has_speaker else None,
        "onBehalfOf": local_id(record.on_behalf_of.iri) if record.on_behalf_of else None,
        "addressee": local_id(record.addressee.iri) if record.addressee else None,
        "act": record.act,
        "polarity": record.polarity,
        "certainty": record.certainty,
        "basis": record.basis,
        "statedOn": record.said.day.isoformat() if record.said.day else None,
        "statedAfter": record.said.earliest.isoformat() if record.said.earliest else None,
        "dateBasis": record.said.basis,
        "reportedIn": local_id(record.article) if record.has_article else None,
        "quotation": record.quotation or None,
        "content": [local_id(content.iri) for content in record.contents],
    }


def _print_json(records: Sequence[Record]) -> None:
    print(json.dumps(records, ensure_ascii=False, indent=2))


def _print_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    terms: list[tuple[Term | None, ...]] = [
        tuple(cell if isinstance(cell, Iri) else Literal(cell) for cell in row) for row in rows
    ]
    sys.stdout.write(answers.write(Answer(0.0, columns=tuple(columns), rows=tuple(terms)), "table"))
