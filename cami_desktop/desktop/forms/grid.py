"""Lays the fields of a form out in columns that follow the width: short ones side by side, long texts across."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QLayout, QSizePolicy, QWidget

from cami_desktop.desktop.forms.row import FieldRow
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import column, label, rule
from cami_desktop.desktop.widgets import row as side_by_side
from cami_desktop.records import FieldType
from cami_desktop.words import _

NARROWEST = 215
"""Pixels that a column needs."""

TWO = 380
"""Pixels from which two columns are better than one, even if they are narrow."""

MOST_COLUMNS = 4


def paired(rows: Sequence[FieldRow]) -> list[list[FieldRow]]:
    """Put a text and its translation together, so that they stand side by side."""
    cells = {row.field.name: [row] for row in rows}
    for row in rows:
        original = cells.get(row.field.name.removesuffix("_en"), [row])[0]
        if original is not row and original.field.type is FieldType.LONG_TEXT:
            cells[original.field.name].append(row)
            del cells[row.field.name]
    return list(cells.values())


def span(rows: Sequence[FieldRow], columns: int) -> int:
    """How many columns a field, or a text with its translation, takes."""
    field = rows[0].field
    if len(rows) > 1 or (field.type is FieldType.LONG_TEXT and columns < 4):
        return columns
    wide = field.type in (FieldType.LONG_TEXT, FieldType.CODES, FieldType.LINKS)
    return min(2, columns) if wide or field.name in ("title", "name") else 1


def lines(sizes: Sequence[int], columns: int) -> list[list[int]]:
    """Put fields of given spans into lines, in order; each line holds at most `columns`."""
    result: list[list[int]] = [[]]
    used = 0
    for number, size in enumerate(sizes):
        if used + size > columns and result[-1]:
            result.append([])
            used = 0
        result[-1].append(number)
        used += size
    return result


class FormGrid(QWidget):
    """The fields of a form, grouped under headings."""

    def __init__(self, rows: Sequence[FieldRow], *, most_columns: int = MOST_COLUMNS) -> None:
        super().__init__()
        self._most = most_columns
        self._columns = 0
        self._groups: list[tuple[QGridLayout, list[list[FieldRow]], list[QWidget]]] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        outer = column(self, margin=2 * SPACE, space=SPACE)
        for number, (name, members) in enumerate(groupby(rows, key=lambda item: item.field.group)):
            if number:
                outer.addSpacing(SPACE)
                outer.addWidget(rule())
            if name:
                outer.addWidget(label(_(name), "heading"))
            grid = QGridLayout()
            grid.setHorizontalSpacing(2 * SPACE)
            grid.setVerticalSpacing(SPACE)
            outer.addLayout(grid)
            cells = paired(list(members))
            self._groups.append((grid, cells, [_side_by_side(cell) for cell in cells]))
        outer.addStretch(1)
        # Rows are put in one by one in reading order, so Tab follows. QWidget.setTabOrder on controls that stand for
        # their editors closed the chain to a ring that Tab never left (Qt 6.12).
        self._arrange(2)

    def minimumSizeHint(self) -> QSize:
        """One column must fit; the rest follows the width."""
        return QSize(NARROWEST + 4 * SPACE, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may hold another number of columns."""
        super().resizeEvent(event)
        width = event.size().width()
        fitting = (width - 2 * SPACE) // (NARROWEST + 2 * SPACE)
        self._arrange(max(2 if width >= TWO else 1, min(self._most, fitting)))

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for grid, cells, widgets in self._groups:
            for widget in widgets:
                grid.removeWidget(widget)
            sizes = [span(cell, columns) for cell in cells]
            for number, line in enumerate(lines(sizes, columns)):
                at = 0
                for member in line:
                    grid.addWidget(widgets[member], number, at, 1, sizes[member])
                    at += sizes[member]
                    if len(cells[member]) > 1:
                        _turn(widgets[member].layout(), columns > 1)
            for place in range(MOST_COLUMNS):
                grid.setColumnStretch(place, 1 if place < columns else 0)


def _turn(pair: QLayout | None, across: bool) -> None:
    """Let a text and its translation stand side by side, or in a single column below each other."""
    if isinstance(pair, QBoxLayout):
        pair.setDirection(QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.TopToBottom)
        pair.setSpacing(2 * SPACE if across else SPACE)


def _side_by_side(cell: Sequence[FieldRow]) -> QWidget:
    if len(cell) == 1:
        return cell[0]
    box = QWidget()
    layout = side_by_side(*cell, space=2 * SPACE)
    for place in range(len(cell)):
        layout.setStretch(place, 1)
    box.setLayout(layout)
    return box
