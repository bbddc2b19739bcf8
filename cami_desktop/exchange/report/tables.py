"""Tables of any length: rows of wrapped runs that are split at pages in linear time, with the heading row repeated.

reportlab's own LongTable slows down with every page; here rows are laid out once, when their page comes, and a split
only moves two positions in a shared list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject
from reportlab.platypus import Flowable

from cami_desktop.exchange.report import fonts
from cami_desktop.exchange.report.runs import (
    BAND,
    GRID,
    LEADING,
    LOOKS,
    Run,
    Runs,
    TextLine,
    broken,
    line_width,
    natural_width,
)

Align = Literal["left", "right"]

PAD_X = 4.0
PAD_Y = 2.8
_ASCENT = 8.2
_LONG_ROW = 30
"""Rows of more lines than this are split between pages; shorter ones move on whole."""
_MOST_GROWTH = 0.5
"""By how much of its natural width a column grows to fill the page; what is left stays empty at the right."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its heading (blank headings everywhere: no heading row), width in points and alignment."""

    heading: str
    width: float
    align: Align = "left"


@dataclass(slots=True)
class Row:
    """Cells and, below them across the whole width, what else the record holds; anchor is the id of the record."""

    cells: Sequence[Runs]
    more: Runs = ()
    anchor: str = ""
    _lines: tuple[list[list[TextLine]], list[TextLine]] | None = field(default=None, repr=False)

    def lines(self, columns: Sequence[Column], width: float) -> tuple[list[list[TextLine]], list[TextLine]]:
        """The lines of each cell, and those below; broken once and kept for the second pass."""
        if self._lines is None:
            cells = [broken(c, column.width - 2 * PAD_X) for c, column in zip(self.cells, columns, strict=True)]
            below = broken(self.more, width - 2 * PAD_X) if self.more else []
            self._lines = (cells, below)
        return self._lines

    def height(self, columns: Sequence[Column], width: float) -> float:
        """The height of the row in points."""
        cells, below = self.lines(columns, width)
        return (max(map(len, cells), default=0) + len(below)) * LEADING + 2 * PAD_Y


class Rows(Flowable):
    """Rows `start` to `end` of a table; the first may be continued at line `cut` and the last end at line `stop`.

    Rows that lead are a line about the table after them and stay with it; rows together begin where all of them fit.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        rows: Sequence[Row],
        *,
        rules: bool = True,
        part: tuple[int, int, int, int] | None = None,
    ) -> None:
        super().__init__()
        self.columns = columns
        self.rows = rows
        self.rules = rules
        self.start, self.end, self.cut, self.stop = part or (0, len(rows), 0, -1)
        self.leads = False
        self.together = False
        self.table_width = sum(column.width for column in columns)
        self.spaceBefore = 4
        self.spaceAfter = 8

    def heading_lines(self) -> list[list[TextLine]]:
        """The lines of the heading row; none where no column has a heading."""
        if not any(column.heading for column in self.columns):
            return []
        return [broken([Run(c.heading, "head")], c.width - 2 * PAD_X) for c in self.columns]

    def heading_height(self) -> float:
        """The height of the heading row."""
        lines = self.heading_lines()
        return max(map(len, lines)) * LEADING + 2 * PAD_Y if lines else 0.0

    def first_height(self) -> float:
        """The height of the first row."""
        return self._row_height(self.start) if self.end > self.start else 0.0

    def whole_height(self) -> float:
        """The height of all rows with the heading; for short tables only."""
        return self._fitting(float("inf"))[1]

    def _row_lines(self, index: int) -> tuple[int, int]:
        """First and last line (exclusive) of a row that belong to this part."""
        cells, below = self.rows[index].lines(self.columns, self.table_width)
        total = max(map(len, cells), default=0) + len(below)
        first = self.cut if index == self.start else 0
        last = self.stop if index == self.end - 1 and self.stop >= 0 else total
        return first, last

    def _row_height(self, index: int) -> float:
        first, last = self._row_lines(index)
        return (last - first) * LEADING + 2 * PAD_Y

    def _fitting(self, room: float) -> tuple[int, float]:
        """How many rows fit the room whole, and the height that they and the heading take."""
        used = self.heading_height()
        for index in range(self.start, self.end):
            height = self._row_height(index)
            if used + height > room + 0.01:
                return index - self.start, used
            used += height
        return self.end - self.start, used

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Width, and the height as far as it matters: whether the rest fits the room."""
        count, used = self._fitting(available_height)
        if count < self.end - self.start:
            used = available_height + 1
        self.width, self.height = self.table_width, used
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """The part that fits and the rest; rows stay whole unless they are long or would leave a heading alone."""
        count, used = self._fitting(available_height)
        if count == self.end - self.start:
            return [self]
        index = self.start + count
        first, last = self._row_lines(index)
        lines = min(int((available_height - used - 2 * PAD_Y) / LEADING), last - first - 2)
        fresh = count == 0 and self.start == 0 and self.cut == 0
        if (fresh or last - first > _LONG_ROW) and lines >= 4:
            middle = first + lines
            return [
                self._part(self.start, index + 1, self.cut, middle),
                self._part(index, self.end, middle, self.stop),
            ]
        if not count:
            return []
        return [self._part(self.start, index, self.cut, -1), self._part(index, self.end, 0, self.stop)]

    def _part(self, start: int, end: int, cut: int, stop: int) -> Rows:
        part = Rows(self.columns, self.rows, rules=self.rules, part=(start, end, cut, stop))
        part.spaceBefore = self.spaceBefore
        return part

    def draw(self) -> None:
        """Paint the heading, then every row with its rule, anchor and links."""
        canvas: Canvas = self.canv
        top = self.height
        text = canvas.beginText()
        top = self._draw_heading(canvas, text, top)
        canvas.setStrokeColor(HexColor(GRID))
        canvas.setLineWidth(0.5)
        for index in range(self.start, self.end):
            height = self._row_height(index)
            self._draw_row(canvas, text, index, top)
            top -= height
            if self.rules:
                canvas.line(0, top, self.table_width, top)
        canvas.drawText(text)

    def _draw_heading(self, canvas: Canvas, text: PDFTextObject, top: float) -> float:
        lines = self.heading_lines()
        if not lines:
            return top
        height = self.heading_height()
        canvas.setFillColor(HexColor(BAND))
        canvas.rect(0, top - height, self.table_width, height, stroke=0, fill=1)
        x = 0.0
        for column, cell in zip(self.columns, lines, strict=True):
            _draw_lines(canvas, text, cell, column, x, top - PAD_Y)
            x += column.width
        return top - height

    def _draw_row(self, canvas: Canvas, text: PDFTextObject, index: int, top: float) -> None:
        row = self.rows[index]
        first, last = self._row_lines(index)
        cells, below = row.lines(self.columns, self.table_width)
        if row.anchor and first == 0:
            canvas.bookmarkHorizontal(row.anchor, 0, top)
        x, deepest = 0.0, max(map(len, cells), default=0)
        for column, cell in zip(self.columns, cells, strict=True):
            _draw_lines(canvas, text, cell[first:last], column, x, top - PAD_Y)
            x += column.width
        rest = below[max(0, first - deepest) : max(0, last - deepest)]
        shift = max(0, min(deepest, last) - first) * LEADING
        _draw_lines(canvas, text, rest, Column("", self.table_width), 0, top - PAD_Y - shift)


