"""What the timeline draws: the pages that what is shown was read from, each named while there are few."""

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from graph.component import timeline
from graph.pages import session

APP = Path(__file__).parent.parent / "app.py"
ROW = {"id": "urn:s", "label": "Told", "side": "A", "said": {"from": "2021-07-14", "to": "2021-07-14"}, "about": None}


def drawn(pages):
    return timeline.drawing(
        {"rows": [ROW], "published": [{"day": f"2021-07-{day:02}", "label": "page dated"} for day in pages]}
    )


def test_few_pages_are_named():
    found = drawn([15, 20])
    assert [line["label"] for line in found["clocks"]] == ["page dated 15 Jul", "page dated 20 Jul"]
    assert "pages" not in found["legend"]


def test_of_many_pages_each_has_a_mark_which_the_legend_explains():
    found = drawn(range(1, 9))
    assert [(line["label"], line["kind"]) for line in found["clocks"]] == [("", "published")] * 8
    assert "pages" in found["legend"]


@pytest.fixture
def drawings(monkeypatch):
    """What the Disputes page gives the timeline to draw."""
    made = []
    monkeypatch.setenv("SAYSO_STORE", "memory:")
    monkeypatch.setattr("graph.pages.when_where.timeline", lambda data, **_: made.append(data))
    session.st.cache_resource.clear()
    yield made
    session.dataset().close()
    session.st.cache_resource.clear()


def test_only_the_pages_of_what_is_shown_are_marked(drawings):
    at = AppTest.from_file(APP, default_timeout=60)
    at.query_params["matter"] = "spin-boldak-chaman-crossing"
    at.switch_page("graph/pages/disputes.py").run()
    assert not at.exception
    assert [page["day"] for page in drawings[-1]["published"]] == [date(2021, 7, 25).isoformat()]
