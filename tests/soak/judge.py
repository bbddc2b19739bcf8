"""Judges what a killed process left: opens the workspace and compares, and reads every file that has a final name."""

from __future__ import annotations

import os
import time
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from cami_desktop.errors import CamiError
from cami_desktop.exchange.verify import verify_package
from cami_desktop.files import ABANDONED_AFTER, PART, final
from cami_desktop.workspace import safe_copy
from cami_desktop.workspace.backup import backup_folder
from cami_desktop.workspace.doctor import examine
from cami_desktop.workspace.workspace import Workspace
from tests.soak.activities import Place
from tests.soak.look import state_in, state_of
from tests.soak.model import Model, digest_of, fields_in, plain
from tests.soak.typist import WHO

SIDES = ("-wal", "-shm", "-journal", ".lock")


@dataclass(slots=True)
class Judge:
    """Judges one place after each kill; remembers which files it has read, so that each is read once.

    compared: single values compared with the model; files: finished files read; left: unfinished ones seen.
    """

    place: Place
    model: Model
    compared: int = 0
    files: int = 0
    left: int = 0
    _read: dict[Path, tuple[int, int, int]] = field(default_factory=dict)
    _unfinished: set[Path] = field(default_factory=set)

    def after_kill(self, acknowledged: set[str]) -> list[str]:
        """What is wrong, a line each: "lost", "half-made" or anything else. acknowledged: steps done in this life."""
        found = self._workspace()
        if not found:
            found = [*self._doctor(), *self._finished(), *self._swept(acknowledged)]
        return found

    def _workspace(self) -> list[str]:
        file = self.place.file
        try:
            with Workspace.open(file, who=WHO) as workspace:
                state = plain(state_of(workspace))
        except CamiError as error:
            return [f"lost: the workspace does not open: {error} {error.details or ''}"]
        self.compared += fields_in(state)
        found = self.model.settle(state)
        beside = [file.name + side for side in SIDES if file.with_name(file.name + side).exists()]
        return found + [f"a side file was left: {name}" for name in beside]

    def _doctor(self) -> list[str]:
        return [f"the doctor says: {finding.message}" for finding in examine(self.place.file).findings]

    def _finished(self) -> list[str]:
        """Every file that has a final name is whole, and every backup is a state that there was."""
        found: list[str] = []
        gone = [path for path in self.model.files if not Path(path).exists()]
        found += [f"lost: the backup {Path(path).name}" for path in gone]
        for path in sorted(self.place.folder.rglob("*")):
            if path.is_dir() or path == self.place.file or _is_unfinished(path):
                continue
            facts = path.stat()
            seen = (facts.st_ino, facts.st_size, facts.st_mtime_ns)
            if self._read.get(path) == seen:
                continue
            self._read[path] = seen
            self.files += 1
            found += [f"half-made: {path.name}: {why}" for why in self._unsound(path)]
        return found

    def _unsound(self, path: Path) -> list[str]:
        """Why a file is not what its name promises; empty where it is."""
        try:
            if path.suffix == ".cami":
                return self._unsound_workspace(path)
            if path.suffix == ".xlsx":
                _need_whole_archive(path)
            elif path.suffix == ".asice":
                verdict = verify_package(path, self.place.materials.office.trust)
                return [] if verdict.acceptable else [item.message for item in verdict.findings]
            elif path.suffix == ".pdf":
                _need_pages(path)
            else:
                return ["nobody makes such a file"]
        except (CamiError, OSError, ValueError, zipfile.BadZipFile) as error:
            return [str(error)]
        return []

    def _unsound_workspace(self, path: Path) -> list[str]:
        found = safe_copy.findings(path)
        if found:
            return found
        state = plain(state_in(path))
        self.compared += fields_in(state)
        known = self.model.files.get(str(path))
        if known is not None:
            return [] if state == known.shown() else ["it does not hold what it held when it was acknowledged"]
        return [] if digest_of(state) in self.model.seen else ["it holds a state that there never was"]

    def _swept(self, acknowledged: set[str]) -> list[str]:
        """Unfinished files are taken away by the next such step; backups wait for a day, so they are made older."""
        unfinished = {path for path in self.place.folder.rglob("*") if _is_unfinished(path)}
        found = [
            f"left lying: {path.relative_to(self.place.folder)}"
            for path in sorted(unfinished & self._unfinished)
            if self._sweepers(path) & acknowledged
        ]
        self.left += len(unfinished - self._unfinished)
        self._unfinished = unfinished
        long_ago = time.time() - 2 * ABANDONED_AFTER
        for path in unfinished:
            os.utime(path, (long_ago, long_ago))
        return found

    def _sweepers(self, path: Path) -> set[str]:
        """The steps that take an unfinished file away."""
        file = self.place.file
        if path.parent == backup_folder(file):
            return {"back up"}
        if path.parent == self.place.out:
            return {"submit"} if ".asice" in path.name else {"synthesize"}
        return {"restore"} if final(path) == file else set()


def _is_unfinished(path: Path) -> bool:
    return any(part.startswith(".") and PART in part for part in path.parts[-2:])


def _need_whole_archive(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        spoilt = archive.testzip()
    if spoilt is not None:
        raise zipfile.BadZipFile(spoilt)


def _need_pages(path: Path) -> None:
    """Read a PDF from its end, where its table of contents is. Raises ValueError where that is not there."""
    from pyhanko.pdf_utils.misc import PdfReadError
    from pyhanko.pdf_utils.reader import PdfFileReader

    with path.open("rb") as file:
        try:
            pages = int(PdfFileReader(file).root["/Pages"]["/Count"])
        except (PdfReadError, KeyError) as error:
            raise ValueError(str(error)) from error
    if not pages:
        raise ValueError("it has no page")
