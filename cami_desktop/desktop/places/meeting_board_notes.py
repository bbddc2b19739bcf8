"""The notes from which a contribution came, beside its form: time, speaker, text; to go to, to add, to take away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from cami_desktop.desktop.forms.choice import ChoiceLine
from cami_desktop.desktop.forms.choices import Choice
from cami_desktop.desktop.places.meeting_board_card import card_of
from cami_desktop.desktop.tables.plain import PlainTable, Row
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import column, label, row, tool
from cami_desktop.records.kinds import Contribution, Note
from cami_desktop.words import N_, _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session


class NoteTable(PlainTable):
    """The notes. Enter or a double click goes to one, Delete takes its link away."""

    KEYS = (("Return", N_("Go to the note")), ("Del", N_("Take the link to the note away")))

    def __init__(self, panel: NotesOfOne) -> None:
        super().__init__(_("From notes"), [_("Time"), _("Note")], [58], sortable=False)
        self._panel = panel

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go, or take away."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._panel.go()
        elif event.key() == Qt.Key.Key_Delete:
            self._panel.unlink()
        else:
            super().keyPressEvent(event)


class NotesOfOne(QWidget):
    """The notes of one contribution."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.record: Contribution | None = None
        self.head = label(_("From notes"), "label")
        self.table = NoteTable(self)
        self.table.setWordWrap(False)
        self.table.opened.connect(lambda _id: self.go())
        self.line = ChoiceLine(self._offered)
        self.line.setAccessibleName(_("Link a note"))
        self.line.setPlaceholderText(_("Link a note: type any of its words"))
        self.line.picked.connect(self.link)
        self.line.setMinimumWidth(60)
        self.go_button = tool(_("Go to the note (Enter)"), "go", self.go)
        self.take_button = tool(_("Take the link to the note away (Delete)"), "cancel", self.unlink)
        head = row(self.head, None, self.go_button, self.take_button, space=2)
        column(self, head, self.table, self.line, space=6).setStretch(1, 1)
        box = self.layout()
        assert box is not None
        box.setContentsMargins(SPACE, 2 * SPACE, 2 * SPACE, SPACE)
        session.saved.connect(self._look_again)
        self.show_record(None)

    def show_record(self, record: Contribution | None) -> None:
        """Show the notes of a contribution; of one that is not stored yet, nothing can be linked."""
        self.record = record
        notes = self._notes()
        rows = []
        for note in notes:
            card = card_of(self.session, note)
            time, _dot, who = card.who.partition(" · ") if note.noted_at else ("", "", card.who)
            words = f"{who}: {card.text}" if who else card.text
            rows.append(Row([time, " ".join(words.split())], note.id, None, words))
        self.table.fill(rows)
        stored = record is not None and bool(record.id)
        for one in (self.go_button, self.take_button):
            one.setEnabled(bool(rows))
        self.take_button.setVisible(self.session.editable)
        self.line.setVisible(self.session.editable)
        self.line.setEnabled(stored)

    def go(self) -> None:
        """Go to the chosen note in the notes."""
        if self.table.value:
            self.session.wanted.emit("note", self.table.value, "")

    def link(self, id_: str) -> None:
        """Add a link to a note."""
        self.line.clear()
        if self.record is not None:
            self._store([*self.record.notes, id_])
            self.table.choose(id_)

    def unlink(self) -> None:
        """Take the link to the chosen note away."""
        gone = self.table.value
        if self.record is not None and gone and self.session.editable:
            self._store([id_ for id_ in self.record.notes if id_ != gone])
            if not self.record.notes:
                # The button that was pressed cannot keep the keyboard.
                self.line.setFocus()

    def _store(self, ids: list[str]) -> None:
        assert self.record is not None
        self.session.take_value(self.record.id, "notes", list(dict.fromkeys(ids)))
        self._look_again()

    def _look_again(self) -> None:
        if self.record is not None and self.record.id:
            found = self.session.find(self.record.id)
            self.show_record(found if isinstance(found, Contribution) else None)

    def _notes(self) -> list[Note]:
        found = (self.session.find(id_) for id_ in (self.record.notes if self.record is not None else ()))
        notes = [note for note in found if isinstance(note, Note)]
        return sorted(notes, key=lambda note: (note.noted_at or "", note.id))

    def _offered(self) -> list[Choice]:
        """The other notes of the meeting, the latest first."""
        record = self.record
        if record is None:
            return []
        notes = self.session.all(Note, lambda note: note.meeting == record.meeting and note.id not in record.notes)
        cards = [(note, card_of(self.session, note)) for note in notes]
        cards.sort(key=lambda one: (one[0].noted_at or "", one[0].id), reverse=True)
        return [Choice(note.id, f"{card.who}: {' '.join(card.text.split())}"[:160]) for note, card in cards]
