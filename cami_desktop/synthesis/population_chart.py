"""The chart of population estimates: figures over years with their bounds, method and gaps; it adds nothing up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cami_desktop.catalogue import Catalogue
from cami_desktop.records.kinds import PopulationEstimate
from cami_desktop.synthesis.legend import Sign, legend
from cami_desktop.synthesis.picture import (
    COLOURS,
    SHAPES,
    Item,
    Line,
    Marker,
    Picture,
    Polyline,
    Shape,
    Spot,
    Text,
    Whisker,
)
from cami_desktop.synthesis.scale import Scale, shortened, text_width, ticks
from cami_desktop.words import _, formats, language, n_

SMALL = 7.5
"""Size of all writing in a chart, in points."""

Name = Callable[[PopulationEstimate], str]


@dataclass(frozen=True, slots=True)
class Series:
    """Estimates that may be joined by a line: same unit, same thing counted; in the order of their years."""

    name: str
    estimates: tuple[PopulationEstimate, ...]


def series_of(estimates: Iterable[PopulationEstimate], name: Name) -> list[Series]:
    """Divide estimates into series, in the order in which they first appear; those without a year are left out."""
    groups: dict[tuple[object, ...], list[PopulationEstimate]] = {}
    for estimate in estimates:
        if estimate.year is not None:
            key = (estimate.taxon, estimate.unit, estimate.level, estimate.population, estimate.site)
            groups.setdefault(key, []).append(estimate)
    return [
        Series(name(group[0]), tuple(sorted(group, key=lambda e: (e.year or 0, e.season or "", e.id))))
        for group in groups.values()
    ]


def method_sign(catalogue: Catalogue, method: str | None) -> tuple[str, Shape]:
    """Colour role and marker shape of a survey method: the same in every chart, by its place in the code list."""
    known = list(catalogue.codes("survey_method"))
    place = known.index(method) if method in known else len(known)
    return COLOURS[place % len(COLOURS)], SHAPES[place % len(SHAPES)]


def population_chart(
    estimates: Sequence[PopulationEstimate],
    catalogue: Catalogue,
    *,
    width: float = 480.0,
    height: float = 220.0,
    title: str = "",
    name: Name | None = None,
) -> Picture:
    """Draw estimates of one taxon and unit; width and height in points.

    Whiskers reach from minimum to maximum, a line runs through the best figures of each series and is broken into
    dashes where years lie between two of them; colour and shape tell the method; a cross on the axis tells that a
    survey gave no figure. `name` names the series of an estimate (default: its population).
    """
    naming = name or (lambda estimate: _series_name(catalogue, estimate))
    series = series_of(estimates, naming)
    plot = _Plot(catalogue, series, width, height)
    words = _described(series, catalogue)
    return Picture(width, height, tuple(plot.items()), title or _("Population estimates"), words, tuple(plot.spots()))


def _series_name(catalogue: Catalogue, estimate: PopulationEstimate) -> str:
    if estimate.population:
        return estimate.population
    return catalogue.label("coverage", estimate.level) if estimate.level else _("not named")


def _described(series: Sequence[Series], catalogue: Catalogue) -> str:
    parts = []
    for one in series:
        figures = "; ".join(f"{e.year}: {_figure(e)}" for e in one.estimates)
        parts.append(f"{one.name}: {figures}.")
    return " ".join(parts)


def _figure(estimate: PopulationEstimate) -> str:
    figures = [estimate.minimum, estimate.best, estimate.maximum]
    if all(figure is None for figure in figures):
        return _("no figure")
    return " / ".join("–" if figure is None else formats.number(figure, language()) for figure in figures)


class _Plot:
    """One chart being laid out: margins from the longest words, then axes, lines, whiskers and signs."""

    def __init__(self, catalogue: Catalogue, series: Sequence[Series], width: float, height: float) -> None:
        self.catalogue = catalogue
        self.series = series
        self.estimates = [estimate for one in series for estimate in one.estimates]
        self.width = width
        signs = legend(self._signs(), width, SMALL)
        self.legend, legend_height = signs
        self.bottom = height - legend_height - 18
        self.legend_top = height - legend_height
        self._set_scales()

    def _set_scales(self) -> None:
        top = max((max(_filled(estimate), default=0) for estimate in self.estimates), default=0)
        # A low chart has room for few figures beside its axis.
        self.values = ticks(0, max(top, 1), min(5, max(2, int((self.bottom - 20) / 16))))
        self.labels = [formats.number(int(value), language()) for value in self.values]
        left = max(text_width(label, SMALL) for label in self.labels) + 8
        names = [one.name for one in self.series] if len(self.series) > 1 else []
        self.room = min(max((text_width(name, SMALL) for name in names), default=0.0) + 10, self.width * 0.28)
        self.right = self.width - (self.room if names else 8)
        self.y = Scale(0, self.values[-1], self.bottom, 20)
        years = [estimate.year for estimate in self.estimates if estimate.year is not None]
        first, last = (min(years), max(years)) if years else (2000, 2001)
        spare = max(0.6, (4 - (last - first)) / 2)
        self.x = Scale(first - spare, last + spare, left, self.right)
        self.years = (first, last)
        # Signs that stand closer than they are wide would hide one another.
        self.size = 6.5 if abs(self.x(1) - self.x(0)) >= 8 else 4.5

    def items(self) -> list[Item]:
        """Everything to paint, back to front."""
        found: list[Item] = [*self._value_axis(), *self._year_axis()]
        labels: list[tuple[float, float, str]] = []
        for one in self.series:
            places = self._places(one)
            found += self._lines(one, places)
            last = next((p for p in reversed(list(zip(places, one.estimates, strict=True))) if _filled(p[1])), None)
            if last is not None and len(self.series) > 1:
                labels.append((last[0], self.y(_shown(last[1])), one.name))
        for one in self.series:
            for x, estimate in zip(self._places(one), one.estimates, strict=True):
                found += self._sign(x, estimate)
        return [*found, *self._names(labels), *self._placed_legend()]

    def spots(self) -> list[Spot]:
        """Where each estimate stands, from the first year to the last, with everything it says in words."""
        found = [
            (estimate.year or 0, Spot(x, self._height(estimate), estimate.id, self._told(one, estimate)))
            for one in self.series
            for x, estimate in zip(self._places(one), one.estimates, strict=True)
        ]
        return [spot for _year, spot in sorted(found, key=lambda each: each[0])]

    def _height(self, estimate: PopulationEstimate) -> float:
        return self.y(_shown(estimate)) if _filled(estimate) else self.bottom

    def _told(self, one: Series, estimate: PopulationEstimate) -> str:
        """An estimate in words: what and when, its figures by name, and the method."""
        when = " ".join(filter(None, [str(estimate.year), estimate.season]))
        figures = [
            (_("minimum {n}"), estimate.minimum),
            (_("best {n}"), estimate.best),
            (_("maximum {n}"), estimate.maximum),
        ]
        words = [text.format(n=formats.number(n, language())) for text, n in figures if n is not None]
        method = self.catalogue.label("survey_method", estimate.method) if estimate.method else _("method not given")
        return f"{one.name}, {when}: {', '.join(words) or _('no figure')} · {method}"

    def _places(self, one: Series) -> list[float]:
        """Where each estimate stands: in its year; several of one year side by side."""
        count: dict[int, int] = {}
        for estimate in one.estimates:
            count[estimate.year or 0] = count.get(estimate.year or 0, 0) + 1
        seen: dict[int, int] = {}
        places = []
        for estimate in one.estimates:
            year = estimate.year or 0
            n = seen[year] = seen.get(year, 0) + 1
            places.append(self.x(year + (n - (count[year] + 1) / 2) * min(0.3, 0.7 / count[year])))
        return places

    def _value_axis(self) -> list[Item]:
        found: list[Item] = [Text(0, 8, self._unit(), SMALL, colour="muted")]
        for value, label in zip(self.values, self.labels, strict=True):
            y = self.y(value)
            found.append(Line(self.x.start, y, self.right, y, "line" if value == 0 else "grid", 0.75))
            found.append(Text(self.x.start - 5, y + SMALL * 0.35, label, SMALL, "end", "muted"))
        return found

    def _unit(self) -> str:
        units = dict.fromkeys(estimate.unit for estimate in self.estimates if estimate.unit)
        return ", ".join(self.catalogue.label("population_unit", unit) for unit in units)

    def _year_axis(self) -> list[Item]:
        found: list[Item] = []
        first, last = self.years
        room = max(2, int((self.right - self.x.start) / 34))
        round_years = [value for value in ticks(first, last, room) if self.x.low <= value <= self.x.high]
        # One year alone is no axis: where there is no room for round ones, the first and the last stand there.
        for value in round_years if len(round_years) > 1 else dict.fromkeys((first, last)):
            x = self.x(value)
            found.append(Line(x, self.bottom, x, self.bottom + 3, "line", 0.75))
            found.append(Text(x, self.bottom + 12, str(int(value)), SMALL, "middle", "muted"))
        return found

    def _lines(self, one: Series, places: Sequence[float]) -> list[Item]:
        """The line through the best figures; dashed wherever years without one lie between."""
        found: list[Item] = []
        points = [
            (x, self.y(estimate.best), estimate.year or 0)
            for x, estimate in zip(places, one.estimates, strict=True)
            if estimate.best is not None
        ]
        for (x1, y1, year1), (x2, y2, year2) in pairwise(points):
            gap = year2 - year1 > 1
            found.append(Polyline(((x1, y1), (x2, y2)), "line", 0.9 if gap else 1.3, (2.5, 2.5) if gap else ()))
        return found

    def _sign(self, x: float, estimate: PopulationEstimate) -> list[Item]:
        colour, shape = method_sign(self.catalogue, estimate.method)
        figures = _filled(estimate)
        if not figures:
            return [*_cross(x, self.bottom)]
        found: list[Item] = []
        low, high = min(figures), max(figures)
        if len(figures) > 1:
            found.append(Whisker(x, self.y(low), self.y(high), 5, colour, 1.1))
        if estimate.best is not None:
            found.append(Marker(x, self.y(estimate.best), shape, self.size, colour))
        elif len(figures) == 1:
            found.append(Marker(x, self.y(low), shape, self.size - 0.5, "paper", colour, 1.2))
            found += _arrow(x, self.y(low), up=estimate.minimum is not None, colour=colour)
        return found

    def _names(self, labels: list[tuple[float, float, str]]) -> list[Item]:
        """Names of the series at the right edge, pushed apart where they would touch."""
        found: list[Item] = []
        labels.sort(key=lambda label: (label[1], label[2]))
        at = [y for _x, y, _name in labels]
        for n in range(1, len(at)):
            at[n] = max(at[n], at[n - 1] + SMALL + 1.5)
        limit = self.bottom - 2
        for n in range(len(at) - 1, -1, -1):
            at[n] = min(at[n], limit)
            limit = at[n] - SMALL - 1.5
        for (x, y, name), place in zip(labels, at, strict=True):
            found.append(Line(x + 5, y, self.right + 3, place, "grid", 0.6))
            found.append(Text(self.right + 5, place + SMALL * 0.35, shortened(name, SMALL, self.room - 6), SMALL))
        return found

    def _signs(self) -> list[Sign]:
        known = [*self.catalogue.codes("survey_method"), None]
        methods = sorted({e.method for e in self.estimates}, key=lambda m: known.index(m) if m in known else len(known))
        signs: list[Sign] = []
        for method in methods:
            colour, shape = method_sign(self.catalogue, method)
            label = self.catalogue.label("survey_method", method) if method else _("method not given")
            signs.append(Sign(label, (Marker(5, 0, shape, 6.5, colour),)))
        if any(len(_filled(e)) > 1 for e in self.estimates):
            signs.append(Sign(_("minimum to maximum"), (Whisker(5, -4, 4, 5, "muted", 1.1),)))
        if any(len(_filled(e)) == 1 and e.best is None for e in self.estimates):
            arrow = _arrow(5, 2.5, up=True, colour="muted", length=7.5)
            hollow = Marker(5, 2.5, "circle", 4, "paper", "muted")
            signs.append(Sign(_("at least (up) or at most (down)"), (hollow, *arrow)))
        if any(self._has_gap(one) for one in self.series):
            signs.append(Sign(_("years without an estimate"), (Line(0, 0, 11, 0, "line", 0.9, (2.5, 2.5)),)))
        if any(not _filled(e) for e in self.estimates):
            signs.append(Sign(_("no figure"), tuple(_cross(5, 0))))
        return signs

    @staticmethod
    def _has_gap(one: Series) -> bool:
        years = [e.year or 0 for e in one.estimates if e.best is not None]
        return any(later - earlier > 1 for earlier, later in pairwise(years))

    def _placed_legend(self) -> list[Item]:
        return [*self.legend(self.legend_top)]


def _filled(estimate: PopulationEstimate) -> list[int]:
    figures = (estimate.minimum, estimate.best, estimate.maximum)
    return [figure for figure in figures if figure is not None]


def _shown(estimate: PopulationEstimate) -> int:
    return estimate.best if estimate.best is not None else max(_filled(estimate))


def _cross(x: float, y: float) -> list[Item]:
    return [Line(x - 2.8, y - 2.8, x + 2.8, y + 2.8, "ink", 1.1), Line(x - 2.8, y + 2.8, x + 2.8, y - 2.8, "ink", 1.1)]


def _arrow(x: float, y: float, *, up: bool, colour: str, length: float = 12.0) -> list[Item]:
    """A short arrow that says: at least (up) or at most (down)."""
    way = -1 if up else 1
    tip = y + way * length
    return [
        Line(x, y + way * 3.5, x, tip, colour, 1.1),
        Polyline(((x - 2.2, tip - way * 3), (x, tip), (x + 2.2, tip - way * 3)), colour, 1.1),
    ]


def chart_caption(estimates: Sequence[PopulationEstimate]) -> str:
    """What a chart cannot show: how many of its estimates have no year. Empty where all have one."""
    missing = sum(1 for estimate in estimates if estimate.year is None)
    if not missing:
        return ""
    words = n_("{n} estimate without a year is not drawn.", "{n} estimates without a year are not drawn.", missing)
    return words.format(n=missing)
