"""The backups of the workspace: the list, a backup now, and what became of a restore, which can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cami_desktop.desktop.care_backups import BackupTable
from cami_desktop.desktop.care_found import Listed, find_backups, moment
from cami_desktop.desktop.jobs import Progress
from cami_desktop.desktop.loader import Errand
from cami_desktop.desktop.places.submit.parts import show_in_folder
from cami_desktop.desktop.widgets import Reply, button, column, label, row
from cami_desktop.errors import CamiError
from cami_desktop.words import _, formats, n_

if TYPE_CHECKING:
    from cami_desktop.desktop.care import Care
    from cami_desktop.desktop.jobs import Jobs
    from cami_desktop.desktop.places.safety.place import Safety
    from cami_desktop.desktop.session import Session
    from cami_desktop.workspace.backup import Backup
    from cami_desktop.workspace.cipher import Key

    Passphrase = str | Key | None


class BackupsPart(QWidget):
    """The list and its buttons. compare_wanted(listed, restoring) asks to see what differs."""

    compare_wanted = Signal(object, bool)

    def __init__(self, session: Session, jobs: Jobs, care: Care) -> None:
        super().__init__()
        self.session = session
        self.jobs = jobs
        self.care = care
        self.restored: Restored | None = None
        self.table = BackupTable()
        self.table.picked.connect(self._offer)
        self.table.opened.connect(lambda _listed: self.want_compare())
        self.message = Reply()
        self.maker = button(
            _("Back up now"), self.back_up, icon="add", main=True, key="Ctrl+Shift+B",
            hint=_("Copy the file as it is now, and check the copy"),
        )  # fmt: skip
        self.comparer = button(_("Compare with now"), self.want_compare, hint=_("Show what differs (Enter)"))
        self.restorer = button(_("Restore…"), self.want_restore, icon="history", hint=_("See what differs first"))
        self.folder = button(_("Open the folder"), self._open_folder, icon="open")
        self.taker = button(_("Undo the restore"), self.take_back, icon="undo")
        self.taker.hide()
        about = _(
            "A backup is made when the workspace is closed, every 30 minutes of work, and before each import, merge "
            "and restore. Each was read again, checked and counted before it got its name. Old ones are thinned out."
        )
        buttons = row(self.maker, self.comparer, self.restorer, self.folder, None)
        self.none = label(_("There is no backup yet: the first is made when something was stored, or now."), wrap=True)
        parts = (self.none, self.table, buttons, self.message, row(self.taker, None))
        column(self, label(about, tone="muted", wrap=True), *parts)
        self.none.hide()
        self._offer(None)

    def look(self) -> None:
        """List the backups again."""
        workspace = self.session.workspace

        def work(_progress: Progress) -> list[Listed]:
            return find_backups(workspace.path, workspace.backups.second, workspace.backups.mark)

        self.jobs.run_quietly(work, self._show, self._not_listed)

    def back_up(self) -> None:
        """Make a backup now."""
        from cami_desktop.workspace.backup import Reason

        self.session.flush()
        self.maker.setEnabled(False)
        self.message.say(_("Backing up …"))
        workspace = self.session.workspace
        job = self.jobs.run(
            _("Backing up"), lambda _progress: workspace.back_up(Reason.ASKED), done=self._made, failed=self._not_made
        )
        job.cancelled.connect(self._free)

    @property
    def first(self) -> QWidget:
        """Where the keyboard begins."""
        return self.maker if self.table.isHidden() else self.table

    def want_compare(self) -> None:
        """Show what differs between the chosen backup and the workspace."""
        self._want(restoring=False)

    def want_restore(self) -> None:
        """The same, as the first step of restoring it."""
        self._want(restoring=True)

    def show_restored(self, done: Restored) -> None:
        """Say what a restore did, and offer to take it back."""
        self.restored = done
        words = [done.words]
        if done.before is not None:
            words.append(_("The state before is kept: {file}.").format(file=done.before.name))
        if done.carried:
            sent = n_(
                "{n} package handed in after this backup stays in the list; its number is not used again.",
                "{n} packages handed in after this backup stay in the list; their numbers are not used again.",
                done.carried,
            )
            words.append(sent.format(n=done.carried))
        self.message.say(" ".join(words), "good")
        self.taker.setVisible(done.before is not None)
        if done.before is not None:
            self.taker.setFocus()

    def take_back(self) -> None:
        """Undo the restore: put the state before it back, which is itself kept and can be undone."""
        done = self.restored
        if done is not None and done.before is not None:
            words = _("The restore was taken back.")
            self.session.errand_wanted.emit(restoring(self.session, done.before, done.passphrase, words))

    # Inside

    def _want(self, *, restoring: bool) -> None:
        if self.table.value is not None:
            self.session.flush()
            self.compare_wanted.emit(self.table.value, restoring)

    def _show(self, found: list[Listed]) -> None:
        self.table.show_backups(found)
        self.table.setVisible(bool(found))
        self.none.setVisible(not found)
        self._offer(self.table.value)

    def _not_listed(self, error: CamiError) -> None:
        self.message.say(str(error), "error")

    def _made(self, made: Backup | None) -> None:
        self._free()
        self.care.backed_up(made)
        if made is None:
            self.message.say(_("The workspace holds nothing yet, so there is nothing to back up."), "hint")
            return
        from cami_desktop.workspace.backup import told

        rows = sum(told(made.counts or {}).values())
        counted = n_("Backed up: {n} row checked and counted.", "Backed up: {n} rows checked and counted.", rows)
        self.message.say(counted.format(n=formats.number(rows)), "good")
        self.look()

    def _not_made(self, error: CamiError) -> None:
        self._free()
        self.care.failed(error)
        self.message.say(str(error), "error")

    def _free(self) -> None:
        self._offer(self.table.value)

    def _offer(self, chosen: Listed | None) -> None:
        workspace = self.session.workspace
        self.maker.setEnabled(not workspace.read_only)
        self.comparer.setEnabled(chosen is not None)
        self.restorer.setEnabled(chosen is not None and not workspace.read_only)
        self.folder.setEnabled(chosen is not None)

    def _open_folder(self) -> None:
        if self.table.value is not None:
            show_in_folder(self.table.value.path)


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did, in words; where the state before is, and what opens that; packages that stay known."""

    words: str
    before: Path | None
    passphrase: Passphrase
    carried: int = 0


