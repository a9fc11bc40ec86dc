"""Pages through Streamlit's own test runner, over a dataset in memory: what is sent to the browser, without one."""

from pathlib import Path

import pytest
import streamlit as st
from opening import answered, run
from streamlit.testing.v1 import AppTest

from graph.pages import session

ROOT = Path(__file__).parents[2]


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


@pytest.fixture
def ask(open_app):
    """Return a function that runs a query on the SPARQL page."""

    def ask(query):
        at = open_app("sparql")
        at.session_state["desk"].text = query
        return answered(at)

    return ask
