"""Backups: made while the file is open, checked before they are called so, told when they fail, thinned, never half."""

from __future__ import annotations

import datetime
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from cami_desktop.errors import CamiError, DamagedInput, Refused
from cami_desktop.records.kinds import Source
from cami_desktop.workspace import backup, safe_copy
from cami_desktop.workspace.backup import Reason, backup_folder, backups_in
from cami_desktop.workspace.workspace import Workspace


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = datetime.datetime(2014, 5, 20, 9, 30, tzinfo=datetime.UTC)

    def __call__(self) -> datetime.datetime:
        return self.now

    def move(self, **by: int) -> None:
        self.now += datetime.timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def new_source(text: str = "Учёт") -> Source:
    return Source(citation=text, source_type="press")


def citations(file: Path) -> set[str]:
    with closing(sqlite3.connect(file)) as connection:
        return {row[0] for row in connection.execute("SELECT citation FROM source")}


def open_new(file: Path, clock: Clock) -> Workspace:
    return Workspace.create(file, country="KG", who="Coordinator", clock=clock)


def test_a_backup_is_made_while_the_file_is_open_and_holds_what_was_stored(file: Path, clock: Clock) -> None:
    with open_new(file, clock) as workspace:
        workspace.save(new_source("Учёт 2013"))
        made = workspace.back_up(Reason.WORK)
        workspace.save(new_source("Учёт 2014"))
        assert made is not None and made.counts is not None
        assert made.path.parent == file.parent / "Кыргызстан 2014 backups" == backup_folder(file)
        assert made.path.name.startswith("2014-05-20T093000Z work ")
        assert (made.counts["source"], made.counts["change"]) == (1, 1)
    assert citations(made.path) == {"Учёт 2013"}
    assert made.path.read_bytes()[18:20] == b"\x01\x01", "one file, without a write-ahead log"
    with Workspace.open(made.path, read_only=True) as copy:
        assert [item.citation for item in copy.all(Source)] == ["Учёт 2013"]


def test_closing_backs_up_what_changed_and_only_then(file: Path, clock: Clock) -> None:
    with open_new(file, clock) as workspace:
        workspace.save(new_source())
    assert [item.reason for item in backups_in(backup_folder(file))] == ["closing"]
    clock.move(hours=1)
    with Workspace.open(file, clock=clock) as workspace:
        (record,) = workspace.all(Source)
        workspace.save(record)
    assert len(backups_in(backup_folder(file))) == 1
    with Workspace.open(file, clock=clock) as workspace:
        workspace.save(new_source("Второй"))
        workspace.back_up(Reason.WORK)
    assert [item.reason for item in backups_in(backup_folder(file))] == ["work", "closing"]


def test_an_empty_workspace_needs_no_backup(file: Path, clock: Clock) -> None:
    with open_new(file, clock) as workspace:
        assert workspace.back_up(Reason.IMPORT) is None
    assert not backup_folder(file).exists()


def test_a_backup_is_due_after_half_an_hour_of_work(file: Path, clock: Clock) -> None:
    with open_new(file, clock) as workspace:
        assert not workspace.backup_due()
        workspace.save(new_source())
        assert workspace.backup_due(), "there is none yet"
        workspace.back_up(Reason.WORK)
        assert not workspace.backup_due()
        workspace.save(new_source("Второй"))
        clock.move(minutes=29)
        assert not workspace.backup_due()
        clock.move(minutes=1)
        assert workspace.backup_due()
        clock.move(days=-3)
        assert workspace.backup_due(), "a backup of the future tells nothing"


def test_a_command_that_runs_for_a_moment_backs_up_only_what_is_due(file: Path, clock: Clock) -> None:
    for text in ("a", "b", "c"):
        with Workspace.open(file, clock=clock) if file.exists() else open_new(file, clock) as workspace:
            workspace.backups.sparing = True
            workspace.save(new_source(text))
        clock.move(minutes=1)
    assert len(backups_in(backup_folder(file))) == 1


