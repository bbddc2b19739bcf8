"""Two notes that may hold one statement beside each other, and what a person makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from cami_desktop.desktop.flow import Flow
from cami_desktop.desktop.storing import store_now
from cami_desktop.desktop.texts import title, value_text
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import button, column, label
from cami_desktop.records import Record
from cami_desktop.records.duplicates import kept_apart
from cami_desktop.records.kinds import Note
from cami_desktop.records.same_notes import SamePair, kept_both, kept_one
from cami_desktop.words import N_, _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

SIDE_BY_SIDE = 560
"""Pixels from which there is room for two texts beside each other; below them they stand one under the other."""


class NoteCard(QFrame):
    """One of the two: when and by whom it was noted, who speaks, and the whole text."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self.head = label(name, "label", wrap=True)
        self.about = label("", "small", tone="muted", wrap=True)
        self.text = label("", wrap=True)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.text.setAccessibleName(name)
        column(self, self.head, self.about, self.text, None, margin=SPACE, space=4)

    def show_note(self, session: Session, note: Note) -> None:
        """Show a note."""
        time = (note.noted_at or "")[11:16]
        self.head.setText(_("{time}, noted by {who}").format(time=time, who=note.created_by))
        speaker = session.find(note.speaker)
        kind = value_text(session, Note.field("note_kind"), note.note_kind)
        parts = [title(session, speaker) if speaker is not None else "", kind]
        self.about.setText(" · ".join(filter(None, parts)))
        self.about.setVisible(bool(self.about.text()))
        self.text.setText(note.text or "")


class SamePanel(QFrame):
    """Asks about one pair. closed() when it is to go; decided() after a choice was stored as one step of undo."""

    KEYS = (("Esc", N_("Close the two notes")),)

    closed = Signal()
    decided = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.pair: SamePair | None = None
        self.setAccessibleName(_("Is it one statement?"))
        self.count = label("", "small", tone="muted", wrap=True)
        self.cards = NoteCard(_("Earlier note")), NoteCard(_("Later note"))
        hint = _("This text stays, with what the other one links to; the other goes to the bin")
        self.first = button(_("Keep the earlier"), lambda: self.keep(0), key="Ctrl+Shift+1", hint=hint)
        self.second = button(_("Keep the later"), lambda: self.keep(1), key="Ctrl+Shift+2", hint=hint)
        self.both = button(_("One note, both texts"), self.keep_both, key="Ctrl+Shift+4",
                           hint=_("Join them into one note with two paragraphs"))  # fmt: skip
        self.apart = button(_("Not the same"), self.keep_apart, key="Ctrl+Shift+3",
                            hint=_("Keep both, and do not ask again"))  # fmt: skip
        self.closer = button(_("Close"), self.closed.emit, icon="cancel", hint=_("Close (Esc)"))
        self.answers = (self.first, self.second, self.apart, self.both)
        self._build()

    def _build(self) -> None:
        inside = QWidget()
        self._beside = QBoxLayout(QBoxLayout.Direction.TopToBottom, inside)
        self._beside.setContentsMargins(0, 0, 0, 0)
        self._beside.setSpacing(SPACE)
        for one in self.cards:
            self._beside.addWidget(one)
        self._beside.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        area.setAccessibleName(_("The two notes"))
        heading: QLabel = label(_("Is it one statement?"), "heading", wrap=True)
        box: QVBoxLayout = column(self, heading, self.count, area, Flow((*self.answers, self.closer)))
        box.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, SPACE)
        box.setStretch(2, 1)

    def open(self, pair: SamePair, number: int, of: int) -> bool:
        """Show a pair, one of so many. False where one of the two is gone."""
        self.pair = pair
        notes = self._notes()
        if notes is None:
            return False
        for one, note in zip(self.cards, notes, strict=True):
            one.show_note(self.session, note)
        self.count.setText(
            _("{n} of {all}. Both were noted within minutes, in similar words.").format(n=number, all=of)
        )
        for control in self.answers:
            control.setEnabled(self.session.editable)
        return True

    def begin(self) -> None:
        """Put the focus on the first answer."""
        self.first.setFocus()

    # What a person says

    def keep(self, which: int) -> None:
        """Let one of the two stand for both: 0 the earlier, 1 the later."""
        notes = self._notes()
        if notes is not None:
            made = kept_one(notes[which], notes[1 - which], self.session.records)
            self._store(made, _("Statement noted twice: one note kept"))

    def keep_both(self) -> None:
        """Make one note of both texts."""
        notes = self._notes()
        if notes is not None:
            self._store(kept_both(*notes, self.session.records), _("Statement noted twice: both texts in one note"))

    def keep_apart(self) -> None:
        """Remember that it is not one statement."""
        notes = self._notes()
        if notes is not None:
            self._store(kept_apart(*notes, _("Not the same as")), _("Kept apart"))

    # Inside

    def _notes(self) -> tuple[Note, Note] | None:
        if self.pair is None:
            return None
        self.session.flush()
        first, second = self.session.find(self.pair.first), self.session.find(self.pair.second)
        return (first, second) if isinstance(first, Note) and isinstance(second, Note) else None

    def _store(self, records: list[Record], words: str) -> None:
        if self.session.editable and store_now(self.session, records, words):
            self.decided.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside each other where there is room."""
        super().resizeEvent(event)
        wide = event.size().width() >= SIDE_BY_SIDE
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._beside.direction() is not way:
            self._beside.setDirection(way)
        # The two share the width; one under the other, what is left over is below them.
        for place, share in enumerate((1, 1, 0) if wide else (0, 0, 1)):
            self._beside.setStretch(place, share)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
