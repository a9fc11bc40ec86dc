"""What the screens are told: stories, the two clocks, how a picture grows, links in both directions."""

from datetime import date

import pytest
from rdflib import Graph

from graph.dataset import ROOT, Dataset
from graph.errors import UnknownName
from graph.model import Clock, Iri, Said
from graph.namespaces import ID, local_id
from graph.views import articles, details, links, picture, statements, stories, things

CROSSING = Iri(f"{ID}spin-boldak-chaman-crossing")
SPIN = Iri(f"{ID}article-spin-boldak")
ISLAM = Iri(f"{ID}article-islam-qala")
STAR = b"<http://x/hub> <http://x/p> %s ."


def iri(name):
    return Iri(f"{ID}{name}")


def names(iris):
    return [local_id(each) for each in iris]


def spin(*numbers):
    return {f"article-spin-boldak-s{number:02}" for number in numbers}


@pytest.fixture(scope="module")
def found(dataset):
    return stories.stories(dataset)


@pytest.fixture
def star(sandbox):
    """A thing with 400 neighbours, in data of another vocabulary."""
    dataset = Dataset.open("memory:", sandbox=sandbox)
    rays = ", ".join(f"<http://x/ray-{number}>" for number in range(400))
    dataset.load(dataset.admit("star.ttl", STAR % rays.encode()))
    return dataset


# -------------------------------------------------------------------- stories
def test_three_stories_ask_questions_of_the_data(found):
    assert [(story.question, local_id(story.focus)) for story in found] == [
        ("Who holds the Spin Boldak crossing? Accounts differ.", "spin-boldak-chaman-crossing"),
        ("What binds Russia and Tajikistan?", "csto"),
        ("What is said of Quetta, and who knows it?", "quetta"),
    ]


def test_first_story_shows_every_voice_on_the_crossing(found, dataset):
    drawn = picture.picture(dataset, found[0].shown)
    voices = {(local_id(s.speaker.iri), s.act, s.polarity) for s in drawn.statements.values()}
    assert voices >= {
        ("taliban", "say:claim", "say:positive"),
        ("afghan-government", "say:deny", "say:negative"),
        ("afghan-interior-ministry", "say:claim", "say:positive"),
        ("anon-pakistani-security-official", "say:report", "say:positive"),
    }
    assert {s.speaker.iri for s in drawn.statements.values()} <= {thing.iri for thing in drawn.things}


def test_each_story_is_small_enough_to_read_and_hangs_together(found, dataset):
    for story in found:
        drawn = picture.picture(dataset, story.shown)
        assert 10 <= len(drawn.things) <= 25
        assert drawn.things[0].iri == story.focus
        linked = {end for link in drawn.links for end in (link.source, link.target)}
        assert {thing.iri for thing in drawn.things} <= linked


def test_second_story_shows_the_alliance_the_promise_and_the_order(found, dataset):
    acts = {s.act for s in picture.picture(dataset, found[1].shown).statements.values()}
    assert acts == {"say:narrate", "say:promise", "say:order"}


def test_third_story_shows_hearsay_as_hearsay(found, dataset):
    cards = picture.picture(dataset, found[2].shown).statements.values()
    assert {card.basis for card in cards if card.act == "say:report"} == {"say:hearsay"}


def test_dataset_without_disputes_has_no_stories(tmp_path, sandbox):
    (tmp_path / "seeds").mkdir()
    (tmp_path / "ontology").symlink_to(ROOT / "ontology")
    assert stories.stories(Dataset.open("memory:", root=tmp_path, sandbox=sandbox)) == []


# ---------------------------------------------------------------------- clock
def seen(dataset, story, **clock):
    drawn = picture.picture(dataset, story.shown, Clock(**clock))
    return set(names(drawn.statements)), drawn.hidden


def test_the_day_before_nothing_of_the_crossing_was_known(found, dataset):
    cards, _ = seen(dataset, found[0])
    assert seen(dataset, found[0], known=date(2021, 7, 14)) == (cards, 0)
    assert seen(dataset, found[0], known=date(2021, 7, 13)) == (set(), len(cards))


