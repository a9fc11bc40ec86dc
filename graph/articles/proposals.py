"""From an article to proposals: statements with their voices, days and propositions, for a reviewer to decide on.

A proposal's id comes from the article's digest, its spans and its rule, so that reading an article again gives the
same ids and a reviewer's decisions hold. Nothing of the article's text is kept but names and short quoted speech.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from graph.articles.actors import Voice, voices
from graph.articles.attribution import attributions
from graph.articles.days import Days, read_days, said_on
from graph.articles.events import MARKS, Happening, happenings
from graph.articles.mentions import Entity, Mention, Named, read_mentions
from graph.articles.precision import precision
from graph.articles.reports import Attribution, Place
from graph.articles.text import Article

VERSION: Final = "1"
QUOTED: Final = 160
_QUOTE: Final = re.compile(r"[“”„‟«\"″](?P<said>[^“”„‟«»\"″]{3,}?)\s?[“”„‟»\"″]")
_AGENCY: Final = re.compile(r"\b(?:AFP|Reuters|AP|dpa|EFE|ANSA|Xinhua|TASS|Kyodo|Interfax|UPI|PTI)\b")
_HEARSAY: Final = frozenset(["is said to", "was called", "was praised by"])
_POSSIBLE: Final = re.compile(r"\b(?:may|might|could|possibly|perhaps)\b", re.I)
_PROBABLE: Final = re.compile(r"\b(?:probably|likely|apparently|presumably)\b", re.I)
_WITNESSES: Final = re.compile(
    r"\b(?:witness(?:es)?|residents?|neighbou?rs?|survivors?|bystanders?|onlookers?)\b", re.I
)
_UNDERTAKEN: Final = frozenset(["order", "promise", "call", "welcome"])
_NARRATORS: Final = frozenset(["i", "we", "you", "my", "our", "your"])


@dataclass(frozen=True, slots=True)
class Proposition:
    """What was said: a class of the vocabulary, slots as entity ids, figures as lexical forms, and its evidence."""

    id: str
    kind: str
    evidence: Place
    slots: tuple[tuple[str, str], ...] = ()
    figures: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A proposed statement: where it stands, what it says of itself, and by which rule, how surely, it was found."""

    id: str
    rule: str
    confidence: float | None
    source: tuple[Place, ...]
    cue: tuple[Place, ...]
    content: tuple[Place, ...]
    speaker: str
    voice: str
    behalf: str | None
    hearer: str | None
    act: str
    polarity: str
    certainty: str
    basis: str
    said: date | None
    said_after: date | None
    date_basis: str
    quotation: str
    propositions: tuple[str, ...]
    responds_to: str | None = None
    nested_in: str | None = None


@dataclass(frozen=True, slots=True)
class Proposals:
    """All that was read from one article."""

    article: Article
    statements: tuple[Statement, ...]
    propositions: dict[str, Proposition]
    named: Named
    days: Days
    read_by: str = ""
    """The reader beside the rules that has read all of the text, a language model say; "" if there was none."""

    @property
    def id(self) -> str:
        """The article's local name, after its digest."""
        return f"article-{self.article.digest[:16]}"

    @property
    def agency(self) -> str:
        """The news agency that a line around the article credits, or ""."""
        for paragraph in self.article.paragraphs:
            line = self.article.text[paragraph.start : paragraph.end]
            if not paragraph.told and (match := _AGENCY.search(line)):
                return match[0]
        return ""


def propose(article: Article) -> Proposals:
    """Read an article by rules; the same text gives the same proposals."""
    reports = _reports(article)
    days = read_days(article)
    heard, named = _heard(article, reports)
    statements: list[Statement] = []
    propositions: dict[str, Proposition] = {}
    for report, voice in zip(reports, heard, strict=True):
        said = _contents(article, report, voice, named)
        answered = statements[-1] if report.rule == "which source denied" and statements else None
        statement, contents = _statement(article, report, voice, said, days=days, answered=answered)
        statements.append(statement)
        propositions |= {content.id: content for content in contents}
    return Proposals(article, tuple(_nest(statements, reports)), propositions, named, days)


