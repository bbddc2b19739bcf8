"""The draft of the entry line of the notes: its text is kept each second and comes back into its meeting's line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

from cami_desktop.desktop.drafts import KEEP_EVERY, LINE, Offer, context_of
from cami_desktop.records import new_id
from cami_desktop.records.kinds import Note

if TYPE_CHECKING:
    from cami_desktop.desktop.places.meeting_entry import EntryLine


class LineDrafts(QObject):
    """Keeps and restores what stands in an entry line. reserved: the id under which its note will be stored."""

    def __init__(self, line: EntryLine) -> None:
        super().__init__(line)
        self.line = line
        self.reserved = ""
        self.drafts = line.session.drafts
        self._pulse = QTimer(self, singleShot=True, interval=KEEP_EVERY)
        self._pulse.timeout.connect(self.keep)
        session = line.session
        line.text.textEdited.connect(self._typing)
        self.drafts.taken.connect(self._claim)
        line.session.behind.failed.connect(self._failed)
        session.add_writer(self.keep)
        self.destroyed.connect(lambda _gone=None, session=session, writer=self.keep: session.drop_writer(writer))

    def keep(self) -> None:
        """Keep what stands in the line as a draft of the note that it will be; an empty line is none."""
        line = self.line
        if line.meeting is None or not line.session.editable:
            return
        text = line.text.text()
        if not text.strip():
            self.forget()
            return
        self.reserved = self.reserved or new_id()
        begun = line.note_of("", line.speaker.value)
        begun.noted_at = None
        self.drafts.keep(Note.kind, self.reserved, "text", text, context_of(line, begun, LINE))

    def hand_over(self, note: Note) -> None:
        """The note is about to be stored; where it cannot be, its text comes back."""
        self.reserved = note.id = self.reserved or new_id()
        context = context_of(self.line, note, LINE)
        self.drafts.hand_over(Note.kind, note.id, {"text": note.text or ""}, context)

    def stored(self) -> None:
        """The note is on its way; what is typed from now on is another one."""
        self.reserved = ""

    def forget(self) -> None:
        """The line was emptied."""
        if self.reserved:
            self.drafts.forget(self.reserved, "text")
        self.reserved = ""

    def come_back(self) -> None:
        """The line was built anew: what stood in the one before, of this meeting, stands in it again."""
        meeting = self.line.meeting
        if meeting is None or self.line.text.text():
            return
        mine = meeting.id
        offer = self.drafts.adopt(
            Note.kind, lambda known: known.typed_in == LINE and known.values.get("meeting") == mine
        )
        if offer is not None:
            self._put_back(offer)

    # Inside

    def _failed(self, _records: object) -> None:
        """What could not be stored stands in the line again, where that is free; else it is offered above."""
        if self.line.isVisible():
            self.come_back()

    def _typing(self) -> None:
        if not self._pulse.isActive():
            self._pulse.start()

    def _claim(self, offer: Offer) -> None:
        """Take over what is offered back, where this is the line of its meeting and nothing stands in it."""
        known, line = offer.context, self.line
        if offer.claimed or known is None or known.typed_in != LINE or not line.isVisible() or line.text.text():
            return
        if line.meeting is not None and known.values.get("meeting") == line.meeting.id:
            offer.claimed = True
            self._put_back(offer)
            line.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_back(self, offer: Offer) -> None:
        known, line = (offer.context.values if offer.context is not None else {}), self.line
        self.reserved = offer.record_id
        line.text.setText(offer.texts.get("text", ""))
        if line.session.find(known.get("speaker")) is not None:
            line.speaker.put(known["speaker"])
        if known.get("note_kind") in line.kinds:
            line.kinds[known["note_kind"]].setChecked(True)
        place = line.item.findData(known.get("agenda_item"))
        if place >= 0:
            line.item.setCurrentIndex(place)
