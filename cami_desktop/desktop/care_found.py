"""The backups of a workspace that are found on the disks: when, why, how large, where; shown elsewhere."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cami_desktop.words import _, formats

if TYPE_CHECKING:
    from cami_desktop.workspace.backup import Backup


@dataclass(frozen=True, slots=True)
class Listed:
    """A backup that was found: bytes, whether it needs a passphrase, and whether it lies beside the file and apart."""

    backup: Backup
    size: int
    protected: bool
    beside: bool
    apart: bool

    @property
    def path(self) -> Path:
        """The file: that beside the workspace, where there is one."""
        return self.backup.path


def find_backups(workspace: Path, second: Path | None = None, mark: str | None = None) -> list[Listed]:
    """The backups of a workspace beside it and in the second place, newest first; for the thread of a job.

    mark: that of the workspace, so that others of its name are left out; None where the file cannot say its own.
    """
    from cami_desktop.workspace.backup import backup_folder, backups_in

    beside = {item.path.name: item for item in backups_in(backup_folder(workspace), mark)}
    other = backups_in(backup_folder(workspace, second), mark) if second is not None else []
    apart = {item.path.name: item for item in other}
    both = {**apart, **beside}.values()
    found = [_listed(item, item.path.name in beside, item.path.name in apart) for item in both]
    return sorted(
        (item for item in found if item is not None), key=lambda item: (item.backup.at, item.path.name), reverse=True
    )


def _listed(backup: Backup, beside: bool, apart: bool) -> Listed | None:
    from cami_desktop.workspace.cipher import is_protected

    with contextlib.suppress(OSError):
        return Listed(backup, backup.path.stat().st_size, is_protected(backup.path), beside, apart)
    return None


def moment(backup: Backup) -> str:
    """When a backup was made, as the clock on the wall showed it."""
    return formats.moment_text(backup.at.astimezone().strftime("%Y-%m-%d %H:%M:%S"))


def why(backup: Backup) -> str:
    """Why a backup was made."""
    from cami_desktop.workspace.backup import REASON_WORDS

    return _(REASON_WORDS[backup.reason])
