"""The third step of a submission: who signs, where it is written; and what was handed over then."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from cami_desktop.desktop.places.submit.parts import (
    KeyOpener,
    folder_line,
    key_beside,
    languages,
    named,
    show_in_folder,
)
from cami_desktop.desktop.widgets import Message, Reply, button, column, label, row, rule
from cami_desktop.words import _, formats, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.jobs import Jobs
    from cami_desktop.desktop.session import Session
    from cami_desktop.exchange.keys import SigningKey
    from cami_desktop.loop.submit import Handed

PACKAGES = "packages"
"""Folder beside the workspace that is proposed for packages."""


class SignPart(QWidget):
    """Key, folder, language of the report, and the button. wanted(folder, key, language) asks for the submission."""

    wanted = Signal(object, object, str)

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__()
        place = session.workspace.path
        self.key = KeyOpener(jobs, key_beside(place, session.info.country))
        self.folder = folder_line(_("Folder for the package"), place.parent / PACKAGES)
        self.language = languages()
        self.signer = button(
            _("Sign and hand over"), self.sign, icon="submit", main=True, key="Ctrl+Return",
            hint=_("Write, sign, read back, verify and count the package"),
        )  # fmt: skip
        self.message = Reply()
        self._blocked = False
        self._busy = False
        column(
            self, self.key, rule(), named(_("Folder for the package"), self.folder),
            named(_("Language of the report"), self.language, None), row(self.signer, None), self.message,
        )  # fmt: skip
        self.key.opened.connect(lambda _key: self._key_changed())
        self._offer()

    def sign(self) -> None:
        """Ask for the submission, where everything is there."""
        folder, key = self.folder.path, self.key.key
        if key is None:
            self.message.say(_("Open your key first: its passphrase signs."), "warning")
            self.key.secret.setFocus()
        elif folder is None:
            self.message.say(_("Choose the folder for the package first."), "warning")
            self.folder.setFocus()
        else:
            self.wanted.emit(folder, key, self.language.currentData())

    def show_state(self, *, blocked: bool, busy: bool) -> None:
        """Whether something stands in the way, and whether a submission is being made."""
        self._blocked, self._busy = blocked, busy
        self._offer()

    @property
    def opened(self) -> SigningKey | None:
        """The open key."""
        return self.key.key

    def _offer(self) -> None:
        self.signer.setEnabled(self.key.key is not None and not self._blocked and not self._busy)

    def _key_changed(self) -> None:
        """What was said about the key before is past."""
        if not self._busy:
            self.message.say("")
        self._offer()
        focus = QApplication.focusWidget()
        if self.key.key is not None and self.signer.isEnabled() and focus is not None and self.key.isAncestorOf(focus):
            self.signer.setFocus()


class ResultPart(QWidget):
    """What was handed over: the file, that it was read back, verified and counted, and its digest."""

    def __init__(self) -> None:
        super().__init__()
        self.path: Path | None = None
        self.lines = [Message(small=False) for _number in range(4)]
        self.digest = QLabel()
        self.digest.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.open_button = button(_("Open the folder"), self._open, icon="open")
        self.next = label(_("Now send this one file to the Secretariat, by e-mail, messenger or stick."), wrap=True)
        digest = named(_("Digest (SHA-256)"), self.digest, None)
        column(self, *self.lines, digest, self.next, row(self.open_button, None), space=4)

    def show_handed(self, handed: Handed) -> None:
        """Say what was done."""
        submission = handed.submission
        self.path = handed.package
        total = sum(submission.counts.values())
        size = formats.number(max(1, handed.package.stat().st_size // 1024))
        kinds = formats.number(len(submission.counts))
        self.lines[0].say(
            _("Written: {name}, {size} kB, submission {n}").format(
                name=handed.package.name, size=size, n=submission.number
            ),
            "good",
        )
        self.lines[1].say(_("Read back: every record is the one in the workspace"), "good")
        verified = _("Verified: the three signatures hold, signed by {who}")
        self.lines[2].say(verified.format(who=submission.signer), "good")
        counted = n_("Counted: {n} record of {kinds} kinds", "Counted: {n} records of {kinds} kinds", total)
        self.lines[3].say(counted.format(n=formats.number(total), kinds=kinds), "good")
        self.digest.setText(submission.digest)
        self.open_button.setToolTip(str(handed.package))

    def _open(self) -> None:
        if self.path is not None:
            show_in_folder(self.path)
