"""Change one thing that was said and the answers change with it: no answer is a constant.

Each test edits triples of a copy of the dataset and names every row of a query that goes (`-`) and that comes (`+`).
"""

import pytest

from graph.answers import shown
from graph.namespaces import expand
from graph.queries import parse_term
from graph.views.stories import stories

IQ = "id:article-islam-qala-"
SB = "id:article-spin-boldak-"
CROSSING = "id:spin-boldak-chaman-crossing"


def day(text):
    return f'"{text}T00:00:00Z"^^<{expand("xsd:dateTime")}>'


@pytest.fixture
def difference(dataset):
    """Return a function that tells how the rows of a query, in some columns, differ in a copy."""

    def compare(copy, query, columns, **bindings):
        values = {name: parse_term(value) for name, value in bindings.items()}
        before, after = (
            {" | ".join(shown(row[column]) for column in columns.split()) for row in opened.select(query, **values)}
            for opened in (dataset, copy)
        )
        return {f"- {row}" for row in before - after} | {f"+ {row}" for row in after - before}

    return compare


def test_an_unchanged_copy_answers_the_same(edited, difference, dataset):
    copy = edited()
    for query in dataset.queries.values():
        if "question" in query.tags:
            columns = " ".join(dataset.select(query, **{p.name: parse_term(p.example) for p in query.parameters})[0])
            assert difference(copy, query.name, columns, **{p.name: p.example for p in query.parameters}) == set()


# ------------------------------------------------------------ who contradicts whom
def test_denial_turned_into_assent_contradicts_nobody(edited, difference):
    copy = edited(
        (f"{SB}s04", "say:polarity", "say:negative", "say:positive"), (f"{SB}s04", "say:act", "say:deny", "say:claim")
    )
    assert difference(copy, "contradictions", "kind statement1 statement2") == {
        *(f"- denied | {SB}s{claim} | {SB}s04" for claim in ("01", "03", "10", "20")),
        f"- signs only: denied | {SB}s07 | {SB}s04",
    }
    assert difference(copy, "denials", "denial claim") == {f"- {SB}s04 | {SB}s{n}" for n in ("01", "03", "20")}


def test_repelled_attack_turned_into_presence_contradicts_nobody(edited, difference):
    copy = edited((f"{SB}p17", "rdf:type", "say:AttackRepelled", "say:Presence"))
    change = difference(copy, "contradictions", "kind statement1 statement2")
    repelled, claims = ("13", "15"), ("01", "03", "10", "20")
    assert change == {
        *(f"- incompatible event | {SB}s{c} | {SB}s{r}" for c in claims for r in repelled),
        *(f"- rival holders | {SB}s{c} | {SB}s{r}" for c in claims for r in repelled),
        *(f"- rival holders | {SB}s{r} | {SB}s{c}" for c in claims if c != "10" for r in repelled),
        *(
            f"- signs only: {kind} | {SB}s07 | {SB}s{r}"
            for kind in ("incompatible event", "rival holders")
            for r in repelled
        ),
    }


def test_flags_turned_into_capture_are_more_than_a_sign(edited, difference):
    copy = edited((f"{SB}p06", "rdf:type", "say:FlagChange", "say:Capture"))
    change = difference(copy, "contradictions", "kind statement1 statement2")
    assert {row for row in change if row.startswith("-")} == {
        f"- signs only: denied | {SB}s07 | {SB}s04",
        *(
            f"- signs only: {kind} | {SB}s07 | {SB}s{n}"
            for kind in ("incompatible event", "rival holders")
            for n in (13, 15)
        ),
    }
    assert f"+ denied | {SB}s07 | {SB}s04" in change


def test_large_parts_turned_into_all_of_the_country_are_disputed(edited, difference):
    share = f'"0.999"^^<{expand("xsd:decimal")}>'
    copy = edited((f"{SB}p29", "say:shareMax", share, None))
    change = difference(copy, "contradictions", "kind statement1 statement2")
    assert f"+ denied | {SB}s27 | {SB}s04" in change
    assert f"+ rival holders | {SB}s27 | {SB}s13" in change
    assert {row for row in change if f"{SB}s27" not in row} == set()


def test_denial_by_the_claimants_own_side_is_no_dispute(edited, difference):
    copy = edited((f"{SB}s04", "say:speaker", "id:afghan-government", "id:taliban"))
    change = difference(copy, "contradictions", "kind statement1 statement2")
    assert change == {f"- denied | {SB}s{claim} | {SB}s04" for claim in ("01", "03", "10", "20")}


def test_rule_taken_out_of_the_ontology_makes_no_more_denials(edited, difference):
    copy = edited(("say:Capture", "say:denialImpliesNoControlBy", "say:agent", None))
    change = difference(copy, "contradictions", "kind statement1 statement2")
    assert change == {
        *(f"- denied | {SB}s{claim} | {SB}s04" for claim in ("01", "03", "10", "20")),
        f"- signs only: denied | {SB}s07 | {SB}s04",
    }


# ------------------------------------------------------------------- the clocks
def test_claim_made_after_the_day_asked_for_is_not_known_on_it(edited, difference):
    copy = edited((f"{SB}s03", "say:statedOn", day("2021-07-14"), day("2021-07-21")))
    asked = {"party": "id:taliban", "place": CROSSING, "day": "2021-07-20"}
    assert difference(copy, "who_controls", "verdict statement", **asked) == {f"- controls | {SB}s03"}


