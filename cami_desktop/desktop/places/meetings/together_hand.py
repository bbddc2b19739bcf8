"""Handing this workspace to the other note taker as a working package, signed with a key as a submission is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from cami_desktop.desktop.jobs import Progress
from cami_desktop.desktop.places.submit.parts import KeyOpener, counting, folder_line, key_beside, named, show_in_folder
from cami_desktop.desktop.places.submit.sign import PACKAGES
from cami_desktop.desktop.widgets import Message, button, column, label, row
from cami_desktop.errors import CamiError
from cami_desktop.words import _, formats, language, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.jobs import Job, Jobs
    from cami_desktop.desktop.session import Session
    from cami_desktop.exchange.keys import SigningKey
    from cami_desktop.loop.submit import Handed


class HandPart(QWidget):
    """Key, folder and the button; below what was written."""

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__()
        self.session = session
        self.jobs = jobs
        self.job: Job | None = None
        self.path: Path | None = None
        place = session.workspace.path
        about = _(
            "A working package holds everything in this workspace, also names, places and confidential files. Give it "
            "only to note takers of your own country. It is not a submission."
        )
        key_hint = _(
            "The key must be confirmed by the Secretariat, and the other laptop must trust the Secretariat's root "
            "certificate (in Submit, under Key and certificate). A copy of your key file serves both laptops."
        )
        self.key = KeyOpener(jobs, key_beside(place, session.info.country))
        self.key.opened.connect(self._key_changed)
        self.folder = folder_line(_("Folder for the package"), place.parent / PACKAGES)
        self.signer = button(_("Hand to the other note taker"), self.hand, icon="submit",
                             hint=_("Write, sign, read back, verify and count the package"))  # fmt: skip
        self.opener = button(_("Open the folder"), self._open, icon="open")
        self.opener.hide()
        self.message = Message(small=False)
        column(
            self, label(about, tone="muted", wrap=True), self.key, named(_("Folder for the package"), self.folder),
            label(key_hint, "small", tone="muted", wrap=True), row(self.signer, self.opener, None), self.message,
        )  # fmt: skip
        self._offer()

    def hand(self) -> None:
        """Write the package beside the window."""
        folder, key, workspace = self.folder.path, self.key.key, self.session.workspace
        if self.job is not None or key is None:
            return
        if folder is None:
            self.message.say(_("Choose the folder for the package first."), "warning")
            self.folder.setFocus()
            return
        self.session.flush()
        signing: SigningKey = key
        tongue = language()

        def work(progress: Progress) -> Handed:
            from cami_desktop.loop.submit import WORKING, submit

            return submit(workspace, folder, signing, kind=WORKING, report_language=tongue, progress=counting(progress))

        self.opener.hide()
        self.message.say(_("Writing and signing …"))
        self.job = self.jobs.run(_("Handing over"), work, done=self._handed, failed=self._failed)
        self.job.cancelled.connect(self._stopped)
        self._offer()

    # Inside

    def _handed(self, handed: Handed) -> None:
        self.job = None
        self.path = handed.package
        n = sum(handed.submission.counts.values())
        size = formats.size(handed.package.stat().st_size)
        words = n_("Written and read back: {name}, {size}, {n} record. Now give this one file to the other laptop.",
                   "Written and read back: {name}, {size}, {n} records. Now give this one file to the other laptop.",
                   n)  # fmt: skip
        self.message.say(words.format(name=handed.package.name, size=size, n=formats.number(n)), "good")
        self.opener.setToolTip(str(handed.package))
        self.opener.show()
        self.opener.setFocus()
        self.session.saved.emit()
        self._offer()

    def _failed(self, error: CamiError) -> None:
        self.job = None
        self.message.say(str(error), "error")
        self._offer()

    def _stopped(self) -> None:
        self.job = None
        self.message.say(_("Stopped. Nothing was written."))
        self._offer()

    def _key_changed(self, _key: object) -> None:
        self._offer()
        if self.signer.isEnabled() and self.key.isVisible():
            self.signer.setFocus()

    def _offer(self) -> None:
        free = self.job is None and not self.session.workspace.read_only
        self.signer.setEnabled(free and self.key.key is not None)

    def _open(self) -> None:
        if self.path is not None:
            show_in_folder(self.path)
