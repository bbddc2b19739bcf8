"""What the tests of workbooks share: a description of a submission, and ways to break a workbook by hand."""

from __future__ import annotations

import dataclasses
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from cami_desktop.catalogue import load
from cami_desktop.exchange.info import SubmissionInfo
from cami_desktop.exchange.workbook import write_workbook
from cami_desktop.records import KINDS, Field, Record
from cami_desktop.records.convert import clean
from cami_desktop.records.kinds import Meeting, Note, Person
from tests.strategies import HOSTILE_TEXTS

INFO = SubmissionInfo(
    kind="national",
    country="KZ",
    cycle="cami-2014",
    catalogue="cami-2014",
    schema="0001",
    number=3,
    previous="ab" * 32,
    language="en",
    made_at="2014-06-01T10:00:00Z",
    made_by="Айгүл",
    program="CAMI Desktop 0.1.0",
    title="National submission of Kazakhstan",
)


def some_id(number: int) -> str:
    """An id that is the same in every run."""
    return f"01890a5d-ac96-7000-8000-{number:012x}"


def write(records: Iterable[Record], **changed: Any) -> bytes:
    """The workbook of records, with the description above changed here and there."""
    return write_workbook(records, load(), dataclasses.replace(INFO, **changed))


def hostile_records() -> list[Record]:
    """A note, a person and a meeting for every hostile text, and one record of every kind left blank."""
    found: list[Record] = []
    for number, text in enumerate(HOSTILE_TEXTS):
        found += [
            Note(id=some_id(number), country="KZ", text=_clean(Note.field("text"), text)),
            Person(id=some_id(1000 + number), country="KZ", name=_clean(Person.field("name"), text)),
            Meeting(id=some_id(2000 + number), accepted={"rule": text[:200]}, starts_on="2014-05", ends_on="2014"),
        ]
    return found + [kind(id=some_id(3000 + number)) for number, kind in enumerate(KINDS.values())]


def _clean(field: Field, text: str) -> str | None:
    value = clean(field, text)
    assert value is None or isinstance(value, str)
    return value


def parts(book: bytes) -> dict[str, bytes]:
    """The parts of a workbook by name."""
    with zipfile.ZipFile(BytesIO(book)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(contents: Mapping[str, bytes]) -> bytes:
    """A workbook of parts."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents.items():
            archive.writestr(name, data)
    return target.getvalue()


def sheet_part(book: bytes, name: str) -> str:
    """The name of the part that holds a sheet."""
    found = re.findall(rb'<sheet [^>]*name="([^"]+)"', parts(book)["xl/workbook.xml"])
    return f"xl/worksheets/sheet{found.index(name.encode()) + 1}.xml"


def with_sheet(book: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with the XML of one sheet changed."""
    contents = parts(book)
    part = sheet_part(book, name)
    changed = change(contents[part])
    assert changed != contents[part], "the test changes nothing"
    return packed({**contents, part: changed})


def people_made(path: Path, sheets: Mapping[str, list[list[Any]]]) -> Path:
    """A workbook as people make one: no cover, values as a spreadsheet keeps them."""
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    workbook.save(path)
    return path
