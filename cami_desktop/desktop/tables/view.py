"""A view of records as rows: how it looks, what is current and selected in it, and how it follows what is stored.

What a person can do to the records is for table.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QItemSelectionRange, QModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QHeaderView, QTableView

from cami_desktop.desktop.tables.header import FilterHeader
from cami_desktop.desktop.tables.model import RecordTableModel
from cami_desktop.desktop.tables.rows import MOST_APART, Where
from cami_desktop.desktop.tables.slices import Turns
from cami_desktop.records import Record
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

ROW = 28
"""Height of every row in pixels: rows are never measured by what they hold."""

FLAG = QItemSelectionModel.SelectionFlag
WHOLE_ROW = FLAG.ClearAndSelect | FLAG.Rows
ONE_CELL = FLAG.ClearAndSelect


class RowNumbers(QHeaderView):
    """The numbers of the rows, as wide as the last one; Qt itself would ask two hundred rows again and again."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Vertical, table)
        self.setSectionsClickable(True)

    def sizeHint(self) -> QSize:
        """What the last number needs."""
        return self.sectionSizeFromContents(self.count() - 1) if self.count() else super().sizeHint()


class RecordView(QTableView):
    """The view. picked(record or None) tells that another row is current, counted() that their number may have changed,
    filters_emptied() that all rows are shown again.

    A subclass may keep rows in their places while a person works on them (holds) and store what is typed (leave_cell).
    """

    picked = Signal(object)
    counted = Signal()
    filters_emptied = Signal()

    def __init__(
        self, session: Session, cls: type[Record], columns: Sequence[str] = (), where: Where | None = None
    ) -> None:
        super().__init__()
        self.session = session
        self._quiet = False
        self._from_above = False
        self._kept = ("", 0)
        self._stored: set[str] = set()
        self._texts_changed = False
        self._late = False
        self.rows = RecordTableModel(session, cls, columns, where)
        self._look()
        self.setModel(self.rows)
        self.rows.modelAboutToBeReset.connect(self._keep_place)
        self.rows.modelReset.connect(self._show_again)
        self.rows.rowsRemoved.connect(lambda *_rows: self._select_something())
        self.rows.counted.connect(self.counted)
        self.selectionModel().currentRowChanged.connect(self._moved)
        self.selectionModel().currentColumnChanged.connect(lambda _to, _from: self._look_at())
        session.changed.connect(self._changed)
        session.saved.connect(self._follow)

    def _look(self) -> None:
        self.filters = FilterHeader(self)
        self.setHorizontalHeader(self.filters)
        rows = RowNumbers(self)
        self.setVerticalHeader(rows)
        rows.setAccessibleName(_("Rows"))
        rows.setDefaultSectionSize(ROW)
        rows.setMinimumSectionSize(ROW)
        rows.setSectionResizeMode(rows.ResizeMode.Fixed)
        rows.setHighlightSections(False)
        rows.setProperty("dense", True)
        corner = self.findChild(QAbstractButton)
        if corner is not None:
            corner.setAccessibleName(_("Select all"))
            corner.setToolTip(_("Select all"))
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def sizeHint(self) -> QSize:
        """Some rows and the head."""
        return QSize(480, 8 * ROW)

    # What is current and selected

    @property
    def current(self) -> Record | None:
        """The record of the current row."""
        return self.rows.record(self.currentIndex().row())

    @property
    def chosen(self) -> list[Record]:
        """The records of all rows in which something is selected, from above."""
        return [record for row in self.chosen_rows if (record := self.rows.record(row)) is not None]

    @property
    def chosen_rows(self) -> list[int]:
        """The rows in which something is selected, from above."""
        return sorted({row for part in self._parts() for row in range(part.top(), part.bottom() + 1)})

    @property
    def chosen_columns(self) -> list[int]:
        """The columns in which something is selected, from the left."""
        return sorted({column for part in self._parts() for column in range(part.left(), part.right() + 1)})

    @property
    def whole_rows(self) -> bool:
        """Whether the selection consists of whole rows."""
        parts = self._parts()
        return bool(parts) and all(part.width() == len(self.rows.fields) for part in parts)

    def _parts(self) -> list[QItemSelectionRange]:
        selection = self.selectionModel().selection()
        return [selection.at(place) for place in range(selection.count())]

    def go_to(self, id_: str) -> bool:
        """Make a record's row the current one; filters that hide it are emptied. False where it is not in the table."""
        self._catch_up()
        if self.rows.row_of(id_) < 0 and self.rows.filtered:
            self.empty_filters()
            self.rows.slices.finish()
        row = self.rows.row_of(id_)
        if row < 0:
            return False
        place = self.rows.index(row, max(self.currentIndex().column(), 0))
        self.selectionModel().setCurrentIndex(place, WHOLE_ROW)
        self.scrollTo(place)
        return True

    def empty_filters(self) -> None:
        """Show all rows again."""
        self.filters.clear()
        self.rows.set_also(None)
        self.filters_emptied.emit()

    def stand_at(self, row: int, column: int) -> None:
        """Make a cell the current one and select it alone."""
        place = self.rows.index(row, column)
        if place.isValid():
            self.selectionModel().setCurrentIndex(place, ONE_CELL)
            self.scrollTo(place)

    def show_where(self, where: Where | None) -> None:
        """Show other records of the kind, and the first of them."""
        self.leave_cell()
        self.rows.where = where
        self._from_above = True
        self.rows.reload()

    # For a subclass

    def leave_cell(self) -> None:
        """Store what is being typed in a cell."""

    def holds(self, _stored: set[str]) -> bool:
        """Whether the rows of records that were stored stay where they are."""
        return False

    # Following what is stored

    def _moved(self, _to: QModelIndex, _from: QModelIndex) -> None:
        if not self._quiet:
            self.picked.emit(self.current)
            self._look_at()

    def _look_at(self) -> None:
        """Tell which field is looked at, for its history."""
        field, record = self.rows.field_at(self.currentIndex().column()), self.current
        if field is not None and record is not None and self.hasFocus():
            self.session.look_at(record.id, field.name)

    def _changed(self, kind: str, id_: str) -> None:
        """Something was stored: this table's own records, or what they point at."""
        if not kind:
            self._stored.clear()
            self.rows.reload()
        elif kind == self.rows.cls.kind:
            self._stored.update([id_] if id_ else [one.id for one in self.session.told_of])
        elif any(kind in field.targets for field in self.rows.fields):
            self._texts_changed = True

    def _follow(self) -> None:
        """All of a change is stored: show it; much of it in a turn of its own where nobody sees the table."""
        if len(self._stored) > MOST_APART and not self.isVisible():
            self._late = True
            Turns.of(self.session).add(self, self._catch_up)
        else:
            self._follow_now()

    def _catch_up(self) -> None:
        if self._late:
            self._follow_now()

    def _follow_now(self) -> None:
        self._late = False
        stored, self._stored = self._stored, set()
        if self._texts_changed:
            self._texts_changed = False
            self.rows.rewrite()
        if stored:
            self.rows.follow(stored, hold=self.holds(stored))

    def _keep_place(self) -> None:
        record = None if self._from_above else self.current
        self._kept = (record.id if record is not None else "", max(self.currentIndex().column(), 0))
        self._quiet = True

    def _show_again(self) -> None:
        """After rows were read anew: stay on the record, else go to the first one."""
        id_, column = self._kept
        row = self.rows.row_of(id_) if id_ else -1
        self._from_above = False
        self._quiet = row >= 0
        if self.rows.rowCount():
            place = self.rows.index(max(row, 0), min(column, len(self.rows.fields) - 1))
            self.selectionModel().setCurrentIndex(place, WHOLE_ROW)
            self.scrollTo(place)
        else:
            self.picked.emit(None)
        self._quiet = False

    def _select_something(self) -> None:
        """After a row went: the one that is current now is selected, for the next key."""
        if not self.rows.rowCount():
            self.picked.emit(None)
        elif not self.selectionModel().hasSelection():
            # Qt is in the middle of taking the row out.
            QTimer.singleShot(0, self, self._select_current)

    def _select_current(self) -> None:
        if self.currentIndex().isValid() and not self.selectionModel().hasSelection():
            self.selectionModel().select(self.currentIndex(), WHOLE_ROW)
