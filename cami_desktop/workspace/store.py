"""The .cami file itself: told apart from other files, connected with the right care, closed to a single file."""

from __future__ import annotations

import contextlib
import logging
import os
import sqlite3
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from cami_desktop.errors import DamagedInput, Refused
from cami_desktop.words import _
from cami_desktop.workspace import cipher, trouble
from cami_desktop.workspace.cipher import Key

APPLICATION_ID = 0x43414D49
"""`CAMI` in the header of the SQLite file, so that other SQLite files are told apart."""

SCHEMA = "0003"
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


def inspect(path: Path, key: Key | None = None) -> str:
    """Return the schema revision of a workspace file without changing it. key opens a protected one (cipher.unlock).

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
    plain = header[:16] == cipher.MAGIC and int.from_bytes(header[68:72], "big") == APPLICATION_ID
    # The header of a protected file can be read only with its key.
    stored = _stored(path, key) if plain or key is not None else None
    if stored is None or stored[0] != APPLICATION_ID:
        raise DamagedInput(
            _("{name} is not a CAMI workspace.").format(name=path.name),
            kept=_("The file was not changed."),
            do=_("Choose a file that ends in .cami."),
        )
    return stored[1]


def _stored(path: Path, key: Key | None) -> tuple[int, str]:
    """The number in the header that says whose file it is, and the schema revision, blank where none is told."""
    try:
        # A program killed in the middle of a change left its journal: SQLite takes the change back, so it must write.
        left_open = path.with_name(f"{path.name}-journal").exists()
        connection = cipher.connect(path, key, mode="rw" if left_open else "ro")
        try:
            (number,) = connection.execute("PRAGMA application_id").fetchone()
            if number != APPLICATION_ID:
                return int(number), ""
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        finally:
            connection.close()
    except cipher.errors() as error:
        raise DamagedInput(
            _("{name} is damaged and cannot be opened.").format(name=path.name),
            kept=_("The file was not changed."),
            do=_("Restore a backup of it."),
            details=str(error),
        ) from error
    return int(number), str(row[0]) if row else ""


def refuse_newer(path: Path, revision: str) -> None:
    """Raise Refused where the revision is one that this program does not know."""
    if revision > SCHEMA or not revision:
        raise Refused(
            _("{name} was made by a newer version of CAMI Desktop.").format(name=path.name),
            kept=_("The file was not changed."),
            do=_("Install the newer version to open it."),
            details=f"schema {revision!r}, known up to {SCHEMA}",
        )


def refuse_older(path: Path) -> None:
    """Raise Refused: a file of an older version has to be brought up to date, and cannot be where it lies."""
    raise Refused(
        _("{name} was made by an older version of CAMI Desktop and cannot be brought up to date here.").format(
            name=path.name
        ),
        kept=_("The file was not changed."),
        do=_("Copy the file to a folder in which you may write, and open the copy."),
    )


def identity(path: Path) -> tuple[int, int]:
    """What tells a file from another one that takes its name: device and number; zeros where it is not there."""
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_dev, found.st_ino)


def need_there(path: Path, known: tuple[int, int]) -> None:
    """Raise Refused where the file under a path is not the one that was opened: writing on would go nowhere."""
    if identity(path) != known:
        raise Refused(
            _("{name} is not in its place any more: moved, replaced, or its disk was pulled out.").format(
                name=path.name
            ),
            kept=_("Everything stored before is in the file."),
            do=_("Put the disk back or the file into its place, and open it again."),
        )


def connect(path: Path, key: Key | None = None, *, read_only: bool = False, log: bool = True) -> sa.Engine:
    """Return an engine on the file: foreign keys on, every commit forced to the disk.

    key opens a protected file; log: whether a write-ahead log may be used; a rollback journal otherwise.
    What SQLite itself cannot do is raised as
    Refused or DamagedInput (see trouble.py).
    """

    def creator() -> sqlite3.Connection:
        return cipher.connect(path, key, mode="ro" if read_only else "rw")

    engine = sa.create_engine("sqlite://", creator=creator, module=cipher.driver(key), poolclass=sa.pool.QueuePool)

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: Any) -> None:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        if not log and not read_only:
            connection.execute("PRAGMA journal_mode = TRUNCATE")

    @sa.event.listens_for(engine, "handle_error")
    def tell(context: sa.engine.ExceptionContext) -> None:
        told = trouble.explain(path, context.original_exception)
        if told is not None:
            raise told from context.original_exception

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


def create_file(path: Path, key: Key | None = None) -> None:
    """Make an empty file of ours under a new name, enciphered from its first byte where a key is given.

    Raises Refused where the name is taken or cannot be written.
    """
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
        connection = cipher.connect(path, key)
        try:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        finally:
            connection.close()
    except cipher.errors() as error:
        path.unlink(missing_ok=True)
        raise unwritable(path, error) from error


def log_ahead(engine: sa.Engine) -> None:
    """Write through a write-ahead log from now on; looking at a file alone never changes it."""
    with engine.connect() as connection:
        driver: Any = connection.connection.dbapi_connection
        driver.execute("PRAGMA journal_mode = WAL")


def fold(engine: sa.Engine) -> None:
    """Copy a write-ahead log into the file as far as nobody is reading it; what cannot be copied stays in the log."""
    with engine.connect() as connection, contextlib.suppress(*cipher.errors()):
        driver: Any = connection.connection.dbapi_connection
        driver.execute("PRAGMA wal_checkpoint(PASSIVE)")


def settle(path: Path, key: Key | None = None) -> None:
    """Fold a write-ahead log into the file and remove the side files, so that the one file is all there is.

    Where the disk is full or gone the log stays beside the file: it holds what was stored, and the next opening
    folds it in.
    """
    try:
        connection = cipher.connect(path, key)
        try:
            if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.execute("PRAGMA journal_mode = DELETE")
            elif path.with_name(f"{path.name}-journal").exists():
                connection.execute("PRAGMA journal_mode = TRUNCATE")
                connection.execute("PRAGMA journal_mode = DELETE")
        finally:
            connection.close()
    except cipher.errors() as error:
        logging.getLogger("cami").warning("%s was closed with its side files: %s", path, error)


def row_changes(connection: sa.Connection) -> int:
    """How many rows this connection has added, changed or deleted since it was opened."""
    driver: Any = connection.connection.dbapi_connection
    return int(driver.total_changes)
