"""The table of contents of a printed document: headings with their page, each a link; it finds no pages itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

from cami_desktop.exchange.report import fonts
from cami_desktop.exchange.report.runs import GRID, INK, MUTED

_SIZE = (9.5, 8.5)
_LEADING = (19.0, 13.5)
_INDENT = (0.0, 14.0)
LEVELS = len(_SIZE)
"""Headings deeper than this stand in the outline only."""


class Entry(NamedTuple):
    """A heading: its level from 0, its text, and the key under which the document finds it."""

    level: int
    text: str
    key: str


class Contents(Flowable):
    """The contents; filled by layout.print_document before each pass, as long in the first pass as in the last."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: Sequence[Entry] = ()
        self.pages: Mapping[str, int] = {}

    def fill(self, entries: Sequence[Entry], pages: Mapping[str, int]) -> None:
        """Take the headings of the document and the pages on which they stand, as far as known."""
        self.entries = [entry for entry in entries if entry.level < LEVELS]
        self.pages = pages

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The whole width, and the height of all entries."""
        self.width = available_width
        self.height = sum(_LEADING[entry.level] for entry in self.entries)
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """As many entries as fit, and the rest."""
        used, count = 0.0, 0
        for entry in self.entries:
            used += _LEADING[entry.level]
            if used > available_height:
                break
            count += 1
        if not count:
            return []
        parts = []
        for entries in (self.entries[:count], self.entries[count:]):
            part = Contents()
            part.entries, part.pages = entries, self.pages
            parts.append(part)
        return list(parts)

    def draw(self) -> None:
        """Paint a line an entry: text, a thin rule, page."""
        y = self.height
        for entry in self.entries:
            y -= _LEADING[entry.level]
            self._draw_entry(entry, y + 3)

    def _draw_entry(self, entry: Entry, y: float) -> None:
        canvas, size = self.canv, _SIZE[entry.level]
        font = fonts.BOLD if entry.level == 0 else fonts.REGULAR
        x, page = _INDENT[entry.level], str(self.pages.get(entry.key, ""))
        text, room = entry.text, self.width - x - 34
        while fonts.width_of(text, font, size) > room:
            text = text[:-2].rstrip("… ") + "…"
        canvas.setFont(font, size)
        canvas.setFillColor(HexColor(INK))
        canvas.drawString(x, y, text)
        canvas.setFillColor(HexColor(MUTED))
        canvas.drawRightString(self.width, y, page)
        start = x + fonts.width_of(text, font, size) + 6
        canvas.setStrokeColor(HexColor(GRID))
        canvas.setLineWidth(0.5)
        canvas.line(start, y + 1, self.width - fonts.width_of(page, font, size) - 6, y + 1)
        box = (0, y - 3, self.width, y + size)
        canvas.linkRect("", entry.key, box, relative=1, Border="[0 0 0]")