def test_capture_dated_after_the_day_asked_for_does_not_hold_on_it(edited, difference):
    copy = edited((f"{SB}p01", "say:begunBy", day("2021-07-14"), day("2021-07-21")))
    asked = {"party": "id:taliban", "place": CROSSING, "day": "2021-07-20"}
    change = difference(copy, "who_controls", "verdict statement", **asked)
    assert change == {f"- controls | {SB}s{claim}" for claim in ("01", "03", "20")}


def test_claim_without_a_day_is_known_on_none(edited, difference):
    copy = edited((f"{SB}s13", "say:statedOn", day("2021-07-14"), None))
    asked = {"party": "id:afghan-government", "place": CROSSING, "day": "2021-07-20"}
    change = difference(copy, "who_controls", "holder verdict statement", **asked)
    assert change == {
        f"- id:afghan-security-forces | controls | {SB}s13",
        f"- id:taliban | does not control | {SB}s13",
    }


def test_undated_claim_given_a_day_is_counted_on_it(edited, difference):
    copy = edited((f"{IQ}s30", "say:dateBasis", "say:undated", "say:inferred"))
    assert difference(copy, "lag", "article statedOn dateBasisLabel statements") == {
        "- id:article-islam-qala |  | undated | 6",
        "+ id:article-islam-qala |  | undated | 5",
        "+ id:article-islam-qala |  | inferred | 1",
    }


# ------------------------------------------------- who said it, how, and on what basis
def test_evidence_link_taken_away_leaves_triples_that_rest_on_nothing(edited, difference, dataset):
    (span,) = (row["span"] for row in dataset.select("evidence", node=parse_term(f"{SB}p06")))
    copy = edited((f"{SB}p06", "say:evidence", f"id:{span.rpartition('/')[2]}", None))
    change = difference(copy, "untraced", "subject predicate object")
    assert f"+ {SB}p06 | say:agent | id:taliban" in change
    assert {row.split(" | ")[0] for row in change} == {f"+ {SB}p06"}


def test_order_turned_into_report_is_no_order(edited, difference):
    copy = edited((f"{IQ}s31", "say:act", "say:order", "say:report"))
    change = difference(copy, "orders", "statement verb quantity unit")
    assert change == {f"- {IQ}s31 | orders | 20000 | reservists"}


def test_refusal_turned_into_promise_changes_its_sign(edited, difference):
    copy = edited((f"{IQ}s38", "say:polarity", "say:negative", "say:positive"))
    change = difference(copy, "orders", "statement verb polarityLabel")
    assert change == {f"- {IQ}s38 | promises | negative", f"+ {IQ}s38 | promises | positive"}


def test_hearsay_turned_into_certain_claim_is_no_hearsay(edited, difference):
    copy = edited(
        (f"{SB}s22", "say:basis", "say:hearsay", "say:witness"),
        (f"{SB}s22", "say:certainty", "say:unspecifiedCertainty", "say:certain"),
    )
    assert difference(copy, "hearsay", "statement") == {f"- {SB}s22"}
    change = difference(copy, "said_of_place", "statement basisLabel certaintyLabel", place="id:quetta")
    assert change == {f"- {SB}s22 | hearsay | underspecified", f"+ {SB}s22 | witness | certain"}
    assert [story.name for story in stories(copy)][2] == "Balochistan, Pakistan"  # Quetta is no hearsay any more


def test_promise_without_its_beneficiary_does_not_name_both(edited, difference):
    copy = edited((f"{IQ}p33", "say:beneficiary", "id:tajikistan", None))
    change = difference(copy, "names_both", "statement verb", one="id:russia", other="id:tajikistan")
    assert change == {f"- {IQ}s30 | promises"}


def test_membership_taken_away_leaves_no_shared_alliance(edited, difference):
    copy = edited((f"{IQ}p32", "say:theme", "id:csto", None))
    change = difference(copy, "shared_alliance", "allianceLabel statement", one="id:russia", other="id:tajikistan")
    assert change == {f"- Collective Security Treaty Organization | {IQ}s29"}


def test_verdict_turned_around_is_not_unverified(edited, difference):
    copy = edited((f"{IQ}a01", "say:status", "say:unverified", "say:confirmed"))
    assert difference(copy, "unverified", "statement assessorLabel") == {f"- {IQ}s21 | Le Monde"}


def test_source_with_a_name_is_not_unnamed(edited, difference):
    copy = edited(("id:anon-pakistani-security-official", "rdf:type", "say:UnnamedSource", "say:Person"))
    change = difference(copy, "unnamed_sources", "source statement")
    assert change == {f"- id:anon-pakistani-security-official | {SB}s{n}" for n in ("07", "16", "17")}


def test_what_was_told_to_nobody_was_not_told_to_the_agency(edited, difference):
    copy = edited((f"{SB}s07", "say:addressee", "id:afp", None))
    assert difference(copy, "told_to", "statement", addressee="id:afp") == {f"- {SB}s07"}


def test_length_of_the_border_is_read_from_the_content(edited, difference):
    integer = expand("xsd:integer")
    copy = edited((f"{IQ}p35", "say:quantity", f'"1340"^^<{integer}>', f'"1357"^^<{integer}>'))
    change = difference(copy, "measurements", "statement quantity unit")
    assert change == {f"- {IQ}s32 | 1340 | km", f"+ {IQ}s32 | 1357 | km"}


def test_city_moved_to_another_country_lies_there(edited, difference):
    copy = edited(("id:balochistan", "say:within", "id:pakistan", "id:afghanistan"))
    change = difference(copy, "where_is", "insideLabel steps", place="id:quetta")
    assert change == {"- Pakistan | 2", "+ Afghanistan | 2"}
