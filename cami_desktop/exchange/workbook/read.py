"""Reads a workbook, ours or one that people filled in or saved again, into records; it decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cami_desktop.errors import DamagedInput
from cami_desktop.exchange import problems as rule
from cami_desktop.exchange.problems import Problem
from cami_desktop.exchange.rows import Gathered, Place, RowReader
from cami_desktop.exchange.workbook import names
from cami_desktop.exchange.workbook.opening import opened
from cami_desktop.exchange.workbook.stream import SheetReader
from cami_desktop.records import KINDS, Record
from cami_desktop.words import _


@dataclass(frozen=True, slots=True)
class WorkbookContent:
    """What a workbook holds: records in the order of the sheets, the facts of its cover, problems.

    counts: records read, by kind; columns: by kind, the columns that were there (others are blank because the file does
    not have them, not because someone emptied them); places: by record id where it stands.
    """

    records: list[Record]
    info: dict[str, Any]
    problems: list[Problem]
    counts: dict[str, int]
    columns: dict[str, tuple[str, ...]]
    places: dict[str, Place]


def read_workbook(source: Path | bytes, *, strict: bool = False, name: str = "") -> WorkbookContent:
    """Read every sheet named after a record kind; name stands for the file in problems (default: its own).

    A workbook with our cover must have all sheets and the columns of its schema; one made by people only those of
    required fields.
    Raises DamagedInput where it cannot be read or has no such sheet, Refused for macros and links to other files; with
    strict, for the data of record, DamagedInput for the first problem and for counts that differ from the cover.
    """
    found = Gathered(name or (source.name if isinstance(source, Path) else ""))
    with opened(source) as package:
        reader = SheetReader(package)
        info = _cover(reader) if names.COVER in package.sheets else {}
        kinds = [sheet for sheet in package.sheets if sheet in KINDS]
        if not kinds:
            raise DamagedInput(
                _("This workbook has no sheet named after a kind of record."), kept=_("Nothing was taken from it.")
            )
        _note_sheets(found, list(package.sheets), whole=bool(info))
        for sheet in kinds:
            _read_sheet(reader, sheet, found, whole=bool(info), schema=str(info.get("schema", "")))
    counts = dict.fromkeys(kinds, 0)
    for record in found.records:
        counts[record.kind] += 1
    if strict:
        _insist(found.problems, info, counts)
    return WorkbookContent(found.records, info, found.problems, counts, found.columns, found.places)


def _cover(reader: SheetReader) -> dict[str, Any]:
    """The facts of the cover: stable name in column A, value in column C."""
    facts = {}
    for _row, cells in reader.rows(names.COVER):
        if isinstance(cells.get(0), str):
            facts[str(cells[0])] = cells.get(2, "")
    return facts


def _note_sheets(found: Gathered, sheets: list[str], *, whole: bool) -> None:
    for sheet in sheets:
        if sheet not in KINDS and sheet not in names.OTHER_SHEETS:
            message = _("The sheet “{name}” is not named after a kind of record; it was not read.").format(name=sheet)
            found.problem(sheet, 0, "", rule.UNKNOWN_SHEET, message)
    if whole:
        for kind in KINDS:
            if kind not in sheets:
                message = _("The sheet “{name}” is missing.").format(name=kind)
                found.problem(kind, 0, "", rule.MISSING_SHEET, message)


def _read_sheet(reader: SheetReader, sheet: str, found: Gathered, *, whole: bool, schema: str) -> None:
    kind = KINDS[sheet]
    rows: RowReader | None = None
    not_data: set[int] = set()
    for number, cells in reader.rows(sheet, skip=not_data):
        if rows is None:
            if number != 1:
                break
            header = {position: str(value).strip() for position, value in cells.items()}
            rows = RowReader(kind, header, found, sheet=sheet, whole=whole, schema=schema)
            not_data.update(position for position in header if position not in rows.columns)
        else:
            rows.read(number, cells)
    if rows is None:
        RowReader(kind, {}, found, sheet=sheet, whole=True)


def _insist(problems: list[Problem], info: dict[str, Any], counts: dict[str, int]) -> None:
    for problem in problems:
        raise DamagedInput(
            _("The workbook is not complete: sheet “{sheet}”, row {row}: {message}").format(
                sheet=problem.sheet, row=problem.row, message=problem.message
            ),
            kept=_("Nothing was taken from it."),
        )
    for kind, count in counts.items():
        if info.get(names.COUNT + kind) != count:
            raise DamagedInput(
                _("The workbook holds {n} records in “{sheet}” and its cover says {said}.").format(
                    n=count, sheet=kind, said=info.get(names.COUNT + kind)
                ),
                kept=_("Nothing was taken from it."),
            )
