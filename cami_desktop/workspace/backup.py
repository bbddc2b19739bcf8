"""Backups of one workspace: where they lie, when one is due, how a failed one is told; how to copy stands elsewhere."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import hashlib
import logging
import re
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cami_desktop import files
from cami_desktop.errors import CamiError, DamagedInput, Refused
from cami_desktop.words import N_, _
from cami_desktop.workspace import cipher, safe_copy, store
from cami_desktop.workspace.cipher import Key
from cami_desktop.workspace.safe_copy import Counts
from cami_desktop.workspace.thinning import kept

SUFFIX = ".cami"
EVERY = datetime.timedelta(minutes=30)
"""Work between two backups."""

DERIVED = frozenset({"info", "search_entry", "search_todo"})
"""Tables that even an empty workspace fills."""

UNTOLD = DERIVED | {"draft", "row_image", "content_piece"}
"""Tables whose rows are counted to check a copy, and mean nothing to a person by themselves."""

Clock = Callable[[], datetime.datetime]
Tell = Callable[[CamiError], None]


class Reason(StrEnum):
    """Why a backup was made; the word stands in its file name."""

    CLOSING = "closing"
    WORK = "work"
    MIGRATION = "migration"
    MERGE = "merge"
    IMPORT = "import"
    RESTORE = "restore"
    ASKED = "asked"
    DAMAGED = "damaged"


REASON_WORDS = {
    Reason.CLOSING: N_("When the workspace was closed"),
    Reason.WORK: N_("While working"),
    Reason.MIGRATION: N_("Before a newer version of the program changed the file"),
    Reason.MERGE: N_("Before a merge"),
    Reason.IMPORT: N_("Before an import"),
    Reason.RESTORE: N_("Before a backup was restored"),
    Reason.ASKED: N_("When somebody asked for it"),
    Reason.DAMAGED: N_("The damaged file that a backup replaced"),
}

_NAME = re.compile(r"(\d{4}-\d\d-\d\dT\d{6}Z) ([a-z]+) ([0-9a-f]{8})(?: \d+)?\.cami")
_AT = "%Y-%m-%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that got its name, and so was checked; at is UTC, mark names the workspace it is of.

    counts are rows by table where it was made just now, and None where it was only found.
    """

    path: Path
    at: datetime.datetime
    reason: Reason
    mark: str
    counts: Counts | None = None


def backup_folder(workspace: Path, beside: Path | None = None) -> Path:
    """The folder of a workspace's backups: `<name> backups`, beside it or in another place."""
    name = workspace.stem if workspace.suffix.lower() == SUFFIX else workspace.name
    return (workspace.resolve().parent if beside is None else beside) / f"{name} backups"


def backups_in(folder: Path, mark: str | None = None) -> list[Backup]:
    """The backups in a folder, newest first; of one workspace only, where its mark is given."""
    try:
        names = list(folder.iterdir())
    except OSError:
        return []
    found = [backup for path in names if (backup := _named(path)) and mark in (None, backup.mark)]
    return sorted(found, key=lambda backup: (backup.at, backup.path.name), reverse=True)


def _named(path: Path) -> Backup | None:
    match = _NAME.fullmatch(path.name)
    if match is None or match[2] not in set(Reason):
        return None
    with contextlib.suppress(ValueError):
        at = datetime.datetime.strptime(match[1], _AT).replace(tzinfo=datetime.UTC)
        return Backup(path, at, Reason(match[2]), match[3])
    return None


def mark_of(workspace: Path, key: Key | None = None) -> str:
    """Eight hexadecimal digits that tell workspaces of the same name apart; a restored workspace keeps them.

    Raises DamagedInput where the file does not say what it is.
    """
    try:
        with closing(safe_copy.reading(workspace, key)) as connection:
            facts = dict(connection.execute("SELECT name, value FROM info"))
    except cipher.errors() as error:
        raise DamagedInput(
            _("{name} is damaged and cannot be copied.").format(name=workspace.name),
            kept=_("No backup was made; the earlier ones are kept."),
            do=_("Run “cami doctor” on it, or restore an earlier backup."),
            details=str(error),
        ) from error
    told = "|".join(str(facts.get(name)) for name in ("role", "country", "cycle", "created_at"))
    return hashlib.sha256(told.encode()).hexdigest()[:8]


def log_trouble(error: CamiError) -> None:
    """Write a failed backup into the log: the least that is done about it."""
    logging.getLogger("cami").warning("%s [%s]", error, error.details)


