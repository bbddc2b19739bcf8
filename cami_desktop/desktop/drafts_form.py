"""The drafts of one form: its texts are kept each second while they are typed, and put back where they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from cami_desktop.desktop.drafts import FORM, KEEP_EVERY, Context, Offer, context_of
from cami_desktop.records import new_id

if TYPE_CHECKING:
    from cami_desktop.desktop.forms.form import RecordForm
    from cami_desktop.desktop.forms.row import FieldRow


class FormDrafts(QObject):
    """Keeps and restores what is typed in a form. reserved: the id that the record begun in it will be stored under.

    The record itself has no id until it is stored, so that nobody takes it for a stored one.
    """

    def __init__(self, form: RecordForm) -> None:
        super().__init__(form)
        self.form = form
        self.reserved = ""
        self.drafts = form.session.drafts
        self._claiming = False
        self._pulse = QTimer(self, singleShot=True, interval=KEEP_EVERY)
        self._pulse.timeout.connect(self.keep_dirty)
        for row in form.rows.values():
            row.editor.typing.connect(self._typing)
        self.drafts.taken.connect(self._claim)

    # What the form uses

    def keep(self, row: FieldRow) -> None:
        """Keep the text of a field as it stands in its control."""
        form = self.form
        if form.record is None or row.field.derived or not form.session.editable:
            return
        context: Context | None = None
        if not form.record.id:
            self.reserved = self.reserved or new_id()
            context = context_of(form, form.record)
        record_id = form.record.id or self.reserved
        self.drafts.keep(form.cls.kind, record_id, row.field.name, row.editor.typed(), context)

    def forget(self, row: FieldRow) -> None:
        """The field was stored, or is again as it was."""
        record_id = self._record_id()
        if record_id:
            self.drafts.forget(record_id, row.field.name)

    def text(self, row: FieldRow) -> str | None:
        """What was typed into a field before and was refused."""
        record_id = self._record_id()
        return self.drafts.text(record_id, row.field.name) if record_id else None

    def begun(self) -> None:
        """The record that was begun is stored."""
        if self.reserved:
            self.drafts.begun(self.reserved)
        self.reserved = ""

    def leave(self) -> None:
        """The form is about to show another record."""
        if self.reserved:
            self.drafts.let_go(self.reserved)
        self.reserved = ""

    def come(self) -> None:
        """The form shows another record: one that begins like what was refused a moment ago goes on from there."""
        record = self.form.record
        if record is None or record.id or self._claiming:
            return
        begins = context_of(self.form, record).values
        offer = self.drafts.adopt(self.form.cls.kind, lambda known: known.typed_in == FORM and known.values == begins)
        if offer is not None:
            self.reserved = offer.record_id

    def keep_dirty(self) -> None:
        """Keep every text that is typed and not stored."""
        for row in self.form.rows.values():
            if row.editor.dirty:
                self.keep(row)

    # Inside

    def _record_id(self) -> str:
        return (self.form.record.id if self.form.record is not None else "") or self.reserved

    def _typing(self) -> None:
        if not self._pulse.isActive():
            self._pulse.start()

    def _claim(self, offer: Offer) -> None:
        """Put the texts of an offer into their fields, where this is the form that shows them."""
        form = self.form
        names = [name for name in offer.texts if name in form.rows]
        if offer.claimed or not names or form.cls.kind != offer.kind or not form.isVisible():
            return
        if offer.context is None:
            if form.record is None or form.record.id != offer.record_id:
                return
        elif offer.context.typed_in == FORM:
            self._begin_again(offer.record_id, offer.context)
        else:
            return
        offer.claimed = True
        for name in names:
            form.rows[name].editor.put_typed(offer.texts[name])
        form.focus_field(names[0])

    def _begin_again(self, record_id: str, context: Context) -> None:
        known = {field.name for field in self.form.cls.fields()}
        values = {name: value for name, value in context.values.items() if name in known}
        self._claiming = True
        try:
            self.form.show_record(self.form.session.new(self.form.cls, **values))
        finally:
            self._claiming = False
        self.reserved = record_id
        self.form.taken_over.emit()
