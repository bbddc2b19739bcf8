"""Restoring: what differs is shown first, the state before is kept, nothing is replaced by a file that is not sound."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cami_desktop.errors import CamiError, DamagedInput, Refused
from cami_desktop.loop.dump import dump
from cami_desktop.records.kinds import Gap, Source
from cami_desktop.workspace import safe_copy
from cami_desktop.workspace.backup import Reason, backup_folder, backups_in
from cami_desktop.workspace.compare import compare
from cami_desktop.workspace.restore import Restored, restore
from cami_desktop.workspace.workspace import Workspace, utc_now
from tests.workspace.conftest import files_beside

CORPUS = Path(__file__).resolve().parents[1] / "corpus"


def plain(file: Path) -> object:
    with Workspace.open(file, read_only=True) as workspace:
        return dump(workspace)


def put(backup: Path, file: Path) -> Restored:
    return restore(backup, file, who="Coordinator", clock=utc_now)


@pytest.fixture
def backup(workspace: Workspace, file: Path) -> Path:
    """A backup of a workspace with two sources, which was then changed and closed."""
    kept = workspace.save(Source(citation="Учёт 2013", source_type="press"))
    lost = workspace.save(Source(citation="Ошибка", source_type="press"))
    made = workspace.back_up(Reason.WORK)
    assert made is not None
    kept.citation, kept.year = "Учёт 2014", 2014
    workspace.save(kept)
    workspace.remove(Source, lost.id)
    workspace.save(Gap(area="knowledge", text="Нет учёта"))
    workspace.close()
    return made.path


def test_what_differs_is_named_by_kind_field_and_title(backup: Path, file: Path) -> None:
    before = file.read_bytes(), backup.read_bytes()
    found = compare(file, backup)
    assert found.by_kind == {
        "source": {"here": 0, "there": 0, "both": 2},
        "gap": {"here": 1, "there": 0, "both": 0},
    }
    assert found.by_field == {"source": {"citation": 1, "year": 1, "deleted": 1}}
    assert {item.title for item in found.records if item.kind == "source"} == {"Учёт 2014", "Ошибка"}
    assert (found.newer_here["gap"], found.newer_here["change"]) == (1, 3)
    assert (file.read_bytes(), backup.read_bytes()) == before


def test_a_workspace_can_be_compared_while_it_is_open(backup: Path, file: Path) -> None:
    with Workspace.open(file) as workspace:
        workspace.save(Source(citation="Новый", source_type="press"))
        assert compare(file, backup).by_kind["source"] == {"here": 1, "there": 0, "both": 2}


def test_a_backup_and_its_copy_do_not_differ(backup: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.cami"
    shutil.copy(backup, copy)
    assert compare(copy, backup).records == []


def test_a_backup_of_an_earlier_schema_can_be_compared(tmp_path: Path) -> None:
    old, now = CORPUS / "workspace-0001-national.cami", tmp_path / "now.cami"
    shutil.copy(old, now)
    before = old.read_bytes()
    with Workspace.open(now) as workspace:
        workspace.save(Source(citation="Новый", source_type="press"))
    found = compare(now, old)
    assert [(item.kind, item.where) for item in found.records] == [("source", "here")]
    assert old.read_bytes() == before


def test_a_restore_brings_back_every_record_and_can_be_undone(backup: Path, file: Path) -> None:
    changed = plain(file)
    done = put(backup, file)
    assert plain(file) == plain(backup)
    assert done.counts["source"] == 2
    assert done.before is not None and done.before.parent == backup_folder(file)
    put(done.before, file)
    assert plain(file) == changed
    assert files_beside(file) == [file]


def test_a_restored_workspace_goes_on_as_another_replica(backup: Path, file: Path) -> None:
    """Counters that others have seen must not be given out twice for different changes."""
    with Workspace.open(file, read_only=True) as workspace:
        old = workspace.info
    put(backup, file)
    with Workspace.open(file) as workspace:
        assert workspace.info.replica != old.replica
        assert workspace.info.created_at == old.created_at
        (first, _second) = workspace.all(Source)
        first.citation = "После восстановления"
        assert workspace.info.replica in workspace.save(first).version
        assert workspace.undo() is not None


def test_a_restore_under_a_new_name_keeps_the_old_file(backup: Path, file: Path, tmp_path: Path) -> None:
    before = file.read_bytes()
    other = tmp_path / "other.cami"
    assert put(backup, other).before is None
    assert plain(other) == plain(backup) and file.read_bytes() == before


def test_a_workspace_that_is_open_is_not_replaced(backup: Path, file: Path) -> None:
    with Workspace.open(file) as workspace:
        with pytest.raises(Refused, match="open already"):
            put(backup, file)
        workspace.save(Source(citation="Дальше", source_type="press"))
    assert "Дальше" in str(plain(file))


@pytest.mark.parametrize("how", ["page", "cut", "text"])
def test_a_damaged_backup_is_not_restored(backup: Path, file: Path, how: str) -> None:
    data = bytearray(backup.read_bytes())
    if how == "page":
        data[len(data) // 2 // 4096 * 4096 :] = b"\xa5" * (len(data) - len(data) // 2 // 4096 * 4096)
    backup.write_bytes({"page": bytes(data), "cut": bytes(data[: len(data) // 2]), "text": b"not a backup"}[how])
    before = file.read_bytes()
    with pytest.raises(DamagedInput):
        put(backup, file)
    assert file.read_bytes() == before and files_beside(file) == [file]
    assert len(backups_in(backup_folder(file))) == 2, "the one made and the one at closing"


def test_a_newer_backup_is_not_restored(backup: Path, file: Path) -> None:
    with closing(sqlite3.connect(backup)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = file.read_bytes()
    with pytest.raises(Refused, match="newer version"):
        put(backup, file)
    assert file.read_bytes() == before


def test_a_damaged_workspace_is_put_aside_as_it_is_and_replaced(backup: Path, file: Path) -> None:
    damaged = b"SQLite format 3\x00" + b"\xa5" * 9000
    file.write_bytes(damaged)
    wal = file.with_name(f"{file.name}-wal")
    wal.write_bytes(b"left over")
    done = put(backup, file)
    assert plain(file) == plain(backup)
    assert files_beside(file) == [file], "nothing is left that SQLite would play back"
    assert done.before is not None and " damaged " in done.before.name
    assert done.before.read_bytes() == damaged
    assert done.before.with_name(f"{done.before.name}-wal").read_bytes() == b"left over"


def test_what_a_killed_restore_left_is_cleared_away(backup: Path, file: Path) -> None:
    part = f".{file.name}.0123abcd.part"
    for name in (part, f"{part}-journal", f".{part}.89efcdab.part"):
        file.with_name(name).write_bytes(b"half")
    put(backup, file)
    assert files_beside(file) == [file]


def test_the_backup_that_is_restored_is_not_thinned_out_by_it(backup: Path, file: Path) -> None:
    """It is years old, and a later one of its day is there."""
    assert len(backups_in(backup_folder(file))) == 2
    put(backup, file)
    assert backup.exists() and len(backups_in(backup_folder(file))) == 3


def test_a_file_of_another_sort_is_not_replaced(backup: Path, tmp_path: Path) -> None:
    letter = tmp_path / "letter.odt"
    letter.write_bytes(b"PK" + b"words " * 900)
    with pytest.raises(CamiError, match="exists already"):
        put(backup, letter)
    assert letter.read_bytes().startswith(b"PKwords")


def test_what_a_killed_program_left_is_in_the_state_that_is_kept(backup: Path, file: Path, root: Path) -> None:
    """The write-ahead log of a killed program holds stored records; they are backed up with the file."""
    import subprocess
    import sys

    code = (
        "import os, signal, sys\nfrom pathlib import Path\n"
        "from cami_desktop.records.kinds import Source\nfrom cami_desktop.workspace.workspace import Workspace\n"
        "workspace = Workspace.open(Path(sys.argv[1]))\n"
        "workspace.save(Source(citation='Перед падением', source_type='press'))\n"
        "os._exit(9)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(file)], cwd=root, check=False)
    assert file.with_name(f"{file.name}-wal").stat().st_size > 0
    done = put(backup, file)
    assert plain(file) == plain(backup)
    assert done.before is not None and "Перед падением" in str(plain(done.before))
    assert safe_copy.findings(file) == []


def test_a_protected_workspace_has_protected_backups_and_is_restored_with_its_passphrase(tmp_path: Path) -> None:
    from cami_desktop.workspace.cipher import is_protected
    from cami_desktop.workspace.protection import protect

    file, secret = tmp_path / "KG.cami", "барс и сайгак"
    with Workspace.create(file, country="KG") as workspace:
        workspace.save(Source(citation="Учёт", source_type="press"))
    protect(file, new=secret)
    with Workspace.open(file, passphrase=secret) as workspace:
        made = workspace.back_up(Reason.WORK)
        workspace.save(Source(citation="Второй", source_type="press"))
    assert made is not None and is_protected(made.path)
    with pytest.raises(Refused):
        restore(made.path, file, who="Coordinator", clock=utc_now)
    assert compare(file, made.path, passphrase=secret).by_kind == {"source": {"here": 1, "there": 0, "both": 0}}
    done = restore(made.path, file, who="Coordinator", clock=utc_now, passphrase=secret)
    with Workspace.open(file, passphrase=secret) as workspace:
        assert [item.citation for item in workspace.all(Source)] == ["Учёт"]
    assert done.before is not None and is_protected(done.before)
