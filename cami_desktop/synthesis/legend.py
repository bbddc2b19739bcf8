"""The legend of a chart: signs with their words, set in rows below it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from cami_desktop.synthesis.picture import Circle, Item, Line, Marker, Polyline, Rect, Text, Whisker
from cami_desktop.synthesis.scale import flow, shortened, text_width

_SIGN = 15.0
_SPACE = 14.0


@dataclass(frozen=True, slots=True)
class Sign:
    """A sample of what the chart draws, in a box from 0 to 10 points around y = 0, and what it means."""

    label: str
    items: tuple[Item, ...]


def legend(signs: Sequence[Sign], room: float, size: float) -> tuple[Callable[[float], list[Item]], float]:
    """Lay the signs out in rows no wider than the room; returns what paints them from a given top, and the height."""
    labels = [shortened(sign.label, size, room - _SIGN) for sign in signs]
    places = flow([_SIGN + text_width(label, size) + _SPACE for label in labels], room)
    row_height = size + 5.5
    rows = places[-1][0] + 1 if places else 0

    def paint(top: float) -> list[Item]:
        found: list[Item] = []
        for sign, label, (row, x) in zip(signs, labels, places, strict=True):
            y = top + row_height * (row + 0.5)
            found += [moved(item, x, y) for item in sign.items]
            found.append(Text(x + _SIGN, y + size * 0.35, label, size))
        return found

    return paint, rows * row_height


def moved(item: Item, dx: float, dy: float) -> Item:
    """The item at another place."""
    if isinstance(item, Line):
        return replace(item, x1=item.x1 + dx, x2=item.x2 + dx, y1=item.y1 + dy, y2=item.y2 + dy)
    if isinstance(item, Whisker):
        return replace(item, x=item.x + dx, low=item.low + dy, high=item.high + dy)
    if isinstance(item, Polyline):
        return replace(item, points=tuple((x + dx, y + dy) for x, y in item.points))
    if isinstance(item, Rect | Circle | Text | Marker):
        return replace(item, x=item.x + dx, y=item.y + dy)
    raise TypeError(type(item).__name__)
