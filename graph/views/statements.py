"""Statements as records, one by one and in lists."""

from collections.abc import Iterable, Mapping
from datetime import date

from graph.dataset import Dataset
from graph.errors import UnknownName
from graph.model import Iri, Row, Said, Span, Statement, Term, Thing, number_in, resource
from graph.namespaces import SAY, compress, local_id
from graph.views.clock import day_of
from graph.views.things import named, rows_of


def statement(dataset: Dataset, iri: Iri) -> Statement:
    """Everything a card or list line of a statement shows; raises UnknownName when it is no statement.

    Where it has no speaker, content or article it stands for these itself: a page must not break on broken data.
    """
    return statements(dataset, [iri])[iri]


def statements(dataset: Dataset, iris: Iterable[Iri]) -> dict[Iri, Statement]:
    """Several statements, looked up together; raises UnknownName as above."""
    wanted = dict.fromkeys(iris)
    found = among(dataset, wanted)
    missing = next((iri for iri in wanted if iri not in found), None)
    if missing is not None:
        raise UnknownName(f"There is no statement {local_id(missing)!r} here.")
    return found


def among(dataset: Dataset, iris: Iterable[Iri]) -> dict[Iri, Statement]:
    """Those of some resources that are statements."""
    rows = rows_of(dataset, "statement", "statement", iris)
    rows |= rows_of(dataset, "statement_in_part", "statement", [iri for iri, found in rows.items() if not found])
    rows = {iri: found for iri, found in rows.items() if found}
    ends = ("speaker", "onBehalfOf", "addressee", "content")
    who = {resource(row[end]) for found in rows.values() for row in found for end in ends if row[end]}
    names = named(dataset, [*who, *rows])
    return {iri: _statement(dataset, iri, found, names) for iri, found in rows.items()}


def _statement(dataset: Dataset, iri: Iri, rows: list[Row], names: Mapping[Iri, Thing]) -> Statement:
    row = rows[0]

    def name(term: Term | None) -> Thing | None:
        return names[resource(term)] if term else None

    return Statement(
        iri=iri,
        label=str(row["label"] or compress(iri)),
        speaker=name(row["speaker"]) or Thing(iri, "Speaker not given", "", ""),
        on_behalf_of=name(row["onBehalfOf"]),
        addressee=name(row["addressee"]),
        act=_curie(row["act"]),
        verb=str(row["verb"] or _curie(row["act"]).rpartition(":")[2] or "says"),
        glyph=str(row["glyph"] or "“"),
        polarity=_curie(row["polarity"]),
        certainty=_curie(row["certainty"]),
        basis=_curie(row["basis"]),
        said=Said(day_of(row["statedOn"]), day_of(row["statedAfter"]), _curie(row["dateBasis"])),
        article=resource(row["article"] or iri),
        side=min(dataset.facts.tops(resource(row["onBehalfOf"] or row["speaker"] or iri))),
        quotation=str(row["quotation"] or ""),
        contents=tuple(names[resource(each)] for each in dict.fromkeys(r["content"] for r in rows) if each),
    )


def _curie(term: Term | None) -> str:
    return compress(str(term)) if term else ""


def is_statement(dataset: Dataset, iri: Iri) -> bool:
    """Whether the resource is a statement."""
    return any(row["kind"] == SAY.Statement.toPython() for row in dataset.select("thing", thing=iri))


def in_article(dataset: Dataset, article: Iri) -> list[Statement]:
    """The statements of an article, in the order of its text."""
    rows = dataset.select("article_statements", article=article)
    return list(among(dataset, (resource(row["statement"]) for row in rows)).values())


def said_by(dataset: Dataset, actor: Iri) -> list[Iri]:
    """What somebody said or had said for them, oldest first, undated last."""
    return _oldest_first(dataset.select("said_by", actor=actor))


def said_of(dataset: Dataset, subject: Iri) -> list[Iri]:
    """What is said of something, oldest first, undated last."""
    return _oldest_first(dataset.select("said_of", thing=subject))


def spans(dataset: Dataset, node: Iri) -> list[Span]:
    """The characters a statement, proposition, mention or source was read from."""
    return [span for row in dataset.select("evidence", node=node) if (span := span_of(row)) is not None]


def span_of(row: Row) -> Span | None:
    """A span from a row that has its columns; None for one without a place in its text, as broken data may have it."""
    start, end = number_in(row["start"]), number_in(row["end"])
    if start is None or end is None:
        return None
    return Span(
        iri=Iri(str(row["span"])),
        role=compress(str(row["role"])) if row.get("role") else "",
        article=Iri(str(row["article"])),
        start=int(start),
        end=int(end),
        sha256=str(row["sha256"]),
        normal_sha256=str(row["normalSha256"] or ""),
        words=int(number_in(row["wordCount"]) or 0),
    )


def days(dataset: Dataset, query: str) -> list[date]:
    """The days that a query of days gives, in order."""
    return [day for row in dataset.select(query) if (day := day_of(row["day"])) is not None]


def _oldest_first(rows: Iterable[Row]) -> list[Iri]:
    ordered = sorted(rows, key=lambda row: (str(row["statedOn"] or "9999"), str(row["statement"])))
    return list(dict.fromkeys(resource(row["statement"]) for row in ordered))
