"""The frame of the workbook: how a table begins, the cover, code lists and changes since the last submission."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cami_desktop.catalogue import Catalogue
from cami_desktop.exchange.columns import ID_LABEL, Column, columns
from cami_desktop.exchange.info import Changed, SubmissionInfo
from cami_desktop.exchange.workbook import names, style
from cami_desktop.exchange.workbook.style import Book, Sheet
from cami_desktop.records import KINDS, Record
from cami_desktop.records.convert import LONGEST_TEXT
from cami_desktop.words import N_, _

if TYPE_CHECKING:
    from openpyxl.cell import Cell

    from cami_desktop.exchange.meeting.sheet_lines import Line

HEADING_ROWS = 2

_FACTS: tuple[tuple[str, str, str], ...] = (
    ("title", N_("Title"), ""),
    ("kind", N_("Kind of package"), ""),
    ("country", N_("Country"), "country"),
    ("cycle", N_("Cycle"), "cycle"),
    ("number", N_("Number"), ""),
    ("previous", N_("Submission before (SHA-256)"), ""),
    ("made_at", N_("Made at (UTC)"), ""),
    ("made_by", N_("Made by"), ""),
    ("catalogue", N_("Catalogue edition"), "edition"),
    ("schema", N_("Schema"), ""),
    ("language", N_("Language of the labels"), ""),
    ("program", N_("Program"), ""),
)

_NOTES = (
    (
        N_("What this is"),
        N_("This workbook is the data of record of the submission. The report (PDF) is made from the same records."),
    ),
    (
        N_("How to read it"),
        N_(
            "Every sheet named after a kind of record holds one record a row. Row 1 has the stable names of the "
            "columns, row 2 says what they mean. Columns that end in “.label” put codes and links into words; they "
            "are not data. Removed records stay and are marked in the column “deleted”. Versions are folded away at "
            "the right."
        ),
    ),
    (
        N_("How to check it"),
        N_(
            "In a package this file is signed; Excel and LibreOffice show the signature, and saving the file again "
            "removes it. To check the whole package open it in CAMI Desktop, or run: cami verify PACKAGE"
        ),
    ),
)

_WHAT = {"added": N_("new"), "updated": N_("changed"), "deleted": N_("removed")}


def new_table(workbook: Book, pens: style.Pens, name: str, found: Sequence[Column]) -> Sheet:
    """Begin a sheet of records: names, labels, widths, the heading kept in sight."""
    from openpyxl.utils import get_column_letter

    widths = [style.width(column) for column in found]
    plain = _Sheet(workbook, pens, name, widths, folded=[column.bookkeeping for column in found])
    plain.sheet.freeze_panes = f"{get_column_letter(2)}{HEADING_ROWS + 1}"
    style.page(plain.sheet, rows_again=f"1:{HEADING_ROWS}")
    plain.heading([(column.name, _heading(column)) for column in found])
    return plain.sheet


def append(sheet: Sheet, row: int, lines: int, cells: Iterable[Any]) -> None:
    """Write a row, as high as its lines: LibreOffice does not compute the height of rows that have none."""
    if lines > 1:
        # Attributes as they are written: a RowDimension for every row costs more than the row.
        height = min(lines * style.LINE_HEIGHT, style.TALLEST)
        sheet.row_dimensions[row] = {"ht": f"{height:g}", "customHeight": "1"}
    sheet.append(cells)
    sheet.row_dimensions.pop(row, None)


def write_cover(
    workbook: Book, catalogue: Catalogue, info: SubmissionInfo, by_kind: Mapping[str, Sequence[Record]]
) -> style.Pens:
    """Write the first sheet: who and what, records by kind, what this file is and how to check it; return the pens.

    Column A holds stable names and column C their values, for programs; columns B and D say them to people.
    """
    sheet = workbook.create_sheet(names.COVER)
    pens = style.pens(sheet)
    cover = _Sheet(workbook, pens, sheet, (22, 32, 66, 40))
    cover.sheet.sheet_view.showGridLines = False
    style.page(cover.sheet, fit=True)
    cover.sheet.page_setup.fitToHeight = 1
    cover.line((None, pens.small), (info.title, pens.title), lines=2)
    for name, label, list_name in _FACTS:
        value = getattr(info, name)
        words = catalogue.label(list_name, value) if list_name and value else None
        cover.line((name, pens.small), (_(label), pens.strong), (value, pens.left), (words, pens.quiet))
    cover.line()
    heads = (_("Records by kind"), _("Records"), _("of which removed"))
    cover.line((None, pens.small), *((head, pens.head) for head in heads))
    for name, found in by_kind.items():
        removed = sum(record.deleted for record in found)
        plural = (_(KINDS[name].plural), pens.wrapped)
        cover.line((names.COUNT + name, pens.small), plural, (len(found), pens.left), (removed, pens.left))
    cover.line()
    for heading, note in _NOTES:
        cover.line((None, pens.small), (_(heading), pens.strong), (_(note), pens.wrapped))
    return pens


def write_codes(workbook: Book, pens: style.Pens, catalogue: Catalogue) -> None:
    """Write the code lists that the sheets use: list, code, label."""
    codes = _Sheet(workbook, pens, names.CODES, (30, 26, 80))
    style.page(codes.sheet, rows_again=f"1:{HEADING_ROWS}", fit=True)
    codes.sheet.freeze_panes = f"A{HEADING_ROWS + 1}"
    codes.heading((("list", _("Code list")), ("code", _("Code")), ("label", _("Label"))))
    for list_name in _lists():
        for code in catalogue.codes(list_name):
            words = catalogue.label(list_name, code)
            codes.line((list_name, pens.quiet), (code, pens.wrapped), (words, pens.wrapped))
    codes.filter()


def write_changes(
    workbook: Book, pens: style.Pens, changes: Iterable[Changed], title: Callable[[str], str | None]
) -> None:
    """Write what is new, changed or removed since the last submission, by kind and id."""
    sheet = _Sheet(workbook, pens, names.CHANGES, (24, 26, 38, 12, 12, 50, 60))
    style.page(sheet.sheet, rows_again=f"1:{HEADING_ROWS}", fit=True)
    sheet.sheet.freeze_panes = f"A{HEADING_ROWS + 1}"
    sheet.heading(
        (
            ("kind", _("Kind")),
            ("kind.label", _("Kind, in words")),
            ("id", ID_LABEL),
            ("what", _("Change")),
            ("what.label", _("Change, in words")),
            ("title", _("Record")),
            ("fields", _("Fields")),
        )
    )
    order = {name: position for position, name in enumerate(KINDS)}
    for change in sorted(changes, key=lambda change: (order[change.kind], change.id)):
        words = (
            change.kind,
            _(KINDS[change.kind].label),
            change.id,
            change.what,
            _(_WHAT[change.what]),
            title(change.id),
            "; ".join(change.fields),
        )
        sheet.line(*((text, pens.wrapped) for text in words))
    sheet.filter()


def write_summaries(
    workbook: Book, pens: style.Pens, summaries: Iterable[Iterable[Line]], widths: Sequence[int]
) -> None:
    """Write the summaries of meetings below one another, for people; nothing of this sheet is read back."""
    sheet = _Sheet(workbook, pens, names.SUMMARIES, widths)
    sheet.sheet.sheet_view.showGridLines = False
    style.page(sheet.sheet, fit=True)
    looks = {"title": pens.title, "strong": pens.wrapped, "head": pens.head, "text": pens.wrapped, "quiet": pens.quiet}
    for summary in summaries:
        for look, cells in summary:
            first = pens.strong if look == "strong" else looks[look]
            shown = ((text[:LONGEST_TEXT], looks[look] if n else first) for n, text in enumerate(cells))
            sheet.line(*shown, lines=2 if look == "title" else 1)


class _Sheet:
    """A sheet of few columns that is written line by line."""

    def __init__(
        self,
        workbook: Book,
        pens: style.Pens,
        sheet: str | Sheet,
        widths: Sequence[int],
        folded: Sequence[bool] | None = None,
    ) -> None:
        from openpyxl.utils import get_column_letter

        from cami_desktop.exchange.workbook.archive import begin

        self.sheet: Sheet = workbook.create_sheet(sheet) if isinstance(sheet, str) else sheet
        self.pens = pens
        self._widths = widths
        self._row = 0
        for position, width in enumerate(widths):
            column = self.sheet.column_dimensions[get_column_letter(position + 1)]
            column.width = width
            if folded and folded[position]:
                column.outlineLevel, column.hidden = 1, True
        self._begin = begin

    def heading(self, heads: Sequence[tuple[str, str]]) -> None:
        """Write the two heading rows: stable names and what they mean."""
        self.line(*((name, self.pens.ids) for name, _label in heads))
        self.line(*((label, self.pens.head) for _name, label in heads))

    def line(self, *cells: tuple[Any, Cell], lines: int = 1) -> None:
        """Write a row, at least so many lines high."""
        if not self._row:
            # Only now: what is set before goes above the rows in the file.
            self._begin(self.sheet)
        self._row += 1
        for (value, pen), width in zip(cells, self._widths, strict=False):
            if isinstance(value, str) and pen in (self.pens.wrapped, self.pens.head, self.pens.strong):
                lines = max(lines, style.lines(value, width))
        append(self.sheet, self._row, lines, _cells(self.pens, cells))

    def filter(self) -> None:
        """Put a filter on the labels of all columns."""
        self.sheet.auto_filter.ref = filter_area(len(self._widths), self._row - HEADING_ROWS)


def filter_area(columns: int, rows: int) -> str:
    """The cells that the filter of a table spans, its labels included."""
    from openpyxl.utils import get_column_letter

    return f"A{HEADING_ROWS}:{get_column_letter(columns)}{HEADING_ROWS + rows}"


def _cells(pens: style.Pens, cells: Iterable[tuple[Any, Cell]]) -> Iterator[Cell | None]:
    """Yield cells one by one, for a pen may stand several times in a row."""
    for value, pen in cells:
        if value is None or value == "":
            yield None
        elif isinstance(value, int):
            yield pens.number(value, pen)
        else:
            yield pens.text(value, pen)


def _heading(column: Column) -> str:
    """What a column means, in words."""
    if column.label_of is not None:
        return _("{label}, in words").format(label=_(column.field.label))
    label = _(column.field.label)
    return f"{label} ({_(column.field.unit)})" if column.field.unit else label


def _lists() -> list[str]:
    """The code lists of all fields, and those of the reasons, in the order of the sheets."""
    found = [column.field.code_list for kind in KINDS.values() for column in columns(kind) if column.field.code_list]
    return list(dict.fromkeys([*found, "absent_reason"]))
