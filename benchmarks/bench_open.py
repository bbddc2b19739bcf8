"""Opening a workspace with 100,000 records: importing, opening and reading, against bare Python and SQLite."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.bench_start import workspace
from benchmarks.ratio import Ratio

ROOT = Path(__file__).resolve().parent.parent
RECORDS = 100_000
ROUNDS = 5

TELL = """
import json, os, sys, time
from pathlib import Path
file = Path(sys.argv[1])
begin = time.perf_counter()
{work}
seconds = time.perf_counter() - begin
pages = int(Path("/proc/self/statm").read_text().split()[1])
print(json.dumps([seconds, pages * os.sysconf("SC_PAGE_SIZE") / 1e6]))
"""
"""Seconds of the work since `begin`, and MB of memory with what it made; Linux tells them in /proc."""

WORK = {
    "bare": "import sqlite3",
    "import": "from cami_desktop.workspace.workspace import Workspace",
    "connect": """
import sqlite3
begin = time.perf_counter()
connection = sqlite3.connect(file)
held = connection.execute("SELECT * FROM info").fetchall()
""",
    "open": """
from cami_desktop.workspace.workspace import Workspace
begin = time.perf_counter()
held = Workspace.open(file, read_only=True)
""",
    "rows": """
import sqlite3
connection = sqlite3.connect(file)
begin = time.perf_counter()
held = connection.execute("SELECT * FROM note").fetchall()
""",
    "records": """
from cami_desktop.workspace.workspace import Workspace
workspace = Workspace.open(file, read_only=True)
begin = time.perf_counter()
held = workspace.records()
""",
}
"""What each process does; what it takes is counted from `begin` on."""


def _measured(name: str, file: Path) -> tuple[float, float, float]:
    """Seconds of the work, MB of memory with what it made, and seconds from the start to the end of the process."""
    begin = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", TELL.format(work=WORK[name]), str(file)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    whole = time.perf_counter() - begin
    seconds, held = json.loads(done.stdout)
    return seconds, held, whole


def run() -> list[Ratio]:
    """Each in a process of its own, in turn; medians. The first round warms the disk's cache and is not counted."""
    with tempfile.TemporaryDirectory() as folder:
        file = workspace(Path(folder) / "notes.cami", RECORDS)
        rounds = [{name: _measured(name, file) for name in WORK} for _ in range(ROUNDS + 1)][1:]
    seconds, memory, whole = (
        {name: statistics.median(found[name][part] for found in rounds) for name in WORK} for part in range(3)
    )
    many = f"{RECORDS:,} records"
    return [
        Ratio("starting Python with the workspace's modules", whole["bare"], whole["import"], goal=15),
        Ratio("memory then, against sqlite3 alone", memory["bare"], memory["import"], goal=5, unit="MB"),
        Ratio(f"opening {many}, against sqlite3.connect", seconds["connect"], seconds["open"], goal=15),
        Ratio(f"reading {many}, against their bare rows", seconds["rows"], seconds["records"], goal=15),
        Ratio(f"memory of {many}, against their bare rows", memory["rows"], memory["records"], goal=3, unit="MB"),
    ]
