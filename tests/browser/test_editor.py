"""The SPARQL editor by itself: what a person types, what Python is asked, and what comes of the answers."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from rdflib.plugins.sparql.parser import parseQuery
from running import ROOT, serving

ASSETS = "/_stcore/bidi-components/graph.editor/editor"
HOUSE = sorted((ROOT / "ontology" / "queries").glob("*.rq"))
SAY = "PREFIX say: <https://w3id.org/sayso/ns#>"
LINES = "lines => lines.map(line => line.textContent).join('\\n')"
FORMAT = f"texts => import('{ASSETS}/format.js').then(({{ formatted }}) => texts.map(formatted))"
LOOKS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}},
    "forced": {"forced_colors": "active"},
}


@pytest.fixture(scope="session")
def editor_app(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("editor") / "none", script="tests/browser/editor_app.py") as url:
        yield url


# a promise that is kept when the script runs; whoever looks later may find that it has run
RUNNING = """() => {
  const app = document.querySelector(".stApp");
  window.running = new Promise((kept) => {
    new MutationObserver(() => app.dataset.testScriptState === "running" && kept()).observe(app, { attributes: true });
  });
}"""


class Editor:
    def __init__(self, page):
        self.page = page
        self.content = page.locator(".cm-content")
        self.status = page.locator(".foot .status")
        self.mends = page.locator(".foot .mends")
        self.options = page.locator(".cm-tooltip-autocomplete li")
        expect(self.content).to_be_visible()

    @property
    def text(self):
        return self.page.locator(".cm-line").evaluate_all(LINES)

    @property
    def log(self):
        """What Python was told and asked so far: pairs of what and value."""
        return json.loads(self.page.locator(".st-key-log").inner_text())

    def asked(self, what):
        return [value for name, value in self.log if name == what]

    def write(self, text):
        """Replace the text by one that is typed at once."""
        self.content.focus()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def type(self, keys):
        self.content.focus()
        self.page.keyboard.type(keys)

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def option(self, label):
        return self.options.filter(has=self.page.get_by_text(label, exact=True))

    def logged_text(self, text):
        expect(self.page.locator(".st-key-log")).to_contain_text(text)

    def logged(self, what):
        expect(self.page.locator(".st-key-log")).to_contain_text(f'["{what}"')


@pytest.fixture
def editor(visit, editor_app):
    def open_(**options):
        return Editor(visit(base=editor_app, **options))

    return open_


@pytest.mark.parametrize("key", ["Control+Enter", "Shift+Enter"])
def test_a_run_brings_the_text_as_it_stands(editor, key):
    one = editor()
    one.write("ASK { ?s ?p '😀' }")
    one.press(key)
    one.logged("run")
    (run,) = one.asked("run")
    assert run["text"] == one.text == "ASK { ?s ?p '😀' }"
    assert one.asked("text") == [one.text]


def test_a_question_counts_code_points_and_its_answer_is_put_in(editor):
    one = editor()
    one.write("# 😀 \nSELECT * { ?x  }")
    one.press("ArrowLeft", "ArrowLeft")
    one.type("say:sp")
    one.option("say:speaker").click()
    asked = one.asked("complete")[-1]
    assert asked["text"][: asked["at"]].endswith("?x say:sp")
    assert one.text == f"# 😀 \n{SAY}\nSELECT * {{ ?x say:speaker }}"


def test_a_thing_is_found_by_its_label_and_its_prefix_declared_in_one_step(editor):
    one = editor()
    one.write("ASK { ?x  }")
    one.press("ArrowLeft", "ArrowLeft")
    one.type("place")
    expect(one.option("ex:place")).to_be_visible()
    one.press("Escape")
    expect(one.options).to_have_count(0)
    one.press("Control+Space")
    one.option("ex:place").click()
    assert one.text == "PREFIX ex: <http://example.org/>\nASK { ?x ex:place }"
    one.press("Control+z")
    assert one.text == "ASK { ?x place }"


def test_typing_on_filters_what_was_answered_without_asking_again(editor):
    one = editor()
    one.write("ASK { ?x  }")
    one.press("ArrowLeft", "ArrowLeft")
    one.type("say:")
    one.logged_text("?x say: }")
    expect(one.option("say:speaker")).to_be_visible()
    asked = one.asked("complete")
    one.type("st")
    expect(one.option("say:speaker")).to_have_count(0)
    expect(one.option("say:statedOn")).to_be_visible()
    one.press("Control+Enter")
    one.logged("run")
    assert one.asked("complete") == asked


def test_words_of_the_language_and_of_the_query_come_at_once(editor):
    one = editor()
    one.write("SELECT ?speaker { ?speaker a ?kind }")
    one.press("ArrowLeft")
    one.type(" ?sp")
    expect(one.option("?speaker")).to_be_visible()
    one.press("Escape")
    one.type(" FILT")
    expect(one.option("FILTER")).to_be_visible()
    one.type("ER(CONT")
    expect(one.option("CONTAINS")).to_be_visible()
    one.type("AINS(rd")
    expect(one.option("rdfs:")).to_be_visible()


def test_nothing_is_offered_in_a_comment_or_a_string(editor):
    one = editor()
    one.write("ASK { ?s ?p ?o } # say:sp")
    one.press("Control+Space", "Control+Enter")
    one.logged("run")
    assert one.asked("complete") == []
    expect(one.options).to_have_count(0)


def test_a_known_prefix_is_declared_when_it_is_typed_and_that_can_be_undone(editor):
    one = editor()
    one.write("#+ question: who?\nPREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\nSELECT * { ?s  }")
    one.press("ArrowLeft", "ArrowLeft")
    one.type("say:x")
    before, after = one.text.split(SAY + "\n")
    assert before.splitlines()[-1].startswith("PREFIX rdfs:")
    assert after == "SELECT * { ?s say:x }"
    one.press("Control+z", "Control+z")
    assert SAY not in one.text


@pytest.mark.parametrize(
    "text", ["# say:x", "ASK { ?s ?p 'say:x' }", "ASK { ?s <say:x> ?o }", f"{SAY} ASK {{ ?s say:x ?o }}"]
)
def test_a_prefix_is_not_declared_where_it_is_none_or_there_is_one(editor, text):
    one = editor()
    one.write(text)
    one.press("Control+Enter")
    one.logged("run")
    assert one.text == text


def test_a_problem_is_marked_told_and_mended_by_keys_in_one_step(editor):
    one = editor()
    broken = f"{SAY}\nASK {{ ?s say:speeker ?o }}"
    one.write(broken)
    expect(one.status).to_have_text("Line 2: No term say:speeker")
    expect(one.page.locator(".cm-lintRange-error")).to_have_text("say:speeker")
    one.press("F8", "Control+.")
    expect(one.mends.get_by_role("button")).to_be_focused()
    one.press("Enter")
    mended = broken.replace("speeker", "speaker")
    assert one.text == mended
    expect(one.content).to_be_focused()
    expect(one.status).to_have_text("")
    expect(one.page.locator(".cm-lintRange-error")).to_have_count(0)
    one.press("Control+z")
    assert one.text == broken


def test_a_problem_moves_with_its_words(editor):
    one = editor()
    one.write(f"{SAY}\nASK {{ ?s say:speeker ?o }}")
    expect(one.status).to_have_text("Line 2: No term say:speeker")
    one.press("Control+Home", "Enter")
    expect(one.status).to_have_text("Line 3: No term say:speeker")
    one.mends.get_by_role("button", name="Write say:speaker").click()
    assert one.text == f"\n{SAY}\nASK {{ ?s say:speaker ?o }}"


def test_a_problem_goes_when_its_words_are_edited(editor):
    one = editor()
    one.write(f"{SAY}\nASK {{ ?s ?p say:speeker }} # ")
    expect(one.status).to_have_text("Line 2: No term say:speeker")
    one.type("!silent")  # from here on Python does not answer
    expect(one.status).to_have_text("Line 2: No term say:speeker")
    one.press("Home", *["ArrowRight"] * 18, "Backspace")
    expect(one.status).to_have_text("")
    expect(one.page.locator(".cm-lintRange-error")).to_have_count(0)


def test_problems_are_walked_in_order(editor):
    one = editor()
    one.write(f"{SAY}\nASK {{ ?s say:speeker ?o .\n?o say:speeker ?x }}")
    expect(one.status).to_have_text("Line 2: No term say:speeker")
    one.press("Control+Home", "F8", "F8")
    expect(one.status).to_have_text("Line 3: No term say:speeker")
    one.mends.get_by_role("button", name="Next problem (2 of 2)").click()
    expect(one.status).to_have_text("Line 2: No term say:speeker")
    expect(one.content).to_be_focused()


def test_the_grammar_hints_only_until_python_has_answered(editor):
    one = editor()
    one.write("ASK { ?s ?p ?o } ] ]\n# this is not answered: !silent")
    expect(one.page.locator(".cm-lintRange-hint").first).to_have_text("]")
    one.type(" no more")
    one.press("Control+Backspace", "Control+Backspace", "Control+Backspace")
    expect(one.page.locator(".cm-lintRange-hint")).to_have_count(0)


def test_python_replaces_the_text_only_when_it_loads_one(editor):
    one = editor()
    one.write("ASK { }")
    one.press("Control+Enter")
    one.logged("run")
    assert one.text == "ASK { }"
    given = one.page.get_by_label("Text to load")
    given.fill(f"{SAY}\nASK {{ ?s say:speeker ?o }}")
    given.press("Control+Enter")
    expect(one.status).to_have_text("Line 2: No term say:speeker")
    assert one.text.startswith(SAY)
    one.content.focus()
    one.press("Control+z")
    assert one.text == "ASK { }"


def test_what_was_typed_outlives_being_mounted_anew(editor):
    one = editor()
    one.content.evaluate("element => { element.old = true }")
    one.write("ASK { ?s ?p 'typed' }")
    one.page.get_by_text("Above", exact=True).click()
    expect(one.page.get_by_text("Something above")).to_be_visible()
    one.page.wait_for_function("() => !document.querySelector('.cm-content')?.old")
    assert one.text == "ASK { ?s ?p 'typed' }"
    one.logged_text("ASK { ?s ?p 'typed' }")


@pytest.mark.parametrize("way", ["button", "key", "python"])
def test_the_query_is_laid_out_in_one_step(editor, way):
    one = editor()
    raw = "select ?s{?s a ?t;?p ?o.filter(?o>1&&?t!=2)}limit 5"
    one.write(raw)
    if way == "button":
        one.page.get_by_role("button", name="Format", exact=True).click()
    elif way == "key":
        one.press("Shift+Alt+F")
    else:
        one.page.get_by_test_id("stNumberInputStepUp").click()
    expect(one.status).to_have_text("Formatted")
    assert one.text == "select ?s {\n  ?s a ?t ;\n    ?p ?o .\n  filter(?o > 1 && ?t != 2)\n}\nlimit 5"
    one.content.focus()
    one.press("Control+z")
    assert one.text == raw


def meaning(text):
    """The syntax tree of a query, from which rdflib makes its algebra; blank nodes by the order in which they come."""
    names = {}
    tree = repr(parseQuery(text))
    return re.sub(r"N[0-9a-f]{32}", lambda found: names.setdefault(found[0], f"N{len(names)}"), tree)


HARD = [
    "SELECT (COUNT( # one\n ?s) AS # two\n ?n) # three\nWHERE { VALUES (?a # four\n ?b) { (1 # five\n 2) } ?s ?p ?o }",
    "PREFIX : <urn:x#> ASK { :a.b :c\\,d 'it\\'s' . :e :f \"#no\" , '''a\n  b''' , 1.e0 , -1 , 'x'@en-GB , '1'^^:t }",
    "ASK { ?s ?p ?o # six\n . ?s ?p 1 # seven\n ; ?q 1 # eight\n , 2 # nine\n }",
    "PREFIX p: <urn:p#> SELECT * { ?s p:a/^p:b|!(p:c|^p:d)* ?o ; a [] , ( 1 2 ) . [ p:q ?r ] p:s () }",
    "SELECT * { { ?a ?b ?c } UNION { ?d ?e ?f . ?g ?h ?i } MINUS { ?a ?b 1 } FILTER NOT EXISTS { ?a a ?z } }",
    "SELECT ?s (1 - -1 AS ?n) { ?s ?p ?o FILTER(?o<?p||(?o>=1&&!(?o IN(1,2)))) } GROUP BY ?s HAVING(COUNT(?o)>1)",
]


@pytest.mark.parametrize("texts", [[path.read_text("utf-8") for path in HOUSE], HARD], ids=["house", "hard"])
def test_layout_keeps_meaning_comments_and_itself(editor, texts):
    page = editor().page
    once = page.evaluate(FORMAT, texts)
    assert page.evaluate(FORMAT, once) == once
    for before, after in zip(texts, once, strict=True):
        assert meaning(after) == meaning(before)
        assert re.sub(r"\s", "", after) == re.sub(r"\s", "", before)


def test_layout_takes_text_that_is_no_query(editor):
    page = editor().page
    broken = [
        "",
        " \n",
        "}",
        "SELECT {{{ ( ] }",
        "'open",
        '"""open\n # no',
        "# only",
        "a:b.c.:.;,^^@@ <x y> \\ \u00a0é😀",
    ]
    once = page.evaluate(FORMAT, broken)
    assert page.evaluate(FORMAT, once) == once
    for before, after in zip(broken, once, strict=True):
        assert re.sub(r"[ \t\r\n]", "", after) == re.sub(r"[ \t\r\n]", "", before)


