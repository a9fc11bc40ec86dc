"""The static drawing: well-formed and inert, the same bytes each time, and it looks like the canvas."""

import os
import re
import subprocess
import sys
import tomllib
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.dataset import ROOT
from graph.draw import arranged, ink, network, positions
from graph.draw.lettering import fit, is_right_to_left, width, wrap
from graph.draw.svg import anchor, svg
from graph.errors import UnknownName
from graph.model import Iri, Link, Picture, Thing
from graph.namespaces import ID
from graph.views.groups import grouped
from graph.views.links import node
from graph.views.picture import picture
from graph.views.stories import stories

SVG = "{http://www.w3.org/2000/svg}"
DENIAL = "drawn-article-spin-boldak-s04"
HOSTILE = [
    "<script>alert(1)</script>",
    '" onload="alert(1)',
    "]]><!--",
    "&lt;&#60;&amp;",
    "a\x00b\x0bc\ufffe",
    "\u202egnp.exe",
    "x" * 5_000,
    "",
]
AGAIN = """
import sys
from graph.dataset import Dataset
from graph.draw import positions
from graph.draw.svg import svg
from graph.views.groups import grouped
from graph.views.links import node
from graph.views.picture import picture
from graph.views.stories import stories
dataset = Dataset.open("memory:")
drawn = picture(dataset, stories(dataset)[0].shown)
sys.stdout.write(svg(drawn, positions(drawn, {}, None), theme="auto"))
dataset.close()
"""


@pytest.fixture(scope="module")
def told(dataset):
    story = stories(dataset)[0]
    drawn = picture(dataset, story.shown)
    return drawn, positions(drawn, {}, story.focus)


def named(*labels, links=()):
    """A picture of people with these labels, side by side."""
    things = tuple(Thing(Iri(f"urn:x:{i}"), label, "say:Person", "person") for i, label in enumerate(labels))
    return Picture(things, {}, links), {thing.iri: (200.0 * i, 0.0) for i, thing in enumerate(things)}


def root(*arguments, **options):
    return ET.fromstring(svg(*arguments, **options))


def texts(element):
    return ["".join(text.itertext()) for text in element.iter(f"{SVG}text")]


def group(tree, name):
    (found,) = (g for g in tree.iter(f"{SVG}g") if g.get("id") == name)
    return found


# ----------------------------------------------------------------- content
def test_everything_drawn_on_the_canvas_is_drawn(told):
    tree, net = root(*told), network(*told)
    assert [g.get("id") for g in tree.iter(f"{SVG}g")] == [anchor(node["id"]) for node in net.nodes]
    heads = [p for p in tree.findall(f"{SVG}polygon") if len(p.get("points").split()) == 3]
    assert len(heads) == len(net.edges)


def test_a_denial_is_hatched_marked_and_says_so(told):
    tree = root(*told)
    cards = {g.get("id"): g for g in tree.iter(f"{SVG}g") if g.find(f"{SVG}path") is not None}
    hatched = {name for name, card in cards.items() if len(card.findall(f"{SVG}path")) == 2}
    assert hatched == {DENIAL}
    head, kind, *body = texts(cards[DENIAL])
    assert head.startswith("✕ Government of Afg")
    assert head.endswith(" denies")
    assert kind == "CAPTURE"
    assert body[-1] == "14 July 2021"
    assert "Hatched and marked ✕ is what a statement denies: 1." in tree.find(f"{SVG}desc").text


def test_unsure_and_ordered_have_their_borders(told):
    drawn, at = told
    (iri, record), *_ = drawn.statements.items()
    for changed, dashes in (
        ({"certainty": "say:possible"}, "6 4"),
        ({"act": "say:order"}, "0.1 4.5"),
        ({}, None),
    ):
        card = group(
            root(replace(drawn, statements={**drawn.statements, iri: replace(record, **changed)}), at), anchor(iri)
        )
        assert [rect.get("stroke-dasharray") for rect in card.findall(f"{SVG}rect")][1] == dashes