def test_what_is_undated_is_known_from_the_day_its_article_speaks(found, dataset):
    undated = iri("article-islam-qala-s30")
    assert statements.statement(dataset, undated).said == Said(None, None, "say:undated")
    for day, known in [(8, False), (9, True)]:
        assert ("article-islam-qala-s30" in seen(dataset, found[1], known=date(2021, 7, day))[0]) is known


def test_what_was_said_between_two_days_is_known_by_the_later(dataset):
    biden = iri("article-islam-qala-s34")
    assert statements.statement(dataset, biden).said.text == "between 8 July 2021 and 9 July 2021"
    assert picture.picture(dataset, [biden], Clock(known=date(2021, 7, 8))).hidden == 1
    assert picture.picture(dataset, [biden], Clock(known=date(2021, 7, 9))).hidden == 0


def test_second_clock_keeps_what_holds_on_a_day(found, dataset):
    cards, _ = seen(dataset, found[0])
    assert seen(dataset, found[0], on=date(2021, 7, 14))[0] == cards
    assert seen(dataset, found[0], on=date(2021, 7, 13))[0] == set()
    ended = iri("article-islam-qala-s56")  # the overthrow of 2001
    assert picture.picture(dataset, [ended], Clock(on=date(2001, 9, 30))).hidden == 1


def test_neighbours_obey_the_clock(dataset):
    early = picture.neighbours(dataset, CROSSING, Clock(known=date(2021, 7, 13)))
    assert not {name for name in names(early) if "-s" in name} & spin(*range(1, 33))
    assert "wesh" in names(early)
    assert set(names(picture.neighbours(dataset, CROSSING))) >= spin(1, 3, 4, 7, 13, 15)


# ----------------------------------------------------------------------- grow
def test_growing_adds_at_most_twelve_and_tells_how_many_remain(dataset):
    everything = picture.neighbours(dataset, iri("taliban"))
    assert len(everything) > 12
    shown, rest = [iri("taliban")], everything
    while rest:
        new, remain = picture.grow(shown, everything)
        assert new == rest[:12]
        rest = rest[12:]
        assert remain == len(rest)
        shown += new
    assert picture.grow(shown, everything) == ([], 0)


def test_growing_stops_at_three_hundred(star):
    hub = Iri("http://x/hub")
    rays = picture.neighbours(star, hub)
    new, remain = picture.grow([hub, *rays[:294]], rays)
    assert (len(new), remain) == (5, 101)
    assert picture.grow([hub, *rays[:299]], rays) == ([], 101)


def test_picture_keeps_the_order_and_draws_each_once(dataset):
    drawn = picture.picture(dataset, [CROSSING, iri("taliban"), CROSSING])
    assert names(thing.iri for thing in drawn.things) == ["spin-boldak-chaman-crossing", "taliban"]


def test_turtle_of_a_picture_holds_the_drawn_and_their_evidence(found, dataset):
    written = Graph().parse(data=picture.turtle(dataset, found[0].shown), format="turtle")
    subjects = {str(subject) for subject in written.subjects()}
    assert set(found[0].shown) <= subjects
    assert str(iri("article-spin-boldak-p01")) in subjects
    assert any(subject.endswith("-selector") for subject in subjects)
    query = picture.drawn_query(dataset, found[0].shown)
    assert len(dataset.answer(query.text).triples) == len(written)


# ---------------------------------------------------------------------- links
def test_links_read_in_both_directions(dataset):
    def reading(one, other):
        return {
            (link.phrase if link.source == one else link.inverse, link.kind, link.source)
            for link in links.links_of(dataset, one)
            if other in (link.source, link.target)
        }

    for one, other in [
        ("quetta", "balochistan"),
        ("article-spin-boldak-s04", "afghan-government"),
        ("tajikistan", "csto"),
    ]:
        there, back = reading(iri(one), iri(other)), reading(iri(other), iri(one))
        assert {(kind, source) for _, kind, source in there} == {(kind, source) for _, kind, source in back} != set()
        assert not {phrase for phrase, _, _ in there} & {phrase for phrase, _, _ in back}


