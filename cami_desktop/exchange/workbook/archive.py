"""Adapts openpyxl's writers: bytes that depend on the contents alone, sheets in UTF-8."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Generator
from contextlib import suppress
from io import BytesIO
from os import PathLike
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from cami_desktop.exchange.workbook.style import Book, Sheet

PIECE = 1 << 20


class Utf8Writer(WorksheetWriter):
    """Writes a sheet in UTF-8: openpyxl writes ASCII, where every Cyrillic letter takes seven bytes."""

    def get_stream(self) -> Generator[Any | None, bool | None, None]:
        """Take what is sent and write it, as the method of openpyxl does."""
        from lxml.etree import xmlfile
        from openpyxl.xml.constants import SHEET_MAIN_NS

        with xmlfile(self.out, encoding="utf-8") as stream:
            stream.write_declaration()
            with stream.element("worksheet", xmlns=SHEET_MAIN_NS):
                try:
                    while True:
                        part = yield None
                        if part is True:
                            yield stream
                        elif part is not None:
                            stream.write(part)
                except GeneratorExit:
                    pass


def begin(sheet: Sheet) -> None:
    """Begin to write a sheet; its widths and settings must have been made."""
    sheet._writer = Utf8Writer(sheet)
    sheet._writer.write_top()


def save(workbook: Book, at: datetime.datetime) -> bytes:
    """Return the bytes of a workbook. Workbook.save would set the clock's time as the time of change."""
    target = BytesIO()
    ExcelWriter(workbook, StillArchive(target, at)).save()
    return target.getvalue()


def abandon(workbook: Book) -> None:
    """Close and remove the temporary files of a workbook that will not be finished: they hold what the records say."""
    for sheet in workbook.worksheets:
        # After an error openpyxl and lxml may complain once more of what was left open; that is known here.
        with suppress(Exception):
            sheet._rows.close()
        with suppress(Exception):
            sheet._writer.xf.close()
        with suppress(Exception):
            sheet._writer.cleanup()


class StillArchive(ZipFile):
    """A ZIP in which every entry bears the time that is given: no clock, no permissions of temporary files."""

    def __init__(self, file: Any, at: datetime.datetime) -> None:
        super().__init__(file, "w", ZIP_DEFLATED, allowZip64=True)
        self._at = at.timetuple()[:6]

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_options: Any, **_named: Any) -> None:
        """Write an entry from memory."""
        super().writestr(self._entry(zinfo_or_arcname), data)

    def write(self, filename: str | PathLike[str], arcname: Any = None, *_options: Any, **_named: Any) -> None:
        """Write an entry from a file."""
        with Path(filename).open("rb") as source, self.open(self._entry(arcname), "w") as target:
            shutil.copyfileobj(source, target, PIECE)

    def _entry(self, name: Any) -> ZipInfo:
        entry = ZipInfo(str(name), self._at)
        entry.compress_type = ZIP_DEFLATED
        entry.external_attr = 0o600 << 16
        # What made the archive is said alike on every system.
        entry.create_system = 3
        return entry
