"""A checked backup of an open workspace of 100 MB against a plain copy of the file, both forced to the disk."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from benchmarks.ratio import Ratio, side_by_side
from cami_desktop import files
from cami_desktop.records import new_id
from cami_desktop.records.kinds import Note
from cami_desktop.workspace import safe_copy
from cami_desktop.workspace.workspace import Workspace

_SIZE = 100_000_000
_BATCH = 2_000
_TEXT = "Заметка о сайгаке, железной дороге и местах окота. " * 10


def _filled(file: Path) -> None:
    with Workspace.create(file, country="KZ") as workspace:
        workspace.backups.wanted = False
        n = 0
        while file.stat().st_size < _SIZE:
            meeting = new_id()
            workspace.save_all([Note(meeting=meeting, text=f"{_TEXT}{n + i}") for i in range(_BATCH)])
            workspace.fold()
            n += _BATCH


def run() -> list[Ratio]:
    """Measure the copy with its check; the floor is a copy forced to the disk and not checked."""
    with tempfile.TemporaryDirectory() as place:
        file, floor, ours = (Path(place, name) for name in ("open.cami", "plain.cami", "backup.cami"))
        _filled(file)

        def plain() -> None:
            floor.unlink(missing_ok=True)
            shutil.copyfile(file, floor)
            files.sync(floor)

        def checked() -> None:
            ours.unlink(missing_ok=True)
            safe_copy.checked_copy(file, ours)

        with Workspace.open(file) as workspace:
            workspace.backups.wanted = False
            times = side_by_side(plain, checked)
    return [Ratio("backup of a 100 MB workspace, checked, against a file copy", *times, 4)]
