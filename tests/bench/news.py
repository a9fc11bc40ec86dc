"""Invented news in bulk: the same arguments give the same bytes.

    python tests/bench/news.py 20000 -o FOLDER
    python tests/bench/news.py --triples 1000000 -o FOLDER

writes the world and the articles as N-Quads (`part-1.nq`, `part-2.nq`, … each small enough to load) and one more
article, `extra.nq`, that comes a day later and takes up matters that are already there. Every article is a named
graph of 25 statements; every name is invented. The world grows with the news: as many more places and groups as there
are statements, while states, agencies and newspapers stay few, and get more and more links. Memory is bounded: 10
million triples are written article by article.

A statement belongs to a matter: a place that changes hands, a count, a claim that somebody denies, or something that
nobody doubts. A matter lives for a week and its sides take their turns in it, so there are disputes, corrections
after two days, concessions, signs, outlets that repeat an agency, hearsay, orders, promises and nested attributions.
"""

import argparse
import hashlib
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

SAY = "https://w3id.org/sayso/ns#"
ID = "https://w3id.org/sayso/id/bulk-"
RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
DEFINED = "<http://www.w3.org/2000/01/rdf-schema#isDefinedBy>"
ORG = "http://www.w3.org/ns/org#"
OA = "http://www.w3.org/ns/oa#"
SCHEMA = "http://schema.org/"
XSD = "http://www.w3.org/2001/XMLSchema#"

PER_ARTICLE = 25
LIFETIME = 7  # days
FIRST_DAY = date(2040, 1, 1)
PER_DAY = 4  # articles
TRIPLES_A_STATEMENT = 27.8
STATES, PROVINCES, DISTRICTS, VILLAGES = 4, 40, 400, 1556  # 2,000 places at `USUAL` statements
GROUPS, OUTLETS, AGENCIES = 346, 42, 8  # with the four governments 400 sides
USUAL = 20_000
PART_BYTES = 40_000_000


def iri(name: str) -> str:
    return f"<{ID}{name}>"


def say(term: str) -> str:
    return f"<{SAY}{term}>"


def text(value: str) -> str:
    return f'"{value}"@en'


def moment(day: int) -> str:
    return f'"{FIRST_DAY + timedelta(days=day)}T00:00:00Z"^^<{XSD}dateTime>'


def decimal(value: str) -> str:
    return f'"{value}"^^<{XSD}decimal>'


def number(value: int) -> str:
    return f'"{value}"^^<{XSD}integer>'


@dataclass
class Graph:
    """The lines of one named graph."""

    name: str
    lines: list[str] = field(default_factory=list)

    def add(self, subject: str, *pairs: tuple[str, str]) -> None:
        end = f" <{ID}{self.name}> .\n"
        self.lines += [f"{subject} {predicate} {value}{end}" for predicate, value in pairs]


@dataclass
class Content:
    """What can be said: a name, a kind and its slots; written to the graph of the first article that needs it."""

    name: str
    kind: str
    label: str
    slots: list[tuple[str, str]]
    written: bool = False


@dataclass
class Line:
    """One turn of a side in a matter: from which day of the matter, who, how, what."""

    after: int
    speaker: str
    act: str
    polarity: str
    content: Content
    certainty: str = "certain"
    basis: str = "party"
    behalf: str = ""