def test_two_backups_in_one_second_have_two_names(file: Path, clock: Clock) -> None:
    with open_new(file, clock) as workspace:
        workspace.save(new_source())
        names = {made.path for _n in range(3) if (made := workspace.back_up(Reason.WORK))}
    assert len(names) == 3


def test_old_backups_of_this_workspace_are_thinned_and_nothing_else_is_touched(file: Path, clock: Clock) -> None:
    with open_new(file, clock) as workspace:
        workspace.save(new_source())
        first = workspace.back_up(Reason.WORK)
        assert first is not None
        stranger = first.path.with_name("2013-01-01T080000Z closing 00000000.cami")
        note = first.path.with_name("прочти меня.txt")
        for path in (stranger, note):
            path.write_text("mine")
        for _hour in range(5):
            clock.move(hours=1)
            workspace.back_up(Reason.WORK)
        clock.move(days=10)
        last = workspace.back_up(Reason.WORK)
        held = workspace.backups.all()
    assert [item.at.isoformat() for item in held] == ["2014-05-30T14:30:00+00:00", "2014-05-20T14:30:00+00:00"]
    assert last is not None and held[0].path == last.path
    assert stranger.read_text() == note.read_text() == "mine"


def test_the_second_place_gets_each_backup_and_its_absence_is_told(file: Path, clock: Clock, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    told: list[CamiError] = []
    with open_new(file, clock) as workspace:
        workspace.backups.second, workspace.backups.tell = stick, told.append
        workspace.save(new_source())
        made = workspace.back_up(Reason.WORK)
        assert made is not None
        copy = stick / "Кыргызстан 2014 backups" / made.path.name
        assert copy.read_bytes() == made.path.read_bytes() and told == []
        stick.rename(tmp_path / "pulled")
        clock.move(hours=1)
        assert workspace.back_up(Reason.WORK) is not None
        assert "is not there" in told[0].what and workspace.backups.trouble is told[0]


def test_a_backup_that_cannot_be_written_is_told_and_nothing_half_is_left(file: Path, clock: Clock) -> None:
    told: list[CamiError] = []
    with open_new(file, clock) as workspace:
        workspace.backups.tell = told.append
        workspace.save(new_source())
        backup_folder(file).write_text("a file where the folder should be")
        with pytest.raises(Refused, match="could not be written"):
            workspace.back_up(Reason.WORK)
        assert workspace.backups.owed, "it is still owed"
    assert len(told) == 1, "closing tells and does not raise"
    assert sorted(item.name for item in file.parent.iterdir()) == ["Кыргызстан 2014 backups", file.name]
    with Workspace.open(file, read_only=True) as workspace:
        assert len(workspace.all(Source)) == 1


def test_a_damaged_workspace_makes_no_backup_and_keeps_the_earlier_ones(file: Path, clock: Clock) -> None:
    with open_new(file, clock) as workspace:
        workspace.save_all([new_source(f"Учёт {n} " + "x" * 500) for n in range(300)])
    held = backups_in(backup_folder(file))
    data = bytearray(file.read_bytes())
    middle = len(data) // 4096 // 2 * 4096
    data[middle : middle + 3 * 4096] = b"\xa5" * (3 * 4096)
    file.write_bytes(data)
    with pytest.raises(DamagedInput) as caught:
        backup.back_up_to(file)
    assert "doctor" in caught.value.do
    assert backups_in(backup_folder(file)) == held
    assert len(list(backup_folder(file).iterdir())) == 1


def test_a_copy_does_not_replace_what_is_there(file: Path, clock: Clock, tmp_path: Path) -> None:
    with open_new(file, clock) as workspace:
        workspace.save(new_source())
    other = tmp_path / "other.cami"
    other.write_text("mine")
    with pytest.raises(Refused, match="exists already"):
        safe_copy.checked_copy(file, other)
    assert other.read_text() == "mine"


def test_a_backup_can_be_read_by_its_owner_only(file: Path, clock: Clock) -> None:
    with open_new(file, clock) as workspace:
        workspace.save(new_source())
        made = workspace.back_up(Reason.WORK)
    assert made is not None
    assert made.path.stat().st_mode & 0o777 == file.stat().st_mode & 0o777


def test_a_copy_made_while_another_thread_stores_is_of_one_moment(file: Path, clock: Clock) -> None:
    """Each change stores two records; no backup may hold one of them only."""
    from threading import Event, Thread

    with open_new(file, clock) as workspace:
        workspace.save_all([new_source("0a"), new_source("0b")])
        stop = Event()

        def store() -> None:
            n = 0
            while not stop.is_set():
                n += 1
                workspace.save_all([new_source(f"{n}a"), new_source(f"{n}b")])

        thread = Thread(target=store)
        thread.start()
        try:
            for _n in range(8):
                made = workspace.back_up(Reason.WORK)
                assert made is not None
                assert len(citations(made.path)) % 2 == 0
        finally:
            stop.set()
            thread.join()


KILLED = """
import sys
from pathlib import Path
from cami_desktop.workspace.backup import Reason
from cami_desktop.workspace.workspace import Workspace
workspace = Workspace.open(Path(sys.argv[1]))
print("open", flush=True)
while True:
    workspace.back_up(Reason.WORK)
"""


def test_a_program_killed_while_backing_up_leaves_no_half_backup(file: Path, clock: Clock, root: Path) -> None:
    with open_new(file, clock) as workspace:
        workspace.save_all([new_source(f"Учёт {n} " + "x" * 3000) for n in range(300)])
    for seconds in (0.01, 0.04, 0.09, 0.15):
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(file)], cwd=root, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None and process.stdout.readline() == "open\n"
        time.sleep(seconds)
        process.kill()
        process.communicate()
    for item in backups_in(backup_folder(file)):
        assert safe_copy.findings(item.path) == []
        assert safe_copy.count(item.path)["source"] == 300
    assert len(citations(file)) == 300


