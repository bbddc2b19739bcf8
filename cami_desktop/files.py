"""Whole files or none: written under another name, forced to the disk, then renamed, whatever they hold."""

from __future__ import annotations

import contextlib
import glob
import os
import re
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cami_desktop.errors import Refused
from cami_desktop.words import _

PART = ".part"
"""Ending of a file that is not whole yet."""

ABANDONED_AFTER = 24 * 3600
"""Seconds after which a file that never became whole belongs to nobody any more."""

_SIDE = re.compile(r"-(?:journal|wal|shm)\Z")
"""What SQLite writes beside a file that it has open."""

_UNFINISHED = re.compile(rf"\.(.+?)(?:\.[0-9a-f]{{8}})?{re.escape(PART)}")


@contextlib.contextmanager
def becoming(target: Path, *, overwrite: bool, kept: str = "") -> Iterator[Path]:
    """Yield the name of an empty private file that becomes `target` when the block ends well and vanishes otherwise.

    The block forces to the disk what it writes. kept: what the error says is unchanged. Raises Refused where the name
    is taken and must not be overwritten, or where nothing can be written.
    """
    if not overwrite and target.exists():
        raise taken(target)
    sweep(target, older=ABANDONED_AFTER)
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}{PART}")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield part
        _put_in_place(part, target, overwrite=overwrite)
    except OSError as error:
        raise unwritable(target, error, kept) from error
    finally:
        for left in (part, part.with_name(f"{part.name}-journal")):
            with contextlib.suppress(OSError):
                left.unlink(missing_ok=True)


@contextlib.contextmanager
def writing(path: Path, *, overwrite: bool, private: bool = False) -> Iterator[BinaryIO]:
    """Yield a file that becomes `path` when the block ends well, and vanishes when it does not.

    overwrite: whether an existing file may be replaced; private: readable by its owner only. Raises as becoming.
    """
    with becoming(path, overwrite=overwrite) as part:
        with part.open("r+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if not private:
            _open_to_readers(part)


def write_file(path: Path, data: bytes, *, overwrite: bool, private: bool = False) -> None:
    """Write `data` to `path` wholly or not at all; see `writing` for the switches and errors."""
    with writing(path, overwrite=overwrite, private=private) as file:
        file.write(data)


def sweep(path: Path, *, older: float = 0.0) -> None:
    """Delete what a killed program left unfinished beside a file that nobody else is writing, copies of it included.

    older: only what was not touched for so many seconds, where somebody else may be writing the file.
    """
    for part in path.parent.glob(f".*{glob.escape(path.name)}.*{PART}*"):
        whole = _SIDE.sub("", part.name)
        if whole.endswith(PART) and final(part.with_name(whole)).name == path.name:
            with contextlib.suppress(OSError):
                if not older or abs(time.time() - part.stat().st_mtime) > older:
                    part.unlink()


def final(path: Path) -> Path:
    """The name that an unfinished file, or an unfinished copy of one, will have; any other name as it is.

    People are told this name: the other is gone by the time they read it.
    """
    while match := _UNFINISHED.fullmatch(path.name):
        path = path.with_name(match[1])
    return path


def sync(path: Path) -> None:
    """Force a file to the disk. Raises OSError."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def taken(target: Path) -> Refused:
    """The error for a name that is taken."""
    return Refused(
        _("{path} exists already.").format(path=final(target)),
        kept=_("It was not changed."),
        do=_("Choose another name, or move the old file away first."),
    )


def unwritable(target: Path, error: Exception, kept: str = "") -> Refused:
    """The error for a file that could not be written; kept: what is unchanged, if more than the file."""
    return Refused(
        _("{path} could not be written.").format(path=final(target)),
        kept=kept or _("Nothing was written."),
        do=_("Check that the folder exists, that you may write there and that the disk has free space."),
        details=f"{type(error).__name__}: {error}",
    )


def _put_in_place(part: Path, target: Path, *, overwrite: bool) -> None:
    """Give a whole file its final name, and make the name durable. Raises Refused where it is taken, OSError."""
    if overwrite:
        part.replace(target)
    else:
        try:
            # A hard link fails when the name is taken, so nothing that came in between is overwritten.
            os.link(part, target)
        except FileExistsError:
            raise taken(target) from None
        except OSError:
            # Memory sticks (FAT) know no hard links; there a check and a rename must do.
            if target.exists():
                raise taken(target) from None
            part.rename(target)
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make names in a folder durable; Windows has no such call and does not need it."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _open_to_readers(path: Path) -> None:
    """Give a file the permissions that an ordinary new file would have had."""
    if os.name == "posix":
        mask = os.umask(0)
        os.umask(mask)
        path.chmod(0o666 & ~mask)
