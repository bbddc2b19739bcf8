"""Makes a new workspace's tables and brings older ones up to date; loads Alembic only where a migration is due."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from cami_desktop.assets import folder
from cami_desktop.errors import CamiError
from cami_desktop.words import _
from cami_desktop.workspace import cipher, search_index, store
from cami_desktop.workspace.cipher import Key
from cami_desktop.workspace.safe_copy import count_rows
from cami_desktop.workspace.tables import metadata

VERSION_TABLE = (
    "CREATE TABLE alembic_version "
    "(version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
)
"""As Alembic itself makes it."""


def build(engine: sa.Engine) -> None:
    """Create all tables of the newest schema (a test proves them equal to what the migrations give)."""
    with engine.execution_options(writes=True).begin() as connection:
        metadata.create_all(connection)
        search_index.create(connection)
        connection.exec_driver_sql(VERSION_TABLE)
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (store.SCHEMA,))


def upgrade(path: Path, key: Key | None = None, *, scripts: Path | None = None) -> None:
    """Run the migrations that a workspace of an older schema still lacks, on the file itself.

    All of them are one transaction: where one fails, or rows are lost, the file stays as it was. The caller has made a
    backup and sees to it that nobody else has the file open.
    key opens a protected file; scripts: another folder of migrations, for tests.
    Raises MigrationFailed.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(scripts or folder("migrations")).replace("%", "%%"))
    engine = _alone(path, key)
    try:
        with engine.begin() as connection:
            before = _counts(connection)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            _nothing_lost(connection, before)
    except Exception as error:
        raise MigrationFailed(path, error) from error
    finally:
        engine.dispose()


class MigrationFailed(CamiError):
    """A workspace of an older schema could not be brought up to date."""

    def __init__(self, path: Path, error: Exception) -> None:
        super().__init__(
            _("{name} could not be brought up to date with this version of the program.").format(name=path.name),
            kept=_("The file is as it was."),
            do=_("Check that the disk has free space and try again; else send the log to the developers."),
            details=f"{type(error).__name__}: {error}",
        )


def _alone(path: Path, key: Key | None) -> sa.Engine:
    """An engine for migrations: foreign keys off, the file locked from the first statement on.

    SQLite alters a table by making it anew and dropping the old one; with foreign keys on, dropping would delete or
    refuse what refers to it (sqlite.org/lang_altertable.html, section 7). They can only be set outside a transaction.
    """
    engine = sa.create_engine(
        "sqlite://", creator=lambda: cipher.connect(path, key), module=cipher.driver(key), poolclass=sa.NullPool
    )

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: Any) -> None:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA synchronous = FULL")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN EXCLUSIVE")

    return engine


def _counts(connection: sa.Connection) -> dict[str, int]:
    driver: Any = connection.connection.dbapi_connection
    return count_rows(driver)


def _nothing_lost(connection: sa.Connection, before: dict[str, int]) -> None:
    """Compare rows by table with those before; a table may be new, but none may have gone or have other rows."""
    after = _counts(connection)
    differing = {name: (n, after.get(name)) for name, n in before.items() if after.get(name) != n}
    loose = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if differing or loose:
        raise ValueError(f"rows before and after: {differing}; first loose reference: {loose}")
