"""A table of records that is worked on like a spreadsheet: sorted, filtered, edited cell by cell, copied, pasted into.

What changes several cells is in edits.py, which columns are shown and how wide in arrangement.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QToolTip

from cami_desktop.desktop.tables import actions, clipboard
from cami_desktop.desktop.tables.actions import Action
from cami_desktop.desktop.tables.arrangement import Arrangement
from cami_desktop.desktop.tables.cell import CellEditor
from cami_desktop.desktop.tables.edits import Edits
from cami_desktop.desktop.tables.model import heading
from cami_desktop.desktop.tables.rows import Where
from cami_desktop.desktop.tables.view import FLAG, ONE_CELL, RecordView
from cami_desktop.desktop.tables.writing import answer_of
from cami_desktop.records import Record
from cami_desktop.words import _, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session


class RecordTable(RecordView):
    """The records of a kind. Its keys are in actions.py; every one is also in the menu.

    Signals besides those of the view: opened(record) on Enter, new_wanted(), remove_wanted(records), paste_wanted() and
    bulk_wanted() for what needs a look at what it will do, history_wanted(record), editing(cell) when the editor of a
    cell was opened. widths: first widths in pixels of columns that need another than their type, by field.
    """

    KEYS = actions.KEYS

    opened = Signal(object)
    new_wanted = Signal()
    remove_wanted = Signal(object)
    paste_wanted = Signal()
    bulk_wanted = Signal()
    history_wanted = Signal(object)
    editing = Signal(object)
    widths: Mapping[str, int] = MappingProxyType({})

    def __init__(
        self, session: Session, cls: type[Record], columns: Sequence[str] = (), where: Where | None = None
    ) -> None:
        """columns are names of fields (none: as tables/columns.py has them); where chooses the records."""
        super().__init__(session, cls, columns, where)
        self.cell: CellEditor | None = None
        self._editing = ""
        self.arrangement = Arrangement(self, columns)
        self.edits = Edits(self)
        self.filters.typed.connect(self._filter)
        self.filters.sort_wanted.connect(lambda column, also: self._turn(self.rows.fields[column].name, also=also))
        self.filters.left.connect(self.setFocus)
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(lambda _value: self._place_cell())

    def leave_cell(self) -> None:
        """Store what is being typed in a cell; what is refused is kept and marked."""
        if self.cell is not None and not self.cell.store():
            self.rows.refuse((self.cell.record.id, self.cell.field.name), self.cell.why)
            self.cell.close_editor()

    def holds(self, stored: set[str]) -> bool:
        """The row whose cell is being edited stays where it is, and so do those that are changed together."""
        return self.edits.working or stored == {self._editing}

    # Sorting and filtering

    def sort_by(self, name: str, *, down: bool = False) -> None:
        """Sort by a field alone."""
        self._sort(((name, down),))

    def sort_both(self, *names: str) -> None:
        """Sort by several fields, the first one first."""
        self._sort(tuple((name, False) for name in names))

    def _turn(self, name: str, *, also: bool) -> None:
        """Sort by a field, then the other way round, then not by it; with also, beside the other fields."""
        way = dict(self.rows.sorted_by).get(name)
        others = tuple(key for key in self.rows.sorted_by if key[0] != name) if also else ()
        if way is None:
            self._sort((*others, (name, False)))
        elif way is False:
            turned = tuple((key, True) if key == name else (key, down) for key, down in self.rows.sorted_by)
            self._sort(turned if also else ((name, True),))
        else:
            self._sort(others)

    def _sort(self, keys: tuple[tuple[str, bool], ...]) -> None:
        self.leave_cell()
        self.rows.set_sort(keys)
        self.arrangement.mark_order()

    def _filter(self, column: int, typed: str) -> None:
        self.leave_cell()
        self.rows.set_filter(self.rows.fields[column].name, typed)

    # What the keys and the menu do

    def run(self, action: Action) -> None:
        """Do an action, unless records are only read here."""
        if action.edits and not self.session.editable:
            self.session.told.emit(_("Records can only be read here."), "hint")
            return
        owner = next(one for one in (self, self.edits, self.arrangement) if hasattr(one, action.method))
        getattr(owner, action.method)()

    def open_record(self) -> None:
        """Go to the form of the current record."""
        if self.current is not None:
            self.opened.emit(self.current)

    def ask_new(self) -> None:
        """Ask for a new record."""
        self.new_wanted.emit()

    def ask_history(self) -> None:
        """Ask for the history of the current record."""
        if self.current is not None:
            self.history_wanted.emit(self.current)

    def remove_rows(self) -> None:
        """Ask to remove the records whose whole rows are selected; single cells are emptied with another key."""
        if self.whole_rows:
            self.remove_wanted.emit(self.chosen)
        else:
            said = _("Delete removes whole rows: select them with Shift+Space. Backspace empties cells.")
            self.session.told.emit(said, "hint")

    def select_row(self) -> None:
        """Select the whole rows of what is selected."""
        self.selectionModel().select(self.selectionModel().selection(), FLAG.Select | FLAG.Rows)

    def paste(self) -> None:
        """Ask for a look at what is on the clipboard."""
        self.leave_cell()
        self.paste_wanted.emit()

    def change_many(self) -> None:
        """Ask for the change of one field in all selected records."""
        self.leave_cell()
        self.bulk_wanted.emit()

    def copy_with_heading(self) -> str:
        """Copy with the names of the columns above."""
        return self.copy(head=True)

    def copy(self, *, head: bool = False) -> str:
        """Put the selected cells on the clipboard as tab-separated text, and return it."""
        numbers, columns = self.chosen_rows, self.chosen_columns
        fields = [self.rows.fields[column] for column in columns]
        lines = [[self.rows.whole_text(row, column) for column in columns] for row in numbers]
        if head:
            lines.insert(0, [heading(field) for field in fields])
        text = clipboard.write_tsv(lines)
        records = [record for row in numbers if (record := self.rows.record(row)) is not None]
        answers = [[answer_of(record, field) for field in fields] for record in records]
        exact = clipboard.Exact(self.rows.cls.kind, [field.name for field in fields], answers)
        clipboard.put(text, None if head else exact)
        rows = n_("{n} row", "{n} rows", len(numbers)).format(n=len(numbers))
        self.session.told.emit(_("Copied: {rows}").format(rows=rows), "muted")
        return text

    def sort_here(self) -> None:
        """Sort by the current column, again the other way round."""
        field = self.rows.field_at(self.currentIndex().column())
        if field is not None:
            self._turn(field.name, also=False)

    def sort_also(self) -> None:
        """Sort by the current column beside the others."""
        field = self.rows.field_at(self.currentIndex().column())
        if field is not None:
            self._turn(field.name, also=True)

    def go_to_filter(self) -> None:
        """Go to the filter of the current column."""
        if self.filters.lines:
            self.scrollTo(self.rows.index(max(self.currentIndex().row(), 0), max(self.currentIndex().column(), 0)))
            self.filters.lines[max(self.currentIndex().column(), 0)].setFocus()

    # Editing a cell

    def edit_cell(self, typed: QKeyEvent | None = None) -> None:
        """Edit the current cell; a key that began it replaces what stands there."""
        index, record = self.currentIndex(), self.current
        if record is None or not self.session.editable:
            return
        field = self.rows.fields[index.column()]
        if field.derived or field.name not in record.values():
            self._say_at(index, _("{field}: the program fills this field.").format(field=_(field.label)))
            return
        self.leave_cell()
        self.scrollTo(index)
        self.selectionModel().setCurrentIndex(index, ONE_CELL)
        cell = CellEditor(self.viewport(), self.session, record, field)
        cell.moved.connect(self._go_on)
        cell.refused.connect(self.rows.refuse)
        cell.closed.connect(self._cell_closed)
        self.cell = cell
        self._editing = record.id
        cell.place(self.visualRect(index))
        self.editing.emit(cell)
        cell.begin(typed)

    def _go_on(self, rows: int, columns: int) -> None:
        """From a cell that was stored to the next one; from the last column to the first of the next row."""
        index = self.currentIndex()
        row, column = index.row() + rows, index.column() + columns
        if column >= len(self.rows.fields):
            row, column = row + 1, 0
        elif column < 0:
            row, column = row - 1, len(self.rows.fields) - 1
        self.stand_at(row, column)

    def _cell_closed(self) -> None:
        self.cell = None
        self._editing = ""

    def _place_cell(self) -> None:
        if self.cell is not None:
            self.cell.place(self.visualRect(self.currentIndex()))

    def _say_at(self, index: QModelIndex, words: str) -> None:
        """Say something beside a cell, and to those who listen."""
        box = self.visualRect(index)
        QToolTip.showText(self.viewport().mapToGlobal(QPoint(box.left(), box.bottom())), words, self.viewport())
        self.session.told.emit(words, "hint")

    # Events

    def event(self, event: QEvent) -> bool:
        """The table's own keys go before those of the window."""
        ours = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.hasFocus()
        if ours and actions.action_of(event) is not None:  # type: ignore[arg-type]
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the table; a letter begins to edit the cell; everything else moves."""
        action = actions.action_of(event) if self.hasFocus() else None
        if self.cell is not None:
            # The editor of the cell lets through what it has no use for.
            event.ignore()
        elif action is not None:
            self.run(action)
        elif _is_letter(event) and self.current is not None:
            if self.session.editable:
                self.edit_cell(event)
        else:
            super().keyPressEvent(event)

    def selectionCommand(self, index: QModelIndex, event: QEvent | None = None) -> QItemSelectionModel.SelectionFlag:  # type: ignore[override]
        """Whole rows that are made more with Shift stay whole rows."""
        command = super().selectionCommand(index, event)
        keys = isinstance(event, QKeyEvent) and bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        return command | FLAG.Rows if keys and self.whole_rows else command

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit the cell; where records are only read, show the form."""
        if not self.indexAt(event.position().toPoint()).isValid():
            return
        if self.session.editable:
            self.edit_cell()
        else:
            self.open_record()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Everything that can be done, with its keys."""
        point = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            point = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        actions.menu_of(self, actions.GROUPS, self.run, editable=self.session.editable).popup(point)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room between the columns."""
        super().resizeEvent(event)
        self.arrangement.fit()
        self._place_cell()


def _is_letter(event: QKeyEvent) -> bool:
    """Whether a key writes something; with AltGr, which comes as Control and Alt, people type letters too."""
    control, alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
    commands = event.modifiers() & (control | alt | Qt.KeyboardModifier.MetaModifier)
    plain = not commands or commands == control | alt
    return plain and event.text().isprintable() and bool(event.text().strip())
