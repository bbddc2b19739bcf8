"""The passphrase of the workspace: set, changed or removed while the file is closed for a moment, with its sheet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QWidget

from cami_desktop.desktop.care_secret import SecretLine
from cami_desktop.desktop.loader import Errand
from cami_desktop.desktop.places.submit.parts import named, new_file_line, show_in_folder
from cami_desktop.desktop.widgets import Message, Reply, button, column, label, row
from cami_desktop.errors import CamiError
from cami_desktop.words import _, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.places.safety.place import Safety
    from cami_desktop.desktop.session import Session
    from cami_desktop.workspace.cipher import Key
    from cami_desktop.workspace.protection import Protection


class PassphrasePart(QWidget):
    """Present and new passphrase, the recovery sheet, and what became of it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._sheet: Path | None = None
        protected = session.workspace.backups.key is not None
        self.old = SecretLine(_("Present passphrase"))
        self.new = SecretLine(_("New passphrase"))
        self.again = SecretLine(_("New passphrase again"))
        self.again.given.connect(self.set_new)
        self.sheet = new_file_line(_("Recovery sheet"), _("Documents ({pattern})").format(pattern="*.pdf"))
        self.sheet.line.setPlaceholderText(_("Where to save it (PDF); blank for none"))
        self.backups = QCheckBox(_("Treat the backups in the same way"))
        self.backups.setChecked(True)
        setting = _("Change the passphrase") if protected else _("Protect the file")
        self.setter = button(setting, self.set_new, main=True)
        self.remover = button(_("Remove the passphrase"), self.remove, hint=_("Needs the present passphrase"))
        self.folder = button(_("Open the folder"), self._open_folder, icon="open")
        self.message, lost = Reply(), Message(small=False)
        self.old_row = QWidget()
        self.old_row.setLayout(named(_("Present passphrase"), self.old, None))
        column(
            self, label(_about(), tone="muted", wrap=True), lost, self.old_row,
            named(_("New passphrase"), self.new, None), named(_("New passphrase again"), self.again, None),
            named(_("Recovery sheet"), self.sheet), self.backups, row(self.setter, self.remover, None), self.message,
            row(self.folder, None),
        )  # fmt: skip
        # Only now that it has its place: a part without one would be a window of its own.
        lost.say(_("A lost passphrase means lost data: nobody can open the file without it."), "warning")
        self.old_row.setVisible(protected)
        self.remover.setVisible(protected)
        self.folder.hide()
        for item in (self.setter, self.remover):
            item.setEnabled(not session.workspace.read_only)

    def set_new(self) -> None:
        """Protect the file by the new passphrase."""
        if not self.setter.isEnabled() or not self._opens():
            return
        if not self.new.text:
            self._ask(self.new, _("Type the new passphrase first."))
        elif self.new.text != self.again.text:
            self._ask(self.again, _("The two are not the same. Type the new passphrase again."))
        else:
            sheet = self.sheet.path
            if sheet is not None and not sheet.suffix:
                sheet = sheet.with_suffix(".pdf")
            self._want(self.new.text, sheet)

    def remove(self) -> None:
        """Make the file readable without a passphrase."""
        if self._opens():
            self._want(None, None)

    def show_done(self, done: Done) -> None:
        """Say what became of the file and its backups."""
        words = []
        if done.protection.protected:
            words.append(_("The file opens only with its passphrase now."))
            words.append(_("A lost passphrase means lost data: nobody can open the file without it."))
        else:
            words.append(_("The file opens without a passphrase now."))
        if done.sheet is not None:
            sheet = _("Recovery sheet: {file}. Print it, put it away safely, and delete the file.")
            words.append(sheet.format(file=done.sheet))
        left = len(done.protection.left)
        if left:
            stay = n_(
                "{n} backup stays as it was, readable without a passphrase or with the earlier one.",
                "{n} backups stay as they were, readable without a passphrase or with the earlier one.",
                left,
            )
            words.append(stay.format(n=left))
        if done.protection.away is not None:
            away = _("The second place {path} is not there; what lies in it stays as it was.")
            words.append(away.format(path=done.protection.away))
        self._sheet = done.sheet
        self.folder.setVisible(done.sheet is not None)
        self.message.say(" ".join(words), "good")
        self.show_again()

    def show_again(self) -> None:
        """Bring the keyboard, and with it the page, back to this part."""
        (self.folder if not self.folder.isHidden() else self.setter).setFocus()

    # Inside

    def _opens(self) -> bool:
        """Whether the present passphrase, where there is one, is the right one."""
        from cami_desktop.workspace.cipher import Key

        key = self.session.workspace.backups.key
        if key is None:
            return True
        if not self.old.text:
            self._ask(self.old, _("Type the present passphrase first."))
            return False
        if not Key(self.old.text).same_as(key):
            self._ask(self.old, _("This is not the present passphrase. Nothing was changed."))
            return False
        return True

    def _ask(self, line: SecretLine, words: str) -> None:
        self.message.say(words, "error")
        line.again()

    def _want(self, new: str | None, sheet: Path | None) -> None:
        errand = protecting(self.session, new, sheet, also_backups=self.backups.isChecked())
        for line in (self.old, self.new, self.again):
            line.clear()
        self.session.errand_wanted.emit(errand)

    def _open_folder(self) -> None:
        if self._sheet is not None:
            show_in_folder(self._sheet)


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a workspace, and its recovery sheet."""

    protection: Protection
    sheet: Path | None


def protecting(session: Session, new: str | None, sheet: Path | None, *, also_backups: bool) -> Errand:
    """The errand that gives the workspace another passphrase, or none."""
    workspace = session.workspace
    path, old, who, second = workspace.path, workspace.backups.key, workspace.who, workspace.backups.second

    def work() -> tuple[Done, str | Key | None]:
        from cami_desktop.loop.protecting import protect

        done = protect(path, old, new, sheet=sheet, also_backups=also_backups, who=who, second=second)
        return Done(done, sheet), new

    title = _("Protecting {name} …") if new is not None else _("Removing the passphrase of {name} …")
    return Errand(title.format(name=path.name), work, "safety", _show_done, _show_failed)


def _show_done(place: Safety, done: Done) -> None:
    place.passphrase.show_done(done)
    place.bring(place.passphrase)


def _show_failed(place: Safety, error: CamiError) -> None:
    place.passphrase.message.say(str(error), "error")
    place.passphrase.show_again()
    place.bring(place.passphrase)


def _about() -> str:
    return _(
        "With a passphrase the file and its backups are noise to everyone else, for example after the theft of the "
        "computer. Print the recovery sheet and keep it where you keep what must not be lost."
    )
