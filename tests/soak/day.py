"""A day of eight hours at one workspace in some minutes: whether memory and open files stay flat."""

from __future__ import annotations

import argparse
import datetime
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from cami_desktop.exchange.workbook import write_workbook
from cami_desktop.files import write_file
from cami_desktop.loop.submit import WORKING, next_info
from cami_desktop.records.kinds import Meeting, Note
from cami_desktop.workspace.backup import Reason
from cami_desktop.workspace.workspace import Workspace

HOURS = 8
WARM = 60
"""Minutes until everything that is loaded once has been loaded; what comes later must be flat."""

NOTES = 2_000
ROOM = 1.05
"""How much larger memory may be at the end than after the first hour: the allocator does not give everything back."""

RESULT = Path(__file__).resolve().parents[2] / "build" / "day.json"
WORDS = "сайгак Қарақұйрық ограждение граница Тоҷикистон барс вода учёт численность миграция кӯҳи заповедник".split()


@dataclass(frozen=True, slots=True)
class Sample:
    """What the process holds at a minute of the day, and what was done up to then."""

    minute: int
    megabytes: float
    handles: int
    drafts: int
    stored: int
    searches: int
    exports: int
    backups: int


class Watch:
    """A clock that stands still but for what it is told: the day is over when the work is."""

    def __init__(self) -> None:
        self.now = datetime.datetime(2014, 5, 20, 9, 0, tzinfo=datetime.UTC)

    def __call__(self) -> datetime.datetime:
        return self.now


def memory() -> float:
    """Resident memory in MB; 0 where the system does not tell it in /proc."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def handles() -> int:
    """Open files of this process; 0 where the system does not tell."""
    for folder in (Path("/proc/self/fd"), Path("/dev/fd")):
        if folder.is_dir():
            return len(list(folder.iterdir()))
    return 0


class Day:
    """A coordinator's day: each minute some typing, a field or two stored, a search; each half hour what is due."""

    def __init__(self, folder: Path, notes: int = NOTES) -> None:
        self.folder = folder
        self.chance = random.Random(2014)
        self.watch = Watch()
        self.done = {"drafts": 0, "stored": 0, "searches": 0, "exports": 0, "backups": 0}
        self.workspace = Workspace.create(folder / "day.cami", country="KG", who="Coordinator", clock=self.watch)
        meeting = Meeting(title="Встреча", cycle="cami-2014", meeting_kind="bilateral", starts_on="2014-05-20")
        self.workspace.save(meeting)
        made = self.workspace.save_all([Note(meeting=meeting.id, text=self._text()) for _n in range(notes)])
        self.ids = [note.id for note in made]

    def run(self, minutes: int, every: int = 30) -> list[Sample]:
        """Live so many minutes and return what the process held every so many."""
        found = []
        for minute in range(1, minutes + 1):
            self._minute()
            if minute % 30 == 0:
                self._half_hour()
            if minute % every == 0:
                found.append(Sample(minute, memory(), handles(), **self.done))
        self.workspace.close()
        return found

    def _minute(self) -> None:
        for _edit in range(2):
            id_, text = self.chance.choice(self.ids), ""
            for _second in range(5):
                text += self._text(3)
                self.watch.now += datetime.timedelta(seconds=6)
                self.workspace.keep_draft("note", id_, "text", text)
                self.done["drafts"] += 1
            note = self.workspace.get(Note, id_)
            assert note is not None
            note.text = text
            self.workspace.save(note)
            self.done["stored"] += 1
        if self.chance.random() < 0.1:
            self.workspace.undo()
            self.workspace.redo()
        word = self.chance.choice(WORDS)
        for length in range(2, len(word)):
            self.workspace.search(word[:length])
            self.done["searches"] += 1
        self.workspace.fold()

    def _half_hour(self) -> None:
        """The window's backup where one is due, and a workbook for a colleague."""
        if self.workspace.backup_due():
            self.workspace.back_up(Reason.WORK)
            self.done["backups"] += 1
        info = next_info(self.workspace, WORKING, "Coordinator", "en")
        data = write_workbook(self.workspace.records(), self.workspace.catalogue, info, [])
        write_file(self.folder / "for a colleague.xlsx", data, overwrite=True)
        self.done["exports"] += 1

    def _text(self, words: int = 20) -> str:
        return " ".join(self.chance.choices(WORDS, k=words)) + " "


def flat(samples: Sequence[Sample]) -> list[str]:
    """What grew after the first hour; empty where nothing did."""
    warm = next(item for item in samples if item.minute >= WARM)
    last, found = samples[-1], []
    if last.megabytes > warm.megabytes * ROOM:
        found.append(f"memory grew from {warm.megabytes:.0f} to {last.megabytes:.0f} MB")
    if last.handles > warm.handles:
        found.append(f"open files grew from {warm.handles} to {last.handles}")
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Live a day, print it, write build/day.json. Returns 1 where something grew."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak.day", description=__doc__)
    parser.add_argument("--hours", type=int, default=HOURS)
    parser.add_argument("--json", type=Path, default=RESULT)
    asked = parser.parse_args(arguments)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="day-") as folder:
        samples = Day(Path(folder)).run(asked.hours * 60)
    print("hour  memory  open files  drafts  stored  searches  exports  backups")
    for item in samples[1::2]:
        print(
            f"{item.minute / 60:4.0f}  {item.megabytes:3.0f} MB  {item.handles:10}  {item.drafts:6}  {item.stored:6}"
            f"  {item.searches:8}  {item.exports:7}  {item.backups:7}"
        )
    grew = flat(samples)
    print("; ".join(grew) or f"Flat after the first hour ({time.monotonic() - began:.0f} s in all).")
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    asked.json.write_text(json.dumps([asdict(item) for item in samples], indent=2) + "\n", encoding="utf-8")
    return int(bool(grew))


if __name__ == "__main__":
    sys.exit(main())
