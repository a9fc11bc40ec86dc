"""Too much to draw: groups with exact counts, opened a few at a time."""

import pytest
from playwright.sync_api import expect
from test_reading import alert, bring_in

PREFIXES = """@prefix id: <https://w3id.org/sayso/id/> . @prefix say: <https://w3id.org/sayso/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix org: <http://www.w3.org/ns/org#> .
"""
PEOPLE = 320
SHOWN = ",".join(f"crowd-{n}" for n in range(PEOPLE))


@pytest.fixture(scope="module")
def crowd():
    """Many people, each a member of one of two groups."""
    groups = [f'id:crew-{n} a say:GroupOfPeople ; rdfs:label "Crew {n}" .' for n in range(2)]
    people = [
        f'id:crowd-{n} a say:Person ; rdfs:label "Rower {n}" ; org:memberOf id:crew-{n % 2} .' for n in range(PEOPLE)
    ]
    return PREFIXES + "\n".join([*groups, *people])


@pytest.fixture
def crowded(visit, own_app, crowd):
    page = visit("/articles", base=own_app)
    bring_in(page, "crowd.ttl", crowd)
    expect(alert(page)).to_contain_text("crowd.ttl")
    return own_app


def test_groups_have_exact_counts_open_and_come_back_by_link(explore, crowded):
    first = explore(f"/?focus=crew-0&show=crew-0,crew-1,{SHOWN},article-spin-boldak-s03", base=crowded)
    expect(first.page.get_by_text(f"{PEOPLE + 3} things are too many to draw one by one")).to_be_visible()
    people = next(name for name, node in first.nodes.items() if node["label"] == "person")
    expect(first.footer).to_contain_text(f"{PEOPLE + 3} shown")
    first.click(people)
    expect(first.panel).to_contain_text(f"{PEOPLE} together")

    with first.grown():
        first.double_click(people)
    rowers = {name for name in first.nodes if name.startswith("crowd-")}
    assert len(rowers) == 12
    expect(first.panel).to_contain_text(f"{PEOPLE - 12} together")
    first.page.wait_for_url("**out=**")
    first.idle()
    again = explore("/?" + first.page.url.partition("?")[2], base=crowded)
    assert set(again.nodes) == set(first.nodes)

    with first.grown():
        first.page.get_by_text("by community").click()
    first.idle()  # each way of grouping is a step of the browser's once its rerun is over
    around = [node["label"] for name, node in first.nodes.items() if name.startswith("group:")]
    assert any("Crew 1" in label for label in around)
    with first.grown():
        first.page.get_by_text("by article").click()
    first.idle()
    assert any(node["label"].startswith("statements of") for node in first.nodes.values())
    with first.grown():
        first.page.go_back()
    assert {node["label"] for name, node in first.nodes.items() if name.startswith("group:")} == set(around)
