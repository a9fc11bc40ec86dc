"""Every page through Streamlit's own test runner: what is sent to the browser, without a browser."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from graph.pages import address, examples, finder, session
from graph.pages.answering import Answering
from graph.pages.walk import Walk

ROOT = Path(__file__).parent.parent
HOSTILE = Path(__file__).parent / "hostile.ttl"
PAGES = ["explore", "disputes", "sparql", "articles"]
CROSSING = "https://w3id.org/sayso/id/spin-boldak-chaman-crossing"
DENIAL = "https://w3id.org/sayso/id/article-spin-boldak-s04"
CURIE = re.compile(r"[a-z]+:\w+")


@pytest.fixture(scope="module", autouse=True)
def house():
    """The dataset of the process is in memory, and no text is at hand."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAYSO_STORE", "memory:")
        patch.delenv("SAYSO_TEXTS", raising=False)
        forget()
        yield
        forget()


def forget():
    session.dataset().close()
    st.cache_resource.clear()


@pytest.fixture
def own_data():
    """What this test writes, the next one does not see."""
    yield
    forget()


@pytest.fixture
def open_app():
    """Return a function that opens a page with a URL and has no exception."""

    def open_app(page="explore", **url):
        at = AppTest.from_file(ROOT / "app.py", default_timeout=60)
        for name, value in url.items():
            at.query_params[name] = value
        if page != "explore":
            at.switch_page(f"graph/pages/{page}.py")
        return run(at)

    return open_app


def run(widget):
    """Run the script with what was done to a widget, or as it is; the AppTest it belongs to."""
    at = widget.run()
    assert not at.exception
    return at


def component(at, name):
    return [json.loads(c.proto.json) for c in at.get("bidi_component") if c.proto.component_name == f"graph.{name}"]


def canvas(at):
    (data,) = component(at, "canvas")
    return data


def nodes(at):
    return {node["id"]: node for node in canvas(at)["nodes"]}


def places(at):
    return {iri: (node["x"], node["y"]) for iri, node in nodes(at).items()}


def sheet(at):
    return json.dumps(component(at, "sheet"), ensure_ascii=False)


def footer(at):
    return next(caption.value for caption in at.caption if "nothing leaves this machine" in caption.value)


def walk(at, **reported):
    """What answers the components in this session, with what the canvas reported."""
    state = {"walk": at.session_state["walk"], **reported}
    return Answering(state, Walk(state, session.dataset()))


def expand(at, iri):
    walk(at, canvas={"expand": {"id": iri, "n": 1}}).take_expansion()
    return run(at)


def labelled(widgets, label):
    return next(widget for widget in widgets if widget.label == label)


# ------------------------------------------------------------------------------------------------------------ explore
@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_without_complaint(open_app, page):
    at = open_app(page)
    assert at.title[0].value
    assert not at.error
    assert not at.warning


def test_the_first_picture_is_a_story_of_readable_size(open_app):
    at = open_app()
    data = canvas(at)
    assert 10 <= len(data["nodes"]) <= 25
    for node in data["nodes"]:
        assert isinstance(node["x"], float | int)
        assert isinstance(node["y"], float | int)
        assert CURIE.fullmatch(node["kind"])
    assert len(set(places(at).values())) == len(data["nodes"])
    drawn = nodes(at)
    assert CROSSING in drawn
    assert drawn[DENIAL]["card"]["mark"] == "deny"
    assert all(edge["from"] in drawn and edge["to"] in drawn for edge in data["edges"])
    assert len({edge["id"] for edge in data["edges"]}) == len(data["edges"])
    assert data["options"]["physics"] == {"enabled": False}


def test_only_the_denial_looks_denied(open_app):
    marks = {iri: node["card"]["mark"] for iri, node in nodes(open_app()).items() if "card" in node}
    assert [iri for iri, mark in marks.items() if mark == "deny"] == [DENIAL]


def test_a_link_opens_what_it_names(open_app):
    at = open_app(focus="pakistan", show="pakistan,quetta,taliban", on="2021-07-14", selected="quetta")
    assert [iri.rpartition("/")[2] for iri in nodes(at)] == ["pakistan", "quetta", "taliban"]
    assert plain(at.title[0].value) == "What is said of Pakistan?"
    assert canvas(at)["selected"].endswith("/quetta")
    assert at.select_slider(key="slider-on").value == date(2021, 7, 14)
    assert not at.warning


def test_a_link_to_one_thing_opens_it_with_its_neighbours(open_app):
    assert 2 <= len(nodes(open_app(focus="quetta"))) <= 13


