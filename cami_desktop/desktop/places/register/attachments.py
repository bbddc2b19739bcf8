"""Attachments: files are added by button, drop or paste, looked at beside the table, and named where one is missing."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QResizeEvent
from PySide6.QtWidgets import QApplication, QFileDialog

from cami_desktop.desktop.jobs import Progress
from cami_desktop.desktop.places.attachment_preview import PreviewPanel
from cami_desktop.desktop.places.beside import BesideBrowser
from cami_desktop.desktop.tables.clipboard import has_files
from cami_desktop.desktop.tables.rows import Where
from cami_desktop.desktop.widgets import Message, ShortLabel, button, dropped, in_reading_order
from cami_desktop.errors import CamiError
from cami_desktop.records.attachment_care import Sums, sums
from cami_desktop.records.kinds import Attachment
from cami_desktop.records.rules.attachments import TOGETHER
from cami_desktop.words import N_, _, formats, n_
from cami_desktop.workspace.intake import look_at, take_in

if TYPE_CHECKING:
    from cami_desktop.desktop.jobs import Jobs
    from cami_desktop.desktop.session import Session

SHOWN_BESIDE = ("media_type", "size", "sha256")
"""What follows from the file is told beside the table and not typed by anybody."""

LOW = 420
"""Pixels of height below which the sums are not written above the table."""

MOST_LINES = 4
"""Lines that say why files were not added; the tooltip has all of them."""

MOST_NAMED = 8
"""Files that are named as missing or altered; of more the number is told."""


class AttachmentsPage(BesideBrowser):
    """The attachments of the workspace. A new one is a file that is chosen, dropped or pasted, never an empty record.

    belongs() is the record to which new ones belong (blank: asked for then), confidential(path) whether one is to be.
    """

    KEYS = (("Ctrl+V", N_("Add a picture or files from the clipboard")),)

    def __init__(
        self, session: Session, jobs: Jobs, empty: str, *, where: Where | None = None,
        belongs: Callable[[], str] = str, columns: Sequence[str] = (),
    ) -> None:  # fmt: skip
        super().__init__(
            session, Attachment, PreviewPanel(session, jobs), hide=SHOWN_BESIDE, empty=empty, where=where,
            columns=columns,
        )  # fmt: skip
        self.jobs = jobs
        self.belongs = belongs
        self.unsound = Message()
        self.not_added = Message()
        self.sums = ShortLabel("", "small", tone="muted")
        self.setAcceptDrops(session.editable)
        # The form is short, what is looked at is not.
        self.give_room(400, 200)
        self.new_button.setText(_("Add files …"))
        self.paste_button.setToolTip(_("Add a picture or files from the clipboard (Ctrl+V)"))
        self.paste_button.setAccessibleName(_("Add a picture or files from the clipboard"))
        self.check_button = button(_("Check all files"), self.check_files, icon="check",
                                   hint=_("Read every kept file and compare it with its SHA-256"))  # fmt: skip
        self.bar.insertWidget(1, self.check_button)
        QTimer.singleShot(0, self, lambda: in_reading_order(self))
        layout = self.layout()
        assert layout is not None
        for place, line in enumerate((self.sums, self.unsound, self.not_added), start=1):
            layout.insertWidget(place, line)  # type: ignore[attr-defined]
            line.setContentsMargins(12, 0, 12, 6)
        self._look_for_missing()
        self._sum_up()
        session.changed.connect(self._changed)

    # Adding

    def new_record(self) -> None:
        """Ask for files and add them."""
        if not self.session.editable:
            return
        paths, _chosen = QFileDialog.getOpenFileNames(self, _("Add files …"))
        self.add_files([Path(path) for path in paths])

    def add_files(self, paths: Sequence[Path]) -> None:
        """Add files one by one on a thread; what cannot be added is named, and lost nowhere."""
        if not paths or not self.session.editable:
            return
        self.session.flush()
        workspace, belongs, confidential = self.session.workspace, self.belongs(), self.confidential
        looked = look_at(paths, workspace.path)
        self._say_not_added(looked.refused)
        if not looked.files:
            return
        added: list[Attachment] = []

        def add(progress: Progress) -> Sequence[str]:
            said = take_in(
                workspace, belongs, looked.files, added.append, confidential=confidential, progress=progress
            )
            return [*looked.refused, *said]

        n = len(looked.files)
        words = n_("Adding {n} file", "Adding {n} files", n).format(n=n)
        job = self.jobs.run(
            words, add, done=lambda said: self._added(added, said),
            failed=lambda error: self._added(added, [str(error)]), counted=formats.size,
        )  # fmt: skip
        job.cancelled.connect(lambda: self._added(added, [_("Stopped; what was added before stays.")]))

    def confidential(self, path: Path) -> bool | None:
        """Whether a new file is to be confidential; it is not decided here. Called on the thread of the job."""
        return None

    def paste(self) -> None:
        """Add the picture or the files that are on the clipboard."""
        if not self.session.editable:
            return
        data = QApplication.clipboard().mimeData() if has_files() else QMimeData()
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        image = QApplication.clipboard().image() if data.hasImage() else QImage()
        if files:
            self.add_files(files)
        elif not image.isNull():
            self._add_image(image)
        else:
            self.session.told.emit(_("There is no picture and no file on the clipboard."), "hint")

    def _add_image(self, image: QImage) -> None:
        """Write a picture as a file of its own, which is gone again once it was added."""
        self.session.flush()
        workspace, belongs, confidential = self.session.workspace, self.belongs(), self.confidential
        name = _("Picture {time}").format(time=workspace.clock().astimezone().strftime("%Y-%m-%d %H-%M-%S")) + ".png"
        added: list[Attachment] = []

        def add(progress: Progress) -> Sequence[str]:
            with tempfile.TemporaryDirectory(prefix="cami-") as folder:
                path = Path(folder) / name
                if not image.save(str(path)):
                    return [_("The picture on the clipboard could not be read.")]
                looked = look_at([path], workspace.path)
                said = take_in(workspace, belongs, looked.files, added.append, confidential=confidential)
                return [*looked.refused, *said]

        self.jobs.run(
            _("Adding the picture"), add, done=lambda said: self._added(added, said),
            failed=lambda error: self._added(added, [str(error)]),
        )  # fmt: skip

    def _added(self, added: Sequence[Attachment], said: Sequence[str]) -> None:
        """Take up what was kept, also where another file could not be, or the person stopped."""
        if added:
            self.session.take_up(added)
            n = len(added)
            self.session.told.emit(self.told_of(n), "good")
            self.table.go_to(added[-1].id)
            self.form.focus_field("caption" if self.belongs() else "record")
            self.taken(added)
        self._say_not_added(said)

    def told_of(self, n: int) -> str:
        """What is said after so many files were added."""
        if self.belongs():
            return n_("{n} file added.", "{n} files added.", n).format(n=n)
        words = n_("{n} file added. Say what it belongs to.", "{n} files added. Say what they belong to.", n)
        return words.format(n=n)

    def taken(self, added: Sequence[Attachment]) -> None:
        """What follows once files were added: nothing here."""

    def _say_not_added(self, said: Sequence[str]) -> None:
        lines = [*said[:MOST_LINES]]
        more = len(said) - len(lines)
        if more:
            lines.append(n_("{n} more was not added.", "{n} more were not added.", more).format(n=more))
        self.not_added.say("\n".join(lines), "warning")
        self.not_added.setToolTip("\n".join(said))

    def _changed(self, kind: str, _id: str) -> None:
        if kind in ("", Attachment.kind):
            self._sum_up()

    def _sum_up(self) -> None:
        words = sums_text(sums(self.session.all(Attachment)))
        self.sums.setText(words)
        self.new_button.setToolTip(f"{_('New (Insert)')}\n{words}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a low screen the sums are told by the button that adds files alone: what is looked at needs the room."""
        super().resizeEvent(event)
        self.sums.setVisible(event.size().height() >= LOW)

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


def sums_text(found: Sums) -> str:
    """How many files the workspace holds, what of them leaves the country, and what a package can carry."""
    limits = _("A package carries {most} of files, one file may have 1 GB.").format(most=formats.size(TOGETHER))
    if not found.files:
        return limits
    said = n_("{n} file in the workspace, {size}.", "{n} files in the workspace, {size}.", found.files)
    parts = [said.format(n=formats.number(found.files), size=formats.size(found.size))]
    if found.staying:
        n = found.staying
        stays = n_("{n} confidential file ({size}) stays here.", "{n} confidential files ({size}) stay here.", n)
        parts.append(stays.format(n=formats.number(n), size=formats.size(found.staying_size)))
    return " ".join([*parts, limits])
