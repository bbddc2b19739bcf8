"""The form of a record, built from the descriptors of its kind: each field is stored when it is left."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QMenu, QScrollArea, QWidget
from shiboken6 import isValid

from cami_desktop.desktop.commands import told
from cami_desktop.desktop.drafts_form import FormDrafts
from cami_desktop.desktop.forms.editor import Answer
from cami_desktop.desktop.forms.grid import MOST_COLUMNS, FormGrid
from cami_desktop.desktop.forms.row import FieldRow
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import Message, column
from cami_desktop.errors import CamiError
from cami_desktop.records import Record
from cami_desktop.records.rules import Finding, accept
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session


class RecordForm(QWidget):
    """Edits one record of a kind; the same form shows one record after another.

    A record without id is a draft: it is stored when its first field is filled. Signals: stored(record) after each
    field that was stored, begun(record) when a draft became a record, taken_over() when the form shows a draft that
    was offered back, laid_out() once, when its fields have come into the window, behind all other controls for Tab.
    """

    stored = Signal(object)
    begun = Signal(object)
    taken_over = Signal()
    laid_out = Signal()

    def __init__(
        self, session: Session, cls: type[Record], *, hide: Iterable[str] = (), most_columns: int = MOST_COLUMNS
    ) -> None:
        """hide names fields that the place fills itself, such as the taxon or the meeting."""
        super().__init__()
        self.session = session
        self.cls = cls
        self.record: Record | None = None
        self._touched: set[str] | None = None
        self._saving = False
        hidden = frozenset(hide)
        self.rows = {field.name: FieldRow(field, session) for field in cls.fields() if field.name not in hidden}
        self.about = Message()
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column(self, self.about, self.area, space=0)
        self._grid = FormGrid(list(self.rows.values()), most_columns=most_columns)
        self.destroyed.connect(self._grid.deleteLater)
        self.about.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, 0)
        for row in self.rows.values():
            row.editor.left.connect(partial(self._leave, row))
            row.editor.given_up.connect(partial(self._give_up, row))
            row.editor.esc_gives_up = True
            row.editor.entered.connect(partial(self.area.ensureWidgetVisible, row, 0, 2 * SPACE))
            row.editor.entered.connect(partial(self._look_at, row.field.name))
            row.accepted.connect(self._accept)
        self.drafting = FormDrafts(self)
        self._keys()
        session.changed.connect(self._changed)
        session.add_writer(self.commit)
        self.destroyed.connect(lambda _gone=None, session=session, writer=self.commit: session.drop_writer(writer))
        self._lock()

    # What a place uses

    def show_record(self, record: Record | None, field: str | None = None) -> None:
        """Store what is being typed, then show a record (None: nothing), and go to a field if one is named."""
        if self._saving:
            # A list that follows the change wants to show the record that is just being stored from here.
            return
        self.commit()
        self.drafting.leave()
        self.record = copy.deepcopy(record)
        self._touched = set() if record is not None and not record.id else None
        self.drafting.come()
        self._lock()
        for row in self.rows.values():
            row.complaint = ""
            row.editor.show_answer(self._answer(row))
            self._restore_typed(row)
        self._show_findings()
        self._look_at()
        if field:
            self.focus_field(field)

    def focus_field(self, name: str = "") -> None:
        """Put the focus into a field; without a name, into the first one."""
        row = self.rows.get(name) or next(iter(self.rows.values()), None)
        if row is not None:
            row.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            self.area.ensureWidgetVisible(row, 0, 2 * SPACE)

    def commit(self) -> None:
        """Store what is being typed."""
        if self._saving:
            return
        for row in self.rows.values():
            if row.editor.dirty:
                self._leave(row)

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that this form's record is what is looked at."""
        self._lay_out()
        super().showEvent(event)
        self._look_at()

    def ahead(self) -> Iterator[None]:
        """Do what is put off until the form is seen, in steps; it must stand in its window."""
        self._lay_out()
        yield

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell that it is not any more."""
        super().hideEvent(event)
        if isValid(self.session) and self.record is not None and self.session.looked_at[0] == self.record.id:
            self.session.look_at("")

    # Inside

    def _lay_out(self) -> None:
        if self.area.widget() is None:
            # Not before: fields that are dressed are dressed anew each time the form is put into something.
            self.area.setWidget(self._grid)
            self.laid_out.emit()

    def _look_at(self, field: str = "") -> None:
        if self.isVisible():
            self.session.look_at(self.record.id if self.record is not None else "", field)

    def _keys(self) -> None:
        for keys, act, words in (
            ("Ctrl+B", self._ask_why_blank, _("Say why the field is blank")),
            ("Ctrl+R", self._ask_reason, _("Accept the warning with a reason")),
        ):
            shortcut = told(QShortcut(QKeySequence(keys), self), words)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _lock(self) -> None:
        self.setEnabled(self.record is not None)
        for row in self.rows.values():
            row.editor.set_read_only(row.field.derived or not self.session.editable)

    def _answer(self, row: FieldRow) -> Answer:
        if self.record is None:
            return Answer([] if row.field.type.many else None)
        return Answer(getattr(self.record, row.field.name), self.record.absent.get(row.field.name, ""))

    def _leave(self, row: FieldRow) -> None:
        """A field was left: read it, store it, and say what the rules think of it."""
        # A window that goes while a field has the focus takes the focus from it in the middle of being destroyed.
        if not isValid(self) or self.record is None or row.field.derived or not self.session.editable:
            return
        if self._touched is not None:
            self._touched.add(row.field.name)
        if not row.editor.dirty:
            self._forget_typed(row)
            self._show_findings()
            return
        try:
            self.put(row.field.name, row.editor.read())
        except CamiError as error:
            row.complain(" ".join(filter(None, (error.what, error.do))))
            self.drafting.keep(row)
        else:
            self._forget_typed(row)
            row.editor.show_answer(self._answer(row))
            self._show_findings()

    def _give_up(self, row: FieldRow) -> None:
        """Show again what is stored; what was typed or refused is let go, also as a draft."""
        self._forget_typed(row)
        row.editor.show_answer(self._answer(row))
        self._show_findings()

    def put(self, name: str, answer: Answer) -> None:
        """Store one field of the record. Raises CamiError where it cannot be; the record is unchanged then."""
        assert self.record is not None
        changed = copy.deepcopy(self.record)
        setattr(changed, name, answer.value)
        changed.absent.pop(name, None)
        if answer.absent:
            changed.absent[name] = answer.absent
        draft = not changed.id
        if draft and answer.value in (None, []) and not answer.absent:
            return
        changed.id = changed.id or self.drafting.reserved
        self._saving = True
        try:
            self.record = copy.deepcopy(self.session.save(changed))
        finally:
            self._saving = False
        if draft:
            self.drafting.begun()
            self._look_at()
            self.begun.emit(self.record)
        self._refresh()
        self.stored.emit(self.record)

    def _forget_typed(self, row: FieldRow) -> None:
        row.complaint = ""
        self.drafting.forget(row)

    def _restore_typed(self, row: FieldRow) -> None:
        """What was typed and refused before is still there when the record is shown again."""
        typed = self.drafting.text(row)
        if typed is not None:
            row.editor.put_typed(typed)
            self._leave(row)

    def _changed(self, kind: str, id_: str) -> None:
        """Somebody else stored the record: undo, a merge, another form."""
        if self._saving or self.record is None or not self.record.id:
            return
        if kind and id_ != self.record.id:
            if any(kind in row.field.targets for row in self.rows.values()):
                self._refresh()
            if id_ or kind != self.record.kind:
                return
        found = self.session.find(self.record.id)
        if found is None:
            self.show_record(None)
            return
        if found != self.record:
            self.record = copy.deepcopy(found)
            self._refresh()
            self._show_findings()

    def _refresh(self) -> None:
        for row in self.rows.values():
            if not row.editor.dirty:
                row.editor.show_answer(self._answer(row))

    def _show_findings(self) -> None:
        found = self.session.findings(self.record) if self.record is not None else []
        by_field: dict[str, list[Finding]] = {}
        for finding in found:
            if self._touched is None or finding.field in self._touched:
                by_field.setdefault(finding.field, []).append(finding)
        for name, row in self.rows.items():
            row.show_findings(by_field.pop(name, []))
        self._say_rest([finding for findings in by_field.values() for finding in findings if finding.open])

    def _say_rest(self, rest: Sequence[Finding]) -> None:
        """What concerns the record as a whole, or a field that is not shown here."""
        self.about.say("\n".join(finding.message for finding in rest), str(rest[0].severity) if rest else "muted")

    # Keys

    def _row_in_focus(self) -> FieldRow | None:
        focus = QApplication.focusWidget()
        return next((row for row in self.rows.values() if focus is row.editor.control), None)

    def _ask_reason(self) -> None:
        """Ask why the warning below the field in focus is right as it stands."""
        row = self._row_in_focus()
        if row is not None and self.session.editable:
            row.ask_reason()

    def _accept(self, rules: Sequence[str], reason: str) -> None:
        """Accept what rules say of this record; it is stored at once, and undone like any edit."""
        if self.record is None or not self.record.id:
            return
        self.commit()
        try:
            self.session.save(accept(self.record, rules, reason))
        except CamiError as error:
            self.session.told.emit(str(error), "error")

    def _ask_why_blank(self) -> None:
        """Offer the reasons for which the field in focus is blank."""
        row = self._row_in_focus()
        if row is None or self.record is None or not self.session.editable or row.field.derived:
            return
        menu = QMenu(self)
        for code in self.session.catalogue.codes("absent_reason").values():
            menu.addAction(code.text(), partial(self._leave_blank, row, code.code))
        menu.setAccessibleName(_("Why the field is blank"))
        menu.popup(row.editor.mapToGlobal(QPoint(0, row.editor.height())))

    def _leave_blank(self, row: FieldRow, reason: str) -> None:
        try:
            self.put(row.field.name, Answer([] if row.field.type.many else None, reason))
        except CamiError as error:
            row.complain(str(error))
            return
        self._forget_typed(row)
        row.editor.show_answer(self._answer(row))
        self._show_findings()
