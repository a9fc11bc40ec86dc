"""What a person sees first: a question, its accounts side by side, and where one stands."""

from itertools import combinations

from playwright.sync_api import expect

from graph.draw.place import CARD_HEIGHT, CARD_WIDTH

CROSSING = "spin-boldak-chaman-crossing"
ACCOUNTS = {
    "the Taliban say they took it": "article-spin-boldak-s03",
    "the authorities deny it": "article-spin-boldak-s04",
    "an official saw flags changed": "article-spin-boldak-s07",
    "the ministry says the attack was repelled": "article-spin-boldak-s13",
}


def test_the_story_is_there(explore):
    first = explore()
    expect(first.page.get_by_role("heading", level=1)).to_have_text(
        "Who holds the Spin Boldak crossing? Accounts differ."
    )
    assert first.nodes[CROSSING]["kind"] == "say:BorderCrossing"
    for account, name in ACCOUNTS.items():
        assert name in first.nodes, account
    assert 10 <= len(first.nodes) <= 25
    assert first.mounts == 1


def test_the_panel_and_the_footer_speak(explore):
    first = explore()
    expect(first.panel).to_contain_text("Taliban say they took the border post")
    for words in ("14 July 2021", "page dated", "25 July 2021", "Le Monde with Agence France-Presse", "evidence"):
        expect(first.panel).to_contain_text(words)
    for words in ("2 articles", "88 statements", "nothing leaves this machine"):
        expect(first.footer).to_contain_text(words)


def test_cards_do_not_overlap_and_stand_where_python_put_them(explore):
    first = explore()
    first.page.wait_for_url("**at=**")
    world = first.world
    cards = [world[name] for name, node in first.nodes.items() if node["kind"] == "say:Statement"]
    for one, other in combinations(cards, 2):
        apart = abs(one[0] - other[0]) >= CARD_WIDTH or abs(one[1] - other[1]) >= CARD_HEIGHT
        assert apart, (one, other)
    (x0, y0), scale = first.places[CROSSING], first.scale(world)
    for name, (x, y) in first.places.items():
        assert abs(x - x0 - scale * world[name][0]) < 1, name
        assert abs(y - y0 - scale * world[name][1]) < 1, name


def test_everything_of_the_story_is_in_view(explore):
    first = explore()
    paper = first.paper.bounding_box()
    for name, (x, y) in first.places.items():
        assert 0 < x < paper["width"], name
        assert 0 < y < paper["height"], name


def test_each_story_can_be_started(explore):
    first = explore()
    before = set(first.nodes)
    for name, question in (
        ("Russia and Tajikistan", "What binds Russia and Tajikistan?"),
        ("Quetta, Pakistan", "What is said of Quetta, and who knows it?"),
    ):
        with first.grown():
            first.page.locator(".st-key-stories").get_by_role("button", name=name).click()
        expect(first.page.get_by_role("heading", level=1)).to_have_text(question)
        assert set(first.nodes) != before
    with first.grown():
        first.page.get_by_role("button", name="Start over").click()
    assert set(first.nodes) == before
