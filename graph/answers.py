"""Answers as text: tables for people, and the SPARQL 1.1 result formats for programs.

A cut answer says so in every format that has room for it; the command line and the pages say it as well.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from graph import serial
from graph.errors import QueryFault, SaysoError
from graph.model import Answer, BlankNode, Iri, Term, Triple
from graph.namespaces import PREFIXES, compress
from graph.serial import NOT_XML
from graph.terms import quad, to_ox
from graph.visible import visible

_STRING: Final = PREFIXES["xsd"] + "string"
_WIDEST: Final = 60
_NOTES: Final = {
    "turtle": "# {}\n",
    "trig": "# {}\n",
    "nt": "# {}\n",
    "rdfxml": "<!-- {} -->\n",
    "graphml": "<!-- {} -->\n",
    "jsonld": "",
}


def write(answer: Answer, media: str) -> str:
    """Write rows as table, csv, tsv, json or xml, triples as one of `serial`'s formats.

    Raises QueryFault where answer and format do not fit, SaysoError for triples that the format cannot hold.
    """
    if answer.triples is not None and media in {"table", *_NOTES}:
        return _triples(answer, answer.triples, "turtle" if media == "table" else media)
    if answer.triples is not None:
        raise QueryFault(f"This query gives triples, which {media} cannot hold. Use --format turtle.")
    if media in _NOTES:
        raise QueryFault("This query gives rows, not triples. Use table, csv, tsv, json or xml, or a CONSTRUCT query.")
    if answer.truth is not None and media in {"table", "csv", "tsv"}:
        return f"{str(answer.truth).lower()}\n"
    return _WRITERS[media](answer)


def markdown(answer: Answer, most: int = 1000) -> str:
    """Rows as a Markdown table of plain words, at most so many; what Markdown would read as a sign is escaped."""
    lines = [answer.columns, tuple("---" for _ in answer.columns)]
    lines += [tuple(_plain(shown(term)) for term in row) for row in answer.rows[:most]]
    body = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    left = len(answer.rows) - most
    return f"{body}\n" + (f"\n{left:,} rows more are not in this table.\n" if left > 0 else "")


def _plain(cell: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>()#!|~$])", r"\\\1", " ".join(cell.split()))


def turtle(triples: tuple[Triple, ...]) -> str:
    """Triples in the canonical Turtle form."""
    return serial.write([quad(triple) for triple in triples], "turtle").decode()


def trig(graphs: Mapping[Iri, Iterable[Triple]]) -> str:
    """Triples in the canonical form, each in its named graph."""
    return serial.write([quad(triple, graph) for graph, found in graphs.items() for triple in found], "trig").decode()


def _triples(answer: Answer, triples: tuple[Triple, ...], media: str) -> str:
    text = serial.write([quad(triple) for triple in triples], media).decode()
    note = _NOTES[media].format(f"cut: there are more than these {len(triples)} triples") if answer.cut else ""
    return text + note


def shown(term: Term | None) -> str:
    """A term as people read it: CURIEs for IRIs, days for midnights, and nothing in it unseen."""
    if term is None:
        return ""
    if isinstance(term, Iri):
        return visible(compress(term))
    if isinstance(term, BlankNode):
        return f"_:{term}"
    if term.datatype == PREFIXES["xsd"] + "dateTime" and term.endswith("T00:00:00Z"):
        return term[:10]
    return visible(term)


def _table(answer: Answer) -> str:
    rows = [tuple(_clip(shown(term)) for term in row) for row in answer.rows]
    widths = [max(map(len, column)) for column in zip(answer.columns, *rows, strict=True)]
    lines = [answer.columns, tuple("-" * width for width in widths), *rows]
    body = "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )
    return f"{body}\n" if rows else f"{body}\n(no rows)\n"


def _clip(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _WIDEST else line[: _WIDEST - 1] + "…"


def _csv(answer: Answer) -> str:
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(answer.columns)
    rows.writerows([_inert("" if term is None else visible(term)) for term in row] for row in answer.rows)
    return out.getvalue()


def _inert(cell: str) -> str:
    """A cell that a spreadsheet would take for a formula, with a quote before it."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} and not _number(cell) else cell


def _number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _tsv(answer: Answer) -> str:
    head = "\t".join(f"?{column}" for column in answer.columns)
    return "".join(f"{line}\n" for line in [head, *("\t".join(_ntriples(term) for term in row) for row in answer.rows)])


def _json(answer: Answer) -> str:
    if answer.truth is not None:
        return json.dumps({"head": {}, "boolean": answer.truth}) + "\n"
    bindings = [
        {name: _binding(term) for name, term in zip(answer.columns, row, strict=True) if term is not None}
        for row in answer.rows
    ]
    document: dict[str, object] = {"head": {"vars": list(answer.columns)}, "results": {"bindings": bindings}}
    if answer.cut:
        document["cut"] = {"rows": len(answer.rows), "message": "There are more rows than these."}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _binding(term: Term) -> dict[str, str]:
    if isinstance(term, Iri):
        return {"type": "uri", "value": str(term)}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": str(term)}
    binding = {"type": "literal", "value": str(term)}
    if term.language:
        binding["xml:lang"] = term.language
    elif term.datatype not in {"", _STRING}:
        binding["datatype"] = term.datatype
    return binding


def _xml(answer: Answer) -> str:
    for term in chain.from_iterable(answer.rows):
        if term is not None and (found := NOT_XML.search(term)):
            raise SaysoError(
                f"A cell has U+{ord(found[0]):04X}, which XML cannot hold. Ask for JSON, CSV or TSV instead."
            )
    note = f"<!-- cut: there are more than these {len(answer.rows)} rows -->" if answer.cut else ""
    head = "".join(f"<variable name={quoteattr(column)}/>" for column in answer.columns)
    if answer.truth is not None:
        body = f"<boolean>{str(answer.truth).lower()}</boolean>"
    else:
        rows = (
            "".join(
                f"<binding name={quoteattr(name)}>{_element(term)}</binding>"
                for name, term in zip(answer.columns, row, strict=True)
                if term is not None
            )
            for row in answer.rows
        )
        body = f"<results>{''.join(f'<result>{row}</result>' for row in rows)}</results>"
    return (
        f'<?xml version="1.0"?>\n{note}<sparql xmlns="http://www.w3.org/2005/sparql-results#">'
        f"<head>{head}</head>{body}</sparql>\n"
    )


def _element(term: Term) -> str:
    if isinstance(term, Iri):
        return f"<uri>{escape(term)}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{escape(term)}</bnode>"
    if term.language:
        return f"<literal xml:lang={quoteattr(term.language)}>{escape(term)}</literal>"
    datatype = f" datatype={quoteattr(term.datatype)}" if term.datatype not in {"", _STRING} else ""
    return f"<literal{datatype}>{escape(term)}</literal>"


def _ntriples(term: Term | None) -> str:
    return "" if term is None else str(to_ox(term))


_WRITERS: Final[dict[str, Callable[[Answer], str]]] = {
    "table": _table,
    "csv": _csv,
    "tsv": _tsv,
    "json": _json,
    "xml": _xml,
}
