"""The page of canvas_app.py as a person uses it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page
from running import Explore

HEARD = "[data-testid=stCode] code"
# The colour of the picture at a point of the screen, as #rrggbb over the theme's background.
COLOUR = """(paper, [x, y]) => {
  const canvas = paper.querySelector("canvas");
  const { left, top } = paper.getBoundingClientRect();
  const ratio = canvas.width / canvas.clientWidth;
  const [r, g, b, a] = canvas.getContext("2d").getImageData((x - left) * ratio, (y - top) * ratio, 1, 1).data;
  return a ? "#" + [r, g, b].map((part) => part.toString(16).padStart(2, "0")).join("") : "";
}"""
# How many pixels of a part of the screen are drawn on.
INK = """(paper, [x, y, width, height]) => {
  const canvas = paper.querySelector("canvas");
  const { left, top } = paper.getBoundingClientRect();
  const { data } = canvas.getContext("2d").getImageData(x - left, y - top, width, height);
  return data.filter((value, i) => i % 4 === 3 && value > 40).length;
}"""


class Canvas(Explore):
    """The canvas alone; things are named by their ids."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.more = page.get_by_role("button", name="Menu of the selected item")

    @property
    def heard(self) -> list[dict]:
        """What Python heard, in order: each the event and its value."""
        self.idle()
        return json.loads(self.page.locator(HEARD).inner_text())

    @property
    def acts(self) -> list[tuple]:
        """Of that, what was asked by `act`: what, of what, with what."""
        asked = [event["act"] for event in self.heard if "act" in event]
        return [(act["do"], act["id"], act["arg"]) for act in asked]

    @contextmanager
    def hearing(self, event: str) -> Iterator[None]:
        """Python hears `event` of what is done inside; ends when its answer is drawn."""
        before = sum(event in one for one in self.heard)
        yield
        self.until_heard(event, before + 1)

    def until_heard(self, event: str, times: int) -> None:
        """Wait until Python has heard `event` so many times in all, and its answer is drawn."""
        count = f"JSON.parse(document.querySelector({HEARD!r}).innerText).filter((one) => {event!r} in one).length"
        self.page.wait_for_function(f"times => {count} >= times", arg=times)
        self.idle()

    def focus(self, name: str) -> None:
        """Select by mouse, with the focus on the picture."""
        self.click(name)
        self.page.wait_for_function("name => __sayso.selected === name", arg=name)
        self.paper.focus()

    def colour(self, x: float, y: float) -> str:
        """The colour of the picture there; empty where nothing is drawn."""
        return self.paper.evaluate(COLOUR, [x, y])

    def ink(self, x: float, y: float, width: float, height: float) -> int:
        """How many pixels are drawn on there."""
        return self.paper.evaluate(INK, [x, y, width, height])
