"""A page with nothing but the review, a made-up article and what it heard: `/?scene=…` chooses what is reviewed.

It answers as the page of reviews does, in the smallest way that is still true: decisions change states and can be taken
back, consequences are there a step ahead, and what is typed finds a few things.
"""

import json
from copy import deepcopy

import streamlit as st

from graph.component.review import review
from graph.component.search import asked

TEXT = (
    "Ferries stay in port for a third day\n\n"
    "Port Selby, 4 May 2024. Dana Whitlock, spokeswoman for the Ferry Union, said on Friday that no boat would leave "
    "before the new rota is withdrawn 🛳. “We have been ready to talk since Monday,” she added.\n\n"
    "The harbour board denied that the rota breaks the agreement of March. According to two passengers, who did not "
    "want to be named, the board told them the first boat would sail on Sunday.\n\n"
    "The mayor called on both sides to return to the table. “Nobody gains from an empty quay,” said Orla Fenn.\n"
)
HOSTILE = "<img src=x onerror=alert(1)> ](javascript:alert(2)) \u202egnp.exe\u202c {{7*7}} <script>alert(3)</script>"


def named(label, kind="person"):
    return {"id": f"id:{label.lower().replace(' ', '-')}", "label": label, "kind": kind}


UNION, BOARD = named("Ferry Union", "group"), named("Harbour board", "group")
DANA, ORLA = named("Dana Whitlock"), named("Orla Fenn")
ROTA = named("The new rota", "event")
WORLD = [UNION, BOARD, DANA, ORLA, ROTA, named("Port Selby", "settlement"), named("Danube", "river")]
LABELS = {
    "act": ["claim", "deny", "call"],
    "polarity": ["positive", "negative"],
    "certainty": ["certain", "possible"],
    "basis": ["party", "witness", "unstated"],
    "dateBasis": ["explicit", "inferred", "undated"],
    "kinds": ["Proposition", "Movement"],
    "slots": ["agent", "theme", "quantity"],
}
CHOICES = {
    field: [{"id": f"say:{value}", "label": value.lower(), "help": f"What {value} means."} for value in values]
    for field, values in LABELS.items()
} | {"figures": ["say:quantity"]}


def marks(**roles):
    found = []
    for role, words in roles.items():
        for each in words if isinstance(words, list) else [words]:
            start = TEXT.index(each)
            found.append({"role": role, "start": start, "end": start + len(each)})
    return found


def draft(
    speaker, spans, *, act="claim", polarity="positive", paraphrase="", behalf=None, quotation="", said="2024-05-03"
):
    return {
        "speaker": speaker,
        "onBehalfOf": behalf,
        "addressee": None,
        "act": f"say:{act}",
        "polarity": f"say:{polarity}",
        "certainty": "say:certain",
        "basis": "say:party",
        "said": said,
        "saidAfter": "",
        "dateBasis": "say:explicit" if said else "say:undated",
        "quotation": quotation,
        "contents": [{"id": "id:p", "kind": "say:Proposition", "paraphrase": paraphrase, "slots": []}],
        "spans": spans,
    }


PASSENGERS = named("Two passengers", "unnamed source")
RIDERS = "According to two passengers, who did not want to be named"
FIRST = [
    draft(
        DANA,
        marks(
            source="Dana Whitlock, spokeswoman for the Ferry Union,",
            cue="said",
            content="that no boat would leave before the new rota is withdrawn 🛳",
        ),
        behalf=UNION,
        paraphrase="No boat leaves while the rota stands",
    ),
    draft(
        DANA,
        marks(content="“We have been ready to talk since Monday,”", source="she", cue="added"),
        quotation="We have been ready to talk since Monday",
        paraphrase="The union is ready to talk",
    ),
    draft(
        BOARD,
        marks(source="The harbour board", cue="denied", content="that the rota breaks the agreement of March"),
        act="deny",
        polarity="negative",
        paraphrase="The rota breaks the agreement",
    ),
    draft(
        PASSENGERS,
        marks(
            source=RIDERS[13:], cue="According to", content="the board told them the first boat would sail on Sunday"
        ),
        said="",
        paraphrase="The board told them when boats sail again",
    ),
    draft(
        BOARD,
        marks(source="the board", cue="told", content="the first boat would sail on Sunday"),
        said="",
        paraphrase="The first boat sails on Sunday",
    ),
    draft(
        ORLA,
        marks(source="Orla Fenn", cue="said Orla"[:4], content="“Nobody gains from an empty quay,”"),
        quotation="Nobody gains from an empty quay",
        paraphrase="The standstill helps nobody",
    ),
]
AGREES = "This agrees with Dana Whitlock, 2 May 2024: the union is ready to talk. Same content, same polarity."
DISAGREES = "This disagrees with Ferry Union, 1 May 2024: the rota breaks the agreement. One affirms what one denies."
FAULT = "What the board told is nobody's own words yet: give it a speaker."
BEFORE = {"card-1": {"agrees": [AGREES]}, "card-2": {"disagrees": [DISAGREES]}, "card-4": {"faults": [FAULT]}}
state = st.session_state
st.set_page_config("Review", "graph/component/assets/icon.png", layout="wide")
scene = st.query_params.get("scene", "full")


