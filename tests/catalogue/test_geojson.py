"""Maps: the bundled one is what its command makes; a file of one's own is read, or refused in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cami_desktop.catalogue import load
from cami_desktop.catalogue.build_map import FILES, build, main
from cami_desktop.catalogue.geojson import bundled, read_lands
from cami_desktop.errors import DamagedInput

SQUARE = [[60, 40], [70, 40], [70, 50], [60, 50], [60, 40]]


def written(folder: Path, content: Any) -> Path:
    path = folder / "own.geojson"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def shape(kind: str, coordinates: Any) -> dict[str, Any]:
    return {"type": kind, "coordinates": coordinates}


def test_the_bundled_map_has_every_range_state() -> None:
    codes = {land.code for land in read_lands(bundled())}
    assert {country.iso3 for country in load().countries.values()} <= codes


def test_the_command_makes_the_bundled_map_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--domain", str(bundled().parent), "--out", str(tmp_path / "map")])
    assert "14" in capsys.readouterr().out
    for name in FILES:
        assert (tmp_path / "map" / name).read_bytes() == (bundled().parent / name).read_bytes()
    assert "Natural Earth" in (bundled().parent / FILES[1]).read_text(encoding="utf-8")


def test_a_map_without_a_range_state_is_not_built(tmp_path: Path) -> None:
    (tmp_path / FILES[0]).write_text(json.dumps(shape("Polygon", [SQUARE])), encoding="utf-8")
    with pytest.raises(DamagedInput, match=r"no outline of .*KAZ"):
        build(tmp_path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_areas_lines_and_collections_are_read_and_points_passed_over(tmp_path: Path) -> None:
    collection = {"type": "GeometryCollection", "geometries": [shape("LineString", SQUARE), shape("Point", [60, 40])]}
    features = [
        {"type": "Feature", "properties": {"NAME": "Reserve"}, "geometry": shape("MultiPolygon", [[SQUARE]])},
        {"type": "Feature", "properties": None, "geometry": collection},
        {"type": "Feature", "properties": {}, "geometry": None},
    ]
    lands = read_lands(written(tmp_path, {"type": "FeatureCollection", "features": features}))
    assert [(land.name, len(land.rings), len(land.lines)) for land in lands] == [("Reserve", 1, 0), ("", 0, 1)]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("no json", "not GeoJSON"),
        ("[1, 2]", "not GeoJSON"),
        ("[" * 100_000, "not GeoJSON"),
        ({"type": "Topology", "objects": {}}, "cannot be understood"),
        (shape("Polygon", [[["a", "b"]]]), "cannot be understood"),
        (shape("Polygon", [[[60, 40], [70, 40]]]), "cannot be understood"),
        (shape("Polygon", [[[x + 500_000, y + 4_900_000] for x, y in SQUARE]]), "in degrees"),
        ('{"type": "LineString", "coordinates": [[NaN, 1], [2, 2]]}', "in degrees"),
        (shape("Point", [60, 40]), "no areas and no lines"),
        ({"type": "FeatureCollection", "features": []}, "no areas and no lines"),
    ],
)
def test_a_file_that_is_no_map_is_told_in_words(tmp_path: Path, content: Any, why: str) -> None:
    with pytest.raises(DamagedInput, match=why) as told:
        read_lands(written(tmp_path, content))
    assert "own.geojson cannot be used as the map" in str(told.value)
    assert "still in use" in told.value.kept


def test_a_file_that_is_gone_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(DamagedInput, match="cannot be read"):
        read_lands(tmp_path / "gone.geojson")
