"""A table of records: sorted by a click, filtered as one types, copied as text that spreadsheets take."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from cami_desktop.desktop.tables.columns import WIDTHS
from cami_desktop.desktop.tables.header import FilterHeader
from cami_desktop.desktop.tables.model import RecordTableModel, Where
from cami_desktop.records import Record
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

ROW = 28
"""Height of every row in pixels: rows are never measured by what they hold."""

_NEXT = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


class RecordTable(QTableView):
    """The records of a kind. Keys: Ctrl+F filters, Ctrl+C copies rows, Insert asks for a new one, Delete to remove.

    Signals: picked(record or None) when another row is current, opened(record) on Enter or a double click,
    new_wanted(), remove_wanted(records), counted() when the number of rows may have changed.
    """

    picked = Signal(object)
    opened = Signal(object)
    new_wanted = Signal()
    remove_wanted = Signal(object)
    counted = Signal()

    def __init__(
        self, session: Session, cls: type[Record], columns: Sequence[str] = (), where: Where | None = None
    ) -> None:
        """columns are names of fields (none: as tables/columns.py has them); where chooses the records."""
        super().__init__()
        self.session = session
        self.rows = RecordTableModel(session, cls, columns, where)
        self._quiet = False
        self._look()
        self.setModel(self.rows)
        names = [str(self.rows.headerData(n, Qt.Orientation.Horizontal)) for n in range(len(self.rows.fields))]
        self.filters.set_columns(names)
        self._fitting = False
        self._own_widths = False
        self._least = [self._least_width(number, name) for number, name in enumerate(names)]
        self.filters.sectionResized.connect(self._resized)
        self.filters.typed.connect(self._filter)
        self.doubleClicked.connect(lambda _index: self._open())
        self.selectionModel().currentRowChanged.connect(self._moved)
        session.changed.connect(self._changed)

    def _look(self) -> None:
        self.filters = FilterHeader(self)
        self.setHorizontalHeader(self.filters)
        self.setSortingEnabled(True)
        self.filters.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.verticalHeader().setMinimumSectionSize(ROW)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def sizeHint(self) -> QSize:
        """Some rows and the head."""
        return QSize(480, 8 * ROW)

    # What a place uses

    @property
    def current(self) -> Record | None:
        """The record of the current row."""
        return self.rows.record(self.currentIndex().row())

    @property
    def chosen(self) -> list[Record]:
        """The records of the selected rows, from above."""
        numbers = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [record for number in numbers if (record := self.rows.record(number)) is not None]

    def go_to(self, id_: str) -> bool:
        """Make a record's row the current one; filters that hide it are emptied. False where it is not in the table."""
        if self.rows.row_of(id_) < 0 and self.rows.filtered:
            self.filters.clear()
        row = self.rows.row_of(id_)
        if row < 0:
            return False
        self.selectionModel().setCurrentIndex(self.rows.index(row, 0), _NEXT)
        self.scrollTo(self.rows.index(row, 0))
        return True

    def sort_by(self, name: str, *, down: bool = False) -> None:
        """Sort by a field that is shown."""
        column = [field.name for field in self.rows.fields].index(name)
        self.sortByColumn(column, Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder)

    def show_where(self, where: Where | None) -> None:
        """Show other records of the kind, and the first of them."""
        self.rows.where = where
        self._reload("")

    def copy(self, *, head: bool = False) -> str:
        """Put the selected rows on the clipboard as tab-separated text, and return it."""
        numbers = sorted(index.row() for index in self.selectionModel().selectedRows())
        columns = range(len(self.rows.fields))
        lines = ["\t".join(self._flat(self.rows.text(row, column)) for column in columns) for row in numbers]
        if head:
            lines.insert(0, "\t".join(str(self.rows.headerData(n, Qt.Orientation.Horizontal)) for n in columns))
        text = "\n".join(lines)
        QGuiApplication.clipboard().setText(text)
        self.session.told.emit(_("Copied: {n} rows").format(n=len(numbers)), "muted")
        return text

    # Inside

    def _least_width(self, number: int, name: str) -> int:
        """What a column needs: its name, and what its type is usually as wide as."""
        return max(WIDTHS[self.rows.fields[number].type], self.fontMetrics().horizontalAdvance(name) + 24)

    def _resized(self, *_numbers: int) -> None:
        """A width that a person set is kept from then on."""
        dragged = QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton
        self._own_widths = self._own_widths or (bool(dragged) and not self._fitting)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room between the columns; texts get what figures do not need."""
        super().resizeEvent(event)
        if self._own_widths:
            return
        self._fitting = True
        spare = self.viewport().width() - sum(self._least)
        words = [
            width if not field.type.numeric else 0 for width, field in zip(self._least, self.rows.fields, strict=True)
        ]
        for number, width in enumerate(self._least):
            extra = spare * words[number] // sum(words) if spare > 0 and any(words) else 0
            self.setColumnWidth(number, width + extra)
        self._fitting = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the table; everything else moves in it."""
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.matches(QKeySequence.StandardKey.Copy) or (control and shift and event.key() == Qt.Key.Key_C):
            self.copy(head=shift)
        elif event.matches(QKeySequence.StandardKey.Find) and self.filters.lines:
            self.filters.lines[max(self.currentIndex().column(), 0)].setFocus()
        elif event.key() == Qt.Key.Key_Insert:
            self.new_wanted.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_wanted.emit(self.chosen)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        if self.current is not None:
            self.opened.emit(self.current)

    def _moved(self, _to: QModelIndex, _from: QModelIndex) -> None:
        if not self._quiet:
            self.picked.emit(self.current)

    def _filter(self, column: int, typed: str) -> None:
        keep = self.current
        self._quiet = True
        self.rows.set_filter(column, typed)
        self._quiet = False
        self._show_again(keep.id if keep else "")

    def sortByColumn(self, column: int, order: Qt.SortOrder) -> None:
        """Sort, and stay on the current record."""
        keep = self.current
        super().sortByColumn(column, order)
        self._show_again(keep.id if keep else "")

    def _changed(self, kind: str, _id: str) -> None:
        """Something was stored: this table's own records, or what they point at."""
        targets = {target for field in self.rows.fields for target in field.targets}
        if not kind or kind == self.rows.cls.kind or kind in targets:
            keep = self.current
            self._reload(keep.id if keep else "")

    def _reload(self, keep: str) -> None:
        self._quiet = True
        self.rows.reload()
        self._quiet = False
        self._show_again(keep)

    def _show_again(self, id_: str) -> None:
        """After rows were read anew: stay on the record, else go to the first one."""
        row = max(self.rows.row_of(id_), 0)
        same = bool(id_) and self.rows.row_of(id_) >= 0
        self._quiet = same
        if self.rows.rowCount():
            self.selectionModel().setCurrentIndex(self.rows.index(row, 0), _NEXT)
        else:
            self.picked.emit(None)
        self._quiet = False
        self.counted.emit()

    @staticmethod
    def _flat(text: str) -> str:
        return text.replace("\t", " ").replace("\n", " ")