def card(at, one):
    if scene == "hostile":
        one = json.loads(json.dumps(one).replace("Dana Whitlock", json.dumps(HOSTILE)[1:-1]))
    iri = f"card-{at}"
    here = state.looked == iri or at <= state.ahead
    before = {"faults": [], "disagrees": [], "agrees": [], "adds": ["A statement of " + one["speaker"]["label"]]}
    verb = "denies" if one["act"] == "say:deny" else "says"
    return {
        "id": iri,
        "state": state.states.get(iri, "open"),
        "glyph": "✕" if verb == "denies" else "“",
        "light": "#7A4BB0",
        "dark": "#B48BE6",
        "head": f"{one['speaker']['label']} {verb}",
        "text": one["contents"][0]["paraphrase"] or "to be paraphrased",
        "quotation": one["quotation"],
        "note": "The text has changed since: look again." if at == 5 else "",
        "foot": "Found by the rule “says that”, right in 93% of what it finds",
        "facts": [
            ["Speaker", one["speaker"]["label"]],
            ["Coded as", "claim · positive · certain"],
            ["Said", "3 May 2024"],
        ],
        "actors": [one["speaker"]],
        "draft": one,
        "before": before | BEFORE.get(iri, {}) if here else None,
        "history": state.histories.get(iri),
    }


def act():
    given = (state["review"] or {}).get("act")
    state.heard.append({"do": given["do"], "id": given["id"], "arg": given["arg"]})
    state.said, state.fault = given["do"], ""
    past = deepcopy([state.states, state.drafts])
    match given["do"]:
        case "accept" if scene == "failing":
            state.fault = "The data folder is busy: another process writes to it. Try again in a moment."
            state.current, state.turn = given["id"], state.turn + 1
            return
        case "accept" | "reject" | "withdraw":
            past_tense = {"accept": "accepted", "reject": "rejected", "withdraw": "withdrawn"}
            state.states[given["id"]] = past_tense[given["do"]]
        case "edit":
            state.drafts[int(given["id"].removeprefix("card-"))] = given["arg"]
        case "add":
            state.drafts.append(given["arg"])
            state.current, state.turn = f"card-{len(state.drafts) - 1}", state.turn + 1
        case "undo":
            state.states, state.drafts = state.past.pop()
            return
        case "history":
            state.histories[given["id"]] = ["4 May 2024, 10:02, Ines: accepted"]
            return
    state.past.append(past)
    state.ahead = max(state.ahead, 3 + len(state.states))


def look():
    current = (state["review"] or {}).get("current")
    state.looked = current["id"] if current else ""


if "drafts" not in state:
    state.drafts = [] if scene == "empty" else deepcopy(FIRST)
    state.states, state.heard, state.past, state.histories = {}, [], [], {}
    state.ahead, state.looked, state.current, state.turn, state.said, state.fault = 3, "", "", 0, "", ""

st.html("<style>.stMainBlockContainer { padding: 3rem 2rem 1rem; max-width: 1720px }</style>")
st.html("<h1 style='font-size: 22px'>Ferries stay in port for a third day</h1>")
typed = asked("review")
found = [one for one in WORLD if typed.text and typed.text.lower() in one["label"].lower()]
review(
    {
        "text": None if scene == "blind" else TEXT.replace("Port Selby", HOSTILE[:10]) if scene == "hostile" else TEXT,
        "textHint": "The words show here as soon as your copy of the article is. The cards work without it.",
        "cards": [card(at, one) for at, one in enumerate(state.drafts)],
        "mentions": marks(mention=["Dana Whitlock", "Ferry Union", "The harbour board", "Orla Fenn"]),
        "actors": [DANA, UNION, BOARD],
        "choices": CHOICES,
        "blank": draft(None, [], said=""),
        "current": state.current,
        "turn": state.turn,
        "suggestions": {"n": typed.number, "lines": found},
        "said": state.said,
        "fault": state.fault,
        "undo": "Take back the last decision" if state.past else "",
    },
    key="review",
    on_act=act,
    on_look=look,
)
st.code(json.dumps(state.heard), language=None, wrap_lines=True)
