"""The schema: what a new workspace has is what the migrations give, and the constant is their head."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from cami_desktop.assets import folder
from cami_desktop.records import KINDS
from cami_desktop.workspace import schema, store
from cami_desktop.workspace.workspace import Workspace

CORPUS = Path(__file__).resolve().parents[1] / "corpus"


def described(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """Columns and indexes of every table of a database, in a form that compares.

    Columns that a migration added stand last, in a new file where their field is; nothing reads them by position.
    """
    connection = sqlite3.connect(file)
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {}
    for table in tables:
        columns = sorted(tuple(map(str, row[1:])) for row in connection.execute(f"PRAGMA table_info({table})"))
        indexes = sorted(tuple(row[1:4]) for row in connection.execute(f"PRAGMA index_list({table})"))
        keys = sorted(tuple(row[2:5]) for row in connection.execute(f"PRAGMA foreign_key_list({table})"))
        found[table] = [*columns, *indexes, *keys]
    programs = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' OR sql LIKE 'CREATE VIRTUAL%' ORDER BY name"
    found["triggers and virtual tables"] = list(connection.execute(programs))
    connection.close()
    return found


def test_the_known_schema_is_the_head_of_the_migrations() -> None:
    config = Config()
    config.set_main_option("script_location", str(folder("migrations")))
    assert ScriptDirectory.from_config(config).get_current_head() == store.SCHEMA


def test_migrations_from_nothing_give_the_schema_of_a_new_workspace(tmp_path: Path) -> None:
    new, migrated = tmp_path / "new.cami", tmp_path / "migrated.cami"
    Workspace.create(new, country="KG").close()
    store.create_file(migrated)
    schema.upgrade(migrated)
    assert described(migrated) == described(new)


@pytest.mark.parametrize("revision", ["0001", "0002"])
def test_fields_say_which_schema_brought_them(revision: str) -> None:
    connection = sqlite3.connect(f"{(CORPUS / f'workspace-{revision}.cami').as_uri()}?mode=ro", uri=True)
    there = {(kind, row[1]) for kind in KINDS for row in connection.execute(f"PRAGMA table_info({kind})")}
    connection.close()
    later = {(kind, field.name) for kind, cls in KINDS.items() for field in cls.fields() if field.since > revision}
    fields = {(kind, field.name) for kind, cls in KINDS.items() for field in cls.fields()}
    assert fields - there == later
