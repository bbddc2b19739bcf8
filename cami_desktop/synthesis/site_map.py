"""The map of sites and barriers as one picture, alike on the screen, as SVG and as an image; it knows no toolkit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cami_desktop.records.kinds import Barrier, Site
from cami_desktop.records.recordset import RecordView
from cami_desktop.synthesis.ground import Box, Ground, View, ground_items, name_items, shows_control
from cami_desktop.synthesis.legend import Sign, legend, moved
from cami_desktop.synthesis.picture import Circle, Item, Line, Marker, Picture, Point, Rect, Text
from cami_desktop.synthesis.projection import project
from cami_desktop.synthesis.scale import shortened, step, text_width, wrapped
from cami_desktop.words import N_, _, formats, n_

NOTE = N_(
    "The boundaries and names shown and the designations used on this map do not imply official endorsement or "
    "acceptance by the United Nations."
)
CONTROL_NOTE = N_(
    "Dotted line represents approximately the Line of Control in Jammu and Kashmir agreed upon by India and Pakistan. "
    "The final status of Jammu and Kashmir has not yet been agreed upon by the parties."
)
"""The notes that maps of the United Nations bear (see resources/map); the second where the line can be seen."""

SIZE = 7.5
_NOTE_SIZE = 6.4
_LONGEST = 120.0
"""The room that a name gets, in points; only the chosen one stands in full."""
_EDGE = 5.0
_ASIDE = (6.5, -6.5)
"""Where the sign of a barrier stands beside the site that it is near to."""


@dataclass(frozen=True, slots=True)
class Place:
    """A record on the map: point is in the plane; rough ones are hollow, because the exact place is not told."""

    id: str
    kind: str
    name: str
    point: Point
    rough: bool = False


def places_of(view: RecordView) -> list[Place]:
    """The sites that have coordinates, and the barriers near such a site, at the coordinates that the records hold.

    A map that leaves the country is made of records that went through exchange.redaction.
    """
    found: list[Place] = []
    points: dict[str, tuple[Point, bool]] = {}
    for site in view.all(Site):
        if site.latitude is not None and site.longitude is not None:
            rough = bool(site.sensitive) or site.precision not in (None, "exact")
            points[site.id] = project(site.longitude, site.latitude), rough
            found.append(Place(site.id, Site.kind, site.name or "", *points[site.id]))
    for barrier in view.all(Barrier):
        if barrier.site in points:
            found.append(Place(barrier.id, Barrier.kind, barrier.name or "", *points[barrier.site or ""]))
    return found


def places_at(places: Iterable[Place], view: View, width: float, height: float) -> list[tuple[Place, Point]]:
    """The places that can be seen, with where their signs stand."""
    found = []
    for place in places:
        x, y = view.place(place.point, width, height)
        if place.kind == Barrier.kind:
            x, y = x + _ASIDE[0], y + _ASIDE[1]
        if -SIZE < x < width + SIZE and -SIZE < y < height + SIZE:
            found.append((place, (x, y)))
    return found


def place_items(
    places: Sequence[Place], view: View, width: float, height: float, chosen: str = "", taken: list[Box] | None = None
) -> list[Item]:
    """The signs of the places with their names, where these do not run into one another; the chosen one is ringed.

    taken is what is kept clear of; the boxes of signs and names are added to it.
    """
    taken = [] if taken is None else taken
    seen = places_at(places, view, width, height)
    seen.sort(key=lambda item: item[0].id != chosen)
    items: list[Item] = [_sign(place, x, y) for place, (x, y) in reversed(seen)]
    taken += [(x - 5, y - 5, x + 5, y + 5) for _place, (x, y) in seen]
    for place, (x, y) in seen:
        name = place.name if place.id == chosen else shortened(place.name, SIZE, _LONGEST)
        wide = text_width(name, SIZE, bold=place.id == chosen)
        if place.id == chosen:
            items.append(Circle(x, y, 8.5, stroke="ink", stroke_width=1.6))
        for left in (x + 9, x - 9 - wide):
            box = (left, y - SIZE * 0.8, left + wide, y + SIZE * 0.4)
            free = not any(b[0] < box[2] and box[0] < b[2] and b[1] < box[3] and box[1] < b[3] for b in taken)
            if (free and left > 0 and box[2] < width) or (place.id == chosen and left > x):
                taken.append(box)
                bold = place.id == chosen
                items.append(Rect(box[0] - 1.5, box[1] - 1, wide + 3, SIZE * 1.35, fill="paper"))
                items.append(Text(left, y + SIZE * 0.32, name, SIZE, bold=bold))
                break
    return items


def _sign(place: Place, x: float, y: float) -> Item:
    if place.kind == Barrier.kind:
        return Marker(x, y, "triangle_down", 8.0, "paper" if place.rough else "series_2", "series_2", 1.4)
    if place.rough:
        return Marker(x, y, "circle", 8.5, "paper", "series_1", 1.8)
    return Marker(x, y, "circle", 9.0, "series_1", "paper", 0.8)


def upper_items(
    ground: Ground, places: Sequence[Place], view: View, width: float, height: float,
    names: Mapping[str, str], chosen: str = "",
) -> list[Item]:  # fmt: skip
    """What lies on the ground: names of countries, then places, then the frame; names of countries give way to both."""
    low = height - strip_height(ground, view, width, height, places)
    bar = _scale_bar(view)[0]
    assert isinstance(bar, Rect)
    taken: list[Box] = [(0, low, width, height), (bar.x, bar.y, bar.x + bar.width, bar.y + bar.height)]
    signs = place_items(places, view, width, height, chosen, taken)
    under = name_items(ground, view, width, height, names, taken)
    return [*under, *signs, *frame_items(ground, view, width, height, places)]


def frame_items(ground: Ground, view: View, width: float, height: float, places: Sequence[Place]) -> list[Item]:
    """The scale at the top; the legend and the note on boundaries on a strip at the bottom."""
    lines = _note_lines(ground, view, width, height)
    paint, tall = legend(_signs(places), width - 2 * _EDGE, SIZE)
    note = len(lines) * (_NOTE_SIZE + 2.2)
    top = height - tall - note - 2 * _EDGE
    items: list[Item] = [
        Rect(0, top, width, height - top, fill="paper"), Line(0, top, width, top, "grid", 0.8),
        *(_moved_right(paint(top + _EDGE * 0.6))),
    ]  # fmt: skip
    for number, line in enumerate(lines):
        y = top + tall + _EDGE + (number + 0.9) * (_NOTE_SIZE + 2.2)
        items.append(Text(_EDGE, y, line, _NOTE_SIZE, colour="muted"))
    return items + _scale_bar(view)


def strip_height(ground: Ground, view: View, width: float, height: float, places: Sequence[Place]) -> float:
    """The height of the strip at the bottom, which hides what is below it."""
    tall = legend(_signs(places), width - 2 * _EDGE, SIZE)[1]
    return tall + len(_note_lines(ground, view, width, height)) * (_NOTE_SIZE + 2.2) + 2 * _EDGE


def note(ground: Ground, view: View, width: float, height: float) -> str:
    """The note on boundaries for what is looked at."""
    parts = [_(NOTE)]
    if shows_control(ground, view, width, height):
        parts.append(_(CONTROL_NOTE))
    return " ".join(parts)


def _note_lines(ground: Ground, view: View, width: float, height: float) -> list[str]:
    # text_width is right within a tenth, and a note must never be cut off.
    return wrapped(note(ground, view, width, height), _NOTE_SIZE * 1.08, width - 2 * _EDGE, 20)


def _moved_right(items: Iterable[Item]) -> list[Item]:
    return [moved(item, _EDGE, 0) for item in items]


def _signs(places: Sequence[Place]) -> list[Sign]:
    kinds = {(place.kind, place.rough) for place in places}
    words = {
        (Site.kind, False): _("Site"),
        (Site.kind, True): _("Site whose exact place is not published"),
        (Barrier.kind, False): _("Barrier, at its site"),
        (Barrier.kind, True): _("Barrier whose exact place is not published"),
    }
    return [
        Sign(label, (_sign(Place("", kind, "", (0, 0), rough), 5, 0),))
        for (kind, rough), label in words.items()
        if (kind, rough) in kinds
    ]


def _scale_bar(view: View) -> list[Item]:
    """A bar of a round length; true in the middle of the projection."""
    length = step(view.scale * 100, 1, whole=False)
    while length / view.scale > 130:
        length /= 2
    wide = length / view.scale
    text = _("{n} km").format(n=formats.number(round(length) if length >= 1 else round(length, 6)))
    return [
        Rect(_EDGE, _EDGE, max(wide, text_width(text, SIZE)) + 8, 17, fill="paper"),
        Text(_EDGE + 4, _EDGE + 9, text, SIZE, colour="ink"),
        Line(_EDGE + 4, _EDGE + 13, _EDGE + 4 + wide, _EDGE + 13, "ink", 1.4),
    ]


def map_picture(
    ground: Ground, places: Sequence[Place], view: View, width: float, height: float,
    names: Mapping[str, str], own: str = "", chosen: str = "", left_out: int = 0,
) -> Picture:  # fmt: skip
    """The whole map as it is looked at; left_out sites are told of and not drawn. chosen is the id of a place."""
    items = [
        *ground_items(ground, view, width, height, own),
        *upper_items(ground, places, view, width, height, names, chosen),
    ]
    words = described(ground, places, view, width, height, left_out)
    return Picture(width, height, tuple(items), _("Map of sites"), words)


def described(
    ground: Ground, places: Sequence[Place], view: View, width: float, height: float, left_out: int = 0
) -> str:
    """What the map shows, in words."""
    seen = [place.name for place, _at in places_at(places, view, width, height)]
    lines = [n_("{n} place: {names}", "{n} places: {names}", len(seen)).format(n=len(seen), names="; ".join(seen))]
    if left_out:
        lines.append(n_("{n} site is withheld", "{n} sites are withheld", left_out).format(n=left_out))
    return ". ".join([*lines, note(ground, view, width, height)])
