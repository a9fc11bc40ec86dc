"""A page with nothing but the canvas, made-up data, and what it heard: `/?scene=…` chooses what is drawn.

It answers as Explore does, in the smallest way that is still true: neighbours come twelve at a time, a step can be
taken back, and things stand where they are put.
"""

import json
import math

import streamlit as st

from graph.component import canvas

STEP = 12
KINDS = {"say:speaker>": "says", "say:place<": "is the place of", "say:within>": "lies in"}
PERSON = {"shape": "dot", "color": "#2F6FD0", "darkColor": "#6FA3F2", "size": 14}
PERSON |= {"kind": "say:Person", "kindLabel": "person"}
STATEMENT = {"shape": "card", "color": "#7A4BB0", "darkColor": "#B48BE6"}
STATEMENT |= {"kind": "say:Statement", "kindLabel": "statement"}
PLACE = {"shape": "triangle", "color": "#1E7F5C", "darkColor": "#53B992", "kindLabel": "place", "size": 16}
CARD = {"width": 216, "height": 108, "mark": "claim", "glyph": "“", "verb": "says", "kind": "capture", "style": "solid"}
CARD |= {"speaker": "Harbour office", "foot": "14 July 2021 · to the Gazette"}
HOSTILE = "<img src=x onerror=alert(1)> ](javascript:alert(2)) \u202egnp.exe\u202c {{7*7}} <script>alert(3)</script>"
HOSTILE_LINK = {"key": HOSTILE, "label": HOSTILE, "total": 4, "left": 3}
LAYOUTS = [{"key": "story", "label": "Round the focus"}, {"key": "time", "label": "By time"}]
LANES = [{"label": f"{day} July 2021", "x": x} for day, x in ((9, -300), (13, 0), (14, 300))]

st.set_page_config("Canvas", "graph/component/assets/icon.png", layout="wide")
scene = st.query_params.get("scene", "story")
state = st.session_state


def thing(name, x, y, label=None, **more):
    label = label or name.title()
    return PERSON | {"id": name, "label": label, "x": x, "y": y, "title": label} | more


def card(name, x, y, text, **more):
    return thing(name, x, y, text) | STATEMENT | {"card": CARD | {"text": text}} | more


def group(name, x, y, label, count):
    return thing(name, x, y, label, shape="group", count=count, kind="sayso:group", kindLabel="group", color="#7A4BB0")


FIRST = [
    thing("harbour", 0, 0, "Old harbour", **PLACE),
    card("claim", -240, -70, "The old harbour is open to all ships again"),
    card("denial", 240, -70, "No ship has entered the old harbour", color="#B3324A", darkColor="#EE7F93"),
    thing("mayor", -400, 60, "Mayor of the island"),
    thing("pilot", 400, 60, "Pilot on duty"),
    thing("island", 0, 190, "The long island in the north", shape="hexagon", color="#B3324A", darkColor="#EE7F93"),
]
LINKS = [
    ("mayor", "claim", "says", "said by"),
    ("pilot", "denial", "says", "said by"),
    ("claim", "harbour", "is about", ""),
    ("denial", "harbour", "is about", ""),
    ("harbour", "island", "lies in", "contains"),
]
CREW = [thing(f"sailor-{n:02}", 0, 0, f"Sailor {n}") for n in range(1, 31)]
for n, sailor in enumerate(CREW):
    ring, turn = divmod(n, STEP)
    angle = math.pi * (0.08 + turn / 14)
    sailor["x"] = round((330 + 90 * ring) * 1.5 * math.cos(angle))
    sailor["y"] = round((250 + 70 * ring) * math.sin(angle) + 60)
    LINKS.append(("harbour", sailor["id"], KINDS["say:place<"] if n % 2 else "berths", ""))
SCENES = {
    "story": FIRST,
    "plain": FIRST,
    "path": FIRST,
    "groups": [
        *FIRST,
        group("many", -220, 230, "Statements of the Harbour Gazette", 120),
        group("few", 220, 230, "Ships", 7),
    ],
    "wide": [thing("mayor", -5000, 0), thing("pilot", 5000, 0)],
    "hostile": [
        thing("harbour", 0, 0, HOSTILE, kindLabel=HOSTILE, left=3, links=[HOSTILE_LINK]),
        card("claim", -240, -120, HOSTILE, left=12_345),
        group("many", 220, 90, HOSTILE, 120),
    ],
}
WORLD = {node["id"]: node for node in [*SCENES[scene], *CREW]}


