"""Where the two articles' accounts differ, and that the verdicts follow when one thing said is changed."""

from datetime import date

import pytest

from graph.dataset import Dataset
from graph.model import Clock, Iri
from graph.namespaces import ID, PREFIXES
from graph.views.disputes import dispute, holdings
from graph.views.matters import matters

CROSSING = Iri(f"{ID}spin-boldak-chaman-crossing")
DENIAL = "id:article-spin-boldak-s04"
REPELLED = "id:article-spin-boldak-p17"
AFTER = date(2021, 7, 20)
ANY = Clock()


def kinds(dataset, matter=CROSSING, clock=ANY):
    """Every kind of verdict on a matter, signs told apart."""
    return {verdict.kind for verdict in dispute(dataset, matter, clock).verdicts}


def names(rows):
    return [row.iri.removeprefix(ID) for row in rows]


def verdicts(dataset, place, on=AFTER, known=None):
    return {
        (row.side.label, row.holder.label, row.holds, row.strength)
        for row in holdings(dataset, Iri(ID + place), on, known)
    }


def test_only_the_crossing_is_in_dispute(dataset):
    assert names(matters(dataset, ANY).disputed) == ["spin-boldak-chaman-crossing"]
    assert matters(dataset, ANY).disputed[0].question == "Who holds the Spin Boldak crossing?"


def test_islam_qala_is_conceded_and_denied_by_nobody(dataset):
    assert names(matters(dataset, ANY).conceded) == ["islam-qala"]
    found = dispute(dataset, Iri(f"{ID}islam-qala"), ANY)
    assert found.columns == ()
    assert found.concessions


def test_the_sides_of_the_crossing_stand_in_columns(dataset):
    columns = dispute(dataset, CROSSING, ANY).columns
    assert [(column.side.label, column.position) for column in columns] == [
        ("Taliban", "held by Taliban"),
        ("Pakistani security official (anonymous)", "signs of Taliban"),
        ("Government of Afghanistan", "not held by Taliban; held by Afghan security forces"),
    ]
    stances = {entry.stance for column in columns for entry in column.entries}
    assert stances == {"affirms", "reports signs", "denies", "says otherwise"}


def test_every_kind_of_disagreement_is_there_with_its_rule(dataset):
    found = dispute(dataset, CROSSING, ANY).verdicts
    assert {v.kind for v in found} == {
        "denied",
        "incompatible event",
        "rival holders",
        "signs only: denied",
        "signs only: incompatible event",
        "signs only: rival holders",
    }
    assert all(verdict.rule for verdict in found)


def test_authorities_ministry_and_spokesman_are_one_origin(dataset):
    told = dict(dispute(dataset, CROSSING, ANY).agreement)
    assert told["not held by Taliban"].text == "3 voices, 1 origin"
    assert told["not held by Taliban"].reasons == ("the same side",)


def test_shares_of_different_measures_are_not_compared(dataset):
    rows = dataset.select("incomparable")
    pairs = {tuple(str(row[name]).removeprefix(ID) for name in ("firstStatement", "secondStatement")) for row in rows}
    assert ("article-islam-qala-s10", "article-islam-qala-s21") in pairs


@pytest.mark.parametrize(
    ("place", "on", "expected"),
    [
        ("spin-boldak-chaman-crossing", date(2021, 7, 13), set()),
        ("kandahar-province", AFTER, set()),
        ("afghanistan", AFTER, set()),
        ("wesh", AFTER, {("Taliban", "Taliban", True, "entailed")}),
        (
            "spin-boldak-chaman-crossing",
            AFTER,
            {
                ("Taliban", "Taliban", True, "entailed"),
                ("Government of Afghanistan", "Taliban", False, "entailed"),
                ("Government of Afghanistan", "Afghan security forces", True, "entailed"),
                ("Pakistani security official (anonymous)", "Taliban", True, "signs only"),
            },
        ),
    ],
)
def test_who_holds_what_leaks_neither_upward_nor_from_parts(dataset, place, on, expected):
    assert verdicts(dataset, place, on) == expected


def test_nothing_is_known_the_day_before_it_was_said(dataset):
    assert matters(dataset, Clock(known=date(2021, 7, 13))).total == 0
    assert verdicts(dataset, "spin-boldak-chaman-crossing", AFTER, known=date(2021, 7, 13)) == set()


def test_the_ground_lost_in_2001_disputes_nothing(dataset):
    assert not dataset.select("disagreements_of", statement=Iri(f"{ID}article-islam-qala-s56"))


def test_denial_turned_into_assent_leaves_the_repelled_attack(edited):
    changed = edited(
        (DENIAL, "say:polarity", "say:negative", "say:positive"), (DENIAL, "say:act", "say:deny", "say:claim")
    )
    assert kinds(changed) == {
        "incompatible event",
        "rival holders",
        "signs only: incompatible event",
        "signs only: rival holders",
    } | kinds_of_the_assent(changed)


def kinds_of_the_assent(changed):
    """The authorities then say both; that is no dispute with the Taliban, and none with themselves."""
    rows = changed.select("disagreements_of", statement=Iri(f"{ID}article-spin-boldak-s04"))
    assert all("denied" not in str(row["kind"]) for row in rows)
    return set()


def test_repelled_attack_turned_into_presence_leaves_the_denial(edited):
    changed = edited((REPELLED, "rdf:type", "say:AttackRepelled", "say:Presence"))
    assert kinds(changed) == {"denied", "signs only: denied"}


def test_date_moved_past_the_clock_hides_the_dispute(edited):
    claims = [("id:article-spin-boldak-s04", "say:statedOn", day("2021-07-14"), day("2021-07-16"))]
    changed = edited(*claims)
    before = kinds(changed, clock=Clock(known=date(2021, 7, 15)))
    assert before
    assert "denied" not in before
    assert "denied" in kinds(changed, clock=Clock(known=date(2021, 7, 16)))


def day(text):
    return f'"{text}T00:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>'


@pytest.mark.parametrize(
    ("first", "second", "differs"),
    [("T08:00:00Z", "T18:00:00Z", False), ("T18:00:00Z", "T08:00:00Z", True), ("T00:00:00Z", "T18:00:00Z", True)],
)
def test_a_word_taken_back_at_a_later_hour_disputes_nothing(first, second, differs, sandbox):
    """Of what one side says on one day the last word counts, where hours are given; midnight is a day without one."""
    said = (("s1", "taliban", "positive", first), ("s2", "taliban", "negative", second))
    said += (("s3", "afghan-government", "negative", "T09:00:00Z"),)
    statements = "".join(
        f"""<urn:{name}> a say:Statement ; say:speaker id:{who} ; say:reportedIn <urn:a> ; say:content <urn:c> ;
        say:act say:claim ; say:polarity say:{polarity} ; say:certainty say:certain ; say:basis say:party ;
        say:statedOn "2022-03-02{hour}"^^xsd:dateTime ; say:dateBasis say:explicit .\n"""
        for name, who, polarity, hour in said
    )
    content = "<urn:c> a say:Control ; say:agent id:taliban ; say:place id:quetta ."
    prefixes = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("say", "id", "xsd"))
    dataset = Dataset.open("memory:", sandbox=sandbox)
    dataset.load(dataset.admit("day.ttl", (prefixes + statements + content).encode()))
    assert ("quetta" in names(matters(dataset, ANY).disputed)) == differs
