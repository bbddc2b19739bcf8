"""The experiment behind decision 0009: what journal modes cost, and what kills, power cuts and hand copies leave.

Run it with `python -m benchmarks.journal_modes`. The power cuts need the package apsw, which lets Python watch every
write and sync of SQLite; without it that column is left out.
"""

from __future__ import annotations

import importlib
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MODES = (("WAL", "FULL"), ("WAL", "NORMAL"), ("DELETE", "FULL"), ("DELETE", "EXTRA"), ("TRUNCATE", "FULL"))
KILLS, CUTS, COMMITS, COSTS = 60, 400, 400, 300
SECTOR = 512
"""The largest piece that a disk writes as a whole, in bytes."""

SETUP = (
    "CREATE TABLE record (id INTEGER PRIMARY KEY, text TEXT)",
    "CREATE TABLE history (id INTEGER PRIMARY KEY, record INTEGER, before TEXT, after TEXT)",
    "INSERT INTO record VALUES (1, '')",
)

Execute = Callable[[str], object]


@dataclass(slots=True)
class Left:
    """What a disturbance left, summed over its repetitions: files that do not open, and commits that are gone."""

    times: int = 0
    broken: int = 0
    lacking: int = 0
    lost: int = 0
    worst: int = 0

    def add(self, stored: int | None, told: int) -> None:
        """Count one repetition: the newest commit found (None where the file is broken), the newest reported."""
        self.times += 1
        if stored is None:
            self.broken += 1
        elif stored < told:
            self.lacking += 1
            self.lost += told - stored
            self.worst = max(self.worst, told - stored)

    def __str__(self) -> str:
        return f"{self.times} times: {self.broken} broken, {self.lacking} lack commits (at most {self.worst})"


def prepare(execute: Execute, mode: tuple[str, str]) -> None:
    """Set the journal mode and make the tables."""
    execute(f"PRAGMA journal_mode = {mode[0]}")
    execute(f"PRAGMA synchronous = {mode[1]}")
    for statement in SETUP:
        execute(statement)
    execute("PRAGMA wal_checkpoint(TRUNCATE)")


def commit(execute: Execute, n: int) -> None:
    """Store one edit as a workspace does: the record, three rows of history, one transaction."""
    execute("BEGIN IMMEDIATE")
    execute(f"UPDATE record SET text = '{n} {'т' * 200}'")
    for field in range(3):
        execute(f"INSERT INTO history (record, before, after) VALUES (1, 'field {field}', '{n}')")
    execute("COMMIT")


def newest(path: Path) -> int | None:
    """The newest commit in a file; None where the file is broken or holds half a commit."""
    try:
        connection = sqlite3.connect(path)
        try:
            if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                return None
            record = connection.execute("SELECT text FROM record").fetchone()[0].partition(" ")[0]
            found = connection.execute("SELECT max(CAST(after AS INTEGER)), count(*) FROM history").fetchone()
        finally:
            connection.close()
    except (sqlite3.Error, TypeError):
        return None
    n = int(record or 0)
    return n if (found[0] or 0) == n and found[1] == 3 * n else None


def child(path: str, journal: str, synchronous: str) -> None:
    """Commit without end and report each commit: the process that is killed."""
    connection = sqlite3.connect(path, isolation_level=None)
    prepare(connection.execute, (journal, synchronous))
    n = 0
    while True:
        n += 1
        commit(connection.execute, n)
        print(n, flush=True)


def kills(folder: Path, mode: tuple[str, str], chance: random.Random) -> tuple[Left, Left]:
    """Kill a committing process at random moments: what its file holds, and what a copy of that one file would."""
    whole, alone = Left(), Left()
    for n in range(KILLS):
        place = folder / str(n)
        place.mkdir(parents=True)
        file, copy = place / "w.cami", place / "copy.cami"
        process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.journal_modes", "child", str(file), *mode], stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(chance.uniform(0, 0.15))
        process.kill()
        told = [int(line) for line in process.communicate()[0].split()]
        shutil.copyfile(file, copy)
        reported = max(told, default=1)
        alone.add(newest(copy), reported)
        whole.add(newest(file), reported)
        shutil.rmtree(place)
    return whole, alone


Step = tuple[str, str, int, bytes]
"""write, truncate, sync, delete or told; the file's name; offset, size, durable or commit number; the bytes."""


def watched(folder: Path, mode: tuple[str, str]) -> list[Step]:
    """Everything that SQLite does to its files during the commits, in order."""
    apsw: Any = importlib.import_module("apsw")
    steps: list[Step] = []

    class File(apsw.VFSFile):  # type: ignore[misc]
        def __init__(self, base: str, name: Any, flags: list[int]) -> None:
            self.name = Path(name.filename() if hasattr(name, "filename") else str(name)).name
            super().__init__(base, name, flags)

        def xWrite(self, data: Any, offset: int) -> None:
            steps.append(("write", self.name, offset, bytes(data)))
            super().xWrite(data, offset)

        def xTruncate(self, size: int) -> None:
            steps.append(("truncate", self.name, size, b""))
            super().xTruncate(size)

        def xSync(self, flags: int) -> None:
            steps.append(("sync", self.name, 0, b""))
            super().xSync(flags)

    class Disk(apsw.VFS):  # type: ignore[misc]
        def xOpen(self, name: Any, flags: list[int]) -> Any:
            return File("", name, flags)

        def xDelete(self, name: str, syncdir: bool) -> None:
            steps.append(("delete", Path(name).name, int(syncdir), b""))
            super().xDelete(name, syncdir)

    disk = Disk("watched", "")
    connection = apsw.Connection(str(folder / "w.cami"), vfs="watched")
    prepare(lambda sql: connection.execute(sql).fetchall(), mode)
    for n in range(1, COMMITS + 1):
        commit(connection.execute, n)
        steps.append(("told", "", n, b""))
    connection.close()
    disk.unregister()
    return steps


