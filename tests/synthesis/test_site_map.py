"""The map: a true projection, outlines for any view, and nothing that may not leave the country."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable
from typing import Any

import pytest

from cami_desktop.catalogue import load
from cami_desktop.catalogue.geojson import bundled, read_lands
from cami_desktop.exchange.redaction import redact
from cami_desktop.records import Record, new_id
from cami_desktop.records.kinds import Barrier, Site
from cami_desktop.records.recordset import RecordSet
from cami_desktop.synthesis.ground import (
    NAME_SIZE,
    Ground,
    View,
    fitting,
    ground_items,
    lay_out,
    name_items,
    shows_control,
)
from cami_desktop.synthesis.picture import Item, Polyline, Text
from cami_desktop.synthesis.projection import CENTRE, RADIUS, project
from cami_desktop.synthesis.scale import text_width
from cami_desktop.synthesis.site_map import (
    CONTROL_NOTE,
    NOTE,
    Place,
    map_picture,
    places_at,
    places_of,
    upper_items,
)
from cami_desktop.synthesis.svg import picture_to_svg

WIDE, HIGH = 500.0, 400.0


@pytest.fixture(scope="module")
def ground() -> Ground:
    """The bundled map in the plane."""
    return lay_out(read_lands(bundled()))


def made(cls: type[Any], **values: Any) -> Any:
    return cls(id=new_id(), country="KZ", **values)


def view_of(ground: Ground, code: str) -> View:
    box = ground.box_of(code)
    assert box is not None
    return fitting(box, WIDE, HIGH)


def places(*records: Record) -> RecordSet:
    return RecordSet(records, load())


def test_the_projection_has_its_centre_and_true_areas() -> None:
    assert project(*CENTRE) == pytest.approx((0, 0), abs=1e-9)
    # A degree north of the centre; then a cell of a degree far from it, against its area on the sphere.
    assert math.hypot(*project(CENTRE[0], CENTRE[1] + 1)) == pytest.approx(math.radians(1) * RADIUS, rel=1e-4)
    corners = [project(x, y) for x, y in ((100, 60), (100.1, 60), (100.1, 60.1), (100, 60.1))]
    pairs = zip(corners, (*corners[1:], corners[0]), strict=True)
    plane = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2
    sphere = RADIUS**2 * math.radians(0.1) * (math.sin(math.radians(60.1)) - math.sin(math.radians(60)))
    assert plane == pytest.approx(sphere, rel=1e-3)


def test_north_is_up_and_russia_is_in_one_piece(ground: Ground) -> None:
    assert project(70, 50)[1] < 0 < project(80, 45)[0]
    west, _north, east, _south = ground.box_of("RUS") or (0, 0, 0, 0)
    assert east - west < 8_000


def test_kazakhstan_has_about_its_area(ground: Ground) -> None:
    shape = next(shape for shape in ground.shapes if shape.code == "KAZ")
    points = shape.rings[0].points
    area = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, (*points[1:], points[0]), strict=True))) / 2
    assert area == pytest.approx(2_725_000, rel=0.02)


def test_what_is_far_outside_the_picture_is_cut_off(ground: Ground) -> None:
    view = View(*project(77, 43), 0.4)
    lines = [item for item in ground_items(ground, view, WIDE, HIGH) if isinstance(item, Polyline)]
    assert lines
    points = [point for line in lines for point in line.points]
    assert all(-41 <= x <= WIDE + 41 and -41 <= y <= HIGH + 41 for x, y in points)


def test_zooming_keeps_what_is_under_the_pointer_in_its_place() -> None:
    view = View(100.0, 50.0, 2.0)
    nearer = view.zoomed(1.7, (120.0, 90.0), WIDE, HIGH)
    assert nearer.plane((120.0, 90.0), WIDE, HIGH) == pytest.approx(view.plane((120.0, 90.0), WIDE, HIGH))
    assert nearer.scale == pytest.approx(2.0 / 1.7)


def test_countries_are_named_in_the_language_that_speaks(ground: Ground) -> None:
    items = name_items(ground, view_of(ground, "KAZ"), WIDE, HIGH, {"KAZ": "Қазақстан"})
    assert "Қазақстан" in [item.text for item in items if isinstance(item, Text)]


def boxes(items: Iterable[Item]) -> list[tuple[float, float, float, float]]:
    """Around each name of a country: left, top, right, bottom."""
    found = [item for item in items if isinstance(item, Text)]
    half = {item.text: text_width(item.text, NAME_SIZE) / 2 for item in found}
    return [(one.x - half[one.text], one.y - NAME_SIZE, one.x + half[one.text], one.y + 3) for one in found]


@pytest.mark.parametrize("right", range(-1_500, 2_000, 500))
def test_names_of_countries_are_whole_and_meet_neither_one_another_nor_what_is_taken(
    ground: Ground, right: int
) -> None:
    taken = (WIDE * 0.3, HIGH * 0.3, WIDE * 0.6, HIGH * 0.6)
    view = View(right, 0, 9.0)
    found = boxes(name_items(ground, view, WIDE, HIGH, {}, [taken]))
    assert found
    assert all(box[0] >= 0 and box[1] >= 0 and box[2] <= WIDE and box[3] <= HIGH for box in found)
    for one, other in itertools.combinations([*found, taken], 2):
        assert one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]


def test_the_name_of_a_country_gives_way_to_the_name_of_a_site(ground: Ground) -> None:
    view = view_of(ground, "KAZ")
    plain = name_items(ground, view, WIDE, HIGH, {})
    kazakhstan = next(item for item in plain if isinstance(item, Text) and item.text == "Kazakhstan")
    at = view.plane((kazakhstan.x, kazakhstan.y), WIDE, HIGH)
    site = Place("1", Site.kind, "Betpak-dala, a long name", at)
    texts = [item for item in upper_items(ground, [site], view, WIDE, HIGH, {}) if isinstance(item, Text)]
    moved = next(item for item in texts if item.text == "Kazakhstan")
    named = next(item for item in texts if item.text.startswith("Betpak"))
    assert moved.y != kazakhstan.y
    assert abs(moved.y - named.y) > NAME_SIZE


def test_the_line_of_control_is_dotted_and_explained_where_it_can_be_seen(ground: Ground) -> None:
    near, far = view_of(ground, "PAK"), fitting((-500, -500, 500, -100), WIDE, HIGH)
    dotted = [item for item in ground_items(ground, near, WIDE, HIGH) if isinstance(item, Polyline) and item.dash]
    assert dotted
    assert shows_control(ground, near, WIDE, HIGH)
    assert not shows_control(ground, far, WIDE, HIGH)
    said = [map_picture(ground, (), view, WIDE, HIGH, {}).description for view in (near, far)]
    assert all(NOTE in text for text in said)
    assert [CONTROL_NOTE in text for text in said] == [True, False]


def test_the_note_is_printed_whole_on_a_narrow_map(ground: Ground) -> None:
    box = ground.box_of("PAK")
    assert box is not None
    picture = map_picture(ground, (), fitting(box, 200, 300), 200, 300, {})
    printed = " ".join(item.text for item in picture.items if isinstance(item, Text))
    assert NOTE in printed
    assert CONTROL_NOTE in printed


def test_sites_and_barriers_differ_in_shape_and_a_sensitive_site_is_hollow(ground: Ground) -> None:
    site = made(Site, name="Altyn-Emel", latitude=44.1, longitude=78.7)
    hidden = made(Site, name="Ground", latitude=46.0, longitude=70.0, sensitive=True, precision="withheld")
    fence = made(Barrier, name="Fence", site=site.id)
    lost = made(Barrier, name="No site")
    nowhere = made(Site, name="Nowhere")
    found = places_of(places(site, hidden, fence, lost, nowhere))
    assert [(place.name, place.rough) for place in found] == [("Altyn-Emel", False), ("Ground", True), ("Fence", False)]
    svg = picture_to_svg(map_picture(ground, found, view_of(ground, "KAZ"), WIDE, HIGH, {}, "KAZ", site.id))
    assert "Altyn-Emel" in svg
    assert "Fence" in svg
    assert "exact place is not published" in svg


def test_a_published_map_withholds_and_roughens(ground: Ground) -> None:
    exact = made(Site, name="Exact", latitude=44.1234, longitude=78.7654)
    rough = made(Site, name="Rough", latitude=44.1234, longitude=78.7654, precision="one_degree")
    hidden = made(Site, name="Hidden", latitude=46.0, longitude=70.0, sensitive=True)
    fence = made(Barrier, name="Fence", site=hidden.id)
    shown = places_of(redact(places(exact, rough, hidden, fence)))
    assert [(place.name, place.rough) for place in shown] == [("Exact", False), ("Rough", True)]
    assert shown[0].point == project(78.7654, 44.1234)
    assert shown[1].point == project(79.0, 44.0)
    picture = map_picture(ground, shown, view_of(ground, "KAZ"), WIDE, HIGH, {}, left_out=1)
    assert "Hidden" not in picture_to_svg(picture)
    assert "1 site is withheld" in picture.description


def test_a_barrier_stands_beside_its_site(ground: Ground) -> None:
    site = made(Site, name="S", latitude=44.1, longitude=78.7)
    fence = made(Barrier, name="B", site=site.id)
    (_one, at), (_other, beside) = places_at(places_of(places(site, fence)), view_of(ground, "KAZ"), WIDE, HIGH)
    assert math.dist(at, beside) > 8
