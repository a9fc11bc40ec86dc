"""The documents say what the program does: generated parts are up to date, vendored files are the packages' own."""

import re
from pathlib import Path

from graph import docs
from graph.cli import verbs

ROOT = Path(__file__).parents[1]


def test_generated_parts_are_up_to_date(capsys):
    assert docs.main(["--check"]) == 0, capsys.readouterr().out


def test_an_old_part_is_noticed_and_rewritten():
    text = "before\n<!-- begin: verbs -->\nold\n<!-- end -->\nafter\n"
    new = docs.rewritten(text)
    assert new != text
    assert "python -m graph controls" in new
    assert docs.rewritten(new) == new


def test_every_make_target_and_verb_in_the_readme_exists():
    readme = (ROOT / "README.md").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z-]+)", readme)) - {"and"} <= targets
    assert set(re.findall(r"python -m graph ([a-z]+)", readme)) <= {name for name, _ in verbs()}


def test_every_decision_has_its_parts():
    for record in sorted((ROOT / "docs" / "decisions").glob("*.md")):
        text = record.read_text("utf-8")
        assert text.startswith(f"# {int(record.name[:4])}. "), record.name