class Platter:
    """A file on a disk with a cache: what a sync made sure of, and the steps that a power cut may lose or tear."""

    def __init__(self) -> None:
        self.sure: bytearray | None = None
        self.open: list[Step] = []

    def sync(self) -> None:
        """Make everything so far sure."""
        content = self.sure
        for step in self.open:
            content = self._done(content, step)
        self.sure, self.open = content, []

    def sync_directory(self) -> None:
        """Make deletions sure: a journalling file system writes them down with the next sync of any file."""
        for n, step in enumerate(self.open):
            if step[0] == "delete":
                self.sure, self.open = None, self.open[n + 1 :]
                return self.sync_directory()
        return None

    def after_cut(self, chance: random.Random) -> bytes | None:
        """The file after a power cut: each open step was done, not done, or done in part; None for no file."""
        content = None if self.sure is None else bytearray(self.sure)
        for kind, name, number, data in self.open:
            fate = chance.random()
            if kind == "delete" and fate >= 0.45:
                # The name still means the old file; what followed went into another one of the same name.
                break
            if fate < 0.45:
                content = self._done(content, (kind, name, number, data))
            elif fate < 0.6 and kind == "write":
                torn = data[: SECTOR * chance.randint(0, len(data) // SECTOR)]
                content = self._done(content, (kind, name, number, torn))
        return None if content is None else bytes(content)

    @staticmethod
    def _done(content: bytearray | None, step: Step) -> bytearray | None:
        kind, _name, number, data = step
        if kind == "delete":
            return None
        content = bytearray() if content is None else content
        if kind == "truncate":
            del content[number:]
            return content
        content.extend(bytes(max(0, number + len(data) - len(content))))
        content[number : number + len(data)] = data
        return content


def cuts(folder: Path, mode: tuple[str, str], chance: random.Random) -> Left:
    """Cut the power at random steps and count what is gone."""
    folder.mkdir(parents=True)
    steps = watched(folder, mode)
    begin = next(n for n, step in enumerate(steps) if step[0] == "told")
    moments = sorted(chance.randrange(begin, len(steps)) for _ in range(CUTS))
    left = Left()
    for told, disk in _states(steps, moments):
        place = Path(tempfile.mkdtemp(dir=folder))
        for name, platter in disk.items():
            content = platter.after_cut(chance)
            if content is not None and not name.endswith("-shm"):
                (place / name).write_bytes(content)
        left.add(newest(place / "w.cami"), told)
        shutil.rmtree(place)
    return left


def _states(steps: list[Step], moments: list[int]) -> Iterator[tuple[int, dict[str, Platter]]]:
    disk: dict[str, Platter] = {}
    told, position = 0, 0
    for moment in moments:
        for kind, name, number, data in steps[position:moment]:
            if kind == "told":
                told = number
                continue
            platter = disk.setdefault(name, Platter())
            if kind == "sync":
                platter.sync()
                for other in disk.values():
                    other.sync_directory()
            else:
                platter.open.append((kind, name, number, data))
                if kind == "delete" and number:
                    platter.sync()
        position = max(position, moment)
        yield told, disk


def costs(folder: Path) -> list[float]:
    """Median milliseconds of one commit in each mode, measured in turn so that other load meets all alike."""
    connections = []
    for mode in MODES:
        connections.append(sqlite3.connect(folder / f"{'-'.join(mode)}.cami", isolation_level=None))
        prepare(connections[-1].execute, mode)
    times: list[list[float]] = [[] for _mode in MODES]
    for n in range(1, COSTS + 1):
        for connection, own in zip(connections, times, strict=True):
            begin = time.perf_counter()
            commit(connection.execute, n)
            own.append(time.perf_counter() - begin)
    for connection in connections:
        connection.close()
    return [statistics.median(own) * 1000 for own in times]


def main() -> None:
    """Print one block for each mode."""
    chance = random.Random(20140520)
    try:
        importlib.import_module("apsw")
        cuttable = True
    except ImportError:
        cuttable = False
    with tempfile.TemporaryDirectory() as name:
        for mode, milliseconds in zip(MODES, costs(Path(name)), strict=True):
            folder = Path(name) / "-".join(mode)
            print(f"{mode[0]} {mode[1]}: {milliseconds:.2f} ms a commit")
            print(f"  power cut   {cuts(folder / 'cuts', mode, chance) if cuttable else 'not simulated: no apsw'}")
            whole, alone = kills(folder / "kills", mode, chance)
            print(f"  killed      {whole}")
            print(f"  copy alone  {alone}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["child"]:
        child(*sys.argv[2:5])
    else:
        main()
