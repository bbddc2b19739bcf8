"""Which notes of the stream are shown: of one agenda item, kind or speaker, or only those that wait for follow-up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QToolButton, QWidget

from cami_desktop.desktop import theme
from cami_desktop.desktop.places.meetings.tabs import agenda, speakers_of
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import row, with_key
from cami_desktop.records.kinds import AgendaItem, Note, Participation, Person
from cami_desktop.records.meeting_times import item_label
from cami_desktop.records.note_edits import NOBODY
from cami_desktop.words import _, formats

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

ALL = "all"
"""Stands for no filter; a blank value is a filter for notes without any."""

_LISTED = ("", AgendaItem.kind, Participation.kind, Person.kind)
"""Kinds whose change changes what can be chosen."""


class NoteFilters(QWidget):
    """A line of filters above the stream. changed() when other notes are wanted."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.meeting_id = ""
        self.item = _choice(_("Notes of the agenda item"))
        self.kind = _choice(_("Notes of the kind"))
        self.speaker = _choice(_("Notes of the speaker"))
        self.marked = QToolButton()
        self.marked.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.marked.setCheckable(True)
        self.marked.setIcon(theme.icon("flag"))
        self.marked.setAccessibleName(_("Only notes for follow-up"))
        self.marked.setToolTip(f"{_('Only notes for follow-up')} ({with_key(self.marked, 'Ctrl+Shift+O')})")
        self.marked.toggled.connect(lambda _on: self.changed.emit())
        self.boxes = (self.item, self.kind, self.speaker)
        self.line = row(*self.boxes, self.marked, space=6)
        for place, (box, share) in enumerate(zip(self.boxes, (4, 3, 4), strict=True)):
            self.line.setStretch(place, share)
            box.currentIndexChanged.connect(lambda _now: self.changed.emit())
        self.line.setContentsMargins(SPACE, 0, SPACE, 6)
        self.setLayout(self.line)
        self.count(0)
        session.changed.connect(self._changed)

    def show_meeting(self, meeting_id: str) -> None:
        """Offer the agenda items and speakers of a meeting; of another one than before, without any filter."""
        if meeting_id != self.meeting_id:
            self.meeting_id = meeting_id
            self._offer()
            self.clear()

    def count(self, marked: int) -> None:
        """Tell how many notes wait for follow-up."""
        self.marked.setText(_("Follow-up: {n}").format(n=formats.number(marked)))
        self.marked.setAccessibleDescription(self.marked.text())

    @property
    def active(self) -> bool:
        """Whether any filter is set."""
        return self.marked.isChecked() or any(_value(box) != ALL for box in self.boxes)

    @property
    def wanted(self) -> Callable[[Note], bool] | None:
        """Tells of a note whether it is wanted; None where all are."""
        if not self.active:
            return None
        item, kind, speaker, marked = *(_value(box) for box in self.boxes), self.marked.isChecked()
        return lambda note: (
            item in (ALL, note.agenda_item or "")
            and kind in (ALL, note.note_kind or "")
            and speaker in (ALL, note.speaker or "")
            and (bool(note.follow_up) or not marked)
        )

    def clear(self) -> None:
        """Set no filter."""
        if not self.active:
            return
        blocked = [QSignalBlocker(control) for control in (*self.boxes, self.marked)]
        for box in self.boxes:
            box.setCurrentIndex(0)
        self.marked.setChecked(False)
        del blocked
        self.changed.emit()

    # Inside

    def _changed(self, kind: str, _id: str) -> None:
        if kind not in _LISTED or not self.meeting_id:
            return
        before = [_value(box) for box in self.boxes]
        self._offer()
        if before != [_value(box) for box in self.boxes]:
            self.changed.emit()

    def _offer(self) -> None:
        items = [(item_label(one), one.id)
                 for one in agenda(self.session, self.meeting_id)]  # fmt: skip
        codes = self.session.catalogue.codes("note_kind").values()
        _fill(self.item, [(_("All agenda items"), ALL), *items, (_("No agenda item"), "")])
        _fill(self.kind, [(_("All kinds"), ALL), *((code.text(), code.code) for code in codes)])
        _fill(self.speaker, [(_("All speakers"), ALL), *speakers_of(self.session, self.meeting_id), (_(NOBODY), "")])


def _choice(name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setToolTip(name)
    box.setMinimumContentsLength(3)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.addItem("", ALL)
    return box


def _fill(box: QComboBox, choices: Sequence[tuple[str, str]]) -> None:
    """Offer choices, and stay at the one that was chosen where there still is one."""
    chosen = _value(box)
    blocked = QSignalBlocker(box)
    box.clear()
    for text, value in choices:
        box.addItem(text, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    del blocked


def _value(box: QComboBox) -> str:
    return str(box.currentData())