def widen(proposals: Proposals, reports: Iterable[Attribution], read_by: str = "") -> tuple[Proposals, int]:
    """The proposals with what another reader reports, and how many of its reports were there already.

    What the rules proposed stays as it was to the letter: a name that only the other reader takes for a speaker must
    not change whom the rules mean by "he".
    """
    article, own = proposals.article, _reports(proposals.article)
    new: list[Attribution] = []
    same = 0
    for report in reports:
        if any(_same(report, other) for other in (*own, *new)):
            same += 1
        elif not _narrators(article, report):
            new.append(report)
    every = sorted([*own, *new], key=lambda report: (report.cue, report.nested))
    heard, named = _heard(article, every)
    statements = list(proposals.statements)
    propositions = dict(proposals.propositions)
    for report, voice in zip(every, heard, strict=True):
        if report in new:
            said = _contents(article, report, voice, named)
            statement, contents = _statement(article, report, voice, said, days=proposals.days, answered=None)
            statements.append(replace(statement, confidence=None))
            propositions = {content.id: content for content in contents} | propositions
    added = [_within(each, statements) for each in statements[len(proposals.statements) :]]
    places = {(mention.start, mention.end) for mention in proposals.named.mentions}
    more = [mention for mention in named.mentions if (mention.start, mention.end) not in places]
    mentions = tuple(sorted([*proposals.named.mentions, *more], key=lambda m: (m.start, m.end, m.entity)))
    merged = replace(proposals.named, entities=named.entities | proposals.named.entities, mentions=mentions)
    everything = sorted([*proposals.statements, *added], key=lambda statement: statement.cue)
    result = Proposals(article, tuple(everything), propositions, merged, proposals.days, read_by)
    return result, same


def _reports(article: Article) -> list[Attribution]:
    return [report for report in attributions(article) if not _narrators(article, report)]


def _heard(article: Article, reports: Sequence[Attribution]) -> tuple[list[Voice], Named]:
    """The voice of each report, each with a speaker, and all that is named."""
    heard, named = voices(article, reports, read_mentions(article))
    return heard, _with_unnamed(article, reports, heard, named)


def _same(one: Attribution, other: Attribution) -> bool:
    """Whether two readers mean one report: their cues overlap, or one source says nearly the same words."""
    if _overlap(one.cue, other.cue):
        return True
    shared = _overlap(one.content, other.content)
    longer = max(sum(b - a for a, b in each.content) for each in (one, other))
    return shared >= 0.8 * longer and bool(_overlap(one.source, other.source) or not (one.source or other.source))


def _overlap(some: Iterable[Place], others: Sequence[Place]) -> int:
    """How many characters two lists of places share."""
    return sum(max(min(b, d) - max(a, c), 0) for a, b in some for c, d in others)


def _within(statement: Statement, every: Iterable[Statement]) -> Statement:
    """The statement tied to the smallest content of another one that holds it whole."""
    first = min(a for a, _ in (*statement.cue, *statement.content))
    last = max(b for _, b in (*statement.cue, *statement.content))
    around = [
        (b - a, other.id)
        for other in every
        for a, b in other.content
        if a <= first and last <= b and last - first < b - a and other.id != statement.id
    ]
    return replace(statement, nested_in=min(around)[1]) if around else statement


def _narrators(article: Article, report: Attribution) -> bool:
    """Whether the writer or the reader is the source: that is the article's own voice, no report."""
    return any(article.text[start:end].lower() in _NARRATORS for start, end in report.source)


def _with_unnamed(article: Article, reports: Sequence[Attribution], heard: list[Voice], named: Named) -> Named:
    """A report without a source gets one that is not named, so that it never looks like the article's own voice."""
    entities = dict(named.entities)
    for index, voice in enumerate(heard):
        if voice.speaker is None:
            start = reports[index].cue[0][0]
            identifier = f"article-{article.digest[:16]}-source-{start}"
            entities[identifier] = Entity(identifier, "Source that is not named", "UnnamedSource")
            heard[index] = replace(voice, speaker=identifier)
    return replace(named, entities=entities)


def _contents(article: Article, report: Attribution, voice: Voice, named: Named) -> tuple[list[Proposition], bool]:
    """The propositions of a report, and whether it says that they are not so."""
    who = voice.behalf or voice.speaker  # "our fighters" are those of a group, never a person's own
    if who is not None and named.entities[who].kind in {"Person", "UnnamedSource", "Actor"}:
        who = None
    happened = happenings(article.lower, report.content, named.mentions, named.entities, who)
    denies = report.act == "deny" or (bool(happened) and all(each.negated for each in happened))
    # Under one polarity only what shares it can stand; a denied negation is left to the reviewer.
    fitting = [each for each in happened if each.negated == (denies and report.act != "deny")]
    once = {(each.kind, each.slots, each.figures): each for each in fitting}
    return _propositions(article, report, once.values()), denies


