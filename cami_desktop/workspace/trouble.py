"""What SQLite could not do, in words for a coordinator: a full disk, a pulled stick, a busy or a damaged file."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from cami_desktop.errors import CamiError, DamagedInput, Refused
from cami_desktop.words import _
from cami_desktop.workspace import cipher

_LITTLE = 1 << 20
"""Free bytes below which a failed write is put down to a full disk."""

_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_PROTECTED = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH)
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_DISK = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)


def explain(path: Path, error: BaseException | None) -> CamiError | None:
    """What to tell about an error of SQLite on a workspace file; None for one that is a fault of the program."""
    # The driver for protected files has exceptions of its own, with the same names and codes.
    names = {kind.__name__ for kind in type(error).__mro__}
    if error is None or "DatabaseError" not in names:
        return None
    extended = getattr(error, "sqlite_errorcode", None) or 0
    code = extended & 0xFF
    if code in _DAMAGED:
        return DamagedInput(
            _("{name} is damaged.").format(name=path.name),
            kept=_("What was stored before is unchanged."),
            do=_("Close it, keep the file as it is, and restore a backup."),
            details=_details(error),
        )
    if "OperationalError" not in names or code == sqlite3.SQLITE_ERROR:
        return None
    what, do = _words(path, code, extended)
    return Refused(
        what.format(name=path.name), kept=_("What was stored before is unchanged."), do=do, details=_details(error)
    )


@contextlib.contextmanager
def telling(path: Path) -> Iterator[None]:
    """Raise what is to be told in the place of an error of SQLite inside the block."""
    try:
        yield
    except cipher.errors() as error:
        told = explain(path, error)
        if told is None:
            raise
        raise told from error


def _words(path: Path, code: int, extended: int) -> tuple[str, str]:
    if code == sqlite3.SQLITE_FULL or (code in _DISK and _full(path)):
        return _("The disk is full: {name} could not be stored."), _("Free some space on the disk, then try again.")
    if code in _BUSY:
        return (
            _("Another program is using {name}."),
            _("Wait until it is done (a backup, a virus scanner, a synchronising program), then try again."),
        )
    if code in _PROTECTED:
        return (
            _("{name} may not be written any more: the file, its folder or its disk is protected."),
            _("Remove the protection, or copy the file to a folder in which you may write."),
        )
    if extended == sqlite3.SQLITE_IOERR_WRITE:
        return (
            _("{name} could not be written: the disk takes no more, or does not answer."),
            _("Check that the disk has free space and is still connected, then try again."),
        )
    if code in _DISK:
        return (
            _("The disk with {name} does not answer."),
            _("Check that the disk or the network is still connected, then open the file again."),
        )
    return (
        _("{name} could not be used."),
        _("Check that the disk has free space and that the file is not open elsewhere, then try again."),
    )


def _full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _LITTLE
    except OSError:
        return False


def _details(error: BaseException) -> str:
    return f"{getattr(error, 'sqlite_errorname', '')}: {error}"
