"""Opens, closes and changes workspace files on the thread of a job; the heavy libraries are loaded here."""

from __future__ import annotations

import dataclasses
import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cami_desktop.desktop import garbage
from cami_desktop.desktop.jobs import Progress, unexpected
from cami_desktop.desktop.window_state import state_of
from cami_desktop.errors import CamiError, DamagedInput

if TYPE_CHECKING:
    from cami_desktop.records.recordset import RecordSet
    from cami_desktop.workspace.cipher import Key
    from cami_desktop.workspace.repair import Repaired
    from cami_desktop.workspace.workspace import Workspace

    Opened = tuple[Workspace, RecordSet]

MOST_ENTERED = 2_000
"""Changed records that are still entered for searching when a file is closed: about a second of work."""


NEEDED = ("session", "drafts_bar", "history_panel")
"""Modules that the window needs as soon as a file is open; here they are loaded beside it."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Which file is to be opened, and how: for reading only, with which passphrase, second place for backups."""

    path: Path
    who: str = ""
    read_only: bool = False
    passphrase: str | Key | None = None
    second: Path | None = None


@dataclass(frozen=True, slots=True)
class NotOpened:
    """Why a file did not open, how many backups of it there are, and whether the doctor can try to repair a copy."""

    error: CamiError
    backups: int = 0
    repairable: bool = False


def try_open(wish: Opening, progress: Progress) -> Opened | NotOpened:
    """Open a workspace file and read its records, or say why it does not open and how many backups there are."""
    try:
        return open_workspace(wish, progress)
    except CamiError as error:
        from cami_desktop.desktop.care_found import find_backups

        damaged = isinstance(error, DamagedInput) and _legible(wish)
        return NotOpened(error, len(find_backups(wish.path, wish.second)), damaged)


def _legible(wish: Opening) -> bool:
    """Whether a damaged file still says what it is, so that its rows can be looked for."""
    from cami_desktop.workspace import cipher, store

    try:
        store.inspect(wish.path, cipher.unlock(wish.path, wish.passphrase))
    except CamiError:
        return False
    return True


def repair_copy(wish: Opening, progress: Progress) -> tuple[Opened, Repaired]:
    """Write a repaired copy of a file that does not open beside it, and open the copy. Raises CamiError."""
    from cami_desktop.workspace.repair import repair

    done = repair(wish.path, wish.passphrase)
    return open_workspace(dataclasses.replace(wish, path=done.path), progress), done


def restore_workspace(wish: Opening, backup: Path, progress: Progress) -> Opened:
    """Put a backup in the place of a file that does not open, and open it; wish.passphrase is that of the backup.

    Raises CamiError; the file is unchanged then.
    """
    from cami_desktop.workspace.lock import login
    from cami_desktop.workspace.restore import restore
    from cami_desktop.workspace.workspace import utc_now

    restore(
        backup, wish.path, who=wish.who or login(), clock=utc_now, second=wish.second, passphrase=wish.passphrase
    )
    return open_workspace(wish, progress)


def open_workspace(wish: Opening, progress: Progress) -> Opened:
    """Open a workspace file and read its records. Raises CamiError where it cannot be opened."""
    from cami_desktop.workspace.workspace import Workspace

    progress(0, 0)
    workspace = Workspace.open(
        wish.path, who=wish.who, read_only=wish.read_only, passphrase=wish.passphrase, second=wish.second
    )
    return _read(workspace)


def new_workspace(path: Path, country: str, cycle: str, who: str, second: Path | None = None) -> Opened:
    """Make a national workspace and open it. Raises CamiError where the file exists or cannot be written."""
    from cami_desktop.workspace.workspace import Workspace

    workspace = Workspace.create(path, country=country, cycle=cycle, who=who)
    workspace.backups.second = second
    return _read(workspace)


def sample_workspace(country: str, wish: Opening, progress: Progress) -> Opened:
    """Open the sample of a country, and make it first where there is none yet. Raises CamiError."""
    from cami_desktop.loop.sample import make_sample

    if not wish.path.exists():
        make_sample(wish.path.parent, country, wish.who, lambda done, total, _what: progress(done, total))
    return open_workspace(wish, progress)


def _read(workspace: Workspace) -> Opened:
    from cami_desktop.desktop.places.registry import first_place
    from cami_desktop.workspace import steps

    for name in NEEDED:
        importlib.import_module(f"cami_desktop.desktop.{name}")
    left = state_of(workspace.path)
    first_place(workspace.info.role, left.place if left is not None else "").load()
    try:
        with garbage.waits():
            # Counted here, what can be undone is known to the window at once.
            steps.undo_steps(workspace, 1)
            steps.redo_steps(workspace, 1)
            records = workspace.records()
            _look_up(records)
            return workspace, records
    except Exception:
        workspace.close()
        raise


def _look_up(records: RecordSet) -> None:
    """Have the rules look up what they need of all records, before a form asks them about its first one."""
    from cami_desktop.records import KINDS
    from cami_desktop.records.rules import check_record

    for cls in KINDS.values():
        for record in records.all(cls)[:1]:
            check_record(record, records)


def close_workspace(workspace: Workspace) -> list[CamiError]:
    """Close a file, which backs it up, and return what went wrong with that; the file itself is closed in any case."""
    from cami_desktop.workspace.backup import log_trouble

    troubles: list[CamiError] = []

    def tell(error: CamiError) -> None:
        log_trouble(error)
        troubles.append(error)

    workspace.backups.tell = tell
    workspace.close(most_entered=MOST_ENTERED)
    return troubles


@dataclass(frozen=True, slots=True)
class Errand:
    """Work on the file of the open workspace for which it is closed meanwhile, and opened again afterwards.

    work() runs on a thread; it returns what told() gets, and the passphrase that opens the file then. told and failed
    get the place that shows the errand, built anew, with the result or the error: they must hold no widgets themselves.
    """

    title: str
    work: Callable[[], tuple[Any, str | Key | None]]
    place_id: str
    told: Callable[[Any, Any], None]
    failed: Callable[[Any, CamiError], None]


@dataclass(frozen=True, slots=True)
class Ran:
    """What became of an errand: its result or its error, and the workspace, opened again (None: error says why not)."""

    opened: Opened | None
    result: Any = None
    error: CamiError | None = None


def run_errand(workspace: Workspace, errand: Errand, _progress: Progress) -> Ran:
    """Close a workspace, do the errand, and open it again whatever became of it; errors are returned, not raised."""
    passphrase: str | Key | None = workspace.backups.key
    result, failure = None, None
    try:
        close_workspace(workspace)
        result, passphrase = errand.work()
    except CamiError as error:
        failure = error
    except Exception as error:
        failure = unexpected(error)
    wish = Opening(workspace.path, workspace.who, passphrase=passphrase, second=workspace.backups.second)
    try:
        return Ran(open_workspace(wish, _unheard), result, failure)
    except CamiError as error:
        return Ran(None, result, error)


def _unheard(_done: int, _total: int) -> None:
    """Opening again after an errand is not stopped."""
