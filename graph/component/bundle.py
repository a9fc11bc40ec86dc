"""Rebuild CodeMirror and its SPARQL language as one file for the browser, or check that it is still the same.

``python -m graph.component.bundle`` installs the versions that ``editor-src/package-lock.json`` pins, with their
digests, into a temporary folder and bundles ``editor-src/codemirror.js`` with esbuild; ``--check`` writes nothing and
exits 1 on a difference. Only needed at development: it asks for npm, and the app reads the finished file.

The file's name carries its digest, because browsers may keep an asset for as long as they like; the one line of
``assets/editor/codemirror.js`` says which one is in force.
"""

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

SOURCE: Final = Path(__file__).parent / "editor-src"
ASSETS: Final = Path(__file__).parent / "assets"
DOOR: Final = "editor/codemirror.js"
LICENSES: Final = "LICENSES-codemirror.txt"
LIMIT: Final = 500_000  # bytes
_TITLE: Final = "CodeMirror and its SPARQL language, bundled by python -m graph.component.bundle"
_RULE: Final = "=" * 100
_NPM: Final = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")
_ESBUILD: Final = (
    "node_modules/.bin/esbuild",
    "codemirror.js",
    "--bundle",
    "--format=esm",
    "--minify",
    "--charset=utf8",
    "--target=es2022",
    "--legal-comments=none",  # the texts stand in LICENSES
    "--outfile=bundle.js",
    "--metafile=bundle.json",
    "--log-level=error",
)


def name_of(bundle: bytes) -> str:
    """Return the file name of a bundle: it changes whenever the content does."""
    return f"codemirror-{hashlib.sha256(bundle).hexdigest()[:12]}.min.js"


def door(bundle: bytes) -> bytes:
    """Return the module through which the editor's scripts reach the bundle."""
    return (f'// Written by python -m graph.component.bundle.\n\nexport * from "../{name_of(bundle)}";\n').encode()


def built() -> dict[str, bytes]:
    """Build in a temporary folder; gives each file of ``assets`` with its content.

    Raises ``OSError`` where npm is missing, ``CalledProcessError`` where it or esbuild fails, ``ValueError`` where the
    bundle is too large or a package brings no licence.
    """
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        shutil.copytree(SOURCE, folder, dirs_exist_ok=True)
        for command in (_NPM, _ESBUILD):
            subprocess.run(command, cwd=folder, check=True)
        bundle = (folder / "bundle.js").read_bytes()
        notices = _notices(folder)
    if len(bundle) > LIMIT:
        raise ValueError(f"the bundle has {len(bundle):,} bytes, more than {LIMIT:,}: leave something out")
    return {name_of(bundle): bundle, DOOR: door(bundle), LICENSES: notices.encode("utf-8")}


def bundled(lock: str) -> list[str]:
    """Name the packages of a lock file that end up in the browser, with their versions."""
    packages = json.loads(lock)["packages"]
    chosen = {path: entry for path, entry in packages.items() if path and not entry.get("dev")}
    return sorted(f"{path.removeprefix('node_modules/')} {entry['version']}" for path, entry in chosen.items())


def _notices(folder: Path) -> str:
    """The licence text of every package, one after the other; same texts are not merged, so that each has its name."""
    parts = [_TITLE]
    for line in bundled((folder / "package-lock.json").read_text("utf-8")):
        name, _, _version = line.rpartition(" ")
        package = folder / "node_modules" / name
        texts = sorted(package.glob("LICEN[CS]E*"))
        if not texts:
            raise ValueError(f"{line} brings no licence text: find it and decide whether it may be bundled")
        parts.append(f"{line}\n\n{texts[0].read_text('utf-8').strip()}")
    return f"\n\n{_RULE}\n\n".join(parts) + "\n"


def stale(files: dict[str, bytes]) -> list[str]:
    """Name each committed file that is not what was built, and each older bundle beside it."""
    differing = [name for name, content in files.items() if _read(ASSETS / name) != content]
    return differing + [path.name for path in ASSETS.glob("codemirror-*.min.js") if path.name not in files]


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the number is its exit code."""
    parser = argparse.ArgumentParser(prog="python -m graph.component.bundle", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file differs")
    checking = parser.parse_args(arguments).check
    try:
        files = built()
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        sys.stderr.write(f"no bundle: {error}\nneeded are node 20, npm and a registry it can reach\n")
        return 1
    old = stale(files)
    if checking:
        for name in old:
            sys.stderr.write(f"{ASSETS / name} is out of date; mend with: python -m graph.component.bundle\n")
        return 1 if old else 0
    for name in old:
        (ASSETS / name).unlink(missing_ok=True)
    for name, content in files.items():
        (ASSETS / name).write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
