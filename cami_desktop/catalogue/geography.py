"""Where the range states lie: borders from resources/map, and whether a point is inside them."""

from __future__ import annotations

import itertools
import json
import math
from functools import cache

from cami_desktop.assets import folder
from cami_desktop.catalogue import load

Ring = list[tuple[float, float]]


@cache
def borders() -> dict[str, list[list[Ring]]]:
    """Polygons (outer ring, then holes; longitude and latitude in WGS 84 degrees) by ISO 3166 alpha-2 code.

    Source and treatment: resources/map/range_states.PROVENANCE.txt; simplified to about 0.015 degrees.
    """
    path = folder("resources") / "map" / "range_states.geojson"
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    shapes = {feature["properties"]["iso_a3"]: feature["geometry"]["coordinates"] for feature in features}
    return {
        country.code: [
            [[(float(x), float(y)) for x, y in ring] for ring in polygon] for polygon in shapes[country.iso3]
        ]
        for country in load().countries.values()
        if country.iso3 in shapes
    }


def distance_outside(country: str, latitude: float, longitude: float) -> float | None:
    """Degrees from a point to the nearest border of the country, 0 inside it; None where its borders are not known."""
    polygons = borders().get(country)
    if polygons is None:
        return None
    if any(_inside(polygon, longitude, latitude) for polygon in polygons):
        return 0.0
    return min(_distance(ring, longitude, latitude) for polygon in polygons for ring in polygon)


def _inside(polygon: list[Ring], x: float, y: float) -> bool:
    """Even–odd rule over the outer ring and its holes."""
    inside = False
    for ring in polygon:
        for (x1, y1), (x2, y2) in itertools.pairwise(ring):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                inside = not inside
    return inside


def _distance(ring: Ring, x: float, y: float) -> float:
    """Plane distance in degrees, longitude shrunk by the cosine of the latitude."""
    shrink = math.cos(math.radians(y))
    best = math.inf
    for (x1, y1), (x2, y2) in itertools.pairwise(ring):
        ax, ay, bx, by = (x1 - x) * shrink, y1 - y, (x2 - x) * shrink, y2 - y
        dx, dy = bx - ax, by - ay
        length = dx * dx + dy * dy
        t = 0.0 if not length else max(0.0, min(1.0, -(ax * dx + ay * dy) / length))
        best = min(best, math.hypot(ax + t * dx, ay + t * dy))
    return best