def _draw_lines(
    canvas: Canvas, text: PDFTextObject, lines: Sequence[TextLine], column: Column, left: float, top: float
) -> None:
    for n, line in enumerate(lines):
        y = top - _ASCENT - n * LEADING
        x = left + PAD_X
        if column.align == "right":
            x = left + column.width - PAD_X - line_width(line)
        for piece in line:
            look = LOOKS[piece.style]
            text.setTextOrigin(x + piece.x, y)
            text.setFont(look.font, look.size)
            text.setFillColor(HexColor(look.colour))
            text.textOut(piece.text)
            if piece.target:
                width = fonts.width_of(piece.text.rstrip(" "), look.font, look.size)
                box = (x + piece.x, y - 2, x + piece.x + width, y + look.size - 1)
                canvas.linkRect("", piece.target, box, relative=1, Border="[0 0 0]")


@dataclass(frozen=True, slots=True)
class Want:
    """What a column needs: heading, alignment, whether it takes spare room, and the most width it may ask for."""

    heading: str
    align: Align = "left"
    grows: bool = True
    most: float = 200.0


def fitted(wants: Sequence[Want], rows: Sequence[Sequence[Runs]], width: float) -> list[Column]:
    """Columns as wide as their texts ask for, together exactly `width` points.

    Figures get what they need, texts share the rest by the length of their longest lines.
    """
    least = [natural_width([Run(want.heading, "head")])[0] for want in wants]
    natural = [min(natural_width([Run(want.heading, "head")])[1], 90.0) for want in wants]
    for cells in rows:
        for n, cell in enumerate(cells):
            word, line = natural_width(cell)
            least[n] = max(least[n], min(word, 84.0))
            natural[n] = max(natural[n], min(line, wants[n].most))
    pad = 2 * PAD_X + 0.5
    least, natural = [w + pad for w in least], [max(a, b) + pad for a, b in zip(natural, least, strict=False)]
    widths = _shared(least, natural, [want.grows for want in wants], width)
    return [Column(want.heading, w, want.align) for want, w in zip(wants, widths, strict=True)]


def _levelled(widths: Sequence[float], width: float) -> list[float]:
    """Widths cut to a common limit so that they fit: the widest columns give, a year keeps its four digits."""
    low, high = 0.0, max(widths)
    for _step in range(40):
        limit = (low + high) / 2
        if sum(min(w, limit) for w in widths) > width:
            high = limit
        else:
            low = limit
    return [min(w, low) for w in widths]


def _shared(least: Sequence[float], natural: Sequence[float], grows: Sequence[bool], width: float) -> list[float]:
    if sum(least) >= width:
        return _levelled(least, width)
    if sum(natural) > width:
        share = (width - sum(least)) / (sum(natural) - sum(least))
        return [a + (b - a) * share for a, b in zip(least, natural, strict=True)]
    growing = sum(w for w, can in zip(natural, grows, strict=True) if can)
    spare = width - sum(natural)
    taken = min(spare, growing * _MOST_GROWTH)
    widths = [w + (taken * w / growing if can else 0.0) for w, can in zip(natural, grows, strict=True)]
    widths[-1] += spare - taken
    return widths
