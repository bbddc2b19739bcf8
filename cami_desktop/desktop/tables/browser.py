"""A table of records with the form of the current one: how every list of records is worked on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from cami_desktop.desktop.forms import RecordForm
from cami_desktop.desktop.tables.model import Where
from cami_desktop.desktop.tables.table import RecordTable
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import Empty, button, column, label, row
from cami_desktop.records import Record
from cami_desktop.words import _, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session


class RecordBrowser(QWidget):
    """Records of one kind: table above (with room for something beside it), form of the current record below.

    Keys inside: Insert or Ctrl+N new, Delete remove, Enter into the form, Esc back to the table.
    """

    def __init__(
        self, session: Session, cls: type[Record], *, columns: Sequence[str] = (), where: Where | None = None,
        defaults: Callable[[], Mapping[str, Any]] = dict, hide: Iterable[str] = (), beside: QWidget | None = None,
        empty: str = "", upright: bool = False, sort: str = "",
    ) -> None:  # fmt: skip
        """columns: fields of the table; where: which records; defaults: field values of a new record (the taxon, the
        meeting); hide: fields the form leaves out; beside: a widget to the right of the table; empty: what to say
        where there are none; upright: table left and form right; sort: the field to sort by at first, `-year` downward.
        """
        super().__init__()
        self.session = session
        self.cls = cls
        self.defaults = defaults
        self.table = RecordTable(session, cls, columns, where)
        self.table.setAccessibleName(_(cls.plural))
        if sort:
            self.table.sort_by(sort.removeprefix("-"), down=sort.startswith("-"))
        self.form = RecordForm(session, cls, hide=hide, most_columns=2 if upright else 4)
        self._build(beside, empty or _("No record yet."), upright)
        self.table.picked.connect(self._picked)
        self.table.opened.connect(lambda _record: self.form.focus_field())
        self.table.new_wanted.connect(self.new_record)
        self.table.remove_wanted.connect(self.remove_records)
        self.table.counted.connect(self._count)
        self.form.begun.connect(self._begun)
        self._count()
        first = self.table.rows.record(0)
        if first is not None:
            self.table.go_to(first.id)
        self._picked(self.table.current)

    def _build(self, beside: QWidget | None, empty: str, upright: bool) -> None:
        self.count = label("", tone="muted")
        self.new_button = button(_("New"), self.new_record, icon="add", hint=_("New (Insert)"))
        self.new_button.setAccessibleName(_("New: {kind}").format(kind=_(self.cls.label)))
        self.remove_button = button(_("Remove"), lambda: self.remove_records(self.table.chosen), icon="remove",
                                    hint=_("Remove (Delete); undo brings it back"))  # fmt: skip
        self.copy_button = button(_("Copy"), self.table.copy, icon="copy", hint=_("Copy the rows as a table (Ctrl+C)"))
        self.bar = row(self.new_button, self.remove_button, self.copy_button, None, self.count)
        self.bar.setContentsMargins(SPACE, 6, SPACE, 6)
        first = button(_("Begin here"), self.new_record, icon="add", main=True)
        if not self.session.editable:
            first.hide()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.table)
        self.pages.addWidget(Empty(empty, first))
        upper: QWidget = self.pages
        if beside is not None:
            upper = QSplitter(Qt.Orientation.Horizontal)
            upper.addWidget(self.pages)
            upper.addWidget(beside)
            upper.setSizes([540, 360])
            upper.setChildrenCollapsible(False)
        self.splitter = QSplitter(Qt.Orientation.Horizontal if upright else Qt.Orientation.Vertical)
        self.splitter.addWidget(upper)
        self.splitter.addWidget(self.form)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([400, 500] if upright else [260, 340])
        column(self, self.bar, self.splitter, space=0).setStretch(1, 1)

    # What a place uses

    def show_where(self, where: Where | None) -> None:
        """Show other records of the kind."""
        self.form.commit()
        self.table.show_where(where)
        if not self.table.rows.rowCount():
            self.form.show_record(None)

    def go_to(self, id_: str, field: str | None = None) -> bool:
        """Show a record and, if named, put the focus into a field. False where the table does not hold it."""
        if not self.table.go_to(id_):
            return False
        if field:
            self.form.focus_field(field)
        else:
            self.table.setFocus()
        return True

    def new_record(self) -> None:
        """Begin a new record: it is stored when its first field is filled."""
        if not self.session.editable:
            return
        self.table.clearSelection()
        self.form.show_record(self.session.new(self.cls, **self.defaults()))
        self.pages.setCurrentIndex(0)
        self.form.focus_field()

    def remove_records(self, records: Sequence[Record]) -> None:
        """Move records to the bin; undo brings them back."""
        if records and self.session.editable and self.session.remove(records):
            n = len(records)
            said = n_("{n} record removed; Ctrl+Z brings it back", "{n} records removed; Ctrl+Z brings them back", n)
            self.session.told.emit(said.format(n=n), "muted")

    # Inside

    def _picked(self, record: Record | None) -> None:
        shown = self.form.record
        if record is None or shown is None or shown.id != record.id:
            self.form.show_record(record)

    def _begun(self, record: Record) -> None:
        self.table.go_to(record.id)

    def _count(self) -> None:
        rows, total = self.table.rows.rowCount(), self.table.rows.total
        text = n_("{n} record", "{n} records", total).format(n=total)
        self.count.setText(_("{n} of {records}").format(n=rows, records=text) if rows != total else text)
        drafting = self.form.record is not None and not self.form.record.id
        self.pages.setCurrentIndex(0 if total or drafting else 1)
        self.remove_button.setEnabled(bool(rows) and self.session.editable)
        self.new_button.setEnabled(self.session.editable)
        self.copy_button.setEnabled(bool(rows))
