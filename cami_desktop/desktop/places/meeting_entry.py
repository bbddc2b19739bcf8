"""The line into which a meeting is typed, with its agenda item, speaker and kind; Enter stores a note with its time."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QLineEdit,
    QToolButton,
    QWidget,
)

from cami_desktop.desktop.commands import told
from cami_desktop.desktop.drafts_line import LineDrafts
from cami_desktop.desktop.places.meeting_mention_list import MentionList
from cami_desktop.desktop.places.meeting_people import PickLine
from cami_desktop.desktop.places.meeting_tabs import agenda
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import button, column, label, row, with_key
from cami_desktop.errors import CamiError
from cami_desktop.records.kinds import AgendaItem, Meeting, Note, Participation
from cami_desktop.records.mentions import names_of, parse, said_by
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session


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
        self.item.setMinimumContentsLength(24)
        self.item.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.item.setToolTip(_("Current agenda item: Ctrl+PageDown goes to the next, Ctrl+PageUp back"))
        self.speaker = PickLine(Note.field("speaker"), session)
        self.speaker.setToolTip(_("Who speaks (Ctrl+P); stays until another one is chosen"))
        self.kinds: dict[str, QToolButton] = {}
        self._kind_buttons()
        self._keys()
        self._build()
        self.drafting = LineDrafts(self)
        session.changed.connect(self._changed)
        self.setEnabled(session.editable)

    def _kind_buttons(self) -> None:
        group = QButtonGroup(self)
        for number, code in enumerate(self.session.catalogue.codes("note_kind").values(), start=1):
            item = QToolButton()
            item.setText(code.text())
            item.setCheckable(True)
            item.setToolTip(f"{code.text()} ({with_key(item, f'Ctrl+{number}')})")
            group.addButton(item)
            self.kinds[code.code] = item
        next(iter(self.kinds.values())).setChecked(True)

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

    def _build(self) -> None:
        name = label(_("Now"), "label")
        above = row(name, self.item, self.speaker)
        above.setStretch(1, 3)
        above.setStretch(2, 2)
        keep = button(_("Store"), self.store, hint=_("Store the note (Enter)"))
        kinds = row(*self.kinds.values(), None, space=2)
        box = column(self, above, kinds, row(self.text, keep), space=6)
        box.setContentsMargins(SPACE, 6, SPACE, SPACE)

    # What the tab uses

    def show_meeting(self, meeting: Meeting | None) -> None:
        """Take notes of a meeting."""
        if meeting is None or self.meeting is None or meeting.id != self.meeting.id:
            self.speaker.put("")
            self.item.clear()
        self.meeting = meeting
        self._list_items()
        self.drafting.come_back()

    @property
    def kind(self) -> str:
        """The kind that the next note gets."""
        return next(code for code, item in self.kinds.items() if item.isChecked())

    def meeting_id(self) -> str:
        """The meeting that is noted, blank for none."""
        return self.meeting.id if self.meeting is not None else ""

    def step(self, by: int) -> None:
        """Go to the next or the last agenda item."""
        self.item.setCurrentIndex(max(0, min(self.item.count() - 1, self.item.currentIndex() + by)))

    def store(self) -> Note | None:
        """Store what was typed with the time of the clock on the wall; the line is empty again.

        A participant mentioned first with a colon is the speaker from now on, and so is one mentioned alone.
        """
        text = self._speaker_from(self.text.text().strip())
        if not text or self.meeting is None:
            return None
        try:
            speaker, _nobody = self.speaker.made()
            made = self.note_of(text, speaker)
            made.id = self.drafting.reserved
            self._namesakes(made)
            note = self.session.save(made)
        except CamiError as error:
            self.session.told.emit(" ".join(filter(None, (error.what, error.do))), "error")
            return None
        self._empty()
        self.kinds[next(iter(self.kinds))].setChecked(True)
        self.stored.emit(note)
        return note

    # Inside

    def _empty(self) -> None:
        self.text.clear()
        self.mentioning.taken.clear()
        self.drafting.forget()

    def _speaker_from(self, text: str) -> str:
        """Take the speaker from the beginning of a text; what is left is what was said."""
        person, said = said_by(text, names_of(self.session.records))
        mine = self.session.all(Participation, lambda part: part.meeting == self.meeting_id() and part.person == person)
        if not person or not mine:
            return text
        self.speaker.put(mine[0].id)
        if said:
            return said
        self._empty()
        return ""

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
            Note, meeting=self.meeting.id, text=text, note_kind=self.kind, speaker=speaker or None,
            agenda_item=self.item.currentData() or None, language=spoken[0] if len(spoken) == 1 else None,
            noted_at=now(self.session),
        )  # fmt: skip

    def _list_items(self) -> None:
        current = self.item.currentData()
        items = agenda(self.session, self.meeting.id if self.meeting is not None else "")
        self.item.clear()
        for item in items:
            self.item.addItem(f"{item.number or ''} {item.title or ''}".strip(), item.id)
        if not items:
            self.item.addItem(_("No agenda yet"), "")
        self.item.setCurrentIndex(max(0, self.item.findData(current)) if current else self._now(items))

    def _now(self, items: Any) -> int:
        """The item that the last note was about, else the first."""
        notes = self.session.all(Note, lambda note: self.meeting is not None and note.meeting == self.meeting.id)
        last = max(notes, key=lambda note: (note.noted_at or "", note.id), default=None)
        ids = [item.id for item in items]
        return ids.index(last.agenda_item) if last is not None and last.agenda_item in ids else 0

    def _changed(self, kind: str, _id: str) -> None:
        if kind in ("", AgendaItem.kind):
            self._list_items()

    def _to_speaker(self) -> None:
        self.speaker.setFocus()
        self.speaker.selectAll()


def now(session: Session) -> str:
    """The time of the clock on the wall, as notes keep it."""
    return session.workspace.clock().astimezone().strftime("%Y-%m-%d %H:%M:%S")
