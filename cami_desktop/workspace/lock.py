"""One opener at a time: a lock of the operating system on a side file, which also names the holder for the others."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import errno
import getpass
import json
import os
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cami_desktop.errors import HeldElsewhere, Refused
from cami_desktop.words import _
from cami_desktop.words.dates import moment_text
from cami_desktop.workspace.place import PlaceKind, place_of

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_BYTE = 1 << 30
"""The byte that Windows locks, far behind the text: there a locked byte cannot be read by others."""

_UNKNOWN_TO_THE_DISK = frozenset({errno.ENOLCK, errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP})
"""What file systems answer that know no locks."""

_PATIENCE = 0.3
"""Seconds to wait for a holder that is just writing its name, or just closing."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a workspace open: user, machine, process, and since when (UTC)."""

    who: str
    host: str
    pid: int
    since: str

    @property
    def here(self) -> bool:
        """Whether that is a process of this machine."""
        return self.host == socket.gethostname()


def login() -> str:
    """The name under which the user is known to this machine."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def lock_file(path: Path) -> Path:
    """The side file of a workspace; it is there only while the workspace is open."""
    whole = path.resolve()
    return whole.with_name(f"{whole.name}.lock")


def holder_of(path: Path) -> Holder | None:
    """Who is named in the side file of a workspace; None where there is none or it cannot be read."""
    try:
        values = json.loads(lock_file(path).read_text(encoding="utf-8"))
        return Holder(str(values["who"]), str(values["host"]), int(values["pid"]), str(values["since"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


class Lock:
    """The right to write a workspace. It ends with release(), or with the process, however that ends."""

    def __init__(self, file: Path, descriptor: int) -> None:
        self._file = file
        self._descriptor: int | None = descriptor

    @classmethod
    def take(cls, path: Path, who: str, since: str) -> Lock:
        """Become the one who has a workspace open; a side file that a killed program left is taken over.

        Raises Refused with the name of the holder where another one has it open, or where no side file can be made.
        """
        file = lock_file(path)
        end = time.monotonic() + _PATIENCE
        while True:
            with _told(path):
                descriptor = _open(path, file)
            try:
                if cls._got(descriptor, file, path):
                    break
            except BaseException:
                os.close(descriptor)
                raise
            os.close(descriptor)
            if time.monotonic() > end:
                raise _held(path, holder_of(path))
            time.sleep(0.02)
        me = Holder(who, socket.gethostname(), os.getpid(), since)
        try:
            with _told(path):
                _write(descriptor, json.dumps(dataclasses.asdict(me), ensure_ascii=False).encode())
        except BaseException:
            cls(file, descriptor).release()
            raise
        return cls(file, descriptor)

    @classmethod
    def _got(cls, descriptor: int, file: Path, path: Path) -> bool:
        try:
            _lock(descriptor)
        except OSError as error:
            if error.errno not in _UNKNOWN_TO_THE_DISK:
                return False
            # Only the name in the file is left to go by.
            if os.fstat(descriptor).st_size:
                raise _held(path, holder_of(path), stale=True) from None
        # The holder before may have removed the file between our opening and our locking it.
        if not _same(descriptor, file):
            return False
        other = holder_of(path)
        if other is not None and not other.here and place_of(path).kind is PlaceKind.NETWORK:
            # On a network drive a lock need not reach from one computer to the other.
            raise _held(path, other, stale=True)
        return True

    def release(self) -> None:
        """Give the right back and remove the side file."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is None:
            return
        if sys.platform == "win32":
            # An open file cannot be removed there; where another one was quicker, it is theirs now and stays.
            os.close(descriptor)
            with contextlib.suppress(OSError):
                self._file.unlink()
            return
        with contextlib.suppress(OSError):
            if _same(descriptor, self._file):
                self._file.unlink()
        os.close(descriptor)


def _open(path: Path, file: Path) -> int:
    try:
        return os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
    except PermissionError:
        if not file.exists():
            raise
        # The side file of another user of this computer.
        raise _held(path, holder_of(path), stale=True) from None


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        os.lseek(descriptor, _BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        # Unlike POSIX record locks, this one belongs to the open file: closing another handle does not lose it.
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _same(descriptor: int, file: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), file.stat())
    except OSError:
        return False


def _write(descriptor: int, data: bytes) -> None:
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.ftruncate(descriptor, 0)
    while data:
        data = data[os.write(descriptor, data) :]


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Refused(
            _("{name} cannot be opened for writing: no file can be made beside it.").format(name=path.name),
            kept=_("Nothing was changed."),
            do=_("Check that the disk has free space and that you may write in the folder."),
            details=str(error),
        ) from error


def _held(path: Path, holder: Holder | None, *, stale: bool = False) -> HeldElsewhere:
    if holder is None:
        what = _("{name} is open already, in another program.").format(name=path.name)
    elif holder.here and holder.pid == os.getpid():
        what = _("{name} is open already in this program.").format(name=path.name)
    else:
        what = _("{name} is open already: {who} has it on the computer {host}, since {since}.").format(
            name=path.name, who=holder.who, host=holder.host, since=_local(holder.since)
        )
    do = _("Close it there, or open it here for reading only.")
    if stale:
        do += " " + _("If it is not open there any more, remove the file {lock} beside it.").format(
            lock=lock_file(path).name
        )
    return HeldElsewhere(what, kept=_("Nothing was changed."), do=do, details=repr(holder))


def _local(since: str) -> str:
    """A UTC time as the clock on the wall shows it."""
    try:
        moment = datetime.datetime.fromisoformat(since)
    except ValueError:
        return since
    return moment_text(moment.astimezone().strftime("%Y-%m-%d %H:%M:%S"))
