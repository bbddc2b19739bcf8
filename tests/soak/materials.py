"""What the activities work on, made once: keys, a country's workspace, workbooks to import, packages to merge."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from cami_desktop.exchange.info import SubmissionInfo
from cami_desktop.loop.importing import import_paths
from cami_desktop.loop.receive import MERGED, receive
from cami_desktop.loop.synthesize import synthesize
from cami_desktop.loop.trusting import trust
from cami_desktop.records import Record, new_id
from cami_desktop.records.kinds import Gap, Site, Source
from cami_desktop.workspace.workspace import Workspace
from tests.exchange import signing
from tests.loop.kit import country
from tests.soak.look import blank_of, key_of, state_of, values_of
from tests.soak.model import State, digest_of, plain

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
COUNTRY = "KG"
ROWS = 25
"""Records of each kind in a workbook to be imported."""


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook and, by key, the records that it holds as they are stored and as undo leaves them."""

    path: Path
    records: dict[str, Any]
    blanks: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Act:
    """One act at the Secretariat, and the state of the region that it leads to in an undisturbed run."""

    what: str
    package: Path | None
    after: State


class Materials:
    """Made in a folder of its own as far as an activity asks for it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._migrated: dict[str, State] = {}

    @cached_property
    def office(self) -> signing.Office:
        """The Secretariat's root and a key for Kyrgyzstan; key files are slow, so there is one set."""
        place = self.folder / "office"
        place.mkdir()
        return signing.office(place)

    def warm(self) -> None:
        """Load all that signing and writing a package needs, so that no child has to."""
        assert self.packages

    @cached_property
    def national(self) -> Path:
        """A workspace of Kyrgyzstan with some records."""
        file = self.folder / "national.cami"
        with Workspace.create(file, country=COUNTRY, who="Coordinator") as workspace:
            workspace.backups.wanted = False
            workspace.save_all(_rows()[::5])
        return file

    @cached_property
    def sender(self) -> Path:
        """A workspace that may be handed in: a few records of every sensitive sort, free of errors."""
        file = self.folder / "sender.cami"
        made = country(file, self.office)
        made.workspace.backups.wanted = False
        made.workspace.close()
        return file

    @cached_property
    def books(self) -> list[Book]:
        """Two states of one set of records: importing one after the other changes about half of the rows."""
        from cami_desktop.exchange.workbook import write_workbook

        file = self.folder / "books.cami"
        found = []
        with Workspace.create(file, country=COUNTRY, who="An assistant") as workspace:
            workspace.backups.wanted = False
            records = _rows()
            for n in range(2):
                stored = workspace.save_all(records)
                path = self.folder / f"book {n}.xlsx"
                info = _info(workspace)
                path.write_bytes(write_workbook(workspace.records(), workspace.catalogue, info, []))
                held = {key_of(record): values_of(record) for record in stored}
                found.append(Book(path, held, {key_of(record): blank_of(record) for record in stored}))
                for row, record in enumerate(records):
                    if isinstance(record, Source) and row % 2:
                        record.citation = f"{record.citation}, исправлено"
            # Loads what reading a workbook needs, so that no child has to.
            assert import_paths(workspace, [path]).unchanged
        return found

    @cached_property
    def packages(self) -> list[Path]:
        """Three submissions of one country, each after some changes."""
        place = self.folder / "packages"
        place.mkdir()
        made = country(place / "sender.cami", self.office)
        made.workspace.backups.wanted = False
        made.workspace.save_all(_rows())
        found = []
        for n in range(3):
            found.append(made.submit().package)
            made.change(best=3000 + n)
            made.workspace.save_all(_rows())
        made.workspace.close()
        return found

    @cached_property
    def empty_region(self) -> Path:
        """A regional workspace that trusts the office and has received nothing."""
        file = self.folder / "region.cami"
        with Workspace.create(file, role="regional", who="Secretariat") as region:
            region.backups.wanted = False
            trust(region, self.office.folder / "root.pem")
        return file

    @cached_property
    def acts(self) -> list[Act]:
        """A day at the Secretariat, rehearsed without a disturbance."""
        first, second, third = self.packages
        day: list[tuple[str, Path | None]] = [
            ("merge", first), ("undo", None), ("redo", None), ("synthesize", None), ("merge", second), ("undo", None),
            ("redo", None), ("merge", third), ("synthesize", None),
        ]  # fmt: skip
        file = self.folder / "rehearsal.cami"
        shutil.copy(self.empty_region, file)
        found = []
        with Workspace.open(file, who="Secretariat") as region:
            region.backups.wanted = False
            for what, package in day:
                act(region, what, package, self.folder / "rehearsed synthesis")
                found.append(Act(what, package, plain(state_of(region))))
        return found

    @cached_property
    def places(self) -> dict[str, int]:
        """Where in the day a state stands: the number of the act that follows it."""
        with Workspace.open(self.empty_region, read_only=True) as region:
            begin = plain(state_of(region))
        states = [begin, *(item.after for item in self.acts)]
        return {digest_of(state): n for n, state in enumerate(states)}

    def migrated(self, name: str) -> State:
        """The state of a workspace of the corpus after an undisturbed migration."""
        if name not in self._migrated:
            self._migrated[name] = self._migrate(name)
        return self._migrated[name]

    def _migrate(self, name: str) -> State:
        file = self.folder / f"migrated {name}"
        shutil.copy(CORPUS / name, file)
        with Workspace.open(file) as workspace:
            workspace.backups.wanted = False
            found: State = plain(state_of(workspace))
            return found


def act(region: Workspace, what: str, package: Path | None, folder: Path) -> None:
    """Do one act of the day. Raises AssertionError where a package is not merged."""
    doing: dict[str, Callable[[], object]] = {
        "undo": region.undo, "redo": region.redo, "synthesize": lambda: synthesize(region, folder, report_language="en")
    }  # fmt: skip
    if package is None:
        doing[what]()
        return
    (result,) = receive(region, [package])
    assert result.outcome == MERGED, result.reasons


def _rows() -> list[Record]:
    sources = [Source(citation=f"Отчёт {n}", source_type="survey_report", year=1990 + n) for n in range(ROWS)]
    gaps = [Gap(area="knowledge", text=f"Нет учёта {n}") for n in range(ROWS)]
    sites = [Site(name=f"Урочище {n}", site_kind="calving", latitude=41.5, longitude=78.1) for n in range(ROWS)]
    rows: list[Record] = [*sources, *gaps, *sites]
    for row in rows:
        row.id = new_id()
    return rows


def _info(workspace: Workspace) -> SubmissionInfo:
    from cami_desktop.loop.submit import WORKING, next_info

    return next_info(workspace, WORKING, "An assistant", "en")
