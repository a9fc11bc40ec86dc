"""Documents that cannot lie: the marked parts of our READMEs, written from what the program really answers.

`python -m graph.docs` rewrites them, `--check` only says which are out of date. A part stands between
`<!-- begin: KIND ARGUMENTS -->` and `<!-- end -->`; kinds are `questions` (a table of all queries),
`verbs` (a table of the command line) and `run ARGUMENTS…` (a command with its output).
"""

import contextlib
import io
import re
import shlex
import sys
from collections.abc import Sequence
from typing import Final

from graph import cli
from graph.dataset import ROOT, Dataset
from graph.queries import Query, parse_term

PAGES: Final = (ROOT / "README.md", ROOT / "ontology" / "README.md")
_PART: Final = re.compile(r"(<!-- begin: (.*?) -->\n).*?(<!-- end -->)", re.DOTALL)


def rewritten(text: str) -> str:
    """The text with every marked part written anew."""
    return _PART.sub(lambda part: f"{part[1]}{_write(part[2])}{part[3]}", text)


def _write(order: str) -> str:
    kind, _, arguments = order.partition(" ")
    if kind == "questions":
        return _questions()
    if kind == "run":
        return _run(arguments)
    if kind == "verbs":
        return _verbs()
    raise ValueError(f"{order!r}: a marked part is `questions`, `verbs` or `run ARGUMENTS`")


def _verbs() -> str:
    lines = [f"| `python -m graph {name}` | {text} |" for name, text in cli.verbs()]
    return "\n".join(["| verb | does |", "|---|---|", *lines]) + "\n"


def _run(arguments: str) -> str:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        cli.main(["--store", "memory:", *shlex.split(arguments)])
    return f"```console\n$ python -m graph {arguments}\n{printed.getvalue().rstrip()}\n```\n"


def _questions() -> str:
    dataset = Dataset.open("memory:")
    lines = ["| question | query | answer on the two articles |", "|---|---|---|"]
    for query in sorted(dataset.queries.values(), key=lambda query: query.name):
        lines.append(f"| {query.question} | [`{query.name}`](queries/{query.name}.rq) | {_answer(dataset, query)} |")
    dataset.close()
    return "\n".join(lines) + "\n"


def _answer(dataset: Dataset, query: Query) -> str:
    values = {parameter.name: parse_term(parameter.example) for parameter in query.parameters}
    asked = ", ".join(f"{parameter.name} {parameter.example}" for parameter in query.parameters)
    found = len(
        list(dataset.construct(query, **values) if "CONSTRUCT" in query.text else dataset.select(query, **values))
    )
    unit = "triple" if "CONSTRUCT" in query.text else "row"
    return f"{found} {unit}{'' if found == 1 else 's'}" + (f" for {asked}" if asked else "")


def main(arguments: Sequence[str]) -> int:
    """Rewrite the pages, or with `--check` name those that are out of date."""
    stale = []
    for page in PAGES:
        text = page.read_text("utf-8")
        new = rewritten(text)
        if new != text:
            stale.append(page)
            if "--check" not in arguments:
                page.write_text(new, "utf-8")
    for page in stale:
        state = "is out of date; `make docs` mends it" if "--check" in arguments else "rewritten"
        print(f"{page.relative_to(ROOT)}: {state}")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
