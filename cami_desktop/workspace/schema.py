"""Makes a new workspace's tables and brings older ones up to date; loads Alembic only where a migration is due."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from cami_desktop.assets import folder
from cami_desktop.workspace import store
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
        connection.exec_driver_sql(VERSION_TABLE)
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (store.SCHEMA,))


def upgrade(path: Path) -> None:
    """Run the migrations that a workspace of an older schema still lacks, on the file itself.

    The caller has made a backup; a failing migration is rolled back as a whole.
    """
    from alembic import command
    from alembic.config import Config

    engine = sa.create_engine(sa.URL.create("sqlite", database=str(path)))
    config = Config()
    config.set_main_option("script_location", str(folder("migrations")))
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()
