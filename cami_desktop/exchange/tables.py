"""Reads tables of records in CSV files, and folders of such tables and workbooks; written tables are workbooks."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from cami_desktop.errors import DamagedInput, Refused, WrongUse
from cami_desktop.exchange import problems as rule
from cami_desktop.exchange.problems import Problem
from cami_desktop.exchange.rows import Gathered, Place, RowReader
from cami_desktop.exchange.workbook.read import read_workbook
from cami_desktop.records import KINDS, Record
from cami_desktop.words import _, n_

LEGACY_ENCODINGS = ("cp1251", "kz1048", "ptcp154", "koi8_t", "cp1254", "cp1250", "cp866")
"""8-bit code pages in use in the region; none says of itself which it is, so a person must name it."""

ENCODINGS = ("utf-8", "utf-16", *LEGACY_ENCODINGS)
DELIMITERS = ",;\t"
LARGEST_TABLE = 256 << 20
MOST_ROWS = 1_048_576

# Excel writes “?” for letters its code page lacks: Қарақұйрық becomes ?ара??йры?.
_LOST_LETTERS = re.compile(r"[^\W\d_a-zA-Z]\?+[^\W\d_a-zA-Z]|\?{2,}[^\W\d_a-zA-Z]|\?[^\W\d_a-zA-Z]")


@dataclass(frozen=True, slots=True)
class TableContent:
    """What tables hold: records, problems, by kind the columns that were there, and by record id where it stands."""

    records: list[Record]
    problems: list[Problem]
    columns: dict[str, tuple[str, ...]]
    places: dict[str, Place]


def read_csv(path: Path, kind: str | None = None, encoding: str | None = None) -> TableContent:
    """Read a CSV file of one record kind, by default the one it is named after.

    Row 1 holds field ids; columns are parted by comma, semicolon or tab. Without an encoding UTF-8 and UTF-16 are
    told by themselves. Raises WrongUse for an unknown kind or encoding, Refused where the encoding must be named,
    DamagedInput where the file cannot be read or is cut short.
    """
    name = kind or path.stem
    if name not in KINDS:
        raise WrongUse(
            _("“{name}” is not a kind of record.").format(name=name),
            do=_("Name the file after one: {kinds}").format(kinds=", ".join(KINDS)),
        )
    found = Gathered(path.name)
    _read_table(path, name, encoding, found)
    return TableContent(found.records, found.problems, found.columns, found.places)


def read_folder(path: Path, encoding: str | None = None) -> TableContent:
    """Read every .csv and .xlsx file of a folder, in the order of the kinds; other files are left alone.

    A .csv file that is named after no kind is a problem. Raises as read_csv and read_workbook do, and WrongUse where
    the folder holds no table.
    """
    if not path.is_dir():
        raise WrongUse(_("There is no folder {path}.").format(path=path))
    tables = sorted(item for item in path.iterdir() if item.suffix.lower() in (".csv", ".xlsx") and item.is_file())
    if not tables:
        raise WrongUse(_("The folder {path} holds no table (.csv or .xlsx).").format(path=path))
    order = {name: position for position, name in enumerate(KINDS)}
    found = Gathered("")
    for table in sorted(tables, key=lambda item: order.get(item.stem, len(order))):
        found.file = table.name
        if table.suffix.lower() == ".xlsx":
            _take_workbook(table, found)
        elif table.stem in KINDS:
            _read_table(table, table.stem, encoding, found)
        else:
            message = _("The file is not named after a kind of record; it was not read.")
            found.problem("", 0, "", rule.UNKNOWN_KIND, message)
    return TableContent(found.records, found.problems, found.columns, found.places)


def _take_workbook(path: Path, found: Gathered) -> None:
    content = read_workbook(path)
    found.problems.extend(content.problems)
    found.columns.update(content.columns)
    for record in content.records:
        found.add(record, record.kind, content.places[record.id][2])


def _read_table(path: Path, kind: str, encoding: str | None, found: Gathered) -> None:
    text = file_text(path, encoding)
    rows = _rows(text)
    header = next(rows, [])
    if not any(name.strip() for name in header):
        raise DamagedInput(_("The table {file} is empty.").format(file=path.name), kept=_("Nothing was taken from it."))
    names = {position: name.strip() for position, name in enumerate(header) if name.strip()}
    reader = RowReader(KINDS[kind], names, found)
    legacy = encoding in LEGACY_ENCODINGS
    for number, row in enumerate(rows, start=2):
        if number > MOST_ROWS:
            raise DamagedInput(_("The table {file} has too many rows.").format(file=path.name))
        if not any(row):
            continue
        if len(row) != len(header) and any(row[len(header) :] or [len(row) < len(header)]):
            message = n_(
                "The row has {n} cell and the heading {m}.", "The row has {n} cells and the heading {m}.", len(row)
            ).format(n=len(row), m=len(header))
            found.problem("", number, "", rule.ROW_LENGTH, message)
            continue
        cells = {position: cell for position, cell in enumerate(row) if cell}
        lost = [names[position] for position, cell in cells.items() if position in names and _LOST_LETTERS.search(cell)]
        if legacy and lost:
            message = _("Letters were lost when this file was saved: there are question marks inside words.")
            found.problem("", number, lost[0], rule.LOST_LETTERS, message)
            continue
        reader.read(number, cells)


def _rows(text: str) -> Iterator[list[str]]:
    """The rows of a table. Raises DamagedInput where quotes are not closed, as in a file cut short."""
    # A cell too long for its field is a problem of its row, not damage of the table.
    csv.field_size_limit(LARGEST_TABLE)
    first_line = text.split("\n", 1)[0]
    unquoted = re.sub(r'"[^"]*"', "", first_line)
    delimiter = max(DELIMITERS, key=unquoted.count)
    try:
        yield from csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise DamagedInput(
            _("The table is damaged or cut short."), kept=_("Nothing was taken from it."), details=str(error)
        ) from error


def file_text(path: Path, encoding: str | None = None) -> str:
    """The text of a file in Unicode, or in a code page that is named.

    Raises DamagedInput where it cannot be read, Refused where it is not in Unicode and no code page is named, WrongUse
    for an unknown one.
    """
    if encoding is not None and encoding not in ENCODINGS:
        raise WrongUse(
            _("The encoding “{name}” is not known here.").format(name=encoding),
            do=_("Encodings: {names}").format(names=", ".join(ENCODINGS)),
        )
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_TABLE + 1)
    except FileNotFoundError as error:
        raise DamagedInput(_("There is no file {path}.").format(path=path)) from error
    except OSError as error:
        raise DamagedInput(_("The file {path} cannot be read.").format(path=path), details=str(error)) from error
    if len(data) > LARGEST_TABLE:
        raise DamagedInput(_("The file {path} is too large for a table.").format(path=path))
    try:
        return data.decode(encoding or _told_by_itself(data))
    except UnicodeDecodeError as error:
        if encoding is None:
            raise Refused(
                _("The file {file} is not in Unicode; it may be in cp1251 or another one.").format(file=path.name),
                kept=_("Nothing was taken from it."),
                do=_("Name the code page with --encoding, one of: {names}. Better, save it as “CSV UTF-8”.").format(
                    names=", ".join(LEGACY_ENCODINGS)
                ),
            ) from error
        raise DamagedInput(
            _("The file {path} is not in {encoding}.").format(path=path.name, encoding=encoding), details=str(error)
        ) from error


def _told_by_itself(data: bytes) -> str:
    """The Unicode encoding that the first bytes tell: Excel's “Unicode text” is UTF-16 with a mark."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8-sig"
