"""Unseen signs in text from data are seen wherever it is shown, and stay as they are wherever it is exported."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from serving import serving

from graph import answers
from graph.case import writing
from graph.cli import main
from graph.dataset import Dataset
from graph.model import Answer, Iri, Literal
from graph.page import page
from graph.visible import visible, visible_within

HIDDEN = "\u202egnp.exe\u202c pay\u00adpal\u200b \x1b[31m"
SHOWN = "⟨U+202E⟩gnp.exe⟨U+202C⟩ pay⟨U+00AD⟩pal⟨U+200B⟩ ⟨U+001B⟩[31m"
BELONG = {
    "Persian": "می\u200cخواهم",
    "Arabic": "ه\u200d",
    "Hindi": "क्\u200dष",
    "Bengali": "র\u200d\u09cdয",
    "Malayalam": "ന്\u200d",
    "Sinhala": "ශ්\u200dරී",
    "emoji": "👩🏽\u200d🚀 ❤\ufe0f\u200d🔥 🏳\ufe0f\u200d🌈 🧑\u200d⚖\ufe0f 1\ufe0f\u20e3",
    "flag": "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "Japanese": "葛\U000e0100",
    "Hebrew": "שלום, café\n\tand so on",
}
ASTRAY = {
    "between Latin letters": ("a\u200db", "a⟨U+200D⟩b"),
    "at the beginning": ("\ufe0f\u200d", "⟨U+FE0F⟩⟨U+200D⟩"),
    "twice": ("❤\ufe0f\ufe0f", "❤\ufe0f⟨U+FE0F⟩"),
    "after a picture": ("👩\u200da", "👩⟨U+200D⟩a"),
    "tags of no flag": ("🏴\U000e0067x\U000e0068", "🏴⟨U+E0067⟩x⟨U+E0068⟩"),
    "end of line of others": ("a\u2028b\x85", "a⟨U+2028⟩b⟨U+0085⟩"),
}


def test_what_turns_hides_or_steers_is_seen():
    assert visible(HIDDEN) == SHOWN


@pytest.mark.parametrize("text", BELONG.values(), ids=BELONG)
def test_signs_stay_where_a_script_needs_them(text):
    assert visible(text) == text


@pytest.mark.parametrize(("text", "shown"), ASTRAY.values(), ids=ASTRAY)
def test_the_same_signs_are_seen_where_none_does(text, shown):
    assert visible(text) == shown


def test_a_part_is_judged_in_its_surroundings():
    word = BELONG["Persian"]
    assert visible(word, 2) == word[2:] != visible(word[2:])


@given(st.text())
def test_no_sign_that_turns_words_is_left_and_a_second_time_changes_nothing(text):
    shown = visible(text)
    assert not re.search("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]", shown)
    assert not [sign for sign in shown if unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\t\n\r"]
    assert visible(shown) == shown


def test_ids_are_left_as_they_are():
    data = {"id": HIDDEN, "rows": [(HIDDEN, 1, None)]}
    assert visible_within(data, but=["id"]) == {"id": HIDDEN, "rows": [[SHOWN, 1, None]]}


# --------------------------------------------------------------------- surfaces
IN_TURTLE = HIDDEN.encode("unicode_escape").decode().replace("\\x", "\\u00")
STORY = f"""
@prefix id: <https://w3id.org/sayso/id/> . @prefix say: <https://w3id.org/sayso/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
id:veiled a say:Person ; rdfs:label "{IN_TURTLE}" .
id:article-veiled a say:Article ; rdfs:label "{IN_TURTLE}" .
""".encode()
ANSWER = Answer(0.0, columns=("name",), rows=((Literal(HIDDEN),), (Iri("http://x/\u202egnp"),)))


@pytest.mark.parametrize("written", [answers.markdown, lambda a: answers.write(a, "table")], ids=["Markdown", "table"])
def test_tables_for_people(written):
    text = written(ANSWER).replace("\\", "")
    assert SHOWN in text
    assert "http://x/⟨U+202E⟩gnp" in text


def test_csv_for_spreadsheets_but_not_what_programs_read():
    assert SHOWN in answers.write(ANSWER, "csv")
    for media in ("json", "tsv"):
        assert "\u202egnp.exe" in answers.write(ANSWER, media)


def test_html_of_the_case_file():
    assert writing.written(f"<b>{HIDDEN}") == f"&lt;b&gt;{SHOWN}"


@pytest.fixture(scope="module")
def veiled(sandbox):
    dataset = Dataset.open("memory:", sandbox=sandbox)
    dataset.load(dataset.admit("veiled.ttl", STORY))
    return dataset


def test_page_of_everything_and_its_triples(veiled):
    assert SHOWN in page(veiled).decode()
    assert "\u202egnp.exe\u202c pay\u00adpal\u200b" in veiled.export("nt").decode()


def test_page_of_a_thing_on_the_endpoint(veiled):
    with serving(veiled) as endpoint:
        html = endpoint.call("/id/veiled", Accept="text/html").body.decode()
        turtle = endpoint.call("/id/veiled", Accept="text/turtle").body.decode()
    assert html.count(SHOWN) == 3  # title, heading, triple
    assert "\u202e" not in html
    assert "\u202egnp.exe" in turtle


def test_command_line(tmp_path, capsys):
    file = tmp_path / "veiled.ttl"
    file.write_bytes(STORY)
    store = str(tmp_path / "data")
    assert main(["--store", store, "load", str(file)]) == 0
    query = tmp_path / "q.rq"
    query.write_text("SELECT ?l { <https://w3id.org/sayso/id/veiled> ?p ?l }", "utf-8")
    capsys.readouterr()
    assert main(["--store", store, "query", str(query)]) == 0
    assert SHOWN in capsys.readouterr().out
    assert main(["--store", store, "load", str(tmp_path / "no\u202esuch.ttl")]) == 1
    assert "no⟨U+202E⟩such.ttl" in capsys.readouterr().err
