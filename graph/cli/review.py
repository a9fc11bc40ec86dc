"""Verbs on proposals: proposals, accept, reject, withdraw. Nothing is accepted but what is named here."""

import argparse
import getpass
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from graph import answers, review
from graph.articles import reading
from graph.dataset import Dataset
from graph.errors import InputRefused, SaysoError, UnknownName
from graph.model import Answer, Iri, Literal
from graph.namespaces import iri_of, local_id
from graph.review.described import node, selected
from graph.texts import read_texts


def add(verbs: Any) -> None:
    """Add the verbs to the parser."""
    proposals = verbs.add_parser("proposals", help="articles with proposals, or the proposals of one of them")
    proposals.add_argument("article", nargs="?", metavar="ARTICLE", help="as article-1f0c…")
    proposals.set_defaults(run=_proposals)

    accept = verbs.add_parser("accept", help="take proposals into the graph of their article")
    accept.add_argument("--text", type=Path, metavar="FILE", help="the article, to check every passage against")
    accept.set_defaults(run=_accept)
    reject = verbs.add_parser("reject", help="put proposals aside")
    reject.set_defaults(run=_reject)
    withdraw = verbs.add_parser("withdraw", help="take accepted statements out of the graph; their history stays")
    withdraw.set_defaults(run=_withdraw)
    for verb in (accept, reject, withdraw):
        many = "+" if verb is withdraw else "*"
        verb.add_argument("ids", nargs=many, metavar="ID", help="statements, as `proposals ARTICLE` lists them")
        verb.add_argument(
            "--by", default="", metavar="NAME", help="who decides (default: the name you are logged in by)"
        )
        verb.add_argument("--reason", default="", required=verb is withdraw, help="why, for the record")
    for verb in (accept, reject):
        verb.add_argument(
            "--article", default="", metavar="IRI", help="the article; without an ID all that is open in it"
        )


def _proposals(dataset: Dataset, options: argparse.Namespace) -> int:
    if not options.article:
        found = review.waiting(dataset)
        lines = [(w.article, str(w.open), str(w.accepted), str(w.rejected), w.label) for w in found]
        _print_table(("article", "open", "accepted", "rejected", "label"), lines)
        print(f"sayso: {len(found)} article{'s' * (len(found) != 1)} with proposals", file=sys.stderr)
        return 0
    cards = review.cards(dataset, Iri(iri_of(options.article)))
    _print_table(("statement", "state", "confidence", "speaker", "act", "what"), [_line(card) for card in cards])
    print(f"sayso: {len(cards)} statement{'s' * (len(cards) != 1)}", file=sys.stderr)
    return 0


def _line(card: review.Card) -> tuple[str, ...]:
    what = "; ".join(content.paraphrase for content in card.draft.contents)
    sure = f"{card.confidence:.2f}" if card.confidence is not None else ""
    return card.iri, card.state, sure, card.draft.speaker.label, card.draft.act, what


def _print_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    terms = [tuple(cell if isinstance(cell, Iri) else Literal(cell) for cell in row) for row in rows]
    sys.stdout.write(answers.write(Answer(0.0, columns=tuple(columns), rows=tuple(terms)), "table"))


def _accept(dataset: Dataset, options: argparse.Namespace) -> int:
    def decide(article: Iri, iris: list[Iri]) -> None:
        text = _text(dataset, article, options.text)
        review.accept(dataset, article, iris, by=_by(options), at=_now(), text=text, reason=options.reason)

    return _decided(dataset, options, "accepted", decide)


def _reject(dataset: Dataset, options: argparse.Namespace) -> int:
    def decide(article: Iri, iris: list[Iri]) -> None:
        review.reject(dataset, article, iris, by=_by(options), at=_now(), reason=options.reason)

    return _decided(dataset, options, "rejected", decide)


def _withdraw(dataset: Dataset, options: argparse.Namespace) -> int:
    def decide(article: Iri, iris: list[Iri]) -> None:
        for iri in iris:
            review.withdraw(dataset, article, iri, by=_by(options), at=_now(), reason=options.reason)

    return _decided(dataset, options, "withdrawn", decide)


def _decided(dataset: Dataset, options: argparse.Namespace, done: str, decide: Any) -> int:
    """Decide article by article; one that is refused does not stop the others."""
    failed = 0
    for article, iris in _wanted(dataset, options).items():
        try:
            decide(article, iris)
        except SaysoError as error:
            failed = error.exit_code
            print(f"sayso: {error}", file=sys.stderr)
            continue
        print(f"{local_id(article)}: {len(iris)} statement{'s' * (len(iris) != 1)} {done}")
    return failed


def _wanted(dataset: Dataset, options: argparse.Namespace) -> dict[Iri, list[Iri]]:
    """The statements meant, by article."""
    within = Iri(iri_of(options.article)) if getattr(options, "article", "") else None
    if not options.ids:
        if within is None:
            raise UnknownName("Name statements, or an article with --article. `proposals` lists them.")
        found = [card.iri for card in review.cards(dataset, within) if card.state == review.OPEN]
        if not found:
            raise InputRefused(f"{local_id(within)}: nothing in it is open.")
        return {within: found}
    wanted: dict[Iri, list[Iri]] = {}
    for text in options.ids:
        iri = Iri(iri_of(text))
        article = within or node(dataset.proposals, iri).iri("say:reportedIn")
        article = article or next(iter(selected(dataset, "reviewed_in", "article", statement=iri)), None)
        if article is None:
            raise UnknownName(
                f"There is no proposal {text!r} here. `proposals` lists articles, `proposals ARTICLE` more."
            )
        wanted.setdefault(article, []).append(iri)
    return wanted


def _text(dataset: Dataset, article: Iri, path: Path | None) -> str:
    """The article's text: from the file named, or from `SAYSO_TEXTS` where it is there; else "", checked as read."""
    if path is not None:
        try:
            return reading.read(path.name, path.read_bytes()).text
        except OSError as error:
            raise InputRefused(f"{path}: {error.strerror}. Name the file that the article was read from.") from None
    wanted = {each.text_sha256 for each in review.waiting(dataset) if each.article == article}
    folder = os.environ.get("SAYSO_TEXTS", "")
    texts = read_texts(Path(folder)) if folder else []
    return next((text.body for text in texts if review.digest_of(text.body) in wanted), "")


def _by(options: argparse.Namespace) -> str:
    return options.by or getpass.getuser()


def _now() -> datetime:
    return datetime.now(UTC)
