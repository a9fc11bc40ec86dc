"""The page of articles says where a text would go, and sends it after a yes only."""

from pathlib import Path

import pytest
import streamlit as st
from scripted import fault
from streamlit.testing.v1 import AppTest

from graph.pages import session

ROOT = Path(__file__).parents[2]
TEXT = "Mill to close in spring\n\nThe Arden paper mill will close in April, its director Lena Brook said on Monday.\n"
SEND = "send-to-model"


@pytest.fixture
def page(monkeypatch):
    """The page of articles over a dataset of its own in memory."""
    monkeypatch.setenv("SAYSO_STORE", "memory:")
    session.dataset().close()
    st.cache_resource.clear()
    at = AppTest.from_file(ROOT / "app.py", default_timeout=120)
    at.switch_page("graph/pages/articles.py")
    yield at
    session.dataset().close()
    st.cache_resource.clear()


def read(page, *, sent):
    """Paste the text and have it read; the line that says what became of it."""
    page.run()
    page.text_area[0].set_value(TEXT)
    if sent:
        page.checkbox(key=SEND).check()
    next(button for button in page.button if button.label == "Read it").click()
    page.run()
    assert page.session_state["extraction"].apart.wait(60)
    page.run()
    assert not page.exception
    return [each.value for each in (*page.success, *page.error)]


def test_without_a_model_nothing_is_offered(page, monkeypatch):
    monkeypatch.delenv("SAYSO_LLM_URL", raising=False)
    page.run()
    assert [box.key for box in page.checkbox if box.key == SEND] == []


def test_a_text_goes_to_the_model_after_a_yes_only(page, server):
    (line,) = read(page, sent=False)
    assert "statement" in line
    assert server.asked == []
    assert "goes to 127.0.0.1" in page.checkbox(key=SEND).label.replace("\\", "")


def test_what_the_model_proposes_is_counted_and_told(page, server):
    (line,) = read(page, sent=True)
    assert len(server.asked) >= 1
    assert "The model proposed" in line


def test_a_model_that_fails_leaves_what_the_rules_found(page, server):
    server.replies = [fault(400, "no such model") for _ in range(6)]
    (line,) = read(page, sent=True)
    assert "statement" in line
    assert "The model proposed 0 more" in line