class World:
    """Places, actors and matters, drawn from one seed."""

    def __init__(self, seed: int, statements: int = USUAL) -> None:
        self.random = random.Random(seed)
        self.scale = statements / USUAL
        self.matters = 0
        self.contents = 0
        self.reference = Graph("reference")
        self.places = self._places()
        self.actors = self._actors()

    def _thing(self, name: str, kind: str, label: str, *pairs: tuple[str, str]) -> None:
        about = (DEFINED, iri("reference"))
        self.reference.add(iri(name), (RDF_TYPE, say(kind)), (LABEL, text(label)), about, *pairs)

    def _places(self) -> list[str]:
        self.reference.add(
            iri("reference"),
            (RDF_TYPE, "<http://purl.org/dc/terms/BibliographicResource>"),
            (LABEL, text("Reference data, in bulk")),
        )
        districts, villages = self._grown(DISTRICTS), self._grown(VILLAGES)
        levels = [("state", "State", STATES), ("province", "Province", self._grown(PROVINCES))]
        levels += [("district", "District", districts), ("village", "Settlement", villages)]
        above: list[str] = []
        for stem, kind, count in levels:
            names = [f"{stem}-{i}" for i in range(count)]
            for i, name in enumerate(names):
                inside = [(say("within"), iri(above[i % len(above)]))] if above else []
                self._thing(name, kind, f"{stem.capitalize()} {i}", *inside)
            above = names
        return [f"village-{i}" for i in range(villages)] + [f"district-{i}" for i in range(districts)]

    def _grown(self, usual: int) -> int:
        return max(STATES, round(usual * self.scale))

    def _actors(self) -> list[str]:
        part_of, member = f"<{ORG}subOrganizationOf>", f"<{ORG}memberOf>"
        tops = [(f"government-{i}", "GovernmentBody", f"Government {i}", f"state-{i}") for i in range(STATES)]
        tops += [
            (f"group-{i}", "ArmedGroup" if i % 3 else "Group", f"Group {i}", "") for i in range(self._grown(GROUPS))
        ]
        for name, kind, label, state in tops:
            self._thing(name, kind, label, *[(part_of, iri(state))] * bool(state))
            self._thing(f"{name}-forces", "GroupOfPeople", f"Forces of {label}", (part_of, iri(name)))
            self._thing(f"{name}-voice", "Person", f"Speaker of {label}", (member, iri(name)))
        for i in range(AGENCIES):
            self._thing(f"agency-{i}", "MediaOrganisation", f"Agency {i}")
        for i in range(OUTLETS):
            self._thing(f"outlet-{i}", "MediaOrganisation", f"Outlet {i}")
        return [name for name, *_ in tops]

    # ---------------------------------------------------------------- matters
    def content(self, kind: str, label: str, *slots: tuple[str, str]) -> Content:
        self.contents += 1
        return Content(f"p{self.contents}", kind, label, [(say(slot), value) for slot, value in slots])

    def matter(self, day: int) -> "Matter":
        """A new matter that begins on a day, with the turns that its sides may take in it."""
        self.matters += 1
        kind = self.random.choices(["control", "figures", "denied", "calm"], [40, 20, 25, 15])[0]
        lines = getattr(self, f"_{kind}")(day)
        return Matter(day, sorted(lines, key=lambda line: line.after))

    def _voice(self, side: str) -> dict[str, str]:
        return {"speaker": f"{side}-voice", "behalf": side}

    def _control(self, day: int) -> list[Line]:
        draw = self.random
        taker, holder, other = draw.sample(self.actors, 3)
        place = draw.choice(self.places)
        taken, held, outlet = iri(taker), iri(holder), f"outlet-{draw.randrange(OUTLETS)}"
        days = [("begunBy", moment(day))] + [("holdsUntil", moment(day + 10))] * draw.randrange(2)
        where = ("place", iri(place))
        by_taker = [("agent", taken), where, *days]
        capture = self.content("Capture", f"{taker} takes {place}", *by_taker, ("opponent", held))
        denied = self.content("Capture", f"{place} is taken by {taker}", *by_taker)
        repelled = self.content(
            "AttackRepelled", f"{holder} holds {place}", ("agent", held), ("opponent", taken), where, *days
        )
        flag = self.content("FlagChange", f"Flag of {taker} over {place}", *by_taker, ("opponent", held))
        seen = self.content("Presence", f"{taker} seen in {place}", ("agent", iri(f"{taker}-forces")), where, *days)
        share = self.content(
            "Control", f"{taker} holds part of {place}", *by_taker,
            ("shareMin", decimal("0.3")), ("shareMax", decimal("0.7")), ("shareOf", say("territory")),
        )  # fmt: skip
        retake = self.content(
            "RetakeAttempt", f"{holder} tries to win {place} back",
            ("agent", held), ("opponent", taken), where, ("beganAfter", moment(day)), ("begunBy", moment(day)),
        )  # fmt: skip
        order = self.content("Directive", f"{holder} is to win {place} back", ("agent", held), where)
        lines = [
            Line(0, act="claim", polarity="positive", content=capture, **self._voice(taker)),
            Line(0, act="deny", polarity="negative", content=denied, **self._voice(holder)),
            Line(0, act="claim", polarity="positive", content=repelled, **self._voice(holder)),
            Line(1, outlet, "narrate", "positive", flag, basis="narrator"),
            Line(1, outlet, "narrate", "positive", seen, basis="narrator"),
            Line(1, act="claim", polarity="positive", content=share, certainty="probable", **self._voice(other)),
            Line(1, act="order", polarity="positive", content=order, certainty="unspecifiedCertainty",
                 **self._voice(holder)),
        ]  # fmt: skip
        if draw.random() < 0.3:
            lines.append(Line(2, act="claim", polarity="positive", content=retake, **self._voice(holder)))
        elif draw.random() < 0.2:
            lines.append(Line(2, act="claim", polarity="negative", content=capture, **self._voice(taker)))
        return lines

    def _figures(self, day: int) -> list[Line]:
        draw = self.random
        sides, place = draw.sample(self.actors, 3), draw.choice(self.places)
        event, unit = iri(f"event-{self.matters}"), draw.choice(["dead", "wounded", "people", "houses"])
        self._thing(f"event-{self.matters}", "Event", f"Event {self.matters}")
        true = draw.randrange(10, 5000)

        def count(quantity: int, when: int) -> Content:
            slots = [("theme", event), ("place", iri(place)), ("quantity", number(quantity)), ("unit", f'"{unit}"')]
            slots += [("begunBy", moment(when)), ("holdsUntil", moment(when)), ("describes", event)]
            slots += [("approximate", f'"true"^^<{XSD}boolean>')] * draw.randrange(2)
            return self.content("Measurement", f"{quantity} {unit} in {place}", *slots)

        said = [count(true, day), count(max(1, int(true * draw.choice([0.3, 0.98, 1.02, 3]))), day)]
        lines = [
            Line(i, act="claim", polarity="positive", content=content, **self._voice(side))
            for i, (side, content) in enumerate(zip(sides, said, strict=False))
        ]
        lines.append(Line(1, act="deny", polarity="negative", content=said[0], **self._voice(sides[2])))
        correction = count(true + 5 + true // 3, day)
        rising = count(true + 9 + true // 2, day + 3)
        lines.append(Line(2, act="claim", polarity="positive", content=correction, **self._voice(sides[0])))
        lines.append(Line(3, act="claim", polarity="positive", content=rising, **self._voice(sides[2])))
        return lines

    def _denied(self, day: int) -> list[Line]:
        draw = self.random
        one, two, three = draw.sample(self.actors, 3)
        place, since = ("place", iri(draw.choice(self.places))), ("begunBy", moment(day))
        plain = self.content("Proposition", f"{one} breaks its word to {two}", ("agent", iri(one)), ("theme", iri(two)))
        help_ = [("agent", iri(two)), ("beneficiary", iri(three)), since]
        both = ("agent", iri(one)), ("agent", iri(two))
        met = self.content("Negotiation", f"{one} and {two} meet", *both, place, since)
        about = draw.choice(
            [
                (plain, plain),
                (met, met),
                (self.content("Support", f"{two} helps {three}", *help_),
                 self.content("Support", f"{three} has help of {two}", *help_)),
                (self.content("Presence", f"{two} is seen", ("agent", iri(two)), place, since),
                 self.content("Presence", f"{two} is there", ("agent", iri(two)), place, since)),
            ]
        )  # fmt: skip
        promise = self.content("Proposition", f"{two} pays {one}", ("agent", iri(two)), ("beneficiary", iri(one)))
        outlet = f"outlet-{draw.randrange(OUTLETS)}"
        return [
            Line(0, act="accuse", polarity="positive", content=about[0], **self._voice(one)),
            Line(0, act="deny", polarity="negative", content=about[1], **self._voice(two)),
            Line(1, outlet, "report", "positive", about[0], "unspecifiedCertainty", "hearsay"),
            Line(1, act="promise", polarity="positive", content=promise, **self._voice(two)),
            Line(2, act="deny", polarity="negative", content=promise, **self._voice(one)),
            Line(2, outlet, "narrate", "positive", about[0], basis="narrator"),
        ]

    def _calm(self, day: int) -> list[Line]:
        draw = self.random
        side, place = draw.choice(self.actors), draw.choice(self.places)
        where = [("agent", iri(side)), ("place", iri(place)), ("begunBy", moment(day))]
        outlets = [f"outlet-{i}" for i in draw.sample(range(OUTLETS), 2)]
        moved = self.content("Movement", f"{side} goes to {place}", *where)
        siege = self.content("Siege", f"{side} surrounds {place}", *where)
        lines = [Line(0, act="announce", polarity="positive", content=moved, **self._voice(side))]
        lines += [Line(i, outlet, "narrate", "positive", siege, basis="narrator") for i, outlet in enumerate(outlets)]
        return lines


@dataclass
class Matter:
    """A matter with the turns that are still to be taken."""

    day: int
    lines: list[Line]


class Press:
    """Writes articles from the matters that are alive on their day."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.alive: list[Matter] = []

    def article(self, index: int, day: int) -> Graph:
        draw, name = self.world.random, f"article-{index}"
        graph = Graph(name)
        publisher, agency = f"outlet-{draw.randrange(OUTLETS)}", f"agency-{draw.randrange(AGENCIES)}"
        wired = draw.random() < 0.7
        graph.add(
            iri(name),
            (RDF_TYPE, say("Article")),
            (LABEL, text(f"News {index}")),
            (f"<{SCHEMA}headline>", text(f"News {index}")),
            (f"<{SCHEMA}datePublished>", moment(day)),
            (f"<{SCHEMA}publisher>", iri(publisher)),
            (DEFINED, iri("reference")),
            *[(f"<{SCHEMA}sourceOrganization>", iri(agency))] * wired,
        )
        digest = hashlib.sha256(name.encode()).hexdigest()
        length = (PER_ARTICLE + 1) * 100
        whole = (say("sha256"), f'"{digest}"'), (say("charLength"), number(length))
        graph.add(iri(f"{name}-text"), (RDF_TYPE, say("TextVersion")), (say("textOf"), iri(name)), *whole)
        self.alive = [m for m in self.alive if m.lines and day - m.day < LIFETIME]
        written, unnamed = 0, False
        while written < PER_ARTICLE:
            line, content_day = self._turn(day)
            speaker, behalf, basis, extra = line.speaker, line.behalf, line.basis, []
            if not behalf:  # the newspaper's own voice
                speaker = publisher
            elif behalf and not unnamed and draw.random() < 0.05:
                speaker, behalf, basis, unnamed = f"{name}-unnamed", "", "unstated", True
                extra = [(say("addressee"), iri(agency))]
            span = self._span(graph, name, written)
            if speaker.endswith("-unnamed"):
                kind, label = (RDF_TYPE, say("UnnamedSource")), (LABEL, text(f"Unnamed source of news {index}"))
                graph.add(iri(speaker), kind, label, (say("evidence"), span))
            self._write(graph, line.content, span)
            written += 1
            told = f"{name}-s{written:02}"
            common = [
                (say("certainty"), say(line.certainty)), (say("basis"), say(basis)),
                (say("statedOn"), moment(content_day)), (say("dateBasis"), say("inferred")),
                (say("reportedIn"), iri(name)), (say("contentSpan"), span),
            ]  # fmt: skip
            graph.add(
                iri(told),
                (RDF_TYPE, say("Statement")),
                (LABEL, text(f"{speaker}: {line.act}, {line.content.label}")),
                (say("speaker"), iri(speaker)),
                *[(say("onBehalfOf"), iri(behalf))] * bool(behalf),
                (say("act"), say(line.act)),
                (say("polarity"), say(line.polarity)),
                (say("content"), iri(line.content.name)),
                *extra,
                *common,
            )
            if behalf and written < PER_ARTICLE and draw.random() < 0.03:  # an agency or a rival says it was said
                outer = agency if draw.random() < 0.5 else draw.choice(self.world.actors)
                written += 1
                common[0], common[1] = (say("certainty"), say("certain")), (say("basis"), say("unstated"))
                graph.add(
                    iri(f"{name}-s{written:02}"),
                    (RDF_TYPE, say("Statement")),
                    (LABEL, text(f"{outer}: what {speaker} said")),
                    (say("speaker"), iri(outer)),
                    (say("act"), say("report")),
                    (say("polarity"), say("positive")),
                    (say("content"), iri(told)),
                    *common,
                )
        return graph

    def _turn(self, day: int) -> tuple[Line, int]:
        """The next turn of a matter that is alive, or of a new one, with the day it is said on."""
        draw = self.world.random
        ready = [m for m in self.alive if m.lines and m.day + m.lines[0].after <= day]
        if len(ready) < 12:
            self.alive.append(self.world.matter(day))
            ready.append(self.alive[-1])
        matter = draw.choice(ready)
        line = matter.lines[0]
        if line.content.written and draw.random() < 0.25:  # said once more, in another article
            return line, day
        matter.lines.pop(0)
        return line, day

    def _write(self, graph: Graph, content: Content, span: str) -> None:
        if not content.written:
            content.written = True
            kind, label = (RDF_TYPE, say(content.kind)), (LABEL, text(content.label.capitalize()))
            graph.add(iri(content.name), kind, label, *content.slots, (say("evidence"), span))

    def _span(self, graph: Graph, name: str, place: int) -> str:
        start, end = 100 * place, 100 * place + 90
        span = f"{name}-{start}-{end}"
        digest = hashlib.sha256(span.encode()).hexdigest()
        graph.add(
            iri(span),
            (RDF_TYPE, say("Span")),
            (f"<{OA}hasSource>", iri(f"{name}-text")),
            (f"<{OA}hasSelector>", iri(f"{span}-selector")),
            (say("sha256"), f'"{digest}"'),
            (say("normalSha256"), f'"{digest}"'),
            (say("wordCount"), number(12)),
        )
        ends = (f"<{OA}start>", number(start)), (f"<{OA}end>", number(end))
        graph.add(iri(f"{span}-selector"), (RDF_TYPE, f"<{OA}TextPositionSelector>"), *ends)
        return iri(span)


def graphs(statements: int = USUAL, seed: int = 3) -> Iterator[Graph]:
    """The reference graph, the articles, and the extra one last; an article has the events that it begins."""
    world = World(seed, statements)
    press = Press(world)
    count = -(-statements // PER_ARTICLE)
    yield world.reference
    for index in range(count + 1):
        world.reference = Graph("reference")
        article = press.article(index, 3 + index // PER_DAY if index < count else 4 + (count - 1) // PER_DAY)
        own = f"{iri(article.name)} .\n"
        article.lines += [line.removesuffix(f"{iri('reference')} .\n") + own for line in world.reference.lines]
        yield article


def write(folder: Path, statements: int = USUAL, seed: int = 3) -> list[Path]:
    """Write the parts and the extra article into a folder; gives back the paths, the extra one last."""
    folder.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    part: list[str] = []
    size = 0

    def put(name: str, blocks: list[str]) -> None:
        paths.append(folder / name)
        paths[-1].write_text("".join(blocks), "utf-8")

    last = ""
    for graph in graphs(statements, seed):
        if size + len(last) > PART_BYTES:
            put(f"part-{len(paths) + 1}.nq", part)
            part, size = [], 0
        part.append(last)
        size += len(last)
        last = "".join(graph.lines)
    put(f"part-{len(paths) + 1}.nq", part)
    put("extra.nq", [last])
    return paths


def statements_for(triples: int) -> int:
    """How many statements make so many triples, to some parts in a hundred."""
    return round(triples / TRIPLES_A_STATEMENT)


def main() -> int:
    """Write the files that the command line asks for."""
    parser = argparse.ArgumentParser(description="Invented news in bulk, as N-Quads.")
    parser.add_argument("statements", nargs="?", type=int, default=USUAL)
    parser.add_argument("--triples", type=int, help="in place of a number of statements")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--seed", type=int, default=3)
    options = parser.parse_args()
    statements = statements_for(options.triples) if options.triples else options.statements
    for path in write(options.output, statements, options.seed):
        sys.stdout.write(f"{path} {path.stat().st_size:,} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
