"""Cells on the clipboard: as tab-separated text for spreadsheets, and with their exact values for our own tables."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from cami_desktop.desktop.forms.editor import Answer

EXACT = "application/x-cami-cells"
"""The format of our own cells."""

LARGEST = 20_000_000
"""Letters of a text that are taken; more is a mistake or does harm."""


@dataclass(frozen=True, slots=True)
class Exact:
    """Cells of one of our tables: the kind of record, the names of the fields, and the answers row by row."""

    kind: str
    names: list[str]
    rows: list[list[Answer]]


def write_tsv(rows: Sequence[Sequence[str]]) -> str:
    """Write cells as spreadsheets read them: a cell with a tab, a line end or a quote stands in quotes."""
    return "\n".join("\t".join(map(_quoted, row)) for row in rows)


def read_tsv(text: str) -> list[list[str]]:
    """Read cells as spreadsheets write them; quoted cells may hold tabs and line ends. Blank lines at the end go.

    Text whose quotes are not closed is taken as it stands, line by line.
    """
    text = text[:LARGEST].replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    csv.field_size_limit(LARGEST + 1)
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter="\t", strict=True))
    except csv.Error:
        rows = [line.split("\t") for line in text.split("\n")]
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def put(text: str, exact: Exact | None = None) -> None:
    """Put cells on the clipboard."""
    data = QMimeData()
    data.setText(text)
    if exact is not None:
        rows = [[[answer.value, answer.absent] for answer in row] for row in exact.rows]
        data.setData(EXACT, json.dumps([exact.kind, exact.names, rows]).encode())
    QGuiApplication.clipboard().setMimeData(data)


def text() -> str:
    """The text on the clipboard."""
    return QGuiApplication.clipboard().text()


def exact() -> Exact | None:
    """Cells of one of our tables, where such are on the clipboard."""
    data = QGuiApplication.clipboard().mimeData()
    if not data.hasFormat(EXACT):
        return None
    try:
        kind, names, rows = json.loads(bytes(data.data(EXACT).data()))
        return Exact(str(kind), [str(name) for name in names], [[_answer(cell) for cell in row] for row in rows])
    except (ValueError, TypeError):
        # Another program may write what it likes under our name; the text is there as well.
        return None


def _answer(cell: Any) -> Answer:
    value, absent = cell
    return Answer(value, str(absent))


def _quoted(cell: str) -> str:
    if any(sign in cell for sign in '\t\n\r"'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def has_files() -> bool:
    """Whether a picture or files are on the clipboard, and no text or cells that another control could want."""
    # Where nothing was ever copied there is nothing, which Qt's types do not tell.
    data: QMimeData | None = QGuiApplication.clipboard().mimeData()
    return data is not None and (data.hasUrls() or (data.hasImage() and not data.hasText()))
