"""A full disk, a pulled stick, a protected folder: said in plain words, and nothing stored is lost."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cami_desktop.errors import DamagedInput, Refused
from cami_desktop.records.kinds import Source
from cami_desktop.workspace import trouble
from cami_desktop.workspace.place import PlaceKind
from cami_desktop.workspace.workspace import Workspace
from tests.workspace.conftest import files_beside

LIMITED = """
import resource, signal, sys
from pathlib import Path
from cami_desktop.errors import Refused
from cami_desktop.records.kinds import Source
from cami_desktop.workspace.workspace import Workspace
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
file = Path(sys.argv[1])
workspace = Workspace.open(file)
limit = file.stat().st_size + 400_000
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
for n in range(10_000):
    try:
        workspace.save(Source(citation=f"{n} " + "x" * 5000, source_type="press"))
    except Refused as error:
        print("refused", error, flush=True)
        break
    print(n, flush=True)
assert workspace.all(Source)[1].citation.startswith("0 ")
workspace.close()
print("closed", flush=True)
"""


def mount(folder: Path, options: str) -> None:
    """Mount a small file system in memory, or skip the test where that is not allowed."""
    tool = shutil.which("mount")
    if tool is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("mounting a small disk needs the rights of root, on Linux")
    folder.mkdir(exist_ok=True)
    done = subprocess.run([tool, "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"no file system can be mounted here: {done.stderr.decode().strip()}")


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
    folder = tmp_path / "stick"
    mount(folder, "size=2m")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], capture_output=True, check=False)


def remount(folder: Path, mode: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{mode}", str(folder)], check=True, capture_output=True)


def fill(workspace: Workspace) -> tuple[list[str], Refused]:
    """Store records until the disk refuses; return their ids and what was told."""
    stored: list[str] = []
    for n in range(10_000):
        try:
            stored.append(workspace.save(Source(citation=f"{n} " + "x" * 5000, source_type="press")).id)
        except Refused as error:
            return stored, error
    raise AssertionError("the disk never became full")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit for the size of files")
def test_a_file_that_may_not_grow_refuses_in_words_and_keeps_what_was_stored(workspace: Workspace, file: Path) -> None:
    workspace.save(Source(citation="first", source_type="press"))
    workspace.close()
    done = subprocess.run([sys.executable, "-c", LIMITED, str(file)], capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    assert lines[-1] == "closed", done.stderr
    told = [int(line) for line in lines if line.isdigit()]
    refused = next(line for line in lines if line.startswith("refused"))
    assert "could not be written" in refused and "What was stored before is unchanged." in refused
    assert "free space" in refused
    with Workspace.open(file) as again:
        stored = [item.citation or "" for item in again.all(Source)]
        assert [int(text.split()[0]) for text in stored[1:]] == told
        again.save(Source(citation="work goes on", source_type="press"))
    assert files_beside(file) == [file]


def test_a_full_disk_refuses_in_words_and_keeps_what_was_stored(stick: Path) -> None:
    file = stick / "a.cami"
    ballast = stick / "holiday.mp4"
    ballast.write_bytes(bytes(700_000))
    workspace = Workspace.create(file, country="KG")
    stored, told = fill(workspace)
    assert told.what == "The disk is full: a.cami could not be stored."
    assert told.kept == "What was stored before is unchanged." and "Free some space" in told.do
    assert [item.id for item in workspace.all(Source)] == stored
    ballast.unlink()
    stored.append(workspace.save(Source(citation="work goes on", source_type="press")).id)
    workspace.close()
    assert files_beside(file) == [file]
    with Workspace.open(file, read_only=True) as again:
        assert [item.id for item in again.all(Source)] == stored


def test_closing_on_a_full_disk_loses_nothing(stick: Path) -> None:
    file = stick / "a.cami"
    ballast = stick / "holiday.mp4"
    ballast.write_bytes(bytes(700_000))
    workspace = Workspace.create(file, country="KG")
    stored, _told = fill(workspace)
    with (stick / "rest").open("wb", buffering=0) as rest, contextlib.suppress(OSError):
        while True:
            rest.write(bytes(4096))
    workspace.close()
    ballast.unlink()
    with Workspace.open(file) as again:
        assert [item.id for item in again.all(Source)] == stored


def test_no_workspace_is_made_on_a_full_disk(stick: Path) -> None:
    (stick / "holiday.mp4").write_bytes(bytes(1_990_000))
    with pytest.raises(Refused):
        Workspace.create(stick / "a.cami", country="KG")
    assert [item.name for item in stick.iterdir()] == ["holiday.mp4"]


def test_a_pulled_stick_is_told_at_the_next_save_and_at_closing_nothing_is_made(stick: Path) -> None:
    file = stick / "a.cami"
    workspace = Workspace.create(file, country="KG")
    workspace.save(Source(citation="a", source_type="press"))
    subprocess.run(["umount", "-l", str(stick)], check=True)
    with pytest.raises(Refused, match="not in its place any more: moved, replaced, or its disk was pulled out"):
        workspace.save(Source(citation="b", source_type="press"))
    workspace.close()
    assert list(stick.iterdir()) == []


def test_a_file_that_another_program_replaced_is_not_written_past(workspace: Workspace, file: Path) -> None:
    saved = workspace.save(Source(citation="a", source_type="press"))
    workspace.fold()
    copy = file.with_name("copy")
    shutil.copyfile(file, copy)
    copy.replace(file)
    with pytest.raises(Refused, match="replaced"):
        workspace.save(Source(citation="b", source_type="press"))
    assert saved.id


def test_a_read_only_disk_is_told_on_opening(stick: Path) -> None:
    file = stick / "a.cami"
    Workspace.create(file, country="KG").close()
    remount(stick, "ro")
    with Workspace.open(file) as workspace:
        assert workspace.read_only and workspace.place.kind is PlaceKind.READ_ONLY
        assert workspace.notice.startswith("a.cami lies where you may not write")
        with pytest.raises(Refused, match="can only be read here"):
            workspace.save(Source(citation="x", source_type="press"))
    assert [item.name for item in stick.iterdir() if item.is_file()] == ["a.cami"]


def test_another_program_that_holds_the_file_is_told(workspace: Workspace, file: Path) -> None:
    workspace.save(Source(citation="a", source_type="press"))
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    told = trouble.explain(file, error)
    assert isinstance(told, Refused) and told.what == f"Another program is using {file.name}."


def test_a_damaged_page_is_told_as_damage(workspace: Workspace, file: Path) -> None:
    workspace.save_all([Source(citation="x" * 3000, source_type="press") for _n in range(40)])
    workspace.close()
    content = bytearray(file.read_bytes())
    content[len(content) // 2 :] = b"\xff" * (len(content) - len(content) // 2)
    file.write_bytes(content)
    with pytest.raises(DamagedInput, match="damaged") as told, Workspace.open(file, read_only=True) as again:
        again.records()
    assert "backup" in told.value.do


def test_a_fault_of_the_program_is_not_put_down_to_the_disk(file: Path) -> None:
    assert trouble.explain(file, sqlite3.OperationalError("no such table: x")) is not None
    error = sqlite3.OperationalError("no such table: x")
    error.sqlite_errorcode = sqlite3.SQLITE_ERROR
    assert trouble.explain(file, error) is None
    assert trouble.explain(file, sqlite3.IntegrityError("x")) is None
    assert trouble.explain(file, ValueError("x")) is None


def test_the_log_can_be_folded_in_while_the_file_is_open(workspace: Workspace, file: Path, tmp_path: Path) -> None:
    saved = workspace.save(Source(citation="a", source_type="press"))
    workspace.fold()
    copy = tmp_path / "by hand" / "copy.cami"
    copy.parent.mkdir()
    shutil.copyfile(file, copy)
    with Workspace.open(copy) as again:
        assert again.get(Source, saved.id) == saved