def test_content_of_a_statement_is_folded_into_it(dataset):
    found = links.links_of(dataset, iri("article-spin-boldak-s04"))
    assert {(link.kind, local_id(link.target)) for link in found if link.via == iri("article-spin-boldak-p01")} >= {
        ("say:agent", "taliban"),
        ("say:place", "spin-boldak-chaman-crossing"),
    }
    assert not any("-p0" in end for link in found for end in names((link.source, link.target)))


# --------------------------------------------------------- records and details
def test_statements_come_in_the_order_of_the_text(dataset):
    for article, count in [(ISLAM, 56), (SPIN, 32)]:
        records = statements.in_article(dataset, article)
        starts = [
            min(s.start for s in statements.spans(dataset, r.iri) if s.role == "say:contentSpan") for r in records
        ]
        assert len(records) == count
        assert starts == sorted(starts)


def test_side_is_the_highest_organisation_below_the_state(dataset):
    cards = [s for article in (ISLAM, SPIN) for s in statements.in_article(dataset, article)]
    sides = {local_id(card.speaker.iri): local_id(card.side) for card in cards}
    assert sides["tariq-arian"] == sides["afghan-interior-ministry"] == "afghan-government"
    assert sides["suhail-shaheen"] == sides["taliban"] == "taliban"
    assert sides["maria-zakharova"] == "russian-government"
    assert sides["anon-pakistani-security-official"] == "anon-pakistani-security-official"


def test_what_was_said_comes_oldest_first_and_undated_last(dataset):
    told = statements.among(dataset, statements.said_by(dataset, iri("taliban")))
    days = [record.said.day for record in told.values()]
    dated = [day for day in days if day]
    assert len(dated) > 5
    assert days == sorted(dated) + [None] * (len(days) - len(dated))
    assert None in days


def test_details_of_a_thing_are_never_empty(dataset):
    told = details.thing_details(dataset, iri("tariq-arian"))
    assert (told.thing.label, told.thing.kind_label) == ("Tariq Arian", "person")
    assert {"Tareq Arian", "Tariq Arian"} <= set(told.names)
    assert [(relation.phrase, [other.label for _, other in relation.others]) for relation in told.relations] == [
        ("speaks for", ["Afghan Interior Ministry"])
    ]
    assert len(told.said) == 4


def test_details_of_a_statement_show_evidence_and_verdict(dataset):
    record = statements.statement(dataset, iri("article-islam-qala-s21"))
    told = details.statement_details(dataset, record)
    assert {span.role for span in told.spans} >= {"say:contentSpan"}
    assert told.assessments == ("unverified, says Le Monde",)
    assert {"Taliban", "Afghanistan"} <= {thing.label for relation in told.about for _, thing in relation.others}


def test_articles_and_stats_agree(dataset):
    listed = articles.articles(dataset)
    counted = articles.stats(dataset)
    assert [(local_id(a.iri), a.statements, a.published) for a in listed] == [
        ("article-islam-qala", 56, date(2021, 7, 25)),
        ("article-spin-boldak", 32, date(2021, 7, 25)),
    ]
    assert counted.statements == sum(article.statements for article in listed)
    assert (counted.first, counted.last) == (date(2021, 7, 8), date(2021, 7, 14))


def test_resource_without_a_name_is_called_by_its_iri(star):
    unnamed = things.thing(star, Iri("http://x/ray-7"))
    assert (unnamed.label, unnamed.kind) == ("http://x/ray-7", "")
    with pytest.raises(UnknownName, match="There is no statement 'taliban' here"):
        statements.statement(star, iri("taliban"))


def test_what_stands_beside_a_disagreement_is_none(dataset):
    """A concession is told, and so are figures of other days; neither is counted as disagreeing."""
    told = [details.statement_details(dataset, record) for record in statements.in_article(dataset, ISLAM)]
    beside = {kind for each in told for kind, _ in each.beside}
    assert beside == {"concession", "figures cannot be compared"}
    assert not {kind for each in told for kind, _ in each.disagreeing} & {"concession", "figures cannot be compared"}
    conceded = next(each.statement.iri for each in told if each.beside and not each.disagreeing)
    assert conceded not in details.disagreeing_with(dataset, [conceded])
