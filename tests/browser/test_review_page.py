"""From a text to reviewed statements in the app, by keyboard; a copy that is not here; a phone; failures."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect
from running import Explore, serving
from test_axe import LOOKS, serious

GOLD = Path(__file__).parents[1] / "articles" / "gold"
SHORT = (
    "Mill to close in spring\n\n"
    "The Arden paper mill will close in April, its director Lena Brook said on Monday. "
    "The union denied that it had agreed to the closure.\n"
)
SLOW = 180_000  # ms: keys are quicker than the store, and what they ask for waits in line
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture(scope="module")
def review_house(tmp_path_factory):
    """The app over a folder of its own, for tests that bring articles in."""
    with serving(tmp_path_factory.mktemp("reviewing") / "store") as url:
        yield url


@pytest.fixture
def articles(visit, review_house):
    def articles(**options):
        page = visit("/articles", base=review_house, **options)
        page.get_by_role("tab", name="Review").click()
        return page

    return articles


def bring(page, text):
    """Paste a text, have it read, and open its review."""
    page.get_by_label("Paste its text").fill(text)
    page.get_by_role("button", name="Read it").click()
    page.get_by_role("button", name="Review it").click()
    begin(page)


def begin(page, name="Ines"):
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Your name").press("Enter")
    expect(page.locator(".counts")).to_contain_text("open")


def open_count(page):
    return int(page.locator(".counts").inner_text().split()[0])


class Keys:
    """Keys as somebody presses who knows them, counted."""

    def __init__(self, page):
        self.page, self.pressed = page, 0

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def type(self, text):
        self.page.keyboard.type(text)
        self.pressed += len(text)

    def accept(self):
        """Accept the card that is open; where it disagrees with another, by a second press after a look."""
        left = open_count(self.page) - 1
        for _ in range(2):
            self.press("a")
            self.page.wait_for_function(
                """left => {
                  const holds = (e) => e.shadowRoot?.querySelector(".review");
                  const root = [...document.querySelectorAll("*")].find(holds).shadowRoot;
                  return root.querySelector(".counts").textContent.startsWith(`${left} open`)
                    || root.querySelector("[role=status]").textContent.startsWith("Look first");
                }""",
                arg=left,
                timeout=SLOW,
            )
            if open_count(self.page) == left:
                return


def test_a_gold_article_is_reviewed_by_keyboard(articles, record_property):
    text = (GOLD / "01-border-post.txt").read_text("utf-8")
    page = articles()
    bring(page, text)
    keys, cards = Keys(page), open_count(page)
    assert cards >= 15
    keys.press("r")
    keys.press("e")
    keys.type("The Front says it holds Marrow Gap")
    keys.press("Enter")
    expect(page.locator(".card.current .what")).to_have_text("The Front says it holds Marrow Gap")
    while open_count(page):
        keys.accept()
    expect(page.get_by_text("nothing is open")).to_be_visible(timeout=SLOW)
    expect(page.locator(".counts")).to_have_text(f"0 open · {cards - 1} accepted · 1 rejected")
    words = len(text.split())
    record_property("keys", f"{keys.pressed} for {cards} cards, {words} words, one paraphrase of 34 letters")
    assert keys.pressed <= 2 * cards + 40


def test_what_was_accepted_is_in_explore_and_conforms(articles, review_house):
    page = articles()
    bring(page, SHORT.replace("paper", "cotton"))
    keys = Keys(page)
    while open_count(page):
        keys.accept()
    page.get_by_role("button", name="Open it in Explore").click()
    first = Explore(page)
    expect(first.panel).to_contain_text("Mill to close in spring")
    page.goto(review_house + "/articles")
    page.get_by_role("tab", name="Check").click()
    page.get_by_role("button", name="Check the data").click()
    expect(page.get_by_text("no violations")).to_be_visible()


def test_decisions_are_kept_and_the_cards_work_without_the_text(articles, review_house, visit, tmp_path):
    page = articles()
    bring(page, SHORT)
    left = open_count(page)
    page.keyboard.press("r")
    expect(page.get_by_role("status")).to_have_text("Rejected.")
    again = visit(page.url.removeprefix(review_house), base=review_house)
    begin(again, "Jon")
    expect(again.locator(".counts")).to_have_text(f"{left - 1} open · 1 rejected")
    expect(again.locator(".untold")).to_be_visible()
    other = tmp_path / "other.txt"
    other.write_text("Quite another text.", "utf-8")
    again.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(other)
    expect(again.get_by_role("alert").first).to_contain_text("is another text")
    copy = tmp_path / "mill.txt"
    copy.write_text(SHORT, "utf-8")
    again.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(copy)
    expect(again.locator(".paper .its-content").first).to_be_visible()
    again.locator(".review").click(position={"x": 5, "y": 5})
    again.keyboard.press("u")
    expect(again.locator(".counts")).to_have_text(f"{left} open")


def test_what_cannot_be_read_is_said_in_a_sentence(articles):
    page = articles()
    page.get_by_label("Paste its text").fill("   ")
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_text("Paste a text or drop a file first.")).to_be_visible()
    bad = {"name": "picture.txt", "mimeType": "text/plain", "buffer": b"\x89PNG\0\0"}
    with page.expect_response(lambda answer: "/upload_file/" in answer.url and answer.request.method == "PUT"):
        page.get_by_role("tabpanel", name="Review").get_by_test_id("stFileUploaderDropzoneInput").set_input_files(bad)
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_text("picture.txt: is no text but binary data.")).to_be_visible()


def test_what_cannot_be_saved_is_still_in_the_form(articles):
    page = articles()
    bring(page, SHORT)
    page.locator("body").press("e")
    page.get_by_role("button", name="Add a slot").first.click()
    page.get_by_role("combobox", name="Slot", exact=True).last.select_option("say:begunBy")
    page.get_by_role("combobox", name="Value of the slot").last.fill("3 March 2026")
    page.get_by_label("In plain words").first.fill("The mill closes")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("is no day: write the year, month and day")).to_be_visible()
    expect(page.get_by_role("combobox", name="Value of the slot").last).to_have_value("3 March 2026")
    expect(page.get_by_label("In plain words").first).to_have_value("The mill closes")
    page.get_by_role("combobox", name="Value of the slot").last.fill("2026-03-03")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()


@pytest.mark.parametrize("look", LOOKS)
def test_nothing_serious(articles, look):
    page = articles(reduced_motion="reduce", **LOOKS[look])
    expect(page.get_by_label("Paste its text")).to_be_visible()
    assert not serious(page)
    bring(page, SHORT.replace("April", f"May, the {look} one"))
    expect(page.locator(".card.current .adds").first).to_be_visible()
    page.wait_for_function("!document.querySelector('.stApp[data-test-script-state=running]')")
    assert not serious(page)


def test_a_phone_shows_text_above_and_card_below(articles):
    page = articles(**PHONE)
    bring(page, SHORT.replace("April", "June"))
    wide = "Math.max(document.documentElement.scrollWidth, document.querySelector('[data-testid=stMain]').scrollWidth)"
    assert page.evaluate(wide) <= 390
    text, card = page.locator(".textside").bounding_box(), page.locator(".card.current").bounding_box()
    assert text["y"] + text["height"] <= card["y"]
    page.get_by_role("button", name="Reject").tap()
    expect(page.locator(".counts")).to_contain_text("1 rejected")


def test_hostile_words_stay_words(articles):
    page = articles()
    hostile = "<img src=x onerror=alert(1)> :red[x] ![a](http://evil.example/a.png) www.evil.example"
    bring(
        page,
        f"{hostile}\n\nThe mayor of <b>Arden</b>, Lena <script>alert(2)</script> Brook, said that {hostile} fell.\n",
    )
    expect(page.locator(".paper")).to_contain_text("<script>alert(2)</script>")
    assert page.locator("img[src*=evil], .review img, .review script, .review b").count() == 0
    assert json.dumps(hostile)[1:8] in page.get_by_role("heading", level=1).inner_text()
