"""The canvas alone with 500 and 2,000 made-up nodes, beside pyvis' own page of the same graph: `make bench`.

The canvas stands in a small Streamlit app that this script writes. pyvis' page is what `write_html` gives, with vis
embedded (`cdn_resources="in_line"`), served from here with its other requests to a CDN blocked: once as it comes, its
physics on, and once with physics off and the same places. The exit code is 1 when the canvas misses a target.
"""

import contextlib
import functools
import json
import math
import random
import re
import sys
import tempfile
import threading
import time
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import TimeoutError as TooLong
from pyvis.network import Network

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))

from running import chromium, serving

SIZES = (500, 2000)
LIMIT = 60  # seconds for a first picture
FRAMES, FIRST = 45, 2.5  # targets: frames a second at 500, seconds at 2,000
TURNS = 40  # mouse moves in a measured drag
LOOK = {"shape": "dot", "color": "#2F6FD0", "size": 12, "kind": "say:Person", "kindLabel": "person"}
APP = """
import json
from pathlib import Path
import streamlit as st
from graph.component import canvas

st.set_page_config(layout="wide")
size = int(st.query_params["n"])
graph = json.loads((Path(__file__).parent / f"{size}.json").read_text("utf-8"))

def select():
    chosen = st.session_state["canvas"]["selected"] or {}
    st.session_state["chosen"] = chosen.get("node")

chosen = st.session_state.get("chosen")
data = {"view": str(size), "layout": 0, "selected": chosen, "options": {}} | graph
act = {f"on_{each}": lambda: None for each in ("expand", "move", "act")}
canvas(data, key="canvas", on_select=select, **act)
st.text(f"chosen: {chosen}")
"""
# When vis has drawn for the first time, by the browser's clock since navigation, and pyvis' page no longer covers it.
PYVIS_DRAWN = """() => {
  const net = globalThis.network;
  const bar = document.getElementById("loadingBar");
  return net && net.body.nodeIndices.length && (!bar || bar.style.opacity === "0" || bar.style.display === "none")
    && (globalThis.at ??= performance.now());
}"""
COUNT = """() => {
  globalThis.frames = 0;
  globalThis.counting = true;
  const next = () => { if (counting) { frames += 1; requestAnimationFrame(next); } };
  requestAnimationFrame(next);
  globalThis.began = performance.now();
}"""
RATE = "() => { counting = false; return frames / (performance.now() - began) * 1000; }"
PYVIS_NODE = """() => {
  const { left, top } = network.body.container.getBoundingClientRect();
  const { x, y } = network.canvasToDOM(network.getPosition(0));
  return [x + left, y + top];
}"""


