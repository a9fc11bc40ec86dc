"""The Articles page: reading, import, export, the shapes."""

import re
from pathlib import Path

import pytest
from opening import canvas, choose, component, labelled, nodes, plain, run, sheet, upload

from graph.pages import address, session

ROOT = Path(__file__).parents[2]


def listing(at):
    (block,) = next(data["blocks"] for data in component(at, "sheet") if data["blocks"][0]["type"] == "listing")
    return block["items"]


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


def test_the_text_of_another_article_is_no_copy(open_app, monkeypatch, tmp_path):
    (tmp_path / "mill.txt").write_text("He said on Wednesday that the Taliban, according to AFP, were in Pakistan.")
    monkeypatch.setenv("SAYSO_TEXTS", str(tmp_path))
    at = open_app("articles", article="article-spin-boldak")
    assert not any("passages found" in caption.value for caption in at.caption)


def test_what_the_days_hide_is_counted_and_shown_again(open_app):
    at = open_app("articles", article="article-spin-boldak", known="2021-07-13")
    assert any("32 of 32 statements are hidden by the days chosen" in text.value for text in at.text)
    assert listing(at) == []
    run(labelled(at.button, "Show any day").click())
    assert len(listing(at)) == 32


def test_a_removed_graph_is_named_and_nothing_else_is_chosen(open_app, own_data):
    at = open_app("articles", tab="import")
    chosen = labelled(at.selectbox, "Graph")
    run(chosen.set_value("https://w3id.org/sayso/id/article-spin-boldak"))
    run(labelled(at.button, "Remove it").click())
    assert "Taliban say they seized a key border post" in plain(at.success[0].value)
    assert at.selectbox(key="graph to remove 1").value is None
    assert labelled(at.button, "Remove it").disabled


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
