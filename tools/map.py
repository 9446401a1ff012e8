"""Write the map of the reports: borders of municipalities and counties -> ``src/samverkan/report/sweden.json``.

    pip install shapely
    python tools/map.py ../shared/data/sweden-municipalities

The folder has ``municipalities.geojson``, one feature a municipality with ``code``, ``name`` and ``county_code`` in
WGS 84, and ``counties.geojson`` with the codes and names of the counties. ``src/samverkan/report/sweden.md`` says where
these are from.
"""

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import shapely

OUT = Path(__file__).resolve().parent.parent / "src" / "samverkan" / "report" / "sweden.json"

TOLERANCE = 2_000.0
"""Metres: what a border may lose."""

HEIGHT = 600.0
"""Of the map, in its own units."""

SMALLEST = 0.3
"""Square units: islands below are left out; the largest part of a municipality stays."""

RADIUS, CENTRAL_MERIDIAN = 6_371_000.0, 15.0
"""Of the transverse Mercator projection on a sphere, in metres and degrees."""


def projected(points: np.ndarray) -> np.ndarray:
    """Project longitudes and latitudes in degrees: east and south in metres."""
    east, north = np.radians(points[:, 0] - CENTRAL_MERIDIAN), np.radians(points[:, 1])
    across = np.cos(north) * np.sin(east)
    return np.column_stack([np.arctanh(across), -np.arctan2(np.tan(north), np.cos(east))]) * RADIUS


def polygons(shape: shapely.Geometry) -> list[shapely.Polygon]:
    """Return the parts of a shape, the largest first, without the smallest."""
    parts = sorted(shapely.get_parts(shape), key=lambda p: -p.area)
    return parts[:1] + [p for p in parts[1:] if p.area >= SMALLEST]


def _filled(shape: shapely.Polygon) -> shapely.Polygon:
    """Leave out the slivers between neighbours; no county lies inside another."""
    return shapely.Polygon(shape.exterior)


def path(shapes: Iterable[shapely.Polygon]) -> str:
    """Write the rings of polygons as the shortest path of SVG: steps in tenths, each from the rounded point before."""
    written = []
    for shape in shapes:
        for ring in (shape.exterior, *shape.interiors):
            points = np.round(np.asarray(ring.coords)[:-1] * 10).astype(int)
            steps = np.diff(points, axis=0)
            steps = steps[steps.any(axis=1)]
            written.append("M" + _numbers(points[:1].ravel()) + "l" + _numbers(steps.ravel()) + "z")
    return "".join(written)


def _numbers(tenths: Sequence[int]) -> str:
    text = ""
    for value in tenths:
        number = f"{value / 10:.1f}".removesuffix(".0").replace("0.", ".", 1) if abs(value) < 10 else f"{value / 10:g}"
        text += number if not text or number.startswith("-") else f" {number}"
    return text


def main(folder: Path) -> None:
    """Read, project, simplify so that neighbours keep one border, and write."""
    features = json.loads((folder / "municipalities.geojson").read_text(encoding="utf-8"))["features"]
    features.sort(key=lambda f: f["properties"]["code"])
    names = {
        f["properties"]["code"]: f["properties"]["name"]
        for f in json.loads((folder / "counties.geojson").read_text(encoding="utf-8"))["features"]
    }
    whole = [shapely.transform(shapely.from_geojson(json.dumps(f["geometry"])), projected) for f in features]
    simple = shapely.coverage_simplify(np.array(whole), TOLERANCE)
    west, top, east, bottom = shapely.total_bounds(simple)
    scale = HEIGHT / (bottom - top)
    drawn = shapely.transform(simple, lambda points: (points - (west, top)) * scale)
    municipalities = []
    for feature, shape in zip(features, drawn, strict=True):
        parts, facts = polygons(shape), feature["properties"]
        middle = shapely.maximum_inscribed_circle(parts[0]).coords[0]
        municipalities.append(
            [facts["code"], facts["name"], facts["county_code"], *(round(v, 1) for v in middle), path(parts)]
        )
    counties = []
    for code, name in sorted(names.items()):
        inside = [s for f, s in zip(features, drawn, strict=True) if f["properties"]["county_code"] == code]
        joined = shapely.union_all(inside, grid_size=0.1)  # the borders of the source do not meet exactly
        counties.append([code, name, path(map(_filled, polygons(joined)))])
    made = {
        "about": "See sweden.md beside this file. Written by tools/map.py.",
        "width": round((east - west) * scale, 1),
        "height": HEIGHT,
        "municipalities": ["code", "name", "county", "x", "y", "d"],
        "counties": ["code", "name", "d"],
    }
    lines = [json.dumps(made, ensure_ascii=False)[:-1]]
    for name, rows in (("rows", municipalities), ("county_rows", counties)):
        body = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
        lines.append(f',\n"{name}": [\n{body}\n]')
    OUT.write_text("".join(lines) + "}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
