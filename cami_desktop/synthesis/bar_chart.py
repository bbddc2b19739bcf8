"""Horizontal bars divided into parts: threats by impact, species by trend, contributions by kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cami_desktop.synthesis.legend import Sign, legend
from cami_desktop.synthesis.picture import Item, Line, Picture, Rect, Text
from cami_desktop.synthesis.scale import Scale, text_width, ticks, wrapped
from cami_desktop.words import formats, language

SMALL = 7.5
_LEAST = 5
"""The axis reaches at least this far, so that a single case does not fill the page."""

# Figures inside a part are written in the colour that stands out on it.
_PALE = frozenset({"impact_low", "impact_none", "impact_unknown"})


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of part: its key in the bars, what it is called, and a colour role; the order is that of the parts."""

    key: str
    label: str
    colour: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name and the count of each part."""

    label: str
    counts: Mapping[str, int]


def bar_chart(
    bars: Sequence[Bar], parts: Sequence[Part], *, width: float = 480.0, title: str = "", row: float = 17.0
) -> Picture:
    """Draw one bar a row, the first on top, with its parts, their counts and the total; width and row in points.

    The height follows from the number of bars. A single kind of part needs no legend and gets none.
    """
    labels = [wrapped(bar.label, SMALL, width * 0.42, 2) for bar in bars]
    left = max((text_width(line, SMALL) for lines in labels for line in lines), default=0.0) + 8
    rows = [max(row, len(lines) * (SMALL + 1.5) + 4) for lines in labels]
    paint, legend_height = legend(_signs(parts), width, SMALL) if len(parts) > 1 else legend([], width, SMALL)
    totals = [sum(bar.counts.values()) for bar in bars]
    across = Scale(0, ticks(0, max([*totals, _LEAST]), 6)[-1], left, width - 26)
    bottom = 2 + sum(rows)
    items = _axis(across, bottom)
    top = 2.0
    for bar, lines, room, total in zip(bars, labels, rows, totals, strict=True):
        items += _bar(bar, lines, parts, across, top, room, total)
        top += room
    items.append(Line(left, 2, left, bottom, "line"))
    items += paint(bottom + 18)
    words = " ".join(_described(bar, parts) for bar in bars)
    return Picture(width, bottom + 18 + legend_height, tuple(items), title, words)


def _signs(parts: Sequence[Part]) -> list[Sign]:
    return [Sign(part.label, (Rect(0, -4, 11, 8, part.colour),)) for part in parts]


def _axis(across: Scale, bottom: float) -> list[Item]:
    found: list[Item] = []
    for value in ticks(0, across.high, 6):
        x = across(value)
        found.append(Line(x, 2, x, bottom, "grid"))
        found.append(Text(x, bottom + 10, formats.number(int(value), language()), SMALL, "middle", "muted"))
    return found


def _bar(
    bar: Bar, lines: Sequence[str], parts: Sequence[Part], across: Scale, top: float, room: float, total: int
) -> list[Item]:
    middle = top + room / 2
    first = middle + SMALL * 0.35 - (len(lines) - 1) * (SMALL + 1.5) / 2
    found: list[Item] = [
        Text(across.start - 6, first + n * (SMALL + 1.5), line, SMALL, "end") for n, line in enumerate(lines)
    ]
    done = 0
    thick = min(11.0, room - 5)
    for part in parts:
        count = bar.counts.get(part.key, 0)
        if not count:
            continue
        x1, x2 = across(done), across(done + count)
        found.append(Rect(x1, middle - thick / 2, x2 - x1, thick, part.colour, "paper", 0.5))
        figure = formats.number(count, language())
        if len(parts) > 1 and x2 - x1 > text_width(figure, SMALL) + 3:
            ink = "on_pale" if part.colour in _PALE else "on_deep"
            found.append(Text((x1 + x2) / 2, middle + SMALL * 0.35, figure, SMALL, "middle", ink))
        done += count
    found.append(Text(across(done) + 4, middle + SMALL * 0.35, formats.number(total, language()), SMALL, bold=True))
    return found


def _described(bar: Bar, parts: Sequence[Part]) -> str:
    counts = ", ".join(f"{part.label} {bar.counts[part.key]}" for part in parts if bar.counts.get(part.key))
    return f"{bar.label}: {counts}."