def test_a_group_is_a_stack_with_its_number(dataset):
    nodes = [node(dataset, iri) for iri in dict.fromkeys(Iri(row["thing"]) for row in dataset.select("things"))]
    drawn = grouped(nodes, "kind", (), frozenset(), ())
    tree = root(drawn, arranged(drawn, {}, None))
    stack = group(tree, anchor("group:kind:say:Person"))
    assert len([r for r in stack.findall(f"{SVG}rect") if r.get("stroke")]) == 3
    assert stack.find(f"{SVG}text").text == str(drawn.groups["group:kind:say:Person"])


def test_everything_is_inside_the_view(told):
    tree = root(*told)
    left, top, wide, high = map(float, tree.get("viewBox").split())
    for rect in tree.iter(f"{SVG}rect"):
        x, y, w, h = (float(rect.get(name)) for name in ("x", "y", "width", "height"))
        assert left <= x <= x + w <= left + wide
        assert top <= y <= y + h <= top + high


def test_edges_end_at_borders_and_not_at_middles(told):
    drawn, at = told
    points = [
        tuple(map(float, head.get("points").split()[0].split(",")))
        for head in root(drawn, at).findall(f"{SVG}polygon")
        if len(head.get("points").split()) == 3
    ]
    for link, (x, y) in zip(drawn.links, points, strict=True):
        dx, dy = abs(x - at[link.target][0]), abs(y - at[link.target][1])
        if link.target in drawn.statements:
            assert dx == pytest.approx(108, abs=0.1) or dy == pytest.approx(54, abs=0.1)
        else:
            assert 10 <= (dx**2 + dy**2) ** 0.5 <= 20


def test_a_name_of_an_edge_stands_where_it_covers_nothing():
    link = Link(Iri("urn:x:0"), Iri("urn:x:1"), "urn:knows", "knows", "is known by")
    drawn, at = named("A", "B", links=(link,))
    assert "knows" in texts(root(drawn, at))
    near = {iri: (x * 0.2, y) for iri, (x, y) in at.items()}
    assert "knows" not in texts(root(drawn, near))


def test_two_edges_between_the_same_two_do_not_lie_on_each_other():
    links = tuple(Link(Iri("urn:x:0"), Iri("urn:x:1"), f"urn:{n}", n, n) for n in ("one", "two", "three"))
    paths = [path.get("d") for path in root(*named("A", "B", links=links)).findall(f"{SVG}path")]
    assert ["Q" in path for path in paths] == [False, True, True]
    assert len(set(paths)) == 3


def test_nothing_drawn_is_still_a_picture():
    tree = root(Picture(()), {})
    assert tree.find(f"{SVG}desc").text == "Nothing is drawn."


def test_an_edge_between_things_at_the_same_place_does_no_harm():
    link = Link(Iri("urn:x:0"), Iri("urn:x:1"), "urn:knows", "knows", "is known by")
    drawn, at = named("A", "B", links=(link,))
    assert "nan" not in svg(drawn, dict.fromkeys(at, (5.0, 5.0)))


# ------------------------------------------------------------------ safety
@pytest.mark.parametrize("label", HOSTILE, ids=range(len(HOSTILE)))
def test_text_from_data_is_text(label):
    drawn, at = named(label, "other")
    tree = root(drawn, at, title=label, theme="auto")
    assert {element.tag.removeprefix(SVG) for element in tree.iter()} <= {
        "svg", "title", "desc", "style", "g", "rect", "circle", "polygon", "path", "text", "tspan",
    }  # fmt: skip
    assert not {name for element in tree.iter() for name in element.attrib if name.startswith("on") or "href" in name}


def test_it_asks_for_nothing(told):
    text = svg(*told, theme="auto")
    assert set(re.findall(r"https?://[^\"<]+", text)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"<script|<image|<use|<foreignObject|url\(|@import|<a ", text)


def test_signs_that_turn_words_round_are_shown(told):
    drawn, at = told
    (iri, record), *_ = drawn.statements.items()
    speaker = replace(record.speaker, label="\u202ella\u202d")
    text = svg(replace(drawn, statements={**drawn.statements, iri: replace(record, speaker=speaker)}), at)
    assert "⟨U+202E⟩ll" in text
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", text)


@given(st.lists(st.text(max_size=30), min_size=1, max_size=4))
def test_any_labels_give_well_formed_xml_with_ids_of_their_own(labels):
    things = tuple(Thing(Iri(f"urn:{i}:{label}"), label, "say:Place", "place") for i, label in enumerate(labels))
    tree = root(Picture(things), {thing.iri: (i * 90.0, 0.0) for i, thing in enumerate(things)})
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(set(ids)) == len(ids) == len(things) + 2