def test_a_link_with_ids_that_lead_nowhere_says_so_and_shows_the_rest(open_app):
    at = open_app(focus="quetta", show="quetta,nobody-at-all,http%3A%2F%2Felsewhere.example%2Fx,<b>not an iri")
    assert [iri.rpartition("/")[2] for iri in nodes(at)] == ["quetta"]
    (warning,) = at.warning
    assert "Not in this dataset" in warning.value
    assert "The rest is shown" in warning.value
    assert "<b>not" not in warning.value


def test_a_link_to_nothing_known_says_so_and_opens_the_first_story(open_app):
    at = open_app(focus="nobody-at-all", known="the day before yesterday")
    assert at.title[0].value.startswith("Who holds the Spin Boldak crossing?")
    assert "nobody" in at.warning[0].value


def test_a_day_before_the_claims_hides_and_counts_them(open_app):
    at = open_app(known="2021-07-13")
    assert not [node for node in nodes(at).values() if node["kind"] == "say:Statement"]
    assert "6 statements hidden by the day" in footer(at)
    assert at.select_slider(key="slider-known").value == date(2021, 7, 13)


def test_nothing_left_by_the_day_offers_any_day(open_app):
    at = open_app(focus="article-spin-boldak-s04", show="article-spin-boldak-s04", known="2021-07-13")
    assert not component(at, "canvas")
    run(labelled(at.button, "Show any day").click())
    assert list(nodes(at)) == [DENIAL]


def test_the_slider_hides_shows_and_moves_nothing(open_app):
    at = open_app()
    before = places(at)
    run(at.select_slider(key="slider-known").set_value(date(2021, 7, 13)))
    assert at.query_params["known"] == "2021-07-13"
    run(at.select_slider(key="slider-known").set_value(date(2021, 7, 14)))
    assert places(at) == before


def test_an_expansion_adds_at_most_twelve_and_moves_nothing_and_undo_takes_it_back(open_app):
    at = open_app()
    before = places(at)
    expand(at, CROSSING)
    after = places(at)
    assert 0 < len(after) - len(before) <= 12
    assert before.items() <= after.items()
    walk(at, canvas={"act": {"do": "undo", "id": None, "arg": None, "n": 2}}).take_act()
    assert places(run(at)) == before
    walk(at, canvas={"act": {"do": "redo", "id": None, "arg": None, "n": 3}}).take_act()
    assert places(run(at)) == after


def test_expanding_again_and_again_ends_and_counts_what_is_left(open_app):
    at = open_app()
    taliban = "https://w3id.org/sayso/id/taliban"
    size = len(nodes(at))
    expand(at, taliban)
    assert len(nodes(at)) == size + 12, "there are more, so the limit is what is added"
    assert "more links not shown" in footer(at)
    for _ in range(6):
        expand(at, taliban)
    whole = places(at)
    assert "more links" not in footer(at)
    assert places(expand(at, taliban)) == whole
    assert len(set(whole.values())) == len(whole)


def test_each_story_draws_itself_and_start_over_comes_back(open_app):
    at = open_app()
    first = places(at)
    for story in session.overview().stories:
        run(at.button(key=f"story-{story.key}").click())
        assert set(nodes(at)) == set(story.shown)
        assert plain(at.title[0].value) == story.question
    run(at.button(key="start-over").click())
    assert places(at) == first


def choose(at, name, how="draw"):
    """Choose the first thing found by a name, as the search field reports it."""
    iri = session.dataset().find(name).hits[0].thing.iri
    walk(at, search={"choose": {"id": iri, "how": how, "n": name}}).take_choice()
    return run(at)


def test_searching_selects_what_is_drawn_and_adds_what_is_not(open_app):
    at = open_app()
    size = len(nodes(at))
    for name, more in (("Wesh", 0), ("Maria Zakharova", 1)):
        choose(at, name)
        assert len(nodes(at)) == size + more
        assert nodes(at)[canvas(at)["selected"]]["label"] == name


def test_what_is_only_opened_is_told_in_the_panel_and_not_drawn(open_app):
    at = open_app()
    drawn = places(at)
    choose(at, "Maria Zakharova", how="open")
    assert places(at) == drawn
    assert canvas(at)["selected"] is None
    assert "Maria Zakharova" in sheet(at)
    assert "Add to the picture" in sheet(at)
    assert "Maria Zakharova" in sheet(open_app(**at.query_params)), "the link shows it as well"
    buttons = [b for s in component(at, "sheet") for x in s["blocks"] for b in x.get("buttons", ())]
    pressed = next(button for button in buttons if button["label"] == "Add to the picture")
    walk(at, sheet={"press": {"do": pressed["do"], "id": pressed["id"]}}).take_press()
    assert len(nodes(run(at))) == len(drawn) + 1


