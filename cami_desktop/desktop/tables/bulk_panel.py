"""One field of all selected records: which field, which answer, and how many records it changes before it does."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from cami_desktop.desktop.forms import Editor, editor_for
from cami_desktop.desktop.forms.editor import Answer
from cami_desktop.desktop.tables.model import heading
from cami_desktop.desktop.tables.panel import Preview
from cami_desktop.desktop.tables.writing import answer_of, blank
from cami_desktop.desktop.widgets import Message, column, label, row
from cami_desktop.errors import CamiError
from cami_desktop.records import Field, Record
from cami_desktop.words import _, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.tables.table import RecordTable

NARROWEST = 220
"""Pixels of the choice of the field."""

WIDEST = 420
"""Pixels of the editor of its answer."""


class BulkPanel(Preview):
    """Changes one field of records as one step of undo."""

    def __init__(self, table: RecordTable) -> None:
        super().__init__(_("Change one field"))
        self.table = table
        self.records: Sequence[Record] = ()
        self.editor: Editor | None = None
        self.field = QComboBox()
        self.field.setAccessibleName(_("Field"))
        self.field.setMinimumWidth(NARROWEST)
        for one in table.rows.cls.fields():
            if not one.derived:
                self.field.addItem(heading(one), one.name)
        self.field.currentIndexChanged.connect(lambda _place: self._show_field())
        self.holder = QWidget()
        self.holder.setMaximumWidth(WIDEST)
        self.place = column(self.holder, space=0)
        self.message = Message()
        line = row(label(_("Field"), "label"), self.field, label(_("becomes"), "label"), self.holder, None)
        line.setStretch(3, 1)
        self.build(line, self.message)

    def open(self) -> bool:
        """Look at the selected records, and begin with the current column. False where none is selected."""
        self.records = self.table.chosen
        field = self.table.rows.field_at(self.table.currentIndex().column())
        place = self.field.findData(field.name) if field is not None else -1
        self.field.setCurrentIndex(max(place, 0))
        self._show_field()
        return bool(self.records)

    def begin(self) -> None:
        """Put the focus into the answer."""
        if self.editor is not None:
            self.editor.setFocus()
            if isinstance(self.editor.control, QLineEdit):
                self.editor.control.selectAll()

    def apply(self) -> None:
        """Store the answer in every record where it is another one."""
        answer = self._answer()
        if answer is None:
            return
        field = self._chosen()
        self.table.edits.change_field(self.records, field, answer, partial(self._applied, field))

    def _applied(self, field: Field, n: int) -> None:
        if n:
            said = n_("{field} changed in {n} record", "{field} changed in {n} records", n)
            what = said.format(field=_(field.label), n=n)
            self.table.session.tell_undoable(what, "muted")
            self.closed.emit()

    def look_again(self) -> None:
        """Records were stored meanwhile: what is shown must be true when it is applied."""
        found = (self.table.session.find(record.id) for record in self.records)
        self.records = [record for record in found if record is not None]
        self._count()

    # Inside

    def _chosen(self) -> Field:
        return self.table.rows.cls.field(self.field.currentData())

    def _show_field(self) -> None:
        """Show the editor of the chosen field, with what all records have in common there."""
        if self.editor is not None:
            self.place.removeWidget(self.editor)
            self.editor.hide()
            self.editor.deleteLater()
        field = self._chosen()
        self.editor = editor = editor_for(field, self.table.session)
        editor.control.setAccessibleName(_("New value"))
        answers = [answer_of(record, field) for record in self.records]
        editor.show_answer(answers[0] if answers and all(one == answers[0] for one in answers) else blank(field))
        editor.typing.connect(self._count)
        editor.left.connect(self._count)
        self.place.addWidget(editor)
        self._count()

    def _answer(self) -> Answer | None:
        """What stands in the editor; None, with why below it, where that cannot be read."""
        assert self.editor is not None
        try:
            answer = self.editor.read()
        except CamiError as error:
            self.message.say(" ".join(filter(None, (error.what, error.do))), "error")
            return None
        self.message.say("")
        return answer

    def _count(self) -> None:
        answer, field, n = self._answer(), self._chosen(), len(self.records)
        changing = [one for one in self.records if answer is not None and answer_of(one, field) != answer]
        chosen = n_("{n} record is selected.", "{n} records are selected.", n).format(n=n)
        parts = [chosen]
        if answer is not None:
            m = len(changing)
            parts.append(n_("{n} of them changes.", "{n} of them change.", m).format(n=m))
            filled = sum(answer_of(one, field).value not in (None, []) for one in changing)
            if filled:
                words = n_("{n} value is replaced.", "{n} values are replaced.", filled)
                parts.append(words.format(n=filled))
        self.summary.setText(" ".join(parts))
        self.apply_button.setEnabled(bool(changing))