@given(st.sampled_from(["", ID, "http://x/"]), st.text(max_size=20), st.sampled_from(["", ID]), st.text(max_size=20))
def test_different_things_have_different_ids(one_base, one, other_base, other):
    first, second = one_base + one, other_base + other
    assert (anchor(first) == anchor(second)) == (first == second)
    assert re.fullmatch(r"drawn[-.][A-Za-z0-9_-]+", anchor(first))


# ----------------------------------------------------------------- writing
def test_right_to_left_names_and_words_start_at_the_right(told):
    drawn, at = told
    (iri, record), *_ = drawn.statements.items()
    content = replace(record.contents[0], label="طالبان کنترل گذرگاه مرزی را در دست گرفتند و پرچم را عوض کردند")
    said = replace(record, contents=(content,), speaker=replace(record.speaker, label="دولت افغانستان"))
    card = group(root(replace(drawn, statements={**drawn.statements, iri: said}), at), anchor(iri))
    turned = [text for text in card.iter(f"{SVG}text") if text.get("direction") == "rtl"]
    assert len(turned) >= 2
    assert {float(text.get("x")) for text in turned} == {at[iri][0] + 108 - 10}
    (speaker,) = (span for span in card.iter(f"{SVG}tspan") if span.get("direction") == "rtl")
    assert speaker.text.startswith("دولت")
    assert speaker.get("unicode-bidi") == "embed"


@pytest.mark.parametrize(
    ("text", "turned"),
    [("Taliban", False), ("طالبان", True), ("(123) קו", True), ("123", False), ("", False), ("A قصر", False)],
)
def test_the_first_letter_with_a_direction_decides(text, turned):
    assert is_right_to_left(text) == turned


@given(st.text(), st.floats(20, 300), st.sampled_from([9.5, 11, 13]))
def test_lines_fit_and_nothing_but_the_end_is_lost(text, room, size):
    lines = wrap(text, room, size, 3)
    assert len(lines) <= 3
    assert all(width(line, size) <= room or line in {"…", ""} for line in lines)
    if not any(line.endswith("…") for line in lines):
        assert " ".join(lines).split() == text.split()


def test_a_letter_keeps_its_accents():
    family = "👩\u200d👩\u200d👧"
    assert fit("e\u0301" * 40, 60, 13).rstrip("…").endswith("e\u0301")
    assert fit(family * 9, 60, 13).replace(family, "") in {"…", family[:0] + "…"}


# ------------------------------------------------------------------- theme
def test_the_colours_are_those_of_the_app():
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
    assert (config["light"]["backgroundColor"], config["dark"]["backgroundColor"]) == ink.PAPER
    assert (config["light"]["textColor"], config["dark"]["textColor"]) == ink.TEXT
    assert config["dark"]["secondaryBackgroundColor"] == ink.SURFACE.dark


def test_each_theme_has_its_colours_and_auto_has_both(told):
    light, dark, auto = (svg(*told, theme=theme) for theme in ("light", "dark", "auto"))
    assert ink.PAPER.light in light
    assert ink.PAPER.dark not in light
    assert ink.PAPER.dark in dark
    assert ink.PAPER.light not in dark
    assert "prefers-color-scheme:dark" in auto
    assert re.sub(r' class="[^"]*"|<style>.*?</style>\n', "", auto) == light
    with pytest.raises(UnknownName, match="light, dark, auto"):
        svg(*told, theme="sepia")


def test_every_class_of_auto_has_its_rule(told):
    text = svg(*told, theme="auto")
    used = {name for names in re.findall(r'class="([^"]+)"', text) for name in names.split()}
    assert used == set(re.findall(r"\.((?:fill|stroke)[\w-]+)\{", text))


# ------------------------------------------------------------------- bytes
def test_two_processes_write_the_same_bytes():
    def run(seed):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        return subprocess.run([sys.executable, "-c", AGAIN], env=environment, cwd=ROOT, capture_output=True, check=True)

    one, other = run("1"), run("2")
    assert one.stdout.startswith(b"<svg")
    assert one.stdout == other.stdout
