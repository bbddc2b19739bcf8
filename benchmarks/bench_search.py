"""Search in 100,000 notes, Cyrillic typed without special letters, against a LIKE scan of the same text."""

from __future__ import annotations

import random
import sqlite3
import tempfile
from functools import partial
from pathlib import Path

from benchmarks.ratio import Ratio, seconds, side_by_side
from cami_desktop.records.kinds import Meeting, Note
from cami_desktop.workspace import search
from cami_desktop.workspace.workspace import Workspace

NOTES = 100_000
WORDS = 130
"""Words of a note: about a thousand letters."""

COMMON = (
    "сайгак Қарақұйрық ограждение граница железная дорога Тоҷикистон снежный барс браконьерство вода засуха учёт "
    "численность миграция популяция кӯҳи хайвон заповедник инспектор чорводор овцы пастбище Өзбекстан жейрен кулан"
).split()
_SYLLABLES = "ба ве ги до жу зе ки ла мо ну пе ри са то фу ха ци че ша ят".split()


def notes(meeting: str, count: int) -> list[Note]:
    """Notes of invented words, of which two in five are common ones; the same at each run."""
    chance = random.Random(2014)
    rare = ["".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))) for _ in range(30_000)]

    def text() -> str:
        return " ".join(chance.choice(COMMON) if chance.random() < 0.4 else chance.choice(rare) for _ in range(WORDS))

    return [Note(meeting=meeting, text=text(), taxa=["saiga"]) for _ in range(count)]


def filled(file: Path, count: int) -> Workspace:
    """An open workspace with so many notes, not yet entered into the index."""
    workspace = Workspace.create(file, country="KG", who="benchmark")
    meeting = workspace.save(Meeting(title="Встреча", cycle="cami-2014", meeting_kind="bilateral"))
    made = notes(meeting.id, count)
    for start in range(0, count, 5000):
        workspace.save_all(made[start : start + 5000])
    return workspace


def run() -> list[Ratio]:
    """Words, beginnings and phrases as people type them; each line is the median of several."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = filled(Path(folder) / "notes.cami", NOTES)
        plain = sqlite3.connect(workspace.path)

        def like(text: str) -> list[tuple[str]]:
            return plain.execute("SELECT id FROM note WHERE text LIKE ?", (f"%{text}%",)).fetchall()

        write = seconds(lambda: like("нет такого"))
        entered = seconds(lambda: search.catch_up(workspace))
        lines = []
        for typed, what, goal in (
            ("каракуйрык", "a word in nearly every note", 0.05),
            ("бавеги", "the beginning of a rare word", 0.05),
            ("огражд тоҷик", "two beginnings, many notes", 0.05),
            ("са", "two letters, as one begins to type", 0.5),
        ):
            floor, ours = side_by_side(partial(like, typed), partial(workspace.search, typed))
            lines.append(Ratio(f"{NOTES:,} notes: {what}", floor=floor, ours=ours, goal=goal))
        plain.close()
        workspace.close()
    lines.append(Ratio(f"entering {NOTES:,} notes into the index, once", floor=write, ours=entered, goal=200))
    return lines
