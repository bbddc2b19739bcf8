"""Killed while notes are typed and the disk is slow: what Enter was pressed for is there, once and in order."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from cami_desktop.records.kinds import Meeting, Note
from cami_desktop.workspace.workspace import Workspace
from tests.desktop.typed_until_killed import text_of

ROOT = Path(__file__).resolve().parents[2]
DURABLE = 1.0
"""Seconds after Enter within which a note is in the file for good."""

SLOW = 0.08
"""Seconds for which the disk takes nothing, again and again: an old laptop."""


def slow_disk(path: Path, over: threading.Event) -> None:
    """Keep the file locked for writing half of the time."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=30)) as other:
        while not over.is_set():
            other.execute("BEGIN IMMEDIATE")
            time.sleep(SLOW)
            other.execute("ROLLBACK")
            time.sleep(SLOW)


def typed(path: Path, home: Path, first: int, seconds: float) -> tuple[dict[int, float], float]:
    """Type notes from a number on for so long and kill: when Enter was pressed for each, and when the kill came."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.desktop.typed_until_killed", str(path), str(home), str(first)],
        stdout=subprocess.PIPE, cwd=ROOT, env=environment, text=True,
    )  # fmt: skip
    assert child.stdout is not None
    lines = [child.stdout.readline()]
    over = threading.Event()
    disk = threading.Thread(target=slow_disk, args=(path, over))
    disk.start()
    time.sleep(seconds)
    killed = time.monotonic()
    child.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    lines += child.stdout.readlines()
    child.wait()
    child.stdout.close()
    over.set()
    disk.join()
    # A last line may have been cut by the kill.
    pressed = (line.split() for line in lines if line.endswith("\n"))
    return {int(number): float(moment) for number, moment in pressed}, killed


@pytest.mark.slow
def test_every_note_older_than_a_second_is_there_once_and_in_order_and_no_younger_one_twice(
    path: Path, tmp_path: Path
) -> None:
    with Workspace.open(path) as workspace:
        workspace.save(Meeting(title="Совещание", cycle="cami-2014", meeting_kind="national_stakeholder"))
    first, sure = 0, set[int]()
    for _round in range(2):
        pressed, killed = typed(path, tmp_path, first, random.uniform(1.2, 2.2))
        sure |= {number for number, moment in pressed.items() if moment < killed - DURABLE}
        assert sure, "the typing had begun long enough before the kill"
        with Workspace.open(path, read_only=True) as workspace:
            stored = [note.text or "" for note in workspace.all(Note)]
            drafts = [draft.text for draft in workspace.drafts() if draft.field == "text"]
        assert {text_of(number) for number in sure} <= set(stored)
        assert len(set(stored)) == len(stored)
        assert [text for text in map(text_of, range(first + len(pressed) + 1)) if text in stored] == stored
        assert not set(stored) & set(drafts)
        first += len(pressed) + 1
