"""Pages where there is much, little, or nothing of what was asked for."""

from opening import canvas, component, nodes, plain, run

from graph.pages import session
from graph.pages.answering import Answering
from graph.pages.walk import Walk

MUCH = """@prefix id: <https://w3id.org/sayso/id/> . @prefix say: <https://w3id.org/sayso/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
id:talker a say:Person ; rdfs:label "The talker" .
id:talk a say:Meeting ; rdfs:label "There is a meeting" ; say:agent id:talker .
""" + "".join(
    f"""id:talk-{n:03} a say:Statement ; rdfs:label "Told {n:03}" ; say:speaker id:talker ; say:act say:claim ;
  say:content id:talk ; say:polarity say:positive ; say:certainty say:certain ; say:basis say:party ;
  say:dateBasis say:undated ; say:reportedIn id:article-islam-qala .\n"""
    for n in range(120)
)


def lists(at):
    """The lists of the panel: how many there are in all, and what stands in each."""
    found = [b for data in component(at, "sheet") for b in data["blocks"] if b["type"] == "listing"]
    return {block["heading"]: (block["count"], [item["text"] for item in block["items"]]) for block in found}


def test_of_much_that_somebody_said_the_panel_shows_the_first_and_more_when_asked(open_app, own_data):
    data = session.dataset()
    data.load(data.admit("much.ttl", MUCH.encode()))
    at = open_app(focus="talker", show="talker")
    for heading in ("Said", "What is said of it"):
        count, texts = lists(at)[heading]
        assert (count, texts[0], texts[49:]) == ("120", "Told 000", ["Told 049", "Show 50 more of 120"])
    state = {"walk": at.session_state["walk"], "sheet": {"press": {"do": "more", "id": "Said"}}}
    for said in (["Told 099", "Show 20 more of 120"], [f"Told {n:03}" for n in range(99, 120)]):
        Answering(state, Walk(state, data)).take_press()
        at.session_state["panel-pages"] = state["panel-pages"]
        assert lists(run(at))["Said"][1][99:] == said
        assert len(lists(at)["What is said of it"][1]) == 51


def test_a_link_to_a_matter_that_is_none_says_so(open_app):
    at = open_app("disputes", matter="nonsense")
    assert "nonsense is not in this dataset" in at.warning[0].value.replace("\\", "")
    assert at.query_params["matter"] == "spin-boldak-chaman-crossing"


def test_where_nobody_disagrees_the_address_follows_the_clock(open_app):
    at = open_app("disputes", known="2021-07-01", matter="islam-qala-crossing")
    assert "matter" not in at.query_params
    assert at.query_params["known"] == "2021-07-01"


def test_places_without_coordinates_are_no_blank_world(open_app, own_data):
    data = session.dataset()
    data.load(data.admit("p.ttl", b"@prefix say: <https://w3id.org/sayso/ns#> . <urn:nowhere> a say:Place ."))
    at = open_app(show="urn:nowhere", focus="urn:nowhere", view="map")
    assert component(at, "map") == []
    assert "The place has no coordinates" in str([text.value for text in at.text])


def test_what_is_removed_elsewhere_leaves_the_picture_and_is_named(open_app, own_data):
    data, gone, kept = session.dataset(), "urn:gone", "urn:kept"
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    document = f'<{gone}> {label} "Gone" ; <urn:knows> <{kept}> . <{kept}> {label} "Kept" .'
    loaded = data.admit("two.ttl", document.encode())
    data.load(loaded)
    data.load(data.admit("kept.ttl", f'<{kept}> {label} "Kept" .'.encode()))
    at = open_app(show=f"{gone},{kept}", focus=gone)
    assert {gone, kept} <= set(nodes(at))
    data.remove(loaded.graphs[0])
    run(at)
    assert set(nodes(at)) == {kept}
    assert canvas(at)["selected"] == kept
    assert "No longer in this dataset" in plain(at.warning[0].value)
