"""Axes and the room that text takes: round steps, positions, and widths near enough to lay out a chart."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_NARROW = frozenset("iljtfrI.,:;'|!()[]-/ ·ʻʼ\u00a0\u2009\u202f")
_WIDE = frozenset("mwMWшщжюфмыШЩЖЮФМЫ@%—…Қ")


def step(span: float, most: int, *, whole: bool = True) -> float:
    """The smallest round step (1, 2, 2.5 or 5 times a power of ten) that divides span into at most `most` parts."""
    if span <= 0 or most < 1:
        return 1.0
    rough = span / most
    power = 10.0 ** math.floor(math.log10(rough))
    for factor in _STEPS:
        found = factor * power
        if found >= rough * (1 - 1e-9) and not (whole and found != int(found)):
            return found
    return max(1.0, 10 * power) if whole else 10 * power


def ticks(low: float, high: float, most: int, *, whole: bool = True) -> list[float]:
    """Round values from at or below low to at or above high."""
    if high <= low:
        high = low + 1
    width = step(high - low, most, whole=whole)
    if whole:
        # In whole numbers: a figure of fifteen digits must not slip over the last tick by rounding.
        each = int(width)
        return [float(n * each) for n in range(math.floor(low) // each, -(-math.ceil(high) // each) + 1)]
    first, last = math.floor(low / width + 1e-9), math.ceil(high / width - 1e-9)
    return [n * width for n in range(first, last + 1)]


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear axis: low and high are values, start and end the places on the picture where they stand."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The place of a value."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """About the width of a text in Noto Sans, in points; within a tenth for the alphabets of the range states."""
    total = 0.0
    for letter in text:
        if letter in _NARROW:
            total += 0.30
        elif letter in _WIDE:
            total += 0.86
        elif letter.isupper():
            total += 0.66
        else:
            total += 0.575
    return total * size * (1.06 if bold else 1.0)


def shortened(text: str, size: float, room: float) -> str:
    """The text, cut with an ellipsis where it is wider than the room."""
    if text_width(text, size) <= room:
        return text
    while text and text_width(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def wrapped(text: str, size: float, room: float, most: int) -> list[str]:
    """The text broken into at most `most` lines no wider than the room; the last is cut where it must be."""
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < most - 1:
        line = words.pop(0)
        while words and text_width(f"{line} {words[0]}", size) <= room:
            line = f"{line} {words.pop(0)}"
        lines.append(shortened(line, size, room))
    if words:
        lines.append(shortened(" ".join(words), size, room))
    return lines


def flow(widths: Iterable[float], room: float) -> list[tuple[int, float]]:
    """Places of boxes set side by side and broken into rows: row and x of each."""
    places: list[tuple[int, float]] = []
    row, x = 0, 0.0
    for width in widths:
        if x and x + width > room:
            row, x = row + 1, 0.0
        places.append((row, x))
        x += width
    return places
