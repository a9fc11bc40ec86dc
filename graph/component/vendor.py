"""Rebuild the vendored vis-network from the installed pyvis wheel, or check that it is still the same.

``python -m graph.component.vendor`` copies the file; ``--check`` writes nothing and exits 1 on a difference.
The file must lie inside the package, as a copy: Streamlit serves no symlink that leads out of it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Final

ASSETS: Final = Path(__file__).parent / "assets"
FILE: Final = "vis-network.min.js"
_TITLE: Final = "vis-network {version}, as shipped in the pyvis wheel"


def shipped() -> bytes:
    """Return vis-network exactly as the installed pyvis carries it."""
    return files("pyvis").joinpath("lib", "vis-9.1.2", FILE).read_bytes()


def banner(source: bytes) -> str:
    """Return the comment that opens `source`: version, copyright and licence."""
    return source.decode("utf-8").partition("*/")[0] + "*/"


def version(source: bytes) -> str:
    """Return the version that the opening comment of `source` names."""
    return banner(source).partition("@version")[2].split()[0]


def notices(source: bytes) -> str:
    """Return LICENSES.txt for `source`: its opening comment, then the licence texts as they stand."""
    texts = (ASSETS / "LICENSES.txt").read_text(encoding="utf-8").partition("*/")[2]
    return f"{_TITLE.format(version=version(source))}\n\n{banner(source)}{texts}"


def differences() -> list[str]:
    """Name each vendored file that is not what the wheel would give."""
    source = shipped()
    expected = {FILE: source, "LICENSES.txt": notices(source).encode("utf-8")}
    return [
        name
        for name, content in expected.items()
        if not (ASSETS / name).is_file() or (ASSETS / name).read_bytes() != content
    ]


def rebuild() -> None:
    """Write both vendored files anew."""
    source = shipped()
    text = notices(source)
    (ASSETS / FILE).write_bytes(source)
    (ASSETS / "LICENSES.txt").write_text(text, encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the number is its exit code."""
    parser = argparse.ArgumentParser(prog="python -m graph.component.vendor", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file differs")
    if not parser.parse_args(arguments).check:
        rebuild()
        return 0
    stale = differences()
    for name in stale:
        sys.stderr.write(f"{ASSETS / name} differs from the pyvis wheel; mend with: python -m graph.component.vendor\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
