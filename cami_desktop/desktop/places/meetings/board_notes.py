"""The notes from which a contribution came, beside its form: time, speaker, text; to go to, to add, to take away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from cami_desktop.desktop.changes import short
from cami_desktop.desktop.forms.choice import ChoiceLine
from cami_desktop.desktop.forms.choices import Choice
from cami_desktop.desktop.places.meetings.board_card import card_of
from cami_desktop.desktop.tables.plain import PlainTable, Row
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import column, label, row, tool
from cami_desktop.records.kinds import Contribution, Note
from cami_desktop.records.same_notes import by_time
from cami_desktop.words import N_, _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session


MOST_LETTERS = 160
"""Letters of a note in the list of those that can be linked."""


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
        self._choices: dict[str, Choice] = {}
        self._stale = False
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
        session.changed.connect(self._changed)
        session.saved.connect(self._saved)
        self.show_record(None)

    def show_record(self, record: Contribution | None) -> None:
        """Show the notes of a contribution; of one that is not stored yet, nothing can be linked."""
        self.record = record
        self._stale = False
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

    def _changed(self, kind: str, id_: str) -> None:
        """A record was stored: what it says may stand in the table, or in what can be linked."""
        if kind == Note.kind and id_:
            self._choices.pop(id_, None)
        elif kind != Contribution.kind:
            # Any name may be mentioned in any note.
            self._choices.clear()
        shown = ("", self.record.id, *self.record.notes) if self.record is not None else ()
        if id_ in shown or kind not in (Note.kind, Contribution.kind):
            self._stale = True

    def _saved(self) -> None:
        if self.isVisible():
            self._look_again()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what was stored meanwhile."""
        super().showEvent(event)
        self._look_again()

    def _look_again(self) -> None:
        if self._stale and self.record is not None and self.record.id:
            found = self.session.find(self.record.id)
            self.show_record(found if isinstance(found, Contribution) else None)

    def _notes(self) -> list[Note]:
        found = (self.session.find(id_) for id_ in (self.record.notes if self.record is not None else ()))
        notes = [note for note in found if isinstance(note, Note)]
        return sorted(notes, key=by_time)

    def _offered(self) -> list[Choice]:
        """The other notes of the meeting, the latest first."""
        record = self.record
        if record is None:
            return []
        notes = sorted(self.session.records.all(Note, meeting=record.meeting), key=by_time, reverse=True)
        return [self._choice(note) for note in notes if note.id not in record.notes]

    def _choice(self, note: Note) -> Choice:
        """What a note is found by, kept: of thousands it would be felt at each key."""
        if note.id not in self._choices:
            card = card_of(self.session, note)
            self._choices[note.id] = Choice(note.id, short(f"{card.who}: {card.text}", MOST_LETTERS))
        return self._choices[note.id]
