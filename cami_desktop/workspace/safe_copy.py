"""Copies a workspace file while it is open, and calls the copy one only after reading it again; knows no backups."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing
from pathlib import Path

from cami_desktop import files
from cami_desktop.errors import CamiError, DamagedInput, Refused
from cami_desktop.words import _
from cami_desktop.workspace import cipher
from cami_desktop.workspace.cipher import Key

Counts = dict[str, int]
"""Rows by table."""

_PIECE = 1 << 20
_STEP = 1024
"""Pages copied at a time: few enough to stay in the cache of the processor."""

_STRUCTURE, _REFERENCES = "integrity_check", "foreign_key_check"
_MOST = 20
"""Findings told; a torn file has thousands."""


def checked_copy(source: Path, target: Path, *, overwrite: bool = False, key: Key | None = None) -> Counts:
    """Copy a workspace, open or not, by SQLite's online backup; return its rows by table.

    The copy is written under another name, forced to the disk, opened again, checked and counted against the source as
    it was at that moment; only then it gets its name. key opens a protected workspace, and protects the copy. Raises
    DamagedInput where the source or the copy does not stand the check, Refused where the copy cannot be written or its
    name is taken.
    """
    with becoming(target, overwrite=overwrite) as part:
        try:
            counts = _copy(source, part, key)
        except cipher.errors("DatabaseError") as error:
            raise _not_copied(source, target, error) from error
        shutil.copymode(source, part)
        found, copied = _proved(part, key)
        if found or copied != counts:
            raise DamagedInput(
                _("{name} is damaged: a copy of it does not stand the check.").format(name=source.name),
                kept=_("No backup was made; the earlier ones are kept."),
                do=_("Run “cami doctor” on it, or restore an earlier backup."),
                details="; ".join(found) or f"counted {copied}, expected {counts}",
            )
    return counts


def plain_copy(source: Path, target: Path, *, overwrite: bool = False) -> None:
    """Copy a closed file byte by byte, read back and compared. Raises Refused where the copy cannot be written."""
    with becoming(target, overwrite=overwrite) as part:
        shutil.copyfile(source, part)
        shutil.copymode(source, part)
        files.sync(part)
        if digest(part) != digest(source):
            raise Refused(
                _("{path} was not written as it should be.").format(path=files.final(target)),
                kept=_("Nothing was changed."),
                do=_("Choose another disk: this one may be failing."),
            )


def _copy(source: Path, part: Path, key: Key | None) -> Counts:
    with closing(reading(source, key)) as here, closing(cipher.connect(part, key)) as copy:
        # One read transaction for both: what is counted is what is copied, whatever is stored meanwhile.
        here.execute("BEGIN")
        counts = count_rows(here)
        # The copy is nothing until it is whole, so it needs neither a journal nor a sync for each step.
        copy.execute("PRAGMA journal_mode = OFF")
        copy.execute("PRAGMA synchronous = OFF")
        here.backup(copy, pages=_STEP)
        copy.execute("PRAGMA journal_mode = DELETE")
        return counts


def _proved(part: Path, key: Key | None) -> tuple[list[str], Counts]:
    """Force a copy to the disk and read it: what is wrong with it, and its rows by table.

    Structure and references are looked at side by side while the disk writes: that takes two thirds of the time.
    """
    with ThreadPoolExecutor(1) as other:
        structure = other.submit(_asked, part, key, _STRUCTURE)
        files.sync(part)
        loose = _asked(part, key, _REFERENCES)
        found = [*structure.result(), *loose]
    return found, {} if found else count(part, key)


def reading(path: Path, key: Key | None = None) -> sqlite3.Connection:
    """A connection that reads a workspace which may be open elsewhere or was left in the middle of a change.

    It is opened for writing, because SQLite must be able to finish or take back what a killed program began.
    """
    connection = cipher.connect(path, key)
    connection.execute("PRAGMA query_only = ON")
    return connection


def looking(path: Path, key: Key | None = None) -> sqlite3.Connection:
    """A connection that only reads a closed file."""
    return cipher.connect(path, key, mode="ro")


def findings(path: Path, key: Key | None = None) -> list[str]:
    """What SQLite finds wrong with a closed file; empty where all is well."""
    return _asked(path, key, _STRUCTURE) or _asked(path, key, _REFERENCES)


def _asked(path: Path, key: Key | None, check: str) -> list[str]:
    try:
        with closing(looking(path, key)) as connection:
            found = [" ".join(map(str, row)) for row in connection.execute(f"PRAGMA {check}").fetchmany(_MOST)]
    except cipher.errors("DatabaseError") as error:
        return [str(error)]
    return [line for line in found if line != "ok"]


def count(path: Path, key: Key | None = None) -> Counts:
    """Rows by table of a closed file."""
    with closing(looking(path, key)) as connection:
        return count_rows(connection)


def count_rows(connection: sqlite3.Connection) -> Counts:
    """Rows by table: records by kind, history, ledgers, contents. Raises one of cipher.errors()."""
    names = [
        str(name)
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
            "AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
        )
    ]
    return {name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in names}


def digest(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            found.update(piece)
    return found.hexdigest()


def becoming(target: Path, *, overwrite: bool) -> AbstractContextManager[Path]:
    """files.becoming, whose errors say that the workspace is unchanged."""
    return files.becoming(target, overwrite=overwrite, kept=_("The workspace is unchanged."))


def unwritable(target: Path, error: Exception) -> Refused:
    """files.unwritable, which says that the workspace is unchanged."""
    return files.unwritable(target, error, _("The workspace is unchanged."))


def _not_copied(source: Path, target: Path, error: Exception) -> CamiError:
    """Tell a full disk or a busy file, which pass, from a source that cannot be read."""
    if isinstance(error, cipher.errors("OperationalError")):
        return unwritable(target, error)
    return DamagedInput(
        _("{name} is damaged and cannot be copied.").format(name=source.name),
        kept=_("No backup was made; the earlier ones are kept."),
        do=_("Run “cami doctor” on it, or restore an earlier backup."),
        details=str(error),
    )
