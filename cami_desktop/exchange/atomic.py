"""Writes whole files or none: a temporary file beside the target, synced, then renamed; stops at single files."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cami_desktop.errors import Refused
from cami_desktop.words import _


@contextlib.contextmanager
def writing(path: Path, *, overwrite: bool, private: bool = False) -> Iterator[BinaryIO]:
    """Yield a file that becomes `path` when the block ends well, and vanishes when it does not.

    overwrite: whether an existing file may be replaced; private: readable by its owner only.
    Raises Refused when the folder cannot be written or the file exists and must not be replaced.
    """
    if not overwrite and path.exists():
        raise _exists(path)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        descriptor = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if not private:
            _open_to_readers(temporary)
        _put_in_place(temporary, path, overwrite=overwrite)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folder(path.parent)


def write_file(path: Path, data: bytes, *, overwrite: bool, private: bool = False) -> None:
    """Write `data` to `path` wholly or not at all; see `writing` for the switches and errors."""
    with writing(path, overwrite=overwrite, private=private) as file:
        file.write(data)


def _open_to_readers(path: Path) -> None:
    """Give a file the permissions that an ordinary new file would have had."""
    if os.name == "posix":
        mask = os.umask(0)
        os.umask(mask)
        path.chmod(0o666 & ~mask)


def _put_in_place(temporary: Path, path: Path, *, overwrite: bool) -> None:
    if overwrite:
        temporary.replace(path)
        return
    try:
        # A hard link fails when the name is taken, so nothing that came in between is overwritten.
        os.link(temporary, path)
    except FileExistsError:
        raise _exists(path) from None
    except OSError:
        # Memory sticks (FAT) know no hard links; there a check and a rename must do.
        if path.exists():
            raise _exists(path) from None
        temporary.rename(path)


def _sync_folder(folder: Path) -> None:
    """Make the new name itself durable; Windows has no such call and does not need it."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _exists(path: Path) -> Refused:
    return Refused(
        _("There is already a file {path}.").format(path=path),
        kept=_("It was not changed."),
        do=_("Choose another name, or move the old file away first."),
    )


def _unwritable(path: Path, error: OSError) -> Refused:
    return Refused(
        _("The file {path} cannot be written.").format(path=path),
        kept=_("Nothing was written."),
        do=_("Check that the folder exists, that you may write there and that the disk is not full."),
        details=f"{type(error).__name__}: {error}",
    )
