"""The dataset as one HTML page: complete, inert, and the same each time."""

from datetime import date
from html.parser import HTMLParser

import pytest

from graph.errors import UnknownName
from graph.model import Clock
from graph.namespaces import ID
from graph.page import page

HOSTILE = """
@prefix say: <https://w3id.org/sayso/ns#> . @prefix id: <https://w3id.org/sayso/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix oa: <http://www.w3.org/ns/oa#> .
id:article-evil a say:Article ; rdfs:label "<script>alert(1)</script>" .
id:article-evil-s01 a say:Statement ; rdfs:label "<img src=x onerror=alert(1)>" ; say:speaker id:taliban ;
  say:reportedIn id:article-evil ; say:act say:claim ; say:polarity say:positive ; say:certainty say:certain ;
  say:basis say:party ; say:dateBasis say:undated ; say:content id:article-evil-p01 ; say:contentSpan id:e-0-1 .
id:article-evil-p01 a say:Proposition ; rdfs:label "x" .
id:e-0-1 oa:hasSelector id:e-0-1-selector . id:e-0-1-selector oa:start 0 ; oa:end 1 .
"""


class Tags(HTMLParser):
    """Collects the tags of a page and where they lead."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.targets = set(), []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.targets += [value for name, value in attributes if name in {"href", "src", "srcset", "action"}]


def test_every_statement_and_dispute_stands_on_it(dataset):
    text = page(dataset).decode()
    assert text.count('<li id="article-') == 88
    assert "Who holds the Spin Boldak crossing?" in text
    assert "2 articles, 88 statements" in text


def test_it_asks_for_nothing(dataset):
    tags = Tags(page(dataset).decode())
    assert not tags.tags & {"script", "img", "iframe", "link", "object", "form"}
    assert all(target.startswith("#") for target in tags.targets)


def test_the_clock_is_obeyed_and_said(dataset):
    text = page(dataset, now=Clock(known=date(2021, 7, 13))).decode()
    assert "2 articles, 56 statements; only what was known by 13 July 2021" in text
    assert 'id="article-spin-boldak-s03"' not in text
    assert "No two sides contradict each other." in text


def test_one_article_is_enough_and_anything_else_is_refused(dataset):
    assert page(dataset, f"{ID}article-spin-boldak").decode().count('<li id="article-') == 32
    with pytest.raises(UnknownName, match="id:article-islam-qala"):
        page(dataset, f"{ID}reference")


def test_text_from_data_is_text(sandbox, empty_house_with_vocabulary):
    from graph.dataset import Dataset  # noqa: PLC0415 a house of its own

    opened = Dataset.open("memory:", root=empty_house_with_vocabulary, sandbox=sandbox)
    opened.load(opened.admit("evil.ttl", HOSTILE.encode()))
    text = page(opened).decode()
    assert "&lt;img src=x" in text
    assert not Tags(text).tags & {"script", "img"}


def test_the_same_data_gives_the_same_page(dataset):
    assert page(dataset) == page(dataset)
