"""Eighteen kinds of question: how Sayso answers each, and as what SPARQL another engine is asked it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from news import ID

from graph.dataset import Dataset
from graph.model import Iri, Literal, Term
from graph.namespaces import PREFIXES
from graph.queries import with_terms
from graph.views import disputes

GROUP, VILLAGE, ARTICLE = (Iri(ID + name) for name in ("group-3", "village-3", "article-3"))
STATEMENT = Iri(ID + "article-3-s05")
DAY = date(2040, 1, 20)
MOMENT = Literal(f"{DAY}T00:00:00Z", PREFIXES["xsd"] + "dateTime")
ANY = Literal("9999-12-30T00:00:00Z", PREFIXES["xsd"] + "dateTime")
LABEL = f"<{PREFIXES['rdfs']}label>"
HOP = f"SELECT ?p ?o ?label WHERE {{ <{GROUP}> ?p ?o OPTIONAL {{ ?o {LABEL} ?label }} }}"
TEXT = f'SELECT ?thing WHERE {{ ?thing {LABEL} ?label FILTER(CONTAINS(LCASE(?label), "speaker of group 3")) }} LIMIT 12'
CONSTRUCT = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{ARTICLE}> {{ ?s ?p ?o }} }}"


@dataclass(frozen=True)
class Question:
    """A question: SPARQL for any engine, and what Sayso does for it; `ready` where it has the answer kept."""

    name: str
    text: str
    ours: Callable[[], object]
    ready: bool = False


def questions(data: Dataset) -> list[Question]:
    """The questions, as they are put to some data."""

    def house(name: str, query: str, **values: Term) -> Question:
        text = with_terms(data.queries[query], values).text
        return Question(name, text, lambda: data.select(query, **values))

    def kept(name: str, query: str, ours: Callable[[], object], **values: Term) -> Question:
        return Question(name, with_terms(data.queries[query], values).text, ours, ready=True)

    return [
        house("what a thing is called", "thing", thing=GROUP),
        Question("one hop with labels", HOP, lambda: data.answer(HOP)),
        house("links of a thing, both ways", "links", thing=GROUP),
        house("said by", "said_by", actor=GROUP),
        house("said of", "said_of", thing=VILLAGE),
        house("a statement's card", "statement", statement=STATEMENT),
        house("its evidence", "evidence", node=STATEMENT),
        house("who disagrees with it", "disagreements_of", statement=STATEMENT),
        house("the chain to the page", "chain", statement=STATEMENT),
        house("an article's statements", "article_statements", article=ARTICLE),
        kept("matters in dispute", "matters", lambda: data.select("matter_list"), known=ANY, on=ANY),
        house("matters, as known by a day", "matters", known=MOMENT, on=ANY),
        kept(
            "who holds a place on a day", "who_controls", lambda: disputes.holdings(data, VILLAGE, DAY),
            party=GROUP, place=VILLAGE, day=MOMENT,
        ),
        house("what a place lies in (path)", "where_is", place=VILLAGE),
        kept("counts by class", "classes_used", lambda: data.select("class_counts")),
        kept("counts by property", "properties_used", lambda: data.select("property_counts")),
        Question("full text", TEXT, lambda: data.find("speaker of group 3"), ready=True),
        Question("construct of an article", CONSTRUCT, lambda: data.answer(CONSTRUCT)),
    ]  # fmt: skip
