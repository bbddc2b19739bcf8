"""Reads the cells of a sheet as a stream of rows, typed as the file has them; it knows no records.

The sheet is read directly because no reader keeps all we need: openpyxl is slow, and others lose the difference between
whole numbers, dates, errors and formulas.
"""

from __future__ import annotations

import datetime
from collections.abc import Container, Iterator
from typing import IO, TYPE_CHECKING

from cami_desktop.errors import DamagedInput
from cami_desktop.exchange import limits
from cami_desktop.exchange import problems as rule
from cami_desktop.exchange.cells import CellValue, unescape
from cami_desktop.exchange.rows import ErrorValue
from cami_desktop.exchange.workbook.opening import Package, damaged
from cami_desktop.words import _

if TYPE_CHECKING:
    from lxml import etree

Row = tuple[int, dict[int, CellValue | ErrorValue]]

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
MOST_CELLS = 20_000_000
"""Cells with content that one workbook may hold."""

_DIGITS = "0123456789"
_DAY = 86_400
_EPOCH_1900 = datetime.datetime(1899, 12, 30)
_EPOCH_1904 = datetime.datetime(1904, 1, 1)
_LAST_SERIAL = 2_958_466
"""The first number past 9999-12-31."""


class SheetReader:
    """Reads sheets of one workbook; texts that its sheets share are read once."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._left = MOST_CELLS
        self._positions: dict[str, int] = {}
        self._dates = {str(number) for number in package.dates}
        self._epoch = _EPOCH_1904 if package.since_1904 else _EPOCH_1900
        self._shared = self._shared_texts() if package.shared else []

    def rows(self, name: str, skip: Container[int] = ()) -> Iterator[Row]:
        """Yield row number (from 1) and the filled cells by column (from 0), in order.

        skip: columns that need not be read; it may be filled meanwhile. Raises DamagedInput for broken sheets.
        """
        last = 0
        for element in _elements(self._package, self._package.sheets[name], "{*}row"):
            number = element.get("r")
            row = int(number) if number is not None and number.isdecimal() else last + 1
            if not last < row <= MOST_ROWS:
                raise damaged(f"row {row} after {last}")
            last = row
            cells = self._cells(element, skip)
            element.clear()
            if cells:
                yield row, cells

    def _cells(self, row: etree._Element, skip: Container[int]) -> dict[int, CellValue | ErrorValue]:
        """The filled cells of a row. What is done for every cell stands here in full: a call would cost more."""
        cells: dict[int, CellValue | ErrorValue] = {}
        last = -1
        space = str(row.tag)[:-3]
        positions = self._positions
        value_tag, formula_tag = space + "v", space + "f"
        for cell in row.iterchildren(space + "c"):
            reference = cell.get("r")
            if reference is None:
                column = last + 1
            else:
                letters = reference.rstrip(_DIGITS)
                column = positions[letters] if letters in positions else self._column(letters)
            if column <= last:
                raise damaged(f"cell {reference} out of order")
            last = column
            if column in skip or len(cell) == 0:
                continue
            value: CellValue | ErrorValue
            if cell.get("t") == "inlineStr":
                value = _text(cell[0]) or None
            else:
                value = self._value(cell, value_tag, formula_tag)
            if value is not None:
                cells[column] = value
        self._left -= len(cells)
        if self._left < 0:
            raise DamagedInput(_("This workbook has more cells than can be read."), kept=_("Nothing was taken."))
        return cells

    def _column(self, letters: str) -> int:
        position = self._positions[letters] = _position(letters)
        return position

    def _value(self, cell: etree._Element, value_tag: str, formula_tag: str) -> CellValue | ErrorValue:
        inside = cell[0]
        tag = inside.tag
        text = inside.text
        if tag != value_tag:
            text = cell.findtext(value_tag)
            if not text and tag == formula_tag:
                return ErrorValue(rule.FORMULA, _("a formula without a result; save the file in a spreadsheet first"))
        if not text:
            return None
        type_ = cell.get("t")
        try:
            return self._typed(cell, type_, text)
        except (ValueError, IndexError, OverflowError) as error:
            raise damaged(f"cell {cell.get('r')}: {error}") from error

    def _typed(self, cell: etree._Element, type_: str | None, text: str) -> CellValue | ErrorValue:
        if type_ is None or type_ == "n":
            style = cell.get("s")
            if style is not None and style in self._dates:
                return self._date(float(text))
            return int(text) if text.isdecimal() else _number(text)
        if type_ == "s":
            position = int(text)
            if position < 0:
                raise ValueError("no such shared text")
            return self._shared[position] or None
        if type_ == "b":
            return text.strip() in ("1", "true")
        if type_ == "e":
            return ErrorValue(rule.ERROR_VALUE, _("the spreadsheet shows an error here ({error})").format(error=text))
        if type_ == "d":
            return datetime.datetime.fromisoformat(text.rstrip("Z"))
        return unescape(text)

    def _date(self, serial: float) -> datetime.datetime | datetime.time | float:
        """A day number as a date, below one day as a time; what is no date of the calendar stays a number."""
        if not 0 <= serial < _LAST_SERIAL:
            return serial
        moment = self._epoch + datetime.timedelta(days=int(serial), seconds=round(serial % 1 * _DAY))
        return moment.time() if serial < 1 else moment

    def _shared_texts(self) -> list[str]:
        texts = []
        for element in _elements(self._package, self._package.shared, "{*}si"):
            texts.append(_text(element))
            element.clear()
        return texts


def _elements(package: Package, part: str, tag: str) -> Iterator[etree._Element]:
    """Yield the elements of a part as they are read; DTDs and entities are refused, and what is read is let go."""
    from lxml import etree

    with package.part(part) as stream:
        events = etree.iterparse(
            _NoDoctype(stream),
            events=("end",),
            tag=tag,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            for _event, element in events:
                yield element
                parent = element.getparent()
                if parent is not None:
                    while element.getprevious() is not None:
                        del parent[0]
        except etree.XMLSyntaxError as error:
            raise damaged(f"{part}: {error}") from error


class _NoDoctype:
    """Hands a stream on piece by piece and refuses one that declares a document type at its beginning."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._begun = False

    def read(self, size: int = limits.PIECE) -> bytes:
        """Read the next piece."""
        piece = self._stream.read(max(size, limits.PIECE))
        if not self._begun:
            self._begun = True
            # Other encodings than UTF-8 could hide the words searched for; spreadsheets do not use them.
            if b"\0" in piece[:64] or b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
                raise damaged("document type declarations are not accepted")
        return piece


def _position(letters: str) -> int:
    """The column number (from 0) of letters such as AB."""
    number = 0
    for letter in letters:
        if not "A" <= letter <= "Z" or number > MOST_COLUMNS:
            raise damaged(f"no column {letters[:10]!r}")
        number = number * 26 + ord(letter) - 64
    if not 0 < number <= MOST_COLUMNS:
        raise damaged(f"no column {letters[:10]!r}")
    return number - 1


def _text(element: etree._Element) -> str:
    """The text of an inline or shared string: its runs joined, readings (phonetic hints) left out."""
    if len(element) == 1 and len(element[0]) == 0:
        text = element[0].text or ""
        return unescape(text) if "_x" in text else text
    parts = []
    for run in element.iter("{*}t"):
        parent = run.getparent()
        if parent is None or not str(parent.tag).endswith("}rPh"):
            parts.append(run.text or "")
    return unescape("".join(parts))


def _number(text: str) -> int | float:
    number = float(text)
    # Spreadsheets write whole numbers of many digits as 1E+15 or with .0.
    return int(number) if number.is_integer() and abs(number) < 1e15 else number
