"""Makes records of table rows, whatever file they came from, and notes what could not be taken over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cami_desktop.errors import CamiError
from cami_desktop.exchange import problems as rule
from cami_desktop.exchange.cells import CellValue
from cami_desktop.exchange.columns import ID_LABEL, LABEL, Column, read_columns
from cami_desktop.exchange.problems import Problem
from cami_desktop.records import FieldType, Record, new_id
from cami_desktop.records.convert import clean
from cami_desktop.words import _
from cami_desktop.words.numbers import UNKNOWN

LABEL_ROW = 2
"""The row of labels, where there is one."""

UNKNOWN_REASON = "unknown"
"""The code of the list absent_reason for what is not known."""


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """A cell that holds a spreadsheet error or a formula never calculated; rule and shown tell which."""

    rule: str
    shown: str


Place = tuple[str, str, int]
"""File, sheet (blank for a table) and row of a record."""


@dataclass(slots=True)
class Gathered:
    """What a reader has gathered so far: records, problems, the columns of each kind, where each record stands."""

    file: str
    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)

    def problem(self, sheet: str, row: int, name: str, rule_id: str, message: str) -> None:
        """Note a problem of this file."""
        self.problems.append(Problem(self.file, sheet, row, name, rule_id, message))

    def add(self, record: Record, sheet: str, row: int) -> None:
        """Take a record, unless one of the same id was taken before."""
        before = self.places.get(record.id)
        if before is not None:
            file, other_sheet, other_row = before
            place = ", ".join(filter(None, (file, other_sheet, _("row {row}").format(row=other_row))))
            message = _("The record {id} stands already in {place}.").format(id=record.id, place=place)
            self.problem(sheet, row, "id", rule.DOUBLE_ID, message)
            return
        self.places[record.id] = (self.file, sheet, row)
        self.records.append(record)


class RowReader:
    """Reads the rows of one table of one kind.

    header maps the position of a column (from 0) to its name; whole: every column of the kind must be there, as in a
    submission, but for those of fields that came after its schema; otherwise only those of required fields.
    """

    def __init__(
        self,
        kind: type[Record],
        header: Mapping[int, str],
        found: Gathered,
        *,
        sheet: str = "",
        whole: bool = False,
        schema: str = "",
    ) -> None:
        self._kind = kind
        self._found = found
        self._sheet = sheet
        known = read_columns(kind)
        self.columns: dict[int, Column] = {}
        names: set[str] = set()
        for position, name in header.items():
            if name in names:
                self._problem(1, name, rule.DOUBLE_COLUMN, _("The column “{name}” stands twice.").format(name=name))
            elif name in known:
                names.add(name)
                self.columns[position] = known[name]
            elif not name.endswith(LABEL):
                message = _("The column “{name}” is not known here; it was not read.").format(name=name)
                self._problem(1, name, rule.UNKNOWN_COLUMN, message)
        for name, column in known.items():
            later = bool(schema) and column.field.since > schema
            if name not in names and (column.field.required or (whole and not later)):
                message = _("The column “{name}” is missing.").format(name=name)
                self._problem(1, name, rule.MISSING_COLUMN, message)
        self._id_position = next((position for position, name in header.items() if name == "id"), None)
        self._takers = {position: _taker(column) for position, column in self.columns.items()}
        found.columns[kind.kind] = tuple(column.name for column in self.columns.values())

    def read(self, row: int, cells: Mapping[int, CellValue | ErrorValue]) -> None:
        """Take over the filled cells of one row: a record more, or its problems. The row of labels is passed over."""
        if row == LABEL_ROW and self._id_position is not None and cells.get(self._id_position) == ID_LABEL:
            return
        values: dict[str, Any] = {}
        failed: list[Problem] = []
        takers = self._takers
        for position, value in cells.items():
            taker = takers.get(position)
            if taker is None:
                continue
            name, read, seen = taker
            if seen is not None and value in seen:
                values[name] = seen[value]
                continue
            try:
                values[name] = taken = read(value)
            except (CamiError, ValueError) as error:
                failed.append(self._failed(row, self.columns[position], value, error))
                continue
            if seen is not None and type(value) is str:
                # Only texts: True, 1 and 1.0 are one key of a dictionary and three values of a cell.
                seen[value] = taken
        if failed:
            self._found.problems.extend(failed)
        elif values:
            _say_unknown(values)
            values["id"] = values.get("id") or new_id()
            self._found.add(self._kind(**values), self._sheet, row)

    def _failed(self, row: int, column: Column, value: object, error: Exception) -> Problem:
        if isinstance(value, ErrorValue):
            return self._of(row, column.name, value.rule, value.shown)
        return self._of(row, column.name, rule.VALUE, _refusal(column, error))

    def _of(self, row: int, name: str, rule_id: str, message: str) -> Problem:
        return Problem(self._found.file, self._sheet, row, name, rule_id, message)

    def _problem(self, row: int, name: str, rule_id: str, message: str) -> None:
        self._found.problems.append(self._of(row, name, rule_id, message))


def _say_unknown(values: dict[str, Any]) -> None:
    """Where a person wrote that a figure is not known, leave it blank and say why: blank and unknown are two values."""
    unknown = [name for name, value in values.items() if value is UNKNOWN]
    if unknown:
        values.update(dict.fromkeys(unknown))
        values["absent"] = {**dict.fromkeys(unknown, UNKNOWN_REASON), **values.get("absent", {})}


_REPEATED = frozenset({FieldType.CODE, FieldType.DATE, FieldType.LINK})

_Taker = tuple[str, Callable[[Any], Any], dict[Any, Any] | None]
"""The name of a column, its reader and what it has read, which is kept for values that repeat."""


def _taker(column: Column) -> _Taker:
    if column.field.type.free_text and not column.common:
        return column.name, _text_reader(column), None
    repeated = column.field.type in _REPEATED or (column.bookkeeping and column.field.type is FieldType.TEXT)
    return column.name, column.read, {} if repeated and column.name != "id" else None


def _text_reader(column: Column) -> Callable[[Any], Any]:
    """The reader of a column of prose: texts go straight to where they are cleaned."""
    return lambda value: clean(column.field, value) if type(value) is str else column.read(value)


def _refusal(column: Column, error: Exception) -> str:
    if isinstance(error, CamiError):
        return str(error)
    return _("{field}: this is not what the program writes there").format(field=_(column.field.label))
