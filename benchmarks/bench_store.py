"""A record stored: one field changed, with its history, against one raw transaction with the same care for the disk."""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path

from benchmarks.ratio import Ratio, side_by_side
from cami_desktop.records.kinds import PopulationEstimate
from cami_desktop.workspace.workspace import Workspace

TIMES = 100


def run() -> list[Ratio]:
    """Store the same record again and again with another figure."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        raw = sqlite3.connect(Path(folder) / "raw.db", isolation_level=None)
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute("CREATE TABLE record (id TEXT PRIMARY KEY, best INTEGER, version TEXT)")
        raw.execute("CREATE TABLE history (id INTEGER PRIMARY KEY, record TEXT, field TEXT, before TEXT, after TEXT)")
        raw.execute("INSERT INTO record VALUES ('a', 1, '')")
        with Workspace.create(Path(folder) / "ours.cami", country="KG") as workspace:
            record = workspace.save(
                PopulationEstimate(
                    taxon="argali", year=2016, best=1, level="national", unit="individuals", method="unknown"
                )
            )

            def floor() -> None:
                for n in range(TIMES):
                    raw.execute("BEGIN IMMEDIATE")
                    raw.execute("UPDATE record SET best = ?, version = ? WHERE id = 'a'", (n, str(n)))
                    raw.execute(
                        "INSERT INTO history (record, field, before, after) VALUES ('a', 'best', ?, ?)", (n - 1, n)
                    )
                    raw.execute("COMMIT")

            def ours() -> None:
                for n in range(TIMES):
                    record.best = (record.best or 0) + n + 1
                    workspace.save(record)

            floor_seconds, our_seconds = side_by_side(floor, ours)
        raw.close()
    return [Ratio("a record stored, history included", floor_seconds / TIMES, our_seconds / TIMES, 2.0)]
