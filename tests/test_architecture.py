"""The rooms of DESIGN section 4 and who may import whom; what a linter cannot know."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted([*(ROOT / "graph").rglob("*.py"), ROOT / "app.py"])
SCRIPTS = sorted(p for p in (ROOT / "graph").rglob("*.js") if not p.name.endswith(".min.js"))

VALUES = {"errors", "namespaces", "visible", "model", "queries"}
STORES = VALUES | {"terms", "reader", "accounts", "serial", "sandbox", "snapshots", "gate", "remote"}
READERS = STORES | {
    "articles",
    "computed",
    "dataset",
    "partitions",
    "shapes",
    "answers",
    "texts",
    "saved",
    "asking",
    "views",
    "review",
    "draw",
}
MAY_IMPORT = {
    "errors": set(),
    "namespaces": {"errors"},
    "visible": set(),
    "isolation": set(),
    "model": {"errors", "namespaces"},
    "queries": {"errors", "namespaces", "model"},
    "terms": VALUES,
    "ordering": {"namespaces", "model"},
    "reader": VALUES | {"terms", "ordering", "accounts"},
    "accounts": VALUES,
    "computed": VALUES | {"terms", "reader", "accounts"},
    "counts": VALUES | {"terms", "reader", "accounts"},
    "search": VALUES | {"terms", "reader"},
    "serial": VALUES,
    "partitions": VALUES,
    "revision": VALUES,
    "sandbox": VALUES | {"isolation", "terms"},
    "files": set(),
    "snapshots": VALUES | {"files"},
    "backup": VALUES | {"files", "snapshots"},
    "gate": VALUES | {"sandbox"},
    "remote": VALUES | {"terms", "reader", "accounts", "sandbox"},
    "proposed": VALUES | {"snapshots"},
    "articles": VALUES | {"isolation", "texts"},
    "llm": VALUES | {"isolation", "articles"},
    "seeds": VALUES,
    "sources": VALUES | {"reader", "remote", "sandbox"},
    "asides": VALUES | {"terms", "reader", "sandbox", "snapshots"},
    "elsewhere": STORES | {"changes", "computed", "counts"},
    "changes": STORES | {"revision", "computed", "counts", "search"},
    "dataset": STORES
    | {
        "asides",
        "backup",
        "changes",
        "elsewhere",
        "files",
        "counts",
        "partitions",
        "proposed",
        "search",
        "seeds",
        "sources",
    },
    "page": READERS | {"page"},
    "asking": VALUES,
    "saved": VALUES | {"files"},
    "case": READERS | {"case"},
    "shapes": VALUES | {"dataset"},
    "answers": VALUES | {"terms", "serial"},
    "texts": VALUES,
    "views": VALUES | {"accounts", "dataset", "answers", "asking", "search"},
    "review": VALUES | {"terms", "serial", "articles", "accounts", "dataset", "reader", "shapes", "texts", "views"},
    "draw": VALUES,
    "component": VALUES,
    "pages": READERS | {"component", "page", "case", "llm"},
    "endpoint": READERS,
    "cli": READERS | {"backup", "files", "page", "endpoint", "llm"},
    "docs": READERS | {"cli", "page"},
    "__main__": {"cli"},
    "__init__": {"errors", "model", "dataset"},
    "app": READERS | {"component", "pages"},
}
HOMES = {
    "streamlit": {"pages", "component", "app"},
    "pyshacl": {"shapes"},
    "pyoxigraph": {
        "terms",
        "reader",
        "remote",
        "computed",
        "counts",
        "sources",
        "asides",
        "changes",
        "partitions",
        "search",
        "dataset",
        "elsewhere",
        "revision",
        "proposed",
        "snapshots",
        "serial",
        "sandbox",
        "answers",
    },
    "pyvis": {"draw"},
    "httpx": {"llm", "remote"},
    "pydantic": {"llm"},
    "pydantic_core": {"llm"},
    "tantivy": {"search"},
    "starlette": {"endpoint"},
    "uvicorn": {"endpoint"},
}
VAGUE = re.compile(r"(utils?|helpers?|managers?|common|misc)$")
SPARQL = re.compile(r"\b(SELECT|CONSTRUCT|DESCRIBE|ASK)\b[^.]*\{|\bPREFIX\s+\w*:\s*<|\b(INSERT|DELETE)\s+(DATA\s*)?\{")
SAMPLES = {  # what each rule must catch, in a module of the room `views`
    "from graph.pages import walk": "views imports pages",
    "import graph.cli": "views imports cli",
    "import streamlit as st": "views imports streamlit",
    "from . import things": "relative import",
    "query = 'SELECT ?s WHERE { ?s ?p ?o }'": "SPARQL in a string",
    "query = f'PREFIX say: <{SAY}> ASK'": "SPARQL in a string",
    "try:\n    read()\nexcept OSError:\n    pass": "except: pass",
    "try:\n    read()\nexcept:\n    ...": "except: pass",
    "class StoreManager: ...": "class StoreManager",
}


def room_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[1] if len(parts) > 1 else parts[0]


def faults(source, room):
    """What a module of a room does that it must not."""
    tree = ast.parse(source)
    documented = [n for n in ast.walk(tree) if isinstance(n, (ast.Module, ast.ClassDef, ast.FunctionDef))]
    documentation = {id(n.body[0].value) for n in documented if n.body and isinstance(n.body[0], ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from import_faults(node, room)
        elif isinstance(node, ast.ExceptHandler) and all(is_empty(line) for line in node.body):
            yield "except: pass"
        elif isinstance(node, ast.ClassDef) and VAGUE.search(node.name.lower()):
            yield f"class {node.name}"
        elif is_text(node) and id(node) not in documentation and SPARQL.search(node.value):
            yield "SPARQL in a string"


def import_faults(node, room):
    if isinstance(node, ast.ImportFrom) and node.level:
        yield "relative import"
        return
    whole = [node.module] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
    if whole == ["graph"]:
        whole = [f"graph.{alias.name}" for alias in node.names]
    for name in whole:
        package, _, rest = name.partition(".")
        imported = rest.partition(".")[0] if package == "graph" else package
        allowed = MAY_IMPORT[room] | {room} if package == "graph" else {imported} - HOMES.keys()
        if imported not in allowed and room not in HOMES.get(package, ()):
            yield f"{room} imports {imported}"


def is_text(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def is_empty(line):
    return isinstance(line, ast.Pass) or (isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant))


def name(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_module_keeps_to_the_rules(module):
    assert not VAGUE.search(module.stem)
    assert list(faults(module.read_text("utf-8"), room_of(module))) == []


@pytest.mark.parametrize(("source", "fault"), SAMPLES.items(), ids=SAMPLES.values())
def test_each_rule_bites(source, fault):
    assert list(faults(source, "views")) == [fault]


@pytest.mark.parametrize("file", [*MODULES, *SCRIPTS], ids=name)
def test_file_is_read_in_one_go(file):
    assert len(file.read_text("utf-8").splitlines()) <= 400
