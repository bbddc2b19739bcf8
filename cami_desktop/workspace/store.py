"""The .cami file itself: told apart from other files, connected with the right care, closed to a single file."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from cami_desktop.errors import DamagedInput, Refused
from cami_desktop.words import _

APPLICATION_ID = 0x43414D49
"""`CAMI` in the header of the SQLite file, so that other SQLite files are told apart."""

SCHEMA = "0001"
"""The newest migration; a test compares it with the head of migrations/."""

LONGEST_PATH = 480
"""Bytes; SQLite takes paths of up to 512 and needs room for the names of side files."""

_MAGIC = b"SQLite format 3\x00"


def refuse_long(path: Path) -> None:
    """Raise Refused where SQLite could not open the file for the length of its path alone."""
    if len(os.fsencode(path.absolute())) > LONGEST_PATH:
        raise Refused(
            _("The path of {name} is too long.").format(name=path.name),
            kept=_("The file was not changed."),
            do=_("Move it to a folder nearer to the top of the disk."),
        )


def inspect(path: Path) -> str:
    """Return the schema revision of a workspace file without changing it.

    Raises DamagedInput where there is no file, it cannot be read, or it is not one of our workspaces.
    """
    refuse_long(path)
    if not path.is_file():
        raise DamagedInput(_("There is no workspace file {path}.").format(path=path))
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise DamagedInput(_("{path} cannot be read.").format(path=path), details=str(error)) from error
    ours = header[:16] == _MAGIC and int.from_bytes(header[68:72], "big") == APPLICATION_ID
    if not ours:
        raise DamagedInput(
            _("{name} is not a CAMI workspace.").format(name=path.name),
            kept=_("The file was not changed."),
            do=_("Choose a file that ends in .cami."),
        )
    return _stored_revision(path)


def _stored_revision(path: Path) -> str:
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise DamagedInput(
            _("{name} is damaged and cannot be opened.").format(name=path.name),
            kept=_("The file was not changed."),
            do=_("Restore a backup of it."),
            details=str(error),
        ) from error
    return str(row[0]) if row else ""


def refuse_newer(path: Path, revision: str) -> None:
    """Raise Refused where the revision is one that this program does not know."""
    if revision > SCHEMA or not revision:
        raise Refused(
            _("{name} was made by a newer version of CAMI Desktop.").format(name=path.name),
            kept=_("The file was not changed."),
            do=_("Install the newer version to open it."),
            details=f"schema {revision!r}, known up to {SCHEMA}",
        )


def connect(path: Path, *, read_only: bool = False) -> sa.Engine:
    """Return an engine on the file: foreign keys on, every commit forced to the disk."""

    def creator() -> sqlite3.Connection:
        mode = "ro" if read_only else "rw"
        return sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True, check_same_thread=False, timeout=10)

    engine = sa.create_engine("sqlite://", creator=creator, poolclass=sa.pool.QueuePool)

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        # The driver's own begin comes too late to keep two writers apart; a writer takes its place in line at once.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def unwritable(path: Path, error: Exception) -> Refused:
    """The refusal to make a file where none can be written."""
    return Refused(
        _("{path} cannot be written.").format(path=path),
        kept=_("Nothing was changed."),
        do=_("Choose a folder in which you may write, with free space."),
        details=str(error),
    )


def create_file(path: Path) -> None:
    """Make an empty file of ours under a new name. Raises Refused where the name is taken or cannot be written."""
    refuse_long(path)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        raise Refused(
            _("{path} exists already.").format(path=path),
            kept=_("It was not changed."),
            do=_("Choose another name."),
        ) from None
    except OSError as error:
        raise unwritable(path, error) from error
    try:
        connection = sqlite3.connect(path)
        try:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.commit()
        finally:
            connection.close()
    except sqlite3.Error as error:
        path.unlink(missing_ok=True)
        raise unwritable(path, error) from error


def log_ahead(engine: sa.Engine) -> None:
    """Write through a write-ahead log from now on; looking at a file alone never changes it."""
    with engine.connect() as connection:
        driver: Any = connection.connection.dbapi_connection
        driver.execute("PRAGMA journal_mode = WAL")


def settle(path: Path) -> None:
    """Fold a write-ahead log into the file and remove the side files, so that the one file is all there is."""
    connection = sqlite3.connect(path, timeout=10)
    try:
        if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("PRAGMA journal_mode = DELETE")
    finally:
        connection.close()
