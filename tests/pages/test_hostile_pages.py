"""Text from data stays text on every page, whatever it says."""

import re
from pathlib import Path

import pytest
from opening import nodes, sheet, table, upload
from streamlit.testing.v1 import AppTest

from graph.pages import session

HOSTILE = Path(__file__).parents[1] / "hostile.ttl"


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
