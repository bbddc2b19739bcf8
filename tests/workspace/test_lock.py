"""One opener at a time: told with the holder's name, free again however the holder ended; and where a file lies."""

from __future__ import annotations

import errno
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cami_desktop.errors import Refused
from cami_desktop.records.kinds import Source
from cami_desktop.workspace import lock, place
from cami_desktop.workspace.lock import Holder, Lock, holder_of, lock_file
from cami_desktop.workspace.place import Mount, Place, PlaceKind
from cami_desktop.workspace.workspace import Workspace
from tests.workspace.conftest import files_beside

HOLD = """
import sys
from pathlib import Path
from cami_desktop.workspace.workspace import Workspace
with Workspace.open(Path(sys.argv[1]), who="Айгуль"):
    print("open", flush=True)
    sys.stdin.readline()
print("closed", flush=True)
"""


@contextmanager
def held(file: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the workspace open until it is told to close it."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def closed(workspace: Workspace, file: Path) -> Path:
    workspace.save(Source(citation="Учёт", source_type="press"))
    workspace.close()
    return file


def test_a_second_process_is_refused_with_who_where_and_since_when(closed: Path) -> None:
    with held(closed) as process, pytest.raises(Refused) as told:
        Workspace.open(closed)
    holder = Holder("Айгуль", socket.gethostname(), process.pid, "")
    assert holder.who in told.value.what and holder.host in told.value.what and "since" in told.value.what
    assert told.value.kept == "Nothing was changed."
    assert "reading only" in told.value.do


def test_reading_is_allowed_beside_the_holder(closed: Path) -> None:
    with held(closed), Workspace.open(closed, read_only=True) as reader:
        assert [item.citation for item in reader.all(Source)] == ["Учёт"]


def test_it_is_free_again_once_the_holder_closed_it(closed: Path) -> None:
    with held(closed) as process:
        assert process.communicate("\n")[0] == "closed\n"
        Workspace.open(closed).close()
    assert files_beside(closed) == [closed]


def test_a_killed_holder_leaves_a_side_file_that_is_taken_over(closed: Path) -> None:
    with held(closed) as process:
        process.kill()
        process.wait()
        assert holder_of(closed) is not None
        with Workspace.open(closed, who="Бакыт"):
            found = holder_of(closed)
            assert found is not None and (found.who, found.pid, found.here) == ("Бакыт", os.getpid(), True)
    assert files_beside(closed) == [closed]


def test_the_same_program_opens_it_once(workspace: Workspace, file: Path) -> None:
    with pytest.raises(Refused, match="open already in this program"):
        Workspace.open(file)
    workspace.save(Source(citation="x", source_type="press"))


def test_another_name_of_the_same_file_is_no_way_around(workspace: Workspace, file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.cami"
    other.symlink_to(file)
    with pytest.raises(Refused, match="open already"):
        Workspace.open(other)


def test_opening_that_fails_leaves_no_lock(closed: Path) -> None:
    content = closed.read_bytes()
    closed.write_bytes(content[:8192] + bytes(len(content) - 8192))
    with pytest.raises(Exception):  # noqa: B017
        Workspace.open(closed).records()
    closed.write_bytes(content)
    Workspace.open(closed).close()
    assert files_beside(closed) == [closed]


def test_of_many_that_come_at_once_one_gets_it_at_a_time(file: Path) -> None:
    file.touch()
    inside: list[int] = []
    most: list[int] = []

    def work() -> None:
        for _turn in range(30):
            try:
                mine = Lock.take(file, "x", "2014-05-20T09:30:00Z")
            except Refused:
                continue
            inside.append(1)
            most.append(len(inside))
            inside.pop()
            mine.release()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most and max(most) == 1
    assert not lock_file(file).exists()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"who": "x"}', '{"who": "x", "host": "y", "pid": "z"}'])
def test_a_side_file_that_says_nothing_is_no_hindrance(closed: Path, content: str) -> None:
    lock_file(closed).write_text(content)
    assert holder_of(closed) is None
    Workspace.open(closed).close()
    assert files_beside(closed) == [closed]


def test_on_a_network_drive_the_name_of_another_computer_counts(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = {"who": "Айгуль", "host": "далёкий", "pid": 1, "since": "2014-05-20T09:30:00Z"}
    lock_file(closed).write_text(json.dumps(named))
    monkeypatch.setattr(place, "is_network", lambda system: True)
    with pytest.raises(Refused, match="Айгуль has it on the computer далёкий") as told:
        Workspace.open(closed)
    assert lock_file(closed).name in told.value.do
    lock_file(closed).unlink()
    with Workspace.open(closed) as opened:
        assert opened.notice.startswith(f"{closed.name} lies on a network drive")
        opened.save(Source(citation="b", source_type="press"))
        beside = {item.name for item in closed.parent.iterdir()}
        assert not any(name.endswith(("-wal", "-shm")) for name in beside), "a shared log is not safe there"
    assert files_beside(closed) == [closed]


def test_where_the_disk_knows_no_locks_the_name_in_the_file_counts(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(_descriptor: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(lock, "_lock", unknown)
    with Workspace.open(closed), pytest.raises(Refused, match="open already"):
        Workspace.open(closed)
    assert files_beside(closed) == [closed]
    lock_file(closed).write_text(json.dumps({"who": "A", "host": "b", "pid": 1, "since": "t"}))
    with pytest.raises(Refused, match="remove the file"):
        Workspace.open(closed)


def test_the_holder_is_told_apart_by_machine() -> None:
    assert not Holder("a", "elsewhere", 1, "t").here


MOUNTS = r"""
/dev/vda / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
server:/data /media/nfs nfs4 rw 0 0
//ministry/share /media/Общая\040папка cifs rw 0 0
me@host: /media/ssh fuse.sshfs rw 0 0
/dev/sdb1 /media/ntfs fuseblk rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "system", "network"),
    [
        ("/media/me/a.cami", "ext4", False),
        ("/media/nfs/a.cami", "nfs4", True),
        ("/media/nfsx/a.cami", "ext4", False),
        ("/media/Общая папка/a.cami", "cifs", True),
        ("/media/ssh/a.cami", "fuse.sshfs", True),
        ("/media/ntfs/a.cami", "fuseblk", False),
    ],
)
def test_a_network_drive_is_recognised_on_linux(path: str, system: str, network: bool) -> None:
    found = place.mount_of(path, place.parse_linux_mounts(MOUNTS))
    assert found is not None and found.system == system
    assert place.is_network(found.system) is network


def test_a_network_drive_is_recognised_on_macos() -> None:
    text = (
        "/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)\n"
        "//me@server/My%20Share on /Volumes/My Share (smbfs, nodev, nosuid, mounted by me)\n"
    )
    mounts = place.parse_macos_mounts(text)
    assert mounts == [Mount("/", "apfs"), Mount("/Volumes/My Share", "smbfs")]
    found = place.mount_of("/Volumes/My Share/a.cami", mounts)
    assert found is not None and place.is_network(found.system)


def test_an_own_disk_needs_no_notice(workspace: Workspace) -> None:
    assert workspace.place == Place(PlaceKind.LOCAL, "")
    assert workspace.notice == ""
