"""One sheet of the regional workbook: two heading rows, typed cells, a filter; what stands in it comes from outside."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from cami_desktop import __version__
from cami_desktop.exchange.workbook import style
from cami_desktop.records.convert import LONGEST_TEXT
from cami_desktop.words import language

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

Pen = Any
"""A cell of openpyxl's write-only mode, and so is `Any` for its sheets: the type stubs know neither."""

Look = Literal["text", "strong", "quiet", "number", "year", "left"]
Value = str | int | float | None

PROGRAM = f"CAMI Desktop {__version__}"

T = TypeVar("T")

HEADING_ROWS = 2
_A4, _A3 = 9, 8
_WIDEST_ON_A4 = 260.0
"""Columns wider than this together, in characters, would be too small to read on A4."""
_LINE, _TALLEST = 15.0, 390.0
"""Height of a line and the most that a row may have, in points (a spreadsheet allows 409)."""


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its stable name for programs, its label for people, its width in characters, the look of its cells."""

    name: str
    label: str
    width: float = 14
    look: Look = "text"


def height_of(row: Sequence[Value], widths: Sequence[float], *, bold: bool = False) -> float:
    """About the height that the wrapped texts of a row need: not every program finds it out when it opens a file."""
    lines = 1
    for value, width in zip(row, widths, strict=True):
        if isinstance(value, str):
            room = max(3.0, width * (0.86 if bold else 0.98))
            lines = max(lines, sum(max(1, math.ceil(len(part) / room)) for part in value.split("\n")))
    return min(_TALLEST, lines * _LINE)


class Book:
    """A workbook being written, sheet by sheet."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook

    def table(
        self, name: str, heads: Sequence[Head], rows: Iterable[Sequence[Value]], *, keep: int = 1
    ) -> None:
        """Write a sheet of rows below their headings; `keep` columns stay in sight when the sheet is moved sideways."""
        from openpyxl.utils import get_column_letter

        sheet = self.sheet(name, [head.width for head in heads], rows_again=True)
        sheet.freeze_panes = f"{get_column_letter(keep + 1)}{HEADING_ROWS + 1}"
        pens, widths = Ink(sheet), [head.width for head in heads]
        sheet.append(pens.row([(head.name, "ids") for head in heads]))
        sheet.row_dimensions[HEADING_ROWS].height = height_of([head.label for head in heads], widths, bold=True)
        sheet.append(pens.row([(head.label, "head") for head in heads]))
        last = HEADING_ROWS
        for last, row in enumerate(rows, start=HEADING_ROWS + 1):
            sheet.row_dimensions[last].height = height_of(row, widths)
            sheet.append(pens.row([(value, head.look) for value, head in zip(row, heads, strict=True)]))
        sheet.auto_filter.ref = f"A{HEADING_ROWS}:{get_column_letter(len(heads))}{last}"

    def sheet(self, name: str, widths: Sequence[float], *, rows_again: bool = False, whole: bool = False) -> Any:
        """Begin an empty sheet with columns of the given widths.

        On paper the heading rows may stand again on every page, or the whole sheet on one page.
        """
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.properties import PageSetupProperties

        sheet: Any = self.workbook.create_sheet(name)
        wide = sum(widths) > _WIDEST_ON_A4
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A3 if wide else _A4
        # As wide as the paper, on as many pages as it takes.
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, int(whole)
        sheet.page_margins.left = sheet.page_margins.right = 0.4
        sheet.page_margins.top, sheet.page_margins.bottom, sheet.page_margins.footer = 0.5, 0.75, 0.35
        sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", "&P / &N"
        if rows_again:
            sheet.print_title_rows = f"1:{HEADING_ROWS}"
        for position, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(position)].width = width
        return sheet


class Ink:
    """The cells of one sheet, one for each look, filled anew for every value."""

    def __init__(self, sheet: Any) -> None:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment

        self.pens = style.pens(sheet)
        number, year, left = WriteOnlyCell(sheet), WriteOnlyCell(sheet), WriteOnlyCell(sheet)
        number.alignment = year.alignment = Alignment(vertical="top", horizontal="right", indent=1)
        left.alignment = Alignment(vertical="top", horizontal="left")
        number.number_format, year.number_format, left.number_format = "#,##0", "0", "#,##0"
        self._sheet = sheet
        self._filled: dict[tuple[str, bool], Pen] = {}
        self._by_look: Mapping[str, Pen] = {
            "text": self.pens.wrapped,
            "strong": self.pens.strong,
            "quiet": self.pens.quiet,
            "number": number,
            "year": year,
            "left": left,
            "ids": self.pens.ids,
            "head": self.pens.head,
            "title": self.pens.title,
        }

    def row(self, cells: Iterable[tuple[Value, str]]) -> Iterator[Pen | None]:
        """Yield the cells of a row one by one, for a pen may stand several times in it."""
        for value, look in cells:
            yield self.cell(value, self._by_look[look])

    def cell(self, value: Value, pen: Pen) -> Any:
        """A value in a pen; blank ones leave the cell empty."""
        if value is None or value == "":
            return None
        if isinstance(value, str):
            return self.pens.text(value[:LONGEST_TEXT], pen)
        return self.pens.number(value, pen)  # type: ignore[arg-type]

    def tinted(self, value: Value, colour: str, *, quiet: bool = False) -> Any:
        """A centred text on a tint (RRGGBB), as the cells of a matrix are."""
        key = (colour, quiet)
        if key not in self._filled:
            self._filled[key] = self._tinted_pen(colour, quiet)
        return self.cell(value if value not in (None, "") else " ", self._filled[key])

    def _tinted_pen(self, colour: str, quiet: bool) -> Pen:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        pen = WriteOnlyCell(self._sheet)
        side = Side("thin", color="FFFFFFFF")
        pen.fill = PatternFill("solid", fgColor=f"FF{colour}")
        pen.border = Border(left=side, right=side, top=side, bottom=side)
        pen.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        pen.font = Font(name="Calibri", size=9, color=style.QUIET if quiet else None)
        return pen


def written(
    sheets: Sequence[Callable[[Book, T], None]], about: T, title: str, moment: datetime.datetime
) -> bytes:
    """The bytes of a workbook with these sheets about something; they depend on its contents and the moment alone."""
    from openpyxl import Workbook

    from cami_desktop.exchange.workbook import archive

    workbook = Workbook(write_only=True)
    try:
        style.top_aligned(workbook)
        for sheet in sheets:
            sheet(Book(workbook), about)
        properties = workbook.properties
        properties.title, properties.creator, properties.language = title, PROGRAM, language()
        properties.created = properties.modified = moment.replace(tzinfo=None)
        return archive.save(workbook, moment)
    except BaseException:
        archive.abandon(workbook)
        raise
