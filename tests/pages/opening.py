"""What the tests of the pages do with a page in Streamlit's own test runner, and read off it."""

import json
import re

from graph.pages import session
from graph.pages.answering import Answering
from graph.pages.walk import Walk

CROSSING = "https://w3id.org/sayso/id/spin-boldak-chaman-crossing"
DENIAL = "https://w3id.org/sayso/id/article-spin-boldak-s04"


def run(widget):
    """Run the script with what was done to a widget, or as it is; the AppTest it belongs to."""
    at = widget.run()
    assert not at.exception
    return at


def component(at, name):
    return [json.loads(c.proto.json) for c in at.get("bidi_component") if c.proto.component_name == f"graph.{name}"]


def canvas(at):
    (data,) = component(at, "canvas")
    return data


def nodes(at):
    return {node["id"]: node for node in canvas(at)["nodes"]}


def places(at):
    return {iri: (node["x"], node["y"]) for iri, node in nodes(at).items()}


def sheet(at):
    return json.dumps(component(at, "sheet"), ensure_ascii=False)


def walk(at, **reported):
    """What answers the components in this session, with what the canvas reported."""
    state = {"walk": at.session_state["walk"], **reported}
    return Answering(state, Walk(state, session.dataset()))


def expand(at, iri):
    walk(at, canvas={"expand": {"id": iri, "n": 1}}).take_expansion()
    return run(at)


def choose(at, name, how="draw"):
    """Choose the first thing found by a name, as the search field reports it."""
    iri = session.dataset().find(name).hits[0].thing.iri
    walk(at, search={"choose": {"id": iri, "how": how, "n": name}}).take_choice()
    return run(at)


def labelled(widgets, label):
    return next(widget for widget in widgets if widget.label == label)


def written(at):
    """What stands in the editor."""
    (data,) = component(at, "editor")
    return data["text"]


def answered(at):
    """Press Run, and wait for the answer as a person does."""
    run(labelled(at.button, "Run").click())
    while at.session_state["desk"].run is not None:
        run(at)
    return at


def table(at):
    (data,) = component(at, "table")
    return data


def upload(at, name, content):
    labelled(at.get("file_uploader"), "RDF files").upload(name, content)
    run(at)
    return run(labelled(at.button, "Import").click())


def plain(text):
    """A Markdown text that was escaped, as it is read."""
    return re.sub(r"\\(.)", r"\1", text)