def begin():
    state.shown, state.pinned = [node["id"] for node in SCENES[scene]], []
    state.at = {name: (node["x"], node["y"]) for name, node in WORLD.items()}
    state.past, state.future, state.heard = [], [], []
    state.layout, state.selected, state.arrangement = 0, None, "story"


def kept():
    return {"shown": [*state.shown], "pinned": [*state.pinned], "at": {**state.at}, "arrangement": state.arrangement}


def remember():
    state.past.append(kept())
    state.future = []


def neighbours(name, kind=None):
    """What a thing is linked to; `kind` is a label with its direction."""
    out = [(b, f"{label}>") for a, b, label, _ in LINKS if a == name]
    back = [(a, f"{label}<") for a, b, label, _ in LINKS if b == name]
    return [other for other, key in out + back if kind in {None, key}]


def taken(event):
    happened = (state["canvas"] or {}).get(event)
    if happened:
        state.heard.append({event: happened})
    return happened


def select():
    chosen = taken("selected") or {}
    state.selected = chosen.get("node")


def expand():
    asked = taken("expand")
    new = [n for n in neighbours(asked["id"], asked["kind"]) if n not in state.shown][:STEP]
    if new:
        remember()
        state.shown += new
    state.selected = asked["id"]


def move():
    remember()
    state.at |= taken("moved")


def act():
    asked = taken("act")
    name = asked["id"]
    match asked["do"]:
        case "undo":
            state.future.append(kept())
            step(state.past.pop())
        case "redo":
            state.past.append(kept())
            step(state.future.pop())
        case "hide":
            remember()
            state.shown = [one for one in state.shown if one != name]
        case "collapse":
            alone = [n for n in neighbours(name) if not set(neighbours(n)) - {name} & set(state.shown)]
            remember()
            state.shown = [one for one in state.shown if one not in alone]
        case "pin":
            remember()
            state.pinned = [*state.pinned, name]
        case "unpin":
            remember()
            state.pinned = [one for one in state.pinned if one != name]
        case "arrange":
            remember()
            state.arrangement = asked["arg"]
            state.layout += 1


def step(to):
    state.update(to)
    state.layout += 1


def drawn(name):
    node = WORLD[name]
    node |= dict(zip(("x", "y"), state.at[name], strict=True)) if state.arrangement == "story" else {}
    if scene == "plain" or "left" in node:
        return node
    out = {f"{label}>" for a, _, label, _ in LINKS if a == name}
    back = {f"{label}<" for _, b, label, _ in LINKS if b == name}
    links = []
    for kind in sorted(out | back):
        ends = neighbours(name, kind)
        links.append({"key": kind, "label": kind[:-1], "total": len(ends), "left": len(set(ends) - set(state.shown))})
    return node | {"links": links, "left": sum(link["left"] for link in links), "pinned": name in state.pinned}


if "shown" not in state:
    begin()
shown = set(state.shown)
data = {
    "view": scene,
    "layout": state.layout,
    "selected": state.selected if state.selected in shown else None,
    "nodes": [drawn(name) for name in state.shown],
    "edges": [
        {"id": f"{a} {label} {b}", "from": a, "to": b, "label": label, "inverse": inverse}
        for a, b, label, inverse in LINKS
        if {a, b} <= shown
    ],
    "options": {},
}
if scene != "plain":
    data |= {
        "history": {"undo": bool(state.past), "redo": bool(state.future)},
        "layouts": LAYOUTS,
        "arrangement": state.arrangement,
        "lanes": LANES if state.arrangement == "time" else None,
        "title": HOSTILE if scene == "hostile" else "Who holds the Old Harbour? / Été 2021",
        "caption": HOSTILE if scene == "hostile" else "Who holds the old harbour? · known by 14 July 2021 · 2 articles",
    }
if scene == "path":
    edges = ["mayor says claim", "claim is about harbour"]
    data["spotlight"] = {"nodes": ["mayor", "claim", "harbour"], "edges": edges}

st.html("<style>.stMainBlockContainer { padding: 3rem 1rem 1rem }</style>")
st.html("<h1 style='font-size: 22px'>Canvas</h1>")
canvas(data, key="canvas", on_select=select, on_expand=expand, on_move=move, on_act=act)
st.text_input("Name")
st.text_area("Note")
st.checkbox("Seen")
st.code(json.dumps(state.heard), language=None)
