"""Types a meeting of an hour by the clock through the real window: nothing dropped, doubled, delayed or out of order.

`python -m tests.soak.hour [MINUTES] [--json FILE]` types the notes of the sample's five national meetings, 240 letters
a minute of meeting time, which goes as fast as the machine types, and prints how long keys took against a bare line.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow

from cami_desktop.assets import folder as asset_folder
from cami_desktop.desktop.application import make_application
from cami_desktop.desktop.garbage import collect_here
from cami_desktop.desktop.main_window import MainWindow
from cami_desktop.desktop.places.meetings.entry import EntryLine
from cami_desktop.desktop.places.meetings.notes import NotesTab
from cami_desktop.desktop.places.meetings.place import Meetings
from cami_desktop.desktop.session import Session
from cami_desktop.loop.sample import fill
from cami_desktop.records.kinds import AgendaItem, Meeting, Note
from cami_desktop.workspace.workspace import Workspace
from tests.desktop.keys import ALT, CONTROL, enter, press

COUNTRIES = ("KZ", "KG", "UZ", "TM", "TJ")
BEGIN = datetime.datetime(2014, 5, 13, 9, 30).astimezone()
PER_MINUTE = 240
MINUTES = 60
KEY = datetime.timedelta(minutes=1) / PER_MINUTE
SEED = 20140513
RESULT = Path(__file__).resolve().parents[2] / "build" / "hour.json"


@dataclass(frozen=True, slots=True)
class Line:
    """A note of the script: its text, the number of the speaker's button (0: nobody), the kind, steps of the agenda."""

    text: str
    speaker: int
    kind: int
    steps: int


@dataclass(slots=True)
class Outcome:
    """What came of it; complaints tell what was lost, doubled, altered or late in the line."""

    keys: int = 0
    notes: int = 0
    minutes: float = 0.0
    key: float = 0.0
    bare_key: float = 0.0
    slowest_key: float = 0.0
    slowest_bare_key: float = 0.0
    slowest_enter: float = 0.0
    complaints: list[str] = field(default_factory=list)


class Clock:
    """The clock on the wall of the meeting: it goes on with each key."""

    def __init__(self) -> None:
        self.now = BEGIN

    def __call__(self) -> datetime.datetime:
        return self.now


