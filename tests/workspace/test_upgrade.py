"""Upgrading: populated workspaces of every schema so far lose nothing; what fails or is newer stays untouched."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from cami_desktop.assets import folder
from cami_desktop.errors import Refused
from cami_desktop.loop.dump import dump
from cami_desktop.records.kinds import Source
from cami_desktop.workspace import safe_copy, schema, store
from cami_desktop.workspace.backup import backup_folder, backups_in
from cami_desktop.workspace.ledger import Conflict
from cami_desktop.workspace.workspace import Workspace
from tests.corpus import freeze
from tests.workspace.conftest import files_beside

FROZEN = sorted((Path(__file__).resolve().parents[1] / "corpus").glob("workspace-*.cami"))
NAMES = [path.stem for path in FROZEN]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A copy of a populated workspace of the first schema."""
    file = tmp_path / "old.cami"
    shutil.copy(FROZEN[0], file)
    return file


def told(frozen: Path) -> dict[str, Any]:
    found = json.loads(frozen.with_suffix(".json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def scripts_with(place: Path, body: str) -> Path:
    """A copy of our migrations with one more at their end."""
    shutil.copytree(folder("migrations"), place, ignore=shutil.ignore_patterns("__pycache__"))
    text = f'revision = "9000"\ndown_revision = "{store.SCHEMA}"\n\n\ndef upgrade():\n{body}\n'
    (place / "versions" / "9000_more.py").write_text("import sqlalchemy as sa\nfrom alembic import op\n\n" + text)
    return place


def test_every_schema_so_far_is_in_the_corpus() -> None:
    revisions = {path.name[:4] for path in (folder("migrations") / "versions").glob("*.py")}
    assert {told(frozen)["schema"] for frozen in FROZEN} >= revisions - {store.SCHEMA}


@pytest.mark.parametrize("frozen", FROZEN, ids=NAMES)
def test_a_frozen_workspace_is_what_it_was_when_it_was_frozen(frozen: Path) -> None:
    assert store.inspect(frozen) == told(frozen)["schema"]
    assert freeze.counts(frozen) == told(frozen)["counts"]
    assert safe_copy.findings(frozen) == []


@pytest.mark.parametrize("frozen", FROZEN, ids=NAMES)
def test_opening_an_old_workspace_loses_nothing(frozen: Path, tmp_path: Path) -> None:
    file, known = tmp_path / "old.cami", told(frozen)
    shutil.copy(frozen, file)
    with Workspace.open(file) as workspace:
        plain = dump(workspace, plain=True)
        assert freeze.digest(plain, known["fields"]) == known["plain_dump_sha256"]
        conflicts = [[item.record_id, item.field, item.state] for item in workspace.ledger(Conflict)]
        assert conflicts == known["conflicts"]
        undo, redo = workspace.can_undo(), workspace.can_redo()
        assert (undo.label if undo else None, redo.label if redo else None)[1] == known["redo"]
        assert known["undo"] is None or (undo and undo.label == known["undo"])
    counts = freeze.counts(file)
    assert {name: counts[name] for name in known["counts"]} == known["counts"]
    assert freeze.contents(file, list(known["contents"])) == known["contents"]
    assert store.inspect(file) == store.SCHEMA and safe_copy.findings(file) == []
    assert files_beside(file) == [file]


@pytest.mark.parametrize("frozen", [path for path in FROZEN if "national" in path.stem], ids=lambda path: path.stem)
def test_an_upgraded_workspace_can_be_worked_on(frozen: Path, tmp_path: Path) -> None:
    file = tmp_path / "old.cami"
    shutil.copy(frozen, file)
    with Workspace.open(file) as workspace:
        record = workspace.save(Source(citation="После обновления", source_type="press"))
        assert workspace.undo() is not None and workspace.redo() is not None
        assert workspace.find(record.id) is not None


def test_a_backup_of_the_old_schema_is_made_first(old: Path) -> None:
    before = safe_copy.count(old)
    Workspace.open(old).close()
    (made,) = backups_in(backup_folder(old))
    assert made.reason == "migration"
    assert store.inspect(made.path) == "0001" and safe_copy.count(made.path) == before


def test_where_no_backup_can_be_made_nothing_is_upgraded(old: Path) -> None:
    before = old.read_bytes()
    backup_folder(old).write_text("a file where the folder should be")
    with pytest.raises(Refused, match="could not be written"):
        Workspace.open(old)
    assert old.read_bytes() == before and store.inspect(old) == "0001"


def test_foreign_keys_are_off_while_tables_are_copied(old: Path, tmp_path: Path) -> None:
    """The table that others refer to is made anew: with foreign keys on, its rows or theirs would be gone."""
    body = """
    assert op.get_bind().exec_driver_sql("PRAGMA foreign_keys").scalar() == 0
    with op.batch_alter_table("change", recreate="always") as batch:
        batch.add_column(sa.Column("place", sa.Text()))
    assert op.get_bind().exec_driver_sql("PRAGMA foreign_keys").scalar() == 0
"""
    before = safe_copy.count(old)
    schema.upgrade(old, scripts=scripts_with(tmp_path / "scripts", body))
    after = safe_copy.count(old)
    assert {name: after[name] for name in before} == before
    assert safe_copy.findings(old) == []
    with closing(sqlite3.connect(old)) as connection:
        keys = connection.execute("PRAGMA foreign_key_list(history)").fetchall()
    assert [(row[2], row[3], row[4]) for row in keys] == [("change", "change_id", "id")]


def test_migrations_refuse_to_run_with_foreign_keys_on(old: Path) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(folder("migrations")))
    engine = store.connect(old)
    with engine.begin() as connection, pytest.raises(RuntimeError, match="foreign keys must be off"):
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    engine.dispose()
    assert store.inspect(old) == "0001"


FAILURES = {
    "an error half-way": """
    op.create_table("half", sa.Column("id", sa.Integer()))
    op.execute("DELETE FROM history")
    raise ValueError("the power of this migration ends here")
""",
    "lost rows": "    op.execute('DELETE FROM note WHERE id = (SELECT min(id) FROM note)')",
    "a lost table": "    op.drop_table('trusted_root')",
    "a loose reference": "    op.execute('UPDATE history SET change_id = 999999 WHERE id = 1')",
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_migration_that_fails_leaves_the_old_file(name: str, old: Path, tmp_path: Path) -> None:
    before = old.read_bytes()
    with pytest.raises(schema.MigrationFailed) as caught:
        schema.upgrade(old, scripts=scripts_with(tmp_path / "scripts", FAILURES[name]))
    assert caught.value.kept == "The file is as it was."
    assert old.read_bytes() == before and files_beside(old) == [old]


def test_a_failing_migration_is_told_and_the_workspace_opens_with_the_right_one(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = old.read_bytes()
    scripts = scripts_with(tmp_path / "scripts", FAILURES["an error half-way"])
    monkeypatch.setattr(schema, "folder", lambda _name: scripts)
    with pytest.raises(schema.MigrationFailed, match="could not be brought up to date"):
        Workspace.open(old)
    assert old.read_bytes() == before and files_beside(old) == [old]
    monkeypatch.undo()
    with Workspace.open(old) as workspace:
        assert len(workspace.records()) > 0


KILLED = """
import sys
from pathlib import Path
from cami_desktop.workspace import schema
schema.upgrade(Path(sys.argv[1]), scripts=Path(sys.argv[2]))
"""

SLOW = """
    import time
    connection = op.get_bind()
    # So small a cache makes SQLite write into the file before the end, as it does where a file is large.
    connection.exec_driver_sql("PRAGMA cache_size = 10")
    for n in range(400):
        connection.exec_driver_sql("UPDATE history SET reason = ?", (str(n) * 50,))
        if n == 3:
            print("now", flush=True)
"""


def test_a_program_killed_in_a_migration_leaves_the_old_workspace(old: Path, tmp_path: Path, root: Path) -> None:
    scripts = scripts_with(tmp_path / "scripts", SLOW)
    before = safe_copy.count(old)
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(old), str(scripts)], cwd=root, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None and process.stdout.readline() == "now\n"
    time.sleep(0.05)
    process.kill()
    process.communicate()
    assert old.with_name(f"{old.name}-journal").exists(), "killed while the file was half-way"
    with Workspace.open(old, read_only=True) as workspace:
        assert len(workspace.records()) > 0
    after = safe_copy.count(old)
    assert {name: after[name] for name in before} == before
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("SELECT count(*) FROM history WHERE reason LIKE '3333%'").fetchone() == (0,)
    assert safe_copy.findings(old) == []


def test_a_newer_file_is_refused_untouched(old: Path) -> None:
    with closing(sqlite3.connect(old)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = old.read_bytes(), old.stat().st_mtime_ns
    for read_only in (False, True):
        with pytest.raises(Refused, match="made by a newer version"):
            Workspace.open(old, read_only=read_only)
    assert (old.read_bytes(), old.stat().st_mtime_ns) == before
    assert list(old.parent.iterdir()) == [old]


def test_a_workspace_of_today_opens_without_alembic(tmp_path: Path, root: Path) -> None:
    file = tmp_path / "new.cami"
    Workspace.create(file, country="KG").close()
    code = (
        "import sys\nfrom pathlib import Path\nfrom cami_desktop.workspace.workspace import Workspace\n"
        "Workspace.open(Path(sys.argv[1])).close()\nprint('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(file)], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