def test_tab_indents_and_escape_then_tab_leaves(editor):
    one = editor()
    one.write("ASK { }")
    one.press("Home", "Tab")
    assert one.text == "  ASK { }"
    one.press("Escape", "Tab")
    expect(one.page.get_by_role("button", name="Format", exact=True)).to_be_focused()
    one.press("Shift+Tab")
    expect(one.content).to_be_focused()


def test_keys_of_the_page_are_not_pressed_by_typing(editor):
    one = editor()
    one.write("")
    one.type("rc")
    one.press("Escape", "Control+f")
    find = one.page.get_by_role("textbox", name="Find")
    expect(find).to_be_focused()
    one.page.keyboard.type("rc")
    one.press("Enter", "Escape")
    expect(find).to_have_count(0)
    expect(one.content).to_be_focused()
    assert one.text == "rc"
    expect(one.page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("way", ["pointer", "key"])
def test_a_name_is_explained(editor, way):
    one = editor()
    one.write(f"{SAY}\nASK {{ ?s say:speaker ?o }}")
    if way == "pointer":
        one.page.locator(".cm-line").last.get_by_text("say:speaker").hover()
    else:
        one.press("Home", *["ArrowRight"] * 12, "F1")
    card = one.page.locator(".card")
    expect(card).to_have_text("said byWho says it.88")
    one.content.focus()
    one.press("Escape")
    expect(card).to_have_count(0)


def test_hostile_words_stay_words(editor):
    one = editor()
    hostile = '<img src=x onerror="alert(1)">'
    one.write("ASK { id:hostile ?p !hostile ")
    expect(one.status).to_contain_text(hostile)
    expect(one.mends).to_contain_text(hostile)
    one.page.locator(".cm-line").last.get_by_text("id:hostile").hover()
    expect(one.page.locator(".card")).to_contain_text(hostile)
    one.press("End")
    one.type("id:hos")
    expect(one.option("id:hostile")).to_contain_text(hostile)
    expect(one.page.locator(".editor img")).to_have_count(0)  # and `visit` asserts that nothing ran


def test_it_says_that_a_query_runs(editor):
    one = editor()
    one.page.get_by_text("Running", exact=True).click()
    expect(one.status).to_have_text("Running …")


def test_what_comes_later_is_not_mounted_anew(editor):
    one = editor()
    one.content.evaluate("element => element.dataset.first = 'yes'")
    one.type(" say:")
    one.logged("check")
    expect(one.content).to_have_attribute("data-first", "yes")


def test_no_question_is_lost_while_python_is_busy(editor):
    one = editor()
    one.write(f"{SAY}\nASK {{ ?s ?p say:speaker }} # !slow")
    one.type(" and new")
    one.press("Home", *["ArrowRight"] * 15)
    one.page.evaluate(RUNNING)
    one.press("Control+Space")
    one.page.evaluate("running")
    one.press("F1")  # asked while the completion is under way, as is the check of what was typed
    expect(one.page.locator(".card")).to_have_text("said byWho says it.88")
    expect(one.page.locator(".st-key-log")).to_contain_text(re.compile('"what": "check"[^}]*} # !slow and new'))
    one.logged("complete")


@pytest.mark.parametrize("look", LOOKS)
def test_nothing_serious(editor, look):
    one = editor(reduced_motion="reduce", **LOOKS[look])
    one.write(
        "# who?\nSELECT (COUNT(*) AS ?n) { <urn:a> a 'b'@en , 12.5 ; say:speeker ?o .\nFILTER(CONTAINS(?o, 'x')) }"
    )
    expect(one.status).to_contain_text("No term")
    one.press("Control+f")
    one.content.focus()
    one.press("F8", "Control+Space")
    expect(one.options.first).to_be_visible()
    found = [v for v in Axe().run(one.page).response["violations"] if v["impact"] in {"serious", "critical"}]
    report = [f"{v['id']}: {n['target']} {n['html'][:160]} {n['failureSummary']}" for v in found for n in v["nodes"]]
    assert not report, "\n".join(report)
    assert one.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
