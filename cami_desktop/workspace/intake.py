"""Files that are to become attachments: looked at before any is read, then taken in one by one, each with plain words.

What cannot be taken in is named and stays where it is; the others are taken in all the same.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cami_desktop.errors import CamiError
from cami_desktop.records.kinds import Attachment
from cami_desktop.records.rules.attachments import LARGEST
from cami_desktop.words import _, formats
from cami_desktop.workspace import contents

if TYPE_CHECKING:
    from cami_desktop.workspace.workspace import Workspace

SHORTCUTS = frozenset((".lnk", ".url", ".webloc", ".desktop"))
"""Endings of files that only point at another one."""

RESERVE = 64 << 20
"""Bytes of the disk that stay free whatever is taken in."""

TIMES = 2
"""Room that a file needs while it is taken in, in times of its size: the journal of the database holds it once more."""


@dataclass(frozen=True, slots=True)
class Looked:
    """The files that can be taken in with their bytes, and a sentence for each that cannot."""

    files: Sequence[tuple[Path, int]]
    refused: Sequence[str]

    @property
    def size(self) -> int:
        """Bytes of the files together."""
        return sum(size for _path, size in self.files)


def look_at(paths: Iterable[Path], workspace: Path) -> Looked:
    """Look which paths can be taken into a workspace file; nothing is read but what the folder tells of them."""
    files: dict[Path, tuple[Path, int]] = {}
    refused: list[str] = []
    for path in paths:
        why, size = _why_not(path)
        if not why and (same := files.get(path.resolve())) is not None:
            why = _("{name} was chosen twice; it is added once.").format(name=same[0].name)
        if why:
            refused.append(why)
        else:
            files[path.resolve()] = (path, size)
    found = Looked(list(files.values()), refused)
    free = free_space(workspace)
    if free is not None and found.size * TIMES + RESERVE > free:
        words = _("The workspace's disk has {free} free, too little for {size}. Nothing was added: make room first.")
        return Looked([], [*refused, words.format(free=formats.size(free), size=formats.size(found.size))])
    return found


def free_space(workspace: Path) -> int | None:
    """Bytes that are free on the disk of a workspace file; None where the system does not tell."""
    try:
        return shutil.disk_usage(workspace.parent).free
    except OSError:
        return None


def take_in(
    workspace: Workspace,
    record_id: str,
    files: Sequence[tuple[Path, int]],
    kept: Callable[[Attachment], object],
    *,
    caption: str | None = None,
    confidential: Callable[[Path], bool | None] = lambda _path: None,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Sequence[str]:
    """Take files in as attachments of a record (blank: of none yet), call kept(attachment) after each, and return a
    sentence for each that was not. A file that the record has already, under whatever name, is not added again.
    """
    total, said = sum(size for _path, size in files), []
    done = 0
    for path, size in files:

        def told(part: int, _of: int, before: int = done) -> None:
            progress(before + part, total)

        try:
            known = _known(workspace, record_id, path, size)
            if known:
                said.append(_("{name} is attached here already, as {known}.").format(name=path.name, known=known))
            else:
                options = {"caption": caption, "confidential": confidential(path), "progress": told}
                kept(workspace.add_attachment(record_id, path, **options))
        except CamiError as error:
            said.append(str(error))
        done += size
    return said


def _why_not(path: Path) -> tuple[str, int]:
    """Why a path cannot be taken in, blank where it can, and its bytes."""
    name = path.name or str(path)
    if path.is_dir():
        return _("{name} is a folder; open it and add the files in it.").format(name=name), 0
    try:
        size = path.stat().st_size
    except OSError:
        return _("{name} is not there, or cannot be read.").format(name=name), 0
    if not path.is_file():
        return _("{name} is no file that can be kept.").format(name=name), 0
    if path.suffix.lower() in SHORTCUTS:
        return _("{name} only points at another file; add that file itself.").format(name=name), 0
    if not size:
        return _("{name} is empty; copy it again from where it came.").format(name=name), 0
    if size > LARGEST:
        words = _("{name} has {size}; a file may have 1 GB. Make it smaller, or keep it elsewhere, cited as a source.")
        return words.format(name=name, size=formats.size(size)), 0
    return "", size


def _known(workspace: Workspace, record_id: str, path: Path, size: int) -> str:
    """The name under which the record has the same file already; blank where it has not."""
    if not record_id:
        return ""
    alike = [item for item in workspace.all(Attachment, record=record_id) if item.size == size]
    if not alike:
        return ""
    digest, _size = contents.facts(path)
    return next((item.file_name or item.id for item in alike if item.sha256 == digest), "")
