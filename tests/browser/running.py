"""The app as a process, the browser that looks at it, and the canvas as a person uses it.

Shared by the browser tests and tests/bench. Everything waits for something to be so; only the health of a server
that does not listen yet is asked for again and again.
"""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, Locator, Page, sync_playwright

ROOT = Path(__file__).parents[2]
ARTICLES = ROOT.parent / "shared" / "articles"
CHROMIUM = "/usr/bin/chromium-headless-shell"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ID = "https://w3id.org/sayso/id/"
PATIENCE = 30  # seconds, on a machine that does other things as well


@contextmanager
def serving(
    store: Path, texts: Path | None = None, script: str = "app.py", *, options: Sequence[str] = ()
) -> Iterator[str]:
    """Run the app, or another script, on a free port over a folder, with options of Streamlit's; yields its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SAYSO_")}
    environment |= {"SAYSO_STORE": str(store)} | ({"SAYSO_TEXTS": str(texts)} if texts else {})
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.headless", "true"]
    log = store.with_suffix(".log")
    with log.open("wb") as out:
        server = subprocess.Popen(
            [*command, "--server.port", str(port), *options],
            cwd=ROOT,
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        _await_health(server, port, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait()


def _await_health(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1):
                return
        except (URLError, OSError):
            time.sleep(0.05)  # not yet listening
    raise RuntimeError(f"the app did not start:\n{log.read_text('utf-8', errors='replace')}")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


# In whole thousandths of a pixel: scrolling by a fraction leaves noise in the last digits.
PLACES = """(paper) => {
  const { left, top } = paper.getBoundingClientRect();
  const round = (n) => Math.round(n * 1000) / 1000;
  const place = ({ id, x, y }) => [id.split("/id/").at(-1), [round(x - left), round(y - top)]];
  return Object.fromEntries(__sayso.nodes.map(place));
}"""


# What has arrived is drawn in the next frame, or in the one after it.
DRAWN = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


class Watch:
    """What a page asked for and what went wrong on it."""

    def __init__(self, page: Page) -> None:
        self.outside: list[str] = []
        self.errors: list[str] = []
        self.dialogs: list[str] = []
        page.on("request", lambda request: self._see(request.url))
        page.on("websocket", lambda socket: self._see(socket.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._hear)
        page.on("dialog", self._refuse)

    def _see(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"data", "blob"} and parts.hostname != "127.0.0.1":
            self.outside.append(url)

    def _hear(self, message) -> None:
        # Under the address of a page Streamlit asks for its own files in vain before it asks at the root.
        if message.type == "error" and "/_stcore/" not in message.location["url"]:
            self.errors.append(f"{message.text} {message.location['url']}")

    def _refuse(self, dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()


class Explore:
    """The first page; things are named by their local ids."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.paper = page.locator(".paper")
        self.panel = page.locator(".st-key-panel .sheet")
        self.footer = page.locator(".st-key-footer")
        self.menu = page.get_by_role("menu")
        self.status = page.locator(".status")
        page.wait_for_function("globalThis.__sayso?.ready")

    def _hook(self, name: str):
        """What the canvas says of itself, once Streamlit has run what it was asked to run."""
        self.idle()
        return json.loads(self.page.evaluate(f"JSON.stringify(__sayso.{name} ?? null)"))

    @property
    def nodes(self) -> dict[str, dict]:
        return {node["id"].removeprefix(ID): node for node in self._hook("nodes")}

    @property
    def places(self) -> dict[str, tuple[float, float]]:
        """Where each thing stands on the paper, however the page is scrolled."""
        self.idle()
        return self.paper.evaluate(PLACES)

    @property
    def world(self) -> dict[str, tuple[int, int]]:
        """Where Python has put each thing, as the address bar says."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.page.url).query).items()}
        places = [tuple(map(int, place.split("_"))) if place else () for place in asked["at"].split(".")]
        return dict(zip(asked["show"].split(","), places, strict=True))

    @property
    def span(self) -> float:
        """How far apart the outermost things stand: two pictures of the same things differ in it by their scale."""
        xs = [x for x, _ in self.places.values()]
        return max(xs) - min(xs)

    def scale(self, world: dict[str, tuple[float, float]]) -> float:
        """CSS pixels for one of the units that Python places things in."""
        xs = [x for x, _ in world.values()]
        return self.span / (max(xs) - min(xs))

    @property
    def edges(self) -> list[dict]:
        return self._hook("edges")

    @property
    def selected(self) -> str | None:
        found = self._hook("selected")
        return found and found.removeprefix(ID)

    @property
    def mounts(self) -> int:
        return self._hook("mounts")

    @contextmanager
    def drawn(self) -> Iterator[None]:
        """What is done inside changes the picture; ends when that is drawn."""
        before = self._hook("revision")
        yield
        self.page.wait_for_function("before => __sayso.ready && __sayso.revision > before", arg=before)

    @contextmanager
    def grown(self) -> Iterator[None]:
        """What is done inside brings other things to the picture, or takes some away."""
        before = sorted(self._hook("nodes.map(node => node.id)"))
        yield
        self.page.wait_for_function(
            "before => __sayso.nodes.map(node => node.id).sort().join() !== before", arg=",".join(before)
        )

    def click(self, name: str) -> None:
        self.page.mouse.click(*self.at(name))

    def double_click(self, name: str) -> None:
        self.page.mouse.dblclick(*self.at(name))

    def expand(self, name: str) -> None:
        with self.grown():
            self.double_click(name)

    def tool(self, name: str) -> Locator:
        """A button of the canvas."""
        return self.page.locator(".tools").get_by_role("button", name=name, exact=True)

    def choice(self, name: str) -> Locator:
        """An entry of the open menu."""
        return self.menu.get_by_role("menuitem", name=name)

    def open_menu(self, name: str) -> None:
        """By the right button of the mouse."""
        self.page.mouse.click(*self.at(name), button="right")
        self.menu.wait_for()

    def choose(self, name: str, choice: str) -> None:
        """Take a choice of the menu of a thing."""
        self.open_menu(name)
        self.choice(choice).click()

    def at(self, name: str) -> tuple[float, float]:
        """Where a thing stands on the screen, after scrolling the paper into view."""
        self.paper.scroll_into_view_if_needed()
        node = self.nodes[name]
        return node["x"], node["y"]

    def idle(self) -> None:
        """Wait until Streamlit has run what it was asked to run, and the page has drawn what came of it."""
        self.page.wait_for_function("!document.querySelector('.stApp[data-test-script-state=running]')")
        self.page.evaluate(DRAWN)
