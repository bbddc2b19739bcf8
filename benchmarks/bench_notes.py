"""Taking notes in a meeting that has 20,000 of them: keys, storing, opening and searching, against bare floors.

The window runs in processes of its own, out of sight; what the file itself does is measured here.
"""

from __future__ import annotations

import datetime
import shutil
import sqlite3
import statistics
import tempfile
from pathlib import Path

from benchmarks.ratio import Ratio, side_by_side
from benchmarks.window_process import told_by
from cami_desktop.records import new_id
from cami_desktop.records.kinds import AgendaItem, Meeting, Note, Participation, Person
from cami_desktop.workspace import search
from cami_desktop.workspace.workspace import Workspace

MANY, FEW = 20_000, 200
ROUNDS = 3
TIMES = 50
STILL = 0.05
"""Seconds after which a person notices that the window does not answer."""

SAID = (
    "Сайгаки у озера, около 120 голов", "Қарақұйрық: нужны разрывы в ограждении", "Вода есть только весной",
    "Железная дорога мешает миграции", "Пост у переезда снят в 2012 году", "Жейрен: учёт с воздуха каждый год",
)  # fmt: skip


def workspace(file: Path, count: int) -> Path:
    """A national workspace with one meeting: forty participants, twelve agenda items, so many notes."""
    with Workspace.create(file, country="KZ", who="benchmark") as made:
        meeting = made.save(
            Meeting(title="Национальная встреча", cycle="cami-2014", meeting_kind="national_stakeholder",
                    starts_on="2014-05-20", attribution="attributed", languages=["ru"])
        )  # fmt: skip
        people = [Person(id=new_id(), name=f"Сәрсенова {n} Айгерим") for n in range(40)]
        parts = [Participation(id=new_id(), meeting=meeting.id, person=one.id, role="participant") for one in people]
        items = [AgendaItem(id=new_id(), meeting=meeting.id, number=str(n), title=f"Пункт {n}") for n in range(1, 13)]
        first = datetime.datetime(2014, 5, 20, 9)
        notes = [
            Note(
                meeting=meeting.id, text=f"{n}. {SAID[n % len(SAID)]}", agenda_item=items[n * 12 // count].id,
                speaker=parts[n % 40].id, note_kind="statement",
                noted_at=f"{first + datetime.timedelta(seconds=n):%Y-%m-%d %H:%M:%S}",
            )
            for n in range(count)
        ]  # fmt: skip
        made.save_all([*people, *parts, *items, *notes])
        search.catch_up(made)
    return file


def _round(file: Path, home: Path) -> dict[str, float]:
    """What one process tells."""
    home.mkdir()
    copy = Path(shutil.copy(file, home / "notes.cami"))
    told: dict[str, float] = told_by("notes_child", str(copy), home=home)
    return told


def _in_the_file(file: Path, folder: Path) -> list[Ratio]:
    """Storing a note against a bare insert with the same care for the disk; searching against a LIKE scan."""
    raw = sqlite3.connect(folder / "raw.db", isolation_level=None)
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("PRAGMA synchronous = FULL")
    raw.execute("CREATE TABLE note (id TEXT PRIMARY KEY, meeting TEXT, text TEXT, note_kind TEXT)")
    raw.execute("CREATE TABLE history (id INTEGER PRIMARY KEY, record TEXT, field TEXT, before TEXT, after TEXT)")
    with Workspace.open(file) as opened:
        [meeting] = opened.all(Meeting)
        plain = sqlite3.connect(file)

        def bare() -> None:
            for n in range(TIMES):
                values = {"meeting": meeting.id, "text": f"{n}. {SAID[0]}", "note_kind": "statement"}
                raw.execute("BEGIN IMMEDIATE")
                raw.execute("INSERT INTO note VALUES (?, ?, ?, ?)", (id_ := new_id(), *values.values()))
                raw.executemany(
                    "INSERT INTO history (record, field, after) VALUES (?, ?, ?)",
                    [(id_, field, value) for field, value in values.items()],
                )
                raw.execute("COMMIT")

        def ours() -> None:
            for n in range(TIMES):
                opened.save(Note(meeting=meeting.id, text=f"{n}. {SAID[0]}", note_kind="statement"))

        floor, stored = side_by_side(bare, ours)

        def like() -> object:
            return plain.execute("SELECT id FROM note WHERE text LIKE ?", ("%карақұйрық%",)).fetchall()

        search.catch_up(opened)
        scan, found = side_by_side(like, lambda: opened.search("каракуйрык"))
        one_scan, one_found = side_by_side(like, lambda: opened.search("12345 вода"))
        plain.close()
    raw.close()
    return [
        Ratio("a note stored, history included, of a bare insert", floor / TIMES, stored / TIMES, 2),
        Ratio(f"a word of every sixth of {MANY:,} notes, of a LIKE scan", scan, found, 2),
        Ratio(f"one of {MANY:,} notes found, of a LIKE scan", one_scan, one_found, 0.5),
    ]


def run() -> list[Ratio]:
    """The window in processes of its own, medians of the rounds; then the file."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:
        folder = Path(name)
        many, few = workspace(folder / "many.cami", MANY), workspace(folder / "few.cami", FEW)
        rounds = [(_round(many, folder / f"m{n}"), _round(few, folder / f"f{n}")) for n in range(ROUNDS)]
        lines = _in_the_file(many, folder)

    def of(what: str, *, few: bool = False) -> float:
        return statistics.median(one[few][what] for one in rounds)

    return [
        Ratio(f"a key until painted, {MANY:,} notes, of a bare line", of("bare key"), of("key"), 1.5),
        Ratio("the slowest key, of the slowest in a bare line", of("slowest bare key"), of("slowest key"), 3),
        Ratio("Enter until the line is free, of 50 ms", STILL, of("enter"), 1),
        Ratio("longest stand while storing notes, of 50 ms", STILL, of("storing stands"), 1),
        Ratio("a note safe in the file after Enter, of one second", 1, of("slowest durable"), 1),
        Ratio(f"opening {MANY:,} notes, of {FEW}", of("opening", few=True), of("opening"), 1.5),
        Ratio("longest stand while typing a filter, of 50 ms", STILL, of("filtering stands"), 1),
        *lines,
    ]
