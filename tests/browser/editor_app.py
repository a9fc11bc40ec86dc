"""An app with nothing but the editor, and a Python side small enough to see through. Run by test_editor.py.

What stands in the text steers it: completions take two seconds after `!slow`, checks are not answered after `!silent`.
"""

import json
import time

import streamlit as st

from graph.component.editor import editor
from graph.namespaces import PREFIXES

HOSTILE = '<img src=x onerror="alert(1)">'
VOCABULARY = [
    ("say:speaker", "property", "said by · 88", "Who says it."),
    ("say:statedOn", "property", "said on · 80", "The day on which it was said."),
    ("say:Statement", "class", "statement · 176", "An act of saying something."),
    ("id:taliban", "individual", "Taliban · 31", "An armed group."),
    ("id:hostile", "individual", HOSTILE, HOSTILE),
    ("ex:place", "property", "a place · 2", "From a vocabulary that the editor does not know."),
]
state = st.session_state
state.setdefault("log", [])
state.setdefault("shown", {"text": "SELECT ?s WHERE { ?s ?p ?o }", "load": 0, "problems": [], "problemsFor": None})


def log(what, value):
    """Note what Python was told, for the test to read; not for the benchmark, which would measure the notes."""
    if "quiet" in st.query_params:
        return
    state["log"] = [*state["log"], [what, value]]


def line_and_column(text, at):
    return text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1


def stretch(text, start, end):
    (line, column), (end_line, end_column) = line_and_column(text, start), line_and_column(text, end)
    return {"line": line, "column": column, "endLine": end_line, "endColumn": end_column}


def found_in(text):
    """Every `say:speeker` is a misspelt `say:speaker`, every `!hostile` has a hostile message."""
    problems = []
    at = text.find("say:speeker")
    while at >= 0:
        place = stretch(text, at, at + 11)
        mends = [{"label": "Write say:speaker", "changes": [{**place, "insert": "say:speaker"}]}]
        problems.append({**place, "severity": "error", "message": "No term say:speeker", "mends": mends})
        at = text.find("say:speeker", at + 1)
    if "!hostile" in text:
        place = stretch(text, text.index("!hostile"), text.index("!hostile") + 8)
        mends = [{"label": HOSTILE, "changes": [{**place, "insert": ""}]}]
        problems.append({**place, "severity": "warning", "message": HOSTILE, "mends": mends})
    return problems


def completion(text, at, n):
    start = at
    while start and not text[start - 1].isspace():
        start -= 1
    word = text[start:at]
    fitting = [row for row in VOCABULARY if row[0].startswith(word) or word.lower() in row[2].lower()]
    options = [
        {"label": name, "insert": name, "kind": kind, "detail": detail, "info": info}
        | ({"also": "PREFIX ex: <http://example.org/>"} if name.startswith("ex:") else {})
        for name, kind, detail, info in fitting
    ]
    return {"n": n, "from": start, "to": at, "options": options}


def meaning(text, at, n):
    for name, _, detail, info in VOCABULARY:
        start = text.find(name)
        if 0 <= start <= at <= start + len(name):
            label, _, count = detail.partition(" · ")
            return {"n": n, "from": start, "to": start + len(name), "title": label, "text": info, "count": count}
    return {"n": n, "from": at, "to": at, "title": "", "text": ""}


def on_ask():
    asked = state["editor"]["ask"]
    log(asked["what"], asked)
    text, at, n = asked["text"], asked["at"], asked["n"]
    if asked["what"] == "complete":
        time.sleep(2 if "!slow" in text else 0)
        state["shown"]["completion"] = completion(text, at, n)
    elif asked["what"] == "hover":
        state["shown"]["help"] = meaning(text, at, n)
    elif "!silent" not in text:
        state["shown"] |= {"problems": found_in(text), "problemsFor": n}


def on_run():
    log("run", state["editor"]["run"])


def on_change():
    log("text", state["editor"]["text"])


def load():
    text = state["given"]
    state["shown"] |= {
        "text": text,
        "load": state["shown"]["load"] + 1,
        "problems": found_in(text),
        "problemsFor": None,
    }


st.title("Editor")
if state.get("above"):
    st.text("Something above")
editor(
    {
        **state["shown"],
        "label": "SPARQL query",
        "placeholder": "Ask in SPARQL",
        "prefixes": {name: PREFIXES[name] for name in ("say", "id", "rdfs")},
        "running": state.get("running", False),
        "format": state.get("format", 0),
    },
    key="editor",
    on_change=on_change,
    on_run=on_run,
    on_ask=on_ask,
)
st.text_area("Text to load", key="given", on_change=load)
st.checkbox("Running", key="running")
st.checkbox("Above", key="above")
st.number_input("Format", key="format", step=1)
with st.container(key="log"):
    st.text(json.dumps(state["log"]))
