"""Reads the outlines of a map from a GeoJSON file (RFC 7946), ours or one of the user's own; it draws nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cami_desktop.assets import folder
from cami_desktop.errors import DamagedInput
from cami_desktop.words import _

Coordinates = tuple[tuple[float, float], ...]
"""Longitude and latitude in degrees, WGS 84."""

MOST_BYTES = 64 << 20
MOST_POINTS = 150_000
"""A larger map would make every zoom wait."""

_NAMES = ("name", "NAME", "name_en", "NAME_EN", "Name", "title")
_CODES = ("iso_a3", "ISO_A3", "iso3", "ISO3", "ISO3CD", "iso3cd", "ADM0_A3")

LEAST_RING, LEAST_LINE = 4, 2
"""Positions that a closed ring and a line have at least (RFC 7946, 3.1.6 and 3.1.4)."""


@dataclass(frozen=True, slots=True)
class Land:
    """One feature of a map: rings of its areas, and lines; code is ISO 3166 alpha-3 where the file tells it."""

    code: str
    name: str
    rings: tuple[Coordinates, ...]
    lines: tuple[Coordinates, ...]


def bundled() -> Path:
    """The map that comes with the program; how it was made stands in resources/map."""
    return folder("resources") / "map" / "range_states.geojson"


def read_lands(path: Path) -> tuple[Land, ...]:
    """Read the areas and lines of a GeoJSON file; points in it are passed over.

    Raises DamagedInput, in words, where the file cannot be read, is no GeoJSON, is not in degrees or is too large.
    """
    document = _document(path)
    if not isinstance(document, Mapping):
        raise _unfit(path, _("It is not GeoJSON."))
    if document.get("type") == "FeatureCollection":
        features = document.get("features")
    else:
        features = [document if document.get("type") == "Feature" else {"geometry": document}]
    try:
        lands = tuple(_land(feature) for feature in features or ())
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, RecursionError) as error:
        raise _unfit(path, _("A shape in it cannot be understood."), repr(error)) from error
    _judge(path, lands)
    return tuple(land for land in lands if land.rings or land.lines)


def _document(path: Path) -> Any:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _unfit(path, _("It is larger than {n} MB.").format(n=MOST_BYTES >> 20))
        return json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise _unfit(path, _("It cannot be read."), str(error)) from error
    except (ValueError, RecursionError) as error:
        raise _unfit(path, _("It is not GeoJSON."), str(error)) from error


def _judge(path: Path, lands: tuple[Land, ...]) -> None:
    """Raise DamagedInput where there is nothing to draw, too much, or coordinates that are no degrees."""
    points = 0
    for land in lands:
        for ring in (*land.rings, *land.lines):
            points += len(ring)
            # A comparison with a number that is none is never true, so NaN is refused too.
            if not all(-180.001 <= x <= 180.001 and -90.001 <= y <= 90.001 for x, y in ring):
                raise _unfit(path, _("Its coordinates are not longitudes and latitudes in degrees (WGS 84)."))
    if not points:
        raise _unfit(path, _("It holds no areas and no lines."))
    if points > MOST_POINTS:
        raise _unfit(path, _("It has more than {n} points; simplify it first.").format(n=f"{MOST_POINTS:,}"))


def _unfit(path: Path, why: str, details: str = "") -> DamagedInput:
    return DamagedInput(
        _("{name} cannot be used as the map. {why}").format(name=path.name, why=why),
        kept=_("The map that was there before is still in use."),
        do=_("Choose a GeoJSON file with areas or lines in degrees, as map programs export it."),
        details=details,
    )


def _land(feature: Mapping[str, Any]) -> Land:
    facts = feature.get("properties") or {}
    rings: list[Coordinates] = []
    lines: list[Coordinates] = []
    for kind, ring in _parts(feature.get("geometry")):
        (rings if kind == "ring" else lines).append(ring)
    name = next((str(facts[key]) for key in _NAMES if facts.get(key)), "")
    code = next((str(facts[key]) for key in _CODES if facts.get(key)), "")
    return Land(code, name, tuple(rings), tuple(lines))


def _parts(geometry: Mapping[str, Any] | None) -> Iterator[tuple[str, Coordinates]]:
    if geometry is None:
        return
    coordinates: Any = geometry.get("coordinates")
    match geometry["type"]:
        case "Polygon":
            yield from (("ring", _points(ring, LEAST_RING)) for ring in coordinates)
        case "MultiPolygon":
            yield from (("ring", _points(ring, LEAST_RING)) for polygon in coordinates for ring in polygon)
        case "LineString":
            yield "line", _points(coordinates, LEAST_LINE)
        case "MultiLineString":
            yield from (("line", _points(line, LEAST_LINE)) for line in coordinates)
        case "GeometryCollection":
            for part in geometry["geometries"]:
                yield from _parts(part)
        case "Point" | "MultiPoint":
            return
        case other:
            raise ValueError(other)


def _points(line: Any, least: int) -> Coordinates:
    points = tuple((float(point[0]), float(point[1])) for point in line)
    if len(points) < least:
        raise ValueError(f"{len(points)} positions where {least} are needed")
    return points