def restoring(session: Session, backup: Path, passphrase: Passphrase, words: str) -> Errand:
    """The errand that puts a backup in the place of the workspace; passphrase opens the backup where it needs one."""
    workspace = session.workspace
    path, who, own, second = workspace.path, workspace.who, workspace.backups.key, workspace.backups.second

    def work() -> tuple[Restored, Passphrase]:
        from cami_desktop.workspace.cipher import is_protected
        from cami_desktop.workspace.restore import restore
        from cami_desktop.workspace.workspace import utc_now

        done = restore(
            backup, path, who=who, clock=utc_now, second=second, passphrase=own, backup_passphrase=passphrase
        )
        # The restored file keeps the passphrase of the backup; a protected one stays so where the backup is not.
        opens = (passphrase or own) if is_protected(backup) else own
        return Restored(words, done.before, own, done.carried), opens

    title = _("Restoring {name} …").format(name=path.name)
    return Errand(title, work, "safety", _show_restored, _show_failed)


def restored_words(chosen: Listed) -> str:
    """That a backup was restored."""
    return _("Restored: the state of {moment}.").format(moment=moment(chosen.backup))


def _show_restored(place: Safety, done: Restored) -> None:
    place.backups.show_restored(done)


def _show_failed(place: Safety, error: CamiError) -> None:
    place.backups.message.say(str(error), "error")