def test_what_a_killed_backup_left_is_cleared_away_after_a_day(file: Path, clock: Clock) -> None:
    import os

    with open_new(file, clock) as workspace:
        workspace.save(new_source())
        folder, mark = backup_folder(file), workspace.backups.mark
        folder.mkdir()
        old, young = (folder / f".2014-05-19T080000Z work {mark}.cami.{n}.part" for n in ("old", "young"))
        for part in (old, young):
            part.write_bytes(b"half")
        day_ago = time.time() - 25 * 3600
        os.utime(old, (day_ago, day_ago))
        workspace.back_up(Reason.WORK)
    assert (old.exists(), young.exists()) == (False, True)


@pytest.mark.parametrize(
    ("name", "folder"),
    [("KG.cami", "KG backups"), ("KG.CAMI", "KG backups"), ("KG", "KG backups"), ("a.b", "a.b backups")],
)
def test_the_folder_bears_the_name_of_the_workspace(tmp_path: Path, name: str, folder: str) -> None:
    assert backup_folder(tmp_path / name) == tmp_path.resolve() / folder
    assert backup_folder(tmp_path / name, tmp_path / "stick") == tmp_path / "stick" / folder


def test_marks_tell_workspaces_of_one_name_apart_and_outlive_a_copy(tmp_path: Path, clock: Clock, file: Path) -> None:
    make: Callable[[Path], Workspace] = lambda path: open_new(path, clock)  # noqa: E731
    with make(file) as one:
        first = one.backups.mark
    clock.move(seconds=1)
    with make(tmp_path / "other.cami") as two:
        assert two.backups.mark != first
    copy = tmp_path / "copy.cami"
    copy.write_bytes(file.read_bytes())
    assert backup.mark_of(copy) == first
