"""Notes: what was said, by time, with the entry line below, and asking for a contribution from some of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTabBar, QWidget

from cami_desktop.desktop.places.meetings.clock import now
from cami_desktop.desktop.places.meetings.entry import EntryLine
from cami_desktop.desktop.places.meetings.mention_links import MentionLine
from cami_desktop.desktop.places.meetings.mention_list import MentionList
from cami_desktop.desktop.places.meetings.note_cells import WIDTHS, ClickableNotes
from cami_desktop.desktop.places.meetings.note_commands import NoteCommands
from cami_desktop.desktop.places.meetings.note_filters import NoteFilters
from cami_desktop.desktop.places.meetings.note_marks import ContributionLine, NoteMarks, give_way
from cami_desktop.desktop.places.meetings.record_taking import RecordTaking
from cami_desktop.desktop.places.meetings.same_notes import SameStatements
from cami_desktop.desktop.places.meetings.tabs import ListTab
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import button, column, comes_last, in_reading_order, row
from cami_desktop.records import Record
from cami_desktop.records.kinds import Meeting, Note, Participation
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session


class NotesTab(ListTab):
    """The stream of notes. contribution_wanted(notes, selected text) asks for a contribution from them."""

    cls = Note
    columns = ("noted_at", "agenda_item", "text", "speaker", "note_kind")
    upright = True
    sort = "noted_at"
    KEYS = NoteCommands.KEYS
    contribution_wanted = Signal(object, str)

    def build(self) -> None:
        """The filters and the stream with its form at the right, the entry line below."""
        self.form_text: QPlainTextEdit | None = None
        self.entry = EntryLine(self.session)
        self.entry.stored.connect(self._stored)
        self.maker = button(
            _("Make a contribution"), self.make_contribution, icon="go", key="Ctrl+T",
            hint=_("Make a contribution from the selected notes, or from the selected part of the text"),
        )  # fmt: skip
        self.maker.setEnabled(self.session.editable)
        self.browser.bar.insertWidget(0, self.maker)
        # On a small screen there is no room for what the menu beside it has, too.
        self.browser.copy_button.hide()
        self._build_stream()
        self.links = MentionLine(self.session)
        self.made = ContributionLine(self.session, self.marks)
        give_way(self.links)
        below = row(self.links, self.made, None, space=2 * SPACE)
        below.setContentsMargins(SPACE, 2, SPACE, 2)
        QTimer.singleShot(0, self, lambda: in_reading_order(self.browser))
        self.browser.table.picked.connect(self._picked)
        self.session.saved.connect(self._show_links)
        stream = QWidget()
        column(stream, self.browser, below, self.entry, space=0).setStretch(0, 1)
        self.taking = RecordTaking(self, stream, self.entry.text, self.session, lambda: self.entry.meeting)
        self.taking.stored.connect(self._taken_over)
        self.browser.bar.insertWidget(self.browser.bar.count() - 2, self.taking.tool)
        column(self, self.taking.stack, space=0)
        self._show_links()

    def _build_stream(self) -> None:
        table = self.browser.table
        self.marks = NoteMarks(self.session, self, self.mine)
        self.commands = NoteCommands(
            self, self.session, table, self.marks, self.entry.meeting_id, lambda: self.form_text
        )  # fmt: skip
        self.filters = NoteFilters(self.session)
        for place, one in enumerate(self.commands.tools):
            self.filters.line.insertWidget(self.filters.line.count(), one)
            if not place:
                self.filters.line.insertSpacing(self.filters.line.count() - 1, SPACE)
        self.filters.changed.connect(lambda: table.rows.set_also(self.filters.wanted))
        table.filters_emptied.connect(self.filters.clear)
        self.marks.changed.connect(lambda: self.filters.count(len(self.marks.follow_up)))
        box = self.browser.layout()
        assert box is not None
        box.insertWidget(1, self.filters)  # type: ignore[attr-defined]
        self.same = SameStatements(self.session, self.browser, self.marks, self.mine, self.entry.meeting_id)
        self.same.put_into(box, 2)  # type: ignore[arg-type]
        ClickableNotes(table, self.session, self.marks)
        table.widths = WIDTHS
        table.filters.setTextElideMode(Qt.TextElideMode.ElideRight)
        table.arrangement.fit()
        self.browser.give_room(700, 280)
        self.browser.laid_out.connect(self._take_form)

    def defaults(self) -> Mapping[str, Any]:
        """A note begun in the form stands at the current agenda item."""
        item = self.entry.item.currentData() or None
        return {**super().defaults(), "agenda_item": item, "noted_at": now(self.session)}

    def show_meeting(self, meeting: Meeting | None) -> None:
        """Show the notes from the last one on, ready to be typed into."""
        before = self.meeting_id
        if meeting is None or meeting.id != before:
            self.taking.close()
        super().show_meeting(meeting)
        self.filters.show_meeting(self.meeting_id)
        if self.meeting_id != before:
            self.marks.read()
        self.entry.show_meeting(meeting)
        if self.meeting_id != before:
            self.same.read()
        rows = self.browser.table.rows
        last = rows.record(rows.rowCount() - 1)
        if self.meeting_id != before and last is not None:
            self.browser.table.go_to(last.id)
        # Who walks along the tabs with the arrow keys is only passing by.
        if self.session.editable and not isinstance(QApplication.focusWidget(), QTabBar):
            self.taking.focus()

    def show_record(self, record: Record, field: str | None = None) -> bool:
        """Go to a note and field; a meeting record that is being looked at is let go of."""
        self.taking.close()
        return super().show_record(record, field)

    def make_contribution(self) -> None:
        """Ask for a contribution from the selected notes and, if a part of the text is selected, from that part."""
        part = self._selected_text()
        self.session.flush()
        notes = [record for record in self.browser.table.chosen if isinstance(record, Note)]
        if not notes:
            self.session.told.emit(_("Choose a note first."), "warning")
            return
        self.contribution_wanted.emit(notes, part)

    # Inside

    def _selected_text(self) -> str:
        """What is selected in the text that is edited in place, else in the form."""
        cell = self.browser.table.cell
        control = cell.control if cell is not None and cell.field.name == "text" else self.form_text
        part = control.textCursor().selectedText() if isinstance(control, QPlainTextEdit) else ""
        return part.replace("\u2029", "\n").strip()

    def _take_form(self) -> None:
        """The form comes late: its text completes mentions, too, and for Tab the entry line stands behind it."""
        control = self.browser.form.rows["text"].editor.control
        if isinstance(control, QPlainTextEdit):
            self.form_text = control
            MentionList(control, self.session, self.entry.meeting_id)
        comes_last(self.entry)

    def _picked(self, _record: Record | None) -> None:
        self._show_links()

    def _show_links(self) -> None:
        record = self.browser.table.current
        note = record if isinstance(record, Note) else None
        self.links.show_note(note)
        self.made.show_note(note)
        # How mentions are made is said where nothing else is to be told of a note.
        self.links.setVisible(bool(self.links.found) or self.made.isHidden())

    def _taken_over(self, notes: list[Note]) -> None:
        """Show the first note of a meeting record, ready to be triaged."""
        if notes:
            self.browser.table.go_to(notes[0].id)
            self.browser.table.setFocus()

    def _stored(self, note: Record) -> None:
        self.browser.table.go_to(note.id)
        self.browser.table.scrollToBottom()
        self.entry.text.setFocus(Qt.FocusReason.OtherFocusReason)


def speaker_of(session: Session, note: Note) -> Participation | None:
    """Who said it, where that was noted."""
    found = session.find(note.speaker)
    return found if isinstance(found, Participation) else None
