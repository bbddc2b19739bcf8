"""Summary: the pages of the meeting's record as they will be printed, in a language and order of choice; its state."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QHideEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QScrollArea, QSplitter, QWidget

from cami_desktop import files
from cami_desktop.desktop.flow import Flow
from cami_desktop.desktop.jobs import Job, Jobs, Progress
from cami_desktop.desktop.pdf_pages import PdfPages
from cami_desktop.desktop.places.meetings.summary_state import StatePanel
from cami_desktop.desktop.places.meetings.summary_watch import KINDS_OF_PAPER, WAIT, MeetingWatch, Standing
from cami_desktop.desktop.places.meetings.tabs import MeetingTab
from cami_desktop.desktop.places.submit.parts import languages
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import Message, button, column
from cami_desktop.desktop.window_state import remember
from cami_desktop.errors import CamiError
from cami_desktop.records.kinds import Contribution, Meeting
from cami_desktop.synthesis.meeting_summary import APPROVED, GROUPINGS
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session

INTERNAL = "internal"
"""The attribution rule under which what is said stays in the country."""


class SummaryTab(MeetingTab):
    """The record of the meeting as paper: choices above, the real pages below, the state of the record beside them."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.jobs = session.jobs if session.jobs is not None else Jobs(self)
        self.meeting: Meeting | None = None
        self.pdf, self._shown = b"", ""
        self._made_of: object = None
        self._job: Job | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self.watch = MeetingWatch.of(session, self.jobs)
        self.watch.found.connect(self._standing)
        self._choices()
        self.pages = PdfPages(self.jobs)
        self.message = Message()
        self.state = StatePanel(session)
        self._build()
        self._timer = QTimer(self, singleShot=True, interval=WAIT)
        self._timer.timeout.connect(self.make)
        session.changed.connect(self._changed)

    def _choices(self) -> None:
        self.language = languages()
        self.language.setAccessibleName(_("Language of the summary"))
        self.language.setToolTip(_("Language of the summary; what people said stays in theirs"))
        self.grouping = QComboBox()
        self.grouping.setAccessibleName(_("Contributions grouped by"))
        self.grouping.setToolTip(_("Contributions grouped by"))
        for code, (name, _none) in GROUPINGS.items():
            self.grouping.addItem(_(name), code)
        for choice in (self.language, self.grouping):
            choice.currentIndexChanged.connect(self._chosen)
        self.save_button = button(_("Save as PDF …"), self._ask_where, icon="saved", key="Ctrl+E")
        self.print_button = button(
            _("Open to print"), self.open_outside, icon="open", key="Ctrl+P",
            hint=_("Open a copy with the program that the computer has for PDF; print it from there"),
        )  # fmt: skip

    def _build(self) -> None:
        buttons = QWidget()
        buttons.setLayout(Flow((self.language, self.grouping, self.save_button, self.print_button)))
        buttons.setContentsMargins(SPACE, 6, SPACE, 6)
        left = QWidget()
        column(left, self.pages, space=0)
        left.setContentsMargins(SPACE, 0, 0, SPACE)
        beside = QScrollArea()
        beside.setWidget(self.state)
        beside.setWidgetResizable(True)
        beside.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        beside.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        beside.setMinimumWidth(240)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(left)
        self.splitter.addWidget(beside)
        self.splitter.setChildrenCollapsible(False)
        remember(self.splitter, "meeting-summary", (560, 330))
        layout = column(self, buttons, self.message, self.splitter, space=0)
        layout.setStretch(2, 1)

    # What the place uses

    def show_meeting(self, meeting: Meeting | None) -> None:
        """Show the paper of a meeting."""
        self.meeting = meeting
        self.meeting_id = meeting.id if meeting is not None else ""
        self.state.show_meeting(meeting)
        self.watch.look_at(meeting)
        if self.watch.standing is not None:
            self.state.show_standing(self.watch.standing)
        self._say()
        self._refresh()

    def make(self) -> None:
        """Print the summary beside the window, and show its pages."""
        if not self.meeting_id or not self.isVisible():
            return
        self._made_of = self._asked()
        if self._job is not None:
            self._job.cancel()
        records, meeting, at = self.session.snapshot(), self.meeting_id, self.session.workspace.clock()
        tongue, grouping = self.language.currentData(), self.grouping.currentData()
        workspace, approved = self.session.workspace, self.meeting

        def work(progress: Progress) -> tuple[str, bytes]:
            from cami_desktop.loop.meeting_changes import differences, mark_of
            from cami_desktop.loop.meeting_papers import summary_pdf

            progress(0, 0)
            mark = mark_of(workspace, approved, APPROVED) if approved is not None else None
            changes = differences(workspace, records, meeting, mark) if mark is not None else ()
            progress(0, 0)
            return meeting, summary_pdf(records, meeting, tongue, at, grouping=grouping, changes=changes)

        self._job = self.jobs.run_quietly(work, self._made, self._failed)

    def save_to(self, path: Path) -> None:
        """Write the pages that are shown into a file, on a thread; what went wrong is told."""
        pdf = self.pdf
        self.jobs.run_quietly(lambda _progress: _written(path, pdf, overwrite=True), self._saved, self._failed)

    def open_outside(self) -> None:
        """Open a copy with the computer's own program, to print it there."""
        if not self.pdf or self.meeting is None:
            return
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="cami-")
        path = Path(tempfile.mkdtemp(dir=self._folder.name)) / self._name()
        pdf = self.pdf
        self.jobs.run_quietly(lambda _progress: _written(path, pdf, overwrite=False), self._open, self._failed)

    # Inside

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while the tab was not looked at shows now."""
        super().showEvent(event)
        self.watch.thorough = True
        self.watch.look()
        self._refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks at what is open."""
        super().hideEvent(event)
        self.watch.thorough = False

    def _asked(self) -> object:
        return (self.meeting_id, self.language.currentData(), self.grouping.currentData(), self.session.snapshot())

    def _refresh(self) -> None:
        if self.isVisible() and self._asked() != self._made_of:
            self.make()

    def _chosen(self, _number: int) -> None:
        self._refresh()

    def _changed(self, kind: str, id_: str) -> None:
        if kind not in KINDS_OF_PAPER or not self.meeting_id:
            return
        if kind in ("", Meeting.kind) and id_ in ("", self.meeting_id):
            found = self.session.find(self.meeting_id)
            self.meeting = found if isinstance(found, Meeting) else self.meeting
            self.state.show_meeting(self.meeting)
        self._say()
        self._timer.start()

    def _made(self, made: tuple[str, bytes]) -> None:
        self._job = None
        meeting, pdf = made
        if meeting != self.meeting_id:
            return
        if pdf != self.pdf:
            # The same paper anew is looked at where it was.
            page = self.pages.number if meeting == self._shown else 1
            self.pdf, self._shown = pdf, meeting
            self.pages.show_pdf(pdf, _("Meeting summary"), page=page)
        for control in (self.save_button, self.print_button):
            control.setEnabled(True)

    def _failed(self, error: CamiError) -> None:
        self._job = None
        self.session.told.emit(str(error), "error")

    def _standing(self, standing: Standing) -> None:
        self.state.show_standing(standing)

    def _say(self) -> None:
        """Contributions that stay in the country are not in the paper; that is told here and nowhere in it."""
        kept = self.meeting is not None and self.meeting.attribution == INTERNAL
        many = kept and bool(self.session.records.all(Contribution, meeting=self.meeting_id))
        words = _("What is said in this meeting stays in the country: its contributions are not in the summary.")
        self.message.say(words if many else "", "hint")

    def _name(self) -> str:
        from cami_desktop.loop.meeting_papers import paper_name

        return paper_name(self.meeting, self.language.currentData()) if self.meeting is not None else "summary.pdf"

    def _ask_where(self) -> None:
        if not self.pdf or self.meeting is None:
            return
        proposal = str(self.session.workspace.path.parent / self._name())
        path, _kind = QFileDialog.getSaveFileName(self, _("Save as PDF …"), proposal, _("PDF (*.pdf)"))
        if path:
            self.save_to(Path(path) if path.lower().endswith(".pdf") else Path(f"{path}.pdf"))

    def _open(self, path: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def _saved(self, path: Path) -> None:
        self.session.told.emit(_("Saved: {name}").format(name=path.name), "good")


def _written(path: Path, pdf: bytes, *, overwrite: bool) -> Path:
    files.write_file(path, pdf, overwrite=overwrite, private=not overwrite)
    return path