def test_the_search_field_shows_what_matched_where_and_how_much_is_linked(open_app):
    (empty,) = component(open_app(), "search")
    assert (empty["lines"], empty["total"]) == ([], "")
    by_name, by_spelling = (finder.line(session.dataset().find(text).hits[0]) for text in ("zakh", "saheen"))
    assert by_name["label"] == [("Maria ", False), ("Zakh", True), ("arova", False)]
    assert (by_name["kind"], by_name["count"], by_name["sign"], "also" in by_name) == ("person", "3 links", "●", False)
    assert by_spelling["label"] == [("Suhail Shaheen", False)]
    assert (by_spelling["as"], by_spelling["also"]) == ("also written", [("Suhail ", False), ("Saheen", True)])
    assert finder.total(session.dataset().find("taliban")).startswith("12 of ")
    assert finder.total(session.dataset().find("zakharova")) == "3 found"


def test_the_panel_tells_who_said_it_where_and_when(open_app):
    at = open_app()
    walk(at, canvas={"selected": {"node": DENIAL}}).take_selection()
    text = sheet(run(at))
    for words in ("denies", "14 July 2021", "25 July 2021", "Le Monde with Agence France-Presse", "characters "):
        assert words in text
    assert "T00:00:00" not in text


def test_nothing_selected_still_says_what_to_do(open_app):
    at = open_app()
    walk(at, canvas={"selected": None}).take_selection()
    assert "Click an item" in sheet(run(at))


def test_a_kind_turned_off_is_not_drawn(open_app):
    at = open_app()
    (pills,) = (group for group in at.get("button_group") if group.label == "Show kinds")
    run(pills.set_value([key for key in pills.value if key != "statements"]))
    assert {node["kind"] for node in canvas(at)["nodes"]}.isdisjoint({"say:Statement"})


def test_the_query_of_the_picture_goes_to_the_sparql_page(open_app):
    at = open_app()
    run(at.button(key="to-sparql").click())
    assert at.title[0].value == "Ask in SPARQL"
    assert "spin-boldak-chaman-crossing" in written(at)


# ------------------------------------------------------------------------------------------------------------- sparql
def written(at):
    """What stands in the editor."""
    (data,) = component(at, "editor")
    return data["text"]


def answered(at):
    """Press Run, and wait for the answer as a person does."""
    run(labelled(at.button, "Run").click())
    while at.session_state["desk"].run is not None:
        run(at)
    return at


def table(at):
    (data,) = component(at, "table")
    return data


@pytest.fixture
def ask(open_app):
    """Return a function that runs a query on the SPARQL page."""

    def ask(query):
        at = open_app("sparql")
        at.session_state["desk"].text = query
        return answered(at)

    return ask


def test_a_link_to_an_example_fills_it_in_and_does_not_run_it(open_app):
    at = open_app("sparql", example="denials")
    assert "denied" in written(at)
    assert not component(at, "table"), "a link never runs a query by itself"
    answered(at)
    assert len(table(at)["rows"]) >= 1
    assert at.query_params == {"example": "denials", "as": "Table"}


def test_every_example_answers_as_it_stands(open_app):
    for name in examples.offered(session.dataset()):
        at = answered(open_app("sparql", example=name))
        assert not at.error, name
        assert at.query_params.get("example", examples.FIRST) == name
        assert component(at, "table") or component(at, "canvas") or at.metric or at.info, name


def test_parameters_are_fields_and_stand_in_the_link(open_app):
    at = open_app("sparql", example="who_controls", **{"p.on": "2021-07-13"})
    fields = [field for field in at.date_input if field.key.startswith("field-who_controls")]
    assert fields
    day = fields[0]
    run(day.set_value(date(2021, 7, 10)))
    assert "2021-07-10T00:00:00Z" in written(at)
    assert "2021-07-10" in at.query_params.values()


def test_a_link_fills_in_the_query_and_does_not_run_it(open_app):
    at = open_app("sparql", query="ASK { ?s ?p ?o }")
    assert written(at) == "ASK { ?s ?p ?o }"
    assert not at.metric
    assert at.query_params == {"query": "ASK { ?s ?p ?o }"}


