"""Notes: what was said, by time, with the entry line below, and asking for a contribution from some of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QPlainTextEdit,
    QTabBar,
)

from cami_desktop.desktop.places.meeting_entry import EntryLine, now
from cami_desktop.desktop.places.meeting_mention_links import ClickableMentions, MentionLine
from cami_desktop.desktop.places.meeting_mention_list import MentionList
from cami_desktop.desktop.places.meeting_tabs import ListTab
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import button, column, comes_last, in_reading_order
from cami_desktop.records import Record
from cami_desktop.records.kinds import Meeting, Note, Participation
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session


class NotesTab(ListTab):
    """The stream of notes. contribution_wanted(notes, selected text) asks for a contribution from them."""

    cls = Note
    columns = ("noted_at", "text", "speaker", "note_kind", "agenda_item")
    upright = True
    sort = "noted_at"
    contribution_wanted = Signal(object, str)

    def build(self) -> None:
        """The stream with its form at the right, the entry line below."""
        self.entry = EntryLine(self.session)
        self.entry.stored.connect(self._stored)
        self.maker = button(
            _("Make a contribution"), self.make_contribution, icon="go", key="Ctrl+T",
            hint=_("Make a contribution from the selected notes, or from the selected part of the text"),
        )  # fmt: skip
        self.maker.setEnabled(self.session.editable)
        self.browser.bar.insertWidget(0, self.maker)
        QTimer.singleShot(0, self, lambda: in_reading_order(self.browser))
        self.browser.give_room(640, 400)
        self._in_order = False
        self.links = MentionLine(self.session)
        self.links.setContentsMargins(SPACE, 2, SPACE, 2)
        ClickableMentions(self.browser.table, self.session)
        control = self.browser.form.rows["text"].editor.control
        if isinstance(control, QPlainTextEdit):
            MentionList(control, self.session, self.entry.meeting_id)
        self.browser.table.picked.connect(self._picked)
        self.session.saved.connect(self._show_links)
        column(self, self.browser, self.links, self.entry, space=0).setStretch(0, 1)
        self._show_links()

    def showEvent(self, event: QShowEvent) -> None:
        """The fields of the form came in when it was first shown; for Tab the entry line belongs behind them."""
        super().showEvent(event)
        if not self._in_order:
            self._in_order = True
            comes_last(self.entry)

    def defaults(self) -> Mapping[str, Any]:
        """A note begun in the form stands at the current agenda item."""
        item = self.entry.item.currentData() or None
        return {**super().defaults(), "agenda_item": item, "noted_at": now(self.session)}

    def show_meeting(self, meeting: Meeting | None) -> None:
        """Show the notes from the last one on, ready to be typed into."""
        before = self.meeting_id
        super().show_meeting(meeting)
        self.entry.show_meeting(meeting)
        rows = self.browser.table.rows
        last = rows.record(rows.rowCount() - 1)
        if self.meeting_id != before and last is not None:
            self.browser.table.go_to(last.id)
        # Who walks along the tabs with the arrow keys is only passing by.
        if self.session.editable and not isinstance(QApplication.focusWidget(), QTabBar):
            self.entry.text.setFocus()

    def make_contribution(self) -> None:
        """Ask for a contribution from the selected notes and, if a part of the text is selected, from that part."""
        self.session.flush()
        notes = [record for record in self.browser.table.chosen if isinstance(record, Note)]
        if not notes:
            self.session.told.emit(_("Choose a note first."), "warning")
            return
        control = self.browser.form.rows["text"].editor.control
        part = control.textCursor().selectedText() if isinstance(control, QPlainTextEdit) else ""
        self.contribution_wanted.emit(notes, part.replace("\u2029", "\n").strip())

    def _picked(self, _record: Record | None) -> None:
        self._show_links()

    def _show_links(self) -> None:
        note = self.browser.table.current
        self.links.show_note(note if isinstance(note, Note) else None)

    def _stored(self, note: Record) -> None:
        self.browser.table.go_to(note.id)
        self.browser.table.scrollToBottom()
        self.entry.text.setFocus(Qt.FocusReason.OtherFocusReason)


def speaker_of(session: Session, note: Note) -> Participation | None:
    """Who said it, where that was noted."""
    found = session.find(note.speaker)
    return found if isinstance(found, Participation) else None
