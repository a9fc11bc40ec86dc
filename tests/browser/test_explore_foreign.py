"""Data that knows nothing of our vocabulary: brought in, searched, walked."""

from pathlib import Path

import pytest
from finding import search
from playwright.sync_api import expect
from running import serving

from graph.dataset import Dataset

FOREIGN = Path(__file__).parents[1] / "foreign"
BOOKS, PEOPLE = "https://books.example/", "https://people.example/"


@pytest.fixture(scope="module")
def foreign(tmp_path_factory, sandbox):
    folder = tmp_path_factory.mktemp("foreign") / "store"
    dataset = Dataset.open(str(folder), sandbox=sandbox)
    dataset.load_all([dataset.read(path) for path in sorted(FOREIGN.iterdir())])
    with serving(folder) as url:
        yield url


def test_from_an_author_to_a_book_and_on(explore, foreign):
    first = explore("/?focus=quetta&show=quetta", base=foreign)
    with first.grown():
        search(first, "Ilse Marten")
    author, book = f"{BOOKS}author", f"{BOOKS}novel"
    expect(first.panel).to_contain_text("Person")
    first.expand(author)
    assert first.nodes[book]["label"] == "The Salt Road"
    first.click(book)
    expect(first.panel).to_contain_text("Ilse Marten")
    expect(first.panel).to_contain_text("312")
    first.expand(book)
    assert f"{BOOKS}press" in first.nodes
    first.page.wait_for_url("**press**")
    first.idle()
    again = explore("/?" + first.page.url.partition("?")[2], base=foreign)
    assert set(again.nodes) == set(first.nodes)


def test_names_from_right_to_left_and_things_without_a_name(explore, foreign):
    first = explore(f"/?focus={PEOPLE.replace('/', '%2F')}noor".replace(":", "%3A"), base=foreign)
    expect(first.page.get_by_role("heading", level=1)).to_contain_text("نور الهاشمي")
    expect(first.panel.locator(".title").first).to_have_text("نور الهاشمي")
    named = {node["label"]: name for name, node in first.nodes.items()}
    assert {"نور الهاشمي", "Лена", "unnamed Person"} <= named.keys()
    first.click(named["unnamed Person"])
    expect(first.panel).to_contain_text("the ferryman")
