"""Restoring a backup in the place of a file that does not open, from the start page; nothing can be compared there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from cami_desktop.desktop.care_backups import BackupTable
from cami_desktop.desktop.care_found import Listed, moment
from cami_desktop.desktop.care_secret import SecretLine
from cami_desktop.desktop.theme import SPACE
from cami_desktop.desktop.widgets import Message, button, column, label, row
from cami_desktop.words import _


class StartBackups(QFrame):
    """The backups of a file that does not open. restore_wanted(path, passphrase): blank where none is needed."""

    restore_wanted = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.heading = label("", "heading", wrap=True)
        self.table = BackupTable((215, 215, 70, 120))
        self.table.picked.connect(self._picked)
        self.about = label("", wrap=True)
        self.secret = SecretLine(_("Passphrase of the backup"))
        self.secret.given.connect(self.restore)
        self.secret_row = QFrame()
        column(self.secret_row, row(label(_("Passphrase of the backup"), "label"), self.secret, None, space=2 * SPACE))
        self.message = Message(small=False)
        self.restorer = button(_("Restore this backup"), self.restore, icon="history", main=True)
        parts = (self.table, self.about, self.secret_row, self.message, row(self.restorer, None))
        column(self, self.heading, *parts, margin=2 * SPACE)
        self.hide()

    def show_backups(self, path: Path, found: Sequence[Listed]) -> None:
        """Show what can be put in the place of a file."""
        self.heading.setText(_("Backups of {name}").format(name=path.name))
        self.table.show_backups(found)
        self.message.say("")
        self.show()
        self.table.setFocus()

    def restore(self) -> None:
        """Ask for the chosen one."""
        chosen = self.table.value
        if chosen is None:
            return
        if chosen.protected and not self.secret.text:
            self.message.say(_("Type the passphrase first."), "warning")
            self.secret.setFocus()
            return
        self.message.say("")
        self.restore_wanted.emit(chosen.path, self.secret.text if chosen.protected else "")

    def set_busy(self, busy: bool) -> None:
        """While a backup is being put in place."""
        self.restorer.setEnabled(not busy)
        self.message.say(_("Restoring …") if busy else "")

    def _picked(self, chosen: Listed | None) -> None:
        self.restorer.setEnabled(chosen is not None)
        self.secret_row.setVisible(chosen is not None and chosen.protected)
        words = _("The state of {moment} takes the place of the file. The file as it is now is kept among the backups.")
        self.about.setText(words.format(moment=moment(chosen.backup)) if chosen is not None else "")