def script(minutes: float, items: int) -> Iterator[Line]:
    """Notes for so many minutes: those of the five meetings in turn, again where they do not suffice."""
    chance = random.Random(SEED)
    texts = []
    for country in COUNTRIES:
        with (asset_folder("resources") / "sample" / country / "note.csv").open(encoding="utf-8", newline="") as rows:
            texts += [" ".join(row["text"].split()) for row in csv.DictReader(rows)]
    left, number = round(minutes * PER_MINUTE), 0
    every = max(1, left // (130 * items))
    while left > 0:
        text = texts[number % len(texts)]
        steps = 1 if number and number % every == 0 and number // every < items else 0
        yield Line(text, chance.choice((0, 1, 2, 3, 5, 8)), chance.choice((1, 2, 3)), steps)
        left -= len(text) + 1
        number += 1


def bare_keys(text: str) -> list[float]:
    """Seconds that each key takes in a line with nothing around it."""
    window, line = QMainWindow(), QLineEdit()
    window.setCentralWidget(line)
    window.resize(1366, 728)
    window.show()
    window.activateWindow()
    line.setFocus()
    QApplication.processEvents()
    found = [_key(letter) for letter in text]
    window.close()
    return found


def _key(letter: str) -> float:
    begin = time.perf_counter()
    enter(letter)
    QApplication.processEvents()
    return time.perf_counter() - begin


class Hour:
    """Types the script into the window."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        self.path = folder / "KZ.cami"
        with Workspace.create(self.path, country="KZ", who="Coordinator") as made:
            fill(made, "KZ")
            [self.meeting] = made.all(Meeting)[:1]
            for note in made.all(Note):
                made.remove(Note, note.id)
            self.meeting.starts_on, self.meeting.ends_on = BEGIN.date().isoformat(), None
            made.save(self.meeting)
        workspace = Workspace.open(self.path, who="Coordinator", clock=self.clock)
        self.session = Session(workspace, workspace.records())
        self.window = MainWindow(who="Coordinator")
        self.window.resize(1366, 728)
        self.window.show()
        self.window.activateWindow()
        self.window.use(self.session)
        self.items = len(self.session.all(AgendaItem, lambda item: item.meeting == self.meeting.id))
        self.entry = self._entry()
        self.outcome = Outcome()
        self.wanted: list[tuple[str, str, str, str, str]] = []
        self._keys: list[float] = []

    def type(self, lines: Sequence[Line]) -> Outcome:
        """Type every line, close the file, and compare what it holds with what was typed."""
        self.entry.text.setFocus()
        QApplication.processEvents()
        for line in lines:
            self._line(line)
        self.outcome.keys, self.outcome.notes = len(self._keys), len(self.wanted)
        self.outcome.minutes = (self.clock.now - BEGIN).total_seconds() / 60
        self.outcome.key, self.outcome.slowest_key = statistics.median(self._keys), max(self._keys)
        self.window.close()
        while self.window.isVisible():
            QApplication.processEvents()
        self._compare()
        return self.outcome

    def _entry(self) -> EntryLine:
        place = self.window.show_place("meetings")
        assert isinstance(place, Meetings)
        assert place.list.choose(self.meeting.id)
        tab = place.open_tab("notes")
        assert isinstance(tab, NotesTab)
        return tab.entry

    def _line(self, line: Line) -> None:
        entry = self.entry
        for _step in range(line.steps):
            press(Qt.Key.Key_PageDown, CONTROL)
        press(Qt.Key(Qt.Key.Key_0 + line.speaker), ALT)
        press(Qt.Key(Qt.Key.Key_0 + line.kind), CONTROL)
        typed = ""
        for letter in line.text:
            self.clock.now += KEY
            self._keys.append(_key(letter))
            typed += letter
            if entry.text.text() != typed:
                self.outcome.complaints.append(f"delayed or altered: {entry.text.text()!r} instead of {typed!r}")
                entry.text.setText(typed)
        if entry.mentioning.is_open:
            press(Qt.Key.Key_Escape)
        kind, speaker, item = entry.kinds.chosen, entry.speaker.value, entry.item.currentData() or ""
        self.clock.now += KEY
        self.wanted.append((f"{self.clock.now:%Y-%m-%d %H:%M:%S}", line.text, speaker, kind, item))
        begin = time.perf_counter()
        press(Qt.Key.Key_Return)
        QApplication.processEvents()
        self.outcome.slowest_enter = max(self.outcome.slowest_enter, time.perf_counter() - begin)
        if entry.text.text():
            self.outcome.complaints.append(f"not stored: {entry.text.text()!r}")

    def _compare(self) -> None:
        with Workspace.open(self.path, read_only=True) as workspace:
            notes = workspace.all(Note)
            found = [
                (note.noted_at or "", note.text or "", note.speaker or "", note.note_kind or "", note.agenda_item or "")
                for note in notes
            ]
            drafts = [draft.text for draft in workspace.drafts()]
            begun = sum(item.began_at is not None for item in workspace.all(AgendaItem, meeting=self.meeting.id))
        complaints = self.outcome.complaints
        complaints += [f"lost: {one}" for one in self.wanted if one not in found]
        complaints += [f"not typed: {one}" for one in found if one not in self.wanted]
        if not complaints and found != self.wanted:
            complaints.append("out of order or doubled")
        complaints += [f"left as a draft: {text!r}" for text in drafts]
        items = len({one[-1] for one in self.wanted})
        if begun != items:
            complaints.append(f"{begun} agenda items begun instead of {items}")


def typed(minutes: float, folder: Path) -> Outcome:
    """Type so many minutes of a meeting in a folder; the application must be there."""
    hour = Hour(folder)
    lines = list(script(minutes, hour.items))
    bare = bare_keys("".join(line.text for line in lines)[:2_000])
    hour.window.activateWindow()
    outcome = hour.type(lines)
    outcome.bare_key, outcome.slowest_bare_key = statistics.median(bare), max(bare)
    return outcome


def late(outcome: Outcome) -> list[str]:
    """What would have made the next key wait: at that pace one comes each quarter of a second."""
    slowest = {"key": outcome.slowest_key, "Enter": outcome.slowest_enter}
    return [
        f"delayed: the slowest {what} took {took * 1000:.0f} ms"
        for what, took in slowest.items()
        if took > KEY.total_seconds()
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Type, print, write. Returns 1 where anything was lost, doubled, altered or delayed."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak.hour", description=__doc__)
    parser.add_argument("minutes", nargs="?", type=float, default=MINUTES)
    parser.add_argument("--json", type=Path, default=RESULT)
    asked = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="hour-") as folder:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        collect_here(make_application(["cami-desktop"], "en"))
        outcome = typed(asked.minutes, Path(folder))
    if asked.minutes >= MINUTES:
        # A slice runs among other tests, where the clock says little.
        outcome.complaints += late(outcome)
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    asked.json.write_text(json.dumps(asdict(outcome), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(
        f"{outcome.keys:,} keys, {outcome.notes} notes in {outcome.minutes:.0f} minutes of meeting time; a key "
        f"{outcome.key * 1000:.2f} ms ({outcome.key / outcome.bare_key:.2f} × a bare line), the slowest "
        f"{outcome.slowest_key * 1000:.0f} ms (bare {outcome.slowest_bare_key * 1000:.0f}), the slowest Enter "
        f"{outcome.slowest_enter * 1000:.0f} ms; {len(outcome.complaints)} complaints"
    )
    for line in outcome.complaints[:20]:
        print(line, file=sys.stderr)
    return int(bool(outcome.complaints))


if __name__ == "__main__":
    sys.exit(main())
