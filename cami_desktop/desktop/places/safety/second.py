"""The second place for backups: a folder, best on another disk, that gets a copy of each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cami_desktop.desktop import settings
from cami_desktop.desktop.places.submit.parts import folder_line, named
from cami_desktop.desktop.widgets import Reply, button, column, label, row
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session


class SecondPart(QWidget):
    """A folder that is kept for all workspaces of this computer. chosen() after it changed."""

    chosen = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        about = _(
            "Backups beside the file are lost with the disk. Choose a folder on another disk or drive, and each backup "
            "is copied there too. If it is not there when a backup is made, you are told. It is kept for every "
            "workspace that is opened on this computer."
        )
        self.folder = folder_line(_("Second place"), settings.second_place())
        self.folder.line.returnPressed.connect(self.use)
        self.user = button(_("Use this place"), self.use, hint=_("Use this place (Enter)"))
        self.nobody = button(_("Use none"), self.use_none)
        self.message = Reply()
        line = named(_("Second place"), self.folder)
        column(self, label(about, tone="muted", wrap=True), line, row(self.user, self.nobody, None), self.message)
        self._offer()

    def use(self) -> None:
        """Copy each backup to the folder from now on."""
        place = self.folder.path
        if place is None:
            self.use_none()
            return
        if not place.is_dir():
            words = _("There is no folder {path}. Plug the drive in, or choose another.")
            self.message.say(words.format(path=place), "error")
            self.folder.setFocus()
            return
        if place.resolve() == self.session.workspace.path.resolve().parent:
            self.message.say(_("This is the folder of the file itself. Choose one on another disk."), "warning")
            self.folder.setFocus()
            return
        self._keep_place(place)
        self.message.say(_("Each backup is copied there too, beginning with the next one."), "good")

    def use_none(self) -> None:
        """Keep backups only beside the file."""
        self.folder.put(None)
        self._keep_place(None)
        self.message.say(_("Backups are kept beside the file only."), "hint")

    def _keep_place(self, place: Path | None) -> None:
        settings.keep_second_place(place)
        self.session.workspace.backups.second = place
        self._offer()
        self.chosen.emit()

    def _offer(self) -> None:
        self.nobody.setEnabled(settings.second_place() is not None)
