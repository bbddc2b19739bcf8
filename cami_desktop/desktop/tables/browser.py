"""A table of records with the form of the current one: how every list of records is worked on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSizePolicy, QSplitter, QStackedWidget, QWidget

from cami_desktop.desktop.forms import RecordForm
from cami_desktop.desktop.tables import actions
from cami_desktop.desktop.tables.bulk_panel import BulkPanel
from cami_desktop.desktop.tables.paste_panel import PastePanel
from cami_desktop.desktop.tables.rows import Where
from cami_desktop.desktop.tables.table import RecordTable
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import Empty, button, column, keyboard_begins, label, row, tool
from cami_desktop.desktop.window_state import remember
from cami_desktop.records import Record
from cami_desktop.words import _, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session


class RecordBrowser(QWidget):
    """Records of one kind: table above (with room for something beside it), form of the current record below.

    The keys are the table's (tables/actions.py). What pasting, or changing one field of many records, would do is
    shown in place of the form until it is applied or cancelled. stored(record) comes after each field that was stored
    in the form, laid_out() once, when its fields have come into the window, behind all other controls for Tab.
    """

    stored = Signal(object)
    laid_out = Signal()

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
        keyboard_begins(self)
        self.session = session
        self.cls = cls
        self.defaults = defaults
        self.table = RecordTable(session, cls, columns, where)
        self.table.setAccessibleName(_(cls.plural))
        if sort:
            self.table.sort_by(sort.removeprefix("-"), down=sort.startswith("-"))
        self._form: RecordForm | None = None
        self._make_form = partial(RecordForm, session, cls, hide=tuple(hide), most_columns=2 if upright else 4)
        self._build(beside, empty or _("No record yet."), upright)
        self.table.picked.connect(self._picked)
        self.table.opened.connect(lambda _record: self.form.focus_field())
        self.table.new_wanted.connect(self.new_record)
        self.table.remove_wanted.connect(self.remove_records)
        self.table.paste_wanted.connect(self.paste)
        self.table.bulk_wanted.connect(self.change_many)
        self.table.history_wanted.connect(self._show_history)
        session.saved.connect(self._stored)
        self.table.counted.connect(self._count)
        self._count()
        first = self.table.rows.record(0)
        if first is not None:
            self.table.go_to(first.id)

    @property
    def form(self) -> RecordForm:
        """The form of the current record; it is built a moment after the table is seen, or when it is asked for."""
        return self._built_form()

    @property
    def in_form(self) -> Record | None:
        """The record in the form; none as long as there is no form."""
        return self._form.record if self._form is not None else None

    @property
    def previewing(self) -> bool:
        """Whether a panel, such as one with what a change would do, stands in place of the form."""
        return self.below.currentWidget() not in (None, self._form)

    @property
    def pasting(self) -> bool:
        """Whether a preview of what is on the clipboard stands there, which can be made again."""
        shown = self.below.currentWidget()
        return isinstance(shown, PastePanel) and shown.of_clipboard

    def ahead(self) -> Iterator[None]:
        """Build what is put off until the table is seen, in steps; it must stand in its window."""
        if self._form is None:
            self._built_form()
            yield

    def showEvent(self, event: QShowEvent) -> None:
        """The table is seen first, the form in the next turn."""
        super().showEvent(event)
        if self._form is None:
            QTimer.singleShot(1, self, self._built_form)

    def _build(self, beside: QWidget | None, empty: str, upright: bool) -> None:
        self.count = label("", tone="muted")
        self.new_button = button(_("New"), self.new_record, icon="add", hint=_("New (Insert)"))
        self.new_button.setAccessibleName(_("New: {kind}").format(kind=_(self.cls.label)))
        hint = _("Remove the records of the selected rows (Delete on whole rows); undo brings them back")
        self.remove_button = button(_("Remove"), self._remove_chosen, icon="remove", hint=hint)
        self.copy_button = tool(_("Copy the selected cells (Ctrl+C)"), "copy", self.table.copy)
        hint = _("Paste from a spreadsheet, after a look at what that will do (Ctrl+V)")
        self.paste_button = tool(hint, "paste", self.paste)
        self.more_button = tool(_("Everything that the table can do"), "down", self._show_menu)
        tools = (self.copy_button, self.paste_button, self.more_button)
        self.bar = row(self.new_button, self.remove_button, *tools, None, self.count)
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
            remember(upper, f"{self.cls.kind}-beside", (540, 360))
            upper.setChildrenCollapsible(False)
        self.splitter = QSplitter(Qt.Orientation.Horizontal if upright else Qt.Orientation.Vertical)
        self.splitter.addWidget(upper)
        self.below = QStackedWidget()
        self.paste_panel: PastePanel | None = None
        self.bulk_panel: BulkPanel | None = None
        self.splitter.addWidget(self.below)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setChildrenCollapsible(False)
        # What it would like to have is no reason for the window to scroll.
        self.splitter.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.give_room(*((400, 500) if upright else (260, 340)))
        column(self, self.bar, self.splitter, space=0).setStretch(1, 1)

    # What a place uses

    def give_room(self, table: int, form: int) -> None:
        """Give table and form so many pixels where nobody has moved the line between them yet."""
        way = "right" if self.splitter.orientation() is Qt.Orientation.Horizontal else "below"
        remember(self.splitter, f"{self.cls.kind}-{way}", (table, form))

    def show_where(self, where: Where | None) -> None:
        """Show other records of the kind."""
        if self._form is not None:
            self._form.commit()
        # A preview begun among the records that are left would store among them, unseen.
        self.close_panel()
        self.table.show_where(where)
        if self._form is not None and not self.table.rows.rowCount():
            self._form.show_record(None)

    def go_to(self, id_: str, field: str | None = None) -> bool:
        """Show a record and, if named, put the focus into a field. False where the table does not hold it."""
        if not self.table.go_to(id_):
            return False
        # Its row may have been the current one all the while, with a new record in the form.
        self._picked(self.table.current)
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
        if records and self.session.editable:
            self.session.remove(records, partial(_tell_removed, self.session))

    def paste(self) -> None:
        """Show what pasting the clipboard would do."""
        if not self.session.editable:
            return
        self._leave_form()
        if self.paste_panel is None:
            self.paste_panel = PastePanel(self.table, self.defaults)
            self.paste_panel.closed.connect(self._close_preview)
        if self.paste_panel.open():
            self.show_panel(self.paste_panel)
            self.paste_panel.begin()
        else:
            said = _("There are no cells on the clipboard: copy them in the spreadsheet first.")
            self.session.told.emit(said, "hint")

    def change_many(self) -> None:
        """Show what changing one field of the selected records would do."""
        self._leave_form()
        if self.bulk_panel is None:
            self.bulk_panel = BulkPanel(self.table)
            self.bulk_panel.closed.connect(self._close_preview)
        if self.bulk_panel.open():
            self.show_panel(self.bulk_panel)
            self.bulk_panel.begin()

    def show_panel(self, panel: QWidget, *, whole: bool = False) -> None:
        """Show a panel in place of the form, whole in place of the table too, until another one or close_panel()."""
        if self.below.indexOf(panel) < 0:
            self.below.addWidget(panel)
        self.below.setCurrentWidget(panel)
        self.pages.setCurrentIndex(0)
        self.pages.setHidden(whole)

    def close_panel(self) -> None:
        """Show the form in place of whichever panel stands there, and the table, or how to begin where it is empty."""
        if self.previewing:
            self.below.setCurrentWidget(self.form)
            self.pages.show()
            self._count()

    # Inside

    def _remove_chosen(self) -> None:
        self.remove_records(self.table.chosen)

    def _built_form(self) -> RecordForm:
        if self._form is None:
            self._form = form = self._make_form()
            form.begun.connect(self._begun)
            form.taken_over.connect(self._drafting)
            form.stored.connect(self.stored)
            form.laid_out.connect(self.laid_out)
            self.below.addWidget(form)
            form.show_record(self.table.current)
        return self._form

    def _leave_form(self) -> None:
        self.table.leave_cell()
        if self._form is not None:
            self._form.commit()

    def _close_preview(self) -> None:
        self.close_panel()
        if self.pages.currentIndex() == 0:
            self.table.setFocus()

    def _stored(self) -> None:
        """What a preview shows must be true when it is applied."""
        shown = self.below.currentWidget()
        if isinstance(shown, PastePanel | BulkPanel):
            shown.look_again()

    def _show_menu(self) -> None:
        menu = actions.menu_of(self, actions.GROUPS, self.table.run, editable=self.session.editable)
        menu.popup(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))

    def _show_history(self, record: Record) -> None:
        self.session.look_at(record.id)
        self.session.history_wanted.emit()

    def _picked(self, record: Record | None) -> None:
        shown = self.in_form
        if self._form is not None and (record is None or shown is None or shown.id != record.id):
            self._form.show_record(record)

    def _begun(self, record: Record) -> None:
        self.table.go_to(record.id)

    def _drafting(self) -> None:
        """The form shows a record that is begun again: none of the table is current."""
        self.table.clearSelection()
        self.pages.setCurrentIndex(0)

    def _count(self) -> None:
        rows, total = self.table.rows.rowCount(), self.table.rows.total
        text = n_("{n} record", "{n} records", total).format(n=total)
        self.count.setText(_("{n} of {records}").format(n=rows, records=text) if rows != total else text)
        shown = self.in_form
        drafting = shown is not None and not shown.id
        self.pages.setCurrentIndex(0 if total or drafting or self.previewing else 1)
        self.remove_button.setEnabled(bool(rows) and self.session.editable)
        self.new_button.setEnabled(self.session.editable)
        self.copy_button.setEnabled(bool(rows))
        self.paste_button.setVisible(self.session.editable)


def _tell_removed(session: Session, removed: Sequence[Record]) -> None:
    n = len(removed)
    if n:
        said = n_("{n} record removed; Ctrl+Z brings it back", "{n} records removed; Ctrl+Z brings them back", n)
        session.told.emit(said.format(n=n), "muted")
