"""The line into which a meeting is typed, with its agenda item, speaker and kind; Enter stores a note with its time."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from cami_desktop.desktop.commands import told
from cami_desktop.desktop.drafts import LINE, context_of
from cami_desktop.desktop.drafts_line import LineDrafts
from cami_desktop.desktop.places.meetings.clock import MeetingClock, now
from cami_desktop.desktop.places.meetings.kinds import Kinds
from cami_desktop.desktop.places.meetings.mention_list import MentionList
from cami_desktop.desktop.places.meetings.people import PickLine
from cami_desktop.desktop.places.meetings.projector import Projecting
from cami_desktop.desktop.places.meetings.speakers import Speakers
from cami_desktop.desktop.places.meetings.tabs import agenda
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import button, column, label, row, tool
from cami_desktop.errors import CamiError
from cami_desktop.records import new_id
from cami_desktop.records.kinds import AgendaItem, Meeting, Note, Participation
from cami_desktop.records.meeting_times import item_label
from cami_desktop.records.mentions import names_of, parse, said_by
from cami_desktop.records.speakers import LONGEST, Said, said
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

MOST_LATEST = 200
"""Notes that are looked back at to number the last speakers."""


class EntryLine(QWidget):
    """The line into which the meeting is typed, with its agenda item, speaker and kind. stored(note) tells each."""

    stored = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.meeting: Meeting | None = None
        self.text = QLineEdit()
        self.text.setAccessibleName(_("New note"))
        self.text.setPlaceholderText(_("Type what is said; Enter stores it"))
        self.text.returnPressed.connect(self.store)
        self.mentioning = MentionList(self.text, session, self.meeting_id)
        self.item = QComboBox()
        self.item.setAccessibleName(_("Agenda item"))
        self.item.setMinimumContentsLength(16)
        self.item.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.item.setToolTip(_("Current agenda item: Ctrl+PageDown goes to the next, Ctrl+PageUp back"))
        self.speaker = PickLine(Note.field("speaker"), session)
        self.speaker.setMinimumWidth(150)
        self.speaker.setToolTip(_("Who speaks (Ctrl+P); stays until another one is chosen"))
        self.speakers = Speakers(session, self.text)
        self.clock = MeetingClock(session, lambda: self.item.currentData() or "")
        self.projecting = Projecting(session, self, self.meeting_id, lambda: self.item.currentData() or "")
        self.item.currentIndexChanged.connect(lambda _place: self.projecting.soon())
        self.kinds = Kinds(self, session.catalogue, "note_kind")
        self._latest: Sequence[Note] = ()
        self._asked = self._before = ""
        self._keys()
        self._build()
        self.drafting = NoteDrafts(self)
        session.changed.connect(self._changed)
        self.setEnabled(session.editable)

    def _keys(self) -> None:
        acts: tuple[tuple[str, Callable[[], object], str], ...] = (
            ("Ctrl+PgDown", partial(self.step, 1), _("Next agenda item")),
            ("Ctrl+PgUp", partial(self.step, -1), _("Agenda item before")),
            ("Ctrl+P", self._to_speaker, _("Who speaks")),
        )
        for keys, act, words in acts:
            told(QShortcut(QKeySequence(keys), self), words).activated.connect(act)
        self.speaker.finished.connect(self.text.setFocus)
        self.speaker.picked.connect(lambda _value: self.text.setFocus())
        self.speaker.textChanged.connect(lambda _text: self.speakers.mark(self.speaker.value))
        self.speakers.chosen.connect(self._speaker_chosen)
        self.text.textEdited.connect(self._typed)
        self.item.activated.connect(lambda _place: self.clock.come_to(self.item.currentData() or ""))

    def _build(self) -> None:
        name = label(_("Now"), "label")
        above = row(name, self.item, self.clock, self.speaker)
        above.setStretch(1, 3)
        above.setStretch(3, 2)
        keep = button(_("Store"), self.store, hint=_("Store the note (Enter)"))
        words = _("For the wall: agenda and what was agreed")
        wall = tool(words, "projector", self.projecting.open, key="Ctrl+Shift+P")
        kinds = row(*self.kinds.values(), None, wall, space=2)
        box = column(self, above, kinds, self.speakers, row(self.text, keep), space=6)
        box.setContentsMargins(SPACE, 6, SPACE, SPACE)

    # What the tab uses

    def show_meeting(self, meeting: Meeting | None) -> None:
        """Take notes of a meeting."""
        if meeting is None or self.meeting is None or meeting.id != self.meeting.id:
            # What was typed for one meeting must not be stored in another.
            self.drafting.let_go()
            self._empty()
            self.speaker.put("")
            self.item.clear()
            self._latest = self._last_notes(meeting)
        self.meeting = meeting
        self._list_items()
        self.speakers.show_meeting(meeting, self._latest)
        self.projecting.soon()
        self.clock.show_meeting(meeting)
        self.drafting.come_back()

    def meeting_id(self) -> str:
        """The meeting that is noted, blank for none."""
        return self.meeting.id if self.meeting is not None else ""

    def step(self, by: int) -> None:
        """Go to the next or the last agenda item."""
        before = self.item.currentIndex()
        self.item.setCurrentIndex(max(0, min(self.item.count() - 1, before + by)))
        if self.item.currentIndex() != before:
            self.clock.come_to(self.item.currentData() or "")

    def store(self) -> Note | None:
        """Show and store what was typed with the time of the clock on the wall; the line is empty again at once.

        A participant mentioned first with a colon is the speaker from now on, and so is one mentioned alone, or told by
        number or initials. None where nothing was to be stored, or it is asked who is meant: Enter once more stores the
        text as it stands.
        """
        typed = self.text.text().strip()
        text = self._speaker_from(typed) if typed != self._asked else typed
        if not text or self.meeting is None:
            return None
        try:
            speaker, _nobody = self.speaker.made()
            made = self.note_of(text, speaker)
            self._namesakes(made)
            self.clock.noted()
            self.drafting.hand_over(made)
            [note] = self.session.behind.put([made])
        except CamiError as error:
            self.session.told.emit(" ".join(filter(None, (error.what, error.do))), "error")
            return None
        self.drafting.stored()
        self._empty()
        if note.speaker:
            self.speakers.spoke(note.speaker)
        self.kinds.choose(next(iter(self.kinds)))
        self.stored.emit(note)
        return note

    # Inside

    def _empty(self) -> None:
        self.text.clear()
        self._asked = self._before = ""
        self.speakers.offer("", ())
        self.mentioning.taken.clear()

    def _speaker_from(self, text: str) -> str:
        """Take the speaker from the beginning of a text; what is left is what was said."""
        person, rest = said_by(text, names_of(self.session.records))
        mine = self.session.all(Participation, lambda part: part.meeting == self.meeting_id() and part.person == person)
        if person and mine:
            return self._spoken(mine[0].id, rest)
        short = self._short(text)
        if len(short.who) > 1:
            self._asked = text
            return ""
        return self._spoken(short.who[0], short.text) if short.who else text

    def _short(self, text: str) -> Said:
        """Who speaks by number or initials; of several people who may be meant it is asked which."""
        found = said(text, self.speakers.numbered.slots, self.speakers.people())
        self.speakers.offer(found.before, found.who if len(found.who) > 1 else ())
        return found

    def _spoken(self, part: str, rest: str) -> str:
        """This participant speaks from now on; what is left of the text. Who is told alone leaves the line empty."""
        self.speaker.put(part)
        if rest:
            return rest
        self.drafting.forget()
        self._empty()
        return ""

    def _typed(self, text: str) -> None:
        """Once a colon stands in it, the line asks which of several people is meant."""
        before, colon, _said = text[: LONGEST + 1].partition(":")
        if before + colon != self._before:
            self._before = before + colon
            if colon:
                self._short(text)
            else:
                self.speakers.offer("", ())

    def _speaker_chosen(self, part: str) -> None:
        """A number was pressed: that one speaks; as the answer to who is meant it also stores what waited for it."""
        answered, asked = self.speakers.offered, self._asked
        if answered:
            found = said(self.text.text(), self.speakers.numbered.slots, self.speakers.people())
            if part in found.who:
                self.text.setText(found.text)
            self.speakers.offer("", ())
        self._asked = ""
        self.speaker.put(part)
        self.text.setFocus()
        if answered and asked and part:
            self.store()

    def _namesakes(self, note: Note) -> None:
        """What was taken from the list is meant, even where others have the same name."""
        text = note.text or ""
        for one in parse(text):
            value = self.mentioning.taken.get(text[one.start : one.end])
            if value and one.sort.field:
                getattr(note, one.sort.field).append(value)

    def note_of(self, text: str, speaker: str) -> Note:
        assert self.meeting is not None
        spoken = self.meeting.languages
        return self.session.new(
            Note, meeting=self.meeting.id, text=text, note_kind=self.kinds.chosen, speaker=speaker or None,
            agenda_item=self.item.currentData() or None, language=spoken[0] if len(spoken) == 1 else None,
            noted_at=now(self.session),
        )  # fmt: skip

    def _list_items(self) -> None:
        current = self.item.currentData()
        items = agenda(self.session, self.meeting.id if self.meeting is not None else "")
        self.item.clear()
        for item in items:
            self.item.addItem(item_label(item), item.id)
        if not items:
            self.item.addItem(_("No agenda yet"), "")
        self.item.setCurrentIndex(max(0, self.item.findData(current)) if current else self._now(items))

    def _now(self, items: Any) -> int:
        """The item that the last note was about, else the first."""
        last = self._latest[0].agenda_item if self._latest else None
        ids = [item.id for item in items]
        return ids.index(last) if last in ids else 0

    def _last_notes(self, meeting: Meeting | None) -> Sequence[Note]:
        """The last notes of a meeting, the newest first: enough to know who spoke lately, and where the notes are."""
        notes = self.session.records.all(Note, meeting=meeting.id) if meeting is not None else []
        return heapq.nlargest(MOST_LATEST, notes, key=lambda note: (note.noted_at or "", note.id))

    def _changed(self, kind: str, _id: str) -> None:
        if kind in ("", AgendaItem.kind):
            self._list_items()

    def _to_speaker(self) -> None:
        self.speaker.setFocus()
        self.speaker.selectAll()


class NoteDrafts(LineDrafts[EntryLine]):
    """Keeps what stands in the line as the draft of a note."""

    def __init__(self, line: EntryLine) -> None:
        super().__init__(line, line.session, line.text, Note.kind)
        line.session.behind.failed.connect(self._failed)

    def meeting_id(self) -> str:
        """The meeting that is noted."""
        return self.line.meeting_id()

    def begun(self) -> Note:
        """A note with speaker, kind and agenda item; its time comes when it is stored."""
        note = self.line.note_of("", self.line.speaker.value)
        note.noted_at = None
        return note

    def put_back(self, values: Mapping[str, Any]) -> None:
        """Choose speaker, kind and agenda item again."""
        line = self.line
        if line.session.find(values.get("speaker")) is not None:
            line.speaker.put(values["speaker"])
        line.kinds.choose(values.get("note_kind"))
        place = line.item.findData(values.get("agenda_item"))
        if place >= 0:
            line.item.setCurrentIndex(place)

    def hand_over(self, note: Note) -> None:
        """The note is about to be stored; where it cannot be, its text comes back."""
        self.reserved = note.id = self.reserved or new_id()
        context = context_of(self.line, note, LINE)
        self.drafts.hand_over(Note.kind, note.id, {"text": note.text or ""}, context)

    def stored(self) -> None:
        """The note is on its way; what is typed from now on is another one."""
        self.reserved = ""

    def _failed(self, _records: object) -> None:
        """What could not be stored stands in the line again, where that is free; else it is offered above."""
        if self.line.isVisible():
            self.come_back()
