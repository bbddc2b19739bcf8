"""The day's judge: what grows is told; a few minutes of the day leave no file open."""

from __future__ import annotations

from pathlib import Path

from tests.soak.day import Day, Sample, flat, handles


def samples(*held: tuple[float, int]) -> list[Sample]:
    return [Sample(30 * (n + 1), *pair, 0, 0, 0, 0, 0) for n, pair in enumerate(held)]


def test_memory_and_open_files_that_grow_after_the_first_hour_are_told() -> None:
    assert flat(samples((50, 5), (100, 9), (101, 9), (104, 9))) == []
    assert flat(samples((50, 5), (100, 9), (104, 9), (106, 9))) == ["memory grew from 100 to 106 MB"]
    assert flat(samples((50, 5), (100, 9), (99, 9), (98, 10))) == ["open files grew from 9 to 10"]


def test_minutes_of_work_leave_no_file_open(tmp_path: Path) -> None:
    before = handles()
    day = Day(tmp_path, notes=20)
    first, last = day.run(62, every=31)
    assert (last.drafts, last.stored, last.exports, last.backups) == (620, 124, 2, 2)
    assert last.handles == first.handles
    assert handles() == before