class Keeper:
    """Keeps the backups of one workspace file.

    key opens the workspace where it is protected, and protects the backups;
    second: another folder that gets a copy of each backup (a setting of the machine, so the caller gives it);
    wanted: False makes none; sparing: closing makes one only where one is due, for commands that run for a moment;
    tell: called with what went wrong where nothing can be raised; trouble: that error, until a backup succeeds.
    """

    def __init__(
        self,
        workspace: Path,
        clock: Clock,
        *,
        key: Key | None = None,
        second: Path | None = None,
        tell: Tell = log_trouble,
    ) -> None:
        self.workspace = workspace
        self.key = key
        self.clock = clock
        self.second = second
        self.tell = tell
        self.wanted = True
        self.sparing = False
        self.trouble: CamiError | None = None
        self._changed = False
        self._mark = ""

    @property
    def folder(self) -> Path:
        """Where the backups lie."""
        return backup_folder(self.workspace)

    @property
    def mark(self) -> str:
        """What tells the backups of this workspace from others of its name. Raises DamagedInput."""
        self._mark = self._mark or mark_of(self.workspace, self.key)
        return self._mark

    def touched(self) -> None:
        """Take note that something was stored."""
        self._changed = True

    @property
    def owed(self) -> bool:
        """Whether something was stored since the last backup."""
        return self._changed

    def all(self) -> list[Backup]:
        """The backups beside the workspace, newest first."""
        return backups_in(self.folder, self.mark)

    def due(self) -> bool:
        """Whether something was stored since the last backup and that is half an hour old, or there is none."""
        if not (self._changed and self.wanted):
            return False
        newest = next(iter(self.all()), None)
        # A backup of the future tells of a clock that was wrong; it says nothing about the last half hour.
        return newest is None or not newest.at <= self._now() < newest.at + EVERY

    def make(self, reason: Reason) -> Backup | None:
        """Back the workspace up, thin out old backups and return the new one; None where it holds nothing yet.

        Raises DamagedInput where the workspace is damaged, Refused where the backup cannot be written.
        A second place that fails is told and stands in the way of nothing.
        """
        if not self.wanted or self._empty():
            return None
        before, self._changed = self._changed, False
        try:
            backup = self._write(reason)
        except CamiError:
            self._changed = self._changed or before
            raise
        self.trouble = None
        self._tidy(self.folder, backup)
        if self.second is not None:
            self._second(backup, self.second)
        return backup

    def close(self) -> None:
        """Back up a workspace that is being closed, where something was stored; a failure is told, not raised."""
        if not self._changed or (self.sparing and not self.due()):
            return
        try:
            self.make(Reason.CLOSING)
        except CamiError as error:
            self._tell(error)

    def _empty(self) -> bool:
        try:
            with closing(safe_copy.reading(self.workspace, self.key)) as connection:
                counts = safe_copy.count_rows(connection)
        except cipher.errors():
            return False
        return not told(counts, DERIVED)

    def place_for(self, reason: Reason, mark: str = "") -> Path:
        """A free name for a backup made now, in the folder, which is made where it lacks. Raises Refused.

        mark: that of the workspace where it cannot be read from the file any more.
        """
        folder = self.folder
        try:
            folder.mkdir(exist_ok=True)
        except OSError as error:
            raise safe_copy.unwritable(folder, error) from error
        stem = f"{self._now().strftime(_AT)} {reason} {mark or self.mark}"
        target, n = folder / f"{stem}{SUFFIX}", 1
        while target.exists():
            n += 1
            target = folder / f"{stem} {n}{SUFFIX}"
        return target

    def _write(self, reason: Reason) -> Backup:
        target = self.place_for(reason)
        counts = safe_copy.checked_copy(self.workspace, target, key=self.key)
        named = _named(target)
        assert named is not None
        return dataclasses.replace(named, counts=counts)

    def _second(self, backup: Backup, place: Path) -> None:
        folder = backup_folder(self.workspace, place)
        try:
            if not place.is_dir():
                raise Refused(
                    _("The second place for backups, {path}, is not there.").format(path=place),
                    kept=_("The backup beside the workspace was made."),
                    do=_("Plug the disk in, or choose another place."),
                )
            folder.mkdir(exist_ok=True)
            safe_copy.plain_copy(backup.path, folder / backup.path.name, overwrite=True)
            self._tidy(folder, backup)
        except CamiError as error:
            self._tell(error)
        except OSError as error:
            self._tell(safe_copy.unwritable(folder, error))

    def _tidy(self, folder: Path, newest: Backup) -> None:
        """Delete what thinning leaves out and what a killed program left unfinished, of this workspace only.

        Nothing at a restore: the backup that is being restored may be one whose turn to go has come.
        """
        if newest.reason is Reason.RESTORE:
            return
        found = [item for item in backups_in(folder, newest.mark) if item.reason is not Reason.DAMAGED]
        stay = kept((item.at for item in found), newest.at)
        gone = [item.path for item in found if item.at not in stay and item.path != newest.path]
        # A copy that was just being read when the program was killed has SQLite's side files beside it.
        for part in folder.glob(f".*{newest.mark}*{files.PART}*"):
            with contextlib.suppress(OSError):
                if abs(time.time() - part.stat().st_mtime) > files.ABANDONED_AFTER:
                    gone.append(part)
        for path in gone:
            with contextlib.suppress(OSError):
                path.unlink()

    def _tell(self, error: CamiError) -> None:
        self.trouble = error
        self.tell(error)

    def _now(self) -> datetime.datetime:
        return self.clock().astimezone(datetime.UTC).replace(microsecond=0)


def back_up_to(workspace: Path, target: Path | None = None, *, passphrase: str | None = None) -> Backup | None:
    """Back up a workspace that another program may have open, to a new file or, where none is named, beside it.

    None where it holds nothing yet. Raises DamagedInput where it is damaged or no workspace, Refused where a newer
    version made it, the name is taken or the backup cannot be written.
    """
    key = cipher.unlock(workspace, passphrase)
    store.refuse_newer(workspace, store.inspect(workspace, key))
    keeper = Keeper(workspace, _utc_now, key=key)
    if target is None:
        return keeper.make(Reason.ASKED)
    counts = safe_copy.checked_copy(workspace, target, key=key)
    return Backup(target, _utc_now(), Reason.ASKED, keeper.mark, counts)


def told(counts: Counts, without: frozenset[str] = UNTOLD) -> Counts:
    """Of rows by table those that are not 0: records, history, ledgers, contents; no shadows of the search index."""
    from cami_desktop.workspace import tables

    return {name: n for name, n in counts.items() if n and name in tables.metadata.tables and name not in without}


def _utc_now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)
