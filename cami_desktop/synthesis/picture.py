"""A picture as one list of drawing primitives, painted alike on a screen, on paper and as SVG; it knows no toolkit."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Anchor = Literal["start", "middle", "end"]
Shape = Literal["circle", "square", "diamond", "triangle", "hexagon", "triangle_down", "pentagon", "star"]
Point = tuple[float, float]

SHAPES: tuple[Shape, ...] = (
    "circle", "square", "triangle", "diamond", "triangle_down", "pentagon", "star", "hexagon",
)  # fmt: skip
"""Marker shapes in the order in which they are handed out."""

COLOURS: tuple[str, ...] = ("series_1", "series_2", "series_3", "series_4", "series_5", "series_6", "series_7")
"""Roles of the colours of series in the order in which they are handed out; seven and eight share no divisor, so that
56 series differ in colour or shape."""

LIGHT: Mapping[str, str] = MappingProxyType(
    {
        "ink": "#1f2933",
        "muted": "#5f6c7b",
        "line": "#8a96a3",
        "grid": "#e3e8ed",
        "paper": "#ffffff",
        "on_deep": "#ffffff",
        "on_pale": "#1f2933",
        "series_1": "#0067a5",
        "series_2": "#b5470f",
        "series_3": "#00795c",
        "series_4": "#9c3a78",
        "series_5": "#8a6500",
        "series_6": "#3f4fb0",
        "series_7": "#5a5a5a",
        "impact_high": "#8f1d2c",
        "impact_medium": "#c4651a",
        "impact_low": "#e9c46a",
        "impact_none": "#cfd8dc",
        "impact_unknown": "#9aa5b1",
        "impact_past": "#7d8fa3",
    }
)
"""Colours by role on light paper; the series keep a contrast of 4.5 : 1 and differ for colour-blind eyes (after Okabe
and Ito, 2008)."""

DARK: Mapping[str, str] = MappingProxyType(
    {
        **LIGHT,
        "ink": "#e6eaef",
        "muted": "#a9b4c0",
        "line": "#7b8794",
        "grid": "#37424d",
        "paper": "#1b232b",
        "series_1": "#6bb8ee",
        "series_2": "#f0965c",
        "series_3": "#4fc9a6",
        "series_4": "#e08fc0",
        "series_5": "#dcb84a",
        "series_6": "#a3aef2",
        "series_7": "#c2c8cf",
        "impact_high": "#b02a3c",
    }
)
"""The same roles on dark paper."""


@dataclass(frozen=True, slots=True)
class Line:
    """A straight stroke; dash is the length of strokes and gaps, empty for a solid one."""

    x1: float
    y1: float
    x2: float
    y2: float
    stroke: str = "line"
    width: float = 0.75
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle with its upper left corner at (x, y)."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    stroke: str = ""
    stroke_width: float = 0.75


@dataclass(frozen=True, slots=True)
class Polyline:
    """A broken line; closed and filled it is a polygon."""

    points: tuple[Point, ...]
    stroke: str = "line"
    width: float = 1.25
    dash: tuple[float, ...] = ()
    closed: bool = False
    fill: str = ""


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle around (x, y)."""

    x: float
    y: float
    radius: float
    fill: str = ""
    stroke: str = ""
    stroke_width: float = 0.75


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text on the base line y; anchor tells which end of it stands at x."""

    x: float
    y: float
    text: str
    size: float = 8.0
    anchor: Anchor = "start"
    colour: str = "ink"
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Marker:
    """The sign of one value; hollow ones have fill "paper"."""

    x: float
    y: float
    shape: Shape = "circle"
    size: float = 6.5
    fill: str = "ink"
    stroke: str = "paper"
    stroke_width: float = 0.6


@dataclass(frozen=True, slots=True)
class Whisker:
    """A vertical bar from low to high with a cap of the given width at both ends."""

    x: float
    low: float
    high: float
    cap: float = 5.0
    stroke: str = "line"
    width: float = 1.0


Primitive = Line | Rect | Polyline | Circle | Text
Item = Primitive | Marker | Whisker


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of a picture that stands for a record: its id, and what it says in words; nothing is painted for it."""

    x: float
    y: float
    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Width and height in points (1/72 inch), y grows downward; colours are roles of a palette such as LIGHT.

    title names the picture, description says in words what it shows, for those who cannot see it; spots are the places
    that can be pointed at, in reading order.
    """

    width: float
    height: float
    items: tuple[Item, ...]
    title: str = ""
    description: str = ""
    spots: tuple[Spot, ...] = ()

    def primitives(self) -> Iterator[Primitive]:
        """Everything to paint, in order, with markers and whiskers resolved: five kinds are all a painter must know."""
        for item in self.items:
            if isinstance(item, Marker):
                yield _marker(item)
            elif isinstance(item, Whisker):
                yield from _whisker(item)
            else:
                yield item


# Unit outlines around the origin, y downward, of about equal area so that no method looks bigger than another.
_OUTLINES: Mapping[str, tuple[Point, ...]] = MappingProxyType(
    {
        "square": ((-0.44, -0.44), (0.44, -0.44), (0.44, 0.44), (-0.44, 0.44)),
        "diamond": ((0.0, -0.62), (0.62, 0.0), (0.0, 0.62), (-0.62, 0.0)),
        "triangle": ((0.0, -0.62), (0.62, 0.45), (-0.62, 0.45)),
        "triangle_down": ((0.0, 0.62), (-0.62, -0.45), (0.62, -0.45)),
    }
)


def _regular(corners: int, radius: float, inner: float = 0.0) -> tuple[Point, ...]:
    """Corners of a regular polygon that stands on its base; with an inner radius, of a star."""
    radii = (radius, inner) if inner else (radius,)
    count = corners * len(radii)
    angles = [2 * math.pi * n / count - math.pi / 2 for n in range(count)]
    return tuple(
        (radii[n % len(radii)] * math.cos(angle), radii[n % len(radii)] * math.sin(angle))
        for n, angle in enumerate(angles)
    )


def outline(shape: Shape) -> tuple[Point, ...]:
    """The corners of a marker of size 1 around the origin, y downward; none for a circle."""
    if shape == "pentagon":
        return _regular(5, 0.56)
    if shape == "hexagon":
        return _regular(6, 0.54)
    if shape == "star":
        return _regular(5, 0.7, 0.32)
    return _OUTLINES.get(shape, ())


def _marker(marker: Marker) -> Primitive:
    if marker.shape == "circle":
        return Circle(marker.x, marker.y, marker.size / 2, marker.fill, marker.stroke, marker.stroke_width)
    points = tuple((marker.x + x * marker.size, marker.y + y * marker.size) for x, y in outline(marker.shape))
    return Polyline(points, marker.stroke, marker.stroke_width, closed=True, fill=marker.fill)


def _whisker(whisker: Whisker) -> Iterator[Line]:
    x, half = whisker.x, whisker.cap / 2
    yield Line(x, whisker.low, x, whisker.high, whisker.stroke, whisker.width)
    for y in (whisker.low, whisker.high):
        yield Line(x - half, y, x + half, y, whisker.stroke, whisker.width)
