"""Puts a backup in the place of a workspace, after the present state was itself backed up, so that it can be undone."""

from __future__ import annotations

import datetime
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from cami_desktop import files
from cami_desktop.errors import CamiError, DamagedInput
from cami_desktop.records import new_replica
from cami_desktop.words import _
from cami_desktop.workspace import cipher, protection, safe_copy, store
from cami_desktop.workspace.backup import Clock, Keeper, Reason, backup_folder, backups_in, mark_of
from cami_desktop.workspace.carried import carry
from cami_desktop.workspace.cipher import Key
from cami_desktop.workspace.lock import Lock
from cami_desktop.workspace.safe_copy import Counts

ASKED = 3
"""Backups of a folder that are asked what has left the house; one of them may not be readable."""

SIDE_FILES = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: the workspace, its rows by table, and where the state before it is (None: there was none).

    carried: packages handed in after the backup was made, which the workspace still knows.
    """

    workspace: Path
    counts: Counts
    before: Path | None
    carried: int = 0


def restore(
    backup: Path,
    workspace: Path,
    *,
    who: str,
    clock: Clock,
    second: Path | None = None,
    passphrase: str | Key | None = None,
    backup_passphrase: str | Key | None = None,
) -> Restored:
    """Put a backup in the place of a workspace, or under a new name; restoring `before` takes that back.

    The restored workspace goes on as a replica of its own: its counters run on from the backup, and others may have
    seen other changes that bear the same numbers. What has left the house since (packages, certificates) stays known,
    as far as the state before or the newest backup at hand knows it. backup_passphrase is needed where it is another
    one than that of the workspace; the restored file keeps it, and a protected workspace stays protected where the
    backup is not. Raises DamagedInput where the backup is damaged, Refused where a newer version made it, the workspace
    is open elsewhere, or nothing can be written; the workspace is unchanged then.
    """
    key = cipher.unlock(backup, backup_passphrase or passphrase)
    counts = _sound(backup, key)
    mark = mark_of(backup, key)
    since = clock().astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    held = Lock.take(workspace, who, since)
    try:
        files.sweep(workspace)
        before, own = None, None
        if workspace.exists():
            own = cipher.unlock(workspace, passphrase)
            before = _put_aside(Keeper(workspace, clock, second=second, key=own), mark)
        others = [(path, own or key) for path in _others(backup, workspace, second, mark)]
        knowing = [(workspace, own), *others] if workspace.exists() else others
        carried = _replace(backup, workspace, key, key or own, knowing)
    finally:
        held.release()
    return Restored(workspace, counts, before, carried)


def _others(backup: Path, workspace: Path, second: Path | None, mark: str) -> list[Path]:
    """The newest backups of the same workspace in the folders at hand: they know what the state before may not tell."""
    folders = [backup_folder(workspace), backup.resolve().parent]
    folders += [] if second is None else [backup_folder(workspace, second)]
    found: dict[Path, None] = {}
    for folder in folders:
        whole = [item.path for item in backups_in(folder, mark) if item.reason is not Reason.DAMAGED]
        found |= dict.fromkeys(whole[:ASKED])
    return list(found)


def _sound(backup: Path, key: Key | None) -> Counts:
    """The rows of a backup by table. Raises DamagedInput where it does not stand the check, Refused where newer."""
    store.refuse_newer(backup, store.inspect(backup, key))
    found = safe_copy.findings(backup, key)
    if found:
        raise DamagedInput(
            _("The backup {name} is damaged.").format(name=backup.name),
            kept=_("Nothing was changed."),
            do=_("Choose another backup."),
            details="; ".join(found),
        )
    return safe_copy.count(backup, key)


def _put_aside(keeper: Keeper, mark: str) -> Path | None:
    """Back up what will be replaced; a damaged file is kept as it is, with what lies beside it."""
    workspace = keeper.workspace
    _need_ours(workspace, keeper.key)
    # SQLite throws away a log that it cannot read, so what a killed program left is kept before it is opened.
    raw = _as_it_is(keeper, mark) if any(side.exists() for side in _sides(workspace)) else None
    try:
        made = keeper.make(Reason.RESTORE)
    except DamagedInput:
        return raw or _as_it_is(keeper, mark)
    store.settle(workspace, keeper.key)
    if raw is not None:
        for path in (raw, *_sides(raw)):
            path.unlink(missing_ok=True)
    return made.path if made else None


def _as_it_is(keeper: Keeper, mark: str) -> Path:
    """Copy the file and what lies beside it byte by byte, so that it may yet be repaired."""
    kept = keeper.place_for(Reason.DAMAGED, mark)
    safe_copy.plain_copy(keeper.workspace, kept)
    for side, copy in zip(_sides(keeper.workspace), _sides(kept), strict=True):
        if side.exists():
            safe_copy.plain_copy(side, copy)
    return kept


def _sides(path: Path) -> list[Path]:
    return [path.with_name(path.name + ending) for ending in SIDE_FILES]


def _need_ours(workspace: Path, key: Key | None) -> None:
    """Let a damaged workspace be replaced, by its name, but no file of another sort. Raises Refused."""
    if workspace.suffix.lower() == ".cami":
        return
    try:
        store.inspect(workspace, key)
    except CamiError:
        raise files.taken(workspace) from None


def _replace(
    backup: Path, workspace: Path, key: Key | None, wanted: Key | None, knowing: list[tuple[Path, Key | None]]
) -> int:
    """Put a checked copy of the backup, as a new replica, in the place of the workspace; return what carry does."""
    with safe_copy.becoming(workspace, overwrite=True) as whole:
        safe_copy.checked_copy(backup, whole, overwrite=True, key=key)
        if wanted is not key:
            protection.rewrite(whole, key, wanted)
        try:
            with closing(cipher.connect(whole, wanted)) as connection:
                connection.execute("UPDATE info SET value = ? WHERE name = 'replica'", (new_replica(),))
            carried = carry(whole, wanted, knowing)
        except cipher.errors() as error:
            raise safe_copy.unwritable(workspace, error) from error
        whole.chmod((workspace if workspace.exists() else backup).stat().st_mode & 0o777)
        files.sync(whole)
        # What a killed program left beside the workspace would be played back into the restored file.
        for side in _sides(workspace):
            side.unlink(missing_ok=True)
    return carried
