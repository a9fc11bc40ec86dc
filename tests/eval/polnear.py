"""PolNeAR's development articles as gold, where they are at hand: never part of this repository."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(os.environ.get("SAYSO_POLNEAR", Path(__file__).parents[3] / "shared" / "eval" / "polnear-dev"))
# Read while the harness was written, so they can only be used to tune on.
SEEN = {"wash-post_2016-09-25_federal-court-rules-against-ohio"}


@dataclass(frozen=True)
class Gold:
    """One annotated report: code points of its parts, each possibly in several pieces."""

    source: tuple[tuple[int, int], ...]
    cue: tuple[tuple[int, int], ...]
    content: tuple[tuple[int, int], ...]


def half(name):
    """`tune` or `held-out`, by the digest of an article's name."""
    even = int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2 == 0
    return "tune" if even or name.rstrip("-") in SEEN else "held-out"


def articles():
    """Name, text and gold of each article; the first annotator's where several worked on one."""
    files = {}
    for path in sorted((ROOT / "attributions").glob("*.ann")):
        files.setdefault(path.stem.rsplit("_", 1)[0], path)
    for name, path in files.items():
        yield name, (ROOT / "text" / f"{name}.txt").read_text("utf-8"), read(path)


def read(path):
    """The reports of a brat file."""
    places, found = {}, []
    lines = path.read_text("utf-8").splitlines()
    for line in sorted(lines, key=lambda line: line[0] == "E"):
        key, _, rest = line.partition("\t")
        if key[0] == "T":
            offsets = rest.partition("\t")[0].partition(" ")[2]
            places[key] = [tuple(map(int, piece.split())) for piece in offsets.split(";")]
        elif key[0] == "E":
            parts = {"Source": [], "Cue": [], "Content": []}
            for part in rest.split():
                role, _, key = part.partition(":")
                role = role.rstrip("0123456789")
                if role in parts:
                    parts[role] += places[key]
            found.append(Gold(*(tuple(sorted(parts[role])) for role in ("Source", "Cue", "Content"))))
    return sorted(found, key=lambda gold: gold.cue)