def graph(size):
    """A made-up graph: hubs on a sunflower, everything linked to an earlier one and one more."""
    chance = random.Random(size)  # the same graph each time
    nodes, edges = [], []
    for n in range(size):
        radius, angle = 46 * math.sqrt(n), n * 2.399963
        x, y = round(radius * math.cos(angle)), round(radius * math.sin(angle))
        nodes.append({"id": f"n{n}", "label": f"Item number {n}", "x": x, "y": y, "left": n % 7} | LOOK)
        for other in {n // 5, chance.randrange(n + 1)} - {n}:
            edges.append({"id": f"{n} {other}", "from": f"n{n}", "to": f"n{other}", "label": "is linked to"})
    return {"nodes": nodes, "edges": edges}


def pyvis_page(size, file, physics):
    """What pyvis writes for the same graph."""
    net = Network(directed=True, height="640px", cdn_resources="in_line")
    net.toggle_physics(physics)
    drawn = graph(size)
    for node in drawn["nodes"]:
        place = {} if physics else {"x": node["x"], "y": node["y"]}
        look = {key: node[key] for key in ("label", "color", "size", "shape")}
        net.add_node(int(node["id"][1:]), **look, **place)
    for edge in drawn["edges"]:
        net.add_edge(int(edge["from"][1:]), int(edge["to"][1:]), title=edge["label"])
    file.write_text(net.generate_html(), "utf-8")


@contextlib.contextmanager
def served(folder):
    """Files of a folder over HTTP; yields the address."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def dragged(page, at):
    """Frames a second while a node is dragged about."""
    page.mouse.move(*at)
    page.mouse.down()
    page.mouse.move(at[0] + 8, at[1])
    page.evaluate(COUNT)
    for turn in range(TURNS):
        angle = turn / TURNS * 4 * math.pi
        page.mouse.move(at[0] + 60 * math.sin(angle), at[1] + 40 * math.cos(angle), steps=3)
    rate = page.evaluate(RATE)
    page.mouse.up()
    return rate


def ours(browser, url, size):
    """Seconds to the first picture, frames a second, milliseconds until a selection's answer is on the page."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.add_init_script("addEventListener('sayso:drawn', () => { globalThis.at ??= performance.now(); })")
    page.goto(f"{url}/?n={size}")
    page.wait_for_function("globalThis.at", timeout=LIMIT * 1000)
    first = page.evaluate("at / 1000")
    node = "__sayso.nodes.find(({ id }) => id === 'n0')"
    at = page.evaluate(f"(({{ x, y }}) => [x, y])({node})")
    rate = dragged(page, at)
    at = page.evaluate(f"(({{ x, y }}) => [x, y])({node})")
    start = time.perf_counter()
    page.mouse.click(*at)
    page.get_by_text("chosen: n0").wait_for(timeout=LIMIT * 1000)
    echo = (time.perf_counter() - start) * 1000
    page.close()
    return first, rate, echo


def theirs(browser, url):
    """The same of pyvis' page, as far as it goes: it has nobody to tell of a selection."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    outside = re.compile(rf"^(?!{re.escape(url.rpartition('/')[0])})")
    page.route(outside, lambda route: route.abort())
    try:
        page.goto(url, timeout=LIMIT * 1000)
        page.wait_for_function(PYVIS_DRAWN, timeout=LIMIT * 1000)
        first = page.evaluate("at / 1000")
        return first, dragged(page, page.evaluate(PYVIS_NODE)), None
    except TooLong:
        return None, None, None
    finally:
        page.close()


def main():
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        script = folder / "app.py"
        script.write_text(APP, "utf-8")
        for size in SIZES:
            (folder / f"{size}.json").write_text(json.dumps(graph(size)), "utf-8")
            pyvis_page(size, folder / f"still-{size}.html", physics=False)
            pyvis_page(size, folder / f"physics-{size}.html", physics=True)
        with serving(folder / "store", script=str(script)) as url, served(folder) as files, chromium() as browser:
            ours(browser, url, SIZES[0])  # the first visit to a new server also starts the server
            for size in SIZES:
                rows.append(("canvas", size, *ours(browser, url, size)))
                rows.append(("pyvis, physics off", size, *theirs(browser, f"{files}/still-{size}.html")))
                rows.append(("pyvis, as it comes", size, *theirs(browser, f"{files}/physics-{size}.html")))
    print(f"{'what':20}{'nodes':>7}{'first picture':>16}{'drag':>12}{'selection':>12}")
    for what, size, first, rate, echo in rows:
        shown = f"{first:.2f} s" if first else f"over {LIMIT} s"
        drag, selection = f"{rate:.0f} /s" if rate else "", f"{echo:.0f} ms" if echo else ""
        print(f"{what:20}{size:>7}{shown:>16}{drag:>12}{selection:>12}")
    measured = {size: (first, rate) for what, size, first, rate, _ in rows if what == "canvas"}
    met = measured[500][1] >= FRAMES and measured[2000][0] <= FIRST
    targets = f"drag at 500 at least {FRAMES} /s, first picture at 2,000 at most {FIRST} s"
    print(f"targets: {targets}: {'met' if met else 'missed'}")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
