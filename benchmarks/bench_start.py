"""From the start of the process to the first painted window with the user's own data, against a bare QMainWindow."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from benchmarks.ratio import Ratio
from benchmarks.start_child import BEGAN
from benchmarks.window_process import told_by

RECORDS = 10_000
ROUNDS = 7


def workspace(file: Path, notes: int = RECORDS) -> Path:
    """Make a national workspace with one meeting and so many notes."""
    from cami_desktop.records.kinds.meetings import Meeting, Note
    from cami_desktop.workspace.workspace import Workspace

    with Workspace.create(file, country="KG", who="benchmark") as made:
        meeting = Meeting(
            title="Национальная встреча",
            cycle="cami-2014",
            meeting_kind="national_stakeholder",
            starts_on="2014-05-20",
        )
        made.save(meeting)
        text = "Сайгаки у озера, около 120 голов; ограждение на юге не пройти."
        made.save_all(Note(meeting=meeting.id, text=f"{number}. {text}") for number in range(notes))
    return file


def _first_paint(*mode: str, home: Path) -> tuple[float, float]:
    """Seconds to the first paint, and MB of memory then."""
    told = told_by("start_child", *mode, home=home, began=BEGAN)
    return told["seconds"], told["memory"]


def run() -> list[Ratio]:
    """Both windows in turn; medians. The first round warms the disk's cache and is not counted."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        file = workspace(home / "notes.cami")
        rounds = [
            (_first_paint("bare", home=home), _first_paint("ours", str(file), home=home)) for _ in range(ROUNDS + 1)
        ][1:]
    (bare_s, ours_s), (bare_mb, ours_mb) = (
        (statistics.median(bare[part] for bare, _ in rounds), statistics.median(ours[part] for _, ours in rounds))
        for part in (0, 1)
    )
    return [
        Ratio(f"first paint with {RECORDS:,} records", floor=bare_s, ours=ours_s, goal=1.25),
        Ratio("memory at the first paint", floor=bare_mb, ours=ours_mb, goal=1.3, unit="MB"),
    ]
