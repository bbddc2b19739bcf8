"""Takes care of the open workspace while people work: backups each half hour, a folded log, an index that keeps up."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from cami_desktop.desktop.jobs import Jobs, Progress
from cami_desktop.errors import CamiError, DamagedInput
from cami_desktop.words import _

if TYPE_CHECKING:
    from cami_desktop.desktop.session import Session
    from cami_desktop.workspace.backup import Backup
    from cami_desktop.workspace.workspace import Workspace

LOOK_EVERY = 60_000
"""Milliseconds between two looks whether a backup is due and whether the window is idle."""

IDLE_AFTER = 60.0
"""Seconds without anything stored after which the window counts as idle."""

QUIET_AFTER = 5.0
"""Seconds without anything stored that a backup waits for: disk and file are busy with it for a moment."""

MOST_PUT_OFF = 5
"""How often a backup waits for a quiet moment before it is made all the same."""

TRY_AGAIN_AFTER = 300.0
"""Seconds after a backup that failed until it is tried again: a full disk is not emptied in a minute."""

SOON = 2_000
"""Milliseconds after an import or a merge until its records are entered for searching."""

BATCH = 50
"""Records entered for searching in one transaction: some 25 milliseconds in which typing would wait to be stored."""

GAP = 0.005
"""Seconds between two such transactions, in which what is typed gets its turn."""


class Care(QObject):
    """The care for one session. told(text, tone) is for the status line; changed() tells of a new backup or a trouble.

    trouble: what went wrong with the last backup, until one succeeds.
    """

    told = Signal(str, str)
    changed = Signal()
    _heard = Signal(object)

    @classmethod
    def of(cls, session: Session, jobs: Jobs) -> Care:
        """The one care of a session, shared by the window and its places."""
        return next((child for child in session.children() if isinstance(child, cls)), None) or cls(session, jobs)

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__(session)
        self.trouble: CamiError | None = None
        self._workspace = session.workspace
        self._jobs = jobs
        self._busy = False
        self._untidy = True
        self._put_off = 0
        self._stored_at = time.monotonic()
        self._not_before = 0.0
        # Backups are also made by jobs, so what they tell comes from any thread.
        self._heard.connect(self._hear)
        self._workspace.backups.tell = self._heard.emit
        session.saved.connect(self._stored)
        session.changed.connect(self._changed)
        self._timer = QTimer(self, interval=LOOK_EVERY)
        self._timer.timeout.connect(self.look)
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._soon.timeout.connect(self.tidy)
        if not self._workspace.read_only:
            self._timer.start()
        self._first = QTimer(self, singleShot=True, interval=SOON)
        self._first.timeout.connect(self.check)
        self._first.start()

    def stop(self) -> None:
        """The session is being closed: begin nothing more."""
        for timer in (self._timer, self._soon, self._first):
            timer.stop()

    def check(self) -> None:
        """Look beside the window whether the file is sound: a damaged one can often be opened and read for long."""
        workspace = self._workspace
        self._jobs.run_quietly(lambda _progress: damage(workspace), self._checked)

    def _checked(self, error: CamiError | None) -> None:
        if error is not None:
            self._tell(error, "error")

    def look(self) -> None:
        """Back up what is due; in an idle window, tidy up."""
        now = time.monotonic()
        if self._busy:
            return
        if self._workspace.backups.owed and now >= self._not_before:
            if now < self._stored_at + QUIET_AFTER and self._put_off < MOST_PUT_OFF:
                self._put_off += 1
            else:
                self._start_due()
        elif now >= self._stored_at + IDLE_AFTER and self._untidy:
            self.tidy()

    def tidy(self) -> None:
        """Enter what changed for searching, and fold what was logged ahead into the file, beside the window."""
        if self._busy or self._workspace.read_only:
            return
        self._busy, self._untidy = True, False
        workspace = self._workspace
        job = self._jobs.run_quietly(lambda progress: tidy(workspace, progress), self._tidied, self._untidied)
        job.cancelled.connect(self._free)

    def backed_up(self, _made: Backup | None = None) -> None:
        """A backup was made, by whomever: what is known about trouble is what the workspace knows."""
        self.trouble = self._workspace.backups.trouble
        self.changed.emit()

    def failed(self, error: CamiError) -> None:
        """A backup could not be made."""
        from cami_desktop.workspace.backup import log_trouble

        log_trouble(error)
        self._not_before = time.monotonic() + TRY_AGAIN_AFTER
        self._free()
        self._tell(error, "error")

    def _start_due(self) -> None:
        self._busy, self._put_off = True, 0
        workspace = self._workspace
        job = self._jobs.run_quietly(lambda _progress: back_up_due(workspace), self._looked, self.failed)
        job.cancelled.connect(self._free)

    def _stored(self) -> None:
        self._stored_at = time.monotonic()
        self._untidy = True

    def _changed(self, kind: str, _id: str) -> None:
        # Everything at once: an import or a merge, which may bring more than a search can enter by itself.
        if not kind and not self._workspace.read_only:
            self._soon.start()

    def _hear(self, error: CamiError) -> None:
        """The backup was made, and something about it went wrong: its second place, or one made on closing."""
        from cami_desktop.workspace.backup import log_trouble

        log_trouble(error)
        self._tell(error, "warning")

    def _tell(self, error: CamiError, tone: str) -> None:
        """Keep a trouble in view, and say it in the status line once, not each time it comes back."""
        known = self.trouble is not None and str(self.trouble) == str(error)
        self.trouble = error
        self.changed.emit()
        if not known:
            self.told.emit(str(error), tone)

    def _looked(self, made: Backup | None) -> None:
        if made is not None:
            self.backed_up(made)
        self._free()

    def _tidied(self, _entered: int) -> None:
        self._free()

    def _untidied(self, _error: CamiError) -> None:
        # Nobody waits for it: what could not be done is done at the next idle moment, or on closing.
        self._untidy = True
        self._free()

    def _free(self) -> None:
        self._busy = False


def back_up_due(workspace: Workspace) -> Backup | None:
    """Back up a workspace where half an hour of work has no backup yet. Raises CamiError."""
    from cami_desktop.workspace.backup import Reason

    return workspace.back_up(Reason.WORK) if workspace.backup_due() else None


def damage(workspace: Workspace) -> CamiError | None:
    """What to tell about an open file whose pages or references are damaged; None where it is sound."""
    from cami_desktop.workspace import safe_copy

    found = safe_copy.findings(workspace.path, workspace.backups.key)
    if not found:
        return None
    return DamagedInput(
        _("{name} is damaged.").format(name=workspace.path.name),
        kept=_("What can still be read is shown; no backup can be made of it."),
        do=_("Go to Safety: restore a backup, or check the file and write a repaired copy."),
        details="; ".join(found),
    )


def tidy(workspace: Workspace, progress: Progress) -> int:
    """Enter what changed in short steps that can be stopped, then fold the log; return how many were entered."""
    from cami_desktop.workspace import search

    def between(entered: int, waiting: int) -> None:
        progress(entered, waiting)
        time.sleep(GAP)

    entered = search.catch_up(workspace, batch=BATCH, between=between)
    workspace.fold()
    return entered