def test_a_mistake_is_shown_with_its_line(ask):
    at = ask("SELECT * WHERE {\n  ?s ?p ?o .\n  FILTER(\n}")
    assert "line" in plain(at.error[0].value).casefold()
    assert "▲ here" in at.code[0].value
    assert not component(at, "table")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "DELETE WHERE { ?s ?p ?o }",
    ],
)
def test_what_reaches_outside_or_writes_is_refused(ask, query):
    at = ask(query)
    assert at.error
    assert not component(at, "table")


def test_ask_says_yes_or_no(ask):
    assert ask("ASK { ?s ?p ?o }").metric[0].value == "yes"
    assert ask("ASK { <urn:x> <urn:x> <urn:x> }").metric[0].value == "no"


def test_construct_is_drawn_and_can_be_saved(ask):
    at = ask("CONSTRUCT { ?s a ?t } WHERE { ?s a ?t } LIMIT 20")
    (drawn,) = component(at, "canvas")
    assert drawn["nodes"]
    assert {button.label for button in at.get("download_button")} >= {"Turtle", "TriG", "JSON-LD", "RDF/XML", "GraphML"}


def test_a_query_names_its_view(ask):
    at = ask("#defaultView:Map\nPREFIX say: <https://w3id.org/sayso/ns#> SELECT ?p { ?p a say:BorderCrossing }")
    assert component(at, "map")
    assert at.query_params["as"] == "Map"


def test_no_rows_is_said_in_words(ask):
    at = ask("SELECT * { <urn:x> ?p ?o }")
    assert "No rows" in at.info[0].value
    assert not at.error


def test_a_cut_answer_says_so(ask):
    at = ask("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 50000")
    assert "Cut after 10,000 rows" in at.warning[0].value
    assert len(table(at)["rows"]) == 10_000


def test_what_was_run_stands_in_the_history(ask):
    at = ask("SELECT * { ?s ?p ?o } LIMIT 7")
    (lines,) = (
        block["items"] for data in component(at, "sheet") for block in data["blocks"] if "7 rows" in json.dumps(block)
    )
    assert lines[0]["text"] == "SELECT * { ?s ?p ?o } LIMIT 7"


def test_iris_are_shown_by_their_names_and_open_in_explore(ask):
    at = ask("SELECT ?s ?kind { ?s a ?kind . FILTER(?kind = <https://w3id.org/sayso/ns#ArmedGroup>) } ORDER BY ?s")
    assert ["Taliban", "https://w3id.org/sayso/id/taliban"] in table(at)["terms"]


# -------------------------------------------------------------------------------------------------------------- panel
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
    assert "Nobody disagrees on nonsense" in at.warning[0].value.replace("\\", "")
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


# ----------------------------------------------------------------------------------------------------------- articles
def listing(at):
    (block,) = next(data["blocks"] for data in component(at, "sheet") if data["blocks"][0]["type"] == "listing")
    return block["items"]


def upload(at, name, content):
    labelled(at.get("file_uploader"), "RDF files").upload(name, content)
    run(at)
    return run(labelled(at.button, "Import").click())


@pytest.mark.parametrize("slug", ["islam-qala", "spin-boldak"])
def test_statements_stand_in_the_order_of_the_text(open_app, slug):
    at = open_app("articles", article=f"article-{slug}")
    items = listing(at)
    caption = next(c.value for c in at.caption if "page dated" in c.value)
    assert f"{len(items)} statements" in plain(caption)
    data = session.dataset()
    starts = []
    for item in items:
        spans = data.select("evidence", node=address.decode(item["id"]))
        starts.append(min(int(s["start"]) for s in spans if s["role"].endswith("contentSpan")))
    assert starts == sorted(starts)


def test_a_pressed_statement_is_read(open_app):
    at = open_app("articles", article="article-spin-boldak", statement="article-spin-boldak-s04")
    assert "denies" in sheet(at)


def test_the_passage_is_shown_from_the_users_copy_only(open_app, monkeypatch):
    articles = ROOT.parent / "shared" / "articles"
    if not articles.is_dir():
        pytest.skip(f"the articles are not at {articles}")
    monkeypatch.setenv("SAYSO_TEXTS", str(articles))
    at = open_app("articles", article="article-spin-boldak")
    passages = [b for data in component(at, "sheet") for b in data["blocks"] if b["type"] == "passage"]
    assert passages
    assert all(block["parts"][1] for block in passages)
    caption = plain(next(c.value for c in at.caption if "passages found" in c.value))
    found, total = re.search(r"(\d+) of (\d+) passages found", caption).groups()
    assert found == total


@pytest.mark.parametrize("media", ["turtle", "trig", "nt", "nq", "jsonld", "rdfxml", "graphml"])
def test_every_format_can_be_exported(open_app, media):
    at = open_app("articles")
    run(labelled(at.selectbox, "Format").set_value(media))
    assert labelled(at.get("download_button"), "Export")
    assert session.dataset().export(media, "https://w3id.org/sayso/id/article-spin-boldak")


