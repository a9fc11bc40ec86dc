"""What a case rests on: articles, named graphs with their digests, and the triples themselves."""

from html import escape
from typing import Final

from graph.case.seen import Seen
from graph.case.writing import download, table, web_link, written
from graph.draw.svg import anchor
from graph.model import Article, Iri, spell
from graph.namespaces import COMPUTED_GRAPH, ONTOLOGY_GRAPH, compress
from graph.views import drawn

_MOST_OTHERS: Final = 50


def articles(seen: Seen) -> str:
    """The articles behind what is drawn, in full; what else the dataset held when this was made, with digests."""
    used = [_article(article) for article in seen.articles.values()]
    return "\n".join([*(used or ["<p>No article stands behind what is drawn.</p>"]), _others(seen)])


def _others(seen: Seen) -> str:
    others = seen.other_articles
    if not others:
        return ""
    items = "".join(
        f"<li><bdi>{written(article.label)}</bdi> <code>{written(compress(article.iri))}</code>"
        f"<br><small>SHA-256 of the text</small> <code>{written(article.text_sha256) or 'not recorded'}</code></li>"
        for article in others[:_MOST_OTHERS]
    )
    left = len(others) - _MOST_OTHERS
    more = f"<p>… and {left:,} more articles, not listed.</p>" if left > 0 else ""
    return f"<h4>Also in the dataset, not behind this view</h4>\n<ul>{items}</ul>{more}"


def _article(article: Article) -> str:
    told = [
        ("publisher", article.publisher or "not recorded"),
        ("agency", article.agency),
        ("page dated", spell(article.published) if article.published else "not recorded"),
        ("text", f"{article.characters:,} characters" if article.text_sha256 else "not recorded"),
        ("statements", f"{article.statements:,} in the whole article"),
    ]
    linked = [
        ("link", web_link(article.url, "none recorded")),
        *([("archived copy", web_link(article.archived, ""))] if article.archived else []),
        ("SHA-256 of the text", f"<code>{written(article.text_sha256)}</code>" if article.text_sha256 else ""),
        ("id", f"<code>{written(compress(article.iri))}</code>"),
    ]
    return (
        f'<article id="{anchor(article.iri, "article")}" class="source"><h4 dir="auto">{written(article.label)}</h4>'
        f"{table(told, linked)}</article>"
    )


def graphs(seen: Seen) -> str:
    """Every named graph that something in the file was read from, the computed one where disputes are told."""
    told = {Iri(COMPUTED_GRAPH)} if seen.disputes or any(found.disagreeing for found in seen.found.values()) else set()
    there = {size.graph for size in seen.dataset.graphs()}
    involved = sorted(({*seen.placed, Iri(ONTOLOGY_GRAPH)} | told) & there)
    version = drawn.ontology_version(seen.dataset)
    notes = {ONTOLOGY_GRAPH: f"the ontology, version {version}" if version else "the ontology"}
    notes[COMPUTED_GRAPH] = "computed from the others"
    rows = []
    for iri in involved:
        edition = drawn.edition(seen.dataset, iri)
        note = f" <small>{written(notes[iri])}</small>" if iri in notes else ""
        rows.append(
            f'<tr><th scope="row"><code>{written(compress(iri))}</code>{note}</th>'
            f"<td>{edition.triples:,}</td><td>{len(seen.placed.get(iri, ())):,}</td>"
            f"<td><code>{edition.sha256}</code></td></tr>"
        )
    return "\n".join(rows)


def triples(seen: Seen) -> str:
    """The triples as TriG, to be saved and to be read."""
    trig = drawn.written(seen.placed)
    return (
        f'<p class="save">{download(trig, "application/trig", "trig", "Save the triples as TriG")}</p>\n'
        '<details><summary>Read the triples</summary><pre tabindex="0" id="trig"><code>'
        f"{escape(trig.decode())}</code></pre></details>"
    )