def _statement(
    article: Article,
    report: Attribution,
    voice: Voice,
    said: tuple[list[Proposition], bool],
    *,
    days: Days,
    answered: Statement | None,
) -> tuple[Statement, list[Proposition]]:
    """The statement of a report; one that answers another in the same sentence has the content of that one."""
    assert voice.speaker is not None
    contents, denies = ([], report.act == "deny") if answered else said
    words = " ".join(article.text[a:b] for a, b in report.content)
    day, basis = said_on(days, report.sentence, report.content)
    polarity = "negative" if denies else "positive"
    statement = Statement(
        id=_identifier(article, "s", (*report.source, *report.cue, *report.content), report.rule),
        rule=report.rule,
        confidence=precision(report.rule),
        source=report.source,
        cue=report.cue,
        content=answered.content if answered else report.content,
        speaker=voice.speaker,
        voice=voice.how,
        behalf=voice.behalf,
        hearer=voice.hearer,
        act="claim" if report.negated and report.act == "deny" else report.act,  # "did not deny" is no denial
        polarity="unspecifiedPolarity" if report.negated else polarity,
        certainty=_certainty(report, words),
        basis=_basis(article, report, voice, contents),
        said=day.last if day else None,
        said_after=day.first if day and day.first != day.last else None,
        date_basis=basis,
        quotation=_quotation(article.text, report.content),
        propositions=answered.propositions if answered else tuple(each.id for each in contents),
        responds_to=answered.id if answered else None,
    )
    return _dated(statement, contents)


def _dated(statement: Statement, contents: list[Proposition]) -> tuple[Statement, list[Proposition]]:
    """Taking and holding need the day by which they had begun: that on which it was said, or none is proposed."""
    done = []
    for content in contents:
        if content.kind in {"Control", "Capture", "AttackRepelled", "RetakeAttempt"}:
            if statement.said is None:
                content = replace(content, kind="Proposition", figures=())  # noqa: PLW2901
            else:
                content = replace(content, figures=(*content.figures, ("begunBy", statement.said.isoformat())))  # noqa: PLW2901
        done.append(content)
    return statement, done


def _propositions(article: Article, report: Attribution, found: Iterable[Happening]) -> list[Proposition]:
    contents = [
        Proposition(
            _identifier(article, "p", (each.place,), f"{each.kind}{each.slots}"),
            each.kind,
            each.place,
            each.slots,
            each.figures,
        )
        for each in found
    ]
    if contents:
        return contents
    start, end = report.content[0][0], report.content[-1][1]
    return [Proposition(_identifier(article, "p", report.content, "plain"), "Proposition", (start, end))]


def _identifier(article: Article, letter: str, places: Iterable[Place], rule: str) -> str:
    name = f"{article.digest} {sorted(places)} {rule}"
    return f"article-{article.digest[:16]}-{letter}{hashlib.sha256(name.encode()).hexdigest()[:12]}"


def _certainty(report: Attribution, words: str) -> str:
    if report.act in _UNDERTAKEN or report.negated:
        return "unspecifiedCertainty"
    unquoted = words
    if _POSSIBLE.search(unquoted) or report.lemma in {"suspect", "fear", "speculate", "suggest"}:
        return "possible"
    if _PROBABLE.search(unquoted) or report.lemma in {
        "expect",
        "believe",
        "think",
        "estimate",
        "predict",
        "anticipate",
    }:
        return "probable"
    return "unspecifiedCertainty" if report.rule in _HEARSAY else "certain"


def _basis(article: Article, report: Attribution, voice: Voice, contents: Iterable[Proposition]) -> str:
    if not report.source or report.rule in _HEARSAY:
        return "hearsay"
    parties = {entity for content in contents for slot, entity in content.slots if slot in {"agent", "opponent"}}
    if {voice.speaker, voice.behalf} & parties:
        return "party"
    if any(_WITNESSES.search(article.text[a:b]) for a, b in report.source):
        return "witness"
    return "unstated"


def _quotation(text: str, content: Iterable[Place]) -> str:
    """The first quoted speech of at most 160 characters; longer speech is cut at none, and left out."""
    for start, end in content:
        for match in _QUOTE.finditer(text, start, end):
            said = match["said"].strip(MARKS)
            if 3 <= len(said) <= QUOTED and " " in said:
                return said
    return ""


def _nest(statements: Sequence[Statement], reports: Sequence[Attribution]) -> list[Statement]:
    """Tie a report inside the content of another one to it."""
    result = []
    for statement, report in zip(statements, reports, strict=True):
        outer = None
        if report.nested:
            outer = next(
                (
                    other.id
                    for other, parent in zip(statements, reports, strict=True)
                    if not parent.nested and any(a <= report.cue[0][0] < b for a, b in parent.content)
                ),
                None,
            )
        result.append(replace(statement, nested_in=outer) if outer else statement)
    return result


def mentions_in(named: Named, places: Iterable[Place]) -> list[Mention]:
    """The mentions inside some places."""
    return [m for start, end in places for m in named.mentions if start <= m.start and m.end <= end]
