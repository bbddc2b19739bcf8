"""How the workbook looks: calm, one accent, the same on every sheet; styled cells are made once and used again."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cami_desktop.exchange.cells import escape
from cami_desktop.exchange.columns import Column
from cami_desktop.records import FieldType

if TYPE_CHECKING:
    from openpyxl.cell import Cell

Book = Any
Sheet = Any
"""openpyxl's type stubs do not know what a workbook and a sheet can in write-only mode."""

QUIET = "FF7A8783"
ACCENT = "FF2F5D50"
TINT = "FFE6EFEB"
LINE = "FFB9C9C3"

DATE = "yyyy-mm-dd"
MOMENT = "yyyy-mm-dd hh:mm:ss"

A3, A4 = 8, 9
"""Paper sizes (ECMA-376-1, 18.3.1.63)."""

_EPOCH = datetime.date(1899, 12, 30)
_DAY = 86_400

LONG = 64
"""Width of a column of paragraphs, in characters."""

LINE_HEIGHT = 15.0
TALLEST = 405.0
"""Points; spreadsheets show no taller row than 409 and take a file that has one for damaged."""

WIDTHS = {
    FieldType.TEXT: 28,
    FieldType.LONG_TEXT: LONG,
    FieldType.WHOLE: 12,
    FieldType.NUMBER: 14,
    FieldType.FLAG: 11,
    FieldType.DATE: 13,
    FieldType.MOMENT: 19,
    FieldType.CLOCK: 10,
    FieldType.CODE: 16,
    FieldType.CODES: 18,
    FieldType.LINK: 13,
    FieldType.LINKS: 13,
}
"""Width of a column by the type of its field, in characters."""


def width(column: Column) -> int:
    """The width of a column in characters."""
    if column.name == "id":
        return WIDTHS[FieldType.LINK]
    if column.label_of is not None:
        return 26
    return 18 if column.common else WIDTHS[column.field.type]


def lines(text: str, columns: int) -> int:
    """How many lines a text takes, wrapped in a column of that many characters; rather one too many."""
    room = columns * 0.9
    return sum(1 + int(len(line) / room) for line in text.split("\n"))


@dataclass(slots=True)
class Pens:
    """Cells of one workbook, one for each look, filled anew for every value: making a style costs more than that."""

    plain: Cell
    wrapped: Cell
    left: Cell
    date: Cell
    moment: Cell
    ids: Cell
    head: Cell
    quiet: Cell
    small: Cell
    title: Cell
    strong: Cell

    def text(self, text: str, pen: Cell) -> Cell:
        """Fill a pen with a text that stays a text, whatever it begins with.

        The cell's own setter would make formulas and errors of some texts and cut escaped ones short.
        """
        return _fill(pen, escape(text), "s")

    def number(self, number: int, pen: Cell) -> Cell:
        """Fill a pen with a whole number."""
        return _fill(pen, number, "n")

    def day(self, value: datetime.date) -> Cell:
        """Fill the pen of dates with a day, or with a moment of wall time."""
        if isinstance(value, datetime.datetime):
            seconds = value.hour * 3600 + value.minute * 60 + value.second
            return _fill(self.moment, (value.date() - _EPOCH).days + seconds / _DAY, "n")
        return _fill(self.date, (value - _EPOCH).days, "n")


def _fill(pen: Cell, value: Any, type_: str) -> Cell:
    pen._value = value  # type: ignore[attr-defined]
    pen.data_type = type_
    return pen


def pens(sheet: Sheet) -> Pens:
    """Make the cells of a workbook; openpyxl wants to know a sheet of it."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    def pen(**looks: Any) -> Cell:
        cell = WriteOnlyCell(sheet)
        for name, look in looks.items():
            setattr(cell, name, look)
        return cell

    top, wrap = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)
    tint = PatternFill("solid", fgColor=TINT)
    return Pens(
        # openpyxl goes on with a cell that has no style as its own scratch cell, and would change it: so it has one.
        plain=pen(alignment=top),
        wrapped=pen(alignment=wrap),
        left=pen(alignment=Alignment(horizontal="left", vertical="top", wrap_text=True)),
        date=pen(alignment=top, number_format=DATE),
        moment=pen(alignment=top, number_format=MOMENT),
        ids=pen(font=Font(name="Calibri", size=8, color=QUIET), alignment=top, fill=tint),
        head=pen(
            font=Font(name="Calibri", size=11, bold=True, color=ACCENT),
            alignment=wrap,
            fill=tint,
            border=Border(bottom=Side("thin", color=LINE)),
        ),
        small=pen(font=Font(name="Calibri", size=8, color=QUIET), alignment=top),
        quiet=pen(font=Font(name="Calibri", size=9, color=QUIET), alignment=wrap),
        title=pen(font=Font(name="Calibri", size=18, bold=True, color=ACCENT), alignment=top),
        strong=pen(font=Font(name="Calibri", size=11, bold=True, color=ACCENT), alignment=wrap),
    )


def top_aligned(workbook: Book) -> None:
    """Let cells without a style of their own stand at the top of their row, beside texts of many lines.

    Such cells use the first cell format in Excel and the style Normal in LibreOffice; openpyxl has no public way to
    either in write-only mode.
    """
    from openpyxl.styles import Alignment
    from openpyxl.styles.cell_style import StyleArray

    plain = StyleArray()
    plain.alignmentId = workbook._alignments.add(Alignment(vertical="top"))
    workbook._cell_styles[0] = plain
    workbook._named_styles["Normal"].alignment = Alignment(vertical="top")


def page(sheet: Sheet, *, rows_again: str = "", fit: bool = False) -> None:
    """Set a sheet up for paper: across, page numbers, the heading rows again on every page.

    fit: as wide as a page of A4; without it a table of many columns runs over several pages of A3.
    """
    setup = sheet.page_setup
    setup.orientation = "landscape"
    setup.paperSize = A4 if fit else A3
    if fit:
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        setup.fitToHeight = 0
    else:
        setup.scale = 70
        setup.pageOrder = "overThenDown"
        sheet.print_options.gridLines = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.oddFooter.left.text = "&A"
    sheet.oddFooter.right.text = "&P / &N"
    if rows_again:
        sheet.print_title_rows = rows_again
