"""Printing a paper for the room from a tab of a meeting: a button that asks for the language, then for the file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QWidget

from cami_desktop.desktop import theme
from cami_desktop.errors import CamiError
from cami_desktop.records.kinds import Meeting
from cami_desktop.words import LANGUAGES, _, language

if TYPE_CHECKING:
    from cami_desktop.desktop.jobs import Progress
    from cami_desktop.desktop.session import Session

PDF = ".pdf"


class PaperButton(QPushButton):
    """A button with a menu of languages, that of the window first; each asks for a file and writes the paper there."""

    def __init__(
        self, session: Session, paper: str, words: str, hint: str, meeting: Callable[[], str], *, narrow: bool = False
    ) -> None:
        """paper is one of loop.meeting_before; meeting gives the id of the meeting shown; narrow: only an icon."""
        super().__init__("" if narrow else words)
        self.session = session
        self.words = words
        self.setAccessibleName(words)
        self.paper = paper
        self._meeting = meeting
        self.setIcon(theme.icon("print"))
        self.setToolTip(hint)
        self.setAutoDefault(False)
        menu = QMenu(self)
        first = language()
        for code in sorted(LANGUAGES, key=lambda code: code != first):
            menu.addAction(LANGUAGES[code]).triggered.connect(partial(self.ask, code))
        self.setMenu(menu)

    def ask(self, tongue: str, _checked: bool = False) -> None:
        """Ask where the paper is to go, and write it there."""
        from cami_desktop.loop.meeting_before import file_name

        self.session.flush()
        meeting = self.session.find(self._meeting())
        if not isinstance(meeting, Meeting):
            return
        proposal = self.session.workspace.path.parent / file_name(self.paper, meeting, tongue)
        wish = _("PDF (*.pdf)")
        path, _kind = QFileDialog.getSaveFileName(self.window(), self.words, str(proposal), wish)
        if path:
            target = Path(path)
            self.write(target if target.suffix.lower() == PDF else target.with_name(target.name + PDF), tongue)

    def write(self, path: Path, tongue: str) -> None:
        """Write the paper into a file, over an older one, beside the window."""
        session, paper, id_ = self.session, self.paper, self._meeting()
        records, at, jobs = session.snapshot(), session.workspace.clock(), session.jobs
        assert jobs is not None

        def work(_progress: Progress) -> Path:
            from cami_desktop import files
            from cami_desktop.loop.meeting_before import paper_pdf

            files.write_file(path, paper_pdf(paper, records, id_, tongue, at), overwrite=True)
            return path

        self.setEnabled(False)
        job = jobs.run(self.words, work, done=self._written, failed=self._failed)
        job.cancelled.connect(self._free)

    def _written(self, path: Path) -> None:
        self._free()
        self.session.told.emit(_("Written: {file}").format(file=path), "good")

    def _failed(self, error: CamiError) -> None:
        self._free()
        self.session.told.emit(str(error), "error")

    def _free(self) -> None:
        self.setEnabled(True)


def agenda_button(session: Session, tab: QWidget, meeting: Callable[[], str]) -> PaperButton:
    """The button of the agenda."""
    from cami_desktop.loop.meeting_before import AGENDA

    hint = _("Print the agenda to hand it out (PDF): presenters are named as they consented")
    button = PaperButton(session, AGENDA, _("Print the agenda"), hint, meeting, narrow=True)
    button.setParent(tab)
    return button


def sign_in_button(session: Session, tab: QWidget, meeting: Callable[[], str]) -> PaperButton:
    """The button of the sign-in sheet."""
    from cami_desktop.loop.meeting_before import SIGN_IN

    hint = _("A list to sign in the room, with a box for consent and spare lines; it names everyone")
    button = PaperButton(session, SIGN_IN, _("Sign-in sheet"), hint, meeting)
    button.setParent(tab)
    return button
