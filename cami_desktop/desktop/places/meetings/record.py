"""The preview of a meeting record that exists already: what each paragraph becomes, who spoke; then it is stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QPlainTextEdit

from cami_desktop.desktop.places.meetings.record_lines import Paragraphs
from cami_desktop.desktop.places.meetings.tabs import speakers_of
from cami_desktop.desktop.storing import store
from cami_desktop.desktop.tables.panel import Preview
from cami_desktop.desktop.texts import title
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import button, column, row
from cami_desktop.errors import CamiError
from cami_desktop.records import Record
from cami_desktop.records.kinds import Attachment, Meeting, Note
from cami_desktop.records.minutes import Line, Taken, as_item, as_note, left_out, records_of, said_by
from cami_desktop.records.note_edits import NOBODY
from cami_desktop.words import _, formats, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.jobs import Progress
    from cami_desktop.desktop.session import Session
    from cami_desktop.loop.minutes import Proposal
    from cami_desktop.records.recordset import RecordSet


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a job found: for which question, and the proposal or the records, or what was wrong."""

    question: int
    found: Any = None
    error: CamiError | None = None


class RecordPreview(Preview):
    """Shows what a record becomes and stores it as one step of undo. stored(notes) tells it."""

    stored = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(_("Take over a meeting record"))
        self.session = session
        self.meeting: Meeting | None = None
        self.path: Path | None = None
        self.name = ""
        self.found: list[Line] = []
        self.unread: tuple[str, ...] = ()
        self._question = 0
        self._ready: list[Record] = []
        self.lines = Paragraphs(self._speaker_name)
        self.speaker = QComboBox()
        self.speaker.setAccessibleName(_("Speaker"))
        self.speaker.setMinimumContentsLength(8)
        self.speaker.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.speaker.setToolTip(_("Who said the selected paragraphs (S)"))
        self.keep = QCheckBox(_("Keep the file as a confidential attachment"))
        self.keep.setToolTip(
            _("A record may hold names. A confidential attachment of the meeting never leaves the workspace.")
        )
        self.whole = QPlainTextEdit()
        self.whole.setReadOnly(True)
        self.whole.setTabChangesFocus(True)
        self.whole.setAccessibleName(_("The whole paragraph"))
        self.whole.setFixedHeight(76)
        self._put_in_place()
        self.lines.wanted.connect(self.take)
        self.lines.speaker_wanted.connect(self._to_speaker)
        self.lines.picked.connect(self._show_current)
        self.speaker.activated.connect(self._speaker_chosen)
        self.closed.connect(self._let_go)

    def _put_in_place(self) -> None:
        acts = ((Taken.ITEM, _("Agenda item (A)")), (Taken.NOTE, _("Note (N)")), (Taken.LEFT_OUT, _("Leave out (Del)")))
        self.acts = [button(words, partial(self.take, taken)) for taken, words in acts]
        change = row(*self.acts, self.speaker)
        change.setStretch(len(self.acts), 1)
        self.apply_button.setText(_("Take over"))
        bar = row(self.apply_button, self.cancel_button, self.keep, None)
        box = column(self, self.head, self.summary, self.lines, self.whole, change, bar)
        box.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, SPACE)
        box.setStretch(2, 1)

    # What the tab uses

    def read_file(self, path: Path, meeting: Meeting) -> None:
        """Read a file by a job and show what it becomes."""
        self._begin(path, path.name, meeting)
        self._run(partial(_read_file, path, meeting.id, self.session.snapshot()), self._show)

    def read_text(self, text: str, meeting: Meeting) -> None:
        """Read a text that was pasted or dropped."""
        self._begin(None, "", meeting)
        self._run(partial(_read_text, text, meeting.id, self.session.snapshot()), self._show)

    def begin(self) -> None:
        """Put the focus into the list."""
        self.lines.setFocus()

    def take(self, taken: Taken) -> None:
        """Take the selected paragraphs for something else."""
        self._change({Taken.ITEM: as_item, Taken.NOTE: as_note, Taken.LEFT_OUT: left_out}[taken])

    def apply(self) -> None:
        """Store the notes and agenda items, and the file where that is wished."""
        if self.meeting is None or not self.apply_button.isEnabled():
            return
        self.session.flush()
        self.apply_button.setEnabled(False)
        self._run(partial(_made, list(self.found), self.meeting, self.session.snapshot()), self._keep_file)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes from the speakers back to the paragraphs, from there it cancels."""
        if event.key() == Qt.Key.Key_Escape and self.speaker.hasFocus():
            self.lines.setFocus()
        else:
            super().keyPressEvent(event)

    # Reading

    def _begin(self, path: Path | None, name: str, meeting: Meeting) -> None:
        self.meeting, self.path, self.name = meeting, path, name
        self.head.setText(_("Take over {name}").format(name=name) if name else _("Take over a pasted record"))
        self.summary.setText(_("Reading …"))
        self.keep.setChecked(False)
        self.keep.hide()
        self._show_lines([], ())
        self._list_speakers()

    def _run(self, work: Callable[[], Any], done: Callable[[_Answer], None]) -> None:
        """Ask something of a job; an answer to a question asked before is let go of."""
        assert self.session.jobs is not None
        self._question += 1
        self.session.jobs.run_quietly(partial(_answered, self._question, work), done, self._failed)

    def _let_go(self) -> None:
        # While they can be seen thousands of lines go in an eyeblink, hidden ones do not.
        self._question += 1
        self.meeting = self.path = None
        self._ready = []
        self._show_lines([], ())

    def _show(self, answer: _Answer) -> None:
        if answer.question != self._question:
            return
        if answer.error is not None:
            self._failed(answer.error)
            return
        proposal: Proposal = answer.found
        self._show_lines(list(proposal.lines), proposal.unread)
        self.keep.setVisible(self.path is not None)
        self._tell()

    def _show_lines(self, lines: list[Line], unread: tuple[str, ...]) -> None:
        self.found, self.unread = lines, unread
        self.lines.show_lines(lines)
        for one in (self.apply_button, self.speaker, *self.acts):
            one.setEnabled(bool(lines))

    def _failed(self, error: CamiError) -> None:
        self.summary.setText(str(error))
        self.session.told.emit(str(error), "error")

    def _tell(self) -> None:
        taken = [line.taken for line in self.found]
        notes, items, out = (taken.count(one) for one in (Taken.NOTE, Taken.ITEM, Taken.LEFT_OUT))
        words = [
            n_("{n} note", "{n} notes", notes).format(n=formats.number(notes)),
            n_("{n} agenda item", "{n} agenda items", items).format(n=formats.number(items)),
            n_("{n} left out", "{n} left out", out).format(n=formats.number(out)),
        ]
        if self.unread:
            words.append(_("Not read: {what}").format(what=", ".join(self.unread)))
        self.summary.setText(" · ".join(words))
        self.apply_button.setEnabled(bool(notes or items))

    # Changing

    def _change(self, change: Callable[[Line], Line]) -> None:
        numbers = self.lines.selected
        for number in numbers:
            self.found[number] = change(self.found[number])
        self.lines.redraw(numbers)
        self._tell()
        self._show_current(self.lines.value)

    def _list_speakers(self) -> None:
        assert self.meeting is not None
        self.speaker.clear()
        for words, value in [(_(NOBODY), ""), *speakers_of(self.session, self.meeting.id)]:
            self.speaker.addItem(words, value)

    def _to_speaker(self) -> None:
        if self.speaker.isEnabled():
            self.speaker.setFocus()
            self.speaker.showPopup()

    def _show_current(self, number: object) -> None:
        line = self.found[number] if isinstance(number, int) and number < len(self.found) else None
        self.whole.setPlainText(line.text if line is not None else "")
        self.speaker.setCurrentIndex(max(0, self.speaker.findData(line.speaker if line is not None else "")))

    def _speaker_chosen(self, _place: int) -> None:
        who = self.speaker.currentData() or ""
        self._change(partial(said_by, speaker=who))
        self.lines.setFocus()

    def _speaker_name(self, id_: str) -> str:
        found = self.session.find(id_)
        return title(self.session, found) if found is not None else ""

    # Storing

    def _keep_file(self, answer: _Answer) -> None:
        """The file goes first, so that one undo takes back the notes."""
        if answer.question != self._question or self.meeting is None:
            return
        if answer.error is not None:
            self.session.told.emit(str(answer.error), "error")
            self._tell()
            return
        self._ready = list(answer.found)
        if self.path is None or not self.keep.isChecked():
            self._store()
            return
        assert self.session.jobs is not None
        words = _("Keeping {name}").format(name=self.name)
        work = partial(self.session.workspace.add_attachment, self.meeting.id, self.path, confidential=True)
        job = self.session.jobs.run(
            words, lambda progress: work(progress=progress), done=self._kept, failed=self._not_kept,
            counted=formats.size,
        )  # fmt: skip
        job.cancelled.connect(self._tell)

    def _kept(self, attachment: Attachment) -> None:
        self.session.take_up([attachment])
        self._store()

    def _not_kept(self, error: CamiError) -> None:
        self.session.told.emit(str(error), "error")
        self._tell()

    def _store(self) -> None:
        """Nothing is ready where the person thought better of it meanwhile."""
        name = self.name or _("pasted text")
        if self._ready:
            store(self.session, self._ready, _("Meeting record {name} taken over").format(name=name), self._stored)

    def _stored(self, stored: list[Record]) -> None:
        if not stored:
            self._tell()
            return
        notes = [record for record in stored if isinstance(record, Note)]
        n = len(notes)
        what = n_("{n} note added", "{n} notes added", n).format(n=formats.number(n))
        self.closed.emit()
        # In a turn of its own: taking the lines away and finding the first note together would be felt.
        QTimer.singleShot(0, self, partial(self.stored.emit, notes))
        self.session.tell_undoable(what)


def _answered(question: int, work: Callable[[], Any], _progress: Progress) -> _Answer:
    """What the work found, or why it did not, with the question: who asked something else meanwhile lets go of it."""
    try:
        return _Answer(question, work())
    except CamiError as error:
        return _Answer(question, error=error)


def _read_file(path: Path, meeting: str, records: RecordSet) -> Proposal:
    from cami_desktop.loop.minutes import propose

    return propose(path, meeting, records)


def _read_text(text: str, meeting: str, records: RecordSet) -> Proposal:
    from cami_desktop.loop.minutes import propose_text

    return propose_text(text, meeting, records)


def _made(lines: list[Line], meeting: Meeting, records: RecordSet) -> Sequence[Record]:
    from cami_desktop.loop.minutes import refuse_twice

    refuse_twice(lines, meeting.id, records)
    return records_of(lines, meeting, records)
