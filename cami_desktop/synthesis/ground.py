"""The ground of a map: outlines in the plane, as lines and areas of a picture for any part of it that is looked at."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from cami_desktop.catalogue.geojson import Coordinates, Land
from cami_desktop.synthesis.picture import Item, Point, Polyline, Rect, Text
from cami_desktop.synthesis.projection import project
from cami_desktop.synthesis.scale import text_width

Box = tuple[float, float, float, float]
"""West, north, east and south in kilometres from the centre of the projection; south is positive."""

CONTROLLED = ("IND", "PAK")
CONTROL_BEGINS = 32.5
"""The line of control in Jammu and Kashmir: what these two have in common north of that latitude."""

_FINE = 0.6
"""Points nearer to one another than this, in points of the picture, are drawn as one."""
NAME_SIZE = 8.0
_EDGE = 4.0
_ASIDE = (0.0, -12.0, 12.0, -24.0, 24.0)
"""How far up or down the name of a country may go to keep clear of others, in the order in which it is tried."""
_MARGIN = 40.0
"""How far beyond the picture outlines are drawn, so that no edge is seen where they are cut off."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A line or the ring of an area in the plane, with the box around it."""

    points: tuple[Point, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class Shape:
    """A feature of the map in the plane; heart is where its name stands, span how wide its largest part is."""

    code: str
    name: str
    rings: tuple[Outline, ...]
    lines: tuple[Outline, ...]
    heart: Point | None
    span: float = 0.0


@dataclass(frozen=True, slots=True)
class Ground:
    """A whole map in the plane, with its lines of control."""

    shapes: tuple[Shape, ...]
    control: tuple[Outline, ...]
    box: Box

    def box_of(self, code: str) -> Box | None:
        """The box around the feature of an ISO 3166 alpha-3 code; None where the map has none."""
        boxes = [ring.box for shape in self.shapes if shape.code == code for ring in shape.rings]
        return _around(boxes) if code and boxes else None


@dataclass(frozen=True, slots=True)
class View:
    """What is looked at: the middle in kilometres, and kilometres to a point of the picture."""

    x: float
    y: float
    scale: float

    def place(self, point: Point, width: float, height: float) -> Point:
        """Where a point of the plane stands on a picture of that size."""
        return (point[0] - self.x) / self.scale + width / 2, (point[1] - self.y) / self.scale + height / 2

    def plane(self, place: Point, width: float, height: float) -> Point:
        """The point of the plane at a place of the picture."""
        return (place[0] - width / 2) * self.scale + self.x, (place[1] - height / 2) * self.scale + self.y

    def zoomed(self, factor: float, place: Point, width: float, height: float) -> View:
        """Nearer by a factor (further for less than 1), with what is at a place staying there."""
        x, y = self.plane(place, width, height)
        scale = self.scale / factor
        return View(x - (place[0] - width / 2) * scale, y - (place[1] - height / 2) * scale, scale)

    def box(self, width: float, height: float, margin: float = 0.0) -> Box:
        """What a picture of that size shows, with so many points around it."""
        half_width, half_height = (width / 2 + margin) * self.scale, (height / 2 + margin) * self.scale
        return self.x - half_width, self.y - half_height, self.x + half_width, self.y + half_height


def fitting(box: Box, width: float, height: float) -> View:
    """The view that shows a box whole, with a little around it."""
    scale = max((box[2] - box[0]) / max(width, 1), (box[3] - box[1]) / max(height, 1)) * 1.08
    return View((box[0] + box[2]) / 2, (box[1] + box[3]) / 2, max(scale, 0.01))


def lay_out(lands: Iterable[Land]) -> Ground:
    """Put the features of a map into the plane."""
    lands = tuple(lands)
    shapes = tuple(_shape(land) for land in lands)
    boxes = [outline.box for shape in shapes for outline in (*shape.rings, *shape.lines)]
    return Ground(shapes, tuple(_control(lands)), _around(boxes))


def ground_items(
    ground: Ground, view: View, width: float, height: float, own: str = ""
) -> list[Item]:
    """The ground as it is looked at: areas and borders; own, an ISO 3166 alpha-3 code, is drawn stronger."""
    seen = view.box(width, height, _MARGIN)
    items: list[Item] = [Rect(0, 0, width, height, fill="grid")]
    for shape in sorted(ground.shapes, key=lambda shape: shape.code == own):
        stroke, thick = ("ink", 1.1) if shape.code and shape.code == own else ("line", 0.6)
        for ring in shape.rings:
            points = _placed(ring, view, seen, width, height, closed=True)
            if len(points) > 2:
                items.append(Polyline(points, stroke, thick, closed=True, fill="paper"))
        for line in shape.lines:
            items += _strokes(line, view, seen, width, height, Polyline((), "muted", 0.8))
    for line in ground.control:
        for sample in (Polyline((), "paper", 2.2), Polyline((), "line", 0.8, dash=(0.8, 2.0))):
            items += _strokes(line, view, seen, width, height, sample)
    return items


def name_items(
    ground: Ground, view: View, width: float, height: float, names: Mapping[str, str], taken: Iterable[Box] = ()
) -> list[Item]:
    """The names of the countries that are large enough, by ISO 3166 alpha-3, whole inside the picture.

    taken is what they keep clear of, as boxes of the picture. A name that would meet another or something taken goes
    up or down a little, and is left out where that does not help.
    """
    found: list[Item] = []
    full = list(taken)
    for shape in sorted(ground.shapes, key=lambda shape: -shape.span):
        text = names.get(shape.code) or shape.name
        if shape.heart is None or not text:
            continue
        x, y = view.place(shape.heart, width, height)
        half = text_width(text, NAME_SIZE) / 2
        seen = 0 < x < width and 0 < y < height and 2 * (half + _EDGE) < width
        if not seen or shape.span / view.scale <= half:
            continue
        x = min(max(x, half + _EDGE), width - half - _EDGE)
        for aside in _ASIDE:
            down = min(max(y + aside, NAME_SIZE + _EDGE), height - 3 - _EDGE)
            box = (x - half, down - NAME_SIZE, x + half, down + 3)
            if not any(_meet(box, other) for other in full):
                full.append(box)
                found.append(Text(x, down, text, NAME_SIZE, "middle", "muted"))
                break
    return found


def shows_control(ground: Ground, view: View, width: float, height: float) -> bool:
    """Whether a line of control can be seen."""
    seen = view.box(width, height)
    return any(_meet(line.box, seen) for line in ground.control)


# Inside


def _shape(land: Land) -> Shape:
    rings = tuple(_outline(ring) for ring in land.rings if len(ring) > 2)
    lines = tuple(_outline(line) for line in land.lines if len(line) > 1)
    largest = max(rings, key=lambda ring: abs(_area(ring.points)), default=None)
    heart = _middle(largest.points) if largest is not None else None
    span = math.sqrt(max((_size(ring.box) for ring in rings), default=0.0))
    return Shape(land.code, land.name, rings, lines, heart, span)


def _outline(line: Coordinates) -> Outline:
    points = tuple(project(x, y) for x, y in line)
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    return Outline(points, (min(xs), min(ys), max(xs), max(ys)))


def _around(boxes: Sequence[Box]) -> Box:
    west, north, east, south = zip(*boxes, strict=True)
    return min(west), min(north), max(east), max(south)


def _area(points: Sequence[Point]) -> float:
    pairs = zip(points, (*points[1:], points[0]), strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2


def _middle(points: Sequence[Point]) -> Point:
    """The centre of gravity of an area."""
    area = _area(points) or 1.0
    pairs = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in zip(points, (*points[1:], points[0]), strict=True)]
    x = sum((a[0] + b[0]) * cross for a, b, cross in pairs) / (6 * area)
    return x, sum((a[1] + b[1]) * cross for a, b, cross in pairs) / (6 * area)


def _control(lands: Sequence[Land]) -> Iterable[Outline]:
    """The stretches that the outlines of both sides have in common."""
    one, other = ([ring for land in lands if land.code == code for ring in land.rings] for code in CONTROLLED)
    shared = {point for ring in other for point in ring if point[1] > CONTROL_BEGINS}
    for ring in one:
        stretch: list[tuple[float, float]] = []
        for point in ring:
            if point in shared:
                stretch.append(point)
            elif len(stretch) > 1:
                yield _outline(tuple(stretch))
                stretch = []
            else:
                stretch = []
        if len(stretch) > 1:
            yield _outline(tuple(stretch))


def _meet(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _thinned(points: Sequence[Point]) -> list[Point]:
    """The points without those that are too near to the one before to be told apart."""
    kept = [points[0]]
    for point in points[1:-1]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) > _FINE:
            kept.append(point)
    return [*kept, points[-1]]


def _placed(
    line: Outline, view: View, seen: Box, width: float, height: float, *, closed: bool
) -> tuple[Point, ...]:
    """The outline on the picture, cut off somewhat outside of it; nothing where it is not seen or too small."""
    west, north, east, south = line.box
    if not _meet(line.box, seen) or (closed and max(east - west, south - north) < view.scale):
        return ()
    x, y, factor = width / 2 - view.x / view.scale, height / 2 - view.y / view.scale, 1 / view.scale
    points = _thinned([(px * factor + x, py * factor + y) for px, py in line.points])
    inside = seen[0] <= west and seen[1] <= north and east <= seen[2] and south <= seen[3]
    if closed and not inside:
        points = _cut(points, -_MARGIN, -_MARGIN, width + _MARGIN, height + _MARGIN)
    return tuple(points)


def _strokes(
    line: Outline, view: View, seen: Box, width: float, height: float, sample: Polyline
) -> list[Item]:
    points = _placed(line, view, seen, width, height, closed=False)
    return [replace(sample, points=points)] if points else []


def _cut(points: list[Point], west: float, north: float, east: float, south: float) -> list[Point]:
    """The part of an area inside a box (Sutherland and Hodgman, 1974)."""
    for axis, edge, sign in ((0, west, 1), (0, east, -1), (1, north, 1), (1, south, -1)):
        kept: list[Point] = []
        for before, point in zip([points[-1], *points[:-1]], points, strict=True) if points else ():
            was, now = sign * (before[axis] - edge) >= 0, sign * (point[axis] - edge) >= 0
            if was != now:
                part = (edge - before[axis]) / (point[axis] - before[axis])
                kept.append((before[0] + part * (point[0] - before[0]), before[1] + part * (point[1] - before[1])))
            if now:
                kept.append(point)
        points = kept
    return points


def _size(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
