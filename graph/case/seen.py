"""What the sections of a case file read, looked up once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.dataset import Dataset
from graph.model import Article, Clock, Iri, Picture, Triple
from graph.texts import Text
from graph.views import articles, details, disputes, drawn


@dataclass(frozen=True)
class Seen:
    """A picture of a dataset by the clock, and the texts whose passages may be shown."""

    dataset: Dataset
    picture: Picture
    clock: Clock
    texts: Sequence[Text]

    @cached_property
    def found(self) -> dict[Iri, details.StatementDetails]:
        """The drawn statements with their evidence and who disagrees."""
        return {iri: details.statement_details(self.dataset, each) for iri, each in self.picture.statements.items()}

    @cached_property
    def placed(self) -> dict[Iri, list[Triple]]:
        """The triples behind the picture, by their named graph."""
        return drawn.placed(self.dataset, [thing.iri for thing in self.picture.things])

    @cached_property
    def articles(self) -> dict[Iri, Article]:
        """The articles that the statements, their evidence, or a drawn thing are from."""
        named = {thing.iri for thing in self.picture.things} | set(self.placed)
        named |= {record.article for record in self.picture.statements.values()}
        named |= {span.article for found in self.found.values() for span in found.spans}
        return {article.iri: article for article in self._all_articles if article.iri in named}

    @property
    def other_articles(self) -> list[Article]:
        """What else the dataset holds."""
        return [article for article in self._all_articles if article.iri not in self.articles]

    @cached_property
    def _all_articles(self) -> list[Article]:
        return articles.articles(self.dataset)

    @cached_property
    def disputes(self) -> list[disputes.Dispute]:
        """The matters on which a drawn statement disagrees with another, by the clock."""
        rows = (row for iri in self.found for row in self.dataset.select("disagreements_of", statement=iri))
        matters = sorted({Iri(str(row["matter"])) for row in rows})
        read = (disputes.dispute(self.dataset, matter, self.clock) for matter in matters)
        return [each for each in read if self.found.keys() & _spoken(each)]


def _spoken(found: disputes.Dispute) -> set[Iri]:
    pairs = (*found.verdicts, *found.concessions, *found.incomparable)
    return {entry.statement.iri for column in found.columns for entry in column.entries} | {
        record.iri for pair in pairs for record in (pair.one, pair.other)
    }
