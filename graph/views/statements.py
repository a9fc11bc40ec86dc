"""Statements as records, one by one and in lists."""

from datetime import date

from graph.dataset import Dataset
from graph.errors import UnknownName
from graph.model import Iri, Row, Said, Span, Statement
from graph.namespaces import SAY, compress, local_id
from graph.views.clock import day_of
from graph.views.things import thing


def statement(dataset: Dataset, iri: Iri) -> Statement:
    """Everything a card or list line of a statement shows; raises UnknownName when it is no statement."""
    rows = dataset.select("statement", statement=iri)
    if not rows:
        raise UnknownName(f"There is no statement {local_id(iri)!r} here.")
    row = rows[0]
    contents = dict.fromkeys(Iri(str(r["content"])) for r in rows)
    return Statement(
        iri=iri,
        label=str(row["label"] or compress(iri)),
        speaker=thing(dataset, Iri(str(row["speaker"]))),
        on_behalf_of=thing(dataset, Iri(str(row["onBehalfOf"]))) if row["onBehalfOf"] else None,
        addressee=thing(dataset, Iri(str(row["addressee"]))) if row["addressee"] else None,
        act=compress(str(row["act"])),
        verb=str(row["verb"] or compress(str(row["act"])).rpartition(":")[2]),
        glyph=str(row["glyph"] or "“"),
        polarity=compress(str(row["polarity"])),
        certainty=compress(str(row["certainty"])),
        basis=compress(str(row["basis"])),
        said=Said(day_of(row["statedOn"]), day_of(row["statedAfter"]), compress(str(row["dateBasis"]))),
        article=Iri(str(row["article"])),
        side=side(dataset, Iri(str(row["onBehalfOf"] or row["speaker"]))),
        quotation=str(row["quotation"] or ""),
        contents=tuple(thing(dataset, content) for content in contents),
    )


def side(dataset: Dataset, voice: Iri) -> Iri:
    """The highest organisation below the state that a voice belongs to; the voice itself where there is none."""
    rows = dataset.select("side", voice=voice)
    return Iri(str(rows[0]["side"])) if rows else voice


def is_statement(dataset: Dataset, iri: Iri) -> bool:
    """Whether the resource is a statement."""
    return any(row["kind"] == SAY.Statement.toPython() for row in dataset.select("thing", thing=iri))


def in_article(dataset: Dataset, article: Iri) -> list[Statement]:
    """The statements of an article, in the order of its text."""
    return _all(dataset, dataset.select("article_statements", article=article))


def said_by(dataset: Dataset, actor: Iri) -> list[Statement]:
    """What somebody said or had said for them, oldest first, undated last."""
    return _all(dataset, sorted(dataset.select("said_by", actor=actor), key=_oldest_first))


def said_of(dataset: Dataset, subject: Iri) -> list[Statement]:
    """What is said of something, oldest first, undated last."""
    return _all(dataset, sorted(dataset.select("said_of", thing=subject), key=_oldest_first))


def spans(dataset: Dataset, node: Iri) -> list[Span]:
    """The characters a statement, proposition, mention or source was read from."""
    return [
        Span(
            iri=Iri(str(row["span"])),
            role=compress(str(row["role"])),
            article=Iri(str(row["article"])),
            start=int(str(row["start"])),
            end=int(str(row["end"])),
            sha256=str(row["sha256"]),
            normal_sha256=str(row["normalSha256"] or ""),
            words=int(str(row["wordCount"] or 0)),
        )
        for row in dataset.select("evidence", node=node)
    ]


def days(dataset: Dataset, query: str) -> list[date]:
    """The days that a query of days gives, in order."""
    return [day for row in dataset.select(query) if (day := day_of(row["day"])) is not None]


def _oldest_first(row: Row) -> tuple[str, str]:
    return str(row["statedOn"] or "9999"), str(row["statement"])


def _all(dataset: Dataset, rows: list[Row]) -> list[Statement]:
    return [statement(dataset, iri) for iri in dict.fromkeys(Iri(str(row["statement"])) for row in rows)]
