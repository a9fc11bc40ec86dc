"""Rebuild the country outlines of the map from world-atlas (ISC), which packs Natural Earth (public domain).

``python -m graph.component.outlines PATH`` reads a ``countries-50m.json``; without a path the npm package is fetched
into a temporary folder. Only needed at development: the app reads the finished ``assets/outlines.json``.

The file holds ``{"source": …, "countries": [{"id": "004", "name": …, "box": [west, south, east, north],
"rings": [[lon, lat, lon, lat, …], …]}]}``; `id` is the ISO 3166 number, empty where Natural Earth gives none. Rings are
cut at the antimeridian; the last point of a ring is not its first one again; holes are rings too (fill by the even-odd
rule).
"""

import argparse
import json
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

PACKAGE: Final = "world-atlas@2.0.2"
TARGET: Final = Path(__file__).parent / "assets" / "outlines.json"
LIMIT: Final = 700_000  # bytes
_DECIMALS: Final = 2
_BORDER: Final = 0.008  # degrees a shared border may move when points are dropped: less than the rounding does
_COAST: Final = 0.03  # a coast, which nobody disputes, may move a little more
_ISLET: Final = 0.01  # square degrees, about 100 km²; smaller rings are dropped, but a country keeps its largest

Point = tuple[float, float]
Ring = list[Point]


def fetched(folder: Path) -> Path:
    """Fetch the npm package into a folder; gives the path of its countries at 1:50 million."""
    command = ["npm", "pack", "--silent", PACKAGE]
    name = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.split()[-1]
    with tarfile.open(folder / name) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package" / "countries-50m.json"


def outlines(topology: dict[str, Any]) -> dict[str, Any]:
    """The countries of a TopoJSON file as plain rings, simplified arc by arc so that neighbours still meet."""
    geometries = topology["objects"]["countries"]["geometries"]
    uses = Counter(arc if arc >= 0 else ~arc for geometry in geometries for ring in _arcs(geometry) for arc in ring)
    arcs = [simplified(arc, _BORDER if uses[number] > 1 else _COAST) for number, arc in enumerate(_positions(topology))]
    countries = []
    for geometry in sorted(geometries, key=lambda g: (str(g["properties"]["name"]), str(g.get("id", "")))):
        rings = [ring for indices in _arcs(geometry) for ring in cut(_joined(indices, arcs))]
        kept = [flat for ring in _worth_drawing(rings) if len(flat := _flat(ring)) >= 6]
        if kept:
            longs, lats = ([value for ring in kept for value in ring[axis::2]] for axis in (0, 1))
            box = [min(longs), min(lats), max(longs), max(lats)]
            countries.append(
                {"id": geometry.get("id", ""), "name": geometry["properties"]["name"], "box": box, "rings": kept}
            )
    return {"source": f"Natural Earth 1:50m (public domain), by {PACKAGE} (ISC)", "countries": countries}


def simplified(line: Ring, tolerance: float) -> Ring:
    """Douglas and Peucker's line: every dropped point lies within `tolerance` of what remains, on islets much less."""
    tolerance = min(tolerance, max(abs(x - line[0][0]) + abs(y - line[0][1]) for x, y in line) / 12)
    keep = {0, len(line) - 1}
    waiting = [(0, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        far, reach = 0, tolerance
        for at in range(first + 1, last):
            distance = _distance(line[at], line[first], line[last])
            if distance > reach:
                far, reach = at, distance
        if far:
            keep.add(far)
            waiting += [(first, far), (far, last)]
    return [point for at, point in enumerate(line) if at in keep]


def cut(ring: Ring) -> Iterator[Ring]:
    """Cut a ring where it passes 180°; one that goes round a pole is led along the edge of the map."""
    line = [ring[0]]
    for lon, lat in ring[1:]:
        turns = round((line[-1][0] - lon) / 360)
        line.append((lon + 360 * turns, lat))
    gap = line[-1][0] - line[0][0]
    if abs(gap) > 180:
        pole = -90.0 if sum(lat for _, lat in line) < 0 else 90.0
        closing = line[0][0] + (360.0 if gap > 0 else -360.0)
        line += [(closing, line[0][1]), (closing, pole), (line[0][0], pole)]
    for shift in (-360.0, 0.0, 360.0):
        moved = [(lon + shift, lat) for lon, lat in line]
        inside = _clipped(_clipped(moved, -180.0, 1), 180.0, -1)
        if len(inside) > 2:
            yield inside


def _clipped(ring: Ring, edge: float, side: int) -> Ring:
    """The part of a ring east (1) or west (-1) of a meridian."""
    kept: Ring = []
    for (x0, y0), (x1, y1) in zip(ring[-1:] + ring[:-1], ring, strict=True):
        before, here = (x0 - edge) * side >= 0, (x1 - edge) * side >= 0
        if before != here:
            kept.append((edge, y0 + (y1 - y0) * (edge - x0) / (x1 - x0)))
        if here:
            kept.append((x1, y1))
    return kept


def _positions(topology: dict[str, Any]) -> Iterator[Ring]:
    (scale_x, scale_y), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            line.append((x * scale_x + left, y * scale_y + bottom))
        yield line


def _arcs(geometry: dict[str, Any]) -> Iterator[Sequence[int]]:
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for polygon in polygons:
        yield from polygon


def _joined(indices: Iterable[int], arcs: Sequence[Ring]) -> Ring:
    ring: Ring = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += arc[:-1]
    return ring


def _worth_drawing(rings: Sequence[Ring]) -> list[Ring]:
    largest = max(rings, key=_area, default=None)
    return [ring for ring in rings if ring is largest or _area(ring) >= _ISLET]


def _area(ring: Ring) -> float:
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True))) / 2


def _flat(ring: Ring) -> list[float]:
    flat: list[float] = []
    for lon, lat in ring:
        point = [round(lon, _DECIMALS), round(lat, _DECIMALS)]
        if point != flat[-2:]:
            flat += point
    return flat


def _distance(point: Point, start: Point, end: Point) -> float:
    (x, y), (x0, y0), (x1, y1) = point, start, end
    length = (x1 - x0) ** 2 + (y1 - y0) ** 2
    along = max(0.0, min(1.0, ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length)) if length else 0.0
    return float(((x - x0 - along * (x1 - x0)) ** 2 + (y - y0 - along * (y1 - y0)) ** 2) ** 0.5)


def written(data: dict[str, Any]) -> str:
    """The file's text: whole numbers without a point, one country to a line so that a change can be read."""
    countries = (
        json.dumps(_short(country), ensure_ascii=False, separators=(",", ":")) for country in data["countries"]
    )
    lines = ",\n".join(countries)
    return f'{{"source":{json.dumps(data["source"])},"countries":[\n{lines}\n]}}\n'


def _short(country: dict[str, Any]) -> dict[str, Any]:
    rings = [[int(value) if value == int(value) else value for value in ring] for ring in country["rings"]]
    return {**country, "rings": rings}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the number is its exit code."""
    parser = argparse.ArgumentParser(prog="python -m graph.component.outlines", description=__doc__)
    parser.add_argument("path", nargs="?", type=Path, help="countries-50m.json; fetched by npm where it is missing")
    path: Path | None = parser.parse_args(arguments).path
    with tempfile.TemporaryDirectory() as folder:
        source = path or fetched(Path(folder))
        text = written(outlines(json.loads(source.read_text(encoding="utf-8"))))
    size = len(text.encode())
    if size > LIMIT:
        sys.stderr.write(f"The outlines take {size} bytes, more than {LIMIT}; nothing was written.\n")
        return 1
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
