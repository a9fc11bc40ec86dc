"""Programs that ask a query: curl, rdflib, SPARQLWrapper. The templates are in `samples.toml`."""

import shlex
import tomllib
from pathlib import Path
from string import Template
from typing import Final

from graph.asking.reading import outline

_TEMPLATES: Final = Path(__file__).with_name("samples.toml")
_TRIPLES: Final = ("CONSTRUCT", "DESCRIBE")


def samples(text: str, endpoint: str) -> dict[str, str]:
    """Programs, by name, that ask the query of a SPARQL endpoint and print what comes back."""
    shape = "triples" if outline(text).query.form in _TRIPLES else "rows"
    with _TEMPLATES.open("rb") as file:
        templates = tomllib.load(file)["sample"]
    quoted = {"bash": _for_bash(text, endpoint), "python": _for_python(text, endpoint)}
    return {
        template["name"]: Template(template[shape].lstrip()).substitute(quoted[template["language"]])
        for template in templates
    }


def _for_bash(text: str, endpoint: str) -> dict[str, str]:
    return {"parameter": shlex.quote(f"query={text}"), "endpoint": shlex.quote(endpoint)}


def _for_python(text: str, endpoint: str) -> dict[str, str]:
    """The query line by line, each a literal of its own, so that it can be read."""
    lines = text.split("\n")
    ended = [f"{line}\n" for line in lines[:-1]] + lines[-1:]
    body = "\n".join(f"    {line!r}" for line in ended if line) or '    ""'
    return {"query": f"(\n{body}\n)", "endpoint": repr(endpoint)}
