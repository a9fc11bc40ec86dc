"""Disputes where there are many: lists that go on when asked, and a choice that comes into sight."""

import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect
from running import ROOT, serving

from graph.dataset import Dataset

PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def many(tmp_path_factory, sandbox):
    """The app over invented news."""
    folder = tmp_path_factory.mktemp("many")
    command = [sys.executable, ROOT / "tests" / "bench" / "news.py", "--triples", "20000", "-o", folder / "news"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    dataset = Dataset.open(str(folder / "store"), sandbox=sandbox)
    dataset.load_all([dataset.read(path) for path in sorted((folder / "news").glob("*.nq"))])
    with serving(folder / "store") as url:
        yield url


def matters(page):
    return page.locator("details", has_text="In dispute").get_by_role("button", name=re.compile("known from"))


def test_a_list_goes_on_when_asked(visit, many):
    page = visit("/disputes", base=many)
    expect(matters(page)).to_have_count(20)
    page.get_by_role("button", name=re.compile("Show 20 more of")).first.click()
    expect(matters(page)).to_have_count(40)


@pytest.mark.parametrize("phone", [False, True], ids=["wide", "phone"])
def test_what_is_chosen_comes_into_sight(phone, visit, many):
    looks = {"viewport": PHONE, "has_touch": True, "is_mobile": True} if phone else {}
    page = visit("/disputes", base=many, reduced_motion="reduce", **looks)
    expect(page.get_by_role("heading", name="Who holds").first).to_be_attached()
    if not phone:  # somewhere down in what another matter shows
        page.locator(".timeline").scroll_into_view_if_needed()
    chosen = matters(page).nth(3)
    name = chosen.locator(".text").inner_text()
    expect(page.get_by_role("heading", name=name)).to_have_count(0)
    chosen.click()
    heading = page.get_by_role("heading", name=name)
    expect(heading).to_be_in_viewport(ratio=1)
    assert heading.bounding_box()["y"] < page.viewport_size["height"] / 2
