"""Attachments: files are added by button or drop, looked at beside the table, and named where one is missing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog

from cami_desktop.desktop.jobs import Progress
from cami_desktop.desktop.places.attachment_preview import PreviewPanel
from cami_desktop.desktop.places.beside import BesideBrowser
from cami_desktop.desktop.widgets import Message, button, dropped, in_reading_order
from cami_desktop.errors import CamiError
from cami_desktop.records.kinds import Attachment
from cami_desktop.words import _, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.jobs import Jobs
    from cami_desktop.desktop.session import Session

SHOWN_BESIDE = ("media_type", "size", "sha256")
"""What follows from the file is told beside the table and not typed by anybody."""

MOST_NAMED = 8
"""Files that are named as missing or altered; of more the number is told."""


class AttachmentsPage(BesideBrowser):
    """The attachments of the workspace. A new one is a file that is chosen or dropped, never an empty record."""

    def __init__(self, session: Session, jobs: Jobs, empty: str) -> None:
        super().__init__(session, Attachment, PreviewPanel(session, jobs), hide=SHOWN_BESIDE, empty=empty)
        self.jobs = jobs
        self.unsound = Message()
        self.setAcceptDrops(session.editable)
        # The form is short, what is looked at is not.
        self.give_room(400, 200)
        self.new_button.setText(_("Add files …"))
        # Rows of a spreadsheet bring no files.
        self.paste_button.hide()
        self.check_button = button(_("Check all files"), self.check_files, icon="check",
                                   hint=_("Read every kept file and compare it with its SHA-256"))  # fmt: skip
        self.bar.insertWidget(1, self.check_button)
        QTimer.singleShot(0, self, lambda: in_reading_order(self))
        layout = self.layout()
        assert layout is not None
        layout.insertWidget(1, self.unsound)  # type: ignore[attr-defined]
        self.unsound.setContentsMargins(12, 0, 12, 6)
        self._look_for_missing()

    # Adding

    def new_record(self) -> None:
        """Ask for files and add them."""
        if not self.session.editable:
            return
        paths, _chosen = QFileDialog.getOpenFileNames(self, _("Add files …"))
        self.add_files([Path(path) for path in paths])

    def add_files(self, paths: Sequence[Path]) -> None:
        """Add files one by one on a thread; each is shown once it is kept, and what it belongs to is asked for then."""
        files = [path for path in paths if path.is_file()]
        if not files or not self.session.editable:
            return
        self.session.flush()
        workspace = self.session.workspace
        sizes = [path.stat().st_size for path in files]

        added: list[Attachment] = []
        total = sum(sizes)

        def add(progress: Progress) -> str:
            said = []
            for n, path in enumerate(files):
                before = sum(sizes[:n])

                def told(done: int, _of: int, before: int = before) -> None:
                    progress(before + done, total)

                try:
                    added.append(workspace.add_attachment("", path, progress=told))
                except CamiError as error:
                    said.append(str(error))
            return "\n".join(said)

        words = n_("Adding {n} file", "Adding {n} files", len(files)).format(n=len(files))
        job = self.jobs.run(
            words, add, done=lambda said: self._added(added, said),
            failed=lambda error: self._added(added, str(error)),
        )  # fmt: skip
        job.cancelled.connect(lambda: self._added(added, ""))

    def _added(self, added: Sequence[Attachment], said: str) -> None:
        """Take up what was kept, also where another file could not be, or the person stopped."""
        if added:
            self.session.take_up(added)
            n = len(added)
            words = n_("{n} file added. Say what it belongs to.", "{n} files added. Say what they belong to.", n)
            self.session.told.emit(words.format(n=n), "good")
            self.table.go_to(added[-1].id)
            self.form.focus_field("record")
        if said:
            self.session.told.emit(said, "error")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped here."""
        if event.mimeData().hasUrls() and self.session.editable:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add what was dropped."""
        event.acceptProposedAction()
        self.add_files(dropped(event))

    # What is kept

    def check_files(self) -> None:
        """Read every kept file on a thread and name those that are missing or were altered."""
        workspace = self.session.workspace
        items = [(item.file_name or item.id, item.sha256) for item in self.session.all(Attachment)]

        def check(progress: Progress) -> list[str]:
            bad = []
            for n, (name, digest) in enumerate(items):
                progress(n, len(items))
                try:
                    for _piece in workspace.open_content(digest or "", name):
                        progress(n, len(items))
                except CamiError:
                    bad.append(name)
            return bad

        self.jobs.run(_("Checking the attachments"), check, done=self._checked, failed=self._told)

    def _told(self, error: CamiError) -> None:
        self.session.told.emit(str(error), "error")

    def _checked(self, bad: Sequence[str]) -> None:
        if bad:
            self._name(bad)
        else:
            self.unsound.say(_("Every kept file is what it was when it was added."), "good")

    def _look_for_missing(self) -> None:
        workspace = self.session.workspace
        items = [(item.file_name or item.id, item.sha256) for item in self.session.all(Attachment)]

        def look(_progress: Progress) -> list[str]:
            return [name for name, digest in items if not workspace.has_content(digest)]

        if items:
            self.jobs.run_quietly(look, self._name)

    def _name(self, bad: Sequence[str]) -> None:
        names = ", ".join(bad[:MOST_NAMED]) + (" …" if len(bad) > MOST_NAMED else "")
        words = n_(
            "{n} file is missing or was altered: {names}. Add it again, or remove the attachment.",
            "{n} files are missing or were altered: {names}. Add them again, or remove the attachments.",
            len(bad),
        )
        self.unsound.say(words.format(n=len(bad), names=names) if bad else "", "error")