def test_the_seeds_conform(open_app):
    at = open_app("articles")
    run(labelled(at.button, "Check the data against the shapes").click())
    assert "no violations" in at.success[0].value


def test_an_import_is_told_and_found(open_app, own_data):
    at = open_app("articles")
    new = b'@prefix id: <https://w3id.org/sayso/id/> . id:newcomer a <https://w3id.org/sayso/ns#Person> ; \
          <http://www.w3.org/2000/01/rdf-schema#label> "Nadia Newcomer" .'
    upload(at, "new.ttl", new)
    assert "2 triples, 2 of them new" in plain(at.success[0].value)
    at = choose(open_app(), "Nadia Newcomer")
    assert nodes(at)[canvas(at)["selected"]]["label"] == "Nadia Newcomer"


def test_a_broken_file_is_refused_with_its_line_and_stores_nothing(open_app):
    at = open_app("articles")
    before = session.dataset().export("nq")
    upload(at, "broken.ttl", b'<urn:a> <urn:b> "c" .\n<urn:a> <urn:b> "c .\n')
    message = plain(at.error[0].value)
    assert "broken.ttl" in message
    assert re.search(r"line 2\b", message)
    assert not at.success
    assert session.dataset().export("nq") == before


# ------------------------------------------------------------------------------------------------------------ hostile
def plain(text):
    """A Markdown text that was escaped, as it is read."""
    return re.sub(r"\\(.)", r"\1", text)


def strings(message):
    """Every text in a protobuf message."""
    for field, value in message.ListFields():
        for each in value if getattr(field, "is_repeated", False) else [value]:
            if isinstance(each, str):
                yield each
            elif hasattr(each, "ListFields"):
                yield from strings(each)


# Drawn as text, whatever it says: components by textContent, the others by Streamlit.
AS_TEXT = {"bidi_component", "text", "code", "text_area", "arrow_data_frame", "selectbox"}
MARKUP = re.compile(
    r"(?<!\\)!\[|(?<!\\)\]\(|(?<!\\)<(?!style)/?[a-z]|(?<!\\)\*\*|(?<!\\)~~|(?<!\\):red\[|evil\.example/\w"
)


def marked_up(at):
    """The texts that Streamlit would read as Markdown or HTML and in which something is left to read."""
    drawn = [node for block in (at.main, at.sidebar) for node in block if node.proto and node.type not in AS_TEXT]
    texts = [text for node in drawn for text in strings(node.proto)]
    return [text for text in texts if text != session.STYLE and MARKUP.search(text)]


@pytest.fixture
def hostile(own_data):
    data = session.dataset()
    data.load(data.read(HOSTILE))
    return ["place", "person", "source", "publisher", "rtl", "thing", "s01", "article"]


def test_the_search_for_markup_finds_markup():
    def page():
        import streamlit as st  # noqa: PLC0415

        st.caption("![x](http://evil.example/x.png)")
        st.button("<b>x</b>")
        st.text("![x](http://evil.example/x.png)")

    assert len(marked_up(AppTest.from_function(page).run())) == 2


@pytest.mark.parametrize("focus", ["place", "s01", "rtl", "thing"])
def test_hostile_labels_stay_text_on_explore(open_app, hostile, focus):
    at = open_app(focus=f"hostile-{focus}", show=",".join(f"hostile-{name}" for name in hostile))
    assert len(nodes(at)) == len(hostile)
    assert marked_up(at) == []


def test_hostile_ids_stay_text(open_app):
    at = open_app(focus="![x](http://evil.example/x.png)", show="<img src=x onerror=alert(1)>,**x**")
    assert at.warning
    assert marked_up(at) == []


def test_hostile_labels_stay_text_on_articles(open_app, hostile):
    at = open_app("articles", article="hostile-article")
    assert marked_up(at) == []
    assert "<iframe" in sheet(at)
    upload(at, "**x** ![x](http://evil.example/y.png).ttl", b"broken")
    assert at.error
    assert marked_up(at) == []


def test_hostile_values_stay_text_on_sparql(ask, hostile):
    at = ask('SELECT ?s ("![x](http://evil.example/x.png)" AS ?label) { ?s ?p "![x](http://evil.example/x.png)" }')
    assert len(table(at)["rows"]) == 1
    assert marked_up(at) == []
    assert marked_up(ask("SELECT ![x](http://evil.example/x.png) <b>**x**")) == []
